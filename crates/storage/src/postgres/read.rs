//! Reading what pages are made of: one snapshot, few round trips.

use super::register::{self, COUNTERS};
use super::sheets::{Sheets, given, topic};
use super::tx::{Link, Mode, Tx, prepared};
use crate::cache::{PageCache, Shelved, Stamp};
use crate::directory::{Directories, Directory, JournalCard, sees};
use crate::pages::{self, JournalMaterial, LessonMaterial, ParallelRow};
use crate::store::{Reader, StoreError};
use crate::words;
use chrono::{Days, NaiveDate};
use futures_util::future::{try_join, try_join4};
use journal::view::{JournalPage, LessonPage, TodayPage};
use journal::{
    JournalId, LessonId, PeriodId, PlanItem, PlanItemId, SchoolId, Sheet, Timestamp, WorkKindId,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio_postgres::{Row, Statement};

const STAMP: &str = "SELECT q.admin_seq, coalesce(s.seq, 0) FROM school_seq q \
                     LEFT JOIN stream s ON s.school_id = q.school_id AND s.stream_id = $2 \
                     WHERE q.school_id = $1";
const STAMPS: &str = "SELECT q.school_id, u.stream, q.admin_seq, coalesce(s.seq, 0) \
                      FROM unnest($1::bigint[], $2::bigint[]) AS u (school, stream) \
                      JOIN school_seq q ON q.school_id = u.school \
                      LEFT JOIN stream s ON s.school_id = u.school AND s.stream_id = u.stream";
const PLAN: &str = "SELECT plan_item_id, number, section, title, homework, work_kind_id \
                    FROM plan_item WHERE school_id = $1 AND journal_id = $2 ORDER BY number";
const PARALLELS: &str = "SELECT DISTINCT ON (l.journal_id) l.journal_id, l.date, h.text, \
     h.for_all, h.due, h.nature, h.links, l.topic, l.topic_item FROM lesson l \
     JOIN homework h ON h.school_id = l.school_id AND h.lesson_id = l.lesson_id \
     WHERE l.school_id = $1 AND l.journal_id = ANY($2) AND l.date <= $3 \
     AND h.slot = 0 AND h.for_all = 1 AND h.none_set = 0 \
     ORDER BY l.journal_id, l.date DESC, l.number DESC, l.lesson_id DESC";

/// A school and one of its streams.
pub type Asked = (SchoolId, i64);

/// What pages of some streams are built from now.
pub async fn stamps(link: &Link, asked: &[Asked]) -> Result<BTreeMap<Asked, Stamp>, StoreError> {
    let statement = prepared(link, STAMPS).await?;
    let both = asked.iter().map(|(school, stream)| (school.0, *stream));
    let (schools, streams): (Vec<i64>, Vec<i64>) = both.unzip();
    let rows = link.query(&statement, &[&schools, &streams]).await?;
    let stamp = |row: &Row| {
        let asked = (SchoolId(row.try_get(0)?), row.try_get(1)?);
        let (admin, stream) = (row.try_get(2)?, row.try_get(3)?);
        Ok((asked, Stamp { admin, stream }))
    };
    rows.iter().map(stamp).collect()
}

/// What pages of a stream are built from now.
async fn stamp(link: &Link, school: SchoolId, stream: i64) -> Result<Option<Stamp>, StoreError> {
    let statement = prepared(link, STAMP).await?;
    stamp_by(link, &statement, school, stream).await
}

async fn stamp_by(
    link: &Link,
    statement: &Statement,
    school: SchoolId,
    stream: i64,
) -> Result<Option<Stamp>, StoreError> {
    let row = link.query_opt(statement, &[&school.0, &stream]).await?;
    row.map(|row| {
        Ok(Stamp {
            admin: row.try_get(0)?,
            stream: row.try_get(1)?,
        })
    })
    .transpose()
}

/// Begins a snapshot and reads the school's directory in it.
pub async fn snapshot(
    tx: &Tx,
    known: &Directories,
    school: SchoolId,
) -> Result<Option<(Arc<Directory>, i64)>, StoreError> {
    let link = tx.link()?;
    let statement = prepared(link, COUNTERS).await?;
    let first = async { Ok(link.query_opt(&statement, &[&school.0]).await?) };
    let row = tx.begin(Mode::Snapshot, first).await?;
    let Some((seq, admin_seq)) = register::counters(row)? else {
        return Ok(None);
    };
    let directory = register::directory(link, known, school, admin_seq).await?;
    Ok(directory.map(|directory| (directory, seq)))
}

/// Builds and shelves the page of a lesson that the reader may see.
pub async fn lesson(
    tx: &Tx,
    known: &Directories,
    cache: &PageCache,
    reader: &Reader,
    id: LessonId,
) -> Result<Option<(Arc<Directory>, Arc<Shelved<LessonPage>>)>, StoreError> {
    let (link, school) = (tx.link()?, reader.school);
    let sheets = Sheets::prepare(link).await?;
    let Some((directory, _)) = snapshot(tx, known, school).await? else {
        return Ok(None);
    };
    let Some(sheet) = sheets.heads(link, school, &[id.0]).await?.pop() else {
        return Ok(None);
    };
    let (journal, date) = (sheet.lesson.journal, sheet.lesson.date);
    let Some(card) = directory.journal(journal) else {
        return Ok(None);
    };
    let relation = directory.relation(reader.person, card, Some(sheet.lesson.teacher));
    if !sees(&reader.roles, relation) {
        return Ok(None);
    }
    let stamp_statement = prepared(link, STAMP).await?;
    let (stamp, mut all, plan, parallels) = try_join4(
        stamp_by(link, &stamp_statement, school, card.stream),
        sheets.of_journal(link, school, journal),
        plan(link, school, journal),
        parallels(link, &directory, journal, card, date),
    )
    .await?;
    let Some(stamp) = stamp else { return Ok(None) };
    let place = all
        .iter()
        .position(|sheet| sheet.lesson.id == id)
        .unwrap_or(0);
    let period = directory.period_of(date);
    let whole = all.iter().enumerate().filter(|(at, sheet)| {
        let near = *at <= place && place - at <= pages::RECENT;
        near || period.is_some_and(|period| period.holds(sheet.lesson.date))
    });
    let whole: Vec<i64> = whole.map(|(_, sheet)| sheet.lesson.id.0).collect();
    let (cells, last_bell) = try_join(
        sheets.cells(link, school, &whole),
        register::last_bell(link, &directory, journal, date),
    )
    .await?;
    cells.fill(&mut all)?;
    let material = LessonMaterial {
        lesson: id,
        sheets: all,
        plan,
        parallels,
        last_bell,
    };
    let Some(page) = pages::lesson_page(&directory, card, relation, material) else {
        return Ok(None);
    };
    let shelved = Arc::new(Shelved::new(stamp, journal, page));
    cache.lessons.put((school, id), Arc::clone(&shelved));
    Ok(Some((directory, shelved)))
}

/// Builds and shelves the page of a journal that the reader may see.
pub async fn journal(
    tx: &Tx,
    known: &Directories,
    cache: &PageCache,
    reader: &Reader,
    id: JournalId,
    (period, on): (Option<PeriodId>, NaiveDate),
) -> Result<Option<(Arc<Directory>, PeriodId, Arc<Shelved<JournalPage>>)>, StoreError> {
    let (link, school) = (tx.link()?, reader.school);
    let sheets = Sheets::prepare(link).await?;
    let Some((directory, _)) = snapshot(tx, known, school).await? else {
        return Ok(None);
    };
    let Some(card) = directory.journal(id) else {
        return Ok(None);
    };
    let relation = directory.relation(reader.person, card, None);
    if !sees(&reader.roles, relation) {
        return Ok(None);
    }
    let Some(period) = directory.period(period, on) else {
        return Ok(None);
    };
    let (stamp, mut all) = try_join(
        stamp(link, school, card.stream),
        sheets.of_journal(link, school, id),
    )
    .await?;
    let Some(stamp) = stamp else { return Ok(None) };
    all.retain(|sheet| period.holds(sheet.lesson.date));
    fill(link, &sheets, school, &mut all).await?;
    let material = JournalMaterial { sheets: all };
    let page = pages::journal_page(&directory, id, card, period, relation, material);
    let period = period.id;
    let shelved = Arc::new(Shelved::new(stamp, id, page));
    cache
        .journals
        .put((school, id, period), Arc::clone(&shelved));
    Ok(Some((directory, period, shelved)))
}

async fn fill(
    link: &Link,
    sheets: &Sheets,
    school: SchoolId,
    all: &mut [Sheet],
) -> Result<(), StoreError> {
    let ids: Vec<i64> = all.iter().map(|sheet| sheet.lesson.id.0).collect();
    sheets.cells(link, school, &ids).await?.fill(all)
}

/// Builds the page of a person's day.
pub async fn today(
    tx: &Tx,
    known: &Directories,
    reader: &Reader,
    date: NaiveDate,
    now: Timestamp,
) -> Result<TodayPage, StoreError> {
    let (link, school) = (tx.link()?, reader.school);
    let sheets = Sheets::prepare(link).await?;
    let Some((directory, _)) = snapshot(tx, known, school).await? else {
        return Ok(TodayPage {
            date,
            lessons: Vec::new(),
            unfilled: Vec::new(),
        });
    };
    let first = date
        .checked_sub_days(Days::new(pages::TODAY_LOOKS_BACK))
        .unwrap_or(date);
    let days = (words::of_date(first), words::of_date(date));
    let mut own = sheets.of_teacher(link, school, reader.person, days).await?;
    fill(link, &sheets, school, &mut own).await?;
    Ok(pages::today_page(&directory, date, now, &own))
}

async fn plan(
    link: &Link,
    school: SchoolId,
    journal: JournalId,
) -> Result<Vec<PlanItem>, StoreError> {
    let statement = prepared(link, PLAN).await?;
    let item = |row: &Row| -> Result<PlanItem, StoreError> {
        let work: Option<i64> = row.try_get(5)?;
        Ok(PlanItem {
            id: PlanItemId(row.try_get(0)?),
            number: words::narrow(row.try_get(1)?)?,
            section: row.try_get(2)?,
            title: row.try_get(3)?,
            homework: row.try_get(4)?,
            work: work.map(WorkKindId),
        })
    };
    link.query(&statement, &[&school.0, &journal.0])
        .await?
        .iter()
        .map(item)
        .collect()
}

async fn parallels(
    link: &Link,
    directory: &Directory,
    own: JournalId,
    card: &JournalCard,
    date: NaiveDate,
) -> Result<Vec<ParallelRow>, StoreError> {
    let statement = prepared(link, PARALLELS).await?;
    let others = directory
        .stream(card.stream)
        .iter()
        .filter(|other| **other != own);
    let others: Vec<i64> = others.map(|other| other.0).collect();
    let until = words::of_date(pages::parallel_until(date));
    let read = |row: &Row| -> Result<ParallelRow, StoreError> {
        Ok(ParallelRow {
            journal: JournalId(row.try_get(0)?),
            date: words::date(row.try_get(1)?)?,
            topic: topic(row, 7)?,
            homework: given(row, 2)?,
        })
    };
    let key: [&(dyn tokio_postgres::types::ToSql + Sync); 3] =
        [&directory.school.id.0, &others, &until];
    link.query(&statement, &key)
        .await?
        .iter()
        .map(read)
        .collect()
}
