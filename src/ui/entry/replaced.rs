//! What is said of the entry made last, and stands there no more: another place has written over it.

use super::{CellPlace, GridScreen, Made, write};
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::tr;
use journal::{Cell, SheetId};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What is said of the entry made last.
pub enum Said<'a> {
    /// What was entered, and stands.
    Stands(&'a str),
    /// What has come in its place.
    Replaced(Cow<'a, str>),
}

impl Made {
    /// The cells in which it has written, or found, what stands there no more.
    fn replaced(&self, desk: &Desk) -> impl Iterator<Item = (SheetId, Cell)> {
        self.written
            .stands
            .iter()
            .filter_map(|(sheet, cell, content)| {
                let spot = desk.pages.spot(*sheet)?;
                (spot.sheet.content(*cell) != *content).then_some((*sheet, *cell))
            })
    }
}

/// What is said of the entry made last; none if there is none, or if the server has not taken it,
/// which is said elsewhere.
pub fn said<'a>(screen: &'a dyn GridScreen, desk: &Desk, texts: &'a Texts) -> Option<Said<'a>> {
    let made = screen.entering().just_made()?;
    let replaced: Vec<(SheetId, Cell)> = made.replaced(desk).collect();
    if replaced.is_empty() {
        return Some(Said::Stands(&made.written.words));
    }
    let is_troubled = |(sheet, cell): &(SheetId, Cell)| desk.queue.at(*sheet, *cell).is_some();
    if replaced.iter().any(is_troubled) {
        return None;
    }
    let words = made.written.words.as_str();
    let [only] = made.written.chosen.as_slice() else {
        let pupils: BTreeSet<_> = replaced.iter().map(|(_, cell)| cell.pupil()).collect();
        let count = pupils.len();
        return Some(Said::Replaced(tr!(texts, "entries-replaced", words, count)));
    };
    let now = stands(*only, made.written.is_mark, screen, desk, texts);
    let (name, value) = (made.written.who.as_str(), made.written.value.as_str());
    Some(Said::Replaced(tr!(
        texts,
        "entry-replaced",
        name,
        value,
        now
    )))
}

fn stands(
    place: CellPlace,
    is_mark: bool,
    screen: &dyn GridScreen,
    desk: &Desk,
    texts: &Texts,
) -> String {
    if is_mark {
        let mark = write::mark_of_work(place, screen, desk, texts);
        return mark.unwrap_or_else(|| texts.get("content-none").into_owned());
    }
    let attendance = write::stood(place, false, desk, texts);
    attendance.unwrap_or_else(|| texts.get("entry-present").into_owned())
}

/// Whether a sentence tells of the entry made last as if it stood.
pub fn is_outlived(screen: &dyn GridScreen, notice: &Notice, desk: &Desk) -> bool {
    let made = screen.entering().just_made();
    made.is_some_and(|made| {
        let tells_of_it = notice.tone != Tone::Error && notice.text.contains(&made.written.whose());
        tells_of_it && made.replaced(desk).next().is_some()
    })
}
