//! A room of a building.

use super::{KEEPERS, STAFF, agrees};
use crate::register::field::fields;
use crate::register::{BuildingId, FieldKind, Kind, RecordKind};
use serde::{Deserialize, Serialize};

/// A room or a place where lessons are given (SP14-T2.6b).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Room {
    /// The building.
    pub building: BuildingId,
    /// Its number or name: «21», «Спортивный зал».
    pub title: String,
    /// How many pupils it seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u16>,
    /// The floor; below 0 for a basement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<i8>,
}

fields! {
    Room;
    title: FieldKind::Text { max: 40 },
        .required().unique_within(&[at::building]).column(1, 16)
        .csv(&["Кабинет", "№ кабинета", "Номер", "Аудитория"]);
    building: FieldKind::Reference(RecordKind::Building),
        .required().column(1, 24).csv(&["Здание", "Корпус"]);
    seats: FieldKind::Number { least: 1, most: 2_000 },
        .column(1, 6).csv(&["Мест", "Вместимость"]);
    floor: FieldKind::Number { least: -5, most: 100 },
        .column(1, 5).csv(&["Этаж"]);
}

/// Rooms.
pub static KIND: Kind = Kind {
    kind: RecordKind::Room,
    fields: FIELDS,
    title: &[at::title, at::building],
    finds_by: &[at::title],
    search: &[at::title, at::building],
    order: &[at::building, at::title],
    read: STAFF,
    write: KEEPERS,
    check: agrees,
};
