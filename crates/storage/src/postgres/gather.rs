//! What a group of batches is settled against: the school locked, all read in one round trip.

use super::changes::{BatchContext, Statements};
use super::recent_sheets::RecentSheet;
use super::tx::{Mode, Tx};
use crate::batch::{Device, Known, Named, Prepared, TermKey, Touched, TouchedTerm};
use crate::cases::directory::{self, Counters};
use crate::cases::{batches as cases, terms};
use crate::directory::Directory;
use crate::sql::{Snapshot, values};
use crate::store::StoreError;
use futures_util::future::{join3, join5};
use journal::{ChangeId, DeviceId, JournalId, LessonId, PlanItemId, SchoolId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// What was set aside is sought id by id: asked for by `ANY`, PostgreSQL reads all that the school
/// ever set aside and compares each row with each id, if there was little when it made the plan.
/// What was amended likewise.
const KNOWN: &str = "SELECT change_id, person_id, hash, seq, due, clause_id, clause_cite, NULL \
     FROM change_log WHERE school_id = $1 AND change_id = ANY($2) \
     UNION ALL SELECT s.change_id, s.person_id, s.hash, 0, NULL, NULL, NULL, s.details \
     FROM unnest($2) AS u (id), LATERAL (SELECT * FROM set_aside \
     WHERE school_id = $1 AND change_id = u.id LIMIT 1) s \
     UNION ALL SELECT a.amendment_id, a.person_id, NULL, a.seq, NULL, NULL, NULL, NULL \
     FROM unnest($2) AS u (id), LATERAL (SELECT * FROM amendment_log \
     WHERE school_id = $1 AND amendment_id = u.id LIMIT 1) a";

/// What the transaction sees.
pub struct Gathered {
    pub directory: Arc<Directory>,
    /// The newest `seq` of the school.
    pub seq: i64,
    pub devices: HashMap<DeviceId, Device>,
    /// Changes of these ids that came before.
    pub known: HashMap<ChangeId, Known>,
    /// The touched lessons that exist.
    pub lessons: HashMap<LessonId, Touched>,
    /// The touched sheets of terms that the school keeps.
    pub terms: HashMap<TermKey, TouchedTerm>,
    /// Where the streams of recent lessons stand.
    pub streams: HashMap<i64, i64>,
    /// The named rows of plans that exist, with their journals.
    pub plan: HashMap<PlanItemId, JournalId>,
    /// The accepted changes from which some say that they go on.
    pub named: HashMap<ChangeId, Named>,
}

/// Locks the school and reads; none if there is no such school.
pub async fn gather(
    tx: &Tx,
    context: BatchContext<'_>,
    statements: &Statements,
    school: SchoolId,
    batches: &[&Prepared],
) -> Result<Option<Gathered>, StoreError> {
    let link = tx.link()?;
    let mut recent: Vec<RecentSheet> = Vec::new();
    let mut cold: Vec<i64> = Vec::new();
    let lessons: BTreeSet<LessonId> = batches
        .iter()
        .flat_map(|batch| batch.lessons.iter().copied())
        .collect();
    for lesson in lessons {
        match context.recent.take(school, lesson) {
            Some(one) => recent.push(one),
            None => cold.push(lesson.0),
        }
    }
    let watched: Vec<i64> = recent.iter().map(|one| one.stream).collect();
    let warm: Vec<i64> = recent
        .iter()
        .map(|one| one.touched.sheet.lesson.id.0)
        .collect();
    let devices: Vec<Uuid> = batches.iter().map(|batch| batch.device.0).collect();
    let items = batches.iter().flat_map(|batch| &batch.items);
    let ids: Vec<Uuid> = items.map(|item| item.change.id.0).collect();
    let plan_items = batches.iter().flat_map(|batch| &batch.plan_items);
    let plan_items: Vec<i64> = plan_items.map(|item| item.0).collect();
    let s: &dyn Snapshot = tx;
    let first = async {
        // In this order: what follows the lock sees what its last holder committed.
        let (counters, devices, known, streams, (cold, plan, named)) = join5(
            link.query_opt(&statements.counters, &[&school.0]),
            cases::devices(s, school, &devices),
            s.rows(KNOWN, values![school, &ids[..]], cases::known),
            link.query(&statements.standing, &[&school.0, &watched, &warm]),
            // Large, and for most batches empty.
            Box::pin(join3(
                cases::lessons(s, school, &cold),
                cases::plan(s, school, &plan_items),
                cases::named(s, school, batches.iter().copied()),
            )),
        )
        .await;
        Ok((counters?, devices?, known?, streams?, cold?, plan?, named?))
    };
    let read = tx.begin(Mode::Write, first).await?;
    let (counters, devices, known, standing, mut sheets, plan, named) = read;
    let Some(counters) = counters else {
        return Ok(None);
    };
    let counters = Counters {
        seq: counters.try_get(0)?,
        admin_seq: counters.try_get(1)?,
        register_seq: counters.try_get(2)?,
    };
    let (seq, admin_seq) = (counters.seq, counters.admin_seq);
    // Roles move no journal, and whoever writes is judged by them.
    let directory = directory::at_counters(tx, context.directories, school, counters).await?;
    let Some(directory) = directory else {
        return Ok(None);
    };
    let (mut streams, mut written) = (HashMap::new(), HashMap::new());
    for row in &standing {
        let which = if row.try_get(0)? {
            &mut streams
        } else {
            &mut written
        };
        which.insert(row.try_get(1)?, row.try_get(2)?);
    }
    let (still, stale): (Vec<RecentSheet>, Vec<RecentSheet>) =
        recent.into_iter().partition(|one| {
            let times = written.get(&one.touched.sheet.lesson.id.0);
            one.admin_seq == admin_seq
                && streams.get(&one.stream) == Some(&one.seq)
                && times.copied().unwrap_or(0) == one.touched.written
        });
    let stale: Vec<i64> = stale
        .iter()
        .map(|one| one.touched.sheet.lesson.id.0)
        .collect();
    sheets.extend(Box::pin(cases::lessons(s, school, &stale)).await?);
    let mut lessons = cases::touched(s, &directory, sheets).await?;
    let still = still.into_iter().map(|one| one.touched);
    lessons.extend(still.map(|one| (one.sheet.lesson.id, one)));
    let of_batches = batches.iter().flat_map(|batch| &batch.terms);
    let of_batches: BTreeSet<TermKey> = of_batches.copied().collect();
    let terms = terms::touched(tx, &directory, of_batches).await?;
    Ok(Some(Gathered {
        directory,
        seq,
        devices,
        known: known.into_iter().collect(),
        lessons,
        terms,
        streams,
        plan,
        named,
    }))
}
