//! The pages that are kept.

use super::patch::Patch;
use super::settle::pages_of;
use super::{Durability, Store};
use crate::error::StoreError;
use crate::overlay::{self, Overlaid};
use crate::page::{Cached, ListKey, ListPage, PageKey, Writers};
use chrono::NaiveDate;
use journal::view::{ClassWeekPage, JournalPage, LessonPage, TodayPage};
use journal::{
    Cell, Change, ClassId, Content, JournalId, LessonId, PeriodId, Sheet, SheetId, Timestamp,
};
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// A page as it lies in the file.
struct Raw {
    fetched_at: Timestamp,
    patched_from: i64,
    stale: bool,
    body: Vec<u8>,
}

impl Store {
    /// A lesson's page as it belongs on the screen.
    pub fn lesson(&self, lesson: LessonId) -> Result<Option<Cached<LessonPage>>, StoreError> {
        self.load_with_ours(PageKey::Lesson(lesson))
    }

    /// A journal's page as it belongs on the screen. The period of now may be asked for by name.
    pub fn journal(
        &self,
        journal: JournalId,
        period: Option<PeriodId>,
    ) -> Result<Option<Cached<JournalPage>>, StoreError> {
        let found = self.load_with_ours(PageKey::Journal(journal, period))?;
        let (None, Some(period)) = (&found, period) else {
            return Ok(found);
        };
        let of_now = self.journal(journal, None)?;
        Ok(of_now.filter(|cached| cached.page.period.id == period))
    }

    /// A class's page through the week of a Monday, as it belongs on the screen.
    pub fn class_week(
        &self,
        class: ClassId,
        monday: NaiveDate,
    ) -> Result<Option<Cached<ClassWeekPage>>, StoreError> {
        self.load_with_ours(PageKey::Class(class, monday))
    }

    /// What stands in a cell on the pages here; none if none of them shows its sheet.
    pub(super) fn content(
        &self,
        sheet: SheetId,
        cell: Cell,
    ) -> Result<Option<Content>, StoreError> {
        let Some(told) = self.told_of(sheet, cell)? else {
            return Ok(None);
        };
        let ours = self.on_top_of(told.page)?;
        let mut ours = ours.iter().rev();
        let newest = ours.find(|change| change.sheet == sheet && change.edit.cell() == cell);
        Ok(Some(newest.map_or(told.now, |change| change.edit.wanted())))
    }

    /// What the server has in a cell by the pages here, whatever of ours is on its way; none if none
    /// of them shows its sheet.
    pub(super) fn told_of(&self, sheet: SheetId, cell: Cell) -> Result<Option<Told>, StoreError> {
        for page in self.pages_with(sheet)? {
            let told = match page {
                PageKey::Lesson(_) => self.told_on::<LessonPage>(page, sheet, cell)?,
                PageKey::Journal(..) => self.told_on::<JournalPage>(page, sheet, cell)?,
                PageKey::Class(..) => self.told_on::<ClassWeekPage>(page, sheet, cell)?,
                _ => None,
            };
            if told.is_some() {
                return Ok(told);
            }
        }
        Ok(None)
    }

    fn told_on<P: Overlaid>(
        &self,
        key: PageKey,
        sheet: SheetId,
        cell: Cell,
    ) -> Result<Option<Told>, StoreError> {
        let Some((cached, mut since)) = self.load_as_told::<P>(key)? else {
            return Ok(None);
        };
        since.retain(|patch| patch.change.sheet == sheet && patch.change.edit.cell() == cell);
        Ok(cached.page.content(sheet, cell).map(|now| Told {
            page: key,
            now,
            fetched_at: cached.fetched_at,
            since,
        }))
    }

    /// The pages that show a sheet.
    fn pages_with(&self, sheet: SheetId) -> Result<BTreeSet<PageKey>, StoreError> {
        let mut pages = BTreeSet::new();
        self.read(|db| pages_of(db, sheet, &mut pages))?;
        Ok(pages)
    }

    /// A day's list as it belongs on the screen.
    pub fn today(&self, date: NaiveDate) -> Result<Option<Cached<TodayPage>>, StoreError> {
        let key = PageKey::Today(date);
        let Some((mut cached, patches)) = self.load::<TodayPage>(key)? else {
            return Ok(None);
        };
        let ours = self.on_top_of(key)?;
        let mut by_sheet: BTreeMap<SheetId, Vec<&Change>> = BTreeMap::new();
        for change in patches.iter().map(|patch| &patch.change).chain(&ours) {
            by_sheet.entry(change.sheet).or_default().push(change);
        }
        let page = &mut cached.page;
        for row in page.lessons.iter_mut().chain(&mut page.unfilled) {
            let Some(changes) = by_sheet.get(&row.lesson.id.into()) else {
                continue;
            };
            match self.lesson(row.lesson.id)? {
                Some(lesson) => lesson.page.count(row),
                None => overlay::put_on_today(row, changes),
            }
        }
        Ok(Some(cached))
    }

