//! Start passwords, and for how much trust a password is.

use super::access_log::{Entry, write_down};
use super::account_list;
use super::accounts::{END_ALL, UNLOCK};
use super::breaches;
use super::{directory, register};
use crate::directory::Directories;
use crate::sql::{Snapshot, Transaction, values};
use crate::store::{LockKey, NewStartPassword, Reader, StoreError};
use journal::register::Trust;
use journal::regulation::AccountToOpen;
use journal::view::AccessKind;
use journal::{DeviceId, PersonId, Roles, SchoolId, Timestamp, login};

const SET_START_PASSWORD: &str = "UPDATE account SET password_hash = $3, must_change = 1, opens = $4 \
     WHERE school_id = $1 AND person_id = $2 RETURNING login";
const PERSON: &str = "SELECT record_id FROM record \
     WHERE school_id = $1 AND kind = 'person' AND record_id = $2 FOR UPDATE";
const OPEN_ACCOUNT: &str = "INSERT INTO account \
     (school_id, person_id, login, login_key, password_hash, must_change, opens, admin_own, access_n) \
     VALUES ($1, $2, $3, $3, $4, 1, $5, 0, 0) ON CONFLICT (school_id, login_key) DO NOTHING RETURNING person_id";
/// Most people of one school whose sign-in names begin alike.
const NAMESAKES: u32 = 1000;
const DEVICES: &str =
    "SELECT device_id FROM device WHERE school_id = $1 AND person_id = $2 ORDER BY device_id";

const AMENDED: &str = "SELECT register_seq FROM school_seq WHERE school_id = $1 FOR UPDATE";

/// How much trust a password is for, as the database keeps it.
pub fn opens(trust: Trust) -> i64 {
    match trust {
        Trust::Families => 1,
        Trust::Staff => 2,
        Trust::Administrator => 3,
    }
}

/// Sets a start password, ends every session of the account, opens the locks of its devices and of
/// its name, notes who did it; makes the account if there is none. The sign-in name; none if there
/// is no such person.
pub async fn issue_password(
    t: &dyn Transaction,
    known: &Directories,
    school: SchoolId,
    new: NewStartPassword,
) -> Result<Option<String>, StoreError> {
    let s: &dyn Snapshot = t;
    let (person, trust) = (new.person, new.trust);
    after_amendments(t, school).await?;
    if let Some((by, _)) = &new.by {
        may_still_issue(t, known, school, (*by, new.at), person).await?;
    }
    let values = values![school, person, new.hash.as_str(), opens(trust)];
    // The account before its sessions, as a sign-in takes them.
    let found: Option<String> = s.row(SET_START_PASSWORD, values, |row| row.get(0)).await?;
    let login = match found {
        Some(login) => login,
        None => match open_account(t, school, &new).await? {
            Some(login) => login,
            None => return Ok(None),
        },
    };
    has_not_risen(t, known, school, (person, new.at), trust).await?;
    breaches::renew(t, school, (person, new.at)).await?;
    t.execute(END_ALL, values![school, person]).await?;
    let key = values![school, person];
    let devices: Vec<DeviceId> = s.rows(DEVICES, key, |row| row.get(0)).await?;
    let locks = devices.into_iter().map(LockKey::Device);
    for lock in locks.chain(new.name_lock) {
        let lock = lock.bytes();
        t.execute(UNLOCK, values![school, &lock[..]]).await?;
    }
    let (by, origin) = new.by.unzip();
    let entry = Entry {
        origin,
        by,
        ..Entry::of(person, AccessKind::PasswordIssued.word(), new.at)
    };
    write_down(t, school, entry).await?;
    Ok(Some(login))
}

/// That whoever gives a password may do so still: the roles and the class of the moment at which it was
/// judged may have ended since. Asked after [`after_amendments`].
async fn may_still_issue(
    t: &dyn Transaction,
    known: &Directories,
    school: SchoolId,
    (by, at): (PersonId, Timestamp),
    whose: PersonId,
) -> Result<(), StoreError> {
    let directory = directory::now(t, known, school).await?;
    let (directory, _) = directory.ok_or_else(|| register::no_school(school))?;
    let today = directory.school.time.local(at).date();
    let reader = Reader {
        school,
        person: by,
        roles: directory.records.roles_on(by, today),
        at,
    };
    let seen = account_list::list(t, known, &reader, Some(whose), at).await?;
    let nobody = Roles::default();
    let to_open = AccountToOpen::seen(seen.first(), &nobody);
    let judged = directory.regulation.judge_issuer(&reader.roles, to_open);
    judged.map_err(|_| StoreError::Busy("a role has ended meanwhile".to_owned()))
}

/// Waits for whoever amends the register just now, before the account is touched, as they do: two who
/// held one each would wait for each other.
pub async fn after_amendments(t: &dyn Transaction, school: SchoolId) -> Result<(), StoreError> {
    let s: &dyn Snapshot = t;
    s.row(AMENDED, values![school], |_| Ok(())).await?;
    Ok(())
}

/// That an account opens no more than when it was judged. Asked after [`after_amendments`]: an
/// appointment that came meanwhile is written by now, or waits and voids what is written here.
pub async fn has_not_risen(
    t: &dyn Transaction,
    known: &Directories,
    school: SchoolId,
    (person, at): (PersonId, Timestamp),
    trust: Trust,
) -> Result<(), StoreError> {
    if trust_of(t, known, school, (person, at)).await? <= trust {
        return Ok(());
    }
    Err(StoreError::Busy("a role has come meanwhile".to_owned()))
}

/// What somebody's account opens at a moment, or is to open later.
pub async fn trust_of(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    (person, at): (PersonId, Timestamp),
) -> Result<Trust, StoreError> {
    let found = directory::now(s, known, school).await?;
    Ok(found.map_or(Trust::Families, |(directory, _)| {
        let today = directory.school.time.local(at).date();
        directory.records.trust_of(person, today)
    }))
}

/// Makes the account of a person, under the first free name like the one that was wished.
async fn open_account(
    t: &dyn Transaction,
    school: SchoolId,
    new: &NewStartPassword,
) -> Result<Option<String>, StoreError> {
    let s: &dyn Snapshot = t;
    let trust = new.trust;
    let key = values![school, new.person];
    // Of two who open it at once the second finds it open.
    if s.row(PERSON, key, |_| Ok(())).await?.is_none() {
        return Ok(None);
    }
    let values = values![school, new.person, new.hash.as_str(), opens(trust)];
    let opened = s.row(SET_START_PASSWORD, values, |row| row.get(0)).await?;
    if opened.is_some() {
        return Ok(opened);
    }
    let base = login::latin(&new.wish);
    let base = if base.is_empty() {
        "user"
    } else {
        base.as_str()
    };
    for n in 1..=NAMESAKES {
        let name = match n {
            1 => base.to_owned(),
            n => format!("{base}{n}"),
        };
        let hash = new.hash.as_str();
        let values = values![school, new.person, name.as_str(), hash, opens(trust)];
        if s.row(OPEN_ACCOUNT, values, |_| Ok(())).await?.is_some() {
            return Ok(Some(name));
        }
    }
    Err(StoreError::Failed(format!("too many called {base}")))
}
