//! What rests beside the register and follows it, in the same transaction: the times and rooms of
//! lessons to come.

use super::planned::Planned;
use crate::codec;
use crate::directory::Directory;
use crate::sql::{Transaction, values};
use crate::store::{Gesture, StoreError};
use chrono::NaiveDate;
use journal::register::{DaySpan, Follow, LessonQuestions, Question, bell_changes};
use journal::school::Bell;
use std::collections::BTreeMap;

const MOVE_LESSONS: &str =
    "UPDATE lesson SET starts = $3, ends = $4 WHERE school_id = $1 AND lesson_id = ANY($2)";
const RENAME_ROOM: &str =
    "UPDATE lesson SET room = $3 WHERE school_id = $1 AND lesson_id = ANY($2)";

/// Writes what follows from a gesture.
pub async fn follow(
    t: &dyn Transaction,
    directory: &Directory,
    gesture: &Gesture,
    planned: &mut Planned,
) -> Result<(), StoreError> {
    let today = directory.school.time.local(gesture.received_at).date();
    bells(t, directory, today, planned).await?;
    rooms(t, directory, today, planned).await
}

/// Lessons that would be held by a bell that moves, or by none, are held by the new one.
async fn bells(
    t: &dyn Transaction,
    directory: &Directory,
    today: NaiveDate,
    planned: &mut Planned,
) -> Result<(), StoreError> {
    let changes = bell_changes(&directory.records, &planned.after).into_iter();
    let moved = changes.filter_map(|change| Some((change.now()?, change.lessons)));
    let (bells, lessons): (Vec<_>, Vec<_>) = moved.unzip();
    let questions: Vec<_> = lessons.into_iter().map(Question::Bell).collect();
    let asked = LessonQuestions::of(&questions, today, &planned.lessons.taught);
    let Some(days) = asked.days() else {
        return Ok(());
    };
    // All are found before any is moved: the new time of one may be the old time of another.
    let mut moves: BTreeMap<Bell, Vec<i64>> = BTreeMap::new();
    for lesson in planned.lessons.on(t, directory, days).await? {
        let mut first = None::<usize>;
        asked.about(lesson, |place| {
            first = Some(first.map_or(place, |first| first.min(place)));
        });
        if let Some(bell) = first.and_then(|place| bells.get(place)) {
            moves.entry(*bell).or_default().push(lesson.id.0);
        }
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
    planned: &mut Planned,
) -> Result<(), StoreError> {
    // What a title became: those that are renamed one after another are followed to the end.
    let mut renamed: BTreeMap<&str, &str> = BTreeMap::new();
    let mut called: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for step in &planned.steps {
        if let Some(Follow::RoomRenamed { was, now }) = &step.follows {
            let mut before = called.remove(was.as_str()).unwrap_or_default();
            if !renamed.contains_key(was.as_str()) {
                before.push(was);
            }
            for title in &before {
                renamed.insert(title, now);
            }
            called.entry(now).or_default().extend(before);
        }
    }
    if renamed.is_empty() {
        return Ok(());
    }
    let days = DaySpan::new(today, NaiveDate::MAX);
    let mut rooms: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for lesson in planned.lessons.on(t, directory, days).await? {
        let room = lesson.room.as_deref();
        if let Some(now) = room.and_then(|room| renamed.get(room))
            && days.has(lesson.day)
        {
            rooms.entry(now).or_default().push(lesson.id.0);
        }
    }
    for (now, lessons) in rooms {
        let values = values![directory.school.id, &lessons[..], now];
        t.execute(RENAME_ROOM, values).await?;
    }
    Ok(())
}
