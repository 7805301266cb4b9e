//! Cards of the pupils of classes: what each lacks, when it was held against the facts last, and
//! whether that has to be done again.

use super::record::{Record, RecordKind, RecordRef};
use super::{Register, Veil};
use crate::ids::{ClassId, PersonId, PupilId};
use crate::person::PersonName;
use crate::regulation::{CardClause, CardOf, Obligation, Regulation};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The card of a pupil with those of the parents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardLine {
    /// Whose.
    pub pupil: PersonId,
    /// Their name.
    pub name: PersonName,
    /// The class of the day.
    pub class: ClassId,
    /// What it lacks by the regulation, nothing twice: of the pupil first.
    pub lacks: Vec<Lack>,
    /// When it was checked last, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<NaiveDate>,
    /// Who checked it; none also if it came with the school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonName>,
    /// Whether something in it was changed since.
    pub changed: bool,
    /// The last day for the next check, where the regulation says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// By how many working days it is late.
    pub late: usize,
}

/// What a card lacks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lack {
    /// Whose card.
    pub of: CardOf,
    /// `consent`, `parent`: there is none; else the field of the details that is empty.
    pub what: String,
}

/// The cards of a class, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassCards {
    /// Which class.
    pub class: ClassId,
    /// What it is called.
    pub title: String,
    /// Who is responsible (SGO154-6.2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teacher: Option<PersonName>,
    /// Pupils.
    pub pupils: usize,
    /// Those whose cards lack something.
    pub incomplete: usize,
    /// The day of the oldest of the last checks; none: some card was never checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<NaiveDate>,
    /// Cards that are to be checked: never yet, changed since, or the term is over.
    pub unchecked: usize,
    /// By how many working days the latest is late.
    pub late: usize,
}

impl CardLine {
    /// Whether it is to be checked.
    pub fn asks(&self) -> bool {
        self.checked.is_none() || self.changed || self.late > 0
    }
}

/// When records were written: what the register does not say of itself.
#[derive(Debug, Clone, Default)]
pub struct AmendedAt {
    /// The place of each record's last amendment in the order of commits; a record that came with
    /// the school has none.
    pub at: BTreeMap<RecordRef, i64>,
    /// When a check came, and from whom.
    pub checks: BTreeMap<RecordRef, (NaiveDate, Option<PersonName>)>,
    /// The place of the last removal of a record from somebody's card.
    pub removed: BTreeMap<PersonId, i64>,
}

impl Register {
    /// The cards of everybody who is in a class on the day, by class and name.
    pub fn cards(
        &self,
        regulation: &Regulation,
        day: NaiveDate,
        written: &AmendedAt,
    ) -> Vec<CardLine> {
        let days = self.work_days();
        let term = regulation.term(Obligation::CardCheck);
        let of_class = |pupil: PupilId| {
            let stints = self.stints(pupil);
            let mut stints = stints.iter().filter(|stint| self.counts_on(stint, day));
            stints.find(|stint| stint.days().has(day)).cloned()
        };
        let pupils = self.moved_pupils().into_iter();
        let lines = pupils.filter_map(|pupil| {
            let stint = of_class(pupil)?;
            let person = PersonId::from(pupil);
            let last = self.last_check(person, written);
            let (checked, by, seq) = match last {
                Some((day, by, seq)) => (Some(day), by, Some(seq)),
                None => (None, None, None),
            };
            // Whoever came in the middle of the year is checked first then.
            let from = checked.unwrap_or(stint.from);
            let due = term.and_then(|set| set.term.last_day(from, &days));
            Some(CardLine {
                pupil: person,
                name: self.name_of(person),
                class: stint.class,
                lacks: self.lacks(pupil, regulation, day),
                checked,
                by,
                changed: seq.is_some_and(|seq| self.card_changed_after(pupil, seq, written)),
                due,
                late: due.map_or(0, |due| days.since(due, day)),
            })
        });
        let mut lines: Vec<_> = lines.collect();
        let title = |line: &CardLine| self.title(line.class.into()).unwrap_or_default();
        lines.sort_by_cached_key(|line| (super::faces::chunks(&title(line)), line.name.sort_key()));
        lines
    }

    /// The same, class by class, with who is class teacher on the day.
    pub fn class_cards(&self, lines: &[CardLine], day: NaiveDate) -> Vec<ClassCards> {
        let mut classes: Vec<ClassCards> = Vec::new();
        for line in lines {
            if classes.last().is_none_or(|last| last.class != line.class) {
                let teacher = self.class_teacher_on(line.class, day);
                classes.push(ClassCards {
                    class: line.class,
                    title: self.title(line.class.into()).unwrap_or_default(),
                    teacher: teacher.map(|(_, it)| self.name_of(it.teacher)),
                    pupils: 0,
                    incomplete: 0,
                    checked: line.checked,
                    unchecked: 0,
                    late: 0,
                });
            }
            if let Some(class) = classes.last_mut() {
                class.pupils += 1;
                class.incomplete += usize::from(!line.lacks.is_empty());
                // None is older than any.
                class.checked = class.checked.min(line.checked);
                class.unchecked += usize::from(line.asks());
                class.late = class.late.max(line.late);
            }
        }
        classes
    }

