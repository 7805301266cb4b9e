//! The register: reading it, seeing what a gesture of amendments would do, and doing it.

mod answers;
mod credentials;
mod followers;
pub mod gestures;
mod known;
mod lessons;
mod planned;
pub(super) mod rights;
mod terms;
mod traces;
mod writing;

pub use rights::Who;

use super::directory::{self, Counters};
use crate::directory::{Directories, Directory, Version};
use crate::records;
use crate::sql::{Snapshot, Transaction, values};
use crate::store::{Gesture, LogPlace, Reader, Shown, StoreError, Taking};
use journal::register::{Amended, AmendmentOutcome, GestureFate, RecordKind, RecordRef};
use journal::view::{KindLine, LastAmended, RecordsPage, RegisterPage};
use journal::{PersonId, SchoolId, Timestamp};
use planned::{Planned, plan};
use std::collections::BTreeMap;
use std::sync::Arc;

const COUNTERS_LOCKED: &str =
    "SELECT seq, admin_seq, register_seq FROM school_seq WHERE school_id = $1 FOR UPDATE";
const RAISE: &str = "UPDATE school_seq SET seq = $2, admin_seq = $3, register_seq = $4 \
     WHERE school_id = $1";
const VERSION: &str = "SELECT q.register_seq, l.seq, l.amendment_id FROM school_seq q \
     LEFT JOIN amendment_log l ON l.school_id = q.school_id \
     AND l.seq = (SELECT max(seq) FROM amendment_log WHERE school_id = $1) \
     WHERE q.school_id = $1";
const LAST_OF_KINDS: &str = "SELECT a.kind, a.person_id, a.received_at FROM amendment_log a \
     JOIN (SELECT max(seq) AS seq FROM amendment_log WHERE school_id = $1 GROUP BY kind) last \
     ON last.seq = a.seq WHERE a.school_id = $1";

/// Every kind that a reader may see with the count of what they may see of it; none if there is no
/// such school.
pub async fn kinds(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    now: Timestamp,
) -> Result<Option<RegisterPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(None);
    };
    let key = values![reader.school];
    let last = s.rows(LAST_OF_KINDS, key, |row| {
        let by: PersonId = row.get(1)?;
        let amended = LastAmended {
            by: directory.name(by),
            at: row.get(2)?,
        };
        Ok((records::kind(row.get(0)?)?, amended))
    });
    let mut last: BTreeMap<_, _> = last.await?.into_iter().collect();
    let kinds = RecordKind::ALL.iter().map(|kind| KindLine {
        kind: *kind,
        count: 0,
        amended: last.remove(kind),
    });
    let page = RegisterPage {
        kinds: kinds.collect(),
    };
    let who = Who::reads(reader, now);
    let rights = who.rights(&directory);
    Ok(Some(page.seen_by(&directory.records, &rights)))
}

/// The version of all records: the number of gestures with the mark of the last, for a database put
/// back from a copy uses its numbers again.
pub async fn version(s: &dyn Snapshot, school: SchoolId) -> Result<Option<String>, StoreError> {
    s.row(VERSION, values![school], |row| {
        let last = LogPlace {
            seq: row.get::<Option<_>>(1)?.unwrap_or_default(),
            change: row.get(2)?,
        };
        let mark = u64::from_be_bytes(last.mark());
        Ok(format!("{}.{}-{mark:x}", row.get::<i64>(0)?, last.seq))
    })
    .await
}

/// The records of a kind, as far as a reader may see them.
pub async fn page(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    kind: RecordKind,
    now: Timestamp,
) -> Result<Shown<RecordsPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(Shown::Missing);
    };
    let who = Who::reads(reader, now);
    let rights = who.rights(&directory);
    if !rights.reads_some(kind) {
        return Ok(Shown::Forbidden);
    }
    let page = RecordsPage::of(&directory.records, kind).seen_by(&rights);
    let cards = page.others_cards(&rights);
    Ok(Shown::Page { page, cards })
}

/// Those of these records that stand and are not a reader's to see.
pub async fn hidden(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    mut records: Vec<RecordRef>,
    now: Timestamp,
) -> Result<Vec<RecordRef>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(Vec::new());
    };
    let who = Who::reads(reader, now);
    let rights = who.rights(&directory);
    records.retain(|at| {
        let stands = directory.records.get(*at);
        stands.is_some_and(|stands| rights.reads(*at, stands).is_none())
    });
    Ok(records)
}

/// A gesture as it can be taken at a state of the register.
pub struct Prepared {
    planned: Planned,
    fate: GestureFate,
    /// Of the school when it was planned: the newest `seq`, and `register_seq`.
    at: (i64, i64),
    /// The directory after it, if it is to be written.
    next: Option<Directory>,
}

/// What became of a gesture.
pub struct Done {
    pub amended: Amended,
    pub fate: GestureFate,
    /// The newest `seq`, and the directory after it, if it was written.
    pub written: Option<(i64, Arc<Directory>)>,
}

impl Prepared {
    /// Whether there is something to be written.
    pub fn is_to_be_written(&self) -> bool {
        self.next.is_some()
    }

    /// What becomes of a gesture of which nothing is to be written.
    pub fn done(self) -> Done {
        Done {
            amended: self.planned.amended,
            fate: self.fate,
            written: None,
        }
    }
}

