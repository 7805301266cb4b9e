//! Undo by gesture: what no server can have is taken out of the queue, the rest by inverse changes.

use super::grow::undoes;
use super::outbox::{OutboxRow, state};
use super::owed::number_owed;
use super::trouble::{address, close, letter};
use super::{Durability, Store};
use crate::error::{StoreError, StoreFault};
use crate::id_source::IdSource;
use crate::server_clock::Moment;
use journal::{Cell, Change, ChangeId, Content, GestureId, SheetId};
use rusqlite::Connection;
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
}

/// What an undo has left of a gesture in one letter, as another's word stood there.
#[derive(Debug)]
pub(super) struct Left {
    gesture: Gesture,
    is_told: bool,
}

impl Left {
    fn is_of(&self, letters: &BTreeSet<(SheetId, Cell)>) -> bool {
        let mut changes = self.gesture.changes.iter();
        changes.any(|change| letters.contains(&letter(change)))
    }
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The gesture that was taken back.
    pub gesture: Gesture,
    /// The inverse changes of what the server may have; they are in the outbox already.
    pub changes: Vec<Change>,
    /// Changes that were never handed to the server: they are in the outbox no more.
    pub withdrawn: Vec<ChangeId>,
    /// Changes that the server had not taken: there was nothing to take back, their troubles
    /// are closed.
    pub closed: Vec<ChangeId>,
    /// The letters in conflict among them: theirs stands, the whole of it, and no conflict is left.
    pub conceded: BTreeSet<(SheetId, Cell)>,
}

impl Store {
    /// The newest gesture of this session that is meant and can be undone. Of one whose troubles
    /// were all settled nothing is left to take back.
    pub fn newest_gesture(
        &self,
        is_meant: impl Fn(&Gesture) -> bool,
    ) -> Result<Option<Gesture>, StoreError> {
        Ok(self.newest(is_meant)?.map(|(gesture, _)| gesture))
    }

    /// What undos have left where another's word stood, and where the own word stands again: it can
    /// be undone now. Each is told once.
    pub fn undoable_again(&self) -> Result<Vec<Gesture>, StoreError> {
        let mut found = Vec::new();
        for left in self.left.borrow_mut().iter_mut() {
            if self.stands(&left.gesture)? && !std::mem::replace(&mut left.is_told, true) {
                found.push(left.gesture.clone());
            }
        }
        Ok(found)
    }

    /// The same, with its letters about which a person has chosen.
    fn newest(
        &self,
        is_meant: impl Fn(&Gesture) -> bool,
    ) -> Result<Option<(Gesture, BTreeSet<(SheetId, Cell)>)>, StoreError> {
        let gestures = self.gestures.borrow();
        let left = self.left.borrow();
        let mut back = Vec::new();
        for one in left.iter() {
            if self.stands(&one.gesture)? {
                back.push(&one.gesture);
            }
        }
        let mut known: Vec<_> = gestures.iter().chain(back).collect();
        known.sort_by_key(|known| known.changes.last().map(|change| change.made_at));
        for known in known.into_iter().rev().filter(|known| is_meant(known)) {
            let mut settled = BTreeSet::new();
            for change in &known.changes {
                let row = self.row(change.id)?;
                if row.is_some_and(|row| row.state == state::CLOSED) {
                    settled.insert(letter(change));
                }
            }
            let mut changes = known.changes.iter();
            if changes.any(|change| moves(change) && !settled.contains(&letter(change))) {
                return Ok(Some((known.clone(), settled)));
            }
        }
        Ok(None)
    }

    /// Whether something entered in this session is nothing to undo, though nobody has taken it back:
    /// it was only said once more, or another's word stands in its place.
    pub fn has_forgotten(&self) -> bool {
        self.has_forgotten.get()
    }

