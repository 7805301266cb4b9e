//! A room of a building.

use super::{KEEPERS, STAFF, agrees};
use crate::register::field::fields;
use crate::register::material::{Asking, Found, Question};
use crate::register::{BuildingId, FieldKind, Kind, Record, RecordKind, RecordRef, Register};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

impl Register {
    /// The rooms of all buildings that have this title, letter for letter.
    pub fn rooms_called(&self, title: &str) -> impl Iterator<Item = RecordRef> {
        let rooms = self.unique.saying(RecordKind::Room, at::title, title);
        rooms.filter(
            move |at| matches!(self.get(*at), Some(Record::Room(room)) if room.title == title),
        )
    }

    /// The room that has the title in another building, if lessons to come name either of the two
    /// by it or by what they were called in `before`: nobody could tell any more in which of them
    /// those lessons are.
    pub(in crate::register) fn room_confused(
        &self,
        before: &Self,
        at: RecordRef,
        room: &Room,
        asking: &mut Asking<'_>,
    ) -> Option<RecordRef> {
        if matches!(self.get(at), Some(Record::Room(now)) if now.title == room.title) {
            return None;
        }
        let with = self.rooms_called(&room.title).find(|other| *other != at)?;
        let used = self.lessons_in(before, &[at, with], asking);
        used.is_some_and(|found| !found.is_empty()).then_some(with)
    }

    /// What is found of the first title, of those that the rooms have and had in `before`, that
    /// lessons to come name.
    pub(in crate::register) fn lessons_in<'a>(
        &self,
        before: &Self,
        rooms: &[RecordRef],
        asking: &mut Asking<'a>,
    ) -> Option<&'a Found> {
        let stand = rooms.iter().flat_map(|at| [self.get(*at), before.get(*at)]);
        let titles: BTreeSet<_> = stand
            .filter_map(|record| match record {
                Some(Record::Room(room)) => Some(&room.title),
                _ => None,
            })
            .collect();
        // All are asked before one is answered, so that the caller is asked once.
        let found = titles.into_iter().map(|title| {
            let title = title.clone();
            asking.ask(Question::Room { title })
        });
        let found: Vec<_> = found.flatten().collect();
        found.into_iter().find(|found| !found.is_empty())
    }
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
