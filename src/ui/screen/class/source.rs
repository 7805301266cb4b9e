//! The cells of «Класс», and what stands under the cursor in words.

use super::columns::{ClassColumn, Span};
use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::cells;
use crate::ui::messages;
use crate::ui::screen::class_words::missed_words;
use crate::ui::widget::grid::{CellView, ColumnHead, GridColumn, GridSource, Typing};
use crate::ui::widget::text::{self, Align};
use chrono::Datelike;
use journal::view::{ClassLesson, ClassWeekPage};
use journal::{
    AbsenceReason, Attendance, ByReason, Cell, CodeTable, Member, Missed, ReasonKind, list_numbers,
};

/// What the grid of a class is painted from.
#[derive(Clone, Copy)]
pub struct ClassGrid<'a> {
    pub page: &'a ClassWeekPage,
    pub desk: &'a Desk,
    pub texts: &'a Texts,
    pub columns: &'a [ClassColumn],
    pub span: Span,
    pub waiting: Option<&'a (String, (usize, usize))>,
}

/// Columns of a day, of a lesson, and of each sum of the week.
const DAY: u16 = 6;
const HOUR: u16 = 5;
const SUM: u16 = 3;
/// Letters of a subject over its lesson, after its number.
const SUBJECT: u16 = 3;

/// The sums of a week, by their heads.
const SUMS: [(&str, fn(Missed) -> u32); 4] = [
    ("class-sum-days", |of| of.days.total()),
    ("class-sum-lessons", |of| of.lessons.total()),
    ("class-sum-unexplained", |of| of.lessons.none),
    ("class-sum-late", |of| of.late),
];

impl ClassGrid<'_> {
    fn fill(&self, lesson: &ClassLesson, member: &Member, view: &mut CellView<'_>) {
        let (id, pupil) = (lesson.sheet.lesson.id, member.pupil);
        if let (Some(codes), Some(entry)) = (self.desk.codes(), lesson.sheet.entry(pupil)) {
            cells::attendance(entry, codes, view);
        }
        for cell in [Cell::Attendance { pupil }, Cell::Reason { pupil }] {
            cells::trouble(self.desk.queue.at(id, cell), view);
        }
    }
}

