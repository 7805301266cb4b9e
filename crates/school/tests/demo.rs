//! What must hold of the fictional school, whatever the seed.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

#[path = "demo/history.rs"]
mod history;
#[path = "demo/moments.rs"]
mod moments;
#[path = "demo/structure.rs"]
mod structure;

use chrono::NaiveDate;
use journal::{JournalId, Lesson, LessonId, PupilId, Sheet, Timestamp};
use school::{DemoSpec, Size};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use storage::Bundle;

fn spec(size: Size, seed: u64) -> DemoSpec {
    DemoSpec {
        size,
        seed,
        ..DemoSpec::new("solo-kommunar-2", "$argon2id$v=19$demo")
    }
}

fn hash(bundle: &Bundle) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{bundle:?}").hash(&mut hasher);
    hasher.finish()
}

/// A pupil with the first and the last day in a group.
type Stay = (PupilId, Option<NaiveDate>, Option<NaiveDate>);

struct Index<'a> {
    bundle: &'a Bundle,
    /// Members of a group with their days.
    members: HashMap<i64, Vec<Stay>>,
}

impl<'a> Index<'a> {
    fn new(bundle: &'a Bundle) -> Self {
        let mut members: HashMap<_, Vec<_>> = HashMap::new();
        for row in &bundle.memberships {
            members
                .entry(row.group.0)
                .or_default()
                .push((row.pupil, row.from, row.until));
        }
        Self { bundle, members }
    }

    fn group(&self, journal: JournalId) -> i64 {
        self.bundle.journals[usize::try_from(journal.0 - 1).unwrap()]
            .group
            .0
    }

    fn members_on(&self, lesson: &Lesson) -> HashSet<PupilId> {
        self.members_within(lesson.journal, (lesson.date, lesson.date))
    }

    fn members_within(
        &self,
        journal: JournalId,
        (first, last): (NaiveDate, NaiveDate),
    ) -> HashSet<PupilId> {
        self.members[&self.group(journal)]
            .iter()
            .filter(|(_, from, until)| {
                from.is_none_or(|d| d <= last) && until.is_none_or(|d| first <= d)
            })
            .map(|(pupil, ..)| *pupil)
            .collect()
    }
}

fn sheets(bundle: &Bundle) -> HashMap<LessonId, Sheet> {
    let mut sheets: HashMap<LessonId, Sheet> = HashMap::new();
    for past in &bundle.history {
        let Some(lesson) = past.change.sheet.lesson() else {
            continue;
        };
        let lesson = &bundle.lessons[usize::try_from(lesson.0 - 1).unwrap()];
        let sheet = sheets
            .entry(lesson.id)
            .or_insert_with(|| Sheet::new(lesson.clone()));
        sheet.apply(&past.change, past.by, |_| true).unwrap();
    }
    sheets
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    journal::SchoolTime::MOSCOW.instant(local)
}
