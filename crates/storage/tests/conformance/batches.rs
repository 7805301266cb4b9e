//! What becomes of changes.

use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::view::Logged;
use journal::*;
use std::sync::Arc;
use storage::{BatchOutcome, Journals, Stored, Versioned};

pub type Case = Arc<dyn Journals>;

on_every_backend!(
    applied_in_order,
    replayed_with_the_first_outcome,
    gaps_store_nothing,
    ids_and_numbers_are_used_once,
    conflicts_show_who_wrote,
    conflicts_tell_cells_of_one_kind_apart,
    own_conflict_in_one_batch,
    who_says_the_same_has_written_nothing,
    who_emptied_a_cell_is_shown,
    a_mark_goes_and_comes_back,
    every_kind_of_cell_comes_back,
);

pub async fn apply(store: &Case, batch: storage::Batch) -> Vec<Stored> {
    match store.apply_changes(batch).await.unwrap() {
        BatchOutcome::Stored { outcomes, .. } => outcomes,
        other => panic!("{other:?}"),
    }
}

/// The whole log of a lesson.
pub async fn log(store: &Case, person: PersonId, lesson: LessonId) -> Vec<Logged> {
    let reader = reader(person);
    let rows = store.lesson_log(&reader, lesson, 0, usize::MAX).await;
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
        Versioned::Page { page, .. } => page.sheet.clone(),
        Versioned::Unchanged => panic!("no version was known"),
    }
}

pub fn on_time(seq: i64) -> Stored {
    Stored::Applied {
        seq,
        verdict: Verdict::OnTime,
    }
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
            last_n: 3
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
    let replayed: Vec<Stored> = first
        .iter()
        .map(|stored| Stored::Replayed(Box::new(stored.clone())))
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
            last_n: 1
        }
    );
}

async fn ids_and_numbers_are_used_once(store: Case) {
    let first = now(1, absence(ABRAMOV, "present", "absent"));
    apply(&store, batch(ORLOVA, NOW, vec![first.clone()])).await;
    let other_payload = submitted(1, change(1, MONDAY, at(NOW), roll_call()));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![other_payload])).await;
    assert_eq!(outcomes, [Stored::IdReused]);
    let other_id = submitted(1, change(50, MONDAY, at(NOW), roll_call()));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![other_id])).await;
    assert_eq!(outcomes, [Stored::NumberReused]);
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
    let before = Stored::Replayed(Box::new(on_time(13)));
    let within = Stored::Replayed(Box::new(on_time(14)));
    assert_eq!(outcomes, [before, Stored::IdReused, on_time(14), within]);
    let empty = store
        .apply_changes(batch(ORLOVA, NOW, Vec::new()))
        .await
        .unwrap();
    assert_eq!(
        empty,
        BatchOutcome::Stored {
            outcomes: Vec::new(),
            last_n: 5
        }
    );
    // An id of the imported past with another payload.
    let imported = submitted(6, change(7_000_001, MONDAY, at(NOW), roll_call()));
    assert_eq!(
        apply(&store, batch(ORLOVA, NOW, vec![imported])).await,
        [Stored::IdReused]
    );
}

async fn conflicts_show_who_wrote(store: Case) {
    let lesson = LessonId(1003);
    let edit = mark(BELOVA, TEST, Some("4"), "3");
    let conflict = submitted(1, change(1, lesson, at(NOW), edit));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![conflict.clone()])).await;
    let expected = Stored::Conflict {
        now: Content::Mark(Some(Mark::new("5".parse().unwrap(), 3))),
        by: Some(PersonName {
            last: "Орлова".into(),
            first: "Татьяна".into(),
            middle: "Андреевна".into(),
        }),
        at: Some(at("2026-11-11T09:41")),
    };
    assert_eq!(outcomes.first(), Some(&expected));
    // It stays what it was when it comes again, although the cell has moved since.
    let moved = submitted(
        2,
        change(2, lesson, at(NOW), mark(BELOVA, TEST, Some("5"), "4")),
    );
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![conflict, moved])).await;
    assert_eq!(
        outcomes,
        [Stored::Replayed(Box::new(expected)), on_time(13)]
    );
    // Nobody ever wrote here.
    let never = submitted(
        3,
        change(3, lesson, at(NOW), absence(BELOVA, "late:2", "absent")),
    );
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![never])).await;
    let now = Content::Attendance(Attendance::Present);
    assert_eq!(
        outcomes,
        [Stored::Conflict {
            now,
            by: None,
            at: None
        }]
    );
    // Two who say the same do not disagree.
    let same = submitted(
        4,
        change(4, lesson, at(NOW), mark(BELOVA, TEST, Some("2"), "4")),
    );
    assert_eq!(
        apply(&store, batch(ORLOVA, NOW, vec![same])).await,
        [on_time(14)]
    );
}

