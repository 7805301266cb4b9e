//! SQLite: the embedded default. One writer thread that commits in groups, a few readers, WAL,
//! `synchronous=FULL`.

mod accounts;
mod cells;
mod changes;
mod connect;
mod hot;
mod import;
mod log;
mod read;
mod readers;
mod register;
mod room;
mod sheets;
mod shield;
mod writer;

use crate::batch::Prepared;
use crate::bundle::Bundle;
use crate::cache::{PageCache, Stamp};
use crate::directory::{Directories, Directory};
use crate::intake::Intake;
use crate::poke::Pokes;
use crate::store::{
    AccessNote, Account, Batch, BatchOutcome, FeedRows, Imported, LockKey, LogRows, NewSession,
    Origin, Reader, Session, Standing, Store, StoreError, Versioned,
};
use async_trait::async_trait;
use chrono::NaiveDate;
use import::Bulk;
use journal::school::School;
use journal::view::{JournalPage, LessonPage, Me, Rules, TodayPage};
use journal::{DeviceId, JournalId, LessonId, PeriodId, PersonId, SchoolId, ServerId, Timestamp};
use readers::Readers;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::watch;
use writer::{Desk, Writer};

/// Bytes of pages of lessons and of journals kept: an hour of a school.
const SHELVES: (usize, usize) = (8 * 1024 * 1024, 8 * 1024 * 1024);

/// How a database file is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqliteOptions {
    /// Threads that read, at least 1.
    pub readers: usize,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { readers: 2 }
    }
}

/// A store in an SQLite file.
pub struct SqliteStore {
    id: ServerId,
    secret: [u8; 32],
    writer: Writer,
    readers: Readers,
    directories: Arc<Directories>,
    pages: Arc<PageCache>,
    pokes: Arc<Pokes>,
}

