//! Going through the fields of a form, saving them, leaving.

use super::input::{Edit, Form, Input};
use super::{Entered, FormScreen, FormSource, InputKind};
use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::messages;
use crate::ui::popup::ask::Ask;
use crate::ui::widget::field::FieldOutcome;
use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use offline::Draft;

impl<S: FormSource> FormScreen<S> {
    /// Takes over what stands in the fields, and over it what was begun some other time.
    pub(super) fn begin(&mut self, desk: &Desk, texts: &Texts) {
        if self.form.is_some() {
            return;
        }
        let Some(fields) = self.source.fields(desk, texts) else {
            return;
        };
        let mut form = Form::new(fields, desk.local(desk.now()).date());
        let kept = self.source.draft().and_then(|key| desk.drafts.get(&key));
        if let Some(Draft::Form(kept)) = kept {
            for (table, row) in kept.keys().filter_map(|key| cell_of(key)) {
                while let Some((last, _)) = form.last_row(table).filter(|(last, _)| *last < row) {
                    match self.source.row(table, last + 1, desk, texts) {
                        Some(cells) => form.add_row(table, cells),
                        None => break,
                    }
                }
            }
            for input in &mut form.inputs {
                let id = input.field.id.to_string();
                if let (Some(written), None) = (kept.get(&id), &input.field.locked) {
                    input.write(written);
                }
            }
            self.restored = form.changes() > 0;
        }
        self.form = Some(form);
        self.grow(desk, texts);
    }

    /// A table ends with an empty row; what follows from what was entered is restated.
    fn grow(&mut self, desk: &Desk, texts: &Texts) {
        let Some(form) = &mut self.form else { return };
        for table in 1.. {
            let Some((last, is_filled)) = form.last_row(table) else {
                break;
            };
            let next = is_filled.then(|| self.source.row(table, last + 1, desk, texts));
            if let Some(cells) = next.flatten() {
                form.add_row(table, cells);
            }
        }
        self.source.follow(form, desk, texts);
    }

    /// What is typed and not saved outlives the form, unless the form is done with it.
    pub(super) fn keep(&mut self, outcome: Outcome, desk: &mut Desk, texts: &Texts) -> Outcome {
        self.restored = false;
        self.grow(desk, texts);
        self.recheck(desk, texts);
        let (Some(key), Some(form)) = (self.source.draft(), &self.form) else {
            return outcome;
        };
        if !is_done(&outcome) {
            let draft = (form.changes() > 0).then(|| Draft::Form(form.typed()));
            desk.drafts.set(key, draft);
        }
        outcome
    }

    /// Checks the field that is left, and goes on to the next one that can be changed.
    fn forward(&mut self, cx: &Cx<'_>) {
        self.check_current(cx.desk, cx.texts);
        if let Some(form) = &mut self.form {
            let next = form.next(form.at + 1, true).or_else(|| form.next(0, true));
            form.at = next.unwrap_or(form.at);
        }
    }

    fn back(&mut self) {
        let Some(form) = &mut self.form else { return };
        if let Some(Edit::Pick(pick)) = form.current_mut().map(|input| &mut input.edit) {
            pick.close();
        }
        let last = form.inputs.len().saturating_sub(1);
        let before = form.at.checked_sub(1).and_then(|at| form.next(at, false));
        form.at = before.or_else(|| form.next(last, false)).unwrap_or(form.at);
    }

    fn check_current(&mut self, desk: &Desk, texts: &Texts) {
        let Some(form) = &mut self.form else { return };
        let today = form.today;
        let Some(input) = form.current_mut() else {
            return;
        };
        finish(input, today, texts);
        if input.fault.is_some() {
            return;
        }
        let id = input.field.id;
        let faults = self.source.check(form, desk, texts);
        let fault = faults.into_iter().find(|(of, _)| *of == id);
        if let Some(input) = form.current_mut() {
            input.fault = fault.map(|(_, why)| why);
            input.is_told = false;
        }
    }

