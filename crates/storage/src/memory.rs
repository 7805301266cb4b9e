//! The in-memory model of journals: everything behind one mutex. The oracle of the tests.

mod state;

use crate::batch::{Decision, Material};
use crate::batch::{Prepared, settle};
use crate::bundle::Bundle;
use crate::cache::versioned;
use crate::change_notifier::ChangeNotifier;
use crate::database::Journals;
use crate::intake::Intake;
use crate::pages;
use crate::store::{
    Batch, BatchOutcome, FeedRows, Imported, LogPlace, LogRows, Reader, StoreError, Versioned,
};
use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use journal::regulation::sees;
use journal::view::{JournalPage, LessonPage, Rules, TodayPage};
use journal::{JournalId, LessonId, PeriodId, SchoolId, SheetId, Timestamp};
use state::Schoolhouse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch;

/// The model.
#[derive(Debug, Default)]
pub struct MemoryStore {
    schools: Mutex<BTreeMap<SchoolId, Schoolhouse>>,
    notifier: ChangeNotifier,
}

impl MemoryStore {
    fn within<T>(&self, school: SchoolId, f: impl FnOnce(&mut Schoolhouse) -> T) -> Option<T> {
        let mut schools = self.schools.lock().unwrap_or_else(PoisonError::into_inner);
        schools.get_mut(&school).map(f)
    }
}

#[async_trait]
impl Journals for MemoryStore {
    async fn import(&self, bundle: Bundle) -> Result<Imported, StoreError> {
        let intake = Intake::new(bundle)?;
        let id = intake.directory.school.id;
        let mut schools = self.schools.lock().unwrap_or_else(PoisonError::into_inner);
        if schools.contains_key(&id) {
            return Err(StoreError::SchoolExists(id));
        }
        let imported = intake.imported;
        schools.insert(id, Schoolhouse::new(intake)?);
        Ok(imported)
    }

    async fn rules(&self, school: SchoolId) -> Result<Option<Rules>, StoreError> {
        Ok(self.within(school, |house| house.directory.rules()))
    }

    async fn today(
        &self,
        reader: &Reader,
        date: NaiveDate,
        now: Timestamp,
    ) -> Result<TodayPage, StoreError> {
        let empty = TodayPage {
            date,
            lessons: Vec::new(),
            unfilled: Vec::new(),
        };
        let page = self.within(reader.school, |house| {
            let first = date
                .checked_sub_days(Days::new(pages::TODAY_LOOKS_BACK))
                .unwrap_or(date);
            let mut own: Vec<_> = house
                .sheets
                .values()
                .filter(|sheet| pages::is_of_day(&house.directory, reader, &sheet.lesson))
                .filter(|sheet| first <= sheet.lesson.date && sheet.lesson.date <= date)
                .cloned()
                .collect();
            pages::in_order(&mut own);
            let mut page = pages::today_page(&house.directory, date, now, &own);
            for row in page.lessons.iter_mut().chain(&mut page.unfilled) {
                let sheet = house.sheets.get(&row.lesson.id);
                row.last_bell = sheet.and_then(|sheet| house.last_bell(sheet));
            }
            page
        });
        Ok(page.unwrap_or(empty))
    }

    async fn open_lesson(
        &self,
        reader: &Reader,
        lesson: LessonId,
        known_version: Option<&str>,
    ) -> Result<Option<Versioned<LessonPage>>, StoreError> {
        let page = self.within(reader.school, |house| {
            let (card, relation) = house.seen(reader, lesson)?;
            let material = house.lesson_material(lesson)?;
            let version = house.stamp(card).of_lesson(relation);
            let page = pages::lesson_page(&house.directory, card, relation, material)?;
            Some(versioned(known_version, version, &page))
        });
        page.flatten().transpose()
    }

    async fn open_journal(
        &self,
        reader: &Reader,
        journal: JournalId,
        period: Option<PeriodId>,
        on: NaiveDate,
        known_version: Option<&str>,
    ) -> Result<Option<Versioned<JournalPage>>, StoreError> {
        let page = self.within(reader.school, |house| {
            let card = house.directory.journal(journal)?;
            let relation = house.directory.relation(reader, card, None);
            if !sees(&reader.roles, relation) {
                return None;
            }
            let period = house.directory.period_of_journal(card, period, on)?;
            let sheets = house
                .of_journal(journal)
                .into_iter()
                .filter(|sheet| period.holds(sheet.lesson.date))
                .collect();
            let term = house.term((journal, period.id));
            let late = house.late_lessons(journal, period);
            let carried = house.carried(journal, card, Some(period));
            let material = pages::JournalMaterial {
                sheets,
                term,
                carried,
                late,
            };
            let version = house.stamp(card).of_journal(relation, period.id);
            let page =
                pages::journal_page(&house.directory, journal, card, period, relation, material);
            Some(versioned(known_version, version, &page))
        });
        page.flatten().transpose()
    }

    async fn apply_changes(&self, batch: Batch) -> Result<BatchOutcome, StoreError> {
        let prepared = Prepared::new(batch)?;
        let settled = self.within(prepared.school, |house| {
            let mut material: Material = house.material(&prepared);
            match settle(&house.directory, &prepared, &mut material) {
                Decision::Refused(outcome) => (outcome, None),
                Decision::Settled(settled) => {
                    house.write(prepared.device, &settled);
                    let seq = (!settled.log.is_empty()).then_some(settled.seq);
                    (settled.outcome(&material.known), seq)
                }
            }
        });
        let Some((outcome, seq)) = settled else {
            return Err(StoreError::Failed(format!("no school {}", prepared.school)));
        };
        if let Some(seq) = seq {
            self.notifier.raise(prepared.school, seq);
        }
        Ok(outcome)
    }

    async fn feed_since(
        &self,
        reader: &Reader,
        seq: i64,
        limit: usize,
    ) -> Result<FeedRows, StoreError> {
        let since = LogPlace { seq, change: None };
        let empty = FeedRows {
            changes: Vec::new(),
            moved: BTreeSet::new(),
            since,
            up_to: since,
            more: false,
            register: 0,
            records: 0,
        };
        self.within(reader.school, |house| house.feed(reader, seq, limit))
            .unwrap_or(Ok(empty))
    }

    async fn sheet_log(
        &self,
        reader: &Reader,
        sheet: SheetId,
        seq: i64,
        limit: usize,
    ) -> Result<Option<LogRows>, StoreError> {
        self.within(reader.school, |house| {
            if house.relation(reader, sheet).is_none() {
                return Ok(None);
            }
            house.sheet_log(sheet, seq, limit).map(Some)
        })
        .unwrap_or(Ok(None))
    }

    async fn end_of_log(&self, school: SchoolId) -> Result<LogPlace, StoreError> {
        let end = self.within(school, |house| house.place(house.seq));
        Ok(end.unwrap_or_default())
    }

    async fn newest(&self, school: SchoolId) -> Result<watch::Receiver<i64>, StoreError> {
        let newest = self.within(school, |house| house.seq).unwrap_or(0);
        Ok(self.notifier.watch(school, || newest))
    }
}
