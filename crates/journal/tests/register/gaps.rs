//! What is to be put right: each gap names the record, its term and what puts it right.

use crate::support::*;
use RecordKind as K;
use journal::register::*;
use journal::{JournalId, PersonId, Regulation};

fn found(register: &Register, on: &str) -> Vec<Gap> {
    let regulation = Regulation::shipped("solo-kommunar-2").unwrap();
    register.gaps(&regulation, day(on))
}

/// Those of a sort: what they are about, more of it, and what puts them right.
fn of(
    register: &Register,
    on: &str,
    sort: GapSort,
) -> Vec<(RecordRef, String, K, Option<RecordId>)> {
    let found = found(register, on).into_iter();
    let found = found.filter(|one| one.sort == sort);
    found
        .map(|one| (one.about, one.detail, one.by, one.at))
        .collect()
}

fn put(register: &mut Register, record: Record) -> RecordRef {
    let at = record.kind().at(register.free_id(record.kind()));
    register.put(at, Some(record));
    at
}

/// SP14-T2.8e, SOLO2-4.6e: classes without a teacher or pupils, journals that nobody teaches.
#[test]
fn a_class_and_a_journal_that_lack_something_are_named() {
    let mut register = school();
    let unled = of(&register, "16.11.2026", GapSort::ClassUnled);
    let class = |id| (at(K::Class, id), String::new(), K::ClassTeacher, None);
    assert_eq!(unled, [class(3), class(1)]);
    // From a month before, of a year that is being formed too.
    let forming = year("2026/27", "01.09.2026", "31.05.2027", YearState::Forming);
    register.put(at(K::SchoolYear, 1), Some(forming));
    assert_eq!(of(&register, "31.07.2026", GapSort::ClassUnled), []);
    let unled = of(&register, "31.08.2026", GapSort::ClassUnled);
    assert_eq!(unled, [class(3), class(1)]);
    let empty = of(&register, "16.11.2026", GapSort::ClassEmpty);
    assert_eq!(empty, [(at(K::Class, 3), String::new(), K::Order, None)]);
    let untaught = |register: &Register| of(register, "16.11.2026", GapSort::JournalUntaught);
    assert_eq!(untaught(&register), []);
    register.put(at(K::Teaching, 1), None);
    let journal = at(K::Journal, 1);
    let expected = [(journal, String::new(), K::Teaching, None)];
    assert_eq!(untaught(&register), expected);
}

/// SP14-T2.7a: of a subject whose teachers nobody has named, nothing is said.
#[test]
fn who_teaches_a_journal_and_is_not_among_the_teachers_of_its_subject_is_named() {
    let mut register = school();
    let unlinked = |register: &Register| of(register, "16.11.2026", GapSort::TeacherUnlinked);
    assert_eq!(unlinked(&register), []);
    let other = SubjectTeacher {
        subject: SubjectId(1),
        teacher: PersonId(2),
    };
    register.put(
        at(K::SubjectTeacher, 1),
        Some(Record::SubjectTeacher(other)),
    );
    let teaching = at(K::Teaching, 1);
    let name = "Орлова Татьяна Андреевна".to_owned();
    assert_eq!(
        unlinked(&register),
        [(teaching, name, K::Teaching, Some(teaching.id))]
    );
    register.put(at(K::SubjectTeacher, 1), None);
    assert_eq!(unlinked(&register), []);
}

/// KZ1-2.2f, SOLO2-5.3-1b: in one part of a parting at a time.
#[test]
fn a_pupil_in_two_parts_of_one_parting_is_named() {
    let mut register = school();
    let part = put(
        &mut register,
        group_of("7А · группа 2", GroupSort::Part, Some(1)),
    );
    let twice = |register: &Register, on: &str| of(register, on, GapSort::PupilTwice);
    let place = put(
        &mut register,
        membership(2, part.id.0, Some("09.11.2026"), None),
    );
    assert_eq!(twice(&register, "08.11.2026"), []);
    let parts = "7А · группа 1, 7А · группа 2".to_owned();
    let expected = [(place, parts, K::Membership, Some(place.id))];
    assert_eq!(twice(&register, "09.11.2026"), expected);
}

