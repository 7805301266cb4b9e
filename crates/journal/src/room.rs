//! How much a lesson holds, so that one person's data do not fill everybody's memory: a lesson is
//! loaded, kept and sent whole.

use crate::change::{Cell, Change, Edit};
use crate::homework::Homework;
use crate::mark::Mark;
use crate::sheet::{Entry, Sheet};
use crate::validity::Invalid;

/// Most bytes of all texts of a lesson together, in UTF-8: a page of Russian for each pupil of a
/// class of thirty, or a homework of the greatest length and as much again.
pub const LESSON_TEXT_LIMIT: usize = 64 * 1024;
/// Most marks of one pupil in one lesson.
pub const MARKS_LIMIT: usize = 50;

impl Sheet {
    /// Whether the lesson has room for what a change puts into it. `members` is how many pupils
    /// the group has on the lesson's day: a homework for each of them and one for all is the most.
    /// What takes room away is never refused.
    ///
    /// # Errors
    /// [`Invalid::LessonFull`].
    pub fn has_room(&self, change: &Change, members: impl Fn() -> usize) -> Result<(), Invalid> {
        let cell = change.edit.cell();
        let (is_more, text) = match &change.edit {
            Edit::Homework { slot, step } => {
                let is_new = step.new.is_some() && !self.homework.contains_key(slot);
                (
                    is_new && self.homework.len() > members(),
                    step.new.as_ref().map_or(0, of_homework),
                )
            }
            Edit::Mark { pupil, work, step } => {
                let is_more = step.new.is_some()
                    && self.entry(*pupil).is_some_and(|entry| {
                        entry.marks.len() >= MARKS_LIMIT && entry.mark(*work).is_none()
                    });
                (is_more, step.new.as_ref().map_or(0, of_mark))
            }
            Edit::Reason { step, .. } => {
                let document = step
                    .new
                    .as_ref()
                    .and_then(|reason| reason.document.as_ref());
                (false, document.map_or(0, |document| document.title.len()))
            }
            Edit::Topic { step } => (false, step.new.as_ref().map_or(0, |topic| topic.text.len())),
            _ => (false, 0),
        };
        if is_more || (text > 0 && !self.text_fits(cell, text)) {
            return Err(Invalid::LessonFull);
        }
        Ok(())
    }

    fn text_fits(&self, cell: Cell, text: usize) -> bool {
        let now = self.text_in(cell);
        text <= now || self.text() - now + text <= LESSON_TEXT_LIMIT
    }

    fn text_in(&self, cell: Cell) -> usize {
        let entry = cell.pupil().and_then(|pupil| self.entry(pupil));
        match cell {
            Cell::Homework { slot } => self.homework.get(&slot).map_or(0, of_homework),
            Cell::Topic => self.topic.as_ref().map_or(0, |topic| topic.text.len()),
            Cell::Mark { work, .. } => entry.and_then(|entry| entry.mark(work)).map_or(0, of_mark),
            Cell::Reason { .. } => entry.map_or(0, of_reason),
            _ => 0,
        }
    }

    /// The bytes of all texts that were written into the lesson.
    fn text(&self) -> usize {
        let homework: usize = self.homework.values().map(of_homework).sum();
        let entries = self.entries.values();
        let entries: usize = entries
            .map(|entry| {
                let marks = entry.marks.iter().map(|placed| of_mark(&placed.mark));
                marks.sum::<usize>() + of_reason(entry)
            })
            .sum();
        self.text_in(Cell::Topic) + homework + entries
    }
}

fn of_homework(homework: &Homework) -> usize {
    homework.text.len() + homework.links.iter().map(String::len).sum::<usize>()
}

fn of_mark(mark: &Mark) -> usize {
    mark.comment.as_ref().map_or(0, String::len)
}

fn of_reason(entry: &Entry) -> usize {
    let document = entry
        .reason
        .as_ref()
        .and_then(|reason| reason.document.as_ref());
    document.map_or(0, |document| document.title.len())
}
