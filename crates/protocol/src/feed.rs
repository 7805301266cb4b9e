//! Following what others change.

use journal::{JournalId, Timestamp, view::Logged};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// `GET /feed?cursor=`: accepted changes in the order of their commits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedPage {
    /// Changes of the journals that are the reader's own or of the own class, and the reader's own
    /// changes.
    pub changes: Vec<Logged>,
    /// Other journals that have changed, where a role alone lets the reader see them: what is kept
    /// of them is to be asked for anew. What they say is told to whoever opens them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<JournalId>))]
    pub moved: BTreeSet<JournalId>,
    /// Where to go on; opaque and authenticated.
    pub cursor: String,
    /// Whether there is more right now.
    pub more: bool,
    /// Another number than last time: what pages show of the register was amended, and the rules
    /// and the pages are to be asked for anew.
    pub register: i64,
    /// Another number than last time: the register was amended, and its lists are to be asked for
    /// anew.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub records: i64,
    /// The server's clock.
    pub now: Timestamp,
}

/// `GET /lessons/{id}/log?after=`, `GET /journals/{id}/periods/{period}/log?after=`: changes that
/// went into a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetLog {
    /// Oldest first.
    pub changes: Vec<Logged>,
    /// Whether there are later ones: ask again with `after` the last `seq` of these.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub more: bool,
}
