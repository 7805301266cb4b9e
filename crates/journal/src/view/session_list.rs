//! «Кто вошёл»: who is signed in, on which device and since when.

use crate::ids::PersonId;
use crate::person::PersonName;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The sessions that a reader may see: an administrator everybody's, everybody else the own ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionsPage {
    /// By when they were used, the last first.
    pub sessions: Vec<SessionRow>,
}

/// A session that has not ended. A device has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRow {
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// The device: a short word made of its id, as in [`super::AccessEntry`].
    pub device: String,
    /// Where it signed in from: as far back as the access log is kept.
    pub address: Option<String>,
    /// When it signed in.
    pub opened_at: Timestamp,
    /// When it was heard last, to the minute.
    pub seen_at: Timestamp,
    /// It is the reader's own, from which the list was asked for.
    pub here: bool,
}
