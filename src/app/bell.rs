//! The school's bells: what is on the screen says when its lesson is over and another has begun.

use super::App;
use crate::action::Action;
use crate::desk::notice::Tone;
use crate::tr;
use crate::ui::messages;
use journal::Timestamp;
use std::time::Duration;

/// Bells of a person's day.
#[derive(Debug, Default)]
pub(super) struct Bells {
    /// The one that is waited for.
    awaited: Option<Timestamp>,
}

impl App {
    /// In how long the next bell of the day rings, if there is one.
    pub fn rings_in(&mut self) -> Option<Duration> {
        let now = self.desk.now();
        let next = || self.desk.bells().flat_map(|(_, at)| at);
        let awaited = self.bells.awaited.take();
        // A bell waited for that the day's list no longer knows is none.
        let awaited = awaited.filter(|awaited| next().any(|at| at == *awaited));
        self.bells.awaited = awaited.or_else(|| next().filter(|at| *at > now).min());
        let left = self.bells.awaited?.since(now);
        Some(left.to_std().unwrap_or(Duration::ZERO))
    }

    /// Says which lesson has begun and the key that opens it, unless it is on the screen.
    pub fn ring(&mut self) {
        let Some(bell) = self.bells.awaited.take_if(|bell| *bell <= self.desk.now()) else {
            return;
        };
        // A machine that slept has missed bells: only what runs now has begun.
        let now = self.desk.now();
        let mut bells = self.desk.bells();
        let begun =
            bells.find(|(_, [starts, ends])| *starts >= bell && (*starts..*ends).contains(&now));
        drop(bells);
        let Some((row, _)) = begun else { return };
        let shown = self.ui.top().and_then(crate::ui::layer::Layer::lesson);
        if shown == Some(row.lesson.id) || self.desk.me.is_none() {
            return;
        }
        let is_next = shown.is_some_and(|shown| self.desk.is_next(row.lesson.id, shown));
        let action = if is_next {
            Action::NextLesson
        } else {
            Action::OpenToday
        };
        let key = self.key_for(action).unwrap_or_default();
        let text = tr!(
            self.appearance.texts,
            "bell-begun",
            number = row.lesson.number,
            group = row.group.as_str(),
            subject = row.subject.as_str(),
            key
        );
        let text = text.into_owned();
        messages::also(Tone::Warning, &text, &mut self.desk);
    }
}
