//! Entering values into a grid: the keys that Урок and Журнал share.
//!
//! [`machine`] says what a key means; here it is done. A code is entered at once and the cursor
//! goes down; with a selection it is entered in every selected cell as one gesture. A key changes
//! no other cell than the open one or those under the cursor.

mod bulk;
mod cell_place;
mod codes;
mod deed;
pub mod machine;
mod refused;
mod relist;
mod replaced;
mod write;

pub use bulk::{clear, fill};
pub use cell_place::CellPlace;
pub use refused::takes_slash;
pub use relist::relist;
pub use replaced::{Said, said};

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::desk::notice::{About, Notice, Tone};
use crate::effect::{Effect, Undoing};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::layer::Cx;
use crate::ui::messages;
use crate::ui::widget::axis::Step;
use crate::ui::widget::grid::GridState;
use crate::ui::widget::grid::moves;
use cell_place::kind;
use chrono::NaiveDate;
use journal::notation::Typed;
use journal::{GestureId, LessonId, Member, PupilId, SheetId};
use machine::{EntryMachine, KeyStep};
use refused::Refused;
use std::time::Duration;
use write::Written;

/// A screen that is a grid of pupils.
pub trait GridScreen {
    /// Its cursor, selection and typing.
    fn entering(&self) -> &Entering;

    /// The same, to be moved.
    fn entering_mut(&mut self) -> &mut Entering;

    /// The pupils, a row each; none while the page is on its way.
    fn members<'a>(&self, desk: &'a Desk) -> &'a [Member];

    /// The sheet that the cursor is in.
    fn sheet(&self, desk: &Desk) -> Option<SheetId>;

    /// All sheets that can be written to here.
    fn sheets(&self, desk: &Desk) -> Vec<SheetId>;

    /// The place of a row and a scrolling column; none where nothing can be written.
    fn place(&self, row: usize, column: usize, desk: &Desk) -> Option<CellPlace>;

    /// The Fluent key of why nothing can be written there.
    fn why_closed(&self, _row: usize, _column: usize, _desk: &Desk) -> &'static str {
        "cell-not-writable"
    }

    /// Whether a column of marks shows attendance too, so that there is no other cell for it.
    fn holds_attendance(&self) -> bool {
        false
    }

    /// Whether reasons are given here alone, the absence being another's to mark.
    fn announces(&self) -> bool {
        false
    }

    /// Hears which cells were emptied here.
    fn emptied(&mut self, _places: &[CellPlace]) {}

    /// The day a point set there is due, when none was said.
    fn point_due(&self, lesson: LessonId, desk: &Desk) -> NaiveDate;

    /// The places that the next value goes to.
    fn chosen(&self, desk: &Desk) -> Vec<CellPlace> {
        let grid = &self.entering().grid;
        let (rows, columns) = match (grid.selection(), grid.active()) {
            (Some(selected), _) => selected,
            (None, Some((row, column))) => (row..=row, column..=column),
            (None, None) => return Vec::new(),
        };
        rows.flat_map(|row| columns.clone().map(move |column| (row, column)))
            .filter_map(|(row, column)| self.place(row, column, desk))
            .collect()
    }
}

/// The entry made last, until a key that has to do with another one.
#[derive(Debug, Clone)]
struct Made {
    /// Its gesture; none after a key that came to nothing, which Backspace does not mean.
    gesture: Option<GestureId>,
    written: Written,
    /// The row it went into; none for a selection.
    row: Option<usize>,
    /// The first row it went into, from which the cursor has gone on; none if it has stayed.
    from: Option<usize>,
    /// A lateness without its minutes.
    lacks_minutes: bool,
    /// The moment of its last key.
    at: Duration,
}

/// Cursor, selection and typing of a grid screen.
#[derive(Debug, Clone, Default)]
pub struct Entering {
    /// Cursor and selection.
    pub grid: GridState,
    /// What is being typed.
    pub machine: EntryMachine,
    made: Option<Made>,
    /// Where the cursor was before a list number has led it away.
    home: Option<GridState>,
    /// The key that was refused, while what is typed next belongs to it.
    refused: Option<Refused>,
    /// Whether a key was pressed here since it was opened.
    pub begun: bool,
    /// The pupils in the rows, as cursor and entry know them.
    listed: Vec<PupilId>,
    /// The № of each row.
    numbers: Vec<Option<u16>>,
}

