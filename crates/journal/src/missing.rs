//! What a lesson still lacks.

use crate::change::Cell;
use crate::sheet::Sheet;
use crate::view::TodayLesson;

/// The parts of a lesson that have to be filled in and are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The roll has not been called.
    pub roll_call: bool,
    /// No topic is entered.
    pub topic: bool,
    /// No homework is entered, not even «не задано»; in a first grade none is given (SP 2.4.3648-20).
    pub homework: bool,
}

impl Missing {
    /// Nothing has been filled in.
    pub(crate) const ALL: Self = Self::of(false, false, false, None);

    /// Of what there is, in a group of this grade; none: a group of several.
    pub const fn of(roll_called: bool, topic: bool, homework: bool, grade: Option<u8>) -> Self {
        Self {
            roll_call: !roll_called,
            topic: !topic,
            homework: !homework && !matches!(grade, Some(1)),
        }
    }

    /// The cells that would have to be filled, in the order of a lesson.
    pub fn cells(self) -> impl Iterator<Item = Cell> {
        let parts = [
            (self.roll_call, Cell::RollCall),
            (self.topic, Cell::Topic),
            (self.homework, Cell::Homework { slot: 0 }),
        ];
        let missing = parts.into_iter().filter(|(is_missing, _)| *is_missing);
        missing.map(|(_, cell)| cell)
    }

    /// Whether anything is missing.
    pub const fn any(self) -> bool {
        self.roll_call || self.topic || self.homework
    }
}

impl Sheet {
    /// What the lesson lacks, held in a group of this grade.
    pub fn missing(&self, grade: Option<u8>) -> Missing {
        let homework = !self.homework.is_empty();
        Missing::of(
            self.roll_call.is_some(),
            self.topic.is_some(),
            homework,
            grade,
        )
    }
}

impl TodayLesson {
    /// What the lesson lacks.
    pub const fn missing(&self) -> Missing {
        Missing::of(
            self.roll_called,
            self.topic.is_some(),
            self.homework,
            self.grade,
        )
    }
}
