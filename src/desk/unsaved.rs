//! What was entered on the desk on its way to the disk, and the entry that may still grow.

use super::Desk;
use journal::{Change, GestureId};
use std::time::Duration;

/// An entry that the next key may make grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct OpenEntry {
    pub gesture: GestureId,
    /// The moment of its last key, by the monotonic clock.
    pub since: Duration,
}

impl Desk {
    /// The changes that are on the desk and not yet durable, in order; the loop takes them before
    /// it paints.
    pub fn take_unsaved(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.unsaved)
    }

    /// What was entered with this gesture may grow with the next key: until then, or until it has
    /// waited long enough, it is not for the server.
    pub fn leave_open(&mut self, gesture: GestureId) {
        let since = self.pressed_at;
        self.open = Some(OpenEntry { gesture, since });
    }

    /// The entry that the next key may make grow.
    pub fn open_entry(&self) -> Option<OpenEntry> {
        self.open
    }

    /// How long ago the last key of the open entry was.
    pub fn open_for(&self) -> Option<Duration> {
        let since = self.open?.since;
        Some(self.time.monotonic().saturating_sub(since))
    }

    /// A key, or time, has closed the open entry.
    pub fn close_entry(&mut self) {
        self.open = None;
    }

    /// Marks what was recorded with this gesture as a form's.
    pub fn keep_from_form(&mut self, gesture: GestureId) {
        let of_gesture = self.unsaved.iter().filter(|one| one.gesture == gesture);
        self.from_form = of_gesture.cloned().collect();
    }
}
