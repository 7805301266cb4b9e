//! Who is at the other end: its address, also behind a proxy that is trusted.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use journal::DeviceId;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use storage::Origin;

/// What a proxy names its client by, nearest last.
const FORWARDED_FOR: &str = "x-forwarded-for";
/// Of an IPv6 address these bits are one's own provider's gift; the others one gives oneself.
const NETWORK: u128 = !0 << 64;

/// Whom a share is of: an IPv4 address, or the network of an IPv6 one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Peer(IpAddr);

impl From<IpAddr> for Peer {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) => Self(Ipv6Addr::from_bits(v6.to_bits() & NETWORK).into()),
            v4 @ IpAddr::V4(_) => Self(v4),
        }
    }
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    /// The machine's address, or the one that a trusted proxy names.
    pub(crate) address: IpAddr,
    /// Its share of the connections is not used up.
    pub(crate) has_share: bool,
}

impl Source {
    /// Of a request that came on a connection from `peer`.
    pub(crate) fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> Self {
        let peer = peer.to_canonical();
        let address = if trusted.contains(&peer) {
            forwarded_for(headers, trusted).unwrap_or(peer)
        } else {
            peer
        };
        Self {
            address,
            has_share: true,
        }
    }

    /// Of a request that has come in.
    pub(crate) fn of_request(extensions: &Extensions) -> Self {
        let here = Self {
            address: Ipv6Addr::UNSPECIFIED.into(),
            has_share: true,
        };
        extensions.get().copied().unwrap_or(here)
    }

    /// Where somebody on this device sits, for the access log.
    pub(crate) fn origin(self, device: DeviceId) -> Origin {
        let address = Some(self.address);
        Origin { address, device }
    }
}

/// The nearest address that is no trusted proxy: what stands before it anybody may have written.
fn forwarded_for(headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let values = headers.get_all(FORWARDED_FOR).iter().rev();
    let named = values.flat_map(|value| value.to_str().unwrap_or("").rsplit(','));
    let known = named.map(|name| address(name.trim()));
    known
        .take_while(Option::is_some)
        .flatten()
        .find(|address| !trusted.contains(address))
}

fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse().ok().or_else(with_port)?;
    Some(IpAddr::to_canonical(&address))
}

impl<S: Sync> FromRequestParts<S> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of_request(&parts.extensions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("192.0.2.1", &[], "192.0.2.1")]
    #[case("192.0.2.1", &["10.9.9.9"], "192.0.2.1")]
    #[case("10.0.0.1", &[], "10.0.0.1")]
    #[case("10.0.0.1", &["192.0.2.9"], "192.0.2.9")]
    #[case("::ffff:10.0.0.1", &["192.0.2.9:4711"], "192.0.2.9")]
    #[case("10.0.0.1", &["1.1.1.1, 192.0.2.9"], "192.0.2.9")]
    #[case("10.0.0.1", &["1.1.1.1", "192.0.2.9, 10.0.0.2"], "192.0.2.9")]
    #[case("10.0.0.1", &["192.0.2.9, unknown"], "10.0.0.1")]
    #[case("10.0.0.1", &["[2001:db8::7]:80"], "2001:db8::7")]
    #[case("10.0.0.1", &[""], "10.0.0.1")]
    fn only_a_trusted_proxy_is_believed(
        #[case] peer: &str,
        #[case] forwarded: &[&'static str],
        #[case] expected: &str,
    ) {
        let trusted = ["10.0.0.1", "10.0.0.2"].map(|proxy| proxy.parse().unwrap());
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let source = Source::of(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(source.address, expected.parse::<IpAddr>().unwrap());
    }

    #[rstest]
    #[case("192.0.2.1", "192.0.2.2", false)]
    #[case("192.0.2.1", "::ffff:192.0.2.1", true)]
    #[case("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", true)]
    #[case("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    fn a_network_has_one_share(#[case] one: &str, #[case] other: &str, #[case] same: bool) {
        let peer = |text: &str| Peer::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(peer(one) == peer(other), same);
    }
}
