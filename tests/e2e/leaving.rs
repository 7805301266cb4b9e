//! However the program ends, the terminal is as it was and nothing is lost.

use crate::grid::column;
use crate::house::log;
use crate::manners::assert_restored;
use crate::seat::{LIMIT, NOW, PROGRAM, SETTLED, Seat, to_cell};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, waitid};
use std::io::{Read, Write};
use std::sync::mpsc::channel;
use testkit::pty::key;
use testkit::{Proxy, TestServer, fixture};

#[test]
fn every_signal_restores_the_terminal_and_keeps_the_mark() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    seat.sign_in("orlova").kill();
    let signals = [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT];
    for (nth, signal) in signals.into_iter().enumerate() {
        let mut pty = seat.return_to_lesson();
        pty.send(to_cell(nth + 1, 0) + "н");
        pty.wait_for(&format!("нет {}", nth + 1), LIMIT);
        pty.signal(signal);
        let ended = pty.wait_exit(LIMIT);
        assert_eq!((ended.code, ended.signal), (0, None), "{signal:?}");
        assert_restored(&pty);
    }
    let pty = seat.return_to_lesson();
    let screen = pty.wait_for(SETTLED, LIMIT);
    assert_eq!(column(&screen, "Явка")[..5], ["н", "н", "н", "н", ""]);
    assert_eq!(log(&server, "orlova", fixture::RUNNING).len(), 4);
}

#[test]
fn the_keys_that_quit_restore_the_terminal() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    seat.sign_in("orlova").kill();
    for quit in [key::F10.to_owned(), key::ctrl('q'), key::ctrl('c')] {
        let mut pty = seat.return_to_lesson();
        pty.send(&quit);
        assert_eq!(pty.wait_exit(LIMIT).code, 0);
        assert_restored(&pty);
    }
}

#[test]
fn whoever_leaves_with_unsent_entries_is_told_so() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    // With nothing unsent nothing is said.
    pty.send(key::F10);
    assert_eq!(pty.wait_exit(LIMIT).code, 0);
    assert!(!pty.screen().contains("Не отправлено"));

    proxy.cut();
    let mut pty = seat.return_to_lesson();
    pty.wait_for("нет сети", LIMIT);
    pty.send(to_cell(1, 0) + "н");
    pty.wait_for("нет 1", LIMIT);
    pty.send(key::F6);
    pty.wait_for("Сегодня ·", LIMIT);
    // A letter alone does not end the program.
    pty.send("qй".to_owned() + key::F8);
    pty.wait_for("Очередь и конфликты", LIMIT);
    pty.send(key::F10);
    assert_eq!(pty.wait_exit(LIMIT).code, 0);
    assert_restored(&pty);
    let words = "Не отправлено: 1 запись. Она сохранена на этом компьютере и уйдёт при следующем";
    pty.wait_for(words, LIMIT);
}

/// An entry could still grow for a moment: leaving closes it and sends it.
#[test]
fn what_was_entered_right_before_leaving_is_on_the_server() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.send(to_cell(1, 0) + "н" + key::F10);
    assert_eq!(pty.wait_exit(LIMIT).code, 0);
    assert!(!pty.screen().contains("Не отправлено"), "{}", pty.screen());
    assert_eq!(log(&server, "orlova", fixture::RUNNING).len(), 1);
    let mut pty = seat.return_to_lesson();
    pty.wait_for(SETTLED, LIMIT);
    pty.send(to_cell(2, 0) + "н\x1bx");
    let screen = pty.wait_for("Вы вышли.", LIMIT);
    assert!(!screen.contains("не на сервере"), "{screen}");
    assert_eq!(log(&server, "orlova", fixture::RUNNING).len(), 2);
}

#[test]
fn a_stopped_program_gives_the_terminal_back_and_takes_it_again() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    seat.sign_in("orlova").kill();
    let mut pty = seat.return_to_lesson();
    pty.send(to_cell(1, 0) + "н");
    pty.wait_for("нет 1", LIMIT);
    pty.signal(Signal::TSTP);
    let pid = Pid::from_raw(i32::try_from(pty.pid()).unwrap());
    // Seen and left for whoever waits for its end.
    let options = WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
    waitid(WaitId::Pid(pid.unwrap()), options).expect("it stops");
    pty.wait_on("the first screen", LIMIT, |screen| {
        !screen.alternate_screen()
    });
    assert_restored(&pty);
    pty.signal(Signal::CONT);
    pty.wait_on("its own screen", LIMIT, vt100::Screen::alternate_screen);
    // Painted anew without a key, and keys work.
    let screen = pty.wait_for("нет 1", LIMIT);
    assert!(screen.contains("Урок · 7Б · Алгебра"), "{screen}");
    pty.send("н");
    pty.wait_for("нет 2", LIMIT);
    pty.send(key::F10);
    assert_eq!(pty.wait_exit(LIMIT).code, 0);
    assert_restored(&pty);
}

/// The line drops: every descriptor of the terminal's other side is closed.
#[test]
fn a_dropped_line_ends_the_program_and_loses_nothing() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    seat.sign_in("orlova").kill();
    proxy.cut();

    let size = PtySize {
        rows: 40,
        cols: 120,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(PROGRAM);
    command.env_clear();
    for (name, value) in [("TERM", "xterm-256color"), ("LANG", "ru_RU.UTF-8")] {
        command.env(name, value);
    }
    command.env("HOME", seat.dir());
    command.args(["--now", NOW, "--dir"]);
    command.arg(seat.dir());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut killer = child.clone_killer();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let (done, waiting) = channel();
    // The reader has to be closed too, so it reads here and not on a thread that never ends; the
    // thread only guards the time.
    let guard = std::thread::spawn(move || {
        if waiting.recv_timeout(LIMIT).is_err() {
            let _ = killer.kill();
        }
    });
    let mut screen = vt100::Parser::new(40.try_into().unwrap(), 120.try_into().unwrap(), 0);
    let mut read_until = |text: &str| {
        let mut buffer = [0; 4096];
        while !screen.screen().contents().contains(text) {
            match reader.read(&mut buffer) {
                Ok(length @ 1..) => screen.process(&buffer[..length]),
                end => panic!("{end:?} before {text:?}:\n{}", screen.screen().contents()),
            }
        }
    };
    read_until("Урок · 7Б · Алгебра");
    writer
        .write_all((to_cell(1, 0) + "ннн").as_bytes())
        .unwrap();
    read_until("нет 3");
    let _ = read_until;
    drop((reader, writer, pair.master));
    child.wait().expect("it ends by itself");
    let killed = done.send(()).is_err();
    guard.join().unwrap();
    assert!(!killed, "it had to be killed");

    proxy.mend();
    let pty = seat.return_to_lesson();
    let screen = pty.wait_for(SETTLED, LIMIT);
    assert_eq!(column(&screen, "Явка")[..4], ["н", "н", "н", ""]);
    assert_eq!(log(&server, "orlova", fixture::RUNNING).len(), 3);
}
