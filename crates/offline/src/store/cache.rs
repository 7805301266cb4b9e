//! The pages that are kept.

use super::patch::Patch;
use super::settle::pages_of;
use super::{Durability, Store};
use crate::error::StoreError;
use crate::overlay;
use crate::page::{Cached, ListKey, ListPage, PageKey};
use chrono::NaiveDate;
use journal::view::{JournalPage, LessonPage, TodayPage};
use journal::{
    Cell, Change, Content, JournalId, LessonId, PeriodId, PersonId, Sheet, SheetId, Timestamp,
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
        let key = PageKey::Lesson(lesson);
        let Some((mut cached, patches)) = self.load::<LessonPage>(key)? else {
            return Ok(None);
        };
        let page = &mut cached.page;
        for patch in &patches {
            overlay::put_on_lesson(page, &patch.change, patch.writer);
        }
        let (me, ours) = self.ours_on(key)?;
        for change in &ours {
            overlay::put_on_lesson(page, change, me);
        }
        Ok(Some(cached))
    }

    /// A journal's page as it belongs on the screen. The period of now may be asked for by name.
    pub fn journal(
        &self,
        journal: JournalId,
        period: Option<PeriodId>,
    ) -> Result<Option<Cached<JournalPage>>, StoreError> {
        let key = PageKey::Journal(journal, period);
        let Some((mut cached, patches)) = self.load::<JournalPage>(key)? else {
            let Some(period) = period else {
                return Ok(None);
            };
            let of_now = self.journal(journal, None)?;
            return Ok(of_now.filter(|cached| cached.page.period.id == period));
        };
        let page = &mut cached.page;
        for patch in &patches {
            overlay::put_on_journal(page, &patch.change, patch.writer);
        }
        let (me, ours) = self.ours_on(key)?;
        for change in &ours {
            overlay::put_on_journal(page, change, me);
        }
        Ok(Some(cached))
    }

    /// What stands in a cell on the pages here; none if none of them shows its sheet.
    pub(super) fn content(
        &self,
        sheet: SheetId,
        cell: Cell,
    ) -> Result<Option<Content>, StoreError> {
        for page in self.pages_with(sheet)? {
            let found = match page {
                PageKey::Lesson(lesson) => {
                    let cached = self.lesson(lesson)?;
                    cached.and_then(|cached| on_lesson(&cached.page, sheet, cell))
                }
                PageKey::Journal(journal, period) => {
                    let cached = self.journal(journal, period)?;
                    cached.and_then(|cached| on_journal(&cached.page, sheet, cell))
                }
                _ => None,
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// What the server has in a cell by the pages here, whatever of ours is on its way; none if none
    /// of them shows its sheet.
    pub(super) fn told_of(&self, sheet: SheetId, cell: Cell) -> Result<Option<Told>, StoreError> {
        for page in self.pages_with(sheet)? {
            let found = match page {
                PageKey::Lesson(_) => self.load::<LessonPage>(page)?.and_then(|loaded| {
                    let (mut cached, patches) = loaded;
                    for patch in &patches {
                        overlay::put_on_lesson(&mut cached.page, &patch.change, patch.writer);
                    }
                    let now = on_lesson(&cached.page, sheet, cell)?;
                    Some((now, cached.fetched_at, patches))
                }),
                PageKey::Journal(..) => self.load::<JournalPage>(page)?.and_then(|loaded| {
                    let (mut cached, patches) = loaded;
                    for patch in &patches {
                        overlay::put_on_journal(&mut cached.page, &patch.change, patch.writer);
                    }
                    let now = on_journal(&cached.page, sheet, cell)?;
                    Some((now, cached.fetched_at, patches))
                }),
                _ => None,
            };
            if let Some((now, fetched_at, patches)) = found {
                let of_cell = |change: &Change| change.sheet == sheet && change.edit.cell() == cell;
                let since = patches.into_iter().filter(|patch| of_cell(&patch.change));
                return Ok(Some(Told {
                    now,
                    fetched_at,
                    since: since.collect(),
                }));
            }
        }
        Ok(None)
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
        let (_, ours) = self.ours_on(key)?;
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
                Some(lesson) => row.recount(&lesson.page.sheet),
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

    fn ours_on(&self, key: PageKey) -> Result<(PersonId, Vec<Change>), StoreError> {
        Ok((self.myself()?, self.on_top_of(&key.to_string())?))
    }

    fn load<T: DeserializeOwned>(
        &self,
        key: PageKey,
    ) -> Result<Option<(Cached<T>, Vec<Patch>)>, StoreError> {
        let name = key.to_string();
        let Some(raw) = self.read(|db| raw_page(db, &name))? else {
            return Ok(None);
        };
        let patches = self.patches_on(&name, raw.patched_from)?;
        let page = self.unseal(&about(&name), raw.body)?;
        Ok(Some((
            Cached {
                page,
                fetched_at: raw.fetched_at,
                stale: raw.stale,
            },
            patches,
        )))
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
            PageKey::Journal(..) | PageKey::List(_) => None,
        })
    }

    /// Every page that is kept.
    pub(crate) fn pages(&self) -> Result<BTreeSet<PageKey>, StoreError> {
        self.read(|db| {
            let mut ask = db.prepare_cached("SELECT key FROM page")?;
            let keys = ask.query_map([], |row| row.get::<_, String>(0))?;
            let keys = keys.collect::<Result<Vec<_>, _>>()?;
            Ok(keys.iter().filter_map(|key| PageKey::parse(key)).collect())
        })
    }
}

/// What the server has in a cell by a page.
pub(super) struct Told {
    /// That.
    pub now: Content,
    /// When the page was fetched.
    pub fetched_at: Timestamp,
    /// What lies on the page of the cell, in the order of the server's commits.
    pub since: Vec<Patch>,
}

fn on_lesson(page: &LessonPage, sheet: SheetId, cell: Cell) -> Option<Content> {
    let mut sheets = std::iter::once(&page.sheet).chain(&page.recent);
    let found = sheets.find(|one| sheet == one.lesson.id.into());
    found.map(|found| found.content(cell))
}

fn on_journal(page: &JournalPage, sheet: SheetId, cell: Cell) -> Option<Content> {
    match sheet {
        SheetId::Lesson(lesson) => Some(page.grid.sheet(lesson)?.content(cell)),
        SheetId::Term { .. } => (page.term_id() == sheet).then(|| page.term.content(cell)),
    }
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
