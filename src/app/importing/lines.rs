//! What a table would change, in lines.

use crate::desk::table_check::{CheckLine, CheckSort, TableCheck, TableWish};
use crate::i18n::Texts;
use crate::record_words::effects;
use journal::register::{Consequences, Effect, RecordKind, RecordRef};

/// The lines of a check while they are gathered.
#[derive(Default)]
pub(super) struct Lines(Vec<(CheckSort, String)>);

impl Lines {
    /// One more.
    pub(super) fn put(&mut self, sort: CheckSort, text: String) {
        self.0.push((sort, text));
    }

    /// What follows in the journals; what of it is to be agreed to.
    pub(super) fn follow(
        &mut self,
        consequences: &Consequences,
        title: &dyn Fn(&RecordRef) -> String,
        texts: &Texts,
    ) -> Vec<Effect> {
        for effect in &consequences.effects {
            let sort = if effect.kind.is_danger() {
                CheckSort::Danger
            } else {
                CheckSort::Effect
            };
            self.put(sort, effects::effect(effect, title, effect.days, texts));
        }
        consequences.dangers().cloned().collect()
    }

    /// The check that they make.
    pub(super) fn check(
        mut self,
        asked_in: Option<RecordKind>,
        title: String,
        dangers: Vec<Effect>,
        wish: TableWish,
    ) -> TableCheck {
        self.0.sort_by_key(|(sort, _)| *sort);
        let lines = self.0.into_iter().enumerate();
        let lines = lines.map(|(place, (sort, text))| CheckLine { place, sort, text });
        TableCheck {
            asked_in,
            title,
            lines: lines.collect(),
            dangers,
            wish,
        }
    }
}
