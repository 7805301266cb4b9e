//! That somebody may write what a window has closed.

use super::in_order;
use crate::ids::{JournalId, PersonId};
use crate::register::field::{InJournals, fields};
use crate::register::{
    DaySpan, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef, Register, Title,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// That a journal is open to one of its teachers on some days although windows of its regulation have
/// closed (SP14-13f, SGO154P-1.5.2b). A year that is closed stays so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnlockRecord {
    /// The journal.
    pub journal: JournalId,
    /// To whom.
    pub teacher: PersonId,
    /// First day on which it is open.
    pub starts: NaiveDate,
    /// Last day.
    pub ends: NaiveDate,
    /// Why.
    pub ground: String,
}

impl UnlockRecord {
    /// Its days.
    pub fn days(&self) -> DaySpan {
        DaySpan::new(self.starts, self.ends)
    }
}

fields! {
    Unlock;
    journal: FieldKind::Reference(RecordKind::Journal),
        .required().column(1, 30);
    teacher: FieldKind::Reference(RecordKind::Person),
        .required().works().column(1, 24);
    starts: FieldKind::Day,
        .required().column(1, 10);
    ends: FieldKind::Day,
        .required().column(1, 10);
    ground: FieldKind::Text { max: 200 },
        .required().column(2, 30);
}

/// Unlocks.
pub static KIND: Kind = Kind {
    kind: RecordKind::Unlock,
    fields: FIELDS,
    title: Title::Parts(&[at::journal, at::teacher, at::starts]),
    search: &[at::journal, at::teacher, at::ground],
    order: &[at::starts],
    check,
    journals: InJournals::SHOWN,
};

fn check(_: &Register, _: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Unlock(unlock) = record else {
        return Vec::new();
    };
    in_order(unlock.days()).into_iter().collect()
}
