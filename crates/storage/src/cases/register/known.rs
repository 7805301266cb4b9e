//! What becomes of amendments before anybody looks at the register: those that came before, those
//! with another's id.

use crate::records;
use crate::sql::{Snapshot, values};
use crate::store::{Gesture, StoreError, Taking};
use journal::PersonId;
use journal::register::{Amendment, AmendmentOutcome, Record, RecordRef};
use journal::regulation::RegisterRights;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

// Changes and amendments share one space of ids.
const KNOWN: &str = "SELECT amendment_id, seq, person_id, kind, record_id, before, after \
     FROM amendment_log WHERE school_id = $1 AND amendment_id = ANY($2::uuid[]) \
     UNION ALL SELECT change_id, 0, 0, '', 0, '', '' \
     FROM change_log WHERE school_id = $1 AND change_id = ANY($2::uuid[]) \
     UNION ALL SELECT change_id, 0, 0, '', 0, '', '' \
     FROM set_aside WHERE school_id = $1 AND change_id = ANY($2::uuid[])";
const OF_CHANGES: &str = "SELECT change_id FROM change_log \
     WHERE school_id = $1 AND change_id = ANY($2::uuid[]) \
     UNION ALL SELECT change_id FROM set_aside \
     WHERE school_id = $1 AND change_id = ANY($2::uuid[])";

/// The outcome of each amendment that has one already, in order. All ids are asked for at once.
pub async fn outcomes(
    s: &dyn Snapshot,
    rights: &RegisterRights<'_>,
    gesture: &Gesture,
) -> Result<Vec<Option<AmendmentOutcome>>, StoreError> {
    let taken = taken(s, rights, gesture).await?;
    let mut ids = HashSet::new();
    let outcomes = gesture.amendments.iter().map(|amendment| {
        if !ids.insert(amendment.id) {
            return Some(AmendmentOutcome::IdReused);
        }
        taken.get(&amendment.id.0).cloned()
    });
    Ok(outcomes.collect())
}

/// Whether a change has come with the id of an amendment.
pub async fn is_of_change(s: &dyn Snapshot, gesture: &Gesture) -> Result<bool, StoreError> {
    let ids: Vec<Uuid> = gesture.amendments.iter().map(|one| one.id.0).collect();
    let key = values![gesture.school, &ids[..]];
    let found = s.row(OF_CHANGES, key, |_| Ok(()));
    Ok(found.await?.is_some())
}

/// The ids that are taken, with the outcome of who comes with one.
async fn taken(
    s: &dyn Snapshot,
    rights: &RegisterRights<'_>,
    gesture: &Gesture,
) -> Result<HashMap<Uuid, AmendmentOutcome>, StoreError> {
    let amendments = gesture.amendments.iter();
    let by_id: HashMap<Uuid, &Amendment> = amendments.map(|one| (one.id.0, one)).collect();
    let ids: Vec<Uuid> = by_id.keys().copied().collect();
    let mut taken = HashMap::new();
    let key = values![gesture.school, &ids[..]];
    let mut row = |row: crate::sql::Row<'_>| {
        let id: Uuid = row.get(0)?;
        let Some(amendment) = by_id.get(&id) else {
            return Ok(());
        };
        let said: (PersonId, &str, i64) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let at = amendment.record;
        let same = gesture.taking == Taking::Each
            && said == (gesture.person, at.kind.word(), at.id.0)
            && says(rights, at, (row.get(5)?, amendment.expected.as_ref()))?
            && says(rights, at, (row.get(6)?, amendment.wanted.as_ref()))?;
        if same {
            // What was taken stands, whatever else came with its id.
            let seq = row.get(1)?;
            taken.insert(id, AmendmentOutcome::AlreadyApplied { seq });
        } else {
            taken.entry(id).or_insert(AmendmentOutcome::IdReused);
        }
        Ok(())
    };
    s.each(KNOWN, key, &mut row).await?;
    Ok(taken)
}

/// Whether a record is the one that rests as this text, as far as its writer sees that: with what is
/// hidden nothing is compared, right or wrong.
fn says(
    rights: &RegisterRights<'_>,
    at: RecordRef,
    (text, record): (Option<&str>, Option<&Record>),
) -> Result<bool, StoreError> {
    let (Some(text), Some(record)) = (text, record) else {
        return Ok(text.is_none() && record.is_none());
    };
    if text == records::to_text(record)? {
        return Ok(true);
    }
    let rests = records::of_text(text)?;
    // Of whom the writer sees no more, nothing but the open fields is compared.
    let upto = rights.reads(at, &rests).unwrap_or_default();
    Ok(rests.kind() == record.kind() && record.veiled(upto) == rests.veiled(upto))
}
