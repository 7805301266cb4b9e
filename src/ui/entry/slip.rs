//! Slips: letters that are no code, and a mark after the last pupil.

use super::{Entering, Growing, Place, Places};
use crate::desk::gesture::Target;
use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Recorded};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::say;
use crate::ui::widget::axis::Step;

impl Entering {
    /// Whether the letter has completed a code of several letters.
    pub(super) fn is_complete(&self, letter: char) -> bool {
        !self.typing.continues() && self.run.text() != letter.to_string()
    }

    /// The cell gets back what stood there before its letters, and the cursor.
    pub(super) fn take_back(&mut self, growing: Growing, desk: &mut Desk) {
        let Growing {
            edits, gesture, at, ..
        } = growing;
        let back = edits.into_iter().rev();
        let back = back.map(|(lesson, edit)| (lesson, edit.inverse()));
        // Applied a moment ago to the same desk: it goes back as well.
        desk.record(gesture, back.collect(), None);
        self.last_filled = None;
        self.grid.go_row(Step::To(at.0), false);
    }

    pub(super) fn active(&self, places: &dyn Places, desk: &Desk) -> Option<Place> {
        let (row, column) = self.grid.active()?;
        places.place(row, column, desk)
    }

    /// The next mark is not for the last pupil again.
    pub(super) fn say_last(&self, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        let value = self
            .active(places, desk)
            .map(|place| code_at(place, desk))
            .unwrap_or_default();
        let text = tr!(texts, "entry-last-row", value = value);
        desk.say(Notice::new(Tone::Warning, text));
    }

    /// The letters are no code: what they have entered is taken back, and said.
    pub(super) fn take_back_the_run(
        &mut self,
        letter: char,
        places: &dyn Places,
        desk: &mut Desk,
        texts: &Texts,
    ) {
        self.stop_typing();
        let (done, start) = self.run.breaks();
        if let (false, Some((row, _))) = (done.is_empty(), start) {
            self.grid.go_row(Step::To(row), false);
            self.last_filled = None;
        }
        for done in done {
            let back = done.edits.into_iter().rev();
            let back = back
                .map(|(lesson, edit)| (lesson, edit.inverse()))
                .collect();
            let recorded = desk.record(done.gesture, back, None);
            if let Recorded::Refused(_) | Recorded::Impossible(_) = recorded {
                return say::recorded(&recorded, desk, texts);
            }
        }
        self.say_unknown(letter, places, desk, texts);
    }

    pub(super) fn say_unknown(
        &self,
        letter: char,
        places: &dyn Places,
        desk: &mut Desk,
        texts: &Texts,
    ) {
        let typed = match self.run.text() {
            "" => letter.to_string(),
            word => word.to_owned(),
        };
        say_unfit(&typed, self.active(places, desk), desk, texts);
    }
}

/// Says that this is no code, and which there are in such a cell.
pub(super) fn say_unfit(typed: &str, place: Option<Place>, desk: &mut Desk, texts: &Texts) {
    let target = place.map(|place| place.target);
    let key = match target {
        Some(Target::Attendance) => "typing-unknown-roll",
        Some(Target::Work { .. }) | None => "typing-unknown",
    };
    let text = tr!(texts, key, typed = typed);
    desk.say(Notice::new(Tone::Error, text));
}

/// What stands in a cell, in the school's letters.
fn code_at(place: Place, desk: &Desk) -> String {
    let entry = desk
        .pages
        .spot(place.lesson)
        .and_then(|spot| spot.sheet.entry(place.pupil));
    let (Some(entry), Some(codes)) = (entry, desk.codes()) else {
        return String::new();
    };
    match place.target {
        Target::Work { work, .. } if entry.mark(work).is_some() => entry
            .mark(work)
            .map(|mark| codes.mark(mark.value))
            .unwrap_or_default(),
        _ => codes.attendance(entry.attendance, entry.reason.as_ref()),
    }
}
