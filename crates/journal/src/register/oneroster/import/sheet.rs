//! A table while it is made of the rows of a file.

use crate::register::RecordKind;
use crate::register::table::{
    ColumnOf, HeadedSheet, Heading, TableCell, TableColumn, TableRow, TableShape,
};
use std::collections::{BTreeMap, BTreeSet};

/// Columns beyond those that a file of a package has: for what another file, or nothing but the place
/// of a row says, and for what stands further right. A row has a cell for each column up to its last,
/// so no more are kept than are needed.
const ELSEWHERE: u32 = 65;

/// A table that grows.
pub(super) struct Growing {
    shape: TableShape,
    name: &'static str,
    columns: BTreeMap<u32, TableColumn>,
    fills: BTreeSet<u32>,
    rows: Vec<TableRow>,
}

impl Growing {
    pub(super) fn new(name: &'static str, shape: TableShape) -> Self {
        Self {
            shape,
            name,
            columns: BTreeMap::new(),
            fills: BTreeSet::new(),
            rows: Vec::new(),
        }
    }

    pub(super) fn of(name: &'static str, kind: RecordKind) -> Self {
        Self::new(name, TableShape::of(kind))
    }

    fn put(&mut self, at: Option<u32>, column: Option<TableColumn>) -> u32 {
        let last = self.columns.keys().next_back().copied().unwrap_or(0);
        let free = at.filter(|at| *at < ELSEWHERE && !self.columns.contains_key(at));
        let number = free.unwrap_or(last.saturating_add(1).max(ELSEWHERE));
        if let Some(column) = column {
            self.columns.insert(number, column);
        }
        number
    }

    /// The column with the numbers of the records; returns its own number.
    pub(super) fn id(&mut self, at: Option<u32>) -> u32 {
        let (nth, part, of) = (0, 0, ColumnOf::Id);
        self.put(at, Some(TableColumn { nth, part, of }))
    }

    /// The column of a field of the head, at that place of the file or elsewhere.
    pub(super) fn field(&mut self, at: Option<u32>, field: &str) -> u32 {
        let column = self.shape.column(0, field);
        self.put(at, column)
    }

    /// The column of a field of what is known beside the head.
    pub(super) fn beside(&mut self, at: Option<u32>, field: &str) -> u32 {
        let column = self.shape.column(1, field);
        self.put(at, column)
    }

    /// What a column says fills what is empty, and overwrites nothing.
    pub(super) fn only_fills(&mut self, column: u32) -> u32 {
        self.fills.insert(column);
        column
    }

    /// A row of the file; each number once.
    pub(super) fn row<const N: usize>(&mut self, number: u32, said: [(u32, String); N]) {
        let last = self.columns.keys().next_back().copied().unwrap_or(0) as usize;
        let mut cells = vec![TableCell::Empty; last];
        for (column, text) in said {
            let index = (column as usize).checked_sub(1);
            if let Some(cell) = index.and_then(|index| cells.get_mut(index))
                && !text.is_empty()
            {
                *cell = TableCell::Text(text);
            }
        }
        self.rows.push(TableRow { number, cells });
    }

    pub(super) fn done(self) -> HeadedSheet {
        HeadedSheet {
            shape: self.shape,
            name: format!("{}.csv", self.name),
            heading: Heading {
                row: 1,
                columns: self.columns,
                unknown: Vec::new(),
                fills: self.fills,
            },
            rows: self.rows,
        }
    }
}
