//! Reading what pages are made of.

use super::{directory, journals, sheets, terms};
use crate::cache::{CachedPage, Stamp};
use crate::codec;
use crate::database::Shared;
use crate::directory::{Directories, Directory, Given, JournalCard};
use crate::pages::{self, JournalMaterial, LessonMaterial, ParallelRow};
use crate::sql::{Row, Snapshot, values};
use crate::store::{LogPlace, Reader, StoreError};
use chrono::{Days, NaiveDate};
use futures_util::future::{try_join, try_join_all, try_join5};
use journal::regulation::sees;
use journal::view::{CarriedMarks, JournalPage, LessonPage, TodayPage};
use journal::{JournalId, LessonId, Period, PeriodId, PlanItem, SchoolId, Timestamp};
use std::sync::Arc;

const STAMP: &str = "SELECT q.admin_seq, coalesce(s.seq, 0), s.change_id \
     FROM school_seq q LEFT JOIN stream s ON s.school_id = q.school_id AND s.stream_id = $2 \
     WHERE q.school_id = $1";
const PLAN: &str = "SELECT plan_item_id, number, section, title, homework, work_kind_id \
     FROM plan_item WHERE school_id = $1 AND journal_id = $2 ORDER BY number";
const NEWEST_HOMEWORK: &str = "SELECT l.journal_id, l.date, l.topic, l.topic_item, h.text, h.due, \
     h.nature, h.links FROM lesson l \
     JOIN homework h ON h.school_id = l.school_id AND h.lesson_id = l.lesson_id \
     WHERE l.school_id = $1 AND l.journal_id = $2 AND l.date <= $3 \
     AND h.slot = 0 AND h.for_all = 1 AND h.none_set = 0 \
     ORDER BY l.date DESC, l.number DESC, l.lesson_id DESC LIMIT 1";

/// A page of a lesson with the directory it was built by.
pub type BuiltLesson = (Arc<Directory>, Arc<CachedPage<LessonPage>>);
/// A page of a journal's period with the directory it was built by.
pub type BuiltJournal = (Arc<Directory>, PeriodId, Arc<CachedPage<JournalPage>>);

/// What pages of a stream are built from now; none if there is no such school.
pub async fn stamp(
    s: &dyn Snapshot,
    school: SchoolId,
    stream: i64,
) -> Result<Option<Stamp>, StoreError> {
    s.row(STAMP, values![school, stream], |row| {
        Ok(Stamp {
            admin: row.get(0)?,
            stream: LogPlace {
                seq: row.get(1)?,
                change: row.get(2)?,
            },
        })
    })
    .await
}

/// Builds and keeps the page of a lesson that the reader may see.
pub async fn lesson(
    s: &dyn Snapshot,
    shared: &Shared,
    reader: &Reader,
    id: LessonId,
) -> Result<Option<BuiltLesson>, StoreError> {
    let school = reader.school;
    let Some((directory, _)) = directory::now(s, &shared.directories, school).await? else {
        return Ok(None);
    };
    let Some(head) = sheets::lesson(s, school, id).await? else {
        return Ok(None);
    };
    let (journal, date) = (head.lesson.journal, head.lesson.date);
    let Some(card) = directory.journal(journal) else {
        return Ok(None);
    };
    let relation = directory.relation(reader, card, Some(Given::of(&head.lesson)));
    if !sees(&reader.roles, relation) {
        return Ok(None);
    }
    let period = directory.period_of(date);
    let (stamp, mut all, plan, parallels, carried) = try_join5(
        stamp(s, school, card.stream),
        sheets::of_journal(s, school, journal),
        plan(s, school, journal),
        parallels(s, &directory, journal, card, date),
        carried(s, &directory, journal, card, period),
    )
    .await?;
    let Some(stamp) = stamp else { return Ok(None) };
    let place = all.iter().position(|sheet| sheet.lesson.id == id);
    let place = place.unwrap_or(0);
    let whole = all.iter_mut().enumerate().filter_map(|(at, sheet)| {
        let near = at <= place && place - at <= pages::RECENT;
        (near || period.is_some_and(|period| period.holds(sheet.lesson.date))).then_some(sheet)
    });
    let ((), last_bell) = try_join(
        sheets::fill(s, school, whole),
        directory::last_bell(s, &directory, journal, date),
    )
    .await?;
    let material = LessonMaterial {
        lesson: id,
        sheets: all,
        plan,
        parallels,
        carried,
        last_bell,
    };
    let Some(page) = pages::lesson_page(&directory, card, relation, material) else {
        return Ok(None);
    };
    let cached = Arc::new(CachedPage::new(stamp, journal, &page)?);
    shared.pages.lessons.put((school, id), Arc::clone(&cached));
    Ok(Some((directory, cached)))
}

