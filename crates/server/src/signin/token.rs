//! Opaque session tokens: the school, a dot, and 256 random bits. Only the SHA-256 of the whole is
//! kept; the school stands in front because every stored key begins with it.

use crate::random::Random;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use journal::SchoolId;
use sha2::{Digest, Sha256};

/// How a session is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenKey {
    /// The school, as the token says.
    pub(crate) school: SchoolId,
    /// SHA-256 of the token.
    pub(crate) hash: [u8; 32],
}

impl TokenKey {
    /// Of a token; none for what cannot be one.
    pub(crate) fn of(token: &str) -> Option<Self> {
        let (school, _) = token.split_once('.')?;
        let school = SchoolId(school.parse().ok()?);
        Some(Self {
            school,
            hash: Sha256::digest(token.as_bytes()).into(),
        })
    }
}

/// A new token as it travels, and the hash that is stored of it.
pub(crate) fn new_token(school: SchoolId, random: &Random) -> (String, [u8; 32]) {
    let token = format!("{school}.{}", URL_SAFE_NO_PAD.encode(random.bytes::<32>()));
    let hash = Sha256::digest(token.as_bytes()).into();
    (token, hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_finds_its_session() {
        let random = Random::new([1; 32]);
        let (token, hash) = new_token(SchoolId(12), &random);
        assert_eq!(token.len(), 3 + 43);
        assert_eq!(
            TokenKey::of(&token),
            Some(TokenKey {
                school: SchoolId(12),
                hash
            })
        );
        assert_ne!(new_token(SchoolId(12), &random).0, token);
    }

    #[test]
    fn another_school_in_front_is_another_session() {
        let (token, hash) = new_token(SchoolId(12), &Random::new([1; 32]));
        let moved = token.replace("12.", "13.");
        assert_ne!(TokenKey::of(&moved).unwrap().hash, hash);
    }

    #[test]
    fn rubbish_is_none() {
        for rubbish in ["", ".", "токен", "1", "x.y", "99999999999999999999.a"] {
            assert_eq!(TokenKey::of(rubbish), None, "{rubbish}");
        }
    }
}
