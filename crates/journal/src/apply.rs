//! Applying a change: what the server does in its transaction; of it, the client puts what it has
//! checked on its screen, and the server's log on its pages.

use crate::change::{Cell, Change, Content, Edit};
use crate::ids::{JournalId, PersonId, PupilId};
use crate::place::{Occasion, SheetId};
use crate::sheet::{Entry, RollCall, Sheet};
use crate::validity::Invalid;

/// Why a change was not applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The cell holds something else than the writer expected; the first writer's value stands.
    #[error("the cell holds another value than expected")]
    Conflict {
        /// The cell in question: the one to be changed, or the one beside it.
        cell: Cell,
        /// What stands in it.
        now: Box<Content>,
    },
    /// The change could never be applied to this lesson.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

/// A sheet that changes are written into: what judging, applying and logging them asks of it.
pub trait TakesChanges {
    /// Which.
    fn id(&self) -> SheetId;

    /// The journal it belongs to.
    fn journal(&self) -> JournalId;

    /// What it is kept of, and when that is.
    fn occasion(&self) -> Occasion<'_>;

    /// What stands in a cell now.
    fn content(&self, cell: Cell) -> Content;

    /// As [`Sheet::check`].
    ///
    /// # Errors
    /// The first thing that makes the change impossible.
    fn check(&self, change: &Change, is_member: &dyn Fn(PupilId) -> bool) -> Result<(), Invalid>;

    /// As [`Sheet::has_room`].
    ///
    /// # Errors
    /// [`Invalid::LessonFull`].
    fn has_room(&self, change: &Change, members: &dyn Fn() -> usize) -> Result<(), Invalid>;

    /// As [`Sheet::apply`].
    ///
    /// # Errors
    /// A conflict, or what makes the change impossible; the sheet is untouched then.
    fn apply(
        &mut self,
        change: &Change,
        by: PersonId,
        is_member: &dyn Fn(PupilId) -> bool,
    ) -> Result<(), Refused>;

    /// As [`Sheet::put`].
    fn put(&mut self, edit: &Edit, signature: RollCall);
}

/// Whether a sheet of these contents takes a change: its cell holds what is wanted, or it holds
/// what is expected and the cell beside it what the writer saw there. A reason means nothing
/// without its absence, so that must be the one that the writer saw also where the reason, or that
/// there is none, stands as wanted.
///
/// A reason that came from outside of the lesson, announced or confirmed, is no conflict about the
/// absence that a teacher marks.
pub(crate) fn unless_conflict(
    content: impl Fn(Cell) -> Content,
    change: &Change,
) -> Result<(), Refused> {
    let conflict = |cell, now| {
        let now = Box::new(now);
        Err(Refused::Conflict { cell, now })
    };
    let cell = change.edit.cell();
    let now = content(cell);
    let is_same = now == change.edit.wanted();
    if is_same && cell.letter() == cell {
        return Ok(());
    }
    if !is_same && now != change.edit.expected() {
        return conflict(cell, now);
    }
    let (Some(cell), Some(seen)) = (cell.beside(), &change.beside) else {
        return Ok(());
    };
    let now = content(cell);
    if now == *seen || now.is_from_outside() {
        return Ok(());
    }
    conflict(cell, now)
}

impl Content {
    /// Whether it is a reason that came from outside of the lesson: announced or confirmed.
    pub fn is_from_outside(&self) -> bool {
        matches!(self, Self::Reason(Some(reason)) if reason.is_from_outside())
    }
}

impl TakesChanges for Sheet {
    fn id(&self) -> SheetId {
        self.lesson.id.into()
    }

    fn journal(&self) -> JournalId {
        self.lesson.journal
    }

    fn occasion(&self) -> Occasion<'_> {
        Occasion::Lesson(&self.lesson)
    }

    fn content(&self, cell: Cell) -> Content {
        Self::content(self, cell)
    }

    fn check(&self, change: &Change, is_member: &dyn Fn(PupilId) -> bool) -> Result<(), Invalid> {
        Self::check(self, change, is_member)
    }

    fn has_room(&self, change: &Change, members: &dyn Fn() -> usize) -> Result<(), Invalid> {
        Self::has_room(self, change, members)
    }

    fn apply(
        &mut self,
        change: &Change,
        by: PersonId,
        is_member: &dyn Fn(PupilId) -> bool,
    ) -> Result<(), Refused> {
        Self::apply(self, change, by, is_member)
    }

    fn put(&mut self, edit: &Edit, signature: RollCall) {
        Self::put(self, edit, signature);
    }
}

impl Sheet {
    /// Applies `change`, made by `by`. `is_member` says who is in the group on the lesson's day.
    ///
    /// A cell that already holds the wanted value accepts the change without a conflict: two
    /// people who say the same do not disagree.
    ///
    /// # Errors
    /// [`Refused::Conflict`] when the cell holds neither the expected nor the wanted value, or the
    /// cell beside it not what the writer saw;
    /// [`Refused::Invalid`] when the change could never be applied. The sheet is untouched then.
    pub fn apply(
        &mut self,
        change: &Change,
        by: PersonId,
        is_member: impl Fn(PupilId) -> bool,
    ) -> Result<(), Refused> {
        self.check(change, is_member)?;
        unless_conflict(|cell| self.content(cell), change)?;
        self.put(
            &change.edit,
            RollCall {
                by,
                at: change.made_at,
            },
        );
        Ok(())
    }

    /// Puts the wanted value of an accepted change into its cell, whatever stands there: how a
    /// client follows the server's log. `signature` is who confirmed a roll call and when.
    pub fn put(&mut self, edit: &Edit, signature: RollCall) {
        match edit {
            Edit::Attendance { pupil, step } => {
                self.with_entry(*pupil, |entry| entry.attendance = step.new);
            }
            Edit::Reason { pupil, step } => {
                self.with_entry(*pupil, |entry| entry.reason.clone_from(&step.new));
            }
            Edit::Mark { pupil, work, step } => {
                self.with_entry(*pupil, |entry| entry.put_mark(*work, step.new.clone()));
            }
            Edit::RollCall { step } => match (step.new, self.roll_call) {
                (true, Some(_)) => {}
                (true, None) => self.roll_call = Some(signature),
                (false, _) => self.roll_call = None,
            },
            Edit::Topic { step } => self.topic.clone_from(&step.new),
            Edit::Homework { slot, step } => match &step.new {
                Some(homework) => {
                    self.homework.insert(*slot, homework.clone());
                }
                None => {
                    self.homework.remove(slot);
                }
            },
            Edit::Form { step } => self.form = step.new,
            Edit::Excuse { step } => self.excuse.clone_from(&step.new),
            // Of a term's sheet.
            Edit::PeriodMark { .. } => {}
        }
    }

    fn with_entry(&mut self, pupil: PupilId, touch: impl FnOnce(&mut Entry)) {
        let entry = self.entries.entry(pupil).or_default();
        touch(entry);
        if entry.is_empty() {
            self.entries.remove(&pupil);
        }
    }
}
