//! Entering values into a grid: the keys that Урок and Журнал share.
//!
//! [`machine`] says what a key means; here it is done. A code is entered at once and the cursor
//! goes down; with a selection it is entered in every selected cell as one gesture. A key changes
//! no other cell than the open one or those under the cursor.

mod bulk;
pub mod machine;
mod write;

use crate::action::{Action, ActionGroup};
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::widget::axis::Step;
use crate::ui::widget::grid::GridState;
use crate::ui::widget::grid::moves;
use chrono::NaiveDate;
use journal::notation::{CellKind, ColumnKind, Typed};
use journal::{GestureId, LessonId, PupilId};
use machine::{EntryMachine, KeyStep, TypedCell};
use write::Written;

/// A place in the grid that can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The lesson.
    pub lesson: LessonId,
    /// The pupil.
    pub pupil: PupilId,
    /// What the column is about.
    pub target: Target,
}

/// What a grid screen tells the shared keys.
pub trait Places {
    /// The place of a row and a scrolling column; none where nothing can be written.
    fn place(&self, row: usize, column: usize, desk: &Desk) -> Option<Place>;

    /// How many pupils there are, a row each.
    fn pupils(&self, desk: &Desk) -> usize;

    /// Whether a column of marks shows attendance too, so that there is no other cell for it.
    fn holds_attendance(&self) -> bool {
        false
    }

    /// The day a point set there is due, when none was said.
    fn point_due(&self, lesson: LessonId, desk: &Desk) -> NaiveDate;
}

/// The entry made last, until another key.
#[derive(Debug, Clone)]
struct Made {
    gesture: GestureId,
    written: Written,
    /// The row of the cursor when it was made.
    row: usize,
    /// The cursor has gone down by itself: Enter has nothing more to do.
    went_on: bool,
    /// A sign after it was refused: nothing takes it back or goes on with it any more.
    is_finished: bool,
}

/// What Backspace takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBack {
    /// A letter that waited.
    Letter,
    /// The entry just made: its gesture is to be undone.
    Entry(GestureId),
    /// Nothing was just typed.
    Nothing,
}

/// Cursor, selection and typing of a grid screen.
#[derive(Debug, Clone, Default)]
pub struct Entering {
    /// Cursor and selection.
    pub grid: GridState,
    machine: EntryMachine,
    made: Option<Made>,
    /// The row that a list number has led the cursor away from.
    home: Option<usize>,
    /// The cursor could not go on from the last row: the next code is meant for nobody.
    past_end: bool,
}

impl Entering {
    /// What waits to become an entry, with the row and column where it belongs.
    pub fn waiting(&self) -> Option<(String, (usize, usize))> {
        let (row, column) = self.grid.active()?;
        let open = self.made.as_ref().filter(|_| self.machine.has_entered());
        Some((
            self.machine.waiting()?,
            (open.map_or(row, |made| made.row), column),
        ))
    }

    /// Another key was pressed: nothing waits any more, and the last entry is finished.
    pub fn stop(&mut self) {
        self.machine.close();
        self.made = None;
        self.home = None;
        self.past_end = false;
    }

    /// Space parts what could be read as one; a list number waits for its code.
    pub fn space(&mut self) {
        self.machine.space();
        self.made = None;
    }

    /// Gives up what waits; false if nothing does.
    pub fn cancel(&mut self) -> bool {
        let waits = self.machine.waiting().is_some() || self.grid.selection().is_some();
        self.go_home();
        self.stop();
        self.grid.release();
        waits
    }

    /// Takes back the last letter that waits, else the entry just made; the cursor is where it was
    /// then.
    pub fn backspace(&mut self, pupils: usize) -> TakenBack {
        if self.machine.backspace() {
            self.go_to_number(pupils);
            return TakenBack::Letter;
        }
        let made = self.made.take();
        let made = made.filter(|made| !made.is_finished && !made.written.edits.is_empty());
        self.stop();
        let Some(made) = made else {
            return TakenBack::Nothing;
        };
        self.grid.go_row(Step::To(made.row), false);
        TakenBack::Entry(made.gesture)
    }

