//! What one key did.

use super::keys::Key;
use journal::view::JournalPage;
use journal::{
    Cell, Content, Entry, LessonId, Mark, PlacedMark, PupilId, SheetId, WorkKindId, WorkRef,
};
use std::collections::{BTreeMap, BTreeSet};

/// Whose entry, and in which sheet.
pub type At = (SheetId, PupilId);
/// In the sheet that was not said.
pub const UNSAID: SheetId = SheetId::Lesson(LessonId(0));
pub type Entries = BTreeMap<At, Entry>;

/// The marks for the period, each as an entry of that one mark.
pub fn of_term(page: &JournalPage) -> impl Iterator<Item = (At, Entry)> {
    let sheet = page.term_id();
    page.term.iter().filter_map(move |filled| {
        let (Cell::PeriodMark { pupil }, Content::PeriodMark(mark)) =
            (filled.cell, &filled.content)
        else {
            return None;
        };
        let marks = vec![PlacedMark {
            work: WorkRef::first(WorkKindId(0)),
            mark: Mark::new(mark.value()?, 1),
        }];
        let entry = Entry {
            marks,
            ..Entry::default()
        };
        Some(((sheet, pupil), entry))
    })
}

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
            "ещё не прошло",
            "не записано, осталось",
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
