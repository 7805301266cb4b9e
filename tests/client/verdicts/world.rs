//! A random school: its regulation, values of its own, who teaches what from when until when, who is
//! class teacher, to whom a journal was opened again.

use super::chance::Chance;
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use journal::register::*;
use journal::school::{
    Class, Enrolment, Group, Guardian, Holiday, Journal, Membership, Person, School, Subject,
};
use journal::{
    ChangeId, ClassId, DeviceId, GestureId, GroupId, JournalId, Lesson, LessonId, Period, PeriodId,
    PersonId, PersonName, PupilId, Role, Roles, SchoolId, SchoolTime, Timestamp, WorkKind,
    WorkKindId,
};
use storage::{Bundle, Gesture, Registers, SqliteOptions, SqliteStore, Store, Taking};
use tempfile::TempDir;
use uuid::Uuid;

pub const SCHOOL: SchoolId = SchoolId(1);
pub const TIME: SchoolTime = SchoolTime::MOSCOW;
pub const JOURNALS: i64 = 5;
pub const QUARTERS: [(i64, &str, &str); 4] = [
    (1, "2026-09-01", "2026-10-25"),
    (2, "2026-11-03", "2026-12-30"),
    (3, "2027-01-11", "2027-03-26"),
    (4, "2027-04-05", "2027-05-26"),
];
const PROFILES: [&str; 5] = [
    "krasnozavodsk-1",
    "sergiev-posad-14",
    "sgo-154",
    "epos-ohansk-1",
    "solo-kommunar-2",
];
const TEACHERS: [i64; 4] = [11, 12, 13, 14];
pub const CLASS_TEACHERS: [i64; 3] = [11, 12, 15];
/// The group of both classes of grade 7.
pub const MIXED: i64 = 4;
/// Whoever may open a journal at all, and some who may not.
pub const PEOPLE: [(i64, Role); 10] = [
    (11, Role::Teacher),
    (12, Role::Teacher),
    (13, Role::Teacher),
    (14, Role::Psychologist),
    (15, Role::Teacher),
    (17, Role::Deputy),
    (18, Role::Director),
    (1, Role::Admin),
    (20, Role::Parent),
    (101, Role::Pupil),
];
const LESSONS_OF_ONE: i64 = 8;

pub struct World {
    pub store: SqliteStore,
    pub lessons: Vec<Lesson>,
    pub profile: &'static str,
    _folder: TempDir,
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The pupils of a class, and of a group.
pub fn pupils(group: i64) -> Vec<PupilId> {
    let classes = if group == MIXED { 2..=3 } else { group..=group };
    let of_class = |class: i64| (1..=3).map(move |nth| PupilId(class * 100 + nth));
    classes.flat_map(of_class).collect()
}

/// Which group a journal is of.
pub fn group_of(journal: JournalId) -> i64 {
    [1, 2, 2, MIXED, 3][usize::try_from(journal.0 - 1).unwrap()]
}

impl World {
    pub async fn new(chance: &mut Chance) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions::default();
        let store = SqliteStore::open(folder.path().join("school.db"), options).unwrap();
        let profile = chance.one(&PROFILES);
        let bundle = bundle(profile, chance);
        storage::Journals::import(&store, bundle.clone())
            .await
            .unwrap();
        amend(&store, chance).await;
        Self {
            store,
            lessons: bundle.lessons,
            profile,
            _folder: folder,
        }
    }

    pub async fn close(self) {
        Store::close(&self.store).await;
    }
}

fn any_day(chance: &mut Chance) -> NaiveDate {
    let days = u64::try_from(chance.below(268)).unwrap();
    date("2026-09-01") + Days::new(days)
}

fn hour(hour: i64, minute: i64) -> NaiveTime {
    NaiveTime::MIN + TimeDelta::minutes(hour * 60 + minute)
}

fn lessons(chance: &mut Chance) -> Vec<Lesson> {
    let mut lessons: Vec<Lesson> = Vec::new();
    for nth in 0..JOURNALS * LESSONS_OF_ONE {
        let journal = JournalId(nth / LESSONS_OF_ONE + 1);
        let number = chance.below(10);
        // Of several on a day the bell of the last one counts.
        let of_a_day = lessons.last().filter(|_| chance.often(30));
        let date = match of_a_day {
            Some(before) => before.date,
            None => any_day(chance),
        };
        let is_taken = |one: &Lesson| one.date == date && i64::from(one.number) == number + 1;
        if !QUARTERS
            .iter()
            .any(|(_, first, last)| DaySpan::new(self::date(first), self::date(last)).has(date))
            || lessons.iter().any(is_taken)
        {
            continue;
        }
        lessons.push(Lesson {
            id: LessonId(nth + 1),
            journal,
            date,
            number: u8::try_from(number + 1).unwrap(),
            starts: hour(8 + number, 30),
            ends: hour(9 + number, 15),
            room: None,
            teacher: PersonId(chance.one(&TEACHERS)),
        });
    }
    lessons
}

