//! Rows of a kind's own table.

use super::*;

#[test]
fn a_row_is_new_changed_or_the_same_and_what_is_missing_stays() {
    let register = school();
    let rooms = TableShape::of(RecordKind::Room);
    let asked = asked(
        &register,
        &rooms,
        &[
            "building|Название|seats|floor",
            "Главный корпус|21|30|2",
            "Главный корпус|305|25|3",
        ],
    );
    let rooms: Vec<_> = register.of(RecordKind::Room).collect();
    assert_eq!(asked.verdicts(), [Verdict::Same, Verdict::New]);
    assert_eq!(asked.absent().len(), rooms.len() - 1);
    assert_eq!(asked.plan.changes.len(), 1);
    let after = asked.applied(&register);
    assert_eq!(after.of(RecordKind::Room).count(), rooms.len() + 1);
}

#[test]
fn an_empty_cell_erases_nothing_and_the_word_does() {
    let register = school();
    let rooms = TableShape::of(RecordKind::Room);
    let lines = ["building|Название|seats", "Главный корпус|21|"];
    assert_eq!(asked(&register, &rooms, &lines).verdicts(), [Verdict::Same]);
    let lines = ["building|Название|seats", "Главный корпус|21|-"];
    assert_eq!(asked(&register, &rooms, &lines).verdicts(), [Verdict::Same]);
    let lines = ["building|Название|seats", "Главный корпус|21|удалить"];
    let asked = asked(&register, &rooms, &lines);
    assert_eq!(asked.verdicts(), [Verdict::Changed]);
    let Record::Room(room) = &asked.plan.changes[0].is else {
        panic!()
    };
    assert_eq!(room.seats, None);
}

#[test]
fn what_cannot_be_taken_is_refused_by_row_and_column() {
    let register = school();
    let rooms = TableShape::of(RecordKind::Room);
    let asked = asked(
        &register,
        &rooms,
        &[
            "building|Название|seats",
            "Пристройка|401|30",
            "Главный корпус|402|много",
            "Главный корпус|403|=?",
            "Главный корпус|404|#DIV/0!",
            "Главный корпус||30",
        ],
    );
    assert!(asked.plan.changes.is_empty());
    let nowhere = Finding::NoSuch(RecordKind::Building, "Пристройка".to_owned());
    assert_eq!(asked.said(2), [(Some(1), nowhere)]);
    assert_eq!(
        asked.said(3),
        [(Some(3), Finding::Fault(Fault::Unreadable))]
    );
    assert_eq!(asked.said(4), [(Some(3), Finding::Formula)]);
    assert_eq!(
        asked.said(5),
        [(Some(3), Finding::CellError("#DIV/0!".to_owned()))]
    );
    assert_eq!(asked.said(6), [(Some(2), Finding::Fault(Fault::Required))]);
}

#[test]
fn titles_above_the_heads_totals_and_heads_said_again_are_no_rows() {
    let register = school();
    let rooms = TableShape::of(RecordKind::Room);
    let asked = asked(
        &register,
        &rooms,
        &[
            "Список кабинетов",
            "",
            "№|Building|Название",
            "1|Главный корпус|501",
            "№|Building|Название",
            "2|Главный корпус|502",
            "||",
            "Итого: 2||",
        ],
    );
    assert_eq!(asked.verdicts(), [Verdict::New, Verdict::New]);
    assert_eq!(asked.row(6).title, "502 · Главный корпус");
}

#[test]
fn a_row_may_name_what_a_later_row_brings() {
    let register = school();
    let orders = TableShape::of(RecordKind::Order);
    let asked = asked(
        &register,
        &orders,
        &[
            "number|date|sort|cancels",
            "8-у|05.10.2026|отмена|7-у · 01.10.2026",
            "7-у|01.10.2026|зачисление|",
        ],
    );
    // An order cancels one of a lesser number, and the later row has the greater.
    assert_eq!(asked.row(3).verdict, Verdict::New);
    let classes = TableShape::of(RecordKind::Class);
    let after = asked.applied(&register);
    let asked = super::asked(&after, &classes, &["Название", "8А", "8A"]);
    assert_eq!(asked.verdicts(), [Verdict::New, Verdict::Refused]);
    let latin = (Some(1), Finding::Read(journal::reading::Note::LatinLetters));
    assert_eq!(asked.said(3), [latin, (None, Finding::Twin(2))]);
}

