//! A column by what people call it.

use super::shape::{ColumnOf, TableColumn, TableShape};
use super::{TableCell, TableRow};
use crate::register::RecordKind;
use std::collections::{BTreeMap, BTreeSet};

/// Rows at the top of a sheet in which its heads are looked for: titles may stand above them.
const TOP: usize = 30;

/// What tables call a field beside its own name (`school-admin`, «What really arrives»).
const ALIASES: &[(RecordKind, &str, &[&str])] = &[
    (RecordKind::Person, "last", &["фам", "surname", "last name"]),
    (RecordKind::Person, "first", &["given name", "first name"]),
    (
        RecordKind::Person,
        "middle",
        &["отч", "patronymic", "middle name"],
    ),
    (
        RecordKind::PersonDetails,
        "born",
        &[
            "д.р.",
            "дата рожд.",
            "день рождения",
            "родился",
            "birth date",
            "birthday",
        ],
    ),
    (RecordKind::PersonDetails, "sex", &["gender"]),
    (
        RecordKind::PersonDetails,
        "snils",
        &["страховой номер", "снилс №"],
    ),
    (
        RecordKind::PersonDetails,
        "phone",
        &[
            "тел.",
            "телефоны",
            "моб. телефон",
            "мобильный телефон",
            "контактный телефон",
        ],
    ),
    (
        RecordKind::PersonDetails,
        "email",
        &[
            "почта",
            "эл. почта",
            "электронная почта",
            "адрес эл. почты",
            "mail",
        ],
    ),
    (
        RecordKind::PersonDetails,
        "address",
        &["адрес проживания", "домашний адрес", "место жительства"],
    ),
    (
        RecordKind::PersonDetails,
        "source",
        &["внешний код", "sourcedid", "guid", "код ученика"],
    ),
    (RecordKind::Movement, "class", &["класс", "кл.", "class"]),
    (
        RecordKind::Movement,
        "day",
        &["с какого дня", "дата зачисления", "зачислен с"],
    ),
    (RecordKind::Movement, "order", &["приказ о зачислении"]),
    (RecordKind::Office, "role", &["роль"]),
    (
        RecordKind::ClassTeacher,
        "teacher",
        &["class_teacher", "кл. рук.", "кл. руководитель", "кл рук"],
    ),
    (
        RecordKind::Guardianship,
        "kinship",
        &["степень родства", "родство", "кем является"],
    ),
];
/// What tables call a name in one cell.
const WHOLE_NAME: &[&str] = &[
    "фио",
    "фамилия имя отчество",
    "фамилия, имя",
    "ученик",
    "учащийся",
    "обучающийся",
    "участник",
    "сотрудник",
    "работник",
    "учитель",
    "name",
];
/// Heads of columns that say only which row it is.
const NUMBERS: &[&str] = &[
    "№",
    "№ п/п",
    "п/п",
    "номер",
    "порядковый номер",
    "n",
    "причина отказа",
    "why not taken",
];

/// What the columns of a sheet are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The number of the row with the heads.
    pub row: u32,
    /// What is in each column, counted from 1.
    pub columns: BTreeMap<u32, TableColumn>,
    /// Columns whose heads nobody knows, or that say again what another says: their cells are not
    /// read.
    pub unknown: Vec<(u32, String)>,
    /// Columns that fill what is empty, and overwrite nothing.
    pub fills: BTreeSet<u32>,
}

/// Finds the heads of a sheet: in the row at its top that has the most of them. `titles` are what
/// a column is called in the languages of the program; `told` is what a person has said some
/// heads are, by the stable names of columns, `-` for those that are left out.
pub fn heading(
    shape: &TableShape,
    rows: &[TableRow],
    titles: &dyn Fn(&TableColumn) -> Vec<String>,
    told: &BTreeMap<String, String>,
) -> Option<Heading> {
    let mut known: BTreeMap<String, Option<TableColumn>> = BTreeMap::new();
    for column in shape.every_column() {
        for name in names(shape, &column, titles) {
            known.entry(key(&name)).or_insert(Some(column));
        }
    }
    for (head, name) in told {
        let key = key(head);
        let meant = known.get(&self::key(name)).copied().flatten();
        known.insert(key, meant);
    }
    let tops = rows.iter().take(TOP);
    let headings = tops.map(|row| of_row(row, &known));
    let fullest = headings.rev().max_by_key(|heading| heading.columns.len())?;
    (!fullest.columns.is_empty()).then_some(fullest)
}

/// Everything that a column may be called.
fn names(
    shape: &TableShape,
    column: &TableColumn,
    titles: &dyn Fn(&TableColumn) -> Vec<String>,
) -> Vec<String> {
    let mut names = titles(column);
    names.push(shape.column_name(column));
    let described = shape.kind_of(column);
    let aliases: &[&str] = match column.of {
        ColumnOf::Id => &[],
        ColumnOf::WholeName => WHOLE_NAME,
        ColumnOf::Field(place) => {
            let name = described.fields.get(place).map_or("", |field| field.name);
            let mut aliases = ALIASES.iter();
            let found = aliases.find(|(kind, field, _)| *kind == described.kind && *field == name);
            found.map_or(&[], |(.., aliases)| *aliases)
        }
    };
    let aliases = aliases.iter().copied();
    if column.nth == 0 {
        names.extend(aliases.map(str::to_owned));
        return names;
    }
    // «Родитель 1: ФИО», «ФИО родителя 1»; a table of one role has no number for it.
    let nth = column.nth;
    for alias in aliases {
        names.extend([
            format!("родитель {nth} {alias}"),
            format!("{alias} родителя {nth}"),
        ]);
        if nth == 1 && shape.word == "staff" {
            names.push(alias.to_owned());
        }
    }
    if column.of == ColumnOf::WholeName {
        names.push(format!("родитель {nth}"));
    }
    names
}

fn of_row(row: &TableRow, known: &BTreeMap<String, Option<TableColumn>>) -> Heading {
    let mut heading = Heading {
        row: row.number,
        columns: BTreeMap::new(),
        unknown: Vec::new(),
        fills: BTreeSet::new(),
    };
    for (index, cell) in row.cells.iter().enumerate() {
        let (TableCell::Text(text), Ok(number)) = (cell, u32::try_from(index + 1)) else {
            continue;
        };
        match known.get(&key(text)) {
            Some(Some(column)) if !heading.columns.values().any(|it| it == column) => {
                heading.columns.insert(number, *column);
            }
            Some(None) => {}
            _ if NUMBERS.iter().any(|it| key(it) == key(text)) => {}
            _ => heading.unknown.push((number, text.trim().to_owned())),
        }
    }
    heading
}

/// What heads are compared by: letters and digits, small, «ё» as «е».
pub(super) fn key(head: &str) -> String {
    let letters = head.chars().flat_map(char::to_lowercase);
    let letters = letters.filter(|c| c.is_alphanumeric() || *c == '№');
    letters.map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

impl Heading {
    /// Whether a row says the heads again, as at the top of each printed page.
    pub(super) fn repeats(&self, row: &TableRow, heads: &TableRow) -> bool {
        let mut columns = self.columns.keys();
        row.number != heads.number
            && columns.all(|column| key(row.text(*column)) == key(heads.text(*column)))
    }

    /// The column, if the sheet has it.
    pub fn column(&self, wanted: &TableColumn) -> Option<u32> {
        let mut columns = self.columns.iter();
        columns.find_map(|(number, column)| (column == wanted).then_some(*number))
    }
}
