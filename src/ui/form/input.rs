//! What is being entered into the fields of a form.

use super::{Choice, Entered, FieldId, FormField, InputKind};
use crate::i18n::Texts;
use crate::input::day::day;
use crate::tr;
use crate::ui::list::Filter;
use crate::ui::widget::area::Area;
use crate::ui::widget::field::{Field, FieldOutcome};
use chrono::{Months, NaiveDate};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use secrecy::SecretString;
use std::ops::Range;

/// A form while it is filled in.
#[derive(Debug)]
pub struct Form {
    pub(super) inputs: Vec<Input>,
    /// The field under the cursor.
    pub(super) at: usize,
    pub(super) today: NaiveDate,
    /// The cursor came to the field, and no key was pressed in it.
    pub(super) fresh: bool,
}

/// A field while it is filled in.
#[derive(Debug)]
pub struct Input {
    pub(super) field: FormField,
    pub(super) edit: Edit,
    /// What is wrong with it, as far as that was looked at.
    pub(super) fault: Option<String>,
    /// The server has said so: only the server knows when it is right, so it stands until something
    /// else is entered here.
    pub(super) is_told: bool,
}

/// How a field is edited.
#[derive(Debug)]
pub(super) enum Edit {
    Line(Field),
    Area(Box<Area>),
    Pick(Pick),
}

/// One of several, found as one types.
#[derive(Debug, Default)]
pub(super) struct Pick {
    pub chosen: Option<usize>,
    pub filter: Filter,
    /// The list under the field is open; its place among those that answer.
    pub open: Option<usize>,
}

impl Pick {
    /// The choices that answer to what was typed.
    pub fn found(&self, choices: &[Choice]) -> Vec<usize> {
        let answers = |choice: &Choice| self.filter.is_empty() || self.filter.takes(&choice.label);
        let found = choices.iter().enumerate();
        found
            .filter(|(_, choice)| answers(choice))
            .map(|(at, _)| at)
            .collect()
    }

    /// Takes the choice under the list's cursor; false if none answers.
    pub fn take(&mut self, choices: &[Choice]) -> bool {
        let Some(open) = self.open else { return true };
        let Some(found) = self.found(choices).get(open).copied() else {
            return false;
        };
        self.chosen = Some(found);
        self.close();
        true
    }

    pub fn close(&mut self) {
        self.open = None;
        self.filter.clear();
    }
}

impl Input {
    pub(super) fn new(field: FormField) -> Self {
        let stands = field.value.written();
        let edit = match &field.kind {
            InputKind::Line(limit) => Edit::Line(Field::new().limit(*limit).with(&stands)),
            InputKind::Secret => Edit::Line(Field::masked()),
            InputKind::Number(..) | InputKind::Day => {
                Edit::Line(Field::new().limit(40).with(&stands))
            }
            InputKind::Text(limit, _) => Edit::Area(Box::new(Area::new(&stands, *limit))),
            InputKind::Reference(choices) => Edit::Pick(Pick {
                chosen: choices.iter().position(|choice| choice.id == stands),
                ..Pick::default()
            }),
        };
        Self {
            field,
            edit,
            fault: None,
            is_told: false,
        }
    }

    pub(super) fn choices(&self) -> &[Choice] {
        match &self.field.kind {
            InputKind::Reference(choices) => choices,
            _ => &[],
        }
    }

    /// What is entered, as it can be entered again; of a password nothing.
    pub fn written(&self) -> String {
        match &self.edit {
            Edit::Line(_) if self.field.kind == InputKind::Secret => String::new(),
            Edit::Line(line) => line.value().to_owned(),
            Edit::Area(area) => area.text(),
            Edit::Pick(pick) => pick
                .chosen
                .and_then(|at| self.choices().get(at))
                .map_or_else(String::new, |choice| choice.id.clone()),
        }
    }

    /// Enters this in the place of what is there: a text as it is typed, the id of a choice.
    pub(super) fn write(&mut self, written: &str) {
        let place = self
            .choices()
            .iter()
            .position(|choice| choice.id == written);
        match &mut self.edit {
            Edit::Line(line) => line.set(written),
            Edit::Area(area) => area.set(written),
            Edit::Pick(pick) => {
                pick.chosen = place;
                pick.close();
            }
        }
    }

