//! The durable queue of our changes.

use super::{Durability, Store};
use crate::error::{StoreError, StoreFault};
use crate::page::PageKey;
use journal::{Cell, Change, ChangeId, Content, DeviceId, SheetId};
use protocol::Numbered;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Most bytes of the changes of one batch; the server takes 256 KiB with all that is around them.
pub(super) const BATCH_BYTES: usize = 200 * 1024 - 512;

/// A change on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its number on this device.
    pub n: u64,
    /// The change.
    pub change: Change,
    /// Nobody knows when it was made; the server will hold it.
    pub clock_suspect: bool,
    /// The server had it and lost it (restored from a backup).
    pub again: bool,
}

/// Why a cell shows something that is not simply the server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unsettled {
    /// On its way.
    Pending,
    /// A person decides about what was written here.
    Held,
    /// What was written here was refused.
    Refused,
    /// Another value stood here first.
    Conflict,
}

/// The words of the column `state`.
pub(super) mod state {
    pub const PENDING: &str = "pending";
    /// It may still grow, and has no number yet.
    pub const OPEN: &str = "open";
    pub const APPLIED: &str = "applied";
    pub const CONFLICT: &str = "conflict";
    pub const HELD: &str = "held";
    pub const REFUSED: &str = "refused";
    /// A person has seen the trouble and chosen.
    pub const CLOSED: &str = "closed";
}

/// A row of the outbox as it is read.
pub(super) struct OutboxRow {
    pub place: i64,
    pub n: Option<u64>,
    pub suspect: bool,
    pub state: String,
    /// The server may have it.
    pub sent: bool,
    pub answered_at: Option<i64>,
    pub body: Option<Vec<u8>>,
    pub answer: Option<Vec<u8>>,
    pub id: Vec<u8>,
}

impl OutboxRow {
    pub const COLUMNS: &str = "place, n, suspect, state, sent, answered_at, body, answer, id";

    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            place: row.get(0)?,
            n: row.get(1)?,
            suspect: row.get(2)?,
            state: row.get(3)?,
            sent: row.get(4)?,
            answered_at: row.get(5)?,
            body: row.get(6)?,
            answer: row.get(7)?,
            id: row.get(8)?,
        })
    }
}

