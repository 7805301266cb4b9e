//! The rows of a table, as an export writes them and an import reads them back.

use super::known::Titles;
use super::shape::{ColumnOf, Part, TableColumn, TableShape, Tie, stint_of};
use crate::register::{Record, RecordRef, Register, Value};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What an export writes into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "a cell of each kind")]
pub enum ExportCell {
    Empty,
    Text(String),
    Number(i64),
    Day(NaiveDate),
}

/// The columns and the rows of a table on a day. The same register gives the same rows.
pub fn exported(
    shape: &TableShape,
    register: &Register,
    day: NaiveDate,
) -> (Vec<TableColumn>, Vec<Vec<ExportCell>>) {
    let heads = shape.heads(register, day).into_iter();
    let rows: Vec<_> = heads.map(|at| records(shape, register, at, day)).collect();
    let most = rows
        .iter()
        .flat_map(BTreeMap::keys)
        .map(|(_, nth)| *nth)
        .max();
    let columns = shape.columns(most.unwrap_or(0));
    let mut titles = Titles::new(day);
    let cells = rows.iter().map(|row| {
        let cells = columns.iter().map(|column| {
            let at = row.get(&(column.part, column.nth));
            at.map_or(ExportCell::Empty, |at| {
                cell(shape, register, column, *at, day, &mut titles)
            })
        });
        cells.collect()
    });
    let cells = cells.collect();
    (columns, cells)
}

/// The records of a row by part and number.
fn records(
    shape: &TableShape,
    register: &Register,
    head: RecordRef,
    day: NaiveDate,
) -> BTreeMap<(usize, usize), RecordRef> {
    let mut row = BTreeMap::new();
    for (place, part) in shape.numbered() {
        match part.tie {
            Tie::Head => {
                row.insert((place, 0), head);
            }
            Tie::Enrolment => {
                let stint = stint_of(register, head, day);
                row.extend(stint.map(|stint| ((place, 0), stint.by)));
            }
            Tie::Names(field, on) => {
                let hangs_on: Vec<_> = row
                    .iter()
                    .filter(|((part, _), _)| *part == on)
                    .map(|((_, nth), at)| (*nth, *at))
                    .collect();
                for (nth, at) in hangs_on {
                    let found = naming(register, part, field, at);
                    if part.repeats && nth == 0 {
                        let numbered = found.enumerate();
                        row.extend(numbered.map(|(nth, at)| ((place, nth + 1), at)));
                    } else {
                        row.extend(found.take(1).map(|at| ((place, nth), at)));
                    }
                }
            }
            Tie::ClassTeacher => {}
            Tie::NamedBy(by, field) => {
                let named: Vec<_> = row
                    .iter()
                    .filter(|((part, _), _)| *part == by)
                    .filter_map(|((_, nth), at)| {
                        let record = register.get(*at)?;
                        let field = at.kind.described().field(field)?;
                        match (field.get)(record) {
                            Value::Reference(named) => Some(((place, *nth), named)),
                            _ => None,
                        }
                    })
                    .collect();
                row.extend(named);
            }
        }
    }
    row
}

/// The records of a part whose field names a record, by id.
pub(super) fn naming(
    register: &Register,
    part: &Part,
    field: &'static str,
    at: RecordRef,
) -> impl Iterator<Item = RecordRef> {
    let kind = part.kind;
    let field = kind.described().field(field);
    let referring = register.referring_to(at).filter(move |by| by.kind == kind);
    referring.filter(move |by| {
        let value = register
            .get(*by)
            .zip(field)
            .map(|(it, field)| (field.get)(it));
        value == Some(Value::Reference(at))
    })
}

fn cell(
    shape: &TableShape,
    register: &Register,
    column: &TableColumn,
    at: RecordRef,
    day: NaiveDate,
    titles: &mut Titles,
) -> ExportCell {
    let (ColumnOf::Field(place), Some(record)) = (column.of, register.get(at)) else {
        return ExportCell::Text(at.id.to_string());
    };
    let described = shape.kind_of(column);
    let mut value = described.value(place, record);
    let tie = shape.parts.get(column.part).map(|part| part.tie);
    if let (Some(Tie::Enrolment), Record::Movement(line)) = (tie, record) {
        // The class may be another than the line names: who comes back from family education.
        let stint = stint_of(register, line.pupil.into(), day);
        let name = described.fields.get(place).map_or("", |field| field.name);
        value = match (name, stint) {
            ("class", Some(stint)) => Value::Reference(stint.class.into()),
            ("day", Some(stint)) => Value::Day(stint.from),
            _ => value,
        };
    }
    match &value {
        Value::Empty => ExportCell::Empty,
        Value::Number(number) => ExportCell::Number(*number),
        Value::Day(day) => ExportCell::Day(*day),
        Value::Reference(at) => ExportCell::Text(titles.name(register, *at)),
        value => ExportCell::Text(register.exported(value)),
    }
}
