//! What the cells of a row say of each of its records.

use super::cell::{self, CellReading, Said};
use super::findings::{Finding, Weight};
use super::heads::Heading;
use super::known::{Known, Titles};
use super::plan::{Draft, SheetToPlan, Terms};
use super::shape::{ColumnOf, TableColumn, TableShape, Tie};
use super::{TableCell, TableRow};
use crate::reading::{self, Ask, class_title, may_be_month_first};
use crate::register::{Fault, Field, FieldKind, Record, RecordId, RecordKind, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What a row says of one record.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// Its number in the file.
    pub(super) id: Option<RecordId>,
    /// Values by the places of the fields, with the columns that say them.
    pub(super) values: BTreeMap<usize, (Value, Option<u32>)>,
    /// The columns that the sheet has for the fields.
    pub(super) columns: BTreeMap<usize, u32>,
}

impl Given {
    /// The first column that says something.
    pub(super) fn first_column(&self) -> Option<u32> {
        self.values.values().filter_map(|(_, column)| *column).min()
    }

    /// Says it all to a record, as far as its fields take it.
    pub(super) fn put_into(&self, record: &mut Record) {
        let fields = record.kind().described().fields;
        for (place, (value, _)) in &self.values {
            if let Some(field) = fields.get(*place) {
                // What does not fit is told where the row is read.
                let _ = (field.set)(record, value.clone());
            }
        }
    }

    /// The text that it says in the field of that name.
    pub(super) fn text(&self, kind: RecordKind, field: &str) -> String {
        match self.value(kind, field) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// What it says in the field of that name.
    pub(super) fn value(&self, kind: RecordKind, field: &str) -> Option<&Value> {
        let mut fields = kind.described().fields.iter();
        let place = fields.position(|it| it.name == field)?;
        self.values.get(&place).map(|(value, _)| value)
    }
}

/// What a row says of all its records.
#[derive(Debug, Default)]
pub(super) struct GivenRow {
    of: BTreeMap<(usize, usize), Given>,
}

impl GivenRow {
    /// What is said of the record of a part; none: nothing.
    pub(super) fn of(&self, part: usize, nth: usize) -> Option<&Given> {
        let given = self.of.get(&(part, nth))?;
        (given.id.is_some() || !given.values.is_empty()).then_some(given)
    }

    /// What is said of the head.
    pub(super) fn head(&self) -> Option<&Given> {
        self.of.get(&(0, 0))
    }

    /// The column of the name of the head.
    pub(super) fn name_column(&self) -> Option<u32> {
        let head = self.head()?;
        head.first_column()
            .or_else(|| head.columns.values().copied().min())
    }

    /// What a row is called of which no record is known.
    pub(super) fn title(&self, row: &TableRow, heading: &Heading) -> String {
        let name = self.head().and_then(|head| {
            let texts = head.values.values().filter_map(|(value, _)| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            });
            let name: Vec<_> = texts.collect();
            (!name.is_empty()).then(|| name.join(" "))
        });
        name.unwrap_or_else(|| {
            let columns = heading.columns.iter();
            let columns = columns.filter(|(_, it)| it.of != ColumnOf::Id);
            let mut texts = columns.map(|(number, _)| row.text(*number));
            let text = texts.find(|text| !text.is_empty()).unwrap_or_default();
            Titles::parts(text).0.to_owned()
        })
    }

