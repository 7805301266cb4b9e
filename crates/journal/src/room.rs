//! How much a lesson holds, so that one person's data do not fill everybody's memory: a lesson is
//! loaded, kept and sent whole.

use crate::attendance::AbsenceReason;
use crate::change::{Cell, Change, Content, Edit};
use crate::homework::Homework;
use crate::mark::Mark;
use crate::sheet::Sheet;
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
        let is_more = match &change.edit {
            Edit::Homework { slot, step } => {
                let is_new = step.new.is_some() && !self.homework.contains_key(slot);
                is_new && self.homework.len() > members()
            }
            Edit::Mark { pupil, work, step } => {
                step.new.is_some()
                    && self.entry(*pupil).is_some_and(|entry| {
                        entry.marks.len() >= MARKS_LIMIT && entry.mark(*work).is_none()
                    })
            }
            _ => false,
        };
        let text = text_of(&change.edit.wanted());
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
        text_of(&self.content(cell))
    }

    /// The bytes of all texts that were written into the lesson.
    fn text(&self) -> usize {
        let homework: usize = self.homework.values().map(of_homework).sum();
        let entries = self.entries.values();
        let entries: usize = entries
            .map(|entry| {
                let marks = entry.marks.iter().map(|placed| of_mark(&placed.mark));
                marks.sum::<usize>() + of_reason(entry.reason.as_ref())
            })
            .sum();
        self.text_in(Cell::Topic) + self.text_in(Cell::Excuse) + homework + entries
    }
}

/// The bytes of what a person wrote into a cell. Every kind is named: one that comes has to say.
fn text_of(content: &Content) -> usize {
    match content {
        Content::Homework(homework) => homework.as_ref().map_or(0, of_homework),
        Content::Mark(mark) => mark.as_ref().map_or(0, of_mark),
        Content::Reason(reason) => of_reason(reason.as_ref()),
        Content::Excuse(excuse) => excuse.as_ref().map_or(0, |excuse| excuse.words.len()),
        Content::Topic(topic) => topic.as_ref().map_or(0, |topic| topic.text.len()),
        Content::Attendance(_)
        | Content::RollCall(_)
        | Content::Form(_)
        | Content::PeriodMark(_) => 0,
    }
}

fn of_homework(homework: &Homework) -> usize {
    homework.text.len() + homework.links.iter().map(String::len).sum::<usize>()
}

fn of_mark(mark: &Mark) -> usize {
    mark.comment.as_ref().map_or(0, String::len)
}

fn of_reason(reason: Option<&AbsenceReason>) -> usize {
    let document = reason.and_then(|reason| reason.document.as_ref());
    document.map_or(0, |document| document.title.len())
}
