//! What becomes of changes.

use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::view::Logged;
use journal::*;
use std::sync::Arc;
use storage::{BatchOutcome, Journals, Versioned};

pub type Case = Arc<dyn Journals>;

on_every_backend!(
    applied_in_order,
    replayed_with_the_first_outcome,
    gaps_store_nothing,
    ids_and_numbers_are_used_once,
    a_mark_goes_and_comes_back,
    every_kind_of_cell_comes_back,
);

pub async fn apply(store: &Case, batch: storage::Batch) -> Vec<ChangeOutcome> {
    match store.apply_changes(batch).await.unwrap() {
        BatchOutcome::Stored { outcomes, .. } => outcomes,
        other => panic!("{other:?}"),
    }
}

/// The whole log of a lesson.
pub async fn log(store: &Case, person: PersonId, lesson: LessonId) -> Vec<Logged> {
    let reader = reader(person);
    let rows = store.sheet_log(&reader, lesson.into(), 0, usize::MAX).await;
    let rows = rows.unwrap().unwrap();
    assert!(!rows.more);
    rows.changes
}

pub async fn sheet(store: &Case, lesson: LessonId) -> Sheet {
    match store
        .open_lesson(&reader(DEPUTY), lesson, None)
        .await
        .unwrap()
        .unwrap()
    {
        Versioned::Page { page, .. } => page.read().unwrap().sheet,
        Versioned::Unchanged => panic!("no version was known"),
    }
}

pub fn on_time(seq: i64) -> ChangeOutcome {
    ChangeOutcome::Applied {
        seq,
        verdict: Verdict::OnTime,
    }
}

pub fn replayed(first: ChangeOutcome) -> ChangeOutcome {
    let first = Box::new(first);
    ChangeOutcome::AlreadyApplied { first }
}

pub const fn refused(problem: ChangeRefusal) -> ChangeOutcome {
    ChangeOutcome::Refused { problem }
}

pub const fn invalid(why: Invalid) -> ChangeOutcome {
    refused(ChangeRefusal::Invalid { why })
}

pub const NOW: &str = "2026-11-16T09:30";

pub fn now(n: u64, edit: Edit) -> storage::Submitted {
    submitted(n, change(n, MONDAY, at(NOW), edit))
}

async fn applied_in_order(store: Case) {
    let batch = batch(
        ORLOVA,
        NOW,
        vec![
            now(1, absence(ABRAMOV, "present", "absent")),
            now(2, absence(BELOVA, "present", "late:12")),
            now(3, roll_call()),
        ],
    );
    let outcome = store.apply_changes(batch).await.unwrap();
    let outcomes = vec![on_time(13), on_time(14), on_time(15)];
    assert_eq!(
        outcome,
        BatchOutcome::Stored {
            outcomes,
            last_n: 3,
            denied: Vec::new(),
        }
    );
    let sheet = sheet(&store, MONDAY).await;
    assert_eq!(sheet.attendance(ABRAMOV), Attendance::Absent);
    assert_eq!(sheet.attendance(BELOVA), Attendance::Late { minutes: 12 });
    assert_eq!(
        sheet.roll_call,
        Some(RollCall {
            by: ORLOVA,
            at: at(NOW)
        })
    );
}

async fn replayed_with_the_first_outcome(store: Case) {
    let changes = vec![
        now(1, absence(ABRAMOV, "present", "absent")),
        now(2, absence(ABRAMOV, "late:3", "exempt")),
    ];
    let first = apply(&store, batch(ORLOVA, NOW, changes.clone())).await;
    let again = apply(&store, batch(ORLOVA, "2026-11-16T12:00", changes.clone())).await;
    let replayed: Vec<ChangeOutcome> = first
        .iter()
        .map(|stored| replayed(stored.clone()))
        .collect();
    assert_eq!(again, replayed);
    // A batch that begins with what came before and goes on.
    let mut more = changes;
    more.push(now(3, roll_call()));
    let outcomes = apply(&store, batch(ORLOVA, NOW, more)).await;
    assert_eq!(outcomes[..2], replayed);
    assert_eq!(outcomes[2], on_time(14));
    let log = log(&store, ORLOVA, MONDAY).await;
    assert_eq!(log.len(), 2);
}