    pub(super) fn is_changed(&self) -> bool {
        match &self.edit {
            Edit::Line(line) if self.field.kind == InputKind::Secret => !line.is_empty(),
            Edit::Pick(pick) if pick.open.is_some() => true,
            _ => self.written() != self.field.value.written(),
        }
    }

    /// Whether Enter begins a line in it.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.edit, Edit::Area(_)) && self.field.locked.is_none()
    }

    /// Whether the first letter typed takes the place of what stands there: a day, a number.
    pub(super) fn is_replaced(&self) -> bool {
        let is_short = matches!(self.field.kind, InputKind::Day | InputKind::Number(..));
        is_short && !self.written().is_empty()
    }

    /// Empties the line, which can be taken back.
    pub(super) fn wipe(&mut self) {
        if let Edit::Line(line) = &mut self.edit {
            line.handle(KeyEvent::new(KeyCode::End, KeyModifiers::NONE));
            line.handle(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
        }
    }

    /// Enters what stood there.
    pub(super) fn restore(&mut self) {
        let stands = self.field.value.written();
        self.write(&stands);
        self.clear_fault();
    }

    pub(super) fn clear_fault(&mut self) {
        self.fault = None;
        self.is_told = false;
    }

    /// What is wrong with what stands here, seen alone and as it is being typed.
    pub(super) fn own_fault(&self, today: NaiveDate, texts: &Texts) -> Option<String> {
        match &self.edit {
            Edit::Pick(pick) if pick.open.is_some() => {
                let none = pick.found(self.choices()).is_empty();
                none.then(|| texts.get("form-no-such").into_owned())
            }
            _ => self.value(today, texts).err(),
        }
    }

    /// What stands there, as people read it.
    pub(super) fn stands(&self) -> String {
        let stands = self.field.value.written();
        let choice = self.choices().iter().find(|choice| choice.id == stands);
        choice.map_or(stands, |choice| choice.label.clone())
    }

    /// What was entered, or a sentence about what is wrong with it.
    pub(super) fn value(&self, today: NaiveDate, texts: &Texts) -> Result<Entered, String> {
        let written = self.written();
        let typed = written.trim();
        let secret = self.field.kind == InputKind::Secret;
        if typed.is_empty() && !(secret && self.is_changed()) {
            let missing = || texts.get("form-required").into_owned();
            return (!self.field.required)
                .then_some(Entered::Nothing)
                .ok_or_else(missing);
        }
        let say = |key: &str| texts.get(key).into_owned();
        Ok(match &self.field.kind {
            InputKind::Line(_) | InputKind::Text(..) => Entered::Text(typed.to_owned()),
            InputKind::Secret => Entered::Nothing,
            InputKind::Number(least, most) => {
                let number = typed.parse().ok();
                let number = number.filter(|number| (*least..=*most).contains(number));
                let say = || tr!(texts, "form-number", least = *least, most = *most);
                Entered::Number(number.ok_or_else(|| say().into_owned())?)
            }
            InputKind::Day => Entered::Day(day(typed, today).ok_or_else(|| say("form-day"))?),
            InputKind::Reference(_) => Entered::Choice(written),
        })
    }

    /// The day that is entered, to be said beside it.
    pub(super) fn day(&self, today: NaiveDate) -> Option<NaiveDate> {
        match self.field.kind {
            InputKind::Day => day(&self.written(), today),
            _ => None,
        }
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: KeyEvent, today: NaiveDate) -> FieldOutcome {
        let outcome = self.typed(key, today);
        if outcome == FieldOutcome::Changed && self.is_told {
            self.clear_fault();
        }
        outcome
    }

    fn typed(&mut self, key: KeyEvent, today: NaiveDate) -> FieldOutcome {
        let entered = self.day(today);
        let count = self.choices().len();
        match (&mut self.edit, key.code, entered) {
            (_, KeyCode::Char(sign @ ('+' | '-' | '=')), Some(day)) => {
                let next = if sign == '-' {
                    day.pred_opt()
                } else {
                    day.succ_opt()
                };
                self.write(&Entered::Day(next.unwrap_or(day)).written());
                FieldOutcome::Changed
            }
            (Edit::Line(line), ..) => line.handle(key),
            (Edit::Area(area), ..) => area.key(key),
            (Edit::Pick(pick), KeyCode::Left | KeyCode::Right, _) if count > 0 => {
                let at = pick.chosen.map_or(0, |at| {
                    let step = if key.code == KeyCode::Left {
                        count - 1
                    } else {
                        1
                    };
                    (at + step) % count
                });
                pick.close();
                pick.chosen = Some(at);
                FieldOutcome::Changed
            }
            (Edit::Pick(pick), KeyCode::Delete, _) => {
                pick.close();
                pick.chosen = None;
                FieldOutcome::Changed
            }
            (Edit::Pick(pick), ..) => {
                let outcome = pick.filter.key(key);
                if outcome == FieldOutcome::Changed {
                    pick.open = (!pick.filter.is_empty()).then_some(0);
                }
                outcome
            }
        }
    }

    /// A month on or back in a day; false if it is none.
    pub(super) fn turn_month(&mut self, back: bool, today: NaiveDate) -> bool {
        let Some(day) = self.day(today) else {
            return false;
        };
        let month = Months::new(1);
        let turned = if back {
            day.checked_sub_months(month)
        } else {
            day.checked_add_months(month)
        };
        self.write(&Entered::Day(turned.unwrap_or(day)).written());
        true
    }
}

