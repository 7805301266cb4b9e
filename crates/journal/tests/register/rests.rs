//! What rests upon a record is left in order when the record changes.

use crate::support::*;
use journal::register::*;
use journal::{ClassId, GroupId, JournalId, PersonId};
use rstest::rstest;

const NEXT: YearId = YearId(2);

/// The school, with a year after the running one, in which there are a mixed group and a class, and
/// a mixed group of this year with a journal and a member from some day on.
fn two_years() -> Register {
    let mut register = school();
    let mut put = |record: Record| {
        let at = record.kind().at(register.free_id(record.kind()));
        register.put(at, Some(record));
    };
    let next = year("2027/28", "01.09.2027", "31.05.2028", YearState::Forming);
    put(next);
    put(class(7, "7В"));
    put(Record::ClassTeacher(ClassTeacherRecord {
        class: ClassId(4),
        teacher: PersonId(1),
        from: Some(day("02.11.2026")),
        until: Some(day("31.05.2027")),
    }));
    put(group_of("Хор", GroupSort::Mixed, None));
    put(membership(2, 3, Some("05.10.2026"), None));
    put(Record::Journal(JournalRecord {
        subject: SubjectId(1),
        group: GroupId(3),
        marking: Marking::Marks,
    }));
    put(Record::Teaching(TeachingRecord {
        journal: JournalId(2),
        teacher: PersonId(1),
        until: Some(day("20.05.2027")),
        ..TeachingRecord::default()
    }));
    put(Record::Group(GroupRecord {
        year: NEXT,
        title: "Хор".to_owned(),
        sort: GroupSort::Mixed,
        class: None,
    }));
    register
}

fn left(kind: RecordKind, id: i64) -> Fault {
    let record = at(kind, id);
    Fault::LeavesOutside { record }
}

fn changed(register: &Register, at: RecordRef, change: impl Fn(&mut Record)) -> Vec<FieldFault> {
    let mut record = register.get(at).unwrap().clone();
    change(&mut record);
    let one = to(register, at, Some(record));
    match checked(register, &one) {
        Ok(_) => Vec::new(),
        Err(Refusal::Invalid { faults }) => faults,
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case::with_groups(1, vec![FieldFault::new("year", left(RecordKind::Movement, 1))])]
#[case::with_pupils(2, vec![FieldFault::new("year", left(RecordKind::Movement, 2))])]
#[case::with_nobody(3, vec![])]
#[case::with_a_class_teacher(4, vec![FieldFault::new("year", left(RecordKind::ClassTeacher, 2))])]
fn a_class_goes_to_no_other_year_than_its_pupils_and_class_teachers(
    #[case] class: i64,
    #[case] faults: Vec<FieldFault>,
) {
    let register = two_years();
    let found = changed(&register, ClassId(class).into(), |record| {
        let Record::Class(class) = record else {
            panic!("{record:?}")
        };
        class.year = NEXT;
    });
    assert_eq!(found, faults);
}

#[test]
fn a_group_goes_to_no_other_year_than_the_days_of_its_members_and_teachers() {
    let mut register = two_years();
    let to_next = |record: &mut Record| match record {
        Record::Group(group) => group.year = NEXT,
        Record::Journal(journal) => journal.group = GroupId(4),
        other => panic!("{other:?}"),
    };
    let choir = at(RecordKind::Group, 3);
    let faults = |field, record| vec![FieldFault::new(field, record)];
    let title = |record: &mut Record| {
        let Record::Group(group) = record else {
            panic!("{record:?}")
        };
        group.year = NEXT;
        "Хор 2".clone_into(&mut group.title);
    };
    let place = at(RecordKind::Membership, 2);
    assert_eq!(
        changed(&register, choir, title),
        faults("year", left(RecordKind::Membership, 2))
    );
    let journal = at(RecordKind::Journal, 2);
    let appointment = left(RecordKind::Teaching, 2);
    assert_eq!(
        changed(&register, journal, to_next),
        faults("group", appointment.clone())
    );
    register.put(place, Some(membership(2, 3, None, None)));
    assert_eq!(
        changed(&register, choir, title),
        faults("year", appointment)
    );
    register.put(at(RecordKind::Teaching, 2), None);
    assert_eq!(changed(&register, choir, title), []);
    assert_eq!(changed(&register, journal, to_next), []);
}

#[rstest]
#[case::a_place("01.09.2026", "05.06.2027", Some("05.06.2027"), vec![])]
#[case::cut("01.09.2026", "31.05.2027", Some("05.06.2027"),
    vec![FieldFault::new("ends", left(RecordKind::Membership, 2))])]
