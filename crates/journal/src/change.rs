//! A [`Change`]: the only way anything in a journal moves.

use crate::attendance::{AbsenceReason, Attendance};
use crate::homework::Homework;
use crate::ids::{ChangeId, GestureId, LessonId, PupilId};
use crate::lesson::LessonForm;
use crate::mark::{Mark, WorkRef};
use crate::time::Timestamp;
use crate::topic::Topic;
use serde::{Deserialize, Serialize};

/// One change of one cell. Unique for ever by its id; never altered, never erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Made by the client, `UUIDv7`.
    pub id: ChangeId,
    /// The gesture it belongs to.
    pub gesture: GestureId,
    /// When it was made: the client's clock, corrected by the offset of the last contact.
    pub made_at: Timestamp,
    /// The lesson it changes.
    pub lesson: LessonId,
    /// What it changes, from what, to what.
    pub edit: Edit,
    /// Why it is allowed although the rule alone would not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
}

/// A ground that a rule asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Ground {
    /// The writer substitutes the lesson's teacher.
    Substitution,
    /// The edit window was opened for the writer.
    Unlock {
        /// The words of the permission.
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        note: String,
    },
    /// It undoes or settles an earlier change: «задано второй стороной», undo of something sent.
    Settles {
        /// That change.
        change: ChangeId,
    },
}

/// From what to what. Both are always said: a forgotten `new` must not empty a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step<T> {
    /// The value expected in the cell.
    #[serde(deserialize_with = "Deserialize::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub old: T,
    /// The value wanted in the cell.
    #[serde(deserialize_with = "Deserialize::deserialize")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub new: T,
}

impl<T> Step<T> {
    /// A step.
    pub fn new(old: T, new: T) -> Self {
        Self { old, new }
    }

    fn inverse(self) -> Self {
        Self {
            old: self.new,
            new: self.old,
        }
    }
}

/// What a change does. Every kind says what it expects and what it wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Edit {
    /// What the teacher saw of a pupil.
    Attendance {
        /// The pupil.
        pupil: PupilId,
        /// From what to what.
        #[serde(flatten)]
        step: Step<Attendance>,
    },
    /// Why a pupil was absent; apart from the fact.
    Reason {
        /// The pupil.
        pupil: PupilId,
        /// From what to what.
        #[serde(flatten)]
        step: Step<Option<AbsenceReason>>,
    },
    /// A mark set, replaced or removed.
    Mark {
        /// The pupil.
        pupil: PupilId,
        /// The work it is for.
        work: WorkRef,
        /// From what to what.
        #[serde(flatten)]
        step: Step<Option<Mark>>,
    },
    /// The roll call confirmed, or taken back.
    RollCall {
        /// From what to what.
        #[serde(flatten)]
        step: Step<bool>,
    },
    /// What was taught.
    Topic {
        /// From what to what.
        #[serde(flatten)]
        step: Step<Option<Topic>>,
    },
    /// A homework; slot 0 is the one for all, others are individual.
    Homework {
        /// Which of the lesson's homeworks.
        slot: u8,
        /// From what to what.
        #[serde(flatten)]
        step: Step<Option<Homework>>,
    },
    /// How the lesson is held.
    Form {
        /// From what to what.
        #[serde(flatten)]
        step: Step<LessonForm>,
    },
}

/// A cell's address within its lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Cell {
    /// A pupil's attendance.
    Attendance {
        /// The pupil.
        pupil: PupilId,
    },
    /// The reason of a pupil's absence.
    Reason {
        /// The pupil.
        pupil: PupilId,
    },
    /// A pupil's mark for a work.
    Mark {
        /// The pupil.
        pupil: PupilId,
        /// The work.
        work: WorkRef,
    },
    /// The roll call.
    RollCall,
    /// The topic.
    Topic,
    /// A homework.
    Homework {
        /// Which of the lesson's homeworks.
        slot: u8,
    },
    /// The lesson's form.
    Form,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "kind", content = "value")]
pub enum Content {
    /// A pupil's attendance.
    Attendance(Attendance),
    /// The reason of a pupil's absence.
    Reason(Option<AbsenceReason>),
    /// A pupil's mark for a work.
    Mark(Option<Mark>),
    /// Whether the roll call is confirmed.
    RollCall(bool),
    /// The topic.
    Topic(Option<Topic>),
    /// A homework.
    Homework(Option<Homework>),
    /// The lesson's form.
    Form(LessonForm),
}

