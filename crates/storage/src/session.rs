//! How often the use of a session is noted.

use crate::batch::noted_before;
use chrono::TimeDelta;
use journal::Timestamp;

/// Uses within this time of the last noted one are not noted: a read should not be a write.
const NOTE_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Whether a use at `now` is to be noted when the last noted one was at `seen`.
pub fn noted(seen: Timestamp, now: Timestamp) -> bool {
    now.since(seen) >= NOTE_EVERY || noted_before(seen, now) != seen
}

use crate::store::{AccessEvent, LockKey};

impl AccessEvent {
    /// Its columns in the access log: event, failures, locked until.
    pub(crate) fn row(self) -> (&'static str, Option<i64>, Option<i64>) {
        match self {
            Self::SignedIn => ("signed-in", None, None),
            Self::WrongPassword {
                failures,
                locked_until,
            } => (
                "wrong-password",
                Some(failures.into()),
                locked_until.map(|until| until.0),
            ),
            Self::RefusedLocked => ("refused-locked", None, None),
            Self::SignedOut => ("signed-out", None, None),
            Self::PasswordChanged => ("password-changed", None, None),
        }
    }
}

impl LockKey {
    /// Its column: a bucket has 2 bytes, a device 16.
    pub(crate) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Name(bucket) => bucket.to_be_bytes().to_vec(),
            Self::Device(device) => device.0.as_bytes().to_vec(),
        }
    }
}