/// SOLO2-5.8b: who was never enrolled, and whose class of last year nothing has followed.
#[test]
fn a_pupil_in_no_class_is_named() {
    let mut register = school();
    let nowhere = |register: &Register, on: &str| {
        let found = of(register, on, GapSort::PupilNowhere);
        let about = found.into_iter().map(|(about, ..)| about.id.0);
        about.collect::<Vec<_>>()
    };
    assert_eq!(nowhere(&register, "16.11.2026"), [0_i64; 0]);
    let newcomer = put(&mut register, person("Новиков", "Олег", ""));
    put(
        &mut register,
        Record::Guardianship(GuardianshipRecord {
            parent: PersonId(1),
            pupil: journal::PupilId(newcomer.id.0),
            ..GuardianshipRecord::default()
        }),
    );
    assert_eq!(nowhere(&register, "16.11.2026"), [newcomer.id.0]);
    let next = year("2027/28", "01.09.2027", "31.05.2028", YearState::Open);
    put(&mut register, next);
    // Before it begins nobody is told of whose order is still to come.
    assert_eq!(nowhere(&register, "15.08.2027"), [newcomer.id.0]);
    let mut left = nowhere(&register, "15.09.2027");
    left.sort_unstable();
    assert_eq!(left, [2, 3, newcomer.id.0]);
}

/// SOLO2-10.1-3a, SOLO2-10.1-4a: on 2 July the class has no order on promotion.
#[test]
fn who_goes_nowhere_at_the_end_of_a_year_is_named_and_late_after_the_first_of_july() {
    let mut register = school();
    let last = ClassRecord {
        year: YEAR,
        grade: 9,
        title: "9А".to_owned(),
    };
    let last = put(&mut register, Record::Class(last));
    let leaver = put(&mut register, person("Яшин", "Олег", ""));
    let enrolled = line(
        leaver.id.0,
        MovementSort::Enrol,
        "01.09.2026",
        Some(last.id.0),
    );
    put(&mut register, Record::Movement(enrolled));
    let sorts = |register: &Register, on: &str| {
        let found = found(register, on).into_iter();
        let ends = found.filter(|one| {
            matches!(
                one.sort,
                GapSort::ClassUnpromoted | GapSort::PupilUngraduated
            )
        });
        let said = ends.map(|one| (one.title, one.count, one.due, one.clause.unwrap().id));
        said.collect::<Vec<_>>()
    };
    assert_eq!(sorts(&register, "16.04.2027"), []);
    let due = Some(day("01.07.2027"));
    let of = |title: &str, count, clause: &str| (title.to_owned(), count, due, clause.to_owned());
    let expected = vec![
        of("7А", Some(1), "SOLO2-10.1-3a"),
        of("7Б", Some(1), "SOLO2-10.1-3a"),
        of("Яшин Олег", None, "SOLO2-10.1-4a"),
    ];
    assert_eq!(sorts(&register, "02.07.2027"), expected);
    let graduates = line(leaver.id.0, MovementSort::Graduate, "25.06.2027", None);
    put(&mut register, Record::Movement(graduates));
    assert_eq!(sorts(&register, "02.07.2027"), expected[..2]);
}

