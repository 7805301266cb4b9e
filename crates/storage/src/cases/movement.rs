//! The book of movement, and how many pupils there are on a day.

use super::directory;
use crate::directory::Directories;
use crate::sql::{Snapshot, values};
use crate::store::StoreError;
use chrono::NaiveDate;
use journal::register::{RecordId, RecordKind};
use journal::view::{MovementPage, PopulationPage};
use journal::{SchoolId, Timestamp};
use std::collections::HashMap;

const ENTERED: &str = "SELECT record_id, min(received_at) FROM amendment_log \
     WHERE school_id = $1 AND kind = $2 GROUP BY record_id";

/// The book of movement; none if there is no such school.
pub async fn book(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
) -> Result<Option<MovementPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, school).await? else {
        return Ok(None);
    };
    let time = directory.school.time;
    let values = values![school, RecordKind::Movement.word()];
    let entered: Vec<(i64, Timestamp)> = s
        .rows(ENTERED, values, |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    let entered: HashMap<RecordId, NaiveDate> = entered
        .into_iter()
        .map(|(id, at)| (RecordId(id), time.local(at).date()))
        .collect();
    let lines = directory
        .records
        .movement_book(&directory.regulation, &entered);
    Ok(Some(MovementPage { lines }))
}

/// How many pupils there are in each class on a day (none: today); none if there is no such school.
pub async fn population(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    on: Option<NaiveDate>,
    now: Timestamp,
) -> Result<Option<PopulationPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, school).await? else {
        return Ok(None);
    };
    let on = on.unwrap_or_else(|| directory.school.time.local(now).date());
    let classes = directory.records.population(on);
    Ok(Some(PopulationPage { on, classes }))
}
