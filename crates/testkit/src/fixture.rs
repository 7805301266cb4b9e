//! A small school: class 7Б of 27 pupils on Monday 16 November 2026, Orlova's algebra is running.
//!
//! Every account that has one signs in with [`PASSWORD`], except [`NOVIKOVA`], who still has the
//! start password [`START_PASSWORD`]. There is an account for each role, named after the role.

mod history;
mod people;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use journal::register::{DaySpan, HolidaySort};
use journal::school::{
    Bell, BellSchedule, Class, Enrolment, Group, Guardian, Holiday, Journal, Membership, PlanRow,
    School, Subject,
};
use journal::{
    ClassId, GroupId, JournalId, Lesson, LessonId, Period, PeriodId, PersonId, PlanItemId, PupilId,
    SchoolId, SchoolTime, Timestamp, WorkKind, WorkKindId,
};
use std::sync::Arc;
use storage::{Bundle, Journals, SqliteOptions, SqliteStore, Store};
use tempfile::TempDir;

pub use people::login_of;

/// The school.
pub const SCHOOL: SchoolId = SchoolId(1);
/// The password of every account.
pub const PASSWORD: &str = "password";
/// The password that [`NOVIKOVA`] has to change.
pub const START_PASSWORD: &str = "start-1234";

/// Teaches algebra to 7Б and 7А: login `orlova`.
pub const ORLOVA: PersonId = PersonId(1);
/// Teaches physics to 7Б and is its class teacher: login `sokolova`.
pub const SOKOLOVA: PersonId = PersonId(2);
/// Teaches nothing yet and has a start password: login `novikova`.
pub const NOVIKOVA: PersonId = PersonId(3);

/// Algebra in 7Б.
pub const ALGEBRA: JournalId = JournalId(1);
/// Physics in 7Б.
pub const PHYSICS: JournalId = JournalId(2);
/// Algebra in 7А, the parallel class.
pub const ALGEBRA_A: JournalId = JournalId(3);

/// The second quarter, in which everything happens.
pub const QUARTER: PeriodId = PeriodId(2);
/// The oral answer, what a plain mark is.
pub const ANSWER: WorkKindId = WorkKindId(1);
/// The control work, of weight 2.
pub const CONTROL: WorkKindId = WorkKindId(2);

/// Pupils of 7Б.
pub const PUPILS: i64 = 27;
const FIRST_PUPIL: i64 = 101;
const FIRST_PUPIL_A: i64 = 201;
const PUPILS_A: i64 = 3;

/// Orlova's lesson that runs at [`now`].
pub const RUNNING: LessonId = LessonId(103);
/// The lesson of the same journal three days before, filled in.
pub const BEFORE: LessonId = LessonId(102);
/// The lesson of the same journal two days after.
pub const AFTER: LessonId = LessonId(104);
/// Sokolova's physics of the same day.
pub const PHYSICS_TODAY: LessonId = LessonId(203);
/// Orlova's lesson in 7А, where nobody of 7Б is.
pub const RUNNING_A: LessonId = LessonId(303);

/// The nth pupil of 7Б, from 1.
pub fn pupil(nth: i64) -> PupilId {
    PupilId(FIRST_PUPIL + nth - 1)
}

/// A pupil of 7А.
pub fn stranger() -> PupilId {
    PupilId(FIRST_PUPIL_A)
}

/// Monday 16 November 2026.
pub fn today() -> NaiveDate {
    date(2026, 11, 16)
}

/// A minute into the running lesson: 09:26 in Moscow.
pub fn now() -> Timestamp {
    SchoolTime::MOSCOW.instant(today().and_time(time(9, 26)))
}

/// A local time of a day of the fixture.
pub fn at(date: NaiveDate, hour: u32, minute: u32) -> Timestamp {
    SchoolTime::MOSCOW.instant(date.and_time(time(hour, minute)))
}

/// A date; a test names only real ones.
pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a real date")
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a real time")
}

/// A store with the school in it, and the folder that it stands in.
pub async fn store() -> (Arc<dyn Store>, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("school.db");
    let store = SqliteStore::open(path, SqliteOptions::default()).expect("a database");
    store.import(bundle()).await.expect("a school");
    (Arc::new(store), folder)
}

/// The school.
pub fn bundle() -> Bundle {
    Bundle {
        school: school(SCHOOL, "Школа № 7"),
        year: DaySpan::new(date(2026, 9, 1), date(2027, 5, 31)),
        periods: periods(),
        holidays: vec![Holiday {
            title: "Осенние каникулы".to_owned(),
            sort: HolidaySort::Break,
            starts: date(2026, 10, 26),
            ends: date(2026, 11, 1),
        }],
        bells: vec![bells()],
        work_kinds: work_kinds(),
        subjects: vec![subject(1, "Алгебра"), subject(2, "Физика")],
        people: people::all(),
        classes: vec![class(1, 7, "7Б", Some(SOKOLOVA)), class(2, 7, "7А", None)],
        enrolments: members()
            .map(|(group, pupil)| Enrolment {
                pupil,
                class: ClassId(group.0),
                from: None,
                until: None,
            })
            .collect(),
        groups: vec![group(1, "7Б"), group(2, "7А")],
        memberships: members()
            .map(|(group, pupil)| Membership {
                group,
                pupil,
                from: None,
                until: None,
            })
            .collect(),
        journals: vec![
            journal(ALGEBRA, 1, 1, ORLOVA),
            journal(PHYSICS, 2, 1, SOKOLOVA),
            journal(ALGEBRA_A, 1, 2, ORLOVA),
        ],
        plans: (1..=20).map(plan_row).collect(),
        lessons: lessons(),
        guardians: vec![Guardian {
            parent: people::PARENT,
            pupil: pupil(1),
        }],
        history: history::of_the_lesson_before(),
    }
}

