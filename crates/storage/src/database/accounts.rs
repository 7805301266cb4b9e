//! Accounts and the access log, over either database.

use super::use_cases::use_cases;
use super::{Database, directory_now};
use crate::cases::{access_log, account_list, accounts, session_list, start_passwords};
use crate::store::{
    Access, AccessNote, Account, EndedSession, LockKey, LockState, NewPassword, NewSession,
    NewStartPassword, Opening, Reader, Session, StoreError,
};
use async_trait::async_trait;
use futures_util::FutureExt;
use journal::register::Trust;
use journal::view::{AccessLogPage, AccessPlace, AccountRow, Me, SessionRow};
use journal::{DeviceId, PersonId, SchoolId, Timestamp};
use std::sync::Arc;

use_cases! {
    /// Who may come in.
    Accounts

    /// The account of a sign-in name, whatever its case.
    by account(school: SchoolId, login: &str) -> Option<Account> = account;

    /// The sign-in name and the account of a person: who changes a password proves the old one.
    ask account_of(school: SchoolId, person: PersonId) -> Option<(String, Account)>
        = accounts::account_of;

    /// Whose a device is: of the one account that has signed in on it.
    ask device_owner(school: SchoolId, device: DeviceId) -> Option<PersonId>
        = accounts::device_owner;

    /// How a soft lock stands.
    ask lock_state(school: SchoolId, lock: LockKey) -> LockState = accounts::lock_state;

    /// Writes the access log and what follows from it for the lock.
    write note_access(school: SchoolId, note: AccessNote) -> () = accounts::note_access;

    /// Writes into the access log who read whose journals and was refused which writes, all or
    /// none; of one that is in it since the same moment, how many times it was.
    write note_accesses(school: SchoolId, accesses: Vec<Access>) -> () = access_log::note_accesses;

    /// The newest entries of the access log before a place (none: from the end), at most so many.
    read access_log(school: SchoolId, before: Option<AccessPlace>, limit: usize) -> AccessLogPage
        = access_log::page;

    /// On how many days (UTC) there are entries of the access log, between these moments inclusive;
    /// counted up to so many.
    ask access_days(school: SchoolId, from: Timestamp, to: Timestamp, most: u32) -> u32
        = access_log::days;

    /// Removes the oldest entries of the access log from before this moment, at most so many;
    /// answers how many there were.
    write forget_access(school: SchoolId, before: Timestamp, most: u32) -> u32
        = access_log::forget;

    /// Opens a session, registers its device, whose older sessions end, notes the sign-in in the
    /// access log and opens its lock: all of it or nothing. The person's devices stay at
    /// [`DEVICES_OF_A_PERSON`](crate::DEVICES_OF_A_PERSON).
    write open_session(school: SchoolId, session: NewSession) -> Opening = accounts::open_session;

    /// The live session of a token (which carries the school, so that every key leads with it);
    /// to find it is no use of it.
    by find_session(school: SchoolId, token_hash: [u8; 32], now: Timestamp) -> Option<Session>
        = find_session;

    /// The same, and a use of it, noted at most once a minute.
    by session(school: SchoolId, token_hash: [u8; 32], now: Timestamp) -> Option<Session>
        = session;

    /// Ends a session.
    write close_session(school: SchoolId, token_hash: [u8; 32]) -> () = accounts::close_session;

    /// Ends a session that the list of who is signed in has shown, and notes who did it in the access
    /// log. Answers false, and notes nothing, if it has ended already.
    write end_session(school: SchoolId, ended: EndedSession) -> bool = session_list::end;

    /// Sets a new password, ends every other session of the account, notes it in the access log.
    /// Answers false, and does none of it, if the account has another password than the one that
    /// was proved.
    by set_password(school: SchoolId, new: NewPassword) -> bool = set_password;

    /// Sets a start password, which is to be changed at the first sign-in, ends every session of
    /// the account, opens the soft locks of its devices, notes it in the access log; of a person
    /// without an account, makes one. Answers the sign-in name; none if there is no such person.
    /// Busy, if the account opens more by now than when it was judged.
    by issue_password(school: SchoolId, new: NewStartPassword) -> Option<String> = issue_password;

    /// What somebody's account opens at a moment, or is to open later.
    by trust(school: SchoolId, person: PersonId, at: Timestamp) -> Trust = trust;

    /// Whoever has an account or may have one, as far as a reader may see it, by name; all of them, or one
    /// person.
    read accounts(&reader, whose: Option<PersonId>, now: Timestamp) -> Vec<AccountRow>
        = account_list::list;

    /// The sessions that have not ended and were used since `rested`, the last used first: everybody's
    /// for an administrator, else the reader's. `here` is the device that asks.
    read sessions(&reader, here: DeviceId, rested: Timestamp, now: Timestamp) -> Vec<SessionRow>
        = session_list::list;

    /// Who a person is.
    read me(school: SchoolId, person: PersonId, now: Timestamp) -> Option<Me> = accounts::me;
}

