//! Gestures that are taken as one: known again by their ids, and taken back.

use super::Planned;
use crate::directory::Directory;
use crate::records;
use crate::sql::{Row, Snapshot, Transaction, Value, values};
use crate::store::{Gesture, StoreError, Taking, Undoing, VoidAsked};
use journal::register::{
    Amendment, AmendmentGround, AmendmentOutcome, GestureFate, Moved, RecordId, inverse,
};
use journal::{ChangeId, GestureId, PersonId};
use sha2::{Digest, Sha256};
use uuid::Builder;

const KNOWN: &str = "SELECT first_seq, last_seq, hash FROM gesture \
     WHERE school_id = $1 AND gesture_id = $2";
const KEEP: &str = "INSERT INTO gesture (school_id, gesture_id, first_seq, last_seq, hash) \
     VALUES ($1, $2, $3, $4, $5)";
const ROWS: &str = "SELECT kind, record_id, before, after, person_id FROM amendment_log \
     WHERE school_id = $1 AND seq >= $2 AND seq <= $3 ORDER BY seq";

/// That a gesture has come before.
pub enum Came {
    /// The same; its last place in the order of commits.
    Same(i64),
    /// Another, with its id.
    Other,
}

impl Came {
    /// The gesture as nothing of it is to be taken any more.
    pub fn planned(&self, directory: &Directory, gesture: &Gesture) -> (Planned, GestureFate) {
        let count = gesture.amendments.len();
        let (outcome, fate) = match *self {
            Self::Same(seq) => {
                let fate = GestureFate::WrittenBefore { seq };
                (AmendmentOutcome::Unchanged, fate)
            }
            Self::Other => (AmendmentOutcome::IdReused, GestureFate::Refused),
        };
        let is_refused = outcome.is_untaken();
        let mut planned = Planned::none(directory);
        planned.amended.outcomes = vec![outcome; count];
        let totals = &mut planned.amended.totals;
        *(if is_refused {
            &mut totals.refused
        } else {
            &mut totals.same
        }) = count;
        (planned, fate)
    }
}

/// Whether a gesture that is known by its id has come before.
pub async fn came_before(s: &dyn Snapshot, gesture: &Gesture) -> Result<Option<Came>, StoreError> {
    let Some(id) = id(gesture) else {
        return Ok(None);
    };
    let hash = hash(gesture)?;
    let key = values![gesture.school, Value::Uuid(id.0)];
    let found = s.row(KNOWN, key, |row| {
        let same = row.get::<[u8; 32]>(2)? == hash;
        Ok(if same {
            Came::Same(row.get(1)?)
        } else {
            Came::Other
        })
    });
    found.await
}

/// Keeps a gesture that was written to these places in the order of commits.
pub async fn keep(
    t: &dyn Transaction,
    gesture: &Gesture,
    (first, last): (i64, i64),
) -> Result<(), StoreError> {
    let Some(id) = id(gesture) else {
        return Ok(());
    };
    let hash = hash(gesture)?;
    let values = values![gesture.school, Value::Uuid(id.0), first, last, &hash[..]];
    t.execute(KEEP, values).await
}

fn id(gesture: &Gesture) -> Option<GestureId> {
    let first = gesture.amendments.first()?;
    (gesture.taking != Taking::Each).then_some(first.gesture)
}

fn hash(gesture: &Gesture) -> Result<[u8; 32], StoreError> {
    let failed = |e: serde_json::Error| StoreError::Failed(e.to_string());
    let mut hash = Sha256::new();
    hash.update(gesture.person.0.to_be_bytes());
    for amendment in &gesture.amendments {
        hash.update(serde_json::to_vec(amendment).map_err(failed)?);
    }
    Ok(hash.finalize().into())
}

/// The gesture that takes another back; none if there is no such.
pub async fn undoing(s: &dyn Snapshot, asked: Undoing) -> Result<Option<Gesture>, StoreError> {
    let school = asked.school;
    let key = values![school, Value::Uuid(asked.of.0)];
    let places = s.row(KNOWN, key, |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?))
    });
    let Some((first, last)) = places.await? else {
        return Ok(None);
    };
    let key = values![school, first, last];
    let moved = |row: Row<'_>| Ok((row.get::<PersonId>(4)?, moved(row)?));
    let (by, rows): (Vec<_>, Vec<_>) = s.rows(ROWS, key, moved).await?.into_iter().unzip();
    let taking = if by.iter().all(|by| *by == asked.person) {
        Taking::Undo
    } else {
        Taking::UndoAnothers
    };
    let amendments = inverse(rows).into_iter().zip(0_u64..);
    let amendments = amendments.map(|(back, nth)| Amendment {
        id: nth_id(asked.gesture, nth),
        gesture: asked.gesture,
        made_at: asked.made_at,
        record: back.record,
        expected: back.before,
        wanted: back.after,
        ground: Some(AmendmentGround::Undo { of: asked.of }),
    });
    Ok(Some(Gesture {
        school,
        person: asked.person,
        roles: asked.roles,
        device: asked.device,
        received_at: asked.received_at,
        amendments: amendments.collect(),
        agreed: asked.agreed,
        taking,
    }))
}

/// The gesture that takes back what is void of some records, in the order in which they moved; none
/// if there is nothing.
pub fn voiding(asked: &VoidAsked, gesture: GestureId, moved: Vec<Moved>) -> Option<Gesture> {
    let breach = asked.breach;
    let amendments = inverse(moved).into_iter().zip(0_u64..);
    let amendments = amendments.map(|(back, nth)| Amendment {
        id: nth_id(gesture, nth),
        gesture,
        made_at: asked.at,
        record: back.record,
        expected: back.before,
        wanted: back.after,
        ground: Some(AmendmentGround::Breach { breach }),
    });
    let amendments: Vec<_> = amendments.collect();
    let (person, origin) = asked.by;
    (!amendments.is_empty()).then(|| Gesture {
        school: asked.school,
        person,
        roles: asked.roles.clone(),
        device: origin.device,
        received_at: asked.at,
        amendments,
        agreed: Vec::new(),
        taking: Taking::Void,
    })
}

fn moved(row: Row<'_>) -> Result<Moved, StoreError> {
    let record = |text: Option<&str>| text.map(records::of_text).transpose();
    Ok(Moved {
        record: records::kind(row.get(0)?)?.at(RecordId(row.get(1)?)),
        before: record(row.get(2)?)?,
        after: record(row.get(3)?)?,
    })
}

/// The id of an amendment of a gesture that names itself alone: the same whenever it comes.
fn nth_id(gesture: GestureId, nth: u64) -> ChangeId {
    let mut hash = Sha256::new();
    hash.update(b"zhurnal amendment of a gesture 1\0");
    hash.update(gesture.0.as_bytes());
    hash.update(nth.to_be_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    let id = hash.first_chunk().copied().unwrap_or_default();
    ChangeId(Builder::from_random_bytes(id).into_uuid())
}