/// A second school with the same ids inside, to see that neither sees the other.
pub fn other_school() -> Bundle {
    Bundle {
        school: school(SchoolId(2), "Школа № 8"),
        ..bundle()
    }
}

fn school(id: SchoolId, title: &str) -> School {
    School {
        id,
        title: title.to_owned(),
        time: SchoolTime::MOSCOW,
        regulation: "sergiev-posad-14".to_owned(),
    }
}

fn periods() -> Vec<Period> {
    let quarter = |id, title: &str, starts, ends| Period {
        id: PeriodId(id),
        title: title.to_owned(),
        starts,
        ends,
    };
    vec![
        quarter(1, "1 четверть", date(2026, 9, 1), date(2026, 10, 25)),
        quarter(2, "2 четверть", date(2026, 11, 2), date(2026, 12, 27)),
        quarter(3, "3 четверть", date(2027, 1, 11), date(2027, 3, 21)),
        quarter(4, "4 четверть", date(2027, 3, 29), date(2027, 5, 31)),
    ]
}

fn bells() -> BellSchedule {
    let bell = |number, starts, ends| Bell {
        number,
        starts,
        ends,
    };
    BellSchedule {
        title: "1 смена".to_owned(),
        bells: vec![
            bell(1, time(8, 30), time(9, 15)),
            bell(2, time(9, 25), time(10, 10)),
            bell(3, time(10, 30), time(11, 15)),
        ],
    }
}

fn work_kinds() -> Vec<WorkKind> {
    let kind = |id, title: &str, short: &str, weight, marking_days| WorkKind {
        id,
        title: title.to_owned(),
        short: short.to_owned(),
        weight,
        marking_days,
    };
    vec![
        kind(ANSWER, "Ответ на уроке", "Ответ", 1, None),
        kind(CONTROL, "Контрольная работа", "Контр.", 2, Some(7)),
    ]
}

fn subject(id: i64, title: &str) -> Subject {
    Subject {
        id,
        title: title.to_owned(),
    }
}

fn class(id: i64, grade: u8, title: &str, class_teacher: Option<PersonId>) -> Class {
    Class {
        id: ClassId(id),
        year: Bundle::YEAR,
        grade,
        title: title.to_owned(),
        class_teacher,
    }
}

fn group(id: i64, title: &str) -> Group {
    Group {
        id: GroupId(id),
        year: Bundle::YEAR,
        title: title.to_owned(),
        class: Some(ClassId(id)),
    }
}

fn journal(id: JournalId, subject: i64, group: i64, teacher: PersonId) -> Journal {
    Journal {
        id,
        subject,
        group: GroupId(group),
        teachers: vec![teacher],
        without_marks: false,
    }
}

fn members() -> impl Iterator<Item = (GroupId, PupilId)> {
    let of_b = (1..=PUPILS).map(|nth| (GroupId(1), pupil(nth)));
    let of_a = (0..PUPILS_A).map(|nth| (GroupId(2), PupilId(FIRST_PUPIL_A + nth)));
    of_b.chain(of_a)
}

fn plan_row(number: u16) -> PlanRow {
    PlanRow {
        journal: ALGEBRA,
        id: PlanItemId(number.into()),
        number,
        section: "Линейные уравнения".to_owned(),
        title: format!("Линейные уравнения с двумя переменными, урок {number}"),
        homework: Some(format!("§ 12, № {}", 430 + number)),
        work: None,
    }
}

/// Lessons of two weeks on Mondays, Wednesdays and Fridays; the running one is the third.
fn lessons() -> Vec<Lesson> {
    let days: Vec<NaiveDate> = (0..14)
        .filter_map(|day| date(2026, 11, 11).checked_add_days(Days::new(day)))
        .filter(|day| matches!(day.weekday(), Weekday::Mon | Weekday::Wed | Weekday::Fri))
        .collect();
    let of = |journal: JournalId, teacher: PersonId, number: u8, first_id: i64| {
        let bell = bells().bells.into_iter().find(|bell| bell.number == number);
        let bell = bell.expect("a lesson at a bell");
        days.iter().zip(first_id..).map(move |(day, id)| Lesson {
            id: LessonId(id),
            journal,
            date: *day,
            number,
            starts: bell.starts,
            ends: bell.ends,
            room: Some("21".to_owned()),
            teacher,
        })
    };
    let mut lessons: Vec<Lesson> = of(ALGEBRA, ORLOVA, 2, 101).collect();
    lessons.extend(of(PHYSICS, SOKOLOVA, 3, 201));
    lessons.extend(of(ALGEBRA_A, ORLOVA, 1, 301));
    lessons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_running_lesson_runs_now() {
        let bundle = bundle();
        let running = bundle
            .lessons
            .iter()
            .find(|lesson| lesson.id == RUNNING)
            .unwrap();
        let (first, last) = running.bells(SchoolTime::MOSCOW);
        assert!(first <= now() && now() < last);
        assert_eq!(running.date, today());
        let before = bundle
            .lessons
            .iter()
            .find(|lesson| lesson.id == BEFORE)
            .unwrap();
        assert_eq!(before.date, date(2026, 11, 13));
        assert_eq!(bundle.enrolments.len(), 30);
    }
}
