//! What one key did.

use super::keys::Key;
use journal::{Entry, LessonId, PupilId};
use std::collections::{BTreeMap, BTreeSet};

/// Whose entry, and in which lesson.
pub type At = (LessonId, PupilId);
/// In the lesson that was not said.
pub const UNSAID: LessonId = LessonId(0);
pub type Entries = BTreeMap<At, Entry>;

pub fn changed(before: &Entries, after: &Entries) -> BTreeSet<At> {
    let places = before.keys().chain(after.keys());
    places
        .filter(|at| before.get(at) != after.get(at))
        .copied()
        .collect()
}

/// What one key did.
pub struct Deed {
    pub key: Key,
    /// Whose cell the cursor was in, and in which column of the screen; where it is now.
    pub cursor: Option<PupilId>,
    pub from: (Option<PupilId>, u16),
    pub to: (Option<PupilId>, u16),
    /// In whose cell a beginning was shown.
    pub begun: Option<PupilId>,
    /// Whose entry was open.
    pub open: Option<At>,
    pub before: Entries,
    pub after: Entries,
    pub changed: BTreeSet<At>,
    /// The line above the status, before the key and after it.
    pub said_before: String,
    pub said: String,
    /// The keys up to here, for whoever reads a failure.
    pub told: String,
}

impl Deed {
    pub fn waited(&self) -> bool {
        // What the server says of an earlier entry may stand in the place of what waits.
        let waits = [
            "ещё не всё",
            "сколько минут",
            "теперь код явки",
            "Сервер принял",
        ];
        waits.iter().any(|words| self.said_before.contains(words))
    }

    pub fn entry(entries: &Entries, at: &At) -> Entry {
        entries.get(at).cloned().unwrap_or_default()
    }

    /// Whether the key wrote nothing, and said so.
    pub fn is_refused(&self) -> bool {
        let refused = [
            "не годится",
            "плюсом и минусом",
            "это последний",
            "минус — ",
            "точка не поставлена",
            "не прочитано",
        ];
        let said = self.said.to_lowercase();
        self.changed.is_empty() && refused.iter().any(|words| said.contains(words))
    }
}
