//! Files that end a process which believes them. A test that is here to abort is no failed test,
//! it is none at all: all of them are in one process.

use crate::book::{Book, at, ods, read, zipped};
use proptest::prelude::*;
use rstest::rstest;
use std::fs::File;
use std::io::{Cursor, Write};
use std::path::Path;
use tables::limits::{MAX_CHARS, MAX_FILE_BYTES, MAX_UNPACKED_BYTES};
use tables::{Foreign, Hint, Refused};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A workbook with one part more.
fn with_part(name: &str, write: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(Book::of("").bytes())).unwrap();
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    write(&mut zip);
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_part_that_unpacks_without_end_is_not_unpacked() {
    let bomb = with_part("xl/media/image1.png", |zip| {
        let megabyte = vec![0; 1024 * 1024];
        for _ in 0..=MAX_UNPACKED_BYTES / 1024 / 1024 {
            zip.write_all(&megabyte).unwrap();
        }
    });
    assert!(bomb.len() < 200_000, "{}", bomb.len());
    assert_eq!(read(&bomb), Err(Refused::Unpacks));
}

#[test]
fn a_thousand_parts_are_too_many() {
    let names: Vec<String> = (0..1001).map(|n| format!("xl/{n}.xml")).collect();
    let parts = names.iter().map(|name| (name.as_str(), String::new()));
    assert_eq!(read(&zipped(parts)), Err(Refused::Unpacks));
}

#[test]
fn a_value_in_the_far_corner_is_named() {
    let book = Book::of("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>");
    let place = at("Лист1", 1_048_576, 16_384);
    assert_eq!(book.read(), Err(Refused::FarCell(place.clone())));
    assert_eq!(place.to_string(), "Лист1!XFD1048576");
}

#[test]
fn rows_as_wide_as_can_be_are_counted_with_what_is_empty_in_them() {
    let row = |n: u32| format!("<row r='{n}'><c r='IV{n}'><v>1</v></c></row>");
    let book = Book::of((1..=7_813).map(row).collect::<String>());
    assert_eq!(
        book.read(),
        Err(Refused::ManyCells(at("Лист1", 7_813, 256)))
    );
}

#[test]
fn one_long_text_that_many_cells_name_is_counted_for_each() {
    let mut book = Book::of("<row><c t='s'><v>0</v></c></row>".repeat(2_049));
    book.strings = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(MAX_CHARS));
    assert_eq!(book.read(), Err(Refused::MuchText(at("Лист1", 2_049, 1))));
}

#[test]
fn a_text_that_no_cell_could_hold_is_named() {
    let text = "ж".repeat(MAX_CHARS + 1);
    let book = Book::of(format!("<row><c t='str'><v>{text}</v></c></row>"));
    assert_eq!(book.read(), Err(Refused::LongText(at("Лист1", 1, 1))));
    let csv = format!("a;b\nc;{text}\n");
    assert_eq!(read(csv.as_bytes()), Err(Refused::LongText(at("", 2, 2))));
}

#[rstest]
#[case::count("99999999999999")]
#[case::overflow("99999999999999999999999999")]
#[case::no_number("много")]
fn strings_that_are_promised_are_given_no_memory(#[case] count: &str) {
    let mut book = Book::of("<row><c><v>1</v></c></row>");
    book.strings = format!("<sst uniqueCount=\"{count}\"><si><t>a</t></si></sst>");
    assert_eq!(book.read(), Err(Refused::Promises("strings")));
}

#[test]
fn a_shared_formula_of_a_great_number_takes_no_memory() {
    let cell = "<c r='A1'><f t='shared' si='999999999999999' ref='A1:A9'>B1</f><v>1</v></c>";
    assert!(Book::of(format!("<row>{cell}</row>")).read().is_ok());
}

#[rstest]
#[case::format(
    "<numFmts><numFmt numFmtId='170' formatCode='LONG'/></numFmts>",
    "format"
)]
#[case::font("<fonts><font><name val='LONG'/></font></fonts>", "font")]
fn a_long_name_that_each_style_would_copy_is_refused(
    #[case] xml: &str,
    #[case] what: &'static str,
) {
    let mut book = Book::of("<row><c><v>1</v></c></row>");
    book.formats = xml.replace("LONG", &"й".repeat(MAX_CHARS));
    assert_eq!(book.read(), Err(Refused::Promises(what)));
}

