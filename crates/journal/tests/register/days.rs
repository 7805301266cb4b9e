//! Days and bells that an amendment is refused for.

use crate::support::*;
use RecordKind::{Period, SchoolYear};
use journal::register::*;
use journal::school::Bell;
use rstest::rstest;

#[rstest]
#[case::backwards(quarter(1, "25.10.2026", "01.09.2026"), "ends", Fault::EndsBeforeStart)]
#[case::over_the_next(quarter(1, "01.09.2026", "02.11.2026"), "ends", Fault::Overlaps { with: at(Period, 2) })]
#[case::before_the_year(quarter(1, "31.08.2026", "25.10.2026"), "starts", Fault::OutsideYear)]
fn a_period_keeps_to_its_year_and_from_the_others(
    #[case] wanted: Record,
    #[case] field: &str,
    #[case] fault: Fault,
) {
    assert_eq!(faults(wanted, 1), one(field, fault));
}

#[test]
fn half_years_of_the_older_lie_over_the_quarters_of_the_younger() {
    let register = school();
    let half = period(
        "1 полугодие",
        PeriodLength::HalfYear,
        "01.09.2026",
        "30.12.2026",
    );
    assert!(checked(&register, &new(&register, half)).is_ok());
}

#[test]
fn a_holiday_outside_its_year_is_refused() {
    let told = faults(holiday("Лето", "25.05.2027", "31.08.2027"), 9);
    assert_eq!(told, one("ends", Fault::OutsideYear));
}

#[rstest]
#[case::overlapping(year("2027/28", "31.05.2027", "31.05.2028", YearState::Forming), 2, "starts", Fault::Overlaps { with: at(SchoolYear, 1) })]
#[case::cut(year("2026/27", "01.09.2026", "20.05.2027", YearState::Open), 1, "ends", Fault::LeavesOutside { record: at(Period, 4) })]
#[case::leap(
    year("2026/27", "01.09.2026", "31.05.2027", YearState::Archived),
    1,
    "state",
    Fault::SkipsState
)]
fn a_year_keeps_from_the_others_holds_its_parts_and_goes_step_by_step(
    #[case] wanted: Record,
    #[case] id: i64,
    #[case] field: &str,
    #[case] fault: Fault,
) {
    let told = faults(wanted, id);
    assert!(told.contains(&(field.to_owned(), fault)), "{told:?}");
}

#[rstest]
#[case::ends_first(&[bell(1, "09:15", "08:30")], Fault::BellEndsBeforeStart { number: 1 })]
#[case::crossing(&[bell(1, "08:30", "09:15"), bell(2, "09:10", "10:00")], Fault::BellsCross { number: 2 })]
#[case::twice(&[bell(1, "08:30", "09:15"), bell(1, "09:25", "10:00")], Fault::BellOrder { number: 1 })]
#[case::seconds(&[Bell { ends: "09:15:30".parse().unwrap(), ..bell(1, "08:30", "09:15") }], Fault::BellSeconds { number: 1 })]
#[case::none(&[], Fault::Required)]
fn bells_follow_each_other(#[case] bells: &[Bell], #[case] fault: Fault) {
    assert_eq!(faults(schedule("Суббота", bells), 9), one("bells", fault));
}

#[test]
fn bells_are_for_grades_or_for_a_class() {
    let Record::BellSchedule(mut bells) = schedule("Разное", &[bell(1, "08:30", "09:15")])
    else {
        panic!()
    };
    bells.grades = Grades([1].into());
    bells.class = Some(journal::ClassId(9));
    let told = faults(Record::BellSchedule(bells.clone()), 9);
    assert!(
        told.contains(&("class".to_owned(), Fault::GradesAndClass)),
        "{told:?}"
    );
    bells.grades = Grades::default();
    let told = faults(Record::BellSchedule(bells.clone()), 9);
    assert_eq!(told, one("class", Fault::NoSuchRecord));
    bells.class = Some(journal::ClassId(1));
    let register = school();
    assert!(checked(&register, &new(&register, Record::BellSchedule(bells))).is_ok());
}
