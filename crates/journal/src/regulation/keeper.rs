//! Who may amend the register, by role and kind, with the clause that a refusal quotes.
//!
//! The roles stand in the description of each kind: the regulations agree upon them.

use super::profile::Regulation;
use super::verdict::Clause;
use crate::person::Roles;
use crate::register::{Amendment, RecordKind};
use serde::{Deserialize, Serialize};

/// A clause that says who keeps records of some kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeeperClause {
    /// Of which kinds; none named: of all that no other clause names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<RecordKind>,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

/// Not allowed to this person; deny is the rule where no clause allows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not allowed to this account")]
pub struct Forbidden {
    /// The clause that says who may; none: the regulation is silent.
    pub clause: Option<Clause>,
}

impl Regulation {
    /// Judges whether the account may amend records of the kind.
    ///
    /// # Errors
    /// With the clause that says who may, where the regulation has one.
    pub fn judge_keeper(&self, roles: &Roles, kind: RecordKind) -> Result<(), Forbidden> {
        if kind.amended_by(roles) {
            return Ok(());
        }
        let clauses = &self.rights.register;
        let named = clauses.iter().find(|clause| clause.of.contains(&kind));
        let clause = named.or_else(|| clauses.iter().find(|clause| clause.of.is_empty()));
        Err(Forbidden {
            clause: clause.map(|keeper| keeper.clause.clone()),
        })
    }

    /// Judges whether the account may make the amendment.
    ///
    /// # Errors
    /// As [`Regulation::judge_keeper`].
    pub fn judge_amendment(&self, roles: &Roles, amendment: &Amendment) -> Result<(), Forbidden> {
        self.judge_keeper(roles, amendment.record.kind)
    }
}
