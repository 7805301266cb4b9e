//! What is not accepted: told apart, kept aside, answered the same when it comes again.

#[path = "refusals/set_aside.rs"]
mod set_aside;

use crate::batches::{Case, NOW, apply, invalid, now, on_time, refused, replayed, sheet};
use crate::fixture::*;
use crate::pages::lesson;
use crate::stage::on_every_backend;
use journal::*;
use storage::{BatchOutcome, PastChange, Versioned};

on_every_backend!(
    clocks_ahead_are_held,
    late_locked_and_forbidden,
    a_journal_without_marks_takes_all_but_marks,
    the_log_tells_what_really_stood_in_the_cell,
    what_another_person_made_is_not_sent_again,
    a_topic_names_a_row_of_its_own_plan,
    strangers_see_no_lesson,
    devices_belong_to_one_person,
    the_class_teacher_of_the_pupil_confirms,
    an_unknown_school_is_an_error,
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
        Some(Versioned::Page { page, .. }) => page.read().unwrap(),
        other => panic!("{other:?}"),
    };
    assert!(page.sheet.without_marks, "the client is told");
    let other = store.open_lesson(&reader, SUBSTITUTED, None).await.unwrap();
    assert!(
        matches!(other, Some(Versioned::Page { page, .. }) if page.read().unwrap().sheet.without_marks)
    );
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
