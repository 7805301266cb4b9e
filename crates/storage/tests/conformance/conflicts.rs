//! Whoever is second is shown what stands there and who wrote it.

use crate::batches::{Case, NOW, apply, now, on_time, replayed, sheet};
use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::*;
use storage::Versioned;

on_every_backend!(
    conflicts_show_who_wrote,
    conflicts_tell_cells_of_one_kind_apart,
    own_conflict_in_one_batch,
    who_says_the_same_has_written_nothing,
    who_emptied_a_cell_is_shown,
    an_undo_leaves_what_another_had_written_before,
    of_a_letter_over_anothers_absence_the_reason_alone_is_taken_back,
    no_reason_comes_back_beside_what_another_has_written,
    a_correction_of_what_another_had_written_first_is_in_conflict,
    a_correction_in_a_later_batch_is_in_conflict_too,
);

async fn conflicts_show_who_wrote(store: Case) {
    let lesson = LessonId(1003);
    let edit = mark(BELOVA, TEST, Some("4"), "3");
    let conflict = submitted(1, change(1, lesson, at(NOW), edit));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![conflict.clone()])).await;
    let expected = ChangeOutcome::Conflict {
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
    assert_eq!(outcomes, [replayed(expected), on_time(13)]);
    // Nobody ever wrote here.
    let never = submitted(
        3,
        change(3, lesson, at(NOW), absence(BELOVA, "late:2", "absent")),
    );
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![never])).await;
    let now = Content::Attendance(Attendance::Present);
    assert_eq!(
        outcomes,
        [ChangeOutcome::Conflict {
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
        let step = FromTo::new(old.map(text), Some(text(new)));
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
            matches!(outcomes[0], ChangeOutcome::Applied { .. }),
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
            ChangeOutcome::Conflict { by, at, .. } => (by.map(|name| name.last), at),
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
    let ChangeOutcome::Conflict {
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
        ChangeOutcome::Applied { seq: 13, .. }
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
        matches!(outcomes[1], ChangeOutcome::Applied { seq: 15, .. }),
        "{outcomes:?}"
    );
    assert_eq!(version().await, before);
    let conflicts = vec![
        said(2, 4, last, absence(BELOVA, "late:2", "exempt")),
        said(3, 5, last, mark(ELKIN, ORAL, Some("2"), "3")),
    ];
    let outcomes = apply(&store, batch(ORLOVA, last, conflicts)).await;
    let ChangeOutcome::Conflict { by, at: when, .. } = &outcomes[0] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(by.as_ref().unwrap().last, "Орлова");
    assert_eq!(*when, Some(at(early)));
    assert!(
        matches!(outcomes[1], ChangeOutcome::Conflict { by: None, .. }),
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
    let ChangeOutcome::Conflict { by: Some(by), .. } = &outcomes[2] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(by.last, "Орлова");
}

/// Both said the same, and the one who was second takes it back, in the same batch or later.
async fn an_undo_leaves_what_another_had_written_before(store: Case) {
    let made = |n, edit| change(n, SUBSTITUTED, at(AFTER), edit);
    let back = |n, of: &Change| of.invert(ChangeId(uuid(9, n)), of.gesture, at(AFTER));
    let five = || mark(ABRAMOV, ORAL, None, "5");
    let hers = submitted(1, made(1, five()));
    apply(&store, batch(ORLOVA, AFTER, vec![hers])).await;
    let (his, again) = (made(2, five()), made(3, five()));
    let at_once = [his.clone(), back(2, &his), again.clone()];
    let changes = (1..).zip(at_once).map(|(n, one)| submitted(n, one));
    let mut outcomes = apply(&store, batch(ZIMIN, AFTER, changes.collect())).await;
    let later = submitted(4, back(3, &again));
    outcomes.extend(apply(&store, batch(ZIMIN, AFTER, vec![later])).await);
    for undone in [&outcomes[1], &outcomes[3]] {
        let ChangeOutcome::Conflict { now, by, .. } = undone else {
            panic!("{outcomes:?}")
        };
        assert_eq!(*now, five().wanted());
        assert_eq!(by.as_ref().map(|name| &*name.last), Some("Орлова"));
    }
    let stands = sheet(&store, SUBSTITUTED).await.content(five().cell());
    assert_eq!(stands, five().wanted());
}

pub const AFTER: &str = "2026-11-19T12:00";

fn reason(old: Option<ReasonKind>, new: Option<ReasonKind>) -> Edit {
    let [old, new] = [old, new].map(|kind| kind.map(AbsenceReason::stated));
    let step = FromTo::new(old, new);
    Edit::Reason {
        pupil: ABRAMOV,
        step,
    }
}

/// A letter as one gesture writes it: the attendance, then the reason beside it.
pub fn letter(
    n: u64,
    from: (&str, Option<ReasonKind>),
    to: (&str, Option<ReasonKind>),
) -> Vec<Change> {
    let fact = absence(ABRAMOV, from.0, to.0);
    let beside = (reason(from.1, None).expected(), fact.wanted());
    let fact = Change {
        beside: Some(beside.0),
        ..change(n, SUBSTITUTED, at(AFTER), fact)
    };
    let mut changes = vec![fact];
    if from.1 != to.1 {
        changes.push(Change {
            beside: Some(beside.1),
            gesture: changes[0].gesture,
            ..change(n + 1, SUBSTITUTED, at(AFTER), reason(from.1, to.1))
        });
    }
    changes
}

/// As a client takes a letter back: the attendance first, and the reason beside what comes of it.
pub fn letter_back(of: &[Change]) -> Vec<Change> {
    let gesture = GestureId(uuid(8, of[0].id.0.as_u64_pair().1));
    let back = of.iter().map(|one| {
        let id = ChangeId(uuid(9, one.id.0.as_u64_pair().1));
        one.invert(id, gesture, at(AFTER))
    });
    let mut back: Vec<Change> = back.collect();
    if let [fact, reason] = back.as_mut_slice() {
        fact.beside = Some(reason.edit.expected());
        reason.beside = Some(fact.edit.wanted());
    }
    back
}

pub async fn send(
    store: &Case,
    person: PersonId,
    n: u64,
    changes: Vec<Change>,
) -> Vec<ChangeOutcome> {
    let numbered = (n..).zip(changes).map(|(n, one)| submitted(n, one));
    apply(store, batch(person, AFTER, numbered.collect())).await
}

pub async fn letter_of(store: &Case) -> (String, Option<ReasonKind>) {
    let sheet = sheet(store, SUBSTITUTED).await;
    let letter = Letter::of(ABRAMOV, |cell| sheet.content(cell)).unwrap();
    let reason = letter.reason.map(|reason| reason.kind);
    (letter.attendance.to_string(), reason)
}

pub const ILL: Option<ReasonKind> = Some(ReasonKind::Illness);

/// «б» over another's «н» wrote a reason alone: the undo leaves the absence, and no conflict.
async fn of_a_letter_over_anothers_absence_the_reason_alone_is_taken_back(store: Case) {
    let hers = letter(1, ("present", None), ("absent", None));
    send(&store, ORLOVA, 1, hers).await;
    let his = letter(3, ("present", None), ("absent", ILL));
    send(&store, ZIMIN, 1, his.clone()).await;
    assert_eq!(letter_of(&store).await, ("absent".to_owned(), ILL));
    let outcomes = send(&store, ZIMIN, 3, letter_back(&his)).await;
    assert!(
        matches!(
            outcomes.as_slice(),
            [
                ChangeOutcome::Conflict { .. },
                ChangeOutcome::Applied { .. }
            ]
        ),
        "{outcomes:?}"
    );
    assert_eq!(letter_of(&store).await, ("absent".to_owned(), None));
}

/// The other has written the attendance to which the undo goes back, and said no reason.
async fn no_reason_comes_back_beside_what_another_has_written(store: Case) {
    let first = letter(1, ("present", None), ("absent", ILL));
    let late = letter(3, ("absent", ILL), ("late:5", None));
    send(&store, ORLOVA, 1, [first, late.clone()].concat()).await;
    let his = letter(5, ("late:5", None), ("absent", None));
    send(&store, ZIMIN, 1, his).await;
    let outcomes = send(&store, ORLOVA, 5, letter_back(&late)).await;
    let ChangeOutcome::Conflict { now, by, .. } = &outcomes[1] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(*now, absence(ABRAMOV, "present", "absent").wanted());
    assert_eq!(by.as_ref().map(|name| &*name.last), Some("Зимин"));
    assert_eq!(letter_of(&store).await, ("absent".to_owned(), None));
    // Where the other has said the whole of it, nobody disagrees.
    let again = letter(7, ("absent", None), ("late:5", None));
    let ill = letter(9, ("late:5", None), ("exempt", ILL));
    send(&store, ORLOVA, 7, [again, ill.clone()].concat()).await;
    let his = letter(11, ("exempt", ILL), ("late:5", None));
    send(&store, ZIMIN, 2, his).await;
    let outcomes = send(&store, ORLOVA, 10, letter_back(&ill)).await;
    let applied = |outcome: &ChangeOutcome| matches!(outcome, ChangeOutcome::Applied { .. });
    assert!(outcomes.iter().all(applied), "{outcomes:?}");
}

/// As a client marks what goes on from a change of which it has not heard.
fn unseen(mut later: Vec<Change>, earlier: &[Change]) -> Vec<Change> {
    for one in &mut later {
        let mut earlier = earlier.iter().rev();
        let before = earlier.find(|it| it.edit.cell() == one.edit.cell());
        one.after = before.map(|it| it.id);
    }
    later
}

/// Whoever corrects a word unseen has not seen that another had said it first.
async fn a_correction_of_what_another_had_written_first_is_in_conflict(store: Case) {
    corrected(store, false).await;
}

async fn a_correction_in_a_later_batch_is_in_conflict_too(store: Case) {
    corrected(store, true).await;
}

async fn corrected(store: Case, split: bool) {
    let hers = letter(1, ("present", None), ("absent", None));
    let five = |n| change(n, SUBSTITUTED, at(AFTER), mark(BELOVA, ORAL, None, "5"));
    send(&store, ORLOVA, 1, [hers, vec![five(2)]].concat()).await;
    let ill = letter(3, ("present", None), ("absent", ILL));
    let late = unseen(letter(5, ("absent", ILL), ("late:5", None)), &ill);
    let four = mark(BELOVA, ORAL, Some("5"), "4");
    let four = unseen(vec![change(8, SUBSTITUTED, at(AFTER), four)], &[five(7)]);
    let all = [ill, late, vec![five(7)], four].concat();
    let outcomes = if split {
        let mut outcomes = Vec::new();
        for (n, one) in (1..).zip(all) {
            outcomes.extend(send(&store, ZIMIN, n, vec![one]).await);
        }
        outcomes
    } else {
        send(&store, ZIMIN, 1, all).await
    };
    let in_conflict: Vec<bool> = outcomes
        .iter()
        .map(|outcome| match outcome {
            ChangeOutcome::Conflict { by, .. } => {
                assert_eq!(by.as_ref().map(|name| &*name.last), Some("Орлова"));
                true
            }
            ChangeOutcome::Applied { .. } => false,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(in_conflict, [false, false, true, false, false, true]);
    assert_eq!(letter_of(&store).await, ("absent".to_owned(), None));
    let stands = sheet(&store, SUBSTITUTED)
        .await
        .content(five(1).edit.cell());
    assert_eq!(stands, five(1).edit.wanted());
    // Later he has seen it.
    let seen = letter(9, ("absent", None), ("late:5", None));
    let outcomes = send(&store, ZIMIN, 7, seen).await;
    assert!(matches!(outcomes[0], ChangeOutcome::Applied { .. }));
}