    /// Whether an action means something to every grid.
    pub fn knows(action: Action) -> bool {
        match action.spec().group {
            ActionGroup::Move => !matches!(action, Action::NextField | Action::PreviousField),
            ActionGroup::Select => true,
            _ => matches!(
                action,
                Action::ClearCell
                    | Action::FillColumn
                    | Action::MarkComment
                    | Action::FindPupil
                    | Action::Undo
            ),
        }
    }

    /// Moves the cursor; false if the action is not a move.
    pub fn go(&mut self, action: Action) -> bool {
        if action == Action::NextCell && self.made.as_ref().is_some_and(|made| made.went_on) {
            self.stop();
            return true;
        }
        if action == Action::NextCell && self.machine.is_number() {
            // The cursor has come to the pupil, and stays: the code is still to be typed.
            self.stop();
            return true;
        }
        if !moves::go(&mut self.grid, action) {
            return false;
        }
        self.stop();
        true
    }

    /// Whether a slash is data now: it goes on with what was typed, or is the point of the Russian
    /// layout on the same key in a column of marks.
    pub fn takes_slash(&self, places: &dyn Places, desk: &Desk) -> bool {
        let kind = self.kind(places, desk);
        self.machine.is_open(desk.pressed_at())
            || kind.is_some_and(|kind| kind.column != ColumnKind::Attendance)
    }

    /// Takes a typed letter, digit or sign.
    pub fn letter(&mut self, typed: char, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        let Some(kind) = self.kind(places, desk) else {
            self.stop();
            return say(Tone::Hint, texts.get("cell-not-writable"), desk);
        };
        if self.refuses_sign(typed, kind, desk, texts) {
            self.machine.close();
            if let Some(made) = &mut self.made {
                made.is_finished = true;
            }
            return;
        }
        let cell = TypedCell {
            notation: &desk.notation,
            kind,
            pupils: places.pupils(desk),
        };
        match self.machine.key(typed, desk.pressed_at(), cell) {
            KeyStep::Wait if self.machine.has_entered() => self.leave_open(desk),
            KeyStep::Wait => self.made = None,
            KeyStep::Number(_) => {
                self.made = None;
                self.past_end = false;
                self.go_to_number(cell.pupils);
            }
            KeyStep::NoPupil(number) => {
                self.made = None;
                self.go_home();
                let of = cell.pupils;
                say(Tone::Error, tr!(texts, "no-such-number", number, of), desk);
            }
            KeyStep::Enter(value) => self.enter(value, places, desk, texts),
            KeyStep::Replace(value) => self.replace(value, places, desk, texts),
            KeyStep::Unknown(typed) => {
                let kept = self.made.take().filter(|_| typed.chars().count() > 1);
                let here = self.chosen(places, desk).first().copied();
                let kept = kept.as_ref().map(|made| &made.written);
                write::say_unknown(&typed, kept, kind, here, desk, texts);
            }
        }
    }

    /// A code was typed: it goes to the cursor.
    fn enter(&mut self, value: Typed, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        self.made = None;
        self.home = None;
        let Some((row, _)) = self.grid.active() else {
            return;
        };
        if self.past_end {
            self.machine.close();
            let here = self.chosen(places, desk).first().copied();
            return write::say_last(here, desk, texts);
        }
        let chosen = self.chosen(places, desk);
        let gesture = desk.gesture();
        let Some(written) = write::enter(&chosen, value, gesture, places, desk, texts) else {
            return self.machine.close();
        };
        let selected = self.grid.selection().is_some();
        if selected {
            self.grid.leave_selection();
        }
        let went_on = !selected && self.grid.go_row(Step::By(1), false);
        self.past_end = !selected && !went_on;
        self.made = Some(Made {
            gesture,
            written,
            row,
            went_on,
            is_finished: false,
        });
        self.leave_open(desk);
    }

    /// A longer code was made of the open entry. If it is refused there, what was entered stays.
    fn replace(&mut self, value: Typed, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        let Some(mut made) = self.made.take() else {
            return self.machine.close();
        };
        let back = made.written.edits.iter().rev().cloned();
        let back = back.map(|(lesson, edit)| (lesson, edit.inverse()));
        desk.record(made.gesture, back.collect(), None);
        let chosen = &made.written.chosen;
        match write::enter(chosen, value, made.gesture, places, desk, texts) {
            Some(written) => made.written = written,
            None => {
                desk.record(made.gesture, made.written.edits.clone(), None);
                self.machine.close();
            }
        }
        self.made = Some(made);
        self.leave_open(desk);
    }

