//! What stands on the server where ours was not taken, and goes on being written there.

use crate::desk::{Desk, in_paused_time};
use crate::hands::{at_work, mark, seconds, two_at_work};
use crate::pages::{FIRST, PUPILS, name};
use crate::server::Server;
use chrono::TimeDelta;
use journal::{Cell, Content, PersonName, Timestamp};
use offline::{PageKey, Resolution, TroubleKind};
use std::rc::Rc;

/// Orlova has written «5» where Petrov wrote «3» without the network; both are at work.
async fn conflict(server: &Rc<Server>) -> (Rc<Desk>, Rc<Desk>, Cell) {
    let (one, other) = two_at_work(server).await;
    let (cell, three) = mark(PUPILS[0], 3);
    other.link.set_up(false);
    other.write(FIRST, &[(cell, three)]);
    one.write(FIRST, &[mark(PUPILS[0], 5)]);
    seconds(5).await;
    other.link.set_up(true);
    other.settle().await;
    seconds(5).await;
    (one, other, cell)
}

fn stands(desk: &Desk) -> Content {
    told(desk).0
}

/// What stands there, who wrote it and when.
fn told(desk: &Desk) -> (Content, Option<PersonName>, Option<Timestamp>) {
    let trouble = desk.store().troubles().unwrap().remove(0);
    match trouble.kind {
        TroubleKind::Conflict { now, by, at } => (now, by, at),
        other => panic!("{other:?}"),
    }
}

/// «Записать моё» is then written over what was shown, and is no conflict again.
#[test]
fn a_conflict_shows_what_has_been_written_there_since() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other, cell) = conflict(&server).await;
        let (_, five) = mark(PUPILS[0], 5);
        assert_eq!(stands(&other), five);
        let (_, four) = mark(PUPILS[0], 4);
        one.write(FIRST, &[(cell, four.clone())]);
        seconds(5).await;
        assert_eq!(stands(&other), four);
        let again = other.resolve_first(Resolution::Mine).remove(0);
        assert_eq!(again.edit.expected(), four);
        seconds(5).await;
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        assert_eq!(one.content(cell), mark(PUPILS[0], 3).1);
    });
}

/// As the first answer said it: by name, and by the server's clock.
#[test]
fn a_conflict_tells_who_has_written_there_since_and_when_it_came() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other, _) = conflict(&server).await;
        let (_, by, at) = told(&other);
        assert_eq!(by, Some(name("Орлова")));
        one.link.set_up(false);
        let (cell, four) = mark(PUPILS[0], 4);
        one.write(FIRST, &[(cell, four.clone())]);
        let made_at = one.made.borrow().last().unwrap().made_at;
        seconds(120).await;
        one.link.set_up(true);
        one.settle().await;
        seconds(5).await;
        let (now, by, came_at) = told(&other);
        assert_eq!(now, four);
        assert_eq!(by, Some(name("Орлова")), "the feed tells the name");
        assert!(came_at > at && came_at >= Some(made_at.plus(TimeDelta::seconds(120))));
    });
}

#[test]
fn a_page_tells_who_else_has_written_last_in_a_cell() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let one = at_work(&server, "orlova", 1).await;
        let other = at_work(&server, "petrov", 2).await;
        let writers = |desk: &Desk| desk.store().lesson(FIRST).unwrap().unwrap().writers;
        let (cell, five) = mark(PUPILS[0], 5);
        one.write(FIRST, &[(cell, five)]);
        seconds(5).await;
        let orlova = [((FIRST.into(), cell), name("Орлова"))];
        assert_eq!(writers(&other), orlova.into());
        assert!(writers(&one).is_empty(), "one's own is not another's");
        other.link.set_up(false);
        other.write(FIRST, &[mark(PUPILS[0], 4)]);
        assert!(writers(&other).is_empty(), "ours lies over it");
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        assert!(writers(&other).is_empty(), "ours was taken");
        assert_eq!(writers(&one).values().next(), Some(&name("Петров")));
    });
}

#[test]
fn a_conflict_shows_that_theirs_was_taken_back() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other, cell) = conflict(&server).await;
        one.undo();
        seconds(5).await;
        let nothing = Content::Mark(None);
        assert_eq!(one.content(cell), nothing);
        assert_eq!(stands(&other), nothing, "though ours began from there too");
        let again = other.resolve_first(Resolution::Mine).remove(0);
        assert_eq!(again.edit.expected(), nothing);
        seconds(5).await;
        assert_eq!(other.store().trouble_count().unwrap(), 0);
    });
}

/// The page that is kept is from before the answer: what was answered is newer.
#[test]
fn a_conflict_shows_the_answer_until_the_page_has_caught_up() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        server.feed_closed.set(true);
        let (one, other, cell) = conflict(&server).await;
        let (_, five) = mark(PUPILS[0], 5);
        assert_eq!(other.content(cell), Content::Mark(None), "no feed tells it");
        assert_eq!(stands(&other), five);
        let (_, four) = mark(PUPILS[0], 4);
        one.write(FIRST, &[(cell, four.clone())]);
        seconds(5).await;
        other.fetch(PageKey::Lesson(FIRST));
        seconds(5).await;
        assert_eq!(stands(&other), four);
    });
}
