//! What a pupil still has to pass of a subject.

use super::twin;
use crate::ids::{PersonId, PupilId};
use crate::register::field::{InJournals, fields};
use crate::register::{
    DaySpan, EffectKind, Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef,
};
use crate::register::{Register, SubjectId, Title};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An academic debt and how it is cleared (SOLO2-4.5b, SOLO2-10.1-3b, SOLO2-10.1-3d). It outlives the
/// school year that it is of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DebtRecord {
    /// Whose.
    pub pupil: PupilId,
    /// In which subject.
    pub subject: SubjectId,
    /// The last day of the period or year that it is for.
    pub since: NaiveDate,
    /// The last day on which it may be cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// The day of the first attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<NaiveDate>,
    /// The day of the second one, before a commission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<NaiveDate>,
    /// The day on which it was cleared; none: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared: Option<NaiveDate>,
}

impl DebtRecord {
    /// Whether the pupil has it on the day.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.since <= day && self.cleared.is_none_or(|cleared| day < cleared)
    }
}

fields! {
    Debt;
    pupil: FieldKind::Reference(RecordKind::Person),
        .required().whose().learns().column(1, 24);
    subject: FieldKind::Reference(RecordKind::Subject),
        .required().column(1, 19);
    since: FieldKind::Day,
        .required().column(1, 10);
    due: FieldKind::Day,
        .column(1, 10);
    tried: FieldKind::Day,
        .column(3, 10);
    again: FieldKind::Day,
        .column(3, 10);
    cleared: FieldKind::Day,
        .column(1, 10);
}

/// Debts.
pub static KIND: Kind = Kind {
    kind: RecordKind::Debt,
    fields: FIELDS,
    title: Title::Parts(&[at::pupil, at::subject, at::since]),
    search: &[at::pupil, at::subject],
    order: &[at::pupil, at::subject, at::since],
    check,
    journals: InJournals {
        tells,
        ..InJournals::UNSEEN
    },
};

/// One of a subject for the same time, and its days follow one another.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Debt(debt) = record else {
        return Vec::new();
    };
    let later = |field, day: Option<NaiveDate>, than: NaiveDate| {
        let is_before = day.is_some_and(|day| day < than);
        is_before.then(|| FieldFault::new(field, Fault::EndsBeforeStart))
    };
    let untried = debt.again.is_some() && debt.tried.is_none();
    let faults = [
        twin(register, at, record, &[at::pupil, at::subject, at::since]),
        later("due", debt.due, debt.since),
        later("tried", debt.tried, debt.since),
        untried.then(|| FieldFault::new("tried", Fault::Required)),
        later("again", debt.again, debt.tried.unwrap_or(debt.since)),
        later("cleared", debt.cleared, debt.since),
    ];
    faults.into_iter().flatten().collect()
}

/// Whether it is of somebody who is, or was, a pupil.
fn tells(
    after: &Register,
    was: Option<&Record>,
    is: Option<&Record>,
) -> Vec<(EffectKind, DaySpan)> {
    let Some(Record::Debt(debt)) = is else {
        return Vec::new();
    };
    let stood = matches!(was, Some(Record::Debt(was)) if was.pupil == debt.pupil);
    // Where nobody's movement is known, nothing is known of who is a pupil.
    let knows = after.of(RecordKind::Movement).next().is_some();
    let person = debt.pupil.into();
    let told = knows && !stood && !after.is_pupil(debt.pupil);
    let days = DaySpan::new(debt.since, NaiveDate::MAX);
    let told = told.then_some((EffectKind::NoPupil { person }, days));
    told.into_iter().collect()
}

impl Register {
    /// Whether somebody is, or was, a pupil here: named in the book of movement.
    pub fn is_pupil(&self, person: PupilId) -> bool {
        let naming = self.naming(PersonId(person.0), RecordKind::Movement);
        naming.take(1).count() > 0
    }

    /// The debts of a pupil, cleared or not.
    pub fn debts(&self, pupil: PupilId) -> impl Iterator<Item = (RecordRef, &DebtRecord)> {
        let naming = self.referrers.of_kind(pupil.into(), RecordKind::Debt);
        naming.filter_map(|at| match self.get(at)? {
            Record::Debt(debt) => Some((at, debt)),
            _ => None,
        })
    }

    /// The subjects of which a pupil has a debt on a day, by title.
    pub fn owed(&self, pupil: PupilId, day: NaiveDate) -> Vec<String> {
        let open = self.debts(pupil).filter(|(_, debt)| debt.is_open(day));
        let titles = open.filter_map(|(_, debt)| self.title(debt.subject.into()));
        let titles: BTreeSet<String> = titles.collect();
        titles.into_iter().collect()
    }
}
