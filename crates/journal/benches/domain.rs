//! `apply` and `judge`: what both sides run for every change.

use chrono::{NaiveDate, NaiveTime};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use journal::{
    Actor, Change, ChangeId, Context, Edit, FromTo, GestureId, JournalId, Lesson, LessonId, Mark,
    PersonId, PupilId, Regulation, Relation, Role, Roles, SchoolTime, Sheet, Timestamp, WorkKindId,
    WorkRef,
};
use std::hint::black_box;
use uuid::Uuid;

fn lesson() -> Lesson {
    Lesson {
        id: LessonId(1),
        journal: JournalId(1),
        date: NaiveDate::from_ymd_opt(2026, 11, 16).unwrap_or_default(),
        number: 2,
        starts: NaiveTime::from_hms_opt(9, 25, 0).unwrap_or_default(),
        ends: NaiveTime::from_hms_opt(10, 10, 0).unwrap_or_default(),
        room: None,
        teacher: PersonId(7),
    }
}

fn marks() -> Vec<Change> {
    (1..=30_i64)
        .map(|pupil| Change {
            id: ChangeId(Uuid::from_u128(u128::from(pupil.unsigned_abs()))),
            gesture: GestureId(Uuid::nil()),
            made_at: Timestamp(1_794_810_400_000_000),
            sheet: LessonId(1).into(),
            edit: Edit::Mark {
                pupil: PupilId(pupil),
                work: WorkRef::first(WorkKindId(1)),
                step: FromTo::new(None, "5".parse().ok().map(|value| Mark::new(value, 1))),
            },
            ground: None,
            beside: None,
            after: None,
        })
        .collect()
}

fn benches(criterion: &mut Criterion) {
    let changes = marks();
    criterion.bench_function("apply 30 marks to a lesson", |bencher| {
        bencher.iter_batched(
            || Sheet::new(lesson()),
            |mut sheet| {
                for change in &changes {
                    let _ = black_box(sheet.apply(change, PersonId(7), |_| true));
                }
                sheet
            },
            BatchSize::SmallInput,
        );
    });
    let Some(regulation) = Regulation::shipped("sergiev-posad-14") else {
        return;
    };
    let lesson = lesson();
    let actor = Actor {
        person: PersonId(7),
        roles: Roles(vec![Role::Teacher]),
    };
    let years = journal::SchoolYears::default();
    let work_days = journal::regulation::WorkDays::default();
    let context = Context {
        of: journal::Occasion::Lesson(&lesson),
        time: SchoolTime::MOSCOW,
        at: Timestamp(1_794_810_400_000_000),
        relation: Relation {
            own_journal: true,
            ..Relation::default()
        },
        last_bell: None,
        years: &years,
        work_days: &work_days,
        work_kinds: &[],
        roll_called: false,
        excused: false,
        takes_back: None,
        granted: false,
    };
    criterion.bench_function("judge 30 marks", |bencher| {
        bencher.iter(|| {
            for change in &changes {
                black_box(regulation.judge(&actor, change, &context));
            }
        });
    });
}

criterion_group!(domain, benches);
criterion_main!(domain);