    /// What was found wrong stands as long as it is wrong: fields are judged by one another, so
    /// each that was is looked at again whatever was typed, and as it is being typed.
    fn recheck(&mut self, desk: &Desk, texts: &Texts) {
        let Some(form) = &mut self.form else { return };
        let stands = |input: &Input| input.fault.is_some() && !input.is_told;
        if !form.inputs.iter().any(stands) {
            return;
        }
        let of_form = self.source.check(form, desk, texts);
        let today = form.today;
        for input in form.inputs.iter_mut().filter(|input| stands(input)) {
            let of_form = of_form.iter().find(|(id, _)| *id == input.field.id);
            let of_form = of_form.map(|(_, why)| why.clone());
            input.fault = input.own_fault(today, texts).or(of_form);
        }
    }

    fn save(&mut self, next: bool, cx: &mut Cx<'_>) -> Outcome {
        let Some(form) = &mut self.form else {
            return Outcome::Consumed;
        };
        let today = form.today;
        for input in form
            .inputs
            .iter_mut()
            .filter(|input| input.field.locked.is_none())
        {
            finish(input, today, cx.texts);
        }
        for (id, why) in self.source.check(form, cx.desk, cx.texts) {
            let found = form.inputs.iter_mut().find(|input| input.field.id == id);
            if let Some(input) = found {
                input.fault = input.fault.take().or(Some(why));
            }
        }
        if let Some(at) = form.inputs.iter().position(|input| input.fault.is_some()) {
            form.at = at;
            return Outcome::Consumed;
        }
        if form.changes() == 0 {
            return Outcome::Close;
        }
        let outcome = self.source.save(form, cx);
        self.next = next;
        self.go_on(outcome, cx)
    }

    /// What is saved gives way to the next record, if that is wished.
    pub(super) fn go_on(&mut self, outcome: Outcome, cx: &mut Cx<'_>) -> Outcome {
        if is_done(&outcome) && std::mem::take(&mut self.next) {
            self.begin_next(cx);
            return Outcome::Consumed;
        }
        outcome
    }

    /// Another record, with what is carried on from this one.
    fn begin_next(&mut self, cx: &mut Cx<'_>) {
        if let Some(key) = self.source.draft() {
            cx.desk.drafts.set(key, None);
        }
        let before = self.form.take();
        self.begin(cx.desk, cx.texts);
        let (Some(before), Some(form)) = (before, &mut self.form) else {
            return;
        };
        for (input, before) in form.inputs.iter_mut().zip(&before.inputs) {
            if input.field.carried {
                input.write(&before.written());
            }
        }
    }

    /// One step back: out of the list under a field, out of a changed field, out of the form.
    fn cancel(&mut self, cx: &mut Cx<'_>) -> Outcome {
        let Some(form) = &mut self.form else {
            return Outcome::Close;
        };
        if let Some(input) = form.current_mut().filter(|input| input.is_changed()) {
            match &mut input.edit {
                Edit::Pick(pick) if pick.open.is_some() => pick.close(),
                _ => input.restore(),
            }
            return Outcome::Consumed;
        }
        if !self.source.can_be_left() {
            return Outcome::Consumed;
        }
        if form.changes() == 0 || self.source.draft().is_none() {
            return Outcome::Close;
        }
        Outcome::Open(Box::new(Ask::unsaved(cx.texts.get("confirm-form"))))
    }

