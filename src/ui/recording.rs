//! What forms record, and what is said of it then and after.

use crate::desk::notice::{Notice, Tone};
use crate::desk::pages::CellContent;
use crate::desk::{Desk, Recorded};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::describe;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::messages;
use crate::ui::widget::text;
use journal::{Cell, Change, Content, Edit, LessonId, SheetId};
use offline::Trouble;
use std::collections::{BTreeMap, BTreeSet};

/// Columns of what was not taken that are quoted: five lines of a notice.
const QUOTED: u16 = 380;

/// Records what a form has made, as one gesture, and says what became of it, also that an older
/// conflict about its cells is closed. The form stays open, with all that was typed, if it was not
/// taken.
pub fn record_form(edits: Vec<(LessonId, Edit)>, cx: &mut Cx<'_>) -> Outcome {
    let written = edits.iter().map(|(lesson, edit)| ((*lesson).into(), edit));
    let settled = settled(written, cx.desk, cx.texts);
    let gesture = cx.desk.gesture();
    let recorded = cx.desk.record(gesture, edits, None);
    messages::recorded(&recorded, cx.desk, cx.texts);
    match recorded {
        Recorded::Done { .. } => {
            cx.desk.keep_from_form(gesture);
            if let Some(settled) = settled {
                messages::also(Tone::Done, &settled, cx.desk);
            }
            Outcome::CloseWhenKept
        }
        Recorded::Nothing => Outcome::Close,
        _ => Outcome::Consumed,
    }
}

/// That conflicts about what is written are closed with it; of one or two also what was not taken there,
/// which is to be read nowhere else then. None, if there is no conflict.
pub fn settled<'e>(
    written: impl IntoIterator<Item = (SheetId, &'e Edit)>,
    desk: &Desk,
    texts: &Texts,
) -> Option<String> {
    let written = written.into_iter();
    let written = written.map(|(sheet, edit)| ((sheet, edit.cell()), edit.wanted()));
    let written: BTreeMap<_, _> = written.collect();
    // Of a letter the cell that is not written stays as it stands.
    let beside = written.keys().filter_map(|(sheet, cell)| {
        let beside = (*sheet, cell.beside()?);
        let stands = desk.pages.spot(*sheet)?.sheet.content(beside.1);
        (!written.contains_key(&beside)).then_some((beside, stands))
    });
    let beside: Vec<_> = beside.collect();
    let held = written.into_iter().chain(beside);
    closed(
        held.map(|((sheet, cell), it)| (sheet, cell, it)),
        desk,
        texts,
    )
}

/// The same of cells that hold this from now on.
fn closed(
    held: impl Iterator<Item = (SheetId, Cell, Content)>,
    desk: &Desk,
    texts: &Texts,
) -> Option<String> {
    let is_troubled =
        |(sheet, cell, _): &(SheetId, Cell, Content)| desk.queue.is_troubled(*sheet, *cell);
    let held: BTreeMap<_, _> = held
        .filter(is_troubled)
        .map(|(sheet, cell, content)| ((sheet, cell), content))
        .collect();
    let letters: BTreeSet<_> = held
        .keys()
        .map(|(sheet, cell)| (*sheet, cell.letter()))
        .collect();
    let is_said = |ours: &Change| {
        let held = held.get(&(ours.sheet, ours.edit.cell()));
        held == Some(&ours.edit.wanted())
    };
    let is_closed = |trouble: &&Trouble| {
        let ours = &trouble.change;
        letters.contains(&(ours.sheet, ours.edit.cell().letter()))
    };
    let closed = desk.queue.troubles.iter().filter(is_closed);
    let quoted: Vec<_> = closed
        .filter(|trouble| {
            let mut ours = std::iter::once(&trouble.change).chain(&trouble.beside);
            !ours.all(is_said)
        })
        .map(|trouble| describe::ours(trouble, desk, texts))
        .collect();
    if letters.is_empty() {
        return None;
    }
    if quoted.is_empty() || letters.len() > 2 {
        return Some(texts.get("conflict-settled").into_owned());
    }
    let ours = quoted.join("; ");
    let ours = text::fit_with(&ours, QUOTED, "…");
    Some(tr!(texts, "conflict-settled-was", ours).into_owned())
}

/// What stands in a cell was entered there once more: a conflict about it is over, which is said.
pub fn agree_and_say(lesson: LessonId, cell: Cell, cx: &mut Cx<'_>) {
    if let Some(closed) = agree([(lesson.into(), cell)], cx) {
        messages::also(Tone::Done, &closed, cx.desk);
    }
}

/// What stands in these cells was entered there once more: conflicts about them are over. Answers what
/// is to be said of that; none, if there were none.
pub fn agree(cells: impl IntoIterator<Item = (SheetId, Cell)>, cx: &mut Cx<'_>) -> Option<String> {
    let cells: BTreeSet<_> = cells.into_iter().collect();
    let letters = cells.iter().flat_map(|(sheet, cell)| {
        let whole = std::iter::once(*cell).chain(cell.beside());
        whole.map(|cell| (*sheet, cell))
    });
    let pages = &cx.desk.pages;
    let held = letters.filter_map(|(sheet, cell)| {
        let spot = pages.spot(sheet)?;
        Some((sheet, cell, spot.sheet.content(cell)))
    });
    let closed = closed(held, cx.desk, cx.texts);
    let agreed = cells.into_iter();
    let agreed = agreed.filter(|(sheet, cell)| cx.desk.queue.agree(*sheet, *cell));
    (agreed.count() > 0).then_some(closed).flatten()
}

/// What stands in these cells was entered there once more: that is a word of one's own, sent as one
/// gesture.
pub fn say_again(lesson: LessonId, cells: impl IntoIterator<Item = Cell>, cx: &mut Cx<'_>) {
    let gesture = cx.desk.gesture();
    for cell in cells {
        cx.desk.say_again(gesture, lesson.into(), cell);
    }
}

/// Says what stands by now where a form entered something; a trouble of the queue says it itself.
pub fn replaced_of_form(desk: &mut Desk, texts: &Texts) {
    let mut entered = std::mem::take(&mut desk.from_form);
    entered.retain(|change| desk.queue.at(change.sheet, change.edit.cell()).is_none());
    let has_gone = |change: &Change| {
        desk.pages.has_replaced(&CellContent {
            sheet: change.sheet,
            cell: change.edit.cell(),
            content: change.edit.wanted(),
        })
    };
    let (gone, stand): (Vec<_>, Vec<_>) = entered.into_iter().partition(has_gone);
    desk.from_form = stand;
    if !gone.is_empty() {
        let told: Vec<_> = gone
            .iter()
            .map(|change| words(change, desk, texts))
            .collect();
        desk.say(Notice::new(Tone::Warning, told.join(" ")));
    }
}

fn words(change: &Change, desk: &Desk, texts: &Texts) -> String {
    let (sheet, cell) = (change.sheet, change.edit.cell());
    let stands = desk.pages.spot(sheet);
    let stands = stands.map(|spot| spot.sheet.content(cell));
    let now = stands.map_or_else(String::new, |now| describe::content(&now, desk, texts));
    let now = describe::in_a_line(&now);
    let name = describe::subject(change, desk, texts);
    let value = describe::content(&change.edit.wanted(), desk, texts);
    let value = describe::in_a_line(&value);
    match desk.pages.writer(sheet, cell) {
        Some(by) => {
            let by = by.initialed();
            tr!(texts, "entry-replaced-by", name, value, now, by).into_owned()
        }
        None => tr!(texts, "entry-replaced", name, value, now).into_owned(),
    }
}
