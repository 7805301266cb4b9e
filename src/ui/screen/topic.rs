//! The topic of a lesson: typed, or taken from the plan.

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::{Texts, dates};
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::tr;
use crate::ui::keys::form_action;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::messages;
use crate::ui::popup::ask::Ask;
use crate::ui::recording;
use crate::ui::screen::restored::Restored;
use crate::ui::waiting;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::field::{Field, FieldOutcome};
use crate::ui::widget::{Look, paint};
use ::journal::view::{LessonPage, PlanWindow};
use ::journal::{Cell, Edit, FromTo, LessonId, PlanItem, Topic, validity};
use crossterm::event::KeyEvent;
use offline::{Draft, DraftKey, DraftKind, PageKey};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A field for the topic over the plan.
#[derive(Debug)]
pub struct TopicScreen {
    lesson: LessonId,
    field: Field,
    /// What stood in the journal when the form was opened.
    base: Option<Topic>,
    /// The place in the plan; none while the cursor is in the field.
    plan: Option<Axis>,
    /// The cursor goes to the plan as soon as the plan is here.
    seeks_plan: bool,
    /// What stands in the journal is known.
    begun: bool,
    /// Something was typed, and be it what stands there.
    typed: bool,
    /// What was begun some other time is here again; until the next key.
    restored: Option<Restored>,
}

impl TopicScreen {
    /// The screen of a lesson's topic.
    pub fn new(lesson: LessonId, desk: &Desk) -> Self {
        let mut screen = Self {
            lesson,
            field: Field::new().limit(validity::TOPIC_LIMIT),
            base: None,
            plan: None,
            seeks_plan: false,
            begun: false,
            typed: false,
            restored: None,
        };
        screen.begin(desk);
        screen
    }

    /// With the cursor on the row of the plan that is next, as soon as the plan is here.
    #[must_use]
    pub fn at_plan(mut self) -> Self {
        self.seeks_plan = true;
        self
    }

    /// Takes over what stands in the journal, and over it what was begun some other time.
    fn begin(&mut self, desk: &Desk) {
        let Some(sheet) = desk.pages.sheet_of(self.lesson).filter(|_| !self.begun) else {
            return;
        };
        self.begun = true;
        self.base.clone_from(&sheet.topic);
        let stands = self.base.as_ref().map_or("", |topic| topic.text.as_str());
        self.field.set(stands);
        if let Some(Draft::Topic { text, base }) = desk.drafts.get(&self.key_of_draft())
            && text != stands
        {
            self.restored = Some(if *base == self.base {
                Restored::Again
            } else {
                Restored::Over
            });
            self.field.set(text);
        }
    }

    fn key_of_draft(&self) -> DraftKey {
        let (sheet, kind) = (Some(self.lesson.into()), DraftKind::Topic);
        DraftKey { sheet, kind }
    }

    /// What was begun some other time and is here again, to be said.
    pub fn restored(&self) -> Option<Restored> {
        self.restored
    }

    /// What is written and not entered is to outlive the form, unless the form is done with it.
    fn keep(&mut self, outcome: Outcome, desk: &mut Desk) -> Outcome {
        self.restored = None;
        self.seeks_plan = false;
        if self.begun && !matches!(outcome, Outcome::Close | Outcome::CloseWhenKept) {
            let draft = (!self.is_untouched()).then(|| Draft::Topic {
                text: self.field.value().to_owned(),
                base: self.base.clone(),
            });
            desk.drafts.set(self.key_of_draft(), draft);
        }
        outcome
    }

    fn is_untouched(&self) -> bool {
        self.field.value() == self.base.as_ref().map_or("", |topic| topic.text.as_str())
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a LessonPage> {
        desk.pages.lessons.get(&self.lesson)
    }

    /// Class, subject and day, from the page of the lesson or of its journal.
    fn heading<'a>(&self, desk: &'a Desk) -> Option<(&'a str, &'a str, String)> {
        let of_lesson = self.page(desk).map(|page| (&page.group, &page.subject));
        let of_journal = || {
            let mut pages = desk.pages.journals.values();
            let page = pages.find(|page| page.grid.sheet(self.lesson).is_some())?;
            Some((&page.group, &page.subject))
        };
        let (group, subject) = of_lesson.or_else(of_journal)?;
        let date = desk.pages.sheet_of(self.lesson)?.lesson.date;
        Some((group, subject, dates::short_date(date)))
    }

