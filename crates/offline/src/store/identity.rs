//! Who we are and whose these data are.

use super::{Durability, MOVES, Store, damaged_log};
use crate::error::{StoreError, StoreFault};
use crate::id_source::IdSource;
use crate::page::ListKey;
use crate::server_clock::KeptClock;
use journal::view::{Me, Rules};
use journal::{DeviceId, PersonId, ServerId, Timestamp};
use protocol::SignedIn;
use rusqlite::{Connection, OptionalExtension};
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};

const SERVER: &str = "server";
const DEVICE: &str = "device";
const TOKEN: &str = "token";
const SIGN_OUT: &str = "sign-out";
/// There while whoever signed in last has signed out.
const SIGNED_OUT: &str = "signed-out";
const SESSION_DEVICE: &str = "session-device";
const ME: &str = "me";
const RULES: &str = "rules";
const RULES_ETAG: &str = "rules-etag";
const REGISTER: &str = "register";
const RECORDS: &str = "records";
const CURSOR: &str = "cursor";
const CLOCK: &str = "contact";

/// What other windows of the account have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherWindows {
    /// Whoever signed in last has signed out.
    pub is_signed_out: bool,
    /// As [`Store::others_wrote`].
    pub wrote: i64,
}

/// What is known about account and server.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The server whose data these are; none before the first sign-in.
    pub server: Option<ServerId>,
    /// This installation for this account.
    pub device: DeviceId,
    /// The session's token, if somebody is signed in.
    pub token: Option<SecretString>,
    /// Who was signed in last.
    pub me: Option<Me>,
    /// The school's rules as fetched last.
    pub rules: Option<Rules>,
}

/// How the outbox goes on after a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Continuation {
    /// Where it was.
    Same,
    /// The server misses changes it had acknowledged: they are sent again.
    Rewound {
        /// Lessons of changes that are no longer kept here.
        lost: Vec<journal::SheetId>,
    },
    /// This file is older than the server's memory of the device: it goes on as a new device.
    NewDevice,
}

impl Store {
    /// All of it.
    pub fn identity(&self) -> Result<Identity, StoreError> {
        Ok(Identity {
            server: self.server()?,
            device: self.device()?,
            token: self.token()?,
            me: self.me()?,
            rules: self.rules()?,
        })
    }

    /// The server whose data these are.
    pub fn server(&self) -> Result<Option<ServerId>, StoreError> {
        self.fact(SERVER)
    }

    /// The device id under which the outbox is numbered.
    pub fn device(&self) -> Result<DeviceId, StoreError> {
        let missing = || StoreError::new(StoreFault::Damaged, "no device id").at(&self.path);
        self.fact(DEVICE)?.ok_or_else(missing)
    }

    /// The session's token, if somebody is signed in.
    pub fn token(&self) -> Result<Option<SecretString>, StoreError> {
        Ok(self.fact::<String>(TOKEN)?.map(SecretString::from))
    }

    /// What ends the session at the server and does nothing else.
    pub(crate) fn sign_out_key(&self) -> Result<Option<String>, StoreError> {
        self.fact(SIGN_OUT)
    }

    /// The device that the session is bound to.
    pub(crate) fn session_device(&self) -> Result<Option<DeviceId>, StoreError> {
        self.fact(SESSION_DEVICE)
    }

    /// Who was signed in last.
    pub fn me(&self) -> Result<Option<Me>, StoreError> {
        let me: Option<Me> = self.fact(ME)?;
        self.me.set(me.as_ref().map(|me| me.person));
        Ok(me)
    }

    /// The person behind our own changes.
    pub(super) fn myself(&self) -> Result<PersonId, StoreError> {
        match self.me.get() {
            Some(person) => Ok(person),
            None => Ok(self.me()?.map_or(PersonId(0), |me| me.person)),
        }
    }

    /// The school's rules as fetched last.
    pub fn rules(&self) -> Result<Option<Rules>, StoreError> {
        self.fact(RULES)
    }

    /// What the last contact has told of the server's clock.
    pub(crate) fn clock(&self) -> Result<Option<KeptClock>, StoreError> {
        self.fact(CLOCK)
    }

    pub(crate) fn cursor(&self) -> Result<Option<String>, StoreError> {
        self.fact(CURSOR)
    }

    pub(crate) fn rules_etag(&self) -> Result<Option<String>, StoreError> {
        self.fact(RULES_ETAG)
    }

    pub(crate) fn keep_me(&self, me: &Me) -> Result<(), StoreError> {
        self.me.set(Some(me.person));
        self.write_unshown(Durability::Relaxed, |tx| self.set_fact(tx, ME, me))
    }

