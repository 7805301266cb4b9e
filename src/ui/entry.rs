//! Entering values into a grid: the keys that Урок and Журнал share.
//!
//! [`machine`] says what a key means; here it is done. A code is entered at once and the cursor
//! goes down; with a selection it is entered in every selected cell as one gesture. A key changes
//! no other cell than the open one or those under the cursor.

mod bulk;
pub mod machine;
mod write;

pub use bulk::{clear, fill};

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::notice::{Notice, Tone};
use crate::effect::{Effect, Undoing};
use crate::tr;
use crate::ui::layer::Cx;
use crate::ui::widget::axis::Step;
use crate::ui::widget::grid::GridState;
use crate::ui::widget::grid::moves;
use chrono::NaiveDate;
use journal::notation::{CellKind, ColumnKind, Typed};
use journal::{GestureId, LessonId, Member, PupilId};
use machine::{EntryMachine, KeyStep};
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

impl Place {
    /// What stands there; none if its page is not on the desk.
    pub fn cell(self, desk: &Desk) -> Option<PupilCell<'_>> {
        Some(PupilCell {
            sheet: desk.pages.spot(self.lesson)?.sheet,
            pupil: self.pupil,
            target: self.target,
        })
    }

    fn name(self, desk: &Desk) -> String {
        desk.pupil_name(self.pupil).unwrap_or_default()
    }
}

/// A screen that is a grid of pupils.
pub trait GridScreen {
    /// Its cursor, selection and typing.
    fn entering(&self) -> &Entering;

    /// The same, to be moved.
    fn entering_mut(&mut self) -> &mut Entering;

    /// The pupils, a row each; none while the page is on its way.
    fn members<'a>(&self, desk: &'a Desk) -> &'a [Member];

    /// The lesson that the cursor is in.
    fn lesson(&self, desk: &Desk) -> Option<LessonId>;

    /// All lessons that can be written to here.
    fn lessons(&self, desk: &Desk) -> Vec<LessonId>;

    /// The place of a row and a scrolling column; none where nothing can be written.
    fn place(&self, row: usize, column: usize, desk: &Desk) -> Option<Place>;

    /// Whether a column of marks shows attendance too, so that there is no other cell for it.
    fn holds_attendance(&self) -> bool {
        false
    }

    /// The day a point set there is due, when none was said.
    fn point_due(&self, lesson: LessonId, desk: &Desk) -> NaiveDate;

    /// The places that the next value goes to.
    fn chosen(&self, desk: &Desk) -> Vec<Place> {
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
    /// Its gesture, while it was just made: another letter came to nothing, and Backspace and a
    /// comment mean it no more.
    gesture: Option<GestureId>,
    written: Written,
    /// The row it went into; none for a selection. The cursor has gone on from there, unless it
    /// was the last one.
    row: Option<usize>,
}

/// Cursor, selection and typing of a grid screen.
#[derive(Debug, Clone, Default)]
pub struct Entering {
    /// Cursor and selection.
    pub grid: GridState,
    /// What is being typed.
    pub machine: EntryMachine,
    made: Option<Made>,
    /// The row that a list number has led the cursor away from.
    home: Option<usize>,
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
    }

    /// Space parts what could be read as one; a list number waits for its code.
    pub fn space(&mut self) {
        self.machine.space();
        self.finish();
    }

    /// Gives up what waits; false if nothing does.
    pub fn cancel(&mut self) -> bool {
        let waits = self.machine.waiting().is_some() || self.grid.selection().is_some();
        self.machine.close();
        self.follow_number(0);
        self.stop();
        self.grid.release();
        waits
    }

    /// Moves the cursor; false if the action is not a move.
    pub fn go(&mut self, action: Action) -> bool {
        let row = self.made.as_ref().and_then(|made| made.row);
        let went_on = row.is_some_and(|row| row != self.grid.rows.cursor());
        // Enter closes what is typed; where the cursor has gone by itself it stays.
        let stays = action == Action::NextCell && (went_on || self.machine.waiting().is_some());
        if !stays && !moves::go(&mut self.grid, action) {
            return false;
        }
        self.stop();
        true
    }

    /// What was just entered, for the line in words: «Записано: Белова Анна — 5».
    pub fn made_words(&self) -> Option<&str> {
        Some(&self.just_made()?.written.words)
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

    /// The row of the list number that is being typed, if it is one of so many pupils.
    fn numbered(&self, pupils: usize) -> Option<usize> {
        let number: usize = self.machine.number()?.parse().ok()?;
        number.checked_sub(1).filter(|row| *row < pupils)
    }

    /// The cursor follows the list number that is being typed; without one it comes back.
    fn follow_number(&mut self, pupils: usize) {
        if self.machine.number().is_some() {
            self.home.get_or_insert(self.grid.rows.cursor());
        }
        if let Some(row) = self.numbered(pupils).or_else(|| self.home.take()) {
            self.grid.go_row(Step::To(row), false);
        }
    }
}

/// Whether a slash is data now: it goes on with what was typed, or is the point of the Russian
/// layout on the same key in a column of marks.
pub fn takes_slash(screen: &dyn GridScreen, desk: &Desk) -> bool {
    let in_marks = |kind: CellKind| kind.column != ColumnKind::Attendance;
    screen.entering().machine.is_open(desk.pressed_at()) || kind(screen, desk).is_some_and(in_marks)
}