impl Edit {
    /// The address of the cell it changes.
    pub fn cell(&self) -> Cell {
        match *self {
            Self::Attendance { pupil, .. } => Cell::Attendance { pupil },
            Self::Reason { pupil, .. } => Cell::Reason { pupil },
            Self::Mark { pupil, work, .. } => Cell::Mark { pupil, work },
            Self::RollCall { .. } => Cell::RollCall,
            Self::Topic { .. } => Cell::Topic,
            Self::Homework { slot, .. } => Cell::Homework { slot },
            Self::Form { .. } => Cell::Form,
        }
    }

    /// The pupil it is about, if it is about one.
    pub fn pupil(&self) -> Option<PupilId> {
        self.cell().pupil()
    }

    /// What it expects in the cell.
    pub fn expected(&self) -> Content {
        self.clone().into_contents().0
    }

    /// What it wants in the cell.
    pub fn wanted(&self) -> Content {
        self.clone().into_contents().1
    }

    /// What it expects and what it wants.
    pub fn into_contents(self) -> (Content, Content) {
        fn both<T>(step: Step<T>, wrap: fn(T) -> Content) -> (Content, Content) {
            (wrap(step.old), wrap(step.new))
        }
        match self {
            Self::Attendance { step, .. } => both(step, Content::Attendance),
            Self::Reason { step, .. } => both(step, Content::Reason),
            Self::Mark { step, .. } => both(step, Content::Mark),
            Self::RollCall { step } => both(step, Content::RollCall),
            Self::Topic { step } => both(step, Content::Topic),
            Self::Homework { step, .. } => both(step, Content::Homework),
            Self::Form { step } => both(step, Content::Form),
        }
    }

    /// The edit of `cell` from `old` to `new`; none if the contents are not of the cell's kind.
    pub fn between(cell: Cell, old: Content, new: Content) -> Option<Self> {
        Some(match (cell, old, new) {
            (Cell::Attendance { pupil }, Content::Attendance(old), Content::Attendance(new)) => {
                Self::Attendance {
                    pupil,
                    step: Step { old, new },
                }
            }
            (Cell::Reason { pupil }, Content::Reason(old), Content::Reason(new)) => Self::Reason {
                pupil,
                step: Step { old, new },
            },
            (Cell::Mark { pupil, work }, Content::Mark(old), Content::Mark(new)) => Self::Mark {
                pupil,
                work,
                step: Step { old, new },
            },
            (Cell::RollCall, Content::RollCall(old), Content::RollCall(new)) => Self::RollCall {
                step: Step { old, new },
            },
            (Cell::Topic, Content::Topic(old), Content::Topic(new)) => Self::Topic {
                step: Step { old, new },
            },
            (Cell::Homework { slot }, Content::Homework(old), Content::Homework(new)) => {
                Self::Homework {
                    slot,
                    step: Step { old, new },
                }
            }
            (Cell::Form, Content::Form(old), Content::Form(new)) => Self::Form {
                step: Step { old, new },
            },
            _ => return None,
        })
    }

    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Attendance { pupil, step } => Self::Attendance {
                pupil,
                step: step.inverse(),
            },
            Self::Reason { pupil, step } => Self::Reason {
                pupil,
                step: step.inverse(),
            },
            Self::Mark { pupil, work, step } => Self::Mark {
                pupil,
                work,
                step: step.inverse(),
            },
            Self::RollCall { step } => Self::RollCall {
                step: step.inverse(),
            },
            Self::Topic { step } => Self::Topic {
                step: step.inverse(),
            },
            Self::Homework { slot, step } => Self::Homework {
                slot,
                step: step.inverse(),
            },
            Self::Form { step } => Self::Form {
                step: step.inverse(),
            },
        }
    }
}

impl Content {
    /// Whether the cell holds what it held before anybody wrote into it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Attendance(attendance) => *attendance == Attendance::default(),
            Self::Reason(reason) => reason.is_none(),
            Self::Mark(mark) => mark.is_none(),
            Self::RollCall(confirmed) => !confirmed,
            Self::Topic(topic) => topic.is_none(),
            Self::Homework(homework) => homework.is_none(),
            Self::Form(form) => *form == LessonForm::default(),
        }
    }
}

impl Cell {
    /// The pupil it belongs to, if it belongs to one.
    pub fn pupil(self) -> Option<PupilId> {
        match self {
            Self::Attendance { pupil } | Self::Reason { pupil } | Self::Mark { pupil, .. } => {
                Some(pupil)
            }
            Self::RollCall | Self::Topic | Self::Homework { .. } | Self::Form => None,
        }
    }
}

impl Change {
    /// The change that takes this one back: a new record, since nothing is ever erased.
    #[must_use]
    pub fn invert(&self, id: ChangeId, gesture: GestureId, made_at: Timestamp) -> Self {
        Self {
            id,
            gesture,
            made_at,
            lesson: self.lesson,
            edit: self.edit.clone().inverse(),
            ground: Some(Ground::Settles { change: self.id }),
        }
    }
}
