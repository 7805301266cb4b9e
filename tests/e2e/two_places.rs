//! One teacher at two PCs: an absence and its reason are two cells of the sheet and one letter of
//! the journal, so what is said of one is not taken for said of both.

use crate::grid::column;
use crate::house::{edits, log};
use crate::seat::{LIMIT, SETTLED, Seat, to_cell};
use journal::{Attendance, Edit};
use testkit::pty::key;
use testkit::{Proxy, Pty, TestServer, fixture};

/// The pupil in question, by the number of the row.
const ROW: usize = 2;

fn until_shown(pty: &Pty, letter: &str) -> String {
    let what = format!("«{letter}» on the server");
    pty.wait_until(&what, LIMIT, |screen| {
        column(screen, "Явка").get(ROW - 1).map(String::as_str) == Some(letter)
            && screen.contains(SETTLED)
    })
}

/// The attendance and the reason by the server's log.
fn stands(server: &TestServer) -> (Attendance, bool) {
    let mut stands = (Attendance::Present, false);
    for edit in edits(&log(server, "orlova", fixture::RUNNING)) {
        match edit {
            Edit::Attendance { step, .. } => stands.0 = step.new,
            Edit::Reason { step, .. } => stands.1 = step.new.is_some(),
            _ => {}
        }
    }
    stands
}

#[test]
fn undo_leaves_the_absence_for_which_another_place_gave_a_reason() {
    let server = TestServer::start();
    let (class, staff_room) = (Seat::at(&server.url()), Seat::at(&server.url()));
    let (mut there, mut here) = (class.sign_in("orlova"), staff_room.sign_in("orlova"));
    there.send(to_cell(ROW, 0) + "н");
    until_shown(&here, "н");
    here.send(to_cell(ROW, 0) + "б");
    until_shown(&here, "б");
    until_shown(&there, "б");
    there.send("u");
    there.wait_for("1 конфликт", LIMIT);
    assert_eq!(stands(&server), (Attendance::Absent, true));
    until_shown(&here, "б");
    there.send(key::F8);
    there.wait_for("На сервере другое: причина: болезнь", LIMIT);
}

/// Without a network there: ill here, and there absent and then late.
#[test]
fn late_is_not_written_over_a_reason_that_nobody_saw() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let (class, staff_room) = (Seat::at(&proxy.url()), Seat::at(&server.url()));
    let mut there = class.sign_in("orlova");
    proxy.cut();
    there.wait_for("нет сети", LIMIT);
    there.send(to_cell(ROW, 0) + "н" + key::UP + "о12");
    there.wait_for("нет сети, 2 в очереди", LIMIT);
    let mut here = staff_room.sign_in("orlova");
    here.send(to_cell(ROW, 0) + "б");
    until_shown(&here, "б");
    proxy.mend();
    there.wait_for("1 конфликт", LIMIT);
    assert_eq!(stands(&server), (Attendance::Absent, true));
    until_shown(&there, "б!");
    // Ours, once we have seen what stands there: late, and no reason.
    there.send(key::F8);
    there.wait_for("На сервере другое: причина: болезнь", LIMIT);
    there.send(key::F4);
    until_settled(&there);
    assert_eq!(stands(&server), (Attendance::Late { minutes: 12 }, false));
}

#[test]
fn undo_leaves_the_absence_that_another_place_marked_without_the_reason() {
    let server = TestServer::start();
    let (class, staff_room) = (Seat::at(&server.url()), Seat::at(&server.url()));
    let (mut there, mut here) = (class.sign_in("orlova"), staff_room.sign_in("orlova"));
    there.send(to_cell(ROW, 0) + "б");
    until_shown(&here, "б");
    here.send(to_cell(ROW, 0) + "н");
    until_shown(&here, "н");
    until_shown(&there, "н");
    there.send("u");
    there.wait_for("1 конфликт", LIMIT);
    assert_eq!(stands(&server), (Attendance::Absent, false));
    until_shown(&here, "н");
}

/// One entry is one quarrel, and what is chosen is the whole letter.
#[test]
fn ours_is_written_without_the_reason_of_theirs() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let (class, staff_room) = (Seat::at(&proxy.url()), Seat::at(&server.url()));
    let mut there = class.sign_in("orlova");
    proxy.cut();
    there.wait_for("нет сети", LIMIT);
    there.send(to_cell(ROW, 0) + "о12");
    there.wait_for("нет сети, 1 в очереди", LIMIT);
    let mut here = staff_room.sign_in("orlova");
    here.send(to_cell(ROW, 0) + "б");
    until_shown(&here, "б");
    proxy.mend();
    there.wait_for("1 конфликт", LIMIT);
    until_shown(&there, "б!");
    there.send(key::F8);
    there.wait_for("конфликтов 1", LIMIT);
    there.send(key::F4);
    until_settled(&there);
    assert_eq!(stands(&server), (Attendance::Late { minutes: 12 }, false));
}

/// «о» takes the absence's reason away, and is still open when it becomes «о12».
#[test]
fn late_over_ill_is_no_quarrel_with_oneself() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.send(to_cell(ROW, 0) + "б");
    until_shown(&pty, "б");
    pty.send(to_cell(ROW, 0) + "о12");
    until_shown(&pty, "о12");
    assert_eq!(stands(&server), (Attendance::Late { minutes: 12 }, false));
}

fn until_settled(pty: &Pty) {
    pty.wait_until("nothing left to decide", LIMIT, |screen| {
        screen.contains("в очереди 0, конфликтов 0") && screen.contains(SETTLED)
    });
}
