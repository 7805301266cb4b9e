//! Marks for those who were not there: taken and told; a range leaves them out.

use super::{Place, Seen};
use crate::desk::gesture::Target;
use crate::desk::notice::Tone;
use crate::desk::{Desk, Recorded};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::say;
use journal::Attendance;
use journal::notation::Typed;

/// The chosen places whose pupils are marked absent while a mark is entered.
pub(super) struct Away {
    places: Vec<Place>,
    /// Several pupils are chosen.
    is_range: bool,
}

impl Away {
    /// Those among the chosen; `restored` is the attendance they get back with the same entry.
    pub(super) fn among(chosen: &[Place], restored: &[Seen], value: Typed, desk: &Desk) -> Self {
        let is_away = |(index, place): &(usize, &Place)| {
            let attendance = restored.get(*index).map_or_else(
                || Seen::of(**place, desk).attendance,
                |seen| seen.attendance,
            );
            matches!(place.target, Target::Work { .. }) && attendance == Attendance::Absent
        };
        let is_mark = matches!(value, Typed::Mark(_) | Typed::Point);
        let places = chosen
            .iter()
            .enumerate()
            .filter(|found| is_mark && is_away(found))
            .map(|(_, place)| *place)
            .collect();
        Self {
            places,
            is_range: chosen.len() > 1,
        }
    }

    /// Whether nothing is entered there.
    pub(super) fn skips(&self, place: Place) -> bool {
        self.is_range && self.places.contains(&place)
    }

    /// Says it, after what is said of the entry itself.
    pub(super) fn say(&self, recorded: &Recorded, desk: &mut Desk, texts: &Texts) {
        let Some(first) = self.places.first() else {
            return;
        };
        let text = match recorded {
            Recorded::Done { .. } | Recorded::Nothing if self.is_range => {
                tr!(texts, "away-skipped", count = self.places.len())
            }
            Recorded::Done { .. } => {
                let name = desk.pupil_name(first.pupil).unwrap_or_default();
                let value = mark_in(*first, desk);
                tr!(texts, "away-marked", name = name, value = value)
            }
            _ => return,
        };
        say::also(Tone::Warning, &text, desk);
    }
}

/// The mark that stands in a place, in the school's letters.
pub(super) fn mark_in(place: Place, desk: &Desk) -> String {
    let Target::Work { work, .. } = place.target else {
        return String::new();
    };
    let spot = desk.pages.spot(place.lesson);
    let mark = spot
        .as_ref()
        .and_then(|spot| spot.sheet.entry(place.pupil)?.mark(work));
    let text = mark.and_then(|mark| Some(desk.codes()?.mark(mark.value)));
    text.unwrap_or_default()
}
