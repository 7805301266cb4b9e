//! A kind of work that marks are given for.

use super::agrees;
use crate::ids::WorkKindId;
use crate::mark::WorkKind;
use crate::register::Title;
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::{Asking, Found, Question};
use crate::register::{EffectKind, FieldKind, Kind, Record, RecordId, RecordKind, RecordRef};
use crate::validity::WEIGHT_LIMIT;
use serde::{Deserialize, Serialize};

/// What the register says of a kind of work (SGO154-3.1.8a); with its id it is a [`WorkKind`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkKindRecord {
    /// «Контрольная работа».
    pub title: String,
    /// As a column head: «Контр.».
    pub short: String,
    /// Weight of a new mark of this kind, 1 to 10.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10))]
    pub weight: u8,
    /// Days after the lesson to check and mark it, where the school allows more than the rule
    /// (SP14-8e).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking_days: Option<u16>,
}

impl WorkKindRecord {
    /// The kind of work as the journals know it.
    pub fn work_kind(&self, id: RecordId) -> WorkKind {
        WorkKind {
            id: WorkKindId(id.0),
            title: self.title.clone(),
            short: self.short.clone(),
            weight: self.weight,
            marking_days: self.marking_days,
        }
    }
}

fields! {
    WorkKind;
    title: FieldKind::Text { max: 80 },
        .required().unique_within(&[]).column(1, 36);
    short: FieldKind::Text { max: 12 },
        .required().unique_within(&[]).column(1, 12);
    weight: FieldKind::Number { least: 1, most: WEIGHT_LIMIT as i64 },
        .required().column(1, 4);
    marking_days: FieldKind::Number { least: 0, most: 60 },
        .column(1, 5);
}

/// Kinds of work.
pub static KIND: Kind = Kind {
    kind: RecordKind::WorkKind,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title, at::short],
    order: &[at::title],
    check: agrees,
    journals: InJournals {
        uses,
        last,
        means,
        ..InJournals::SHOWN
    },
};

fn uses(_: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Found {
    let kind = WorkKindId(at.id.0);
    asking.ask(Question::Marks { kind })
}

/// Without a kind of work no mark can be given.
fn last(gesture: &Gesture<'_>, at: RecordRef, _: &mut Asking<'_>) -> Option<Found> {
    (gesture.now.of(at.kind).count() == 1).then(Found::default)
}

fn means(at: RecordRef, was: &Record, is: &Record) -> Option<(EffectKind, Question)> {
    let (Record::WorkKind(was), Record::WorkKind(is)) = (was, is) else {
        return None;
    };
    let kind = WorkKindId(at.id.0);
    (was.weight != is.weight).then_some((
        EffectKind::KeepsWeight { work: at },
        Question::Marks { kind },
    ))
}
