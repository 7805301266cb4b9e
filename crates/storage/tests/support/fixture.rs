//! A small school by hand: two classes, subgroups, a group of both classes, three teachers.

#[path = "fixture/sessions.rs"]
mod sessions;

pub use sessions::*;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use journal::register::{DaySpan, HolidaySort};
use journal::school::*;
use journal::*;
use storage::{Batch, Bundle, PastChange, Reader, Submitted};
use uuid::Uuid;

pub const ORLOVA: PersonId = PersonId(1);
pub const ZIMIN: PersonId = PersonId(2);
pub const LEBEDEVA: PersonId = PersonId(3);
pub const DEPUTY: PersonId = PersonId(4);
pub const ADMIN: PersonId = PersonId(5);
pub const PARENT: PersonId = PersonId(7);

pub const ABRAMOV: PupilId = PupilId(101);
pub const ELKIN: PupilId = PupilId(102);
pub const BELOVA: PupilId = PupilId(103);
pub const VOLKOV: PupilId = PupilId(104);
/// Left the class on 30 October.
pub const GONE: PupilId = PupilId(105);
pub const YAKOVLEVA: PupilId = PupilId(106);

pub const ALGEBRA_7B: JournalId = JournalId(1);
pub const ENGLISH_1: JournalId = JournalId(2);
pub const ALGEBRA_7A: JournalId = JournalId(4);
pub const CHESS: JournalId = JournalId(5);

pub const ORAL: WorkKindId = WorkKindId(1);
pub const TEST: WorkKindId = WorkKindId(2);

/// 7Б, algebra, Monday 16 November, second lesson, 09:25–10:10.
pub const MONDAY: LessonId = LessonId(1005);
/// The same journal two days later, given by Zimin in Orlova's place.
pub const SUBSTITUTED: LessonId = LessonId(1006);
/// Both classes, Monday, sixth lesson, 13:15–14:00.
pub const CHESS_MONDAY: LessonId = LessonId(5001);
/// 7А, algebra, Monday.
pub const MONDAY_7A: LessonId = LessonId(4002);

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn at(local: &str) -> Timestamp {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M").unwrap();
    SchoolTime::MOSCOW.instant(local)
}

pub fn uuid(high: u64, low: u64) -> Uuid {
    Uuid::from_u64_pair(high, low)
}

pub fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn person(id: PersonId, name: &str, roles: &[Role]) -> Person {
    let mut parts = name.split(' ').map(str::to_owned);
    let mut part = || parts.next().unwrap_or_default();
    Person {
        id,
        name: PersonName {
            last: part(),
            first: part(),
            middle: part(),
        },
        roles: Roles(roles.to_vec()),
        login: (id.0 < 100).then(|| format!("Логин{id}")),
        password_hash: (id.0 < 100).then(|| start_hash(id)),
        must_change_password: id == ZIMIN,
    }
}

fn people() -> Vec<Person> {
    let pupil = |id: PupilId, name: &str| person(id.into(), name, &[Role::Pupil]);
    vec![
        person(ORLOVA, "Орлова Татьяна Андреевна", &[Role::Teacher]),
        person(ZIMIN, "Зимин Олег Петрович", &[Role::Teacher]),
        person(LEBEDEVA, "Лебедева Анна Ильинична", &[Role::Teacher]),
        person(
            DEPUTY,
            "Строгова Нина Львовна",
            &[Role::Deputy, Role::Teacher],
        ),
        person(ADMIN, "Сетевой Иван", &[Role::Admin]),
        person(PARENT, "Абрамова Елена", &[Role::Parent]),
        pupil(ABRAMOV, "Абрамов Илья"),
        pupil(ELKIN, "Ёлкин Пётр"),
        pupil(BELOVA, "Белова Анна"),
        pupil(VOLKOV, "Волков Даниил"),
        pupil(GONE, "Громов Егор"),
        pupil(YAKOVLEVA, "Яковлева Дарья"),
        pupil(PupilId(201), "Аникин Лев"),
        pupil(PupilId(202), "Жукова Вера"),
    ]
}