    /// Takes back the newest gesture of this session that is meant, in one durable transaction.
    /// Where it is in conflict, one's own word is taken back and theirs stands.
    ///
    /// # Errors
    /// A fault of the disk, or [`StoreFault::SignedOut`]; the gesture can be undone again then.
    pub fn undo(
        &self,
        is_meant: impl Fn(&Gesture) -> bool,
        ids: &mut IdSource,
        moment: Moment,
    ) -> Result<Option<Undone>, StoreError> {
        let undone = self.write(Durability::Full, |tx| {
            self.refuse_signed_out(tx)?;
            let Some((gesture, settled)) = self.newest(is_meant)? else {
                return Ok(None);
            };
            if self.is_open.get() {
                self.number_open(tx)?;
            }
            let inverse = ids.gesture(moment.at);
            let mut undone = Undone {
                gesture: gesture.clone(),
                changes: Vec::new(),
                withdrawn: Vec::new(),
                closed: Vec::new(),
                conceded: BTreeSet::new(),
            };
            let rows = gesture.changes.iter().rev();
            let rows = rows.map(|change| Ok((change, self.row(change.id)?)));
            let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
            for (change, row) in &rows {
                if row.as_ref().is_some_and(|row| row.state == state::CONFLICT) {
                    undone.conceded.insert(letter(change));
                }
            }
            let mut withdrawn = Vec::new();
            for (change, row) in rows {
                let of = letter(change);
                match row {
                    Some(row) if self.is_withdrawable(&row, change)? => {
                        undone.withdrawn.push(change.id);
                        withdrawn.push(row);
                    }
                    Some(row) if is_trouble(&row) => {
                        close(tx, change.id)?;
                        undone.closed.push(change.id);
                    }
                    Some(row) if row.state == state::CLOSED => {}
                    // The other half of a letter about which a person has chosen, or does now.
                    _ if settled.contains(&of) || undone.conceded.contains(&of) => {}
                    _ => {
                        let id = ids.change(moment.at);
                        undone.changes.push(change.invert(id, inverse, moment.at));
                    }
                }
            }
            self.withdraw(tx, &withdrawn)?;
            self.concede(tx, &undone.conceded)?;
            facts_first(&mut undone.changes);
            self.insert(tx, &undone.changes, moment.suspect)?;
            Ok(Some(undone))
        })?;
        let Some(undone) = undone else {
            return Ok(None);
        };
        self.is_open.set(false);
        self.gestures
            .borrow_mut()
            .retain(|known| *known != undone.gesture);
        self.left
            .borrow_mut()
            .retain(|left| left.gesture != undone.gesture);
        self.forget_letters(&undone.conceded);
        Ok(Some(undone))
    }

