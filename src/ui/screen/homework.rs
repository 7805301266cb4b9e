//! The homework of a lesson: for all, and for named pupils.

mod copies;
mod draft;
mod form;
mod named;
mod saving;

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::tr;
use crate::ui::keys::form_action;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::messages;
use crate::ui::popup::ask::Ask;
use crate::ui::screen::restored::Restored;
use crate::ui::widget::Look;
use crate::ui::widget::field::FieldOutcome;
use ::journal::LessonId;
use ::journal::view::LessonPage;
use crossterm::event::{KeyCode, KeyEvent};
use draft::{Draft, NATURES};
use offline::{Draft as Kept, DraftKey, DraftKind, HomeworkDraft, PageKey};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;

/// A line of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Whom,
    Text,
    Due,
    Nature,
    Links,
}

const LINES: [Line; 5] = [Line::Whom, Line::Text, Line::Due, Line::Nature, Line::Links];

/// The form of a lesson's homeworks.
#[derive(Debug)]
pub struct HomeworkScreen {
    lesson: LessonId,
    drafts: BTreeMap<u8, Draft>,
    slot: u8,
    line: Line,
    parallel: usize,
    /// The page has come, and the form holds what stands there.
    begun: bool,
    /// What was begun some other time is here again; until the next key.
    restored: Option<Restored>,
}

impl HomeworkScreen {
    /// The form of a lesson.
    pub fn new(lesson: LessonId, desk: &Desk) -> Self {
        let mut screen = Self {
            lesson,
            drafts: BTreeMap::new(),
            slot: 0,
            line: Line::Text,
            parallel: 0,
            begun: false,
            restored: None,
        };
        screen.begin(desk);
        screen
    }

    /// Takes over what stands in the journal, and over it what was begun some other time.
    fn begin(&mut self, desk: &Desk) {
        if self.begun || self.page(desk).is_none() {
            return;
        }
        self.begun = true;
        if let Some(Kept::Homework(slots)) = desk.drafts.get(&self.key_of_draft()) {
            for (slot, kept) in slots {
                self.open_slot(*slot, desk);
                let Some(draft) = self.drafts.get_mut(slot) else {
                    continue;
                };
                draft.restore(&kept.written);
                if draft.step(*slot > 0).is_some() {
                    let over = draft.base() != kept.base.as_ref();
                    let before = self.restored.unwrap_or(Restored::Again);
                    self.restored = Some(if over { Restored::Over } else { before });
                }
            }
        }
        let begun = self.drafts.keys().next().copied();
        // The one that stands there, also if it is for named pupils only.
        let page = self.page(desk);
        let stands = || page.and_then(|page| page.sheet.homework.keys().next().copied());
        let first = begun.or_else(stands);
        self.open_slot(first.unwrap_or(0), desk);
    }

    fn key_of_draft(&self) -> DraftKey {
        let (sheet, kind) = (Some(self.lesson.into()), DraftKind::Homework);
        DraftKey { sheet, kind }
    }

    /// What was begun some other time and is here again, to be said.
    pub fn restored(&self) -> Option<Restored> {
        self.restored
    }

