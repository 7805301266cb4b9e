//! Who is class teacher of a class, from when until when (SGO154-3.1.11b, SOLO2-4.6d).

use crate::support::*;
use journal::register::*;
use journal::{ClassId, PersonId};
use rstest::rstest;

const CLASS: ClassId = ClassId(1);

fn leads(teacher: i64, from: Option<&str>, until: Option<&str>) -> Record {
    Record::ClassTeacher(ClassTeacherRecord {
        class: CLASS,
        teacher: PersonId(teacher),
        from: from.map(day),
        until: until.map(day),
    })
}

/// 7А, led by one until the autumn break and by another after it.
fn two_in_turn() -> Register {
    let mut register = school();
    for record in [
        leads(1, None, Some("25.10.2026")),
        leads(2, Some("02.11.2026"), None),
    ] {
        let free = register.free_id(RecordKind::ClassTeacher);
        register.put(RecordKind::ClassTeacher.at(free), Some(record));
    }
    register
}

#[rstest]
#[case::before_the_year("20.08.2026", Some(1))]
#[case::until_the_last_day("25.10.2026", Some(1))]
#[case::nobody_between("26.10.2026", None)]
#[case::from_the_first_day("02.11.2026", Some(2))]
fn a_class_has_the_class_teacher_of_the_day(#[case] on: &str, #[case] teacher: Option<i64>) {
    let register = two_in_turn();
    let found = register.class_teacher_on(CLASS, day(on));
    let found = found.map(|(_, one)| one.teacher);
    assert_eq!(found, teacher.map(PersonId));
}

fn overlap(field: &str, id: i64) -> Vec<(String, Fault)> {
    let with = at(RecordKind::ClassTeacher, id);
    one(field, Fault::Overlaps { with })
}

#[rstest]
#[case::in_between(Some("26.10.2026"), Some("01.11.2026"), vec![])]
#[case::not_yet_over(Some("25.10.2026"), Some("01.11.2026"), overlap("from", 2))]
#[case::over_the_next(Some("26.10.2026"), None, overlap("until", 3))]
#[case::always(None, None, overlap("from", 2))]
#[case::backwards(
    Some("01.11.2026"),
    Some("26.10.2026"),
    one("until", Fault::EndsBeforeStart)
)]
#[case::outside_the_year(Some("31.08.2026"), None, one("from", Fault::OutsideYear))]
fn a_class_has_one_class_teacher_at_a_time(
    #[case] from: Option<&str>,
    #[case] until: Option<&str>,
    #[case] faults: Vec<(String, Fault)>,
) {
    let register = two_in_turn();
    let new = RecordKind::ClassTeacher.at(register.free_id(RecordKind::ClassTeacher));
    // The same person twice at a time is no better than two.
    for teacher in [2, 3] {
        let found = register
            .faults(new, &leads(teacher, from, until))
            .into_iter();
        let found: Vec<_> = found.map(|it| (it.field, it.fault)).collect();
        assert_eq!(found, faults);
    }
}

#[test]
fn a_person_may_lead_two_classes() {
    let register = two_in_turn();
    let Record::ClassTeacher(of) = leads(2, None, None) else {
        unreachable!()
    };
    let new = RecordKind::ClassTeacher.at(register.free_id(RecordKind::ClassTeacher));
    let another = Record::ClassTeacher(ClassTeacherRecord {
        class: ClassId(3),
        ..of
    });
    assert_eq!(register.faults(new, &another), []);
}
