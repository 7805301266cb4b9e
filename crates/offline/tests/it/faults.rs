//! A server that fails at one thing and not at the others.

use crate::desk::{Desk, in_paused_time};
use crate::hands::{ABSENT, PRESENT, at_work, attendance, mark, seconds, stands};
use crate::pages::{FIRST, PUPILS, SECOND};
use crate::server::{LOCKED, Server};
use journal::SheetId;
use offline::{Command, Connectivity, Event, PageKey};
use protocol::Code;
use std::rc::Rc;

const PAGE: PageKey = PageKey::Lesson(FIRST);

fn failed_fetches(desk: &Desk) -> Vec<(PageKey, Option<Code>)> {
    let heard = desk.heard().into_iter();
    heard
        .filter_map(|event| match event {
            Event::FetchFailed { page, why } => Some((page, why.code())),
            _ => None,
        })
        .collect()
}

fn stuck(desk: &Desk) -> Vec<SheetId> {
    let heard = desk.heard().into_iter();
    heard
        .filter_map(|event| match event {
            Event::Stuck { sheet } => Some(sheet),
            _ => None,
        })
        .collect()
}

#[test]
fn a_page_that_fails_holds_nothing_up() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        server.bad_page.set(Some(PAGE));
        let desk = at_work(&server, "orlova", 1).await;
        assert!(desk.store().lesson(FIRST).unwrap().is_none());
        assert!(
            desk.store().lesson(SECOND).unwrap().is_some(),
            "the pages after it come"
        );
        assert_eq!(desk.link.count("events"), 1, "the line is opened");
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));

        seconds(300).await;
        let asked = desk.link.count("page lesson/1");
        assert!((5..40).contains(&asked), "again and again, rarely: {asked}");
        assert_eq!(
            failed_fetches(&desk),
            [(PAGE, Some(Code::Internal))],
            "told once"
        );
        desk.write(SECOND, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(1).await;
        assert_eq!(
            desk.store().pending_count().unwrap(),
            0,
            "nor are entries held up"
        );

        desk.fetch(PAGE);
        seconds(1).await;
        assert_eq!(failed_fetches(&desk).len(), 2, "who asks is answered");
        server.bad_page.set(None);
        seconds(120).await;
        assert!(
            desk.store().lesson(FIRST).unwrap().is_some(),
            "it comes by itself"
        );
        let asked = desk.link.count("page lesson/1");
        seconds(300).await;
        assert_eq!(desk.link.count("page lesson/1"), asked);
    });
}

#[test]
fn a_page_that_fails_keeps_what_is_cached() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        server.bad_page.set(Some(PAGE));
        desk.fetch(PAGE);
        seconds(5).await;
        assert_eq!(failed_fetches(&desk).len(), 1);
        assert!(desk.store().lesson(FIRST).unwrap().is_some());
    });
}

#[test]
fn a_lesson_that_fails_is_named_and_what_comes_before_it_arrives() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.fetch(PageKey::Lesson(SECOND));
        seconds(1).await;
        server.bad_lesson.set(Some(SECOND));
        desk.link.set_up(false);
        desk.write(FIRST, &[mark(PUPILS[0], 2), mark(PUPILS[1], 3)]);
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        desk.write(SECOND, &[mark(PUPILS[0], 4)]);
        desk.write(FIRST, &[mark(PUPILS[2], 5)]);
        desk.link.set_up(true);
        seconds(300).await;
        assert_eq!(
            server.state.borrow().log.len(),
            3,
            "what was made before it has arrived"
        );
        let queue = desk.store().queue().unwrap();
        assert_eq!(queue[0].change.sheet, SECOND.into(), "it keeps its place");
        assert_eq!(queue.len(), 2);
        assert_eq!(stuck(&desk), [SECOND.into()], "told once");
        assert!(
            desk.store().troubles().unwrap().is_empty(),
            "nobody has to choose anything"
        );

        // Meanwhile pages are read.
        let read = desk.link.count("page lesson/1");
        desk.fetch(PAGE);
        seconds(1).await;
        assert_eq!(desk.link.count("page lesson/1"), read + 1);

        server.bad_lesson.set(None);
        desk.say(Command::TryNow);
        seconds(1).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(server.state.borrow().log.len(), 5);
    });
}

