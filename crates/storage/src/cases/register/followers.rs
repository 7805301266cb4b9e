//! What rests beside the register and follows it, in the same transaction: the times and rooms of
//! lessons to come, the days of the running school year.

use super::answers::{all, lessons_by_bell};
use super::planned::Planned;
use crate::codec;
use crate::directory::Directory;
use crate::sql::{Transaction, values};
use crate::store::{Gesture, StoreError};
use chrono::NaiveDate;
use journal::register::{Follow, bell_changes};
use journal::school::Bell;
use std::collections::BTreeSet;

const MOVE_LESSONS: &str =
    "UPDATE lesson SET starts = $3, ends = $4 WHERE school_id = $1 AND lesson_id = ANY($2)";
const RENAME_ROOM: &str = "UPDATE lesson SET room = $5 WHERE school_id = $1 \
     AND journal_id = ANY($2) AND date >= $3 AND room = $4";
const YEAR: &str = "UPDATE school SET year_starts = $2, year_ends = $3 WHERE school_id = $1";

/// Writes what follows from a gesture.
pub async fn follow(
    t: &dyn Transaction,
    directory: &Directory,
    gesture: &Gesture,
    planned: &Planned,
) -> Result<(), StoreError> {
    let today = directory.school.time.local(gesture.received_at).date();
    bells(t, directory, today, planned).await?;
    rooms(t, directory, today, planned).await?;
    let school = &directory.school;
    if let Some((_, year)) = planned.after.running_year(today)
        && (year.starts, year.ends) != (school.year_starts, school.year_ends)
    {
        let days = (codec::of_date(year.starts), codec::of_date(year.ends));
        t.execute(YEAR, values![school.id, days.0, days.1]).await?;
    }
    Ok(())
}

/// Lessons that would be held by a bell that moves, or by none, are held by the new one.
async fn bells(
    t: &dyn Transaction,
    directory: &Directory,
    today: NaiveDate,
    planned: &Planned,
) -> Result<(), StoreError> {
    let mut moves: Vec<(Bell, Vec<i64>)> = Vec::new();
    let mut met = BTreeSet::new();
    // All are found before any is moved: the new time of one may be the old time of another.
    for change in bell_changes(&directory.records, &planned.after) {
        let Some(now) = change.now() else {
            continue;
        };
        let mut lessons = lessons_by_bell(t, directory, today, &change.lessons).await?;
        lessons.retain(|lesson| met.insert(*lesson));
        moves.push((now, lessons));
    }
    for (bell, lessons) in moves {
        let times = (codec::of_time(bell.starts), codec::of_time(bell.ends));
        let values = values![directory.school.id, &lessons[..], times.0, times.1];
        t.execute(MOVE_LESSONS, values).await?;
    }
    Ok(())
}

/// Lessons from today on are in a room by the name that it has now.
async fn rooms(
    t: &dyn Transaction,
    directory: &Directory,
    today: NaiveDate,
    planned: &Planned,
) -> Result<(), StoreError> {
    for step in &planned.steps {
        if let Some(Follow::RoomRenamed { was, now }) = &step.follows {
            let journals = all(directory);
            let values = values![
                directory.school.id,
                &journals[..],
                codec::of_date(today),
                was.as_str(),
                now.as_str(),
            ];
            t.execute(RENAME_ROOM, values).await?;
        }
    }
    Ok(())
}
