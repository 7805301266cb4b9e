//! Entering values into a grid: the keys that Урок and Журнал share.
//!
//! A letter is entered at once and the cursor goes down; with a selection it is entered in every
//! selected cell as one gesture. See [`crate::desk::typing`].

mod away;
mod clear;
mod fill;
mod letter;
mod run;
mod sign;
mod slip;

use crate::action::{Action, ActionGroup};
use crate::desk::gesture::{self, Defaults, Misfit, Target};
use crate::desk::notice::{Notice, Tone};
use crate::desk::typing::Typing;
use crate::desk::{Desk, Recorded};
use crate::i18n::{Texts, dates};
use crate::input::layout::to_data_char;
use crate::tr;
use crate::ui::say;
use crate::ui::widget::axis::Step;
use crate::ui::widget::grid::GridState;
use away::Away;
use chrono::NaiveDate;
use journal::notation::{self, NotUnderstood, Notation};
use journal::{AbsenceReason, Attendance, Edit, GestureId, LessonId, PupilId};
use run::Run;

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

    /// Whether a column of marks shows attendance too, so that there is no other cell for it.
    fn holds_attendance(&self) -> bool {
        false
    }

    /// The day a point set there is due, when none was said.
    fn point_due(&self, lesson: LessonId, desk: &Desk) -> NaiveDate;
}

/// The cell that was entered last, while it may grow.
#[derive(Debug, Clone)]
struct Growing {
    places: Vec<Place>,
    /// Attendance of these places before the first letter.
    before: Vec<Seen>,
    at: (usize, usize),
    gesture: GestureId,
    /// What its letters have recorded, in order.
    edits: Vec<(LessonId, Edit)>,
}

/// What was known of a pupil's attendance.
#[derive(Debug, Clone)]
struct Seen {
    attendance: Attendance,
    reason: Option<AbsenceReason>,
}

impl Seen {
    fn of(place: Place, desk: &Desk) -> Self {
        let spot = desk.pages.spot(place.lesson);
        let entry = spot.and_then(|spot| spot.sheet.entry(place.pupil));
        Self {
            attendance: entry.map_or(Attendance::Present, |entry| entry.attendance),
            reason: entry.and_then(|entry| entry.reason.clone()),
        }
    }
}

/// Cursor, selection and typing of a grid screen.
#[derive(Debug, Clone, Default)]
pub struct Entering {
    /// Cursor and selection.
    pub grid: GridState,
    typing: Typing,
    growing: Option<Growing>,
    /// The letters typed right before, as one word.
    run: Run,
    /// The cursor went down by itself after the last entry: Enter has nothing more to do.
    advanced: bool,
    /// The cell of the last row that was entered and that the cursor could not leave: the next
    /// mark is meant for a pupil who is not there.
    last_filled: Option<(usize, usize)>,
}

impl Entering {
    /// The letters waiting to become a value, with the row and column where they belong.
    pub fn waiting(&self) -> Option<(&str, (usize, usize))> {
        let text = self.typing.waiting();
        if text.is_empty() {
            return None;
        }
        if !self.typing.continues() {
            return Some((text, self.grid.active()?));
        }
        // Shown only while it is more than what the cell holds already.
        text.ends_with('/')
            .then(|| self.growing.as_ref().map(|growing| (text, growing.at)))?
    }

    /// Forgets letters that have not become a value.
    pub fn stop(&mut self) {
        self.last_filled = None;
        self.stop_typing();
        self.run.stop();
    }

    fn stop_typing(&mut self) {
        self.typing.stop();
        self.growing = None;
    }

    /// Takes the last waiting letter back, or lets the last pupil be written over; false if there
    /// is neither.
    pub fn backspace(&mut self) -> bool {
        self.run.stop();
        let rewrites = self.last_filled.take().is_some();
        let waits = !self.typing.waiting().is_empty();
        if !self.typing.backspace() {
            self.growing = None;
        }
        rewrites || waits
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
        if std::mem::take(&mut self.advanced) && action == Action::NextCell {
            self.stop();
            return true;
        }
        let grid = &mut self.grid;
        match action {
            Action::MoveUp => grid.go_row(Step::By(-1), false),
            Action::MoveDown => grid.go_row(Step::By(1), false),
            Action::MoveLeft => grid.go_col(Step::By(-1), false),
            Action::MoveRight => grid.go_col(Step::By(1), false),
            Action::NextCell => next_cell(grid),
            Action::PreviousCell => previous_cell(grid),
            Action::RowStart => grid.go_col(Step::First, false),
            Action::RowEnd => grid.go_col(Step::Last, false),
            Action::First => grid.go_row(Step::First, false),
            Action::Last => grid.go_row(Step::Last, false),
            Action::PageUp => grid.go_row(Step::Page(-1), false),
            Action::PageDown => grid.go_row(Step::Page(1), false),
            Action::PageLeft => grid.go_col(Step::Page(-1), false),
            Action::PageRight => grid.go_col(Step::Page(1), false),
            Action::ExtendUp => grid.go_row(Step::By(-1), true),
            Action::ExtendDown => grid.go_row(Step::By(1), true),
            Action::ExtendLeft => grid.go_col(Step::By(-1), true),
            Action::ExtendRight => grid.go_col(Step::By(1), true),
            Action::SelectColumn => {
                grid.go_row(Step::First, false);
                grid.go_row(Step::Last, true)
            }
            Action::ClearSelection => {
                grid.release();
                true
            }
            _ => return false,
        };
        self.stop();
        true
    }

    /// Whether a slash is data now: it goes on with what was entered, or is the point of the
    /// Russian layout on the same key in a column of marks.
    pub fn takes_slash(&self, places: &dyn Places, desk: &Desk) -> bool {
        let active = self
            .grid
            .active()
            .and_then(|(row, column)| places.place(row, column, desk));
        !self.typing.waiting().is_empty()
            || matches!(
                active,
                Some(Place {
                    target: Target::Work { .. },
                    ..
                })
            )
    }

