//! A school in which each of the cases of a regulation has a class, a journal and a lesson of its own.

use crate::texts::case::{Case, HOLIDAY, Ids, QUARTERS, day};
use chrono::TimeDelta;
use journal::register::{DaySpan, HolidaySort};
use journal::school::{
    Class, Enrolment, Group, Guardian, Holiday, Journal, Membership, Person, School, Subject,
};
use journal::{
    Attendance, Cell, Change, ChangeId, ClassId, Content, Edit, Excuse, FromTo, GestureId, GroupId,
    JournalId, Lesson, LessonId, Period, PeriodId, PersonId, PersonName, PupilId, Role, Roles,
    SchoolId, SchoolTime, WorkKind, WorkKindId,
};
use server::{HashCost, hash_password};
use storage::{Bundle, PastChange};
use testkit::fixture;
use testkit::pen::uuid_v7;

/// The administrator, who sets what the school has chosen and reads who was refused.
pub const ADMIN: &str = "admin";
const PLAIN_WORK: i64 = 1;
/// What the numbers of one sort begin with, apart from those of another.
const ACTORS: i64 = 1_000;
const TEACHERS: i64 = 2_000;
const PUPILS: i64 = 3_000;
const WORKS: i64 = 4_000;
const LAST_LESSONS: i64 = 5_000;

/// The number of a case in its table.
fn nth(case: &Case<'_>) -> i64 {
    let (_, nth) = case.name.split_once(' ').unwrap();
    nth.parse().unwrap()
}

