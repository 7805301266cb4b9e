//! What a person has decided about changes that the server did not take.

use super::App;
use crate::desk::notice::Tone;
use crate::tr;
use crate::ui::messages;
use journal::{ChangeId, Content};
use offline::{Letters, Resolution, Trouble, TroubleKind};

/// What stands where ours was not taken, as far as the server has said.
fn stands(trouble: &Trouble) -> Option<(Content, Option<Letters>)> {
    match &trouble.kind {
        TroubleKind::Conflict { now, .. } => Some((now.clone(), trouble.letters.clone())),
        _ => None,
    }
}

impl App {
    /// Whether something else stands, where ours was not taken, than was shown; it is now.
    fn has_moved(&mut self, change: ChangeId) -> bool {
        let shown = self.trouble(change).map(stands);
        self.read_queue();
        self.trouble(change).map(stands) != shown
    }

    fn trouble(&self, change: ChangeId) -> Option<&Trouble> {
        let mut troubles = self.desk.queue.troubles.iter();
        troubles.find(|trouble| trouble.change.id == change)
    }

    /// Settles conflicts in the same way. Where something else stands by now than was shown, they
    /// stay, which is said.
    pub(super) fn resolve_all(&mut self, resolution: Resolution, shown: &[Trouble]) {
        self.read_queue();
        // What was settled elsewhere meanwhile is no matter.
        let shown = shown
            .iter()
            .filter(|it| self.trouble(it.change.id).is_some());
        let there: Vec<&Trouble> = shown.collect();
        let is_as_shown = |it: &&&Trouble| {
            resolution == Resolution::Theirs
                || self.trouble(it.change.id).map(stands) == Some(stands(it))
        };
        let same: Vec<ChangeId> = there
            .iter()
            .filter(is_as_shown)
            .map(|it| it.change.id)
            .collect();
        let Some(account) = &self.account else { return };
        let (store, moment) = (account.store(), account.server_clock().moment());
        for change in &same {
            let resolved = store.resolve(*change, resolution, &mut account.ids(), moment);
            match resolved {
                Ok(again) => self.desk.put(&again),
                Err(error) => return self.store_failed(&error),
            }
        }
        account.wake();
        self.read_queue();
        let key = match resolution {
            Resolution::Mine => "resolved-all-mine",
            Resolution::Theirs => "resolved-all-theirs",
        };
        let text = tr!(self.appearance.texts, key, count = same.len()).into_owned();
        self.say(Tone::Done, &text);
        if same.len() < there.len() {
            let text = self.appearance.texts.get("resolved-moved").into_owned();
            messages::also(Tone::Warning, &text, &mut self.desk);
        }
    }

    pub(super) fn resolve(&mut self, change: ChangeId, resolution: Resolution) {
        if resolution == Resolution::Mine && self.has_moved(change) {
            let text = self.appearance.texts.get("resolved-moved").into_owned();
            return self.say(Tone::Warning, &text);
        }
        let Some(account) = &self.account else { return };
        let moment = account.server_clock().moment();
        let resolved = account
            .store()
            .resolve(change, resolution, &mut account.ids(), moment);
        match resolved {
            Ok(again) => {
                account.wake();
                self.desk.put(&again);
                let key = match resolution {
                    Resolution::Mine if again.is_empty() => "resolved-same",
                    Resolution::Mine => "resolved-mine",
                    Resolution::Theirs => "resolved-theirs",
                };
                self.read_queue();
                let text = self.appearance.texts.get(key).into_owned();
                self.say(Tone::Done, &text);
            }
            Err(error) => self.store_failed(&error),
        }
    }
}
