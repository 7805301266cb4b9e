//! The pages people read, built from what a backend has read. Pure, the same for every backend.

mod carried;
mod journal;
mod lesson;
mod today;

pub use self::carried::carry;
pub use self::journal::{JournalMaterial, journal_page};
pub use self::lesson::{LessonMaterial, ParallelRow, RECENT, lesson_page, parallel_until};
pub use self::today::{TODAY_LOOKS_BACK, is_of_day, today_page};

use ::journal::Sheet;

/// Lessons in order of time.
pub fn in_order(sheets: &mut [Sheet]) {
    sheets.sort_by_key(|sheet| (sheet.lesson.date, sheet.lesson.number, sheet.lesson.id));
}
