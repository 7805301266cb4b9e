//! What people, journals and places in lists have left behind in accounts, lessons and marks. As
//! many are asked about at once as a gesture names.

use crate::codec;
use crate::directory::Directory;
use crate::sql::{Snapshot, Value, values};
use crate::store::StoreError;
use futures_util::future::{try_join, try_join3};
use journal::register::{DaySpan, Found, Material, Question};
use journal::{ClassId, GroupId, SchoolId};
use std::collections::{BTreeMap, HashMap};

const LESSONS_GIVEN: &str = "SELECT teacher_id, count(*) FROM lesson \
     WHERE school_id = $1 AND teacher_id = ANY($2) GROUP BY teacher_id";
const MARKS_OF: &str = "SELECT pupil_id, count(*) FROM mark \
     WHERE school_id = $1 AND pupil_id = ANY($2) GROUP BY pupil_id";
const ACCOUNTS_OF: &str = "SELECT person_id, count(*) FROM account \
     WHERE school_id = $1 AND person_id = ANY($2) GROUP BY person_id";
const LESSONS_IN: &str = "SELECT journal_id, count(*) FROM lesson \
     WHERE school_id = $1 AND journal_id = ANY($2) GROUP BY journal_id";
const PERIOD_MARKS_IN: &str = "SELECT journal_id, count(*) FROM term_cell \
     WHERE school_id = $1 AND journal_id = ANY($2) AND content <> 'null' GROUP BY journal_id";
macro_rules! of_pupils {
    ($what:literal, $table:literal) => {
        concat!(
            "SELECT e.pupil_id, ",
            $what,
            " FROM lesson l JOIN ",
            $table,
            " e ON e.school_id = l.school_id AND e.lesson_id = l.lesson_id \
             WHERE l.school_id = $1 AND l.journal_id = ANY($2) AND l.date >= $3 AND l.date <= $4 \
             AND e.pupil_id = ANY($5) GROUP BY e.pupil_id"
        )
    };
}
const MARKED: &str = of_pupils!("count(DISTINCT l.lesson_id), count(*)", "mark");
const ABSENT: &str = of_pupils!("count(*)", "attendance");
const SINCE: &str = "SELECT journal_id, pupil_id FROM change_log WHERE school_id = $1 AND seq > $2";

/// Those of some questions that are about traces.
#[derive(Debug, Default)]
pub struct Traces {
    people: BTreeMap<i64, Question>,
    journals: BTreeMap<i64, Question>,
    /// Of pupils, by the groups and the days.
    entries: BTreeMap<(Vec<GroupId>, DaySpan), BTreeMap<i64, Question>>,
    /// People who had no account when they were asked about.
    without_account: Vec<i64>,
}

impl Traces {
    /// Picks them out; and whether all are.
    pub fn among(directory: &Directory, questions: &[Question]) -> (Self, bool) {
        let (mut traces, mut all) = (Self::default(), true);
        let mut classes: HashMap<ClassId, Vec<GroupId>> = HashMap::new();
        for question in questions {
            let (pupil, groups, days) = match question {
                Question::Person { person } => {
                    traces.people.insert(person.0, question.clone());
                    continue;
                }
                Question::Journal { journal } => {
                    traces.journals.insert(journal.0, question.clone());
                    continue;
                }
                Question::EntriesInClass { pupil, class, days } => {
                    let groups = classes.entry(*class);
                    let groups = groups.or_insert_with(|| directory.groups_of(*class));
                    (pupil, groups.clone(), *days)
                }
                Question::EntriesInGroup { pupil, group, days } => (pupil, vec![*group], *days),
                Question::Lessons { .. }
                | Question::LessonsOf { .. }
                | Question::Bell(_)
                | Question::Room { .. }
                | Question::Year { .. }
                | Question::Subject { .. }
                | Question::Marks { .. }
                | Question::PeriodMarks { .. }
                | Question::Terms { .. }
                | Question::CanSignIn { .. } => {
                    all = false;
                    continue;
                }
            };
            let pupils = traces.entries.entry((groups, days)).or_default();
            pupils.insert(pupil.0, question.clone());
        }
        (traces, all)
    }

