//! PostgreSQL: the district. One round trip to read, one to write a batch; the school's counter
//! is locked first, nothing is waited for inside the transaction that is not its own.

mod accounts;
mod cells;
mod changes;
mod connect;
mod fault;
mod gather;
mod groups;
mod hot;
mod import;
mod log;
mod read;
mod records;
mod register;
mod sheets;
mod stamps;
mod tls;
mod tx;
mod watcher;

use crate::batch::Prepared;
use crate::bundle::Bundle;
use crate::cache::{PageCache, Stamp};
use crate::directory::Directory;
use crate::intake::Intake;
use crate::poke::Pokes;
use crate::store::{
    AccessNote, Account, Batch, BatchOutcome, FeedRows, Imported, LockKey, LogRows, NewSession,
    Origin, Reader, Session, Standing, Store, StoreError, Versioned,
};
use async_trait::async_trait;
use chrono::NaiveDate;
use groups::Works;
use journal::school::School;
use journal::view::{JournalPage, LessonPage, Me, Rules, TodayPage};
use journal::{DeviceId, JournalId, LessonId, PeriodId, PersonId, SchoolId, ServerId, Timestamp};
use stamps::Stamps;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tx::Tx;
use watcher::Watcher;

/// Bytes of pages of lessons and of journals kept: an hour of a small district.
const SHELVES: (usize, usize) = (64 * 1024 * 1024, 64 * 1024 * 1024);

/// How a PostgreSQL database is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PgOptions {
    /// Connections at most. About twice the server's cores and two is as fast as more.
    pub connections: usize,
    /// How long a request waits for a free connection.
    pub patience: Duration,
}

impl Default for PgOptions {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            connections: cores * 2 + 2,
            patience: Duration::from_secs(2),
        }
    }
}

/// A store in a PostgreSQL database.
pub struct PgStore {
    id: ServerId,
    secret: [u8; 32],
    works: Arc<Works>,
    stamps: Stamps,
    pages: PageCache,
    watcher: Watcher,
}

impl PgStore {
    /// Connects and brings the schema up to this program's.
    ///
    /// # Errors
    /// When the database cannot be reached, is of a newer program, or its address asks for a line
    /// that cannot be had.
    pub async fn connect(url: &str, options: PgOptions) -> Result<Self, StoreError> {
        let (pool, doubts) = connect::pool(url, options)?;
        connect::migrate(&pool).await?;
        let link = pool.get().await?;
        let ask = "SELECT value FROM meta WHERE name = $1";
        let id = link.query_one(ask, &[&"server_id"]).await?;
        let id = uuid::Uuid::from_slice(id.try_get(0)?)
            .map_err(|e| StoreError::Failed(e.to_string()))?;
        let secret = link.query_one(ask, &[&"secret"]).await?;
        let secret: &[u8] = secret.try_get(0)?;
        let secret = secret
            .try_into()
            .map_err(|_| StoreError::Failed("the secret is not of 32 bytes".to_owned()))?;
        drop(link);
        let pokes = Arc::new(Pokes::default());
        let watcher = Watcher::start(pool.clone(), Arc::clone(&pokes));
        Ok(Self {
            id: ServerId(id),
            secret,
            stamps: Stamps::new(pool.clone()),
            works: Arc::new(Works::new(pool, doubts, pokes)),
            pages: PageCache::new(SHELVES.0, SHELVES.1),
            watcher,
        })
    }

    async fn take(&self) -> Result<Tx, StoreError> {
        Tx::take(&self.works.pool, &self.works.doubts).await
    }

    async fn load(&self, bundle: Bundle, over: Option<SchoolId>) -> Result<Imported, StoreError> {
        let intake = tokio::task::spawn_blocking(move || Intake::new(bundle))
            .await
            .map_err(|e| StoreError::Failed(e.to_string()))??;
        import::load(&self.works.pool, &self.works.doubts, &intake, over).await?;
        self.works
            .pokes
            .raise(intake.directory.school.id, intake.last_seq());
        Ok(intake.imported)
    }

    async fn directory(&self, school: SchoolId) -> Result<Option<Arc<Directory>>, StoreError> {
        let tx = self.take().await?;
        let found = read::snapshot(&tx, &self.works.directories, school).await?;
        tx.abandon().await?;
        Ok(found.map(|(directory, _)| directory))
    }

    /// The stamp of a journal's pages now, and the directory to read them with, if it is known.
    async fn stamp_of(
        &self,
        school: SchoolId,
        journal: JournalId,
    ) -> Result<Option<(Arc<Directory>, Stamp)>, StoreError> {
        let Some(directory) = self.works.directories.latest(school) else {
            return Ok(None);
        };
        let Some(stream) = directory.journal(journal).map(|card| card.stream) else {
            return Ok(None);
        };
        let stamp = self.stamps.of((school, stream)).await?;
        Ok(stamp.map(|stamp| (directory, stamp)))
    }
}

