//! Lessons and journals, over either database.

use super::use_cases::use_cases;
use super::{Database, load};
use crate::batch::Prepared;
use crate::bundle::Bundle;
use crate::cache::Stamp;
use crate::cases::{directory, log, pages};
use crate::directory::Directory;
use crate::store::{
    Batch, BatchOutcome, FeedRows, Imported, LogPlace, LogRows, Reader, StoreError, Versioned,
};
use async_trait::async_trait;
use chrono::NaiveDate;
use futures_util::FutureExt;
use journal::view::{JournalPage, LessonPage, Rules, TodayPage};
use journal::{JournalId, LessonId, PeriodId, SchoolId, SheetId, Timestamp};
use std::sync::Arc;
use tokio::sync::watch;

use_cases! {
    /// What happens in lessons. The in-memory model of the tests is of this alone.
    Journals

    /// Stores a whole school, or nothing of it.
    by import(bundle: Bundle) -> Imported = import;

    /// The school's rules and vocabularies.
    read rules(school: SchoolId) -> Option<Rules> = directory::rules;

    /// A person's lessons of a day; `now` bounds what counts as unfilled.
    read today(&reader, date: NaiveDate, now: Timestamp) -> TodayPage = pages::today;

    /// A lesson; none if there is none or it is not the reader's to see.
    by open_lesson(&reader, lesson: LessonId, known_version: Option<&str>)
        -> Option<Versioned<LessonPage>> = open_lesson;

    /// A journal over a period (none: the period of `on`); none as in [`Journals::open_lesson`].
    by open_journal(
        &reader,
        journal: JournalId,
        period: Option<PeriodId>,
        on: NaiveDate,
        known_version: Option<&str>
    ) -> Option<Versioned<JournalPage>> = open_journal;

    /// Judges and applies a batch with its log rows.
    by apply_changes(batch: Batch) -> BatchOutcome = apply_changes;

    /// Accepted changes after `seq` that the reader may see, at most `limit` looked at, and at most
    /// [`LOG_PART_BYTES`](crate::LOG_PART_BYTES).
    read feed_since(&reader, seq: i64, limit: usize) -> FeedRows = log::feed;

    /// The log of one sheet after `seq`, oldest first, at most `limit` rows; none as in
    /// [`Journals::open_lesson`].
    read sheet_log(&reader, sheet: SheetId, seq: i64, limit: usize) -> Option<LogRows>
        = log::of_sheet;

    /// The end of a school's log as the database has it; 0 if there is no such school.
    ask end_of_log(school: SchoolId) -> LogPlace = log::end;

    /// The newest `seq` of a school as far as this process knows it (0 at first), raised after
    /// each commit, for `GET /events`.
    by newest(school: SchoolId) -> watch::Receiver<i64> = newest;
}

async fn import(database: &impl Database, bundle: Bundle) -> Result<Imported, StoreError> {
    load(database, bundle, None).await
}

/// The stamp of a journal's pages now, and the directory to read them with, if it is known.
async fn stamp_of(
    database: &impl Database,
    school: SchoolId,
    journal: JournalId,
) -> Result<Option<(Arc<Directory>, Stamp)>, StoreError> {
    let Some(directory) = database.shared().directories.latest(school) else {
        return Ok(None);
    };
    let Some(stream) = directory.journal(journal).map(|card| card.stream) else {
        return Ok(None);
    };
    let stamp = database.stamp(school, stream).await?;
    Ok(stamp.map(|stamp| (directory, stamp)))
}

async fn open_lesson(
    database: &impl Database,
    reader: &Reader,
    lesson: LessonId,
    known_version: Option<&str>,
) -> Result<Option<Versioned<LessonPage>>, StoreError> {
    let shared = Arc::clone(database.shared());
    if let Some(cached) = shared.pages.lessons.find(&(reader.school, lesson))
        && let Some((directory, stamp)) = stamp_of(database, reader.school, cached.journal).await?
        && let Some(answer) =
            cached.answer(&directory, stamp, reader, known_version, Stamp::of_lesson)
    {
        return Ok(answer);
    }
    let asker = reader.clone();
    let built = database
        .read(move |s| async move { pages::lesson(s, &shared, &asker, lesson).await }.boxed());
    Ok(built.await?.and_then(|(directory, cached)| {
        let stamp = cached.stamp;
        cached.answer(&directory, stamp, reader, known_version, Stamp::of_lesson)?
    }))
}

async fn open_journal(
    database: &impl Database,
    reader: &Reader,
    journal: JournalId,
    period: Option<PeriodId>,
    on: NaiveDate,
    known_version: Option<&str>,
) -> Result<Option<Versioned<JournalPage>>, StoreError> {
    let shared = Arc::clone(database.shared());
    if let Some((directory, stamp)) = stamp_of(database, reader.school, journal).await?
        && let Some(card) = directory.journal(journal)
        && let Some(id) = directory
            .period_of_journal(card, period, on)
            .map(|period| period.id)
        && let Some(cached) = shared.pages.journals.find(&(reader.school, journal, id))
    {
        let version = |stamp: Stamp, relation| stamp.of_journal(relation, id);
        if let Some(answer) = cached.answer(&directory, stamp, reader, known_version, version) {
            return Ok(answer);
        }
    }
    let asker = reader.clone();
    let built = database.read(move |s| {
        async move { pages::journal(s, &shared, &asker, journal, (period, on)).await }.boxed()
    });
    Ok(built.await?.and_then(|(directory, period, cached)| {
        let version = |stamp: Stamp, relation| stamp.of_journal(relation, period);
        cached.answer(&directory, cached.stamp, reader, known_version, version)?
    }))
}

async fn apply_changes(database: &impl Database, batch: Batch) -> Result<BatchOutcome, StoreError> {
    database.apply(Prepared::new(batch)?).await
}

async fn newest(
    database: &impl Database,
    school: SchoolId,
) -> Result<watch::Receiver<i64>, StoreError> {
    Ok(database.newest(school))
}
