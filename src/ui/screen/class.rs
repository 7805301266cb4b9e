//! «Класс»: the pupils of a class in all their lessons of a day, or through the days of a week. Letters
//! are reasons here, and only those: who is there, the teacher of each lesson says.

mod columns;
mod head;
pub mod reasons;
mod source;
mod turns;

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::ui::entry::{CellPlace, Entering, GridScreen};
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::popup::day::AskDay;
use crate::ui::route::Route;
use crate::ui::screen::grid_keys;
use crate::ui::waiting;
use crate::ui::widget::axis::Step;
use crate::ui::widget::{Look, grid};
use ::journal::regulation::Access;
use ::journal::view::{ClassLesson, ClassWeekPage, week_of};
use ::journal::{ClassId, LessonId, Member, PupilId, SheetId};
use chrono::NaiveDate;
use columns::{ClassColumn, Span};
use crossterm::event::KeyEvent;
use offline::{ListKey, PageKey};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use source::ClassGrid;

/// Lines over the grid.
const HEAD: u16 = 2;

/// The grid of a class.
#[derive(Debug)]
pub struct ClassScreen {
    class: ClassId,
    /// The day shown, or a day of the week shown.
    day: NaiveDate,
    span: Span,
    entering: Entering,
    /// Whom the cursor is put on when the page has come.
    seek: Option<PupilId>,
}

impl ClassScreen {
    /// A class on a day, with the cursor on a pupil.
    pub fn new(class: ClassId, day: NaiveDate, seek: Option<PupilId>) -> Self {
        let mut entering = Entering::default();
        entering.begun = true;
        Self {
            class,
            day,
            span: Span::Day,
            entering,
            seek,
        }
    }

    fn key(&self) -> (ClassId, NaiveDate) {
        (self.class, week_of(self.day))
    }

    fn page_key(&self) -> PageKey {
        let (class, monday) = self.key();
        PageKey::Class(class, monday)
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a ClassWeekPage> {
        desk.pages.classes.get(&self.key())
    }

    fn columns(&self, page: &ClassWeekPage) -> Vec<ClassColumn> {
        columns::of(page, self.span, self.day)
    }

    /// The lessons of a pupil that a cell stands for.
    fn lessons<'a>(&self, row: usize, column: usize, desk: &'a Desk) -> Vec<&'a ClassLesson> {
        let found = self.page(desk).and_then(|page| {
            let member = page.members.get(row)?;
            let column = *self.columns(page).get(column)?;
            Some(column.lessons(page, member))
        });
        found.unwrap_or_default()
    }

    fn places(&self, row: usize, column: usize, desk: &Desk) -> Vec<CellPlace> {
        let member = self.members(desk).get(row);
        let lessons = self.lessons(row, column, desk).into_iter();
        let places = lessons.zip(member.into_iter().cycle());
        let place = |(lesson, member): (&ClassLesson, &Member)| CellPlace {
            sheet: lesson.sheet.lesson.id.into(),
            pupil: member.pupil,
            target: Target::Attendance,
        };
        places.map(place).collect()
    }

    fn here(&self, desk: &Desk) -> Option<LessonId> {
        let (row, column) = self.entering.grid.active()?;
        let lessons = self.lessons(row, column, desk);
        Some(lessons.first()?.sheet.lesson.id)
    }

    fn pupil(&self, desk: &Desk) -> Option<PupilId> {
        let row = self.entering.grid.rows.current()?;
        Some(self.members(desk).get(row)?.pupil)
    }

    /// The day under the cursor.
    fn day_here(&self, desk: &Desk) -> NaiveDate {
        let column = self.entering.grid.cols.current();
        let of_page = self.page(desk).and_then(|page| {
            let columns = self.columns(page);
            columns.get(column?).map(|column| column.day())
        });
        of_page.unwrap_or(self.day)
    }
}

impl GridScreen for ClassScreen {
    fn entering(&self) -> &Entering {
        &self.entering
    }

    fn entering_mut(&mut self) -> &mut Entering {
        &mut self.entering
    }

