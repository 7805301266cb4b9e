//! What was entered in this session, in the order in which it was, for undo.

use super::trouble::{address, letter};
use journal::{Cell, Change, ChangeId, Content, GestureId, SheetId};
use std::collections::{BTreeMap, BTreeSet};

/// How many gestures of a session can be undone.
const REMEMBERED: usize = 200;

/// One gesture of this session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gesture {
    /// Its id.
    pub id: GestureId,
    /// Its changes, in the order in which they were made.
    pub changes: Vec<Change>,
}

impl Gesture {
    /// Whether every cell is as it was before: it took itself back, or only said once more what
    /// stood there.
    fn is_nothing(&self) -> bool {
        let mut moved: BTreeMap<_, (Content, Content)> = BTreeMap::new();
        for change in &self.changes {
            let of = moved.entry(address(change));
            let (_, last) = of.or_insert_with(|| (change.edit.expected(), change.edit.wanted()));
            *last = change.edit.wanted();
        }
        moved.values().all(|(first, last)| first == last)
    }

    /// What it has left in its cells, and beside them as its maker saw it.
    pub(super) fn written(&self) -> BTreeMap<(SheetId, Cell), Content> {
        let mut written = BTreeMap::new();
        for change in &self.changes {
            if let Some((beside, seen)) = change.edit.cell().beside().zip(change.beside.clone()) {
                written.entry((change.sheet, beside)).or_insert(seen);
            }
            written.insert(address(change), change.edit.wanted());
        }
        written
    }
}

/// What can become of a gesture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It can be taken back.
    Entered,
    /// An undo has left it, of one letter, where another's word stood.
    Left {
        /// That it stands again was told.
        is_told: bool,
    },
}

#[derive(Debug, Clone)]
struct Known {
    gesture: Gesture,
    /// The number in the order of entry: clocks are set.
    entered: u64,
    standing: Standing,
}

/// The gestures of a session.
#[derive(Debug, Default)]
pub(super) struct Gestures {
    /// By the order of entry.
    known: Vec<Known>,
    /// Those that were taken back: an undo may turn out to have left some of one.
    undone: Vec<Known>,
    entered: u64,
    /// Something entered is nothing to undo, though nobody has taken it back.
    has_forgotten: bool,
}

impl Gestures {
    /// Whether something entered is nothing to undo, though nobody has taken it back.
    pub fn has_forgotten(&self) -> bool {
        self.has_forgotten
    }

    /// The newest first, and whether an undo has left it.
    pub fn newest_first(&self) -> impl Iterator<Item = (&Gesture, bool)> {
        let known = self.known.iter().rev();
        known.map(|known| (&known.gesture, known.standing != Standing::Entered))
    }

    /// What undos have left and nobody has told yet, with its number.
    pub fn untold(&self) -> impl Iterator<Item = (u64, &Gesture)> {
        let untold = Standing::Left { is_told: false };
        let known = self.known.iter();
        let left = known.filter(move |known| known.standing == untold);
        left.map(|known| (known.entered, &known.gesture))
    }

    /// What was left with these numbers has been told.
    pub fn tell(&mut self, told: &BTreeSet<u64>) {
        for known in &mut self.known {
            if let Standing::Left { is_told } = &mut known.standing {
                *is_told |= told.contains(&known.entered);
            }
        }
    }

    /// It was taken back.
    pub fn take(&mut self, gesture: &Gesture) {
        let taken = self.known.extract_if(.., |known| known.gesture == *gesture);
        self.undone.extend(taken);
        let forgotten = self.undone.len().saturating_sub(REMEMBERED);
        self.undone.drain(..forgotten);
    }

    /// Another's word stands in these letters: what was wanted there is nothing to undo any more,
    /// whatever gesture it was of.
    pub fn forget(&mut self, letters: &BTreeSet<(SheetId, Cell)>) {
        if letters.is_empty() {
            return;
        }
        self.has_forgotten = true;
        for known in &mut self.known {
            let gone = |change: &Change| letters.contains(&letter(change));
            if known.gesture.changes.iter().any(gone) {
                known.gesture.changes.retain(|change| !gone(change));
            }
        }
        self.drop_nothings();
    }

