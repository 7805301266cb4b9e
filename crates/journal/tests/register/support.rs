//! A small school's register.

use chrono::{NaiveDate, NaiveTime};
use journal::register::*;
use journal::school::{Bell, BellSchedule, Holiday};
use journal::{
    ChangeId, ClassId, GestureId, GroupId, JournalId, PeriodId, PersonId, PersonName, PupilId, Sex,
    Timestamp,
};
use uuid::Uuid;

pub const YEAR: YearId = YearId(1);
pub const MAIN: BuildingId = BuildingId(1);

pub fn at(kind: RecordKind, id: i64) -> RecordRef {
    kind.at(RecordId(id))
}

pub fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d.%m.%Y").unwrap()
}

pub fn days(first: &str, last: &str) -> DaySpan {
    DaySpan::new(day(first), day(last))
}

pub fn bell(number: u8, starts: &str, ends: &str) -> Bell {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    Bell {
        number,
        starts: time(starts),
        ends: time(ends),
    }
}

pub fn year(title: &str, starts: &str, ends: &str, state: YearState) -> Record {
    Record::SchoolYear(SchoolYear {
        title: title.to_owned(),
        starts: day(starts),
        ends: day(ends),
        state,
    })
}

pub fn period(title: &str, length: PeriodLength, starts: &str, ends: &str) -> Record {
    Record::Period(PeriodRecord {
        year: YEAR,
        title: title.to_owned(),
        length,
        starts: day(starts),
        ends: day(ends),
    })
}

pub fn quarter(number: u8, starts: &str, ends: &str) -> Record {
    period(
        &format!("{number} четверть"),
        PeriodLength::Quarter,
        starts,
        ends,
    )
}

pub fn holiday(title: &str, starts: &str, ends: &str) -> Record {
    Record::Holiday(HolidayRecord {
        year: YEAR,
        holiday: Holiday {
            title: title.to_owned(),
            sort: HolidaySort::Break,
            starts: day(starts),
            ends: day(ends),
        },
    })
}

pub fn schedule(title: &str, bells: &[Bell]) -> Record {
    Record::BellSchedule(BellScheduleRecord {
        year: YEAR,
        shift: 1,
        schedule: BellSchedule {
            title: title.to_owned(),
            bells: bells.to_vec(),
        },
        ..BellScheduleRecord::default()
    })
}

pub fn building(title: &str) -> Record {
    Record::Building(Building {
        title: title.to_owned(),
        address: String::new(),
    })
}

pub fn room(building: BuildingId, title: &str) -> Record {
    Record::Room(Room {
        building,
        title: title.to_owned(),
        seats: Some(30),
        floor: Some(2),
    })
}

pub fn subject(title: &str, short: &str) -> Record {
    Record::Subject(SubjectRecord {
        title: title.to_owned(),
        short: short.to_owned(),
    })
}

pub fn work_kind(title: &str, short: &str, weight: u8) -> Record {
    Record::WorkKind(WorkKindRecord {
        title: title.to_owned(),
        short: short.to_owned(),
        weight,
        marking_days: Some(3),
    })
}

pub fn person(last: &str, first: &str, middle: &str) -> Record {
    Record::Person(PersonRecord {
        name: PersonName {
            last: last.to_owned(),
            first: first.to_owned(),
            middle: middle.to_owned(),
        },
    })
}

pub fn class(grade: u8, title: &str) -> Record {
    Record::Class(ClassRecord {
        year: YEAR,
        grade,
        title: title.to_owned(),
    })
}

pub fn order_of(number: &str, date: &str, sort: OrderSort) -> OrderRecord {
    OrderRecord {
        number: number.to_owned(),
        date: day(date),
        sort,
        ..OrderRecord::default()
    }
}

pub fn line(pupil: i64, sort: MovementSort, on: &str, class: Option<i64>) -> MovementRecord {
    MovementRecord {
        pupil: PupilId(pupil),
        sort,
        day: day(on),
        class: class.map(ClassId),
        ..MovementRecord::default()
    }
}

pub fn group_of(title: &str, sort: GroupSort, class: Option<i64>) -> Record {
    Record::Group(GroupRecord {
        year: YEAR,
        title: title.to_owned(),
        sort,
        class: class.map(ClassId),
    })
}

pub fn membership(pupil: i64, group: i64, from: Option<&str>, until: Option<&str>) -> Record {
    Record::Membership(MembershipRecord {
        group: GroupId(group),
        pupil: PupilId(pupil),
        from: from.map(day),
        until: until.map(day),
    })
}

/// Of the one subject.
pub fn debt(pupil: i64, since: &str) -> DebtRecord {
    DebtRecord {
        pupil: PupilId(pupil),
        subject: SubjectId(1),
        since: day(since),
        ..DebtRecord::default()
    }
}

