//! What a school lacks, part by part, and until when (KZ1-2.1g, SP14-T2.11b, SGO154-2.2a).

use crate::support::*;
use journal::register::SetupPart::*;
use journal::register::*;
use journal::{ClassId, JournalId, PersonId, Regulation};

fn rules() -> Regulation {
    Regulation::shipped("sergiev-posad-14").unwrap()
}

fn setup(register: &Register, beside: &BesideRegister) -> Vec<SetupLine> {
    register.setup(&rules(), day("16.11.2026"), beside)
}

fn leads(class: i64, until: Option<&str>) -> Record {
    Record::ClassTeacher(ClassTeacherRecord {
        class: ClassId(class),
        teacher: PersonId(1),
        from: None,
        until: until.map(day),
    })
}

fn lacking(register: &Register, beside: &BesideRegister) -> Vec<(SetupPart, u32)> {
    let lines = setup(register, beside).into_iter();
    let lines = lines.filter(|line| line.lacking > 0);
    lines.map(|line| (line.part, line.lacking)).collect()
}

#[test]
fn a_school_with_nothing_lacks_what_must_be_there_first() {
    let lacks = lacking(&Register::default(), &BesideRegister::default());
    let parts = [Year, Periods, Bells, Rooms, Subjects, Staff, Classes];
    assert_eq!(lacks, parts.map(|part| (part, 1)));
}

#[test]
fn of_classes_pupils_and_journals_it_is_said_how_many_lack_something() {
    // 7А has a pupil without a parent and a journal that is taught; 7Б a pupil with a mother.
    let lacks = lacking(&school(), &BesideRegister::default());
    let expected = [
        (ClassTeachers, 2),
        (Pupils, 1),
        (Parents, 1),
        (Journals, 2),
        (Credentials, 3),
        (Timetable, 1),
    ];
    assert_eq!(lacks, expected);
}

#[test]
fn a_part_is_ready_when_its_records_have_come() {
    let mut register = school();
    let mut put = |record: Record| {
        let at = record.kind().at(register.free_id(record.kind()));
        register.put(at, Some(record));
    };
    put(Record::Movement(line(
        1,
        MovementSort::Enrol,
        "01.09.2026",
        Some(3),
    )));
    for pupil in [1, 2] {
        put(Record::Guardianship(GuardianshipRecord {
            parent: PersonId(if pupil == 1 { 3 } else { 1 }),
            pupil: journal::PupilId(pupil),
            ..GuardianshipRecord::default()
        }));
    }
    for (group, class) in [(3, 2), (4, 3)] {
        put(group_of(&format!("{class}"), GroupSort::Class, Some(class)));
        put(Record::Journal(JournalRecord {
            subject: SubjectId(1),
            group: journal::GroupId(group),
            marking: Marking::Marks,
        }));
        put(Record::Teaching(TeachingRecord {
            journal: JournalId(group - 1),
            teacher: PersonId(1),
            ..TeachingRecord::default()
        }));
    }
    for class in [1, 3] {
        put(leads(class, None));
    }
    let beside = BesideRegister {
        accounts: (1..=3).map(PersonId).collect(),
        timetabled: (1..=3).map(JournalId).collect(),
    };
    assert_eq!(lacking(&register, &beside), []);
    let present: Vec<u32> = setup(&register, &beside)
        .iter()
        .map(|line| line.present)
        .collect();
    assert_eq!(present, [1, 4, 1, 3, 1, 1, 3, 3, 3, 3, 3, 0, 3, 3, 3]);
}