fn bundle(profile: &str, chance: &mut Chance) -> Bundle {
    let quarter = |(id, starts, ends)| Period {
        id: PeriodId(id),
        title: format!("{id} четверть"),
        starts: date(starts),
        ends: date(ends),
    };
    let mut holidays = Vec::new();
    for nth in 1..=chance.below(6) {
        let starts = any_day(chance);
        let length = u64::try_from(chance.below(5)).unwrap();
        holidays.push(Holiday {
            title: format!("Дни {nth}"),
            sort: chance.one(&[HolidaySort::Break, HolidaySort::Rest, HolidaySort::Working]),
            starts,
            ends: (starts + Days::new(length)).min(date("2027-05-26")),
        });
    }
    let groups = || (1..=4_i64).map(GroupId);
    let class = |id: i64| Class {
        id: ClassId(id),
        year: Bundle::YEAR,
        grade: if id == 1 { 3 } else { 7 },
        title: format!("класс {id}"),
        class_teacher: None,
    };
    let of_class = |class: i64| pupils(class).into_iter().map(move |pupil| (class, pupil));
    let members = groups().flat_map(|group| pupils(group.0).into_iter().map(move |it| (group, it)));
    let teachers: Vec<_> = (1..=JOURNALS).map(|_| chance.one(&TEACHERS)).collect();
    let journal = |(id, teacher): (i64, i64)| Journal {
        id: JournalId(id),
        subject: id,
        group: GroupId(group_of(JournalId(id))),
        teachers: vec![PersonId(teacher)],
        without_marks: false,
    };
    Bundle {
        school: School {
            id: SCHOOL,
            title: "Школа".to_owned(),
            time: TIME,
            regulation: profile.to_owned(),
        },
        year: DaySpan::new(date(QUARTERS[0].1), date(QUARTERS[3].2)),
        periods: QUARTERS.into_iter().map(quarter).collect(),
        holidays,
        bells: Vec::new(),
        work_kinds: [(1, None), (2, Some(7)), (3, Some(21))]
            .map(|(id, marking_days)| WorkKind {
                id: WorkKindId(id),
                title: format!("Работа {id}"),
                short: format!("Р{id}"),
                weight: 1,
                marking_days,
            })
            .into(),
        subjects: (1..=JOURNALS)
            .map(|id| Subject {
                id,
                title: format!("Предмет {id}"),
            })
            .collect(),
        people: people(),
        classes: (1..=3).map(class).collect(),
        enrolments: (1..=3)
            .flat_map(of_class)
            .map(|(class, pupil)| Enrolment {
                pupil,
                class: ClassId(class),
                from: None,
                until: None,
            })
            .collect(),
        groups: groups()
            .map(|id| Group {
                id,
                year: Bundle::YEAR,
                title: format!("группа {id}"),
                class: (id.0 != MIXED).then_some(ClassId(id.0)),
            })
            .collect(),
        memberships: members
            .map(|(group, pupil)| Membership {
                group,
                pupil,
                from: None,
                until: None,
            })
            .collect(),
        journals: (1..).zip(teachers).map(journal).collect(),
        plans: Vec::new(),
        lessons: lessons(chance),
        guardians: vec![Guardian {
            parent: PersonId(20),
            pupil: PupilId(101),
        }],
        history: Vec::new(),
    }
}

fn people() -> Vec<Person> {
    let person = |(id, role): (i64, Role)| Person {
        id: PersonId(id),
        name: PersonName {
            last: format!("Человек {id}"),
            first: "Имя".to_owned(),
            middle: String::new(),
        },
        roles: Roles(vec![role]),
        login: None,
        password_hash: None,
        must_change_password: false,
    };
    let pupils = (1..=3).flat_map(pupils).map(|pupil| (pupil.0, Role::Pupil));
    let staff = PEOPLE.into_iter().filter(|(_, role)| *role != Role::Pupil);
    staff.chain(pupils).map(person).collect()
}

