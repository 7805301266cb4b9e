//! «Урок»: the roll. The screen that opens at the bell.

mod header;
mod returning;
mod roll;
mod roll_summary;
mod source;

use crate::action::{Action, ActionGroup};
use crate::desk::gesture::Target;
use crate::desk::left_at::LeftAt;
use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Recorded};
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::tr;
use crate::ui::describe::form_key;
use crate::ui::entry::{CellPlace, Entering, GridScreen};
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::messages;
use crate::ui::popup::works::Works;
use crate::ui::route::Route;
use crate::ui::screen::grid_keys;
use crate::ui::screen::topic::nothing_to_teach;
use crate::ui::waiting;
use crate::ui::widget::axis::Step;
use crate::ui::widget::{Look, grid};
use ::journal::regulation::Access;
use ::journal::view::LessonPage;
use ::journal::{Edit, FromTo, LessonForm, LessonId, Member, SheetId, WorkRef};
use crossterm::event::KeyEvent;
use offline::PageKey;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use roll::{Blocks, Roll};
use roll_summary::roll_summary;
use source::{LessonColumn, LessonGrid};

/// The screen of one lesson.
#[derive(Debug)]
pub struct LessonScreen {
    lesson: LessonId,
    entering: Entering,
    columns: Vec<LessonColumn>,
    /// Columns of works that the teacher opened and that hold no mark yet.
    opened: Vec<WorkRef>,
    /// The blocks that the class stands in while its roll is called.
    blocks: Option<Blocks>,
    /// The width of the screen, which decides on how many earlier lessons are shown.
    cols: u16,
    /// Where the cursor goes as soon as the page is there.
    returns_to: Option<LeftAt>,
    /// It was gone to while it lay beneath: the cursor goes where it was left or led to.
    comes_back: bool,
}