/// The same with the numbers that it has in the school of all of its regulation.
pub fn placed(mut case: Case<'_>) -> Case<'_> {
    let nth = nth(&case);
    let is_pupil = case.role.starts_with("pupil");
    let work = if case.work_kinds().is_empty() {
        PLAIN_WORK
    } else {
        WORKS + nth
    };
    case.ids = Ids {
        lesson: nth,
        journal: nth,
        actor: nth + if is_pupil { PUPILS } else { ACTORS },
        pupil: PUPILS + nth,
        work,
    };
    case
}

pub fn login(case: &Case<'_>) -> String {
    format!("case{}", nth(case))
}

/// The school of all cases of a regulation.
pub fn bundle(profile: &str, cases: &[Case<'_>]) -> Bundle {
    let school = School {
        id: SchoolId(1),
        title: "Школа".to_owned(),
        time: SchoolTime::MOSCOW,
        regulation: profile.to_owned(),
    };
    let quarter = |(id, starts, ends)| Period {
        id: PeriodId(id),
        title: format!("{id} четверть"),
        starts: day(starts),
        ends: day(ends),
    };
    let subject = |id, title: &str| Subject {
        id,
        title: title.to_owned(),
    };
    let mut bundle = Bundle {
        school,
        year: DaySpan::new(day(QUARTERS[0].1), day(QUARTERS[3].2)),
        periods: QUARTERS.into_iter().map(quarter).collect(),
        holidays: vec![Holiday {
            title: "День народного единства".to_owned(),
            sort: HolidaySort::Rest,
            starts: day(HOLIDAY),
            ends: day(HOLIDAY),
        }],
        bells: Vec::new(),
        work_kinds: vec![work_kind(PLAIN_WORK, None)],
        subjects: vec![subject(1, "Алгебра"), subject(2, "История")],
        people: vec![person(1, Role::Admin, Some(ADMIN.to_owned()))],
        classes: Vec::new(),
        enrolments: Vec::new(),
        groups: Vec::new(),
        memberships: Vec::new(),
        journals: Vec::new(),
        plans: Vec::new(),
        lessons: Vec::new(),
        guardians: Vec::new(),
        history: Vec::new(),
    };
    for case in cases {
        add(&mut bundle, case);
    }
    bundle
}

fn add(bundle: &mut Bundle, case: &Case<'_>) {
    let (nth, (actor, relation)) = (nth(case), case.actor());
    let teacher = if relation.own_journal {
        actor.person
    } else {
        PersonId(TEACHERS + nth)
    };
    let pupil = PupilId(case.ids.pupil);
    if actor.person.0 != pupil.0 {
        bundle.people.push(person(pupil.0, Role::Pupil, None));
    }
    if actor.person != teacher {
        bundle.people.push(person(teacher.0, Role::Teacher, None));
    }
    let role = actor.roles.0[0];
    let account = person(actor.person.0, role, Some(login(case)));
    bundle.people.push(account);
    if role == Role::Parent {
        let parent = actor.person;
        bundle.guardians.push(Guardian { parent, pupil });
    }
    let (class, group) = (ClassId(nth), GroupId(nth));
    bundle.classes.push(Class {
        id: class,
        year: Bundle::YEAR,
        grade: if relation.primary { 3 } else { 7 },
        title: format!("класс {nth}"),
        class_teacher: relation.class_teacher.then_some(actor.person),
    });
    bundle.groups.push(Group {
        id: group,
        year: Bundle::YEAR,
        title: format!("класс {nth}"),
        class: Some(class),
    });
    bundle.enrolments.push(Enrolment {
        pupil,
        class,
        from: None,
        until: None,
    });
    bundle.memberships.push(Membership {
        group,
        pupil,
        from: None,
        until: None,
    });
    let own = JournalId(case.ids.journal);
    bundle.journals.push(journal(own, 1, group, teacher));
    let kinds = case.work_kinds().into_iter();
    let kinds = kinds.map(|kind| work_kind(kind.id.0, kind.marking_days));
    bundle.work_kinds.extend(kinds);
    if !case.is_of_period() {
        let (lesson, last_bell) = case.lesson();
        // Who stands in for another stands in the row of the timetable.
        let gives = if relation.substitute {
            actor.person
        } else {
            teacher
        };
        let ends = last_bell.unwrap();
        if ends > lesson.ends {
            let of_others = JournalId(LAST_LESSONS + nth);
            bundle.journals.push(journal(of_others, 2, group, teacher));
            bundle.lessons.push(Lesson {
                id: LessonId(LAST_LESSONS + nth),
                journal: of_others,
                number: 9,
                starts: ends - TimeDelta::minutes(30),
                ends,
                teacher,
                ..lesson.clone()
            });
        }
        bundle.lessons.push(Lesson {
            teacher: gives,
            ..lesson
        });
    }
    bundle.history.extend(before(case, teacher));
}

/// What stands there already.
fn before(case: &Case<'_>, teacher: PersonId) -> Vec<PastChange> {
    let wanted = case.edit();
    let cell = wanted.cell();
    let mut edits: Vec<_> = empty(cell)
        .filter(|empty| *empty != wanted.expected())
        .and_then(|empty| Edit::between(cell, empty, wanted.expected()))
        .into_iter()
        .collect();
    if case.is_roll_called() {
        edits.push(Edit::RollCall {
            step: FromTo::new(false, true),
        });
    }
    if case.is_excused() && !case.is_of_period() {
        let words = "болел".to_owned();
        edits.push(Edit::Excuse {
            step: FromTo::new(None, Some(Excuse { words })),
        });
    }
    let made_at = if case.is_of_period() {
        SchoolTime::MOSCOW.end_of_day(case.period().starts)
    } else {
        let (lesson, _) = case.lesson();
        lesson.bells(SchoolTime::MOSCOW).0
    };
    let past = |(place, edit)| {
        let id = uuid_v7(
            made_at,
            0xCA5E,
            u64::try_from(nth(case)).unwrap() * 10 + place,
        );
        let change = Change {
            id: ChangeId(id),
            gesture: GestureId(id),
            made_at,
            sheet: case.sheet(),
            edit,
            ground: None,
            beside: None,
            after: None,
        };
        PastChange {
            change,
            by: teacher,
            received_at: made_at,
        }
    };
    (0..).zip(edits).map(past).collect()
}

/// What an untouched cell holds.
fn empty(cell: Cell) -> Option<Content> {
    Some(match cell {
        Cell::Attendance { .. } => Content::Attendance(Attendance::Present),
        Cell::Reason { .. } => Content::Reason(None),
        Cell::Mark { .. } => Content::Mark(None),
        Cell::PeriodMark { .. } => Content::PeriodMark("none".parse().unwrap()),
        Cell::Homework { .. } => Content::Homework(None),
        _ => return None,
    })
}

fn journal(id: JournalId, subject: i64, group: GroupId, teacher: PersonId) -> Journal {
    Journal {
        id,
        subject,
        group,
        teachers: vec![teacher],
        without_marks: false,
    }
}

fn work_kind(id: i64, marking_days: Option<u16>) -> WorkKind {
    WorkKind {
        id: WorkKindId(id),
        title: format!("Работа {id}"),
        short: format!("Р{id}"),
        weight: 1,
        marking_days,
    }
}

fn person(id: i64, role: Role, login: Option<String>) -> Person {
    let hash = || hash_password(fixture::PASSWORD, [1; 16], HashCost::CHEAPEST).unwrap();
    Person {
        id: PersonId(id),
        name: PersonName {
            last: format!("Человек {id}"),
            first: "Имя".to_owned(),
            middle: String::new(),
        },
        roles: Roles(vec![role]),
        password_hash: login.as_ref().map(|_| hash()),
        login,
        must_change_password: false,
    }
}
