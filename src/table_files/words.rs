//! What is found in a row, or wrong with a file, in words.

use super::heads::head;
use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::record_words::faults;
use crate::tr;
use journal::reading::{Ask, Note, Unread};
use journal::register::table::{CellFinding, Finding, Heading, TableShape};
use journal::register::{Choice, Field, FieldKind, RecordKind, RecordRef, Register};
use std::path::Path;
use tables::limits::{MAX_CHARS, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS};
use tables::{CellAt, Foreign, Refused, Unwritable};

/// A finding with its column: «столбец D «Дата рождения»: такого дня нет».
pub fn found(
    found: &CellFinding,
    shape: &TableShape,
    heading: &Heading,
    register: &Register,
    texts: &Texts,
) -> String {
    let column = found.column.and_then(|number| {
        let column = heading.columns.get(&number)?;
        Some((number, column))
    });
    let field = column.and_then(|(_, column)| match column.of {
        journal::register::table::ColumnOf::Field(place) => shape.kind_of(column).fields.get(place),
        _ => None,
    });
    let title = |at: RecordRef| register.title(at).unwrap_or_default();
    let what = match &found.finding {
        Finding::Fault(fault) => {
            let kind = column.map_or_else(
                || shape.head().described(),
                |(_, column)| shape.kind_of(column),
            );
            let any = kind.fields.first();
            match field.or(any) {
                Some(field) => faults::fault(fault, kind, field, &title, texts),
                None => fault.to_string(),
            }
        }
        Finding::Unread(Unread::NoSuchWord) => no_such_word(field, texts),
        finding => finding_in_words(finding, &title, texts),
    };
    match column {
        // It stands in another file of a package.
        Some((number, column)) if number > MAX_COLUMNS => {
            let head = head(shape, column, texts);
            tr!(texts, "table-found-elsewhere", head, what).into_owned()
        }
        Some((number, column)) => {
            let letters = letters(number);
            let head = head(shape, column, texts);
            tr!(texts, "table-found", letters, head, what).into_owned()
        }
        None => what,
    }
}

/// A word that a column does not take, and those that it does.
fn no_such_word(field: Option<&Field>, texts: &Texts) -> String {
    let Some(FieldKind::Choice(choices)) = field.map(|field| field.kind) else {
        return texts.get("table-unread-word").into_owned();
    };
    let words = choices.iter().map(Choice::exported);
    let words = words.collect::<Vec<_>>().join(", ");
    tr!(texts, "table-unread-word-of", words).into_owned()
}

fn finding_in_words(
    finding: &Finding,
    title: &dyn Fn(RecordRef) -> String,
    texts: &Texts,
) -> String {
    let list = |kind: &RecordKind| texts.get(&kind.described().list_key());
    match finding {
        Finding::Read(note) => texts.get(match note {
            Note::LatinLetters => "table-note-latin",
            Note::ZerosPutBack => "table-note-zeros",
            Note::Century => "table-note-century",
            Note::TableNumber => "table-note-table-number",
            Note::SexNumber => "table-note-sex-number",
        }),
        Finding::Asks(ask) => texts.get(match ask {
            Ask::OneWord => "table-ask-one-word",
            Ask::ManyWords => "table-ask-many-words",
            Ask::WordOrder => "table-ask-word-order",
            Ask::Initials => "table-initials",
            Ask::Capitals => "table-ask-capitals",
            Ask::Letters => "table-ask-letters",
            Ask::Brackets => "table-ask-brackets",
            Ask::DayOrder => "table-ask-day-order",
            Ask::UnlikelyDay => "table-ask-unlikely-day",
        }),
        Finding::Unread(why) => texts.get(match why {
            Unread::Nothing => "form-required",
            Unread::NotAName => "table-unread-name",
            Unread::NotADay => "table-unread-day",
            Unread::NotATime => "table-unread-time",
            Unread::NoSuchDay => "table-unread-no-such-day",
            Unread::NotYetBorn => "table-unread-not-yet-born",
            Unread::NotAPhone => "table-unread-phone",
            Unread::NotSnils => "table-unread-snils",
            Unread::CheckDigits => "table-unread-check-digits",
            Unread::NotAClass => "table-unread-class",
            Unread::NoSuchWord => "table-unread-word",
        }),
        Finding::Fault(fault) => fault.to_string().into(),
        Finding::NoColumn(kind, field) => {
            let described = kind.described();
            let field = described
                .field(field)
                .map(|field| described.field_key(field));
            let field = field.map(|key| texts.get(&key).into_owned());
            tr!(texts, "table-no-column", field = field.unwrap_or_default())
        }
        Finding::Formula => texts.get("table-formula"),
        Finding::CellError(text) => tr!(texts, "table-cell-error", text = text.as_str()),
        Finding::BadId => texts.get("table-bad-id"),
        Finding::NoSuch(kind, text) => {
            tr!(
                texts,
                "table-no-such",
                list = list(kind),
                text = text.as_str()
            )
        }
        Finding::Several(kind, text, count) => tr!(
            texts,
            "table-several",
            list = list(kind),
            text = text.as_str(),
            count = *count
        ),
        Finding::Twin(row) => tr!(texts, "table-twin", row = i64::from(*row)),
        Finding::ByName(at) => tr!(texts, "table-by-name", title = title(*at)),
        Finding::Namesakes(count) => tr!(texts, "table-namesakes", count = *count),
        Finding::InOtherClass(class) => {
            tr!(texts, "table-in-other-class", class = class.as_str())
        }
        Finding::BornOtherwise(day) => {
            let day = day.format("%d.%m.%Y").to_string();
            tr!(texts, "table-born-otherwise", day)
        }
        Finding::OtherClass(class) => tr!(texts, "table-other-class", class = class.as_str()),
        Finding::OtherTeacher(who) => tr!(texts, "table-other-teacher", who = who.as_str()),
        Finding::ByOrder(stands) => tr!(texts, "table-by-order", stands = stands.as_str()),
        Finding::OtherName(stands) => tr!(texts, "table-other-name", stands = stands.as_str()),
        Finding::TwoPersons => texts.get("table-two-persons"),
        Finding::SetByHand(stands) => tr!(texts, "table-by-hand", stands = stands.as_str()),
        Finding::SameParent(at) => tr!(texts, "table-same-parent", title = title(*at)),
        Finding::NoName => texts.get("table-no-name"),
        Finding::NoClass => texts.get("table-no-class"),
        Finding::InitialsOnly => texts.get("table-initials"),
        Finding::FromDay(day) => {
            let day = day.format("%d.%m.%Y").to_string();
            tr!(texts, "table-from-day", day)
        }
    }
    .into_owned()
}

