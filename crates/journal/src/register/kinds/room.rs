//! A room of a building.

use super::agrees;
use crate::register::Title;
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::{Asking, Found, Question};
use crate::register::plan::Follow;
use crate::register::{BuildingId, Fault, FieldFault, FieldKind, Kind, Record, RecordKind};
use crate::register::{RecordRef, Register};
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
}

fields! {
    Room;
    title: FieldKind::Text { max: 40 },
        .required().unique_within(&[at::building]).column(1, 16);
    building: FieldKind::Reference(RecordKind::Building),
        .required().column(1, 24);
    seats: FieldKind::Number { least: 1, most: 2_000 },
        .column(1, 6);
    floor: FieldKind::Number { least: -5, most: 100 },
        .column(1, 5);
}

/// Rooms.
pub static KIND: Kind = Kind {
    kind: RecordKind::Room,
    fields: FIELDS,
    title: Title::Parts(&[at::title, at::building]),
    search: &[at::title, at::building],
    order: &[at::building, at::title],
    check: agrees,
    journals: InJournals {
        confused,
        uses,
        follows,
        ..InJournals::SHOWN
    },
};

/// A room of another building has the title, and lessons to come name either of the two by it or
/// by what they were called before: nobody could tell any more in which of them those lessons are.
fn confused(
    gesture: &Gesture<'_>,
    at: RecordRef,
    wanted: &Record,
    asking: &mut Asking<'_>,
) -> Option<FieldFault> {
    let wanted = title(Some(wanted))?;
    if title(gesture.now.get(at)) == Some(wanted) {
        return None;
    }
    let mut others = gesture.now.rooms_called(wanted).filter(|it| *it != at);
    let with = others.next()?;
    let fault = || FieldFault::new("title", Fault::NotUnique { with });
    let found = named(gesture, &[at, with], asking);
    (!found.is_empty()).then(fault)
}

/// As long as another room has the title, lessons name that one.
fn uses(gesture: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Found {
    match gesture.now.get(at) {
        Some(Record::Room(room)) if gesture.now.rooms_called(&room.title).count() > 1 => {
            Found::default()
        }
        _ => named(gesture, &[at], asking),
    }
}

/// What is found of the first title, of those that the rooms have and had, that lessons to come
/// name.
fn named(gesture: &Gesture<'_>, rooms: &[RecordRef], asking: &mut Asking<'_>) -> Found {
    let stand = rooms.iter();
    let stand = stand.flat_map(|at| [gesture.now.get(*at), gesture.before.get(*at)]);
    let titles: BTreeSet<_> = stand.filter_map(title).collect();
    // All are asked before one is answered, so that the caller is asked once.
    let found = titles.into_iter().map(|title| {
        let title = title.clone();
        asking.ask(Question::Room { title })
    });
    let found: Vec<_> = found.collect();
    let mut found = found.into_iter();
    found.find(|found| !found.is_empty()).unwrap_or_default()
}

fn title(record: Option<&Record>) -> Option<&String> {
    match record {
        Some(Record::Room(room)) => Some(&room.title),
        _ => None,
    }
}

/// Lessons to come are in the room by its new name, unless another has the old one.
fn follows(now: &Register, was: &Record, is: &Record) -> Option<Follow> {
    let (was, is) = (title(Some(was))?, title(Some(is))?);
    let alone = now.rooms_called(was).count() == 1;
    (was != is && alone).then(|| Follow::RoomRenamed {
        was: was.clone(),
        now: is.clone(),
    })
}
