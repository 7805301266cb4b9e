//! What the server does not take.

use crate::desk::in_paused_time;
use crate::hands::{
    ABSENT, PRESENT, at_work, attendance, conflict_about_a_reason, mark, said, seconds, two_at_work,
};
use crate::pages::{FIRST, PUPILS};
use crate::server::{LOCKED, Server};
use journal::{AbsenceReason, Attendance, Content, Ground, LessonId, ReasonKind, Standing};
use offline::{Event, PageKey, Resolution, TroubleKind, Unsettled};
use protocol::{Code, Outcome};
use rstest::rstest;
use std::rc::Rc;
use uuid::Uuid;

#[test]
fn a_conflict_is_shown_and_chosen() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, three) = mark(PUPILS[0], 3);
        let (_, five) = mark(PUPILS[0], 5);
        other.link.set_up(false);
        other.write(FIRST, &[(cell, three.clone())]);
        one.write(FIRST, &[(cell, five.clone())]);
        seconds(5).await;
        assert_eq!(
            other.content(cell),
            three,
            "ours stays on top until the answer"
        );
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        assert_eq!(other.content(cell), five, "the first writer's value stands");
        assert_eq!(
            other.store().unsettled(FIRST).unwrap().get(&cell),
            Some(&Unsettled::Conflict)
        );
        let trouble = other.store().troubles().unwrap().remove(0);
        let TroubleKind::Conflict { now, by, at } = trouble.kind else {
            panic!()
        };
        assert_eq!((now, by.unwrap().last.as_str()), (five, "Орлова"));
        assert!(at.is_some());
        assert!(other.heard().contains(&Event::Trouble { new: 1, open: 1 }));

        let again = other.resolve_first(Resolution::Mine).remove(0);
        assert_eq!(
            again.ground,
            Some(Ground::Settles {
                change: trouble.change.id
            })
        );
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        seconds(5).await;
        assert_eq!(one.content(cell), three);
        assert_eq!(other.content(cell), three);
    });
}

#[test]
fn a_conflict_may_be_left_as_it_is() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, three) = mark(PUPILS[0], 3);
        let (_, four) = mark(PUPILS[0], 4);
        let (_, five) = mark(PUPILS[0], 5);
        other.link.set_up(false);
        other.write(FIRST, &[(cell, three)]);
        other.write(FIRST, &[(cell, four.clone())]);
        one.write(FIRST, &[(cell, five.clone())]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        let trouble = other.store().troubles().unwrap();
        assert_eq!(trouble.len(), 1, "one line for a cell");
        assert_eq!(
            (trouble[0].change.edit.wanted(), trouble[0].earlier.len()),
            (four, 1)
        );
        let nothing = Content::Mark(None);
        assert_eq!(trouble[0].was, nothing, "the 3 never stood there");
        let said = other.resolve_first(Resolution::Theirs);
        let [again] = said.as_slice() else {
            panic!("{said:?}")
        };
        assert_eq!(again.edit.expected(), five);
        assert_eq!(again.edit.wanted(), five);
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        seconds(5).await;
        assert_eq!(other.content(cell), five);
        assert_eq!(server.state.borrow().log.len(), 2);
    });
}

#[test]
fn undo_passes_over_a_gesture_whose_conflict_was_settled() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, three) = mark(PUPILS[0], 3);
        let (_, five) = mark(PUPILS[0], 5);
        let before = attendance(PUPILS[1]);
        other.write(FIRST, &[(before, ABSENT)]);
        other.settle().await;
        other.link.set_up(false);
        other.write(FIRST, &[(cell, three)]);
        one.write(FIRST, &[(cell, five.clone())]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        other.resolve_first(Resolution::Theirs);
        let meant = other.store().newest_gesture(|_| true).unwrap().unwrap();
        assert_eq!(meant.changes[0].edit.cell(), before);
        other.undo();
        assert_eq!(other.content(before), PRESENT);
        assert_eq!(other.content(cell), five);
        assert_eq!(other.store().newest_gesture(|_| true).unwrap(), None);
    });
}

