//! The book of movement, and how many pupils there are on a day.

use super::directory;
use crate::directory::Directories;
use crate::records;
use crate::sql::{Row, Snapshot, values};
use crate::store::StoreError;
use chrono::NaiveDate;
use journal::register::{RecordId, RecordKind, RecordRef, is_entry};
use journal::view::{MovementPage, PopulationPage};
use journal::{SchoolId, Timestamp};
use std::collections::HashMap;

const LOGGED: &str = "SELECT record_id, received_at, before, after FROM amendment_log \
     WHERE school_id = $1 AND kind = $2 ORDER BY kind, record_id, seq";

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
    let mut entered: HashMap<RecordRef, NaiveDate> = HashMap::new();
    for kind in [RecordKind::Movement, RecordKind::Order] {
        let step = |row: Row<'_>| {
            let (was, is): (Option<&str>, Option<&str>) = (row.get(2)?, row.get(3)?);
            let was = was.map(records::of_text).transpose()?;
            let is = is.map(records::of_text).transpose()?;
            let is_entry = is.is_some_and(|is| is_entry(was.as_ref(), &is));
            Ok((
                kind.at(RecordId(row.get(0)?)),
                row.get::<Timestamp>(1)?,
                is_entry,
            ))
        };
        let steps = s.rows(LOGGED, values![school, kind.word()], step).await?;
        let entries = steps.into_iter().filter(|(_, _, is_entry)| *is_entry);
        entered.extend(entries.map(|(at, received, _)| (at, time.local(received).date())));
    }
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
