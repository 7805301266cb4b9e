//! Repeating an entry in other cells of a column.

use super::{Entering, Place, Places};
use crate::desk::gesture::{self, Target};
use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Recorded};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::say;
use journal::{Attendance, Sheet};

impl Entering {
    /// Fills the selection with the value of its first cell; without a selection, the empty cells
    /// below with the value under the cursor, or, where the cursor has just gone down from what
    /// was entered, with the value above it.
    pub fn fill(&mut self, rows: usize, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        self.stop();
        let Some((row, column)) = self.grid.active() else {
            return;
        };
        let holds = |row: usize| {
            let place = places.place(row, column, desk)?;
            let spot = desk.pages.spot(place.lesson)?;
            (!is_empty(spot.sheet, place)).then_some(row)
        };
        let (source, targets): (usize, Vec<usize>) = match self.grid.selection() {
            Some((rows, _)) => (*rows.start(), rows.skip(1).collect()),
            None => {
                let above = || row.checked_sub(1).and_then(holds);
                match holds(row).or_else(above) {
                    Some(source) => (source, (source + 1..rows).collect()),
                    None => return desk.say(Notice::new(Tone::Hint, texts.get("fill-nothing"))),
                }
            }
        };
        let fill_all = self.grid.selection().is_some();
        let Some(from) = places.place(source, column, desk) else {
            desk.say(Notice::new(Tone::Hint, texts.get("cell-not-writable")));
            return;
        };
        let mut edits = Vec::new();
        let (mut filled, mut away) = (0_usize, 0_usize);
        for target in targets {
            let Some(to) = places.place(target, column, desk) else {
                continue;
            };
            let Some(spot) = desk.pages.spot(to.lesson) else {
                continue;
            };
            if !fill_all && !is_empty(spot.sheet, to) {
                continue;
            }
            if is_away(spot.sheet, to) {
                away += 1;
                continue;
            }
            let copied = gesture::copy(spot.sheet, from.pupil, to.pupil, to.target);
            filled += usize::from(!copied.is_empty());
            edits.extend(copied.into_iter().map(|edit| (to.lesson, edit)));
        }
        let gesture = desk.gesture();
        let recorded = desk.record(gesture, edits, None);
        say::recorded(&recorded, desk, texts);
        match recorded {
            Recorded::Done { late: None } => {
                desk.say(Notice::new(
                    Tone::Done,
                    tr!(texts, "filled", count = filled),
                ));
            }
            Recorded::Nothing => {
                desk.say(Notice::new(Tone::Hint, texts.get("fill-no-empty")));
            }
            _ => {}
        }
        if away > 0 {
            let text = tr!(texts, "away-skipped", count = away);
            say::also(Tone::Hint, &text, desk);
        }
        self.grid.release();
    }
}

fn is_empty(sheet: &Sheet, place: Place) -> bool {
    let Some(entry) = sheet.entry(place.pupil) else {
        return true;
    };
    match place.target {
        Target::Attendance => entry.attendance == Attendance::Present,
        Target::Work { work, .. } => entry.mark(work).is_none(),
    }
}

/// Who was not there gets no mark by filling.
fn is_away(sheet: &Sheet, place: Place) -> bool {
    let entry = sheet.entry(place.pupil);
    matches!(place.target, Target::Work { .. })
        && entry.is_some_and(|entry| entry.attendance == Attendance::Absent)
}
