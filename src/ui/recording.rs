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
use journal::{Cell, Change, Edit, LessonId, SheetId};
use offline::Trouble;

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

/// That conflicts about what is written are closed with it; of one alone also what was not taken there,
/// which is to be read nowhere else then. None, if there is no conflict.
pub fn settled<'e>(
    written: impl IntoIterator<Item = (SheetId, &'e Edit)>,
    desk: &Desk,
    texts: &Texts,
) -> Option<String> {
    let troubled = |(sheet, edit): &(SheetId, &Edit)| desk.queue.is_troubled(*sheet, edit.cell());
    let mut written = written.into_iter().filter(troubled);
    let (sheet, edit) = written.next()?;
    let settled = || texts.get("conflict-settled").into_owned();
    let letter = |sheet: SheetId, edit: &Edit| (sheet, edit.cell().letter());
    let place = letter(sheet, edit);
    if written.any(|(sheet, edit)| letter(sheet, edit) != place) {
        return Some(settled());
    }
    let mut troubles = desk.queue.troubles.iter();
    let of_place = |trouble: &&Trouble| letter(trouble.change.sheet, &trouble.change.edit) == place;
    let ours = troubles.find(of_place).filter(|trouble| {
        trouble.change.edit.cell() != edit.cell() || trouble.change.edit.wanted() != edit.wanted()
    });
    Some(ours.map_or_else(settled, |ours| {
        let ours = describe::ours(ours, desk, texts);
        let ours = text::fit_with(&ours, QUOTED, "…");
        tr!(texts, "conflict-settled-was", ours).into_owned()
    }))
}

/// What stands in a cell was entered there once more: a conflict about it is over, which is said.
pub fn agree(lesson: LessonId, cell: Cell, cx: &mut Cx<'_>) {
    if cx.desk.queue.agree(lesson, cell) {
        messages::also(Tone::Done, &cx.texts.get("conflict-settled"), cx.desk);
    }
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
    let of_change = |change: &Change| {
        let (sheet, cell) = (change.sheet, change.edit.cell());
        let entered = CellContent {
            sheet,
            cell,
            content: change.edit.wanted(),
        };
        let is_told = desk.queue.at(sheet, cell).is_some();
        (!is_told && desk.pages.has_replaced(&entered)).then(|| words(change, desk, texts))
    };
    let told: Vec<_> = desk.from_form.iter().filter_map(of_change).collect();
    if !told.is_empty() {
        desk.from_form.clear();
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
