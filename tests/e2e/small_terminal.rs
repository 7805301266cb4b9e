//! Terminals that are too small, and grow.

use crate::grid::column;
use crate::house::log;
use crate::seat::{LIMIT, NOW, SETTLED, Seat};
use testkit::pty::key;
use testkit::{PtyBuilder, TestServer, fixture};

#[test]
fn a_terminal_of_20x5_says_so_takes_nothing_in_and_grows() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    seat.sign_in("orlova").kill();
    let mut pty = seat.client().size(20, 5).spawn();
    let screen = pty.wait_for("Окно мало", LIMIT);
    assert!(screen.contains("Абрамов"), "whose cell it is: {screen}");
    // What cannot be seen is not entered; the cursor moves, and it is said whose cell it is in.
    pty.send("н");
    pty.wait_for("Это не введено", LIMIT);
    pty.send(key::DOWN);
    pty.wait_for("Белова", LIMIT);
    pty.resize(120, 40);
    pty.wait_for("F4 перекличка", LIMIT);
    pty.send("н");
    let screen = pty.wait_for("нет 1", LIMIT);
    assert_eq!(column(&screen, "Явка")[..3], ["", "н", ""]);
    pty.wait_for(SETTLED, LIMIT);
    assert_eq!(log(&server, "orlova", fixture::RUNNING).len(), 1);
}

#[test]
fn a_terminal_of_one_cell_or_none_is_no_crash_and_enters_nothing_unseen() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    seat.sign_in("orlova").kill();
    let mut pty = seat.client().size(1, 1).spawn();
    pty.wait_for_bytes(1, LIMIT);
    pty.send("н");
    pty.resize(20, 5);
    pty.wait_for("Это не введено", LIMIT);
    pty.resize(1, 1);
    pty.resize(120, 40);
    pty.wait_for("F4 перекличка", LIMIT);
    pty.send("н");
    let screen = pty.wait_for("нет 1", LIMIT);
    assert_eq!(column(&screen, "Явка")[..3], ["н", "", ""]);
    // Down again and to the size at which everything must be there.
    pty.resize(2, 40);
    pty.resize(120, 1);
    pty.resize(80, 24);
    pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    pty.wait_for("F4 перекличка", LIMIT);
    pty.send(key::F10);
    assert_eq!(pty.wait_exit(LIMIT).code, 0);
}

#[test]
fn the_sign_in_is_possible_at_80x24_and_what_is_typed_before_it_is_up_is_kept() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = PtyBuilder::new(crate::seat::PROGRAM)
        .arg("--dir")
        .arg(seat.dir())
        .args(["--now", NOW, "--login", "orlova"])
        .home(seat.dir())
        .spawn();
    // Typed before anything is on the screen.
    pty.send(format!("{}{}", fixture::PASSWORD, key::ENTER));
    let screen = pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    assert_eq!(screen.lines().count(), 24, "{screen}");
}
