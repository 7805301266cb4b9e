//! Who the server is.

use journal::{ServerId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a server says of itself to anyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerInfo {
    /// The identity of its data; a client's outbox belongs to exactly one.
    pub server: ServerId,
    /// The school's name.
    pub school: String,
    /// The program's version.
    pub version: String,
    /// The newest version of the contract it speaks.
    pub api: u32,
    /// Its clock.
    pub now: Timestamp,
    /// Its clock was set by hand, for a demonstration: a client whose clock was set too is in time.
    #[serde(default)]
    pub demo_clock: bool,
}