impl Entering {
    /// What waits to become an entry, with the row and column where it belongs.
    pub fn waiting(&self) -> Option<(String, (usize, usize))> {
        let (row, column) = self.grid.active()?;
        let open = self.made.as_ref().filter(|_| self.machine.has_entered());
        let row = open.and_then(|made| made.row).unwrap_or(row);
        Some((self.machine.waiting()?, (row, column)))
    }

    /// Another key was pressed: nothing waits any more, and the last entry is finished.
    pub fn stop(&mut self) {
        self.machine.close();
        self.made = None;
        self.home = None;
        self.refused = None;
    }

    /// What the disk did not keep was not entered: the cursor is where it was before.
    pub fn come_back(&mut self, desk: &Desk) {
        let is_lost = |gesture: GestureId| desk.disk.has_lost(gesture);
        let lost = self.made.take_if(|made| made.gesture.is_some_and(is_lost));
        let Some(lost) = lost else { return };
        if let Some(row) = lost.from {
            self.grid.go_row(Step::To(row), false);
        }
        self.stop();
    }

    /// Nothing waits any more; what was entered last is finished, and still what is spoken of.
    pub fn end_typing(&mut self) {
        self.machine.close();
        self.finish();
        self.home = None;
        self.refused = None;
    }

    /// Space parts what could be read as one; a list number waits for its code.
    pub fn space(&mut self) {
        self.machine.space();
        self.finish();
        self.refused = None;
    }

    /// Gives up what waits; false if nothing does.
    pub fn cancel(&mut self) -> bool {
        let waits = self.machine.waiting().is_some() || self.grid.selection().is_some();
        self.machine.close();
        self.follow_number();
        self.stop();
        self.grid.release();
        waits
    }

    /// Whether the cursor has gone by itself to where it is, or something waits there: Enter only
    /// closes that.
    fn is_led(&self) -> bool {
        let went_on = self.made.as_ref().is_some_and(|made| made.from.is_some());
        went_on || self.machine.waiting().is_some()
    }

    fn just_made(&self) -> Option<&Made> {
        self.made.as_ref().filter(|made| made.gesture.is_some())
    }

    fn finish(&mut self) {
        if let Some(made) = &mut self.made {
            made.gesture = None;
        }
    }

    /// Not for the server yet if another key can still make something else of it.
    fn leave_open(&self, desk: &mut Desk) {
        let open = self.just_made().filter(|_| self.machine.has_entered());
        if let Some(gesture) = open.and_then(|made| made.gesture) {
            desk.leave_open(gesture);
        }
    }

    /// The row of the list number that is being typed, if somebody here has it.
    fn numbered(&self) -> Option<usize> {
        let number: u16 = self.machine.number()?.parse().ok()?;
        self.numbers.iter().position(|it| *it == Some(number))
    }

    /// What a number led to is where its code goes: the cursor does not come back from there.
    fn stay_at_number(&mut self) {
        if self.machine.number().is_none() {
            self.home = None;
        }
    }

    /// The cursor follows the list number that is being typed; without one it comes back.
    fn follow_number(&mut self) {
        if self.machine.number().is_some() {
            self.home.get_or_insert(self.grid);
        }
        if let Some(row) = self.numbered() {
            self.grid.go_row(Step::To(row), false);
        } else if let Some(home) = self.home.take() {
            self.grid = home;
        }
    }
}

/// The places of the entry just made, else those under the cursor: what a comment is for.
pub fn spoken_of(screen: &dyn GridScreen, desk: &Desk) -> Vec<CellPlace> {
    let made = screen.entering().made.as_ref();
    made.map_or_else(|| screen.chosen(desk), |made| made.written.chosen.clone())
}

/// What waits to become an entry, and for whom, in words.
pub fn waiting_words(
    screen: &dyn GridScreen,
    desk: &Desk,
    texts: &Texts,
    name: impl Fn(usize) -> String,
) -> Option<String> {
    let entering = screen.entering();
    let (typed, (row, column)) = entering.waiting()?;
    let open = entering.made.as_ref();
    let open = open.filter(|_| entering.machine.has_entered());
    let with_minutes = format!("{typed}1");
    let is_late = kind(screen, desk).is_some_and(|kind| {
        let value = desk.notation.read(&with_minutes, kind).value;
        matches!(value, Some(Typed::Late(_)))
    });
    let of = screen.members(desk).len();
    if let Some(number) = entering.machine.number()
        && entering.numbered().is_none()
    {
        return Some(tr!(texts, "no-such-number", number, of).into_owned());
    }
    let name = match open.filter(|made| made.row.is_none()) {
        Some(made) => made.written.who.clone(),
        None if entering.grid.selection().is_some() => {
            write::who(&screen.chosen(desk), desk, texts)
        }
        None => name(row),
    };
    let key = match open {
        Some(_) => "growth-typed",
        None if entering.machine.number().is_some() => {
            let place = screen.place(row, column, desk);
            return Some(codes::after_number(&typed, &name, place, desk, texts));
        }
        None if is_late => "late-typed",
        None => "beginning-typed",
    };
    Some(tr!(texts, key, typed, name).into_owned())
}

