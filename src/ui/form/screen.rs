//! The screen of a form: going through its fields, saving, leaving.

use super::FormSource;
use super::draw;
use super::input::{Edit, Form, Input};
use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::keys::is_letter;
use crate::ui::layer::{Answered, Cx, Layer, Outcome, PopupResult};
use crate::ui::route::Route;
use crate::ui::waiting;
use crate::ui::widget::Look;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::field::FieldOutcome;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use offline::{DraftKey, PageKey};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The form of a source.
#[derive(Debug)]
pub struct FormScreen<S> {
    pub(super) source: S,
    /// None while it is not known what stands in the fields.
    pub(super) form: Option<Form>,
    axis: Axis,
    /// What was begun some other time is here again; until the next key.
    pub(super) restored: bool,
    /// Another record is begun as soon as this one is saved.
    pub(super) next: bool,
}

impl<S: FormSource> FormScreen<S> {
    /// The form of a source.
    pub fn new(source: S) -> Self {
        Self {
            source,
            form: None,
            axis: Axis::default().turning(),
            restored: false,
            next: false,
        }
    }
}

impl<S: FormSource> Layer for FormScreen<S> {
    fn context(&self) -> Context {
        Context::Form
    }

    fn is_sign_in(&self) -> bool {
        self.source.is_sign_in()
    }

    fn refused(&mut self) {
        self.source.refused();
        if let Some(form) = &mut self.form {
            form.at = form.next(0, true).unwrap_or(0);
        }
    }

    fn draft_key(&self) -> Option<DraftKey> {
        self.source.draft()
    }

    fn awaits(&self, desk: &Desk) -> Option<PageKey> {
        self.source.missing(desk)
    }

    fn is_at(&self, route: &Route) -> bool {
        self.source.here().as_ref() == Some(route)
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        self.begin(cx.desk, cx.texts);
        let at = |screen: &Self| screen.form.as_ref().map(|form| form.at);
        let before = at(self);
        let outcome = self.act_on(action, cx);
        let is_left = at(self) != before || action == Action::Save;
        if let Some(form) = self.form.as_mut().filter(|_| is_left) {
            form.fresh = true;
        }
        self.keep(outcome, cx.desk, cx.texts)
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        self.begin(cx.desk, cx.texts);
        // Elsewhere a text is being written; here there is nothing to lose.
        let is_copy = key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL;
        if is_copy && !self.source.can_be_left() {
            cx.effects.push(Effect::Quit);
            return Outcome::Consumed;
        }
        let Some(form) = &mut self.form else {
            return Outcome::Ignored;
        };
        let today = form.today;
        match key.code {
            KeyCode::Char('+' | '-' | '=') => form.fresh = false,
            KeyCode::Char(_) if is_letter(key) => form.before_typing(),
            _ => form.fresh = false,
        }
        match form.current_mut().map(|input| input.key(key, today)) {
            None if is_typing(key) => return self.say_locked(cx),
            None | Some(FieldOutcome::Ignored) => return Outcome::Ignored,
            Some(FieldOutcome::Full) => full(cx),
            Some(FieldOutcome::Changed | FieldOutcome::Moved) => {}
        }
        self.keep(Outcome::Consumed, cx.desk, cx.texts)
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) -> Outcome {
        self.begin(cx.desk, cx.texts);
        if let Some(form) = &mut self.form {
            form.before_typing();
        }
        let input = self.form.as_mut().and_then(Form::current_mut);
        let taken = match input.map(|input| &mut input.edit) {
            Some(Edit::Line(line)) => line.paste(text),
            Some(Edit::Area(area)) => area.paste(text),
            Some(Edit::Pick(pick)) => {
                pick.filter.paste(text);
                pick.open = Some(0);
                FieldOutcome::Changed
            }
            None => return self.say_locked(cx),
        };
        if taken == FieldOutcome::Full {
            full(cx);
        }
        self.keep(Outcome::Consumed, cx.desk, cx.texts)
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        match told {
            PopupResult::Discard => {
                if let Some(key) = self.source.draft() {
                    cx.desk.drafts.set(key, None);
                }
                Outcome::Close
            }
            PopupResult::Do(Action::Save) => self.act(Action::Save, cx),
            PopupResult::Amended(answer) => self.amended(&answer, cx),
            _ => Outcome::Ignored,
        }
    }

    fn amended(&mut self, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        let Some(form) = &mut self.form else {
            return Outcome::Ignored;
        };
        let outcome = self.source.amended(form, answer, cx);
        let outcome = self.go_on(outcome, cx);
        self.keep(outcome, cx.desk, cx.texts)
    }

    fn knows(&self, action: Action, _desk: &Desk) -> bool {
        match action {
            Action::SaveAndNext => self.source.begins_next(),
            Action::Choose => self.is_pick(),
            action => matches!(
                action,
                Action::Confirm
                    | Action::Save
                    | Action::NextField
                    | Action::PreviousField
                    | Action::MoveDown
                    | Action::MoveUp
                    | Action::PageDown
                    | Action::PageUp
                    | Action::Undo
            ),
        }
    }