#[test]
fn what_is_written_over_a_conflict_settles_it() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, three) = mark(PUPILS[0], 3);
        let (_, five) = mark(PUPILS[0], 5);
        let next = attendance(PUPILS[1]);
        other.link.set_up(false);
        other.write(FIRST, &[(cell, three)]);
        one.write(FIRST, &[(cell, five)]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        // What is written elsewhere is not about it.
        other.write(FIRST, &[(next, ABSENT)]);
        assert_eq!(other.store().trouble_count().unwrap(), 1);
        // The value of the other teacher is on the screen, and this is written over it.
        let (_, two) = mark(PUPILS[0], 2);
        other.write(FIRST, &[(cell, two.clone())]);
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        seconds(5).await;
        assert_eq!(one.content(cell), two);
        assert_eq!(other.store().trouble_count().unwrap(), 0);
    });
}

/// An absence and its reason are one letter: whoever types the next one there has seen what stands.
#[test]
fn a_reason_written_over_a_conflict_about_the_absence_settles_it() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (fact, of_next) = (attendance(PUPILS[0]), attendance(PUPILS[1]));
        let late = Content::Attendance(Attendance::Late { minutes: 12 });
        other.link.set_up(false);
        other.write(FIRST, &[(fact, ABSENT)]);
        one.write(FIRST, &[(fact, late)]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        assert_eq!(other.store().trouble_count().unwrap(), 1);
        other.write(FIRST, &[(of_next, ABSENT)]);
        assert_eq!(
            other.store().trouble_count().unwrap(),
            1,
            "of another pupil"
        );
        let illness = AbsenceReason {
            kind: ReasonKind::Illness,
            standing: Standing::Stated,
            document: None,
        };
        let reason = fact.beside().unwrap();
        other.write(FIRST, &[(reason, Content::Reason(Some(illness)))]);
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        assert_eq!(other.store().unsettled(FIRST).unwrap().get(&fact), None);
        seconds(5).await;
        assert_eq!(other.store().trouble_count().unwrap(), 0);
    });
}

/// What was written and undone without the network wishes for nothing: there is nothing to choose
/// about, and no choice that erases what the other teacher has written meanwhile.
#[test]
fn what_was_undone_before_it_was_sent_is_no_conflict() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, five) = mark(PUPILS[0], 5);
        let (_, four) = mark(PUPILS[0], 4);
        let (second, three) = mark(PUPILS[1], 3);
        other.link.set_up(false);
        other.write(FIRST, &[(cell, five.clone())]);
        other.undo();
        other.write(FIRST, &[(second, three)]);
        other.write(FIRST, &[(second, mark(PUPILS[1], 2).1)]);
        other.undo();
        one.write(FIRST, &[(cell, four.clone()), (second, four.clone())]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        assert_eq!(other.content(cell), four);
        let troubles = other.store().troubles().unwrap();
        let [trouble] = troubles.as_slice() else {
            panic!("{troubles:?}")
        };
        assert_eq!(
            (trouble.change.edit.cell(), trouble.change.edit.wanted()),
            (second, mark(PUPILS[1], 3).1),
            "what was not undone is still wished for"
        );
        assert_eq!(other.store().trouble_count().unwrap(), 1);
        assert!(other.heard().contains(&Event::Trouble { new: 1, open: 1 }));
        assert_eq!(other.store().unsettled(FIRST).unwrap().get(&cell), None);
        assert_eq!(server.state.borrow().log.len(), 2);
    });
}

#[test]
fn what_is_held_and_undone_is_still_shown() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.write(FIRST, &[mark(PUPILS[0], 5)]);
        seconds(1).await;
        let made = desk.made.borrow()[0].clone();
        let (id, gesture) = (
            journal::ChangeId(Uuid::from_u128(7)),
            journal::GestureId(Uuid::from_u128(7)),
        );
        let held = made.invert(id, gesture, made.made_at);
        let id = journal::ChangeId(Uuid::from_u128(8));
        let undone = held.invert(id, gesture, made.made_at);
        desk.store().append(&[held, undone], true).unwrap();
        desk.say(offline::Command::Wake);
        seconds(5).await;
        assert_eq!(desk.store().trouble_count().unwrap(), 2);
    });
}

