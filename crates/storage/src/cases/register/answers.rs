//! What a check of the register asks of the journals. All questions of a round are answered
//! together: the database is asked as often for two hundred amendments as for one.

use super::lessons::Lessons;
use super::terms;
use crate::cases;
use crate::directory::Directory;
use crate::sql::{Snapshot, Value, values};
use crate::store::StoreError;
use chrono::NaiveDate;
use journal::register::{Found, LessonQuestions, Material, Question, YearId};
use journal::{JournalId, PeriodId, Timestamp, WorkKindId};
use std::collections::HashMap;

const MARKS_FOR: &str = "SELECT work_kind_id, count(*) FROM mark \
     WHERE school_id = $1 AND work_kind_id = ANY($2) GROUP BY work_kind_id";
const CAN_SIGN_IN: &str = "SELECT count(*) FROM account \
     WHERE school_id = $1 AND person_id = ANY($2) AND password_hash <> ''";
const PLANS_WITH: &str = "SELECT work_kind_id, count(DISTINCT journal_id) FROM plan_item \
     WHERE school_id = $1 AND work_kind_id = ANY($2) GROUP BY work_kind_id";

/// Answers questions as of a moment: what is over does not move any more.
pub async fn answer(
    s: &dyn Snapshot,
    directory: &Directory,
    at: Timestamp,
    questions: &[Question],
    (lessons, material): (&mut Lessons, &mut Material),
) -> Result<(), StoreError> {
    let today = directory.school.time.local(at).date();
    let asked = LessonQuestions::of(questions, today, &lessons.taught);
    if let Some(days) = asked.days() {
        let lessons = lessons.on(s, directory, days).await?;
        let title = |journal| title(directory, journal);
        asked.answer(
            lessons,
            title,
            |year| journals_of(directory, year),
            material,
        );
    }
    subjects(directory, questions, material);
    periods(s, directory, questions, material).await?;
    accounts(s, directory, today, questions, material).await?;
    terms::answer(s, directory, at, questions, material).await?;
    work_kinds(s, directory, questions, material).await
}

fn journals_of(directory: &Directory, year: YearId) -> u32 {
    let cards = directory.journals().map(|(_, card)| card);
    let of_year = cards.filter(|card| directory.year_of_journal(card) == Some(year));
    u32::try_from(of_year.count()).unwrap_or(u32::MAX)
}

fn subjects(directory: &Directory, questions: &[Question], material: &mut Material) {
    let mut taught: HashMap<i64, u32> = HashMap::new();
    for (_, card) in directory.journals() {
        *taught.entry(card.subject).or_default() += 1;
    }
    for question in questions {
        if let Question::Subject { subject } = question {
            let found = Found {
                journals: taught.get(subject).copied().unwrap_or_default(),
                ..Found::default()
            };
            material.answer(question.clone(), found);
        }
    }
}

async fn periods(
    s: &dyn Snapshot,
    directory: &Directory,
    questions: &[Question],
    material: &mut Material,
) -> Result<(), StoreError> {
    let periods = questions.iter().filter_map(|question| match question {
        Question::PeriodMarks { period } => Some(period.0),
        _ => None,
    });
    let periods: Vec<i64> = periods.collect();
    if periods.is_empty() {
        return Ok(());
    }
    let marked = cases::terms::marked(s, directory.school.id, &periods).await?;
    for period in periods.into_iter().map(PeriodId) {
        let (marks, journals) = marked.get(&period).copied().unwrap_or_default();
        let found = Found {
            marks,
            journals,
            ..Found::default()
        };
        material.answer(Question::PeriodMarks { period }, found);
    }
    Ok(())
}

async fn accounts(
    s: &dyn Snapshot,
    directory: &Directory,
    today: NaiveDate,
    questions: &[Question],
    material: &mut Material,
) -> Result<(), StoreError> {
    for question in questions {
        let Question::CanSignIn { people } = question else {
            continue;
        };
        let begun = people
            .iter()
            .filter(|(_, from)| from.is_none_or(|from| from <= today));
        let begun: Vec<i64> = begun.map(|(person, _)| person.0).collect();
        let key = values![directory.school.id, &begun[..]];
        let counted = s.rows(CAN_SIGN_IN, key, |row| row.get::<i64>(0)).await?;
        let accounts = counted.into_iter().next().unwrap_or_default();
        let found = Found {
            accounts: u32::try_from(accounts).unwrap_or(u32::MAX),
            ..Found::default()
        };
        material.answer(question.clone(), found);
    }
    Ok(())
}

async fn work_kinds(
    s: &dyn Snapshot,
    directory: &Directory,
    questions: &[Question],
    material: &mut Material,
) -> Result<(), StoreError> {
    let kinds = questions.iter().filter_map(|question| match question {
        Question::Marks { kind } => Some(kind.0),
        _ => None,
    });
    let kinds: Vec<i64> = kinds.collect();
    if kinds.is_empty() {
        return Ok(());
    }
    let key = values![directory.school.id, &kinds[..]];
    let marks = counts(s, MARKS_FOR, key).await?;
    let plans = counts(s, PLANS_WITH, key).await?;
    for kind in kinds.into_iter().map(WorkKindId) {
        let found = Found {
            marks: marks.get(&kind).copied().unwrap_or_default(),
            journals: plans.get(&kind).copied().unwrap_or_default(),
            ..Found::default()
        };
        material.answer(Question::Marks { kind }, found);
    }
    Ok(())
}

async fn counts(
    s: &dyn Snapshot,
    sql: &'static str,
    key: &[Value<'_>],
) -> Result<HashMap<WorkKindId, u32>, StoreError> {
    let counts = s.rows(sql, key, |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(counts.await?.into_iter().collect())
}

/// «7Б · Алгебра».
pub(super) fn title(directory: &Directory, journal: JournalId) -> String {
    let Some(card) = directory.journal(journal) else {
        return String::new();
    };
    let group = directory.group_of(card).map_or("", |group| &group.title);
    format!("{group} · {}", directory.subject(card.subject))
}
