//! Which record of the base a row means.

use super::export::naming;
use super::findings::Finding;
use super::person::{FoundPerson, Sought};
use super::plan::{Draft, Planner};
use super::row::{Given, GivenRow};
use super::shape::{Part, TableShape};
use crate::reading::match_key;
use crate::register::{Record, RecordKind, RecordRef, Value};
use std::collections::{BTreeMap, BTreeSet};

impl Planner<'_> {
    fn has_foreign(&self, kind: RecordKind) -> bool {
        self.foreign_ids.contains(&kind)
    }

    /// The record of a part that stands for what a row says: the one that names the same; of
    /// several the one that is called so.
    pub(super) fn existing(
        &self,
        part: &Part,
        ties: &[(&'static str, RecordRef)],
        own: &Given,
        refs: &BTreeMap<(usize, usize), RecordRef>,
        place: usize,
    ) -> Option<RecordRef> {
        let register = &self.known.register;
        let (first, others) = ties.split_first()?;
        let describes = part.kind.described();
        let ties_agree = |at: &RecordRef| {
            others.iter().all(|(field, to)| {
                let value = register.get(*at).zip(describes.field(field));
                value.map(|(record, field)| (field.get)(record)) == Some(Value::Reference(*to))
            })
        };
        let found = naming(register, part, first.0, first.1).filter(ties_agree);
        if !part.repeats || !others.is_empty() {
            return found.into_iter().next();
        }
        let used: BTreeSet<_> = refs
            .iter()
            .filter(|((part, _), _)| *part == place)
            .map(|(_, at)| *at)
            .collect();
        let mut probe = Record::blank(part.kind);
        own.put_into(&mut probe);
        let title = describes.title.places();
        let same = |at: &RecordRef| {
            register.get(*at).is_some_and(|record| {
                title.iter().all(|place| {
                    let is_tie = describes.fields.get(*place).map(|it| it.name) == Some(first.0);
                    is_tie || describes.value(*place, record) == describes.value(*place, &probe)
                })
            })
        };
        found.filter(|at| !used.contains(at)).find(same)
    }

    /// The head of a row in the base, if it is there.
    pub(super) fn head(
        &mut self,
        number: usize,
        shape: &TableShape,
        given: &GivenRow,
        draft: &mut Draft,
    ) -> HeadFound {
        let empty = Given::default();
        let head = given.head().unwrap_or(&empty);
        let kind = shape.head();
        if kind == RecordKind::Person {
            let sought = Sought::of(shape, given, head, self.has_foreign(kind));
            return match sought.found(&mut self.known, self.terms.today) {
                FoundPerson::One(at) => HeadFound::One(at),
                FoundPerson::Renamed(at) => {
                    let stands = self.known.register.title(at).unwrap_or_default();
                    draft.find(given.name_column(), Finding::OtherName(stands));
                    HeadFound::One(at)
                }
                FoundPerson::Proposed(at) => HeadFound::Proposed(at),
                FoundPerson::None if sought.name.last.is_empty() => {
                    draft.find(given.name_column(), Finding::NoName);
                    HeadFound::Nobody
                }
                FoundPerson::None => {
                    let other = sought.born_otherwise(&mut self.known, self.terms.today);
                    if let Some(day) = other {
                        draft.find(given.name_column(), Finding::BornOtherwise(day));
                    }
                    HeadFound::None
                }
                FoundPerson::Unclear(finding) => {
                    draft.find(given.name_column(), finding);
                    HeadFound::Nobody
                }
            };
        }
        if shape.is_of_stays() {
            return self.line_of_stay(head, draft);
        }
        let mut wanted = self.begun(kind, head);
        head.put_into(&mut wanted);
        let register = &self.known.register;
        let year = |record: &Record| register.year_of_record(record).map(|(at, _)| at);
        let title = register.title_of(&wanted);
        let called = self.known.titles.called(register, kind, &title);
        if let Some(at) = head.id.map(|id| kind.at(id)) {
            let ours = !self.has_foreign(kind) && register.get(at).is_some();
            let found = self.known.by_file(at).or(ours.then_some(at));
            // A number of another school, one among many that agree: another has the title.
            if let Some(found) = found.filter(|at| called.is_empty() || called.contains(at)) {
                return HeadFound::One(found);
            }
        }
        let same_year = |at: &RecordRef| register.get(*at).map(&year) == Some(year(&wanted));
        let begins = |record: &Record| {
            let from = kind.described().field("from")?;
            Some((from.get)(record)).filter(|day| *day != Value::Empty)
        };
        // Of one title, but of other days.
        let other_days = |at: &RecordRef| match register.get(*at).map(&begins) {
            Some(Some(from)) => begins(&wanted).is_some_and(|day| day != from),
            _ => false,
        };
        let called = called.into_iter().filter(same_year);
        let called: Vec<_> = called.filter(|at| !other_days(at)).collect();
        let equal = called.iter().find(|at| register.get(**at) == Some(&wanted));
        let taken = |at: &RecordRef| self.taken.contains_key(&(number, *at));
        let free: Vec<_> = called.iter().copied().filter(|at| !taken(at)).collect();
        match (equal, free.as_slice()) {
            (Some(at), _) | (None, [at]) => HeadFound::One(*at),
            (None, []) => HeadFound::None,
            (None, several) => {
                draft.find(None, Finding::Several(kind, title, several.len()));
                HeadFound::Nobody
            }
        }
    }

    /// The person whom a record of the row names: one of those that such records name already, or
    /// one who is known by more than the name.
    #[expect(
        clippy::too_many_arguments,
        reason = "what names the person, and what is said of them"
    )]
    pub(super) fn named(
        &mut self,
        draft: &mut Draft,
        on: RecordRef,
        part: &Part,
        field: &'static str,
        by: &'static str,
        said: &Given,
        beside: Option<&Given>,
    ) -> Result<Option<RecordRef>, ()> {
        let sought = Sought::beside(said, beside, self.has_foreign(RecordKind::Person));
        if sought.name.last.is_empty() && said.id.is_none() {
            draft.find(
                said.first_column().or(beside.and_then(Given::first_column)),
                Finding::NoName,
            );
            return Err(());
        }
        let register = &self.known.register;
        let tied = naming(register, part, field, on).filter_map(|at| {
            let value = part.kind.described().field(by).zip(register.get(at));
            match value.map(|(field, record)| (field.get)(record)) {
                Some(Value::Reference(person)) => Some(person),
                _ => None,
            }
        });
        let key = match_key(&sought.name.to_string());
        let tied: Vec<_> = tied
            .filter(|at| {
                register
                    .title(*at)
                    .is_some_and(|title| match_key(&title) == key)
            })
            .collect();
        match sought.as_parent(&mut self.known, &tied) {
            FoundPerson::One(at) => Ok(Some(at)),
            FoundPerson::Renamed(at) => {
                let stands = self.known.register.title(at).unwrap_or_default();
                draft.find(said.first_column(), Finding::OtherName(stands));
                Ok(Some(at))
            }
            FoundPerson::Proposed(at) => {
                draft.find(said.first_column(), Finding::SameParent(at));
                Ok(Some(at))
            }
            FoundPerson::None => Ok(None),
            FoundPerson::Unclear(finding) => {
                draft.find(said.first_column(), finding);
                Err(())
            }
        }
    }
}

/// What was found of the head of a row.
pub(super) enum HeadFound {
    One(RecordRef),
    /// By the name alone.
    Proposed(RecordRef),
    /// It is new.
    None,
    /// It cannot be told; why is among the findings.
    Nobody,
}
