//! Following the server's log: accepted changes come to lie on the pages as patches.

use super::settle::pages_of;
use super::{Durability, Store};
use crate::error::StoreError;
use crate::page::{ListKey, PageKey};
use journal::view::Logged;
use journal::{Change, Edit, JournalId, LessonId, PersonId, SheetId, Timestamp};
use protocol::FeedPage;
use rusqlite::{Connection, OptionalExtension};
use std::borrow::Cow;
use std::collections::BTreeSet;

impl Store {
    /// Takes a part of the feed together with its cursor; answers the pages that show something
    /// else now. Our own changes come back with the number of the first time and change nothing.
    pub(crate) fn follow(&self, part: &FeedPage) -> Result<BTreeSet<PageKey>, StoreError> {
        self.write(Durability::Relaxed, |tx| {
            let mut pages = BTreeSet::new();
            for logged in &part.changes {
                let stored = as_stored(logged);
                let is_news = self.patch(tx, logged.seq, logged.by, &stored)?;
                if is_news || stored.made_at != logged.change.made_at {
                    pages_of(tx, logged.change.sheet, &mut pages)?;
                }
                if let Some(lesson) = logged.change.sheet.lesson()
                    && dated_by_server_alone(logged)
                {
                    age_lesson(tx, lesson)?;
                }
                age_composed(tx, logged.change.sheet)?;
                age_neighbours(tx, logged.journal.0, &logged.change)?;
            }
            for journal in &part.moved {
                age_journal(tx, *journal)?;
            }
            self.set_cursor(tx, Some(&part.cursor))?;
            Ok(pages)
        })
    }

    /// The place in the feed is no longer known to the server: begin again, and fetch every page
    /// anew when it is next wanted.
    pub(crate) fn lose_cursor(&self) -> Result<(), StoreError> {
        self.write(Durability::Relaxed, |tx| {
            tx.execute("UPDATE page SET stale = 1, etag = NULL", [])?;
            freeze(tx)?;
            self.set_cursor(tx, None)
        })
    }

    /// Lays an accepted change on the pages that show its sheet; answers whether it is new.
    ///
    /// It and the later ones of the sheet arrive anew: a page that was fetched in between gets
    /// this one on top again, and needs the later ones above it.
    pub(super) fn patch(
        &self,
        tx: &Connection,
        seq: i64,
        writer: PersonId,
        change: &Change,
    ) -> Result<bool, StoreError> {
        let sheet = change.sheet.to_string();
        let shown: bool = tx
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM page_sheet WHERE sheet = ?1)")?
            .query_row([&sheet], |row| row.get(0))?;
        if !shown {
            return Ok(false);
        }
        if self.lies_above(tx, seq, writer, change)? {
            return Ok(false);
        }
        let known = tx
            .prepare_cached("DELETE FROM patch WHERE seq = ?1 RETURNING frozen")?
            .query_row([seq], |row| row.get(0))
            .optional()?
            .is_some_and(|frozen: bool| !frozen);
        let body = self.seal(&about(seq), change)?;
        tx.prepare_cached("INSERT INTO patch (seq, sheet, writer, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute((seq, &sheet, writer.0, body))?;
        let later: Vec<i64> = tx
            .prepare_cached("SELECT seq FROM patch WHERE sheet = ?1 AND seq > ?2 AND NOT frozen")?
            .query_map((&sheet, seq), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for later in later {
            let arrival = newest_arrival(tx)? + 1;
            tx.prepare_cached("UPDATE patch SET arrival = ?1 WHERE seq = ?2")?
                .execute((arrival, later))?;
        }
        if !known {
            age_lists(tx, &sheet)?;
        }
        Ok(!known)
    }

    /// Whether exactly this lies on every page that shows its sheet. Each change of our own comes
    /// back in the feed: nothing is written for it a second time, which the next one that has to
    /// be on the disk would wait for.
    fn lies_above(
        &self,
        tx: &Connection,
        seq: i64,
        writer: PersonId,
        change: &Change,
    ) -> Result<bool, StoreError> {
        let known: Option<Vec<u8>> = tx
            .prepare_cached(
                "SELECT body FROM patch WHERE seq = ?1 AND writer = ?2 AND NOT frozen
                 AND NOT EXISTS (
                     SELECT 1 FROM page_sheet JOIN page ON key = page
                     WHERE page_sheet.sheet = patch.sheet AND patched_from >= arrival)",
            )?
            .query_row((seq, writer.0), |row| row.get(0))
            .optional()?;
        let known = known.map(|body| self.unseal::<Change>(&about(seq), body));
        Ok(known.transpose()?.is_some_and(|known| known == *change))
    }

    /// How far the patches reach; to be read before a page is asked for.
    pub(crate) fn newest_patch(&self) -> Result<i64, StoreError> {
        self.read(newest_arrival)
    }

    /// The patches that belong on top of a page, in the order of the server's commits.
    pub(super) fn patches_on(
        &self,
        page: &str,
        patched_from: i64,
    ) -> Result<Vec<(PersonId, Change)>, StoreError> {
        self.read(|db| {
            let mut ask = db.prepare_cached(
                "SELECT seq, writer, body FROM patch
                 WHERE sheet IN (SELECT sheet FROM page_sheet WHERE page = ?1) AND arrival > ?2
                 ORDER BY frozen DESC, seq",
            )?;
            let mut rows = ask.query((page, patched_from))?;
            let mut patches = Vec::new();
            while let Some(row) = rows.next()? {
                let seq: i64 = row.get(0)?;
                patches.push((
                    PersonId(row.get(1)?),
                    self.unseal(&about(seq), row.get(2)?)?,
                ));
            }
            Ok(patches)
        })
    }
}

fn about(seq: i64) -> String {
    format!("patch/{seq}")
}

/// A change as the server's sheet holds it: no roll call is signed for later than it came.
fn as_stored(logged: &Logged) -> Cow<'_, Change> {
    let change = &logged.change;
    if !signs(change) || change.made_at <= logged.received_at {
        return Cow::Borrowed(change);
    }
    Cow::Owned(Change {
        made_at: logged.received_at,
        ..change.clone()
    })
}