    /// Reads the cells of a row.
    pub(super) fn read(
        sheet: &SheetToPlan<'_>,
        row: &TableRow,
        known: &mut Known,
        (terms, foreign_ids, month_first): (&Terms<'_>, &BTreeSet<RecordKind>, &BTreeSet<u32>),
        draft: &mut Draft,
    ) -> Self {
        let mut given = Self::default();
        for (number, column) in &sheet.heading.columns {
            let of = given.of.entry((column.part, column.nth)).or_default();
            let field = match column.of {
                ColumnOf::Field(place) => {
                    of.columns.insert(place, *number);
                    sheet
                        .shape
                        .kind_of(column)
                        .fields
                        .get(place)
                        .map(|field| (place, field))
                }
                _ => None,
            };
            let text = match row.cell(*number) {
                TableCell::Empty => continue,
                TableCell::Text(text) => text,
                TableCell::Formula => {
                    draft.find(Some(*number), Finding::Formula);
                    continue;
                }
                TableCell::Error(text) => {
                    draft.find(Some(*number), Finding::CellError(text.clone()));
                    continue;
                }
                TableCell::Unprintable(_) => {
                    draft.find(Some(*number), Finding::Fault(Fault::Unprintable));
                    continue;
                }
            };
            match (column.of, field) {
                (ColumnOf::Id, _) => match text.trim().parse() {
                    Ok(id) if id > 0 => of.id = Some(RecordId(id)),
                    _ => draft.find(Some(*number), Finding::BadId),
                },
                (ColumnOf::WholeName, _) => whole_name(of, *number, text, draft),
                (_, Some((place, field))) => {
                    let reading = match field.kind {
                        FieldKind::Reference(kind) => {
                            reference(field, kind, text, known, foreign_ids)
                        }
                        _ => {
                            let pupil = is_of_pupil(sheet.shape, column);
                            cell::read(field, text, terms.today, terms.base, pupil)
                        }
                    };
                    for finding in reading.findings {
                        draft.find(Some(*number), finding);
                    }
                    if month_first.contains(number) && may_be_month_first(text) {
                        draft.find(Some(*number), Finding::Asks(Ask::DayOrder));
                    }
                    if let Said::Value(value) = reading.said {
                        of.values.insert(place, (value, Some(*number)));
                    }
                }
                (ColumnOf::Field(_), None) => {}
            }
        }
        given.class_of_sheet(sheet, known);
        given
    }

    /// A sheet of a class says the class by its name.
    fn class_of_sheet(&mut self, sheet: &SheetToPlan<'_>, known: &mut Known) {
        let mut parts = sheet.shape.numbered();
        let Some((part, it)) = parts.find(|(_, part)| part.tie == Tie::Enrolment) else {
            return;
        };
        let mut fields = it.kind.described().fields.iter();
        let Some(place) = fields.position(|field| field.name == "class") else {
            return;
        };
        let column = TableColumn {
            nth: 0,
            part,
            of: ColumnOf::Field(place),
        };
        let Ok(read) = class_title(sheet.name) else {
            return;
        };
        if sheet.heading.column(&column).is_some() || !read.asks.is_empty() {
            return;
        }
        let title = read.value.to_string();
        let meant = class_called(known, &title);
        if let [at] = meant.as_slice() {
            let given = self.of.entry((part, 0)).or_default();
            given.values.insert(place, (Value::Reference(*at), None));
        }
    }
}

/// Whether a day of birth in the column is that of a child.
fn is_of_pupil(shape: &TableShape, column: &TableColumn) -> bool {
    let enrols = shape.parts.iter().any(|part| part.tie == Tie::Enrolment);
    enrols && column.nth == 0
}

/// A name in one cell, as the three that it is kept in.
fn whole_name(given: &mut Given, number: u32, text: &str, draft: &mut Draft) {
    match reading::name(text) {
        Ok(read) => {
            let findings = cell::said_of(&read);
            let initials = findings.iter().any(|it| it.weight() == Weight::Refused);
            for finding in findings {
                draft.find(Some(number), finding);
            }
            if initials {
                return;
            }
            let name = read.value.name;
            let parts = [
                ("last", name.last),
                ("first", name.first),
                ("middle", name.middle),
            ];
            for (field, text) in parts {
                let mut fields = RecordKind::Person.described().fields.iter();
                if let Some(place) = fields.position(|it| it.name == field)
                    && !text.is_empty()
                {
                    let said = (Value::Text(text), Some(number));
                    given.values.entry(place).or_insert(said);
                    given.columns.entry(place).or_insert(number);
                }
            }
        }
        Err(reading::Unread::Nothing) => {}
        Err(why) => draft.find(Some(number), Finding::Unread(why)),
    }
}

/// The record that a cell names.
fn reference(
    field: &Field,
    kind: RecordKind,
    text: &str,
    known: &mut Known,
    foreign_ids: &BTreeSet<RecordKind>,
) -> CellReading {
    if reading::is_nothing(text) {
        return CellReading::nothing();
    }
    if cell::erases(text) {
        return match field.check(&Value::Empty) {
            Ok(()) => CellReading::of(Value::Empty),
            Err(fault) => CellReading::wrong(Finding::Fault(fault)),
        };
    }
    let (title, id) = Titles::parts(text);
    if let Some(at) = id.map(|id| kind.at(id)) {
        let ours = !foreign_ids.contains(&kind) && known.register.get(at).is_some();
        let found = known.by_file(at).or(ours.then_some(at));
        if let Some(at) = found {
            return CellReading::of(Value::Reference(at));
        }
    }
    let meant = match kind {
        RecordKind::Class => class_called(known, title),
        _ => {
            let meant = known.titles.meant(&known.register, kind, title);
            meant.into_iter().collect()
        }
    };
    match meant.as_slice() {
        [at] => {
            let latin = kind == RecordKind::Class
                && class_title(title).is_ok_and(|read| !read.notes.is_empty());
            let mut reading = CellReading::of(Value::Reference(*at));
            if latin {
                let note = Finding::Read(reading::Note::LatinLetters);
                reading.findings.push(note);
            }
            reading
        }
        [] => CellReading::wrong(Finding::NoSuch(kind, title.trim().to_owned())),
        several => {
            let title = title.trim().to_owned();
            CellReading::wrong(Finding::Several(kind, title, several.len()))
        }
    }
}

/// The class that a cell means, however it is written: «7 "б"», «7-Б».
fn class_called(known: &mut Known, title: &str) -> Vec<crate::register::RecordRef> {
    let mut meant = known
        .titles
        .meant(&known.register, RecordKind::Class, title);
    if meant.is_empty()
        && let Ok(read) = class_title(title)
    {
        let title = read.value.to_string();
        meant = known
            .titles
            .meant(&known.register, RecordKind::Class, &title);
    }
    meant.into_iter().collect()
}
