//! What is to be seen of the four on a day, asked of the server as their teachers, the office and a
//! parent ask it. What teachers enter on the way is entered through the server too.

use super::plain::Plain;
use super::school::{self, ALL, FAMILIES, JOURNALS, LEBEDEVA, PARENT, UCHAEVA};
use crate::house::ask;
use chrono::NaiveDate;
use journal::register::RecordKind;
use journal::view::{CardsPage, JournalPage, LessonPage, PopulationPage, TodayPage, UngroupedPage};
use journal::{
    Attendance, Change, ChangeOutcome, JournalId, Lesson, LessonId, PersonId, PupilId, Tally,
};
use std::collections::{BTreeMap, BTreeSet};
use testkit::fixture::CONTROL;
use testkit::{Api, TestServer};

/// A mark, or, without one, an absence.
#[derive(Debug, Clone)]
pub struct Written {
    pub journal: JournalId,
    pub on: NaiveDate,
    pub pupil: PupilId,
    pub mark: Option<u8>,
}

/// A class, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    pub title: String,
    pub first: u32,
    pub came: u32,
    pub left: u32,
    pub present: u32,
}

/// What there is to see on a day.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// How many are in a journal, and which of the four.
    pub members: BTreeMap<JournalId, (usize, BTreeSet<PupilId>)>,
    /// A row of the grid: «+» where one can write, «·» where not.
    pub cells: BTreeMap<(JournalId, PupilId), String>,
    /// What of the day's entries the server has taken.
    pub taken: BTreeMap<(JournalId, PupilId), bool>,
    /// How many marks count, and their sum.
    pub marks: BTreeMap<(JournalId, PupilId), (u32, u32)>,
    /// Lessons on days in the journal, and absences.
    pub presence: BTreeMap<(JournalId, PupilId), (usize, usize)>,
    /// Whether the mark for the period is asked for in the journal.
    pub for_the_period: BTreeMap<(JournalId, PupilId), bool>,
    /// The lessons of the day: pupils in the list, and absent.
    pub rolls: BTreeMap<JournalId, (usize, usize)>,
    pub classes: Vec<Class>,
    /// Who reads the names of which of the four and of their parents, and who keeps them.
    pub readers: BTreeMap<&'static str, Vec<(PersonId, bool)>>,
    pub ungrouped: BTreeSet<PupilId>,
    /// Of whom the class teachers are asked for complete cards.
    pub cards: BTreeMap<&'static str, BTreeSet<PupilId>>,
}

const READERS: [&str; 7] = [
    "registrar",
    "sokolova",
    LEBEDEVA,
    "orlova",
    UCHAEVA,
    PARENT,
    "parent",
];

/// Whoever asks, signed in on this day.
struct People<'s> {
    server: &'s TestServer,
    apis: BTreeMap<&'static str, Api>,
}

impl People<'_> {
    async fn api(&mut self, login: &'static str) -> &mut Api {
        if !self.apis.contains_key(login) {
            self.apis.insert(login, self.server.signed_in(login).await);
        }
        self.apis.get_mut(login).unwrap()
    }
}

/// Teachers enter what there is to enter on a day, then everything is looked at. `plain` learns
/// what was taken.
pub fn look(server: &TestServer, on: NaiveDate, lessons: &[Lesson], plain: &mut Plain) -> Day {
    ask(async {
        let mut people = People {
            server,
            apis: BTreeMap::new(),
        };
        let mut day = Day::default();
        teach(&mut people, on, lessons, (&mut day, plain)).await;
        grids(&mut people, on, &mut day).await;
        office(&mut people, on, &mut day).await;
        day
    })
}

/// What a teacher enters of each of the four: a mark for the control work, an absence on Wednesday
/// and on Friday.
fn entry(on: NaiveDate) -> Option<u8> {
    match on {
        on if on == school::first() => Some(4),
        on if on == school::november(17) => Some(3),
        on if on == school::november(19) => Some(5),
        on if on == school::last() => Some(2),
        _ => None,
    }
}

async fn teach(
    people: &mut People<'_>,
    on: NaiveDate,
    lessons: &[Lesson],
    (day, plain): (&mut Day, &mut Plain),
) {
    let pen = people.server.pen();
    for lesson in lessons.iter().filter(|lesson| lesson.date == on) {
        let change = |pupil| match entry(on) {
            Some(mark) => pen.grade(lesson.id, pupil, CONTROL, None, Some(mark)),
            None => pen.absent(lesson.id, pupil),
        };
        let changes: Vec<Change> = ALL.into_iter().map(change).collect();
        let api = people.api(school::teacher(lesson.journal)).await;
        let outcomes = api.push(changes).await.unwrap().outcomes;
        for (pupil, outcome) in ALL.into_iter().zip(outcomes) {
            let taken = matches!(outcome, ChangeOutcome::Applied { .. });
            day.taken.insert((lesson.journal, pupil), taken);
            if taken {
                plain.written.push(Written {
                    journal: lesson.journal,
                    on,
                    pupil,
                    mark: entry(on),
                });
            }
        }
    }
    for journal in JOURNALS {
        let api = people.api(school::teacher(journal)).await;
        let page: TodayPage = api.get(&format!("/today?date={on}")).await.unwrap();
        let lesson = page.lessons.iter().find(|it| it.lesson.journal == journal);
        if let Some(it) = lesson {
            let counts = (it.pupils as usize, it.absent as usize);
            day.rolls.insert(journal, counts);
        }
    }
}