async fn gaps_store_nothing(store: Case) {
    let gap = store
        .apply_changes(batch(ORLOVA, NOW, vec![now(2, roll_call())]))
        .await
        .unwrap();
    assert_eq!(gap, BatchOutcome::Gap { expected: 1 });
    let inner = vec![
        now(1, roll_call()),
        now(3, absence(BELOVA, "present", "absent")),
    ];
    let gap = store
        .apply_changes(batch(ORLOVA, NOW, inner))
        .await
        .unwrap();
    assert_eq!(gap, BatchOutcome::Gap { expected: 1 });
    assert!(sheet(&store, MONDAY).await.roll_call.is_none());
    assert_eq!(
        apply(&store, batch(ORLOVA, NOW, vec![now(1, roll_call())])).await,
        [on_time(13)]
    );
    let empty = store
        .apply_changes(batch(ORLOVA, NOW, Vec::new()))
        .await
        .unwrap();
    assert_eq!(
        empty,
        BatchOutcome::Stored {
            outcomes: Vec::new(),
            last_n: 1,
            denied: Vec::new(),
        }
    );
}

async fn ids_and_numbers_are_used_once(store: Case) {
    let first = now(1, absence(ABRAMOV, "present", "absent"));
    apply(&store, batch(ORLOVA, NOW, vec![first.clone()])).await;
    let other_payload = submitted(1, change(1, MONDAY, at(NOW), roll_call()));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![other_payload])).await;
    assert_eq!(outcomes, [refused(ChangeRefusal::IdReused)]);
    let other_id = submitted(1, change(50, MONDAY, at(NOW), roll_call()));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![other_id])).await;
    assert_eq!(outcomes, [refused(ChangeRefusal::NumberReused)]);
    // The same change under a new number, then the same id with another payload, then work goes on.
    let replay = storage::Submitted { n: 2, ..first };
    let reused = submitted(3, change(1, MONDAY, at(NOW), roll_call()));
    let next = submitted(4, change(60, MONDAY, at(NOW), roll_call()));
    let twice = submitted(5, change(60, MONDAY, at(NOW), roll_call()));
    let outcomes = apply(
        &store,
        batch(ORLOVA, NOW, vec![replay, reused, next, twice]),
    )
    .await;
    let before = replayed(on_time(13));
    let within = replayed(on_time(14));
    assert_eq!(
        outcomes,
        [
            before,
            refused(ChangeRefusal::IdReused),
            on_time(14),
            within
        ]
    );
    let empty = store
        .apply_changes(batch(ORLOVA, NOW, Vec::new()))
        .await
        .unwrap();
    assert_eq!(
        empty,
        BatchOutcome::Stored {
            outcomes: Vec::new(),
            last_n: 5,
            denied: Vec::new(),
        }
    );
    // An id of the imported past with another payload.
    let imported = submitted(6, change(7_000_001, MONDAY, at(NOW), roll_call()));
    assert_eq!(
        apply(&store, batch(ORLOVA, NOW, vec![imported])).await,
        [refused(ChangeRefusal::IdReused)]
    );
}

async fn a_mark_goes_and_comes_back(store: Case) {
    let steps = [
        (None, "5"),
        (Some("5"), "4/5"),
        (Some("4/5"), ""),
        (None, "point:2026-11-20"),
    ];
    for (n, (old, new)) in (1..).zip(steps) {
        let edit = mark(ELKIN, ORAL, old, new);
        let outcomes = apply(&store, batch(ORLOVA, NOW, vec![now(n, edit)])).await;
        assert!(
            matches!(outcomes[0], ChangeOutcome::Applied { .. }),
            "{outcomes:?}"
        );
        let sheet = sheet(&store, MONDAY).await;
        let shown = sheet
            .entry(ELKIN)
            .map(|entry| entry.marks[0].mark.value.to_string());
        assert_eq!(shown.unwrap_or_default(), new);
    }
    let log = log(&store, ORLOVA, MONDAY).await;
    assert_eq!(log.len(), 4, "nothing is ever erased");
}

