//! «Итог», the last column of «Журнал»: the marks for the period shown.

use crate::desk::Desk;
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::pages::SheetRef;
use crate::i18n::{Texts, numbers};
use crate::theme::Role;
use crate::tr;
use crate::ui::cells;
use crate::ui::entry::CellPlace;
use crate::ui::widget::grid::CellView;
use journal::regulation::EnteredBy;
use journal::view::JournalPage;
use journal::{Mark, Member};

/// Its place among the scrolling columns; none where the school gives no marks.
pub fn column(page: &JournalPage) -> Option<usize> {
    (!page.is_without_marks()).then_some(page.grid.sheets.len())
}

/// Where a pupil's mark is written. None for whoever was not there in the whole period or goes on
/// elsewhere, unless a mark stands there that can be taken away.
pub fn place(page: &JournalPage, row: usize) -> Option<CellPlace> {
    let member = page.grid.members.get(row)?;
    let is_open = page.gives_term_mark(member) || !cell_of(page, member).is_empty();
    is_open.then_some(CellPlace {
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
        by: EnteredBy::READER,
    }
}

/// Fills the cell of a pupil.
pub fn fill(page: &JournalPage, member: &Member, desk: &Desk, view: &mut CellView<'_>) {
    let cell = cell_of(page, member);
    let is_closed = !page.gives_term_mark(member);
    if is_closed {
        view.push("·", Role::Muted);
    }
    if let (Some(value), Some(codes)) = (cell.value(), desk.codes()) {
        cells::mark(&Mark::new(value, 1), 1, codes, view);
    }
    if is_closed {
        view.mute();
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
    let tally = page.tally(member);
    let average = tally.weighted_mean().map_or_else(String::new, |average| {
        let average = numbers::hundredths(texts.language(), average.0.into());
        format!(" · {average} ({})", tally.count)
    });
    format!("{}: {stands}{average}", member.name.last)
}

fn stands(page: &JournalPage, member: &Member, desk: &Desk, texts: &Texts) -> String {
    let value = cell_of(page, member).value().zip(desk.codes());
    let value = value.map(|(value, codes)| codes.mark(value));
    let value = value.map(|value| tr!(texts, "period-mark", value).into_owned());
    if page.gives_term_mark(member) {
        return value.unwrap_or_else(|| texts.get("period-mark-none").into_owned());
    }
    let elsewhere = match page.moved.get(&member.pupil) {
        Some(group) => tr!(texts, "period-mark-elsewhere", group = group.as_str()),
        None => texts.get("outside-list"),
    };
    match value {
        Some(what) => tr!(texts, "period-mark-outside", words = elsewhere, what).into_owned(),
        None => elsewhere.into_owned(),
    }
}

fn decided_by(page: &JournalPage, member: &Member, desk: &Desk, texts: &Texts) -> String {
    let tally = page.tally(member);
    let Some(average) = tally.weighted_mean() else {
        return texts.get("period-without-grades").into_owned();
    };
    let key = if cells::is_weighted(desk) {
        "period-average-weighted"
    } else {
        "period-average"
    };
    let average = numbers::hundredths(texts.language(), average.0.into());
    let average = tr!(texts, key, average, count = tally.count);
    match brought(page, member, desk) {
        Some(what) => tr!(texts, "period-brought", average, what).into_owned(),
        None => average.into_owned(),
    }
}

/// What the pupil has brought along, by groups: «7А: 5, 4».
fn brought(page: &JournalPage, member: &Member, desk: &Desk) -> Option<String> {
    let codes = desk.codes()?;
    let carried = page.carried(member.pupil);
    let groups = carried.chunk_by(|one, next| one.group == next.group);
    let groups = groups.filter_map(|marks| {
        let values = marks.iter().map(|carried| codes.mark(carried.mark.value));
        let values = values.collect::<Vec<_>>().join(", ");
        Some(format!("{}: {values}", marks.first()?.group))
    });
    let groups = groups.collect::<Vec<_>>().join("; ");
    (!groups.is_empty()).then_some(groups)
}