    /// Answers them.
    pub async fn answer(
        &mut self,
        s: &dyn Snapshot,
        directory: &Directory,
        material: &mut Material,
    ) -> Result<(), StoreError> {
        let school = directory.school.id;
        let people: Vec<i64> = self.people.keys().copied().collect();
        let key = values![school, &people[..]];
        let (given, marks, accounts) = try_join3(
            counts(s, LESSONS_GIVEN, key),
            counts(s, MARKS_OF, key),
            counts(s, ACCOUNTS_OF, key),
        )
        .await?;
        for (person, question) in &self.people {
            let found = Found {
                lessons: of(&given, *person),
                marks: of(&marks, *person),
                accounts: of(&accounts, *person),
                ..Found::default()
            };
            if found.accounts == 0 {
                self.without_account.push(*person);
            }
            material.answer(question.clone(), found);
        }
        let journals: Vec<i64> = self.journals.keys().copied().collect();
        let key = values![school, &journals[..]];
        let (lessons, marks) =
            try_join(counts(s, LESSONS_IN, key), counts(s, PERIOD_MARKS_IN, key)).await?;
        for (journal, question) in &self.journals {
            let found = Found {
                lessons: of(&lessons, *journal),
                marks: of(&marks, *journal),
                ..Found::default()
            };
            material.answer(question.clone(), found);
        }
        for ((groups, days), pupils) in &self.entries {
            let found = entries(s, directory, groups, *days, pupils).await?;
            for (pupil, question) in pupils {
                let found = found.get(pupil).cloned().unwrap_or_default();
                material.answer(question.clone(), found);
            }
        }
        Ok(())
    }

    /// Whether the answers may be others than they were when `seq` was the newest: something was
    /// written of one of the pupils or in one of the journals, or somebody has an account.
    pub async fn moved_since(
        &self,
        s: &dyn Snapshot,
        school: SchoolId,
        seq: i64,
    ) -> Result<bool, StoreError> {
        let key = values![school, &self.without_account[..]];
        if !counts(s, ACCOUNTS_OF, key).await?.is_empty() {
            return Ok(true);
        }
        let has_entries = |pupil| self.entries.values().any(|of| of.contains_key(&pupil));
        let key = values![school, seq];
        let moved = s.rows(SINCE, key, |row| {
            let (journal, pupil): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
            let of_pupil = |pupil| self.people.contains_key(&pupil) || has_entries(pupil);
            Ok(self.journals.contains_key(&journal) || pupil.is_some_and(of_pupil))
        });
        Ok(moved.await?.contains(&true))
    }
}

fn of(counts: &HashMap<i64, u32>, id: i64) -> u32 {
    counts.get(&id).copied().unwrap_or_default()
}

/// Counts by ids; none are asked for without any.
async fn counts(
    s: &dyn Snapshot,
    sql: &'static str,
    key: &[Value<'_>],
) -> Result<HashMap<i64, u32>, StoreError> {
    if matches!(key, [_, Value::Ints([])]) {
        return Ok(HashMap::new());
    }
    let counts = s.rows(sql, key, |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(counts.await?.into_iter().collect())
}

/// What is written of pupils in the journals of some groups.
async fn entries(
    s: &dyn Snapshot,
    directory: &Directory,
    groups: &[GroupId],
    days: DaySpan,
    pupils: &BTreeMap<i64, Question>,
) -> Result<HashMap<i64, Found>, StoreError> {
    let journals = directory.journals();
    let journals = journals.filter(|(_, card)| groups.contains(&card.group));
    let journals: Vec<i64> = journals.map(|(id, _)| id.0).collect();
    if journals.is_empty() {
        return Ok(HashMap::new());
    }
    let pupils: Vec<i64> = pupils.keys().copied().collect();
    let days = (codec::of_date(days.first), codec::of_date(days.last));
    let school = directory.school.id;
    let key: &[Value<'_>] = values![school, &journals[..], days.0, days.1, &pupils[..]];
    let marked = s.rows(MARKED, key, |row| {
        let (lessons, marks): (u32, u32) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, (lessons, marks)))
    });
    let (marked, absent) = try_join(marked, counts(s, ABSENT, key)).await?;
    let marked: HashMap<i64, (u32, u32)> = marked.into_iter().collect();
    let found = pupils.into_iter().map(|pupil| {
        let (lessons, marks) = marked.get(&pupil).copied().unwrap_or_default();
        let found = Found {
            lessons: lessons.max(of(&absent, pupil)),
            marks,
            ..Found::default()
        };
        (pupil, found)
    });
    Ok(found.collect())
}