#[test]
fn a_long_queue_gets_through_a_line_that_carries_little() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.link.set_up(false);
        for pupil in PUPILS {
            desk.write(FIRST, &[mark(pupil, 4)]);
            desk.write(FIRST, &[(attendance(pupil), ABSENT)]);
        }
        desk.link.carries.set(2);
        desk.link.set_up(true);
        seconds(600).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(desk.link.count("push 8"), 1, "no more than once in vain");

        // The line is what it was: so are the batches, little by little.
        desk.link.carries.set(usize::MAX);
        desk.link.set_up(false);
        for pupil in PUPILS {
            desk.write(FIRST, &[mark(pupil, 5)]);
            desk.write(FIRST, &[(attendance(pupil), PRESENT)]);
        }
        desk.link.set_up(true);
        seconds(300).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert!(desk.link.count("push 4") >= 2);
    });
}

#[test]
fn a_line_that_fails_holds_nothing_up() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        server.bad_line.set(true);
        let desk = at_work(&server, "orlova", 1).await;
        seconds(600).await;
        for pupil in PUPILS.into_iter().take(3) {
            desk.write(FIRST, &[(attendance(pupil), ABSENT)]);
            seconds(1).await;
            assert_eq!(desk.store().pending_count().unwrap(), 0);
        }
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
        assert!(desk.link.count("events") > 5, "it is tried again");
        server.bad_line.set(false);
        seconds(120).await;
        let asked = desk.link.count("events");
        seconds(600).await;
        assert_eq!(desk.link.count("events"), asked, "and opens in the end");
    });
}

/// Whoever comes back from a week without a network sends more than the server takes in a minute.
#[test]
fn the_rest_of_a_long_queue_waits_as_told_and_nothing_is_wrong() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let (before, sent) = (desk.heard().len(), desk.link.count("push 1"));
        let until = server.now().plus(chrono::TimeDelta::seconds(20));
        server.full_until.set(Some(until));
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(15).await;
        assert_eq!(desk.store().pending_count().unwrap(), 1);
        assert_eq!(desk.link.count("push 1"), sent + 1, "it does not ask again");
        desk.fetch(PageKey::Lesson(SECOND));
        seconds(1).await;
        assert!(
            desk.store().lesson(SECOND).unwrap().is_some(),
            "the rest goes on"
        );
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
        seconds(6).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(desk.link.count("push 1"), sent + 2);
        let told = desk.heard().split_off(before);
        let worrying =
            |event: &Event| !matches!(event, Event::Settled { .. } | Event::PagesChanged(_));
        assert!(!told.iter().any(worrying), "{told:?}");
        assert_eq!(desk.store().trouble_count().unwrap(), 0);
    });
}

/// A day's allowance is used up: the queue keeps everything, and it is said until when.
#[test]
fn a_wait_of_hours_is_told_with_its_end() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let until = server.now().plus(chrono::TimeDelta::hours(3));
        server.full_until.set(Some(until));
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(15).await;
        assert!(desk.heard().contains(&Event::Waits { until }));
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
        assert_eq!(desk.store().pending_count().unwrap(), 1);
        seconds(3 * 3600 + 120).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
    });
}

/// The room for what is not taken is used up: what nobody disagrees with goes all the same.
#[test]
fn what_is_before_a_change_that_is_not_taken_does_not_wait_with_it() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let until = server.now().plus(chrono::TimeDelta::hours(3));
        server.no_room_until.set(Some(until));
        desk.link.set_up(false);
        for pupil in &PUPILS[..3] {
            desk.write(FIRST, &[(attendance(*pupil), ABSENT)]);
        }
        desk.write(FIRST, &[mark(LOCKED, 5)]);
        desk.link.set_up(true);
        seconds(120).await;
        assert_eq!(server.state.borrow().log.len(), 3);
        assert_eq!(desk.store().pending_count().unwrap(), 1);
        assert!(desk.heard().contains(&Event::Waits { until }));
    });
}
