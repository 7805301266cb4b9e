//! Reading the log: the feed, the history of a sheet, that of a record.

use super::register::Who;
use super::{directory, sheets};
use crate::batch::ReadLog;
use crate::codec;
use crate::directory::{Directories, Directory, Given};
use crate::records;
use crate::sql::{Row, Snapshot, values};
use crate::store::{FeedRows, LOG_PART_BYTES, LogPlace, LogRows, Reader, Shown, StoreError};
use chrono::NaiveDate;
use futures_util::future::try_join;
use journal::register::RecordRef;
use journal::regulation::sees;
use journal::view::{Late, LoggedAmendment, RecordLog};
use journal::{
    Clause, JournalId, LessonId, PeriodId, PersonId, Relation, SchoolId, SheetId, Timestamp,
};
use std::collections::BTreeSet;

/// When it was reported why a row of this table is void; null: it is not.
macro_rules! void {
    ($log:literal) => {
        concat!(
            "(SELECT b.received_at FROM breach_write w JOIN breach b \
             ON b.school_id = w.school_id AND b.breach_id = w.breach_id \
             WHERE w.school_id = ",
            $log,
            ".school_id AND w.seq = ",
            $log,
            ".seq AND w.fate <> 'confirmed')"
        )
    };
}

/// Of these rows those before the part of the log is full, with the count of all as the last column.
macro_rules! part {
    ($($rows:expr),+; $bytes:literal) => {
        concat!(
            "SELECT * FROM (SELECT q.*, count(*) OVER () AS many, \
             sum(octet_length(q.edit)) OVER (ORDER BY q.seq) - octet_length(q.edit) AS before \
             FROM (",
            $($rows,)+
            ") q) p WHERE p.before < ",
            $bytes,
            " ORDER BY p.seq"
        )
    };
}

const FEED: &str = part!(
    "SELECT g.seq, g.change_id, g.gesture_id, g.person_id, g.journal_id, g.lesson_id, \
     g.period_id, g.edit, g.ground, g.made_at, g.received_at, g.in_time_by_device, g.due, g.clause_id, g.clause_cite, ", void!("g"), ", \
     l.date, l.teacher_id FROM change_log g \
     LEFT JOIN lesson l ON l.school_id = g.school_id AND l.lesson_id = g.lesson_id \
     WHERE g.school_id = $1 AND g.seq > $2 ORDER BY g.seq LIMIT $3";
    "$4"
);

const PLACE: &str = "SELECT seq, change_id FROM change_log WHERE school_id = $1 AND seq = $2 \
     UNION ALL SELECT seq, amendment_id FROM amendment_log WHERE school_id = $1 AND seq = $2";

const END: &str = "SELECT q.seq, coalesce( \
     (SELECT g.change_id FROM change_log g WHERE g.school_id = q.school_id AND g.seq = q.seq), \
     (SELECT a.amendment_id FROM amendment_log a \
     WHERE a.school_id = q.school_id AND a.seq = q.seq)) \
     FROM school_seq q WHERE q.school_id = $1";

// Without statistics SQLite takes a whole school's log for ten rows and would rather read that.
pub const OF_LESSON: &str = part!(
    "SELECT seq, change_id, gesture_id, person_id, journal_id, lesson_id, period_id, edit, ground, \
     made_at, received_at, in_time_by_device, due, clause_id, clause_cite, ", void!("change_log"), " FROM change_log INDEXED BY change_log_by_lesson \
     WHERE school_id = $1 AND lesson_id = $2 AND seq > $3 ORDER BY seq LIMIT $4";
    "$5"
);

pub const OF_TERM: &str = part!(
    "SELECT seq, change_id, gesture_id, person_id, journal_id, lesson_id, period_id, edit, ground, \
     made_at, received_at, in_time_by_device, due, clause_id, clause_cite, ", void!("change_log"), " FROM change_log INDEXED BY change_log_by_term \
     WHERE school_id = $1 AND journal_id = $2 AND period_id = $3 AND seq > $4 ORDER BY seq LIMIT $5";
    "$6"
);

const OF_RECORD: &str = "SELECT seq, amendment_id, gesture_id, device_id, person_id, before, after, \
     ground, made_at, received_at FROM amendment_log \
     WHERE school_id = $1 AND kind = $2 AND record_id = $3 AND seq > $4 ORDER BY seq LIMIT $5";

