//! «Журнал»: pupils × lessons of a period.

mod header;
mod period;
mod source;
mod to_lesson;
mod unfilled;
mod works;

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::tr;
use crate::ui::entry::{CellPlace, Entering, GridScreen};
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::messages;
use crate::ui::route::Route;
use crate::ui::screen::grid_keys;
use crate::ui::waiting;
use crate::ui::widget::axis::Step;
use crate::ui::widget::{Look, grid};
use ::journal::regulation::Access;
use ::journal::view::JournalPage;
use ::journal::{JournalId, LessonId, Member, PeriodId, PupilId, Sheet, SheetId};
use crossterm::event::KeyEvent;
use offline::PageKey;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use source::JournalGrid;
use unfilled::Stop;
use works::WorksHeld;

/// What the cursor is put on.
#[derive(Debug, Clone, Copy)]
enum Seek {
    /// This one.
    Lesson(LessonId),
    /// The last one that has begun.
    LastBegun,
    /// «Итог» of this pupil.
    PeriodMark(PupilId),
}

/// The grid of one journal.
#[derive(Debug)]
pub struct JournalScreen {
    journal: JournalId,
    /// The period that was turned to; none: the one the server takes for now.
    period: Option<PeriodId>,
    /// Where to put the cursor when the page has come.
    seek: Option<Seek>,
    entering: Entering,
    averages: Vec<Option<::journal::Average>>,
    widths: Vec<u16>,
    /// The revision of the journals that these are of.
    measured: Option<u64>,
    works: WorksHeld,
    /// The lesson that the cursor was brought to last because of what is there.
    stop: Option<Stop>,
}

impl JournalScreen {
    /// The same over this period, if it is not the one of now.
    #[must_use]
    pub fn over(mut self, period: Option<PeriodId>) -> Self {
        self.period = period;
        self
    }

    /// The same with the cursor in «Итог» of a pupil.
    #[must_use]
    pub fn at_mark_of(mut self, pupil: Option<PupilId>) -> Self {
        self.seek = pupil.map(Seek::PeriodMark).or(self.seek);
        self
    }

    /// The grid of a journal, with the cursor on a lesson; none: the last that has begun.
    pub fn new(journal: JournalId, seek: Option<LessonId>) -> Self {
        Self {
            journal,
            period: None,
            seek: Some(seek.map_or(Seek::LastBegun, Seek::Lesson)),
            entering: Entering::default(),
            averages: Vec::new(),
            widths: Vec::new(),
            measured: None,
            works: WorksHeld::default(),
            stop: None,
        }
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a JournalPage> {
        let page = desk.pages.journals.get(&self.journal)?;
        let is_meant = self.period.is_none_or(|period| page.period.id == period);
        is_meant.then_some(page)
    }

    fn lesson_here<'a>(&self, desk: &'a Desk) -> Option<&'a Sheet> {
        self.page(desk)?
            .grid
            .sheets
            .get(self.entering.grid.cols.current()?)
    }

    /// The period before or after the one shown.
    fn turn(&mut self, back: bool, cx: &mut Cx<'_>) {
        let shown = self.period.or_else(|| Some(self.page(cx.desk)?.period.id));
        let Some(shown) = shown else { return };
        let periods = cx.desk.rules.as_ref().map_or_else(Vec::new, |rules| {
            rules.periods_beside(shown).map(|it| it.id).collect()
        });
        let here = periods.iter().position(|id| *id == shown);
        let step = if back { -1 } else { 1 };
        let next = here.and_then(|at| at.checked_add_signed(step));
        match next.and_then(|at| periods.get(at)) {
            Some(period) => {
                self.entering = Entering::default();
                self.entering.begun = true;
                self.seek = Some(Seek::LastBegun);
                self.period = Some(*period);
                cx.effects
                    .push(Effect::Open(PageKey::Journal(self.journal, Some(*period))));
            }
            None => messages::no_more_periods(back, cx),
        }
    }
}

