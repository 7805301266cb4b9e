//! Reading and writing the sheets of terms: a row a cell, with the claims on it.

use crate::batch::{TermKey, TouchedTerm, Writers};
use crate::directory::Directory;
use crate::sql::{Row, Snapshot, Transaction, values};
use crate::store::StoreError;
use journal::{Cell, Content, FilledCell, JournalId, PeriodId, SchoolId, TermCells};
use std::collections::{BTreeSet, HashMap};

const OF: &str = "SELECT cell, content, writers FROM term_cell \
     WHERE school_id = $1 AND journal_id = $2 AND period_id = $3";

const OF_TERMS: &str = "SELECT cell, content, writers, journal_id, period_id \
     FROM term_cell WHERE school_id = $1 AND journal_id = ANY($2) AND period_id = ANY($3)";

const OF_PERIODS: &str = "SELECT cell, content, writers, journal_id, period_id \
     FROM term_cell WHERE school_id = $1 AND period_id = ANY($2)";

// A cell that was emptied stays: who emptied it is asked for.
const PUT: &str = "INSERT INTO term_cell \
     (school_id, journal_id, period_id, cell, content, writers) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (school_id, journal_id, period_id, cell) \
     DO UPDATE SET content = excluded.content, writers = excluded.writers";

fn filled(row: &Row<'_>) -> Result<FilledCell, StoreError> {
    let damaged = |e: &dyn std::fmt::Display| StoreError::Damaged(format!("a term's cell: {e}"));
    let cell = row.get::<&str>(0)?.parse().map_err(|e| damaged(&e))?;
    let content = serde_json::from_str(row.get(1)?).map_err(|e| damaged(&e))?;
    Ok(FilledCell { cell, content })
}

/// What stands in a term's sheet.
pub async fn cells(
    s: &dyn Snapshot,
    school: SchoolId,
    (journal, period): TermKey,
) -> Result<TermCells, StoreError> {
    let row = |row: Row<'_>| filled(&row);
    let rows = s.rows(OF, values![school, journal, period], row).await?;
    let mut cells = TermCells::default();
    for FilledCell { cell, content } in rows {
        cells.put(cell, content);
    }
    Ok(cells)
}

/// How many cells of these periods hold anything, and in how many journals.
pub async fn marked(
    s: &dyn Snapshot,
    school: SchoolId,
    periods: &[i64],
) -> Result<HashMap<PeriodId, (u32, u32)>, StoreError> {
    let row = |row: Row<'_>| {
        let holds = !filled(&row)?.content.is_empty();
        Ok(holds.then_some((row.get::<PeriodId>(4)?, row.get::<JournalId>(3)?)))
    };
    let cells = s.rows(OF_PERIODS, values![school, periods], row).await?;
    let mut found: HashMap<_, (usize, BTreeSet<JournalId>)> = HashMap::new();
    for (period, journal) in cells.into_iter().flatten() {
        let (cells, journals) = found.entry(period).or_default();
        *cells += 1;
        journals.insert(journal);
    }
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    let found = found.into_iter();
    let counted =
        found.map(|(period, (cells, journals))| (period, (count(cells), count(journals.len()))));
    Ok(counted.collect())
}

/// Those of these sheets that the school keeps, with the claims on their cells; read by one
/// statement, if there are any.
pub async fn touched(
    s: &dyn Snapshot,
    directory: &Directory,
    terms: impl IntoIterator<Item = TermKey>,
) -> Result<HashMap<TermKey, TouchedTerm>, StoreError> {
    let kept = terms.into_iter().filter_map(|key| {
        let writers = Writers::default();
        let sheet = directory.term_sheet(key)?;
        Some((key, TouchedTerm { sheet, writers }))
    });
    let mut kept: HashMap<TermKey, TouchedTerm> = kept.collect();
    if kept.is_empty() {
        return Ok(kept);
    }
    let (journals, periods): (BTreeSet<i64>, BTreeSet<i64>) = kept
        .keys()
        .map(|(journal, period)| (journal.0, period.0))
        .unzip();
    let (journals, periods) = (Vec::from_iter(journals), Vec::from_iter(periods));
    let values = values![directory.school.id, &journals[..], &periods[..]];
    let row = |row: Row<'_>| {
        let writers = Writers::from_text(row.get(2)?)?;
        Ok((filled(&row)?, writers, (row.get(3)?, row.get(4)?)))
    };
    for (FilledCell { cell, content }, own, key) in s.rows(OF_TERMS, values, row).await? {
        // Another journal's sheet of another one's period may be among them.
        if let Some(TouchedTerm { sheet, writers }) = kept.get_mut(&key) {
            sheet.cells.put(cell, content);
            writers.extend(own);
        }
    }
    Ok(kept)
}

/// Writes cells of terms' sheets as they stand in `terms`, a statement each.
pub async fn put(
    t: &dyn Transaction,
    school: SchoolId,
    terms: &HashMap<TermKey, TouchedTerm>,
    cells: impl IntoIterator<Item = &(TermKey, Cell)>,
) -> Result<(), StoreError> {
    for ((journal, period), cell) in cells {
        let Some(TouchedTerm { sheet, writers }) = terms.get(&(*journal, *period)) else {
            continue;
        };
        let content = text(&sheet.cells.content(*cell))?;
        let (address, writers) = (cell.to_string(), writers.only(*cell).to_text());
        let values = values![
            school,
            *journal,
            *period,
            address.as_str(),
            content.as_str(),
            writers.as_str(),
        ];
        t.execute(PUT, values).await?;
    }
    Ok(())
}

fn text(content: &Content) -> Result<String, StoreError> {
    serde_json::to_string(content).map_err(|e| StoreError::Failed(e.to_string()))
}
