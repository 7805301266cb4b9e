//! What is said of the entry made last, and stands there no more: another place has written over it.

use super::{CellPlace, GridScreen, write};
use crate::desk::Desk;
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::pages::CellContent;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::describe;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What is said of the entry made last.
pub enum Said<'a> {
    /// What was entered, and stands.
    Stands(&'a str),
    /// What has come in its place.
    Replaced(Cow<'a, str>),
}

/// What is said of the entry made last; none if there is none, or if the server has not taken it,
/// which is said elsewhere.
pub fn said<'a>(screen: &'a dyn GridScreen, desk: &Desk, texts: &'a Texts) -> Option<Said<'a>> {
    let made = screen.entering().just_made()?;
    let cells = made.written.stands.iter();
    let replaced: Vec<_> = cells.filter(|cell| desk.pages.has_replaced(cell)).collect();
    if replaced.is_empty() {
        return Some(Said::Stands(&made.written.words));
    }
    let is_troubled = |at: &&CellContent| desk.queue.at(at.sheet, at.cell).is_some();
    if replaced.iter().any(is_troubled) {
        return None;
    }
    let words = made.written.words.as_str();
    let [only] = made.written.chosen.as_slice() else {
        let pupils: BTreeSet<_> = replaced.iter().map(|at| at.cell.pupil()).collect();
        let count = pupils.len();
        return Some(Said::Replaced(tr!(texts, "entries-replaced", words, count)));
    };
    let now = stands(*only, made.written.is_mark, screen, desk, texts);
    let (name, value) = (made.written.who.as_str(), made.written.value.as_str());
    let mark = only.cell(desk).and_then(PupilCell::mark);
    if let Some(comment) = mark.and_then(|mark| mark.comment.as_deref())
        && made.written.is_mark
        && now == value
    {
        let comment = describe::in_a_line(comment);
        let text = tr!(texts, "entry-commented", name, value, comment);
        return Some(Said::Replaced(text));
    }
    // Of which work it is is said once; which period, by the column.
    let value = made.written.code();
    let now = match only.target {
        Target::Period => now.split(' ').next().unwrap_or_default(),
        _ => now.as_str(),
    };
    let writers = replaced.iter();
    let writers: BTreeSet<_> = writers
        .map(|at| desk.pages.writer(at.sheet, at.cell))
        .collect();
    let writer = writers.first().copied().flatten();
    Some(Said::Replaced(
        match writer.filter(|_| writers.len() == 1) {
            Some(by) => {
                let by = by.initialed();
                tr!(texts, "entry-replaced-by", name, value, now, by)
            }
            None => tr!(texts, "entry-replaced", name, value, now),
        },
    ))
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