impl LessonScreen {
    /// The screen of a lesson; its page may still be on its way.
    pub fn new(lesson: LessonId) -> Self {
        Self {
            lesson,
            entering: Entering::default(),
            columns: Vec::new(),
            opened: Vec::new(),
            blocks: None,
            cols: 0,
            returns_to: None,
            comes_back: false,
        }
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a LessonPage> {
        desk.pages.lessons.get(&self.lesson)
    }

    fn record(&self, edits: Vec<Edit>, cx: &mut Cx<'_>) -> Recorded {
        let gesture = cx.desk.gesture();
        let edits = edits.into_iter().map(|edit| (self.lesson, edit)).collect();
        let recorded = cx.desk.record(gesture, edits, None);
        messages::recorded(&recorded, cx.desk, cx.texts);
        recorded
    }

    fn next_form(&mut self, cx: &mut Cx<'_>) {
        let Some(form) = self.page(cx.desk).map(|page| page.sheet.form) else {
            return;
        };
        let next = match form {
            LessonForm::InPerson => LessonForm::Distance,
            LessonForm::Distance => LessonForm::Electronic,
            LessonForm::Electronic => LessonForm::InPerson,
        };
        let edit = Edit::Form {
            step: FromTo::new(form, next),
        };
        if matches!(self.record(vec![edit], cx), Recorded::Done { .. }) {
            let (new, old) = (cx.texts.get(form_key(next)), cx.texts.get(form_key(form)));
            let text = tr!(cx.texts, "form-set", new = new, old = old);
            messages::also(Tone::Done, &text, cx.desk);
        }
    }

    fn neighbour(&self, forward: bool, cx: &mut Cx<'_>) -> Outcome {
        let Some(today) = cx.desk.pages.today.as_ref() else {
            return Outcome::Consumed;
        };
        let lessons = &today.lessons;
        let here = lessons.iter().position(|row| row.lesson.id == self.lesson);
        let there = here.and_then(|at| {
            if forward {
                at.checked_add(1)
            } else {
                at.checked_sub(1)
            }
        });
        match there.and_then(|at| lessons.get(at)) {
            Some(row) => {
                let (group, subject) = (row.group.as_str(), row.subject.as_str());
                let (lesson, number) = (row.lesson.id, row.lesson.number);
                let words = tr!(cx.texts, "other-lesson", group, subject, number).into_owned();
                cx.desk.say(Notice::new(Tone::Hint, words));
                Outcome::GoInstead(Route::Lesson(lesson))
            }
            None => {
                cx.desk
                    .say(Notice::new(Tone::Hint, cx.texts.get("no-more-lessons")));
                Outcome::Consumed
            }
        }
    }

    fn does(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        if let Some(outcome) = grid_keys::act(self, action, cx) {
            return outcome;
        }
        match action {
            Action::LessonForm => self.next_form(cx),
            Action::AddWorkColumn => return Outcome::Open(Box::new(Works::window(self.lesson))),
            Action::OpenJournal => {
                let Some(page) = self.page(cx.desk) else {
                    return Outcome::Consumed;
                };
                return Outcome::Go(Route::Journal {
                    journal: page.sheet.lesson.journal,
                    at: Some(self.lesson),
                    period: None,
                });
            }
            Action::NextLesson => return self.neighbour(true, cx),
            Action::PreviousLesson => return self.neighbour(false, cx),
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn open_work(&mut self, work: WorkRef, desk: &Desk) {
        if !self.opened.contains(&work) {
            self.opened.push(work);
        }
        self.arrange(desk);
        let column = self.columns.iter().position(
            |column| matches!(column, LessonColumn::Work { work: there, .. } if *there == work),
        );
        if let Some(column) = column {
            // The new column is there before the next frame is settled: the cursor may go to it.
            self.entering.grid.cols.set_len(self.columns.len());
            self.entering.grid.go_col(Step::To(column), false);
            // A work is marked from the top of the list.
            self.entering.grid.go_row(Step::First, false);
        }
    }

    /// Follows the page. The cursor stays on its column when somebody else's mark brings another
    /// one to the left of it.
    fn arrange(&mut self, desk: &Desk) {
        let (Some(page), Some(rules)) = (self.page(desk), desk.rules.as_ref()) else {
            return;
        };
        let back = desk.left_at.get(&self.lesson).copied();
        let back = back.filter(|_| std::mem::take(&mut self.comes_back));
        let left_at = self.returns_to.take().or(back);
        let opened = left_at.and_then(|left_at| left_at.target.work());
        self.opened.extend(opened);
        let columns = source::columns(page, rules, &self.opened, self.cols);
        let before = std::mem::replace(&mut self.columns, columns);
        if let Some(left_at) = left_at {
            return self.return_to(left_at, page);
        }
        let Some(here) = before.get(self.entering.grid.cols.cursor()) else {
            return;
        };
        let there = self.columns.iter().position(|column| column.is(here));
        if let Some(there) = there
            && there != self.entering.grid.cols.cursor()
        {
            self.entering.stop();
            // Behind the last pupil it stays there.
            let grid = &mut self.entering.grid;
            grid.release();
            grid.cols.set_len(self.columns.len());
            grid.cols.go(Step::To(there), false);
        }
    }
}

impl GridScreen for LessonScreen {
    fn entering(&self) -> &Entering {
        &self.entering
    }

    fn entering_mut(&mut self) -> &mut Entering {
        &mut self.entering
    }

    fn members<'a>(&self, desk: &'a Desk) -> &'a [Member] {
        self.page(desk).map_or(&[], |page| &page.members)
    }

    fn sheet(&self, _desk: &Desk) -> Option<SheetId> {
        Some(self.lesson.into())
    }

    fn sheets(&self, _desk: &Desk) -> Vec<SheetId> {
        vec![self.lesson.into()]
    }

    fn place(&self, row: usize, column: usize, desk: &Desk) -> Option<CellPlace> {
        let pupil = self.page(desk)?.members.get(row)?.pupil;
        let target = match self.columns.get(column)? {
            LessonColumn::Attendance => Target::Attendance,
            LessonColumn::Work { work, weight, .. } => Target::Work {
                work: *work,
                weight: *weight,
            },
            LessonColumn::Past(_) => return None,
        };
        Some(CellPlace {
            sheet: self.lesson.into(),
            pupil,
            target,
        })
    }

    fn point_due(&self, lesson: LessonId, desk: &Desk) -> chrono::NaiveDate {
        let page = desk.pages.lessons.get(&lesson);
        page.and_then(|page| page.next_dates.first().copied())
            .or_else(|| page.and_then(|page| page.sheet.lesson.date.succ_opt()))
            .unwrap_or_default()
    }
}

impl Layer for LessonScreen {
    fn context(&self) -> Context {
        Context::Grid
    }

