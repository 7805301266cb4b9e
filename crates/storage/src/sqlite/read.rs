//! Reading what pages are made of.

use super::{register, sheets};
use crate::cache::{PageCache, Shelved, Stamp};
use crate::directory::{Directories, Directory, JournalCard, sees};
use crate::pages::{self, JournalMaterial, LessonMaterial, ParallelRow};
use crate::store::{Reader, StoreError};
use crate::words;
use chrono::{Days, NaiveDate};
use journal::view::{JournalPage, LessonPage, TodayPage};
use journal::{
    JournalId, LessonId, PeriodId, PlanItem, PlanItemId, SchoolId, Sheet, Timestamp, Topic,
    WorkKindId,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::sync::Arc;

/// What pages of a stream are built from now.
pub fn stamp(c: &Connection, school: SchoolId, stream: i64) -> Result<Option<Stamp>, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT q.admin_seq, coalesce(s.seq, 0) FROM school_seq q \
         LEFT JOIN stream s ON s.school_id = q.school_id AND s.stream_id = ?2 \
         WHERE q.school_id = ?1",
    )?;
    let stamp = |row: &Row<'_>| {
        Ok(Stamp {
            admin: row.get(0)?,
            stream: row.get(1)?,
        })
    };
    Ok(statement
        .query_row(params![school.0, stream], stamp)
        .optional()?)
}

/// Builds and shelves the page of a lesson that the reader may see.
pub fn lesson(
    c: &Connection,
    known: &Directories,
    cache: &PageCache,
    reader: &Reader,
    id: LessonId,
) -> Result<Option<(Arc<Directory>, Arc<Shelved<LessonPage>>)>, StoreError> {
    let school = reader.school;
    let Some((directory, _)) = register::directory(c, known, school)? else {
        return Ok(None);
    };
    let Some(sheet) = sheets::lesson(c, school, id)? else {
        return Ok(None);
    };
    let journal = sheet.lesson.journal;
    let Some(card) = directory.journal(journal) else {
        return Ok(None);
    };
    let relation = directory.relation(reader.person, card, Some(sheet.lesson.teacher));
    if !sees(&reader.roles, relation) {
        return Ok(None);
    }
    let Some(stamp) = stamp(c, school, card.stream)? else {
        return Ok(None);
    };
    let date = sheet.lesson.date;
    let mut all = sheets::of_journal(c, school, journal)?;
    let place = all
        .iter()
        .position(|sheet| sheet.lesson.id == id)
        .unwrap_or(0);
    let period = directory.period_of(date);
    for (at, sheet) in all.iter_mut().enumerate() {
        let near = at <= place && place - at <= pages::RECENT;
        if near || period.is_some_and(|period| period.holds(sheet.lesson.date)) {
            sheets::fill(c, school, sheet)?;
        }
    }
    let material = LessonMaterial {
        lesson: id,
        sheets: all,
        plan: plan(c, school, journal)?,
        parallels: parallels(c, &directory, journal, card, date)?,
        last_bell: register::last_bell(c, &directory, journal, date)?,
    };
    let Some(page) = pages::lesson_page(&directory, card, relation, material) else {
        return Ok(None);
    };
    let shelved = Arc::new(Shelved::new(stamp, journal, page));
    cache.lessons.put((school, id), Arc::clone(&shelved));
    Ok(Some((directory, shelved)))
}

/// Builds and shelves the page of a journal that the reader may see.
pub fn journal(
    c: &Connection,
    known: &Directories,
    cache: &PageCache,
    reader: &Reader,
    id: JournalId,
    (period, on): (Option<PeriodId>, NaiveDate),
) -> Result<Option<(Arc<Directory>, PeriodId, Arc<Shelved<JournalPage>>)>, StoreError> {
    let school = reader.school;
    let Some((directory, _)) = register::directory(c, known, school)? else {
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
    let Some(stamp) = stamp(c, school, card.stream)? else {
        return Ok(None);
    };
    let mut all = sheets::of_journal(c, school, id)?;
    all.retain(|sheet| period.holds(sheet.lesson.date));
    for sheet in &mut all {
        sheets::fill(c, school, sheet)?;
    }
    let material = JournalMaterial { sheets: all };
    let page = pages::journal_page(&directory, id, card, period, relation, material);
    let period = period.id;
    let shelved = Arc::new(Shelved::new(stamp, id, page));
    cache
        .journals
        .put((school, id, period), Arc::clone(&shelved));
    Ok(Some((directory, period, shelved)))
}

/// Builds the page of a person's day.
pub fn today(
    c: &Connection,
    known: &Directories,
    reader: &Reader,
    date: NaiveDate,
    now: Timestamp,
) -> Result<TodayPage, StoreError> {
    let Some((directory, _)) = register::directory(c, known, reader.school)? else {
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
    let mut own: Vec<Sheet> = sheets::of_teacher(c, reader.school, reader.person, days)?;
    for sheet in &mut own {
        sheets::fill(c, reader.school, sheet)?;
    }
    Ok(pages::today_page(&directory, date, now, &own))
}

fn plan(c: &Connection, school: SchoolId, journal: JournalId) -> Result<Vec<PlanItem>, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT plan_item_id, number, section, title, homework, work_kind_id FROM plan_item \
         WHERE school_id = ?1 AND journal_id = ?2 ORDER BY number",
    )?;
    let item = |row: &Row<'_>| -> Result<PlanItem, StoreError> {
        let work: Option<i64> = row.get(5)?;
        Ok(PlanItem {
            id: PlanItemId(row.get(0)?),
            number: words::narrow(row.get(1)?)?,
            section: row.get(2)?,
            title: row.get(3)?,
            homework: row.get(4)?,
            work: work.map(WorkKindId),
        })
    };
    statement
        .query_and_then(params![school.0, journal.0], item)?
        .collect()
}

fn parallels(
    c: &Connection,
    directory: &Directory,
    own: JournalId,
    card: &JournalCard,
    date: NaiveDate,
) -> Result<Vec<ParallelRow>, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT h.slot, h.text, h.for_all, h.due, h.nature, h.links, l.date, l.topic, l.topic_item \
         FROM lesson l JOIN homework h ON h.school_id = l.school_id AND h.lesson_id = l.lesson_id \
         WHERE l.school_id = ?1 AND l.journal_id = ?2 AND l.date <= ?3 \
         AND h.slot = 0 AND h.for_all = 1 AND h.none_set = 0 \
         ORDER BY l.date DESC, l.number DESC, l.lesson_id DESC LIMIT 1",
    )?;
    let until = words::of_date(pages::parallel_until(date));
    let mut rows = Vec::new();
    for journal in directory
        .stream(card.stream)
        .iter()
        .filter(|other| **other != own)
    {
        let read = |row: &Row<'_>| -> Result<ParallelRow, StoreError> {
            let text: Option<String> = row.get(7)?;
            let item: Option<i64> = row.get(8)?;
            Ok(ParallelRow {
                journal: *journal,
                date: words::date(row.get(6)?)?,
                topic: text.map(|text| Topic {
                    text,
                    item: item.map(PlanItemId),
                }),
                homework: sheets::given(row)?,
            })
        };
        let key = params![directory.school.id.0, journal.0, until];
        rows.extend(statement.query_and_then(key, read)?.next().transpose()?);
    }
    Ok(rows)
}
