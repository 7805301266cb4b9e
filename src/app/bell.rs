//! The school's bells: what is on the screen says when its lesson is over and another has begun.

use super::App;
use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::Tone;
use crate::tr;
use crate::ui::say;
use journal::view::TodayLesson;
use journal::{LessonId, SchoolTime, Timestamp};
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
        let next = || bells(&self.desk).into_iter().flat_map(|(_, at)| at);
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
        let begun = bells(&self.desk)
            .into_iter()
            .find(|(_, [starts, _])| *starts == bell);
        let Some((row, _)) = begun else { return };
        let shown = self.ui.top().and_then(crate::ui::layer::Layer::lesson);
        if shown == Some(row.lesson.id) || self.desk.me.is_none() {
            return;
        }
        let action = way_to(row.lesson.id, shown, &self.desk);
        let key = self.key_for(action).unwrap_or_default();
        let text = tr!(
            self.manner.texts,
            "bell-begun",
            number = row.lesson.number,
            group = row.group.as_str(),
            subject = row.subject.as_str(),
            key
        );
        let text = text.into_owned();
        say::also(Tone::Warning, &text, &mut self.desk);
    }
}

/// The action that leads to a lesson of the day from another.
pub fn way_to(lesson: LessonId, from: Option<LessonId>, desk: &Desk) -> Action {
    let rows = desk
        .pages
        .today
        .as_ref()
        .map_or(&[][..], |page| &page.lessons);
    let place = |id| rows.iter().position(|row| row.lesson.id == id);
    match (from.and_then(place), place(lesson)) {
        (Some(here), Some(there)) if there == here + 1 => Action::NextLesson,
        _ => Action::OpenToday,
    }
}

/// The lessons of the day with their two bells.
fn bells(desk: &Desk) -> Vec<(&TodayLesson, [Timestamp; 2])> {
    let time = desk
        .rules
        .as_ref()
        .map_or(SchoolTime::MOSCOW, |rules| rules.time);
    let rows = desk.pages.today.iter().flat_map(|page| &page.lessons);
    let with_bells = rows.map(|row| (row, row.lesson.bells(time)));
    with_bells
        .map(|(row, (starts, ends))| (row, [starts, ends]))
        .collect()
}