impl GridScreen for JournalScreen {
    fn entering(&self) -> &Entering {
        &self.entering
    }

    fn entering_mut(&mut self) -> &mut Entering {
        &mut self.entering
    }

    fn members<'a>(&self, desk: &'a Desk) -> &'a [Member] {
        self.page(desk).map_or(&[], |page| &page.grid.members)
    }

    fn sheet(&self, desk: &Desk) -> Option<SheetId> {
        if let Some(sheet) = self.lesson_here(desk) {
            return Some(sheet.lesson.id.into());
        }
        Some(self.page(desk)?.term_id())
    }

    fn sheets(&self, desk: &Desk) -> Vec<SheetId> {
        let Some(page) = self.page(desk) else {
            return Vec::new();
        };
        let lessons = page.grid.sheets.iter().map(|sheet| sheet.lesson.id.into());
        lessons.chain([page.term_id()]).collect()
    }

    fn place(&self, row: usize, column: usize, desk: &Desk) -> Option<CellPlace> {
        let page = self.page(desk)?;
        if period::column(page) == Some(column) {
            return period::place(page, row);
        }
        let member = page.grid.members.get(row)?;
        let sheet = page.grid.sheets.get(column)?;
        let (lesson, pupil) = (sheet.lesson.id, member.pupil);
        // What stands there nevertheless can be taken away.
        let holds = || sheet.entry(pupil).is_some_and(|entry| !entry.is_empty());
        if !member.belongs_on(sheet.lesson.date) && !holds() {
            return None;
        }
        let work = self.works.of_cell(sheet, pupil, desk)?;
        let weight = desk.work_kind(work.kind).map_or(1, |kind| kind.weight);
        Some(CellPlace {
            sheet: lesson.into(),
            pupil,
            target: Target::Work { work, weight },
        })
    }

    fn why_closed(&self, row: usize, column: usize, desk: &Desk) -> &'static str {
        let page = self.page(desk);
        let member = page.and_then(|page| page.grid.members.get(row));
        let Some((page, member)) = page.zip(member) else {
            return "cell-not-writable";
        };
        let is_moved = page.moved.contains_key(&member.pupil);
        if is_moved && period::column(page) == Some(column) {
            return "period-mark-closed";
        }
        "outside-list-closed"
    }

    fn holds_attendance(&self) -> bool {
        true
    }

    fn emptied(&mut self, places: &[CellPlace]) {
        self.works.remember(places);
    }

    fn point_due(&self, lesson: LessonId, desk: &Desk) -> chrono::NaiveDate {
        let sheets = self.page(desk).map_or(&[][..], |page| &page.grid.sheets);
        let at = sheets.iter().position(|sheet| sheet.lesson.id == lesson);
        let next = at
            .and_then(|at| sheets.get(at + 1))
            .map(|sheet| sheet.lesson.date);
        let own = at
            .and_then(|at| sheets.get(at))
            .map(|sheet| sheet.lesson.date);
        next.or_else(|| own.and_then(|date| date.succ_opt()))
            .unwrap_or_default()
    }
}

impl Layer for JournalScreen {
    fn context(&self) -> Context {
        Context::Grid
    }

    fn wants(&self, key: KeyEvent, desk: &Desk) -> bool {
        grid_keys::wants(self, key, desk)
    }

    fn page(&self) -> Option<PageKey> {
        Some(PageKey::Journal(self.journal, self.period))
    }

    fn awaits(&self, desk: &Desk) -> Option<PageKey> {
        let missing = self.page(desk).is_none();
        missing.then_some(PageKey::Journal(self.journal, self.period))
    }

    /// Which period is before or after one that is not known, its page tells.
    fn leaves_page(&self, action: Action) -> bool {
        self.period.is_some() && matches!(action, Action::PreviousPeriod | Action::NextPeriod)
    }