/// The last writer is that of the very cell: of this pupil and work, of this homework.
async fn conflicts_tell_cells_of_one_kind_apart(store: Case) {
    let second = |old: Option<&str>, new: &str| {
        let mut edit = mark(BELOVA, TEST, old, new);
        if let Edit::Mark { work, .. } = &mut edit {
            work.nth = 1;
        }
        edit
    };
    let homework = |slot: u8, old: Option<&str>, new: &str| {
        let text = |text: &str| Homework {
            text: text.into(),
            ..Homework::default()
        };
        let step = Step::new(old.map(text), Some(text(new)));
        Edit::Homework { slot, step }
    };
    // Everything at moments of its own, by a class teacher and a substitute in turn.
    let written = [
        (ORLOVA, "2026-11-18T09:26", mark(BELOVA, TEST, None, "4")),
        (ZIMIN, "2026-11-18T09:27", second(None, "5")),
        (ORLOVA, "2026-11-18T09:28", homework(0, None, "№ 1")),
        (ZIMIN, "2026-11-18T09:29", homework(10, None, "№ 2")),
        (ORLOVA, "2026-11-18T09:30", homework(1, None, "№ 3")),
        (
            ZIMIN,
            "2026-11-18T09:31",
            mark(BELOVA, TEST, Some("4"), "3"),
        ),
    ];
    let mut numbers = std::collections::HashMap::new();
    for (n, (person, when, edit)) in (1..).zip(written) {
        let own: &mut u64 = numbers.entry(person).or_insert(0);
        *own += 1;
        let change = submitted(*own, change(n, SUBSTITUTED, at(when), edit));
        let outcomes = apply(&store, batch(person, when, vec![change])).await;
        assert!(
            matches!(outcomes[0], Stored::Applied { .. }),
            "{outcomes:?}"
        );
    }
    let wanted = [
        mark(BELOVA, TEST, Some("2"), "5"),
        second(Some("2"), "4"),
        homework(0, Some("№ 9"), "№ 8"),
        homework(10, Some("№ 9"), "№ 8"),
        homework(1, Some("№ 9"), "№ 8"),
        absence(BELOVA, "late:2", "absent"),
    ];
    let when = "2026-11-18T09:40";
    let changes = (1..).zip(wanted).map(|(n, edit)| {
        let change = change(100 + n, SUBSTITUTED, at(when), edit);
        submitted(n, change)
    });
    let mut sent = batch(ORLOVA, when, changes.collect());
    sent.device = device(77);
    let told: Vec<_> = apply(&store, sent)
        .await
        .into_iter()
        .map(|stored| match stored {
            Stored::Conflict { by, at, .. } => (by.map(|name| name.last), at),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        ("Зимин", "2026-11-18T09:31"),
        ("Зимин", "2026-11-18T09:27"),
        ("Орлова", "2026-11-18T09:28"),
        ("Зимин", "2026-11-18T09:29"),
        ("Орлова", "2026-11-18T09:30"),
    ];
    let mut expected: Vec<_> = expected
        .map(|(who, when)| (Some(who.to_owned()), Some(at(when))))
        .into();
    expected.push((None, None));
    assert_eq!(told, expected);
}

async fn own_conflict_in_one_batch(store: Case) {
    let changes = vec![
        now(1, absence(ABRAMOV, "present", "absent")),
        now(2, absence(ABRAMOV, "present", "late:5")),
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    assert_eq!(outcomes[0], on_time(13));
    let Stored::Conflict {
        now: Content::Attendance(Attendance::Absent),
        by,
        at: when,
    } = &outcomes[1]
    else {
        panic!("{outcomes:?}")
    };
    assert_eq!(by.as_ref().unwrap().last, "Орлова");
    assert_eq!(*when, Some(at(NOW)));
}

/// It is in the log; whose value it is, and the version of the page, stay.
async fn who_says_the_same_has_written_nothing(store: Case) {
    let (early, later, last) = ("2026-11-18T09:26", "2026-11-18T09:27", "2026-11-18T09:28");
    let said = |n, id, when: &str, edit| submitted(n, change(id, SUBSTITUTED, at(when), edit));
    let absent = absence(BELOVA, "present", "absent");
    let sent = batch(ORLOVA, early, vec![said(1, 1, early, absent.clone())]);
    assert!(matches!(
        apply(&store, sent).await[0],
        Stored::Applied { seq: 13, .. }
    ));
    let version = async || {
        let page = store.open_lesson(&reader(ORLOVA), SUBSTITUTED, None).await;
        let Versioned::Page { version, .. } = page.unwrap().unwrap() else {
            panic!("no version was known")
        };
        version
    };
    let before = version().await;
    let same = vec![
        said(1, 2, later, absent),
        said(2, 3, later, mark(ELKIN, ORAL, None, "")),
    ];
    let outcomes = apply(&store, batch(ZIMIN, later, same)).await;
    assert!(
        matches!(outcomes[1], Stored::Applied { seq: 15, .. }),
        "{outcomes:?}"
    );
    assert_eq!(version().await, before);
    let conflicts = vec![
        said(2, 4, last, absence(BELOVA, "late:2", "exempt")),
        said(3, 5, last, mark(ELKIN, ORAL, Some("2"), "3")),
    ];
    let outcomes = apply(&store, batch(ORLOVA, last, conflicts)).await;
    let Stored::Conflict { by, at: when, .. } = &outcomes[0] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(by.as_ref().unwrap().last, "Орлова");
    assert_eq!(*when, Some(at(early)));
    assert!(
        matches!(outcomes[1], Stored::Conflict { by: None, .. }),
        "{outcomes:?}"
    );
}

async fn who_emptied_a_cell_is_shown(store: Case) {
    let changes = vec![
        now(1, mark(ELKIN, ORAL, None, "5")),
        now(2, mark(ELKIN, ORAL, Some("5"), "")),
        now(3, mark(ELKIN, ORAL, Some("4"), "3")),
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let Stored::Conflict { by: Some(by), .. } = &outcomes[2] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(by.last, "Орлова");
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
            matches!(outcomes[0], Stored::Applied { .. }),
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
        links: vec!["https://example.org/а".into(), String::new()],
    };
    let topic = Topic {
        text: "Уравнения".into(),
        item: Some(PlanItemId(902)),
    };
    let edits = [
        absence(VOLKOV, "present", "absent"),
        Edit::Reason {
            pupil: VOLKOV,
            step: Step::new(None, Some(stated.clone())),
        },
        Edit::Mark {
            pupil: ELKIN,
            work: second,
            step: Step::new(None, Some(commented.clone())),
        },
        mark(ELKIN, ORAL, None, "pass"),
        Edit::Topic {
            step: Step::new(None, Some(topic.clone())),
        },
        Edit::Homework {
            slot: 3,
            step: Step::new(None, Some(homework.clone())),
        },
        Edit::Homework {
            slot: 0,
            step: Step::new(None, Some(Homework::default())),
        },
        Edit::Form {
            step: Step::new(LessonForm::InPerson, LessonForm::Distance),
        },
    ];
    let changes = (1..).zip(edits).map(|(n, edit)| now(n, edit)).collect();
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    assert!(
        outcomes
            .iter()
            .all(|one| matches!(one, Stored::Applied { .. })),
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
            step: Step::new(Some(stated), None),
        },
        Edit::Homework {
            slot: 3,
            step: Step::new(Some(homework), Some(fewer.clone())),
        },
        Edit::Homework {
            slot: 0,
            step: Step::new(Some(Homework::default()), None),
        },
        Edit::Topic {
            step: Step::new(first.topic.clone(), None),
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
