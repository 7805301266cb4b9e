//! Who stands by what is in the cells of a sheet: what the log says, kept beside the cells, so that
//! a conflict and an undo never read a log. One short text a lesson rests in the database; a row or
//! an index entry for each cell would make a batch dearer by a fifth.
//!
//! The text has a line for each batch of which something is left: who, when, from which device
//! (`d`, none of what was imported), after which place of the log (`#`), and which cells it wrote,
//! each with its place after that (`-2`: of a run of own words that began two places before). `=` said what stood there already, `~` took back what stood there,
//! `>` was written over by the change at that place:
//! `1 1794810600000000 d9f…e1 #17 a101+1 a102+2= m101.7.0+3>25`.

use crate::store::StoreError;
use journal::claim::Standing;
use journal::{Cell, Claim, Claims, DeviceId, PersonId, Sheet, Timestamp};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use uuid::Uuid;

/// Most cells of a lesson that hold nothing and whose last writers are known: four for each pupil
/// of a class of thirty. Of cells that hold something a lesson has only so many
/// ([`Sheet::has_room`]).
const EMPTY_CELLS: usize = 128;

/// The claims on the cells of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Writers(BTreeMap<Cell, Claims>);

impl Writers {
    /// Who has said what about a cell.
    pub fn claims(&self, cell: Cell) -> Option<&Claims> {
        self.0.get(&cell)
    }

    /// The same, to be written to.
    pub fn claims_mut(&mut self, cell: Cell) -> &mut Claims {
        self.0.entry(cell).or_default()
    }

    /// Who wrote a cell last, if anybody did.
    pub fn of(&self, cell: Cell) -> Option<&Claim> {
        self.0.get(&cell)?.writer()
    }

    /// Lets go of those who wrote longest ago of the cells that hold nothing now, where there are
    /// too many of them.
    pub fn bound(&mut self, sheet: &Sheet) {
        if self.0.len() <= EMPTY_CELLS {
            return;
        }
        let mut empty: Vec<(Timestamp, Cell)> = Vec::new();
        for (cell, claims) in &self.0 {
            if sheet.content(*cell).is_empty() {
                let at = claims.iter().map(|claim| claim.at).max();
                empty.push((at.unwrap_or(Timestamp(i64::MIN)), *cell));
            }
        }
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

    /// Those of one cell.
    #[must_use]
    pub fn only(&self, cell: Cell) -> Self {
        let own = self.0.get(&cell).map(|claims| (cell, claims.clone()));
        Self(own.into_iter().collect())
    }

    /// The claims of these cells too.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub fn to_text(&self) -> String {
        let mut batches: BTreeMap<_, Vec<(i64, Cell, &Claim)>> = BTreeMap::new();
        for (cell, claims) in &self.0 {
            for claim in claims.iter() {
                let batch = (claim.at, claim.person, claim.device);
                batches
                    .entry(batch)
                    .or_default()
                    .push((claim.seq, *cell, claim));
            }
        }
        let mut text = String::new();
        for ((at, person, device), mut said) in batches {
            said.sort_unstable_by_key(|(seq, cell, _)| (*seq, *cell));
            let before = said.first().map_or(0, |(seq, ..)| seq.saturating_sub(1));
            // Writing to a string does not fail.
            let _ = write!(text, "{person} {}", at.0);
            if let Some(device) = device {
                let _ = write!(text, " d{}", device.0.simple());
            }
            let _ = write!(text, " #{before}");
            for (seq, cell, claim) in said {
                let _ = write!(text, " {cell}+{}", seq.saturating_sub(before));
                let run = seq.saturating_sub(claim.first);
                if run > 0 {
                    let _ = write!(text, "-{run}");
                }
                let _ = match claim.standing {
                    Standing::Wrote => Ok(()),
                    Standing::Agrees => write!(text, "="),
                    Standing::TookBack => write!(text, "~"),
                    Standing::Over(by) => write!(text, ">{by}"),
                };
            }
            text.push('\n');
        }
        text
    }