/// Takes back the last letter that waits, else the entry just made; the cursor is where it was
/// then.
pub fn backspace(screen: &mut dyn GridScreen, cx: &mut Cx<'_>) {
    let entering = screen.entering_mut();
    if entering.machine.backspace() {
        entering.follow_number();
        return;
    }
    entering.machine.close();
    entering.refused = None;
    let Some(made) = &entering.made else {
        return bulk::say_no_entry(screen, cx);
    };
    let gesture = made.gesture.filter(|_| !made.written.edits.is_empty());
    let Some(gesture) = gesture else {
        let said = tr!(cx.texts, "backspace-stays", whose = made.written.whose());
        return say(Tone::Hint, said, cx.desk);
    };
    if let Some(row) = made.from {
        entering.grid.go_row(Step::To(row), false);
    }
    entering.stop();
    cx.effects.push(Effect::Undo(Undoing::This(gesture)));
}

/// Moves the cursor; false if the action is not a move. Enter only closes what is typed where the
/// cursor has gone by itself, and leads no further than the last pupil from there or in the roll.
pub fn go(screen: &mut dyn GridScreen, action: Action, cx: &mut Cx<'_>) -> bool {
    let (is_led, rows) = (screen.entering().is_led(), screen.entering().grid.rows);
    let calls_roll = calls_roll(screen, cx.desk);
    let ends = rows.is_behind_last() || calls_roll && !is_led && rows.cursor() + 1 == rows.len();
    let entering = screen.entering_mut();
    match action {
        Action::NextCell if ends => {
            let key = if calls_roll {
                "last-pupil-roll"
            } else {
                "last-pupil"
            };
            say(Tone::Hint, cx.texts.get(key), cx.desk);
        }
        Action::NextCell if is_led => {}
        _ if moves::go(&mut entering.grid, action) => {}
        _ => return false,
    }
    entering.stop();
    true
}

/// Whether the roll is being called where the cursor is: only an arrow leads away from there.
fn calls_roll(screen: &dyn GridScreen, desk: &Desk) -> bool {
    let place = screen.entering().grid.active();
    let place = place.and_then(|(row, column)| screen.place(row, column, desk));
    place.is_some_and(|place| {
        let cell = place.cell(desk);
        place.target == Target::Attendance && cell.is_some_and(|cell| !cell.is_roll_called())
    })
}

/// Takes a typed letter, digit or sign.
pub fn letter(screen: &mut dyn GridScreen, typed: char, cx: &mut Cx<'_>) {
    let Some(kind) = kind(screen, cx.desk) else {
        screen.entering_mut().stop();
        let at = screen.entering().grid.active();
        let why = at.map(|(row, column)| screen.why_closed(row, column, cx.desk));
        let why = why.unwrap_or("cell-not-writable");
        return say(Tone::Hint, cx.texts.get(why), cx.desk);
    };
    let of = screen.members(cx.desk).len();
    let entering = screen.entering_mut();
    let nobody = |entering: &Entering| {
        let number = entering.machine.number()?;
        let nobody = entering.numbered().is_none();
        nobody.then(|| tr!(cx.texts, "no-such-number", number, of))
    };
    let is_digit = typed.is_ascii_digit();
    if let Some(said) = nobody(entering).filter(|_| !is_digit) {
        entering.stop();
        return say(Tone::Error, said, cx.desk);
    }
    if let Some(said) = entering.refuse_rest(typed, kind, cx) {
        return say(Tone::Error, said, cx.desk);
    }
    let late = entering.is_too_late_for_minutes(typed, cx.desk);
    let made = entering.made.as_ref();
    let step = if made.is_some_and(|made| made.written.is_mark) && write::is_sign(typed) {
        entering.machine.close();
        KeyStep::Unknown(typed.to_string())
    } else {
        let now = cx.desk.pressed_at();
        entering.machine.key(typed, now, &cx.desk.notation, kind)
    };
    match step {
        KeyStep::Wait if entering.machine.has_entered() => entering.leave_open(cx.desk),
        KeyStep::Wait => {
            // What is begun is the next entry.
            entering.made = None;
            entering.stay_at_number();
            entering.follow_number();
            if let Some(said) = nobody(entering) {
                say(Tone::Error, said, cx.desk);
            }
        }
        KeyStep::Enter(value) => {
            enter(screen, value, cx);
            if let Some(whose) = late {
                let text = tr!(cx.texts, "minutes-too-late", whose).into_owned();
                say_beside(screen, &text, cx);
            }
        }
        KeyStep::Replace(value) => replace(screen, value, cx),
        KeyStep::NotPassed(minutes) => {
            let said = entering.refuse_minutes(minutes, cx);
            say(Tone::Error, said, cx.desk);
        }
        KeyStep::Unknown(unknown) => {
            let said = codes::unknown(&unknown, screen, kind, cx);
            let entering = screen.entering_mut();
            entering.finish();
            if typed == '/' {
                entering.refuse_slash(cx.desk);
            }
            say(Tone::Error, said, cx.desk);
        }
    }
}