/// Plans a gesture as it would be taken now.
pub async fn prepare(
    s: &dyn Snapshot,
    known: &Directories,
    gesture: &Gesture,
    dry_run: bool,
) -> Result<Prepared, StoreError> {
    let found = directory::now(s, known, gesture.school).await?;
    let (directory, seq) = found.ok_or_else(|| no_school(gesture.school))?;
    prepare_on(s, &directory, seq, gesture, dry_run).await
}

async fn prepare_on(
    s: &dyn Snapshot,
    directory: &Directory,
    seq: i64,
    gesture: &Gesture,
    dry_run: bool,
) -> Result<Prepared, StoreError> {
    let at = (seq, directory.register_seq);
    if let Some(came) = gestures::came_before(s, gesture).await? {
        let (planned, fate) = came.planned(directory, gesture);
        return Ok(Prepared {
            planned,
            fate,
            at,
            next: None,
        });
    }
    let mut planned = plan(s, directory, gesture).await?;
    let fate = if gesture.taking == Taking::Whole && planned.amended.totals.refused > 0 {
        GestureFate::Refused
    } else if gesture.taking == Taking::UndoAnothers && planned.forbids_some() {
        GestureFate::NotYours
    } else if dry_run {
        GestureFate::Seen
    } else if gesture.taking != Taking::Void
        && !planned.amended.consequences.are_agreed(&gesture.agreed)
    {
        planned.withhold();
        GestureFate::NotAgreed
    } else if planned.steps.is_empty() {
        GestureFate::Unchanged
    } else {
        GestureFate::Written { seq }
    };
    let next = match fate {
        GestureFate::Written { .. } => {
            let version = Version {
                admin_seq: directory.admin_seq + i64::from(planned.shows_in_journals(gesture)),
                register_seq: directory.register_seq + 1,
                last: directory.last,
            };
            Some(directory.amended(version, planned.after.clone())?)
        }
        _ => None,
    };
    Ok(Prepared {
        planned,
        fate,
        at,
        next,
    })
}

/// Gestures of no more amendments are planned anew while other writers wait.
const PLANNED_BEFORE_WRITERS: usize = 500;

/// Takes what can be taken of a gesture, with all that follows from it; nothing, if it brings
/// dangers that nobody has agreed to, or is to be taken whole and cannot be. What was prepared is
/// planned anew if it may be another by now; none, if that is to be done `beside` the other writers
/// and it is too long to keep them waiting.
pub async fn amend(
    t: &dyn Transaction,
    known: &Directories,
    gesture: &Gesture,
    mut prepared: Prepared,
    beside: bool,
) -> Result<Option<Done>, StoreError> {
    let (directory, seq) = locked(t, known, gesture.school).await?;
    if !holds(t, &prepared, (seq, directory.register_seq), gesture).await? {
        if beside && gesture.amendments.len() > PLANNED_BEFORE_WRITERS {
            return Ok(None);
        }
        prepared = prepare_on(t, &directory, seq, gesture, false).await?;
    }
    let Some(mut next) = prepared.next.take() else {
        return Ok(Some(prepared.done()));
    };
    let mut planned = prepared.planned;
    writing::write(t, gesture, &planned.steps, seq).await?;
    credentials::void(t, &next, gesture, &planned.steps).await?;
    let places: Vec<usize> = planned.steps.iter().map(|step| step.place).collect();
    let mut last = seq;
    for place in places {
        last += 1;
        planned.answer(place, AmendmentOutcome::Applied { seq: Some(last) });
    }
    followers::follow(t, &directory, gesture, &mut planned).await?;
    gestures::keep(t, gesture, (seq + 1, last)).await?;
    let key = values![gesture.school, last, next.admin_seq, next.register_seq];
    t.execute(RAISE, key).await?;
    let step = planned.steps.last();
    let amendment = step.and_then(|step| gesture.amendments.get(step.place));
    next.last = LogPlace {
        seq: last,
        change: amendment.map(|one| one.id),
    };
    let next = Arc::new(next);
    if t.forgets_when_rolled_back() {
        known.note(&next);
    }
    Ok(Some(Done {
        amended: planned.amended,
        fate: GestureFate::Written { seq: last },
        written: Some((last, next)),
    }))
}

/// Whether a gesture is planned as it would be at these counters.
async fn holds(
    s: &dyn Snapshot,
    prepared: &Prepared,
    now: (i64, i64),
    gesture: &Gesture,
) -> Result<bool, StoreError> {
    let Some(asked) = &prepared.planned.asked else {
        return Ok(now == prepared.at);
    };
    let ((seq, register), (was, register_was)) = (now, prepared.at);
    if register != register_was {
        return Ok(false);
    }
    for traces in asked {
        if traces.moved_since(s, gesture.school, was).await? {
            return Ok(false);
        }
    }
    Ok(seq == was || !known::is_of_change(s, gesture).await?)
}

/// The directory, with other writers of the school kept out until the end of the transaction.
async fn locked(
    t: &dyn Transaction,
    known: &Directories,
    school: SchoolId,
) -> Result<(Arc<Directory>, i64), StoreError> {
    let s: &dyn Snapshot = t;
    let key = values![school];
    let counters = s.row(COUNTERS_LOCKED, key, Counters::read).await?;
    let counters = counters.ok_or_else(|| no_school(school))?;
    let directory = directory::at_counters(s, known, school, counters).await?;
    Ok((directory.ok_or_else(|| no_school(school))?, counters.seq))
}

pub fn no_school(school: SchoolId) -> StoreError {
    StoreError::Failed(format!("no school {school}"))
}
