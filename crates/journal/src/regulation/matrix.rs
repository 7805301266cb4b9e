//! The one table of who may do what with the register: who × kind × act × scope × fields. It is the
//! least that the regulations agree upon (conflicts, «Roles and rights»); a profile gives more or
//! takes some, each time with its clause. What stands nowhere is not allowed (SOLO2-3.1d).
//!
//! A right up to some fields is a right to those alone. Where a record says something in the others,
//! whoever has it changes neither them nor whose record it is, and does not remove it: either would
//! move or take away what they may not even read. The same holds of taking a gesture back.

mod table;

use super::profile::Regulation;
use super::verdict::Clause;
use crate::person::Role::Teacher;
use crate::person::{Role, Roles};
use crate::register::RecordKind;
use crate::register::{Scope, Veil};
use crate::text_form::{serde_by_text, vocabulary};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use table::TABLE;

vocabulary! {
    /// What is done with a record.
    pub enum Act of "acts" {
        /// To see it.
        Read = "read",
        /// To make it.
        Create = "create",
        /// To change what it says.
        Change = "change",
        /// To take it away.
        Remove = "remove",
    }
}

/// Who has a right: a role, or a teacher as class teacher, which is no role but a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// An account with the role.
    Role(Role),
    /// A teacher who leads a class.
    ClassTeacher,
}

impl Who {
    /// Whether an account with these roles may be meant.
    pub fn is_among(self, roles: &Roles) -> bool {
        match self {
            Self::Role(role) => roles.has(role),
            Self::ClassTeacher => roles.has(Teacher),
        }
    }

    /// Its word, that of the role.
    pub fn word(self) -> &'static str {
        match self {
            Self::Role(role) => role.word(),
            Self::ClassTeacher => "class-teacher",
        }
    }

    /// Every one, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        let roles = Role::ALL.iter().copied();
        roles.flat_map(|role| {
            let leads = (role == Teacher).then_some(Self::ClassTeacher);
            [Some(Self::Role(role)), leads].into_iter().flatten()
        })
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Who {
    type Err = crate::NotInVocabulary;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "class-teacher" => Ok(Self::ClassTeacher),
            role => role.parse().map(Self::Role),
        }
    }
}

serde_by_text!(Who, "^[a-z-]+$");

/// A right that a profile gives or takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantClause {
    /// Whose.
    pub who: Who,
    /// To records of which kinds.
    pub of: Vec<RecordKind>,
    /// To do what.
    pub acts: Vec<Act>,
    /// With which of them; of a right that is taken nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Up to which fields.
    #[serde(default)]
    pub upto: Veil,
    /// The right is taken: the table's rights to these acts do not hold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken: bool,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

impl GrantClause {
    fn is_of(&self, who: Who, kind: RecordKind, act: Act) -> bool {
        self.who == who && self.is_about(kind, act)
    }

    /// Whether it gives somebody the right.
    pub(super) fn gives(&self, who: Who, kind: RecordKind, act: Act) -> bool {
        !self.taken && self.is_of(who, kind, act)
    }

    fn is_about(&self, kind: RecordKind, act: Act) -> bool {
        self.of.contains(&kind) && self.acts.contains(&act)
    }
}

/// A right to do something with records of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Grant {
    pub who: Who,
    pub scope: Scope,
    /// Up to which fields.
    pub upto: Veil,
}

/// What moves a record.
pub(super) const WRITES: &[Act] = &[Act::Create, Act::Change, Act::Remove];

fn in_table(kind: RecordKind, act: Act) -> impl Iterator<Item = Grant> {
    let rows = TABLE.iter();
    let rows = rows.filter(move |row| row.of.contains(&kind) && row.acts.contains(&act));
    rows.flat_map(|row| {
        row.who.iter().map(|who| Grant {
            who: *who,
            scope: row.scope,
            upto: row.upto,
        })
    })
}

/// Whether an account with these roles may do it with some record of some kind, whatever profile
/// is in force: what a route asks first.
pub(super) fn is_somebodys(roles: &Roles, acts: &[Act]) -> bool {
    let mut rows = TABLE
        .iter()
        .filter(|row| acts.iter().any(|act| row.acts.contains(act)));
    rows.any(|row| row.who.iter().any(|who| who.is_among(roles)))
}

/// The same of records of one kind.
pub(super) fn is_somebodys_of(roles: &Roles, act: Act, kind: RecordKind) -> bool {
    in_table(kind, act).any(|grant| grant.who.is_among(roles))
}

impl Regulation {
    /// Every right to do something with records of a kind: the table's that the profile leaves, and
    /// the profile's own.
    pub fn grants(&self, kind: RecordKind, act: Act) -> impl Iterator<Item = Grant> {
        let is_taken = move |grant: &Grant| {
            let mut takes = self.rights.grant.iter().filter(|one| one.taken);
            takes.any(|one| one.is_of(grant.who, kind, act))
        };
        let given = self.rights.grant.iter();
        let given = given.filter(move |one| !one.taken && one.is_about(kind, act));
        let given = given.filter_map(|one| {
            Some(Grant {
                who: one.who,
                scope: one.scope?,
                upto: one.upto,
            })
        });
        in_table(kind, act)
            .filter(move |one| !is_taken(one))
            .chain(given)
    }

    /// Whether an account with these roles may do it with some record of the kind.
    pub fn may_somewhere(&self, roles: &Roles, act: Act, kind: RecordKind) -> bool {
        self.grants(kind, act)
            .any(|grant| grant.who.is_among(roles))
    }

    /// Up to which fields at most an account with these roles may do it with records of the kind;
    /// none: with no record.
    pub fn widest(&self, roles: &Roles, act: Act, kind: RecordKind) -> Option<Veil> {
        let grants = self.grants(kind, act);
        let own = grants.filter(|grant| grant.who.is_among(roles));
        own.map(|grant| grant.upto).max()
    }

    /// Whether an account with these roles may make, change or remove some record of the kind.
    pub fn keeps_some(&self, roles: &Roles, kind: RecordKind) -> bool {
        let mut acts = WRITES.iter();
        acts.any(|act| self.may_somewhere(roles, *act, kind))
    }

    /// Who may do it with records of the kind, each named once, in the order of the table.
    pub fn keepers(&self, act: Act, kind: RecordKind) -> Vec<Who> {
        let granted = |who: &Who| self.grants(kind, act).any(|grant| grant.who == *who);
        Who::all().filter(granted).collect()
    }

    /// The clause that a refusal quotes: that which takes the right from who asks, that which gives
    /// it to others, or that which says who keeps the kind; none: the regulation is silent.
    pub fn clause_of(&self, roles: &Roles, act: Act, kind: RecordKind) -> Option<Clause> {
        let about = self
            .rights
            .grant
            .iter()
            .filter(|one| one.is_about(kind, act));
        let mut about: Vec<_> = about.collect();
        about.sort_by_key(|one| (!one.who.is_among(roles), !one.taken));
        let granted = about.first().map(|one| one.clause.clone());
        granted.or_else(|| {
            let clauses = &self.rights.register;
            let named = clauses.iter().find(|clause| clause.of.contains(&kind));
            let clause = named.or_else(|| clauses.iter().find(|clause| clause.of.is_empty()));
            clause.map(|keeper| keeper.clause.clone())
        })
    }
}
