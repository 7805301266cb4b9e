//! What is not accepted: told apart, kept aside, answered the same when it comes again.

use crate::batches::{Case, NOW, apply, invalid, now, on_time, refused, replayed, sheet};
use crate::fixture::*;
use crate::pages::lesson;
use crate::stage::on_every_backend;
use journal::*;
use storage::{BatchOutcome, PastChange, Versioned};

on_every_backend!(
    clocks_ahead_are_held,
    late_locked_and_forbidden,
    invalid_changes_are_kept_aside,
    days_works_and_grounds_that_cannot_be_are_kept_aside,
    a_journal_without_marks_takes_all_but_marks,
    the_log_tells_what_really_stood_in_the_cell,
    what_another_person_made_is_not_sent_again,
    a_topic_names_a_row_of_its_own_plan,
    what_shows_nothing_or_deceives_is_kept_aside,
    strangers_see_no_lesson,
    a_change_of_a_sheet_that_is_not_kept_is_set_aside,
    devices_belong_to_one_person,
    the_class_teacher_of_the_pupil_confirms,
    an_unknown_school_is_an_error,
    where_nothing_may_be_set_aside_clean_batches_pass,
);

async fn clocks_ahead_are_held(store: Case) {
    let ahead = submitted(1, change(1, MONDAY, at("2026-11-16T09:36"), roll_call()));
    let a_little = submitted(2, change(2, MONDAY, at("2026-11-16T09:31"), roll_call()));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![ahead.clone(), a_little])).await;
    assert_eq!(outcomes, [ChangeOutcome::Held, on_time(13)]);
    let again = apply(&store, batch(ORLOVA, NOW, vec![ahead])).await;
    assert_eq!(again, [replayed(ChangeOutcome::Held)]);
}

async fn late_locked_and_forbidden(store: Case) {
    // Homework is due 90 minutes after the class's last lesson, the chess club's excepted: it
    // ends with the chess club of both classes at 14:00.
    let homework = |n: u64, received: &str| {
        let text = Homework {
            text: format!("№ {n}"),
            ..Homework::default()
        };
        let slot = u8::try_from(n).unwrap();
        let edit = Edit::Homework {
            slot,
            step: FromTo::new(None, Some(text)),
        };
        batch(
            ORLOVA,
            received,
            vec![submitted(n, change(n, MONDAY, at(received), edit))],
        )
    };
    assert_eq!(
        apply(&store, homework(1, "2026-11-16T15:30")).await,
        [on_time(13)]
    );
    let late = apply(&store, homework(2, "2026-11-16T15:31")).await;
    let ChangeOutcome::Applied {
        seq: 14,
        verdict: Verdict::Late { due, clause },
    } = &late[0]
    else {
        panic!("{late:?}")
    };
    assert_eq!(
        (*due, clause.id.as_str()),
        (at("2026-11-16T15:30"), "SGO154-2.7e")
    );
    let again = apply(&store, homework(2, "2026-11-16T15:31")).await;
    assert_eq!(again, [replayed(late[0].clone())]);
    let locked = apply(&store, homework(3, "2026-11-24T08:00")).await;
    assert!(
        matches!(
            &locked[0],
            ChangeOutcome::Refused {
                problem: ChangeRefusal::Judged {
                    verdict: Verdict::Locked { .. }
                }
            }
        ),
        "{locked:?}"
    );
    let again = apply(&store, homework(3, "2026-11-24T08:00")).await;
    assert_eq!(again, [replayed(locked[0].clone())]);
    // The class teacher of the other class has nothing to write here; the deputy only reads.
    let of_deputy = vec![submitted(1, change(90, MONDAY, at(NOW), roll_call()))];
    let forbidden = apply(&store, batch(DEPUTY, NOW, of_deputy)).await;
    assert!(
        matches!(
            &forbidden[0],
            ChangeOutcome::Refused {
                problem: ChangeRefusal::Judged {
                    verdict: Verdict::Forbidden { .. }
                }
            }
        ),
        "{forbidden:?}"
    );
    // A lesson marked offline keeps its time: made before 15:30, sent in the evening.
    let edit = Edit::Homework {
        slot: 9,
        step: FromTo::new(
            None,
            Some(Homework {
                text: "вовремя".into(),
                ..Homework::default()
            }),
        ),
    };
    let made = submitted(4, change(91, LessonId(1007), at("2026-11-24T10:00"), edit));
    let offline = apply(&store, batch(ORLOVA, "2026-11-24T20:00", vec![made])).await;
    assert!(
        matches!(&offline[0], ChangeOutcome::Applied { .. }),
        "{offline:?}"
    );
}