impl Form {
    pub(super) fn new(fields: Vec<FormField>, today: NaiveDate) -> Self {
        let mut form = Self {
            inputs: fields.into_iter().map(Input::new).collect(),
            at: 0,
            today,
            fresh: true,
        };
        form.at = form.next(0, true).unwrap_or(0);
        form
    }

    /// The first field from here on (or back) that can be changed.
    pub(super) fn next(&self, from: usize, forward: bool) -> Option<usize> {
        let open = |at: &usize| {
            let input = self.inputs.get(*at);
            input.is_some_and(|input| input.field.locked.is_none())
        };
        if forward {
            (from..self.inputs.len()).find(open)
        } else {
            (0..=from).rev().find(open)
        }
    }

    /// The fields line by line: the cells of a row are one.
    pub(super) fn lines(&self) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        for (at, input) in self.inputs.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| self.inputs.get(at));
            let is_beside = before.is_some_and(|it| it.field.id.is_beside(input.field.id));
            match lines.last_mut() {
                Some(line) if is_beside => line.end = at + 1,
                _ => lines.push(at..at + 1),
            }
        }
        lines
    }

    /// The last row of a table, and whether anything is entered in it; none: there is no such table.
    pub(super) fn last_row(&self, table: u8) -> Option<(u16, bool)> {
        let of_table = self.inputs.iter().filter(|it| it.field.id.table == table);
        let last = of_table.clone().map(|it| it.field.id.row).max()?;
        let mut cells = of_table.filter(|it| it.field.id.row == last);
        Some((
            last,
            cells.any(|it| it.is_changed() || !it.written().is_empty()),
        ))
    }

    /// The rows of a table.
    pub fn rows(&self, table: u8) -> impl Iterator<Item = u16> {
        let of_table = self.inputs.iter().map(|it| it.field.id);
        let of_table = of_table.filter(move |id| id.table == table);
        let rows: std::collections::BTreeSet<u16> = of_table.map(|id| id.row).collect();
        rows.into_iter()
    }

    /// Whether something else is entered in a row than what stood there.
    pub fn is_row_changed(&self, table: u8, row: u16) -> bool {
        let mut cells = self.inputs.iter();
        cells.any(|it| (it.field.id.table, it.field.id.row) == (table, row) && it.is_changed())
    }

    /// Puts a row under the last one of its table.
    pub fn add_row(&mut self, table: u8, cells: Vec<FormField>) {
        let last = self
            .inputs
            .iter()
            .rposition(|it| it.field.id.table == table);
        let behind = last.map_or(self.inputs.len(), |last| last + 1);
        let cells = cells.into_iter().map(Input::new);
        self.inputs.splice(behind..behind, cells);
    }

    /// Puts a row as it is made now in the place of one in which nothing is entered: what it offers may
    /// have been read before others wrote.
    pub fn renew_row(&mut self, table: u8, row: u16, cells: Vec<FormField>) {
        let is_of = |it: &Input| (it.field.id.table, it.field.id.row) == (table, row);
        let first = self.inputs.iter().position(is_of);
        let last = self.inputs.iter().rposition(is_of);
        if let (Some(first), Some(last)) = (first, last)
            && !self.is_row_changed(table, row)
        {
            let cells = cells.into_iter().map(Input::new);
            self.inputs.splice(first..=last, cells);
        }
    }

    /// Enters something in a field for a person, who may change it.
    pub fn enter(&mut self, id: impl Into<FieldId>, value: &Entered) {
        let id = id.into();
        let mut inputs = self.inputs.iter_mut();
        if let Some(input) = inputs.find(|input| input.field.id == id) {
            input.write(&value.written());
        }
    }

    /// The same cell of the next row, or of the one before.
    pub(super) fn beyond(&self, forward: bool) -> Option<usize> {
        let id = self.current()?.field.id;
        let row = if forward {
            id.row.checked_add(1)?
        } else {
            id.row.checked_sub(1)?
        };
        let wanted = FieldId { row, ..id };
        let is_cell = id.row > 0 && row > 0;
        let found = self.inputs.iter().position(|it| it.field.id == wanted);
        found.filter(|_| is_cell)
    }

    pub(super) fn current(&self) -> Option<&Input> {
        self.inputs.get(self.at)
    }

    /// The field under the cursor, if it can be changed: in a form of locked ones none can.
    pub(super) fn current_mut(&mut self) -> Option<&mut Input> {
        let input = self.inputs.get_mut(self.at)?;
        input.field.locked.is_none().then_some(input)
    }

    /// Before a letter is typed: a day and a number that the cursor has just come to make room.
    pub(super) fn before_typing(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        let input = self.current_mut().filter(|input| input.is_replaced());
        if let Some(input) = input.filter(|_| fresh) {
            input.wipe();
        }
    }

    /// Whether something can be entered at all.
    pub(super) fn is_open(&self) -> bool {
        self.next(0, true).is_some()
    }

    fn input(&self, id: impl Into<FieldId>) -> Option<&Input> {
        let id = id.into();
        self.inputs.iter().find(|input| input.field.id == id)
    }

    /// What is entered in a field; [`Entered::Nothing`] also of what is not sound.
    pub fn value(&self, id: impl Into<FieldId>, texts: &Texts) -> Entered {
        let value = self.input(id).map(|input| input.value(self.today, texts));
        value.and_then(Result::ok).unwrap_or(Entered::Nothing)
    }

    /// Whether something else is entered in a field than what stood there.
    pub fn is_changed(&self, id: impl Into<FieldId>) -> bool {
        self.input(id).is_some_and(Input::is_changed)
    }

    /// How many fields hold something else than what stood there.
    pub fn changes(&self) -> usize {
        self.inputs
            .iter()
            .filter(|input| input.is_changed())
            .count()
    }

    /// Whether the same was typed into two lines.
    pub fn are_alike(&self, one: impl Into<FieldId>, other: impl Into<FieldId>) -> bool {
        let typed = |id: FieldId| match self.input(id).map(|input| &input.edit) {
            Some(Edit::Line(line)) => Some(line.value()),
            _ => None,
        };
        typed(one.into()) == typed(other.into())
    }

    /// Takes a password out of its field, which is empty then.
    pub fn take_secret(&mut self, id: impl Into<FieldId>) -> SecretString {
        let id = id.into();
        let mut inputs = self.inputs.iter_mut();
        match inputs
            .find(|input| input.field.id == id)
            .map(|input| &mut input.edit)
        {
            Some(Edit::Line(line)) => line.take_secret(),
            _ => SecretString::default(),
        }
    }
}
