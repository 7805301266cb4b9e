use crate::book::{at, read, typed};
use encoding_rs::{IBM866, KOI8_R, WINDOWS_1251};
use rstest::rstest;
use tables::{Cell, Delimiter, Hint, Refused, Source, TextEncoding};

const NAMES: &str = "Фамилия;Имя;Класс\r\nЁлкина;Анна;7Б\r\nГусев;Пётр;10А\r\n";

fn source(bytes: &[u8]) -> (TextEncoding, Option<Delimiter>) {
    match read(bytes).unwrap().source {
        Source::Delimited {
            encoding,
            delimiter,
        } => (encoding, delimiter),
        other => panic!("{other:?}"),
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[rstest]
#[case::utf8(NAMES.as_bytes().to_vec(), TextEncoding::Utf8)]
#[case::utf8_marked([b"\xef\xbb\xbf", NAMES.as_bytes()].concat(), TextEncoding::Utf8)]
#[case::cp1251(WINDOWS_1251.encode(NAMES).0.into_owned(), TextEncoding::Cp1251)]
#[case::cp866(IBM866.encode(NAMES).0.into_owned(), TextEncoding::Cp866)]
#[case::koi8r(KOI8_R.encode(NAMES).0.into_owned(), TextEncoding::Koi8R)]
#[case::utf16le(utf16(NAMES, u16::to_le_bytes), TextEncoding::Utf16Le)]
#[case::utf16be(utf16(NAMES, u16::to_be_bytes), TextEncoding::Utf16Be)]
#[case::utf16le_marked([b"\xff\xfe".to_vec(), utf16(NAMES, u16::to_le_bytes)].concat(), TextEncoding::Utf16Le)]
#[case::utf16be_marked([b"\xfe\xff".to_vec(), utf16(NAMES, u16::to_be_bytes)].concat(), TextEncoding::Utf16Be)]
fn letters_are_known_by_themselves(#[case] bytes: Vec<u8>, #[case] encoding: TextEncoding) {
    assert_eq!(source(&bytes), (encoding, Some(Delimiter::Semicolon)));
    let rows = typed(&read(&bytes).unwrap());
    assert_eq!(
        rows[1],
        (2, vec!["Ёлкина".into(), "Анна".into(), "7Б".into()])
    );
}

#[test]
fn names_in_capitals_are_known_too() {
    let names = "СМИРНОВА;ЕКАТЕРИНА;5А\nКУЗНЕЦОВ;АЛЕКСЕЙ;5А\nПОПОВА;МАРИЯ;5А\n";
    let bytes = WINDOWS_1251.encode(names).0;
    assert_eq!(source(&bytes).0, TextEncoding::Cp1251);
}

#[test]
fn one_line_of_other_letters_in_utf8_is_named() {
    let mut bytes = NAMES.as_bytes().to_vec();
    bytes.extend_from_slice(&WINDOWS_1251.encode("Белова;Ольга;7Б\r\n").0);
    bytes.extend_from_slice("Сидоров;Иван;7Б\r\n".as_bytes());
    assert_eq!(read(&bytes), Err(Refused::MixedEncoding { line: 4 }));
    let marked = [b"\xef\xbb\xbf", bytes.as_slice()].concat();
    assert_eq!(read(&marked), Err(Refused::MixedEncoding { line: 4 }));
}

#[test]
fn what_a_person_says_of_the_file_goes_before_a_guess() {
    let bytes = WINDOWS_1251.encode("Имя,Класс\nАнна,7Б\n").0;
    let hint = Hint {
        encoding: Some(TextEncoding::Cp866),
        delimiter: Some(Delimiter::Semicolon),
    };
    let table = tables::read(&bytes, hint).unwrap();
    let source = Source::Delimited {
        encoding: TextEncoding::Cp866,
        delimiter: Some(Delimiter::Semicolon),
    };
    assert_eq!(table.source, source);
    assert_eq!(table.sheets[0].rows[0].cells.len(), 1);
}

#[rstest]
#[case::semicolon("Имя;Балл\nАнна;4,5\nПётр;3,8\n", Some(Delimiter::Semicolon))]
#[case::semicolon_and_even_commas(
    "Имя, отчество;Балл\nАнна, Ивановна;4\n",
    Some(Delimiter::Semicolon)
)]
#[case::comma("Имя,Балл\nАнна,\"4,5\"\nПётр,\"а;б\"\n", Some(Delimiter::Comma))]
#[case::tab("Имя\tБалл\nАнна\t4,5\n", Some(Delimiter::Tab))]
#[case::bar("Имя|Балл\nАнна|4\n", Some(Delimiter::Bar))]
#[case::title_above(
    "Список учеников, 2026 год\nИмя;Класс\nАнна;7Б\nПётр;7А\n",
    Some(Delimiter::Semicolon)
)]
#[case::said("sep=,\nИмя,Класс;буква\nАнна,7;Б\n", Some(Delimiter::Comma))]
#[case::one_column("Фамилия\nГусев\n", None)]
fn the_delimiter_is_the_one_that_parts_evenly(
    #[case] text: &str,
    #[case] expected: Option<Delimiter>,
) {
    assert_eq!(source(text.as_bytes()).1, expected);
}