/// SGO154-3.3.N3a, SP14-3c: a parted class has each of its pupils in one of the parts.
#[test]
fn who_is_in_no_part_of_a_parted_class_is_named() {
    let mut register = school();
    let mut put = |record: Record| {
        let at = record.kind().at(register.free_id(record.kind()));
        register.put(at, Some(record));
    };
    // One part parts nobody; of two without a journal it is not known what is taught there.
    put(group_of("7А · группа 2", GroupSort::Part, Some(1)));
    put(Record::Movement(line(
        1,
        MovementSort::Enrol,
        "16.11.2026",
        Some(1),
    )));
    let named = |register: &Register| {
        let lines = register.ungrouped(day("16.11.2026")).into_iter();
        let said = lines.map(|it| format!("{} {}: {:?}", it.title, it.name.last, it.subjects));
        said.collect::<Vec<_>>()
    };
    let part = |register: &Register| {
        let lines = setup(register, &BesideRegister::default()).into_iter();
        let mut lines = lines.filter(|line| line.part == Subgroups);
        lines
            .next()
            .map(|line| (line.present, line.lacking))
            .unwrap()
    };
    assert_eq!(named(&register), ["7А Орлова: []"]);
    assert_eq!(part(&register), (1, 1));
    for (id, group) in [(2, 2), (3, 3)] {
        let journal = Record::Journal(JournalRecord {
            subject: SubjectId(1),
            group: journal::GroupId(group),
            marking: Marking::Marks,
        });
        register.put(at(RecordKind::Journal, id), Some(journal));
    }
    assert_eq!(named(&register), [r#"7А Орлова: ["Алгебра"]"#]);
    register.put(
        at(RecordKind::Membership, 2),
        Some(membership(1, 3, None, None)),
    );
    assert_eq!(named(&register), Vec::<String>::new());
    assert_eq!(part(&register), (2, 0));
    // Until the day before, nobody lacked anything.
    assert_eq!(register.ungrouped(day("15.11.2026")), []);
}

#[test]
fn who_has_left_and_what_ended_counts_for_nothing() {
    let mut register = school();
    let left = Record::Movement(line(3, MovementSort::Leave, "10.11.2026", None));
    register.put(at(RecordKind::Movement, 3), Some(left));
    let ended = Record::Teaching(TeachingRecord {
        journal: JournalId(1),
        teacher: PersonId(1),
        until: Some(day("10.11.2026")),
        ..TeachingRecord::default()
    });
    register.put(at(RecordKind::Teaching, 1), Some(ended));
    for (id, class, until) in [(2, 1, "15.11.2026"), (3, 3, "16.11.2026")] {
        let led = leads(class, Some(until));
        register.put(at(RecordKind::ClassTeacher, id), Some(led));
    }
    let lacks = lacking(&register, &BesideRegister::default());
    let expected = [(ClassTeachers, 1), (Pupils, 2), (Parents, 1), (Teaching, 1)];
    for (part, count) in expected {
        assert!(lacks.contains(&(part, count)), "{part:?}: {lacks:?}");
    }
}

#[test]
fn its_term_is_that_of_the_regulation() {
    let lines = setup(&school(), &BesideRegister::default());
    let of = |part| lines.iter().find(|line| line.part == part).unwrap();
    let classes = of(Classes);
    assert_eq!(classes.term.as_ref().unwrap().clause.id, "SP14-T2.8e");
    assert_eq!(classes.due, Some(day("31.08.2026")));
    let credentials = of(Credentials);
    assert_eq!(credentials.term.as_ref().unwrap().clause.id, "SP14-T2.2d");
    assert_eq!(credentials.due, None, "seven days run from each person");
    let silent = Regulation::shipped("krasnozavodsk-1").unwrap();
    let lines = school().setup(&silent, day("16.11.2026"), &BesideRegister::default());
    assert!(lines.iter().all(|line| line.term.is_none()));
}

#[test]
fn in_august_the_first_of_september_counts() {
    let lines = school().setup(&rules(), day("20.08.2026"), &BesideRegister::default());
    let pupils = lines.iter().find(|line| line.part == Pupils).unwrap();
    assert_eq!((pupils.present, pupils.lacking), (2, 1));
}

/// Terms of papers run on in a school break, stand on a public holiday, and a Saturday that work was
/// moved to counts (ТК ст. 112).
#[test]
fn working_days_are_those_of_the_staff() {
    let mut register = school();
    let mut put = |sort, on: &str| {
        let Record::Holiday(mut it) = holiday(on, on, on) else {
            unreachable!();
        };
        it.holiday.sort = sort;
        let at = RecordKind::Holiday.at(register.free_id(RecordKind::Holiday));
        register.put(at, Some(Record::Holiday(it)));
    };
    put(HolidaySort::Rest, "04.11.2026");
    put(HolidaySort::Working, "20.02.2027");
    let days = register.work_days();
    assert_eq!(
        days.after(day("23.10.2026"), 3),
        Some(day("28.10.2026")),
        "a break"
    );
    assert_eq!(days.after(day("03.11.2026"), 1), Some(day("05.11.2026")));
    assert!(days.has(day("20.02.2027")) && !days.has(day("13.02.2027")));
}

#[test]
fn a_working_saturday_takes_no_lessons_away() {
    let mut register = school();
    let Record::Holiday(mut it) = holiday("Рабочая суббота", "20.02.2027", "20.02.2027")
    else {
        unreachable!();
    };
    it.holiday.sort = HolidaySort::Working;
    let change = new(&register, Record::Holiday(it.clone()));
    let told = checked(&register, &change).unwrap();
    assert!(told.effects.is_empty(), "{told:?}");
    it.holiday.sort = HolidaySort::Rest;
    let change = new(&register, Record::Holiday(it));
    assert!(!checked(&register, &change).unwrap().effects.is_empty());
    apply(&mut register, &change).unwrap();
}
