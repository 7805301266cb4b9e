//! What a teacher, a network and a server do to each other, one story each.

use crate::desk::{Desk, in_paused_time};
use crate::network::Fate;
use crate::pages::{FIRST, NOW, ORLOVA, PUPILS, SECOND, day};
use crate::server::{LOCKED, Server};
use chrono::TimeDelta;
use journal::{
    Attendance, Cell, Content, Grade, Ground, LessonId, Mark, MarkValue, PupilId, ServerId,
    WorkKindId, WorkRef,
};
use offline::{
    Command, Connectivity, Event, PageKey, PasswordError, Resolution, SignInError, TroubleKind,
    Unsettled,
};
use protocol::{Code, Outcome};
use std::rc::Rc;
use std::time::Duration;
use tokio::time::sleep;
use uuid::Uuid;

const ABSENT: Content = Content::Attendance(Attendance::Absent);
const PRESENT: Content = Content::Attendance(Attendance::Present);

fn attendance(pupil: PupilId) -> Cell {
    Cell::Attendance { pupil }
}

fn mark(pupil: PupilId, grade: u8) -> (Cell, Content) {
    let work = WorkRef::first(WorkKindId(1));
    let mark = Mark::new(MarkValue::Grade(Grade::new(grade).unwrap()), 1);
    (Cell::Mark { pupil, work }, Content::Mark(Some(mark)))
}

async fn seconds(n: u64) {
    sleep(Duration::from_secs(n)).await;
}

/// A desk at which Orlova has signed in and everything of today has come.
async fn at_work(server: &Rc<Server>, login: &'static str, seed: u64) -> Rc<Desk> {
    let desk = Desk::new(login, server, seed);
    desk.begin().await;
    desk.fetch(PageKey::Lesson(FIRST));
    seconds(5).await;
    desk
}

fn stands(desk: &Desk) -> Option<Connectivity> {
    desk.heard()
        .into_iter()
        .rev()
        .find_map(|event| match event {
            Event::Connectivity(connectivity) => Some(connectivity),
            _ => None,
        })
}

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
fn a_conflict_is_shown_and_chosen() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = (
            at_work(&server, "orlova", 1).await,
            at_work(&server, "petrov", 2).await,
        );
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

        let again = other.resolve_first(Resolution::Mine).unwrap();
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
        let (one, other) = (
            at_work(&server, "orlova", 1).await,
            at_work(&server, "petrov", 2).await,
        );
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
        assert_eq!(other.resolve_first(Resolution::Theirs), None);
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        seconds(5).await;
        assert_eq!(other.content(cell), five);
        assert_eq!(server.state.borrow().log.len(), 1);
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
        unreadable.lesson = LessonId(-1);
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
fn a_session_that_ends_loses_nothing() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        server.end_sessions();
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(10).await;
        let expired = desk
            .heard()
            .iter()
            .filter(|e| **e == Event::SessionExpired)
            .count();
        assert_eq!(expired, 1);
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(server.state.borrow().log.len(), 1);
    });
}

#[test]
fn signed_out_nothing_is_sent() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.access().sign_out().await.unwrap();
        desk.say(Command::SignOut);
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(600).await;
        assert_eq!(desk.store().pending_count().unwrap(), 1);
        assert_eq!(stands(&desk), Some(Connectivity::Unauthorised));
        desk.access()
            .sign_in("orlova", "secret".into())
            .await
            .unwrap();
        desk.say(Command::SignedIn);
        seconds(5).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
    });
}

#[test]
fn another_server_at_the_same_address_gets_nothing() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let ours = server.id.replace(ServerId(Uuid::from_u128(2)));
        desk.link.set_up(false);
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        desk.link.set_up(true);
        let pushed = desk.link.count("push");
        seconds(3600).await;
        assert_eq!(stands(&desk), Some(Connectivity::OtherServer));
        assert_eq!(desk.link.count("push"), pushed);
        let refused = desk.access().sign_in("orlova", "secret".into()).await;
        assert_eq!(
            refused.unwrap_err(),
            SignInError::OtherServer { unsettled: 1 }
        );
        let mut mint = offline::Mint::new([9; 32]);
        let fault = desk
            .store()
            .forget_server(&mut mint, NOW)
            .unwrap_err()
            .fault;
        assert_eq!(fault, offline::StoreFault::Unsettled);

        server.id.set(ours);
        desk.say(Command::TryNow);
        seconds(5).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
    });
}

#[test]
fn a_server_of_another_version_gets_nothing() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        server.api.set(0);
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(600).await;
        assert_eq!(stands(&desk), Some(Connectivity::VersionMismatch));
        assert_eq!(desk.store().pending_count().unwrap(), 1);
        let refused = desk.access().sign_in("orlova", "secret".into()).await;
        assert_eq!(refused.unwrap_err(), SignInError::Version);
    });
}

