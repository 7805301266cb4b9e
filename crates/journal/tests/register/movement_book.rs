//! The book of movement: three dates of a line, the term, the counts on a day.

use crate::support::*;
use journal::register::*;
use journal::{ClassId, Regulation};
use rstest::rstest;
use std::collections::HashMap;

fn rules() -> Regulation {
    Regulation::shipped("solo-kommunar-2").unwrap()
}

/// Entered on these days, by line.
fn entered(days: &[(i64, &str)]) -> HashMap<RecordRef, chrono::NaiveDate> {
    let line = |id| at(RecordKind::Movement, id);
    days.iter().map(|(id, on)| (line(*id), day(on))).collect()
}

/// What is prepared is not entered yet, and a reason that is added later enters nothing.
#[test]
fn a_line_is_entered_when_it_says_what_it_says_now() {
    let is = |line: &MovementRecord| Record::Movement(line.clone());
    let was = line(2, MovementSort::Move, "09.11.2026", Some(2));
    assert!(is_entry(None, &is(&was)));
    let reason = MovementRecord {
        reason: "по заявлению".to_owned(),
        ..was.clone()
    };
    assert!(!is_entry(Some(&is(&was)), &is(&reason)));
    let another = line(3, MovementSort::Move, "09.11.2026", Some(2));
    assert!(is_entry(Some(&is(&was)), &is(&another)));
    let draft = OrderRecord {
        state: OrderState::Draft,
        ..order_of("2-п", "05.11.2026", OrderSort::Transfer)
    };
    let signed = order_of("2-п", "05.11.2026", OrderSort::Transfer);
    assert!(is_entry(
        Some(&Record::Order(draft)),
        &Record::Order(signed)
    ));
    let mut days = entered(&[(3, "06.11.2026")]);
    days.insert(at(RecordKind::Order, 2), day("16.11.2026"));
    let book = moved().movement_book(&rules(), &days);
    assert_eq!(
        (book[0].entered, book[0].late),
        (Some(day("16.11.2026")), 4)
    );
}

/// Абрамов goes to 7Б by an order of Thursday 5 November.
fn moved() -> Register {
    let mut register = school();
    let order = order_of("2-п", "05.11.2026", OrderSort::Transfer);
    register.put(at(RecordKind::Order, 2), Some(Record::Order(order)));
    let line = MovementRecord {
        order: Some(OrderId(2)),
        ..line(2, MovementSort::Move, "09.11.2026", Some(2))
    };
    register.put(at(RecordKind::Movement, 3), Some(Record::Movement(line)));
    register
}

fn count(register: &Register, on: &str, class: i64) -> ClassCount {
    let counts = register.population(day(on));
    let mut counts = counts.into_iter();
    counts.find(|count| count.class == ClassId(class)).unwrap()
}

/// SOLO2-10.1-1a, 10.1-2a: within three working days of the order.
#[test]
fn a_line_has_three_dates_its_term_and_its_clause() {
    for (on, late) in [("10.11.2026", 0), ("11.11.2026", 1), ("16.11.2026", 4)] {
        let book = moved().movement_book(&rules(), &entered(&[(3, on)]));
        let line = &book[0];
        let order = line.order.as_ref().unwrap();
        assert_eq!(
            (order.date, line.day),
            (day("05.11.2026"), day("09.11.2026"))
        );
        assert_eq!(line.entered, Some(day(on)));
        assert_eq!(line.due, Some(day("10.11.2026")));
        assert_eq!(line.late, late, "{on}");
        assert_eq!((&*line.from, &*line.to), ("7А", "7Б"));
        assert!(line.clause.as_ref().unwrap().id.starts_with("SOLO2-10.1"));
    }
}

/// SOLO2-2.2-4b: what came without an order is told apart, and has no term.
#[test]
fn a_line_without_an_order_says_so() {
    let book = school().movement_book(&rules(), &HashMap::new());
    let line = book.iter().find(|line| line.pupil.0 == 3).unwrap();
    assert_eq!((&line.order, line.due, line.late), (&None, None, 0));
    assert_eq!((&*line.from, &*line.to), ("", "7Б"));
}

/// The line of an order that was taken back stays in the book, and does not hold.
#[test]
fn a_cancelled_order_stays_in_the_book() {
    let mut register = moved();
    let cancelling = OrderRecord {
        cancels: Some(OrderId(2)),
        ..order_of("3-п", "12.11.2026", OrderSort::Cancelling)
    };
    register.put(at(RecordKind::Order, 3), Some(Record::Order(cancelling)));
    let book = register.movement_book(&rules(), &HashMap::new());
    let order = book[0].order.as_ref().unwrap();
    assert_eq!((order.in_force, order.cancelled), (false, true));
    assert!(book.iter().any(|line| {
        let order = line.order.as_ref();
        order.is_some_and(|it| it.in_force && !it.cancelled)
    }));
    assert_eq!(count(&register, "16.11.2026", 1).present, 1);
}

