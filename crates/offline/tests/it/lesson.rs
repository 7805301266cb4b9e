//! A lesson and the line it is run over, one story each.

use crate::desk::{Desk, in_paused_time};
use crate::hands::{ABSENT, PRESENT, at_work, attendance, mark, seconds, stands};
use crate::network::Fate;
use crate::pages::{FIRST, NOW, ORLOVA, PUPILS, SECOND, day};
use crate::server::Server;
use chrono::TimeDelta;
use journal::{Cell, Content};
use offline::{Command, Connectivity, Event, PageKey, ServerClock};
use std::rc::Rc;
use std::time::Duration;

#[test]
fn todays_lessons_come_without_asking() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = Desk::new("orlova", &server, 1);
        desk.begin().await;
        seconds(5).await;
        let store = desk.store();
        assert_eq!(store.today(day()).unwrap().unwrap().page.lessons.len(), 2);
        assert!(store.lesson(FIRST).unwrap().is_some());
        assert!(store.lesson(SECOND).unwrap().is_some());
        assert_eq!(store.rules().unwrap(), Some(crate::pages::rules()));
        assert_eq!(store.me().unwrap().unwrap().person, ORLOVA);
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
    });
}

#[test]
fn a_lesson_without_network_arrives_afterwards() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.link.set_up(false);
        for pupil in [PUPILS[0], PUPILS[1]] {
            desk.write(FIRST, &[(attendance(pupil), ABSENT)]);
        }
        desk.write(FIRST, &[(Cell::RollCall, Content::RollCall(true))]);
        seconds(45 * 60).await;
        assert_eq!(desk.store().pending_count().unwrap(), 3);
        assert!(matches!(stands(&desk), Some(Connectivity::Offline { .. })));
        let row = desk
            .store()
            .today(day())
            .unwrap()
            .unwrap()
            .page
            .lessons
            .remove(0);
        assert_eq!((row.absent, row.roll_called), (2, true));
        // With a ceiling of a minute and jitter: neither silent nor hammering.
        let tried = desk.link.count("server");
        assert!((45..200).contains(&tried), "{tried} attempts in 45 minutes");
        desk.link.set_up(true);
        seconds(70).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
        let settled = desk.heard().into_iter().any(|event| {
            matches!(
                event,
                Event::Settled {
                    count: 3,
                    late: 0,
                    pending: 0,
                    ..
                }
            )
        });
        assert!(settled);
        let state = server.state.borrow();
        assert_eq!(state.log.len(), 3);
        // The time is that of the lesson, not that of the arrival.
        assert!(state.log[0].change.made_at.since(NOW) < TimeDelta::minutes(1));
        assert!(state.log[0].received_at.since(NOW) > TimeDelta::minutes(45));
    });
}

#[test]
fn an_idle_engine_asks_nothing_and_says_nothing() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        seconds(60).await;
        desk.forget_heard();
        let asked = server.asked.get();
        seconds(3600).await;
        assert_eq!(server.asked.get(), asked);
        assert_eq!(desk.heard(), []);
    });
}

/// The screen tells when the server was heard last.
#[test]
fn what_comes_of_others_says_that_the_server_was_heard_now() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let teacher = at_work(&server, "orlova", 1).await;
        let reader = at_work(&server, "orlova", 2).await;
        seconds(20 * 60).await;
        reader.forget_heard();
        teacher.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(30).await;
        let Some(Connectivity::Online { at }) = stands(&reader) else {
            panic!("nothing is told")
        };
        assert!(at.since(NOW) >= TimeDelta::minutes(20), "{at:?}");
    });
}

#[test]
fn a_line_without_heartbeats_is_opened_anew() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = Desk::new("orlova", &server, 1);
        desk.link.deaf.set(true);
        desk.begin().await;
        seconds(40).await;
        assert_eq!(desk.link.count("events"), 1);
        desk.link.deaf.set(false);
        seconds(20).await;
        assert_eq!(desk.link.count("events"), 2);
        assert!(
            !desk.heard().iter().any(|event| {
                matches!(event, Event::Connectivity(Connectivity::Offline { .. }))
            })
        );
    });
}

