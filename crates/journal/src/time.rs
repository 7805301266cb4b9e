//! Instants, the school's local time, and the clock that is passed in.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

/// An instant: microseconds since 1970-01-01 UTC.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// 1900-01-01 UTC: no clock shows less, not even one that began anew in 1970 or 1980.
    pub const EARLIEST: Self = Self(-2_208_988_800_000_000);
    /// The last microsecond of 2299 UTC: a clock that has lost its battery may show 2099.
    pub const LATEST: Self = Self(10_413_791_999_999_999);

    /// Whether the clock of a computer can show it: from [`Self::EARLIEST`] to [`Self::LATEST`].
    pub fn can_be_shown(self) -> bool {
        (Self::EARLIEST..=Self::LATEST).contains(&self)
    }

    /// The nearest instant that a clock can show.
    #[must_use]
    pub fn shown(self) -> Self {
        self.clamp(Self::EARLIEST, Self::LATEST)
    }

    /// The instant moved by `delta`, saturating at the ends of time.
    #[must_use]
    pub fn plus(self, delta: TimeDelta) -> Self {
        Self(self.0.saturating_add(delta.num_microseconds().unwrap_or(0)))
    }

    /// The time from `earlier` to `self`; negative if `earlier` is later.
    pub fn since(self, earlier: Self) -> TimeDelta {
        TimeDelta::microseconds(self.0.saturating_sub(earlier.0))
    }

    /// Whole milliseconds since 1970, as a `UUIDv7` wants them.
    pub fn unix_millis(self) -> u64 {
        u64::try_from(self.0 / 1000).unwrap_or(0)
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_micros())
    }
}

/// The school's local time: a fixed offset from UTC (Russia has had no summer time since 2014).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchoolTime {
    /// Minutes east of UTC: 180 for Moscow.
    pub offset_minutes: i32,
}

impl SchoolTime {
    /// Moscow time, UTC+3.
    pub const MOSCOW: Self = Self {
        offset_minutes: 180,
    };

    /// The instant of a local date and time.
    pub fn instant(self, local: NaiveDateTime) -> Timestamp {
        Timestamp(local.and_utc().timestamp_micros() - i64::from(self.offset_minutes) * 60_000_000)
    }

    /// Local date and time of an instant.
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        let shifted =
            at.0.saturating_add(i64::from(self.offset_minutes) * 60_000_000);
        DateTime::<Utc>::from_timestamp_micros(shifted)
            .unwrap_or_default()
            .naive_utc()
    }

    /// The last microsecond of a local day.
    pub fn end_of_day(self, date: NaiveDate) -> Timestamp {
        let next = date.succ_opt().unwrap_or(date).and_time(NaiveTime::MIN);
        Timestamp(self.instant(next).0 - 1)
    }
}

/// Where the program reads the time. One clock is passed in at the edge; nothing else asks.
pub trait Clock: Send + Sync {
    /// The wall clock.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment; never goes back.
    fn monotonic(&self) -> Duration;
    /// The run of the machine throughout which [`Clock::monotonic`] counts on, whichever program
    /// asks; none where it begins anew with every program.
    fn boot(&self) -> Option<Uuid> {
        None
    }
    /// Whether it was set by hand, for a demonstration or a test.
    fn is_moved(&self) -> bool {
        false
    }
}
