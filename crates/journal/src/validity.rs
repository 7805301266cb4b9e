//! What a change must be like whatever stands in the cell: limits, members, days. How much a
//! lesson holds is said in [`crate::room`]; the contract says the limits too (a test compares).

use crate::attendance::Attendance;
use crate::change::{Change, Content, Edit};
use crate::excuse::Excuse;
use crate::homework::{Audience, Homework};
use crate::ids::PupilId;
use crate::invisible::{is_blank, is_unprintable};
use crate::mark::{Mark, MarkValue};
use crate::place::SheetId;
use crate::sheet::Sheet;
use crate::topic::Topic;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
/// Most works of one kind in a lesson.
pub const WORKS_LIMIT: u8 = 50;
/// Days before and after its lesson that a day named in a change may be.
pub const DAYS_LIMIT: (i64, i64) = (366, 731);

/// What makes a change impossible whatever stands in the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Invalid {
    /// It is a change of another sheet.
    #[error("the change is of {0}")]
    OtherSheet(SheetId),
    /// It was made at a moment that no clock shows: before 1900 or after 2299.
    #[error("no clock shows the moment at which it was made")]
    MadeAt,
    /// The sheet has no such cell: a term's has none of a lesson's.
    #[error("the sheet has no such cell")]
    NoSuchCell,
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
    /// Homework that is due before the lesson.
    #[error("the homework is due before the lesson")]
    HomeworkInThePast,
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
    /// A link that leads elsewhere than to the web, such as to a script or a file.
    #[error("a link that does not begin with http:// or https://")]
    NotAWebLink,
    /// A text that holds control characters, or such as show it otherwise than it is written.
    #[error("unprintable characters in the text")]
    ControlCharacters,
    /// A topic that shows nothing; to remove a topic is another change.
    #[error("an empty topic")]
    EmptyTopic,
    /// A reason for keeping a lesson late must not be blank.
    #[error("the excuse is empty")]
    EmptyExcuse,
    /// A day that cannot be meant: too far from the lesson.
    #[error("a day too far from the lesson")]
    FarDay,
    /// A mark for a work that the school or the lesson does not have.
    #[error("no such work in the lesson")]
    NoSuchWork,
    /// A grade or a point in a journal without marks.
    #[error("no marks are given in this journal")]
    WithoutMarks,
    /// A topic from a row that the journal's plan does not have.
    #[error("no such row in the plan of the journal")]
    NoSuchPlanItem,
    /// The lesson holds as much of this as it may: homeworks, marks of a pupil, text.
    #[error("the lesson holds no more of this")]
    LessonFull,
    /// A permission or a substitution that was never given.
    #[error("nobody gave the ground that the change names")]
    GroundNotGiven,
}

impl Change {
    /// Checks that the change is of this sheet and of a member of its group, and was made at a moment
    /// that can be meant: an odd clock is honest, 1970 or 2099. What stands in the
    /// cell of anybody else can be taken away.
    pub(crate) fn check_place(
        &self,
        sheet: SheetId,
        is_member: impl Fn(PupilId) -> bool,
    ) -> Result<(), Invalid> {
        if self.sheet != sheet {
            return Err(Invalid::OtherSheet(self.sheet));
        }
        if !self.made_at.can_be_shown() {
            return Err(Invalid::MadeAt);
        }
        if self.edit.cell().sheet() != sheet.kind() {
            return Err(Invalid::NoSuchCell);
        }
        if let Some(pupil) = self.edit.pupil()
            && !is_member(pupil)
            && !self.edit.takes_away()
        {
            return Err(Invalid::NotAMember(pupil));
        }
        Ok(())
    }
}

