//! Live sessions. A session found in the store counts for one second without asking again; within
//! this process a sign-out or a new password ends that at once, in other processes of the same
//! database after that second.

use super::token::TokenKey;
use chrono::TimeDelta;
use journal::{Clock, DeviceId, PersonId, Roles, SchoolId, Timestamp};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use storage::{Reader, Session, Store, StoreError};
use tokio::sync::watch;

/// How long a session counts without asking the store.
pub(crate) const TRUST: Duration = Duration::from_secs(1);
/// Most sessions remembered.
const MOST: usize = 8192;

/// A session that is alive.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) session: Session,
    /// The same as the store asks for it.
    pub(crate) reader: Reader,
    /// How it is found.
    pub(crate) token: TokenKey,
}

/// Whose account it is: sessions and devices a person may have any number of, so what each has a
/// share of is counted by this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct AccountKey {
    pub(crate) school: SchoolId,
    pub(crate) person: PersonId,
}

/// One device of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct DeviceKey {
    pub(crate) account: AccountKey,
    pub(crate) device: DeviceId,
}

impl Live {
    /// The device it is a session of.
    pub(crate) fn device(&self) -> DeviceKey {
        DeviceKey {
            account: self.account(),
            device: self.session.device,
        }
    }

    /// Whose session it is.
    pub(crate) fn account(&self) -> AccountKey {
        AccountKey {
            school: self.session.school,
            person: self.session.person,
        }
    }
}

/// The sessions of this process.
pub(crate) struct Sessions {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    idle: TimeDelta,
    known: Mutex<HashMap<TokenKey, Known>>,
    /// How often sessions have ended, by school: nobody waits for the sign-ins of another.
    revoked: Mutex<HashMap<SchoolId, watch::Sender<u64>>>,
}

struct Known {
    live: Arc<Live>,
    until: Duration,
}