/// SOLO2-10.1-3b: promotion and debts agree, and a debt is cleared in time.
#[test]
fn a_debt_past_its_day_and_promotion_that_does_not_agree_are_named() {
    let mut register = school();
    let overdue = |register: &Register, on: &str| of(register, on, GapSort::DebtOverdue);
    let debt_at = at(K::Debt, 1);
    let expected = [(debt_at, String::new(), K::Debt, Some(debt_at.id))];
    assert_eq!(overdue(&register, "01.10.2026"), []);
    assert_eq!(overdue(&register, "02.10.2026"), expected);
    let next = year("2027/28", "01.09.2027", "31.05.2028", YearState::Open);
    let next = put(&mut register, next);
    let eighth = ClassRecord {
        year: YearId(next.id.0),
        grade: 8,
        title: "8Б".to_owned(),
    };
    let eighth = put(&mut register, Record::Class(eighth));
    let goes = |pupil, sort| Record::Movement(line(pupil, sort, "01.09.2027", Some(eighth.id.0)));
    let with = put(&mut register, goes(3, MovementSort::Promote));
    let without = put(&mut register, goes(2, MovementSort::Conditional));
    let on = "10.09.2027";
    let promoted = of(&register, on, GapSort::PromotedWithDebt);
    assert_eq!(
        promoted,
        [(with, "Алгебра".to_owned(), K::Movement, Some(with.id))]
    );
    let unsaid = of(&register, on, GapSort::ConditionUnsaid);
    assert_eq!(unsaid, [(without, String::new(), K::Debt, None)]);
}

/// The form tells it before it is written (SOLO2-10.1-3b, SP14-T2.7a).
#[test]
fn promotion_with_a_debt_is_a_danger_and_another_subjects_teacher_is_told() {
    let mut register = school();
    let next = year("2027/28", "01.09.2027", "31.05.2028", YearState::Open);
    let next = put(&mut register, next);
    let eighth = ClassRecord {
        year: YearId(next.id.0),
        grade: 8,
        title: "8Б".to_owned(),
    };
    let eighth = put(&mut register, Record::Class(eighth)).id.0;
    let told = |register: &Register, record: Record| {
        let told = checked(register, &new(register, record)).unwrap();
        let json = serde_json::to_string(&told.effects).unwrap();
        assert_eq!(
            serde_json::from_str::<Vec<Effect>>(&json).unwrap(),
            told.effects
        );
        let kinds = told.effects.into_iter();
        kinds
            .filter(|one| !matches!(one.kind, EffectKind::EntriesOutside { .. }))
            .map(|one| (one.kind.clone(), one.kind.is_danger()))
            .collect::<Vec<_>>()
    };
    let goes = |pupil, sort| Record::Movement(line(pupil, sort, "01.09.2027", Some(eighth)));
    let pupil = at(K::Person, 3);
    let owed = vec!["Алгебра".to_owned()];
    let with = EffectKind::PromotedWithDebt { pupil, owed };
    assert_eq!(
        told(&register, goes(3, MovementSort::Promote)),
        [(with, true)]
    );
    assert_eq!(told(&register, goes(3, MovementSort::Conditional)), []);
    let pupil = at(K::Person, 2);
    let unsaid = EffectKind::ConditionUnsaid { pupil };
    assert_eq!(
        told(&register, goes(2, MovementSort::Conditional)),
        [(unsaid, false)]
    );
    assert_eq!(told(&register, goes(2, MovementSort::Promote)), []);
    let teaches = |teacher| {
        Record::Teaching(TeachingRecord {
            journal: JournalId(1),
            teacher: PersonId(teacher),
            part: TeachingPart::Second,
            ..TeachingRecord::default()
        })
    };
    let (teacher, subject) = (at(K::Person, 2), at(K::Subject, 1));
    let unlinked = EffectKind::TeacherUnlinked { teacher, subject };
    assert_eq!(told(&register, teaches(2)), [(unlinked, false)]);
    let link = SubjectTeacher {
        subject: SubjectId(1),
        teacher: PersonId(2),
    };
    put(&mut register, Record::SubjectTeacher(link));
    assert_eq!(told(&register, teaches(2)), []);
    let owes = |pupil| Record::Debt(debt(pupil, "25.10.2026"));
    let person = at(K::Person, 1);
    let no_pupil = EffectKind::NoPupil { person };
    assert_eq!(told(&register, owes(1)), [(no_pupil, true)]);
    assert_eq!(told(&register, owes(2)), []);
}

