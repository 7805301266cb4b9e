//! What a person takes back, and what becomes of it.

use super::App;
use super::account::Account;
use crate::desk::notice::{About, Notice, Tone};
use crate::desk::pages::CellContent;
use crate::effect::Undoing;
use crate::tr;
use crate::ui::describe;
use crate::ui::layer::PopupResult;
use crate::ui::messages;
use crate::ui::popup::ask::{Answer, Ask};
use journal::Change;
use offline::store::Gesture;
use offline::{Kept, Store};

impl App {
    /// Takes back what was entered last, of what is meant.
    pub(super) fn undo(&mut self, which: &Undoing) {
        let Some(account) = &self.account else { return };
        let store = account.store();
        let is_meant = |gesture: &Gesture| match which {
            Undoing::This(id) => gesture.id == *id,
            Undoing::NewestIn(sheets) => {
                let mut changes = gesture.changes.iter();
                changes.all(|change| sheets.contains(&change.sheet))
            }
            Undoing::Newest => true,
        };
        let moment = account.server_clock().moment();
        let undone = store.undo(is_meant, &mut account.ids(), moment);
        match undone {
            Ok(Some(undone)) => {
                account.wake();
                let is_already = describe::is_undone_already(&undone, &self.desk);
                self.desk.put(&undone.changes);
                if !undone.withdrawn.is_empty() {
                    self.read_sheets_again(&undone.gesture);
                }
                let tone = if is_already { Tone::Hint } else { Tone::Done };
                let texts = &self.appearance.texts;
                let text = describe::undone(&undone, is_already, &self.desk, texts);
                self.read_counts();
                let mut notice = Notice::new(tone, text);
                // Where theirs stands it is yet to come to the page.
                if undone.conceded.is_empty() {
                    let cells = self.as_shown(&undone.gesture.changes);
                    notice = notice.about(About::Cells(cells));
                }
                self.desk.say(notice);
            }
            Ok(None) => {
                let elsewhere = store.newest_gesture(|_| matches!(which, Undoing::NewestIn(_)));
                match elsewhere {
                    Ok(Some(gesture)) => self.ask_to_undo(&gesture),
                    Ok(None) => self.say_nothing_to_undo(),
                    Err(error) => self.store_failed(&error),
                }
            }
            Err(error) => self.store_failed(&error),
        }
    }

    /// Nothing was done here; what was done elsewhere is not on the screen.
    fn ask_to_undo(&mut self, gesture: &Gesture) {
        let texts = &self.appearance.texts;
        let what = gesture.changes.last();
        let what = what.map(|change| describe::change(change, &self.desk, texts));
        let question = tr!(texts, "undo-is-elsewhere", what = what.unwrap_or_default());
        let answer = Answer {
            hint: "hint-undo",
            told: PopupResult::UndoElsewhere,
        };
        let ask = Ask::new("action-undo", question, "undo-elsewhere-keys", answer);
        self.ui.open(Box::new(ask));
    }

    /// An undo reaches as far back as the start of the program: what was entered before is mended.
    fn say_nothing_to_undo(&mut self) {
        let store = self.account.as_ref().map(Account::store);
        let store = store.filter(|store| !store.has_forgotten());
        let key = match store.map(offline::Store::has_entries) {
            Some(Ok(true)) => "nothing-to-undo-since-start",
            _ => "nothing-to-undo",
        };
        let text = self.appearance.texts.get(key).into_owned();
        self.say(Tone::Hint, &text);
    }

    /// Undos that took nothing back.
    pub(super) fn say_kept(&mut self, kept: &[Kept]) {
        let text = describe::kept(kept, &self.desk, &self.appearance.texts);
        let cells = kept.iter().map(|one| CellContent {
            sheet: one.change.sheet,
            cell: one.change.edit.cell(),
            content: one.stands.clone(),
        });
        let notice = Notice::new(Tone::Warning, text);
        self.desk.say(notice.about(About::Cells(cells.collect())));
    }

    /// Where an undo has found another's word, which that one has taken back since: the own word
    /// stands again, and can be undone now.
    pub(super) fn say_undoable_again(&mut self) {
        let again = self.account.as_ref().map(Account::store);
        let again = again.map_or(Ok(Vec::new()), Store::undoable_again);
        let again = match again {
            Ok(again) => again,
            Err(error) => return self.store_failed(&error),
        };
        for gesture in again {
            let texts = &self.appearance.texts;
            let what = gesture.changes.last();
            let what = what.map(|change| describe::change(change, &self.desk, texts));
            let what = what.unwrap_or_default();
            // No key is named: here it may take back something else first.
            let text = tr!(texts, "undone-stands-again", what);
            messages::also(Tone::Warning, &text, &mut self.desk);
        }
    }

    /// What the pages show in the cells of these changes.
    fn as_shown(&self, changes: &[Change]) -> Vec<CellContent> {
        let shown = changes.iter().filter_map(|change| {
            let (sheet, cell) = (change.sheet, change.edit.cell());
            let content = self.desk.pages.spot(sheet)?.sheet.content(cell);
            Some(CellContent {
                sheet,
                cell,
                content,
            })
        });
        shown.collect()
    }
}
