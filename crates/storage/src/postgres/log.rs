//! Reading the log: the feed, and the history of a lesson.

use super::read::snapshot;
use super::sheets::Sheets;
use super::tx::{Tx, prepared};
use crate::batch::ReadLog;
use crate::directory::{Directories, Directory, sees};
use crate::store::{FeedRows, LOG_PART_BYTES, LogRows, Reader, StoreError};
use journal::{ChangeId, GestureId, JournalId, LessonId, PersonId, Timestamp};
use tokio_postgres::Row;

fn read(row: &Row) -> Result<ReadLog, StoreError> {
    Ok(ReadLog {
        seq: row.try_get(0)?,
        id: ChangeId(row.try_get(1)?),
        gesture: GestureId(row.try_get(2)?),
        person: PersonId(row.try_get(3)?),
        lesson: LessonId(row.try_get(4)?),
        journal: JournalId(row.try_get(5)?),
        edit: row.try_get(6)?,
        ground: row.try_get(7)?,
        made_at: Timestamp(row.try_get(8)?),
        received_at: Timestamp(row.try_get(9)?),
        in_time_by_device: row.try_get::<_, i64>(10)? != 0,
    })
}

fn part_bytes() -> i64 {
    i64::try_from(LOG_PART_BYTES).unwrap_or(i64::MAX)
}

/// Of these rows those before the part of the log is full, each with how many there are in all.
fn bounded(rows: &str, bytes: &str) -> String {
    format!(
        "SELECT * FROM (SELECT q.*, count(*) OVER () AS many, \
         sum(octet_length(q.edit)) OVER (ORDER BY q.seq) - octet_length(q.edit) AS before \
         FROM ({rows}) q) p WHERE p.before < {bytes} ORDER BY p.seq"
    )
}

/// Accepted changes after `seq` that the reader may see.
pub async fn feed(
    tx: &Tx,
    known: &Directories,
    reader: &Reader,
    seq: i64,
    limit: usize,
) -> Result<FeedRows, StoreError> {
    let link = tx.link()?;
    let rows = "SELECT g.seq, g.change_id, g.gesture_id, g.person_id, g.lesson_id, g.journal_id, \
         g.edit, g.ground, g.made_at, g.received_at, g.in_time_by_device, l.teacher_id \
         FROM change_log g \
         JOIN lesson l ON l.school_id = g.school_id AND l.lesson_id = g.lesson_id \
         WHERE g.school_id = $1 AND g.seq > $2 ORDER BY g.seq LIMIT $3";
    let statement = prepared(link, &bounded(rows, "$4")).await?;
    let mut feed = FeedRows {
        changes: Vec::new(),
        up_to: seq,
        more: false,
    };
    let Some((directory, newest)) = snapshot(tx, known, reader.school).await? else {
        return Ok(feed);
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    for row in link
        .query(&statement, &[&reader.school.0, &seq, &limit, &part_bytes()])
        .await?
    {
        feed.up_to = row.try_get(0)?;
        let (journal, teacher) = (JournalId(row.try_get(5)?), PersonId(row.try_get(11)?));
        if visible(&directory, reader, journal, teacher) {
            feed.changes.push(read(&row)?.logged(&directory)?);
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

/// The log, after `seq`, of a lesson that the reader may see, oldest first.
pub async fn of_lesson(
    tx: &Tx,
    known: &Directories,
    reader: &Reader,
    lesson: LessonId,
    (seq, limit): (i64, usize),
) -> Result<Option<LogRows>, StoreError> {
    let link = tx.link()?;
    let sheets = Sheets::prepare(link).await?;
    let rows = "SELECT seq, change_id, gesture_id, person_id, lesson_id, journal_id, edit, ground, \
         made_at, received_at, in_time_by_device FROM change_log \
         WHERE school_id = $1 AND lesson_id = $2 AND seq > $3 ORDER BY seq LIMIT $4";
    let statement = prepared(link, &bounded(rows, "$5")).await?;
    let Some((directory, _)) = snapshot(tx, known, reader.school).await? else {
        return Ok(None);
    };
    let Some(sheet) = sheets.heads(link, reader.school, &[lesson.0]).await?.pop() else {
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
    let beyond = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let rows = link
        .query(
            &statement,
            &[&reader.school.0, &lesson.0, &seq, &beyond, &part_bytes()],
        )
        .await?;
    let many: i64 = rows.first().map_or(Ok(0), |row| row.try_get(11))?;
    let changes = rows
        .iter()
        .take(limit)
        .map(|row| read(row)?.logged(&directory))
        .collect::<Result<Vec<_>, _>>()?;
    let more = i64::try_from(changes.len()).is_ok_and(|read| read < many);
    Ok(Some(LogRows { changes, more }))
}