    fn availability(&self, action: Action, _desk: &Desk) -> Result<(), Reason> {
        match action {
            Action::Choose if !self.is_pick() => Err(Reason("why-no-choice")),
            Action::SaveAndNext if !self.source.begins_next() => Err(Reason("why-no-next")),
            _ => Ok(()),
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Action> {
        let mut hints = vec![Action::Confirm, Action::Save, Action::SaveAndNext];
        hints.extend([Action::Choose, Action::Cancel, Action::Help]);
        let is_open = self.form.as_ref().is_none_or(Form::is_open);
        hints.retain(|action| match action {
            Action::Cancel | Action::Help if !is_open => true,
            _ if !is_open => false,
            Action::Cancel => self.source.can_be_left(),
            Action::Help => true,
            action => self.knows(*action, desk),
        });
        if !self.source.can_be_left() {
            hints.push(Action::Quit);
        }
        // Before the two that are known everywhere.
        let known = [Action::Cancel, Action::Help];
        let before = hints.iter().position(|action| known.contains(action));
        let leads = self.source.leads_to().iter().copied();
        let before = before.unwrap_or(hints.len());
        hints.splice(before..before, leads);
        hints
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        let form = self.form.as_ref();
        let input = form.and_then(Form::current);
        let is_last = form.is_some_and(|form| form.next(form.at + 1, true).is_none());
        match action {
            Action::Confirm if input.is_some_and(Input::is_text) => "hint-new-line",
            Action::Confirm if is_last => "hint-record",
            Action::Confirm => "hint-next-field",
            Action::Cancel if input.is_some_and(Input::is_changed) => "hint-restore",
            _ => action.spec().hint,
        }
    }

    fn settle(&mut self, area: Rect, desk: &Desk, texts: &Texts) {
        self.begin(desk, texts);
        let Some(form) = &mut self.form else { return };
        let intro = self.source.intro(desk, texts);
        let lines = form.lines();
        self.axis.set_len(lines.len());
        let line = lines.iter().position(|line| line.contains(&form.at));
        self.axis.go(Step::To(line.unwrap_or(0)), false);
        let room = draw::body(intro.as_deref(), area);
        self.axis
            .settle(room.height, 0, |at| draw::height(form, &lines, at));
        draw::settle(form, room, texts);
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let texts = look.texts;
        let (title, intro) = (
            self.source.title(desk, texts),
            self.source.intro(desk, texts),
        );
        draw::heading(&title, intro.as_deref(), look, area, buf);
        let room = draw::body(intro.as_deref(), area);
        let Some(form) = &self.form else {
            if let Some(page) = self.source.missing(desk) {
                waiting::paint(page, desk, look, room, buf);
            }
            return None;
        };
        let lines = form.lines();
        let window = self
            .axis
            .window(room.height, 0, |at| draw::height(form, &lines, at));
        draw::fields(form, lines.get(window).unwrap_or_default(), look, room, buf)
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        let Some(input) = self.form.as_ref().and_then(Form::current) else {
            return String::new();
        };
        if self.restored {
            return texts.get("draft-restored").into_owned();
        }
        let label = texts.get(&input.field.label);
        match &input.fault {
            Some(why) => format!("{label}: {why}"),
            None if input.field.locked.is_some() => format!("{label}: {}", input.stands()),
            None => {
                let hint = texts.get(&input.field.hint);
                let fresh = self.form.as_ref().is_some_and(|form| form.fresh);
                let key = match &input.edit {
                    Edit::Line(_) if input.is_replaced() && fresh => "form-replaces",
                    Edit::Line(line) if !line.is_empty() => "form-clears",
                    _ => return format!("{label}: {hint}"),
                };
                format!("{label}: {hint}. {}", texts.get(key))
            }
        }
    }

    fn summary(&self, _desk: &Desk, texts: &Texts) -> String {
        let Some(form) = &self.form else {
            return String::new();
        };
        let faulty: Vec<_> = form
            .inputs
            .iter()
            .filter(|input| input.fault.is_some())
            .collect();
        if let Some(first) = faulty.first() {
            let label = texts.get(&first.field.label);
            return tr!(texts, "form-faults", count = faulty.len(), label).into_owned();
        }
        match form.changes() {
            0 => String::new(),
            count => tr!(texts, "form-changes", count).into_owned(),
        }
    }
}

impl<S: FormSource> FormScreen<S> {
    /// Why nothing can be entered under the cursor: the field says it, or the form.
    fn say_locked(&self, cx: &mut Cx<'_>) -> Outcome {
        let input = self.form.as_ref().and_then(Form::current);
        let own = input.and_then(|input| input.field.locked.clone());
        let own = own.filter(|why| !why.is_empty());
        let Some(why) = own.or_else(|| self.source.intro(cx.desk, cx.texts)) else {
            return Outcome::Ignored;
        };
        cx.desk.say(Notice::new(Tone::Warning, why));
        Outcome::Consumed
    }
}

/// Whether the key enters or removes a letter.
fn is_typing(key: KeyEvent) -> bool {
    match key.code {
        KeyCode::Char(_) => is_letter(key),
        code => matches!(code, KeyCode::Backspace | KeyCode::Delete),
    }
}

fn full(cx: &mut Cx<'_>) {
    cx.desk
        .say(Notice::new(Tone::Hint, cx.texts.get("form-full")));
}
