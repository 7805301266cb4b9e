//! What was entered and what is being written becomes durable before a frame shows it.

use super::App;
use crate::desk::notice::Tone;
use crate::ui::messages;
use offline::{Gesture, PageKey};

impl App {
    /// Makes what was entered durable; to be called before a frame is painted. What the disk
    /// refuses is taken off the screen again, with a sentence that says so.
    ///
    /// Answers whether everything that was entered is durable.
    pub fn keep(&mut self) -> bool {
        let kept = self.keep_entered();
        self.keep_drafts();
        kept
    }

    /// What is being written is durable as well, once per burst of keys.
    fn keep_drafts(&mut self) {
        let keys = self.desk.drafts.take_unsaved();
        if keys.is_empty() {
            return;
        }
        let Some(account) = &self.account else { return };
        let drafts = keys.iter().map(|key| (key, self.desk.drafts.get(key)));
        if let Err(error) = account.store().keep_drafts(drafts) {
            self.desk.drafts.put_back(keys);
            self.store_failed(&error);
        }
    }

    pub(super) fn keep_orders(&mut self) {
        let Some(account) = &self.account else { return };
        if let Err(error) = account.store().keep_orders(&self.desk.orders) {
            self.store_failed(&error);
        }
    }

    /// Changes, and that theirs stands where it was entered in a conflict, become durable at once.
    fn keep_entered(&mut self) -> bool {
        let changes = self.desk.take_unsaved();
        let agreed = self.desk.queue.take_agreed();
        let open = self.desk.open_entry().map(|entry| entry.gesture);
        if changes.is_empty() && agreed.is_empty() {
            return open.is_some() || self.close_kept();
        }
        let Some(account) = &self.account else {
            return false;
        };
        let suspect = account.server_clock().is_suspect();
        let store = account.store();
        let recorded = store.record(&changes, &agreed, suspect, open);
        match recorded {
            Ok(()) => {
                // The count is a matter of the status line: what is kept is kept without it.
                if let Ok(pending) = store.pending_count() {
                    self.desk.link.pending = pending;
                }
                self.desk.disk.keep(&changes);
                account.wake();
                // What was written over a conflict has settled it.
                if self.desk.link.troubles > 0 {
                    self.read_counts();
                }
                true
            }
            Err(_) if self.leave_if_signed_out() => false,
            Err(error) => {
                // It is tried again with whatever happens next.
                self.desk.queue.put_back(agreed);
                self.desk.disk.lose(&changes);
                // What was not kept is nothing that another place could have replaced.
                self.desk.from_form.clear();
                self.store_failed(&error);
                self.read_again();
                false
            }
        }
    }

    /// Lets the entry that was open go to the server.
    fn close_kept(&mut self) -> bool {
        let Some(account) = &self.account else {
            return true;
        };
        match account.store().close_entry() {
            Ok(true) => account.wake(),
            Ok(false) => {}
            // It is kept and painted, and is tried again with whatever happens next.
            Err(error) => tracing::warn!(%error, "an entry waits for its number"),
        }
        true
    }

    pub(super) fn read_again(&mut self) {
        let asked: Vec<PageKey> = self.asked.iter().copied().collect();
        asked.into_iter().for_each(|page| self.read_page(page));
        self.read_today();
    }

    /// What a gesture wrote is in the queue no more: the pages show what has come there meanwhile.
    pub(super) fn read_sheets_again(&mut self, gesture: &Gesture) {
        let lessons = gesture.changes.iter().map(|change| change.sheet.lesson());
        let is_shown = |page: &PageKey| match page {
            PageKey::Lesson(lesson) => lessons.clone().any(|of| of == Some(*lesson)),
            PageKey::Journal(..) | PageKey::Class(..) => true,
            PageKey::Today(_) | PageKey::List(_) => false,
        };
        let asked = self.asked.iter().copied().filter(is_shown);
        let asked: Vec<PageKey> = asked.collect();
        asked.into_iter().for_each(|page| self.read_page(page));
        self.read_today();
    }

    pub(super) fn store_failed(&mut self, error: &offline::StoreError) {
        tracing::error!(%error, "the client's memory failed");
        self.elsewhere.missed();
        let key = messages::fault_key(error.fault);
        let text = self.appearance.texts.get(key).into_owned();
        self.say(Tone::Error, &text);
    }
}
