//! Who teaches a journal.

use super::{Stay, stay_faults};
use crate::ids::{JournalId, PersonId};
use crate::register::field::{InJournals, fields};
use crate::register::value::choices;
use crate::register::{
    FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef, Register, Title,
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

impl TeachingRecord {
    /// Whether the person teaches the journal on the day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.stay().days().has(day)
    }

    fn stay(&self) -> Stay {
        Stay {
            from: self.from,
            until: self.until,
        }
    }
}

fields! {
    Teaching;
    journal: FieldKind::Reference(RecordKind::Journal),
        .required().column(1, 36);
    teacher: FieldKind::Reference(RecordKind::Person),
        .required().column(1, 32);
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
    check,
    journals: InJournals::SHOWN,
};

/// Within the journal's year, and the same person once on a day.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Teaching(teaching) = record else {
        return Vec::new();
    };
    let others = register.referring_to(teaching.journal.into());
    let others = others.filter_map(|other| match register.get(other)? {
        Record::Teaching(it) if other != at && it.teacher == teaching.teacher => {
            Some((other, it.stay()))
        }
        _ => None,
    });
    stay_faults(register, record, teaching.stay(), others)
}
