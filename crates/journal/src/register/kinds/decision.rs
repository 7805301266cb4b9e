//! What was decided of a request.

use crate::register::field::{InJournals, fields};
use crate::register::value::choices;
use crate::register::{
    FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef, Register, RequestId, Title,
};
use serde::{Deserialize, Serialize};

choices! {
    /// What was decided.
    pub enum Decided {
        /// It is granted.
        #[default]
        Granted = "granted" ["удовлетворить", "да"],
        /// It is not.
        Declined = "declined" ["отказать", "нет"],
    }
}

/// A decision, which is made once and stays (SGO154P-1.5.12a). Whose it was and when, the log says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionRecord {
    /// Of which request.
    pub request: RequestId,
    /// What.
    pub decided: Decided,
    /// What is said with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

fields! {
    Decision;
    request: FieldKind::Reference(RecordKind::Request),
        .required().column(1, 40);
    decided: FieldKind::Choice(Decided::CHOICES),
        .required().chosen().column(1, 14);
    note: FieldKind::Text { max: 200 },
        .column(2, 24);
}

/// Decisions. One opens a journal to a teacher.
pub static KIND: Kind = Kind {
    kind: RecordKind::Decision,
    fields: FIELDS,
    title: Title::Parts(&[at::request, at::decided]),
    search: &[at::request, at::note],
    order: &[at::request],
    check,
    journals: InJournals::SHOWN,
};

/// A request is decided once.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let twin = super::twin(register, at, record, &[at::request]);
    twin.into_iter().collect()
}