#[test]
fn the_line_that_names_the_delimiter_is_no_row() {
    let rows = typed(&read(b"sep=;\r\na;b\r\n").unwrap());
    assert_eq!(rows, [(1, vec!["a".into(), "b".into()])]);
}

#[test]
fn rows_are_counted_as_a_spreadsheet_does() {
    let text = "a;b\r\n\r\n\r\n\"два\r\nряда\";c\r\n;;\r\nd;e";
    let rows = typed(&read(text.as_bytes()).unwrap());
    let expected = [
        (1, vec!["a".to_owned(), "b".into()]),
        (4, vec!["два\nряда".into(), "c".into()]),
        (6, vec!["d".into(), "e".into()]),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn old_line_ends_part_rows_too() {
    let rows = typed(&read(b"a;b\rc;d\r").unwrap());
    let expected = [
        (1, vec!["a".into(), "b".into()]),
        (2, vec!["c".into(), "d".into()]),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_quote_that_nothing_closes_is_named() {
    let text = "Имя;Школа\nАнна;\"Лицей 1\"\nПётр;\"Лицей 2\nИван;Лицей 3\n";
    assert_eq!(
        read(text.as_bytes()),
        Err(Refused::UnclosedQuote(at("", 3, 2)))
    );
}

#[test]
fn a_quote_that_a_later_one_closes_by_chance_is_named() {
    let mut text = "Имя;Школа\nАнна;\"Лицей 1\n".to_owned();
    text += &"Иван;Лицей 3\n".repeat(30);
    text += "Пётр;\"Лицей 2\"\nОльга;\"Лицей 2\"\n";
    assert_eq!(
        read(text.as_bytes()),
        Err(Refused::UnclosedQuote(at("", 2, 2)))
    );
}

#[test]
fn quotes_inside_a_text_are_text() {
    let rows = typed(&read("Имя;Школа\nАнна;Лицей \"Знание\"\n".as_bytes()).unwrap());
    assert_eq!(rows[1].1[1], "Лицей \"Знание\"");
}

#[test]
fn empty_columns_at_the_end_are_none_however_many() {
    let text = format!("a;b{}\nc;d{}\n", ";".repeat(1000), ";".repeat(1000));
    let table = read(text.as_bytes()).unwrap();
    assert!(table.sheets[0].rows.iter().all(|row| row.cells.len() == 2));
}

/// Wider than any spreadsheet, it would take many times its length in memory.
#[rstest]
#[case::blank(";".repeat(9 * 1024 * 1024))]
#[case::parted_by_texts_of_two_lines("\"a\nb\"".to_owned() + &(";".repeat(9_000) + "\"c\nd\";").repeat(9))]
fn a_line_of_delimiters_without_end_is_refused(#[case] line: String) {
    let text = format!("Фамилия;Имя\n\n{line}\n");
    assert_eq!(read(text.as_bytes()), Err(Refused::WideRow { row: 3 }));
}

#[test]
fn a_file_of_blanks_is_empty() {
    for text in ["", "\n\n", " ; ;\r\n", "\u{feff}"] {
        assert_eq!(
            read(text.as_bytes()),
            Err(Refused::NothingInside),
            "{text:?}"
        );
    }
}

/// One byte that is no text, by a slip of some program, is the trouble of its cell.
#[test]
fn a_control_character_is_left_in_its_cell_and_the_file_is_a_table() {
    let text = "Фамилия;Имя\n".to_owned() + &"Гусев;Пётр\n".repeat(20);
    let spoilt = text.replacen("Гусев;Пётр\nГусев;Пётр", "\u{1};Пётр\nГу\u{7}сев;Пётр", 1);
    let table = read(spoilt.as_bytes()).unwrap();
    let rows = &table.sheets[0].rows;
    assert_eq!(rows.len(), 21, "none is lost");
    assert_eq!(rows[1].cells[0], Cell::Text("\u{1}".to_owned()));
    assert_eq!(rows[2].cells[0], Cell::Text("Гу\u{7}сев".to_owned()));
    let picture = text.replace("Гусев", "\u{1}\u{2}");
    assert_eq!(read(picture.as_bytes()), Err(Refused::NoTable));
}
