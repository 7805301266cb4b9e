//! What a school is apart from its lessons, over either database.

use super::{Database, directory, load};
use crate::bundle::Bundle;
use crate::cases::{journals, log, records, register, sheets};
use crate::directory::{Directory, reads_all};
use crate::store::{Gesture, Imported, Opened, Reader, Registry, StoreError};
use async_trait::async_trait;
use futures_util::FutureExt;
use journal::register::{Amended, RecordKind, RecordRef};
use journal::school::School;
use journal::view::{JournalsPage, RecordLog, RecordsPage, RegisterPage};
use journal::{JournalId, PeriodId, Relation, SchoolId, Timestamp};
use std::sync::Arc;

#[async_trait]
impl<D: Database> Registry for D {
    async fn schools(&self) -> Result<Vec<School>, StoreError> {
        self.ask(|s| register::schools(s).boxed()).await
    }

    async fn is_blank(&self, school: SchoolId) -> Result<bool, StoreError> {
        self.ask(move |s| register::is_blank(s, school).boxed())
            .await
    }

    async fn import_over(&self, blank: SchoolId, bundle: Bundle) -> Result<Imported, StoreError> {
        load(self, bundle, Some(blank)).await
    }

    async fn journals(
        &self,
        reader: &Reader,
        period: Option<PeriodId>,
        now: Timestamp,
    ) -> Result<Option<JournalsPage>, StoreError> {
        let (shared, reader) = (Arc::clone(self.shared()), reader.clone());
        self.read(move |s| {
            async move { journals::list(s, &shared.directories, &reader, period, now).await }
                .boxed()
        })
        .await
    }

    async fn kinds(&self, school: SchoolId) -> Result<Option<RegisterPage>, StoreError> {
        let shared = Arc::clone(self.shared());
        self.read(move |s| {
            async move { records::kinds(s, &shared.directories, school).await }.boxed()
        })
        .await
    }

    async fn records(
        &self,
        school: SchoolId,
        kind: RecordKind,
    ) -> Result<Option<RecordsPage>, StoreError> {
        let shared = Arc::clone(self.shared());
        self.read(move |s| {
            async move { records::page(s, &shared.directories, school, kind).await }.boxed()
        })
        .await
    }

    async fn amend(&self, gesture: Gesture, dry_run: bool) -> Result<Amended, StoreError> {
        let shared = Arc::clone(self.shared());
        if dry_run {
            let seen = self.read(move |s| {
                async move { records::dry_run(s, &shared.directories, &gesture).await }.boxed()
            });
            return seen.await;
        }
        let school = gesture.school;
        let written = self.write(move |t| {
            async move { records::amend(t, &shared.directories, &gesture).await }.boxed()
        });
        let (amended, seq) = written.await?;
        self.shared().notifier.raise(school, seq);
        Ok(amended)
    }

    async fn record_log(
        &self,
        school: SchoolId,
        record: RecordRef,
        seq: i64,
        limit: usize,
    ) -> Result<RecordLog, StoreError> {
        let shared = Arc::clone(self.shared());
        self.read(move |s| {
            let part = (seq, limit);
            async move { log::of_record(s, &shared.directories, school, record, part).await }
                .boxed()
        })
        .await
    }

    async fn others_journal(
        &self,
        reader: &Reader,
        opened: Opened,
    ) -> Result<Option<JournalId>, StoreError> {
        if !reads_all(&reader.roles) {
            return Ok(None);
        }
        let school = reader.school;
        let (journal, teacher) = match opened {
            Opened::Journal(journal) => (journal, None),
            Opened::Lesson(id) => match self.shared().pages.lessons.find(&(school, id)) {
                Some(page) => (page.journal, page.teacher),
                None => {
                    let found = self.ask(move |s| sheets::lesson(s, school, id).boxed());
                    let Some(sheet) = found.await? else {
                        return Ok(None);
                    };
                    (sheet.lesson.journal, Some(sheet.lesson.teacher))
                }
            },
        };
        let directory = match self.shared().directories.latest(school) {
            Some(directory) => Some(directory),
            None => directory(self, school).await?,
        };
        let of_others = |directory: &Directory| {
            let card = directory.journal(journal)?;
            let relation = directory.relation(reader.person, card, teacher);
            (relation == Relation::default()).then_some(journal)
        };
        Ok(directory.and_then(|directory| of_others(&directory)))
    }
}
