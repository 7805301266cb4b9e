//! What was entered and undone while the server could not or might not have it.

use crate::desk::in_paused_time;
use crate::hands::{
    ABSENT, PRESENT, attendance, conflict_about_a_reason, mark, said, seconds, two_at_work,
};
use crate::network::Fate;
use crate::pages::{FIRST, PUPILS};
use crate::server::Server;
use journal::{Attendance, Cell, Content, Homework, LessonId, ReasonKind, Topic};
use offline::{Event, PageKey, Resolution};
use rstest::rstest;
use std::rc::Rc;

fn topic() -> (Cell, Content) {
    let text = "Дроби".to_owned();
    let topic = Topic { text, item: None };
    (Cell::Topic, Content::Topic(Some(topic)))
}

fn homework() -> (Cell, Content) {
    let homework = Homework {
        text: "№ 5".to_owned(),
        ..Homework::default()
    };
    let cell = Cell::Homework { slot: 0 };
    (cell, Content::Homework(Some(homework)))
}

fn roll_call() -> (Cell, Content) {
    (Cell::RollCall, Content::RollCall(true))
}

#[rstest]
#[case::topic(topic())]
#[case::homework(homework())]
#[case::roll_call(roll_call())]
#[case::mark(mark(PUPILS[0], 5))]
fn what_was_undone_before_it_was_sent_is_never_sent(#[case] (cell, value): (Cell, Content)) {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        other.link.set_up(false);
        seconds(60).await;
        other.write(FIRST, &[(cell, value.clone())]);
        assert_eq!(other.store().pending_count().unwrap(), 1);
        other.undo();
        assert_eq!(other.store().pending_count().unwrap(), 0);
        assert!(other.content(cell).is_empty());
        one.write(FIRST, &[(cell, value.clone())]);
        seconds(5).await;
        other.link.set_up(true);
        seconds(60).await;
        assert_eq!(one.content(cell), value);
        assert_eq!(other.content(cell), value);
        assert_eq!(server.state.borrow().log.len(), 1);
        assert_eq!(other.store().trouble_count().unwrap(), 0);
    });
}

/// The answer is lost: nobody here knows that the other was first.
#[rstest]
#[case::topic(topic())]
#[case::roll_call(roll_call())]
#[case::mark(mark(PUPILS[0], 5))]
fn an_undo_of_what_may_be_under_way_leaves_what_another_wrote(
    #[case] (cell, value): (Cell, Content),
) {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        server.feed_closed.set(true);
        let (one, other) = two_at_work(&server).await;
        one.write(FIRST, &[(cell, value.clone())]);
        seconds(5).await;
        other.link.next.borrow_mut().push(Fate::AnswerLost);
        other.write(FIRST, &[(cell, value.clone())]);
        seconds(1).await;
        other.undo();
        assert_eq!(other.store().pending_count().unwrap(), 2);
        other.settle().await;
        other.fetch(PageKey::Lesson(FIRST));
        seconds(60).await;
        let stands = server.state.borrow().sheets[&FIRST].content(cell);
        assert_eq!(stands, value);
        assert_eq!(other.content(cell), value);
        assert_eq!(other.store().trouble_count().unwrap(), 0);
    });
}

#[test]
fn an_undo_of_what_was_under_way_takes_back_ones_own() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, five) = mark(PUPILS[0], 5);
        other.link.next.borrow_mut().push(Fate::AnswerLost);
        other.write(FIRST, &[(cell, five)]);
        seconds(1).await;
        other.undo();
        other.settle().await;
        seconds(60).await;
        assert!(one.content(cell).is_empty());
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        assert_eq!(server.state.borrow().log.len(), 2);
    });
}

#[test]
fn an_undo_in_a_letter_in_conflict_leaves_theirs_whole() {
    in_paused_time(async {
        let (one, other) = conflict_about_a_reason().await;
        let fact = attendance(PUPILS[0]);
        let undone = other.undo().unwrap();
        assert_eq!(undone.changes, []);
        assert_eq!(undone.conceded, [(FIRST.into(), fact)].into());
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        seconds(60).await;
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        assert_eq!(one.content(fact), ABSENT);
        assert_eq!(one.content(fact.beside().unwrap()), said(ReasonKind::Valid));
        assert_eq!(other.undo(), None, "nothing of it is left");
    });
}