fn homework_due(date: &str) -> Edit {
    let homework = Homework {
        text: "№ 1".into(),
        due: Some(date.parse().unwrap()),
        ..Homework::default()
    };
    Edit::Homework {
        slot: 0,
        step: FromTo::new(None, Some(homework)),
    }
}

async fn invalid_changes_are_kept_aside(store: Case) {
    let changes = vec![
        now(1, absence(ABRAMOV, "present", "late:46")),
        now(2, absence(GONE, "present", "absent")),
        now(3, mark(ABRAMOV, ORAL, None, "point:2026-11-01")),
        now(4, roll_call()),
        now(5, homework_due("2025-11-20")),
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes.clone())).await;
    let expected = [
        invalid(Invalid::LaterThanLesson {
            minutes: 46,
            lesson: 45,
        }),
        invalid(Invalid::NotAMember(GONE)),
        invalid(Invalid::PointInThePast),
        on_time(13),
        invalid(Invalid::HomeworkInThePast),
    ];
    assert_eq!(outcomes, expected);
    let again = apply(&store, batch(ORLOVA, NOW, changes)).await;
    assert_eq!(again, expected.map(replayed));
    let feed = store.feed_since(&reader(ORLOVA), 12, 100).await.unwrap();
    assert_eq!(
        feed.changes.len(),
        1,
        "only what was accepted is in the feed"
    );
}

