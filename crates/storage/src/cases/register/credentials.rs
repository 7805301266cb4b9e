//! Passwords that hold no more because somebody was given a role. Who may give a password depends on
//! what it opens: what a class teacher has given to a parent is not to open a deputy's account, nor
//! what an administrator has given another one's.

use super::super::accounts::END_ALL;
use super::super::start_passwords::opens;
use super::planned::Step;
use crate::directory::Directory;
use crate::sql::{Snapshot, Transaction, values};
use crate::store::{Gesture, StoreError};
use journal::PersonId;
use journal::register::Record;
use std::collections::BTreeSet;

/// Leaves the sign-in name; no password proves anything against it until a new one is given. One that
/// was given or chosen for as much trust before, and for which no other was given since, holds.
const VOID: &str = "UPDATE account SET password_hash = '', must_change = 1 \
     WHERE school_id = $1 AND person_id = $2 AND opens < $3 RETURNING person_id";

/// Voids the passwords of those to whom the gesture gives what their password was not given for, and
/// ends their sessions.
pub async fn void(
    t: &dyn Transaction,
    after: &Directory,
    gesture: &Gesture,
    steps: &[Step],
) -> Result<(), StoreError> {
    let s: &dyn Snapshot = t;
    let today = after.school.time.local(gesture.received_at).date();
    let offices = steps.iter().filter_map(|step| {
        let one = step.filled.as_ref();
        let one = one.or_else(|| gesture.amendments.get(step.place))?;
        match &one.wanted {
            Some(Record::Office(office)) => Some(office.person),
            _ => None,
        }
    });
    let people: BTreeSet<PersonId> = offices.collect();
    for person in people {
        let trust = opens(after.records.trust_of(person, today));
        let key = values![gesture.school, person, trust];
        if s.row(VOID, key, |_| Ok(())).await?.is_some() {
            let key = values![gesture.school, person];
            t.execute(END_ALL, key).await?;
        }
    }
    Ok(())
}
