//! A school of full size, made of numbers, and clients that write to it.

use chrono::{Days, NaiveDate, NaiveTime};
use journal::register::DaySpan;
use journal::school::{
    Class, Enrolment, Group, Journal, Membership, Person, PlanRow, School, Subject,
};
use journal::{
    Attendance, Change, ChangeId, ClassId, DeviceId, Edit, FromTo, GestureId, GroupId, JournalId,
    Lesson, LessonId, Mark, MarkValue, MarkWord, Period, PeriodId, PersonId, PersonName,
    PlanItemId, PupilId, Role, Roles, SchoolId, SchoolTime, Timestamp, Topic, WorkKind, WorkKindId,
    WorkRef,
};
use storage::{Batch, Bundle, PastChange, Reader, Submitted};
use uuid::Uuid;

/// When: in the school year.
pub const NOW: Timestamp = Timestamp(1_794_000_000_000_000);
/// Pupils of a class and of its journals.
pub const PUPILS: i64 = 30;
/// Classes of a school.
pub const CLASSES: i64 = 30;
/// Journals of a class.
pub const JOURNALS: i64 = 10;
/// Lessons of a journal.
pub const LESSONS: i64 = 100;

/// A day of the school year, from 0.
pub fn day(n: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap_or_default();
    first.checked_add_days(Days::new(n)).unwrap_or(first)
}

fn time(minutes: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap_or_default()
}

/// A pupil of a class.
pub fn pupil(class: i64, n: i64) -> PupilId {
    PupilId(1000 + class * PUPILS + n)
}

fn teacher(journal: i64) -> PersonId {
    PersonId(1 + journal % 60)
}

/// A lesson of a journal.
pub fn lesson(journal: i64, n: i64) -> Lesson {
    let number = u8::try_from(journal % JOURNALS % 6 + 1).unwrap_or(1);
    let starts = 8 * 60 + 30 + u32::from(number) * 55;
    Lesson {
        id: LessonId(1 + journal * LESSONS + n),
        journal: JournalId(1 + journal),
        date: day(u64::try_from(n).unwrap_or(0)),
        number,
        starts: time(starts),
        ends: time(starts + 45),
        room: Some("21".to_owned()),
        teacher: teacher(journal),
    }
}

/// The lesson a client writes to: the last of its journal.
pub fn lesson_of(client: i64) -> LessonId {
    lesson(client, LESSONS - 1).id
}

/// The teacher of a client's journal.
pub fn reader(school: i64, client: i64) -> Reader {
    Reader {
        school: SchoolId(school),
        person: teacher(client),
        roles: Roles(vec![Role::Teacher]),
        at: NOW,
    }
}

fn name(id: i64) -> PersonName {
    PersonName {
        last: format!("Фамильев{id}"),
        first: "Иван".to_owned(),
        middle: "Петрович".to_owned(),
    }
}

fn person(id: PersonId, roles: &[Role]) -> Person {
    Person {
        id,
        name: name(id.0),
        roles: Roles(roles.to_vec()),
        login: Some(format!("login{id}")),
        password_hash: Some("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g".to_owned()),
        must_change_password: true,
    }
}

fn history(school: i64) -> Vec<PastChange> {
    let mut n = 0;
    let mut history = Vec::new();
    for journal in 0..CLASSES * JOURNALS {
        for at in 0..LESSONS - 1 {
            let lesson = lesson(journal, at);
            let class = journal / JOURNALS;
            let made_at = lesson.bells(SchoolTime::MOSCOW).0;
            let grade = Mark::new(MarkValue::Word(MarkWord::Pass), 1);
            let who = pupil(class, (at * 7) % PUPILS);
            let other = pupil(class, (at * 11 + 3) % PUPILS);
            let topic = Topic {
                text: format!("Тема урока {at}"),
                item: None,
            };
            let edits = [
                Edit::Attendance {
                    pupil: who,
                    step: FromTo::new(Attendance::Present, Attendance::Absent),
                },
                Edit::Mark {
                    pupil: other,
                    work: WorkRef::first(WorkKindId(1)),
                    step: FromTo::new(None, Some(grade)),
                },
                Edit::RollCall {
                    step: FromTo::new(false, true),
                },
                Edit::Topic {
                    step: FromTo::new(None, Some(topic)),
                },
            ];
            for edit in edits {
                n += 1;
                let change = change(school.unsigned_abs() << 40 | n, lesson.id, made_at, edit);
                history.push(PastChange {
                    change,
                    by: lesson.teacher,
                    received_at: made_at,
                });
            }
        }
    }
    history
}

fn change(n: u64, lesson: LessonId, made_at: Timestamp, edit: Edit) -> Change {
    Change {
        id: ChangeId(Uuid::from_u64_pair(
            0x0190_0000_0000_7000 + n,
            0x8000_0000_0000_0000 | n,
        )),
        gesture: GestureId(Uuid::from_u64_pair(2, n)),
        made_at,
        sheet: lesson.into(),
        edit,
        ground: None,
        beside: None,
        after: None,
    }
}

fn journals() -> Vec<Journal> {
    (0..CLASSES * JOURNALS)
        .map(|n| Journal {
            id: JournalId(1 + n),
            subject: 1 + n % JOURNALS,
            group: GroupId(1 + n / JOURNALS),
            teachers: vec![teacher(n)],
            without_marks: false,
        })
        .collect()
}