fn lesson(id: i64, journal: JournalId, date: &str, number: u8, teacher: PersonId) -> Lesson {
    const BELLS: [(&str, &str); 6] = [
        ("08:30", "09:15"),
        ("09:25", "10:10"),
        ("10:25", "11:10"),
        ("11:25", "12:10"),
        ("12:20", "13:05"),
        ("13:15", "14:00"),
    ];
    let (starts, ends) = BELLS[usize::from(number) - 1];
    Lesson {
        id: LessonId(id),
        journal,
        date: day(date),
        number,
        starts: time(starts),
        ends: time(ends),
        room: (number < 5).then(|| format!("{number}1")),
        teacher,
    }
}

fn lessons() -> Vec<Lesson> {
    let algebra = [
        (1001, "2026-10-28"),
        (1002, "2026-11-09"),
        (1003, "2026-11-11"),
        (1004, "2026-11-13"),
        (1005, "2026-11-16"),
        (1006, "2026-11-18"),
        (1007, "2026-11-20"),
    ];
    let teacher = |id| if id == SUBSTITUTED.0 { ZIMIN } else { ORLOVA };
    let mut lessons: Vec<Lesson> = algebra
        .map(|(id, date)| lesson(id, ALGEBRA_7B, date, 2, teacher(id)))
        .into();
    lessons.push(lesson(2001, ENGLISH_1, "2026-11-16", 3, ZIMIN));
    lessons.push(lesson(3001, JournalId(3), "2026-11-16", 5, LEBEDEVA));
    lessons.push(lesson(4001, ALGEBRA_7A, "2026-11-12", 1, LEBEDEVA));
    lessons.push(lesson(4002, ALGEBRA_7A, "2026-11-16", 4, LEBEDEVA));
    lessons.push(lesson(5001, CHESS, "2026-11-16", 6, ZIMIN));
    lessons
}

/// A change of the past, received when it was made.
pub fn past(n: u64, lesson: i64, by: PersonId, local: &str, edit: Edit) -> PastChange {
    let change = change(7_000_000 + n, LessonId(lesson), at(local), edit);
    PastChange {
        received_at: change.made_at,
        change,
        by,
    }
}

fn history() -> Vec<PastChange> {
    let topic = |text: &str, item: Option<i64>| Edit::Topic {
        step: FromTo::new(
            None,
            Some(Topic {
                text: text.into(),
                item: item.map(PlanItemId),
            }),
        ),
    };
    let roll = || Edit::RollCall {
        step: FromTo::new(false, true),
    };
    let homework = |text: &str| Edit::Homework {
        slot: 0,
        step: FromTo::new(
            None,
            Some(Homework {
                text: text.into(),
                ..Homework::default()
            }),
        ),
    };
    let confirmed = AbsenceReason {
        kind: ReasonKind::Illness,
        standing: Standing::Confirmed,
        document: Some(Document {
            title: "справка № 12".into(),
            received: day("2026-11-12"),
        }),
    };
    let reason = Edit::Reason {
        pupil: VOLKOV,
        step: FromTo::new(None, Some(confirmed)),
    };
    let one = |edit, n, lesson, local| past(n, lesson, ORLOVA, local, edit);
    vec![
        one(mark(ABRAMOV, TEST, None, "3"), 1, 1001, "2026-10-28T09:40"),
        one(
            absence(ABRAMOV, "present", "absent"),
            2,
            1002,
            "2026-11-09T09:30",
        ),
        one(roll(), 3, 1002, "2026-11-09T09:31"),
        one(topic("Степени", Some(901)), 4, 1002, "2026-11-09T09:32"),
        one(homework("§ 11, № 400"), 5, 1002, "2026-11-09T10:00"),
        one(
            mark(ABRAMOV, ORAL, None, "4/5"),
            6,
            1003,
            "2026-11-11T09:40",
        ),
        one(mark(BELOVA, TEST, None, "5"), 7, 1003, "2026-11-11T09:41"),
        one(
            absence(VOLKOV, "present", "absent"),
            8,
            1003,
            "2026-11-11T09:42",
        ),
        one(reason, 9, 1003, "2026-11-12T12:00"),
        one(topic("Корни", None), 10, 1003, "2026-11-11T09:50"),
        past(
            11,
            4001,
            LEBEDEVA,
            "2026-11-12T09:00",
            topic("Степени в 7А", None),
        ),
        past(
            12,
            4001,
            LEBEDEVA,
            "2026-11-12T09:01",
            homework("§ 12, № 431–434"),
        ),
    ]
}