    /// What was entered in a letter up to a change that was taken back.
    pub fn beneath(&self, of: (SheetId, Cell), undone: Option<ChangeId>) -> Vec<Gesture> {
        let (_, until) = self.undone(undone);
        let known = self.known.iter().filter(|known| known.entered <= until);
        let known = known.chain(self.undone.iter().filter(|known| known.entered == until));
        let pieces = known.map(|known| {
            let changes = known.gesture.changes.iter();
            Gesture {
                id: known.gesture.id,
                changes: changes.filter(|one| letter(one) == of).cloned().collect(),
            }
        });
        pieces.filter(|piece| !piece.changes.is_empty()).collect()
    }

    /// An undo has taken nothing back in a letter: nothing older is to be undone there, unless the
    /// letter may be free again.
    pub fn leave(&mut self, of: (SheetId, Cell), undone: Option<ChangeId>, may_be_free: bool) {
        self.has_forgotten = true;
        let (at, until) = self.undone(undone);
        let undone = at.and_then(|at| self.undone.get_mut(at));
        let known = self.known.iter_mut();
        let known = known.filter(|known| known.entered <= until).chain(undone);
        let mut left = Vec::new();
        for known in known {
            let changes = &mut known.gesture.changes;
            let changes = changes.extract_if(.., |one| letter(one) == of);
            let gesture = Gesture {
                id: known.gesture.id,
                changes: changes.collect(),
            };
            if !gesture.changes.is_empty() {
                left.push(Known {
                    gesture,
                    entered: known.entered,
                    standing: Standing::Left { is_told: false },
                });
            }
        }
        self.drop_nothings();
        if may_be_free {
            self.known.extend(left);
            self.known.sort_by_key(|known| known.entered);
            self.drop_oldest();
        }
    }

    /// Where the gesture of a change is among those that were taken back, and its number.
    fn undone(&self, change: Option<ChangeId>) -> (Option<usize>, u64) {
        let holds = |known: &Known| {
            let mut changes = known.gesture.changes.iter();
            changes.any(|one| Some(one.id) == change)
        };
        let at = self.undone.iter().rposition(holds);
        let known = at.and_then(|at| self.undone.get(at));
        (at, known.map_or(u64::MAX, |known| known.entered))
    }

    /// Changes of several gestures may come together, and a gesture may grow: «о» becomes «о12»,
    /// with changes that take the place of those that are `gone`.
    /// A gesture that has taken back itself, as letters that turn out to be no code do, or that
    /// only says once more what stands there, is nothing to undo; nor is an older word where another
    /// one was said so.
    pub fn remember(&mut self, gone: &[ChangeId], changes: &[Change]) {
        for known in &mut self.known {
            let changes = &mut known.gesture.changes;
            changes.retain(|change| !gone.contains(&change.id));
        }
        for again in changes.iter().filter(|change| !moves(change)) {
            self.has_forgotten = true;
            let is_another = |one: &Change| {
                one.gesture != again.gesture
                    && address(one) == address(again)
                    && one.edit.wanted() != again.edit.wanted()
            };
            for known in &mut self.known {
                if known.gesture.changes.iter().any(is_another) {
                    let of = letter(again);
                    known.gesture.changes.retain(|change| letter(change) != of);
                }
            }
        }
        for change in changes {
            let mut known = self.known.iter_mut().rev();
            let known = known.find(|known| {
                known.standing == Standing::Entered && known.gesture.id == change.gesture
            });
            if let Some(known) = known {
                known.gesture.changes.push(change.clone());
                continue;
            }
            self.entered += 1;
            self.known.push(Known {
                gesture: Gesture {
                    id: change.gesture,
                    changes: vec![change.clone()],
                },
                entered: self.entered,
                standing: Standing::Entered,
            });
        }
        self.drop_nothings();
        self.drop_oldest();
    }

    fn drop_nothings(&mut self) {
        self.known.retain(|known| !known.gesture.is_nothing());
    }

    fn drop_oldest(&mut self) {
        let forgotten = self.known.len().saturating_sub(REMEMBERED);
        self.known.drain(..forgotten);
    }
}

/// Whether a change says something else than what stood there.
pub(super) fn moves(change: &Change) -> bool {
    change.edit.expected() != change.edit.wanted()
}
