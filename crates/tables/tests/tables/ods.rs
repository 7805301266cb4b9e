use crate::book::{ods, read, typed};
use chrono::{NaiveDate, NaiveTime};
use rstest::rstest;
use tables::{Area, Cell, Refused};

fn table(rows: &str) -> String {
    format!(
        "<office:spreadsheet><table:table table:name='Л'>{rows}</table:table></office:spreadsheet>"
    )
}

#[rstest]
#[case::text("office:value-type='string'><text:p>Ёлкина</text:p>", Cell::Text("Ёлкина".into()))]
#[case::blanks("office:value-type='string'><text:p>а<text:s text:c='2'/>б&amp;в</text:p>", Cell::Text("а  б&в".into()))]
#[case::lines("office:value-type='string'><text:p>а</text:p><text:p>б</text:p>", Cell::Text("а\nб".into()))]
#[case::legible_xml("office:value-type='string'>\n  <text:p>а</text:p>\n  ", Cell::Text("а".into()))]
#[case::note("office:value-type='string'><office:annotation><text:p>кто</text:p></office:annotation><text:p>а</text:p>", Cell::Text("а".into()))]
#[case::number(
    "office:value-type='float' office:value='4.5'><text:p>4,5</text:p>",
    Cell::Number(4.5)
)]
#[case::day("office:value-type='date' office:date-value='2014-09-01'><text:p>01.09.14</text:p>", Cell::Day(NaiveDate::from_ymd_opt(2014, 9, 1).unwrap()))]
#[case::time("office:value-type='time' office:time-value='PT08H30M00S'>", Cell::Time(NaiveTime::from_hms_opt(8, 30, 0).unwrap()))]
#[case::hours("office:value-type='time' office:time-value='PT30H00M00S'>", Cell::Text("30:00:00".into()))]
#[case::flag(
    "office:value-type='boolean' office:boolean-value='true'>",
    Cell::Flag(true)
)]
#[case::error("office:value-type='string' office:string-value='' calcext:value-type='error' table:formula='of:=1/0'><text:p>#ДЕЛ/0!</text:p>", Cell::Error("#ДЕЛ/0!".into()))]
#[case::formula(
    "table:formula='of:=1+1' office:value-type='float' office:value='2'>",
    Cell::Number(2.0)
)]
#[case::formula_without_value("table:formula='of:=1+1'>", Cell::Formula)]
fn a_cell_is_what_its_program_shows(#[case] xml: &str, #[case] expected: Cell) {
    let row =
        format!("<table:table-row><table:table-cell {xml}</table:table-cell></table:table-row>");
    let read = read(&ods(&table(&row))).unwrap();
    assert_eq!(read.sheets[0].rows[0].cells, [expected]);
}

#[test]
fn repeated_rows_and_cells_are_spelt_out() {
    let cell = "<table:table-cell office:value-type='float' office:value='1'/>";
    let rows = format!(
        "<table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>\
         <table:table-row table:number-rows-repeated='2'>\
         <table:table-cell table:number-columns-repeated='2'/>\
         <table:table-cell table:number-columns-repeated='2' office:value-type='string'>\
         <text:p>а</text:p></table:table-cell>{cell}\
         <table:table-cell table:number-columns-repeated='16379'/></table:table-row>\
         <table:table-row table:number-rows-repeated='1048571'>\
         <table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    );
    let cells: Vec<String> = ["", "", "а", "а", "1"].map(str::to_owned).to_vec();
    let read = read(&ods(&table(&rows))).unwrap();
    assert_eq!(typed(&read), [(4, cells.clone()), (5, cells)]);
}

#[test]
fn hidden_sheets_changes_and_merged_cells_are_known() {
    let cell = |text: &str| {
        format!(
            "<table:table-row><table:table-cell table:number-columns-spanned='2' \
             table:number-rows-spanned='1' office:value-type='string'><text:p>{text}</text:p>\
             </table:table-cell><table:covered-table-cell/></table:table-row>"
        )
    };
    let content = format!(
        "<office:automatic-styles><style:style style:name='ta2'>\
         <style:table-properties table:display='false'/></style:style></office:automatic-styles>\
         <office:spreadsheet><table:tracked-changes><table:table-cell><text:p>было</text:p>\
         </table:table-cell></table:tracked-changes>\
         <table:table table:name='С' table:style-name='ta2'>{}</table:table>\
         <table:table table:name='В' table:style-name='ta1'>{}</table:table></office:spreadsheet>",
        cell("скрыто"),
        cell("видно")
    );
    let read = read(&ods(&content)).unwrap();
    assert_eq!(read.hidden, ["С"]);
    assert_eq!(typed(&read), [(1, vec!["видно".into()])]);
    let area = Area {
        first: (1, 1),
        last: (1, 2),
    };
    assert_eq!(read.sheets[0].merged, [area]);
}

#[test]
fn a_workbook_that_ends_too_early_is_damaged() {
    let content = "<office:spreadsheet><table:table table:name='Л'><table:table-row>";
    assert!(matches!(read(&ods(content)), Err(Refused::Damaged { .. })));
}