#[async_trait]
impl Store for PgStore {
    async fn server_id(&self) -> Result<ServerId, StoreError> {
        Ok(self.id)
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        Ok(self.secret)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Ok(self
            .works
            .pool
            .get()
            .await?
            .batch_execute(
                "INSERT INTO meta (name, value) VALUES ('ping', uuid_send(gen_random_uuid())) \
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .await?)
    }

    async fn schools(&self) -> Result<Vec<School>, StoreError> {
        register::schools(&*self.works.pool.get().await?).await
    }

    async fn import(&self, bundle: Bundle) -> Result<Imported, StoreError> {
        self.load(bundle, None).await
    }

    async fn is_blank(&self, school: SchoolId) -> Result<bool, StoreError> {
        import::is_blank(&*self.works.pool.get().await?, school).await
    }

    async fn import_over(&self, blank: SchoolId, bundle: Bundle) -> Result<Imported, StoreError> {
        self.load(bundle, Some(blank)).await
    }

    async fn account(&self, school: SchoolId, login: &str) -> Result<Option<Account>, StoreError> {
        accounts::account(&*self.works.pool.get().await?, school, login).await
    }

    async fn account_of(
        &self,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Option<(String, Account)>, StoreError> {
        accounts::account_of(&*self.works.pool.get().await?, school, person).await
    }

    async fn device_owner(
        &self,
        school: SchoolId,
        device: DeviceId,
    ) -> Result<Option<PersonId>, StoreError> {
        accounts::device_owner(&*self.works.pool.get().await?, school, device).await
    }

    async fn standing(&self, school: SchoolId, lock: LockKey) -> Result<Standing, StoreError> {
        accounts::standing(&*self.works.pool.get().await?, school, lock).await
    }

    async fn note_access(&self, school: SchoolId, note: AccessNote) -> Result<(), StoreError> {
        accounts::note_access(&*self.works.pool.get().await?, school, note).await
    }

    async fn forget_access(
        &self,
        school: SchoolId,
        before: Timestamp,
        most: u32,
    ) -> Result<u32, StoreError> {
        accounts::forget_access(&*self.works.pool.get().await?, school, before, most).await
    }

    async fn open_session(
        &self,
        school: SchoolId,
        session: NewSession,
    ) -> Result<Option<u64>, StoreError> {
        accounts::open_session(&self.works.pool, &self.works.doubts, school, &session).await
    }

    async fn session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        accounts::session(&*self.works.pool.get().await?, school, token_hash, now).await
    }

    async fn close_session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        accounts::close_session(&*self.works.pool.get().await?, school, token_hash).await
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
        let link = self.works.pool.get().await?;
        accounts::set_password(
            &link,
            school,
            person,
            &password_hash,
            keep_session,
            origin,
            now,
        )
        .await
    }

    async fn me(&self, school: SchoolId, person: PersonId) -> Result<Option<Me>, StoreError> {
        let Some(directory) = self.directory(school).await? else {
            return Ok(None);
        };
        let me = accounts::me(&*self.works.pool.get().await?, school, person).await?;
        Ok(me.map(|me| Me {
            class_teacher_of: directory.class_teacher_of(person),
            ..me
        }))
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
        let tx = self.take().await?;
        let page = read::today(&tx, &self.works.directories, reader, date, now).await?;
        tx.abandon().await?;
        Ok(page)
    }

    async fn open_lesson(
        &self,
        reader: &Reader,
        lesson: LessonId,
        known_version: Option<&str>,
    ) -> Result<Option<Versioned<LessonPage>>, StoreError> {
        if let Some(shelved) = self.pages.lessons.find(&(reader.school, lesson))
            && let Some((directory, stamp)) = self.stamp_of(reader.school, shelved.journal).await?
            && let Some(answer) =
                shelved.answer(&directory, stamp, reader, known_version, Stamp::of_lesson)
        {
            return Ok(answer);
        }
        let tx = self.take().await?;
        let built = read::lesson(&tx, &self.works.directories, &self.pages, reader, lesson).await?;
        tx.abandon().await?;
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
        if let Some((directory, stamp)) = self.stamp_of(reader.school, journal).await?
            && let Some(id) = directory.period(period, on).map(|period| period.id)
            && let Some(shelved) = self.pages.journals.find(&(reader.school, journal, id))
        {
            let version = |stamp: Stamp, relation| stamp.of_journal(relation, id);
            if let Some(answer) = shelved.answer(&directory, stamp, reader, known_version, version)
            {
                return Ok(answer);
            }
        }
        let tx = self.take().await?;
        let span = (period, on);
        let built = read::journal(
            &tx,
            &self.works.directories,
            &self.pages,
            reader,
            journal,
            span,
        )
        .await?;
        tx.abandon().await?;
        Ok(built.and_then(|(directory, period, shelved)| {
            let version = |stamp: Stamp, relation| stamp.of_journal(relation, period);
            shelved.answer(&directory, shelved.stamp, reader, known_version, version)?
        }))
    }

    async fn apply_changes(&self, batch: Batch) -> Result<BatchOutcome, StoreError> {
        self.works.apply(Prepared::new(batch)?).await
    }

    async fn feed_since(
        &self,
        reader: &Reader,
        seq: i64,
        limit: usize,
    ) -> Result<FeedRows, StoreError> {
        let tx = self.take().await?;
        let feed = log::feed(&tx, &self.works.directories, reader, seq, limit).await?;
        tx.abandon().await?;
        Ok(feed)
    }

    async fn lesson_log(
        &self,
        reader: &Reader,
        lesson: LessonId,
        seq: i64,
        limit: usize,
    ) -> Result<Option<LogRows>, StoreError> {
        let tx = self.take().await?;
        let rows =
            log::of_lesson(&tx, &self.works.directories, reader, lesson, (seq, limit)).await?;
        tx.abandon().await?;
        Ok(rows)
    }

    async fn newest_seq(&self, school: SchoolId) -> Result<i64, StoreError> {
        let found = changes::newest(&*self.works.pool.get().await?, &[school.0]).await?;
        Ok(found.first().map_or(0, |(_, seq)| *seq))
    }

    fn newest(&self, school: SchoolId) -> watch::Receiver<i64> {
        let receiver = self.works.pokes.watch(school, || 0);
        self.watcher.look();
        receiver
    }

    async fn close(&self) {
        self.watcher.stop();
        self.works.pool.close();
    }
}