async fn account(
    database: &impl Database,
    school: SchoolId,
    login: &str,
) -> Result<Option<Account>, StoreError> {
    let key = login.to_lowercase();
    let found = database.ask(move |s| {
        let key = key.clone();
        async move { accounts::account(s, school, &key).await }.boxed()
    });
    found.await
}

async fn set_password(
    database: &impl Database,
    school: SchoolId,
    new: NewPassword,
) -> Result<bool, StoreError> {
    let trust = trust(database, school, new.person, new.at).await?;
    let shared = Arc::clone(database.shared());
    let work = database.write(move |t| {
        let set = async move {
            accounts::set_password(t, &shared.directories, school, (new, trust)).await
        };
        set.boxed()
    });
    work.await
}

async fn issue_password(
    database: &impl Database,
    school: SchoolId,
    new: NewStartPassword,
) -> Result<Option<String>, StoreError> {
    let shared = Arc::clone(database.shared());
    let work = database.write(move |t| {
        let issue = async move {
            start_passwords::issue_password(t, &shared.directories, school, new).await
        };
        issue.boxed()
    });
    work.await
}

async fn trust(
    database: &impl Database,
    school: SchoolId,
    person: PersonId,
    at: Timestamp,
) -> Result<Trust, StoreError> {
    let directory = directory_now(database, school).await?;
    Ok(directory.map_or(Trust::Families, |directory| {
        let today = directory.school.time.local(at).date();
        directory.records.trust_of(person, today)
    }))
}

async fn session(
    database: &impl Database,
    school: SchoolId,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let Some((session, noted)) = found(database, school, token_hash, now).await? else {
        return Ok(None);
    };
    if noted {
        let device = session.device;
        database
            .note(move |t| accounts::note_use(t, school, token_hash, device, now).boxed())
            .await?;
    }
    Ok(Some(session))
}

async fn find_session(
    database: &impl Database,
    school: SchoolId,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let session = found(database, school, token_hash, now).await?;
    Ok(session.map(|(session, _)| session))
}

/// A session with what its person may do today, and whether its use is to be noted. Whoever has no
/// role any more has no session.
async fn found(
    database: &impl Database,
    school: SchoolId,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<(Session, bool)>, StoreError> {
    let row = database.ask(move |s| accounts::session(s, school, token_hash, now).boxed());
    let Some(row) = row.await? else {
        return Ok(None);
    };
    let known = database.shared().directories.latest(school);
    let known = known.filter(|known| known.register_seq == row.register_seq);
    let directory = match known {
        Some(directory) => Some(directory),
        None => directory_now(database, school).await?,
    };
    let Some(directory) = directory else {
        return Ok(None);
    };
    let today = directory.school.time.local(now).date();
    let roles = directory.records.roles_on(row.person, today);
    if roles.0.is_empty() {
        return Ok(None);
    }
    let session = Session {
        school,
        person: row.person,
        roles,
        device: row.device,
        must_change_password: row.must_change_password,
        seen_at: row.seen_at,
        ends_at: row.ends_at,
    };
    Ok(Some((session, row.noted)))
}
