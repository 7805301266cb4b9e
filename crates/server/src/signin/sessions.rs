//! Live sessions. A session found in the store counts for one second without asking again; within
//! this process a sign-out or a new password ends that at once, in other processes of the same
//! database after that second.

use super::token::TokenKey;
use chrono::TimeDelta;
use journal::{Clock, DeviceId, PersonId, SchoolId, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
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
    revoked: watch::Sender<u64>,
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
            revoked: watch::Sender::new(0),
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
        let revocations = *self.revoked.borrow();
        let TokenKey { school, hash } = token;
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
        };
        let live = Arc::new(Live {
            session,
            reader,
            token,
        });
        self.remember(&live, moment, revocations);
        Ok(Some(live))
    }

    /// Whether a session still lives, without counting as a use of it: the server asks on its own
    /// account, and a line that is half open must not look like a client.
    pub(crate) async fn still_lives(&self, live: &Live) -> Result<bool, StoreError> {
        let TokenKey { school, hash } = live.token;
        let now = self.clock.now();
        let moment = self.clock.monotonic();
        if self.trusted(live.token, now, moment).is_some() {
            return Ok(true);
        }
        let found = self.store.find_session(school, hash, now).await?;
        Ok(found.is_some_and(|session| self.is_alive(&session, now)))
    }

    fn is_alive(&self, session: &Session, now: Timestamp) -> bool {
        now < session.ends_at && now.since(session.seen_at) <= self.idle
    }

    /// Tells when sessions have ended in this process.
    pub(crate) fn revocations(&self) -> watch::Receiver<u64> {
        self.revoked.subscribe()
    }

    /// A session has ended.
    pub(crate) fn forget(&self, token: TokenKey) {
        self.forget_where(|live| live.token == token);
    }

    /// What is known of a person's sessions is no longer so.
    pub(crate) fn forget_person(&self, person: PersonId) {
        self.forget_where(|live| live.session.person == person);
    }

    fn forget_where(&self, ended: impl Fn(&Live) -> bool) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, kept| !ended(&kept.live));
        self.revoked.send_modify(|count| *count += 1);
    }

    fn trusted(&self, token: TokenKey, now: Timestamp, moment: Duration) -> Option<Arc<Live>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { live, until } = known.get(&token)?;
        (moment < *until && now < live.session.ends_at).then(|| Arc::clone(live))
    }

    /// An answer that was on its way while a session was ended is not kept.
    fn remember(&self, live: &Arc<Live>, moment: Duration, revocations: u64) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if *self.revoked.borrow() != revocations {
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
