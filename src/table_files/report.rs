//! What tables would do, in words, and the rows that are not taken as a table of their own.

use super::changes;
use super::heads::name;
use super::{ReadSheet, read, words};
use crate::i18n::{Language, Texts};
use crate::tr;
use journal::register::Register;
use journal::register::table::{
    Heading, RowPlan, SheetPlan, TableCell, TableRow, TableShape, Verdict, Weight,
};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use tables::{Cell, Column, ColumnKind, Export};

/// Rows of a sheet, and names of what is missing, that are shown unless all are asked for.
const SHOWN: usize = 20;

/// A sheet with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct SheetShown<'a> {
    /// What it is a table of.
    pub shape: &'a TableShape,
    /// Its name in the file.
    pub name: &'a str,
    /// Its heads.
    pub heading: &'a Heading,
    /// Its rows.
    pub rows: &'a [TableRow],
    /// What they would do.
    pub plan: &'a SheetPlan,
}

impl SheetShown<'_> {
    /// The rows that are not taken first, then those that change something and what; the totals
    /// last, so that they stand on the screen. What is new is told if all is asked for.
    pub fn text(&self, register: &Register, all: bool, texts: &Texts) -> String {
        let table = name(self.shape, texts);
        let head = tr!(
            texts,
            "table-sheet",
            name = self.name,
            table = table.as_str()
        );
        let mut out = format!("{head}\n");
        for (number, head) in &self.heading.unknown {
            let letters = words::letters(*number);
            let unknown = tr!(texts, "table-unknown-column", letters, head = head.as_str());
            let _ = writeln!(out, "  {unknown}");
        }
        let is_told = |row: &RowPlan| {
            let mut weights = row.findings.iter().map(|it| it.finding.weight());
            row.verdict == Verdict::New || weights.any(|it| it >= Weight::Told)
        };
        let groups: [(&str, &dyn Fn(&RowPlan) -> bool); 3] = [
            ("untaken", &|row| row.verdict >= Verdict::Disputed),
            ("changed", &|row| row.verdict == Verdict::Changed),
            ("others", &|row| {
                all && matches!(row.verdict, Verdict::New | Verdict::Same) && is_told(row)
            }),
        ];
        for (which, is_of) in groups {
            let told: Vec<_> = self.plan.rows.iter().filter(|row| is_of(row)).collect();
            let most = if all { told.len() } else { SHOWN };
            for row in told.iter().take(most) {
                let _ = writeln!(out, "  {}", self.row(row, register, texts));
            }
            if told.len() > most {
                let more = tr!(texts, "table-more-rows", count = told.len() - most, which);
                let _ = writeln!(out, "  {more}");
            }
        }
        if !self.plan.absent.is_empty() {
            let absent = self.plan.absent.iter().map(|(_, title)| title.as_str());
            let shown = if all { self.plan.absent.len() } else { 5 };
            let names: Vec<_> = absent.take(shown).collect();
            let rest = self.plan.absent.len().saturating_sub(names.len());
            let names = names.join(", ");
            let absent = tr!(texts, "table-absent", names, rest);
            let _ = writeln!(out, "  {absent}");
        }
        let _ = writeln!(out, "  {}", self.counts(texts));
        out
    }

    /// The counters: new, changed, the same, disputed, refused, not in the file.
    fn counts(&self, texts: &Texts) -> String {
        let count = |verdict| self.plan.count(verdict);
        let counts = tr!(
            texts,
            "table-counts",
            new = count(Verdict::New),
            changed = count(Verdict::Changed),
            same = count(Verdict::Same),
            disputed = count(Verdict::Disputed),
            refused = count(Verdict::Refused),
            absent = self.plan.absent.len()
        );
        counts.into_owned()
    }

    /// What of it the base has already, by name.
    pub fn matches(&self, all: bool, texts: &Texts) -> String {
        let rows = self.plan.rows.iter();
        let same = rows.filter(|row| row.verdict == Verdict::Same);
        let titles: Vec<_> = same.map(|row| row.title.as_str()).collect();
        if titles.is_empty() {
            return String::new();
        }
        let shown = if all { titles.len() } else { SHOWN };
        let names: Vec<_> = titles.iter().take(shown).copied().collect();
        let (names, rest) = (names.join(", "), titles.len().saturating_sub(shown));
        let table = name(self.shape, texts);
        let said = tr!(texts, "table-matches", table, names, rest);
        format!("{said}\n")
    }

    /// The same for a narrow screen, what is not in the file apart.
    pub fn short_counts(&self, texts: &Texts) -> Vec<String> {
        let count = |verdict| self.plan.count(verdict);
        let counts = tr!(
            texts,
            "check-counts",
            new = count(Verdict::New),
            changed = count(Verdict::Changed),
            same = count(Verdict::Same),
            disputed = count(Verdict::Disputed),
            refused = count(Verdict::Refused)
        );
        let absent = self.plan.absent.len();
        let absent = (absent > 0).then(|| tr!(texts, "check-absent", count = absent).into_owned());
        std::iter::once(counts.into_owned()).chain(absent).collect()
    }

    /// The rows that are taken, with what they change or bring.
    pub fn taken(&self, register: &Register, texts: &Texts) -> Vec<(Verdict, String)> {
        let rows = self.plan.rows.iter();
        let rows = rows.filter(|row| matches!(row.verdict, Verdict::Changed | Verdict::New));
        let rows = rows.map(|row| {
            let (number, title) = (i64::from(row.row), row.title.as_str());
            let why = self.done(row, register, texts);
            let text = tr!(texts, "table-row-why", number, title, why);
            (row.verdict, text.into_owned())
        });
        rows.collect()
    }

    /// The rows that are not taken, with why.
    pub fn not_taken(&self, register: &Register, texts: &Texts) -> Vec<(Verdict, String)> {
        let rows = self.plan.rows.iter();
        let rows = rows.filter(|row| row.verdict >= Verdict::Disputed);
        let rows = rows.map(|row| {
            let (number, title) = (i64::from(row.row), row.title.as_str());
            let why = self.why(row, register, texts);
            let key = match title {
                "" => "table-row-why-untitled",
                _ => "table-row-why",
            };
            let text = tr!(texts, key, number, title, why);
            (row.verdict, text.into_owned())
        });
        rows.collect()
    }

    /// The columns that are not read.
    pub fn unread_columns(&self, texts: &Texts) -> Vec<String> {
        let unknown = self.heading.unknown.iter();
        let unknown = unknown.map(|(number, head)| {
            let letters = words::letters(*number);
            tr!(texts, "table-unread-column", letters, head = head.as_str()).into_owned()
        });
        unknown.collect()
    }

    /// «строка 17, Иванов Иван — изменится: Телефон: …».
    fn row(&self, row: &RowPlan, register: &Register, texts: &Texts) -> String {
        let why = self.done(row, register, texts);
        let verdict = match row.verdict {
            Verdict::Refused => texts.get("table-verdict-refused"),
            Verdict::Disputed => texts.get("table-verdict-disputed"),
            Verdict::New => texts.get("table-verdict-new"),
            Verdict::Changed => texts.get("table-verdict-changed"),
            Verdict::Same => texts.get("table-verdict-same"),
        };
        let number = i64::from(row.row);
        let title = row.title.as_str();
        let row = tr!(texts, "table-row", number, title, verdict);
        if why.is_empty() {
            return row.into_owned();
        }
        format!("{row}: {why}")
    }

    /// What a row that is taken does, and what is said of it; of another, why it is not.
    fn done(&self, row: &RowPlan, register: &Register, texts: &Texts) -> String {
        let does = match row.verdict {
            Verdict::Disputed | Verdict::Refused | Verdict::Same => String::new(),
            Verdict::New | Verdict::Changed => changes::words(row, register, texts),
        };
        let parts = [does, self.why(row, register, texts)];
        let parts = parts.into_iter().filter(|it| !it.is_empty());
        parts.collect::<Vec<_>>().join("; ")
    }

    /// The findings that weigh most in the verdict, all of the others for a row that is taken.
    fn why(&self, row: &RowPlan, register: &Register, texts: &Texts) -> String {
        let heavy = row.verdict >= Verdict::Disputed;
        let findings = row.findings.iter();
        let findings = findings.filter(|it| !heavy || it.finding.weight() > Weight::Told);
        let words = findings.map(|it| words::found(it, self.shape, self.heading, register, texts));
        words.collect::<Vec<_>>().join("; ")
    }

    /// The rows that are not taken, as they stood, with why; none: all are.
    pub fn left_out(&self, register: &Register, texts: &Texts) -> Option<Export> {
        let rows = self.plan.rows.iter();
        let left: Vec<&RowPlan> = rows
            .filter(|row| row.verdict >= Verdict::Disputed)
            .collect();
        if left.is_empty() {
            return None;
        }
        let stood: HashMap<u32, &TableRow> =
            self.rows.iter().map(|row| (row.number, row)).collect();
        let heads = stood.get(&self.heading.row)?;
        let width = heads.cells.len();
        let column = |title: String| Column {
            title,
            kind: ColumnKind::Text,
            width: 16,
        };
        let mut columns: Vec<Column> = (1..=width)
            .map(|number| {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                column(heads.text(number).to_owned())
            })
            .collect();
        columns.push(column(texts.get("table-reason").into_owned()));
        let rows = left.iter().filter_map(|row| {
            let stood = stood.get(&row.row)?;
            let cells = (1..=width).map(|number| {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                match stood.cell(number) {
                    TableCell::Text(text)
                    | TableCell::Error(text)
                    | TableCell::Unprintable(text) => Cell::Text(text.clone()),
                    TableCell::Empty | TableCell::Formula => Cell::Empty,
                }
            });
            let why = Cell::Text(self.why(row, register, texts));
            Some(cells.chain([why]).collect())
        });
        Some(Export {
            name: self.name.to_owned(),
            rows: rows.collect(),
            columns,
        })
    }
}

/// Whether a file is one of [`SheetShown::left_out`], in either language.
pub fn is_left_out(path: &Path, texts: &Texts) -> bool {
    let reasons =
        [Language::Ru, Language::En].map(|it| Texts::new(it).get("table-reason").into_owned());
    let is_ours = |sheet: &ReadSheet| {
        let last = sheet.rows.first().and_then(|row| row.cells.last());
        matches!(last, Some(TableCell::Text(text)) if reasons.contains(text))
    };
    read(path, texts).is_ok_and(|sheets| !sheets.is_empty() && sheets.iter().all(is_ours))
}