    fn last_check(
        &self,
        person: PersonId,
        written: &AmendedAt,
    ) -> Option<(NaiveDate, Option<PersonName>, i64)> {
        let checks = self
            .referring_to(person.into())
            .filter_map(|at| match self.get(at)? {
                Record::CardCheck(check) => {
                    let seq = written.at.get(&at).copied().unwrap_or_default();
                    let came = written.checks.get(&at);
                    // Nobody has checked anything before or after it is said.
                    let on = came.map_or(check.on, |(came, _)| check.on.min(*came));
                    Some((on, came.and_then(|(_, by)| by.clone()), seq))
                }
                _ => None,
            });
        checks.max_by_key(|(_, _, seq)| *seq)
    }

    fn card_changed_after(&self, pupil: PupilId, seq: i64, written: &AmendedAt) -> bool {
        let person = PersonId::from(pupil);
        let parents = self.represented(person).map(|it| it.parent);
        let people: Vec<_> = std::iter::once(person).chain(parents).collect();
        let is_later = |at: &RecordRef| written.at.get(at).is_some_and(|it| *it > seq);
        people.into_iter().any(|of| {
            let removed = written.removed.get(&of).is_some_and(|it| *it > seq);
            let naming = self.referring_to(of.into()).filter(|at| match at.kind {
                RecordKind::PersonDetails => true,
                // A parent's other children are on other cards.
                RecordKind::Guardianship | RecordKind::Movement => of == person,
                _ => false,
            });
            removed || is_later(&of.into()) || naming.into_iter().any(|at| is_later(&at))
        })
    }

    fn represented(&self, pupil: PersonId) -> impl Iterator<Item = &super::GuardianshipRecord> {
        let naming = self.naming(pupil, RecordKind::Guardianship);
        naming.filter_map(move |record| match record {
            Record::Guardianship(it) if PersonId::from(it.pupil) == pupil => Some(it),
            _ => None,
        })
    }

    fn lacks(&self, pupil: PupilId, regulation: &Regulation, day: NaiveDate) -> Vec<Lack> {
        let person = PersonId::from(pupil);
        let parents: Vec<PersonId> = self
            .represented(person)
            .filter(|it| it.holds(day))
            .map(|it| it.parent)
            .collect();
        let lack = |of, what: &str| Lack {
            of,
            what: what.to_owned(),
        };
        let mut lacks = Vec::new();
        for clause in &regulation.cards {
            match clause.of {
                CardOf::Pupil => {
                    let fields = self.empty_of(person, clause);
                    lacks.extend(fields.map(|field| lack(CardOf::Pupil, field)));
                }
                CardOf::Parent if parents.is_empty() => {
                    lacks.push(lack(CardOf::Parent, "parent"));
                }
                // One of them is enough (SGO154P-1.4.1b).
                CardOf::Parent => {
                    let of_each = parents.iter().map(|parent| self.empty_of(*parent, clause));
                    let least = of_each
                        .map(Iterator::collect::<Vec<_>>)
                        .min_by_key(Vec::len);
                    let least = least.unwrap_or_default().into_iter();
                    lacks.extend(least.map(|field| lack(CardOf::Parent, field)));
                }
            }
        }
        if regulation.consents.is_some() {
            let bare = |who: &PersonId| !self.has_consent(*who, Veil::Personal, day);
            lacks.extend(bare(&person).then(|| lack(CardOf::Pupil, "consent")));
            lacks.extend(
                parents
                    .iter()
                    .any(bare)
                    .then(|| lack(CardOf::Parent, "consent")),
            );
        }
        lacks.sort();
        lacks
    }

    /// The fields that a clause wants and the details of somebody do not say.
    fn empty_of<'c>(
        &self,
        person: PersonId,
        clause: &'c CardClause,
    ) -> impl Iterator<Item = &'c str> + use<'c, '_> {
        let kind = RecordKind::PersonDetails;
        let details = self.naming(person, kind).next();
        let needs = clause.needs.iter().map(String::as_str);
        needs.filter(move |name| {
            let field = kind.described().field(name);
            let said = field
                .zip(details)
                .map(|(field, details)| (field.get)(details));
            said.is_none_or(|said| said == super::Value::Empty)
        })
    }
}
