//! What became of the changes that were sent.

use super::grow::undoes;
use super::outbox::{about_answer, state};
use super::patch::Patch;
use super::trouble::letter;
use super::{Durability, Store};
use crate::error::StoreError;
use crate::page::PageKey;
use journal::{Cell, Change, ChangeId, Content, Ground, PersonName, SheetId, Timestamp, Verdict};
use protocol::{Code, Numbered, Outcome, Problem};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};

/// What an answer to a batch has changed here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settlement {
    /// Changes answered for.
    pub count: usize,
    /// Accepted as late.
    pub late: usize,
    /// New troubles.
    pub troubles: usize,
    /// Undos that took nothing back.
    pub kept: Vec<Kept>,
    /// Pages that show something else now: ours was not taken.
    pub pages: BTreeSet<PageKey>,
    /// A number of this device belongs to another change: go on as a new device.
    pub number_reused: bool,
    /// Change ids that belong to other changes; these were not stored and are still owed.
    pub ids_reused: Vec<(ChangeId, Box<Problem>)>,
}

/// An undo that took nothing back: another has said the same, or has written over it. It is no
/// conflict: nothing of the one who undoes is left there, and nothing is wanted in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The undo.
    pub change: Change,
    /// What stands in its cell: what was to be taken back, or what another has written over it.
    pub stands: Content,
    /// Who says so, if that is known.
    pub by: Option<PersonName>,
    /// In how many other letters the same undo took something back, by the same answer.
    pub others_taken: usize,
}

impl Kept {
    /// What an undo of something `taken` left, or of what is not known to be taken, if what it
    /// expected stands.
    fn of(change: &Change, outcome: &Outcome, taken: bool) -> Option<Self> {
        let Outcome::Conflict { now, by, .. } = outcome else {
            return None;
        };
        let is_undo = matches!(change.ground, Some(Ground::Settles { .. }));
        let cell = change.edit.cell();
        let is_of_absence = cell.beside().is_some() && cell == cell.letter();
        let is_beside = is_of_absence && matches!(now, Content::Reason(_));
        let stands = match now {
            _ if is_beside => change.edit.expected(),
            now => now.clone(),
        };
        let is_same = stands == change.edit.expected();
        let saw = !is_beside || change.beside.as_ref() == Some(now);
        let is_kept = is_undo && (is_same && saw || taken && change.after.is_some());
        is_kept.then(|| Self {
            change: change.clone(),
            stands,
            by: by.clone(),
            others_taken: 0,
        })
    }

    /// Whether it was left for the reason that another has given beside it.
    fn is_beside(&self, outcome: &Outcome) -> bool {
        let is_reason = |content: &Content| matches!(content, Content::Reason(_));
        matches!(outcome, Outcome::Conflict { now, .. } if is_reason(now))
            && !is_reason(&self.stands)
    }

    /// Whether another has written something else over what was to be taken back.
    pub fn is_written_over(&self) -> bool {
        self.stands != self.change.edit.expected()
    }
}

impl Store {
    /// Notes the outcomes of `sent` together with what they do to the pages, in one transaction.
    pub(crate) fn settle(
        &self,
        sent: &[Numbered],
        outcomes: &[Outcome],
        now: Timestamp,
    ) -> Result<Settlement, StoreError> {
        let me = self.myself()?;
        let (settlement, left) = self.write(Durability::Relaxed, |tx| {
            let mut settlement = Settlement::default();
            let mut left = BTreeMap::new();
            for (numbered, outcome) in sent.iter().zip(outcomes) {
                let outcome = first_outcome(outcome);
                match outcome {
                    Outcome::Refused { problem } if problem.code == Code::DeviceNumberReused => {
                        settlement.number_reused = true;
                        break;
                    }
                    Outcome::Refused { problem } if problem.code == Code::ChangeIdReused => {
                        let problem = Box::new(problem.clone());
                        settlement.ids_reused.push((numbered.change.id, problem));
                        continue;
                    }
                    _ => {}
                }
                if let Outcome::Applied { seq, verdict } = outcome {
                    settlement.late += usize::from(matches!(verdict, Verdict::Late { .. }));
                    let patch = Patch {
                        writer: me,
                        name: None,
                        received_at: now,
                        change: numbered.change.clone(),
                    };
                    self.patch(tx, *seq, &patch)?;
                }
                if !matches!(outcome, Outcome::Applied { .. }) {
                    pages_of(tx, numbered.change.sheet, &mut settlement.pages)?;
                }
                let kept = self.kept(&numbered.change, outcome)?;
                let is_kept = kept.is_some();
                if let Some(kept) = &kept {
                    let may_be_free = kept.is_written_over() || kept.is_beside(outcome);
                    let of = (undoes(&kept.change), false);
                    let (_, free) = left.entry(letter(&kept.change)).or_insert(of);
                    *free |= may_be_free;
                }
                settlement.kept.extend(kept);
                settlement.troubles += self.note_outcome(tx, numbered, outcome, is_kept, now)?;
                settlement.count += 1;
            }
            let both = sent.iter().zip(outcomes);
            let taken = both.filter(|(_, it)| matches!(first_outcome(it), Outcome::Applied { .. }));
            let taken: Vec<&Change> = taken.map(|(numbered, _)| &numbered.change).collect();
            count_others(&mut settlement.kept, &taken);
            let closed = self.close_moot(tx, |_| false, &taken)?;
            let is_new = |id: &&ChangeId| sent.iter().any(|numbered| numbered.change.id == **id);
            let new = closed.iter().filter(is_new).count();
            settlement.troubles = settlement.troubles.saturating_sub(new);
            for (of, (undone, may_be_free)) in &mut left {
                *may_be_free = *may_be_free || !self.all_stands(*of, *undone)?;
            }
            Ok((settlement, left))
        })?;
        let mut gestures = self.gestures.borrow_mut();
        for (of, (undone, may_be_free)) in left {
            gestures.leave(of, undone, may_be_free);
        }
        drop(gestures);
        Ok(settlement)
    }