    pub(crate) fn keep_rules(&self, rules: &Rules, etag: Option<&str>) -> Result<(), StoreError> {
        self.write_unshown(Durability::Relaxed, |tx| {
            self.set_fact(tx, RULES, rules)?;
            self.set_or_forget(tx, RULES_ETAG, etag)
        })
    }

    /// Keeps what the feed says of the register; answers whether it is another than last time. No
    /// page is sure to be true then.
    pub(crate) fn keep_register(&self, register: i64) -> Result<bool, StoreError> {
        self.keep_version(REGISTER, register, "UPDATE page SET stale = 1")
    }

    /// The same of all records, of which some are in no page but their lists.
    pub(crate) fn keep_records(&self, records: i64) -> Result<bool, StoreError> {
        let age = "UPDATE page SET stale = 1 WHERE key GLOB 'list/*'";
        self.keep_version(RECORDS, records, age)
    }

    fn keep_version(&self, fact: &str, version: i64, age: &str) -> Result<bool, StoreError> {
        let before: Option<i64> = self.fact(fact)?;
        if before == Some(version) {
            return Ok(false);
        }
        self.write(Durability::Relaxed, |tx| {
            if before.is_some() {
                tx.execute(age, [])?;
            }
            self.set_fact(tx, fact, &version)
        })?;
        Ok(before.is_some())
    }

    pub(crate) fn keep_clock(&self, kept: &KeptClock) -> Result<(), StoreError> {
        self.write_unshown(Durability::Relaxed, |tx| self.set_fact(tx, CLOCK, kept))
    }

    /// Whether somebody else than `person` was signed in here last: a sign-in name can be given
    /// to another person.
    pub(crate) fn is_of_another(&self, person: PersonId) -> Result<bool, StoreError> {
        Ok(self.me()?.is_some_and(|me| me.person != person))
    }

    /// Keeps a new session. The caller has made sure that `server` is ours or that we had none.
    /// What another person has left here goes.
    ///
    /// # Errors
    /// [`StoreFault::Unsettled`] if these data belong to another server, or if another person
    /// has left unsettled changes.
    pub fn signed_in(
        &self,
        server: ServerId,
        signed: &SignedIn,
        ids: &mut IdSource,
    ) -> Result<Continuation, StoreError> {
        if self.server()?.is_some_and(|known| known != server) {
            let detail = "the outbox belongs to another server";
            return Err(StoreError::new(StoreFault::Unsettled, detail).at(&self.path));
        }
        let device = self.device()?;
        if self.is_of_another(signed.me.person)? {
            self.forget_server(ids, signed.now)?;
        }
        self.me.set(Some(signed.me.person));
        self.write(Durability::Full, |tx| {
            self.set_fact(tx, SERVER, &server)?;
            self.set_fact(tx, TOKEN, &signed.token)?;
            self.set_fact(tx, SIGN_OUT, &signed.sign_out)?;
            self.set_or_forget::<bool>(tx, SIGNED_OUT, None)?;
            // The session is bound to the device it was asked for.
            self.set_device(tx, device)?;
            self.set_fact(tx, SESSION_DEVICE, &device)?;
            self.set_fact(tx, ME, &signed.me)?;
            self.go_on_from(tx, signed.last_n, || ids.device(signed.now))
        })
    }

    /// Forgets the session and the lists of persons and of what they did; outbox and other pages
    /// stay. Nothing of the token is left in the file or in
    /// its log, also of those of earlier sessions.
    ///
    /// # Errors
    /// A fault of the disk: the session is kept.
    pub fn signed_out(&self) -> Result<(), StoreError> {
        match self.forget_session() {
            Err(error) if error.fault != StoreFault::InUse => {
                // The log was where there was no room to grow; emptied, it takes a page again.
                self.fold_all()?;
                self.forget_session()?;
            }
            forgotten => forgotten?,
        }
        // The session is gone whether these go or not.
        let forgotten = self.write(Durability::Relaxed, |tx| {
            let mut forget = tx.prepare_cached("DELETE FROM page WHERE key GLOB ?1")?;
            for path in ListKey::OF_PERSONS {
                forget.execute([format!("list/{path}")])?;
            }
            Ok(())
        });
        if let Err(error) = forgotten {
            tracing::warn!(%error, "lists of persons stay in the file");
        }
        match damaged_log::remove(&self.path) {
            Ok(()) => self.is_damaged.set(false),
            Err(error) => {
                tracing::warn!(%error, "a copy of the log stays, with a token of no use");
            }
        }
        if let Err(error) = self.fold_all() {
            tracing::warn!(%error, "the log keeps a token of no use until the file is closed");
        }
        Ok(())
    }

