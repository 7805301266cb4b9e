//! Applying a change: what the server does in its transaction and the client on its screen.

use crate::attendance::Attendance;
use crate::change::{Change, Content, Edit};
use crate::homework::{Audience, Homework};
use crate::ids::{LessonId, PersonId, PupilId};
use crate::mark::{Mark, MarkValue};
use crate::sheet::{Entry, RollCall, Sheet};
use crate::topic::Topic;

/// Longest homework, in characters.
pub const HOMEWORK_LIMIT: usize = 4_000;
/// Longest topic, in characters.
pub const TOPIC_LIMIT: usize = 500;
/// Longest comment to a mark, in characters.
pub const COMMENT_LIMIT: usize = 500;
/// Heaviest mark.
pub const WEIGHT_LIMIT: u8 = 10;
/// Most links of a homework, and the longest of them in characters.
pub const LINK_LIMITS: (usize, usize) = (10, 2_000);

/// Why a change was not applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The cell holds something else than the writer expected; the first writer's value stands.
    #[error("the cell holds another value than expected")]
    Conflict {
        /// What stands in the cell.
        now: Box<Content>,
    },
    /// The change could never be applied to this lesson.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

/// What makes a change impossible whatever stands in the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// It is a change of another lesson.
    #[error("the change is of lesson {0}")]
    OtherLesson(LessonId),
    /// The pupil is not in the group on the lesson's day.
    #[error("pupil {0} is not in the group on that day")]
    NotAMember(PupilId),
    /// Nobody can be later than the lesson is long.
    #[error("late by {minutes} minutes in a lesson of {lesson}")]
    LaterThanLesson {
        /// The minutes typed.
        minutes: u16,
        /// The lesson's length in minutes.
        lesson: u16,
    },
    /// A weight outside 1–10.
    #[error("weight {0} is not within 1 to {WEIGHT_LIMIT}")]
    Weight(u8),
    /// A point that is due before the lesson.
    #[error("the point is due before the lesson")]
    PointInThePast,
    /// A text longer than its limit.
    #[error("{length} characters where {limit} are allowed")]
    TooLong {
        /// Characters given.
        length: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// A homework for named pupils that names none.
    #[error("a homework for named pupils names none")]
    NobodyNamed,
    /// More links than allowed.
    #[error("more than {} links", LINK_LIMITS.0)]
    TooManyLinks,
    /// A text that holds control characters.
    #[error("control characters in the text")]
    ControlCharacters,
    /// An empty topic; to remove a topic is another change.
    #[error("an empty topic")]
    EmptyTopic,
}

impl Sheet {
    /// Applies `change`, made by `by`. `is_member` says who is in the group on the lesson's day.
    ///
    /// A cell that already holds the wanted value accepts the change without a conflict: two
    /// people who say the same do not disagree.
    ///
    /// # Errors
    /// [`Refused::Conflict`] when the cell holds neither the expected nor the wanted value;
    /// [`Refused::Invalid`] when the change could never be applied. The sheet is untouched then.
    pub fn apply(
        &mut self,
        change: &Change,
        by: PersonId,
        is_member: impl Fn(PupilId) -> bool,
    ) -> Result<(), Refused> {
        self.check(change, is_member)?;
        let now = self.content(change.edit.cell());
        if now != change.edit.expected() && now != change.edit.wanted() {
            return Err(Refused::Conflict { now: Box::new(now) });
        }
        self.put(
            &change.edit,
            RollCall {
                by,
                at: change.made_at,
            },
        );
        Ok(())
    }

    /// Puts the wanted value of an accepted change into its cell, whatever stands there: how a
    /// client follows the server's log. `signature` is who confirmed a roll call and when.
    pub fn put(&mut self, edit: &Edit, signature: RollCall) {
        match edit {
            Edit::Attendance { pupil, step } => {
                self.with_entry(*pupil, |entry| entry.attendance = step.new);
            }
            Edit::Reason { pupil, step } => {
                self.with_entry(*pupil, |entry| entry.reason.clone_from(&step.new));
            }
            Edit::Mark { pupil, work, step } => {
                self.with_entry(*pupil, |entry| entry.put_mark(*work, step.new.clone()));
            }
            Edit::RollCall { step } => match (step.new, self.roll_call) {
                (true, Some(_)) => {}
                (true, None) => self.roll_call = Some(signature),
                (false, _) => self.roll_call = None,
            },
            Edit::Topic { step } => self.topic.clone_from(&step.new),
            Edit::Homework { slot, step } => match &step.new {
                Some(homework) => {
                    self.homework.insert(*slot, homework.clone());
                }
                None => {
                    self.homework.remove(slot);
                }
            },
            Edit::Form { step } => self.form = step.new,
        }
    }

