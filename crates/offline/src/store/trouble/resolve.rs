//! What a person chooses about changes that were not taken.

use super::{Trouble, TroubleKind, close, letter};
use crate::error::StoreError;
use crate::id_source::IdSource;
use crate::server_clock::Moment;
use crate::store::{Durability, Store};
use journal::{Change, ChangeId, Content, Edit, GestureId, Ground, Timestamp};
use std::collections::BTreeSet;

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// «Оставить как на сервере»: ours is laid aside; its record stays.
    Theirs,
    /// «Записать моё»: a new change from what stands there now, which settles the old one.
    Mine,
}

/// What came of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolved {
    /// The new changes, which are in the outbox already, if the choice makes any.
    pub again: Vec<Change>,
    /// How many troubles are settled.
    pub settled: usize,
    /// How many stay: ours is not what was shown, or what it was to be written over is not.
    pub moved: usize,
}

impl Trouble {
    /// The changes that «моё» makes: ours once more, from what stands there now; none if ours
    /// stands there already. Of an absence and its reason the letter whole, each half only if the
    /// other is as it was shown.
    pub fn mine(
        &self,
        gesture: GestureId,
        made_at: Timestamp,
        mut id: impl FnMut() -> ChangeId,
    ) -> Vec<Change> {
        let ours = &self.change;
        let edits: Vec<(Edit, Option<Content>)> = match self.letters.as_ref().zip(ours.edit.pupil())
        {
            Some((letters, pupil)) => {
                let edits = letters.theirs.edits_to(&letters.ours, pupil).into_iter();
                edits.map(|(edit, beside)| (edit, Some(beside))).collect()
            }
            None => {
                let (cell, wanted) = (ours.edit.cell(), ours.edit.wanted());
                let edit = Some(self.stands.clone()).filter(|stands| *stands != wanted);
                let edit = edit.and_then(|stands| Edit::between(cell, stands, wanted));
                edit.into_iter().map(|edit| (edit, None)).collect()
            }
        };
        let again = edits.into_iter().map(|(edit, beside)| Change {
            id: id(),
            gesture,
            made_at,
            sheet: ours.sheet,
            edit,
            ground: Some(match &ours.ground {
                // What allowed it still has to be said.
                Some(Ground::Substitution) => Ground::Substitution,
                _ => Ground::Settles { change: ours.id },
            }),
            beside,
            after: None,
        });
        again.collect()
    }

    /// Whether a choice that was made about `shown` is about this.
    fn is_as(&self, shown: &Self, resolution: Resolution) -> bool {
        let ours = |it: &Self| (it.change.id, it.beside.as_ref().map(|change| change.id));
        let over = |it: &Self| match &it.kind {
            TroubleKind::Conflict { now, .. } => Some((now.clone(), it.letters.clone())),
            _ => None,
        };
        ours(self) == ours(shown) && (resolution == Resolution::Theirs || over(self) == over(shown))
    }
}

impl Store {
    /// Settles troubles as they were shown by a person's choice, all in one durable transaction.
    /// What has moved since, or is settled already, is left as it is.
    ///
    /// # Errors
    /// A fault of the disk, or [`StoreFault::SignedOut`]; nothing is settled then.
    ///
    /// [`StoreFault::SignedOut`]: crate::StoreFault::SignedOut
    pub fn resolve(
        &self,
        shown: &[Trouble],
        resolution: Resolution,
        ids: &mut IdSource,
        moment: Moment,
    ) -> Result<Resolved, StoreError> {
        let mut letters = BTreeSet::new();
        let resolved = self.write(Durability::Full, |tx| {
            self.refuse_signed_out(tx)?;
            let troubles = self.troubles()?;
            let mut resolved = Resolved::default();
            for shown in shown {
                let of = letter(&shown.change);
                let Some(trouble) = troubles.iter().find(|it| letter(&it.change) == of) else {
                    continue;
                };
                if !trouble.is_as(shown, resolution) {
                    resolved.moved += 1;
                    continue;
                }
                for id in trouble.all() {
                    close(tx, id)?;
                }
                resolved.settled += 1;
                letters.insert(of);
                if resolution == Resolution::Mine {
                    let gesture = ids.gesture(moment.at);
                    let again = trouble.mine(gesture, moment.at, || ids.change(moment.at));
                    resolved.again.extend(again);
                }
            }
            self.insert(tx, &resolved.again, moment.suspect)?;
            Ok(resolved)
        })?;
        if resolution == Resolution::Theirs {
            self.forget_letters(&letters);
        }
        self.remember_gesture(&[], &resolved.again);
        Ok(resolved)
    }
}