async fn grids(people: &mut People<'_>, on: NaiveDate, day: &mut Day) {
    for journal in JOURNALS {
        let api = people.api("deputy").await;
        let page: JournalPage = api.journal(journal, None).await.unwrap();
        let rows = &page.grid.members;
        let here = rows.iter().filter(|row| row.belongs_on(on));
        let here: BTreeSet<_> = here.map(|row| row.pupil).collect();
        let ours = here.iter().copied().filter(|pupil| ALL.contains(pupil));
        day.members.insert(journal, (here.len(), ours.collect()));
        let mut sheets = page.grid.sheets.iter();
        if let Some(sheet) = sheets.find(|sheet| sheet.lesson.date == on) {
            let lesson = api.lesson(sheet.lesson.id).await.unwrap();
            is_as_in_the_grid(&lesson, &page, on);
        }
        for row in rows.iter().filter(|row| ALL.contains(&row.pupil)) {
            let at = (journal, row.pupil);
            let sheets = page.grid.sheets.iter();
            let open = sheets.clone().map(|it| row.belongs_on(it.lesson.date));
            let signs = open.map(|open| if open { '+' } else { '·' });
            day.cells.insert(at, signs.collect());
            let tally = page.tally(row);
            day.marks.insert(at, (tally.count, tally.sum));
            let held = sheets.filter(|it| it.lesson.date <= on && row.belongs_on(it.lesson.date));
            let absent = held
                .clone()
                .filter(|it| it.attendance(row.pupil) == Attendance::Absent);
            day.presence
                .insert(at, (held.clone().count(), absent.count()));
            day.for_the_period.insert(at, page.gives_term_mark(row));
        }
    }
}

/// In a lesson there are the same pupils as in the grid on its day, each with the same marks.
fn is_as_in_the_grid(lesson: &LessonPage, page: &JournalPage, on: NaiveDate) {
    let here = page.grid.members.iter().filter(|row| row.belongs_on(on));
    let of_grid: Vec<_> = here.map(|row| (row.pupil, page.tally(row))).collect();
    let of_lesson = lesson.members.iter().map(|row| {
        let outside = lesson.standing.get(&row.pupil).copied();
        let entry = lesson.sheet.entries.get(&row.pupil);
        let marks = entry.into_iter().flat_map(|entry| &entry.marks);
        let own = Tally::of(marks.map(|placed| &placed.mark));
        (row.pupil, outside.unwrap_or_default().plus(own))
    });
    let of_lesson: Vec<_> = of_lesson.collect();
    assert_eq!(of_lesson, of_grid, "{} on {on}", lesson.group);
}

async fn office(people: &mut People<'_>, on: NaiveDate, day: &mut Day) {
    for login in READERS {
        let api = people.api(login).await;
        let page = api.records(RecordKind::Person).await.unwrap();
        let of = |who: PersonId| {
            let mut lines = page.records.iter();
            let line = lines.find(|line| line.id.0 == who.0)?;
            Some((who, writes_names(login) && !line.locked))
        };
        let seen = FAMILIES.into_iter().filter_map(of);
        day.readers.insert(login, seen.collect());
    }
    let api = people.api("registrar").await;
    let counted: PopulationPage = api.get(&format!("/population?on={on}")).await.unwrap();
    day.classes = counted
        .classes
        .into_iter()
        .map(|it| Class {
            title: it.title,
            first: it.first,
            came: it.came,
            left: it.left,
            present: it.present,
        })
        .collect();
    let ungrouped: UngroupedPage = api.get("/ungrouped").await.unwrap();
    day.ungrouped = ungrouped
        .lines
        .iter()
        .map(|it| PupilId(it.pupil.0))
        .collect();
    for (title, class, login) in [("7А", 2, LEBEDEVA), ("7Б", 1, "sokolova")] {
        let api = people.api(login).await;
        let page: CardsPage = api.get(&format!("/cards?of={class}")).await.unwrap();
        let asked = page.cards.iter().map(|it| PupilId(it.person.0));
        day.cards
            .insert(title, asked.filter(|it| ALL.contains(it)).collect());
    }
}

/// Who keeps names at all: of others «locked» says nothing.
fn writes_names(login: &str) -> bool {
    matches!(login, "registrar" | "sokolova" | LEBEDEVA)
}

/// In which lessons something would be taken of whom: what is entered of earlier days is late, and of
/// no other days than those in the journal.
pub fn every_cell(server: &TestServer, lessons: &[Lesson]) -> BTreeMap<(LessonId, PupilId), bool> {
    let pen = server.pen();
    ask(async {
        let mut people = People {
            server,
            apis: BTreeMap::new(),
        };
        let mut open = BTreeMap::new();
        for lesson in lessons {
            let changes = ALL.into_iter().map(|pupil| pen.absent(lesson.id, pupil));
            let api = people.api(school::teacher(lesson.journal)).await;
            let outcomes = api.push(changes.collect()).await.unwrap().outcomes;
            for (pupil, outcome) in ALL.into_iter().zip(outcomes) {
                // Where she is absent already the cell is open too.
                let is_open = !matches!(outcome, ChangeOutcome::Refused { .. });
                open.insert((lesson.id, pupil), is_open);
            }
        }
        open
    })
}