    /// Whether a change was never handed to the server and nothing that is owed goes on from what
    /// it wrote.
    fn is_withdrawable(&self, row: &OutboxRow, change: &Change) -> Result<bool, StoreError> {
        if row.sent || row.state != state::PENDING {
            return Ok(false);
        }
        let later = self.rows(
            "INDEXED BY outbox_owed WHERE owed AND sheet = ?1 AND place > ?2 AND gesture <> ?3",
            (
                change.sheet.to_string(),
                row.place,
                change.gesture.0.as_bytes().as_slice(),
            ),
        )?;
        for row in later {
            if letter(&self.change_of(&row)?) == letter(change) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes rows out of the queue; those after them close up, for the server takes numbers without
    /// gaps.
    fn withdraw(&self, tx: &Connection, rows: &[OutboxRow]) -> Result<(), StoreError> {
        let Some(first) = rows.iter().min_by_key(|row| row.place) else {
            return Ok(());
        };
        let missing = || StoreError::new(StoreFault::Damaged, "no number to close up from");
        let n = first.n.ok_or_else(missing)?;
        let mut delete = tx.prepare_cached("DELETE FROM outbox WHERE place = ?1")?;
        for row in rows {
            delete.execute([row.place])?;
        }
        number_owed(tx, self.device()?, n, first.place)
    }

    /// Theirs stands in these letters: what was wanted there by this person is nothing to undo any
    /// more, whatever gesture it was of.
    pub(super) fn forget_letters(&self, letters: &BTreeSet<(SheetId, Cell)>) {
        if letters.is_empty() {
            return;
        }
        self.has_forgotten.set(true);
        self.left.borrow_mut().retain(|left| !left.is_of(letters));
        let mut gestures = self.gestures.borrow_mut();
        for gesture in gestures.iter_mut() {
            let mut changes = gesture.changes.iter();
            if changes.any(|change| letters.contains(&letter(change))) {
                gesture
                    .changes
                    .retain(|change| !letters.contains(&letter(change)));
            }
        }
        gestures.retain(|gesture| !gesture.is_nothing());
    }

    /// An undo took nothing back: nothing older of this person is left in its letter to be undone.
    /// What another has written over it or beside it that one may take back yet.
    pub(super) fn leave(&self, undo: &Change, may_be_free: bool) -> Result<(), StoreError> {
        self.has_forgotten.set(true);
        let row = undoes(undo).map(|id| self.row(id)).transpose()?.flatten();
        let undone = row.map(|row| self.change_of(&row)).transpose()?;
        let of_letter = BTreeSet::from([letter(undo)]);
        let is_beneath =
            |change: &Change| letter(change) == letter(undo) && change.made_at <= undo.made_at;
        let mut gestures = self.gestures.borrow_mut();
        let mut beneath = Vec::new();
        for gesture in gestures.iter_mut() {
            beneath.extend(gesture.changes.extract_if(.., |change| is_beneath(change)));
        }
        gestures.retain(|gesture| !gesture.is_nothing());
        let mut left = self.left.borrow_mut();
        for change in beneath.into_iter().chain(undone) {
            let mut known = left.iter_mut().filter(|left| left.is_of(&of_letter));
            match known.find(|left| left.gesture.id == change.gesture) {
                Some(left) => left.gesture.changes.push(change),
                None => left.push(Left {
                    gesture: Gesture {
                        id: change.gesture,
                        changes: vec![change],
                    },
                    is_told: false,
                }),
            }
        }
        // Where another only says the same there is nothing to wait for.
        let mut kept = Vec::new();
        for one in left.drain(..) {
            if may_be_free || !one.is_of(&of_letter) || !self.stands(&one.gesture)? {
                kept.push(one);
            }
        }
        *left = kept.split_off(kept.len().saturating_sub(REMEMBERED));
        Ok(())
    }

    /// Whether every letter of a gesture is as it has left it.
    fn stands(&self, gesture: &Gesture) -> Result<bool, StoreError> {
        let mut written = BTreeMap::new();
        for change in &gesture.changes {
            if let Some((beside, seen)) = change.edit.cell().beside().zip(change.beside.clone()) {
                written.entry((change.sheet, beside)).or_insert(seen);
            }
            written.insert(address(change), change.edit.wanted());
        }
        for ((sheet, cell), wanted) in written {
            if self.content(sheet, cell)? != Some(wanted) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Changes of several gestures may come together, and a gesture may grow: «о» becomes «о12»,
    /// with changes that take the place of those that are `gone`.
    /// A gesture that has taken back itself, as letters that turn out to be no code do, or that
    /// only says once more what stands there, is nothing to undo; nor is an older word where another
    /// one was said so.
    pub(super) fn remember_gesture(&self, gone: &[ChangeId], changes: &[Change]) {
        let mut gestures = self.gestures.borrow_mut();
        for gesture in gestures.iter_mut() {
            gesture.changes.retain(|change| !gone.contains(&change.id));
        }
        for again in changes.iter().filter(|change| !moves(change)) {
            self.has_forgotten.set(true);
            let is_another = |one: &Change| {
                one.gesture != again.gesture
                    && address(one) == address(again)
                    && one.edit.wanted() != again.edit.wanted()
            };
            for gesture in gestures.iter_mut() {
                if gesture.changes.iter().any(is_another) {
                    let of = letter(again);
                    gesture.changes.retain(|change| letter(change) != of);
                }
            }
        }
        for change in changes {
            let known = gestures
                .iter()
                .rposition(|known| known.id == change.gesture);
            match known.and_then(|at| gestures.get_mut(at)) {
                Some(gesture) => gesture.changes.push(change.clone()),
                None => gestures.push(Gesture {
                    id: change.gesture,
                    changes: vec![change.clone()],
                }),
            }
        }
        gestures.retain(|gesture| !gesture.is_nothing());
        let forgotten = gestures.len().saturating_sub(REMEMBERED);
        gestures.drain(..forgotten);
    }
}

/// An absence is taken back before its reason: while the reason is expected to be the one that the
/// gesture left. The other way round an absence that another has marked since, without the reason,
/// would be taken for the one that is undone.
fn facts_first(changes: &mut [Change]) {
    for at in 1..changes.len() {
        let pair = changes.get(at - 1).zip(changes.get(at));
        let is_a_letter = pair.is_some_and(|(reason, fact)| {
            letter(reason) == letter(fact) && matches!(reason.edit.cell(), Cell::Reason { .. })
        });
        if !is_a_letter {
            continue;
        }
        changes.swap(at - 1, at);
        if let Some([fact, reason]) = changes.get_mut(at - 1..=at) {
            fact.beside = Some(reason.edit.expected());
            reason.beside = Some(fact.edit.wanted());
        }
    }
}

fn moves(change: &Change) -> bool {
    change.edit.expected() != change.edit.wanted()
}

fn is_trouble(row: &OutboxRow) -> bool {
    matches!(
        row.state.as_str(),
        state::CONFLICT | state::HELD | state::REFUSED
    )
}
