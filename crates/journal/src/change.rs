//! A [`Change`]: the only way anything in a journal moves.

mod cells;

pub use cells::{Cell, Content, Edit};

use crate::ids::{BreachId, ChangeId, GestureId};
use crate::place::SheetId;
use crate::register::RequestId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One change of one cell. Unique for ever by its id; never altered, never erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Made by the client, `UUIDv7`.
    pub id: ChangeId,
    /// The gesture it belongs to.
    pub gesture: GestureId,
    /// When it was made: the client's clock, corrected by the offset of the last contact.
    pub made_at: Timestamp,
    /// The sheet it changes.
    pub sheet: SheetId,
    /// What it changes, from what, to what.
    pub edit: Edit,
    /// Why it is allowed although the rule alone would not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// What the writer saw in the cell that is [read together](Cell::beside) with this one, if
    /// there is one: who did not see that an absence got a reason does not mean to end it. It is
    /// for the judgement alone, and no part of what the log keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Content>,
    /// The earlier change of the same device and cell from which this one goes on, if it takes that
    /// one back or its writer had not heard what became of it: another may have said the same. It
    /// is for the judgement alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ChangeId>,
}

/// A ground that a rule asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Ground {
    /// The writer substitutes the lesson's teacher.
    Substitution,
    /// It undoes or settles an earlier change: «задано второй стороной», undo of something sent.
    Settles {
        /// That change.
        change: ChangeId,
    },
    /// A request that was granted asks for it.
    Request {
        /// That request.
        request: RequestId,
    },
    /// It takes back what was written under an account whose sign-in data had got known
    /// (SGO154-5.4); the server alone says so.
    Breach {
        /// The report of it.
        breach: BreachId,
    },
}

/// From what to what. Both are always said: a forgotten `new` must not empty a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FromTo<T> {
    /// The value expected in the cell.
    #[serde(deserialize_with = "Deserialize::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub old: T,
    /// The value wanted in the cell.
    #[serde(deserialize_with = "Deserialize::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub new: T,
}

impl<T> FromTo<T> {
    /// From `old` to `new`.
    pub fn new(old: T, new: T) -> Self {
        Self { old, new }
    }

    fn inverse(self) -> Self {
        Self {
            old: self.new,
            new: self.old,
        }
    }
}

impl Change {
    /// The change that takes this one back: a new record, since nothing is ever erased.
    #[must_use]
    pub fn invert(&self, id: ChangeId, gesture: GestureId, made_at: Timestamp) -> Self {
        Self {
            id,
            gesture,
            made_at,
            sheet: self.sheet,
            edit: self.edit.clone().inverse(),
            ground: Some(Ground::Settles { change: self.id }),
            beside: self.beside.clone(),
            after: Some(self.id),
        }
    }
}
