//! The registrar at the keyboard: orders with their lines, places in groups, and all of it taken
//! back. What it would do is seen each time before it is written.

use crate::directories::{at_directories, open_kind};
use crate::seat::{LIMIT, Seat};
use testkit::Pty;
use testkit::pty::key;

const INSERT: &str = "\x1b[2~";
const E: &str = key::ENTER;

/// The registrar's program.
pub struct Office(pub Pty);

impl Office {
    /// Signed in, at the list of orders.
    pub fn at(seat: &Seat, row: &str) -> Self {
        let mut pty = at_directories(seat, "registrar");
        open_kind(&mut pty, "приказ", row);
        Self(pty)
    }

    /// Goes to the list of a kind.
    pub fn go_to(&mut self, part: &str, row: &str) {
        self.0.send("\x1bd");
        self.0.wait_for("Справочники · 1/", LIMIT);
        // What was found the last time is still found.
        self.0.send(key::ESC);
        self.0.wait_for("печатайте, чтобы найти", LIMIT);
        open_kind(&mut self.0, part, row);
    }

    fn begin(&mut self, typed: &str) {
        self.0.send(INSERT);
        self.0.wait_for("новая запись", LIMIT);
        self.0.send(typed);
    }

    /// Gives a place in a group, of which the form shows all there is to see.
    pub fn place(&mut self, typed: &str, title: &str) {
        self.begin(typed);
        self.0.send(key::ctrl('s'));
        self.0.wait_for(&format!("Записано: «{title}"), LIMIT);
    }

    /// An order with one line.
    pub fn order(&mut self, number: &str, sort: &str, line: &str) -> String {
        let head = format!("{number}{E}16.11.2026{E}{sort}{E}{E}{E}{E}{E}");
        self.begin(&(head + line));
        self.save(number)
    }

    /// An order that takes another back.
    pub fn cancelling(&mut self, number: &str, of: &str) -> String {
        let typed = format!("{number}{E}16.11.2026{E}отмена приказа{E}{E}{E}{of}");
        self.begin(&typed);
        self.save(number)
    }

    /// The last day of somebody's only place in a group; empty: there is none.
    pub fn last_day(&mut self, place: &str, day: &str) -> String {
        self.0.send(place);
        self.0.wait_for("1/", LIMIT);
        self.0.send(E);
        self.0.wait_for("Последний день", LIMIT);
        let clear = key::ctrl('u');
        self.0.send(format!("{0}{0}{0}{clear}{day}", key::TAB));
        self.save("")
    }

    /// Takes a record of the list away.
    pub fn remove(&mut self, record: &str) -> String {
        self.0.send(record);
        self.0.wait_for("1/", LIMIT);
        self.0.send(key::DELETE);
        let seen = self.0.wait_for("Что изменится", LIMIT);
        self.0.send(E);
        self.0.wait_for("Убрано: «", LIMIT);
        // All are shown again.
        self.0.send(key::ESC);
        self.0.wait_gone(record, LIMIT);
        seen
    }

    /// Takes back what was written last, as one.
    pub fn undo(&mut self) -> String {
        self.0.send(key::ctrl('z'));
        let seen = self.0.wait_for("Отмена записанного", LIMIT);
        self.0.send(E);
        self.0.wait_for("Отменено, записей: 2", LIMIT);
        seen
    }

    fn save(&mut self, title: &str) -> String {
        self.0.send(key::ctrl('s'));
        let seen = self.0.wait_for("Что изменится", LIMIT);
        self.0.send(E);
        self.0.wait_for(&format!("Записано: «{title}"), LIMIT);
        seen
    }
}
