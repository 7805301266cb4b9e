//! The access log is kept for so many days; what is older goes beside the requests and in small
//! steps, so that nobody waits behind it. A clock that has jumped ahead removes nothing: each school's
//! log itself says how late it can be.

use crate::app::App;
use chrono::TimeDelta;
use journal::{SchoolId, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use storage::{Store, StoreError};

/// Entries that are removed at once: a few milliseconds of the writer.
const STEP: u32 = 500;
/// Between two steps it is the turn of the others.
const PAUSE: Duration = Duration::from_millis(100);
/// How often somebody looks.
const ROUND: Duration = Duration::from_hours(1);
/// So long nobody comes to a school at most: longer than a summer.
const LONGEST_REST: TimeDelta = TimeDelta::days(100);
/// Entries that are looked at for a rest that is longer: so many make a clock believed again.
const LOOK: usize = 500;

/// Removes what is too old, now and every hour, until the server is asked to stop.
pub(crate) async fn keep_short(app: Arc<App>) {
    let mut stopping = app.stopping.clone();
    let days = TimeDelta::days(app.config.access_log_days.into());
    let mut retention = Retention::new(days);
    let rounds = async {
        loop {
            let (now, moment) = (app.clock.now(), app.clock.monotonic());
            match retention.round(&*app.store, now, moment).await {
                Ok(0) => {}
                Ok(entries) => tracing::info!(entries, "the oldest of the access log is removed"),
                Err(error) => tracing::warn!(%error, "the access log stays as long as it is"),
            }
            tokio::time::sleep(ROUND).await;
        }
    };
    tokio::select! {
        // An error means that the server is gone.
        _ = stopping.wait_for(|stopping| *stopping) => {}
        () = rounds => {}
    }
}

/// What is kept how long, and how late it can be by what each school's log said first.
struct Retention {
    kept: TimeDelta,
    /// The newest moment that was sure, and when it was asked for.
    sure: HashMap<SchoolId, (Timestamp, Duration)>,
}

impl Retention {
    fn new(kept: TimeDelta) -> Self {
        Self {
            kept,
            sure: HashMap::new(),
        }
    }

    /// Removes what is older from the logs of all schools; answers how many entries.
    async fn round(
        &mut self,
        store: &dyn Store,
        now: Timestamp,
        moment: Duration,
    ) -> Result<u64, StoreError> {
        let mut gone = 0;
        for school in store.schools().await? {
            let Some(latest) = self.latest(store, school.id, moment).await? else {
                continue;
            };
            if now > latest {
                let (school, clock) = (school.id.0, now.0);
                tracing::warn!(
                    school,
                    clock,
                    latest = latest.0,
                    "the clock is far ahead of the access log: nothing of it is removed"
                );
                continue;
            }
            gone += forget_of(store, school.id, now.plus(-self.kept)).await?;
        }
        Ok(gone)
    }

    /// How late it can be in a school; none while its log is empty. What is written after the
    /// first look is no proof: it has the clock's own time.
    async fn latest(
        &mut self,
        store: &dyn Store,
        school: SchoolId,
        moment: Duration,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sure = match self.sure.get(&school) {
            Some(sure) => Some(*sure),
            None => sure_of(store, school).await?.map(|at| (at, moment)),
        };
        let Some((at, asked)) = sure else {
            return Ok(None);
        };
        self.sure.insert(school, (at, asked));
        let since = TimeDelta::from_std(moment.saturating_sub(asked));
        let since = since.unwrap_or(TimeDelta::MAX);
        Ok(Some(at.plus(LONGEST_REST).plus(since)))
    }
}

/// The newest entry that was surely not written by a clock that was ahead: the one before a rest
/// that is too long.
async fn sure_of(store: &dyn Store, school: SchoolId) -> Result<Option<Timestamp>, StoreError> {
    let entries = store.access_log(school, None, LOOK).await?.entries;
    let mut times = entries.iter().map(|entry| entry.at);
    let newest = times.next();
    let mut later = newest;
    for at in times {
        if later.is_some_and(|later| later.since(at) > LONGEST_REST) {
            return Ok(Some(at));
        }
        later = Some(at);
    }
    Ok(newest)
}

async fn forget_of(
    store: &dyn Store,
    school: SchoolId,
    before: Timestamp,
) -> Result<u64, StoreError> {
    let mut gone = 0;
    loop {
        let step = store.forget_access(school, before, STEP).await?;
        gone += u64::from(step);
        if step < STEP {
            return Ok(gone);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::DeviceId;
    use storage::{Access, Accessed, Origin};
    use testkit::fixture::{ALGEBRA, ORLOVA, SCHOOL, now};
    use uuid::Uuid;

    const KEPT: TimeDelta = TimeDelta::days(400);

    fn day(nth: i64) -> Timestamp {
        now().plus(TimeDelta::days(nth))
    }

    async fn read(store: &dyn Store, at: Timestamp) {
        let access = Access {
            person: ORLOVA,
            to: Accessed::Journal(ALGEBRA),
            times: 1,
            origin: Origin {
                address: None,
                device: DeviceId(Uuid::from_u128(1)),
            },
            at,
        };
        store.note_accesses(SCHOOL, vec![access]).await.unwrap();
    }

    async fn left(store: &dyn Store) -> usize {
        store
            .access_log(SCHOOL, None, 99)
            .await
            .unwrap()
            .entries
            .len()
    }

    #[tokio::test]
    async fn a_clock_that_has_jumped_ahead_removes_nothing_also_after_it_was_used() {
        let (store, _folder) = testkit::fixture::store().await;
        let store = &*store;
        read(store, day(-1)).await;
        read(store, day(0)).await;
        let hour = Duration::from_hours(1);
        let mut retention = Retention::new(KEPT);
        assert_eq!(retention.round(store, day(500), hour).await.unwrap(), 0);
        // Somebody signs in all the same.
        read(store, day(500)).await;
        let mut restarted = Retention::new(KEPT);
        for again in [&mut retention, &mut restarted] {
            assert_eq!(again.round(store, day(501), hour * 2).await.unwrap(), 0);
        }
        assert_eq!(left(store).await, 3);
    }

    #[tokio::test]
    async fn what_is_older_goes_while_the_server_runs() {
        let (store, _folder) = testkit::fixture::store().await;
        let store = &*store;
        read(store, day(0)).await;
        let mut retention = Retention::new(KEPT);
        let after = |days: u64| Duration::from_hours(24 * days);
        assert_eq!(retention.round(store, day(1), after(1)).await.unwrap(), 0);
        assert_eq!(
            retention.round(store, day(399), after(399)).await.unwrap(),
            0
        );
        assert_eq!(
            retention.round(store, day(401), after(401)).await.unwrap(),
            1
        );
        assert_eq!(left(store).await, 0);
    }

    #[tokio::test]
    async fn what_is_older_goes_at_a_start_after_a_summer() {
        let (store, _folder) = testkit::fixture::store().await;
        let store = &*store;
        read(store, day(-390)).await;
        for nth in 1..5 {
            read(store, day(-390 + nth * 90)).await;
        }
        let round = Retention::new(KEPT)
            .round(store, day(60), Duration::ZERO)
            .await;
        assert_eq!(round.unwrap(), 1);
        assert_eq!(left(store).await, 4);
    }
}
