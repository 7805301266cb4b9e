//! What a check of the register asks of the journals, counted in the database.

use crate::cases::terms;
use crate::codec;
use crate::directory::Directory;
use crate::sql::{Row, Snapshot, Value, values};
use crate::store::StoreError;
use chrono::NaiveDate;
use journal::JournalId;
use journal::register::{
    BellLessons, DaySpan, Found, LessonSample, LessonsAt, Question, TaughtTogether,
};
use std::collections::BTreeSet;

/// Texts about the lessons of some journals on some days; the days are the third and the fourth
/// value.
struct About {
    count: &'static str,
    marks: &'static str,
    samples: &'static str,
    ids: &'static str,
}

macro_rules! about {
    ($more:literal) => {
        About {
            count: concat!("SELECT count(*)", about!(from "", $more)),
            marks: concat!(
                "SELECT count(*)",
                about!(from " JOIN mark m ON m.school_id = l.school_id AND m.lesson_id = l.lesson_id", $more)
            ),
            samples: concat!(
                "SELECT l.lesson_id, l.journal_id, l.date, l.number",
                about!(from "", $more),
                " ORDER BY l.date, l.number, l.lesson_id LIMIT 5"
            ),
            ids: concat!("SELECT l.lesson_id", about!(from "", $more)),
        }
    };
    (from $join:literal, $more:literal) => {
        concat!(
            " FROM lesson l", $join, " WHERE l.school_id = $1 AND l.journal_id = ANY($2) \
             AND l.date >= $3 AND l.date <= $4", $more
        )
    };
}

const LESSONS: About = about!("");
const BY_BELL: About =
    about!(" AND l.number = $5 AND l.starts = $6 AND l.ends = $7 AND l.roll_by IS NULL");
const BY_NO_BELL: About = about!(
    " AND l.number = $5 AND l.starts >= $6 AND l.starts < $7 \
     AND NOT (l.starts * 1000000 + l.ends = ANY($8)) AND l.roll_by IS NULL"
);
const IN_ROOM: About = about!(" AND l.room = $5");
const JOURNALS_OF_DAYS: &str = "SELECT count(DISTINCT l.journal_id) FROM lesson l \
     WHERE l.school_id = $1 AND l.journal_id = ANY($2) AND l.date >= $3 AND l.date <= $4";
const MARKS_FOR: &str = "SELECT count(*) FROM mark WHERE school_id = $1 AND work_kind_id = $2";
const PLANS_WITH: &str = "SELECT count(DISTINCT journal_id) FROM plan_item \
     WHERE school_id = $1 AND work_kind_id = $2";

/// Answers a question as of a day: what is over does not move any more.
pub async fn answer(
    s: &dyn Snapshot,
    directory: &Directory,
    today: NaiveDate,
    question: &Question,
) -> Result<Found, StoreError> {
    let (school, journals) = (directory.school.id, all(directory));
    match question {
        Question::Lessons { days } => {
            let values = of_days(directory, &journals, *days);
            found(s, directory, &LESSONS, &values).await
        }
        Question::Year { days } => {
            let values = of_days(directory, &journals, *days);
            let mut found = found(s, directory, &LESSONS, &values).await?;
            found.journals = count(s, JOURNALS_OF_DAYS, &values).await?;
            Ok(found)
        }
        Question::Bell(lessons) => {
            let Some(asked) = ByBell::of(directory, today, lessons) else {
                return Ok(Found::default());
            };
            found(s, directory, asked.about(), &asked.values(directory)).await
        }
        Question::Room { title } => {
            let days = DaySpan::new(today, NaiveDate::MAX);
            let mut values = of_days(directory, &journals, days);
            values.push(title.as_str().into());
            found(s, directory, &IN_ROOM, &values).await
        }
        Question::Marks { kind } => Ok(Found {
            marks: count(s, MARKS_FOR, values![school, *kind]).await?,
            journals: count(s, PLANS_WITH, values![school, *kind]).await?,
            ..Found::default()
        }),
        Question::PeriodMarks { period } => {
            let (marks, journals) = terms::marked(s, school, *period).await?;
            Ok(Found {
                marks,
                journals,
                ..Found::default()
            })
        }
        Question::Subject { subject } => {
            let cards = directory.journals();
            let taught = cards.filter(|(_, card)| card.subject == *subject);
            Ok(Found {
                journals: u32::try_from(taught.count()).unwrap_or(u32::MAX),
                ..Found::default()
            })
        }
    }
}

