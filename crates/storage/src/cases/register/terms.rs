//! What becomes of the lessons that were held by other values of the school's own.

use crate::cases::directory::last_bell;
use crate::codec;
use crate::directory::Directory;
use crate::sql::{Snapshot, values};
use crate::store::StoreError;
use chrono::{NaiveDate, NaiveTime};
use journal::missing::Missing;
use journal::register::{
    Found, LessonSample, Material, Question, RuleValueRecord, SAMPLES, TermsMove,
};
use journal::regulation::{LessonTerms, TermContext};
use journal::{JournalId, LessonId, Regulation, Timestamp};
use std::collections::BTreeMap;

/// Of each what it has: the roll, a topic, homework.
const HELD: &str = "SELECT l.lesson_id, l.journal_id, l.date, l.number, l.ends, \
     CASE WHEN l.roll_by IS NULL THEN 0 ELSE 1 END, CASE WHEN l.topic IS NULL THEN 0 ELSE 1 END, \
     CASE WHEN EXISTS (SELECT 1 FROM homework h \
         WHERE h.school_id = l.school_id AND h.lesson_id = l.lesson_id) THEN 1 ELSE 0 END \
     FROM lesson l WHERE l.school_id = $1 AND l.journal_id = ANY($2) AND l.date >= $3 \
     AND (l.date < $4 OR (l.date = $4 AND l.ends <= $5)) ORDER BY l.date, l.number, l.lesson_id";
/// Later than any bell.
const MIDNIGHT: (u32, u32, u32) = (23, 59, 59);

struct Held {
    id: LessonId,
    journal: JournalId,
    date: NaiveDate,
    number: u8,
    ends: NaiveTime,
    missing: Missing,
}

/// The values that there are, and those that there will be.
type Values<'q> = (&'q [RuleValueRecord], &'q [RuleValueRecord]);

/// Answers what is asked of terms, as of a moment of the running school year.
pub async fn answer(
    s: &dyn Snapshot,
    directory: &Directory,
    at: Timestamp,
    questions: &[Question],
    material: &mut Material,
) -> Result<(), StoreError> {
    let mut asked: BTreeMap<Values<'_>, Vec<(&Question, TermsMove)>> = BTreeMap::new();
    for question in questions {
        if let Question::Terms {
            was,
            will_be,
            moved,
        } = question
        {
            let of_values = asked.entry((was, will_be)).or_default();
            of_values.push((question, *moved));
        }
    }
    if asked.is_empty() {
        return Ok(());
    }
    let held = held(s, directory, at).await?;
    for ((was, will_be), asked) in asked {
        let mut found = vec![Found::default(); asked.len()];
        let (Some(was), Some(will_be)) = (with(directory, was), with(directory, will_be)) else {
            continue;
        };
        for lesson in &held {
            let was = terms(s, directory, &was, lesson, at).await?;
            let will_be = terms(s, directory, &will_be, lesson, at).await?;
            for (found, (_, moved)) in found.iter_mut().zip(&asked) {
                if moved.happens(was, will_be) {
                    count(found, directory, lesson);
                }
            }
        }
        for (found, (question, _)) in found.into_iter().zip(asked) {
            material.answer(question.clone(), found);
        }
    }
    Ok(())
}

/// The school's profile with these values.
fn with(directory: &Directory, values: &[RuleValueRecord]) -> Option<Regulation> {
    let profile = Regulation::shipped(&directory.school.regulation)?;
    Some(profile.with_values(values))
}

async fn held(
    s: &dyn Snapshot,
    directory: &Directory,
    at: Timestamp,
) -> Result<Vec<Held>, StoreError> {
    let now = directory.school.time.local(at);
    let Some((_, year)) = directory.records.running_year(now.date()) else {
        return Ok(Vec::new());
    };
    let journals: Vec<i64> = directory.journals().map(|(id, _)| id.0).collect();
    let (starts, day) = (codec::of_date(year.starts), codec::of_date(now.date()));
    let time = codec::of_time(now.time());
    let values = values![directory.school.id, &journals[..], starts, day, time];
    let rows = s.rows(HELD, values, |row| {
        let is = |at| -> Result<bool, StoreError> { Ok(row.get::<i64>(at)? == 1) };
        let journal = row.get(1)?;
        let group = directory.journal(journal);
        let group = group.and_then(|card| directory.group_of(card));
        let grade = group.and_then(|group| group.grade);
        Ok(Held {
            id: row.get(0)?,
            journal,
            date: row.get(2)?,
            number: row.get(3)?,
            ends: row.get(4)?,
            missing: Missing::of(is(5)?, is(6)?, is(7)?, grade),
        })
    });
    rows.await
}

/// How the terms of a lesson stand. The class's last bell is between its own and midnight: seldom does
/// it matter where.
async fn terms(
    s: &dyn Snapshot,
    directory: &Directory,
    regulation: &Regulation,
    lesson: &Held,
    at: Timestamp,
) -> Result<LessonTerms, StoreError> {
    let by = |bell: NaiveTime| {
        let of = TermContext {
            first: lesson.date,
            last: lesson.date,
            lesson_end: Some(lesson.ends),
            last_bell: Some(bell),
            document: None,
            time: directory.school.time,
            work_days: &directory.work_days,
        };
        regulation.lesson_terms(lesson.missing, &of, at)
    };
    let (hour, minute, second) = MIDNIGHT;
    let midnight = NaiveTime::from_hms_opt(hour, minute, second).unwrap_or(lesson.ends);
    let early = by(lesson.ends);
    if early == by(midnight) {
        return Ok(early);
    }
    let bell = last_bell(s, directory, lesson.journal, lesson.date).await?;
    Ok(by(bell.unwrap_or(lesson.ends)))
}

fn count(found: &mut Found, directory: &Directory, lesson: &Held) {
    found.lessons += 1;
    if found.samples.len() < SAMPLES {
        found.samples.push(LessonSample {
            lesson: lesson.id,
            day: lesson.date,
            number: lesson.number,
            title: super::answers::title(directory, lesson.journal),
        });
    }
}