impl SqliteStore {
    /// Opens a database file; makes it if there is none.
    ///
    /// # Errors
    /// When the file cannot be opened, or is of a newer program.
    pub fn open(path: impl AsRef<Path>, options: SqliteOptions) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let (connection, fresh) = connect::writer(path)?;
        let ask = "SELECT value FROM meta WHERE name = ?1";
        let id: [u8; 16] = connection.query_row(ask, ["server_id"], |row| row.get(0))?;
        let secret: [u8; 32] = connection.query_row(ask, ["secret"], |row| row.get(0))?;
        let readers = Readers::start(path, options.readers)?;
        let directories = Arc::new(Directories::default());
        let pokes = Arc::new(Pokes::default());
        let desk = Desk {
            connection,
            directories: Arc::clone(&directories),
            hot: hot::HotLessons::default(),
            raised: Vec::new(),
            fresh,
        };
        Ok(Self {
            id: ServerId(uuid::Uuid::from_bytes(id)),
            secret,
            writer: Writer::start(desk, Arc::clone(&pokes))?,
            readers,
            directories,
            pages: Arc::new(PageCache::new(SHELVES.0, SHELVES.1)),
            pokes,
        })
    }

    /// A small question: at once if a quick connection is free, else on a reader thread.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl Fn(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match self.readers.quick(&question) {
            Some(answer) => answer,
            None => self.readers.read(question).await,
        }
    }

    async fn load(&self, bundle: Bundle, over: Option<SchoolId>) -> Result<Imported, StoreError> {
        let intake = tokio::task::spawn_blocking(move || Intake::new(bundle))
            .await
            .map_err(|e| StoreError::Failed(e.to_string()))??;
        let imported = intake.imported;
        self.writer.bulk(Bulk::new(intake, over)).await?;
        Ok(imported)
    }

    async fn directory(&self, school: SchoolId) -> Result<Option<Arc<Directory>>, StoreError> {
        let known = Arc::clone(&self.directories);
        self.readers
            .read(move |c| Ok(register::directory(c, &known, school)?.map(|(found, _)| found)))
            .await
    }

    /// The stamp of a journal's pages now, and the directory to read them with, if both can be
    /// had at once.
    fn stamp_of(&self, school: SchoolId, journal: JournalId) -> Option<(Arc<Directory>, Stamp)> {
        let directory = self.directories.latest(school)?;
        let stream = directory.journal(journal)?.stream;
        let stamp = self
            .readers
            .quick(|c| read::stamp(c, school, stream))?
            .ok()??;
        Some((directory, stamp))
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn server_id(&self) -> Result<ServerId, StoreError> {
        Ok(self.id)
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        Ok(self.secret)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.readers
            .read(|c| {
                c.query_row("SELECT 1", [], |_| Ok(()))?;
                room::for_a_batch(Path::new(c.path().unwrap_or_default()))
            })
            .await?;
        let noted = "INSERT INTO meta (name, value) VALUES ('ping', randomblob(8)) \
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.writer
            .write(move |desk| {
                desk.connection.prepare_cached(noted)?.execute([])?;
                Ok(())
            })
            .await
    }

    async fn schools(&self) -> Result<Vec<School>, StoreError> {
        self.ask(register::schools).await
    }

    async fn import(&self, bundle: Bundle) -> Result<Imported, StoreError> {
        self.load(bundle, None).await
    }

    async fn is_blank(&self, school: SchoolId) -> Result<bool, StoreError> {
        self.ask(move |c| import::is_blank(c, school)).await
    }

    async fn import_over(&self, blank: SchoolId, bundle: Bundle) -> Result<Imported, StoreError> {
        self.load(bundle, Some(blank)).await
    }

    async fn account(&self, school: SchoolId, login: &str) -> Result<Option<Account>, StoreError> {
        let login = login.to_owned();
        self.ask(move |c| accounts::account(c, school, &login))
            .await
    }

    async fn account_of(
        &self,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Option<(String, Account)>, StoreError> {
        self.ask(move |c| accounts::account_of(c, school, person))
            .await
    }

    async fn device_owner(
        &self,
        school: SchoolId,
        device: DeviceId,
    ) -> Result<Option<PersonId>, StoreError> {
        self.ask(move |c| accounts::device_owner(c, school, device))
            .await
    }

    async fn standing(&self, school: SchoolId, lock: LockKey) -> Result<Standing, StoreError> {
        self.ask(move |c| accounts::standing(c, school, lock)).await
    }

    async fn note_access(&self, school: SchoolId, note: AccessNote) -> Result<(), StoreError> {
        self.writer
            .write(move |desk| accounts::note_access(&desk.connection, school, note))
            .await
    }

    async fn forget_access(
        &self,
        school: SchoolId,
        before: Timestamp,
        most: u32,
    ) -> Result<u32, StoreError> {
        self.writer
            .write(move |desk| accounts::forget_access(&desk.connection, school, before, most))
            .await
    }

    async fn open_session(
        &self,
        school: SchoolId,
        session: NewSession,
    ) -> Result<Option<u64>, StoreError> {
        self.writer
            .write(move |desk| accounts::open_session(&desk.connection, school, &session))
            .await
    }

    async fn session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let found = self
            .ask(move |c| accounts::session(c, school, token_hash, now))
            .await?;
        let Some((session, noted)) = found else {
            return Ok(None);
        };
        if noted {
            let device = session.device;
            self.writer.write_later(move |desk| {
                accounts::note_use(&desk.connection, school, token_hash, device, now)
            });
        }
        Ok(Some(session))
    }

    async fn close_session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        self.writer
            .write(move |desk| accounts::close_session(&desk.connection, school, token_hash))
            .await
    }

    async fn set_password(
        &self,
        school: SchoolId,
        person: PersonId,
        password_hash: String,
        keep_session: [u8; 32],
        origin: Origin,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.writer
            .write(move |desk| {
                let c = &desk.connection;
                accounts::set_password(c, school, person, &password_hash, keep_session, origin, now)
            })
            .await
    }

    async fn me(&self, school: SchoolId, person: PersonId) -> Result<Option<Me>, StoreError> {
        let known = Arc::clone(&self.directories);
        self.readers
            .read(move |c| {
                let Some((directory, _)) = register::directory(c, &known, school)? else {
                    return Ok(None);
                };
                let me = accounts::me(c, school, person)?;
                Ok(me.map(|me| Me {
                    class_teacher_of: directory.class_teacher_of(person),
                    ..me
                }))
            })
            .await
    }

    async fn rules(&self, school: SchoolId) -> Result<Option<Rules>, StoreError> {
        Ok(self
            .directory(school)
            .await?
            .map(|directory| directory.rules()))
    }

    async fn today(
        &self,
        reader: &Reader,
        date: NaiveDate,
        now: Timestamp,
    ) -> Result<TodayPage, StoreError> {
        let (known, reader) = (Arc::clone(&self.directories), reader.clone());
        self.readers
            .read(move |c| read::today(c, &known, &reader, date, now))
            .await
    }

    async fn open_lesson(
        &self,
        reader: &Reader,
        lesson: LessonId,
        known_version: Option<&str>,
    ) -> Result<Option<Versioned<LessonPage>>, StoreError> {
        let shelved = self.pages.lessons.find(&(reader.school, lesson));
        let answer = shelved.and_then(|shelved| {
            let (directory, stamp) = self.stamp_of(reader.school, shelved.journal)?;
            shelved.answer(&directory, stamp, reader, known_version, Stamp::of_lesson)
        });
        if let Some(answer) = answer {
            return Ok(answer);
        }
        let (known, pages) = (Arc::clone(&self.directories), Arc::clone(&self.pages));
        let asker = reader.clone();
        let built = self
            .readers
            .read(move |c| read::lesson(c, &known, &pages, &asker, lesson))
            .await?;
        Ok(built.and_then(|(directory, shelved)| {
            let stamp = shelved.stamp;
            shelved.answer(&directory, stamp, reader, known_version, Stamp::of_lesson)?
        }))
    }

    async fn open_journal(
        &self,
        reader: &Reader,
        journal: JournalId,
        period: Option<PeriodId>,
        on: NaiveDate,
        known_version: Option<&str>,
    ) -> Result<Option<Versioned<JournalPage>>, StoreError> {
        let shelved = self
            .stamp_of(reader.school, journal)
            .and_then(|(directory, stamp)| {
                let period = directory.period(period, on)?.id;
                let shelved = self
                    .pages
                    .journals
                    .find(&(reader.school, journal, period))?;
                let version = |stamp: Stamp, relation| stamp.of_journal(relation, period);
                shelved.answer(&directory, stamp, reader, known_version, version)
            });
        if let Some(answer) = shelved {
            return Ok(answer);
        }
        let (known, pages) = (Arc::clone(&self.directories), Arc::clone(&self.pages));
        let (asker, span) = (reader.clone(), (period, on));
        let built = self
            .readers
            .read(move |c| read::journal(c, &known, &pages, &asker, journal, span))
            .await?;
        Ok(built.and_then(|(directory, period, shelved)| {
            let version = |stamp: Stamp, relation| stamp.of_journal(relation, period);
            shelved.answer(&directory, shelved.stamp, reader, known_version, version)?
        }))
    }

    async fn apply_changes(&self, batch: Batch) -> Result<BatchOutcome, StoreError> {
        let prepared = Prepared::new(batch)?;
        self.writer
            .write(move |desk| changes::apply(desk, &prepared))
            .await
    }

    async fn feed_since(
        &self,
        reader: &Reader,
        seq: i64,
        limit: usize,
    ) -> Result<FeedRows, StoreError> {
        let (known, reader) = (Arc::clone(&self.directories), reader.clone());
        self.readers
            .read(move |c| log::feed(c, &known, &reader, seq, limit))
            .await
    }

    async fn lesson_log(
        &self,
        reader: &Reader,
        lesson: LessonId,
        seq: i64,
        limit: usize,
    ) -> Result<Option<LogRows>, StoreError> {
        let (known, reader) = (Arc::clone(&self.directories), reader.clone());
        self.readers
            .read(move |c| log::of_lesson(c, &known, &reader, lesson, (seq, limit)))
            .await
    }

    async fn newest_seq(&self, school: SchoolId) -> Result<i64, StoreError> {
        let counters = self.ask(move |c| register::counters(c, school)).await?;
        Ok(counters.map_or(0, |(seq, _)| seq))
    }

    fn newest(&self, school: SchoolId) -> watch::Receiver<i64> {
        self.pokes.watch(school, || {
            let counters = self.readers.quick(|c| register::counters(c, school));
            counters
                .and_then(Result::ok)
                .flatten()
                .map_or(0, |(seq, _)| seq)
        })
    }

    async fn close(&self) {
        self.readers.close();
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests;
