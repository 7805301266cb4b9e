//! Who teaches a journal.

use super::stay_faults;
use crate::ids::{JournalId, PersonId};
use crate::register::field::{InJournals, fields};
use crate::register::value::choices;
use crate::register::{
    DaySpan, EffectKind, FieldKind, Kind, Record, RecordKind, RecordRef, Register, Title,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choices! {
    /// How somebody teaches a journal.
    pub enum TeachingPart {
        /// As its teacher, who is named in lists.
        #[default]
        Main = "main" ["основной"],
        /// Beside the main one.
        Second = "second" ["второй", "ассистент"],
        /// In place of the main one, for long.
        Temporary = "temporary" ["временно", "временно замещает"],
    }
}

/// From when until when somebody teaches a journal (SOLO2-4.6e). A lesson or two are a substitution
/// of those lessons and stand there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeachingRecord {
    /// The journal.
    pub journal: JournalId,
    /// The teacher.
    pub teacher: PersonId,
    /// How.
    #[serde(default)]
    pub part: TeachingPart,
    /// First day; none: from the year's start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day; none: to the year's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

fields! {
    Teaching;
    journal: FieldKind::Reference(RecordKind::Journal),
        .required().column(1, 36);
    teacher: FieldKind::Reference(RecordKind::Person),
        .required().works().column(1, 32);
    part: FieldKind::Choice(TeachingPart::CHOICES),
        .required().column(2, 10);
    from: FieldKind::Day,
        .column(2, 10);
    until: FieldKind::Day,
        .column(2, 10);
}

/// Who teaches whom what.
pub static KIND: Kind = Kind {
    kind: RecordKind::Teaching,
    fields: FIELDS,
    title: Title::Parts(&[at::journal, at::teacher]),
    search: &[at::journal, at::teacher],
    order: &[at::journal, at::part, at::from],
    // Within the journal's year, and the same person once on a day.
    check: stay_faults,
    journals: InJournals {
        tells,
        ..InJournals::SHOWN
    },
};

/// Whether who teaches is among the teachers of the subject (SP14-T2.7a).
fn tells(
    after: &Register,
    was: Option<&Record>,
    is: Option<&Record>,
) -> Vec<(EffectKind, DaySpan)> {
    let Some(Record::Teaching(it)) = is else {
        return Vec::new();
    };
    let said = |it: &TeachingRecord| (it.journal, it.teacher);
    if matches!(was, Some(Record::Teaching(was)) if said(was) == said(it)) {
        return Vec::new();
    }
    let Some(Record::Journal(journal)) = after.get(it.journal.into()) else {
        return Vec::new();
    };
    let (teacher, subject) = (it.teacher.into(), journal.subject.into());
    let linked = after.may_teach(it.teacher, journal.subject);
    let unlinked = EffectKind::TeacherUnlinked { teacher, subject };
    let told = (!linked).then(|| (unlinked, it.days()));
    told.into_iter().collect()
}

impl Register {
    /// Who teaches a journal on a day.
    pub fn teachings_on(
        &self,
        journal: JournalId,
        day: NaiveDate,
    ) -> Vec<(RecordRef, &TeachingRecord)> {
        let naming = self.referrers.of_kind(journal.into(), RecordKind::Teaching);
        let teachings = naming.filter_map(|at| match self.get(at)? {
            Record::Teaching(it) if it.holds(day) => Some((at, it)),
            _ => None,
        });
        teachings.collect()
    }
}
