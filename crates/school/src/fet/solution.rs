//! The solution of a timetable: `*_timetable.csv`, a row for every hour of every activity.

use super::{FetError, clean, note_cleaned};
use csv::{ReaderBuilder, StringRecord};

const HEADER: [&str; 8] = [
    "Activity Id",
    "Day",
    "Hour",
    "Students Sets",
    "Subject",
    "Teachers",
    "Activity Tags",
    "Room",
];

/// A solution.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Solution {
    /// Its rows in the order of the file.
    pub rows: Vec<Row>,
    /// Rooms that held control characters, as they are without them; other names are the
    /// timetable's.
    pub cleaned: Vec<String>,
}

/// One hour of one activity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Line of the file, from 1; the header is the first.
    pub line: u64,
    /// The activity's number.
    pub activity: String,
    /// The day; empty if the solver found no place.
    pub day: String,
    /// The hour; empty if the solver found no place.
    pub hour: String,
    /// Sets of students, joined by «+».
    pub students: String,
    /// The subject.
    pub subject: String,
    /// Teachers, joined by «+».
    pub teachers: String,
    /// The room; may be empty.
    pub room: String,
}

impl Solution {
    /// Reads a solution. FET may have been told to part columns by commas, semicolons or tabs.
    ///
    /// # Errors
    /// [`FetError::Header`] when it is not a timetable of FET, [`FetError::Csv`] when a line is
    /// broken.
    pub fn parse(text: &str) -> Result<Self, FetError> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter(text))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut records = reader.records();
        let header = records.next().transpose().map_err(|error| broken(&error))?;
        check(&header.unwrap_or_default())?;
        let (mut rows, mut cleaned) = (Vec::new(), Vec::new());
        for record in records {
            let record = record.map_err(|error| broken(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() < HEADER.len() {
                return Err(FetError::Columns {
                    line,
                    found: record.len(),
                    wanted: HEADER.len(),
                });
            }
            note_cleaned(record.get(7).unwrap_or_default(), &mut cleaned);
            let field = |index| clean(record.get(index).unwrap_or_default());
            rows.push(Row {
                line,
                activity: field(0),
                day: field(1),
                hour: field(2),
                students: field(3),
                subject: field(4),
                teachers: field(5),
                room: field(7),
            });
        }
        Ok(Self { rows, cleaned })
    }
}

fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b',')
}

fn check(header: &StringRecord) -> Result<(), FetError> {
    let names = header.iter().map(str::trim);
    if header.len() >= HEADER.len() && names.zip(HEADER).all(|(a, b)| a.eq_ignore_ascii_case(b)) {
        return Ok(());
    }
    // A file that is no CSV at all may have a first line of any length.
    let shown = |name: &str| name.chars().take(40).collect();
    Err(FetError::Header {
        found: header.iter().take(12).map(shown).collect(),
    })
}

fn broken(error: &csv::Error) -> FetError {
    let line = error.position().map_or(0, csv::Position::line);
    FetError::Csv {
        line,
        message: error.to_string(),
    }
}
