//! Who may see an account and give it a new start password, with the clause that a refusal quotes.

use super::keeper::Forbidden;
use super::profile::Regulation;
use super::role_sets::{FAMILIES, MANAGEMENT};
use super::verdict::Clause;
use crate::person::{Role, Roles};
use crate::view::AccountRow;
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

/// An account, as far as it matters who gives it a password.
#[derive(Debug, Clone, Copy)]
pub struct AccountToOpen<'a> {
    /// What it is for.
    pub roles: &'a Roles,
    /// It is of the issuer's own class ([`AccountRow::own_class`]).
    pub own_class: bool,
    /// An administrator has chosen its password ([`AccountRow::administrators_own`]).
    pub administrators_own: bool,
}

impl<'a> AccountToOpen<'a> {
    /// The account as the issuer sees it; unseen, it is of nobody and nobody's.
    pub fn seen(account: Option<&'a AccountRow>, nobody: &'a Roles) -> Self {
        let unseen = Self {
            roles: nobody,
            own_class: false,
            administrators_own: false,
        };
        account.map_or(unseen, Self::from)
    }
}

impl<'a> From<&'a AccountRow> for AccountToOpen<'a> {
    fn from(row: &'a AccountRow) -> Self {
        Self {
            roles: &row.roles,
            own_class: row.own_class,
            administrators_own: row.administrators_own,
        }
    }
}

impl Regulation {
    /// Judges whether somebody may give an account a new start password: an administrator to
    /// everybody but administrators who have chosen theirs, for they could act in each other's name
    /// otherwise; a class teacher to the pupils and parents of the own class, unless they have an
    /// office in the school too.
    ///
    /// # Errors
    /// With the clause that says who may, where the regulation has one.
    pub fn judge_issuer(
        &self,
        issuer: &Roles,
        account: AccountToOpen<'_>,
    ) -> Result<(), Forbidden> {
        let clauses = self.rights.credentials.as_ref();
        let (allowed, clause) = if issuer.has(Role::Admin) {
            let clause = clauses.map(|clauses| &clauses.administrators);
            (!account.administrators_own, clause)
        } else {
            let clause = clauses.map(|clauses| &clauses.class_teacher);
            (account.own_class && account.roles.only(FAMILIES), clause)
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
    #[case::administrators_give_to_all(Role::Admin, false, &[Role::Director], false, None)]
    #[case::also_to_families(Role::Admin, false, &[Role::Parent], false, None)]
    #[case::also_to_a_new_administrator(Role::Admin, false, &[Role::Admin], false, None)]
    #[case::but_to_none_of_their_own(Role::Admin, false, &[Role::Teacher, Role::Admin], true, Some("SGO154-3.1.15a"))]
    #[case::class_teachers_to_own_pupils(Role::Teacher, true, &[Role::Pupil], false, None)]
    #[case::class_teachers_to_own_parents(Role::Teacher, true, &[Role::Parent], false, None)]
    #[case::not_to_others(Role::Teacher, false, &[Role::Pupil], false, Some("SGO154-3.2.4b"))]
    #[case::not_to_a_parent_with_an_office(Role::Teacher, true, &[Role::Parent, Role::Deputy], false, Some("SGO154-3.2.4b"))]
    #[case::the_management_to_nobody(Role::Director, false, &[Role::Pupil], false, Some("SGO154-3.2.4b"))]
    fn a_start_password_is_given_by_least_privilege(
        #[case] issuer: Role,
        #[case] own_class: bool,
        #[case] account: &[Role],
        #[case] administrators_own: bool,
        #[case] refused_by: Option<&str>,
    ) {
        let judged = |id: &str| {
            let regulation = Regulation::shipped(id).unwrap();
            let account = AccountToOpen {
                roles: &roles(account),
                own_class,
                administrators_own,
            };
            regulation.judge_issuer(&roles(&[issuer]), account)
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
