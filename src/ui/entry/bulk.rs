//! Emptying cells, and repeating an entry in other cells of a column.

use super::{Entering, Place, Places, say, write};
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::notice::Tone;
use crate::desk::{Desk, Recorded};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::say as sentences;
use journal::{Edit, LessonId};

impl Entering {
    /// Empties the chosen cells, each column only of its own, and says what went. A cell that
    /// shows both gives up the mark first; a selection, marks only: nobody means to take back the
    /// absences in between.
    pub fn clear(&mut self, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        let chosen = self.chosen(places, desk);
        let with_attendance = chosen.len() == 1 && places.holds_attendance();
        let (mut edits, mut marks, mut attendances) = (Vec::new(), 0_usize, 0_usize);
        let only = match chosen.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        for place in chosen {
            let Some(cell) = cell(place, desk) else {
                continue;
            };
            let mut gone = cell.clear_mark(place.target);
            marks += usize::from(!gone.is_empty());
            if gone.is_empty() && (place.target == Target::Attendance || with_attendance) {
                gone = cell.clear_attendance();
                attendances += usize::from(!gone.is_empty());
            }
            edits.extend(gone.into_iter().map(|edit| (place.lesson, edit)));
        }
        let mut gone = Vec::new();
        if marks > 0 {
            gone.push(tr!(texts, "cleared-marks", count = marks));
        }
        if attendances > 0 {
            gone.push(tr!(texts, "cleared-attendance", count = attendances));
        }
        let whose = only.and_then(|place| {
            let value = write::stood(place, marks > 0, desk, texts)?;
            Some(format!("{} — {value}", write::name(place, desk)))
        });
        let what = whose.unwrap_or_else(|| gone.join(", "));
        let done = tr!(texts, "cleared", what).into_owned();
        let nothing = if only.is_some() {
            "clear-empty"
        } else {
            "clear-nothing"
        };
        self.record(edits, done, nothing, desk, texts);
    }

    /// Fills the selection with the value of its first cell; without a selection, the empty cells
    /// below with the value under the cursor, or, where the cursor has just gone down from what
    /// was entered, with the value above it. Who was not there gets no mark so.
    pub fn fill(&mut self, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        self.stop();
        let Some((row, column)) = self.grid.active() else {
            return;
        };
        let at = |row| places.place(row, column, desk);
        let holds = |row: usize| {
            let place = at(row)?;
            (!cell(place, desk)?.is_empty(place.target)).then_some(row)
        };
        let (source, targets) = match self.grid.selection() {
            Some((rows, _)) => (Some(*rows.start()), *rows.start() + 1..rows.end() + 1),
            None => {
                let source = holds(row).or_else(|| row.checked_sub(1).and_then(holds));
                (
                    source,
                    source.map_or(0..0, |row| row + 1..places.pupils(desk)),
                )
            }
        };
        let Some(source) = source else {
            return say(Tone::Hint, texts.get("fill-nothing"), desk);
        };
        let Some(from) = at(source).and_then(|place| cell(place, desk)) else {
            return say(Tone::Hint, texts.get("cell-not-writable"), desk);
        };
        let fill_all = self.grid.selection().is_some();
        let mut edits = Vec::new();
        let (mut filled, mut away) = (0_usize, 0_usize);
        for to in targets.filter_map(at) {
            let Some(cell) = cell(to, desk) else { continue };
            if !fill_all && !cell.is_empty(to.target) {
                continue;
            }
            if to.target != Target::Attendance && cell.is_absent() {
                away += 1;
                continue;
            }
            let copied = cell.copy(from, to.target);
            filled += usize::from(!copied.is_empty());
            edits.extend(copied.into_iter().map(|edit| (to.lesson, edit)));
        }
        let done = tr!(texts, "filled", count = filled).into_owned();
        self.record(edits, done, "fill-no-empty", desk, texts);
        if away > 0 {
            sentences::also(Tone::Hint, &tr!(texts, "away-skipped", count = away), desk);
        }
    }

    fn record(
        &mut self,
        edits: Vec<(LessonId, Edit)>,
        done: String,
        nothing: &str,
        desk: &mut Desk,
        texts: &Texts,
    ) {
        let gesture = desk.gesture();
        let recorded = desk.record(gesture, edits, None);
        sentences::recorded(&recorded, desk, texts);
        match recorded {
            Recorded::Done { late: None } => say(Tone::Done, done, desk),
            Recorded::Nothing => say(Tone::Hint, texts.get(nothing), desk),
            _ => {}
        }
        self.grid.release();
    }
}

fn cell(place: Place, desk: &Desk) -> Option<PupilCell<'_>> {
    Some(PupilCell::of(
        desk.pages.spot(place.lesson)?.sheet,
        place.pupil,
    ))
}