/// The letters by which spreadsheets name a column.
pub fn letters(column: u32) -> String {
    let at = CellAt {
        sheet: String::new(),
        row: 1,
        column,
    };
    at.letters()
}

/// Why a file was not read, and what to do.
pub fn refused(why: &Refused, path: &Path, texts: &Texts) -> String {
    let file = path.display().to_string();
    let at = |key: &str, at: &CellAt| {
        let (row, letters) = (i64::from(at.row), at.letters());
        tr!(
            texts,
            key,
            file = file.as_str(),
            row,
            letters,
            sheet = at.sheet.as_str()
        )
    };
    let plain = |key: &str| tr!(texts, key, file = file.as_str());
    match why {
        Refused::Unreadable(kind) => {
            let fault = Fault::io(&std::io::Error::from(*kind));
            return fault.sentence(texts, "file-unreadable", &[("file", file.into())]);
        }
        Refused::NoRegularFile => plain("table-file-no-regular"),
        Refused::LargeFile => {
            let most = i64::try_from(MAX_FILE_BYTES / (1024 * 1024)).unwrap_or(0);
            tr!(texts, "table-file-large", file = file.as_str(), most)
        }
        Refused::NothingInside => plain("table-file-empty"),
        Refused::NoTable => plain("table-file-no-table"),
        Refused::SaveAsXlsx(foreign) => plain(match foreign {
            Foreign::OldExcel => "table-file-old-excel",
            Foreign::BinaryExcel => "table-file-binary-excel",
            Foreign::Markup => "table-file-markup",
        }),
        Refused::Password => plain("table-file-password"),
        Refused::Damaged { at: Some(cell), .. } => at("table-file-damaged-after", cell),
        Refused::Damaged { at: None, .. } => plain("table-file-damaged"),
        Refused::Unpacks | Refused::Promises(_) => plain("table-file-unpacks"),
        Refused::TwoOfAName(name) => {
            let (file, name) = (file.as_str(), name.as_str());
            tr!(texts, "table-file-two-of-a-name", file, name)
        }
        Refused::ManySheets => plain("table-file-many-sheets"),
        Refused::FarCell(cell) => {
            let (row, letters) = (i64::from(cell.row), cell.letters());
            tr!(
                texts,
                "table-file-far-cell",
                file = file.as_str(),
                row,
                letters,
                rows = i64::from(MAX_ROWS),
                columns = i64::from(MAX_COLUMNS)
            )
        }
        Refused::WideRow { row } => {
            let (file, row) = (file.as_str(), i64::from(*row));
            tr!(texts, "table-file-wide-row", file, row)
        }
        Refused::ManyCells(cell) | Refused::MuchText(cell) => at("table-file-much", cell),
        Refused::LongText(cell) => at("table-file-long-text", cell),
        Refused::UnclosedQuote(cell) => at("table-file-quote", cell),
        Refused::MixedEncoding { line } => {
            tr!(
                texts,
                "table-file-encoding",
                file = file.as_str(),
                line = *line
            )
        }
    }
    .into_owned()
}

/// Why a table was not written.
pub fn unwritable(why: &Unwritable, texts: &Texts) -> String {
    let (key, at) = match why {
        Unwritable::LongText(at) => ("table-unwritable-long", Some(at)),
        Unwritable::NoNumber(at) => ("table-unwritable-number", Some(at)),
        Unwritable::NoRoom(at) => ("table-unwritable-room", Some(at)),
        Unwritable::Other(_) => ("table-unwritable", None),
    };
    let (row, letters) = at.map_or((0, String::new()), |at| (i64::from(at.row), at.letters()));
    let most = i64::try_from(MAX_CHARS).unwrap_or(0);
    tr!(texts, key, row, letters, most).into_owned()
}