    /// Whether a letter still shows what was entered there: another only says the same, so that there
    /// is nothing to wait for.
    fn all_stands(
        &self,
        of: (SheetId, Cell),
        undone: Option<ChangeId>,
    ) -> Result<bool, StoreError> {
        let pieces = self.gestures.borrow().beneath(of, undone);
        match pieces.last() {
            Some(piece) => self.stands(piece),
            None => Ok(true),
        }
    }

    /// What an undo left; none if it took something back, or is itself in conflict beside what it
    /// was to take back.
    fn kept(&self, change: &Change, outcome: &Outcome) -> Result<Option<Kept>, StoreError> {
        let of = change.after.map(|id| self.row(id)).transpose()?.flatten();
        let is_taken = of.is_none_or(|row| row.state == state::APPLIED);
        Ok(Kept::of(change, outcome, is_taken))
    }

    /// Writes an outcome to its row; answers how many new troubles that makes.
    fn note_outcome(
        &self,
        tx: &Connection,
        numbered: &Numbered,
        outcome: &Outcome,
        is_kept: bool,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let id = numbered.change.id;
        let known: Option<String> = tx
            .prepare_cached("SELECT state FROM outbox WHERE id = ?1")?
            .query_row([id.0.as_bytes().as_slice()], |row| row.get(0))
            .optional()?;
        let word = match outcome {
            Outcome::Applied { .. } | Outcome::AlreadyApplied { .. } => state::APPLIED,
            // A person has already chosen about the same trouble before it was sent again.
            _ if known.as_deref() == Some(state::CLOSED) => state::CLOSED,
            // There was nothing of ours alone to take back.
            _ if is_kept => state::CLOSED,
            Outcome::Conflict { .. } => state::CONFLICT,
            Outcome::Held => state::HELD,
            Outcome::Refused { .. } => state::REFUSED,
        };
        let answer = self.seal(&about_answer(id), outcome)?;
        tx.prepare_cached(
            "UPDATE outbox SET state = ?2, owed = 0, answered_at = ?3, answer = ?4 WHERE id = ?1",
        )?
        .execute((id.0.as_bytes().as_slice(), word, now.0, answer))?;
        let is_trouble = matches!(word, state::CONFLICT | state::HELD | state::REFUSED);
        Ok(usize::from(is_trouble && known.as_deref() != Some(word)))
    }
}

/// Notes beside each that was kept in how many letters the rest of its undo was taken.
fn count_others(kept: &mut [Kept], taken: &[&Change]) {
    let letters: BTreeSet<_> = kept.iter().map(|one| letter(&one.change)).collect();
    for one in kept {
        let moves = |change: &&&Change| {
            change.gesture == one.change.gesture && change.edit.expected() != change.edit.wanted()
        };
        let others = taken.iter().filter(moves).map(|change| letter(change));
        let others: BTreeSet<_> = others.filter(|of| !letters.contains(of)).collect();
        one.others_taken = others.len();
    }
}

/// What became of a change when it first came.
pub(super) fn first_outcome(outcome: &Outcome) -> &Outcome {
    match outcome {
        Outcome::AlreadyApplied { first } => first_outcome(first),
        other => other,
    }
}

/// The cached pages that show a sheet.
pub(super) fn pages_of(
    db: &Connection,
    sheet: SheetId,
    into: &mut BTreeSet<PageKey>,
) -> Result<(), StoreError> {
    let mut ask = db.prepare_cached("SELECT page FROM page_sheet WHERE sheet = ?1")?;
    let mut rows = ask.query([sheet.to_string()])?;
    while let Some(row) = rows.next()? {
        let key: String = row.get(0)?;
        into.extend(PageKey::parse(&key));
    }
    Ok(())
}