/// 2026/27 with four quarters, the autumn break, bells, two buildings, rooms, subjects, works.
pub fn school() -> Register {
    let mut register = Register::default();
    let mut put = |record: Record| {
        let at = record.kind().at(register.free_id(record.kind()));
        register.put(at, Some(record));
    };
    put(year("2026/27", "01.09.2026", "31.05.2027", YearState::Open));
    put(quarter(1, "01.09.2026", "25.10.2026"));
    put(quarter(2, "02.11.2026", "30.12.2026"));
    put(quarter(3, "11.01.2027", "26.03.2027"));
    put(quarter(4, "05.04.2027", "26.05.2027"));
    put(holiday("Осенние каникулы", "26.10.2026", "01.11.2026"));
    put(schedule(
        "1 смена",
        &[bell(1, "08:30", "09:15"), bell(2, "09:25", "10:10")],
    ));
    put(building("Главный корпус"));
    put(building("Мастерские"));
    put(room(MAIN, "21"));
    put(room(MAIN, "9"));
    put(room(BuildingId(2), "21"));
    put(subject("Алгебра", "Алг."));
    put(work_kind("Контрольная работа", "Контр.", 3));
    put(Record::Post(Post {
        title: "Учитель математики".to_owned(),
        group: PostGroup::Teaching,
    }));
    put(person("Орлова", "Татьяна", "Андреевна"));
    put(person("Абрамов", "Илья", ""));
    put(person("Белова", "Анна", "Олеговна"));
    of_the_staff(&mut put);
    put(Record::SchoolCard(SchoolCard {
        title: "Зареченская средняя школа".to_owned(),
        address: "ул. Садовая, 5".to_owned(),
        phone: "+76001234567".to_owned(),
        head: Some(PersonId(1)),
        licence: "Л035-01".to_owned(),
        licensed: Some(day("12.03.2019")),
        ..SchoolCard::default()
    }));
    for (grade, title) in [(7, "7А"), (7, "7Б"), (1, "1А")] {
        put(class(grade, title));
    }
    put(Record::ClassTeacher(ClassTeacherRecord {
        class: ClassId(2),
        teacher: PersonId(1),
        from: None,
        until: None,
    }));
    put(Record::Order(order_of(
        "1-у",
        "28.08.2026",
        OrderSort::Enrolment,
    )));
    put(Record::Movement(MovementRecord {
        order: Some(OrderId(1)),
        ..line(2, MovementSort::Enrol, "01.09.2026", Some(1))
    }));
    put(Record::Movement(line(
        3,
        MovementSort::Enrol,
        "01.09.2026",
        Some(2),
    )));
    put(group_of("7А", GroupSort::Class, Some(1)));
    put(group_of("7А · группа 1", GroupSort::Part, Some(1)));
    put(membership(2, 2, None, None));
    put(Record::Journal(JournalRecord {
        subject: SubjectId(1),
        group: GroupId(1),
        marking: Marking::Marks,
    }));
    put(Record::Teaching(TeachingRecord {
        journal: JournalId(1),
        teacher: PersonId(1),
        ..TeachingRecord::default()
    }));
    for (person, role) in [(1, OfficeRole::Teacher), (1, OfficeRole::Admin)] {
        put(Record::Office(OfficeRecord {
            person: PersonId(person),
            role,
            ..OfficeRecord::default()
        }));
    }
    put(Record::Guardianship(GuardianshipRecord {
        parent: PersonId(1),
        pupil: PupilId(3),
        kinship: Kinship::Mother,
        ..GuardianshipRecord::default()
    }));
    of_a_pupil(&mut put);
    let groups = [SEVENTH_A, SEVENTH_B, FIRST_A].map(|class| group(&[class]));
    register.name_together(groups.into());
    register
}