#[test]
fn an_undo_of_the_last_of_two_words_in_conflict_ends_it() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, five) = mark(PUPILS[0], 5);
        other.link.set_up(false);
        other.write(FIRST, &[mark(PUPILS[0], 3)]);
        other.write(FIRST, &[mark(PUPILS[0], 4)]);
        one.write(FIRST, &[(cell, five.clone())]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        other.undo();
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        assert_eq!(other.content(cell), five);
        assert_eq!(other.undo(), None);
    });
}

/// The absence was entered by an earlier gesture, and agreed.
#[test]
fn what_was_left_to_the_other_is_undone_by_no_older_gesture() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        other.link.set_up(false);
        other.write(FIRST, &[(fact, ABSENT)]);
        other.write(FIRST, &[(reason, said(ReasonKind::Illness))]);
        one.write(FIRST, &[(fact, ABSENT), (reason, said(ReasonKind::Valid))]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        other.resolve_first(Resolution::Theirs);
        assert_eq!(other.undo(), None);
    });
}

/// A mark and the emptying of it: nothing is wanted there.
#[test]
fn changes_that_come_to_nothing_are_no_conflict() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, five) = mark(PUPILS[0], 5);
        other.link.set_up(false);
        for content in [
            mark(PUPILS[0], 3).1,
            mark(PUPILS[0], 4).1,
            Content::Mark(None),
        ] {
            other.write(FIRST, &[(cell, content)]);
        }
        one.write(FIRST, &[(cell, five.clone())]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        assert_eq!(other.content(cell), five);
        assert_eq!(one.content(cell), five);
    });
}

#[test]
fn who_agrees_with_theirs_ends_the_conflict() {
    in_paused_time(async {
        let (one, other) = conflict_about_a_reason().await;
        let fact = attendance(PUPILS[0]);
        let agree = |lesson: LessonId| {
            let letters = [(lesson.into(), fact)].into();
            other.store().record(&[], &letters, false, None).unwrap();
        };
        agree(LessonId(2));
        assert_eq!(other.store().troubles().unwrap().len(), 1);
        agree(FIRST);
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        assert_eq!(other.undo(), None);
        assert_eq!(one.content(fact), ABSENT);
    });
}

/// Of its two cells neither is a later change of the other.
#[test]
fn a_letter_of_two_cells_is_withdrawn_whole() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (_one, desk) = two_at_work(&server).await;
        desk.link.set_up(false);
        seconds(60).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        desk.write(
            FIRST,
            &[(fact, ABSENT), (reason, said(ReasonKind::Illness))],
        );
        let undone = desk.undo().unwrap();
        assert_eq!((undone.withdrawn.len(), undone.changes.len()), (2, 0));
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(desk.content(fact), PRESENT);
        assert!(desk.content(reason).is_empty());
    });
}

/// The window that is open knows of the other only what lies in the file.
#[test]
fn what_another_window_has_sent_is_not_withdrawn() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (_one, desk) = two_at_work(&server).await;
        desk.link.set_up(false);
        seconds(60).await;
        let fact = attendance(PUPILS[0]);
        desk.write(FIRST, &[(fact, ABSENT)]);
        let window = desk.open_store();
        assert_eq!(window.hand_over(10).unwrap().1.len(), 1);
        let undone = desk.undo().unwrap();
        assert_eq!((undone.withdrawn.len(), undone.changes.len()), (0, 1));
        assert_eq!(desk.content(fact), PRESENT);
    });
}