    fn members<'a>(&self, desk: &'a Desk) -> &'a [Member] {
        self.page(desk).map_or(&[], |page| &page.members)
    }

    fn sheet(&self, desk: &Desk) -> Option<SheetId> {
        self.here(desk).map(SheetId::from)
    }

    /// Of other weeks too: a gesture over several is taken back from each of them.
    fn sheets(&self, desk: &Desk) -> Vec<SheetId> {
        let weeks = desk.pages.classes.values();
        let own = weeks.filter(|page| page.class == self.class);
        let lessons = own.flat_map(|page| &page.lessons);
        lessons.map(|one| one.sheet.lesson.id.into()).collect()
    }

    fn place(&self, row: usize, column: usize, desk: &Desk) -> Option<CellPlace> {
        self.places(row, column, desk).into_iter().next()
    }

    fn why_closed(&self, _row: usize, _column: usize, _desk: &Desk) -> &'static str {
        "class-no-lesson"
    }

    fn announces(&self) -> bool {
        true
    }

    fn point_due(&self, _lesson: LessonId, desk: &Desk) -> NaiveDate {
        desk.local(desk.now()).date()
    }

    /// A cell of a day stands for all lessons of the day.
    fn chosen(&self, desk: &Desk) -> Vec<CellPlace> {
        let grid = &self.entering.grid;
        let (rows, columns) = match (grid.selection(), grid.active()) {
            (Some(selected), _) => selected,
            (None, Some((row, column))) => (row..=row, column..=column),
            (None, None) => return Vec::new(),
        };
        let cells = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
        let mut chosen: Vec<CellPlace> = Vec::new();
        for place in cells.flat_map(|(row, column)| self.places(row, column, desk)) {
            if !chosen.contains(&place) {
                chosen.push(place);
            }
        }
        chosen
    }
}

impl Layer for ClassScreen {
    fn context(&self) -> Context {
        Context::Grid
    }

    fn page(&self) -> Option<PageKey> {
        Some(self.page_key())
    }

    fn awaits(&self, desk: &Desk) -> Option<PageKey> {
        self.page(desk).is_none().then(|| self.page_key())
    }

    fn leaves_page(&self, action: Action) -> bool {
        matches!(action, Action::PreviousPeriod | Action::NextPeriod)
    }

    fn is_at(&self, route: &Route) -> bool {
        matches!(route, Route::Class { class, .. } if *class == self.class)
    }