/// Who works as what and teaches what where, and what a pupil was given and owes.
fn of_the_staff(put: &mut impl FnMut(Record)) {
    put(Record::Employment(EmploymentRecord {
        person: PersonId(1),
        post: PostId(1),
        from: Some(day("20.08.2020")),
        order: "12-к".to_owned(),
        education: "высшее".to_owned(),
        ..EmploymentRecord::default()
    }));
    put(Record::Unlock(UnlockRecord {
        journal: JournalId(1),
        teacher: PersonId(1),
        starts: day("16.11.2026"),
        ends: day("20.11.2026"),
        ground: "служебная записка № 3".to_owned(),
    }));
    put(Record::Request(RequestRecord {
        teacher: PersonId(1),
        journal: JournalId(1),
        day: day("30.10.2026"),
        reason: "отметка другого ученика".to_owned(),
        ..RequestRecord::default()
    }));
    put(Record::RequestLine(RequestLineRecord {
        request: RequestId(1),
        pupil: PupilId(3),
        period: PeriodId(1),
        was: AskedMark::Three,
        becomes: AskedMark::Four,
    }));
    put(Record::Decision(DecisionRecord {
        request: RequestId(1),
        decided: Decided::Granted,
        note: "с учителем беседовали".to_owned(),
    }));
    put(Record::RuleValue(RuleValueRecord {
        rule: Rule::Homework,
        form: TermForm::LessonHour,
        hour: "16:00".to_owned(),
        ground: "приказ № 12 от 01.09.2026".to_owned(),
        ..RuleValueRecord::default()
    }));
    put(Record::Slip(SlipRecord {
        person: PersonId(3),
        given: day("02.09.2026"),
        by: Some(PersonId(1)),
        signed: Some(day("04.09.2026")),
    }));
    put(Record::SubjectTeacher(SubjectTeacher {
        subject: SubjectId(1),
        teacher: PersonId(1),
    }));
    put(Record::SubjectRoom(SubjectRoom {
        subject: SubjectId(1),
        room: RoomId(1),
    }));
    put(Record::Debt(DebtRecord {
        due: Some(day("01.10.2026")),
        ..debt(3, "31.05.2026")
    }));
}

/// The card of a pupil, the consent to it, and its check.
fn of_a_pupil(put: &mut impl FnMut(Record)) {
    put(Record::PersonDetails(PersonDetails {
        person: PersonId(3),
        born: Some(day("14.03.2013")),
        sex: Some(Sex::Female),
        phone: "+79161234567".to_owned(),
        ..PersonDetails::default()
    }));
    put(Record::Consent(ConsentRecord {
        person: PersonId(3),
        signed_by: Some(PersonId(1)),
        scope: ConsentScope::All,
        given: day("01.09.2026"),
        withdrawn: None,
        paper: "папка 7Б".to_owned(),
    }));
    put(Record::CardCheck(CardCheckRecord {
        person: PersonId(3),
        on: day("10.09.2026"),
    }));
}

/// 7А, 7Б and 1А with their years of learning.
pub const SEVENTH_A: (ClassId, u8) = (ClassId(1), 7);
pub const SEVENTH_B: (ClassId, u8) = (ClassId(2), 7);
pub const FIRST_A: (ClassId, u8) = (ClassId(3), 1);

pub fn group(classes: &[(ClassId, u8)]) -> TaughtTogether {
    classes.iter().copied().collect()
}

pub fn amendment(at: RecordRef, expected: Option<Record>, wanted: Option<Record>) -> Amendment {
    Amendment {
        id: ChangeId(Uuid::nil()),
        gesture: GestureId(Uuid::nil()),
        made_at: Timestamp(0),
        record: at,
        expected,
        wanted,
        ground: None,
    }
}

/// From what stands there to `wanted`.
pub fn to(register: &Register, at: RecordRef, wanted: Option<Record>) -> Amendment {
    amendment(at, register.get(at).cloned(), wanted)
}

/// A new record.
pub fn new(register: &Register, record: Record) -> Amendment {
    let at = record.kind().at(register.free_id(record.kind()));
    amendment(at, None, Some(record))
}

pub fn lessons(lessons: u32, marks: u32) -> Found {
    Found {
        lessons,
        marks,
        ..Found::default()
    }
}

/// What becomes of a gesture of one amendment.
pub fn check(
    register: &Register,
    amendment: &Amendment,
    material: &Material,
) -> Result<Consequences, Refusal> {
    let mut plan = register.plan(std::slice::from_ref(amendment), material);
    plan.outcomes.remove(0).map(|()| plan.consequences)
}

/// The same by one who knows nothing of the lessons.
pub fn checked(register: &Register, amendment: &Amendment) -> Result<Consequences, Refusal> {
    check(register, amendment, &Material::default())
}

/// Takes it, if it can be taken.
pub fn apply(register: &mut Register, amendment: &Amendment) -> Result<(), Refusal> {
    let mut plan = register.plan(std::slice::from_ref(amendment), &Material::default());
    *register = plan.after;
    plan.outcomes.remove(0)
}

/// The places of what is taken.
pub fn order(plan: &Plan) -> Vec<usize> {
    plan.taken.iter().map(|taken| taken.place).collect()
}

pub fn faults(wanted: Record, id: i64) -> Vec<(String, Fault)> {
    let register = school();
    let change = to(&register, wanted.kind().at(RecordId(id)), Some(wanted));
    match checked(&register, &change) {
        Err(Refusal::Invalid { faults }) => {
            let faults = faults.into_iter();
            faults.map(|fault| (fault.field, fault.fault)).collect()
        }
        other => panic!("{other:?}"),
    }
}

pub fn one(field: &str, fault: Fault) -> Vec<(String, Fault)> {
    vec![(field.to_owned(), fault)]
}