fn told(desk: &Desk) -> Vec<Connectivity> {
    let heard = desk.heard().into_iter();
    let told = heard.filter_map(|event| match event {
        Event::Connectivity(connectivity) => Some(connectivity),
        _ => None,
    });
    told.collect()
}

#[test]
fn a_cut_line_is_told_before_the_server_is_asked() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        seconds(60).await;
        desk.forget_heard();
        desk.link.set_up(false);
        let asked = desk.link.count("server");
        tokio::time::sleep(Duration::from_nanos(1)).await;
        assert_eq!(told(&desk), [Connectivity::Doubtful]);
        assert_eq!(desk.link.count("server"), asked);
        seconds(5).await;
        assert!(matches!(stands(&desk), Some(Connectivity::Offline { .. })));
    });
}

#[test]
fn what_did_not_reach_the_server_beside_the_engine_is_told_at_once() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        seconds(60).await;
        desk.forget_heard();
        desk.say(Command::Unreached);
        seconds(5).await;
        assert!(matches!(
            told(&desk)[..],
            [Connectivity::Offline { .. }, Connectivity::Online { .. }]
        ));
    });
}

#[test]
fn another_desk_sees_it_without_asking() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = (
            at_work(&server, "orlova", 1).await,
            at_work(&server, "petrov", 2).await,
        );
        other.forget_heard();
        one.write(
            FIRST,
            &[(attendance(PUPILS[0]), ABSENT), mark(PUPILS[1], 5)],
        );
        seconds(2).await;
        assert_eq!(other.content(attendance(PUPILS[0])), ABSENT);
        let told = other.heard().into_iter().any(|event| match event {
            Event::PagesChanged(pages) => pages.contains(&PageKey::Lesson(FIRST)),
            _ => false,
        });
        assert!(told, "{:?}", other.heard());
        let row = other
            .store()
            .today(day())
            .unwrap()
            .unwrap()
            .page
            .lessons
            .remove(0);
        assert_eq!((row.absent, row.marks), (1, 1));
    });
}

#[test]
fn an_answer_that_was_lost_is_asked_for_again() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        for fate in [Fate::AnswerLost, Fate::OutcomeUnknown, Fate::Repeated] {
            *desk.link.next.borrow_mut() = vec![fate];
            let content = if desk.content(attendance(PUPILS[0])) == ABSENT {
                PRESENT
            } else {
                ABSENT
            };
            desk.write(FIRST, &[(attendance(PUPILS[0]), content)]);
            seconds(40).await;
            assert_eq!(desk.store().pending_count().unwrap(), 0, "{fate:?}");
        }
        assert_eq!(server.state.borrow().log.len(), 3);
        assert_eq!(desk.content(attendance(PUPILS[0])), ABSENT);
    });
}

#[test]
fn a_clock_that_is_off_by_an_hour_is_corrected() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        server.ahead.set(3_600_000_000);
        let desk = at_work(&server, "orlova", 1).await;
        let off = desk.heard().into_iter().find_map(|event| match event {
            Event::ClockOff { seconds } => Some(seconds),
            _ => None,
        });
        assert!((3599..=3601).contains(&off.unwrap()));
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        let state = server.state.borrow();
        let logged = &state.log[0];
        assert!(logged.received_at.since(logged.change.made_at).abs() < TimeDelta::seconds(2));
        // The next start of the program knows it before the server is asked.
        let next = ServerClock::resume(&desk.store(), desk.clock()).unwrap();
        assert!((next.offset() - 3_600_000_000).abs() < 1_000_000);
    });
}

#[test]
fn the_log_of_a_lesson_can_be_asked_for() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        assert_eq!(desk.access().sheet_log(FIRST).await.unwrap().len(), 1);
    });
}