    fn is_at(&self, route: &Route) -> bool {
        let (journal, period) = match route {
            Route::Journal {
                journal, period, ..
            } => (*journal, *period),
            Route::Cell {
                sheet: SheetId::Term { journal, period },
                ..
            } => (*journal, Some(*period)),
            _ => return false,
        };
        // Of a mark for another period the page shown knows nothing.
        journal == self.journal && (period.is_none() || period == self.period)
    }

    fn arrive(&mut self, route: &Route) {
        let seek = match route {
            Route::Journal { at, .. } => at.map(Seek::Lesson),
            Route::Cell { cell, .. } => cell.pupil().map(Seek::PeriodMark),
            _ => None,
        };
        if seek.is_some() {
            self.entering.stop();
            self.seek = seek;
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        if let Some(outcome) = grid_keys::act(self, action, cx) {
            return outcome;
        }
        match action {
            Action::OpenLesson | Action::OpenJournal => {
                self.lead_to_pupil(cx.desk);
                let open = |lesson, _: &mut Cx<'_>| Outcome::Go(Route::Lesson(lesson));
                return grid_keys::of_lesson(self, open, cx);
            }
            Action::NextUnfilled => self.next_unfilled(cx),
            Action::NextPeriod => self.turn(false, cx),
            Action::PreviousPeriod => self.turn(true, cx),
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
        grid_keys::told(self, &told, cx)
    }

    fn availability(&self, action: Action, desk: &Desk) -> Result<(), Reason> {
        grid_keys::may_write(self, action, desk)
    }

    fn why(&self, reason: Reason, desk: &Desk, texts: &Texts) -> String {
        grid_keys::why(self, reason, desk, texts)
    }

    fn knows(&self, action: Action, _desk: &Desk) -> bool {
        grid_keys::knows(action)
            || matches!(
                action,
                Action::OpenLesson
                    | Action::OpenJournal
                    | Action::EditTopic
                    | Action::EditHomework
                    | Action::TopicFromPlan
                    | Action::ConfirmRollCall
                    | Action::NextPeriod
                    | Action::PreviousPeriod
                    | Action::NextUnfilled
            )
    }

    fn access(&self, desk: &Desk) -> Option<Access> {
        desk.access(self.sheet(desk)?)
    }

    fn hints(&self, desk: &Desk) -> Vec<Action> {
        let mut hints = vec![
            Action::OpenLesson,
            Action::EditTopic,
            Action::EditHomework,
            Action::PreviousPeriod,
            Action::NextPeriod,
            Action::FindPupil,
            Action::MarkComment,
            Action::Undo,
            Action::Help,
        ];
        if grid_keys::is_anothers(self, desk) {
            hints = vec![
                Action::OpenLesson,
                Action::OpenHistory,
                Action::PreviousPeriod,
                Action::FindPupil,
                Action::EditTopic,
                Action::EditHomework,
                Action::NextPeriod,
                Action::Help,
            ];
        }
        if self.lesson_here(desk).is_none() {
            let of_lesson = [
                Action::OpenLesson,
                Action::EditTopic,
                Action::EditHomework,
                Action::MarkComment,
            ];
            hints.retain(|action| !of_lesson.contains(action));
            hints.retain(|action| *action != Action::OpenHistory);
            hints.insert(0, Action::OpenHistory);
        }
        if !self.stops(desk).is_empty() {
            hints.insert(1, Action::NextUnfilled);
        }
        hints.retain(|action| grid_keys::may_write(self, *action, desk).is_ok());
        hints
    }

    /// In a word where one only reads: there are many, and no topic is seen here to be cut.
    fn hint(&self, action: Action, desk: &Desk) -> &'static str {
        match action {
            Action::PreviousPeriod if grid_keys::is_anothers(self, desk) => "hint-earlier",
            Action::NextPeriod if grid_keys::is_anothers(self, desk) => "hint-later",
            _ => action.spec().hint,
        }
    }

    fn settle(&mut self, area: Rect, desk: &Desk, texts: &Texts) {
        let Some(page) = self.page(desk) else {
            return;
        };
        self.entering.relist(&page.grid.members);
        self.entering.come_back(desk);
        let revision = desk.pages.journals.revision();
        if self.measured != Some(revision) {
            let members = page.grid.members.iter();
            let average = |member: &Member| page.tally(member).weighted_mean();
            self.averages = members.map(average).collect();
            self.widths = source::widths(page, desk.codes());
            self.measured = Some(revision);
        }
        let source = JournalGrid {
            page,
            desk,
            texts,
            averages: &self.averages,
            widths: &self.widths,
            waiting: None,
        };
        let room = below(area);
        self.entering.grid.settle(room, &source);
        if let Some(seek) = self.seek.take() {
            let last = page.grid.sheets.len().saturating_sub(1);
            let column = match seek {
                Seek::Lesson(lesson) => page.grid.column(lesson).unwrap_or(last),
                Seek::LastBegun => last_begun(page, desk).unwrap_or(0),
                Seek::PeriodMark(_) => period::column(page).unwrap_or(last),
            };
            self.entering.grid.go_col(Step::To(column), false);
            if let Some(row) = row_of(seek, page, desk) {
                self.entering.grid.go_row(Step::To(row), false);
            }
            self.entering.grid.settle(room, &source);
        }
        let column = self.works.column_at(self.lesson_here(desk), desk);
        self.works.hold(column);
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let Some(page) = self.page(desk) else {
            let page = PageKey::Journal(self.journal, self.period);
            waiting::paint(page, desk, look, area, buf);
            return None;
        };
        let at = self.sheet(desk);
        header::paint((page, at), desk, look, area, buf);
        let waiting = self.entering.waiting();
        let source = JournalGrid {
            page,
            desk,
            texts: look.texts,
            averages: &self.averages,
            widths: &self.widths,
            waiting: waiting.as_ref(),
        };
        let empty = look.texts.get("nobody-in-group");
        grid::paint(&source, &self.entering.grid, &empty, look, below(area), buf).cursor
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return String::new();
        };
        grid_keys::words(self, desk, texts, false, |row, column| {
            source::words(page, row, column, desk, texts)
        })
    }

