//! What the lessons on the desk lack now, and until when it is to be entered.

use super::Desk;
use chrono::NaiveTime;
use journal::regulation::{MarksOwed, PartDue, TermContext};
use journal::view::{LessonPage, TodayLesson};
use journal::{Lesson, Missing, SheetKind};

impl Desk {
    /// What a lesson of the day's list lacks; nothing before its bell, and in a closed year nothing is
    /// entered any more.
    pub fn lacking(&self, row: &TodayLesson) -> Vec<PartDue<'_>> {
        let of = (&row.lesson, row.last_bell, row.excused);
        self.lacking_of(of, row.missing(), row.marks_owed())
    }

    /// Which parts of the lesson itself are missing on its page.
    pub fn lacking_on(&self, page: &LessonPage) -> Vec<PartDue<'_>> {
        let today = self.pages.today.iter();
        let mut rows = today.flat_map(|today| today.lessons.iter().chain(&today.unfilled));
        let row = rows.find(|row| row.lesson.id == page.sheet.lesson.id);
        let missing = page.sheet.missing(row.and_then(|row| row.grade));
        let of = (
            &page.sheet.lesson,
            page.last_bell,
            page.sheet.excuse.is_some(),
        );
        self.lacking_of(of, missing, MarksOwed::default())
    }

    fn lacking_of(
        &self,
        (lesson, last_bell, excused): (&Lesson, Option<NaiveTime>, bool),
        missing: Missing,
        marks: MarksOwed<'_>,
    ) -> Vec<PartDue<'_>> {
        let lacks = missing.any() || marks.point_due.is_some() || !marks.works.is_empty();
        let Some(rules) = self.rules.as_ref().filter(|_| lacks) else {
            return Vec::new();
        };
        let is_closed = || self.closed_year(SheetKind::Lesson, lesson.date).is_some();
        if !self.has_begun(lesson) || is_closed() {
            return Vec::new();
        }
        let terms = TermContext {
            first: lesson.date,
            last: lesson.date,
            lesson_end: Some(lesson.ends),
            last_bell,
            document: None,
            time: rules.time,
            work_days: &rules.work_days,
        };
        let kinds = (&terms, rules.work_kinds.as_slice());
        rules.regulation.lacking(missing, marks, kinds, excused)
    }
}