/// EPOS1-1.1-2a: in the list of a class exactly on the days of the class.
#[test]
fn pupils_are_counted_on_the_day() {
    let register = moved();
    for (on, class, counted) in [
        ("01.09.2026", 1, (1, 0, 0, 1)),
        ("08.11.2026", 1, (1, 0, 0, 1)),
        ("09.11.2026", 1, (1, 0, 1, 0)),
        ("08.11.2026", 2, (1, 0, 0, 1)),
        ("09.11.2026", 2, (1, 1, 0, 2)),
    ] {
        let it = count(&register, on, class);
        assert_eq!(
            (it.first, it.came, it.left, it.present),
            counted,
            "{on} {class}"
        );
        assert_eq!(it.first + it.came - it.left, it.present, "{on} {class}");
    }
}

#[test]
fn who_is_attached_is_counted_apart() {
    let mut register = school();
    let family = line(3, MovementSort::ToFamily, "12.10.2026", None);
    register.put(at(RecordKind::Movement, 3), Some(Record::Movement(family)));
    let it = count(&register, "16.11.2026", 2);
    assert_eq!((it.present, it.left, it.attached), (0, 1, 1));
}

/// SOLO2-10.1-1b, 10.1-2b: attached for attestation alone, until detached.
#[test]
fn who_is_attached_for_attestation_is_in_no_list_of_the_class() {
    let mut register = school();
    for (id, sort, on, class) in [
        (3, MovementSort::Attach, "12.10.2026", Some(2)),
        (4, MovementSort::Detach, "16.11.2026", None),
    ] {
        let record = Record::Movement(line(1, sort, on, class));
        let at = at(RecordKind::Movement, id);
        assert_eq!(register.faults(at, &record), []);
        register.put(at, Some(record));
    }
    for (on, attached) in [("11.10.2026", 0), ("15.11.2026", 1), ("16.11.2026", 0)] {
        let it = count(&register, on, 2);
        assert_eq!((it.present, it.came, it.attached), (1, 0, attached), "{on}");
    }
}

/// SOLO2-4.5c, 10.1-3c, 10.1-4b: the next class, the same parallel once more, or none.
#[rstest]
#[case::goes_on(MovementSort::Promote, "01.09.2027", Some(6), [0, 1])]
#[case::goes_on_with_debts(MovementSort::Conditional, "01.09.2027", Some(6), [0, 1])]
#[case::repeats_the_year(MovementSort::Repeat, "01.09.2027", Some(5), [1, 0])]
#[case::has_finished(MovementSort::Graduate, "28.05.2027", None, [0, 0])]
fn at_the_end_of_a_year_a_pupil_goes_on_stays_or_has_finished(
    #[case] sort: MovementSort,
    #[case] on: &str,
    #[case] class: Option<i64>,
    #[case] present: [u32; 2],
) {
    let mut register = school();
    let next = year("2027/28", "01.09.2027", "31.05.2028", YearState::Forming);
    register.put(at(RecordKind::SchoolYear, 2), Some(next));
    for (id, grade, year) in [(4, 9, 1), (5, 9, 2), (6, 10, 2)] {
        let class = Record::Class(ClassRecord {
            year: YearId(year),
            grade,
            title: format!("{grade}А"),
        });
        register.put(at(RecordKind::Class, id), Some(class));
    }
    let came = line(1, MovementSort::Enrol, "01.09.2026", Some(4));
    register.put(at(RecordKind::Movement, 3), Some(Record::Movement(came)));
    let goes = Record::Movement(line(1, sort, on, class));
    let goes_at = at(RecordKind::Movement, 4);
    assert_eq!(register.faults(goes_at, &goes), []);
    register.put(goes_at, Some(goes));
    let counted = [5, 6].map(|class| count(&register, "15.09.2027", class).present);
    assert_eq!(counted, present);
    assert_eq!(count(&register, "15.05.2027", 4).present, 1, "until then");
}

/// A closed year's day has that year's classes, and who was not promoted is in none of the new year.
#[test]
fn a_day_counts_for_the_year_that_it_is_in() {
    let mut register = school();
    let closed = year("2026/27", "01.09.2026", "31.05.2027", YearState::Closed);
    register.put(at(RecordKind::SchoolYear, 1), Some(closed));
    let next = year("2027/28", "01.09.2027", "31.05.2028", YearState::Open);
    register.put(at(RecordKind::SchoolYear, 2), Some(next));
    let eighth = Record::Class(ClassRecord {
        year: YearId(2),
        grade: 8,
        title: "8А".to_owned(),
    });
    register.put(at(RecordKind::Class, 9), Some(eighth));
    assert_eq!(
        count(&register, "16.11.2026", 1).present,
        1,
        "of the closed year"
    );
    assert_eq!(count(&register, "10.07.2027", 1).present, 1, "in summer");
    let autumn = register.population(day("01.10.2027"));
    let autumn: Vec<_> = autumn.iter().map(|it| (&*it.title, it.present)).collect();
    assert_eq!(autumn, [("8А", 0)]);
    let lines = register.setup(&rules(), day("01.10.2027"), &BesideRegister::default());
    let pupils = lines
        .iter()
        .find(|line| line.part == SetupPart::Pupils)
        .unwrap();
    assert_eq!(
        (pupils.present, pupils.lacking),
        (0, 1),
        "nobody is promoted yet"
    );
}
