//! «Журналы»: what a person may read, with how far it is filled in.

use super::directory;
use crate::codec;
use crate::directory::{Directories, Directory, JournalCard};
use crate::sql::{Row, Snapshot, values};
use crate::store::{Reader, StoreError};
use chrono::NaiveDateTime;
use futures_util::future::try_join;
use journal::regulation::sees;
use journal::view::{JournalRow, JournalsPage};
use journal::{JournalId, LessonId, Period, PeriodId, Relation, SchoolId, Timestamp};
use std::collections::{BTreeSet, HashMap};

// $4, $5: now. By the grade one of the two counts is taken, as `journal::Missing` says.
const COUNTS: &str = "SELECT l.journal_id, \
     sum(CASE WHEN l.date < $4 OR (l.date = $4 AND l.ends <= $5) THEN 1 ELSE 0 END), \
     sum(CASE WHEN (l.date < $4 OR (l.date = $4 AND l.ends <= $5)) \
         AND l.roll_by IS NOT NULL AND l.topic IS NOT NULL THEN 1 ELSE 0 END), \
     sum(CASE WHEN (l.date < $4 OR (l.date = $4 AND l.ends <= $5)) \
         AND l.roll_by IS NOT NULL AND l.topic IS NOT NULL AND EXISTS (SELECT 1 FROM homework h \
         WHERE h.school_id = l.school_id AND h.lesson_id = l.lesson_id) THEN 1 ELSE 0 END), \
     max((SELECT max(g.seq) FROM change_log g INDEXED BY change_log_by_lesson \
         WHERE g.school_id = l.school_id AND g.lesson_id = l.lesson_id)) \
     FROM lesson l WHERE l.school_id = $1 AND l.journal_id = ANY($2) \
     AND l.date BETWEEN $3 AND $6 GROUP BY l.journal_id";
const LATE: &str = "SELECT g.journal_id, count(DISTINCT g.lesson_id) FROM change_log g \
     JOIN lesson l ON l.school_id = g.school_id AND l.lesson_id = g.lesson_id \
     WHERE g.school_id = $1 AND g.journal_id = ANY($2) AND g.due IS NOT NULL \
     AND l.date BETWEEN $3 AND $4 GROUP BY g.journal_id";
const LATE_LESSONS: &str = "SELECT DISTINCT g.lesson_id FROM change_log g \
     JOIN lesson l ON l.school_id = g.school_id AND l.lesson_id = g.lesson_id \
     WHERE g.school_id = $1 AND g.journal_id = $2 AND g.due IS NOT NULL \
     AND l.date BETWEEN $3 AND $4";
const RECEIVED: &str =
    "SELECT seq, received_at FROM change_log WHERE school_id = $1 AND seq = ANY($2)";

#[derive(Default)]
struct Counts {
    held: u32,
    without_homework: u32,
    with_homework: u32,
    last: Option<i64>,
}

/// The journals that the reader may see, over a period (none: the period of now); none if there is
/// no such period.
pub async fn list(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    period: Option<PeriodId>,
    now: Timestamp,
) -> Result<Option<JournalsPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(None);
    };
    let now = directory.school.time.local(now);
    let Some(period) = directory.period(period, now.date()) else {
        return Ok(None);
    };
    let year = directory.year_of(period.starts);
    let seen: Vec<(JournalId, &JournalCard, Relation)> = directory
        .journals()
        .filter(|(_, card)| directory.year_of_journal(card) == year)
        .map(|(id, card)| (id, card, directory.relation(reader.person, card, None)))
        .filter(|(_, _, relation)| sees(&reader.roles, *relation))
        .collect();
    let ids: Vec<i64> = seen.iter().map(|(id, ..)| id.0).collect();
    let (mut counts, late) = try_join(
        counts(s, reader, &ids, period, now),
        late(s, reader, &ids, period),
    )
    .await?;
    let received = received(s, reader, &counts).await?;
    let row = |(id, card, relation): (JournalId, &JournalCard, Relation)| {
        let counts = counts.remove(&id).unwrap_or_default();
        let late = late.get(&id).copied().unwrap_or(0);
        let last_entry = counts.last.and_then(|seq| received.get(&seq).copied());
        row(&directory, id, card, relation, &counts, late, last_entry)
    };
    let mut journals: Vec<JournalRow> = seen.into_iter().map(row).collect();
    journals.sort_by_cached_key(|row| {
        let grade = row.grade.unwrap_or(u8::MAX);
        (grade, row.group.clone(), row.subject.clone(), row.journal)
    });
    Ok(Some(JournalsPage {
        period: period.clone(),
        journals,
    }))
}

fn row(
    directory: &Directory,
    journal: JournalId,
    card: &JournalCard,
    relation: Relation,
    counts: &Counts,
    late: u32,
    last_entry: Option<Timestamp>,
) -> JournalRow {
    let group = directory.group_of(card);
    let grade = group.and_then(|group| group.grade);
    let names = directory.teachers(card);
    JournalRow {
        journal,
        subject: directory.subject(card.subject),
        group: group.map(|group| group.title.clone()).unwrap_or_default(),
        grade,
        teachers: names,
        held: counts.held,
        filled: if grade == Some(1) {
            counts.without_homework
        } else {
            counts.with_homework
        },
        late,
        last_entry,
        relation,
    }
}

async fn counts(
    s: &dyn Snapshot,
    reader: &Reader,
    journals: &[i64],
    period: &Period,
    now: NaiveDateTime,
) -> Result<HashMap<JournalId, Counts>, StoreError> {
    let (starts, ends) = (codec::of_date(period.starts), codec::of_date(period.ends));
    let (day, time) = (codec::of_date(now.date()), codec::of_time(now.time()));
    let values = values![reader.school, journals, starts, day, time, ends];
    let counts = |row: Row<'_>| {
        let counts = Counts {
            held: row.get(1)?,
            without_homework: row.get(2)?,
            with_homework: row.get(3)?,
            last: row.get(4)?,
        };
        Ok((row.get(0)?, counts))
    };
    Ok(s.rows(COUNTS, values, counts).await?.into_iter().collect())
}

async fn late(
    s: &dyn Snapshot,
    reader: &Reader,
    journals: &[i64],
    period: &Period,
) -> Result<HashMap<JournalId, u32>, StoreError> {
    let (starts, ends) = (codec::of_date(period.starts), codec::of_date(period.ends));
    let values = values![reader.school, journals, starts, ends];
    let rows = s.rows(LATE, values, |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(rows.await?.into_iter().collect())
}

/// The lessons of a journal's period in which something came after its term.
pub async fn late_lessons(
    s: &dyn Snapshot,
    school: SchoolId,
    journal: JournalId,
    period: &Period,
) -> Result<BTreeSet<LessonId>, StoreError> {
    let (starts, ends) = (codec::of_date(period.starts), codec::of_date(period.ends));
    let values = values![school, journal, starts, ends];
    let rows = s.rows(LATE_LESSONS, values, |row| row.get(0));
    Ok(rows.await?.into_iter().collect())
}

async fn received(
    s: &dyn Snapshot,
    reader: &Reader,
    counts: &HashMap<JournalId, Counts>,
) -> Result<HashMap<i64, Timestamp>, StoreError> {
    let last: Vec<i64> = counts.values().filter_map(|counts| counts.last).collect();
    let values = values![reader.school, &last[..]];
    let rows = s.rows(RECEIVED, values, |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(rows.await?.into_iter().collect())
}