fn logged(row: Row<'_>) -> Result<ReadLog, StoreError> {
    let due: Option<Timestamp> = row.get(12)?;
    let journal = row.get(4)?;
    Ok(ReadLog {
        seq: row.get(0)?,
        id: row.get(1)?,
        gesture: row.get(2)?,
        person: row.get(3)?,
        sheet: sheet(journal, row.get(5)?, row.get(6)?)?,
        journal,
        edit: row.get(7)?,
        ground: row.get(8)?,
        made_at: row.get(9)?,
        received_at: row.get(10)?,
        in_time_by_device: row.get(11)?,
        late: due.map(|due| late(row, due)).transpose()?,
        void: row.get(15)?,
    })
}

/// The sheet of a row: of a lesson, or of the journal's term.
fn sheet(
    journal: JournalId,
    lesson: Option<LessonId>,
    period: Option<PeriodId>,
) -> Result<SheetId, StoreError> {
    let of_term = period.map(|period| SheetId::Term { journal, period });
    let sheet = lesson.map(SheetId::Lesson).or(of_term);
    sheet.ok_or_else(|| StoreError::Damaged("a change of no sheet".to_owned()))
}

fn late(row: Row<'_>, due: Timestamp) -> Result<Late, StoreError> {
    let clause = Clause::cited(row.get(13)?, row.get(14)?);
    Ok(Late { due, clause })
}

fn bytes() -> i64 {
    i64::try_from(LOG_PART_BYTES).unwrap_or(i64::MAX)
}

fn place(row: Row<'_>) -> Result<LogPlace, StoreError> {
    Ok(LogPlace {
        seq: row.get(0)?,
        change: row.get(1)?,
    })
}

/// The end of a school's log; 0 if there is no such school.
pub async fn end(s: &dyn Snapshot, school: SchoolId) -> Result<LogPlace, StoreError> {
    let end = s.row(END, values![school], place).await?;
    Ok(end.unwrap_or_default())
}

/// Accepted changes after `seq` that the reader may see; of journals that a role alone opens, only
/// which they are: whoever wants to know what they say opens them, which the access log tells.
pub async fn feed(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    seq: i64,
    limit: usize,
) -> Result<FeedRows, StoreError> {
    let since = LogPlace { seq, change: None };
    let mut feed = FeedRows {
        changes: Vec::new(),
        moved: BTreeSet::new(),
        since,
        up_to: since,
        more: false,
        register: 0,
        records: 0,
    };
    let Some((directory, newest)) = directory::now(s, known, reader.school).await? else {
        return Ok(feed);
    };
    feed.register = directory.admin_seq;
    feed.records = directory.register_seq;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = values![reader.school, seq, limit, bytes()];
    let row = |row: Row<'_>| {
        let row_of: (Option<NaiveDate>, Option<PersonId>) = (row.get(16)?, row.get(17)?);
        let given = row_of.0.zip(row_of.1).map(|(on, by)| Given { on, by });
        Ok((logged(row)?, given, row.get::<i64>(18)?))
    };
    let (found, rows) = try_join(
        s.row(PLACE, values![reader.school, seq], place),
        s.rows(FEED, values, row),
    )
    .await?;
    feed.since = found.unwrap_or(since);
    feed.up_to = feed.since;
    let many = rows.first().map_or(0, |(.., many)| *many);
    let is_end = many < limit && i64::try_from(rows.len()) == Ok(many);
    for (row, given, _) in rows {
        feed.up_to = LogPlace {
            seq: row.seq,
            change: Some(row.id),
        };
        let relation = standing(&directory, reader, row.journal, given);
        match relation.filter(|relation| sees(&reader.roles, *relation)) {
            Some(relation) if relation == Relation::default() && row.person != reader.person => {
                feed.moved.insert(row.journal);
            }
            Some(_) => feed.changes.push(row.logged(&directory)?),
            None => {}
        }
    }
    if is_end && feed.up_to.seq < newest {
        // Amendments have places in the order too, and no rows here.
        feed.up_to = end(s, reader.school).await?;
    }
    feed.more = feed.up_to.seq < newest;
    Ok(feed)
}

