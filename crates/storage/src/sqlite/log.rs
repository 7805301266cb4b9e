//! Reading the log: the feed, and the history of a lesson.

use super::{register, sheets};
use crate::batch::ReadLog;
use crate::directory::{Directories, Directory, sees};
use crate::store::{FeedRows, LOG_PART_BYTES, LogRows, Reader, StoreError};
use journal::{ChangeId, GestureId, JournalId, LessonId, PersonId, Timestamp};
use rusqlite::{Connection, Row, params};

fn read(row: &Row<'_>) -> Result<ReadLog, StoreError> {
    let uuid =
        |at: usize| -> Result<uuid::Uuid, StoreError> { Ok(uuid::Uuid::from_bytes(row.get(at)?)) };
    Ok(ReadLog {
        seq: row.get(0)?,
        id: ChangeId(uuid(1)?),
        gesture: GestureId(uuid(2)?),
        person: PersonId(row.get(3)?),
        lesson: LessonId(row.get(4)?),
        journal: JournalId(row.get(5)?),
        edit: row.get(6)?,
        ground: row.get(7)?,
        made_at: Timestamp(row.get(8)?),
        received_at: Timestamp(row.get(9)?),
        in_time_by_device: row.get(10)?,
    })
}

/// Accepted changes after `seq` that the reader may see.
pub fn feed(
    c: &Connection,
    known: &Directories,
    reader: &Reader,
    seq: i64,
    limit: usize,
) -> Result<FeedRows, StoreError> {
    let mut feed = FeedRows {
        changes: Vec::new(),
        up_to: seq,
        more: false,
    };
    let Some((directory, newest)) = register::directory(c, known, reader.school)? else {
        return Ok(feed);
    };
    let mut statement = c.prepare_cached(
        "SELECT g.seq, g.change_id, g.gesture_id, g.person_id, g.lesson_id, g.journal_id, g.edit, \
         g.ground, g.made_at, g.received_at, g.in_time_by_device, l.teacher_id FROM change_log g \
         JOIN lesson l ON l.school_id = g.school_id AND l.lesson_id = g.lesson_id \
         WHERE g.school_id = ?1 AND g.seq > ?2 ORDER BY g.seq LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![reader.school.0, seq, limit])?;
    let mut bytes = 0;
    while bytes < LOG_PART_BYTES
        && let Some(row) = rows.next()?
    {
        feed.up_to = row.get(0)?;
        let teacher = PersonId(row.get(11)?);
        let row = read(row)?;
        bytes += row.edit.len();
        if visible(&directory, reader, row.journal, teacher) {
            feed.changes.push(row.logged(&directory)?);
        }
    }
    feed.more = feed.up_to < newest;
    Ok(feed)
}

fn visible(directory: &Directory, reader: &Reader, id: JournalId, teacher: PersonId) -> bool {
    directory.journal(id).is_some_and(|card| {
        sees(
            &reader.roles,
            directory.relation(reader.person, card, Some(teacher)),
        )
    })
}

// Without statistics SQLite takes a whole school's log for ten rows and would rather read that.
const OF_LESSON: &str = "SELECT seq, change_id, gesture_id, person_id, lesson_id, journal_id, \
     edit, ground, made_at, received_at, in_time_by_device \
     FROM change_log INDEXED BY change_log_by_lesson \
     WHERE school_id = ?1 AND lesson_id = ?2 AND seq > ?3 ORDER BY seq";

/// The log, after `seq`, of a lesson that the reader may see, oldest first.
pub fn of_lesson(
    c: &Connection,
    known: &Directories,
    reader: &Reader,
    lesson: LessonId,
    (seq, limit): (i64, usize),
) -> Result<Option<LogRows>, StoreError> {
    let Some((directory, _)) = register::directory(c, known, reader.school)? else {
        return Ok(None);
    };
    let Some(sheet) = sheets::lesson(c, reader.school, lesson)? else {
        return Ok(None);
    };
    if !visible(
        &directory,
        reader,
        sheet.lesson.journal,
        sheet.lesson.teacher,
    ) {
        return Ok(None);
    }
    let mut statement = c.prepare_cached(OF_LESSON)?;
    let mut rows = statement.query(params![reader.school.0, lesson.0, seq])?;
    let (mut changes, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        if changes.len() >= limit || bytes >= LOG_PART_BYTES {
            return Ok(Some(LogRows {
                changes,
                more: true,
            }));
        }
        let row = read(row)?;
        bytes += row.edit.len();
        changes.push(row.logged(&directory)?);
    }
    Ok(Some(LogRows {
        changes,
        more: false,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::connect;

    /// A part of one lesson's log costs what it holds, however long the school's is.
    #[test]
    fn the_log_of_a_lesson_is_found_by_an_index() {
        let dir = tempfile::tempdir().unwrap();
        let (c, _) = connect::writer(&dir.path().join("school.db")).unwrap();
        let mut statement = c
            .prepare(&format!("EXPLAIN QUERY PLAN {OF_LESSON}"))
            .unwrap();
        let steps = statement.query_map(params![1, 1, 0], |row| row.get(3));
        let steps: Vec<String> = steps.unwrap().collect::<Result<_, _>>().unwrap();
        let by = "SEARCH change_log USING INDEX change_log_by_lesson \
                  (school_id=? AND lesson_id=? AND seq>?)";
        assert_eq!(steps, [by]);
    }
}