/// Lessons by a bell or by none: those of the days to come that are not held yet.
pub async fn lessons_by_bell(
    s: &dyn Snapshot,
    directory: &Directory,
    today: NaiveDate,
    lessons: &BellLessons,
) -> Result<Vec<i64>, StoreError> {
    let Some(asked) = ByBell::of(directory, today, lessons) else {
        return Ok(Vec::new());
    };
    s.rows(asked.about().ids, &asked.values(directory), |row| {
        row.get(0)
    })
    .await
}

struct ByBell<'a> {
    journals: Vec<i64>,
    days: DaySpan,
    at: &'a LessonsAt,
    /// The times at which lessons without a bell are not, as one number each.
    but: Vec<i64>,
}

impl<'a> ByBell<'a> {
    /// None: there are no days to come.
    fn of(directory: &Directory, today: NaiveDate, asked: &'a BellLessons) -> Option<Self> {
        let BellLessons { days, at, groups } = asked;
        let but = match at {
            LessonsAt::Bell(_) => Vec::new(),
            LessonsAt::NoBell { but, .. } => {
                let but = but.iter();
                but.map(|(starts, ends)| {
                    codec::of_time(*starts) * 1_000_000 + codec::of_time(*ends)
                })
                .collect()
            }
        };
        Some(Self {
            journals: taught(directory, groups),
            days: DaySpan::new(days.first.max(today.succ_opt()?), days.last),
            at,
            but,
        })
    }

    fn about(&self) -> &'static About {
        match self.at {
            LessonsAt::Bell(_) => &BY_BELL,
            LessonsAt::NoBell { .. } => &BY_NO_BELL,
        }
    }

    fn values(&self, directory: &Directory) -> Vec<Value<'_>> {
        let mut values = of_days(directory, &self.journals, self.days);
        match self.at {
            LessonsAt::Bell(bell) => values.extend_from_slice(values![
                i64::from(bell.number),
                codec::of_time(bell.starts),
                codec::of_time(bell.ends),
            ]),
            LessonsAt::NoBell {
                number,
                from,
                until,
                ..
            } => values.extend_from_slice(values![
                i64::from(*number),
                codec::of_time(*from),
                until.map_or(codec::END_OF_DAY, codec::of_time),
                &self.but[..],
            ]),
        }
        values
    }
}

fn of_days<'a>(directory: &Directory, journals: &'a [i64], days: DaySpan) -> Vec<Value<'a>> {
    let (first, last) = (codec::of_date(days.first), codec::of_date(days.last));
    values![directory.school.id, journals, first, last].to_vec()
}

pub(super) fn all(directory: &Directory) -> Vec<i64> {
    directory.journals().map(|(id, _)| id.0).collect()
}

/// The journals of these groups.
fn taught(directory: &Directory, groups: &BTreeSet<TaughtTogether>) -> Vec<i64> {
    let journals = directory.journals().filter(|(_, card)| {
        let group = directory.group_of(card);
        group.is_some_and(|group| groups.contains(&directory.together(group)))
    });
    journals.map(|(id, _)| id.0).collect()
}

async fn found(
    s: &dyn Snapshot,
    directory: &Directory,
    about: &About,
    values: &[Value<'_>],
) -> Result<Found, StoreError> {
    let lessons = count(s, about.count, values).await?;
    if lessons == 0 {
        return Ok(Found::default());
    }
    let sample = |row: Row<'_>| {
        Ok(LessonSample {
            lesson: row.get(0)?,
            day: row.get(2)?,
            number: row.get(3)?,
            title: title(directory, row.get(1)?),
        })
    };
    Ok(Found {
        lessons,
        marks: count(s, about.marks, values).await?,
        journals: 0,
        samples: s.rows(about.samples, values, sample).await?,
    })
}

async fn count(
    s: &dyn Snapshot,
    sql: &'static str,
    values: &[Value<'_>],
) -> Result<u32, StoreError> {
    let counted = s.row(sql, values, |row| row.get(0)).await?;
    Ok(counted.unwrap_or_default())
}

/// «7Б · Алгебра».
fn title(directory: &Directory, journal: JournalId) -> String {
    let Some(card) = directory.journal(journal) else {
        return String::new();
    };
    let group = directory.group_of(card).map_or("", |group| &group.title);
    format!("{group} · {}", directory.subject(card.subject))
}