    fn with_entry(&mut self, pupil: PupilId, touch: impl FnOnce(&mut Entry)) {
        let entry = self.entries.entry(pupil).or_default();
        touch(entry);
        if entry.is_empty() {
            self.entries.remove(&pupil);
        }
    }

    /// Checks what does not depend on the present value of the cell.
    ///
    /// # Errors
    /// The first thing that makes the change impossible.
    pub fn check(
        &self,
        change: &Change,
        is_member: impl Fn(PupilId) -> bool,
    ) -> Result<(), Invalid> {
        if change.lesson != self.lesson.id {
            return Err(Invalid::OtherLesson(change.lesson));
        }
        if let Some(pupil) = change.edit.pupil()
            && !is_member(pupil)
        {
            return Err(Invalid::NotAMember(pupil));
        }
        match &change.edit {
            Edit::Attendance { step, .. } => self.check_attendance(step.new),
            Edit::Mark { step, .. } => step.new.as_ref().map_or(Ok(()), |m| self.check_mark(m)),
            Edit::Topic { step } => step.new.as_ref().map_or(Ok(()), check_topic),
            Edit::Homework { step, .. } => step
                .new
                .as_ref()
                .map_or(Ok(()), |homework| check_homework(homework, is_member)),
            Edit::Reason { step, .. } => step
                .new
                .as_ref()
                .and_then(|reason| reason.document.as_ref())
                .map_or(Ok(()), |document| {
                    check_line(&document.title, COMMENT_LIMIT)
                }),
            Edit::RollCall { .. } | Edit::Form { .. } => Ok(()),
        }
    }

    fn check_attendance(&self, attendance: Attendance) -> Result<(), Invalid> {
        let lesson = self.lesson.minutes();
        match attendance {
            Attendance::Late { minutes } if minutes == 0 || minutes > lesson => {
                Err(Invalid::LaterThanLesson { minutes, lesson })
            }
            _ => Ok(()),
        }
    }

    fn check_mark(&self, mark: &Mark) -> Result<(), Invalid> {
        if !(1..=WEIGHT_LIMIT).contains(&mark.weight) {
            return Err(Invalid::Weight(mark.weight));
        }
        if matches!(mark.value, MarkValue::Point { due } if due < self.lesson.date) {
            return Err(Invalid::PointInThePast);
        }
        mark.comment
            .as_deref()
            .map_or(Ok(()), |comment| check_line(comment, COMMENT_LIMIT))
    }
}

fn check_topic(topic: &Topic) -> Result<(), Invalid> {
    if topic.text.trim().is_empty() {
        return Err(Invalid::EmptyTopic);
    }
    check_line(&topic.text, TOPIC_LIMIT)
}

fn check_homework(homework: &Homework, is_member: impl Fn(PupilId) -> bool) -> Result<(), Invalid> {
    if let Audience::Pupils(pupils) = &homework.audience {
        if pupils.is_empty() {
            return Err(Invalid::NobodyNamed);
        }
        if let Some(stranger) = pupils.iter().find(|pupil| !is_member(**pupil)) {
            return Err(Invalid::NotAMember(*stranger));
        }
    }
    if homework.links.len() > LINK_LIMITS.0 {
        return Err(Invalid::TooManyLinks);
    }
    homework
        .links
        .iter()
        .try_for_each(|link| check_line(link, LINK_LIMITS.1))?;
    check_length(&homework.text, HOMEWORK_LIMIT)?;
    let controls = |c: char| c.is_control() && c != '\n';
    if homework.text.contains(controls) {
        return Err(Invalid::ControlCharacters);
    }
    Ok(())
}

fn check_line(text: &str, limit: usize) -> Result<(), Invalid> {
    if text.contains(char::is_control) {
        return Err(Invalid::ControlCharacters);
    }
    check_length(text, limit)
}

fn check_length(text: &str, limit: usize) -> Result<(), Invalid> {
    let length = text.chars().count();
    if length > limit {
        Err(Invalid::TooLong { length, limit })
    } else {
        Ok(())
    }
}
