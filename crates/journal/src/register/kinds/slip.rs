//! That somebody was given sign-in data on paper.

use super::in_order;
use crate::ids::PersonId;
use crate::register::field::{InJournals, fields};
use crate::register::{DaySpan, Fault, FieldFault, FieldKind, Kind, Record, RecordKind, Title};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A slip with a start password that was given out, and that it was signed for (SGO154P-1.2.1,
/// SGO154P-1.2.2, SGO154P-1.4.4). It outlives the access log, and holds neither login nor password.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlipRecord {
    /// To whom.
    pub person: PersonId,
    /// On which day.
    pub given: NaiveDate,
    /// By whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// The day of the signature on the sheet; none: it has not come back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<NaiveDate>,
}

fields! {
    Slip;
    person: FieldKind::Reference(RecordKind::Person),
        .required().whose().column(1, 30);
    given: FieldKind::Day,
        .required().column(1, 10);
    by: FieldKind::Reference(RecordKind::Person),
        .column(1, 22);
    signed: FieldKind::Day,
        .column(1, 10);
}

/// Slips.
pub static KIND: Kind = Kind {
    kind: RecordKind::Slip,
    fields: FIELDS,
    title: Title::Parts(&[at::person, at::given]),
    search: &[at::person, at::by],
    order: &[at::person, at::given],
    // Nobody signs before it is given.
    check: |_, _, record| {
        let days = match record {
            Record::Slip(SlipRecord {
                given,
                signed: Some(signed),
                ..
            }) => DaySpan::new(*given, *signed),
            _ => return Vec::new(),
        };
        let fault = in_order(days).map(|_| FieldFault::new("signed", Fault::EndsBeforeStart));
        fault.into_iter().collect()
    },
    journals: InJournals::UNSEEN,
};
