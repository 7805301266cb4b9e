//! What a verdict costs: on the desk, at the keystroke, and in a batch of 30 marks as the server settles
//! it without a disk. The share of judging in such a batch is the first by the second.

#![expect(clippy::expect_used, reason = "a bench fails by panicking")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use journal::view::Me;
use journal::{Change, Clock, PersonName, Role, Roles, Timestamp};
use offline::{Cached, IdSource, ServerClock};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use storage::{Batch, Journals, MemoryStore, Reader, Submitted, Versioned};
use testkit::fixture::{self, ANSWER, CONTROL, ORLOVA, PUPILS, RUNNING, SCHOOL, pupil};
use testkit::{Pen, TestClock};
use tokio::runtime::{Builder, Runtime};
use zhurnal::desk::Desk;

#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        fixture::now()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

fn marks() -> Vec<Change> {
    let pen = Pen::new(Arc::new(TestClock::standing(fixture::now())));
    let answers = (1..=PUPILS).map(|nth| (nth, ANSWER));
    let controls = (1..=30 - PUPILS).map(|nth| (nth, CONTROL));
    let all = answers.chain(controls);
    all.map(|(nth, work)| pen.grade(RUNNING, pupil(nth), work, None, Some(5)))
        .collect()
}

fn school(runtime: &Runtime) -> MemoryStore {
    let store = MemoryStore::default();
    let imported = runtime.block_on(store.import(fixture::bundle()));
    imported.expect("a school");
    store
}

fn teacher() -> Roles {
    Roles(vec![Role::Teacher])
}

/// A desk with the page of the lesson that runs.
fn desk(runtime: &Runtime) -> Desk {
    let store = school(runtime);
    let mut desk = Desk::new(
        Rc::new(ServerClock::new(Arc::new(Standing))),
        IdSource::new([1; 32]),
    );
    desk.me = Some(Me {
        person: ORLOVA,
        name: PersonName::default(),
        roles: teacher(),
        school: String::new(),
        class_teacher_of: Vec::new(),
        leads: Vec::new(),
        must_change_password: false,
    });
    let rules = runtime.block_on(store.rules(SCHOOL)).expect("rules");
    desk.take_rules(rules.expect("a school"));
    let reader = Reader {
        school: SCHOOL,
        person: ORLOVA,
        roles: teacher(),
        at: fixture::now(),
    };
    let page = runtime.block_on(store.open_lesson(&reader, RUNNING, None));
    if let Some(Versioned::Page { page, .. }) = page.expect("a page") {
        let cached = Cached {
            page: page.read().expect("a page"),
            fetched_at: fixture::now(),
            stale: false,
            writers: BTreeMap::default(),
        };
        desk.pages.show_lesson(RUNNING, cached);
    }
    desk
}

fn batch(changes: Vec<Change>) -> Batch {
    let submitted = (1..).zip(changes).map(|(n, change)| Submitted {
        n,
        change,
        clock_suspect: false,
    });
    Batch {
        school: SCHOOL,
        person: ORLOVA,
        roles: teacher(),
        device: testkit::pen::new_device(),
        received_at: fixture::now(),
        may_set_aside: true,
        changes: submitted.collect(),
    }
}

fn benches(criterion: &mut Criterion) {
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let (desk, changes) = (desk(&runtime), marks());
    criterion.bench_function("30 verdicts of the desk", |bencher| {
        bencher.iter(|| {
            for change in &changes {
                black_box(desk.judge_change(change));
            }
        });
    });
    criterion.bench_function(
        "30 marks settled by the server, without a disk",
        |bencher| {
            bencher.iter_batched(
                || (school(&runtime), batch(changes.clone())),
                |(store, batch)| {
                    let outcome = runtime.block_on(store.apply_changes(batch));
                    (store, outcome)
                },
                BatchSize::SmallInput,
            );
        },
    );
}

criterion_group!(verdict, benches);
criterion_main!(verdict);
