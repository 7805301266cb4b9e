//! The columns and cells of «Журнал».

use super::period;
use crate::desk::Desk;
use crate::i18n::{Texts, dates, numbers};
use crate::theme::Role;
use crate::tr;
use crate::ui::cells;
use crate::ui::messages;
use crate::ui::widget::grid::{CellView, ColumnHead, GridColumn, GridSource, Typing};
use crate::ui::widget::text::{self, Align};
use chrono::Datelike;
use journal::view::JournalPage;
use journal::{Average, Cell, CodeTable, Edit, Member, PupilId, Sheet, Timestamp, list_numbers};

/// What the grid of a journal is painted from.
#[derive(Clone, Copy)]
pub struct JournalGrid<'a> {
    pub page: &'a JournalPage,
    pub desk: &'a Desk,
    pub texts: &'a Texts,
    pub averages: &'a [Option<Average>],
    pub widths: &'a [u16],
    pub waiting: Option<&'a (String, (usize, usize))>,
}

/// Columns of a lesson in which nobody has more than a mark.
const NARROWEST: u16 = 4;
/// A lesson with more than this is cut; the line in words says all of it.
const WIDEST: u16 = 11;

/// The width of every lesson's column: of its longest entry.
pub fn widths(page: &JournalPage, codes: Option<&CodeTable>) -> Vec<u16> {
    let Some(codes) = codes else {
        return Vec::new();
    };
    let mut view = CellView::default();
    let mut wide = |sheet: &Sheet| {
        let entries = page.grid.members.iter().map(|member| {
            view.clear();
            fill(sheet, member, codes, &mut view);
            view.width() + u16::from(view.comment)
        });
        entries.max().unwrap_or(0).clamp(NARROWEST, WIDEST)
    };
    page.grid.sheets.iter().map(&mut wide).collect()
}

/// What was entered of a pupil in a lesson; on a day outside the list it counts for nothing.
fn fill(sheet: &Sheet, member: &Member, codes: &CodeTable, view: &mut CellView<'_>) {
    let is_listed = member.belongs_on(sheet.lesson.date);
    if !is_listed {
        view.push("·", Role::Muted);
    }
    if let Some(entry) = sheet.entry(member.pupil) {
        cells::attendance(entry, codes, view);
        for placed in &entry.marks {
            cells::mark(&placed.mark, placed.mark.weight, codes, view);
        }
    }
    if !is_listed {
        view.mute();
    }
}

impl JournalGrid<'_> {
    fn sheet(&self, column: usize) -> Option<&Sheet> {
        self.page.grid.sheets.get(column)
    }

    /// Fills the cell of a pupil in a lesson's column.
    fn fill_lesson(&self, sheet: &Sheet, member: &Member, view: &mut CellView<'_>) {
        let (lesson, queue, pupil) = (sheet.lesson.id, &self.desk.queue, member.pupil);
        if let Some(codes) = self.desk.codes() {
            fill(sheet, member, codes, view);
        }
        for placed in sheet.entry(pupil).map_or(&[][..], |entry| &entry.marks) {
            let work = placed.work;
            cells::trouble(queue.at(lesson, Cell::Mark { pupil, work }), view);
        }
        cells::trouble(queue.at(lesson, Cell::Attendance { pupil }), view);
    }

    /// Whether it is the lesson of this moment.
    fn is_now(&self, sheet: &Sheet) -> bool {
        self.desk.has_begun(&sheet.lesson) && !self.desk.is_over(&sheet.lesson)
    }
}

