//! What different terminals are told: colours, symbols, nothing they would have to answer.

use crate::manners::{assert_restored, foreign_sequences};
use crate::seat::{LIMIT, Seat, to_cell};
use testkit::pty::key;
use testkit::{Pty, TestServer};

/// Runs a lesson in a terminal of this environment and answers all that was written.
fn lesson(seat: &Seat, env: &[(&str, &str)]) -> String {
    let mut client = seat.client();
    for (name, value) in env {
        client = client.env(name, value);
    }
    let mut pty: Pty = client.spawn();
    pty.wait_for("Алгебра", LIMIT);
    pty.send(to_cell(1, 0) + "нб" + key::SHIFT_DOWN + key::DELETE);
    pty.wait_for("нет 2", LIMIT);
    // Texts with quotes, dashes, arrows and cut lines.
    pty.send(key::F1);
    pty.wait_for("Клавиши", LIMIT);
    pty.send(key::ESC);
    pty.wait_gone("Клавиши", LIMIT);
    pty.send(key::F5);
    pty.wait_for("2 четверть", LIMIT);
    pty.send(key::F10);
    assert_eq!(pty.wait_exit(LIMIT).code, 0);
    assert_restored(&pty);
    assert!(foreign_sequences(&pty.raw()).is_empty());
    String::from_utf8(pty.raw()).expect("whole letters")
}

/// The numbers of all attributes that were set.
fn attributes(raw: &str) -> Vec<u16> {
    let sequences = raw.split("\x1b[").skip(1);
    let set = sequences.filter_map(|part| {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        part[end..].starts_with('m').then(|| &part[..end])
    });
    set.flat_map(|numbers| numbers.split(';').filter_map(|number| number.parse().ok()))
        .collect()
}

fn is_colour(attribute: u16) -> bool {
    matches!(attribute, 30..=38 | 40..=48 | 90..=97 | 100..=107)
}

#[test]
fn colours_and_symbols_are_those_the_terminal_has() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    seat.sign_in("orlova").kill();
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "vt100"), ("TERM", "dumb")] {
        let raw = lesson(&seat, &[(name, value)]);
        let coloured = attributes(&raw).into_iter().any(is_colour);
        assert!(!coloured, "colours with {name}={value}");
    }
    let raw = lesson(&seat, &[("TERM", "linux"), ("COLORTERM", "truecolor")]);
    let rich = attributes(&raw).into_iter().any(|n| matches!(n, 38 | 48));
    assert!(!rich, "more than 16 colours on the Linux console");
    let strange = raw.chars().find(|c| "●◐○✗✓…—–“”’".contains(*c));
    assert_eq!(strange, None, "symbols that its font has not");
    let raw = lesson(&seat, &[("TERM", "xterm"), ("LANG", "C")]);
    // Letters have no stand-ins, every other sign has: dashes between hours, «№», arrows, quotes.
    let strange = raw.chars().find(|c| !c.is_ascii() && !c.is_alphabetic());
    assert_eq!(strange, None, "symbols in a locale that is not UTF-8");
    lesson(&seat, &[("TERM", "unknown-terminal")]);
}
