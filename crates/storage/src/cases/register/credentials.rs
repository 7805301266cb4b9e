//! Passwords that hold no more because somebody was given a role. Who may give a password depends on
//! what it opens: what a class teacher has given to a parent is not to open a deputy's account, nor
//! what an administrator has given another one's.

use super::super::accounts::END_ALL;
use super::planned::Step;
use crate::directory::Directory;
use crate::sql::{Transaction, values};
use crate::store::{Gesture, StoreError};
use journal::PersonId;
use journal::register::{Record, RecordKind};
use std::collections::BTreeSet;

/// Leaves the sign-in name; no password proves anything against it until a new one is given.
const VOID: &str = "UPDATE account SET password_hash = '', must_change = 1 \
     WHERE school_id = $1 AND person_id = $2";

/// Voids the passwords of those to whom the gesture gives what their password was not given for, and
/// ends their sessions.
pub async fn void(
    t: &dyn Transaction,
    (before, after): (&Directory, &Directory),
    gesture: &Gesture,
    steps: &[Step],
) -> Result<(), StoreError> {
    let today = before.school.time.local(gesture.received_at).date();
    let offices = steps.iter().filter_map(|step| {
        let one = step.filled.as_ref();
        let one = one.or_else(|| gesture.amendments.get(step.place))?;
        match (one.record.kind, &one.wanted) {
            (RecordKind::Office, Some(Record::Office(office))) => Some(office.person),
            _ => None,
        }
    });
    let people: BTreeSet<PersonId> = offices.collect();
    for person in people {
        let had = before.records.trust_of(person, today);
        if had < after.records.trust_of(person, today) {
            let key = values![gesture.school, person];
            t.execute(VOID, key).await?;
            let key = values![gesture.school, person];
            t.execute(END_ALL, key).await?;
        }
    }
    Ok(())
}