    fn wants(&self, key: KeyEvent, desk: &Desk) -> bool {
        grid_keys::wants(self, key, desk)
    }

    fn lesson(&self) -> Option<LessonId> {
        Some(self.lesson)
    }

    fn page(&self) -> Option<PageKey> {
        Some(PageKey::Lesson(self.lesson))
    }

    fn awaits(&self, desk: &Desk) -> Option<PageKey> {
        let missing = self.page(desk).is_none();
        missing.then_some(PageKey::Lesson(self.lesson))
    }

    fn is_at(&self, route: &Route) -> bool {
        self.holds(route)
    }

    fn arrive(&mut self, route: &Route) {
        self.comes_to(route);
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        let outcome = self.does(action, cx);
        self.remember(cx.desk);
        outcome
    }
    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        let outcome = grid_keys::key(self, key, cx);
        self.remember(cx.desk);
        outcome
    }

    fn interrupted(&mut self) {
        self.entering.end_typing();
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        match told {
            PopupResult::OpenWork(work) => self.open_work(work, cx.desk),
            told => {
                let outcome = grid_keys::told(self, &told, cx);
                self.remember(cx.desk);
                return outcome;
            }
        }
        Outcome::Consumed
    }

    fn availability(&self, action: Action, desk: &Desk) -> Result<(), Reason> {
        let Some(page) = self.page(desk) else {
            return match action.spec().group {
                ActionGroup::Queue | ActionGroup::General => Ok(()),
                _ if matches!(
                    action,
                    Action::OpenToday | Action::OpenJournals | Action::OpenQueue
                ) =>
                {
                    Ok(())
                }
                _ => Err(Reason("why-not-loaded")),
            };
        };
        grid_keys::may_write(self, action, desk)?;
        match action {
            Action::MarkComment => grid_keys::details(self, desk).map(|_| ()).map_err(Reason),
            Action::TopicFromPlan if page.plan.next.is_none() => {
                Err(Reason(nothing_to_teach(&page.plan)))
            }
            _ => Ok(()),
        }
    }

    fn why(&self, reason: Reason, desk: &Desk, texts: &Texts) -> String {
        grid_keys::why(self, reason, desk, texts)
    }

    fn knows(&self, action: Action, _desk: &Desk) -> bool {
        grid_keys::knows(action)
            || matches!(
                action,
                Action::ConfirmRollCall
                    | Action::TopicFromPlan
                    | Action::LessonForm
                    | Action::EditTopic
                    | Action::EditHomework
                    | Action::AddWorkColumn
                    | Action::OpenJournal
                    | Action::NextLesson
                    | Action::PreviousLesson
            )
    }

    fn access(&self, desk: &Desk) -> Option<Access> {
        desk.access(self.sheet(desk)?)
    }

