//! The changes of one sheet, gathered and put in the order of time.

use crate::dice::Dice;
use journal::{Change, ChangeId, Edit, GestureId, LessonId, PersonId, SheetId, Timestamp};
use storage::PastChange;

/// A second in the unit of [`Timestamp`].
pub(super) const SECOND: i64 = 1_000_000;
/// A minute in the unit of [`Timestamp`].
pub(super) const MINUTE: i64 = 60 * SECOND;

/// The page being written.
pub(super) struct Page {
    now: Timestamp,
    dice: Dice,
    sheet: SheetId,
    changes: Vec<PastChange>,
}

impl Page {
    pub(super) fn new(now: Timestamp, seed: u64) -> Self {
        let changes = Vec::with_capacity(128);
        Self {
            now,
            dice: Dice::new(seed, 0x9A6E),
            sheet: LessonId(0).into(),
            changes,
        }
    }

    pub(super) fn open(&mut self, sheet: impl Into<SheetId>) {
        self.sheet = sheet.into();
    }

    /// Notes an edit made at `at`; what would be later than now has not happened.
    pub(super) fn note(&mut self, at: i64, by: PersonId, edit: Edit) {
        if at >= self.now.0 {
            return;
        }
        let at = Timestamp(at + i64::from(self.dice.below(900)) * 1_000).min(self.now);
        // Most arrive at once; now and then the network was away for a while.
        let lag = if self.dice.chance(8) {
            self.dice.below(2_400) * 1_000
        } else {
            1_500
        };
        let lag = i64::from(self.dice.within(150, lag.max(200))) * 1_000;
        let id = self.dice.uuid(at.unix_millis());
        let change = Change {
            id: ChangeId(id),
            gesture: GestureId(id),
            made_at: at,
            sheet: self.sheet,
            edit,
            ground: None,
            beside: None,
            after: None,
        };
        let received_at = Timestamp(at.0 + lag).min(self.now);
        self.changes.push(PastChange {
            change,
            by,
            received_at,
        });
    }

    /// Moves the page's changes, oldest first, to the end of `history`.
    pub(super) fn close(&mut self, history: &mut Vec<PastChange>) {
        self.changes.sort_by_key(|past| past.change.made_at);
        history.append(&mut self.changes);
    }
}