/// A school: 900 pupils, 300 journals, 30,000 lessons, about 120,000 changes of the past.
pub fn bundle(id: i64) -> Bundle {
    let classes = || 0..CLASSES;
    let mut people: Vec<Person> = (1..=60)
        .map(|n| match n {
            // Who puts in tables here too.
            1 => person(PersonId(n), &[Role::Teacher, Role::Admin]),
            n => person(PersonId(n), &[Role::Teacher]),
        })
        .collect();
    let pupils = classes().flat_map(|class| (0..PUPILS).map(move |n| pupil(class, n)));
    people.extend(pupils.map(|pupil| person(pupil.into(), &[Role::Pupil])));
    let places = || classes().flat_map(|class| (0..PUPILS).map(move |n| (class, pupil(class, n))));
    let mut kinds = vec![WorkKind {
        id: WorkKindId(1),
        title: "Ответ".to_owned(),
        short: "Отв.".to_owned(),
        weight: 1,
        marking_days: None,
    }];
    kinds.truncate(1);
    Bundle {
        school: School {
            id: SchoolId(id),
            title: format!("Школа № {id}"),
            time: SchoolTime::MOSCOW,
            regulation: "krasnozavodsk-1".to_owned(),
        },
        year: DaySpan::new(day(0), day(270)),
        periods: (0..4)
            .map(|n| Period {
                id: PeriodId(1 + n),
                title: format!("{} четверть", n + 1),
                starts: day(n.unsigned_abs() * 50),
                ends: day(n.unsigned_abs() * 50 + 49),
            })
            .collect(),
        holidays: Vec::new(),
        bells: Vec::new(),
        work_kinds: kinds,
        subjects: (1..=JOURNALS)
            .map(|id| Subject {
                id,
                title: format!("Предмет {id}"),
            })
            .collect(),
        people,
        classes: classes()
            .map(|class| Class {
                id: ClassId(1 + class),
                year: Bundle::YEAR,
                grade: u8::try_from(1 + class / 3).unwrap_or(1),
                title: format!("{}А", 1 + class),
                class_teacher: Some(PersonId(1 + class)),
            })
            .collect(),
        enrolments: places()
            .map(|(class, pupil)| Enrolment {
                pupil,
                class: ClassId(1 + class),
                from: None,
                until: None,
            })
            .collect(),
        groups: classes()
            .map(|class| Group {
                id: GroupId(1 + class),
                year: Bundle::YEAR,
                title: format!("{}А", 1 + class),
                class: Some(ClassId(1 + class)),
            })
            .collect(),
        memberships: places()
            .map(|(class, pupil)| Membership {
                group: GroupId(1 + class),
                pupil,
                from: None,
                until: None,
            })
            .collect(),
        journals: journals(),
        plans: (0..CLASSES * JOURNALS)
            .flat_map(|journal| {
                (1..=70_u16).map(move |number| PlanRow {
                    journal: JournalId(1 + journal),
                    id: PlanItemId(1 + journal * 70 + i64::from(number)),
                    number,
                    section: "Раздел плана".to_owned(),
                    title: format!("Тема урока по плану {number}"),
                    homework: Some(format!("§ {number}, упр. 1–5")),
                    work: None,
                })
            })
            .collect(),
        lessons: (0..CLASSES * JOURNALS)
            .flat_map(|journal| (0..LESSONS).map(move |n| lesson(journal, n)))
            .collect(),
        guardians: Vec::new(),
        history: history(id),
    }
}

/// A teacher's device that marks a whole class again and again.
pub struct Client {
    /// Its number.
    pub n: i64,
    /// Its school.
    pub school: i64,
    round: u64,
    last_n: u64,
}

impl Client {
    /// The client of a number; its school follows from it.
    pub fn new(n: i64, schools: i64) -> Self {
        Self {
            n,
            school: 1 + n % schools,
            round: 0,
            last_n: 0,
        }
    }

    /// The next batch.
    pub fn batch(&mut self) -> Batch {
        let state = |round: u64| match round {
            0 => Attendance::Present,
            round if round % 2 == 1 => Attendance::Absent,
            _ => Attendance::Late { minutes: 5 },
        };
        let lesson = lesson(self.n, LESSONS - 1);
        let (_, received_at) = lesson.bells(SchoolTime::MOSCOW);
        let changes = (0..PUPILS).map(|at| {
            self.last_n += 1;
            let step = FromTo::new(state(self.round), state(self.round + 1));
            let edit = Edit::Attendance {
                pupil: pupil(self.n / JOURNALS, at),
                step,
            };
            let id = 1 << 60 | self.last_n << 8 | self.n.unsigned_abs();
            Submitted {
                n: self.last_n,
                change: change(id, lesson.id, received_at, edit),
                clock_suspect: false,
            }
        });
        let changes = changes.collect();
        self.round += 1;
        let reader = reader(self.school, self.n);
        Batch {
            school: reader.school,
            person: reader.person,
            roles: reader.roles,
            device: device(self.n),
            received_at,
            may_set_aside: true,
            changes,
        }
    }
}

/// The device of a client.
pub fn device(client: i64) -> DeviceId {
    DeviceId(Uuid::from_u64_pair(4, client.unsigned_abs()))
}

/// The cells of a client's class: lesson and pupils.
pub fn cells_of(client: i64) -> (i64, Vec<i64>) {
    let pupils = (0..PUPILS)
        .map(|at| pupil(client / JOURNALS, at).0)
        .collect();
    (lesson_of(client).0, pupils)
}
