//! What could never be applied is set aside.

use super::*;

on_every_backend!(
    invalid_changes_are_kept_aside,
    days_works_and_grounds_that_cannot_be_are_kept_aside,
    what_shows_nothing_or_deceives_is_kept_aside,
    a_change_of_a_sheet_that_is_not_kept_is_set_aside,
    where_nothing_may_be_set_aside_clean_batches_pass,
);

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
    let blank_excuse = Edit::Excuse {
        step: FromTo::new(None, Some(Excuse { words: " ".into() })),
    };
    let changes = vec![
        now(1, topic("\u{200B}\u{FEFF}")),
        now(2, blank_excuse),
        now(3, topic("Степени\u{202E}кинтох")),
        now(4, homework("№ 1 \u{E0041}\u{E0042}")),
        now(5, homework("\u{200B}")),
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let expected = [
        invalid(Invalid::EmptyTopic),
        invalid(Invalid::EmptyExcuse),
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
