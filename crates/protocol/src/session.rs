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

/// Whether a text can be a sign-out key ([`SignedIn::sign_out`]): the number of the school, a dot,
/// and 32 bytes in Base64 for addresses. Any other has no business in the path of a request.
pub fn is_sign_out_key(text: &str) -> bool {
    // 32 bytes leave two bits of the last sign unused: they are nought.
    const LAST: &[u8] = b"AEIMQUYcgkosw048";
    let Some((school, key)) = text.split_once('.') else {
        return false;
    };
    let sign = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
    (1..=18).contains(&school.len())
        && school.bytes().all(|c| c.is_ascii_digit())
        && key.len() == 43
        && key.as_bytes().iter().all(sign)
        && key.as_bytes().last().is_some_and(|c| LAST.contains(c))
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

/// A start password that was given; nobody is told it again.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssuedPassword {
    /// The sign-in name that it goes with.
    pub login: String,
    /// The start password, to be changed at the first sign-in: groups of letters and digits that
    /// nobody takes for one another on paper.
    pub password: String,
    /// When it was given: as long as the list of accounts says the same, nobody has given another.
    pub at: Timestamp,
}

impl std::fmt::Debug for IssuedPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedPassword")
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::is_sign_out_key;

    #[test]
    fn a_sign_out_key_is_a_school_and_32_bytes() {
        let signs = "-_09azAZ".repeat(5);
        let key = format!("{signs}xyA");
        assert!(is_sign_out_key(&format!("1.{key}")));
        assert!(is_sign_out_key(&format!("{}.{key}", "9".repeat(18))));
        for school in ["", "+1", "-1", " 1", "x", "1/2", "..", &"9".repeat(19)] {
            assert!(!is_sign_out_key(&format!("{school}.{key}")), "{school}");
        }
        // One too few, one too many, unused bits that are not nought, signs of an address.
        for end in ["", "yA", "xyzA", "xyB", "/yA", "?yA", "%yA", "яA"] {
            assert!(!is_sign_out_key(&format!("1.{signs}{end}")), "{end}");
        }
        assert!(!is_sign_out_key(&key));
    }
}