    /// From such a text.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        let mut claims: Vec<(Cell, Claim)> = Vec::new();
        for line in text.lines() {
            let broken = || StoreError::Damaged(format!("no writers: {line:?}"));
            read_line(line, &mut claims).ok_or_else(broken)?;
        }
        claims.sort_by_key(|(_, claim)| claim.seq);
        let mut writers = Self::default();
        for (cell, claim) in claims {
            writers.claims_mut(cell).push(claim);
        }
        Ok(writers)
    }
}

fn read_line(line: &str, into: &mut Vec<(Cell, Claim)>) -> Option<()> {
    let mut words = line.split(' ').peekable();
    let person = PersonId(words.next()?.parse().ok()?);
    let at = Timestamp(words.next()?.parse().ok()?);
    let device = words.next_if(|word| word.starts_with('d'));
    let device = match device {
        Some(device) => Some(DeviceId(Uuid::try_parse(device.get(1..)?).ok()?)),
        None => None,
    };
    let before: i64 = words.next()?.strip_prefix('#')?.parse().ok()?;
    for word in words {
        let (cell, rest) = word.split_once('+')?;
        let (place, standing) = if let Some((place, over)) = rest.split_once('>') {
            (place, Standing::Over(over.parse().ok()?))
        } else if let Some(place) = rest.strip_suffix('~') {
            (place, Standing::TookBack)
        } else if let Some(place) = rest.strip_suffix('=') {
            (place, Standing::Agrees)
        } else {
            (rest, Standing::Wrote)
        };
        let (place, run) = place.split_once('-').unwrap_or((place, "0"));
        let seq = before.checked_add(place.parse().ok()?)?;
        let claim = Claim {
            person,
            at,
            device,
            seq,
            first: seq.checked_sub(run.parse().ok()?)?,
            standing,
        };
        into.push((cell.parse().ok()?, claim));
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{PupilId, WorkKindId, WorkRef};

    fn claim(nth: i64, device: Option<u128>, seq: i64) -> Claim {
        Claim {
            person: PersonId(nth % 2),
            at: Timestamp(i64::MIN + nth % 3),
            device: device.map(|device| DeviceId(Uuid::from_u128(device))),
            seq,
            first: seq - nth,
            standing: Standing::Wrote,
        }
    }

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
            Cell::Excuse,
        ];
        let mut writers = Writers::default();
        for (nth, cell) in (0..).zip(cells) {
            let device = (nth % 2 == 0).then_some(7);
            writers.claims_mut(cell).push(claim(nth, device, nth + 40));
            let standing = [
                Standing::Over(i64::MAX),
                Standing::TookBack,
                Standing::Agrees,
            ];
            for (at, standing) in (60..).zip(standing) {
                writers.claims_mut(cell).push(Claim {
                    standing,
                    ..claim(nth, Some(u128::MAX), nth + at)
                });
            }
        }
        let text = writers.to_text();
        assert_eq!(Writers::from_text(&text).unwrap(), writers, "{text}");
        assert_eq!(Writers::from_text("").unwrap(), Writers::default());
        for broken in [
            "1",
            "1 x",
            "1 2",
            "1 2 a101+1",
            "1 2 d7 #0 a101+1",
            "1 2 #0 z+1",
            "1 2 #0 a101",
            "1 2 #0 m1.2+1",
            "1 2 #0 a101+1>",
            "1 2 #0 a101+1?",
            "1 2 #0 a101+1-x",
            "1 2 #9223372036854775807 a101+1",
        ] {
            assert!(Writers::from_text(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_batch_is_a_line() {
        let mut writers = Writers::default();
        for (seq, pupil) in (18..).zip((101..=103).map(PupilId)) {
            let claim = Claim {
                at: Timestamp(5),
                person: PersonId(1),
                ..claim(0, Some(1), seq)
            };
            writers.claims_mut(Cell::Attendance { pupil }).push(claim);
        }
        let line = "1 5 d00000000000000000000000000000001 #17 a101+1 a102+2 a103+3\n";
        assert_eq!(writers.to_text(), line);
    }
}
