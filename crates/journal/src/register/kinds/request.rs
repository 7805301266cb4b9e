//! What a teacher asks for where the regulation lets somebody else decide.

use crate::ids::{JournalId, PersonId};
use crate::register::field::{InJournals, fields};
use crate::register::value::choices;
use crate::register::{
    DaySpan, Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef, Register, Title,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choices! {
    /// What is asked for.
    pub enum Asks {
        /// To replace marks that were set by mistake, as the lines of the request say.
        #[default]
        Correction = "correction" ["исправление отметок"],
        /// To open a journal whose window has closed.
        Unlock = "unlock" ["открытие журнала"],
    }
}

/// An explanatory note (SGO154P-1.5.12): who asks, of which class and subject, for which day, why. What
/// is to be changed stands in its lines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestRecord {
    /// Who asks.
    pub teacher: PersonId,
    /// Of which journal: the class and the subject.
    pub journal: JournalId,
    /// For what.
    pub asks: Asks,
    /// The day on which changes are to be made; of an unlock its first.
    pub day: NaiveDate,
    /// Of an unlock the last day; none: the first alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

impl RequestRecord {
    /// The days that it is for.
    pub fn days(&self) -> DaySpan {
        DaySpan::new(self.day, self.until.unwrap_or(self.day))
    }
}

fields! {
    Request;
    teacher: FieldKind::Reference(RecordKind::Person),
        .required().works().column(1, 20);
    journal: FieldKind::Reference(RecordKind::Journal),
        .required().column(1, 22);
    asks: FieldKind::Choice(Asks::CHOICES),
        .required().column(2, 20);
    day: FieldKind::Day,
        .required().column(1, 10);
    until: FieldKind::Day,
        .column(3, 10);
    reason: FieldKind::Text { max: 400 },
        .required().column(1, 22);
}

/// Requests.
pub static KIND: Kind = Kind {
    kind: RecordKind::Request,
    fields: FIELDS,
    title: Title::Parts(&[at::journal, at::teacher, at::day]),
    search: &[at::teacher, at::journal, at::reason],
    order: &[at::day, at::teacher],
    check,
    journals: InJournals {
        // It stays as it was decided upon.
        confused: |gesture, at, record, _| {
            let fault = gesture.now.kept_by_decision(at, record, at)?;
            Some(FieldFault::new("reason", fault))
        },
        ..InJournals::UNSEEN
    },
};

/// Its days follow one another.
fn check(_: &Register, _: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Request(request) = record else {
        return Vec::new();
    };
    let until = match (request.asks, request.until) {
        (Asks::Correction, Some(_)) => Some(Fault::NotForThat),
        (_, Some(until)) if until < request.day => Some(Fault::EndsBeforeStart),
        _ => None,
    };
    let until = until.map(|fault| FieldFault::new("until", fault));
    until.into_iter().collect()
}