/// Builds and keeps the page of a journal that the reader may see.
pub async fn journal(
    s: &dyn Snapshot,
    shared: &Shared,
    reader: &Reader,
    id: JournalId,
    (period, on): (Option<PeriodId>, NaiveDate),
) -> Result<Option<BuiltJournal>, StoreError> {
    let school = reader.school;
    let Some((directory, _)) = directory::now(s, &shared.directories, school).await? else {
        return Ok(None);
    };
    let Some(card) = directory.journal(id) else {
        return Ok(None);
    };
    let relation = directory.relation(reader, card, None);
    if !sees(&reader.roles, relation) {
        return Ok(None);
    }
    let Some(period) = directory.period_of_journal(card, period, on) else {
        return Ok(None);
    };
    let (stamp, mut sheets, term, late, carried) = try_join5(
        stamp(s, school, card.stream),
        sheets::of_journal(s, school, id),
        terms::cells(s, school, (id, period.id)),
        journals::late_lessons(s, school, id, period),
        carried(s, &directory, id, card, Some(period)),
    )
    .await?;
    let Some(stamp) = stamp else { return Ok(None) };
    sheets.retain(|sheet| period.holds(sheet.lesson.date));
    sheets::fill(s, school, sheets.iter_mut()).await?;
    let material = JournalMaterial {
        sheets,
        term,
        carried,
        late,
    };
    let page = pages::journal_page(&directory, id, card, period, relation, material);
    let period = period.id;
    let cached = Arc::new(CachedPage::new(stamp, id, &page)?);
    let key = (school, id, period);
    shared.pages.journals.put(key, Arc::clone(&cached));
    Ok(Some((directory, period, cached)))
}

/// Builds the page of a person's day.
pub async fn today(
    s: &dyn Snapshot,
    directories: &Directories,
    reader: &Reader,
    date: NaiveDate,
    now: Timestamp,
) -> Result<TodayPage, StoreError> {
    let Some((directory, _)) = directory::now(s, directories, reader.school).await? else {
        return Ok(TodayPage {
            date,
            lessons: Vec::new(),
            unfilled: Vec::new(),
        });
    };
    let first = date
        .checked_sub_days(Days::new(pages::TODAY_LOOKS_BACK))
        .unwrap_or(date);
    let mut own = sheets::of_teacher(s, reader.school, reader.person, (first, date)).await?;
    let taken_over = directory.taken_over_by(reader.person);
    if !taken_over.is_empty() {
        let days = (first, date);
        own.extend(sheets::of_journals(s, reader.school, &taken_over, days).await?);
        pages::in_order(&mut own);
        own.dedup_by_key(|sheet| sheet.lesson.id);
    }
    own.retain(|sheet| pages::is_of_day(&directory, reader, &sheet.lesson));
    sheets::fill(s, reader.school, own.iter_mut()).await?;
    let mut page = pages::today_page(&directory, date, now, &own);
    // Once for a class and a day: the directory remembers it.
    for row in page.lessons.iter_mut().chain(&mut page.unfilled) {
        let (journal, day) = (row.lesson.journal, row.lesson.date);
        row.last_bell = directory::last_bell(s, &directory, journal, day).await?;
    }
    Ok(page)
}

/// What pupils bring along to a journal who have come within a period.
async fn carried(
    s: &dyn Snapshot,
    directory: &Directory,
    id: JournalId,
    card: &JournalCard,
    period: Option<&Period>,
) -> Result<CarriedMarks, StoreError> {
    let (school, mut carried) = (directory.school.id, CarriedMarks::new());
    let Some(period) = period else {
        return Ok(carried);
    };
    for (other, pupils) in directory.come_from(id, card, (period.starts, period.ends)) {
        let mut sheets = sheets::of_journal(s, school, other).await?;
        sheets.retain(|sheet| period.holds(sheet.lesson.date));
        sheets::fill(s, school, sheets.iter_mut()).await?;
        pages::carry(directory, other, &pupils, &sheets, &mut carried);
    }
    Ok(carried)
}

async fn plan(
    s: &dyn Snapshot,
    school: SchoolId,
    journal: JournalId,
) -> Result<Vec<PlanItem>, StoreError> {
    s.rows(PLAN, values![school, journal], |row| {
        Ok(PlanItem {
            id: row.get(0)?,
            number: row.get(1)?,
            section: row.get(2)?,
            title: row.get(3)?,
            homework: row.get(4)?,
            work: row.get(5)?,
        })
    })
    .await
}

async fn parallels(
    s: &dyn Snapshot,
    directory: &Directory,
    own: JournalId,
    card: &JournalCard,
    date: NaiveDate,
) -> Result<Vec<ParallelRow>, StoreError> {
    let until = codec::of_date(pages::parallel_until(date));
    let school = directory.school.id;
    let stream = directory.stream(card.stream).iter().copied();
    let newest = stream
        .filter(|other| *other != own)
        .map(|other| async move {
            let values = values![school, other, until];
            s.row(NEWEST_HOMEWORK, values, parallel).await
        });
    let newest = try_join_all(newest).await?;
    Ok(newest.into_iter().flatten().collect())
}

fn parallel(row: Row<'_>) -> Result<ParallelRow, StoreError> {
    Ok(ParallelRow {
        journal: row.get(0)?,
        date: row.get(1)?,
        topic: sheets::topic(row, 2)?,
        homework: sheets::given(row, 4)?,
    })
}