/// SOLO2-10.1-3d: the mark of Friday's clearing made on Tuesday is a working day late, and with the
/// last debt the condition ends.
#[test]
fn the_book_says_which_debts_are_left_and_which_were_marked_late() {
    let mut register = school();
    let next = year("2027/28", "01.09.2027", "31.05.2028", YearState::Open);
    let next = put(&mut register, next);
    let eighth = ClassRecord {
        year: YearId(next.id.0),
        grade: 8,
        title: "8Б".to_owned(),
    };
    let eighth = put(&mut register, Record::Class(eighth)).id.0;
    let goes = line(3, MovementSort::Conditional, "01.09.2027", Some(eighth));
    let goes = put(&mut register, Record::Movement(goes));
    let regulation = Regulation::shipped("solo-kommunar-2").unwrap();
    let debts = |register: &Register, entered: &[(RecordRef, &str)]| {
        let entered = entered.iter().map(|(at, on)| (*at, day(on))).collect();
        let book = register.movement_book(&regulation, &entered);
        let mut lines = book.into_iter();
        lines.find(|one| one.line == goes.id).unwrap().debts
    };
    let left = debts(&register, &[]);
    assert_eq!(
        (left[0].subject.as_str(), left[0].cleared),
        ("Алгебра", None)
    );
    let debt_at = at(K::Debt, 1);
    let was = register.get(debt_at).cloned().unwrap();
    let is = Record::Debt(DebtRecord {
        cleared: Some(day("10.09.2027")),
        ..debt(3, "31.05.2026")
    });
    assert!(is_entry(Some(&was), &is) && !is_entry(Some(&is), &is) && !is_entry(None, &was));
    register.put(debt_at, Some(is));
    let late = |on: &str| debts(&register, &[(debt_at, on)])[0].late;
    assert_eq!((late("13.09.2027"), late("14.09.2027")), (0, 1));
}

/// SOLO2-6.3b: a namesake may be another, so it is told and nothing is refused.
#[test]
fn of_a_new_person_it_is_told_that_somebody_of_the_name_is_known() {
    let register = school();
    let told = |record: Record| {
        let told = checked(&register, &new(&register, record)).unwrap();
        told.effects
            .into_iter()
            .map(|one| (one.kind.clone(), one.kind.is_danger()))
            .collect::<Vec<_>>()
    };
    let known = EffectKind::NameKnown {
        person: at(K::Person, 2),
    };
    assert_eq!(told(person("абрамов", "Илья", "")), [(known, false)]);
    assert_eq!(told(person("Абрамов", "Илья", "Олегович")), []);
}

/// SOLO2-4.3b: whose roles and posts are all over; nobody is dismissed of whom nothing is said.
#[test]
fn who_has_no_role_and_no_post_any_more_has_left() {
    let mut register = school();
    let has_left = |register: &Register, on: &str| register.has_left(PersonId(1), day(on));
    assert!(!has_left(&register, "16.11.2026"));
    assert!(!register.has_left(PersonId(2), day("16.11.2026")));
    let until = Some(day("15.11.2026"));
    let all: Vec<_> = register
        .all()
        .map(|(at, record)| (at, record.clone()))
        .collect();
    for (at, record) in all {
        let over = match record {
            Record::Office(it) => Record::Office(OfficeRecord { until, ..it }),
            Record::Employment(it) => Record::Employment(EmploymentRecord { until, ..it }),
            _ => continue,
        };
        register.put(at, Some(over));
    }
    assert!(!has_left(&register, "15.11.2026"));
    assert!(has_left(&register, "16.11.2026"));
    let is_of_staff = |on: &str| register.is_of_staff(PersonId(1), day(on));
    assert!(is_of_staff("15.11.2026") && !is_of_staff("16.11.2026"));
    // A pupil never was, and is not taken for one who has left.
    assert!(!register.is_of_staff(PersonId(3), day("15.11.2026")));
    assert!(register.is_of_families(PersonId(3)) && !register.is_of_families(PersonId(1)));
}
