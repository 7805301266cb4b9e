use crate::book::{Book, at, typed};
use chrono::{NaiveDate, NaiveTime};
use rstest::rstest;
use tables::{Area, Cell, DateBase, Refused, Source};

fn day(year: i32, month: u32, day: u32) -> Cell {
    Cell::Day(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

fn time(hour: u32, minute: u32) -> Cell {
    Cell::Time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

/// What is read of the one cell.
fn cell(xml: &str) -> Cell {
    let table = Book::of(format!("<row r=\"1\">{xml}</row>"))
        .with_dates()
        .read()
        .unwrap();
    table.sheets[0].rows[0].cell(1).clone()
}

#[rstest]
#[case::text("<c r='A1' t='inlineStr'><is><t>Ёлкина</t></is></c>", Cell::Text("Ёлкина".into()))]
#[case::text_as_it_is("<c r='A1' t='str'><v>0012</v></c>", Cell::Text("0012".into()))]
#[case::entity("<c r='A1' t='str'><v>&lt;a&amp;b&gt;</v></c>", Cell::Text("<a&b>".into()))]
#[case::number("<c r='A1'><v>4.5</v></c>", Cell::Number(4.5))]
#[case::phone("<c r='A1'><v>79120000000</v></c>", Cell::Number(79_120_000_000.0))]
#[case::day("<c r='A1' s='1'><v>41883</v></c>", day(2014, 9, 1))]
#[case::day_without_format("<c r='A1'><v>41883</v></c>", Cell::Number(41883.0))]
#[case::early_day("<c r='A1' s='1'><v>59</v></c>", day(1900, 2, 28))]
#[case::day_that_never_was("<c r='A1' s='1'><v>60</v></c>", Cell::Number(60.0))]
#[case::day_after_it("<c r='A1' s='1'><v>61</v></c>", day(1900, 3, 1))]
#[case::beyond_the_calendar("<c r='A1' s='1'><v>2958466</v></c>", Cell::Number(2_958_466.0))]
#[case::before_the_calendar("<c r='A1' s='1'><v>-1</v></c>", Cell::Number(-1.0))]
#[case::iso_day("<c r='A1' t='d'><v>2014-09-01</v></c>", day(2014, 9, 1))]
#[case::time("<c r='A1' s='2'><v>0.354166666666667</v></c>", time(8, 30))]
#[case::almost_midnight("<c r='A1' s='1'><v>41882.9999999999</v></c>", day(2014, 9, 1))]
#[case::short_duration("<c r='A1' s='3'><v>0.03125</v></c>", time(0, 45))]
#[case::long_duration("<c r='A1' s='3'><v>1.25</v></c>", Cell::Text("30:00:00".into()))]
#[case::flag("<c r='A1' t='b'><v>1</v></c>", Cell::Flag(true))]
#[case::error("<c r='A1' t='e'><v>#DIV/0!</v></c>", Cell::Error("#DIV/0!".into()))]
#[case::formula_is_its_value("<c r='A1'><f>1+1</f><v>2</v></c>", Cell::Number(2.0))]
#[case::formula_without_value("<c r='A1'><f>1+1</f></c>", Cell::Formula)]
#[case::formula_of_openpyxl("<c r='A1'><f>1+1</f><v/></c>", Cell::Formula)]
#[case::shared_formula("<c r='A1'><f t='shared' si='0'/></c>", Cell::Formula)]
#[case::no_number("<c r='A1'><v>NaN</v></c>", Cell::Error("NaN".into()))]
fn a_cell_is_what_its_program_shows(#[case] xml: &str, #[case] expected: Cell) {
    assert_eq!(cell(xml), expected);
}

#[test]
fn a_formula_whose_value_is_an_empty_text_is_an_empty_cell() {
    let cells = "<row r='1'><c r='A1' t='str'><f>\"\"</f><v></v></c><c r='B1'><v>1</v></c></row>";
    let table = Book::of(cells).read().unwrap();
    assert_eq!(
        table.sheets[0].rows[0].cells,
        [Cell::Empty, Cell::Number(1.0)]
    );
}

#[test]
fn a_workbook_of_old_mac_counts_from_1904() {
    let mut book = Book::of("<row r='1'><c r='A1' s='1'><v>40421</v></c></row>").with_dates();
    book.properties = "<workbookPr date1904=\"1\"/>";
    let table = book.read().unwrap();
    let dates = DateBase::From1904;
    assert_eq!(table.source, Source::Xlsx { dates });
    assert_eq!(table.sheets[0].rows[0].cells, [day(2014, 9, 1)]);
    assert_eq!(dates.day(40421.0), NaiveDate::from_ymd_opt(2014, 9, 1));
    assert_eq!(
        DateBase::From1900.day(41883.0),
        NaiveDate::from_ymd_opt(2014, 9, 1)
    );
}

#[test]
fn hidden_sheets_are_named_and_not_read() {
    let cells = |text: &str| format!("<row><c t='str'><v>{text}</v></c></row>");
    let book = Book {
        sheets: vec![
            ("_списки", "hidden", cells("скрыто")),
            ("_тайное", "veryHidden", cells("скрыто")),
            ("7А", "visible", cells("Гусев")),
            ("Лист3", "visible", String::new()),
            ("7Б", "visible", cells("Белова")),
        ],
        ..Book::default()
    };
    let table = book.read().unwrap();
    let names: Vec<&str> = table
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(names, ["7А", "7Б"]);
    assert_eq!(table.hidden, ["_списки", "_тайное"]);
}

#[test]
fn rows_and_columns_are_numbered_as_on_the_sheet() {
    let table = Book::of(
        "<row r='5'><c r='C5'><v>1</v></c></row><row r='900'><c r='B900'><v>2</v></c></row>",
    )
    .read()
    .unwrap();
    let rows = [
        (5, ["", "", "1"].map(str::to_owned).to_vec()),
        (900, ["", "2"].map(str::to_owned).to_vec()),
    ];
    assert_eq!(typed(&table), rows);
    assert_eq!(*table.sheets[0].rows[0].cell(3), Cell::Number(1.0));
    assert_eq!(*table.sheets[0].rows[0].cell(4), Cell::Empty);
    assert_eq!(*table.sheets[0].rows[0].cell(0), Cell::Empty);
}

#[test]
fn cells_in_disorder_and_without_references_find_their_places() {
    let table = Book::of(
        "<row r='3'><c r='B3'><v>4</v></c><c r='A3'><v>3</v></c></row>\
         <row r='1'><c><v>1</v></c><c><v>2</v></c></row>",
    )
    .read()
    .unwrap();
    let rows = [
        (1, vec!["1".into(), "2".into()]),
        (3, vec!["3".into(), "4".into()]),
    ];
    assert_eq!(typed(&table), rows);
}

#[test]
fn the_size_that_a_sheet_says_of_itself_means_nothing() {
    let mut book = Book::of("<row r='2'><c r='B2'><v>7</v></c></row>");
    book.dimension = "<dimension ref=\"A1:XFD1048576\"/>";
    assert_eq!(book.read().unwrap().sheets[0].rows.len(), 1);
    book.dimension = "<dimension ref=\"A1\"/>";
    assert_eq!(book.read().unwrap().sheets[0].rows.len(), 1);
}

#[test]
fn a_merged_head_says_how_far_it_goes() {
    let mut book = Book::of("<row r='1'><c r='B1' t='str'><v>Родители</v></c></row>");
    book.after_cells = "<mergeCells count=\"1\"><mergeCell ref=\"B1:C2\"/></mergeCells>";
    let table = book.read().unwrap();
    let area = Area {
        first: (1, 2),
        last: (2, 3),
    };
    assert_eq!(table.sheets[0].merged, [area]);
}

#[test]
fn a_formatted_emptiness_is_none() {
    let mut cells = String::from("<row r='1'><c r='A1'><v>1</v></c></row>");
    cells += "<row r='900000'><c r='XFD900000' s='1'/></row>";
    let table = Book::of(cells).with_dates().read().unwrap();
    assert_eq!(typed(&table), [(1, vec!["1".into()])]);
}

#[test]
fn a_workbook_of_nothing_is_said_to_be_empty() {
    assert_eq!(Book::of("").read(), Err(Refused::NothingInside));
    let blank = "<row><c t='str'><v> \u{a0} </v></c></row>";
    assert_eq!(Book::of(blank).read(), Err(Refused::NothingInside));
}

#[test]
fn a_damaged_sheet_says_after_which_cell() {
    let cells = "<row r='1'><c r='A1'><v>1</v></c><c r='B1' t='b'><v>maybe</v></c></row>";
    let Err(Refused::Damaged {
        at: Some(place), ..
    }) = Book::of(cells).read()
    else {
        panic!("it was read");
    };
    assert_eq!(place, at("Лист1", 1, 1));
    assert_eq!(place.to_string(), "Лист1!A1");
}

#[test]
fn columns_are_named_as_spreadsheets_do() {
    let named = [
        (1, "A"),
        (26, "Z"),
        (27, "AA"),
        (702, "ZZ"),
        (703, "AAA"),
        (16_384, "XFD"),
    ];
    for (column, letters) in named {
        assert_eq!(at("", 1, column).letters(), letters);
    }
}