impl GridSource for JournalGrid<'_> {
    fn rows(&self) -> usize {
        self.page.grid.members.len()
    }

    fn columns(&self) -> usize {
        self.page.grid.sheets.len() + usize::from(period::column(self.page).is_some())
    }

    fn left(&self) -> usize {
        2
    }

    fn right(&self) -> usize {
        usize::from(!self.page.is_without_marks())
    }

    fn width(&self, column: GridColumn) -> u16 {
        match column {
            GridColumn::Left(0) => 2,
            GridColumn::Left(_) => cells::NAME_WIDTH,
            GridColumn::Right(_) => 5,
            GridColumn::Main(column) => self.widths.get(column).copied().unwrap_or(NARROWEST),
        }
    }

    fn head(&self, column: GridColumn) -> ColumnHead<'_> {
        match column {
            GridColumn::Left(0) => ColumnHead::new("№").align(Align::Right),
            GridColumn::Left(_) => ColumnHead::new(self.texts.get("column-pupil")),
            // «Ср. взв.» in the two lines of the head.
            GridColumn::Right(_) if cells::is_weighted(self.desk) => {
                ColumnHead::new(self.texts.get("column-average-weighted-short"))
                    .group(self.texts.get("column-average-short"))
                    .align(Align::Right)
            }
            GridColumn::Right(_) => {
                ColumnHead::new(self.texts.get("column-average-short")).align(Align::Right)
            }
            GridColumn::Main(column) => {
                let Some(sheet) = self.sheet(column) else {
                    return ColumnHead::new(self.texts.get("column-period-mark"));
                };
                let date = sheet.lesson.date;
                let head = ColumnHead::new(date.day().to_string())
                    .group(dates::month_name(self.texts.language(), date));
                if self.is_now(sheet) {
                    head.role(Role::HeadCurrent)
                } else {
                    head
                }
            }
        }
    }

    fn names(&self) -> Option<GridColumn> {
        Some(GridColumn::Left(1))
    }

    fn has_groups(&self) -> bool {
        true
    }

    fn row_role(&self, row: usize) -> Role {
        // Who is gone now, and not who will go or has yet to come.
        let (starts, ends) = (self.page.period.starts, self.page.period.ends);
        let now = self.desk.local(self.desk.now()).date();
        let rest = (now.max(starts).min(ends), ends);
        match self.page.grid.members.get(row) {
            Some(member) if !member.belongs_within(rest) => Role::Muted,
            _ => Role::Text,
        }
    }

    fn cell<'a>(&'a self, row: usize, column: GridColumn, view: &mut CellView<'a>) {
        let Some(member) = self.page.grid.members.get(row) else {
            return;
        };
        match column {
            GridColumn::Left(0) => {
                let number = list_numbers(&self.page.grid.members).nth(row).flatten();
                let number = number.map(|number| number.to_string());
                view.push(number.unwrap_or_default(), Role::Muted);
            }
            GridColumn::Left(_) => view.push(member.name.listed(), Role::Text),
            GridColumn::Right(_) => {
                if let Some(average) = self.averages.get(row).copied().flatten() {
                    let text = numbers::hundredths(self.texts.language(), average.0.into());
                    view.push(text, Role::Summary);
                }
            }
            GridColumn::Main(at) => {
                match self.sheet(at) {
                    Some(sheet) => self.fill_lesson(sheet, member, view),
                    None => period::fill(self.page, member, self.desk, view),
                }
                if let Some((text, place)) = self.waiting
                    && *place == (row, at)
                {
                    view.typing = Some(Typing {
                        text,
                        cursor: text::width(text),
                    });
                }
            }
        }
    }
}

/// The active cell in words, then what its lesson lacks: «Белова Анна, 12.10: отметка 4, вес 2
/// (Контр.) · нет: переклички, д/з».
pub fn words(page: &JournalPage, row: usize, column: usize, desk: &Desk, texts: &Texts) -> String {
    let Some(member) = page.grid.members.get(row) else {
        return String::new();
    };
    let Some(sheet) = page.grid.sheets.get(column) else {
        return period::words(page, member, desk, texts);
    };
    let cell = cell_words(sheet, member, desk, texts);
    match lacks(page, sheet, desk, texts) {
        Some(lacks) => format!("{cell} · {lacks}"),
        None => cell,
    }
}

/// The same without what its lesson lacks.
pub fn plain_words(
    page: &JournalPage,
    row: usize,
    column: usize,
    desk: &Desk,
    texts: &Texts,
) -> String {
    let Some(member) = page.grid.members.get(row) else {
        return String::new();
    };
    match page.grid.sheets.get(column) {
        Some(sheet) => cell_words(sheet, member, desk, texts),
        None => period::plain_words(page, member, desk, texts),
    }
}

