//! A plus or a minus after a mark: every teacher knows «5−», no journal does.

use super::away::mark_in;
use super::{Entering, Places, Seen};
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::tr;

impl Entering {
    /// Refuses a sign in a column of marks, in words; answers whether it did. A minus means
    /// «present», and right after «5» it would go to the next pupil's attendance.
    pub(super) fn refuses_sign(
        &mut self,
        letter: char,
        places: &dyn Places,
        desk: &mut Desk,
        texts: &Texts,
    ) -> bool {
        if !matches!(letter, '-' | '+' | '−' | '–') {
            return false;
        }
        let mark = self.mark_entered(desk).unwrap_or_default();
        let text = if !mark.is_empty() {
            tr!(texts, "no-plus-minus", value = mark)
        } else if letter == '-' && self.is_in_marks_only(places, desk) {
            texts.get("minus-in-marks")
        } else {
            return false;
        };
        desk.say(Notice::new(Tone::Error, text));
        self.typing.stop();
        true
    }

    /// The mark that the last entry has set; none if that was attendance beside a mark.
    fn mark_entered(&self, desk: &Desk) -> Option<String> {
        let growing = self.growing.as_ref()?;
        let (place, before) = (growing.places.first()?, growing.before.first()?);
        let is_attendance = Seen::of(*place, desk).attendance != before.attendance;
        (!is_attendance).then(|| mark_in(*place, desk))
    }

    fn is_in_marks_only(&self, places: &dyn Places, desk: &Desk) -> bool {
        let chosen = self.chosen(places, desk);
        let is_mark = chosen
            .first()
            .is_some_and(|place| matches!(place.target, Target::Work { .. }));
        is_mark && !places.holds_attendance()
    }
}
