//! Where a reader is in the feed: opaque and authenticated.
//!
//! A cursor is `base64url(school ‖ seq ‖ mark ‖ HMAC-SHA-256 over them, 16 bytes of it)`, where the
//! mark says which change has the number `seq`: another one, after the database was restored from
//! a copy. The key is
//! SHA-256 of the server's identity, of the database's secret and, if there is one, of the
//! configured one; so a cursor of another database, of another school or of nobody's making is
//! told from our own and answered with 410. It is not what keeps data apart: the feed shows a reader only what the reader may
//! see, whatever the cursor says.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use journal::{SchoolId, ServerId};
use sha2::{Digest, Sha256};
use storage::LogPlace;

const TAG: usize = 16;

/// Where a cursor points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// Behind the row of this number.
    pub(crate) seq: i64,
    mark: [u8; 8],
}

impl Cursor {
    /// Whether it was made at this place of the log.
    pub(crate) fn is_at(self, place: LogPlace) -> bool {
        self == Self::of(place)
    }

    fn of(place: LogPlace) -> Self {
        Self {
            seq: place.seq,
            mark: place.mark(),
        }
    }
}

/// Makes and reads cursors.
pub(crate) struct Cursors {
    mac: Hmac<Sha256>,
}

impl Cursors {
    /// The cursors of a server: with the secret that its database keeps and the configured one.
    pub(crate) fn new(server: ServerId, kept: [u8; 32], configured: &[u8]) -> Self {
        let key = Sha256::new()
            .chain_update(b"zhurnal feed cursor 3\0")
            .chain_update(server.0.as_bytes())
            .chain_update(kept)
            .chain_update(configured)
            .finalize();
        let mut block = [0; 64];
        block.iter_mut().zip(key).for_each(|(to, from)| *to = from);
        Self {
            mac: Hmac::new(&block.into()),
        }
    }

    /// The cursor at a place in a school's log.
    pub(crate) fn make(&self, school: SchoolId, place: LogPlace) -> String {
        let Cursor { seq, mark } = Cursor::of(place);
        let mut bytes = [school.0.to_be_bytes(), seq.to_be_bytes(), mark].concat();
        let tag = self
            .mac
            .clone()
            .chain_update(&bytes)
            .finalize()
            .into_bytes();
        bytes.extend(tag.iter().take(TAG));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Where a cursor of this server and school points; none if it is not one.
    pub(crate) fn read(&self, school: SchoolId, text: &str) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (of_school, rest) = bytes.split_first_chunk::<8>()?;
        let (seq, rest) = rest.split_first_chunk::<8>()?;
        let (mark, tag) = rest.split_first_chunk::<8>()?;
        if tag.len() != TAG {
            return None;
        }
        let mac = self.mac.clone().chain_update(of_school);
        let mac = mac.chain_update(seq).chain_update(mark);
        mac.verify_truncated_left(tag).ok()?;
        (i64::from_be_bytes(*of_school) == school.0).then(|| Cursor {
            seq: i64::from_be_bytes(*seq),
            mark: *mark,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::ChangeId;
    use rstest::rstest;
    use uuid::Uuid;

    const SCHOOL: SchoolId = SchoolId(7);

    fn at(seq: i64, change: Option<u128>) -> LogPlace {
        let change = change.map(|id| ChangeId(Uuid::from_u128(id)));
        LogPlace { seq, change }
    }

    fn cursors(server: u128, secret: &str) -> Cursors {
        let server = ServerId(Uuid::from_u128(server));
        Cursors::new(server, [7; 32], secret.as_bytes())
    }

    #[rstest]
    #[case(0)]
    #[case(1)]
    #[case(i64::MAX)]
    fn it_comes_back(#[case] seq: i64) {
        let cursors = cursors(1, "");
        let there = at(seq, Some(1));
        let read = cursors.read(SCHOOL, &cursors.make(SCHOOL, there)).unwrap();
        assert_eq!(read.seq, seq);
        assert!(read.is_at(there));
        assert!(!read.is_at(at(seq, Some(2))), "another change");
        assert!(!read.is_at(at(seq, None)), "none yet");
    }

    #[test]
    fn another_school_server_or_secret_is_told() {
        let own = cursors(1, "а");
        let cursor = own.make(SCHOOL, at(5, Some(1)));
        assert_eq!(own.read(SchoolId(8), &cursor), None);
        assert_eq!(cursors(2, "а").read(SCHOOL, &cursor), None);
        assert_eq!(cursors(1, "б").read(SCHOOL, &cursor), None);
        let server = ServerId(Uuid::from_u128(1));
        let of_another_database = Cursors::new(server, [8; 32], "а".as_bytes());
        assert_eq!(of_another_database.read(SCHOOL, &cursor), None);
    }

    #[test]
    fn every_flipped_bit_is_told() {
        let own = cursors(1, "");
        let bytes = URL_SAFE_NO_PAD
            .decode(own.make(SCHOOL, at(5, Some(1))))
            .unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut forged = bytes.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(own.read(SCHOOL, &URL_SAFE_NO_PAD.encode(forged)), None);
        }
    }

    #[rstest]
    #[case("")]
    #[case("null")]
    #[case("ж")]
    #[case("AAAAAAAAAAAAAAAAAAAAAA")]
    fn rubbish_is_told(#[case] text: &str) {
        assert_eq!(cursors(1, "").read(SCHOOL, text), None);
    }
}
