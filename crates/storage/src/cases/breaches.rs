//! Sign-in data that got known (SGO154-5.3): the report, which closes the account in the same
//! transaction, and what administrators decide of what was written under it (SGO154-5.4).

mod plan;
mod writes;

pub use plan::{VoidPlan, plan};
pub use writes::page;

use super::access_log::{Entry, write_down};
use super::accounts::END_ALL;
use super::directory;
use super::start_passwords::after_amendments;
use crate::directory::{Directories, Directory};
use crate::sql::{Row, Snapshot, Transaction, Value, values};
use crate::store::{BreachFound, Decided, MovedSince, NewBreach, StoreError};
use journal::regulation::Obligation;
use journal::view::{AccessKind, BreachFate, BreachReport, BreachesPage, VoidTotals};
use journal::{BreachId, PersonId, SchoolId, Timestamp};
use std::collections::BTreeMap;

/// Leaves the sign-in name; no password proves anything against it until a new one is given. The
/// account is locked until the end of the transaction.
const CLOSE: &str = "UPDATE account SET password_hash = '', must_change = 1 \
     WHERE school_id = $1 AND person_id = $2 RETURNING person_id";
const LAST: &str = "SELECT coalesce(max(breach_id), 0) FROM breach WHERE school_id = $1";
const REPORT: &str = "INSERT INTO breach \
     (school_id, breach_id, person_id, by_id, learned_at, received_at, note) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const MOVE: &str = "INSERT INTO breach_since (school_id, breach_id, n, by_id, at, since, ground) \
     SELECT $1, $2, 1 + count(*), $3, $4, $5, $6 FROM breach_since \
     WHERE school_id = $1 AND breach_id = $2";
const RENEW: &str = "UPDATE breach SET renewed_at = $3 \
     WHERE school_id = $1 AND person_id = $2 AND renewed_at IS NULL";
const ALL: &str = "SELECT breach_id, person_id, by_id, learned_at, received_at, note, renewed_at \
     FROM breach WHERE school_id = $1 ORDER BY breach_id DESC";
const SINCES: &str = "SELECT breach_id, since, ground FROM breach_since \
     WHERE school_id = $1 ORDER BY breach_id, n";
const DECIDE: &str = "INSERT INTO breach_write (school_id, seq, breach_id, fate, by_id, at) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (school_id, seq) DO NOTHING RETURNING seq";
// Pages tell what is late, and that is another now.
const SHOW: &str = "UPDATE school_seq SET admin_seq = admin_seq + 1, \
     register_seq = register_seq + 1 WHERE school_id = $1";

/// Keeps a report, ends every session of the account and voids its password; none if the person has
/// no account.
pub async fn report(
    t: &dyn Transaction,
    school: SchoolId,
    new: NewBreach,
) -> Result<Option<BreachId>, StoreError> {
    let s: &dyn Snapshot = t;
    let person = new.person;
    // Of two reports at once the second has the next number.
    after_amendments(t, school).await?;
    // The account before its sessions, as a sign-in takes them.
    let key = values![school, person];
    if s.row(CLOSE, key, |_| Ok(())).await?.is_none() {
        return Ok(None);
    }
    t.execute(END_ALL, key).await?;
    let last = s.row(LAST, values![school], |row| row.get(0)).await?;
    let id = BreachId(last.unwrap_or(0) + 1);
    let values = values![
        school,
        id,
        person,
        new.by,
        new.learned_at,
        new.at,
        new.note.as_str(),
    ];
    t.execute(REPORT, values).await?;
    note(
        t,
        school,
        (person, new.by),
        AccessKind::BreachReported,
        &new,
    )
    .await?;
    if let Some((since, ground)) = &new.since {
        let values = values![school, id, new.by, new.at, *since, ground.as_str()];
        t.execute(MOVE, values).await?;
        note(t, school, (person, new.by), AccessKind::BreachMoved, &new).await?;
    }
    Ok(Some(id))
}

async fn note(
    t: &dyn Transaction,
    school: SchoolId,
    (person, by): (PersonId, PersonId),
    event: AccessKind,
    new: &NewBreach,
) -> Result<(), StoreError> {
    let entry = Entry {
        origin: Some(new.origin),
        by: Some(by),
        ..Entry::of(person, event.word(), new.at)
    };
    write_down(t, school, entry).await
}

/// New sign-in data were given: what is received from now on was written under them.
pub async fn renew(
    t: &dyn Transaction,
    school: SchoolId,
    (person, at): (PersonId, Timestamp),
) -> Result<(), StoreError> {
    t.execute(RENEW, values![school, person, at]).await
}

/// Sets since when what was written under the account is void; false: there is no such report.
pub async fn move_since(
    t: &dyn Transaction,
    school: SchoolId,
    moved: MovedSince,
) -> Result<BreachFound, StoreError> {
    after_amendments(t, school).await?;
    let Some(row) = found(t, school, moved.breach).await? else {
        return Ok(BreachFound::None);
    };
    if moved.since > row.received_at {
        return Ok(BreachFound::Unfit);
    }
    let (by, origin) = moved.by;
    let values = values![
        school,
        moved.breach,
        by,
        moved.at,
        moved.since,
        moved.ground.as_str(),
    ];
    t.execute(MOVE, values).await?;
    let entry = Entry {
        origin: Some(origin),
        by: Some(by),
        ..Entry::of(row.person, AccessKind::BreachMoved.word(), moved.at)
    };
    write_down(t, school, entry).await?;
    Ok(BreachFound::Done)
}

