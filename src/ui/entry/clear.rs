//! Emptying cells, each column only of its own.

use super::{Entering, Place, Places};
use crate::desk::gesture::{self, Target};
use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Recorded};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::say;
use journal::{Edit, LessonId};

impl Entering {
    /// Empties the chosen cells and says what went.
    pub(super) fn empty(&mut self, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        let chosen = self.chosen(places, desk);
        let one = chosen.len() == 1;
        let (mut edits, mut marks, mut attendances) = (Vec::new(), 0_usize, 0_usize);
        for place in chosen {
            let mut gone = mark_of(place, desk);
            marks += usize::from(!gone.is_empty());
            // A cell that shows both gives up the mark first; a selection, marks only: nobody
            // means to take back the absences in between.
            let of_attendance =
                place.target == Target::Attendance || (one && places.holds_attendance());
            if gone.is_empty() && of_attendance {
                gone = attendance_of(place, desk);
                attendances += usize::from(!gone.is_empty());
            }
            edits.extend(gone.into_iter().map(|edit| (place.lesson, edit)));
        }
        let gesture = desk.gesture();
        let edits: Vec<(LessonId, Edit)> = edits;
        let recorded = desk.record(gesture, edits, None);
        say::recorded(&recorded, desk, texts);
        match recorded {
            Recorded::Done { late: None } => {
                let mut gone = Vec::new();
                if marks > 0 {
                    gone.push(tr!(texts, "cleared-marks", count = marks));
                }
                if attendances > 0 {
                    gone.push(tr!(texts, "cleared-attendance", count = attendances));
                }
                let what = gone.join(", ");
                desk.say(Notice::new(Tone::Done, tr!(texts, "cleared", what = what)));
            }
            Recorded::Nothing => {
                desk.say(Notice::new(Tone::Hint, texts.get("clear-nothing")));
            }
            _ => {}
        }
        self.grid.release();
    }
}

fn mark_of(place: Place, desk: &Desk) -> Vec<Edit> {
    let Target::Work { work, .. } = place.target else {
        return Vec::new();
    };
    let spot = desk.pages.spot(place.lesson);
    spot.map_or_else(Vec::new, |spot| {
        gesture::clear_mark(spot.sheet, place.pupil, work)
    })
}

fn attendance_of(place: Place, desk: &Desk) -> Vec<Edit> {
    let spot = desk.pages.spot(place.lesson);
    spot.map_or_else(Vec::new, |spot| {
        gesture::clear_attendance(spot.sheet, place.pupil)
    })
}