#[test]
fn styles_and_sheets_are_as_many_as_a_workbook_can_have() {
    let mut book = Book::of("<row><c><v>1</v></c></row>");
    book.formats = format!("<borders>{}</borders>", "<border/>".repeat(65_537));
    assert_eq!(book.read(), Err(Refused::Promises("styles")));
    let sheet = || ("Л", "visible", String::new());
    let book = Book {
        sheets: (0..101).map(|_| sheet()).collect(),
        ..Book::default()
    };
    assert_eq!(book.read(), Err(Refused::ManySheets));
}

#[rstest]
#[case::backwards("<dimension ref='B2:A1'/>")]
#[case::too_far("<dimension ref='A1:XFE1'/>")]
#[case::many_letters("<dimension ref='ZZZZZZZZZZZZ1'/>")]
#[case::many_digits("<dimension ref='A99999999999999'/>")]
#[case::row_none("<dimension ref='A0'/>")]
#[case::no_place("<dimension ref='Ж1'/>")]
#[case::no_quotes("<dimension ref=A1/>")]
fn a_range_that_is_none_is_refused(#[case] dimension: &'static str) {
    let mut book = Book::of("<row><c><v>1</v></c></row>");
    book.dimension = dimension;
    assert_eq!(book.read(), Err(Refused::Promises("range")));
}

#[rstest]
#[case::cell("<row><c r='AAAAAAA1'><v>1</v></c></row>")]
#[case::row("<row r='99999999999'><c><v>1</v></c></row>")]
fn a_place_that_is_none_is_refused(#[case] cells: &str) {
    assert_eq!(Book::of(cells).read(), Err(Refused::Promises("cell")));
}

#[test]
fn a_hundred_thousand_attributes_cost_no_square_of_time() {
    let attributes: Vec<String> = (0..100_000).map(|n| format!(" a{n}=''")).collect();
    let attributes = attributes.concat();
    assert!(
        Book::of(format!("<row><c{attributes}><v>1</v></c></row>"))
            .read()
            .is_ok()
    );
}

#[rstest]
#[case::sheets(
    "xl/workbook.xml",
    "<workbook><sheet name='а' r:id='r1'/><sheet name='б' r:id='r1'/></workbook>"
)]
#[case::parts(
    "xl/_rels/workbook.xml.rels",
    "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/s.xml'/>\
     <Relationship Id='r2' Type='x/worksheet' Target='/xl/WORKSHEETS/s.xml'/></Relationships>"
)]
fn one_part_is_not_many_sheets(#[case] part: &'static str, #[case] xml: &str) {
    let parts = [(part, xml.to_owned())];
    assert_eq!(read(&zipped(parts)), Err(Refused::Promises("sheet")));
}

#[test]
fn a_part_is_looked_through_whatever_its_name() {
    let parts = [
        ("[Content_Types].xml", String::new()),
        ("xl/workbook.xml", String::new()),
        (
            "xl/media/image1.png",
            "<worksheet><dimension ref='B2:A1'/></worksheet>".to_owned(),
        ),
    ];
    assert_eq!(read(&zipped(parts)), Err(Refused::Promises("range")));
}

fn repeated(rows: u32, columns: u32, cell: &str) -> Vec<u8> {
    ods(&format!(
        "<table:table table:name='Л'><table:table-row table:number-rows-repeated='{rows}'>\
         <table:table-cell table:number-columns-repeated='{columns}' {cell}</table:table-cell>\
         </table:table-row></table:table>"
    ))
}

#[test]
fn cells_repeated_a_billion_times_are_not_spelt_out() {
    let one = "office:value-type='float' office:value='1'>";
    let wide = repeated(6_000, 16_000, one);
    assert!(wide.len() < 1_000, "{}", wide.len());
    assert_eq!(read(&wide), Err(Refused::FarCell(at("Л", 1, 257))));
    assert_eq!(
        read(&repeated(u32::MAX, 1, one)),
        Err(Refused::FarCell(at("Л", 100_001, 1)))
    );
    assert_eq!(
        read(&repeated(50_000, 200, one)),
        Err(Refused::ManyCells(at("Л", 10_001, 1)))
    );
    let text = "office:value-type='string'><text:p>а<text:s text:c='4000000000'/>б</text:p>";
    assert_eq!(
        read(&repeated(1, 1, text)),
        Err(Refused::LongText(at("Л", 1, 1)))
    );
    let long = format!(
        "office:value-type='string'><text:p>{}</text:p>",
        "a".repeat(MAX_CHARS)
    );
    assert_eq!(
        read(&repeated(5_000, 2, &long)),
        Err(Refused::MuchText(at("Л", 1_025, 1)))
    );
}

