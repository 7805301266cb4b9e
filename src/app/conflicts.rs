//! What a person has decided about changes that the server did not take.

use super::App;
use crate::desk::notice::Tone;
use crate::tr;
use crate::ui::messages;
use journal::Change;
use offline::{PageKey, Resolution, Resolved, Trouble};

impl App {
    /// Settles what was shown in the same way, all or nothing of it. What has moved since stays,
    /// which is said.
    pub(super) fn resolve(&mut self, shown: &[Trouble], resolution: Resolution) {
        // Whether a word may be said is judged by the page.
        for trouble in shown {
            let sheet = trouble.change.sheet;
            if let Some(lesson) = sheet.lesson()
                && self.desk.pages.spot(sheet).is_none()
            {
                self.keep_fresh(PageKey::Lesson(lesson));
            }
        }
        let Some(account) = &self.account else { return };
        let (store, moment) = (account.store(), account.server_clock().moment());
        let may_say = |word: &Change| self.desk.may_say_again(word);
        let resolved = store.resolve(shown, resolution, &mut account.ids(), moment, may_say);
        account.wake();
        self.desk.from_form.clear();
        self.read_queue();
        match resolved {
            Ok(resolved) => {
                if resolution == Resolution::Mine {
                    self.desk.put(&resolved.again);
                }
                self.say_resolved(&resolved, resolution, shown.len() > 1);
            }
            Err(error) => self.store_failed(&error),
        }
    }

    fn say_resolved(&mut self, resolved: &Resolved, resolution: Resolution, of_several: bool) {
        let texts = &self.appearance.texts;
        let count = resolved.settled;
        let moved = texts.get("resolved-moved").into_owned();
        let key = match resolution {
            _ if count == 0 && resolved.moved > 0 => return self.say(Tone::Warning, &moved),
            // It was settled elsewhere meanwhile.
            _ if count == 0 => "decide-settled",
            Resolution::Mine if resolved.again.is_empty() => "resolved-same",
            Resolution::Mine if of_several => "resolved-all-mine",
            Resolution::Mine => "resolved-mine",
            Resolution::Theirs if of_several => "resolved-all-theirs",
            Resolution::Theirs => "resolved-theirs",
        };
        let text = tr!(texts, key, count).into_owned();
        self.say(Tone::Done, &text);
        if resolved.moved > 0 {
            messages::also(Tone::Warning, &moved, &mut self.desk);
        }
    }
}