fn standing(
    directory: &Directory,
    reader: &Reader,
    id: JournalId,
    given: Option<Given>,
) -> Option<Relation> {
    let card = directory.journal(id)?;
    Some(directory.relation(reader, card, given))
}

/// The log, after `seq`, of a sheet that the reader may see, oldest first.
pub async fn of_sheet(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    sheet: SheetId,
    seq: i64,
    limit: usize,
) -> Result<Option<LogRows>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(None);
    };
    // One more than is answered says whether there is more.
    let beyond = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    // A period that was removed keeps its history; one that never was has none.
    let mut is_there = true;
    let (journal, given, sql, values) = match sheet {
        SheetId::Lesson(id) => {
            let Some(sheet) = sheets::lesson(s, reader.school, id).await? else {
                return Ok(None);
            };
            let values = values![reader.school, id, seq, beyond, bytes()];
            let given = Given::of(&sheet.lesson);
            (
                sheet.lesson.journal,
                Some(given),
                OF_LESSON,
                values.to_vec(),
            )
        }
        SheetId::Term { journal, period } => {
            is_there = directory.term_sheet((journal, period)).is_some();
            let values = values![reader.school, journal, period, seq, beyond, bytes()];
            (journal, None, OF_TERM, values.to_vec())
        }
    };
    let relation = standing(&directory, reader, journal, given);
    if !relation.is_some_and(|relation| sees(&reader.roles, relation)) {
        return Ok(None);
    }
    let row = |row: Row<'_>| Ok((logged(row)?, row.get::<i64>(16)?));
    let rows = s.rows(sql, &values, row).await?;
    if !is_there && rows.is_empty() {
        return Ok(None);
    }
    let many = rows.first().map_or(0, |(_, many)| *many);
    let rows = rows.into_iter().take(limit);
    let changes: Vec<_> = rows
        .map(|(row, _)| row.logged(&directory))
        .collect::<Result<_, _>>()?;
    let more = i64::try_from(changes.len()).is_ok_and(|read| read < many);
    Ok(Some(LogRows { changes, more }))
}

/// What became of a record after `seq`, oldest first, as far as a reader may see it.
pub async fn of_record(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    record: RecordRef,
    after: (i64, usize),
    now: Timestamp,
) -> Result<Shown<RecordLog>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(Shown::Missing);
    };
    let who = Who::reads(reader, now);
    let rights = who.rights(&directory);
    if !rights.reads_some_log(record.kind) {
        return Ok(Shown::Forbidden);
    }
    // What is another's answers like what never was.
    match directory.records.last(record) {
        Some(last) if !rights.reads_log(record, last) => return Ok(Shown::Hidden),
        None if !rights.reads_all(record.kind) => return Ok(Shown::Missing),
        _ => {}
    }
    let (seq, limit) = after;
    // One more than is answered says whether there is more.
    let beyond = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let values = values![reader.school, record.kind.word(), record.id.0, seq, beyond];
    let row = |row: Row<'_>| amended(row, record, &directory);
    let mut amendments = s.rows(OF_RECORD, values, row).await?;
    let more = amendments.len() > limit;
    amendments.truncate(limit);
    let seen = amendments.into_iter();
    let seen = seen.filter_map(|amendment: LoggedAmendment| amendment.seen_by(&rights));
    let amendments = seen.collect();
    let page = RecordLog { amendments, more };
    let cards = page.others_cards(&rights);
    Ok(Shown::Page { page, cards })
}

fn amended(
    row: Row<'_>,
    record: RecordRef,
    directory: &Directory,
) -> Result<LoggedAmendment, StoreError> {
    let by = row.get(4)?;
    let (was, is): (Option<&str>, Option<&str>) = (row.get(5)?, row.get(6)?);
    let ground = row.get::<Option<&str>>(7)?.map(serde_json::from_str);
    let ground = ground
        .transpose()
        .map_err(|e| StoreError::Damaged(format!("a ground: {e}")))?;
    Ok(LoggedAmendment {
        seq: row.get(0)?,
        id: row.get(1)?,
        gesture: row.get(2)?,
        record,
        by,
        name: directory.name(by),
        device: codec::shown_device(row.get(3)?),
        made_at: row.get(8)?,
        received_at: row.get(9)?,
        was: was.map(records::of_text).transpose()?,
        is: is.map(records::of_text).transpose()?,
        veiled: Vec::new(),
        ground,
    })
}