/// Whether only the server can say which moment a roll call is signed with: the one the device
/// claimed or the one when it came. Within one minute they are shown alike.
fn dated_by_server_alone(logged: &Logged) -> bool {
    let minute = |at: Timestamp| at.0.div_euclid(60_000_000);
    signs(&logged.change) && minute(logged.change.made_at) < minute(logged.received_at)
}

fn signs(change: &Change) -> bool {
    matches!(&change.edit, Edit::RollCall { step } if step.new)
}

/// The page of a lesson holds what only the server can make right.
fn age_lesson(tx: &Connection, lesson: LessonId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE page SET stale = 1 WHERE NOT stale AND key = ?1")?
        .execute([PageKey::Lesson(lesson).to_string()])?;
    Ok(())
}

/// What is kept of a journal whose changes are told to those alone who open it.
fn age_journal(tx: &Connection, journal: JournalId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE page SET stale = 1 WHERE NOT stale AND journal = ?1")?
        .execute([journal.0])?;
    let mut age = tx.prepare_cached("UPDATE page SET stale = 1 WHERE NOT stale AND key GLOB ?1")?;
    for path in ListKey::AGED_BY_ANY_SHEET {
        age.execute([format!("list/{path}*")])?;
    }
    Ok(())
}

/// Lists and logs that only the server composes.
fn age_composed(tx: &Connection, sheet: SheetId) -> Result<(), StoreError> {
    let mut age = tx.prepare_cached("UPDATE page SET stale = 1 WHERE NOT stale AND key GLOB ?1")?;
    for path in ListKey::aged_by(sheet) {
        age.execute([format!("list/{path}*")])?;
    }
    Ok(())
}

/// A day's list counts what its lessons hold; only the server composes what is still missing.
fn age_lists(tx: &Connection, sheet: &str) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE page SET stale = 1 WHERE NOT stale AND key IN
         (SELECT page FROM page_sheet WHERE sheet = ?1 AND page LIKE 'today/%')",
    )?
    .execute([sheet])?;
    Ok(())
}

/// Marks and topics change the averages and the plan beside the other lessons of the journal.
fn age_neighbours(tx: &Connection, journal: i64, change: &Change) -> Result<(), StoreError> {
    if !matches!(change.edit, Edit::Mark { .. } | Edit::Topic { .. }) {
        return Ok(());
    }
    let own = change.sheet.lesson().map(PageKey::Lesson);
    let own = own.map(|key| key.to_string()).unwrap_or_default();
    tx.prepare_cached(
        "UPDATE page SET stale = 1
         WHERE NOT stale AND journal = ?1 AND key LIKE 'lesson/%' AND key <> ?2",
    )?
    .execute((journal, own))?;
    Ok(())
}

fn newest_arrival(db: &Connection) -> Result<i64, StoreError> {
    let mut ask = db.prepare_cached(
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'patch'), 0),
                    coalesce((SELECT max(arrival) FROM patch), 0))",
    )?;
    Ok(ask.query_row([], |row| row.get(0))?)
}

/// The patches of a server that remembered more stay where they lie and go nowhere else.
pub(super) fn freeze(tx: &Connection) -> Result<(), StoreError> {
    tx.execute("UPDATE patch SET frozen = 1", [])?;
    Ok(())
}
