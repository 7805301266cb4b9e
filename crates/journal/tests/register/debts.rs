//! Debts, and which teachers and rooms a subject has (SOLO2-10.1-3b, SP14-T2.7a, SP14-T2.7b).

use crate::support::*;
use journal::PersonId;
use journal::register::*;
use rstest::rstest;

fn faults(record: Record) -> Vec<(String, Fault)> {
    let register = school();
    match checked(&register, &new(&register, record)) {
        Err(Refusal::Invalid { faults }) => {
            let faults = faults.into_iter();
            faults.map(|it| (it.field, it.fault)).collect()
        }
        other => {
            other.unwrap();
            Vec::new()
        }
    }
}

#[rstest]
#[case::whole("01.10.2026", Some("10.09.2026"), Some("25.09.2026"), vec![])]
#[case::at_once("31.05.2026", None, None, vec![])]
#[case::over_before_it_begins("30.05.2026", None, None, one("due", Fault::EndsBeforeStart))]
#[case::backwards(
    "01.10.2026",
    Some("25.09.2026"),
    Some("10.09.2026"),
    one("again", Fault::EndsBeforeStart)
)]
#[case::the_second_first("01.10.2026", None, Some("10.09.2026"), one("tried", Fault::Required))]
fn the_days_of_a_debt_follow_one_another(
    #[case] due: &str,
    #[case] tried: Option<&str>,
    #[case] again: Option<&str>,
    #[case] expected: Vec<(String, Fault)>,
) {
    let record = DebtRecord {
        due: Some(day(due)),
        tried: tried.map(day),
        again: again.map(day),
        ..debt(2, "31.05.2026")
    };
    assert_eq!(faults(Record::Debt(record)), expected);
}

#[test]
fn a_debt_is_one_of_a_pupil_a_subject_and_a_time() {
    let with = at(RecordKind::Debt, 1);
    let twin = one("pupil", Fault::NotUnique { with });
    assert_eq!(faults(Record::Debt(debt(3, "31.05.2026"))), twin);
    assert_eq!(faults(Record::Debt(debt(3, "25.10.2026"))), []);
}

#[test]
fn a_debt_is_open_until_the_day_on_which_it_is_cleared() {
    let cleared = DebtRecord {
        cleared: Some(day("25.09.2026")),
        ..debt(2, "31.05.2026")
    };
    let open = |on: &str| cleared.is_open(day(on));
    assert!(!open("30.05.2026") && open("31.05.2026") && open("24.09.2026"));
    assert!(!open("25.09.2026"));
    assert!(debt(2, "31.05.2026").is_open(day("01.09.2028")));
}

/// It may be cleared in autumn, when the year that it is of is over.
#[test]
fn a_debt_of_a_closed_year_is_cleared() {
    let mut register = school();
    let closed = year("2026/27", "01.09.2026", "31.05.2027", YearState::Closed);
    register.put(at(RecordKind::SchoolYear, 1), Some(closed));
    let cleared = DebtRecord {
        due: Some(day("01.10.2026")),
        cleared: Some(day("25.09.2026")),
        ..debt(3, "31.05.2026")
    };
    let change = to(
        &register,
        at(RecordKind::Debt, 1),
        Some(Record::Debt(cleared)),
    );
    checked(&register, &change).unwrap();
}

#[test]
fn a_subject_has_a_teacher_and_a_room_once() {
    let teacher = |teacher| {
        Record::SubjectTeacher(SubjectTeacher {
            subject: SubjectId(1),
            teacher: PersonId(teacher),
        })
    };
    let room = |room| {
        Record::SubjectRoom(SubjectRoom {
            subject: SubjectId(1),
            room: RoomId(room),
        })
    };
    let twin = |field, kind| one(field, Fault::NotUnique { with: at(kind, 1) });
    assert_eq!(faults(teacher(2)), []);
    assert_eq!(
        faults(teacher(1)),
        twin("teacher", RecordKind::SubjectTeacher)
    );
    assert_eq!(faults(room(3)), []);
    assert_eq!(faults(room(1)), twin("room", RecordKind::SubjectRoom));
}

/// SGO154P-1.2.2: the sheet comes back signed on the day or after it.
#[rstest]
#[case::on_the_day("02.09.2026", vec![])]
#[case::before_it("01.09.2026", one("signed", Fault::EndsBeforeStart))]
fn nobody_signs_for_a_slip_before_it_is_given(
    #[case] signed: &str,
    #[case] expected: Vec<(String, Fault)>,
) {
    let slip = SlipRecord {
        person: PersonId(2),
        given: day("02.09.2026"),
        signed: Some(day(signed)),
        ..SlipRecord::default()
    };
    assert_eq!(faults(Record::Slip(slip)), expected);
}