async fn days_works_and_grounds_that_cannot_be_are_kept_aside(store: Case) {
    let received = |date: &str| Edit::Reason {
        pupil: ABRAMOV,
        step: FromTo::new(
            None,
            Some(AbsenceReason {
                kind: ReasonKind::Illness,
                standing: Standing::Stated,
                document: Some(Document {
                    title: "справка".into(),
                    received: date.parse().unwrap(),
                }),
            }),
        ),
    };
    let of_work = |kind, nth| {
        let mut edit = mark(ABRAMOV, kind, None, "5");
        if let Edit::Mark { work, .. } = &mut edit {
            work.nth = nth;
        }
        edit
    };
    let mut as_substitute = now(7, mark(ABRAMOV, ORAL, None, "5"));
    as_substitute.change.ground = Some(Ground::Substitution);
    let changes = vec![
        now(1, homework_due("-0001-01-01")),
        now(2, homework_due("+12026-11-20")),
        now(3, received("-0001-01-01")),
        now(4, mark(ABRAMOV, ORAL, None, "point:9999-01-01")),
        now(5, of_work(WorkKindId(999), 0)),
        now(6, of_work(ORAL, 200)),
        as_substitute,
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let expected = [
        Invalid::FarDay,
        Invalid::FarDay,
        Invalid::FarDay,
        Invalid::FarDay,
        Invalid::NoSuchWork,
        Invalid::NoSuchWork,
        Invalid::GroundNotGiven,
    ];
    assert_eq!(outcomes, expected.map(invalid));
    let page = lesson(&store, ORLOVA, MONDAY).await;
    assert!(page.is_some(), "the lesson can still be read");
}

/// A first grade: its school says that no marks are given.
async fn a_journal_without_marks_takes_all_but_marks(store: Case) {
    let mut bundle = school(2);
    bundle.history.clear();
    for journal in &mut bundle.journals {
        journal.without_marks = journal.id == ALGEBRA_7B;
    }
    store.import(bundle.clone()).await.unwrap();
    let topic = Edit::Topic {
        step: FromTo::new(
            None,
            Some(Topic {
                text: "Слоги".into(),
                item: None,
            }),
        ),
    };
    let edits = [
        mark(ABRAMOV, ORAL, None, "5"),
        mark(ABRAMOV, ORAL, None, "4/5"),
        mark(ABRAMOV, ORAL, None, "point:2026-11-20"),
        mark(ABRAMOV, ORAL, None, "pass"),
        mark(ELKIN, ORAL, None, "exempt"),
        absence(ABRAMOV, "present", "absent"),
        roll_call(),
        topic,
    ];
    let changes = (1..).zip(edits).map(|(n, edit)| now(n, edit)).collect();
    let mut batch = batch(ORLOVA, NOW, changes);
    batch.school = SchoolId(2);
    let outcomes = apply(&store, batch).await;
    let refused = invalid(Invalid::WithoutMarks);
    assert_eq!(outcomes[..3], [refused.clone(), refused.clone(), refused]);
    assert_eq!(outcomes[3..], (1..=5).map(on_time).collect::<Vec<_>>());
    let mut reader = reader(ORLOVA);
    reader.school = SchoolId(2);
    let page = match store.open_lesson(&reader, MONDAY, None).await.unwrap() {
        Some(Versioned::Page { page, .. }) => page,
        other => panic!("{other:?}"),
    };
    assert!(page.sheet.without_marks, "the client is told");
    let other = store.open_lesson(&reader, SUBSTITUTED, None).await.unwrap();
    assert!(matches!(other, Some(Versioned::Page { page, .. }) if page.sheet.without_marks));
    bundle.history.push(PastChange {
        change: change(9, MONDAY, at(NOW), mark(ABRAMOV, ORAL, None, "5")),
        by: ORLOVA,
        received_at: at(NOW),
    });
    bundle.school.id = SchoolId(3);
    let error = store.import(bundle).await.unwrap_err().to_string();
    assert!(error.contains("no marks are given"), "{error}");
}

async fn the_log_tells_what_really_stood_in_the_cell(store: Case) {
    apply(
        &store,
        batch(ORLOVA, NOW, vec![now(1, mark(ABRAMOV, ORAL, None, "5"))]),
    )
    .await;
    // Who saw a 3 and wants the 5 that stands there is not contradicted, but no 3 was replaced.
    let stale = now(2, mark(ABRAMOV, ORAL, Some("3"), "5"));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![stale.clone()])).await;
    assert_eq!(outcomes, [on_time(14)]);
    let feed = store.feed_since(&reader(ORLOVA), 13, 10).await.unwrap();
    let expected = mark(ABRAMOV, ORAL, Some("5"), "5");
    assert_eq!(feed.changes[0].change.edit, expected);
    let again = apply(&store, batch(ORLOVA, NOW, vec![stale])).await;
    assert_eq!(again, [replayed(on_time(14))]);
}

async fn what_another_person_made_is_not_sent_again(store: Case) {
    let made = now(1, roll_call());
    apply(&store, batch(ORLOVA, NOW, vec![made.clone()])).await;
    let aside = now(2, absence(ABRAMOV, "late:3", "exempt"));
    apply(&store, batch(ORLOVA, NOW, vec![aside.clone()])).await;
    // Who read both in the log, or over a shoulder.
    let aside = storage::Submitted { n: 2, ..aside };
    let outcomes = apply(&store, batch(DEPUTY, NOW, vec![made.clone(), aside])).await;
    assert_eq!(
        outcomes,
        [
            refused(ChangeRefusal::IdReused),
            refused(ChangeRefusal::IdReused)
        ]
    );
    // The same person on another device, which was set up anew, is answered.
    let mut moved = batch(ORLOVA, NOW, vec![made]);
    moved.device = device(88);
    let again = apply(&store, moved).await;
    assert_eq!(again, [replayed(on_time(13))]);
}

async fn a_topic_names_a_row_of_its_own_plan(store: Case) {
    let topic = |item: i64| Edit::Topic {
        step: FromTo::new(
            None,
            Some(Topic {
                text: "Степени".into(),
                item: Some(PlanItemId(item)),
            }),
        ),
    };
    let changes = vec![now(1, topic(7)), now(2, topic(905))];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let refused = invalid(Invalid::NoSuchPlanItem);
    assert_eq!(outcomes, [refused.clone(), on_time(13)]);
    // A row there is, but of another journal.
    let of_7a = submitted(1, change(41, MONDAY_7A, at(NOW), topic(905)));
    let outcomes = apply(&store, batch(LEBEDEVA, NOW, vec![of_7a])).await;
    assert_eq!(outcomes, [refused]);
}

