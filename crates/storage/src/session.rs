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
