//! What is fetched ahead, for a morning without a network.

use crate::desk::in_paused_time;
use crate::hands::{ABSENT, at_work, attendance, seconds};
use crate::pages::{FIRST, JOURNAL, PUPILS, SECOND, day};
use crate::server::Server;
use chrono::Days;
use journal::{LessonId, Role, Roles};
use offline::{Event, PageKey};
use std::rc::Rc;

const NEXT: LessonId = LessonId(3);

/// A school whose teacher has lessons on Monday and on the day after the next.
fn school() -> Rc<Server> {
    let server = Server::start();
    *server.roles.borrow_mut() = Roles(vec![Role::Teacher]);
    {
        let sheets = &mut server.state.borrow_mut().sheets;
        let mut next = sheets[&SECOND].clone();
        next.lesson.id = NEXT;
        next.lesson.date = day() + Days::new(2);
        sheets.insert(NEXT, next);
    }
    Rc::new(server)
}

#[test]
fn the_next_days_lessons_and_todays_journals_come_without_being_opened() {
    in_paused_time(async {
        let server = school();
        let desk = at_work(&server, "orlova", 1).await;
        seconds(60).await;
        let asked = server.asked.get();
        desk.link.set_up(false);
        desk.close().await;
        desk.open();
        let store = desk.store();
        let list = store.today(day() + Days::new(2)).unwrap().unwrap();
        assert_eq!(list.page.lessons[0].lesson.id, NEXT);
        assert!(store.lesson(NEXT).unwrap().is_some());
        assert!(store.journal(JOURNAL, None).unwrap().is_some());
        desk.link.set_up(true);
        assert!(asked < 25, "politely: {asked}");
    });
}

#[test]
fn a_client_opened_again_asks_ahead_for_nothing_that_is_kept_true() {
    in_paused_time(async {
        let server = school();
        let desk = at_work(&server, "orlova", 1).await;
        seconds(60).await;
        desk.close().await;
        let before = desk.link.seen.borrow().len();
        desk.open();
        seconds(60).await;
        let asked = |page| {
            let word = format!("page {page}");
            let seen = desk.link.seen.borrow();
            seen.iter()
                .skip(before)
                .filter(|seen| seen.starts_with(&word))
                .count()
        };
        assert_eq!(asked(PageKey::Journal(JOURNAL, None)), 0);
        assert_eq!(asked(PageKey::Lesson(NEXT)), 0);
        let next = PageKey::Today(day() + Days::new(2));
        assert_eq!(asked(next), 1, "no feed tells of another timetable");
        desk.close().await;
        seconds(48 * 3600).await;
        desk.open();
        seconds(60).await;
        assert_eq!(asked(PageKey::Journal(JOURNAL, None)), 1, "on another day");
    });
}

#[test]
fn what_is_on_the_screen_and_what_is_entered_come_first() {
    in_paused_time(async {
        let server = school();
        let desk = at_work(&server, "orlova", 1).await;
        for nth in 0..20 {
            let content = if nth % 2 == 0 {
                ABSENT
            } else {
                crate::hands::PRESENT
            };
            desk.write(FIRST, &[(attendance(PUPILS[0]), content)]);
            tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        }
        let before = |word: &str| {
            let seen = desk.link.seen.borrow();
            seen.iter().position(|seen| seen.starts_with(word))
        };
        assert!(before(&format!("page {}", PageKey::Lesson(SECOND))).is_some());
        assert_eq!(
            before(&format!("page {}", PageKey::Lesson(NEXT))),
            None,
            "not while somebody writes"
        );
        seconds(60).await;
        assert!(desk.store().lesson(NEXT).unwrap().is_some());
    });
}

#[test]
fn nobody_is_told_of_a_page_ahead_that_cannot_be_had() {
    in_paused_time(async {
        let server = school();
        server.bad_page.set(Some(PageKey::Journal(JOURNAL, None)));
        let desk = at_work(&server, "orlova", 1).await;
        seconds(60).await;
        let told = |event: &Event| matches!(event, Event::FetchFailed { .. });
        assert!(!desk.heard().iter().any(told));
        assert!(
            desk.store().lesson(NEXT).unwrap().is_some(),
            "the rest comes"
        );
    });
}
