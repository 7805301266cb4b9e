//! How often the tables of a school's lessons and marks are gone through for a gesture, as
//! PostgreSQL counts it. The use cases are the same over SQLite.

use super::*;
use crate::pg::{Database, alone, connect};
use chrono::{Days, NaiveTime, TimeDelta};
use journal::school::{Bell, BellSchedule, Holiday};
use std::sync::atomic::{AtomicU64, Ordering};
use storage::{Journals as _, PgOptions, PgStore};

const MANY: u32 = 40;
/// Of the next amendment.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Scans of lessons and of marks until now, when nobody but this connection is there any more.
async fn scans(admin: &tokio_postgres::Client) -> (i64, i64) {
    alone(admin).await;
    let scans = "SELECT (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::bigint \
         FROM pg_stat_user_tables WHERE relname = $1";
    let of = async |table| admin.query_one(scans, &[&table]).await.unwrap().get(0);
    (of("lesson").await, of("mark").await)
}

/// What a gesture costs: seen first, then made.
async fn cost(database: &Database, of: &str, amendments: Vec<Amendment>) -> (i64, i64) {
    let admin = connect(&database.url).await;
    let before = scans(&admin).await;
    let store = PgStore::connect(&database.url, PgOptions::default());
    let store: Arc<dyn Store> = Arc::new(store.await.unwrap());
    let done = amended(&store, ADMIN, amendments).await;
    assert_eq!(done.totals.refused, 0, "{of}: {done:?}");
    let untaken =
        |outcome: &&AmendmentOutcome| !matches!(outcome, AmendmentOutcome::Applied { .. });
    assert_eq!(done.outcomes.iter().find(untaken), None, "{of}");
    store.close().await;
    drop(store);
    let after = scans(&admin).await;
    (after.0 - before.0, after.1 - before.1)
}

/// Gestures of so many amendments each; the ids of the records begin at `first`.
struct Gestures {
    first: u32,
    count: u32,
}

impl Gestures {
    fn of(
        &self,
        each: impl Fn(u32) -> (RecordRef, Option<Record>, Option<Record>),
    ) -> Vec<Amendment> {
        let nth = 0..self.count;
        nth.map(|nth| {
            let (at, was, now) = each(self.first + nth);
            amendment(NEXT.fetch_add(1, Ordering::Relaxed), at, was, now)
        })
        .collect()
    }

    fn schedules(&self) -> Vec<Amendment> {
        self.of(|n| {
            let starts = |number: u8| {
                let minutes = 60 * i64::from(number - 20) + i64::from(n % 10);
                NaiveTime::MIN + TimeDelta::minutes(minutes)
            };
            // No lesson has such a number, so that none moves.
            let bells = (21..=40).map(|number| Bell {
                number,
                starts: starts(number),
                ends: starts(number) + TimeDelta::minutes(40),
            });
            let schedule = BellScheduleRecord {
                year: YearId(1),
                shift: 3,
                schedule: BellSchedule {
                    title: format!("Расписание {n}"),
                    bells: bells.collect(),
                },
                ..BellScheduleRecord::default()
            };
            let at = of(RecordKind::BellSchedule, n.into());
            (at, None, Some(Record::BellSchedule(schedule)))
        })
    }

    fn holidays(&self) -> Vec<Amendment> {
        self.of(|n| {
            let on = day("2026-11-17") + Days::new(u64::from(n));
            let holiday = HolidayRecord {
                year: YearId(1),
                holiday: Holiday {
                    title: format!("День {n}"),
                    sort: HolidaySort::Break,
                    starts: on,
                    ends: on,
                },
            };
            let at = of(RecordKind::Holiday, n.into());
            (at, None, Some(Record::Holiday(holiday)))
        })
    }

    fn rooms(&self) -> [Vec<Amendment>; 2] {
        let room = |title: String| {
            Record::Room(Room {
                building: BuildingId(1),
                title,
                ..Room::default()
            })
        };
        let at = |n: u32| of(RecordKind::Room, n.into());
        let (old, new) = (
            move |n| Some(room(format!("Х-{n}"))),
            move |n| Some(room(format!("Ц-{n}"))),
        );
        [
            self.of(|n| (at(n), None, old(n))),
            self.of(|n| (at(n), old(n), new(n))),
        ]
    }

    fn work_kinds(&self) -> [Vec<Amendment>; 2] {
        let kind = |n: u32| {
            Some(Record::WorkKind(WorkKindRecord {
                title: format!("Работа {n}"),
                short: format!("Р{n}"),
                weight: 1,
                marking_days: None,
            }))
        };
        let at = |n: u32| of(RecordKind::WorkKind, n.into());
        [
            self.of(|n| (at(n), None, kind(n))),
            self.of(|n| (at(n), kind(n), None)),
        ]
    }

    fn people(&self) -> [Vec<Amendment>; 2] {
        let person = |n: u32| {
            let name = PersonName {
                last: format!("Новиков{n}"),
                ..PersonName::default()
            };
            Some(Record::Person(PersonRecord { name }))
        };
        let at = |n: u32| of(RecordKind::Person, i64::from(n) + 5000);
        [
            self.of(|n| (at(n), None, person(n))),
            self.of(|n| (at(n), person(n), None)),
        ]
    }
}

#[tokio::test]
async fn the_lessons_are_gone_through_as_often_for_many_amendments_as_for_two() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let store = PgStore::connect(&database.url, PgOptions::default());
    let store = store.await.unwrap();
    store.import(school(1)).await.unwrap();
    store.close().await;
    drop(store);
    let cost = async |first, count| {
        let gestures = Gestures { first, count };
        let mut costs = Vec::new();
        for (name, gesture) in [
            ("schedules", gestures.schedules()),
            ("holidays", gestures.holidays()),
        ] {
            costs.push((name, cost(&database, name, gesture).await.0));
        }
        for (name, [before, gesture]) in [
            ("rooms", gestures.rooms()),
            ("work kinds", gestures.work_kinds()),
            ("people", gestures.people()),
        ] {
            cost(&database, name, before).await;
            let (lessons, marks) = cost(&database, name, gesture).await;
            costs.push((name, lessons + marks));
        }
        costs
    };
    let (two, many) = (cost(100, 2).await, cost(102, MANY).await);
    assert_eq!(many, two);
    assert!(two.iter().all(|(_, scans)| *scans > 0), "{two:?}");
}