    fn items<'a>(&self, desk: &'a Desk) -> &'a [PlanItem] {
        self.page(desk).map_or(&[], |page| &page.plan.items)
    }

    /// Goes to the plan; false if there is none.
    fn enter_plan(&mut self, desk: &Desk) -> bool {
        let items = self.items(desk);
        if items.is_empty() {
            return false;
        }
        let next = self.page(desk).and_then(|page| page.plan.next);
        let at = items
            .iter()
            .position(|item| Some(item.number) == next)
            .unwrap_or(0);
        let mut axis = Axis::new(items.len());
        axis.go(Step::To(at), false);
        self.plan = Some(axis);
        true
    }

    fn save(&self, cx: &mut Cx<'_>) -> Outcome {
        // From what stood there when the form was opened: what somebody else has entered since
        // then is a conflict to be seen.
        let old = self.base.clone();
        let chosen = self
            .plan
            .and_then(|axis| self.items(cx.desk).get(axis.current()?));
        let text = self.field.value().trim();
        let new = match chosen {
            Some(item) => Some(Topic {
                text: item.title.clone(),
                item: Some(item.id),
            }),
            None if self.is_untouched() => old.clone(),
            None if text.is_empty() => None,
            None => {
                // Words of a plan's row are that row, whoever typed them.
                let of_plan = self.items(cx.desk).iter().find(|item| item.title == text);
                Some(Topic {
                    text: text.to_owned(),
                    item: of_plan.map(|item| item.id),
                })
            }
        };
        if new == old {
            let stands = self.page(cx.desk).map(|page| &page.sheet.topic);
            if stands == Some(&new) {
                recording::agree_and_say(self.lesson, Cell::Topic, cx);
                // Enter alone is no word about it.
                if self.typed || self.plan.is_some() {
                    recording::say_again(self.lesson, [Cell::Topic], cx);
                }
            }
            return Outcome::Close;
        }
        let edit = Edit::Topic {
            step: FromTo::new(old, new),
        };
        recording::record_form(vec![(self.lesson, edit)], cx)
    }

    fn step(&mut self, step: Step, desk: &Desk) {
        let down = matches!(step, Step::By(1) | Step::Page(1));
        let moved = self.plan.as_mut().map(|axis| axis.go(step, false));
        match moved {
            None if down => {
                self.enter_plan(desk);
            }
            // Above the first row is the field.
            Some(false) if !down => self.plan = None,
            _ => {}
        }
    }
}

impl TopicScreen {
    fn act_on(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm | Action::Save => return self.save(cx),
            Action::Cancel if self.is_untouched() => return Outcome::Close,
            Action::Cancel => {
                let question = cx.texts.get("confirm-topic");
                return Outcome::Open(Box::new(Ask::unsaved(question)));
            }
            Action::TopicFromPlan => {
                if !self.enter_plan(cx.desk) {
                    let page = self.page(cx.desk);
                    let why = page.map_or("why-not-loaded", |page| nothing_to_teach(&page.plan));
                    cx.desk.say(Notice::new(Tone::Hint, cx.texts.get(why)));
                }
            }
            Action::MoveDown | Action::NextField => self.step(Step::By(1), cx.desk),
            Action::MoveUp | Action::PreviousField => self.step(Step::By(-1), cx.desk),
            Action::Undo => {
                self.plan = None;
                messages::typing_undone(self.field.undo(), cx);
            }
            Action::PageDown => self.step(Step::Page(1), cx.desk),
            Action::PageUp => self.step(Step::Page(-1), cx.desk),
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }
}

impl Layer for TopicScreen {
    fn context(&self) -> Context {
        Context::Text
    }

    fn awaits(&self, desk: &Desk) -> Option<PageKey> {
        let missing = desk.pages.spot(self.lesson).is_none();
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
        if let Some(action) = form_action(key) {
            return self.act(action, cx);
        }
        match self.field.handle(key) {
            FieldOutcome::Ignored => return Outcome::Ignored,
            FieldOutcome::Full => full(cx),
            FieldOutcome::Changed => {
                self.typed = true;
                self.plan = None;
            }
            FieldOutcome::Moved => self.plan = None,
        }
        self.keep(Outcome::Consumed, cx.desk)
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) -> Outcome {
        self.plan = None;
        match self.field.paste(text) {
            FieldOutcome::Full => full(cx),
            pasted => self.typed |= pasted == FieldOutcome::Changed,
        }
        self.keep(Outcome::Consumed, cx.desk)
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        match told {
            PopupResult::Discard => {
                cx.desk.drafts.set(self.key_of_draft(), None);
                Outcome::Close
            }
            PopupResult::Do(Action::Save) => self.save(cx),
            _ => Outcome::Ignored,
        }
    }

