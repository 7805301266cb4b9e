//! What a person chooses about changes that were not taken.

use super::{Trouble, TroubleKind, close, letter};
use crate::error::StoreError;
use crate::id_source::IdSource;
use crate::server_clock::Moment;
use crate::store::{Durability, Store};
use journal::{Cell, Change, ChangeId, Content, Edit, GestureId, Ground, Timestamp};
use std::collections::BTreeSet;

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// «Оставить как на сервере»: ours is laid aside; its record stays. Where another value stood
    /// first, that it stands is this person's word from now on.
    Theirs,
    /// «Записать моё»: a new change from what stands there now, which settles the old one.
    Mine,
}

/// What came of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolved {
    /// The new changes, which are in the outbox already, if the choice makes any: ours once more, or
    /// that theirs stands.
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

    /// The changes that say that theirs stands, which move nothing: whoever wrote it takes back but
    /// the own word then. None of what is no conflict. Of an absence and its reason the letter
    /// whole, but for a reason from outside of the lesson.
    fn theirs(
        &self,
        gesture: GestureId,
        made_at: Timestamp,
        mut id: impl FnMut() -> ChangeId,
    ) -> Vec<Change> {
        let TroubleKind::Conflict { .. } = &self.kind else {
            return Vec::new();
        };
        let ours = &self.change;
        let standing = match self.letters.as_ref().zip(ours.edit.pupil()) {
            Some((letters, pupil)) => {
                let fact = Content::Attendance(letters.theirs.attendance);
                let reason = Content::Reason(letters.theirs.reason.clone());
                let beside = (!reason.is_from_outside()).then(|| {
                    let cell = Cell::Reason { pupil };
                    (cell, reason.clone(), Some(fact.clone()))
                });
                let cell = Cell::Attendance { pupil };
                let fact = (cell, fact.clone(), Some(reason.clone()));
                [Some(fact), beside].into_iter().flatten().collect()
            }
            None => vec![(ours.edit.cell(), self.stands.clone(), None)],
        };
        let said = standing.into_iter().filter_map(|(cell, stands, beside)| {
            Some(Change {
                id: id(),
                gesture,
                made_at,
                sheet: ours.sheet,
                edit: Edit::between(cell, stands.clone(), stands)?,
                ground: None,
                beside,
                after: None,
            })
        });
        said.collect()
    }

    /// Whether a choice that was made about `shown` is about this.
    fn is_as(&self, shown: &Self, resolution: Resolution) -> bool {
        let ours = |it: &Self| (it.change.id, it.beside.as_ref().map(|change| change.id));
        ours(self) == ours(shown) && (resolution == Resolution::Theirs || self.stands_as(shown))
    }

    /// Whether what stands there is as it was shown.
    fn stands_as(&self, shown: &Self) -> bool {
        let over = |it: &Self| {
            let stands = match &it.kind {
                TroubleKind::Conflict { now, .. } => now,
                TroubleKind::Held | TroubleKind::Refused { .. } => &it.stands,
            };
            (stands.clone(), it.letters.clone())
        };
        over(self) == over(shown)
    }
}

impl Store {
    /// Settles troubles as they were shown by a person's choice, all in one durable transaction.
    /// What has moved since, or is settled already, is left as it is. That theirs stands is said of
    /// what was shown, by changes of which `may_say` allows it.
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
        may_say: impl Fn(&Change) -> bool,
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
                let gesture = ids.gesture(moment.at);
                let id = || ids.change(moment.at);
                match resolution {
                    Resolution::Mine => {
                        let again = trouble.mine(gesture, moment.at, id);
                        resolved.again.extend(again);
                    }
                    Resolution::Theirs if trouble.stands_as(shown) => {
                        let said = trouble.theirs(gesture, moment.at, id);
                        resolved.again.extend(said.into_iter().filter(&may_say));
                    }
                    Resolution::Theirs => {}
                }
            }
            self.insert(tx, &resolved.again, moment.suspect)?;
            Ok(resolved)
        })?;
        let mut gestures = self.gestures.borrow_mut();
        match resolution {
            Resolution::Mine => gestures.remember(&[], &resolved.again),
            Resolution::Theirs => gestures.forget(&letters),
        }
        drop(gestures);
        Ok(resolved)
    }
}