#[test]
fn a_number_of_another_school_is_not_what_a_row_is_known_by() {
    let register = school();
    let subjects = TableShape::of(RecordKind::Subject);
    let first = register.of(RecordKind::Subject).next().unwrap().0;
    let foreign = format!("{}|Астрономия|Астр.", first.id);
    let asked = asked(&register, &subjects, &["id|title|short", &foreign]);
    assert!(asked.plan.foreign_ids.contains(&RecordKind::Subject));
    assert_eq!(asked.verdicts(), [Verdict::New]);
    assert_ne!(asked.plan.changes[0].at, first);
}

#[test]
fn what_a_person_has_set_by_hand_waits_for_a_person() {
    let register = school();
    let rooms = TableShape::of(RecordKind::Room);
    let lines = ["building|Название|seats", "Главный корпус|21|12"];
    let hand = |_: RecordRef, field: &str| field == "seats";
    let waits = with(&register, &rooms, &lines, false, &hand);
    assert_eq!(waits.verdicts(), [Verdict::Disputed]);
    assert_eq!(
        waits.said(2),
        [(Some(3), Finding::SetByHand("30".to_owned()))]
    );
    assert!(waits.plan.changes.is_empty());
    let taken = with(&register, &rooms, &lines, true, &hand);
    assert_eq!(taken.verdicts(), [Verdict::Changed]);
    let lines = ["building|Название|seats", "Главный корпус|21|30"];
    let same = with(&register, &rooms, &lines, false, &hand);
    assert_eq!(same.verdicts(), [Verdict::Same]);
}

#[test]
fn an_unknown_column_is_named_and_an_empty_one_changes_nothing() {
    let rooms = TableShape::of(RecordKind::Room);
    let rows = rows(&[
        "building|Название|Цвет стен|seats",
        "Главный корпус|21|белый|",
    ]);
    let titles = |column: &TableColumn| titles(&rooms, column);
    let found = heading(&rooms, &rows, &titles, &BTreeMap::new()).unwrap();
    assert_eq!(found.unknown, [(3, "Цвет стен".to_owned())]);
    let told = BTreeMap::from([
        ("Цвет стен".to_owned(), "floor".to_owned()),
        ("seats".to_owned(), "-".to_owned()),
    ]);
    let found = heading(&rooms, &rows, &titles, &told).unwrap();
    let names: Vec<_> = found
        .columns
        .values()
        .map(|column| rooms.column_name(column))
        .collect();
    assert_eq!(names, ["building", "title", "floor"]);
    assert_eq!(found.unknown, []);
}

#[test]
fn what_a_later_row_brings_is_not_told_as_missing() {
    let orders = asked(
        &school(),
        &TableShape::of(RecordKind::Order),
        &[
            "number|date|sort|cancels|state",
            "7-у|01.10.2026|отмена|8-у · 01.10.2026|=?",
            "8-у|01.10.2026|зачисление||",
        ],
    );
    assert_eq!(orders.said(2), [(Some(5), Finding::Formula)]);
}

/// Tables of classes name a class teacher and not from when.
#[test]
fn a_row_of_a_class_says_who_leads_it_today() {
    let mut register = school();
    let led = at(RecordKind::ClassTeacher, 2);
    let until_yesterday = ClassTeacherRecord {
        class: journal::ClassId(3),
        teacher: journal::PersonId(2),
        from: None,
        until: Some(day("09.11.2026")),
    };
    register.put(led, Some(Record::ClassTeacher(until_yesterday)));
    let classes = TableShape::of(RecordKind::Class);
    let lines = [
        "Название|class_teacher",
        "7А|Абрамов Илья",
        "7Б|Орлова Татьяна Андреевна",
        "1А|Абрамов Илья",
        "8Г|",
    ];
    let asked = asked(&register, &classes, &lines);
    assert_eq!(asked.row(2).verdict, Verdict::Changed);
    assert_eq!(asked.row(3).verdict, Verdict::Same);
    let from_today = Finding::FromDay(day("10.11.2026"));
    assert_eq!(asked.said(4), [(Some(2), from_today)]);
    assert_eq!(asked.row(5).verdict, Verdict::New);
    let after = asked.applied(&register);
    let found = [1, 2, 3].map(|class| {
        let found = after.class_teacher_on(journal::ClassId(class), day("10.11.2026"));
        found.map(|(_, it)| (it.teacher.0, it.from))
    });
    let today = Some(day("10.11.2026"));
    assert_eq!(found, [Some((2, None)), Some((1, None)), Some((2, today))]);
    let lines = ["Название|class_teacher", "7Б|Абрамов Илья"];
    let other = super::asked(&register, &classes, &lines);
    let stands = "Орлова Татьяна Андреевна".to_owned();
    assert_eq!(other.said(2), [(Some(2), Finding::OtherTeacher(stands))]);
    assert!(other.plan.changes.is_empty());
}