/// A code was typed: it goes to the cursor, and the cursor goes on.
fn enter(screen: &mut dyn GridScreen, value: Typed, cx: &mut Cx<'_>) {
    let chosen = screen.chosen(cx.desk);
    let entering = screen.entering_mut();
    entering.home = None;
    let here = entering.grid.rows.cursor();
    let is_selected = entering.grid.selection().is_some();
    let first = *entering.grid.rows.selection().start();
    let stays = entering.grid.rows.is_whole();
    if entering.grid.rows.is_behind_last() && !is_selected {
        entering.finish();
        entering.machine.close();
        entering.refused = Some(Refused::AtTheEnd(cx.desk.pressed_at()));
        return write::say_last(&chosen, screen, cx);
    }
    let gesture = cx.desk.gesture();
    let written = write::enter(&chosen, value, gesture, screen, cx);
    let entering = screen.entering_mut();
    let Some(written) = written else {
        entering.finish();
        return entering.machine.close();
    };
    if is_selected {
        entering.grid.leave_selection();
    } else {
        entering.grid.advance();
    }
    entering.made = Some(Made {
        gesture: Some(gesture),
        written,
        row: (!is_selected).then_some(here),
        from: (!stays).then_some(if is_selected { first } else { here }),
        lacks_minutes: value == Typed::Late(None),
        at: cx.desk.pressed_at(),
    });
    entering.leave_open(cx.desk);
}

/// A longer code was made of the open entry. If it is refused there, what was entered stays.
fn replace(screen: &mut dyn GridScreen, value: Typed, cx: &mut Cx<'_>) {
    let made = screen.entering_mut().made.take();
    let Some((gesture, mut made)) = made.and_then(|made| Some((made.gesture?, made))) else {
        return screen.entering_mut().machine.close();
    };
    let back = made.written.edits.iter().rev().cloned();
    let back = back.map(|(sheet, edit)| (sheet, edit.inverse()));
    cx.desk.record(gesture, back.collect(), None);
    let written = write::enter(&made.written.chosen, value, gesture, screen, cx);
    match written {
        Some(mut written) => {
            // The shorter code has ended it, of which its sentence is gone.
            if let (Some(settled), None) = (&made.written.settled, &written.settled) {
                write::say_settled(&written.words, settled, cx);
                written.settled = Some(settled.clone());
            }
            made.written = written;
            made.lacks_minutes = value == Typed::Late(None);
            made.at = cx.desk.pressed_at();
        }
        None => {
            cx.desk.record(gesture, made.written.edits.clone(), None);
            screen.entering_mut().machine.close();
        }
    }
    let entering = screen.entering_mut();
    entering.made = Some(made);
    entering.leave_open(cx.desk);
}

/// Says what else there is to know of what was just entered, after that.
fn say_beside(screen: &dyn GridScreen, text: &str, cx: &mut Cx<'_>) {
    let made = screen.entering().just_made();
    if let Some(made) = made.filter(|_| cx.desk.notice.is_none()) {
        say(Tone::Done, format!("{}.", made.written.words), cx.desk);
    }
    messages::also(Tone::Warning, text, cx.desk);
    if let Some((made, notice)) = made.zip(cx.desk.notice.as_mut()) {
        notice.about = About::Cells(made.written.stands.clone());
    }
}

fn say(tone: Tone, text: impl Into<String>, desk: &mut Desk) {
    desk.say(Notice::new(tone, text));
}