    fn plain_words(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        let page = self.page(desk)?;
        Some(grid_keys::words(self, desk, texts, false, |row, column| {
            source::plain_words(page, row, column, desk, texts)
        }))
    }

    fn short_words(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return String::new();
        };
        grid_keys::words(self, desk, texts, true, |row, column| {
            source::words_in_brief(page, row, column, desk, texts)
        })
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return String::new();
        };
        let lessons = page.grid.sheets.len();
        let pupils = tr!(texts, "pupils", count = page.grid.members.len());
        format!("{pupils} · {}", tr!(texts, "lessons", count = lessons))
    }
}

/// The row of the pupil who is sought, or at whom the cursor was in the lesson that is.
fn row_of(seek: Seek, page: &JournalPage, desk: &Desk) -> Option<usize> {
    let pupil = match seek {
        Seek::Lesson(lesson) => desk.left_at.get(&lesson)?.pupil?,
        Seek::LastBegun => return None,
        Seek::PeriodMark(pupil) => pupil,
    };
    let mut members = page.grid.members.iter();
    members.position(|member| member.pupil == pupil)
}

/// The column of the last lesson that has begun.
fn last_begun(page: &JournalPage, desk: &Desk) -> Option<usize> {
    let mut sheets = page.grid.sheets.iter();
    sheets.rposition(|sheet| desk.has_begun(&sheet.lesson))
}

fn below(area: Rect) -> Rect {
    let head = area.height.min(1);
    Rect {
        y: area.y + head,
        height: area.height - head,
        ..area
    }
}
