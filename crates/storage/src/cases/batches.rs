//! What batches are settled against. Only the question which changes came before is asked in each
//! database's own way, since neither is quick in the other's (`known` says what its rows are).

use super::accounts::device_row;
use super::{directory, sheets};
use crate::batch::{Device, Known, Named, Prepared, Touched, Writers, goes_on_from, outcome_of};
use crate::directory::Directory;
use crate::sql::{Row, Snapshot, values};
use crate::store::StoreError;
use futures_util::future::try_join3;
use journal::claim::Origin;
use journal::{
    ChangeId, ChangeOutcome, Clause, DeviceId, Edit, JournalId, LessonId, PlanItemId, SchoolId,
    Sheet, SheetId, Timestamp,
};
use std::collections::HashMap;
use uuid::Uuid;

const DEVICES: &str = "SELECT person_id, last_n, seen_at, since_at, before_at, device_id \
     FROM device WHERE school_id = $1 AND device_id = ANY($2::uuid[])";
const PLAN: &str = "SELECT plan_item_id, journal_id FROM plan_item \
     WHERE school_id = $1 AND plan_item_id = ANY($2)";
// With the last void change of such a cell before it, over which another has written since.
const NAMED: &str = "SELECT g.change_id, g.person_id, g.journal_id, g.lesson_id, g.period_id, g.edit, \
     g.device_id, g.seq, (SELECT p.edit FROM breach_write w JOIN change_log p \
     ON p.school_id = w.school_id AND p.seq = w.seq WHERE w.school_id = g.school_id \
     AND w.fate = 'overwritten' AND p.journal_id = g.journal_id \
     AND p.lesson_id IS NOT DISTINCT FROM g.lesson_id \
     AND p.period_id IS NOT DISTINCT FROM g.period_id AND p.kind = g.kind \
     AND p.pupil_id IS NOT DISTINCT FROM g.pupil_id AND p.seq < g.seq \
     ORDER BY p.seq DESC LIMIT 1) \
     FROM change_log g WHERE g.school_id = $1 AND g.change_id = ANY($2::uuid[])";
const WRITERS: &str = "SELECT lesson_id, writers, written FROM lesson_writers \
     WHERE school_id = $1 AND lesson_id = ANY($2)";

/// The devices of some batches, as far as they are known.
pub async fn devices(
    s: &dyn Snapshot,
    school: SchoolId,
    ids: &[Uuid],
) -> Result<HashMap<DeviceId, Device>, StoreError> {
    let device = |row: Row<'_>| Ok((row.get(5)?, device_row(row)?));
    let devices = s.rows(DEVICES, values![school, ids], device).await?;
    Ok(devices.into_iter().collect())
}

/// The rows of plans that topics name, with their journals.
pub async fn plan(
    s: &dyn Snapshot,
    school: SchoolId,
    items: &[i64],
) -> Result<HashMap<PlanItemId, JournalId>, StoreError> {
    if items.is_empty() {
        return Ok(HashMap::new());
    }
    let item = |row: Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let items = s.rows(PLAN, values![school, items], item).await?;
    Ok(items.into_iter().collect())
}

/// The accepted changes from which changes of some batches say that they go on.
pub async fn named<'b>(
    s: &dyn Snapshot,
    school: SchoolId,
    batches: impl IntoIterator<Item = &'b Prepared>,
) -> Result<HashMap<ChangeId, Named>, StoreError> {
    let items = batches.into_iter().flat_map(|batch| &batch.items);
    let ids = items.filter_map(|item| goes_on_from(&item.change));
    let ids: Vec<Uuid> = ids.map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let named = |row: Row<'_>| {
        let sheet = match (row.get(3)?, row.get(4)?) {
            (Some(lesson), _) => SheetId::Lesson(lesson),
            (None, Some(period)) => SheetId::Term {
                journal: row.get(2)?,
                period,
            },
            (None, None) => return Err(StoreError::Damaged("a change of no sheet".to_owned())),
        };
        let read = |text: &str| -> Result<Edit, StoreError> {
            serde_json::from_str(text).map_err(|error| StoreError::Damaged(error.to_string()))
        };
        let edit = read(row.get(5)?)?;
        let void = row.get::<Option<&str>>(8)?.map(read).transpose()?;
        let is_over = |void: &Edit| void.cell() == edit.cell() && void.wanted() == edit.expected();
        let named = Named {
            person: row.get(1)?,
            sheet,
            over_void: void.as_ref().is_some_and(is_over),
            edit,
            origin: Origin {
                device: row.get(6)?,
                seq: row.get(7)?,
            },
        };
        Ok((row.get(0)?, named))
    };
    let named = s.rows(NAMED, values![school, &ids[..]], named).await?;
    Ok(named.into_iter().collect())
}

/// The claims on the cells of some lessons, and how often they were written.
async fn writers(
    s: &dyn Snapshot,
    school: SchoolId,
    ids: &[i64],
) -> Result<HashMap<LessonId, (Writers, i64)>, StoreError> {
    let writers = |row: Row<'_>| {
        let writers = Writers::from_text(row.get(1)?)?;
        Ok((row.get(0)?, (writers, row.get(2)?)))
    };
    let writers = s.rows(WRITERS, values![school, ids], writers).await?;
    Ok(writers.into_iter().collect())
}

/// Some lessons with their cells and the claims on them, all at once.
pub async fn lessons(
    s: &dyn Snapshot,
    school: SchoolId,
    ids: &[i64],
) -> Result<Vec<(Sheet, Writers, i64)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (mut sheets, cells, mut writers) = try_join3(
        sheets::heads(s, school, ids),
        sheets::cells(s, school, ids),
        writers(s, school, ids),
    )
    .await?;
    cells.put(sheets.iter_mut());
    let with = |sheet: Sheet| {
        let (own, written) = writers.remove(&sheet.lesson.id).unwrap_or_default();
        (sheet, own, written)
    };
    Ok(sheets.into_iter().map(with).collect())
}

/// The same as batches touch them: with the last bell of their day.
pub async fn touched(
    s: &dyn Snapshot,
    directory: &Directory,
    lessons: Vec<(Sheet, Writers, i64)>,
) -> Result<HashMap<LessonId, Touched>, StoreError> {
    let mut touched = HashMap::with_capacity(lessons.len());
    for (sheet, writers, written) in lessons {
        let (journal, date) = (sheet.lesson.journal, sheet.lesson.date);
        let last_bell = directory::last_bell(s, directory, journal, date).await?;
        let lesson = Touched {
            sheet,
            writers,
            written,
            last_bell,
        };
        touched.insert(lesson.sheet.lesson.id, lesson);
    }
    Ok(touched)
}

/// A change or amendment that came before, of the columns `change_id, person_id, hash, seq, due,
/// clause_id, clause_cite, details`; `details` of what was set aside alone, no `hash` of an
/// amendment.
pub fn known(row: Row<'_>) -> Result<(ChangeId, Known), StoreError> {
    let outcome = if let Some(details) = row.get(7)? {
        outcome_of(details)?
    } else {
        let clause: (Option<Timestamp>, Option<String>, Option<String>) =
            (row.get(4)?, row.get(5)?, row.get(6)?);
        let late = match clause {
            (Some(due), Some(id), Some(cite)) => Some((due, Clause::cited(id, cite))),
            _ => None,
        };
        ChangeOutcome::applied(row.get(3)?, late)
    };
    let known = Known {
        person: row.get(1)?,
        hash: row.get(2)?,
        outcome,
    };
    Ok((row.get(0)?, known))
}