    /// What is written and not entered is to outlive the form, unless the form is done with it.
    fn keep(&mut self, outcome: Outcome, desk: &mut Desk) -> Outcome {
        self.restored = None;
        if self.begun && !matches!(outcome, Outcome::Close | Outcome::CloseWhenKept) {
            let slots: BTreeMap<u8, HomeworkDraft> = self
                .drafts
                .iter()
                .filter_map(|(slot, draft)| Some((*slot, draft.kept(*slot > 0)?)))
                .collect();
            let kept = (!slots.is_empty()).then_some(Kept::Homework(slots));
            desk.drafts.set(self.key_of_draft(), kept);
        }
        outcome
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a LessonPage> {
        desk.pages.lessons.get(&self.lesson)
    }

    fn draft(&self) -> Option<&Draft> {
        self.drafts.get(&self.slot)
    }

    fn draft_mut(&mut self) -> Option<&mut Draft> {
        self.drafts.get_mut(&self.slot)
    }

    fn open_slot(&mut self, slot: u8, desk: &Desk) {
        self.slot = slot;
        let page = self.page(desk);
        let due = page.and_then(|page| page.next_dates.first().copied());
        let homework = page.and_then(|page| page.sheet.homework.get(&slot));
        let draft = Draft::of(homework, due, slot > 0);
        self.drafts.entry(slot).or_insert(draft);
    }

    /// Slots there are, and one for a new individual homework.
    fn slots(&self, desk: &Desk) -> Vec<u8> {
        let stored = self.page(desk).map(|page| &page.sheet.homework);
        let mut slots: Vec<u8> = stored
            .into_iter()
            .flat_map(|all| all.keys().copied())
            .collect();
        slots.extend(
            self.drafts
                .iter()
                .filter(|(_, draft)| !draft.is_blank())
                .map(|(slot, _)| *slot),
        );
        slots.push(0);
        slots.sort_unstable();
        slots.dedup();
        let new = (1..=u8::MAX).find(|slot| !slots.contains(slot));
        slots.extend(new);
        slots
    }

    fn next_slot(&mut self, back: bool, desk: &Desk) {
        let slots = self.slots(desk);
        let here = slots
            .iter()
            .position(|slot| *slot == self.slot)
            .unwrap_or(0);
        let next = if back {
            here + slots.len() - 1
        } else {
            here + 1
        } % slots.len().max(1);
        if let Some(slot) = slots.get(next) {
            self.open_slot(*slot, desk);
        }
    }

    fn go_line(&mut self, back: bool) {
        let here = LINES
            .iter()
            .position(|line| *line == self.line)
            .unwrap_or(0);
        let next = if back {
            here + LINES.len() - 1
        } else {
            here + 1
        } % LINES.len();
        self.line = LINES.get(next).copied().unwrap_or(Line::Text);
    }

    /// Left and right choose in the lines that hold a choice.
    fn choose(&mut self, back: bool, desk: &Desk) {
        match self.line {
            Line::Whom => self.next_slot(back, desk),
            Line::Due => {
                let dates = self
                    .page(desk)
                    .map(|page| page.next_dates.clone())
                    .unwrap_or_default();
                if let Some(draft) = self.draft_mut() {
                    let choices: Vec<_> = std::iter::once(None)
                        .chain(dates.into_iter().map(Some))
                        .collect();
                    draft.due = neighbour(&choices, draft.due, back);
                }
            }
            Line::Nature => {
                if let Some(draft) = self.draft_mut() {
                    draft.nature = neighbour(&NATURES, draft.nature, back);
                }
            }
            Line::Text | Line::Links => {}
        }
    }
}

fn neighbour<T: Copy + PartialEq>(choices: &[T], here: T, back: bool) -> T {
    let at = choices
        .iter()
        .position(|choice| *choice == here)
        .unwrap_or(0);
    let next = if back { at + choices.len() - 1 } else { at + 1 } % choices.len().max(1);
    choices.get(next).copied().unwrap_or(here)
}

impl Layer for HomeworkScreen {
    fn context(&self) -> Context {
        Context::Text
    }

    fn awaits(&self, desk: &Desk) -> Option<PageKey> {
        let missing = self.page(desk).is_none();
        missing.then_some(PageKey::Lesson(self.lesson))
    }

    fn draft_key(&self) -> Option<DraftKey> {
        Some(self.key_of_draft())
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        let outcome = self.act_on(action, cx);
        self.keep(outcome, cx.desk)
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        let outcome = self.type_key(key, cx);
        self.keep(outcome, cx.desk)
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) -> Outcome {
        let outcome = self.take_paste(text, cx);
        self.keep(outcome, cx.desk)
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        match told {
            PopupResult::Discard => {
                cx.desk.drafts.set(self.key_of_draft(), None);
                return Outcome::Close;
            }
            PopupResult::Do(Action::Save) => return self.save(cx),
            PopupResult::Pupils(pupils) => self.name_pupils(pupils, cx),
            _ => return Outcome::Ignored,
        }
        self.keep(Outcome::Consumed, cx.desk)
    }

    fn knows(&self, action: Action, _desk: &Desk) -> bool {
        match action {
            Action::Confirm | Action::MoveDown | Action::MoveUp => self.line != Line::Text,
            Action::Undo => matches!(self.line, Line::Text | Line::Links),
            Action::Save
            | Action::NextField
            | Action::PreviousField
            | Action::CopyPreviousHomework
            | Action::CopyParallelHomework
            | Action::TopicFromPlan
            | Action::ChoosePupils
            | Action::NoHomework => true,
            _ => false,
        }
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        vec![
            Action::Save,
            Action::CopyPreviousHomework,
            Action::CopyParallelHomework,
            Action::TopicFromPlan,
            Action::ChoosePupils,
            Action::NoHomework,
            Action::Cancel,
        ]
    }