    fn arrive(&mut self, route: &Route) {
        if let Route::Class { day, pupil, .. } = route {
            self.entering.stop();
            self.seek = pupil.or(self.seek);
            self.day = day.unwrap_or(self.day);
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        if action == Action::OpenClass {
            return self.next_class(cx);
        }
        if !self.knows(action, cx.desk) && action != Action::Cancel {
            return Outcome::Ignored;
        }
        let waits = self.entering.machine.waiting().is_some();
        if action == Action::ClearCell && !waits {
            self.entering.stop();
            self.clear(cx);
            return Outcome::Consumed;
        }
        if let Some(outcome) = grid_keys::act(self, action, cx) {
            return outcome;
        }
        match action {
            Action::OpenLesson => {
                let open = |lesson, _: &mut Cx<'_>| Outcome::Go(Route::Lesson(lesson));
                return grid_keys::of_lesson(self, open, cx);
            }
            Action::GiveReason => {
                return Outcome::Go(Route::Reasons {
                    class: self.class,
                    pupil: self.pupil(cx.desk),
                    day: self.day_here(cx.desk),
                });
            }
            Action::OpenAbsences => {
                let pupil = self.pupil(cx.desk);
                let page = pupil.map(|pupil| Route::List(ListKey::Absences(pupil, None)));
                return page.map_or(Outcome::Consumed, Outcome::Go);
            }
            Action::ChooseDay => return Outcome::Open(Box::new(AskDay::default())),
            Action::ShowWeek => self.turn_span(cx),
            Action::PreviousLesson if self.span == Span::Day => self.step(true, cx),
            Action::NextLesson if self.span == Span::Day => self.step(false, cx),
            Action::PreviousLesson | Action::PreviousPeriod => self.turn_week(true, cx),
            Action::NextLesson | Action::NextPeriod => self.turn_week(false, cx),
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        grid_keys::key(self, key, cx)
    }

    fn interrupted(&mut self) {
        self.entering.end_typing();
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        if let PopupResult::Day(day) = told {
            self.turn_to(day, cx);
            return Outcome::Consumed;
        }
        grid_keys::told(self, &told, cx)
    }

    fn availability(&self, action: Action, desk: &Desk) -> Result<(), Reason> {
        let reads = self.access(desk) == Some(Access::Reads);
        if action == Action::GiveReason && reads {
            return Err(grid_keys::ONLY_LOOKS);
        }
        grid_keys::may_write(self, action, desk)
    }

    fn why(&self, reason: Reason, desk: &Desk, texts: &Texts) -> String {
        grid_keys::why(self, reason, desk, texts)
    }

    fn knows(&self, action: Action, _desk: &Desk) -> bool {
        use crate::action::ActionGroup;
        match action.spec().group {
            ActionGroup::Move | ActionGroup::Select => grid_keys::knows(action),
            _ => matches!(
                action,
                Action::ClearCell
                    | Action::OpenHistory
                    | Action::FindPupil
                    | Action::Undo
                    | Action::OpenLesson
                    | Action::GiveReason
                    | Action::OpenAbsences
                    | Action::ChooseDay
                    | Action::ShowWeek
                    | Action::PreviousLesson
                    | Action::NextLesson
                    | Action::PreviousPeriod
                    | Action::NextPeriod
            ),
        }
    }

    fn access(&self, desk: &Desk) -> Option<Access> {
        desk.access(self.sheet(desk)?)
    }

    fn hints(&self, desk: &Desk) -> Vec<Action> {
        let mut hints = vec![
            Action::GiveReason,
            Action::ShowWeek,
            Action::OpenAbsences,
            Action::PreviousLesson,
            Action::NextLesson,
            Action::OpenLesson,
            Action::ChooseDay,
            Action::Undo,
            Action::Help,
        ];
        hints.retain(|action| self.availability(*action, desk).is_ok());
        hints
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match (action, self.span) {
            (Action::ShowWeek, Span::Week) => "hint-to-day",
            (Action::PreviousLesson, _) => "hint-earlier",
            (Action::NextLesson, _) => "hint-later",
            _ => action.spec().hint,
        }
    }

    fn settle(&mut self, area: Rect, desk: &Desk, texts: &Texts) {
        let Some(page) = self.page(desk) else {
            return;
        };
        self.entering.relist(&page.members);
        self.entering.come_back(desk);
        let columns = self.columns(page);
        let source = ClassGrid {
            page,
            desk,
            texts,
            columns: &columns,
            span: self.span,
            waiting: None,
        };
        self.entering.grid.settle(below(area), &source);
        if let Some(pupil) = self.seek.take() {
            let row = page.members.iter().position(|one| one.pupil == pupil);
            if let Some(row) = row {
                self.entering.grid.go_row(Step::To(row), false);
                self.entering.grid.settle(below(area), &source);
            }
        }
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let Some(page) = self.page(desk) else {
            waiting::paint(self.page_key(), desk, look, area, buf);
            return None;
        };
        head::paint((page, self.day, self.span), desk, look, area, buf);
        let columns = self.columns(page);
        let waiting = self.entering.waiting();
        let source = ClassGrid {
            page,
            desk,
            texts: look.texts,
            columns: &columns,
            span: self.span,
            waiting: waiting.as_ref(),
        };
        let empty = look.texts.get("class-nobody");
        grid::paint(&source, &self.entering.grid, &empty, look, below(area), buf).cursor
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return waiting::words(self.page_key(), desk, texts);
        };
        let columns = self.columns(page);
        grid_keys::words(self, desk, texts, false, |row, column| {
            source::words(page, &columns, (row, column), desk, texts)
        })
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return String::new();
        };
        let days = match self.span {
            Span::Day => vec![self.day],
            Span::Week => page.days().into_iter().collect(),
        };
        head::summary(page, &days, texts)
    }
}

fn below(area: Rect) -> Rect {
    let head = area.height.min(HEAD);
    Rect {
        y: area.y + head,
        height: area.height - head,
        ..area
    }
}