    /// Empties the chosen cells; a letter still waiting is only taken back.
    pub fn clear(&mut self, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        self.run.stop();
        self.last_filled = None;
        if self.typing.backspace() {
            return;
        }
        self.growing = None;
        self.empty(places, desk, texts);
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
}

/// Down the column, then to the top of the next: people enter a column at a time.
fn next_cell(grid: &mut GridState) -> bool {
    if grid.rows.cursor() + 1 < grid.rows.len() {
        return grid.go_row(Step::By(1), false);
    }
    grid.go_col(Step::By(1), false) && grid.go_row(Step::First, false)
}

fn previous_cell(grid: &mut GridState) -> bool {
    if grid.rows.cursor() > 0 {
        return grid.go_row(Step::By(-1), false);
    }
    grid.go_col(Step::By(-1), false) && grid.go_row(Step::Last, false)
}

/// The letter as data, whichever layout is on. The slash of a double mark and the full stop share
/// keys in the two layouts: a slash that continues nothing is a point.
fn data_letter(typed: char, waiting: &str, notation: &Notation) -> char {
    match to_data_char(typed) {
        'ю' | 'Ю' => '.',
        '/' => {
            let longer = format!("{waiting}/");
            let continues = !waiting.is_empty()
                && notation.read(&longer) != Err(notation::NotUnderstood::Unknown);
            if continues { '/' } else { '.' }
        }
        letter => letter,
    }
}

/// Whether a letter leaves behind what was on its way to a code and is none: «зб», «ост». After a
/// digit it is a new entry: what is waiting then was the digit's, as in `4/н`.
fn breaks_off(waiting: &str, letter: char, notation: &Notation) -> bool {
    let unfinished = |text: &str| notation.read(text) == Err(NotUnderstood::Incomplete);
    let goes_on = notation.read(&format!("{waiting}{letter}")) != Err(NotUnderstood::Unknown);
    letter.is_alphabetic()
        && waiting.chars().all(char::is_alphabetic)
        && !waiting.is_empty()
        && unfinished(waiting)
        && !goes_on
}

/// Enters a value in every place as one gesture; answers the edits if it went in.
fn enter(
    chosen: &[Place],
    restored: &[Seen],
    value: notation::Typed,
    gesture: GestureId,
    places: &dyn Places,
    desk: &mut Desk,
    texts: &Texts,
) -> Option<Vec<(LessonId, Edit)>> {
    if chosen.is_empty() {
        desk.say(Notice::new(Tone::Hint, texts.get("cell-not-writable")));
        return None;
    }
    let mut edits: Vec<(LessonId, Edit)> = Vec::new();
    let away = Away::among(chosen, restored, value, desk);
    for (place, index) in chosen.iter().zip(0..) {
        if away.skips(*place) {
            continue;
        }
        let Some(spot) = desk.pages.spot(place.lesson) else {
            continue;
        };
        let Some(rules) = desk.rules.as_ref() else {
            continue;
        };
        let defaults = Defaults {
            minutes_late: spot.sheet.lesson.minutes_late(desk.now(), rules.time),
            point_due: places.point_due(place.lesson, desk),
        };
        if is_past_point(*place, value, defaults.point_due, desk) {
            let due = dates::short_date(defaults.point_due);
            let text = tr!(texts, "point-is-past", due = due);
            desk.say(Notice::new(Tone::Error, text));
            return None;
        }
        if let (Target::Work { .. }, Some(Seen { attendance, reason })) =
            (place.target, restored.get(index))
        {
            let restored = gesture::restore(spot.sheet, place.pupil, *attendance, reason.as_ref());
            edits.extend(restored.into_iter().map(|edit| (place.lesson, edit)));
        }
        match gesture::enter(spot.sheet, place.pupil, place.target, value, defaults) {
            Ok(done) => edits.extend(done.into_iter().map(|edit| (place.lesson, edit))),
            Err(Misfit::MarkInAttendance) => {
                desk.say(Notice::new(Tone::Error, texts.get("mark-in-attendance")));
                return None;
            }
        }
    }
    let recorded = desk.record(gesture, edits.clone(), None);
    say::recorded(&recorded, desk, texts);
    away.say(&recorded, desk, texts);
    matches!(recorded, Recorded::Done { .. } | Recorded::Nothing).then_some(edits)
}

/// Nobody can hand in what was due before today.
fn is_past_point(place: Place, value: notation::Typed, due: NaiveDate, desk: &Desk) -> bool {
    value == notation::Typed::Point
        && matches!(place.target, Target::Work { .. })
        && due < desk.local(desk.now()).date()
}

#[cfg(test)]
mod tests {
    use super::data_letter;
    use journal::notation::Notation;
    use rstest::rstest;

    #[rstest]
    #[case::point_in_russian('.', "", '.')]
    #[case::point_key_in_english('/', "", '.')]
    #[case::yu('ю', "", '.')]
    #[case::slash_after_a_grade('/', "4", '/')]
    #[case::slash_key_of_the_russian_layout_in_english('|', "4", '/')]
    #[case::slash_of_not_attested('/', "н", '/')]
    #[case::slash_after_a_double('/', "4/5", '.')]
    #[case::absent('y', "", 'н')]
    #[case::late('j', "", 'о')]
    #[case::ill(',', "", 'б')]
    #[case::valid('g', "", 'п')]
    fn letters_in_both_layouts(#[case] typed: char, #[case] waiting: &str, #[case] letter: char) {
        assert_eq!(data_letter(typed, waiting, &Notation::common()), letter);
    }
}
