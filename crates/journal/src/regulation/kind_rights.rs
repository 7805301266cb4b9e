//! The rights to a kind as one reads them: who may do what with which of its records, up to which
//! fields and by which clause. They are those that judge ([`Regulation::grants`]), put together.

use super::matrix::{Act, GrantClause, Who};
use super::profile::Regulation;
use super::verdict::Clause;
use crate::register::{RecordKind, Scope, Veil};

/// What somebody may do with some records of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct KindRight {
    pub who: Who,
    pub acts: Vec<Act>,
    pub scope: Scope,
    /// Up to which fields.
    pub upto: Veil,
    /// The clause of the regulation that gives some of it; none: all schools have it.
    pub clause: Option<Clause>,
}

impl Regulation {
    /// Every right to records of a kind, each with all that it lets do, in the order of the table.
    pub fn rights_to(&self, kind: RecordKind) -> Vec<KindRight> {
        Who::all()
            .flat_map(|who| self.rights_of(who, kind))
            .collect()
    }

    fn rights_of(&self, who: Who, kind: RecordKind) -> Vec<KindRight> {
        let mut rights: Vec<KindRight> = Vec::new();
        for act in Act::ALL.iter().copied() {
            for grant in self.grants(kind, act).filter(|grant| grant.who == who) {
                let (scope, upto) = (grant.scope, grant.upto);
                let clause = || {
                    let is_it = |one: &&GrantClause| {
                        one.gives(who, kind, act) && (one.scope, one.upto) == (Some(scope), upto)
                    };
                    self.rights
                        .grant
                        .iter()
                        .find(is_it)
                        .map(|one| one.clause.clone())
                };
                let mut same = rights.iter_mut();
                match same.find(|right| (right.scope, right.upto) == (scope, upto)) {
                    Some(right) => {
                        if right.acts.last() != Some(&act) {
                            right.acts.push(act);
                        }
                        right.clause = right.clause.take().or_else(clause);
                    }
                    None => rights.push(KindRight {
                        who,
                        acts: vec![act],
                        scope,
                        upto,
                        clause: clause(),
                    }),
                }
            }
        }
        rights
    }

    /// The rights to records of a kind that the regulation takes.
    pub fn taken_from(&self, kind: RecordKind) -> impl Iterator<Item = &GrantClause> {
        let grants = self.rights.grant.iter();
        grants.filter(move |one| one.taken && one.of.contains(&kind))
    }
}
