//! Workbooks made of their XML, as programs that are not ours write them.

use std::io::{Cursor, Write};
use tables::{CellAt, Hint, Refused, Table};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip of parts.
pub fn zipped<'p>(parts: impl IntoIterator<Item = (&'p str, String)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of Excel: the XML of each sheet is what is inside its `sheetData`.
#[derive(Default)]
pub struct Book {
    pub sheets: Vec<(&'static str, &'static str, String)>,
    pub strings: String,
    pub formats: String,
    pub properties: &'static str,
    pub after_cells: &'static str,
    pub dimension: &'static str,
}

impl Book {
    /// A workbook of one sheet.
    pub fn of(cells: impl Into<String>) -> Self {
        Self {
            sheets: vec![("Лист1", "visible", cells.into())],
            ..Self::default()
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let (mut sheets, mut relations) = (Vec::new(), Vec::new());
        let mut parts = Vec::new();
        for (index, (name, state, cells)) in self.sheets.iter().enumerate() {
            sheets.push(format!(
                "<sheet name=\"{name}\" sheetId=\"{n}\" state=\"{state}\" r:id=\"r{n}\"/>",
                n = index + 1
            ));
            let path = format!("worksheets/sheet{}.xml", index + 1);
            relations.push(relation(&format!("r{}", index + 1), "worksheet", &path));
            let (dimension, after) = (self.dimension, self.after_cells);
            let xml =
                format!("<worksheet>{dimension}<sheetData>{cells}</sheetData>{after}</worksheet>");
            parts.push((format!("xl/{path}"), xml));
        }
        let (sheets, relations) = (sheets.concat(), relations.concat());
        let properties = self.properties;
        let book = format!("<workbook>{properties}<sheets>{sheets}</sheets></workbook>");
        parts.push(("xl/workbook.xml".to_owned(), book));
        let relations = format!("<Relationships>{relations}</Relationships>");
        parts.push(("xl/_rels/workbook.xml.rels".to_owned(), relations));
        let root = relation("r1", "officeDocument", "xl/workbook.xml");
        let root = format!("<Relationships>{root}</Relationships>");
        parts.push(("_rels/.rels".to_owned(), root));
        if !self.strings.is_empty() {
            parts.push(("xl/sharedStrings.xml".to_owned(), self.strings.clone()));
        }
        let styles = format!("<styleSheet>{}</styleSheet>", self.formats);
        parts.push(("xl/styles.xml".to_owned(), styles));
        zipped(parts.iter().map(|(name, xml)| (name.as_str(), xml.clone())))
    }

    pub fn read(&self) -> Result<Table, Refused> {
        tables::read(&self.bytes(), Hint::default())
    }

    /// The formats of cells by their number: style 1 is a day, style 2 a time, style 3 hours.
    pub fn with_dates(mut self) -> Self {
        let formats = "<numFmts><numFmt numFmtId=\"170\" formatCode=\"[h]:mm:ss\"/></numFmts>\
            <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"20\"/>\
            <xf numFmtId=\"170\"/></cellXfs>";
        formats.clone_into(&mut self.formats);
        self
    }
}

fn relation(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"x/relationships/{kind}\" Target=\"{target}\"/>")
}

/// A workbook of LibreOffice of what is inside its `office:document-content`.
pub fn ods(content: &str) -> Vec<u8> {
    let content = format!("<office:document-content>{content}</office:document-content>");
    let kind = "application/vnd.oasis.opendocument.spreadsheet".to_owned();
    zipped([("mimetype", kind), ("content.xml", content)])
}

pub fn at(sheet: &str, row: u32, column: u32) -> CellAt {
    CellAt {
        sheet: sheet.to_owned(),
        row,
        column,
    }
}

/// Reads without a hint.
pub fn read(bytes: &[u8]) -> Result<Table, Refused> {
    tables::read(bytes, Hint::default())
}

/// The cells of the first sheet as one would type them.
pub fn typed(table: &Table) -> Vec<(u32, Vec<String>)> {
    let rows = table.sheets[0].rows.iter();
    rows.map(|row| {
        let cells = row.cells.iter().map(|cell| cell.typed().into_owned());
        (row.number, cells.collect())
    })
    .collect()
}