fn cell_words(sheet: &Sheet, member: &Member, desk: &Desk, texts: &Texts) -> String {
    let date = dates::short_date(sheet.lesson.date);
    if let Some(outside) = outside_words(sheet, member, desk, texts) {
        return format!("{}, {date}: {outside}", member.name.listed());
    }
    let mut entry = messages::entry(sheet, member.pupil, desk, texts);
    let kinds = kinds(sheet, member.pupil, desk);
    if !kinds.is_empty() {
        entry = format!("{entry} ({kinds})");
    }
    format!("{}, {date}: {entry}", member.name.listed())
}

/// That a pupil is not in the list on the day of a lesson, and what stands there nevertheless.
fn outside_words(sheet: &Sheet, member: &Member, desk: &Desk, texts: &Texts) -> Option<String> {
    if member.belongs_on(sheet.lesson.date) {
        return None;
    }
    let entry = sheet.entry(member.pupil);
    Some(match entry.filter(|entry| !entry.is_empty()) {
        Some(entry) => {
            let what = messages::entered(entry, desk, texts);
            tr!(texts, "outside-list-holds", what).into_owned()
        }
        None => texts.get("outside-list").into_owned(),
    })
}

/// The same in few words, for a narrow line.
pub fn words_in_brief(
    page: &JournalPage,
    row: usize,
    column: usize,
    desk: &Desk,
    texts: &Texts,
) -> String {
    let Some(member) = page.grid.members.get(row) else {
        return String::new();
    };
    let Some(sheet) = page.grid.sheets.get(column) else {
        return period::words_in_brief(page, member, desk, texts);
    };
    let date = dates::short_date(sheet.lesson.date);
    let outside = outside_words(sheet, member, desk, texts);
    let entry =
        outside.unwrap_or_else(|| messages::entry_in_brief(sheet, member.pupil, desk, texts));
    format!("{}, {date}: {entry}", member.name.last)
}

/// The works of a pupil's marks that weigh more than an answer, as a column head names them: the
/// line is short.
fn kinds(sheet: &Sheet, pupil: PupilId, desk: &Desk) -> String {
    let marks = sheet.entry(pupil).map_or(&[][..], |entry| &entry.marks);
    let heavy = marks.iter().filter(|placed| placed.mark.weight != 1);
    let titles = heavy.filter_map(|placed| {
        let kind = desk.work_kind(placed.work.kind)?;
        Some(kind.short.as_str())
    });
    titles.collect::<Vec<_>>().join(", ")
}

/// What a lesson that has begun lacks; nothing if all is there, so that most moves repaint little.
fn lacks(page: &JournalPage, sheet: &Sheet, desk: &Desk, texts: &Texts) -> Option<String> {
    if !desk.has_begun(&sheet.lesson) {
        return None;
    }
    let missing = sheet.missing(page.grade);
    let what = messages::missing(missing, texts);
    missing
        .any()
        .then(|| tr!(texts, "lesson-lacks", what).into_owned())
}

/// Whether a lesson that is over lacks something, as «Журналы» counts them.
pub fn is_unfilled(page: &JournalPage, sheet: &Sheet, desk: &Desk) -> bool {
    desk.is_over(&sheet.lesson) && sheet.missing(page.grade).any()
}

/// The parts that a lesson lacks with the term of each: «переклички, темы (срок был до 04.11, п. 12 Порядка)».
pub fn missing_by_term(page: &JournalPage, sheet: &Sheet, desk: &Desk, texts: &Texts) -> String {
    // The parts of a term, which is the same for several.
    let mut terms: Vec<(Option<(Timestamp, &str)>, Vec<String>)> = Vec::new();
    for cell in sheet.missing(page.grade).cells() {
        let entry = Edit::between(cell, cell.empty(), cell.empty());
        let term = entry.and_then(|entry| desk.due(sheet.lesson.id, &entry));
        let name = texts.get(messages::missing_part(cell)).into_owned();
        match terms.iter_mut().find(|(known, _)| *known == term) {
            Some((_, names)) => names.push(name),
            None => terms.push((term, vec![name])),
        }
    }
    let words = terms.into_iter().map(|(term, names)| {
        let what = names.join(", ");
        let Some((due, clause)) = term else {
            return what;
        };
        let key = if due < desk.now() {
            "lacks-overdue"
        } else {
            "lacks-due"
        };
        let due = messages::until(due, desk, texts);
        tr!(texts, key, what, due, clause).into_owned()
    });
    words.collect::<Vec<_>>().join(", ")
}
