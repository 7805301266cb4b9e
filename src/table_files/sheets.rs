//! The sheets of a file with what they are tables of, and what they would do.

use super::report::SheetShown;
use super::{Heads, Mapping, ReadSheet, heads};
use crate::i18n::Texts;
use crate::tr;
use chrono::NaiveDate;
use journal::reading::SerialBase;
use journal::register::oneroster::Imported;
use journal::register::table::{HeadedSheet, TablePlan, TableShape, Terms, Verdict, heading, plan};
use journal::register::{FieldStep, RecordKind, RecordRef, Register, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that a person has set by hand.
pub type SetByHand = BTreeMap<RecordRef, BTreeSet<&'static str>>;

/// The sheets of a file.
#[derive(Debug)]
pub struct Sheets {
    /// Those that are read, in the order in which a school fills its records.
    pub of: Vec<HeadedSheet>,
    /// What is said of those that are not.
    pub notes: Vec<String>,
    /// Whether it is told by name what the base has already.
    pub tells_matches: bool,
    base: SerialBase,
}

/// Why nothing of a file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unheaded {
    /// It has none of the heads of this table.
    NoHeads(TableShape),
    /// Nobody has said what it is a table of, and no name tells.
    OfWhat,
}

impl Sheets {
    /// Of the sheets of a table: all of them are what was said, or each what its name says.
    ///
    /// # Errors
    /// If nothing of it can be read.
    pub fn of_table(
        sheets: Vec<ReadSheet>,
        into: Option<&TableShape>,
        mapping: &Mapping,
        texts: &Texts,
    ) -> Result<Self, Unheaded> {
        let names = Heads::default();
        let mut found = Self {
            of: Vec::new(),
            notes: Vec::new(),
            tells_matches: false,
            base: sheets.first().map_or(SerialBase::Y1900, |sheet| sheet.base),
        };
        let strange = |name: &str| tr!(texts, "import-table-strange-sheet", name).into_owned();
        let mut unheaded = Unheaded::OfWhat;
        for sheet in sheets {
            let shape = into.cloned().or_else(|| names.shape(&sheet.name));
            let Some(shape) = shape else {
                found.notes.push(strange(&sheet.name));
                continue;
            };
            let titles = |column: &_| names.of(&shape, column);
            let heads = heading(&shape, &sheet.rows, &titles, &mapping.heads);
            if let Some(heading) = heads {
                found.of.push(HeadedSheet {
                    shape,
                    name: sheet.name,
                    heading,
                    rows: sheet.rows,
                });
            } else {
                found.notes.push(strange(&sheet.name));
                unheaded = Unheaded::NoHeads(shape);
            }
        }
        if found.of.is_empty() {
            return Err(unheaded);
        }
        let order = heads::shapes();
        let place = |shape: &TableShape| order.iter().position(|other| other == shape);
        found.of.sort_by_key(|sheet| place(&sheet.shape));
        Ok(found)
    }

    /// Of a OneRoster package.
    pub fn of_package(imported: Imported, texts: &Texts) -> Self {
        let unread = imported.unread.iter().map(|name| {
            let name = name.as_str();
            tr!(texts, "oneroster-unread-file", name).into_owned()
        });
        let mut notes: Vec<String> = unread.collect();
        if imported.deleted > 0 {
            let count = imported.deleted;
            notes.push(tr!(texts, "oneroster-deleted", count).into_owned());
        }
        Self {
            of: imported.sheets,
            notes,
            tells_matches: false,
            base: SerialBase::Y1900,
        }
    }

    /// Of the load of another program.
    pub fn of_load(sheets: Vec<HeadedSheet>, texts: &Texts) -> Self {
        Self {
            of: sheets,
            notes: vec![texts.get("fet-load").into_owned()],
            tells_matches: true,
            base: SerialBase::Y1900,
        }
    }

    /// The kinds whose records they make or change.
    pub fn kinds(&self) -> BTreeSet<RecordKind> {
        let kinds = self.of.iter().flat_map(HeadedSheet::kinds);
        kinds.collect()
    }

    /// What they would do.
    pub fn plan(
        &self,
        register: &Register,
        today: NaiveDate,
        take_disputed: bool,
        hand: &SetByHand,
    ) -> TablePlan {
        let sheets: Vec<_> = self.of.iter().map(HeadedSheet::to_plan).collect();
        let by_hand = |at: RecordRef, field: &str| {
            let fields = hand.get(&at);
            fields.is_some_and(|fields| fields.contains(field))
        };
        let terms = Terms {
            today,
            base: self.base,
            take_disputed,
            by_hand: &by_hand,
        };
        plan(register, &sheets, &terms)
    }

    /// Each with what it would do.
    pub fn shown<'a>(&'a self, plan: &'a TablePlan) -> impl Iterator<Item = SheetShown<'a>> {
        let planned = self.of.iter().zip(&plan.sheets);
        planned.map(|(sheet, plan)| SheetShown {
            shape: &sheet.shape,
            name: &sheet.name,
            heading: &sheet.heading,
            rows: &sheet.rows,
            plan,
        })
    }
}

/// How many rows come to a verdict, in all sheets.
pub fn count(plan: &TablePlan, verdict: Verdict) -> usize {
    plan.sheets.iter().map(|sheet| sheet.count(verdict)).sum()
}

/// Records of which something that stands would be another: whether a person has set it by hand is
/// to be asked.
pub fn overwritten(plan: &TablePlan) -> Vec<RecordRef> {
    let changes = plan.changes.iter().filter(|change| {
        let Some(was) = &change.was else {
            return false;
        };
        let steps = FieldStep::between(change.at.kind, Some(was), Some(&change.is));
        steps.iter().any(|step| step.was != Value::Empty)
    });
    changes.map(|change| change.at).collect()
}