/// Of a gesture for several pupils the first changes have gone.
#[test]
fn of_a_gesture_that_was_partly_sent_the_rest_is_withdrawn() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, desk) = two_at_work(&server).await;
        desk.link.set_up(false);
        seconds(60).await;
        let cells = [0, 1, 2].map(|at| mark(PUPILS[at], 5));
        desk.write(FIRST, &cells);
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        assert_eq!(desk.store().hand_over(1).unwrap().1.len(), 1);
        desk.undo_where(|gesture| gesture.changes.len() == 3)
            .unwrap();
        let numbers = desk.store().queue().unwrap().into_iter();
        let numbers: Vec<u64> = numbers.map(|queued| queued.n).collect();
        assert_eq!(numbers, [1, 2, 3], "the first, the absence, the undo");
        desk.link.set_up(true);
        desk.settle().await;
        seconds(60).await;
        assert_eq!(one.content(attendance(PUPILS[0])), ABSENT);
        assert!(cells.iter().all(|(cell, _)| one.content(*cell).is_empty()));
        assert_eq!(server.state.borrow().log.len(), 3);
    });
}

/// A later change of the cell is owed, which began from what is undone.
#[test]
fn what_a_later_change_goes_on_from_is_not_withdrawn() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (_one, desk) = two_at_work(&server).await;
        desk.link.set_up(false);
        seconds(60).await;
        desk.write(FIRST, &[mark(PUPILS[0], 3)]);
        desk.write(FIRST, &[mark(PUPILS[0], 4)]);
        let first = desk.made.borrow()[0].gesture;
        let undone = desk.undo_where(|gesture| gesture.id == first).unwrap();
        assert_eq!((undone.withdrawn.len(), undone.changes.len()), (0, 1));
    });
}

#[test]
fn what_was_withdrawn_is_gone_after_a_kill() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, desk) = two_at_work(&server).await;
        desk.link.set_up(false);
        seconds(60).await;
        desk.write(FIRST, &[mark(PUPILS[0], 5)]);
        desk.write(FIRST, &[mark(PUPILS[1], 4)]);
        desk.undo();
        desk.kill().await;
        desk.write(FIRST, &[mark(PUPILS[2], 3)]);
        desk.link.set_up(true);
        desk.settle().await;
        seconds(60).await;
        desk.fetch(PageKey::Lesson(FIRST));
        let stands = [0, 1, 2].map(|at| !one.content(mark(PUPILS[at], 5).0).is_empty());
        assert_eq!(stands, [true, false, true]);
    });
}

/// «б» over another's «н» wrote a reason alone: that goes, and their absence stays in no conflict.
#[test]
fn an_undo_of_a_reason_over_anothers_absence_leaves_the_absence() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        other.link.set_up(false);
        one.write(FIRST, &[(fact, ABSENT)]);
        other.write(
            FIRST,
            &[(fact, ABSENT), (reason, said(ReasonKind::Illness))],
        );
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        assert_eq!(one.content(reason), said(ReasonKind::Illness));
        other.undo().unwrap();
        other.settle().await;
        seconds(5).await;
        for desk in [&one, &other] {
            assert_eq!(desk.content(fact), ABSENT);
            assert_eq!(desk.content(reason), Content::Reason(None));
        }
        assert_eq!(other.store().trouble_count().unwrap(), 0);
    });
}

/// The other has written what the undo goes back to, but for the reason: theirs stands.
#[test]
fn an_undo_brings_no_reason_back_beside_what_another_wrote() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        let late = Content::Attendance(Attendance::Late { minutes: 5 });
        one.write(
            FIRST,
            &[(fact, ABSENT), (reason, said(ReasonKind::Illness))],
        );
        seconds(5).await;
        one.write(FIRST, &[(fact, late), (reason, Content::Reason(None))]);
        seconds(5).await;
        other.write(FIRST, &[(fact, ABSENT)]);
        seconds(5).await;
        one.undo().unwrap();
        one.settle().await;
        seconds(5).await;
        for desk in [&one, &other] {
            assert_eq!(desk.content(fact), ABSENT);
            assert_eq!(desk.content(reason), Content::Reason(None));
        }
        assert_eq!(one.store().troubles().unwrap().len(), 0);
        let heard = one.heard();
        assert!(heard.iter().any(|event| matches!(event, Event::Kept(_))));
    });
}
