//! Following the server's log: accepted changes come to lie on the pages as patches.

use super::patch::{Patch, freeze, signs};
use super::settle::pages_of;
use super::{Durability, Store};
use crate::error::StoreError;
use crate::page::{ListKey, PageKey};
use journal::view::Logged;
use journal::{Change, Edit, JournalId, LessonId, SheetId, Timestamp};
use protocol::FeedPage;
use rusqlite::{Connection, Transaction};
use std::collections::BTreeSet;

impl Store {
    /// Takes a part of the feed together with its cursor; answers the pages that show something
    /// else now. Our own changes come back with the number of the first time and change nothing.
    pub(crate) fn follow(&self, part: &FeedPage) -> Result<BTreeSet<PageKey>, StoreError> {
        if part.changes.is_empty() && part.moved.is_empty() {
            let read = |tx: &Transaction<'_>| self.set_cursor(tx, Some(&part.cursor));
            self.write_unshown(Durability::Relaxed, read)?;
            return Ok(BTreeSet::new());
        }
        self.write(Durability::Relaxed, |tx| {
            let mut pages = BTreeSet::new();
            for logged in &part.changes {
                let patch = Patch::told(logged);
                let is_news = self.patch(tx, logged.seq, &patch)?;
                if is_news || patch.change.made_at != logged.change.made_at {
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
}

/// Whether only the server can say which moment a roll call is signed with: the one the device
/// claimed or the one when it came. Within one minute they are shown alike.
fn dated_by_server_alone(logged: &Logged) -> bool {
    let minute = |at: Timestamp| at.0.div_euclid(60_000_000);
    signs(&logged.change) && minute(logged.change.made_at) < minute(logged.received_at)
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
    age.execute(["class/*".to_owned()])?;
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