impl GridSource for ClassGrid<'_> {
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
        match self.span {
            Span::Day => 0,
            Span::Week => SUMS.len(),
        }
    }

    fn width(&self, column: GridColumn) -> u16 {
        match column {
            GridColumn::Left(0) => 2,
            GridColumn::Left(_) => cells::NAME_WIDTH,
            GridColumn::Right(_) => SUM,
            GridColumn::Main(at) => match self.columns.get(at) {
                Some(ClassColumn::Hour(..)) => HOUR,
                _ => DAY,
            },
        }
    }

    fn head(&self, column: GridColumn) -> ColumnHead<'_> {
        match column {
            GridColumn::Left(0) => ColumnHead::new("№").align(Align::Right),
            GridColumn::Left(_) => ColumnHead::new(self.texts.get("column-pupil")),
            GridColumn::Right(at) => {
                let head = SUMS.get(at).map(|(head, _)| self.texts.get(head));
                ColumnHead::new(head.unwrap_or_default()).align(Align::Right)
            }
            GridColumn::Main(at) => match self.columns.get(at) {
                Some(ClassColumn::Day(_)) if self.span == Span::Day => {
                    ColumnHead::new(self.texts.get("class-whole-day"))
                }
                Some(ClassColumn::Day(day)) => {
                    let weekday = dates::weekday_short(self.texts.language(), *day);
                    ColumnHead::new(format!("{weekday} {:02}", day.day()))
                }
                Some(ClassColumn::Hour(day, (number, starts))) => {
                    let at_hour = self.page.on(*day).filter(|lesson| {
                        let of = &lesson.sheet.lesson;
                        (of.number, of.starts) == (*number, *starts)
                    });
                    let subject = at_hour.map(|lesson| lesson.subject.as_str()).next();
                    let subject = text::fit_with(subject.unwrap_or_default(), SUBJECT, "");
                    ColumnHead::new(format!("{number} {subject}"))
                }
                None => ColumnHead::default(),
            },
        }
    }

    fn names(&self) -> Option<GridColumn> {
        Some(GridColumn::Left(1))
    }

    fn row_role(&self, row: usize) -> Role {
        let day = self.columns.first().map(|column| column.day());
        match (self.page.members.get(row), day) {
            (Some(member), Some(day)) if !member.belongs_on(day) => Role::Muted,
            _ => Role::Text,
        }
    }

    fn cell<'a>(&'a self, row: usize, column: GridColumn, view: &mut CellView<'a>) {
        let Some(member) = self.page.members.get(row) else {
            return;
        };
        match column {
            GridColumn::Left(0) => {
                let number = list_numbers(&self.page.members).nth(row).flatten();
                let number = number.map(|number| number.to_string());
                view.push(number.unwrap_or_default(), Role::Muted);
            }
            GridColumn::Left(_) => view.push(member.name.listed(), Role::Text),
            GridColumn::Right(at) => {
                let sum = SUMS.get(at).map(|(_, of)| of(self.page.missed(member)));
                if let Some(sum) = sum.filter(|sum| *sum > 0) {
                    view.push(sum.to_string(), Role::Summary);
                }
            }
            GridColumn::Main(at) => {
                match self.columns.get(at) {
                    Some(column @ ClassColumn::Hour(..)) => {
                        match column.lessons(self.page, member).first() {
                            Some(lesson) => self.fill(lesson, member, view),
                            None => view.push("·", Role::Muted),
                        }
                    }
                    Some(ClassColumn::Day(day)) => {
                        let missed = self.page.missed_on(member, *day);
                        if let Some(codes) = self.desk.codes() {
                            of_day(missed, codes, self.texts, view);
                        }
                    }
                    None => {}
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

/// A day in its cell: «день б», «2 н», «оп», «(б)».
fn of_day(missed: Missed, codes: &CodeTable, texts: &Texts, view: &mut CellView<'_>) {
    let lessons = missed.lessons.total();
    if lessons > 0 {
        let (kind, role) = worst(missed.lessons);
        let reason = kind.map(AbsenceReason::stated);
        let code = codes.attendance(Attendance::Absent, reason.as_ref());
        let count = if missed.is_whole_day() {
            texts.get("class-day").into_owned()
        } else {
            lessons.to_string()
        };
        view.push(format!("{count} {code}"), role);
    } else if missed.announced > 0 {
        view.push(texts.get("class-announced").into_owned(), Role::Muted);
    } else if missed.late > 0 {
        view.push(codes.late.clone(), Role::Late);
    }
}

fn worst(of: ByReason) -> (Option<ReasonKind>, Role) {
    match of {
        _ if of.none > 0 => (None, Role::Absent),
        _ if of.invalid > 0 => (Some(ReasonKind::Invalid), Role::Absent),
        _ if of.valid > 0 => (Some(ReasonKind::Valid), Role::Excused),
        _ => (Some(ReasonKind::Illness), Role::Excused),
    }
}

/// What stands under the cursor: of a lesson, what was entered; of a day, what was missed.
pub fn words(
    page: &ClassWeekPage,
    columns: &[ClassColumn],
    (row, column): (usize, usize),
    desk: &Desk,
    texts: &Texts,
) -> String {
    let (Some(member), Some(column)) = (page.members.get(row), columns.get(column)) else {
        return String::new();
    };
    let name = member.name.listed();
    let date = dates::short_date(column.day());
    let ClassColumn::Hour(..) = column else {
        let missed = page.missed_on(member, column.day());
        return format!("{name}, {date}: {}", missed_words(missed, texts));
    };
    let Some(lesson) = column.lessons(page, member).into_iter().next() else {
        return format!("{name}, {date}: {}", texts.get("class-no-lesson"));
    };
    let sheet = &lesson.sheet;
    let entry = messages::entry(sheet, member.pupil, desk, texts);
    let reason = sheet.entry(member.pupil).and_then(|it| it.reason.as_ref());
    let paper = reason.and_then(|reason| reason.document.as_ref());
    let subject = format!("{} ({})", lesson.subject, lesson.teacher.initialed());
    let said = format!("{name}, {subject}: {entry}");
    match paper {
        Some(paper) => {
            let received = dates::short_date(paper.received);
            let paper = paper.title.as_str();
            tr!(texts, "class-with-paper", said, paper, received).into_owned()
        }
        None => said,
    }
}
