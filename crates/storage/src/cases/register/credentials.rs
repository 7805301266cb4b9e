//! Passwords that hold no more because somebody was given a role. Who may give a password depends on
//! what it opens: what a class teacher has given to a parent is not to open a deputy's account, nor
//! what an administrator has given another one's.

use super::super::accounts::END_ALL;
use super::planned::Step;
use crate::directory::Directory;
use crate::sql::{Transaction, values};
use crate::store::{Gesture, StoreError};
use journal::PersonId;
use journal::register::{Record, Trust};
use std::collections::BTreeSet;

/// Leaves the sign-in name; no password proves anything against it until a new one is given.
const VOID: &str = "UPDATE account SET password_hash = '', must_change = 1 \
     WHERE school_id = $1 AND person_id = $2";

/// Remembers that a password is an administrator's own, who may be none for a while.
const ADMIN_OWN: &str = "UPDATE account SET admin_own = 1 \
     WHERE school_id = $1 AND person_id = $2 AND password_hash <> '' AND must_change = 0";

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
        let stood = before.records.get(one.record);
        let both = [stood, one.wanted.as_ref()].into_iter().flatten();
        let people = both.filter_map(|record| match record {
            Record::Office(office) => Some(office.person),
            _ => None,
        });
        Some(people.collect::<Vec<_>>())
    });
    let people: BTreeSet<PersonId> = offices.flatten().collect();
    for person in people {
        let had = before.records.trust_of(person, today);
        if had == Trust::Administrator {
            let key = values![gesture.school, person];
            t.execute(ADMIN_OWN, key).await?;
        }
        if had < after.records.trust_of(person, today) {
            let key = values![gesture.school, person];
            t.execute(VOID, key).await?;
            let key = values![gesture.school, person];
            t.execute(END_ALL, key).await?;
        }
    }
    Ok(())
}
