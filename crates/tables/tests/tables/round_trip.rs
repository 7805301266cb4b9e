use crate::book::{at, read};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use proptest::prelude::*;
use rstest::rstest;
use tables::safe_text::{bare_text, safe_text};
use tables::{Cell, Column, ColumnKind, Export, Unwritable, write_csv, write_xlsx};

fn export(rows: Vec<Vec<Cell>>) -> Export {
    let column = |title: &str, kind| Column {
        title: title.to_owned(),
        kind,
        width: 14,
    };
    Export {
        name: "Ученики".to_owned(),
        columns: vec![
            column("Имя", ColumnKind::Text),
            column("Балл", ColumnKind::Number),
            column("Рождён", ColumnKind::Day),
        ],
        rows,
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn time(hour: u32, minute: u32, second: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, second).unwrap()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// One cell, written and read; the row below keeps it from being the last.
fn through(write: impl Fn(&Export) -> Vec<u8>, cell: &Cell) -> Cell {
    let written = write(&export(vec![vec![cell.clone()], vec![text("конец")]]));
    let table = read(&written).unwrap();
    let rows = &table.sheets[0].rows;
    let row = rows.iter().find(|row| row.number == 2);
    row.map_or(Cell::Empty, |row| row.cell(1).clone())
}

fn xlsx(export: &Export) -> Vec<u8> {
    write_xlsx(std::slice::from_ref(export)).unwrap()
}

fn csv(export: &Export) -> Vec<u8> {
    write_csv(export).unwrap()
}

#[rstest]
#[case::empty(Cell::Empty, "")]
#[case::text(text("Ёлкина \"Аня\"; 2"), "Ёлкина \"Аня\"; 2")]
#[case::lines(text("ул. Мира\nдом 1"), "ул. Мира\nдом 1")]
#[case::formula_like(text("=HYPERLINK(\"http://x\")"), "=HYPERLINK(\"http://x\")")]
#[case::phone(text("+7 912 000-00-00"), "+7 912 000-00-00")]
#[case::minus(text("-1"), "-1")]
#[case::at(text("@SUM(1)"), "@SUM(1)")]
#[case::apostrophe(text("'=1"), "'=1")]
#[case::zeroes(text("00123456789"), "00123456789")]
#[case::class(text("1-9"), "1-9")]
#[case::escape(text("_x0041_"), "_x0041_")]
#[case::number(Cell::Number(4.5), "4,5")]
#[case::negative(Cell::Number(-12.0), "-12")]
#[case::long_number(Cell::Number(79_120_000_000.0), "79120000000")]
#[case::day(Cell::Day(day(2014, 9, 1)), "01.09.2014")]
#[case::first_day(Cell::Day(day(1900, 1, 1)), "01.01.1900")]
#[case::leap_day(Cell::Day(day(2024, 2, 29)), "29.02.2024")]
#[case::last_day(Cell::Day(day(9999, 12, 31)), "31.12.9999")]
#[case::time(Cell::Time(time(8, 30, 0)), "08:30")]
#[case::midnight(Cell::Time(time(0, 0, 0)), "00:00")]
#[case::moment(Cell::Moment(day(2026, 9, 1).and_time(time(23, 59, 59))), "01.09.2026 23:59:59")]
#[case::flag(Cell::Flag(true), "да")]
#[case::no_flag(Cell::Flag(false), "нет")]
fn every_cell_comes_back(#[case] cell: Cell, #[case] typed: &str) {
    assert_eq!(through(xlsx, &cell), cell);
    let as_text = through(csv, &cell);
    assert_eq!(as_text.typed(), typed);
    assert_eq!(cell.typed(), typed);
}

#[test]
fn a_day_before_the_calendar_of_excel_is_text() {
    let cell = Cell::Day(day(1899, 12, 31));
    assert_eq!(through(xlsx, &cell), text("31.12.1899"));
}

#[test]
fn errors_and_formulas_that_were_read_are_written_as_text_and_nothing() {
    assert_eq!(through(xlsx, &Cell::Error("#Н/Д".to_owned())), text("#Н/Д"));
    assert_eq!(through(xlsx, &Cell::Formula), Cell::Empty);
    assert_eq!(through(csv, &Cell::Error("=1".to_owned())), text("=1"));
}

#[test]
fn csv_is_as_russian_excel_wants_it() {
    let row = vec![text("=1+1"), Cell::Number(-4.5), Cell::Day(day(2014, 9, 1))];
    let written = csv(&export(vec![row, vec![text("а")]]));
    let expected = "\u{feff}Имя;Балл;Рождён\r\n'=1+1;-4,5;01.09.2014\r\nа;;\r\n";
    assert_eq!(String::from_utf8(written).unwrap(), expected);
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let it = export(vec![vec![text("а"), Cell::Number(1.0)]]);
    assert_eq!(xlsx(&it), xlsx(&it));
}

#[test]
fn what_cannot_be_in_a_cell_is_named() {
    let long = export(vec![vec![], vec![Cell::Empty, text(&"ж".repeat(32_768))]]);
    let place = at("Ученики", 3, 2);
    assert_eq!(
        write_xlsx(&[long]),
        Err(Unwritable::LongText(place.clone()))
    );
    for number in [f64::NAN, f64::INFINITY] {
        let it = export(vec![vec![], vec![Cell::Empty, Cell::Number(number)]]);
        assert_eq!(write_csv(&it), Err(Unwritable::NoNumber(place.clone())));
        assert_eq!(write_xlsx(&[it]), Err(Unwritable::NoNumber(place.clone())));
    }
    let wide = export(vec![vec![Cell::Flag(true); 16_385]]);
    assert_eq!(
        write_xlsx(&[wide]),
        Err(Unwritable::NoRoom(at("Ученики", 2, 16_385)))
    );
}

#[test]
fn control_characters_are_left_out() {
    let cell = text("а\u{1}\u{0}б\u{ffff}");
    assert_eq!(through(xlsx, &cell), text("аб"));
    assert_eq!(through(csv, &cell), text("аб"));
}

#[test]
fn what_shows_another_text_than_is_written_is_left_out() {
    let cell = text("Иванов\u{202e}3102\u{202c} \u{2066}а\u{2069}\u{e0041}");
    let title = Export {
        columns: vec![Column {
            title: "Имя\u{202e}".to_owned(),
            kind: ColumnKind::Text,
            width: 9,
        }],
        ..export(vec![])
    };
    for written in [xlsx, csv] {
        assert_eq!(through(written, &cell), text("Иванов3102 а"));
        let table = read(&written(&title)).unwrap();
        assert_eq!(table.sheets[0].rows[0].cells[0], text("Имя"));
    }
}

#[test]
fn sheets_get_names_that_excel_takes() {
    let named = |name: &str| Export {
        name: name.to_owned(),
        ..export(vec![])
    };
    let long = "Очень длинное название листа школы";
    let names = ["7Б/2026", "7б-2026", "", "'[x]'", long, long];
    let written = write_xlsx(&names.map(named)).unwrap();
    let table = read(&written).unwrap();
    let names: Vec<&str> = table
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    let expected = [
        "7Б-2026",
        "7б-2026 (2)",
        "1",
        "-x-",
        "Очень длинное название листа шк",
        "Очень длинное название лист (2)",
    ];
    assert_eq!(names, expected);
}

/// A cell as it may be in a row that is written.
fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        "[ -~а-яё=+@'\t\n;\"-]{0,12}".prop_map(|it| if it.trim().is_empty() {
            Cell::Empty
        } else {
            Cell::Text(it)
        }),
        (-1e9..1e12_f64).prop_map(Cell::Number),
        (-1_000_000..1_000_000_i32).prop_map(|it| Cell::Number(f64::from(it))),
        (1..2_900_000_u64).prop_map(|it| Cell::Day(day(1900, 1, 1) + chrono::Days::new(it))),
        (0..86_400_u32).prop_map(|it| Cell::Time(
            NaiveTime::from_num_seconds_from_midnight_opt(it, 0).unwrap()
        )),
        (1..80_000_u64, 1..86_400_u32).prop_map(|(days, seconds)| {
            let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap();
            Cell::Moment(NaiveDateTime::new(
                day(1900, 1, 1) + chrono::Days::new(days),
                time,
            ))
        }),
        any::<bool>().prop_map(Cell::Flag),
    ]
}