#[test]
fn what_is_refused_is_told_and_the_rest_arrives() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.write(FIRST, &[mark(LOCKED, 5), mark(PUPILS[0], 5)]);
        seconds(5).await;
        let trouble = desk.store().troubles().unwrap().remove(0);
        let TroubleKind::Refused { problem } = trouble.kind else {
            panic!()
        };
        assert_eq!(problem.code, Code::RefusedByRegulation);
        assert_eq!(server.state.borrow().log.len(), 1);
        // There is nothing on the server to take back of what was refused.
        desk.undo();
        assert_eq!(desk.store().trouble_count().unwrap(), 0);
        seconds(5).await;
        assert_eq!(server.state.borrow().log.len(), 2);
        assert_eq!(desk.content(mark(PUPILS[0], 5).0), Content::Mark(None));
    });
}

#[test]
fn what_no_server_can_read_does_not_stop_the_rest() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.link.set_up(false);
        desk.write(FIRST, &[mark(PUPILS[0], 2), mark(PUPILS[1], 3)]);
        let mut unreadable = desk.made.borrow()[0].clone();
        unreadable.id = journal::ChangeId(Uuid::from_u128(99));
        unreadable.sheet = LessonId(-1).into();
        desk.store().append(&[unreadable.clone()], false).unwrap();
        desk.write(
            FIRST,
            &[mark(PUPILS[2], 4), (attendance(PUPILS[0]), ABSENT)],
        );
        desk.link.set_up(true);
        seconds(120).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(server.state.borrow().log.len(), 4);
        assert_eq!(desk.store().troubles().unwrap()[0].change, unreadable);
    });
}

#[test]
fn what_was_made_while_the_clock_was_moved_is_held() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        desk.kill_only().await;
        let store = desk.open_store();
        let mut change = desk.made.borrow()[0].clone();
        change.id = journal::ChangeId(Uuid::from_u128(7));
        store.append(&[change.clone()], true).unwrap();
        drop(store);
        desk.open();
        seconds(10).await;
        assert_eq!(desk.store().troubles().unwrap()[0].kind, TroubleKind::Held);
        let state = server.state.borrow();
        assert_eq!(state.ids.get(&change.id).unwrap().1, Outcome::Held);
    });
}

#[test]
fn a_page_that_is_not_there_is_told() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let page = PageKey::Journal(journal::JournalId(404), None);
        desk.fetch(page);
        seconds(5).await;
        let told = desk.heard().into_iter().find_map(|event| match event {
            Event::FetchFailed { page, why } => Some((page, why.code())),
            _ => None,
        });
        assert_eq!(told, Some((page, Some(Code::NotFound))));
    });
}

#[test]
fn a_letter_that_was_left_to_the_other_is_nothing_to_undo() {
    in_paused_time(async {
        let (_one, other) = conflict_about_a_reason().await;
        other.resolve_first(Resolution::Theirs);
        assert_eq!(other.store().newest_gesture(|_| true).unwrap(), None);
    });
}

#[test]
fn ours_once_more_is_the_whole_letter_over_the_one_that_was_shown() {
    in_paused_time(async {
        let (one, other) = conflict_about_a_reason().await;
        let trouble = other.store().troubles().unwrap().remove(0);
        let letters = trouble.letters.unwrap();
        let reason = |kind| Some(AbsenceReason::stated(kind));
        assert_eq!(letters.theirs.reason, reason(ReasonKind::Valid));
        assert_eq!(letters.ours.reason, reason(ReasonKind::Illness));
        assert_eq!(letters.ours.attendance, Attendance::Absent);
        let again = other.resolve_first(Resolution::Mine);
        let [again] = again.as_slice() else {
            panic!("{again:?}")
        };
        assert_eq!(again.edit.wanted(), said(ReasonKind::Illness));
        assert_eq!(again.beside, Some(ABSENT));
        seconds(5).await;
        assert_eq!(one.content(again.edit.cell()), said(ReasonKind::Illness));
    });
}

