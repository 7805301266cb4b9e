//! A field of a record in a form: how it is entered, and the value that comes of it.

use crate::i18n::Texts;
use crate::ui::form::{Choice, Entered, FieldId, Form, FormField, InputKind};
use chrono::NaiveDate;
use journal::register::{
    Fault, Field, FieldFault, FieldKind, Kind, Record, RecordId, RecordKind, reading,
};
use journal::register::{Register, Value, field::BELLS_LIMIT};

/// Longest text of grades and of one bell, in letters.
const GRADES: usize = 40;
const BELL: usize = 24;
/// Rows of the field of bells.
const BELL_ROWS: u16 = 8;

/// The fields of a form, with what stands in the record, or with what a new one begins with.
pub fn of(
    kind: RecordKind,
    stands: Option<&Record>,
    register: &Register,
    today: NaiveDate,
    texts: &Texts,
) -> Vec<FormField> {
    let described = kind.described();
    let fields = described.fields.iter();
    let made = fields.map(|field| {
        let value = match stands {
            Some(record) => (field.get)(record),
            None => begins_with(field, register, today),
        };
        let (label, hint) = (described.field_key(field), described.hint_key(field));
        let entry = entry(described, field, register, texts);
        let mut made = FormField::new(field.name, label, hint, entry).with(entered(&value));
        made.required = field.required;
        // What many records in a row have in common: their building, their year.
        made.carried = matches!(field.kind, FieldKind::Reference(_));
        made
    });
    made.collect()
}

fn entry(described: &Kind, field: &Field, register: &Register, texts: &Texts) -> InputKind {
    let choice = |id: String, label: String| Choice { id, label };
    match field.kind {
        FieldKind::Text { max } => InputKind::Line(max),
        FieldKind::Number { least, most } => InputKind::Number(least, most),
        FieldKind::Day => InputKind::Day,
        FieldKind::Grades => InputKind::Line(GRADES),
        FieldKind::Bells => InputKind::Text(BELLS_LIMIT * BELL, BELL_ROWS),
        FieldKind::Choice(choices) => {
            let choices = choices.iter().map(|one| {
                let label = texts.get(&described.choice_key(field, *one));
                choice(one.word.to_owned(), label.into_owned())
            });
            InputKind::Reference(choices.collect())
        }
        FieldKind::Reference(kind) => {
            let records = register.listed(kind).into_iter();
            let choices =
                records.map(|(at, record)| choice(at.id.to_string(), register.title_of(record)));
            InputKind::Reference(choices.collect())
        }
    }
}

/// The running year, the only building, the first of the words, where one must be said and none is
/// a person's to choose.
fn begins_with(field: &Field, register: &Register, today: NaiveDate) -> Value {
    match field.kind {
        _ if !field.required || field.chosen => Value::Empty,
        FieldKind::Choice(choices) => choices
            .first()
            .map_or(Value::Empty, |one| Value::Choice(*one)),
        FieldKind::Reference(RecordKind::SchoolYear) => {
            let year = register.running_year(today);
            year.map_or(Value::Empty, |(at, _)| Value::Reference(at))
        }
        FieldKind::Reference(kind) => {
            let mut records = register.of(kind);
            match (records.next(), records.next()) {
                (Some((at, _)), None) => Value::Reference(at),
                _ => Value::Empty,
            }
        }
        _ => Value::Empty,
    }
}

/// A value as it is entered: bells a line each.
pub fn entered(value: &Value) -> Entered {
    match value {
        Value::Empty => Entered::Nothing,
        Value::Text(text) => Entered::Text(text.clone()),
        Value::Number(number) => Entered::Number(*number),
        Value::Day(day) => Entered::Day(*day),
        Value::Choice(choice) => Entered::Choice(choice.word.to_owned()),
        Value::Reference(at) => Entered::Choice(at.id.to_string()),
        Value::Grades(grades) => Entered::Text(grades.to_string()),
        Value::Bells(_) => {
            let bells = Register::default().exported(value);
            Entered::Text(bells.replace("; ", "\n"))
        }
    }
}

/// The record that is entered, field by field.
///
/// # Errors
/// Everything that is wrong with the fields, each seen alone.
pub fn record(kind: RecordKind, form: &Form, texts: &Texts) -> Result<Record, Vec<FieldFault>> {
    record_at(kind, form, texts, Into::into, |_| None)
}

/// The record that is entered in fields of these ids; what `given` says of a field is not entered.
///
/// # Errors
/// Everything that is wrong with the fields, each seen alone.
pub fn record_at(
    kind: RecordKind,
    form: &Form,
    texts: &Texts,
    id: impl Fn(&'static str) -> FieldId,
    given: impl Fn(&Field) -> Option<Value>,
) -> Result<Record, Vec<FieldFault>> {
    let described = kind.described();
    let mut faults = Vec::new();
    let fields = described.fields.iter();
    let values: Vec<Value> = fields
        .map(|field| {
            let entered = || value(field, typed(field, id(field.name), form, texts));
            let read = given(field).map_or_else(entered, Ok);
            read.unwrap_or_else(|fault| {
                faults.push(FieldFault::new(field.name, fault));
                Value::Empty
            })
        })
        .collect();
    let built = described.build(&values);
    match (faults.is_empty(), built) {
        (true, built) => built,
        (false, Ok(_)) => Err(faults),
        (false, Err(more)) => {
            // What cannot be read is empty only for that.
            let unread = |fault: &FieldFault| faults.iter().any(|it| it.field == fault.field);
            let more: Vec<_> = more.into_iter().filter(|fault| !unread(fault)).collect();
            faults.extend(more);
            Err(faults)
        }
    }
}

/// What was entered, a text as it is kept; one that nobody touched stays what it was.
fn typed(field: &Field, id: FieldId, form: &Form, texts: &Texts) -> Entered {
    match form.value(id, texts) {
        Entered::Text(text) if form.is_changed(id) => Entered::Text(field.kept(&text)),
        entered => entered,
    }
}

fn value(field: &Field, entered: Entered) -> Result<Value, Fault> {
    let id = |id: &str| id.parse().map_err(|_| Fault::NoSuchRecord);
    Ok(match (field.kind, entered) {
        (_, Entered::Nothing) => Value::Empty,
        (FieldKind::Choice(choices), Entered::Choice(word)) => {
            let choice = choices.iter().find(|one| one.word == word);
            Value::Choice(*choice.ok_or(Fault::NoSuchRecord)?)
        }
        (FieldKind::Reference(kind), Entered::Choice(of)) => {
            Value::Reference(kind.at(RecordId(id(&of)?)))
        }
        (FieldKind::Grades, Entered::Text(text)) => Value::Grades(reading::grades(&text)?),
        (FieldKind::Bells, Entered::Text(text)) => Value::Bells(reading::bells(&text)?),
        (_, Entered::Text(text)) => Value::Text(text),
        (_, Entered::Number(number)) => Value::Number(number),
        (_, Entered::Day(day)) => Value::Day(day),
        (_, Entered::Choice(_)) => return Err(Fault::OtherKind),
    })
}