async fn what_shows_nothing_or_deceives_is_kept_aside(store: Case) {
    let topic = |text: &str| Edit::Topic {
        step: FromTo::new(
            None,
            Some(Topic {
                text: text.into(),
                item: None,
            }),
        ),
    };
    let homework = |text: &str| Edit::Homework {
        slot: 0,
        step: FromTo::new(
            None,
            Some(Homework {
                text: text.into(),
                ..Homework::default()
            }),
        ),
    };
    let changes = vec![
        now(1, topic("\u{200B}\u{FEFF}")),
        now(2, topic("Степени\u{202E}кинтох")),
        now(3, homework("№ 1 \u{E0041}\u{E0042}")),
        now(4, homework("\u{200B}")),
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let expected = [
        invalid(Invalid::EmptyTopic),
        invalid(Invalid::ControlCharacters),
        invalid(Invalid::ControlCharacters),
        on_time(13),
    ];
    assert_eq!(outcomes, expected);
    let sheet = sheet(&store, MONDAY).await;
    assert!(sheet.homework[&0].is_none_set(), "it says «не задано»");
}

async fn a_change_of_a_sheet_that_is_not_kept_is_set_aside(store: Case) {
    let term = Change {
        sheet: SheetId::Term {
            journal: ALGEBRA_7B,
            period: PeriodId(9),
        },
        ..change(1, MONDAY, at(NOW), roll_call())
    };
    let changes = vec![submitted(1, term.clone()), now(2, roll_call())];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes.clone())).await;
    let none = refused(ChangeRefusal::NoSuchSheet);
    assert_eq!(outcomes, [none.clone(), on_time(13)]);
    let again = apply(&store, batch(ORLOVA, NOW, changes)).await;
    assert_eq!(again, [replayed(none), replayed(on_time(13))]);
    // The place is a part of what was sent.
    let elsewhere = Change {
        sheet: MONDAY.into(),
        ..term
    };
    let reused = apply(&store, batch(ORLOVA, NOW, vec![submitted(1, elsewhere)])).await;
    assert_eq!(reused, [refused(ChangeRefusal::IdReused)]);
}

async fn strangers_see_no_lesson(store: Case) {
    let none = submitted(1, change(1, LessonId(77), at(NOW), roll_call()));
    let foreign = submitted(2, change(2, MONDAY_7A, at(NOW), roll_call()));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![none.clone(), foreign])).await;
    assert_eq!(
        outcomes,
        [
            refused(ChangeRefusal::NoSuchSheet),
            refused(ChangeRefusal::NoSuchSheet)
        ]
    );
    let again = apply(&store, batch(ORLOVA, NOW, vec![none])).await;
    assert_eq!(again, [replayed(refused(ChangeRefusal::NoSuchSheet))]);
    // Zimin substitutes one lesson of this journal and no other.
    let made = at("2026-11-18T09:30");
    let own = submitted(1, change(11, SUBSTITUTED, made, roll_call()));
    let other = submitted(2, change(12, MONDAY, made, roll_call()));
    let outcomes = apply(&store, batch(ZIMIN, "2026-11-18T09:30", vec![own, other])).await;
    assert_eq!(outcomes, [on_time(13), refused(ChangeRefusal::NoSuchSheet)]);
}

async fn devices_belong_to_one_person(store: Case) {
    apply(&store, batch(ORLOVA, NOW, vec![now(1, roll_call())])).await;
    let mut foreign = batch(LEBEDEVA, NOW, vec![now(2, roll_call())]);
    foreign.device = device(1);
    assert_eq!(
        store.apply_changes(foreign).await.unwrap(),
        BatchOutcome::DeviceTaken
    );
}