/// The place of the entry just made, else the one under the cursor: what a comment is for.
pub fn spoken_of(screen: &dyn GridScreen, desk: &Desk) -> Option<Place> {
    let made = screen.entering().just_made();
    let made = made.and_then(|made| made.written.chosen.first().copied());
    made.or_else(|| {
        let (row, column) = screen.entering().grid.active()?;
        screen.place(row, column, desk)
    })
}

/// Takes back the last letter that waits, else the entry just made; the cursor is where it was
/// then.
pub fn backspace(screen: &mut dyn GridScreen, cx: &mut Cx<'_>) {
    let pupils = screen.members(cx.desk).len();
    let entering = screen.entering_mut();
    if entering.machine.backspace() {
        entering.follow_number(pupils);
        return;
    }
    let made = entering.made.take();
    entering.stop();
    let made = made.filter(|made| !made.written.edits.is_empty());
    let Some((gesture, row)) = made.and_then(|made| Some((made.gesture?, made.row))) else {
        return bulk::say_no_entry(screen, cx);
    };
    if let Some(row) = row {
        entering.grid.go_row(Step::To(row), false);
    }
    cx.effects.push(Effect::Undo(Undoing::This(gesture)));
}

/// Takes a typed letter, digit or sign.
pub fn letter(screen: &mut dyn GridScreen, typed: char, cx: &mut Cx<'_>) {
    let Some(kind) = kind(screen, cx.desk) else {
        screen.entering_mut().stop();
        return say(Tone::Hint, cx.texts.get("cell-not-writable"), cx.desk);
    };
    let of = screen.members(cx.desk).len();
    let entering = screen.entering_mut();
    let nobody = |entering: &Entering| {
        let number = entering.machine.number()?;
        let nobody = entering.numbered(of).is_none();
        nobody.then(|| tr!(cx.texts, "no-such-number", number, of))
    };
    let is_digit = typed.is_ascii_digit();
    if let Some(said) = nobody(entering).filter(|_| !is_digit) {
        entering.stop();
        return say(Tone::Error, said, cx.desk);
    }
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
            entering.finish();
            entering.follow_number(of);
            if let Some(said) = nobody(entering) {
                say(Tone::Error, said, cx.desk);
            }
        }
        KeyStep::Enter(value) => enter(screen, value, cx),
        KeyStep::Replace(value) => replace(screen, value, cx),
        KeyStep::Unknown(typed) => {
            let said = write::unknown(&typed, screen, kind, cx);
            screen.entering_mut().finish();
            say(Tone::Error, said, cx.desk);
        }
    }
}

/// A code was typed: it goes to the cursor, and the cursor goes on.
fn enter(screen: &mut dyn GridScreen, value: Typed, cx: &mut Cx<'_>) {
    let entering = screen.entering_mut();
    entering.finish();
    let here = entering.grid.rows.cursor();
    let led_here = entering.home.take().is_some();
    let past_end = entering.made.as_ref();
    if let Some(made) = past_end.filter(|made| made.row == Some(here) && !led_here) {
        // The cursor could not go on from the last pupil: the next code is not for him again.
        let value = made.written.value.as_str();
        entering.machine.close();
        let said = tr!(cx.texts, "entry-last-row", value);
        return say(Tone::Warning, said, cx.desk);
    }
    let chosen = screen.chosen(cx.desk);
    let gesture = cx.desk.gesture();
    let written = write::enter(&chosen, value, gesture, screen, cx);
    let entering = screen.entering_mut();
    let Some(written) = written else {
        entering.made = None;
        return entering.machine.close();
    };
    let row = entering.grid.selection().is_none().then_some(here);
    if row.is_some() {
        entering.grid.go_row(Step::By(1), false);
    } else {
        entering.grid.leave_selection();
    }
    entering.made = Some(Made {
        gesture: Some(gesture),
        written,
        row,
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
    let back = back.map(|(lesson, edit)| (lesson, edit.inverse()));
    cx.desk.record(gesture, back.collect(), None);
    let written = write::enter(&made.written.chosen, value, gesture, screen, cx);
    let entering = screen.entering_mut();
    match written {
        Some(written) => made.written = written,
        None => {
            cx.desk.record(gesture, made.written.edits.clone(), None);
            entering.machine.close();
        }
    }
    entering.made = Some(made);
    entering.leave_open(cx.desk);
}

/// What the cell takes that the next letter goes into.
fn kind(screen: &dyn GridScreen, desk: &Desk) -> Option<CellKind> {
    let entering = screen.entering();
    let is_open = entering.machine.is_open(desk.pressed_at());
    let open = entering.just_made().filter(|_| is_open);
    let place = match open.and_then(|made| made.written.chosen.first()) {
        Some(place) => *place,
        None => *screen.chosen(desk).first()?,
    };
    let column = match place.target {
        Target::Attendance => ColumnKind::Attendance,
        Target::Work { .. } if screen.holds_attendance() => ColumnKind::Both,
        Target::Work { .. } => ColumnKind::Marks,
    };
    let lesson = &place.cell(desk)?.sheet.lesson;
    let (starts, ends) = lesson.bells(desk.rules.as_ref()?.time);
    Some(CellKind {
        column,
        is_running: (starts..ends).contains(&desk.now()),
        minutes: lesson.minutes(),
    })
}

fn say(tone: Tone, text: impl Into<String>, desk: &mut Desk) {
    desk.say(Notice::new(tone, text));
}
