//! Sign-in data that got known. [`journal::view::BreachesPage`] and [`journal::view::BreachPage`] are
//! what is read of it.

use journal::{BreachId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// Most changes that are confirmed at once.
pub const MAX_CONFIRMED: usize = 1000;

/// `POST /breaches`: somebody's sign-in data got known (SGO154-5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportBreach {
    /// Whose; none: the caller's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// When the person learned of it.
    pub learned_at: Timestamp,
    /// What the person says of it: a line, perhaps an empty one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub note: String,
    /// Since when what was written there is void; none: since the server receives this. Earlier an
    /// administrator alone may say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<BreachSince>,
}

/// `POST /breaches/{id}/since`: another moment since when what was written is void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BreachSince {
    /// The moment, no later than the report was received.
    pub since: Timestamp,
    /// How it is known: a line.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub ground: String,
}

/// A report that was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BreachReported {
    /// Which it is.
    pub breach: BreachId,
    /// When it was received.
    pub received_at: Timestamp,
}

/// `POST /breaches/{id}/confirm`: changes that stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmBreach {
    /// Their places in the school's order of commits.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub seqs: Vec<i64>,
}

/// `POST /breaches/{id}/void`: voids what nobody has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VoidBreach {
    /// Up to this place in the school's order of commits: the last one that was seen.
    pub up_to: i64,
}