#[test]
fn signing_in_says_what_is_wrong() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = Desk::new("orlova", &server, 1);
        desk.open();
        let access = desk.access();
        let wrong = access.sign_in("orlova", "guess".into()).await.unwrap_err();
        assert_eq!(wrong, SignInError::WrongPassword);
        let locked = access.sign_in("locked", "guess".into()).await.unwrap_err();
        assert_eq!(locked, SignInError::Locked { until: Some(NOW) });
        desk.link.set_up(false);
        let offline = access.sign_in("orlova", "secret".into()).await.unwrap_err();
        assert!(matches!(offline, SignInError::Offline(_)));
    });
}

#[test]
fn the_start_password_is_changed_first() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        server.must_change.set(true);
        let desk = Desk::new("orlova", &server, 1);
        desk.open();
        let (me, _) = desk
            .access()
            .sign_in("orlova", "secret".into())
            .await
            .unwrap();
        assert!(me.must_change_password);
        desk.say(Command::SignedIn);
        seconds(5).await;
        assert!(desk.heard().contains(&Event::MustChangePassword));
        let wrong = desk.access().change_password("x".into(), "y".into()).await;
        assert_eq!(wrong, Err(PasswordError::WrongPassword));
        desk.access()
            .change_password("secret".into(), "longer".into())
            .await
            .unwrap();
        assert!(!desk.store().me().unwrap().unwrap().must_change_password);
        desk.say(Command::SignedIn);
        seconds(5).await;
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
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
        let (offset, _) = desk.store().clock().unwrap();
        assert!((offset - 3_600_000_000).abs() < 1_000_000);
    });
}

#[test]
fn a_server_restored_from_a_backup_gets_back_what_it_lost() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let (absent, roll) = (attendance(PUPILS[0]), Cell::RollCall);
        desk.write(FIRST, &[(absent, ABSENT)]);
        seconds(5).await;
        let backup = server.backup();
        desk.write(FIRST, &[mark(PUPILS[1], 5)]);
        desk.write(FIRST, &[(roll, Content::RollCall(true))]);
        seconds(5).await;
        server.restore(backup);
        // Nobody writes anything: the feed tells that the server is not what it was.
        seconds(120).await;
        assert_eq!(server.state.borrow().log.len(), 3);
        assert_eq!(desk.content(roll), Content::RollCall(true));
        assert!(
            !desk
                .heard()
                .iter()
                .any(|e| matches!(e, Event::LostByServer { .. }))
        );
    });
}

#[test]
fn what_is_no_longer_kept_is_named_when_the_server_loses_it() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let backup = server.backup();
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        desk.store().prune(NOW.plus(TimeDelta::days(8))).unwrap();
        desk.write(SECOND, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        server.restore(backup);
        seconds(120).await;
        assert!(desk.heard().contains(&Event::LostByServer {
            lessons: vec![FIRST]
        }));
        let state = server.state.borrow();
        assert_eq!(
            state.log.len(),
            1,
            "what is kept comes back under a new device id"
        );
        assert_eq!(state.log[0].change.lesson, SECOND);
        assert_eq!(desk.store().pending_count().unwrap(), 0);
    });
}

#[test]
fn a_folder_restored_from_an_old_copy_goes_on_as_a_new_device() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        let device = desk.store().device().unwrap();
        // The old copy: closed before the next changes were made.
        let old = tempfile::tempdir().unwrap();
        desk.kill_only().await;
        std::fs::copy(desk.folder().join("journal.sqlite"), old.path().join("db")).unwrap();
        let wal = desk.folder().join("journal.sqlite-wal");
        std::fs::copy(&wal, old.path().join("wal")).unwrap();
        desk.open();
        desk.write(FIRST, &[(attendance(PUPILS[1]), ABSENT)]);
        desk.write(FIRST, &[(attendance(PUPILS[2]), ABSENT)]);
        seconds(5).await;
        desk.close().await;
        std::fs::copy(old.path().join("db"), desk.folder().join("journal.sqlite")).unwrap();
        std::fs::copy(old.path().join("wal"), &wal).unwrap();
        desk.open();
        desk.write(FIRST, &[mark(PUPILS[0], 5)]);
        seconds(60).await;
        assert_ne!(desk.store().device().unwrap(), device);
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(server.state.borrow().log.len(), 4);
        let state = server.state.borrow();
        assert_eq!(
            Some(&desk.store().lesson(FIRST).unwrap().unwrap().page.sheet),
            state.sheets.get(&FIRST)
        );
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
fn the_log_of_a_lesson_can_be_asked_for() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        assert_eq!(desk.access().lesson_log(FIRST).await.unwrap().len(), 1);
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
