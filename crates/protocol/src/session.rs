//! Signing in and out.

use journal::{DeviceId, SchoolId, Timestamp, view::Me};
use serde::{Deserialize, Serialize};

/// `POST /sessions`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The sign-in name; case does not matter.
    #[cfg_attr(feature = "openapi", schema(max_length = 512))]
    pub login: String,
    /// The password.
    #[cfg_attr(feature = "openapi", schema(max_length = 512))]
    pub password: String,
    /// The device the session is bound to.
    pub device: DeviceId,
    /// The school; not needed where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<SchoolId>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn")
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

/// A new session.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// The opaque token, sent as `Authorization: Bearer …`.
    pub token: String,
    /// What ends the session and does nothing else: `DELETE /sessions/{key}` takes it without the
    /// token. A client that signs out without a network keeps it in the token's place.
    pub sign_out: String,
    /// When it ends if unused until then.
    pub expires_at: Timestamp,
    /// Who signed in.
    pub me: Me,
    /// The server's clock.
    pub now: Timestamp,
    /// The last counter value this device has used; the next change is one more.
    pub last_n: u64,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn")
            .field("me", &self.me)
            .finish_non_exhaustive()
    }
}

/// `POST /password`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePassword {
    /// The password in force.
    #[cfg_attr(feature = "openapi", schema(max_length = 512))]
    pub old: String,
    /// The password to come, at least 8 characters and not the old one.
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 128))]
    pub new: String,
}

impl std::fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangePassword")
    }
}
