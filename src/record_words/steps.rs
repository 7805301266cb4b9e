//! What a record says in its fields, and what it said before.

use crate::i18n::Texts;
use crate::tr;
use journal::register::{Field, FieldStep, Kind, Register, Value};

/// A value of a field.
pub fn value(
    register: &Register,
    described: &Kind,
    field: &Field,
    value: &Value,
    texts: &Texts,
) -> String {
    register.shown(value, &|choice| {
        texts.get(&described.choice_key(field, choice)).into_owned()
    })
}

/// A field, what it said and what it will say.
pub fn step(step: &FieldStep, described: &Kind, register: &Register, texts: &Texts) -> String {
    said(step, "step-was-now", described, register, texts)
}

/// The same of what has been done.
pub fn past_step(step: &FieldStep, described: &Kind, register: &Register, texts: &Texts) -> String {
    said(step, "step-became", described, register, texts)
}

fn said(
    step: &FieldStep,
    both: &str,
    described: &Kind,
    register: &Register,
    texts: &Texts,
) -> String {
    let words = |said: &Value| value(register, described, step.field, said, texts);
    let (was, now) = (words(&step.was), words(&step.now));
    let field = texts.get(&described.field_key(step.field)).into_owned();
    match (was.is_empty(), now.is_empty()) {
        (true, _) => tr!(texts, "step-now", field, now),
        (_, true) => tr!(texts, "step-was", field, was),
        _ => tr!(texts, both, field, was, now),
    }
    .into_owned()
}
