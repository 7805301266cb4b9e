//! What became of one record of the register.

use crate::ids::{ChangeId, GestureId, PersonId};
use crate::person::PersonName;
use crate::register::{AmendmentGround, Record, RecordRef};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The log of a record, a part of it (KZ1-2.5, SOLO2-3.1): what was taken; what was refused is
/// not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordLog {
    /// The oldest first.
    pub amendments: Vec<LoggedAmendment>,
    /// There are more after the last one.
    pub more: bool,
}

/// An amendment that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoggedAmendment {
    /// Its place in the order of everything that moved in the school.
    pub seq: i64,
    /// Its id.
    pub id: ChangeId,
    /// The gesture it belongs to.
    pub gesture: GestureId,
    /// Of which record.
    pub record: RecordRef,
    /// Who made it.
    pub by: PersonId,
    /// Their name.
    pub name: PersonName,
    /// On which device: a short word made of its id, the same for the same device. The id itself is
    /// shown to nobody: while others guess at the account, it lets its owner in.
    pub device: String,
    /// When it was made, by the client's corrected clock.
    pub made_at: Timestamp,
    /// When the server received it.
    pub received_at: Timestamp,
    /// What stood there; none: the record was made.
    pub was: Option<Record>,
    /// What stands there since; none: the record was removed.
    pub is: Option<Record>,
    /// The fields of either that say something, which one may not see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub veiled: Vec<String>,
    /// Why.
    pub ground: Option<AmendmentGround>,
}