impl Sessions {
    /// No sessions yet; `idle` is how long one may rest.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, idle: TimeDelta) -> Self {
        Self {
            store,
            clock,
            idle,
            known: Mutex::default(),
            revoked: Mutex::default(),
        }
    }

    /// When a session that is used at `now` ends if it is not used again.
    pub(crate) fn rests_until(&self, now: Timestamp, ends_at: Timestamp) -> Timestamp {
        now.plus(self.idle).min(ends_at)
    }

    /// Since when a session must have been used to be alive at `now`.
    pub(crate) fn rested_since(&self, now: Timestamp) -> Timestamp {
        now.plus(-self.idle)
    }

    /// The live session of a token.
    pub(crate) async fn find(&self, token: TokenKey) -> Result<Option<Arc<Live>>, StoreError> {
        let (now, moment) = (self.clock.now(), self.clock.monotonic());
        if let Some(live) = self.trusted(token, now, moment) {
            return Ok(Some(live));
        }
        let TokenKey { school, hash } = token;
        let revocations = self.revoked_in(school);
        let Some(session) = self.store.session(school, hash, now).await? else {
            return Ok(None);
        };
        if !self.is_alive(&session, now) {
            self.store.close_session(school, hash).await?;
            return Ok(None);
        }
        let reader = Reader {
            school: session.school,
            person: session.person,
            roles: session.roles.clone(),
            at: now,
        };
        let live = Arc::new(Live {
            session,
            reader,
            token,
        });
        self.remember(&live, moment, revocations);
        Ok(Some(live))
    }

    /// The roles that a session has now; none when it has ended. It does not count as a use of it:
    /// the server asks on its own account, and a line that is half open must not look like a client.
    pub(crate) async fn roles_now(&self, live: &Live) -> Result<Option<Roles>, StoreError> {
        let TokenKey { school, hash } = live.token;
        let now = self.clock.now();
        let moment = self.clock.monotonic();
        if let Some(live) = self.trusted(live.token, now, moment) {
            return Ok(Some(live.session.roles.clone()));
        }
        let found = self.store.find_session(school, hash, now).await?;
        let found = found.filter(|session| self.is_alive(session, now));
        Ok(found.map(|session| session.roles))
    }

    fn is_alive(&self, session: &Session, now: Timestamp) -> bool {
        now < session.ends_at && now.since(session.seen_at) <= self.idle
    }

    /// Tells when sessions of a school have ended in this process.
    pub(crate) fn revocations(&self, school: SchoolId) -> watch::Receiver<u64> {
        self.revoked().entry(school).or_default().subscribe()
    }

    /// A session has ended.
    pub(crate) fn forget(&self, token: TokenKey) {
        self.forget_where(token.school, |live| live.token == token);
    }

    /// What is known of an account's sessions is no longer so.
    pub(crate) fn forget_account(&self, account: AccountKey) {
        self.forget_where(account.school, |live| live.account() == account);
    }

    /// Roles were given or taken: with the passwords sessions may have ended, too.
    pub(crate) fn forget_people(&self, school: SchoolId, people: &BTreeSet<PersonId>) {
        if !people.is_empty() {
            self.forget_where(school, |live| people.contains(&live.account().person));
        }
    }

    /// Who was given roles is not known: all sessions of the school are asked for anew.
    pub(crate) fn forget_school(&self, school: SchoolId) {
        self.forget_where(school, |live| live.token.school == school);
    }

    /// The school is one in which somebody has or had a session: others take no room.
    fn forget_where(&self, school: SchoolId, ended: impl Fn(&Live) -> bool) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, kept| !ended(&kept.live));
        let mut revoked = self.revoked();
        let count = revoked.entry(school).or_default();
        count.send_modify(|count| *count += 1);
    }

    fn revoked(&self) -> MutexGuard<'_, HashMap<SchoolId, watch::Sender<u64>>> {
        self.revoked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn revoked_in(&self, school: SchoolId) -> u64 {
        self.revoked()
            .get(&school)
            .map_or(0, |count| *count.borrow())
    }

    fn trusted(&self, token: TokenKey, now: Timestamp, moment: Duration) -> Option<Arc<Live>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { live, until } = known.get(&token)?;
        (moment < *until && now < live.session.ends_at).then(|| Arc::clone(live))
    }

    /// An answer that was on its way while a session was ended is not kept.
    fn remember(&self, live: &Arc<Live>, moment: Duration, revocations: u64) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if self.revoked_in(live.token.school) != revocations {
            return;
        }
        if known.len() >= MOST {
            known.retain(|_, kept| moment < kept.until);
        }
        if known.len() < MOST {
            let until = moment + TRUST;
            known.insert(
                live.token,
                Known {
                    live: Arc::clone(live),
                    until,
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::DeviceId;
    use protocol::MovedClock;
    use storage::{LockKey, NewSession};
    use testkit::fixture::{self, ORLOVA, SCHOOL};
    use uuid::Uuid;

    /// Orlova of one school and whoever has her number in another are two people.
    #[tokio::test]
    async fn sessions_that_end_in_one_school_leave_those_of_another_alone() {
        let (store, _folder) = fixture::store().await;
        let other = fixture::other_school();
        let schools = [SCHOOL, other.school.id];
        store.import(other).await.unwrap();
        let now = fixture::now();
        let clock = Arc::new(MovedClock::start(now));
        let sessions = Sessions::new(Arc::clone(&store), clock, TimeDelta::hours(1));
        let token = |school| TokenKey {
            school,
            hash: [1; 32],
        };
        for school in schools {
            let account = store.account_of(school, ORLOVA).await.unwrap();
            let device = DeviceId(Uuid::from_u128(1));
            let new = NewSession {
                token_hash: [1; 32],
                person: ORLOVA,
                proved_hash: account.unwrap().1.password_hash,
                device,
                opened_at: now,
                ends_at: now.plus(TimeDelta::hours(1)),
                lock: LockKey::Device(device),
                address: None,
            };
            store.open_session(school, new).await.unwrap();
            let found = sessions.find(token(school)).await.unwrap();
            assert!(found.is_some(), "{school}");
        }
        let [mut here, mut there] = schools.map(|school| sessions.revocations(school));
        let (school, person) = (SCHOOL, ORLOVA);
        sessions.forget_account(AccountKey { school, person });
        let is_trusted = |school| {
            let found = sessions.trusted(token(school), now, Duration::ZERO);
            found.is_some()
        };
        assert_eq!(schools.map(is_trusted), [false, true]);
        let told = [&mut here, &mut there].map(|told| told.has_changed().unwrap());
        assert_eq!(told, [true, false]);
    }
}