proptest! {
    #![proptest_config(crate::cases())]
    #[test]
    fn rows_come_back(rows in proptest::collection::vec(proptest::collection::vec(cell(), 0..6), 0..12)) {
        let it = export(rows.clone());
        for written in [xlsx(&it), csv(&it)] {
            let table = read(&written).unwrap();
            let is_text = matches!(table.source, tables::Source::Delimited { .. });
            let mut read = table.sheets[0].rows.iter().skip(1);
            for (number, cells) in (2_u32..).zip(&rows) {
                let last = cells.iter().rposition(|cell| !cell.is_empty());
                let Some(last) = last else { continue };
                let row = read.next().unwrap();
                prop_assert_eq!(row.number, number);
                let cells = &cells[..=last];
                if is_text {
                    let texts = |cells: &[Cell]| cells.iter().map(|it| it.typed().into_owned()).collect::<Vec<_>>();
                    prop_assert_eq!(texts(&row.cells), texts(cells));
                } else {
                    prop_assert_eq!(&row.cells, cells);
                }
            }
            prop_assert!(read.next().is_none());
        }
    }

    #[test]
    fn safe_text_begins_no_formula_and_comes_back(text in "['=+@\t\r\n＝-]{0,4}[a-z]{0,3}") {
        let safe = safe_text(&text).into_owned();
        prop_assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']));
        prop_assert_eq!(bare_text(&safe), text);
    }
}
