//! The access log is kept for so many days; what is older goes beside the requests and in small
//! steps, so that nobody waits behind it.
//!
//! A clock alone removes nothing: it may have jumped ahead, for a morning or in steps. What goes is
//! older by the clock, and newer entries are there of as many days as a school works in the time
//! that they are kept. So whatever the clock says, the newest entries of so many days stay. Two
//! limits follow: a log that is hardly used is kept longer, and a clock that is wrong by less than
//! the rest of that time removes entries so much too early.

use crate::app::App;
use chrono::TimeDelta;
use journal::{SchoolId, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use storage::{Store, StoreError};

/// Entries that are removed at once: a few milliseconds of the writer.
const STEP: u32 = 500;
/// Between two steps it is the turn of the others.
const PAUSE: Duration = Duration::from_millis(100);
/// How often somebody looks.
const ROUND: Duration = Duration::from_hours(1);

/// Removes what is too old, now and every hour, until the server is asked to stop.
pub(crate) async fn keep_short(app: Arc<App>) {
    let mut stopping = app.stopping.clone();
    let rounds = async {
        let mut doubted = BTreeSet::new();
        loop {
            let (kept, now) = (app.config.access_log_days, app.clock.now());
            match round(&*app.store, kept, now, &mut doubted).await {
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

/// Days of a school among so many: even if these hold two summers.
fn days_of_work(of: u32) -> u32 {
    (of / 8).saturating_mul(3).max(1)
}

/// Removes what is older than so many days from the logs of all schools; answers how many entries.
/// That the clock is doubted at a school is said once: where a log is hardly used it stays so.
async fn round(
    store: &dyn Store,
    kept: u32,
    now: Timestamp,
    doubted: &mut BTreeSet<SchoolId>,
) -> Result<u64, StoreError> {
    let (before, enough) = (now.plus(-TimeDelta::days(kept.into())), days_of_work(kept));
    let mut gone = 0;
    for school in store.schools().await? {
        if !holds_older(store, school.id, before).await? {
            continue;
        }
        let days = store.access_days(school.id, before, now, enough).await?;
        if days < enough {
            if doubted.insert(school.id) {
                let (school, clock) = (school.id.0, now.0);
                tracing::warn!(
                    school,
                    clock,
                    days,
                    enough,
                    "too few days are in the access log to believe the clock: nothing is removed"
                );
            }
            continue;
        }
        gone += forget_of(store, school.id, before).await?;
    }
    Ok(gone)
}

/// By one indexed question: a page of the log names people, for which a school's whole register is
/// read, and an hour of a district would be spent so.
async fn holds_older(
    store: &dyn Store,
    school: SchoolId,
    before: Timestamp,
) -> Result<bool, StoreError> {
    let (first, last) = (
        Timestamp(i64::MIN),
        before.plus(-TimeDelta::microseconds(1)),
    );
    Ok(store.access_days(school, first, last, 1).await? > 0)
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
    use std::ops::Range;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use storage::{Access, Accessed, Origin};
    use testkit::fixture::{ALGEBRA, ORLOVA, SCHOOL, now};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Level, Metadata, Subscriber};
    use uuid::Uuid;

    const KEPT: u32 = 400;

    fn day(nth: i64) -> Timestamp {
        now().plus(TimeDelta::days(nth))
    }

    fn reading(at: Timestamp) -> Access {
        Access {
            person: ORLOVA,
            to: Accessed::Journal(ALGEBRA),
            times: 1,
            origin: Origin {
                address: None,
                device: DeviceId(Uuid::from_u128(1)),
            },
            at,
        }
    }

    /// Somebody reads something on each day of five in a week; how many days these are.
    async fn worked(store: &dyn Store, days: Range<i64>) -> usize {
        let days = days.filter(|nth| nth.rem_euclid(7) < 5);
        let readings: Vec<_> = days.map(|nth| reading(day(nth))).collect();
        let many = readings.len();
        store.note_accesses(SCHOOL, readings).await.unwrap();
        many
    }

    async fn left(store: &dyn Store) -> usize {
        let log = store.access_log(SCHOOL, None, 9999).await.unwrap();
        log.entries.len()
    }

    async fn gone(store: &dyn Store, nth: i64) -> u64 {
        let mut doubted = BTreeSet::new();
        round(store, KEPT, day(nth), &mut doubted).await.unwrap()
    }

    async fn read_on(store: &dyn Store, days: Range<i64>) {
        let readings = days.map(|nth| reading(day(nth))).collect();
        store.note_accesses(SCHOOL, readings).await.unwrap();
    }

    /// Of the time that entries are kept, the days of which a school works at least.
    #[tokio::test]
    async fn the_clock_is_believed_when_the_log_has_three_days_of_eight() {
        let (store, _folder) = testkit::fixture::store().await;
        let store = &*store;
        read_on(store, 0..1).await;
        read_on(store, 2..151).await;
        assert_eq!(gone(store, 401).await, 0, "149 newer days of 400");
        read_on(store, 151..152).await;
        assert_eq!(gone(store, 401).await, 1);
    }

    /// Counts what is said.
    #[derive(Clone, Default)]
    struct Said(Arc<AtomicUsize>);

    impl Subscriber for Said {
        fn enabled(&self, of: &Metadata<'_>) -> bool {
            *of.level() == Level::WARN && of.target() == "server::retention"
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, _: &tracing::Event<'_>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[tokio::test]
    async fn that_the_clock_is_doubted_is_said_once() {
        let (store, _folder) = testkit::fixture::store().await;
        let store = &*store;
        read_on(store, 0..1).await;
        let said = Said::default();
        let _listening = tracing::subscriber::set_default(said.clone());
        let mut doubted = BTreeSet::new();
        for nth in 401..405 {
            let round = round(store, KEPT, day(nth), &mut doubted).await;
            assert_eq!(round.unwrap(), 0);
        }
        assert_eq!(said.0.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_clock_that_has_jumped_ahead_removes_nothing_also_after_a_morning_of_use() {
        let (store, _folder) = testkit::fixture::store().await;
        let store = &*store;
        let many = worked(store, -390..1).await;
        assert_eq!(gone(store, 500).await, 0);
        let seconds = (0..600).map(|nth| reading(day(500).plus(TimeDelta::seconds(nth))));
        let morning = seconds.collect();
        store.note_accesses(SCHOOL, morning).await.unwrap();
        assert_eq!(gone(store, 501).await, 0);
        // Nor does what it wrote help, once it is right again.
        assert_eq!(gone(store, 2).await, 0);
        assert_eq!(left(store).await, many + 600);
    }

    #[tokio::test]
    async fn a_clock_that_goes_ahead_in_steps_removes_nothing() {
        let (store, _folder) = testkit::fixture::store().await;
        let store = &*store;
        let many = worked(store, -300..1).await;
        for nth in 1..=5 {
            assert_eq!(gone(store, 99 * nth).await, 0, "{nth}");
            let read = vec![reading(day(99 * nth))];
            store.note_accesses(SCHOOL, read).await.unwrap();
        }
        assert_eq!(left(store).await, many + 5);
    }

    #[tokio::test]
    async fn what_is_older_goes_while_the_server_runs() {
        let (store, _folder) = testkit::fixture::store().await;
        let store = &*store;
        let many = worked(store, 0..402).await;
        assert_eq!(gone(store, 1).await, 0);
        assert_eq!(gone(store, 400).await, 0);
        assert_eq!(gone(store, 401).await, 1);
        assert_eq!(left(store).await, many - 1);
    }

    #[tokio::test]
    async fn what_is_older_goes_at_a_start_after_a_summer() {
        let (store, _folder) = testkit::fixture::store().await;
        let store = &*store;
        let old = worked(store, -345..-340).await;
        let kept = worked(store, -340..-30).await;
        assert_eq!(usize::try_from(gone(store, 60).await).unwrap(), old);
        assert_eq!(left(store).await, kept);
    }
}
