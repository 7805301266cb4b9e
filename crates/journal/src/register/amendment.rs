//! An [`Amendment`]: the only way a record moves.

use super::field::Field;
use super::record::{Record, RecordKind, RecordRef};
use super::value::Value;
use crate::ids::{BreachId, ChangeId, GestureId};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One record made, changed or removed. Unique for ever by its id; never altered, never erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Amendment {
    /// Made by the client, `UUIDv7`; changes and amendments share one space of ids.
    pub id: ChangeId,
    /// The gesture it belongs to: a form written, a file imported.
    pub gesture: GestureId,
    /// When it was made: the client's clock, corrected by the offset of the last contact.
    pub made_at: Timestamp,
    /// Which record.
    pub record: RecordRef,
    /// What is expected to stand there; none: nothing, the record is made. Always said, as
    /// `wanted` is: a forgotten one must not remove a record.
    #[serde(deserialize_with = "Deserialize::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub expected: Option<Record>,
    /// What is wanted there; none: the record is removed.
    #[serde(deserialize_with = "Deserialize::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub wanted: Option<Record>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<AmendmentGround>,
}

/// Longest number of an order, in characters.
pub const ORDER_NUMBER_LIMIT: usize = 40;
/// Longest name of an imported file, in characters.
pub const FILE_LIMIT: usize = 200;
/// Longest note, in characters.
pub const NOTE_LIMIT: usize = 500;

/// Why a record is amended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum AmendmentGround {
    /// By an order of the school.
    Order {
        /// Its number, with its series: «12-у».
        #[cfg_attr(feature = "openapi", schema(max_length = 40))]
        number: String,
        /// The day of the document.
        date: NaiveDate,
    },
    /// From a table, in a gesture taken whole: what was set so, a later table may set anew without
    /// asking.
    Import {
        /// The name of its file.
        #[cfg_attr(feature = "openapi", schema(max_length = 200))]
        file: String,
        /// The row, as the program of the table counts it.
        row: u32,
    },
    /// In the writer's words: a request, a mistake mended.
    Note {
        /// The words.
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        text: String,
    },
    /// It takes a gesture back, as far as nothing came after it; the server alone says so.
    Undo {
        /// That gesture.
        of: GestureId,
    },
    /// It takes back what was made under an account whose sign-in data had got known, as far as
    /// nothing came after it (SGO154-5.4); the server alone says so.
    Breach {
        /// The report of it.
        breach: BreachId,
    },
}

/// One field of an amended record: what it said and what it will say.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct FieldStep {
    pub field: &'static Field,
    pub was: Value,
    pub now: Value,
}

impl Amendment {
    /// The fields that it changes.
    pub fn steps(&self) -> Vec<FieldStep> {
        FieldStep::between(
            self.record.kind,
            self.expected.as_ref(),
            self.wanted.as_ref(),
        )
    }
}

impl FieldStep {
    /// The fields in which a record differs from what it was, in the order of the form. All that
    /// say something, where the record is made or removed.
    pub fn between(kind: RecordKind, was: Option<&Record>, is: Option<&Record>) -> Vec<Self> {
        let said = |record: Option<&Record>, field: &Field| {
            record.map_or(Value::Empty, |record| (field.get)(record))
        };
        let fields = kind.described().fields.iter();
        let steps = fields.map(|field| Self {
            field,
            was: said(was, field),
            now: said(is, field),
        });
        steps.filter(|step| step.was != step.now).collect()
    }
}
