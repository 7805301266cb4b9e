//! Tables against the register: what a row does, and what is said of it, by row and column.

mod any;
mod pupils;
mod round_trip;
mod rows;

use crate::support::*;
use journal::reading::SerialBase;
use journal::register::table::*;
use journal::register::*;
use std::collections::BTreeMap;

/// Columns by the Russian words of the program, as far as the tests name them.
fn titles(shape: &TableShape, column: &TableColumn) -> Vec<String> {
    let word = match shape.column_name(column).as_str() {
        "last" => "Фамилия",
        "first" => "Имя",
        "middle" => "Отчество",
        "details.born" => "Дата рождения",
        "details.sex" => "Пол",
        "details.snils" => "СНИЛС",
        "details.phone" => "Телефон",
        "entry.class" => "Класс",
        "parent-person-1.last" => "Родитель 1: Фамилия",
        "parent-person-1.first" => "Родитель 1: Имя",
        "parent-details-1.phone" => "Родитель 1: Телефон",
        "parent-details-1.email" => "Родитель 1: E-mail",
        "title" => "Название",
        _ => return Vec::new(),
    };
    vec![word.to_owned()]
}

/// Lines with cells parted by «|», the first being row 1.
fn rows(lines: &[&str]) -> Vec<TableRow> {
    let cell = |text: &str| match text.trim() {
        "" => TableCell::Empty,
        "=?" => TableCell::Formula,
        "#DIV/0!" => TableCell::Error("#DIV/0!".to_owned()),
        text if text.contains('\u{7}') => TableCell::Unprintable(text.to_owned()),
        text => TableCell::Text(text.to_owned()),
    };
    let numbered = lines.iter().zip(1..);
    let rows = numbered.map(|(line, number)| TableRow {
        number,
        cells: line.split('|').map(cell).collect(),
    });
    rows.collect()
}

struct Asked {
    plan: TablePlan,
}

fn asked(register: &Register, shape: &TableShape, lines: &[&str]) -> Asked {
    with(register, shape, lines, false, &|_, _| false)
}

fn with(
    register: &Register,
    shape: &TableShape,
    lines: &[&str],
    take_disputed: bool,
    by_hand: &dyn Fn(RecordRef, &str) -> bool,
) -> Asked {
    let rows = rows(lines);
    let titles = |column: &TableColumn| titles(shape, column);
    let heading = heading(shape, &rows, &titles, &BTreeMap::new()).unwrap();
    let sheet = SheetToPlan {
        shape,
        heading: &heading,
        rows: &rows,
        name: "",
    };
    let terms = Terms {
        today: day("10.11.2026"),
        base: SerialBase::Y1900,
        take_disputed,
        by_hand,
    };
    Asked {
        plan: plan(register, &[sheet], &terms),
    }
}

impl Asked {
    fn sheet(&self) -> &SheetPlan {
        self.plan.sheets.first().unwrap()
    }

    fn row(&self, number: u32) -> &RowPlan {
        let mut rows = self.sheet().rows.iter();
        rows.find(|row| row.row == number).unwrap()
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let rows = self.sheet().rows.iter();
        rows.map(|row| row.verdict).collect()
    }

    /// What is said of a row: columns and findings.
    fn said(&self, number: u32) -> Vec<(Option<u32>, Finding)> {
        let findings = self.row(number).findings.iter();
        findings.map(|it| (it.column, it.finding.clone())).collect()
    }

    fn absent(&self) -> Vec<&str> {
        let absent = self.sheet().absent.iter();
        absent.map(|(_, title)| title.as_str()).collect()
    }

    /// The register with what was planned.
    fn applied(&self, register: &Register) -> Register {
        let mut register = register.clone();
        for change in &self.plan.changes {
            assert_eq!(register.get(change.at), change.was.as_ref());
            assert_eq!(register.faults(change.at, &change.is), [], "{change:?}");
            register.put(change.at, Some(change.is.clone()));
        }
        register
    }
}
