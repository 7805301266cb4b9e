//! A taught subject.

use super::agrees;
use crate::register::Title;
use crate::register::field::{InJournals, fields};
use crate::register::material::Question;
use crate::register::{EffectKind, FieldKind, Kind, Record, RecordId, RecordKind, RecordRef};
use crate::school::Subject;
use serde::{Deserialize, Serialize};

/// What the register says of a subject (SP14-T2.6c); [`Subject`] is the line of it that the
/// journals show.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubjectRecord {
    /// «Иностранный язык (английский)».
    pub title: String,
    /// Where there is little room: «Англ. яз.»; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub short: String,
}

impl SubjectRecord {
    /// The subject as the journals show it.
    pub fn subject(&self, id: RecordId) -> Subject {
        Subject {
            id: id.0,
            title: self.title.clone(),
        }
    }
}

fields! {
    Subject;
    title: FieldKind::Text { max: 120 },
        .required().unique_within(&[]).column(1, 50);
    short: FieldKind::Text { max: 20 },
        .column(1, 14);
}

/// Subjects.
pub static KIND: Kind = Kind {
    kind: RecordKind::Subject,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title, at::short],
    order: &[at::title],
    check: agrees,
    journals: InJournals {
        means,
        ..InJournals::SHOWN
    },
};

fn means(at: RecordRef, was: &Record, is: &Record) -> Option<(EffectKind, Question)> {
    let (Record::Subject(was), Record::Subject(is)) = (was, is) else {
        return None;
    };
    let subject = at.id.0;
    (was.title != is.title).then_some((
        EffectKind::Renames { subject: at },
        Question::Subject { subject },
    ))
}
