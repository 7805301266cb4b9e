//! A program that runs for days.

use crate::desk::in_paused_time;
use crate::hands::{at_work, seconds};
use crate::pages::{FIRST, SECOND, day};
use crate::server::Server;
use chrono::Days;
use offline::{Command, Event, PageKey};
use std::collections::BTreeSet;
use std::rc::Rc;

/// From 09:26 until the day has surely turned.
const OVERNIGHT: u64 = 15 * 3600;

#[test]
fn the_new_day_comes_without_asking() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        seconds(60).await;
        desk.forget_heard();
        let asked = server.asked.get();
        let tomorrow = day() + Days::new(1);
        seconds(OVERNIGHT).await;
        assert!(desk.store().today(tomorrow).unwrap().is_some());
        assert_eq!(server.asked.get(), asked + 1, "and nothing else is asked");
        let told = Event::PagesChanged(BTreeSet::from([PageKey::Today(tomorrow)]));
        let of_pages = |event: &Event| !matches!(event, Event::Connectivity(_));
        let heard: Vec<_> = desk.heard().into_iter().filter(of_pages).collect();
        assert_eq!(heard, [told.clone(), told], "the day, then its list");
    });
}

#[test]
fn without_network_the_screen_is_told_all_the_same() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.link.set_up(false);
        seconds(OVERNIGHT).await;
        let tomorrow = day() + Days::new(1);
        let told = Event::PagesChanged(BTreeSet::from([PageKey::Today(tomorrow)]));
        assert_eq!(
            desk.heard().iter().filter(|heard| **heard == told).count(),
            1
        );
        desk.link.set_up(true);
        desk.say(Command::TryNow);
        seconds(10).await;
        assert!(desk.store().today(tomorrow).unwrap().is_some());
    });
}

#[test]
fn old_pages_go_also_when_the_program_is_never_closed() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        assert!(desk.store().lesson(SECOND).unwrap().is_some());
        seconds(16 * 24 * 3600).await;
        for lesson in [FIRST, SECOND] {
            assert!(desk.store().lesson(lesson).unwrap().is_none());
        }
        assert!(desk.store().today(day()).unwrap().is_none());
        let newest = day() + Days::new(16);
        assert!(desk.store().today(newest).unwrap().is_some());
    });
}

#[test]
fn an_amended_register_brings_the_rules_and_the_page_on_the_screen() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        seconds(60).await;
        let (asked, rules) = (server.asked.get(), desk.link.count("rules"));
        server.register.set(2);
        server.newest.send_modify(|seq| *seq += 1);
        seconds(5).await;
        assert_eq!(desk.link.count("rules"), rules + 1);
        assert!(
            server.asked.get() >= asked + 3,
            "the feed, the rules, pages"
        );
        let asked = server.asked.get();
        seconds(600).await;
        assert_eq!(server.asked.get(), asked, "once is enough");
    });
}