    fn settle(&mut self, area: Rect, desk: &Desk, _texts: &Texts) {
        self.begin(desk);
        form::settle(self, area);
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        form::paint(self, desk, look, area, buf)
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        if let Some(restored) = self.restored {
            return texts.get(restored.words()).into_owned();
        }
        let (here, count) = self.place(desk);
        let others = count > usize::from(here.is_some());
        match self.line {
            Line::Whom if others => tr!(texts, "homework-words-other", count = count),
            Line::Text if others => tr!(texts, "homework-words-several", count = count),
            line => texts.get(form::words_key(line)),
        }
        .into_owned()
    }

    fn summary(&self, _desk: &Desk, texts: &Texts) -> String {
        let length = self.draft().map_or(0, Draft::length);
        let limit = ::journal::validity::HOMEWORK_LIMIT;
        tr!(texts, "homework-length", length = length, limit = limit).into_owned()
    }
}

impl HomeworkScreen {
    fn act_on(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Save => return self.save(cx),
            Action::Confirm if self.line != Line::Text => return self.save(cx),
            Action::Cancel if self.edits().is_empty() => return Outcome::Close,
            Action::Cancel => {
                let question = cx.texts.get("confirm-homework");
                return Outcome::Open(Box::new(Ask::unsaved(question)));
            }
            Action::NextField => self.go_line(false),
            Action::PreviousField => self.go_line(true),
            Action::MoveDown if self.line != Line::Text => self.go_line(false),
            Action::MoveUp if self.line != Line::Text => self.go_line(true),
            Action::CopyPreviousHomework => self.copy_previous(cx),
            Action::CopyParallelHomework => self.copy_parallel(cx),
            Action::TopicFromPlan => self.copy_plan(cx),
            Action::ChoosePupils => return self.choose_pupils(cx),
            Action::NoHomework => return self.none_set(cx),
            Action::Undo if matches!(self.line, Line::Text | Line::Links) => {
                let text = self.line == Line::Text;
                let undone = self.draft_mut().is_some_and(|draft| {
                    if text {
                        draft.text.undo()
                    } else {
                        draft.links.undo()
                    }
                });
                messages::typing_undone(undone, cx);
            }
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn type_key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        let line = self.line;
        if line != Line::Text
            && let Some(action) = form_action(key)
        {
            return self.act_on(action, cx);
        }
        let known = match (line, key.code) {
            (Line::Text | Line::Links, _) => self.draft_mut().is_some_and(|draft| {
                let taken = match line {
                    Line::Text => draft.text.key(key),
                    _ => draft.links.handle(key),
                };
                draft.is_touched |= taken == FieldOutcome::Changed;
                taken != FieldOutcome::Ignored
            }),
            (_, KeyCode::Left) => {
                self.choose(true, cx.desk);
                true
            }
            (_, KeyCode::Right | KeyCode::Char(' ')) => {
                self.choose(false, cx.desk);
                true
            }
            _ => false,
        };
        if known {
            Outcome::Consumed
        } else {
            Outcome::Ignored
        }
    }

    fn take_paste(&mut self, text: &str, cx: &mut Cx<'_>) -> Outcome {
        let links = self.line == Line::Links;
        let Some(draft) = self.draft_mut() else {
            return Outcome::Ignored;
        };
        draft.is_touched = true;
        if links {
            draft.links.paste(text);
            return Outcome::Consumed;
        }
        draft.text.insert_line(text);
        self.line = Line::Text;
        self.warn_if_long(cx);
        Outcome::Consumed
    }

    fn warn_if_long(&self, cx: &mut Cx<'_>) {
        let length = self.draft().map_or(0, Draft::length);
        let limit = ::journal::validity::HOMEWORK_LIMIT;
        if length > limit {
            let text = tr!(cx.texts, "invalid-too-long", length = length, limit = limit);
            cx.desk.say(Notice::new(Tone::Warning, text));
        }
    }
}
