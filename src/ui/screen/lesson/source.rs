//! The columns and cells of «Урок».

use crate::desk::Desk;
use crate::i18n::{Texts, dates, numbers};
use crate::theme::Role;
use crate::ui::cells;
use crate::ui::messages;
use crate::ui::widget::grid::{CellView, ColumnHead, GridColumn, GridSource, Typing};
use crate::ui::widget::text::{self, Align};
use journal::view::{LessonPage, Rules};
use journal::{Cell, WorkRef, list_numbers};
use std::borrow::Cow;

/// A scrolling column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LessonColumn {
    /// Who is there.
    Attendance,
    /// Marks for a work of this lesson.
    Work {
        work: WorkRef,
        /// The weight a new mark gets.
        weight: u8,
        title: String,
    },
    /// An earlier lesson of the journal, to look at.
    Past(usize),
}

impl LessonColumn {
    /// Its width without padding.
    fn width(&self) -> u16 {
        match self {
            Self::Attendance => 6,
            Self::Work { title, .. } => text::width(title).clamp(6, 12),
            Self::Past(_) => PAST,
        }
    }

    /// Whether it is the same column, whatever its head says by now.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Work { work, .. }, Self::Work { work: there, .. }) => work == there,
            _ => self == other,
        }
    }
}

/// From so many columns on, the head of the average is a longer one.
pub const WIDE: u16 = 90;
/// Columns of the screen that do not scroll, with their lines: number, name, average.
const FROZEN: u16 = 39;
/// What the longer head of the average takes more.
const LONGER_HEAD: u16 = 2;
/// A column with its padding and the gap after it.
const AROUND: u16 = 3;
/// Columns of an earlier lesson.
const PAST: u16 = 5;
/// However narrow the screen is, so many earlier lessons can be scrolled to.
const FEWEST_PAST: usize = 1;

/// The columns of a lesson on a screen of so many columns: attendance, its works, and of the
/// lessons before it as many of the last ones as there is room for. Where no marks are given there
/// is no column for them, unless one was asked for.
pub fn columns(
    page: &LessonPage,
    rules: &Rules,
    opened: &[WorkRef],
    cols: u16,
) -> Vec<LessonColumn> {
    let mut works = page.sheet.works();
    works.extend(opened);
    let usual = rules.work_kinds.first();
    let usual = usual.map(|first| WorkRef::first(first.id));
    let planned = page
        .sheet
        .topic
        .as_ref()
        .and_then(|topic| topic.item)
        .and_then(|item| {
            page.plan
                .items
                .iter()
                .find(|row| row.id == item)
                .and_then(|row| row.work)
        });
    if !page.sheet.without_marks {
        works.extend(usual);
        works.extend(planned.map(WorkRef::first));
    }
    works.sort_unstable();
    works.dedup();
    let works: Vec<LessonColumn> = works
        .into_iter()
        .map(|work| {
            let kind = rules.work_kind(work.kind);
            let weight = kind.map_or(1, |kind| kind.weight);
            let mut title = kind.map_or_else(String::new, |kind| kind.short.clone());
            if work.nth > 0 {
                title = format!("{title} {}", u16::from(work.nth) + 1);
            }
            if weight != 1 {
                title = format!("{title} ×{weight}");
            }
            LessonColumn::Work {
                work,
                weight,
                title,
            }
        })
        .collect();
    let own = std::iter::once(&LessonColumn::Attendance).chain(&works);
    let used: u16 = own.map(|column| column.width() + AROUND).sum();
    let frozen = FROZEN + if cols < WIDE { 0 } else { LONGER_HEAD };
    // The last column has no gap after it.
    let room = (cols + 1).saturating_sub(frozen + used) / (PAST + AROUND);
    // In the order of time, as in the journal.
    let all = page.recent.len();
    let past = all.saturating_sub(usize::from(room).max(FEWEST_PAST))..all;
    let past = past.map(LessonColumn::Past);
    std::iter::once(LessonColumn::Attendance)
        .chain(works)
        .chain(past)
        .collect()
}

/// What the grid of a lesson is painted from.
#[derive(Clone, Copy)]
pub struct LessonGrid<'a> {
    pub page: &'a LessonPage,
    pub desk: &'a Desk,
    pub texts: &'a Texts,
    pub columns: &'a [LessonColumn],
    pub waiting: Option<&'a (String, (usize, usize))>,
    /// A longer head costs no column of an earlier lesson.
    pub is_wide: bool,
}

