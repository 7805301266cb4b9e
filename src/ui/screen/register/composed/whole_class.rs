//! An order that is filled for a whole class at once: a line for each of its pupils, edited then
//! (SOLO2-4.5a, SOLO2-4.5c).

use super::ComposedForm;
use super::composition::{FROM, TABLE};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::ui::form::{Choice, Entered, FieldId, Form, FormField, FormSource, InputKind};
use chrono::NaiveDate;
use journal::register::{
    ClassRecord, MovementSort, OrderSort, Record, RecordKind, RecordRef, Register,
};
use journal::{ClassId, PupilId};
use std::collections::BTreeSet;

/// The field in which the class is chosen; nothing is kept of it.
const WHOLE: &str = "whole-class";

impl ComposedForm {
    /// The field, where lines on pupils are entered: among the classes that somebody is in.
    pub(super) fn whole_class(&self, register: &Register) -> Option<FormField> {
        if !self.of.has(FROM) {
            return None;
        }
        let classes = register.moved_pupils().into_iter();
        let classes = classes.filter_map(|pupil| staying(register, pupil));
        let classes: BTreeSet<ClassId> = classes.collect();
        let listed = register.listed(RecordKind::Class).into_iter();
        let listed = listed.filter(|(at, _)| classes.contains(&ClassId(at.id.0)));
        let choices = listed.map(|(at, record)| Choice {
            id: at.id.to_string(),
            label: register.title_of(record),
        });
        let choices = InputKind::Reference(choices.collect());
        let (label, hint) = ("column-whole-class", "hint-whole-class");
        Some(FormField::new(WHOLE, label, hint, choices))
    }

    /// Puts a line for each pupil of the class that has been chosen, who is in none yet.
    pub(super) fn fill(&self, form: &mut Form, register: &Register, desk: &Desk, texts: &Texts) {
        let Entered::Choice(class) = form.value(WHOLE, texts) else {
            return;
        };
        form.enter(WHOLE, &Entered::Nothing);
        let Ok(class) = class.parse().map(ClassId) else {
            return;
        };
        let rows: Vec<u16> = form.rows(TABLE).collect();
        let said = rows
            .iter()
            .map(|row| form.value(FieldId::cell(TABLE, *row, "pupil"), texts));
        let said: Vec<Entered> = said.collect();
        let choice = |at: RecordRef| Entered::Choice(at.id.to_string());
        let mut pupils: Vec<RecordRef> = register
            .moved_pupils()
            .into_iter()
            .filter(|pupil| staying(register, *pupil) == Some(class))
            .map(RecordRef::from)
            .filter(|at| !said.contains(&choice(*at)))
            .collect();
        pupils.sort_by_cached_key(|at| register.title(*at));
        let (next, day) = Self::goes_to(class, form, register, texts);
        for at in pupils {
            let Some(row) = form.rows(TABLE).max() else {
                return;
            };
            if let Some(cells) = self.row(TABLE, row, desk, texts) {
                form.renew_row(TABLE, row, cells);
            }
            let cell = |name| FieldId::cell(TABLE, row, name);
            form.enter(cell("pupil"), &choice(at));
            form.enter(cell("day"), &day.map_or(Entered::Nothing, Entered::Day));
            if let Some(next) = next {
                form.enter(cell("class"), &choice(next.into()));
                if owes(PupilId(at.id.0), day, desk) {
                    let conditional = MovementSort::Conditional.word().to_owned();
                    form.enter(cell("sort"), &Entered::Choice(conditional));
                }
            }
            if let Some(cells) = self.row(TABLE, row + 1, desk, texts) {
                form.add_row(TABLE, cells);
            }
        }
    }

    /// Into which class the pupils go by the order, and from which day on: promoted into the one that
    /// goes on in the next year, from its first day; else it is the day of the order.
    fn goes_to(
        class: ClassId,
        form: &Form,
        register: &Register,
        texts: &Texts,
    ) -> (Option<ClassId>, Option<NaiveDate>) {
        let promotes = Entered::Choice(OrderSort::Promotion.word().to_owned());
        let next = (form.value("sort", texts) == promotes).then(|| next_class(register, class));
        let date = match form.value("date", texts) {
            Entered::Day(day) => Some(day),
            _ => None,
        };
        match next.flatten() {
            Some((next, day)) => (Some(next), Some(day)),
            None => (None, date),
        }
    }
}

impl super::Composition {
    /// Whether the kind of debts is asked for too, by which promotion is conditional.
    pub fn asks_debts(&self) -> bool {
        self.has(FROM)
    }
}

/// The class in which a pupil is, and which nothing has ended.
fn staying(register: &Register, pupil: PupilId) -> Option<ClassId> {
    let stints = register.stints(pupil);
    let last = stints.last()?;
    (last.until.is_none() && !last.attached).then_some(last.class)
}

fn owes(pupil: PupilId, day: Option<NaiveDate>, desk: &Desk) -> bool {
    let debts = desk.records(RecordKind::Debt);
    debts.zip(day).is_some_and(|((_, register), day)| {
        let mut debts = register.debts(pupil);
        debts.any(|(_, debt)| debt.is_open(day))
    })
}

/// The class of the year after that is of the next grade and called the same otherwise, and the first
/// day of that year.
fn next_class(register: &Register, class: ClassId) -> Option<(ClassId, NaiveDate)> {
    let of = |at: RecordRef| match register.get(at) {
        Some(Record::Class(class)) => Some(class),
        _ => None,
    };
    let was = of(class.into())?;
    let over = register.days_of_year(was.year)?.last;
    let letter = |it: &ClassRecord| {
        it.title
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .to_owned()
    };
    let listed = register.of(RecordKind::Class);
    let next = listed.filter_map(|(at, _)| {
        let it = of(at)?;
        let first = register.days_of_year(it.year)?.first;
        let goes_on = it.grade == was.grade + 1 && letter(it) == letter(was) && over < first;
        goes_on.then_some((ClassId(at.id.0), first))
    });
    next.min_by_key(|(_, first)| *first)
}
