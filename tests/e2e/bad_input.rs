//! Settings that cannot be read, texts that are too long, names that command terminals.

use crate::grid::column;
use crate::house::{edits, log};
use crate::manners::{assert_restored, foreign_sequences};
use crate::seat::{LIMIT, SETTLED, Seat, to_cell};
use journal::Edit;
use testkit::pty::key;
use testkit::{TestServer, fixture};

#[test]
fn settings_that_cannot_be_read_show_their_line_and_defaults_are_used() {
    let seat = Seat::at("http://127.0.0.1:9");
    seat.configure("[server]\nurl = \"http://127.0.0.1:9\"\n[client]\nlanguage = = \"ru\"\n");
    let mut pty = seat.start();
    let screen = pty.wait_for("Логин", LIMIT);
    assert!(screen.contains("config.toml, строка 4"), "{screen}");
    assert!(
        screen.contains("language = = \"ru\""),
        "the line itself: {screen}"
    );
    assert!(
        screen.contains("http://127.0.0.1:8470"),
        "the default: {screen}"
    );
    pty.send(key::F10);
    assert_eq!(pty.wait_exit(LIMIT).code, 0);
    assert_restored(&pty);
}

#[test]
fn an_unknown_setting_is_passed_over_and_the_others_hold() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    seat.configure(&format!(
        "[server]\nurl = \"{}\"\n[client]\ncolour = \"red\"\nlanguage = \"en\"\n",
        server.url()
    ));
    let pty = seat.start();
    let screen = pty.wait_for("Password", LIMIT);
    assert!(screen.contains("colour = \"red\""), "{screen}");
    assert!(screen.contains(&server.url()), "{screen}");
}

#[test]
fn ten_thousand_signs_pasted_into_the_homework_are_told_and_kept() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.send(key::F3);
    pty.wait_for("Домашнее задание · 7Б", LIMIT);
    // Ten lines; a terminal sends their ends as Enter.
    let line = "я".repeat(999);
    let lines = [line.as_str(); 10];
    pty.send(key::paste(&(lines.join("\r") + "!")));
    pty.wait_for("10000 из 4000 знаков", LIMIT);
    pty.send(key::ctrl('s'));
    let screen = pty.wait_for("Слишком длинно: 10000 из 4000", LIMIT);
    assert!(screen.contains("Текст сохранён в поле"), "{screen}");
    assert!(screen.contains("яяяяяяяяяя"), "{screen}");
    // Shortened by six lines, it is taken, whole.
    pty.send(key::BACKSPACE);
    pty.send((key::ctrl('w') + key::BACKSPACE).repeat(6));
    pty.wait_for("3999 из 4000 знаков", LIMIT);
    pty.send(key::ctrl('s'));
    pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    let edits = edits(&log(&server, "orlova", fixture::RUNNING));
    let [Edit::Homework { step, .. }] = &edits[..] else {
        panic!("{edits:?}")
    };
    let text = step.new.as_ref().map(|homework| homework.text.clone());
    assert_eq!(text, Some(lines[..4].join("\n")));
}

#[test]
fn a_mark_that_is_not_in_the_vocabulary_is_told_and_writes_nothing() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.send(to_cell(1, 1) + "7");
    pty.wait_for("«7» не годится", LIMIT);
    pty.send("5");
    pty.wait_until("the mark", LIMIT, |screen| {
        column(screen, "Ответ")[0] == "5"
    });
    pty.wait_for(SETTLED, LIMIT);
    let edits = edits(&log(&server, "orlova", fixture::RUNNING));
    assert!(matches!(edits[..], [Edit::Mark { .. }]), "{edits:?}");
}

#[test]
fn escapes_in_names_never_reach_the_terminal() {
    let mut bundle = fixture::bundle();
    let evil = "\x1b]0;заголовок\x07\x1b[31;5mКрасный\x1b[2J\u{9b}31m\u{202e}";
    for person in &mut bundle.people {
        if person.name.last == "Белова" || person.name.last == "Орлова" {
            person.name.last.push_str(evil);
        }
    }
    bundle.subjects[0].title.push_str(evil);
    bundle.classes[0].title.push_str(evil);
    for row in &mut bundle.plans {
        row.title.push_str(evil);
        row.section.push_str(evil);
    }
    bundle
        .lessons
        .iter_mut()
        .for_each(|lesson| lesson.room = Some(evil.to_owned()));
    let server = TestServer::builder().bundle(bundle).start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    crate::seat::type_in(&mut pty, "orlova", fixture::PASSWORD);
    pty.wait_for("Урок · 7Б", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    // Every screen on which the names stand, and a search.
    pty.send(to_cell(2, 0) + "н");
    pty.wait_for("нет 1", LIMIT);
    pty.send(key::F2);
    pty.wait_for("Тема · 7Б", LIMIT);
    pty.send(key::DOWN.to_owned() + key::ENTER);
    pty.wait_for("В тексте есть непечатаемые знаки", LIMIT);
    pty.send(key::ESC);
    pty.wait_for("Урок · 7Б", LIMIT);
    pty.send(key::F5);
    pty.wait_for("2 четверть", LIMIT);
    pty.send(key::F8);
    pty.wait_for("Очередь", LIMIT);
    pty.send(key::F6);
    pty.wait_for("Сегодня", LIMIT);
    pty.send(key::F10);
    pty.wait_exit(LIMIT);
    let foreign = foreign_sequences(&pty.raw());
    assert!(foreign.is_empty(), "{foreign:?}");
    let text = String::from_utf8_lossy(&pty.raw()).into_owned();
    assert!(!text.contains("\x1b[31;5m") && !text.contains('\u{202e}'));
    assert_restored(&pty);
}