    pub(super) fn act_on(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Cancel => return self.cancel(cx),
            Action::Save => return self.save(false, cx),
            Action::SaveAndNext if self.source.begins_next() => return self.save(true, cx),
            Action::NextField => self.forward(cx),
            Action::PreviousField => self.back(),
            Action::Confirm | Action::MoveDown | Action::MoveUp => return self.step(action, cx),
            Action::PageUp | Action::PageDown => self.turn(action == Action::PageUp),
            Action::Choose => {
                let input = self.form.as_mut().and_then(Form::current_mut);
                match input.map(|input| &mut input.edit) {
                    Some(Edit::Pick(pick)) => pick.open = Some(pick.chosen.unwrap_or(0)),
                    _ => return Outcome::Ignored,
                }
            }
            Action::Undo => {
                let input = self.form.as_mut().and_then(Form::current_mut);
                let undone = match input.map(|input| &mut input.edit) {
                    Some(Edit::Line(line)) => line.undo(),
                    Some(Edit::Area(area)) => area.undo(),
                    _ => false,
                };
                messages::typing_undone(undone, cx);
            }
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    /// Enter and the arrows: within the list under a field or the lines of a text, else from field
    /// to field; Enter after the last one saves.
    fn step(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        let Some(form) = &mut self.form else {
            return Outcome::Ignored;
        };
        let today = form.today;
        let is_last = form.next(form.at + 1, true).is_none();
        let Some(input) = form.current_mut() else {
            return Outcome::Ignored;
        };
        let choices = match &input.edit {
            Edit::Pick(pick) => pick.found(input.choices()).len(),
            _ => 0,
        };
        match (action, &mut input.edit) {
            (Action::MoveDown, Edit::Pick(pick)) if pick.open.is_some() => {
                let down = |at: usize| (at + 1).min(choices.saturating_sub(1));
                pick.open = pick.open.map(down);
                return Outcome::Consumed;
            }
            (Action::MoveUp, Edit::Pick(pick)) if pick.open.is_some() => {
                pick.open = pick.open.map(|at| at.saturating_sub(1));
                return Outcome::Consumed;
            }
            (_, Edit::Area(_)) => {
                let code = match action {
                    Action::Confirm => KeyCode::Enter,
                    Action::MoveUp => KeyCode::Up,
                    _ => KeyCode::Down,
                };
                let key = KeyEvent::new(code, KeyModifiers::NONE);
                if input.key(key, today) != FieldOutcome::Ignored {
                    return Outcome::Consumed;
                }
            }
            _ => {}
        }
        let beyond = match action {
            Action::MoveUp => form.beyond(false),
            Action::MoveDown => form.beyond(true),
            _ => None,
        };
        if let Some(at) = beyond {
            self.check_current(cx.desk, cx.texts);
            if let Some(form) = &mut self.form {
                form.at = at;
            }
            return Outcome::Consumed;
        }
        match action {
            Action::MoveUp => self.back(),
            Action::Confirm if is_last => return self.save(false, cx),
            _ => self.forward(cx),
        }
        Outcome::Consumed
    }

    /// A month in a day; else to the first or the last field.
    fn turn(&mut self, up: bool) {
        let Some(form) = &mut self.form else { return };
        let today = form.today;
        let is_day = form
            .current_mut()
            .is_some_and(|input| input.turn_month(up, today));
        if !is_day {
            let last = form.inputs.len().saturating_sub(1);
            let end = if up {
                form.next(0, true)
            } else {
                form.next(last, false)
            };
            form.at = end.unwrap_or(form.at);
        }
    }

    pub(super) fn is_pick(&self) -> bool {
        let input = self.form.as_ref().and_then(Form::current);
        input.is_some_and(|input| matches!(input.edit, Edit::Pick(_)))
    }
}

/// The table and the row of a cell, as a draft names it.
fn cell_of(key: &str) -> Option<(u8, u16)> {
    let mut parts = key.splitn(3, '.');
    let table = parts.next()?.parse().ok()?;
    let row = parts.next()?.parse().ok()?;
    parts.next().map(|_| (table, row))
}

/// Whether the form is done with what was typed.
fn is_done(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Close | Outcome::CloseWhenKept | Outcome::TellAndClose(_)
    )
}

/// What was typed is read, and stands there as it was understood.
fn finish(input: &mut Input, today: NaiveDate, texts: &Texts) {
    if input.field.locked.is_some() {
        return;
    }
    let found = match &mut input.edit {
        Edit::Pick(pick) => {
            let choices = match &input.field.kind {
                InputKind::Reference(choices) => choices.as_slice(),
                _ => &[],
            };
            pick.take(choices)
        }
        _ => true,
    };
    if !found {
        input.fault = Some(texts.get("form-no-such").into_owned());
        return;
    }
    match input.value(today, texts) {
        Ok(value) => {
            if !matches!(value, Entered::Nothing | Entered::Text(_)) {
                input.write(&value.written());
            }
            input.clear_fault();
        }
        Err(why) => {
            input.fault = Some(why);
            input.is_told = false;
        }
    }
}
