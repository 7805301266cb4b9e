//! «Итог», the last column of «Журнал»: the marks for the period shown.

use crate::desk::Desk;
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::pages::SheetRef;
use crate::i18n::{Texts, numbers};
use crate::tr;
use crate::ui::cells;
use crate::ui::entry::CellPlace;
use crate::ui::widget::grid::CellView;
use journal::view::JournalPage;
use journal::{Mark, Member};

/// Its place among the scrolling columns; none where the school gives no marks.
pub fn column(page: &JournalPage) -> Option<usize> {
    (!page.is_without_marks()).then_some(page.grid.sheets.len())
}

/// Where a pupil's mark is written; none for whoever was not there in the whole period.
pub fn place(page: &JournalPage, row: usize) -> Option<CellPlace> {
    let member = page.grid.members.get(row)?;
    let days = (page.period.starts, page.period.ends);
    member.belongs_within(days).then_some(CellPlace {
        sheet: page.term_id(),
        pupil: member.pupil,
        target: Target::Period,
    })
}

fn cell_of<'a>(page: &'a JournalPage, member: &Member) -> PupilCell<'a> {
    PupilCell {
        sheet: SheetRef::Term(page),
        pupil: member.pupil,
        target: Target::Period,
    }
}

/// Fills the cell of a pupil.
pub fn fill(page: &JournalPage, member: &Member, desk: &Desk, view: &mut CellView<'_>) {
    let cell = cell_of(page, member);
    if let (Some(value), Some(codes)) = (cell.value(), desk.codes()) {
        cells::mark(&Mark::new(value, 1), 1, codes, view);
    }
    cells::trouble(desk.queue.at(page.term_id(), cell.cell()), view);
}

/// The cell in words, with what it is decided by: «Белова Анна, 1 четверть: итог 4 · средний балл
/// 4,21 по 7 отметкам».
pub fn words(page: &JournalPage, member: &Member, desk: &Desk, texts: &Texts) -> String {
    let name = member.name.listed();
    let (period, stands) = (
        page.period.title.as_str(),
        stands(page, member, desk, texts),
    );
    let decided_by = decided_by(page, member, desk, texts);
    format!("{name}, {period}: {stands} · {decided_by}")
}

/// The same without the period, which its column names.
pub fn plain_words(page: &JournalPage, member: &Member, desk: &Desk, texts: &Texts) -> String {
    let stands = stands(page, member, desk, texts);
    let decided_by = decided_by(page, member, desk, texts);
    format!("{}: {stands} · {decided_by}", member.name.listed())
}

/// The same in few words.
pub fn words_in_brief(page: &JournalPage, member: &Member, desk: &Desk, texts: &Texts) -> String {
    let stands = stands(page, member, desk, texts);
    let tally = page.grid.tally(member);
    let average = tally.weighted_mean().map_or_else(String::new, |average| {
        let average = numbers::hundredths(texts.language(), average.0.into());
        format!(" · {average} ({})", tally.count)
    });
    format!("{}: {stands}{average}", member.name.last)
}

fn stands(page: &JournalPage, member: &Member, desk: &Desk, texts: &Texts) -> String {
    let value = cell_of(page, member).value().zip(desk.codes());
    let value = value.map(|(value, codes)| codes.mark(value));
    match value {
        Some(value) => tr!(texts, "period-mark", value).into_owned(),
        None => texts.get("period-mark-none").into_owned(),
    }
}

fn decided_by(page: &JournalPage, member: &Member, desk: &Desk, texts: &Texts) -> String {
    let tally = page.grid.tally(member);
    let Some(average) = tally.weighted_mean() else {
        return texts.get("period-without-grades").into_owned();
    };
    let key = if cells::is_weighted(desk) {
        "period-average-weighted"
    } else {
        "period-average"
    };
    let average = numbers::hundredths(texts.language(), average.0.into());
    tr!(texts, key, average, count = tally.count).into_owned()
}
