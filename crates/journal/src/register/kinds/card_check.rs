//! That the card of a person was held against the facts.

use super::agrees;
use crate::ids::PersonId;
use crate::register::field::{InJournals, fields};
use crate::register::{FieldKind, Kind, RecordKind, Title};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A check of a card, with those of a pupil's parents (SOLO2-6.7a, SGO154-3.2.2b); who did it, the
/// log says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardCheckRecord {
    /// Whose card.
    pub person: PersonId,
    /// The day of the check.
    pub on: NaiveDate,
}

fields! {
    CardCheck;
    person: FieldKind::Reference(RecordKind::Person),
        .required().whose().column(1, 40);
    on: FieldKind::Day,
        .required().column(1, 10);
}

/// Checks of cards.
pub static KIND: Kind = Kind {
    kind: RecordKind::CardCheck,
    fields: FIELDS,
    title: Title::Parts(&[at::person, at::on]),
    search: &[at::person],
    order: &[at::person, at::on],
    check: agrees,
    journals: InJournals::UNSEEN,
};
