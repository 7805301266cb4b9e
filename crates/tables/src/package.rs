//! A zip before anything is made of it: its parts are unpacked into nothing and counted, and the
//! promises of their XML are looked through.
//!
//! What [`calamine`] does with a promise decides what is looked at: it reserves as many strings as
//! `uniqueCount` says, clones the name of a font and the code of a format into each of the styles,
//! and reckons with the corners of ranges as they are. The XML is read as calamine reads it, with
//! the same parser, so where this one stops at an error, that one does too. A name of a part means
//! nothing: any of them may be called a sheet.

use crate::limits::{MAX_CELLS, MAX_PARTS, MAX_SHEETS, MAX_UNPACKED_BYTES};
use crate::refused::{Foreign, Refused};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

/// Which workbook it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Xlsx,
    Ods,
}

/// Styles of a workbook, its fonts, fills, borders, merged areas: Excel has room for 65,490 styles.
const MAX_STYLES: usize = 65_536;
/// Bytes of the name of a font and of the code of a format; Excel takes 255 characters.
const MAX_STYLE_TEXT: usize = 512;
/// Rows and columns of a sheet of Excel.
const SHEET: (u32, u32) = (1_048_576, 16_384);

/// Whether an old compound file is a new workbook with a password around it.
pub(crate) fn has_password(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Says which workbook a zip is, if all its parts are within bounds.
pub(crate) fn inspect(bytes: &[u8]) -> Result<Kind, Refused> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if zip.len() > MAX_PARTS {
        return Err(Refused::Unpacks);
    }
    let mut kind = None;
    let mut left = MAX_UNPACKED_BYTES;
    let mut promises = Promises::default();
    for index in 0..zip.len() {
        let part = zip.by_index(index).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?.to_lowercase();
        let mut part = BufReader::new(part.take(left + 1));
        match name.as_str() {
            "xl/workbook.bin" => return Err(Refused::SaveAsXlsx(Foreign::BinaryExcel)),
            "mimetype" => {
                let type_ = part.fill_buf().map_err(|error| damaged(&error))?;
                let ods = b"application/vnd.oasis.opendocument.spreadsheet";
                if type_.starts_with(ods) {
                    kind = Some(Kind::Ods);
                }
            }
            name if name.ends_with("workbook.xml") => kind = Some(Kind::Xlsx),
            _ => {}
        }
        let looked = look(&mut part, &mut promises);
        let rest = std::io::copy(&mut part, &mut std::io::sink());
        if part.get_ref().limit() == 0 {
            return Err(Refused::Unpacks);
        }
        rest.map_err(|error| damaged(&error))?;
        looked?;
        left = part.get_ref().limit() - 1;
    }
    kind.ok_or(Refused::NoTable)
}

fn damaged(error: &dyn std::error::Error) -> Refused {
    Refused::Damaged {
        at: None,
        why: error.to_string(),
    }
}

/// Looks through one part as XML. What is none ends at the first thing that cannot be.
fn look(part: &mut impl BufRead, promises: &mut Promises) -> Result<(), Refused> {
    let mut xml = Reader::from_reader(part);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => promises.element(&element)?,
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

/// What the parts have promised so far.
#[derive(Default)]
struct Promises {
    strings: usize,
    styles: usize,
    sheets: usize,
    merged: usize,
    /// What the sheets are called by, and the parts they are in.
    named: HashSet<String>,
}

impl Promises {
    /// No two sheets are the same one.
    fn sheet(&mut self, named: Option<String>) -> Result<(), Refused> {
        if named.is_none_or(|named| self.named.insert(named)) {
            Ok(())
        } else {
            Err(Refused::Promises("sheet"))
        }
    }

    fn element(&mut self, element: &BytesStart<'_>) -> Result<(), Refused> {
        let counted = |count: &mut usize, most: usize, what: Refused| {
            *count += 1;
            if *count > most { Err(what) } else { Ok(()) }
        };
        match element.local_name().as_ref() {
            // Of LibreOffice: the part itself is not XML then.
            "encryption-data" => Err(Refused::Password),
            "sst" => attributes(element, "uniqueCount", "strings", is_count),
            "si" => counted(&mut self.strings, MAX_CELLS, Refused::Promises("strings")),
            "xf" | "font" | "fill" | "border" => {
                counted(&mut self.styles, MAX_STYLES, Refused::Promises("styles"))
            }
            "sheet" => {
                counted(&mut self.sheets, MAX_SHEETS, Refused::ManySheets)?;
                self.sheet(value(element, "id")?)
            }
            // A hundred sheets in one part of 60 MB would be read for a minute.
            "Relationship" => match value(element, "Type")? {
                Some(kind) if kind.ends_with("worksheet") => {
                    let target = value(element, "Target")?;
                    self.sheet(target.map(|target| last_of_path(&target)))
                }
                _ => Ok(()),
            },
            "numFmt" => attributes(element, "formatCode", "format", is_short),
            "name" => attributes(element, "val", "font", is_short),
            "mergeCell" => {
                counted(
                    &mut self.merged,
                    MAX_STYLES,
                    Refused::Promises("merged areas"),
                )?;
                attributes(element, "ref", "range", is_range)
            }
            "dimension" | "f" => attributes(element, "ref", "range", is_range),
            "c" | "row" => attributes(element, "r", "cell", is_range),
            _ => Ok(()),
        }
    }
}

/// The last attribute of that name, whatever its prefix.
fn value(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refused> {
    let mut value = None;
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Refused::Promises("sheet"))?;
        if attribute.key.local_name().as_ref() == name {
            value = Some(attribute.value.into_owned());
        }
    }
    Ok(value)
}

/// A part by its name and its folder: the folders above are written or not.
fn last_of_path(path: &str) -> String {
    let path = path.replace('\\', "/").to_ascii_lowercase();
    let mut names = path.rsplit('/');
    let (name, folder) = (names.next(), names.next());
    format!("{}/{}", folder.unwrap_or("xl"), name.unwrap_or_default())
}

/// Whether each attribute of that name is as it should be. Names may be doubled: not even that is
/// looked for, it costs a square of their number.
fn attributes(
    element: &BytesStart<'_>,
    name: &str,
    what: &'static str,
    fits: fn(&str) -> bool,
) -> Result<(), Refused> {
    for attribute in element.attributes().with_checks(false) {
        let Ok(attribute) = attribute else {
            return Err(Refused::Promises(what));
        };
        if attribute.key.as_ref() == name && !fits(&attribute.value) {
            return Err(Refused::Promises(what));
        }
    }
    Ok(())
}

fn is_count(value: &str) -> bool {
    value.parse().is_ok_and(|count: usize| count <= MAX_CELLS)
}

fn is_short(value: &str) -> bool {
    value.len() <= MAX_STYLE_TEXT
}

/// `B2`, `B2:C7` or the number of a row, on a sheet and not backwards.
fn is_range(value: &str) -> bool {
    let (first, last) = value.split_once(':').unwrap_or((value, value));
    match (place(first), place(last)) {
        (Some(first), Some(last)) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

fn place(value: &str) -> Option<(u32, u32)> {
    let row = value.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = value.strip_suffix(row)?;
    if letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0, |column, letter| {
        column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row = row.bytes().all(|c| c.is_ascii_digit()).then_some(row)?;
    let row: u32 = row.parse().ok()?;
    (row > 0 && row <= SHEET.0 && column <= SHEET.1).then_some((row, column))
}
