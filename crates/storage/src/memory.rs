//! The in-memory model: everything behind one mutex. The oracle of the tests.

mod state;

use crate::batch::{Decision, Material};
use crate::batch::{Prepared, settle};
use crate::bundle::Bundle;
use crate::cache::versioned;
use crate::directory::sees;
use crate::intake::Intake;
use crate::pages;
use crate::poke::Pokes;
use crate::store::{
    AccessNote, Account, Batch, BatchOutcome, FeedRows, Imported, LockKey, LogRows, NewSession,
    Origin, Reader, Session, Standing, Store, StoreError, Versioned,
};
use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use journal::school::School;
use journal::view::{JournalPage, LessonPage, Me, Rules, TodayPage};
use journal::{DeviceId, JournalId, LessonId, PeriodId, PersonId, SchoolId, ServerId, Timestamp};
use state::Schoolhouse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// The model.
#[derive(Debug)]
pub struct MemoryStore {
    id: ServerId,
    schools: Mutex<BTreeMap<SchoolId, Schoolhouse>>,
    pokes: Pokes,
}

impl MemoryStore {
    /// An empty memory.
    pub fn new(id: ServerId) -> Self {
        Self {
            id,
            schools: Mutex::default(),
            pokes: Pokes::default(),
        }
    }

    fn within<T>(&self, school: SchoolId, f: impl FnOnce(&mut Schoolhouse) -> T) -> Option<T> {
        let mut schools = self.schools.lock().unwrap_or_else(PoisonError::into_inner);
        schools.get_mut(&school).map(f)
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn server_id(&self) -> Result<ServerId, StoreError> {
        Ok(self.id)
    }

    /// The oracle of the tests keeps no secrets.
    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        Ok([7; 32])
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn schools(&self) -> Result<Vec<School>, StoreError> {
        let schools = self.schools.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(schools
            .values()
            .map(|house| house.directory.school.clone())
            .collect())
    }

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

    async fn is_blank(&self, school: SchoolId) -> Result<bool, StoreError> {
        Ok(self
            .within(school, |house| house.is_blank())
            .unwrap_or(false))
    }

    async fn import_over(&self, blank: SchoolId, bundle: Bundle) -> Result<Imported, StoreError> {
        let intake = Intake::new(bundle)?;
        let id = intake.directory.school.id;
        let mut schools = self.schools.lock().unwrap_or_else(PoisonError::into_inner);
        if !schools.get(&blank).is_some_and(Schoolhouse::is_blank) {
            return Err(StoreError::SchoolExists(blank));
        }
        if id != blank && schools.contains_key(&id) {
            return Err(StoreError::SchoolExists(id));
        }
        let imported = intake.imported;
        let house = Schoolhouse::new(intake)?;
        schools.remove(&blank);
        schools.insert(id, house);
        Ok(imported)
    }

    async fn account(&self, school: SchoolId, login: &str) -> Result<Option<Account>, StoreError> {
        Ok(self.within(school, |house| house.account(login)).flatten())
    }

    async fn account_of(
        &self,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Option<(String, Account)>, StoreError> {
        Ok(self
            .within(school, |house| house.account_of(person))
            .flatten())
    }

    async fn device_owner(
        &self,
        school: SchoolId,
        device: DeviceId,
    ) -> Result<Option<PersonId>, StoreError> {
        Ok(self
            .within(school, |house| house.device_owner(device))
            .flatten())
    }

    async fn standing(&self, school: SchoolId, lock: LockKey) -> Result<Standing, StoreError> {
        Ok(self
            .within(school, |house| house.standing(lock))
            .unwrap_or_default())
    }

    async fn note_access(&self, school: SchoolId, note: AccessNote) -> Result<(), StoreError> {
        self.within(school, |house| house.note_access(&note));
        Ok(())
    }

    async fn forget_access(
        &self,
        school: SchoolId,
        before: Timestamp,
        most: u32,
    ) -> Result<u32, StoreError> {
        Ok(self
            .within(school, |house| house.forget_access(before, most))
            .unwrap_or_default())
    }

    async fn open_session(
        &self,
        school: SchoolId,
        session: NewSession,
    ) -> Result<Option<u64>, StoreError> {
        Ok(self
            .within(school, |house| house.open_session(&session))
            .flatten())
    }

    async fn session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        Ok(self
            .within(school, |house| house.session(token_hash, now))
            .flatten())
    }

    async fn close_session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        self.within(school, |house| house.sessions.remove(&token_hash));
        Ok(())
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
        self.within(school, |house| {
            house.set_password(person, password_hash, keep_session, origin, now)
        });
        Ok(())
    }

    async fn me(&self, school: SchoolId, person: PersonId) -> Result<Option<Me>, StoreError> {
        Ok(self.within(school, |house| house.me(person)).flatten())
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
                .filter(|sheet| sheet.lesson.teacher == reader.person)
                .filter(|sheet| first <= sheet.lesson.date && sheet.lesson.date <= date)
                .cloned()
                .collect();
            pages::in_order(&mut own);
            pages::today_page(&house.directory, date, now, &own)
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
            Some(versioned(known_version, version, Arc::new(page)))
        });
        Ok(page.flatten())
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
            let relation = house.directory.relation(reader.person, card, None);
            if !sees(&reader.roles, relation) {
                return None;
            }
            let period = house.directory.period(period, on)?;
            let sheets = house
                .of_journal(journal)
                .into_iter()
                .filter(|sheet| period.holds(sheet.lesson.date))
                .collect();
            let material = pages::JournalMaterial { sheets };
            let version = house.stamp(card).of_journal(relation, period.id);
            let page =
                pages::journal_page(&house.directory, journal, card, period, relation, material);
            Some(versioned(known_version, version, Arc::new(page)))
        });
        Ok(page.flatten())
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
            self.pokes.raise(prepared.school, seq);
        }
        Ok(outcome)
    }

    async fn feed_since(
        &self,
        reader: &Reader,
        seq: i64,
        limit: usize,
    ) -> Result<FeedRows, StoreError> {
        let empty = FeedRows {
            changes: Vec::new(),
            up_to: seq,
            more: false,
        };
        self.within(reader.school, |house| house.feed(reader, seq, limit))
            .unwrap_or(Ok(empty))
    }

    async fn lesson_log(
        &self,
        reader: &Reader,
        lesson: LessonId,
        seq: i64,
        limit: usize,
    ) -> Result<Option<LogRows>, StoreError> {
        self.within(reader.school, |house| {
            if house.seen(reader, lesson).is_none() {
                return Ok(None);
            }
            house.lesson_log(lesson, seq, limit).map(Some)
        })
        .unwrap_or(Ok(None))
    }

    async fn newest_seq(&self, school: SchoolId) -> Result<i64, StoreError> {
        Ok(self.within(school, |house| house.seq).unwrap_or(0))
    }

    fn newest(&self, school: SchoolId) -> watch::Receiver<i64> {
        let newest = self.within(school, |house| house.seq).unwrap_or(0);
        self.pokes.watch(school, || newest)
    }

    async fn close(&self) {}
}