impl GridSource for LessonGrid<'_> {
    fn rows(&self) -> usize {
        self.page.members.len()
    }

    fn columns(&self) -> usize {
        self.columns.len()
    }

    fn left(&self) -> usize {
        2
    }

    fn right(&self) -> usize {
        usize::from(!self.page.sheet.without_marks)
    }

    fn width(&self, column: GridColumn) -> u16 {
        match column {
            GridColumn::Left(0) => 2,
            GridColumn::Left(_) => cells::NAME_WIDTH,
            GridColumn::Right(_) => text::width(&self.average_title()).max(6),
            GridColumn::Main(column) => self.columns.get(column).map_or(PAST, LessonColumn::width),
        }
    }

    fn head(&self, column: GridColumn) -> ColumnHead<'_> {
        match column {
            GridColumn::Left(0) => ColumnHead::new("№").align(Align::Right),
            GridColumn::Left(_) => ColumnHead::new(self.texts.get("column-pupil")),
            GridColumn::Right(_) => ColumnHead::new(self.average_title()).align(Align::Right),
            GridColumn::Main(column) => match self.columns.get(column) {
                Some(LessonColumn::Attendance) => {
                    ColumnHead::new(self.texts.get("column-attendance"))
                }
                Some(LessonColumn::Work { title, .. }) => ColumnHead::new(title.as_str()),
                Some(LessonColumn::Past(index)) => {
                    let date = self.page.recent.get(*index).map(|sheet| sheet.lesson.date);
                    let title = date.map(dates::short_date).unwrap_or_default();
                    ColumnHead::new(title).role(Role::Muted)
                }
                None => ColumnHead::default(),
            },
        }
    }

    fn padding(&self) -> u16 {
        1
    }

    fn names(&self) -> Option<GridColumn> {
        Some(GridColumn::Left(1))
    }

    fn row_role(&self, row: usize) -> Role {
        let date = self.page.sheet.lesson.date;
        match self.page.members.get(row) {
            Some(member) if !member.belongs_on(date) => Role::Muted,
            _ => Role::Text,
        }
    }

    fn cell<'a>(&'a self, row: usize, column: GridColumn, view: &mut CellView<'a>) {
        let Some(member) = self.page.members.get(row) else {
            return;
        };
        let pupil = member.pupil;
        match column {
            GridColumn::Left(0) => {
                let number = list_numbers(&self.page.members).nth(row).flatten();
                let number = number.map(|number| number.to_string());
                view.push(number.unwrap_or_default(), Role::Muted);
            }
            GridColumn::Left(_) => view.push(member.name.listed(), Role::Text),
            GridColumn::Right(_) => {
                let outside = self.page.standing.get(&pupil).copied().unwrap_or_default();
                let here =
                    self.page.sheet.entry(pupil).map(|entry| {
                        journal::Tally::of(entry.marks.iter().map(|placed| &placed.mark))
                    });
                let tally = outside.plus(here.unwrap_or_default());
                if let Some(average) = tally.weighted_mean() {
                    let text = numbers::hundredths(self.texts.language(), average.0.into());
                    view.push(text, Role::Summary);
                }
            }
            GridColumn::Main(at) => {
                self.main_cell(row, at, pupil, view);
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

impl<'a> LessonGrid<'a> {
    fn average_title(&self) -> Cow<'a, str> {
        let key = match (cells::is_weighted(self.desk), self.is_wide) {
            (true, true) => "column-average-weighted",
            (true, false) => "column-average-weighted-narrow",
            (false, _) => "column-average",
        };
        self.texts.get(key)
    }
}

impl LessonGrid<'_> {
    fn main_cell<'a>(
        &'a self,
        _row: usize,
        at: usize,
        pupil: journal::PupilId,
        view: &mut CellView<'a>,
    ) {
        let Some(codes) = self.desk.codes() else {
            return;
        };
        let lesson = self.page.sheet.lesson.id;
        match self.columns.get(at) {
            Some(LessonColumn::Attendance) => {
                if let Some(entry) = self.page.sheet.entry(pupil) {
                    cells::attendance(entry, codes, view);
                }
                cells::trouble(self.desk.queue.at(lesson, Cell::Attendance { pupil }), view);
                cells::trouble(self.desk.queue.at(lesson, Cell::Reason { pupil }), view);
            }
            Some(LessonColumn::Work { work, weight, .. }) => {
                let mark = self
                    .page
                    .sheet
                    .entry(pupil)
                    .and_then(|entry| entry.mark(*work));
                if let Some(mark) = mark {
                    cells::mark(mark, *weight, codes, view);
                }
                cells::trouble(
                    self.desk
                        .queue
                        .at(lesson, Cell::Mark { pupil, work: *work }),
                    view,
                );
            }
            Some(LessonColumn::Past(index)) => {
                let entry = self
                    .page
                    .recent
                    .get(*index)
                    .and_then(|sheet| sheet.entry(pupil));
                if let Some(entry) = entry {
                    cells::attendance(entry, codes, view);
                    entry
                        .marks
                        .iter()
                        .for_each(|placed| cells::mark(&placed.mark, 1, codes, view));
                }
            }
            None => {}
        }
    }
}

/// The active cell in words: «Белова Анна, ответ: отметка 5».
pub fn words(
    page: &LessonPage,
    column: Option<&LessonColumn>,
    row: usize,
    desk: &Desk,
    texts: &Texts,
) -> String {
    let Some(member) = page.members.get(row) else {
        return String::new();
    };
    let name = member.name.listed();
    match column {
        Some(LessonColumn::Past(index)) => {
            let Some(sheet) = page.recent.get(*index) else {
                return name;
            };
            let date = dates::short_date(sheet.lesson.date);
            format!(
                "{name}, {date}: {}",
                messages::entry(sheet, member.pupil, desk, texts)
            )
        }
        _ => format!(
            "{name}: {}",
            messages::entry(&page.sheet, member.pupil, desk, texts)
        ),
    }
}

/// The same in few words, for a narrow line.
pub fn words_in_brief(
    page: &LessonPage,
    column: Option<&LessonColumn>,
    row: usize,
    desk: &Desk,
    texts: &Texts,
) -> String {
    let Some(member) = page.members.get(row) else {
        return String::new();
    };
    let name = &member.name.last;
    let past = match column {
        Some(LessonColumn::Past(index)) => page.recent.get(*index),
        _ => None,
    };
    let entry = |sheet| messages::entry_in_brief(sheet, member.pupil, desk, texts);
    match past {
        Some(sheet) => {
            let date = dates::short_date(sheet.lesson.date);
            format!("{name}, {date}: {}", entry(sheet))
        }
        None => format!("{name}: {}", entry(&page.sheet)),
    }
}
