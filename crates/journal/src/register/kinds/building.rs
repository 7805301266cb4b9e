//! A building of the school.

use super::agrees;
use crate::register::Title;
use crate::register::field::{InJournals, fields};
use crate::register::{FieldKind, Kind, RecordKind};
use serde::{Deserialize, Serialize};

/// A building (SP14-T2.6a).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Building {
    /// «Главный корпус».
    pub title: String,
    /// Where it stands; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
}

fields! {
    Building;
    title: FieldKind::Text { max: 60 },
        .required().unique_within(&[]).column(1, 30);
    address: FieldKind::Text { max: 200 },
        .column(1, 40);
}

/// Buildings.
pub static KIND: Kind = Kind {
    kind: RecordKind::Building,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title, at::address],
    order: &[at::title],
    check: agrees,
    journals: InJournals::UNSEEN,
};
