//! The school of the week: the fixture's, with English in two groups of 7Б, lessons on every day,
//! a class teacher of 7А, and somebody whose card is there before the order is.

use chrono::{Datelike, NaiveDate, Weekday};
use journal::school::{Group, Guardian, Journal, Membership, Person, Subject};
use journal::{
    ClassId, GroupId, JournalId, Lesson, LessonId, PersonId, PersonName, PupilId, Role, Roles,
};
use storage::Bundle;
use testkit::fixture::{self, ALGEBRA, ALGEBRA_A, PHYSICS};

/// English of the first group of 7Б, and of the second.
pub const ENGLISH_1: JournalId = JournalId(4);
pub const ENGLISH_2: JournalId = JournalId(5);
/// Every journal of 7А and 7Б.
pub const JOURNALS: [JournalId; 5] = [ALGEBRA, PHYSICS, ALGEBRA_A, ENGLISH_1, ENGLISH_2];

/// Comes to 7Б on Tuesday: Аалто.
pub const COMES: PupilId = PupilId(301);
/// Is moved from 7А to 7Б on Wednesday: Быкова.
pub const MOVES: PupilId = PupilId(202);
/// Leaves 7Б on Friday: Яковлева.
pub const LEAVES: PupilId = PupilId(127);
/// Goes from the second English group to the first on Thursday: Белова.
pub const CHANGES: PupilId = PupilId(102);
pub const ALL: [PupilId; 4] = [COMES, MOVES, LEAVES, CHANGES];
pub const MOTHER_OF_MOVES: PersonId = PersonId(21);
pub const MOTHER_OF_COMES: PersonId = PersonId(22);
/// They and the parents of the first two.
pub const FAMILIES: [PersonId; 6] = [
    PersonId(COMES.0),
    PersonId(MOVES.0),
    PersonId(LEAVES.0),
    PersonId(CHANGES.0),
    MOTHER_OF_MOVES,
    MOTHER_OF_COMES,
];

/// Teaches algebra in 7А, of which she is the class teacher, and the second group English.
pub const LEBEDEVA: &str = "lebedeva";
/// Teaches the first group English.
pub const UCHAEVA: &str = "teacher";
/// Represents [`MOVES`].
pub const PARENT: &str = "bykova";

const LEBEDEVA_ID: PersonId = PersonId(4);
const UCHAEVA_ID: PersonId = PersonId(13);

/// The subject of a journal, as its number.
pub fn subject(journal: JournalId) -> i64 {
    match journal {
        ALGEBRA | ALGEBRA_A => 1,
        PHYSICS => 2,
        _ => 3,
    }
}

/// Who teaches a journal, by the sign-in name.
pub fn teacher(journal: JournalId) -> &'static str {
    match journal {
        ALGEBRA => "orlova",
        PHYSICS => "sokolova",
        ENGLISH_1 => UCHAEVA,
        _ => LEBEDEVA,
    }
}

pub fn bundle() -> Bundle {
    let mut bundle = fixture::bundle();
    bundle.subjects.push(Subject {
        id: 3,
        title: "Английский язык".to_owned(),
    });
    put_people(&mut bundle);
    bundle.classes[1].class_teacher = Some(LEBEDEVA_ID);
    let own = bundle.journals.iter_mut().find(|it| it.id == ALGEBRA_A);
    own.unwrap().teachers = vec![LEBEDEVA_ID];
    for (nth, journal, teacher) in [(1, ENGLISH_1, UCHAEVA_ID), (2, ENGLISH_2, LEBEDEVA_ID)] {
        let group = GroupId(2 + nth);
        bundle.groups.push(Group {
            id: group,
            year: Bundle::YEAR,
            title: format!("7Б · англ. {nth}"),
            class: Some(ClassId(1)),
        });
        bundle.journals.push(Journal {
            id: journal,
            subject: 3,
            group,
            teachers: vec![teacher],
            without_marks: false,
        });
        let of_group = (1..=fixture::PUPILS).filter(|pupil| pupil % 2 == nth % 2);
        bundle.memberships.extend(of_group.map(|pupil| Membership {
            group,
            pupil: fixture::pupil(pupil),
            from: None,
            until: None,
        }));
    }
    put_lessons(&mut bundle);
    bundle
}

fn put_people(bundle: &mut Bundle) {
    let hash = bundle.people[0].password_hash.clone();
    let mut put = |id: i64, last: &str, first: &str, role: Role, login: Option<&str>| {
        bundle.people.push(Person {
            id: PersonId(id),
            name: PersonName {
                last: last.to_owned(),
                first: first.to_owned(),
                middle: String::new(),
            },
            roles: Roles(vec![role]),
            login: login.map(str::to_owned),
            password_hash: login.and(hash.clone()),
            must_change_password: false,
        });
    };
    put(
        LEBEDEVA_ID.0,
        "Лебедева",
        "Анна",
        Role::Teacher,
        Some(LEBEDEVA),
    );
    let (of_moves, of_comes) = (MOTHER_OF_MOVES.0, MOTHER_OF_COMES.0);
    put(of_moves, "Быкова", "Нина", Role::Parent, Some(PARENT));
    put(of_comes, "Аалто", "Мария", Role::Parent, None);
    put(COMES.0, "Аалто", "Ольга", Role::Pupil, None);
    for (parent, pupil) in [(MOTHER_OF_MOVES, MOVES), (MOTHER_OF_COMES, COMES)] {
        bundle.guardians.push(Guardian { parent, pupil });
    }
}

/// What the fixture has on Mondays, Wednesdays and Fridays there is on every day of the school week,
/// and English beside it.
fn put_lessons(bundle: &mut Bundle) {
    let first_day = fixture::date(2026, 11, 11);
    let days = first_day.iter_days().take_while(|day| *day <= last());
    let is_taught = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let days: Vec<NaiveDate> = days.filter(is_taught).collect();
    let mut ids = 401..;
    for journal in JOURNALS {
        let like = match journal {
            ENGLISH_1 | ENGLISH_2 => ALGEBRA_A,
            own => own,
        };
        let of = |lesson: &&mut Lesson| lesson.journal == journal;
        let teacher = bundle.journals.iter().find(|it| it.id == journal);
        let teacher = teacher.unwrap().teachers[0];
        bundle
            .lessons
            .iter_mut()
            .filter(of)
            .for_each(|it| it.teacher = teacher);
        let pattern = bundle.lessons.iter().find(|it| it.journal == like);
        let pattern = pattern.unwrap().clone();
        for day in &days {
            let stands = |it: &Lesson| (it.journal, it.date) == (journal, *day);
            if !bundle.lessons.iter().any(stands) {
                bundle.lessons.push(Lesson {
                    id: LessonId(ids.next().unwrap()),
                    journal,
                    date: *day,
                    teacher,
                    ..pattern.clone()
                });
            }
        }
    }
}

/// The Monday on which the week begins; the lessons are over when it is looked at.
pub fn first() -> NaiveDate {
    fixture::today()
}

/// The Monday after it.
pub fn last() -> NaiveDate {
    fixture::date(2026, 11, 23)
}

/// A day of the week.
pub fn november(day: u32) -> NaiveDate {
    fixture::date(2026, 11, day)
}