    fn knows(&self, action: Action, _desk: &Desk) -> bool {
        matches!(
            action,
            Action::Confirm
                | Action::Save
                | Action::TopicFromPlan
                | Action::Undo
                | Action::MoveDown
                | Action::MoveUp
                | Action::NextField
                | Action::PreviousField
                | Action::PageDown
                | Action::PageUp
        )
    }

    fn hints(&self, desk: &Desk) -> Vec<Action> {
        let mut hints = vec![
            Action::Confirm,
            Action::TopicFromPlan,
            Action::Cancel,
            Action::Help,
        ];
        if self.items(desk).is_empty() {
            hints.retain(|action| *action != Action::TopicFromPlan);
        }
        hints
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm if self.plan.is_some() => "hint-take",
            Action::Confirm => "hint-record",
            _ => action.spec().hint,
        }
    }

    fn settle(&mut self, area: Rect, desk: &Desk, _texts: &Texts) {
        self.begin(desk);
        if self.seeks_plan && self.page(desk).is_some() {
            self.seeks_plan = false;
            self.enter_plan(desk);
        }
        if let Some(axis) = &mut self.plan {
            axis.settle(area.height.saturating_sub(6), 0, |_| 1);
        }
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let texts = look.texts;
        let width = area.width.saturating_sub(2);
        let x = area.x + 1;
        let Some((group, subject, date)) = self.heading(desk) else {
            waiting::paint(PageKey::Lesson(self.lesson), desk, look, area, buf);
            return None;
        };
        let title = tr!(
            texts,
            "title-topic",
            group = group,
            subject = subject,
            date = date
        );
        paint::put(buf, x, area.y, width, &title, look.style(Role::Title));
        let hint = texts.get("topic-hint");
        let mut cursor = self.field.paint((x, area.y + 2, width), &hint, look, buf);
        let Some(page) = self.page(desk) else {
            return Some(cursor);
        };
        let total = match page.plan.total {
            0 => texts.get("plan-none"),
            total => tr!(texts, "plan-title", total),
        };
        paint::put(buf, x, area.y + 4, width, &total, look.style(Role::Head));
        let items = &page.plan.items;
        let room = area.height.saturating_sub(5);
        let axis = self.plan.unwrap_or_else(|| Axis::new(items.len()));
        for (line, at) in (area.y + 5..area.bottom()).zip(axis.window(room, 0, |_| 1)) {
            let Some(item) = items.get(at) else { break };
            let active = self.plan.is_some_and(|axis| axis.current() == Some(at));
            let next = page.plan.next == Some(item.number);
            let sign = if next { look.glyphs.right } else { " " };
            let words = format!("{sign}{:>3}  {}", item.number, item.title);
            let role = match (active, page.plan.next) {
                (true, _) => Role::Cursor,
                (false, Some(next)) if item.number < next => Role::Muted,
                _ => Role::Text,
            };
            if active {
                paint::tint(
                    buf,
                    Rect {
                        y: line,
                        height: 1,
                        ..area
                    },
                    look.style(role),
                );
                cursor = Position::new(x, line);
            }
            let fit = crate::ui::widget::text::fit_with(&words, width, look.glyphs.ellipsis);
            paint::put(buf, x, line, width, &fit, look.style(role));
        }
        Some(cursor)
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let item = self
            .plan
            .and_then(|axis| self.items(desk).get(axis.current()?));
        match item {
            Some(item) => tr!(
                texts,
                "plan-row",
                number = item.number,
                section = item.section.as_str()
            )
            .into_owned(),
            None => {
                let words = if self.items(desk).is_empty() {
                    "topic-words-without-plan"
                } else {
                    "topic-words"
                };
                let restored = self.restored.map(Restored::words);
                texts.get(restored.unwrap_or(words)).into_owned()
            }
        }
    }

    fn short_words(&self, desk: &Desk, texts: &Texts) -> String {
        let at = self.plan.and_then(|axis| axis.current());
        match at.and_then(|at| self.items(desk).get(at)) {
            Some(item) => tr!(texts, "plan-row-short", number = item.number).into_owned(),
            None => self.words(desk, texts),
        }
    }
}

/// Why a plan has no topic to offer.
pub fn nothing_to_teach(plan: &PlanWindow) -> &'static str {
    if plan.total == 0 {
        "plan-none"
    } else {
        "plan-exhausted"
    }
}

fn full(cx: &mut Cx<'_>) {
    let text = tr!(cx.texts, "field-full", limit = validity::TOPIC_LIMIT);
    cx.desk.say(Notice::new(Tone::Error, text));
}