/// What the school writes into its register: whatever of it can be stays.
async fn amend(store: &SqliteStore, chance: &mut Chance) {
    let mut records = Vec::new();
    let day = |chance: &mut Chance| chance.often(75).then(|| any_day(chance));
    for id in 1..=chance.below(9) {
        let teaching = TeachingRecord {
            journal: JournalId(chance.below(JOURNALS) + 1),
            teacher: PersonId(chance.one(&TEACHERS)),
            part: chance.one(&[
                TeachingPart::Main,
                TeachingPart::Second,
                TeachingPart::Temporary,
            ]),
            from: day(chance),
            until: day(chance),
        };
        records.push((100 + id, Record::Teaching(teaching)));
    }
    for id in 1..=chance.below(6) {
        let teacher = ClassTeacherRecord {
            class: ClassId(chance.below(3) + 1),
            teacher: PersonId(chance.one(&CLASS_TEACHERS)),
            from: day(chance),
            until: day(chance),
        };
        records.push((100 + id, Record::ClassTeacher(teacher)));
    }
    for id in 1..=chance.below(6) {
        let starts = any_day(chance);
        let length = u64::try_from(chance.below(20)).unwrap();
        let unlock = UnlockRecord {
            journal: JournalId(chance.below(JOURNALS) + 1),
            teacher: PersonId(chance.one(&TEACHERS)),
            starts,
            ends: starts + Days::new(length),
            ground: "заявление".to_owned(),
        };
        records.push((id, Record::Unlock(unlock)));
    }
    for id in 1..=chance.below(5) {
        records.push((id, Record::RuleValue(rule_value(chance))));
    }
    let made_at = TIME.instant(date("2026-08-20").and_time(hour(12, 0)));
    let amendments = (1_u128..)
        .zip(records)
        .map(|(nth, (id, record))| Amendment {
            id: ChangeId(Uuid::from_u128(nth)),
            gesture: GestureId(Uuid::from_u128(nth)),
            made_at,
            record: record.kind().at(RecordId(id)),
            expected: None,
            wanted: Some(record),
            ground: None,
        });
    let amendments: Vec<_> = amendments.collect();
    for amendment in amendments {
        take(store, amendment, made_at).await;
    }
}

async fn take(store: &SqliteStore, amendment: Amendment, received_at: Timestamp) {
    let gesture = Gesture {
        school: SCHOOL,
        person: PersonId(1),
        roles: Roles(vec![Role::Admin, Role::Deputy, Role::Director]),
        device: DeviceId(Uuid::from_u128(1)),
        received_at,
        amendments: vec![amendment],
        agreed: Vec::new(),
        taking: Taking::Each,
    };
    let seen = store.amend(gesture.clone(), true).await.unwrap();
    let agreed = seen.consequences.effects;
    let gesture = Gesture { agreed, ..gesture };
    store.amend(gesture, false).await.unwrap();
}

fn rule_value(chance: &mut Chance) -> RuleValueRecord {
    let rule = chance.one(&[
        Rule::Attendance,
        Rule::Reasons,
        Rule::Marks,
        Rule::Topic,
        Rule::Homework,
        Rule::PeriodMarks,
        Rule::EntryWindow,
        Rule::CorrectionWindow,
    ]);
    let form = chance.one(&[
        TermForm::InLesson,
        TermForm::LessonDay,
        TermForm::LessonHour,
        TermForm::LessonHourOrEnd,
        TermForm::AfterLastLesson,
        TermForm::Days,
        TermForm::WorkingDays,
        TermForm::Months,
        TermForm::WithoutEnd,
    ]);
    // The grid of a journal does not know when the last lesson of a class ends: what is entered there is
    // judged by the end of the lesson itself, and only what a lesson alone shows can run from it.
    let of_a_lesson = matches!(rule, Rule::Topic | Rule::Homework);
    let form = match form {
        TermForm::AfterLastLesson if !of_a_lesson => TermForm::LessonDay,
        form => form,
    };
    let most = if form == TermForm::AfterLastLesson {
        200
    } else {
        20
    };
    let count = u16::try_from(chance.below(most)).unwrap();
    RuleValueRecord {
        rule,
        form,
        count: form.counts().then_some(count),
        hour: if form.has_hour() { "16:00" } else { "" }.to_owned(),
        ground: "приказ № 1".to_owned(),
    }
}