    /// Not for the server yet if another key can still make something else of it.
    fn leave_open(&self, desk: &mut Desk) {
        if let Some(made) = self.made.as_ref().filter(|_| self.machine.has_entered()) {
            desk.leave_open(made.gesture);
        }
    }

    /// Refuses a plus or a minus after a mark, in words: every teacher knows «5−», no journal
    /// does, and a minus means «present». Answers whether it did.
    fn refuses_sign(&self, typed: char, kind: CellKind, desk: &mut Desk, texts: &Texts) -> bool {
        if !matches!(typed, '-' | '+' | '−' | '–') {
            return false;
        }
        let made = self.made.as_ref();
        let mark = made.and_then(|made| write::mark(&made.written, desk, texts));
        let text = match mark {
            Some(value) => tr!(texts, "no-plus-minus", value),
            None if typed == '-' && kind.column == ColumnKind::Marks => texts.get("minus-in-marks"),
            None => return false,
        };
        say(Tone::Error, text, desk);
        true
    }

    /// The places that the next value goes to.
    pub fn chosen(&self, places: &dyn Places, desk: &Desk) -> Vec<Place> {
        let Some(active) = self.grid.active() else {
            return Vec::new();
        };
        match self.grid.selection() {
            None => places.place(active.0, active.1, desk).into_iter().collect(),
            Some((rows, columns)) => rows
                .flat_map(|row| columns.clone().map(move |column| (row, column)))
                .filter_map(|(row, column)| places.place(row, column, desk))
                .collect(),
        }
    }

    /// The place of the mark just entered, else the one under the cursor: what a comment is for.
    pub fn spoken_of(&self, places: &dyn Places, desk: &Desk) -> Option<Place> {
        let made = self.made.as_ref().filter(|made| !made.is_finished);
        let made = made.and_then(|made| made.written.chosen.first().copied());
        made.or_else(|| {
            let (row, column) = self.grid.active()?;
            places.place(row, column, desk)
        })
    }

    /// Whether what waits is a list number.
    pub fn is_number(&self) -> bool {
        self.machine.is_number()
    }

    /// Whether what waits goes on with an entry that stands.
    pub fn has_entered(&self) -> bool {
        self.machine.has_entered()
    }

    /// Whether a code has been begun.
    pub fn has_begun(&self) -> bool {
        !self.machine.is_number() && self.machine.waiting().is_some()
    }

    /// Whoever was just written, and what: «Записано: Белова Анна — 5».
    pub fn made_words(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        Some(write::made_words(&self.made.as_ref()?.written, desk, texts))
    }

    fn kind(&self, places: &dyn Places, desk: &Desk) -> Option<CellKind> {
        let is_open = self.machine.is_open(desk.pressed_at());
        let open = self.made.as_ref().filter(|_| is_open);
        let place = match open.and_then(|made| made.written.chosen.first()) {
            Some(place) => *place,
            None => *self.chosen(places, desk).first()?,
        };
        let column = match place.target {
            Target::Attendance => ColumnKind::Attendance,
            Target::Work { .. } if places.holds_attendance() => ColumnKind::Both,
            Target::Work { .. } => ColumnKind::Marks,
        };
        let lesson = &desk.pages.spot(place.lesson)?.sheet.lesson;
        let (starts, ends) = lesson.bells(desk.rules.as_ref()?.time);
        Some(CellKind {
            column,
            is_running: (starts..ends).contains(&desk.now()),
            minutes: lesson.minutes(),
        })
    }

    /// The cursor follows the list number that is being typed.
    fn go_to_number(&mut self, pupils: usize) {
        match self.machine.number_typed(pupils) {
            Some(number) => {
                self.home.get_or_insert(self.grid.rows.cursor());
                self.grid.go_row(Step::To(number - 1), false);
            }
            None => self.go_home(),
        }
    }

    fn go_home(&mut self) {
        if let Some(row) = self.home.take() {
            self.grid.go_row(Step::To(row), false);
        }
    }
}

fn say(tone: Tone, text: impl Into<String>, desk: &mut Desk) {
    desk.say(Notice::new(tone, text));
}
