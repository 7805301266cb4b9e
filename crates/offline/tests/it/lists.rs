//! Lists that only the server composes: renewed by themselves, and not with every letter.

use crate::desk::{Desk, in_paused_time};
use crate::hands::{ABSENT, PRESENT, at_work, attendance, seconds};
use crate::pages::{FIRST, PETROV, PUPILS};
use crate::server::Server;
use journal::register::{RecordId, RecordKind, RecordRef};
use journal::{Cell, Content};
use offline::{Command, ListKey, ListPage, PageKey};
use std::rc::Rc;

const LIST: ListKey = ListKey::Journals(None);

fn filled(desk: &Desk) -> u32 {
    match desk.store().list(LIST).unwrap() {
        Some(ListPage::Journals(page)) => page.journals[0].filled,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_figures_of_an_open_list_follow_what_others_enter_and_are_asked_for_rarely() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let teacher = at_work(&server, "orlova", 1).await;
        let deputy = at_work(&server, "petrov", 2).await;
        deputy.fetch(PageKey::List(LIST));
        seconds(30).await;
        assert_eq!(filled(&deputy), 0);
        let asked = || deputy.link.count("page list/journals");
        let before = asked();
        // A roll is called, letter by letter.
        for nth in 0..40 {
            let content = if nth % 2 == 0 { ABSENT } else { PRESENT };
            teacher.write(FIRST, &[(attendance(PUPILS[nth % 4]), content)]);
            seconds(1).await;
        }
        teacher.write(FIRST, &[(Cell::RollCall, Content::RollCall(true))]);
        seconds(20).await;
        assert_eq!(filled(&deputy), 1, "without asking");
        let renewed = asked() - before;
        assert!((2..=8).contains(&renewed), "in a minute: {renewed}");

        // Of a list that nobody looks at nothing is asked, until somebody comes back to it.
        deputy.say(Command::Watch(PageKey::Lesson(FIRST)));
        teacher.write(FIRST, &[(Cell::RollCall, Content::RollCall(false))]);
        seconds(30).await;
        assert_eq!(filled(&deputy), 1);
        deputy.say(Command::Watch(PageKey::List(LIST)));
        seconds(2).await;
        assert_eq!(filled(&deputy), 0);
    });
}

/// No change of a journal and no amendment tells that somebody has signed in or has changed a
/// password.
#[test]
fn a_list_that_nothing_tells_of_is_asked_for_while_one_works_on_it_and_not_with_every_key() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let accounts = PageKey::List(ListKey::Accounts);
        let asked = || desk.link.count("page list/accounts");
        desk.fetch(accounts);
        seconds(60).await;
        assert_eq!(asked(), 1, "nobody works on it");
        for _ in 0..20 {
            desk.say(Command::Watch(accounts));
            seconds(1).await;
        }
        assert!((2..=4).contains(&(asked() - 1)), "{}", asked() - 1);
    });
}

/// What became of a record is told by every amendment.
#[test]
fn the_history_of_a_record_is_asked_for_when_something_was_amended_and_not_while_one_looks() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let (kind, id) = (RecordKind::Room, RecordId(2));
        let log = PageKey::List(ListKey::RecordLog(RecordRef { kind, id }));
        let asked = || desk.link.count("page list/register");
        desk.fetch(log);
        seconds(60).await;
        for _ in 0..30 {
            desk.say(Command::Watch(log));
            seconds(1).await;
        }
        assert_eq!(asked(), 1);
        server.register.set(2);
        server.newest.send_modify(|seq| *seq += 1);
        seconds(30).await;
        assert_eq!(asked(), 2);
    });
}

/// What is in no page of a journal makes no such page old, and the lists of the register.
#[test]
fn a_record_that_no_journal_shows_brings_the_list_on_the_screen_and_no_page() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let list = PageKey::List(ListKey::Records(RecordKind::Room));
        let asked = |page: &str| desk.link.count(&format!("page {page}"));
        desk.fetch(list);
        desk.say(Command::Watch(list));
        seconds(60).await;
        let (lists, lessons) = (asked("list/register"), asked("lesson/"));
        server.records.set(2);
        server.newest.send_modify(|seq| *seq += 1);
        seconds(30).await;
        assert_eq!(asked("list/register"), lists + 1);
        desk.fetch(PageKey::Lesson(FIRST));
        seconds(1).await;
        let rules = desk.link.count("rules");
        server.records.set(3);
        server.newest.send_modify(|seq| *seq += 1);
        seconds(30).await;
        assert!(
            asked("lesson/") <= lessons + 1,
            "{} lessons",
            asked("lesson/")
        );
        assert_eq!(desk.link.count("rules"), rules);
    });
}

/// The server tells a manager which journals of others have changed, and not what they say.
#[test]
fn a_journal_of_others_that_is_on_the_screen_is_asked_for_anew_when_it_has_changed() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let teacher = at_work(&server, "orlova", 1).await;
        let deputy = at_work(&server, "petrov", 2).await;
        server.manager.set(Some(PETROV));
        let asked = || deputy.link.count("page lesson/");
        let before = asked();
        let cell = attendance(PUPILS[0]);
        teacher.write(FIRST, &[(cell, ABSENT)]);
        seconds(30).await;
        assert_eq!(deputy.content(cell), ABSENT);
        assert!(asked() > before);
        // What is not on the screen is asked for when somebody comes back to it.
        deputy.say(Command::Watch(PageKey::List(LIST)));
        seconds(5).await;
        let before = asked();
        teacher.write(FIRST, &[(cell, PRESENT)]);
        seconds(30).await;
        assert_eq!((asked(), deputy.content(cell)), (before, ABSENT));
        deputy.say(Command::Watch(PageKey::Lesson(FIRST)));
        seconds(5).await;
        assert_eq!(deputy.content(cell), PRESENT);
    });
}
