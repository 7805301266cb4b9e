//! Accounts whose roles do not allow the feed: a parent, a pupil, an administrator.

use crate::desk::{Desk, in_paused_time};
use crate::hands::{ABSENT, at_work, attendance, seconds, stands};
use crate::pages::{FIRST, JOURNAL, PUPILS, day};
use crate::server::Server;
use offline::{Command, Connectivity, PageKey};
use std::rc::Rc;

#[test]
fn pages_come_without_the_feed() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        server.feed_closed.set(true);
        let desk = Desk::new("orlova", &server, 1);
        desk.begin().await;
        seconds(5).await;
        assert!(desk.store().today(day()).unwrap().is_some());
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
        let asked = server.asked.get();
        seconds(3600).await;
        assert_eq!(server.asked.get(), asked, "refused once is enough");
        assert_eq!((desk.link.count("feed"), desk.link.count("events")), (1, 0));

        desk.link.set_up(false);
        desk.fetch(PageKey::Journal(JOURNAL, None));
        seconds(10).await;
        assert!(matches!(stands(&desk), Some(Connectivity::Offline { .. })));
        desk.link.set_up(true);
        seconds(90).await;
        assert!(desk.store().journal(JOURNAL, None).unwrap().is_some());
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
        assert_eq!(desk.link.count("feed"), 1);
    });
}

#[test]
fn another_session_may_follow_it() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        server.feed_closed.set(true);
        let desk = at_work(&server, "orlova", 1).await;
        server.feed_closed.set(false);
        desk.say(Command::SignedIn);
        seconds(5).await;
        assert_eq!(desk.link.count("events"), 1);
        let other = at_work(&server, "petrov", 2).await;
        other.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        assert_eq!(desk.content(attendance(PUPILS[0])), ABSENT);
    });
}

#[test]
fn a_line_that_is_refused_later_is_left_alone() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        server.feed_closed.set(true);
        desk.link.set_up(false);
        seconds(10).await;
        desk.link.set_up(true);
        seconds(120).await;
        let asked = server.asked.get();
        seconds(3600).await;
        assert_eq!(server.asked.get(), asked);
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
    });
}