#[test]
fn what_is_no_table_is_told_apart() {
    let compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    let locked: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let foreign = |kind| Refused::SaveAsXlsx(kind);
    let mut cases = vec![
        (b"%PDF-1.7\n".to_vec(), Refused::NoTable),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Refused::NoTable),
        (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), Refused::NoTable),
        (
            zipped([("word/document.xml", "<w/>".to_owned())]),
            Refused::NoTable,
        ),
        (
            zipped([("xl/workbook.bin", "x".to_owned())]),
            foreign(Foreign::BinaryExcel),
        ),
        (compound.clone(), foreign(Foreign::OldExcel)),
        ([compound, locked].concat(), Refused::Password),
        (
            zipped([("META-INF/manifest.xml", "<encryption-data/>".to_owned())]),
            Refused::Password,
        ),
        (
            b"\r\n<html><table><tr><td>1".to_vec(),
            foreign(Foreign::Markup),
        ),
    ];
    cases.push((
        "\u{feff}<?xml version='1.0'?>".as_bytes().to_vec(),
        foreign(Foreign::Markup),
    ));
    for (bytes, refused) in cases {
        assert_eq!(
            read(&bytes),
            Err(refused),
            "{:?}",
            String::from_utf8_lossy(&bytes)
        );
    }
    let whole = Book::of("<row><c><v>1</v></c></row>").bytes();
    let half = &whole[..whole.len() / 2];
    assert!(matches!(read(half), Err(Refused::Damaged { .. })));
}

#[test]
fn two_hundred_megabytes_and_what_is_no_file_are_not_taken_into_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    File::create(&path)
        .unwrap()
        .set_len(200 * 1024 * 1024)
        .unwrap();
    let read = |path: &Path| tables::read_file(path, Hint::default());
    assert_eq!(read(&path), Err(Refused::LargeFile));
    assert_eq!(read(folder.path()), Err(Refused::NoRegularFile));
    assert!(matches!(
        read(&folder.path().join("none")),
        Err(Refused::Unreadable(_))
    ));
    #[cfg(unix)]
    assert_eq!(read(Path::new("/dev/zero")), Err(Refused::NoRegularFile));
    std::fs::write(&path, "a;b\n").unwrap();
    assert!(read(&path).is_ok());
    let large = vec![b'a'; usize::try_from(MAX_FILE_BYTES).unwrap() + 1];
    assert_eq!(crate::book::read(&large), Err(Refused::LargeFile));
}

/// Pieces of the XML of a sheet, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "<row>",
        "</row>",
        "<row r='2'>",
        "<c>",
        "</c>",
        "<c t='s'>",
        "<c t='str' r='B2'>",
        "<v>",
        "</v>",
        "<f t='shared' si='0' ref='A1:B2'>",
        "</f>",
        "<is>",
        "<t>",
        "</t>",
        "</is>",
        "0",
        "1e999",
        "-7",
        "&amp;",
        "&#0;",
        "&x;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "<c s='1'>",
        "<",
        "я",
        "</sheetData>",
        "<mergeCells>",
        "<mergeCell ref='A1:B2'/>",
        "<sst uniqueCount='5'>",
        "<si/>",
    ];
    prop_oneof![
        9 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(crate::cases())]
    #[test]
    fn no_sheet_ends_the_process(pieces in proptest::collection::vec(piece(), 0..60), flags in 0..3_u8) {
        let xml: String = pieces.concat();
        let mut book = Book::of(xml.clone()).with_dates();
        if flags == 1 {
            book.strings = format!("<sst>{xml}</sst>");
        }
        let _ = book.read();
        let _ = read(&ods(&format!("<table:table>{xml}</table:table>")));
    }

    #[test]
    fn no_bytes_end_the_process(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let _ = read(&[b"PK\x03\x04", bytes.as_slice()].concat());
    }

    #[test]
    fn no_byte_turned_in_a_workbook_ends_the_process(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = Book::of("<row r='1'><c r='A1' t='str'><v>а</v></c></row>").with_dates().bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read(&bytes);
    }
}
