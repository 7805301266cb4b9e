//! Who may see an account and give it a new start password, with the clause that a refusal quotes.

use super::keeper::Forbidden;
use super::profile::Regulation;
use super::role_sets::{FAMILIES, MANAGEMENT};
use super::verdict::Clause;
use crate::person::{Role, Roles};
use serde::{Deserialize, Serialize};

/// The clauses on giving out sign-in data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CredentialsClauses {
    /// An administrator's account is that administrator's own.
    pub administrators: Clause,
    /// A class teacher gives them to pupils and parents of the own class.
    pub class_teacher: Clause,
}

/// Whether a reader may see an account. `own_class`: it is of a pupil of a class whose class
/// teacher the reader is, or of such a pupil's parent.
pub fn sees_account(reader: &Roles, own_class: bool) -> bool {
    reader.any(MANAGEMENT) || own_class
}

/// Whether a reader may see and end sessions: everybody the own ones, an administrator everybody's,
/// for whoever has left one at another's computer may be far from it.
pub fn controls_sessions(reader: &Roles, own: bool) -> bool {
    own || reader.has(Role::Admin)
}

impl Regulation {
    /// Judges whether somebody may give an account a new start password: an administrator to
    /// everybody but administrators, who could act in each other's name otherwise; a class teacher
    /// to the pupils and parents of the own class, unless they have an office in the school too.
    ///
    /// # Errors
    /// With the clause that says who may, where the regulation has one.
    pub fn judge_issuer(
        &self,
        issuer: &Roles,
        own_class: bool,
        account: &Roles,
    ) -> Result<(), Forbidden> {
        let clauses = self.rights.credentials.as_ref();
        let (allowed, clause) = if issuer.has(Role::Admin) {
            let clause = clauses.map(|clauses| &clauses.administrators);
            (!account.has(Role::Admin), clause)
        } else {
            let clause = clauses.map(|clauses| &clauses.class_teacher);
            (own_class && account.only(FAMILIES), clause)
        };
        if allowed {
            return Ok(());
        }
        Err(Forbidden {
            clause: clause.cloned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn roles(roles: &[Role]) -> Roles {
        Roles(roles.to_vec())
    }

    #[rstest]
    #[case::administrators_give_to_all(Role::Admin, false, &[Role::Director], None)]
    #[case::also_to_families(Role::Admin, false, &[Role::Parent], None)]
    #[case::but_to_none_of_their_own(Role::Admin, false, &[Role::Teacher, Role::Admin], Some("SGO154-3.1.15a"))]
    #[case::class_teachers_to_own_pupils(Role::Teacher, true, &[Role::Pupil], None)]
    #[case::class_teachers_to_own_parents(Role::Teacher, true, &[Role::Parent], None)]
    #[case::not_to_others(Role::Teacher, false, &[Role::Pupil], Some("SGO154-3.2.4b"))]
    #[case::not_to_a_parent_with_an_office(Role::Teacher, true, &[Role::Parent, Role::Deputy], Some("SGO154-3.2.4b"))]
    #[case::the_management_to_nobody(Role::Director, false, &[Role::Pupil], Some("SGO154-3.2.4b"))]
    fn a_start_password_is_given_by_least_privilege(
        #[case] issuer: Role,
        #[case] own_class: bool,
        #[case] account: &[Role],
        #[case] refused_by: Option<&str>,
    ) {
        let judged = |id: &str| {
            let regulation = Regulation::shipped(id).unwrap();
            regulation.judge_issuer(&roles(&[issuer]), own_class, &roles(account))
        };
        let clause = judged("sgo-154").map_err(|forbidden| forbidden.clause.unwrap().id);
        assert_eq!(clause.err().as_deref(), refused_by);
        let silent = judged("epos-ohansk-1").map_err(|forbidden| forbidden.clause);
        assert_eq!(silent.err(), refused_by.map(|_| None));
    }

    #[test]
    fn sessions_are_their_owners_and_the_administrators() {
        for &role in Role::ALL {
            assert!(controls_sessions(&roles(&[role]), true), "{role:?}");
            let anothers = controls_sessions(&roles(&[role]), false);
            assert_eq!(anothers, role == Role::Admin, "{role:?}");
        }
    }

    #[test]
    fn accounts_are_seen_by_the_management_and_the_class_teacher() {
        for &role in Role::ALL {
            let all = matches!(role, Role::Admin | Role::Director | Role::Deputy);
            assert_eq!(sees_account(&roles(&[role]), false), all, "{role:?}");
        }
        assert!(sees_account(&roles(&[Role::Teacher]), true));
    }
}