    fn hints(&self, desk: &Desk) -> Vec<Action> {
        let mut hints = vec![
            Action::EditTopic,
            Action::EditHomework,
            Action::ConfirmRollCall,
            Action::OpenJournal,
            Action::AddWorkColumn,
            Action::FindPupil,
            Action::Undo,
            Action::Help,
        ];
        if grid_keys::is_anothers(self, desk) {
            hints = vec![
                Action::OpenHistory,
                Action::OpenJournal,
                Action::FindPupil,
                Action::EditTopic,
                Action::EditHomework,
                Action::Help,
            ];
        } else if self
            .page(desk)
            .is_some_and(|page| page.sheet.roll_call.is_none())
        {
            hints.retain(|action| *action != Action::ConfirmRollCall);
            hints.insert(0, Action::ConfirmRollCall);
        }
        hints.retain(|action| grid_keys::may_write(self, *action, desk).is_ok());
        // The bell has rung, and the lesson that has begun is elsewhere.
        if let Some(begun) = desk.lesson_now().filter(|now| *now != self.lesson) {
            let is_next = desk.is_next(begun, self.lesson);
            hints.insert(
                0,
                if is_next {
                    Action::NextLesson
                } else {
                    Action::OpenToday
                },
            );
        }
        hints
    }

    /// Another's topic is not written but read.
    fn hint(&self, action: Action, desk: &Desk) -> &'static str {
        match action {
            Action::EditTopic if grid_keys::is_anothers(self, desk) => "hint-topic-whole",
            _ => action.spec().hint,
        }
    }

    fn settle(&mut self, area: Rect, desk: &Desk, texts: &Texts) {
        self.cols = area.width;
        self.arrange(desk);
        let Some(page) = self.page(desk) else { return };
        self.entering.relist(&page.members);
        self.entering.come_back(desk);
        let source = LessonGrid {
            page,
            desk,
            texts,
            columns: &self.columns,
            waiting: None,
            is_wide: is_wide(area),
        };
        let below = header::below(area);
        self.entering.grid.settle(below, &source);
        let called = roll::is_called(&source, &self.entering.grid);
        let class = page.members.len();
        self.blocks = called.then(|| Blocks::fitting(class, below)).flatten();
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let Some(page) = self.page(desk) else {
            waiting::paint(PageKey::Lesson(self.lesson), desk, look, area, buf);
            return None;
        };
        header::paint(page, desk, look, area, buf);
        let waiting = self.entering.waiting();
        let source = LessonGrid {
            page,
            desk,
            texts: look.texts,
            columns: &self.columns,
            waiting: waiting.as_ref(),
            is_wide: is_wide(area),
        };
        let empty = look.texts.get("nobody-in-group");
        let below = header::below(area);
        let state = &self.entering.grid;
        if let Some(blocks) = self.blocks {
            let roll = Roll {
                source,
                blocks,
                state,
            };
            return grid::paint(&roll, &roll.cursor(), &empty, look, below, buf).cursor;
        }
        grid::paint(&source, state, &empty, look, below, buf).cursor
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return waiting::words(PageKey::Lesson(self.lesson), desk, texts);
        };
        grid_keys::words(self, desk, texts, false, |row, column| {
            source::words(page, self.columns.get(column), row, desk, texts)
        })
    }

    fn short_words(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return String::new();
        };
        grid_keys::words(self, desk, texts, true, |row, column| {
            source::words_in_brief(page, self.columns.get(column), row, desk, texts)
        })
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return String::new();
        };
        let pupils = tr!(texts, "pupils", count = page.members.len());
        format!("{pupils} · {}", roll_summary(page, texts))
    }

    fn short_summary(&self, desk: &Desk, texts: &Texts) -> String {
        self.page(desk)
            .map_or_else(String::new, |page| roll_summary(page, texts))
    }

    fn essential(&self, desk: &Desk) -> Option<(bool, &'static str)> {
        let taken = self.page(desk)?.sheet.roll_call.is_some();
        Some((taken, "kind-roll-call"))
    }
}

fn is_wide(area: Rect) -> bool {
    area.width >= source::WIDE
}