    /// A page that only the server composes.
    pub fn list(&self, key: ListKey) -> Result<Option<ListPage>, StoreError> {
        let name = PageKey::List(key).to_string();
        let Some(raw) = self.read(|db| raw_page(db, &name))? else {
            return Ok(None);
        };
        let body = self.sealer.open(&about(&name), raw.body)?;
        Ok(Some(key.read(&body)?))
    }

    fn load_with_ours<P: Overlaid>(&self, key: PageKey) -> Result<Option<Cached<P>>, StoreError> {
        let Some((mut cached, patches)) = self.load_as_told::<P>(key)? else {
            return Ok(None);
        };
        let me = self.myself()?;
        for patch in patches {
            let cell = (patch.change.sheet, patch.change.edit.cell());
            match patch.name.filter(|_| patch.writer != me) {
                Some(name) => cached.writers.insert(cell, name),
                None => cached.writers.remove(&cell),
            };
        }
        for change in self.on_top_of(key)? {
            cached.page.put(&change, me);
            cached.writers.remove(&(change.sheet, change.edit.cell()));
        }
        Ok(Some(cached))
    }

    /// A page as the server has it, with what lies on it for that.
    fn load_as_told<P: Overlaid>(
        &self,
        key: PageKey,
    ) -> Result<Option<(Cached<P>, Vec<Patch>)>, StoreError> {
        let mut loaded = self.load::<P>(key)?;
        if let Some((cached, patches)) = &mut loaded {
            for patch in patches {
                cached.page.put(&patch.change, patch.writer);
            }
        }
        Ok(loaded)
    }

    /// A page as it was fetched, and what lies on it.
    fn load<T: DeserializeOwned>(
        &self,
        key: PageKey,
    ) -> Result<Option<(Cached<T>, Vec<Patch>)>, StoreError> {
        let name = key.to_string();
        let Some(raw) = self.read(|db| raw_page(db, &name))? else {
            return Ok(None);
        };
        let patches = self.patches_on(&name, raw.patched_from)?;
        let cached = Cached {
            page: self.unseal(&about(&name), raw.body)?,
            fetched_at: raw.fetched_at,
            stale: raw.stale,
            writers: Writers::new(),
        };
        Ok(Some((cached, patches)))
    }

    /// The `ETag` of a page to ask with.
    pub(crate) fn etag(&self, key: PageKey) -> Result<Option<String>, StoreError> {
        self.read(|db| {
            let mut ask = db.prepare_cached("SELECT etag FROM page WHERE key = ?1")?;
            Ok(ask
                .query_row([key.to_string()], |row| row.get(0))
                .optional()?
                .flatten())
        })
    }

    /// Whether a page lies here, and whether only the server can make it right again.
    pub(crate) fn page_state(&self, key: PageKey) -> Result<Option<bool>, StoreError> {
        self.read(|db| {
            let mut ask = db.prepare_cached("SELECT stale FROM page WHERE key = ?1")?;
            Ok(ask
                .query_row([key.to_string()], |row| row.get(0))
                .optional()?)
        })
    }

    /// When a page was fetched or confirmed that nothing has made untrue since.
    pub(crate) fn true_since(&self, key: PageKey) -> Result<Option<Timestamp>, StoreError> {
        self.read(|db| {
            let mut ask =
                db.prepare_cached("SELECT fetched_at FROM page WHERE key = ?1 AND NOT stale")?;
            let row = ask.query_row([key.to_string()], |row| Ok(Timestamp(row.get(0)?)));
            Ok(row.optional()?)
        })
    }

    /// Keeps a page the server gave. `patched_from` is [`Store::newest_patch`] from before it
    /// was asked for.
    pub(crate) fn keep_page(
        &self,
        key: PageKey,
        etag: Option<&str>,
        body: Vec<u8>,
        patched_from: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (sheets, journal) = contents(key, &body)?;
        let name = key.to_string();
        let body = self.sealer.seal(&about(&name), body)?;
        self.write(Durability::Relaxed, |tx| {
            tx.prepare_cached("DELETE FROM page_sheet WHERE page = ?1")?
                .execute([&name])?;
            tx.prepare_cached(
                "INSERT OR REPLACE INTO page
                 (key, etag, journal, fetched_at, patched_from, stale, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
            )?
            .execute((
                &name,
                etag,
                journal.map(|id| id.0),
                now.0,
                patched_from,
                body,
            ))?;
            let mut index = tx
                .prepare_cached("INSERT OR IGNORE INTO page_sheet (sheet, page) VALUES (?1, ?2)")?;
            for sheet in sheets {
                index.execute((sheet.to_string(), &name))?;
            }
            Ok(())
        })
    }

    /// Forgets a page that is not the account's to see any more.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn forget_page(&self, key: PageKey) -> Result<(), StoreError> {
        let name = key.to_string();
        self.write(Durability::Relaxed, |tx| {
            tx.execute("DELETE FROM page_sheet WHERE page = ?1", [&name])?;
            tx.execute("DELETE FROM page WHERE key = ?1", [&name])?;
            Ok(())
        })
    }