/// Writes down what an administrator has decided of what was written under an account. What was
/// decided before stays as it was decided; answers what is new.
pub async fn decide(
    t: &dyn Transaction,
    school: SchoolId,
    decided: Decided,
) -> Result<Option<VoidTotals>, StoreError> {
    let s: &dyn Snapshot = t;
    after_amendments(t, school).await?;
    let Some(row) = found(t, school, decided.breach).await? else {
        return Ok(None);
    };
    let (by, origin) = decided.by;
    let mut totals = VoidTotals::default();
    let mut is_new = false;
    for (seq, fate) in &decided.fates {
        let values = values![school, *seq, decided.breach, fate.word(), by, decided.at];
        if s.row(DECIDE, values, |_| Ok(())).await?.is_none() {
            continue;
        }
        is_new = true;
        totals.voided += u32::from(fate.is_void());
        totals.overwritten += u32::from(*fate == BreachFate::Overwritten);
        totals.stay += u32::from(*fate == BreachFate::Stays);
    }
    if !is_new {
        return Ok(Some(totals));
    }
    let event = if totals.voided > 0 {
        t.execute(SHOW, values![school]).await?;
        AccessKind::BreachVoided
    } else {
        AccessKind::BreachConfirmed
    };
    let entry = Entry {
        origin: Some(origin),
        by: Some(by),
        ..Entry::of(row.person, event.word(), decided.at)
    };
    write_down(t, school, entry).await?;
    Ok(Some(totals))
}

/// The reports of a school, the newest first.
pub async fn list(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
) -> Result<BreachesPage, StoreError> {
    let Some((directory, _)) = directory::now(s, known, school).await? else {
        let breaches = Vec::new();
        return Ok(BreachesPage { breaches });
    };
    let rows = reports(s, school).await?;
    let breaches = rows.into_iter().map(|row| row.shown(&directory)).collect();
    Ok(BreachesPage { breaches })
}

/// A report as it rests.
struct Report {
    id: BreachId,
    person: PersonId,
    by: PersonId,
    learned_at: Timestamp,
    received_at: Timestamp,
    note: String,
    renewed_at: Option<Timestamp>,
    /// Since when, and why, where an administrator has said so.
    moved: Option<(Timestamp, String)>,
}

async fn reports(s: &dyn Snapshot, school: SchoolId) -> Result<Vec<Report>, StoreError> {
    let key = values![school];
    let since = |row: Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    let sinces = s.rows(SINCES, key, since).await?;
    // The last of each.
    let mut sinces: BTreeMap<BreachId, (Timestamp, String)> = sinces.into_iter().collect();
    s.rows(ALL, key, |row| {
        let id = row.get(0)?;
        Ok(Report {
            id,
            person: row.get(1)?,
            by: row.get(2)?,
            learned_at: row.get(3)?,
            received_at: row.get(4)?,
            note: row.get(5)?,
            renewed_at: row.get(6)?,
            moved: sinces.remove(&id),
        })
    })
    .await
}

async fn found(
    s: &dyn Snapshot,
    school: SchoolId,
    id: BreachId,
) -> Result<Option<Report>, StoreError> {
    let all = reports(s, school).await?;
    Ok(all.into_iter().find(|row| row.id == id))
}

impl Report {
    /// Since when what was written is void.
    fn since(&self) -> Timestamp {
        let moved = self.moved.as_ref();
        moved.map_or(self.received_at, |(since, _)| *since)
    }

    /// The values by which rows of a log are chosen that were written under the old sign-in data: what
    /// the server received since the moment and before new ones were given, and what came later but
    /// was made before that by the word of its device.
    fn key(&self, school: SchoolId) -> [Value<'static>; 4] {
        let ever = Timestamp(i64::MAX);
        let until = self.renewed_at.unwrap_or(ever);
        [
            school.into(),
            self.person.into(),
            self.since().into(),
            until.into(),
        ]
    }

    fn shown(self, directory: &Directory) -> BreachReport {
        let term = directory.regulation.term(Obligation::BreachReport);
        let time = directory.school.time;
        let learned = time.local(self.learned_at).date();
        let last = term.and_then(|set| set.term.last_day(learned, &directory.work_days));
        let since = self.since();
        BreachReport {
            id: self.id,
            person: self.person,
            name: directory.name(self.person),
            by: directory.name(self.by),
            learned_at: self.learned_at,
            received_at: self.received_at,
            note: self.note,
            since,
            ground: self.moved.map(|(_, ground)| ground),
            due: last.map(|last| time.end_of_day(last)),
            clause: term.map(|set| set.clause.clone()),
            renewed_at: self.renewed_at,
        }
    }
}