async fn the_class_teacher_of_the_pupil_confirms(store: Case) {
    let confirmed = |kind| AbsenceReason {
        kind,
        standing: Standing::Confirmed,
        document: None,
    };
    let edit = |pupil| Edit::Reason {
        pupil,
        step: FromTo::new(None, Some(confirmed(ReasonKind::Illness))),
    };
    let received = "2026-11-16T16:00";
    // In the group of both classes Orlova confirms for her pupil and not for Zimin's.
    let of = |n, pupil| submitted(n, change(n, CHESS_MONDAY, at(received), edit(pupil)));
    let outcomes = apply(
        &store,
        batch(ORLOVA, received, vec![of(1, ABRAMOV), of(2, PupilId(201))]),
    )
    .await;
    assert!(
        matches!(outcomes[0], ChangeOutcome::Applied { .. }),
        "{outcomes:?}"
    );
    assert_eq!(outcomes[1], refused(ChangeRefusal::NoSuchSheet));
    // Nor does she read the page, where pupils of the other class are.
    assert!(lesson(&store, ORLOVA, CHESS_MONDAY).await.is_none());
    let outcomes = apply(
        &store,
        batch(
            ZIMIN,
            received,
            vec![submitted(
                1,
                change(21, CHESS_MONDAY, at(received), edit(PupilId(201))),
            )],
        ),
    )
    .await;
    assert!(
        matches!(outcomes[0], ChangeOutcome::Applied { .. }),
        "{outcomes:?}"
    );
}

async fn an_unknown_school_is_an_error(store: Case) {
    let mut lost = batch(ORLOVA, NOW, vec![now(1, roll_call())]);
    lost.school = SchoolId(404);
    assert!(store.apply_changes(lost).await.is_err());
}

/// Whoever has used up the room for what is not taken writes on as long as nothing disagrees.
async fn where_nothing_may_be_set_aside_clean_batches_pass(store: Case) {
    let clean = || now(1, absence(ABRAMOV, "present", "absent"));
    let conflict = || now(2, absence(ABRAMOV, "present", "late:5"));
    let full = |changes| storage::Batch {
        may_set_aside: false,
        ..batch(ORLOVA, NOW, changes)
    };
    let apply = async |batch| store.apply_changes(batch).await.unwrap();
    let both = apply(full(vec![clean(), conflict()])).await;
    assert_eq!(both, BatchOutcome::NoRoomAside);
    let sheet = sheet(&store, MONDAY).await;
    let cell = absence(ABRAMOV, "present", "absent").cell();
    assert!(sheet.content(cell).is_empty(), "nothing was stored");
    let BatchOutcome::Stored { outcomes, .. } = apply(full(vec![clean()])).await else {
        panic!("a clean batch is stored")
    };
    assert_eq!(outcomes, [on_time(13)]);
    assert_eq!(
        apply(full(vec![conflict()])).await,
        BatchOutcome::NoRoomAside
    );
    let stored = apply(batch(ORLOVA, NOW, vec![conflict()])).await;
    assert!(matches!(stored, BatchOutcome::Stored { .. }));
}

/// A clock may show anything: what rests is within what one can.
#[tokio::test]
async fn what_is_set_aside_rests_with_a_moment_that_a_clock_can_show() {
    let stage = crate::stage::sqlite().with_school().await;
    let sent = [Timestamp(i64::MIN), Timestamp(i64::MAX), at(NOW)];
    let changes = (1..).zip(sent).map(|(n, made_at)| {
        let unknown = change(n, LessonId(404), made_at, roll_call());
        submitted(n, unknown)
    });
    let changes: Vec<_> = changes.collect();
    let unseen = ChangeOutcome::from(ChangeRefusal::NoSuchSheet);
    for expected in [unseen.clone(), replayed(unseen)] {
        let sent = batch(ORLOVA, NOW, changes.clone());
        let BatchOutcome::Stored { outcomes, .. } = stage.store.apply_changes(sent).await.unwrap()
        else {
            panic!("not stored")
        };
        assert_eq!(outcomes, [(); 3].map(|()| expected.clone()));
    }
    let c = rusqlite::Connection::open(stage.path()).unwrap();
    let mut rest = c
        .prepare("SELECT made_at FROM set_aside ORDER BY n")
        .unwrap();
    let rest = rest.query_map([], |row| row.get(0)).unwrap();
    let rest: Vec<i64> = rest.collect::<Result<_, _>>().unwrap();
    let expected = [Timestamp::EARLIEST, Timestamp::LATEST, at(NOW)];
    assert_eq!(rest, expected.map(|it| it.0));
}
