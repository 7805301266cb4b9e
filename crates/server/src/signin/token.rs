//! Opaque session tokens: the school, a dot, and 256 random bits; the school stands in front because
//! every stored key begins with it.
//!
//! ```text
//! token ── SHA-256 ──> sign-out key ── SHA-256 ──> what is stored
//! ```
//!
//! Each is found from the one before it and not from the one after it. So a client that has no
//! network when somebody signs out may forget the token and keep the key: it ends this session and
//! does nothing else. Who reads the database has neither.

use crate::random::Random;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use journal::SchoolId;
use protocol::is_sign_out_key;
use sha2::{Digest, Sha256};

/// How a session is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenKey {
    /// The school, as the token says.
    pub(crate) school: SchoolId,
    /// SHA-256 of the sign-out key.
    pub(crate) hash: [u8; 32],
}

impl TokenKey {
    /// Of a token; none for what cannot be one.
    pub(crate) fn of(token: &str) -> Option<Self> {
        let (school, _) = token.split_once('.')?;
        Some(Self::from_key(
            SchoolId(school.parse().ok()?),
            &sign_out_key(token),
        ))
    }

    /// Of a sign-out key as it travels; none for what cannot be one.
    pub(crate) fn of_sign_out(key: &str) -> Option<Self> {
        let (school, key) = key.split_once('.').filter(|_| is_sign_out_key(key))?;
        let key = URL_SAFE_NO_PAD.decode(key).ok()?;
        Some(Self::from_key(
            SchoolId(school.parse().ok()?),
            &key.try_into().ok()?,
        ))
    }

    fn from_key(school: SchoolId, key: &[u8; 32]) -> Self {
        Self {
            school,
            hash: Sha256::digest(key).into(),
        }
    }
}

fn sign_out_key(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A new session's secrets.
#[derive(Debug)]
pub(crate) struct NewToken {
    /// As it travels.
    pub(crate) token: String,
    /// What ends the session and does nothing else, as it travels.
    pub(crate) sign_out: String,
    /// What is stored.
    pub(crate) hash: [u8; 32],
}

pub(crate) fn new_token(school: SchoolId, random: &Random) -> NewToken {
    let token = format!("{school}.{}", URL_SAFE_NO_PAD.encode(random.bytes::<32>()));
    let key = sign_out_key(&token);
    NewToken {
        sign_out: format!("{school}.{}", URL_SAFE_NO_PAD.encode(key)),
        hash: TokenKey::from_key(school, &key).hash,
        token,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_finds_its_session() {
        let random = Random::new([1; 32]);
        let new = new_token(SchoolId(12), &random);
        assert_eq!(new.token.len(), 3 + 43);
        let found = TokenKey {
            school: SchoolId(12),
            hash: new.hash,
        };
        assert_eq!(TokenKey::of(&new.token), Some(found));
        assert_ne!(new_token(SchoolId(12), &random).token, new.token);
    }

    #[test]
    fn a_sign_out_key_finds_the_session_and_is_no_token() {
        let new = new_token(SchoolId(12), &Random::new([1; 32]));
        let key = TokenKey::of_sign_out(&new.sign_out);
        assert_eq!(key, TokenKey::of(&new.token));
        assert_ne!(TokenKey::of(&new.sign_out), key);
        assert_ne!(TokenKey::of_sign_out(&new.token), key);
        let stored = format!("12.{}", URL_SAFE_NO_PAD.encode(new.hash));
        assert_ne!(TokenKey::of(&stored), key);
        assert_ne!(TokenKey::of_sign_out(&stored), key);
    }

    #[test]
    fn another_school_in_front_is_another_session() {
        let NewToken { token, hash, .. } = new_token(SchoolId(12), &Random::new([1; 32]));
        let moved = token.replace("12.", "13.");
        assert_ne!(TokenKey::of(&moved).unwrap().hash, hash);
    }

    /// A number is written in one way; `parse` takes more.
    #[test]
    fn a_school_with_a_sign_before_it_is_no_sign_out_key() {
        let new = new_token(SchoolId(1), &Random::new([1; 32]));
        assert!(TokenKey::of_sign_out(&new.sign_out).is_some());
        for sign in ["+", "-"] {
            let signed = format!("{sign}{}", new.sign_out);
            assert_eq!(TokenKey::of_sign_out(&signed), None, "{signed}");
        }
    }

    #[test]
    fn rubbish_is_none() {
        for rubbish in ["", ".", "токен", "1", "x.y", "99999999999999999999.a"] {
            assert_eq!(TokenKey::of(rubbish), None, "{rubbish}");
            assert_eq!(TokenKey::of_sign_out(rubbish), None, "{rubbish}");
        }
    }
}