/// The school, under any id.
#[expect(clippy::too_many_lines, reason = "one table")]
pub fn school(id: i64) -> Bundle {
    let date = day;
    let membership = |group, pupil| Membership {
        group,
        pupil,
        from: None,
        until: None,
    };
    let of = |group: i64, pupils: &[i64]| -> Vec<Membership> {
        pupils
            .iter()
            .map(|pupil| membership(GroupId(group), PupilId(*pupil)))
            .collect()
    };
    let mut memberships = of(1, &[101, 102, 103, 104, 106]);
    memberships.push(Membership {
        until: Some(date("2026-10-30")),
        ..membership(GroupId(1), GONE)
    });
    memberships.extend(of(2, &[101, 102, 103]));
    memberships.extend(of(3, &[104, 106]));
    memberships.extend(of(4, &[201, 202]));
    memberships.extend(of(5, &[101, 201]));
    let enrolment = |pupil: i64, class: i64| Enrolment {
        pupil: PupilId(pupil),
        class: ClassId(class),
        from: None,
        until: (pupil == GONE.0).then(|| date("2026-10-30")),
    };
    let group = |id: i64, title: &str, class: Option<i64>| Group {
        id: GroupId(id),
        year: Bundle::YEAR,
        title: title.into(),
        class: class.map(ClassId),
    };
    let journal = |id: JournalId, subject: i64, group: i64, teacher: PersonId| Journal {
        id,
        subject,
        group: GroupId(group),
        teachers: vec![teacher],
        without_marks: false,
    };
    let subject = |id: i64, title: &str| Subject {
        id,
        title: title.into(),
    };
    let period = |id: i64, title: &str, starts: &str, ends: &str| Period {
        id: PeriodId(id),
        title: title.into(),
        starts: date(starts),
        ends: date(ends),
    };
    let work = |id: WorkKindId, title: &str, weight: u8| WorkKind {
        id,
        title: title.into(),
        short: title.into(),
        weight,
        marking_days: (id == TEST).then_some(5),
    };
    let class = |id: i64, title: &str, teacher: PersonId| Class {
        id: ClassId(id),
        year: Bundle::YEAR,
        grade: 7,
        title: title.into(),
        class_teacher: Some(teacher),
    };
    Bundle {
        school: School {
            id: SchoolId(id),
            title: format!("Школа № {id}"),
            time: SchoolTime::MOSCOW,
            regulation: "sgo-154".into(),
        },
        year: DaySpan::new(date("2026-09-01"), date("2027-05-31")),
        periods: vec![
            period(1, "1 четверть", "2026-09-01", "2026-10-30"),
            // Its last week has begun: marks for it can be entered.
            period(2, "2 четверть", "2026-11-09", "2026-11-22"),
        ],
        holidays: vec![Holiday {
            title: "Осенние каникулы".into(),
            sort: HolidaySort::Break,
            starts: date("2026-10-31"),
            ends: date("2026-11-08"),
        }],
        bells: vec![BellSchedule {
            title: "1 смена".into(),
            bells: vec![Bell {
                number: 1,
                starts: time("08:30"),
                ends: time("09:15"),
            }],
        }],
        work_kinds: vec![work(ORAL, "Ответ", 1), work(TEST, "Контрольная", 3)],
        subjects: vec![
            subject(1, "Алгебра"),
            subject(2, "Английский"),
            subject(3, "Шахматы"),
        ],
        people: people(),
        classes: vec![class(1, "7Б", ORLOVA), class(2, "7А", ZIMIN)],
        enrolments: vec![
            enrolment(101, 1),
            enrolment(102, 1),
            enrolment(103, 1),
            enrolment(104, 1),
            enrolment(105, 1),
            enrolment(106, 1),
            enrolment(201, 2),
            enrolment(202, 2),
        ],
        groups: vec![
            group(1, "7Б", Some(1)),
            group(2, "7Б · группа 1", Some(1)),
            group(3, "7Б · группа 2", Some(1)),
            group(4, "7А", Some(2)),
            group(5, "7А и 7Б", None),
        ],
        memberships,
        journals: vec![
            journal(ALGEBRA_7B, 1, 1, ORLOVA),
            journal(ENGLISH_1, 2, 2, ZIMIN),
            journal(JournalId(3), 2, 3, LEBEDEVA),
            journal(ALGEBRA_7A, 1, 4, LEBEDEVA),
            journal(CHESS, 3, 5, ZIMIN),
        ],
        plans: (1..=20)
            .map(|number| PlanRow {
                journal: ALGEBRA_7B,
                id: PlanItemId(900 + i64::from(number)),
                number,
                section: "Раздел".into(),
                title: format!("Тема {number}"),
                homework: (number % 2 == 0).then(|| format!("§ {number}")),
                work: (number == 10).then_some(TEST),
            })
            .collect(),
        lessons: lessons(),
        guardians: vec![Guardian {
            parent: PARENT,
            pupil: ABRAMOV,
        }],
        history: history(),
    }
}