    /// The server says that the page as it gave it is what it has: what lay on it until the
    /// question is undone by now.
    pub(crate) fn confirm_page(
        &self,
        key: PageKey,
        patched_from: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(Durability::Relaxed, |tx| {
            tx.prepare_cached(
                "UPDATE page SET stale = 0, fetched_at = ?2, patched_from = ?3 WHERE key = ?1",
            )?
            .execute((key.to_string(), now.0, patched_from))?;
            Ok(())
        })
    }

    /// The lessons of a day's list.
    pub(crate) fn lessons_of(&self, date: NaiveDate) -> Result<Vec<LessonId>, StoreError> {
        let cached = self.load::<TodayPage>(PageKey::Today(date))?;
        Ok(cached.map_or_else(Vec::new, |(cached, _)| {
            cached
                .page
                .lessons
                .iter()
                .map(|row| row.lesson.id)
                .collect()
        }))
    }

    /// The journals of a day's list.
    pub(crate) fn journals_of(&self, date: NaiveDate) -> Result<BTreeSet<JournalId>, StoreError> {
        let cached = self.load::<TodayPage>(PageKey::Today(date))?;
        let lessons = cached.map_or_else(Vec::new, |(cached, _)| cached.page.lessons);
        Ok(lessons.iter().map(|row| row.lesson.journal).collect())
    }

    /// What a page shows now, to be compared; none for what is too large for that.
    pub(crate) fn shown(&self, key: PageKey) -> Result<Option<Shown>, StoreError> {
        Ok(match key {
            PageKey::Today(date) => self.today(date)?.map(|cached| Shown::Today(cached.page)),
            PageKey::Lesson(lesson) => self
                .lesson(lesson)?
                .map(|cached| Shown::Lesson(Box::new(cached.page))),
            PageKey::Journal(..) | PageKey::Class(..) | PageKey::List(_) => None,
        })
    }
}

/// What the server has in a cell by a page.
pub(super) struct Told {
    /// That page.
    pub page: PageKey,
    /// What it has.
    pub now: Content,
    /// When the page was fetched.
    pub fetched_at: Timestamp,
    /// What lies on the page of the cell, in the order of the server's commits.
    pub since: Vec<Patch>,
}

/// What a page shows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Today(TodayPage),
    Lesson(Box<LessonPage>),
}

fn about(name: &str) -> String {
    format!("page/{name}")
}

fn raw_page(db: &Connection, name: &str) -> Result<Option<Raw>, StoreError> {
    let mut ask =
        db.prepare_cached("SELECT fetched_at, patched_from, stale, body FROM page WHERE key = ?1")?;
    let page = ask.query_row([name], |row| {
        Ok(Raw {
            fetched_at: Timestamp(row.get(0)?),
            patched_from: row.get(1)?,
            stale: row.get(2)?,
            body: row.get(3)?,
        })
    });
    Ok(page.optional()?)
}

/// The sheets a page shows and the journal it belongs to; fails if it is not that kind of page.
fn contents(
    key: PageKey,
    body: &[u8],
) -> Result<(Vec<SheetId>, Option<JournalId>), serde_json::Error> {
    let id = |sheet: &Sheet| sheet.lesson.id.into();
    Ok(match key {
        PageKey::List(key) => {
            key.read(body)?;
            (Vec::new(), None)
        }
        PageKey::Today(_) => {
            let page: TodayPage = serde_json::from_slice(body)?;
            let rows = page.lessons.iter().chain(&page.unfilled);
            (rows.map(|row| row.lesson.id.into()).collect(), None)
        }
        PageKey::Class(..) => {
            let page: ClassWeekPage = serde_json::from_slice(body)?;
            let sheets = page.lessons.iter().map(|lesson| id(&lesson.sheet));
            (sheets.collect(), None)
        }
        PageKey::Lesson(_) => {
            let page: LessonPage = serde_json::from_slice(body)?;
            let sheets = page.recent.iter().chain([&page.sheet]);
            (sheets.map(id).collect(), Some(page.sheet.lesson.journal))
        }
        PageKey::Journal(..) => {
            let page: JournalPage = serde_json::from_slice(body)?;
            let lessons = page.grid.sheets.iter().map(id);
            let sheets = lessons.chain([page.term_id()]);
            (sheets.collect(), Some(page.journal))
        }
    })
}