#[case::another_years("01.09.2026", "31.05.2027", None, vec![])]
#[case::a_class_teacher("01.09.2026", "30.05.2027", None,
    vec![FieldFault::new("ends", left(RecordKind::ClassTeacher, 2))])]
fn a_year_holds_the_days_of_places_and_appointments(
    #[case] starts: &str,
    #[case] ends: &str,
    #[case] until: Option<&str>,
    #[case] faults: Vec<FieldFault>,
) {
    let mut register = two_years();
    let longer = year("2026/27", "01.09.2026", "10.06.2027", YearState::Open);
    register.put(YEAR.into(), Some(longer));
    let place = membership(2, 3, None, until);
    register.put(at(RecordKind::Membership, 2), Some(place));
    let cut = year("2026/27", starts, ends, YearState::Open);
    let found = changed(&register, YEAR.into(), |record| *record = cut.clone());
    assert_eq!(found, faults);
}

#[test]
fn an_order_stays_of_the_sort_of_its_lines() {
    let register = two_years();
    let order = at(RecordKind::Order, 1);
    let sort = |sort: OrderSort| {
        changed(&register, order, |record| {
            let Record::Order(order) = record else {
                panic!("{record:?}")
            };
            order.sort = sort;
            "1-д".clone_into(&mut order.number);
        })
    };
    let with = at(RecordKind::Movement, 1);
    let fault = FieldFault::new("sort", Fault::BreaksMovement { with });
    assert_eq!(sort(OrderSort::Graduation), [fault]);
    assert_eq!(sort(OrderSort::Enrolment), []);
}

/// Whatever stands in a journal is of its year: neither its group nor another takes it into the next.
#[test]
fn a_journal_with_lessons_or_marks_goes_to_no_other_year() {
    let mut register = two_years();
    register.put(at(RecordKind::Membership, 2), None);
    register.put(at(RecordKind::Teaching, 2), None);
    let (choir, journal) = (at(RecordKind::Group, 3), at(RecordKind::Journal, 2));
    let asked = Question::Journal {
        journal: JournalId(2),
    };
    let refused = |found: Found, at: RecordRef, wanted: Record| {
        let mut material = Material::default();
        material.answer(asked.clone(), found);
        match check(&register, &to(&register, at, Some(wanted)), &material) {
            Ok(_) => Vec::new(),
            Err(Refusal::Invalid { faults }) => faults,
            other => panic!("{other:?}"),
        }
    };
    let group = |year, title: &str| {
        Record::Group(GroupRecord {
            year,
            title: title.to_owned(),
            sort: GroupSort::Mixed,
            class: None,
        })
    };
    let into = |group| {
        Record::Journal(JournalRecord {
            subject: SubjectId(1),
            group: GroupId(group),
            marking: Marking::Without,
        })
    };
    let lessons = Found {
        lessons: 1,
        ..Found::default()
    };
    let marks = Found {
        marks: 1,
        ..Found::default()
    };
    let fault = |field| vec![FieldFault::new(field, Fault::KeepsYear { journal })];
    for found in [lessons, marks] {
        let to_next = group(NEXT, "Хор 2");
        assert_eq!(refused(found.clone(), choir, to_next), fault("year"));
        assert_eq!(refused(found.clone(), journal, into(4)), fault("group"));
        // In its year it is called anew, and without marks.
        assert_eq!(refused(found.clone(), choir, group(YEAR, "Хор 2")), []);
        assert_eq!(refused(found, journal, into(3)), []);
    }
    assert_eq!(refused(Found::default(), choir, group(NEXT, "Хор 2")), []);
    assert_eq!(refused(Found::default(), journal, into(4)), []);
}