/// What a new server begins with: the calendar of [`school`] and one person.
pub fn blank(id: i64, person: PersonId) -> Bundle {
    let mut blank = school(id);
    blank.people.retain(|one| one.id == person);
    blank.subjects.clear();
    blank.classes.clear();
    blank.enrolments.clear();
    blank.groups.clear();
    blank.memberships.clear();
    blank.journals.clear();
    blank.plans.clear();
    blank.lessons.clear();
    blank.guardians.clear();
    blank.history.clear();
    blank
}

pub fn mark(pupil: PupilId, kind: WorkKindId, old: Option<&str>, new: &str) -> Edit {
    let weight = if kind == TEST { 3 } else { 1 };
    let made = |text: &str| Mark::new(text.parse().unwrap(), weight);
    let new = (!new.is_empty()).then(|| made(new));
    Edit::Mark {
        pupil,
        work: WorkRef::first(kind),
        step: FromTo::new(old.map(made), new),
    }
}

pub fn absence(pupil: PupilId, old: &str, new: &str) -> Edit {
    Edit::Attendance {
        pupil,
        step: FromTo::new(old.parse().unwrap(), new.parse().unwrap()),
    }
}

pub fn roll_call() -> Edit {
    Edit::RollCall {
        step: FromTo::new(false, true),
    }
}

/// A change whose id is made of `n`.
pub fn change(n: u64, lesson: LessonId, made_at: Timestamp, edit: Edit) -> Change {
    Change {
        id: ChangeId(uuid(1, n)),
        gesture: GestureId(uuid(2, n)),
        made_at,
        sheet: lesson.into(),
        edit,
        ground: None,
        beside: None,
        after: None,
    }
}

pub fn submitted(n: u64, change: Change) -> Submitted {
    Submitted {
        n,
        change,
        clock_suspect: false,
    }
}

pub fn device(n: u64) -> DeviceId {
    DeviceId(uuid(3, n))
}

pub fn roles(person: PersonId) -> Roles {
    people()
        .into_iter()
        .find(|one| one.id == person)
        .unwrap()
        .roles
}

pub fn reader(person: PersonId) -> Reader {
    Reader {
        school: SchoolId(1),
        person,
        roles: roles(person),
        at: at("2026-11-16T11:00"),
    }
}

/// A batch of a person's first device, received at the given time.
pub fn batch(person: PersonId, received: &str, changes: Vec<Submitted>) -> Batch {
    Batch {
        school: SchoolId(1),
        person,
        roles: roles(person),
        device: device(u64::try_from(person.0).unwrap()),
        received_at: at(received),
        may_set_aside: true,
        changes,
    }
}