impl Store {
    /// Puts changes into the outbox, in one transaction that is on the disk when this returns.
    /// Answers their numbers. Their gestures become the newest to be undone.
    ///
    /// # Errors
    /// A fault of the disk, or [`StoreFault::SignedOut`]; none of the changes is kept then, and
    /// nothing else is lost.
    pub fn append(&self, changes: &[Change], suspect: bool) -> Result<Vec<u64>, StoreError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        let numbers = self.write(Durability::Full, |tx| {
            self.refuse_signed_out(tx)?;
            self.number_open(tx)?;
            self.close_written_over(tx, changes)?;
            self.insert(tx, changes, suspect)
        })?;
        self.is_open.set(false);
        self.gestures.borrow_mut().remember(&[], changes);
        Ok(numbers)
    }

    pub(super) fn insert(
        &self,
        tx: &Connection,
        changes: &[Change],
        suspect: bool,
    ) -> Result<Vec<u64>, StoreError> {
        let first = next_number(tx, self.device()?)?;
        let numbered = (first..).zip(changes).map(|(n, change)| (Some(n), change));
        self.insert_rows(tx, numbered, state::PENDING, suspect)?;
        Ok((first..).take(changes.len()).collect())
    }

    pub(super) fn insert_rows<'a>(
        &self,
        tx: &Connection,
        changes: impl Iterator<Item = (Option<u64>, &'a Change)>,
        state: &str,
        suspect: bool,
    ) -> Result<(), StoreError> {
        let device = self.device()?;
        let mut owed = Owed::default();
        let mut insert = tx.prepare_cached(
            "INSERT INTO outbox (device, n, id, gesture, sheet, suspect, state, owed, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8)",
        )?;
        for (n, change) in changes {
            let change = &Change {
                after: change.after.or(owed.goes_on(self, change)?),
                ..change.clone()
            };
            let body = self.seal(&about(change.id), change)?;
            insert.execute((
                device.0.as_bytes().as_slice(),
                n,
                change.id.0.as_bytes().as_slice(),
                change.gesture.0.as_bytes().as_slice(),
                change.sheet.to_string(),
                suspect,
                state,
                body,
            ))?;
        }
        Ok(())
    }

    /// How many gestures the server has not answered for, as a person counts: «б», an absence and
    /// its reason, is one.
    pub fn pending_count(&self) -> Result<usize, StoreError> {
        self.read(|db| {
            let mut ask =
                db.prepare_cached("SELECT count(DISTINCT gesture) FROM outbox WHERE owed")?;
            Ok(ask.query_row([], |row| row.get(0))?)
        })
    }

    /// Whether anything was ever entered here, as far as that is kept.
    pub fn has_entries(&self) -> Result<bool, StoreError> {
        self.read(|db| {
            let mut ask = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM outbox)")?;
            Ok(ask.query_row([], |row| row.get(0))?)
        })
    }

    /// Whether the server has ever answered for a change of this file.
    pub(crate) fn has_settled(&self) -> Result<bool, StoreError> {
        self.read(|db| {
            let mut ask =
                db.prepare_cached("SELECT EXISTS (SELECT 1 FROM outbox WHERE NOT owed)")?;
            Ok(ask.query_row([], |row| row.get(0))?)
        })
    }

    /// The changes on their way, in order: the screen «Очередь».
    pub fn queue(&self) -> Result<Vec<Queued>, StoreError> {
        let rows = self.rows("INDEXED BY outbox_owed WHERE owed ORDER BY place", ())?;
        rows.into_iter()
            .map(|row| {
                Ok(Queued {
                    n: row.n.unwrap_or(0),
                    again: !matches!(row.state.as_str(), state::PENDING | state::OPEN),
                    clock_suspect: row.suspect,
                    change: self.change_of(&row)?,
                })
            })
            .collect()
    }

    /// The next changes to be sent, as many as fit into one request, with the device that
    /// numbers them; not the entry that is open. [`Store::hand_over`] is for whoever sends them.
    pub fn batch(&self, limit: usize) -> Result<(DeviceId, Vec<Numbered>), StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = self.rows(
            "INDEXED BY outbox_owed WHERE owed AND state <> 'open' ORDER BY place LIMIT ?1",
            [limit],
        )?;
        let mut changes = Vec::with_capacity(rows.len());
        let mut bytes = 0;
        for row in rows {
            let numbered = Numbered {
                n: row.n.unwrap_or(0),
                clock_suspect: row.suspect,
                change: self.change_of(&row)?,
            };
            bytes += serde_json::to_vec(&numbered)?.len() + ",".len();
            if bytes > BATCH_BYTES && !changes.is_empty() {
                break;
            }
            changes.push(numbered);
        }
        Ok((self.device()?, changes))
    }

    /// The next batch, which the server may have from now on: no undo takes it out of the queue,
    /// whichever window sends it.
    ///
    /// # Errors
    /// A fault of the disk; nothing is to be sent then.
    pub fn hand_over(&self, limit: usize) -> Result<(DeviceId, Vec<Numbered>), StoreError> {
        self.write(Durability::Relaxed, |tx| {
            let batch = self.batch(limit)?;
            let mut mark =
                tx.prepare_cached("UPDATE outbox SET sent = 1 WHERE id = ?1 AND NOT sent")?;
            for numbered in &batch.1 {
                mark.execute([numbered.change.id.0.as_bytes().as_slice()])?;
            }
            Ok(batch)
        })
    }

    /// The changes that belong on top of a page, in order.
    pub(super) fn on_top_of(&self, page: PageKey) -> Result<Vec<Change>, StoreError> {
        let rows = self.rows(
            "WHERE owed AND state IN ('pending', 'open', 'applied')
             AND sheet IN (SELECT sheet FROM page_sheet WHERE page = ?1) ORDER BY place",
            [page.to_string()],
        )?;
        rows.iter().map(|row| self.change_of(row)).collect()
    }

    /// The cells of a sheet whose changes are on their way or in trouble.
    pub fn unsettled(
        &self,
        sheet: impl Into<SheetId>,
    ) -> Result<BTreeMap<Cell, Unsettled>, StoreError> {
        let rows = self.rows(
            "WHERE sheet = ?1 AND owed AND state IN ('pending', 'open')
             UNION ALL SELECT place, n, suspect, state, sent, answered_at, body, answer, id FROM outbox
             WHERE sheet = ?1 AND state IN ('conflict', 'held', 'refused')",
            [sheet.into().to_string()],
        )?;
        let mut cells = BTreeMap::new();
        for row in rows {
            let what = match row.state.as_str() {
                state::CONFLICT => Unsettled::Conflict,
                state::HELD => Unsettled::Held,
                state::REFUSED => Unsettled::Refused,
                _ => Unsettled::Pending,
            };
            let cell = self.change_of(&row)?.edit.cell();
            cells
                .entry(cell)
                .and_modify(|known: &mut _| *known = what.max(*known))
                .or_insert(what);
        }
        Ok(cells)
    }

    pub(super) fn rows(
        &self,
        filter: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        self.read(|db| {
            let ask = format!("SELECT {} FROM outbox {filter}", OutboxRow::COLUMNS);
            let mut ask = db.prepare_cached(&ask)?;
            let rows = ask.query_map(params, OutboxRow::read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    pub(super) fn row(&self, id: ChangeId) -> Result<Option<OutboxRow>, StoreError> {
        Ok(self
            .rows("WHERE id = ?1", [id.0.as_bytes().as_slice()])?
            .pop())
    }

    pub(super) fn change_of(&self, row: &OutboxRow) -> Result<Change, StoreError> {
        let body = row.body.clone().ok_or_else(|| {
            StoreError::new(StoreFault::Damaged, format!("place {} is empty", row.place))
        })?;
        let id = uuid::Uuid::from_slice(&row.id)
            .map_err(|error| StoreError::new(StoreFault::Damaged, error.to_string()))?;
        self.unseal(&about(ChangeId(id)), body)
    }
}

/// What is owed of the sheets that changes are of: the newest of each cell and what it wants.
#[derive(Default)]
struct Owed(BTreeMap<SheetId, BTreeMap<Cell, (ChangeId, Content)>>);

impl Owed {
    /// The change that a newer one goes on from and of which the server has not answered, so that
    /// its writer cannot have seen what another says there. The newer one is owed from now on.
    fn goes_on(&mut self, store: &Store, change: &Change) -> Result<Option<ChangeId>, StoreError> {
        let cells = match self.0.entry(change.sheet) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let rows = store.rows(
                    "INDEXED BY outbox_owed WHERE owed AND state IN ('pending', 'open')
                     AND sheet = ?1 ORDER BY place",
                    [change.sheet.to_string()],
                )?;
                let mut owed = BTreeMap::new();
                for row in &rows {
                    note(&mut owed, &store.change_of(row)?);
                }
                unknown.insert(owed)
            }
        };
        let before = cells.get(&change.edit.cell());
        let before = before.filter(|(_, wanted)| *wanted == change.edit.expected());
        let before = before.map(|(id, _)| *id);
        note(cells, change);
        Ok(before)
    }
}

/// Notes what a change leaves in its cell. Whoever says once more what stands there has seen it,
/// whoever wrote it: what comes next goes on from that, and not from the own word alone.
fn note(cells: &mut BTreeMap<Cell, (ChangeId, Content)>, change: &Change) {
    let wanted = change.edit.wanted();
    if change.edit.expected() != wanted {
        cells.insert(change.edit.cell(), (change.id, wanted));
    }
}

/// What a change is sealed about.
pub(super) fn about(id: ChangeId) -> String {
    format!("change/{id}")
}

/// What the answer to a change is sealed about.
pub(super) fn about_answer(id: ChangeId) -> String {
    format!("answer/{id}")
}

/// One more than the last number of a device.
pub(super) fn next_number(db: &Connection, device: DeviceId) -> Result<u64, StoreError> {
    let mut ask = db.prepare_cached("SELECT max(n) FROM outbox WHERE device = ?1")?;
    let last: Option<Option<u64>> = ask
        .query_row([device.0.as_bytes().as_slice()], |row| row.get(0))
        .optional()?;
    Ok(last.flatten().unwrap_or(0) + 1)
}
