//! «Учётные записи»: who may sign in.

use crate::ids::PersonId;
use crate::person::{PersonName, Roles};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The accounts that a reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountsPage {
    /// By name.
    pub accounts: Vec<AccountRow>,
}

/// An account in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of an account"
)]
pub struct AccountRow {
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// What it is for.
    pub roles: Roles,
    /// Classes of today: a pupil's own, a parent's children's.
    pub classes: Vec<String>,
    /// It is of a pupil of a class whose class teacher the reader is, or of such a pupil's parent,
    /// who is to have no role in the school later.
    pub own_class: bool,
    /// The sign-in name; none: there is no account yet, a start password makes one.
    pub login: Option<String>,
    /// The start password has not been changed yet.
    pub must_change_password: bool,
    /// The password holds no more: a role has come since it was given, and a new one is needed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub voided: bool,
    /// It is of an administrator who has chosen its password as one: no other administrator gives
    /// it a new one, who could act in that name otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub administrators_own: bool,
    /// When somebody gave a start password last, as far back as the access log is kept.
    pub password_given_at: Option<Timestamp>,
    /// When somebody signed in last, as far back as the access log is kept.
    pub signed_in_at: Option<Timestamp>,
    /// When one of its devices was heard last.
    pub used_at: Option<Timestamp>,
}
