//! The bells of a person's day.

use super::Desk;
use journal::view::TodayLesson;
use journal::{Lesson, LessonId, Timestamp};

impl Desk {
    /// The lessons of the day, each with its two bells.
    pub fn bells(&self) -> impl Iterator<Item = (&TodayLesson, [Timestamp; 2])> {
        let time = self.time();
        let rows = self.pages.today.iter().flat_map(|page| &page.lessons);
        rows.map(move |row| {
            let (starts, ends) = row.lesson.bells(time);
            (row, [starts, ends])
        })
    }

    /// Whether the first bell of a lesson has rung.
    pub fn has_begun(&self, lesson: &Lesson) -> bool {
        lesson.bells(self.time()).0 <= self.now()
    }

    /// Whether the last bell of a lesson has rung.
    pub fn is_over(&self, lesson: &Lesson) -> bool {
        lesson.bells(self.time()).1 <= self.now()
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