#[expect(clippy::too_many_lines, reason = "one cell after another")]
async fn every_kind_of_cell_comes_back(store: Case) {
    let stated = AbsenceReason {
        kind: ReasonKind::Valid,
        standing: Standing::Stated,
        document: Some(Document {
            title: "заявление".into(),
            received: day("2026-11-15"),
        }),
    };
    let commented = Mark {
        value: "3".parse().unwrap(),
        weight: 7,
        comment: Some("переделать «№ 5»".into()),
    };
    let second = WorkRef { kind: ORAL, nth: 1 };
    let homework = Homework {
        text: "§ 12\n№ 431–434".into(),
        audience: Audience::Pupils([ABRAMOV, BELOVA].into()),
        due: Some(day("2026-11-18")),
        nature: Some(Nature::ByHeart),
        links: vec!["https://example.org/а".into(), "http://example.org".into()],
    };
    let topic = Topic {
        text: "Уравнения".into(),
        item: Some(PlanItemId(902)),
    };
    let edits = [
        absence(VOLKOV, "present", "absent"),
        Edit::Reason {
            pupil: VOLKOV,
            step: FromTo::new(None, Some(stated.clone())),
        },
        Edit::Mark {
            pupil: ELKIN,
            work: second,
            step: FromTo::new(None, Some(commented.clone())),
        },
        mark(ELKIN, ORAL, None, "pass"),
        Edit::Topic {
            step: FromTo::new(None, Some(topic.clone())),
        },
        Edit::Homework {
            slot: 3,
            step: FromTo::new(None, Some(homework.clone())),
        },
        Edit::Homework {
            slot: 0,
            step: FromTo::new(None, Some(Homework::default())),
        },
        Edit::Form {
            step: FromTo::new(LessonForm::InPerson, LessonForm::Distance),
        },
    ];
    let changes = (1..).zip(edits).map(|(n, edit)| now(n, edit)).collect();
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    assert!(
        outcomes
            .iter()
            .all(|one| matches!(one, ChangeOutcome::Applied { .. })),
        "{outcomes:?}"
    );
    let first = sheet(&store, MONDAY).await;
    assert_eq!(first.entry(VOLKOV).unwrap().reason, Some(stated.clone()));
    let marks = &first.entry(ELKIN).unwrap().marks;
    assert_eq!(
        marks[1],
        PlacedMark {
            work: second,
            mark: commented
        }
    );
    assert_eq!(first.topic, Some(topic));
    assert_eq!(first.homework[&3], homework);
    assert!(first.homework[&0].is_none_set());
    assert_eq!(first.form, LessonForm::Distance);
    // And back.
    let fewer = Homework {
        audience: Audience::Pupils([BELOVA].into()),
        ..homework.clone()
    };
    let edits = [
        Edit::Reason {
            pupil: VOLKOV,
            step: FromTo::new(Some(stated), None),
        },
        Edit::Homework {
            slot: 3,
            step: FromTo::new(Some(homework), Some(fewer.clone())),
        },
        Edit::Homework {
            slot: 0,
            step: FromTo::new(Some(Homework::default()), None),
        },
        Edit::Topic {
            step: FromTo::new(first.topic.clone(), None),
        },
        absence(VOLKOV, "absent", "present"),
    ];
    let changes = (9..).zip(edits).map(|(n, edit)| now(n, edit)).collect();
    apply(&store, batch(ORLOVA, NOW, changes)).await;
    let second = sheet(&store, MONDAY).await;
    assert_eq!(second.entry(VOLKOV), None);
    assert_eq!(second.homework, [(3, fewer)].into());
    assert_eq!(second.topic, None);
}