    fn forget_session(&self) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            self.set_or_forget::<String>(tx, TOKEN, None)?;
            self.set_or_forget::<String>(tx, SIGN_OUT, None)?;
            // Other windows of the account still show what it may see.
            self.set_fact(tx, SIGNED_OUT, &true)
        })
    }

    /// Whether whoever signed in last has signed out since, in this window or another. A session
    /// that has ended otherwise leaves this false.
    pub fn is_signed_out(&self) -> Result<bool, StoreError> {
        self.read(|db| Ok(fact_bytes(db, SIGNED_OUT)?.is_some()))
    }

    /// What other windows of the account have done, for whoever asks at every key: the database is
    /// asked only after something was written to it, by this window too. None: it was asked since, so
    /// that whoever needs an answer later keeps the one that came.
    pub fn other_windows(&self) -> Result<Option<OtherWindows>, StoreError> {
        self.outside.ask(|| {
            Ok(OtherWindows {
                is_signed_out: self.is_signed_out()?,
                wrote: self.others_wrote()?,
            })
        })
    }

    /// Nothing is entered in the name of somebody who has left.
    pub(super) fn refuse_signed_out(&self, tx: &Connection) -> Result<(), StoreError> {
        if fact_bytes(tx, SIGNED_OUT)?.is_some() {
            let detail = "the account has been signed out of";
            return Err(StoreError::new(StoreFault::SignedOut, detail).at(&self.path));
        }
        Ok(())
    }

    /// Notes that the start password was changed.
    pub(crate) fn password_changed(&self) -> Result<(), StoreError> {
        match self.me()? {
            Some(me) => self.keep_me(&Me {
                must_change_password: false,
                ..me
            }),
            None => Ok(()),
        }
    }

    /// Begins anew with another server's data: pages, session and history of the old one go.
    ///
    /// # Errors
    /// [`StoreFault::Unsettled`] while there are changes that no server has answered for, or
    /// that a person has to look at.
    pub fn forget_server(&self, ids: &mut IdSource, now: Timestamp) -> Result<(), StoreError> {
        if self.pending_count()? + self.trouble_count()? > 0 {
            let detail = "there are unsettled changes";
            return Err(StoreError::new(StoreFault::Unsettled, detail).at(&self.path));
        }
        self.me.set(None);
        self.gestures.take();
        self.write(Durability::Full, |tx| {
            tx.execute_batch(
                "DELETE FROM page_sheet; DELETE FROM page; DELETE FROM patch;
                 DELETE FROM outbox; DELETE FROM draft;",
            )?;
            // Other windows go on counting from where they are.
            tx.execute("DELETE FROM fact WHERE name <> ?1", [MOVES])?;
            self.set_fact(tx, DEVICE, &ids.device(now))
        })
    }

    pub(super) fn begin_device(
        &self,
        ids: &mut IdSource,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.fact::<DeviceId>(DEVICE)?.is_some() {
            return Ok(());
        }
        self.write(Durability::Full, |tx| {
            if fact_bytes(tx, DEVICE)?.is_none() {
                self.set_fact(tx, DEVICE, &ids.device(now))?;
            }
            Ok(())
        })
    }

    pub(super) fn set_device(&self, tx: &Connection, device: DeviceId) -> Result<(), StoreError> {
        self.set_fact(tx, DEVICE, &device)
    }

    pub(super) fn set_cursor(
        &self,
        tx: &Connection,
        cursor: Option<&str>,
    ) -> Result<(), StoreError> {
        self.set_or_forget(tx, CURSOR, cursor)
    }

    pub(super) fn fact<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        self.read(|db| {
            fact_bytes(db, name)?
                .map(|sealed| self.unseal(&about(name), sealed))
                .transpose()
        })
    }

    pub(super) fn set_fact(
        &self,
        tx: &Connection,
        name: &str,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), StoreError> {
        let sealed = self.seal(&about(name), value)?;
        tx.prepare_cached("INSERT OR REPLACE INTO fact (name, value) VALUES (?1, ?2)")?
            .execute((name, sealed))?;
        Ok(())
    }

    fn set_or_forget<T: Serialize + ?Sized>(
        &self,
        tx: &Connection,
        name: &str,
        value: Option<&T>,
    ) -> Result<(), StoreError> {
        if let Some(value) = value {
            return self.set_fact(tx, name, value);
        }
        tx.prepare_cached("DELETE FROM fact WHERE name = ?1")?
            .execute([name])?;
        Ok(())
    }
}

fn about(name: &str) -> String {
    format!("fact/{name}")
}

fn fact_bytes(db: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut ask = db.prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
    Ok(ask.query_row([name], |row| row.get(0)).optional()?)
}

/// A token as it goes into a request.
pub(crate) fn bearer(token: &SecretString) -> String {
    format!("Bearer {}", token.expose_secret())
}
