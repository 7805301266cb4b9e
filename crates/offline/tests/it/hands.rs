//! What the stories have in common.

use crate::desk::Desk;
use crate::pages::{FIRST, PUPILS};
use crate::server::Server;
use journal::{
    AbsenceReason, Attendance, Cell, Content, Grade, Mark, MarkValue, PupilId, ReasonKind,
    WorkKindId, WorkRef,
};
use offline::{Connectivity, Event, PageKey};
use std::rc::Rc;
use std::time::Duration;
use tokio::time::sleep;

pub const ABSENT: Content = Content::Attendance(Attendance::Absent);
pub const PRESENT: Content = Content::Attendance(Attendance::Present);

pub fn attendance(pupil: PupilId) -> Cell {
    Cell::Attendance { pupil }
}

pub fn mark(pupil: PupilId, grade: u8) -> (Cell, Content) {
    let work = WorkRef::first(WorkKindId(1));
    let mark = Mark::new(MarkValue::Grade(Grade::new(grade).unwrap()), 1);
    (Cell::Mark { pupil, work }, Content::Mark(Some(mark)))
}

pub async fn seconds(n: u64) {
    sleep(Duration::from_secs(n)).await;
}

/// A desk at which somebody has signed in and everything of today has come.
pub async fn at_work(server: &Rc<Server>, login: &'static str, seed: u64) -> Rc<Desk> {
    let desk = Desk::new(login, server, seed);
    desk.begin().await;
    desk.fetch(PageKey::Lesson(FIRST));
    seconds(5).await;
    desk
}

/// Orlova's desk and Petrov's.
pub async fn two_at_work(server: &Rc<Server>) -> (Rc<Desk>, Rc<Desk>) {
    let one = at_work(server, "orlova", 1).await;
    (one, at_work(server, "petrov", 2).await)
}

/// A reason as a teacher says it.
pub fn said(kind: ReasonKind) -> Content {
    Content::Reason(Some(AbsenceReason::stated(kind)))
}

/// Both say absent, and each another reason; the conflict is about the reason alone.
pub async fn conflict_about_a_reason() -> (Rc<Desk>, Rc<Desk>) {
    let server = Rc::new(Server::start());
    let (one, other) = two_at_work(&server).await;
    let fact = attendance(PUPILS[0]);
    let reason = fact.beside().unwrap();
    let absent_for = |kind| [(fact, ABSENT), (reason, said(kind))];
    other.link.set_up(false);
    other.write(FIRST, &absent_for(ReasonKind::Illness));
    one.write(FIRST, &absent_for(ReasonKind::Valid));
    seconds(5).await;
    other.link.set_up(true);
    other.settle().await;
    seconds(5).await;
    assert_eq!(other.store().troubles().unwrap().len(), 1);
    (one, other)
}

pub fn stands(desk: &Desk) -> Option<Connectivity> {
    desk.heard()
        .into_iter()
        .rev()
        .find_map(|event| match event {
            Event::Connectivity(connectivity) => Some(connectivity),
            _ => None,
        })
}
