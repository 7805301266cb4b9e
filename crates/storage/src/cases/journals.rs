//! «Журналы»: what a person may read, with how far it is filled in.

use super::directory;
use crate::codec;
use crate::directory::{Directories, Directory, JournalCard};
use crate::sql::{Row, Snapshot, values};
use crate::store::{Reader, StoreError};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use futures_util::future::try_join3;
use journal::regulation::{TermContext, sees};
use journal::view::{JournalRow, JournalsPage};
use journal::{JournalId, LessonId, Missing, Period, PeriodId, Relation, SchoolId, Timestamp};
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
// Over, and not filled in, as far as it does not take the grade to say so.
const LACKING: &str = "SELECT l.journal_id, l.date, l.ends, \
     CASE WHEN l.roll_by IS NULL THEN 0 ELSE 1 END, CASE WHEN l.topic IS NULL THEN 0 ELSE 1 END, \
     CASE WHEN EXISTS (SELECT 1 FROM homework h \
         WHERE h.school_id = l.school_id AND h.lesson_id = l.lesson_id) THEN 1 ELSE 0 END \
     FROM lesson l WHERE l.school_id = $1 AND l.journal_id = ANY($2) \
     AND l.date BETWEEN $3 AND $6 AND (l.date < $4 OR (l.date = $4 AND l.ends <= $5)) \
     AND (l.roll_by IS NULL OR l.topic IS NULL OR NOT EXISTS (SELECT 1 FROM homework h \
         WHERE h.school_id = l.school_id AND h.lesson_id = l.lesson_id))";
const LATE: &str = "SELECT g.journal_id, count(DISTINCT g.lesson_id) FROM change_log g \
     JOIN lesson l ON l.school_id = g.school_id AND l.lesson_id = g.lesson_id \
     WHERE g.school_id = $1 AND g.journal_id = ANY($2) AND g.due IS NOT NULL \
     AND NOT EXISTS (SELECT 1 FROM breach_write w WHERE w.school_id = g.school_id \
     AND w.seq = g.seq AND w.fate <> 'confirmed') \
     AND l.date BETWEEN $3 AND $4 GROUP BY g.journal_id";
const LATE_LESSONS: &str = "SELECT DISTINCT g.lesson_id FROM change_log g \
     JOIN lesson l ON l.school_id = g.school_id AND l.lesson_id = g.lesson_id \
     WHERE g.school_id = $1 AND g.journal_id = $2 AND g.due IS NOT NULL \
     AND NOT EXISTS (SELECT 1 FROM breach_write w WHERE w.school_id = g.school_id \
     AND w.seq = g.seq AND w.fate <> 'confirmed') \
     AND l.date BETWEEN $3 AND $4";
const RECEIVED: &str =
    "SELECT seq, received_at FROM change_log WHERE school_id = $1 AND seq = ANY($2)";

#[derive(Default)]
struct Counts {
    held: u32,
    without_homework: u32,
    with_homework: u32,
    late: u32,
    /// Of those that lack something, those that may lack it yet.
    in_time: u32,
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
    let at = now;
    let now = directory.school.time.local(at);
    let Some(period) = directory.period(period, now.date()) else {
        return Ok(None);
    };
    let year = directory.year_of(period.starts);
    let seen: Vec<(JournalId, &JournalCard, Relation)> = directory
        .journals()
        .filter(|(_, card)| directory.year_of_journal(card) == year)
        .map(|(id, card)| (id, card, directory.relation(reader, card, None)))
        .filter(|(_, _, relation)| sees(&reader.roles, *relation))
        .collect();
    let ids: Vec<i64> = seen.iter().map(|(id, ..)| id.0).collect();
    let (mut counts, late, in_time) = try_join3(
        counts(s, reader, &ids, period, now),
        late(s, reader, &ids, period),
        in_time(s, &directory, &ids, period, at),
    )
    .await?;
    let received = received(s, reader, &counts).await?;
    let row = |(id, card, relation): (JournalId, &JournalCard, Relation)| {
        let mut counts = counts.remove(&id).unwrap_or_default();
        counts.late = late.get(&id).copied().unwrap_or(0);
        counts.in_time = in_time.get(&id).copied().unwrap_or(0);
        let last_entry = counts.last.and_then(|seq| received.get(&seq).copied());
        row(&directory, id, card, relation, &counts, last_entry)
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
    last_entry: Option<Timestamp>,
) -> JournalRow {
    let group = directory.group_of(card);
    let grade = group.and_then(|group| group.grade);
    let names = directory.teachers(card);
    let filled = if grade == Some(1) {
        counts.without_homework
    } else {
        counts.with_homework
    };
    JournalRow {
        journal,
        subject: directory.subject(card.subject),
        group: group.map(|group| group.title.clone()).unwrap_or_default(),
        grade,
        teachers: names,
        held: counts.held,
        filled,
        overdue: counts.held.saturating_sub(filled + counts.in_time),
        late: counts.late,
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
            ..Counts::default()
        };
        Ok((row.get(0)?, counts))
    };
    Ok(s.rows(COUNTS, values, counts).await?.into_iter().collect())
}

/// How many lessons of each journal lack something of which nothing is past its term.
async fn in_time(
    s: &dyn Snapshot,
    directory: &Directory,
    journals: &[i64],
    period: &Period,
    at: Timestamp,
) -> Result<HashMap<JournalId, u32>, StoreError> {
    let (school, regulation) = (&directory.school, &directory.regulation);
    let now = school.time.local(at);
    let days = Days::new(regulation.days_to_fill().into());
    let since = now.date().checked_sub_days(days);
    let since = codec::of_date(since.map_or(period.starts, |since| since.max(period.starts)));
    let (day, time) = (codec::of_date(now.date()), codec::of_time(now.time()));
    let ends = codec::of_date(period.ends);
    let values = values![school.id, journals, since, day, time, ends];
    let lacking = s.rows(LACKING, values, |row| {
        let is = |at| -> Result<bool, StoreError> { Ok(row.get::<i64>(at)? == 1) };
        let (date, end): (NaiveDate, NaiveTime) = (row.get(1)?, row.get(2)?);
        let parts = (is(3)?, is(4)?, is(5)?);
        Ok((row.get::<JournalId>(0)?, date, end, parts))
    });
    let mut in_time = HashMap::new();
    for (journal, date, end, (roll, topic, homework)) in lacking.await? {
        let group = directory
            .journal(journal)
            .and_then(|card| directory.group_of(card));
        let missing = Missing::of(roll, topic, homework, group.and_then(|group| group.grade));
        let is_overdue = |bell| {
            let terms = TermContext {
                first: date,
                last: date,
                lesson_end: Some(end),
                last_bell: Some(bell),
                document: None,
                time: school.time,
                work_days: &directory.work_days,
            };
            regulation.is_overdue(missing, &terms, at)
        };
        // The class's last bell is between its own and midnight: seldom does it matter where.
        let overdue = match (
            is_overdue(end),
            is_overdue(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(end)),
        ) {
            (true, false) => {
                let bell = directory::last_bell(s, directory, journal, date).await?;
                is_overdue(bell.unwrap_or(end))
            }
            (overdue, _) => overdue,
        };
        if missing.any() && !overdue {
            *in_time.entry(journal).or_insert(0) += 1;
        }
    }
    Ok(in_time)
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