/// Of two words in a cell the last is meant: where it is what stands, nobody disagrees.
#[test]
fn a_correction_that_agrees_with_the_other_leaves_no_conflict_about_what_it_corrects() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, three) = mark(PUPILS[0], 3);
        let fact = attendance(PUPILS[1]);
        let late = Content::Attendance(Attendance::Late { minutes: 12 });
        other.link.set_up(false);
        other.write(FIRST, &[mark(PUPILS[0], 4), (fact, late)]);
        other.write(FIRST, &[(cell, three.clone()), (fact, ABSENT)]);
        one.write(FIRST, &[(cell, three.clone()), (fact, ABSENT)]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        assert_eq!(other.content(cell), three);
        assert_eq!(one.content(fact), ABSENT);
    });
}

/// An illness was typed over another's absence, and taken back while it was under way.
#[test]
fn ours_that_was_taken_back_is_no_conflict_and_leaves_no_reason() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        let absent_for = |kind| [(fact, ABSENT), (reason, said(kind))];
        other.link.set_up(false);
        other.write(FIRST, &absent_for(ReasonKind::Illness));
        other.store().hand_over(10).unwrap();
        other.undo();
        one.write(FIRST, &[(fact, ABSENT)]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        for desk in [&one, &other] {
            assert_eq!(desk.content(fact), ABSENT);
            assert_eq!(desk.content(reason), Content::Reason(None));
        }
    });
}

/// The word that is corrected was the other's too; the last one is not.
#[test]
fn a_correction_of_a_word_that_agreed_is_a_conflict() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        let late = Content::Attendance(Attendance::Late { minutes: 5 });
        let (cell, five) = mark(PUPILS[1], 5);
        let illness = said(ReasonKind::Illness);
        other.link.set_up(false);
        other.write(
            FIRST,
            &[(fact, ABSENT), (reason, illness), (cell, five.clone())],
        );
        let corrected = [(fact, late.clone()), (reason, Content::Reason(None))];
        other.write(FIRST, &corrected);
        other.write(FIRST, &[mark(PUPILS[1], 4)]);
        one.write(FIRST, &[(fact, ABSENT), (cell, five.clone())]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        for desk in [&one, &other] {
            assert_eq!(desk.content(fact), ABSENT);
            assert_eq!(desk.content(reason), Content::Reason(None));
            assert_eq!(desk.content(cell), five);
        }
        let troubles = other.store().troubles().unwrap();
        let wanted: Vec<Content> = troubles
            .iter()
            .map(|trouble| trouble.change.edit.wanted())
            .collect();
        assert_eq!(wanted, [late, mark(PUPILS[1], 4).1]);
    });
}

/// «б», then «н» or «п» instead, against another's «о12».
#[rstest]
#[case::without_a_reason(None)]
#[case::with_another(Some(ReasonKind::Valid))]
fn ours_in_a_conflict_is_the_last_word_with_its_reason(#[case] last: Option<ReasonKind>) {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        let late = Content::Attendance(Attendance::Late { minutes: 12 });
        other.link.set_up(false);
        other.write(
            FIRST,
            &[(fact, ABSENT), (reason, said(ReasonKind::Illness))],
        );
        let last = last.map(AbsenceReason::stated);
        other.write(FIRST, &[(reason, Content::Reason(last.clone()))]);
        one.write(FIRST, &[(fact, late)]);
        seconds(5).await;
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        let letters = other.store().troubles().unwrap().remove(0).letters.unwrap();
        assert_eq!(
            (letters.was.attendance, letters.was.reason),
            (Attendance::Present, None)
        );
        assert_eq!(letters.ours.attendance, Attendance::Absent);
        assert_eq!(letters.ours.reason, last);
        other.resolve_first(Resolution::Mine);
        seconds(5).await;
        assert_eq!(one.content(fact), ABSENT);
        assert_eq!(one.content(reason), Content::Reason(last));
    });
}