impl Sheet {
    /// Checks what does not depend on the present value of the cell.
    ///
    /// # Errors
    /// The first thing that makes the change impossible.
    pub fn check(
        &self,
        change: &Change,
        is_member: impl Fn(PupilId) -> bool,
    ) -> Result<(), Invalid> {
        change.check_place(self.lesson.id.into(), &is_member)?;
        match &change.edit {
            Edit::Attendance { step, .. } => self.check_attendance(step.new)?,
            Edit::Mark { work, .. } if work.nth >= WORKS_LIMIT => return Err(Invalid::NoSuchWork),
            Edit::Mark { step, .. } if self.without_marks => {
                let wanted = step.new.as_ref();
                if wanted.is_some_and(|mark| mark.value.is_graded()) {
                    return Err(Invalid::WithoutMarks);
                }
            }
            Edit::Homework { step, .. } => {
                if let Some(homework) = &step.new {
                    check_audience(homework, &is_member)?;
                    // Only of what is wanted: a day or a link of before can be taken away.
                    if let Some(due) = homework.due {
                        self.check_day(due)?;
                        if due < self.lesson.date {
                            return Err(Invalid::HomeworkInThePast);
                        }
                    }
                    if !homework.links.iter().all(|link| is_of_the_web(link)) {
                        return Err(Invalid::NotAWebLink);
                    }
                }
            }
            _ => {}
        }
        // What is expected rests in the log as well.
        self.check_content(&change.edit.expected())?;
        self.check_content(&change.edit.wanted())
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

    /// Texts, days and numbers.
    fn check_content(&self, content: &Content) -> Result<(), Invalid> {
        match content {
            Content::Mark(Some(mark)) => self.check_mark(mark),
            Content::Topic(Some(topic)) => check_topic(topic),
            Content::Homework(Some(homework)) => {
                homework.due.map_or(Ok(()), |due| self.check_day(due))?;
                check_homework(homework)
            }
            Content::Reason(Some(reason)) => match &reason.document {
                Some(document) => {
                    self.check_day(document.received)?;
                    check_line(&document.title, COMMENT_LIMIT)
                }
                None => Ok(()),
            },
            Content::Excuse(Some(excuse)) => check_excuse(excuse),
            // Every kind is named: one that comes has to say.
            Content::Mark(None)
            | Content::Topic(None)
            | Content::Homework(None)
            | Content::Reason(None)
            | Content::Attendance(_)
            | Content::RollCall(_)
            | Content::Form(_)
            | Content::Excuse(None)
            | Content::PeriodMark(_) => Ok(()),
        }
    }

    fn check_mark(&self, mark: &Mark) -> Result<(), Invalid> {
        if !(1..=WEIGHT_LIMIT).contains(&mark.weight) {
            return Err(Invalid::Weight(mark.weight));
        }
        if let MarkValue::Point { due } = mark.value {
            if due < self.lesson.date {
                return Err(Invalid::PointInThePast);
            }
            self.check_day(due)?;
        }
        mark.comment
            .as_deref()
            .map_or(Ok(()), |comment| check_line(comment, COMMENT_LIMIT))
    }

    fn check_day(&self, day: NaiveDate) -> Result<(), Invalid> {
        let apart = day.signed_duration_since(self.lesson.date).num_days();
        let (before, after) = DAYS_LIMIT;
        if (-before..=after).contains(&apart) {
            Ok(())
        } else {
            Err(Invalid::FarDay)
        }
    }
}

fn check_excuse(excuse: &Excuse) -> Result<(), Invalid> {
    if is_blank(&excuse.words) {
        return Err(Invalid::EmptyExcuse);
    }
    check_line(&excuse.words, COMMENT_LIMIT)
}

fn check_topic(topic: &Topic) -> Result<(), Invalid> {
    if is_blank(&topic.text) {
        return Err(Invalid::EmptyTopic);
    }
    check_line(&topic.text, TOPIC_LIMIT)
}

fn check_audience(homework: &Homework, is_member: impl Fn(PupilId) -> bool) -> Result<(), Invalid> {
    let Audience::Pupils(pupils) = &homework.audience else {
        return Ok(());
    };
    if pupils.is_empty() {
        return Err(Invalid::NobodyNamed);
    }
    match pupils.iter().find(|pupil| !is_member(**pupil)) {
        Some(stranger) => Err(Invalid::NotAMember(*stranger)),
        None => Ok(()),
    }
}

fn is_of_the_web(link: &str) -> bool {
    let scheme = link.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| it.eq_ignore_ascii_case("http") || it.eq_ignore_ascii_case("https"))
}

fn check_homework(homework: &Homework) -> Result<(), Invalid> {
    if homework.links.len() > LINK_LIMITS.0 {
        return Err(Invalid::TooManyLinks);
    }
    homework
        .links
        .iter()
        .try_for_each(|link| check_line(link, LINK_LIMITS.1))?;
    check_length(&homework.text, HOMEWORK_LIMIT)?;
    let controls = |c: char| is_unprintable(c) && c != '\n';
    if homework.text.contains(controls) {
        return Err(Invalid::ControlCharacters);
    }
    Ok(())
}

fn check_line(text: &str, limit: usize) -> Result<(), Invalid> {
    if text.contains(is_unprintable) {
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
