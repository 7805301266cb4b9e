//! Who wrote the cells of a lesson last: what the log says, kept beside the cells, so that a
//! conflict never reads a log. One short text a lesson rests in the database; a row or an index
//! entry for each cell would make a batch dearer by a fifth.
//!
//! The text has a line for each batch of which something is left: who, when, which cells.
//! `1 1794810600000000 a101 a102 m101.7.0 h3 t`.

use crate::store::StoreError;
use journal::{Cell, PersonId, Sheet, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// Most cells of a lesson that hold nothing and whose last writers are known: four for each pupil
/// of a class of thirty. Of cells that hold something a lesson has only so many
/// ([`Sheet::has_room`]).
const EMPTY_CELLS: usize = 128;

/// Who, and when it was received.
pub type LastWriter = (PersonId, Timestamp);

/// The last writers of a lesson's cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Writers(BTreeMap<Cell, LastWriter>);

impl Writers {
    /// Who wrote a cell last, if anybody did.
    pub fn of(&self, cell: Cell) -> Option<LastWriter> {
        self.0.get(&cell).copied()
    }

    /// Somebody has written a cell.
    pub fn note(&mut self, cell: Cell, writer: LastWriter) {
        self.0.insert(cell, writer);
    }

    /// Lets go of those who wrote longest ago of the cells that hold nothing now, where there are
    /// too many of them.
    pub fn bound(&mut self, sheet: &Sheet) {
        if self.0.len() <= EMPTY_CELLS {
            return;
        }
        let empty = self
            .0
            .iter()
            .filter(|(cell, _)| sheet.content(**cell).is_empty());
        let mut empty: Vec<(Timestamp, Cell)> = empty.map(|(cell, (_, at))| (*at, *cell)).collect();
        empty.sort_unstable();
        let too_many = empty.len().saturating_sub(EMPTY_CELLS);
        for (_, cell) in empty.iter().take(too_many) {
            self.0.remove(cell);
        }
    }

    /// Whether nobody has written anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn to_text(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut known: HashMap<LastWriter, usize> = HashMap::new();
        for (cell, writer) in &self.0 {
            let nth = *known.entry(*writer).or_insert_with(|| {
                let (person, at) = *writer;
                lines.push(format!("{person} {}", at.0));
                lines.len() - 1
            });
            let Some(line) = lines.get_mut(nth) else {
                continue;
            };
            // Writing to a string does not fail.
            let _ = write!(line, " {cell}");
        }
        lines.join("\n")
    }

    /// From such a text.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        let mut writers = BTreeMap::new();
        for line in text.lines() {
            let broken = || StoreError::Failed(format!("no writers: {line:?}"));
            let mut words = line.split(' ');
            let mut number = || words.next()?.parse().ok();
            let person = PersonId(number().ok_or_else(broken)?);
            let at = Timestamp(number().ok_or_else(broken)?);
            for word in words {
                writers.insert(word.parse().map_err(|_| broken())?, (person, at));
            }
        }
        Ok(Self(writers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{PupilId, WorkKindId, WorkRef};

    #[test]
    fn they_come_back_from_their_text() {
        let work = WorkRef {
            kind: WorkKindId(7),
            nth: 2,
        };
        let pupil = PupilId(-101);
        let cells = [
            Cell::Attendance { pupil },
            Cell::Reason { pupil },
            Cell::Mark { pupil, work },
            Cell::RollCall,
            Cell::Topic,
            Cell::Homework { slot: 255 },
            Cell::Form,
        ];
        let mut writers = Writers::default();
        for (nth, cell) in (0..).zip(cells) {
            writers.note(cell, (PersonId(nth % 2), Timestamp(i64::MIN + nth % 3)));
        }
        let text = writers.to_text();
        assert_eq!(Writers::from_text(&text).unwrap(), writers, "{text}");
        assert_eq!(Writers::from_text("").unwrap(), Writers::default());
        for broken in ["1", "1 x", "1 2 z", "1 2 m1.2"] {
            assert!(Writers::from_text(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_batch_is_a_line() {
        let mut writers = Writers::default();
        for pupil in (101..=103).map(PupilId) {
            writers.note(Cell::Attendance { pupil }, (PersonId(1), Timestamp(5)));
        }
        assert_eq!(writers.to_text(), "1 5 a101 a102 a103");
    }
}
