//! Entity tags: the version of a page, in quotes.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// The tag of a version; none for a version that no header can carry.
pub(crate) fn etag(version: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("\"{version}\"")).ok()
}

/// The version of a page that has no other: a hash of its bytes.
pub(crate) fn hashed(body: &[u8]) -> String {
    let hash: [u8; 32] = Sha256::digest(body).into();
    URL_SAFE_NO_PAD.encode(hash.first_chunk::<16>().unwrap_or(&[0; 16]))
}

/// What the client says it has already.
#[derive(Debug, Default)]
pub(crate) struct IfNoneMatch(Option<HeaderValue>);

impl IfNoneMatch {
    /// The versions that the client has. Weak tags count, as they should (RFC 9110, 13.1.2).
    pub(crate) fn versions(&self) -> impl Iterator<Item = &str> {
        let text = self
            .0
            .as_ref()
            .and_then(|value| value.to_str().ok())
            .unwrap_or("");
        text.split(',').filter_map(|tag| {
            let tag = tag.trim();
            tag.strip_prefix("W/")
                .unwrap_or(tag)
                .strip_prefix('"')?
                .strip_suffix('"')
        })
    }

    /// Whether the client has this version.
    pub(crate) fn has(&self, version: &str) -> bool {
        self.versions().any(|known| known == version)
    }
}

impl<S: Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.headers.get(header::IF_NONE_MATCH).cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("\"7\"", true)]
    #[case("W/\"7\"", true)]
    #[case("\"6\", \"7\"", true)]
    #[case("\"6\",W/\"7\"", true)]
    #[case("\"70\"", false)]
    #[case("7", false)]
    #[case("\"", false)]
    #[case("", false)]
    #[case("*", false)]
    fn the_client_has_it(#[case] header: &'static str, #[case] has: bool) {
        assert_eq!(
            IfNoneMatch(Some(HeaderValue::from_static(header))).has("7"),
            has
        );
    }
}
