//! What is said of the entry made last, and stands there no more: another place has written over it.

use super::{CellPlace, GridScreen, Made, write};
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::tr;
use journal::{Edit, SheetId};
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
    /// What it has written and stands there no more.
    fn replaced<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = &'a (SheetId, Edit)> {
        self.written.edits.iter().filter(|(sheet, edit)| {
            let spot = desk.pages.spot(*sheet);
            spot.is_some_and(|spot| spot.sheet.content(edit.cell()) != edit.wanted())
        })
    }
}

/// What is said of the entry made last; none if there is none, or if the server has not taken it,
/// which is said elsewhere.
pub fn said<'a>(screen: &'a dyn GridScreen, desk: &Desk, texts: &'a Texts) -> Option<Said<'a>> {
    let made = screen.entering().just_made()?;
    let replaced: Vec<&(SheetId, Edit)> = made.replaced(desk).collect();
    if replaced.is_empty() {
        return Some(Said::Stands(&made.written.words));
    }
    let is_troubled =
        |(sheet, edit): &&(SheetId, Edit)| desk.queue.at(*sheet, edit.cell()).is_some();
    if replaced.iter().any(is_troubled) {
        return None;
    }
    let words = made.written.words.as_str();
    let [only] = made.written.chosen.as_slice() else {
        let pupils: BTreeSet<_> = replaced.iter().map(|(_, edit)| edit.pupil()).collect();
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
