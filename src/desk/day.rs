//! The bells of a person's day.

use super::Desk;
use journal::view::TodayLesson;
use journal::{LessonId, SchoolTime, Timestamp};

impl Desk {
    /// The lessons of the day, each with its two bells.
    pub fn bells(&self) -> impl Iterator<Item = (&TodayLesson, [Timestamp; 2])> {
        let rules = self.rules.as_ref();
        let time = rules.map_or(SchoolTime::MOSCOW, |rules| rules.time);
        let rows = self.pages.today.iter().flat_map(|page| &page.lessons);
        rows.map(move |row| {
            let (starts, ends) = row.lesson.bells(time);
            (row, [starts, ends])
        })
    }

    /// The lesson of this moment: it is on the desk from five minutes before its bell.
    pub fn lesson_now(&self) -> Option<LessonId> {
        self.rules.as_ref()?;
        let now = self.now();
        let early = chrono::TimeDelta::minutes(-5);
        let mut bells = self.bells();
        let running = bells.find(|(_, [starts, ends])| starts.plus(early) <= now && now < *ends);
        running.map(|(row, _)| row.lesson.id)
    }

    /// Whether a lesson is the next of the day after another.
    pub fn is_next(&self, lesson: LessonId, after: LessonId) -> bool {
        let rows = self
            .pages
            .today
            .as_ref()
            .map_or(&[][..], |page| &page.lessons);
        let mut pairs = rows.windows(2);
        pairs.any(|pair| pair.iter().map(|row| row.lesson.id).eq([after, lesson]))
    }
}
