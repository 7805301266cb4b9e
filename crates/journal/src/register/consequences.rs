//! What an amendment, or a gesture of them, would change in the lessons, in words to count.

use super::calendar::DaySpan;
use super::material::{Found, Question, TermsMove};
use super::moves::Moves;
use super::record::RecordRef;
use crate::school::Bell;
use serde::{Deserialize, Serialize};

/// What would change in the lessons.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consequences {
    /// Dangers first. Where nothing was found there is no effect.
    pub effects: Vec<Effect>,
    /// Whom it moves.
    #[serde(default, skip_serializing_if = "Moves::is_empty")]
    pub moves: Moves,
    /// What must be asked before all effects are known and counted.
    #[serde(skip)]
    pub unanswered: Vec<Question>,
}

/// One thing that would change, for all lessons of some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Effect {
    /// What would change.
    #[serde(flatten)]
    pub kind: EffectKind,
    /// On which days.
    pub days: DaySpan,
    /// For how much; none: nobody has counted, as on a client that has not asked the server, or there
    /// is nothing to count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Found>,
}

/// What would change, the most dangerous first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "effect")]
pub enum EffectKind {
    /// Somebody may give and take every role, the own one too.
    BecomesAdministrator {
        /// The person.
        person: RecordRef,
    },
    /// Somebody is an administrator no more, or only until a day.
    NoAdministrator {
        /// The person.
        person: RecordRef,
    },
    /// Somebody is left without a role of the staff, and not let in by one any more.
    NoRole {
        /// The person.
        person: RecordRef,
    },
    /// A pupil comes by a role of the staff, and sees what pupils do not.
    PupilOfStaff {
        /// The pupil.
        pupil: RecordRef,
    },
    /// Who was let in as a pupil or a parent comes by a role of the staff: a password that was given
    /// for less opens it not.
    FamilyOfStaff {
        /// The person.
        person: RecordRef,
    },
    /// A pupil who has debts is promoted without a condition.
    PromotedWithDebt {
        /// The pupil.
        pupil: RecordRef,
        /// The subjects of the debts.
        owed: Vec<String>,
    },
    /// What only pupils have is kept of somebody who never was one here.
    NoPupil {
        /// Who.
        person: RecordRef,
    },
    /// Nothing is written in the year's journals any more.
    ClosesYear {
        /// The year.
        year: RecordRef,
    },
    /// The days belong to no school year any more.
    LeavesYears {
        /// The year that held them.
        year: RecordRef,
    },
    /// The days become free.
    BecomesHoliday {
        /// The holiday.
        holiday: RecordRef,
    },
    /// The days lie in no period of that length any more: a mark there counts nowhere.
    LeavesPeriods {
        /// The period that held them.
        period: RecordRef,
    },
    /// The time in which marks for a period are entered and corrected moves with its last day.
    MovesPeriodMarks {
        /// The period.
        period: RecordRef,
    },
    /// The terms of lessons that were held become others.
    MovesTerms {
        /// What becomes of them.
        moved: TermsMove,
    },
    /// Lessons of that number have no bells any more.
    LosesBell {
        /// The schedule that they followed.
        schedule: RecordRef,
        /// What it said.
        was: Bell,
    },
    /// Lessons start or end at another time.
    MovesBell {
        /// The schedule that they will follow.
        schedule: RecordRef,
        /// When they were.
        was: Bell,
        /// When they will be.
        now: Bell,
    },
    /// Lessons of that number, which had no bells, are by this one.
    GainsBell {
        /// The schedule that they will follow.
        schedule: RecordRef,
        /// When they will be.
        now: Bell,
    },
    /// The days pass from one period to another.
    ChangesPeriod {
        /// From this.
        from: RecordRef,
        /// To this.
        to: RecordRef,
    },
    /// The days enter a period.
    EntersPeriod {
        /// The period.
        period: RecordRef,
    },
    /// The days are free no more.
    LeavesHoliday {
        /// The holiday.
        holiday: RecordRef,
    },
    /// Journals are called otherwise.
    Renames {
        /// The subject.
        subject: RecordRef,
    },
    /// Nobody is appointed to a journal on the days any more.
    LeavesUntaught {
        /// The journal.
        journal: RecordRef,
    },
    /// Entries of a pupil are left on days on which the pupil is in the list no more.
    EntriesOutside {
        /// The class or the group.
        list: RecordRef,
    },
    /// Somebody of the same name is known already.
    NameKnown {
        /// Who is.
        person: RecordRef,
    },
    /// A pupil is promoted on a condition, and no debt is kept.
    ConditionUnsaid {
        /// The pupil.
        pupil: RecordRef,
    },
    /// Who is to teach is not among the teachers of the subject.
    TeacherUnlinked {
        /// Who.
        teacher: RecordRef,
        /// The subject.
        subject: RecordRef,
    },
    /// Marks that are given keep the weight that they were given with.
    KeepsWeight {
        /// The kind of work.
        work: RecordRef,
    },
}

impl Consequences {
    /// What a person must agree to before it is written.
    pub fn dangers(&self) -> impl Iterator<Item = &Effect> {
        self.effects.iter().filter(|effect| effect.kind.is_danger())
    }

    /// Whether the person has seen every danger just as it is now: one lesson more is another
    /// danger.
    pub fn are_agreed(&self, agreed: &[Effect]) -> bool {
        self.dangers().all(|danger| agreed.contains(danger))
    }
}

impl EffectKind {
    /// Whether lessons or marks lose their place or their time by it, somebody comes to rule over
    /// all of them, or a debt would be forgotten or another's, so that a person must agree.
    pub fn is_danger(&self) -> bool {
        match self {
            Self::BecomesAdministrator { .. }
            | Self::NoAdministrator { .. }
            | Self::NoRole { .. }
            | Self::PupilOfStaff { .. }
            | Self::PromotedWithDebt { .. }
            | Self::NoPupil { .. }
            | Self::ClosesYear { .. }
            | Self::LeavesYears { .. }
            | Self::BecomesHoliday { .. }
            | Self::LeavesPeriods { .. }
            | Self::MovesPeriodMarks { .. }
            | Self::LeavesUntaught { .. }
            | Self::EntriesOutside { .. }
            | Self::LosesBell { .. }
            | Self::MovesBell { .. }
            | Self::GainsBell { .. } => true,
            Self::MovesTerms { moved } => {
                matches!(moved, TermsMove::Closes | TermsMove::BecomesLate)
            }
            Self::FamilyOfStaff { .. }
            | Self::ChangesPeriod { .. }
            | Self::EntersPeriod { .. }
            | Self::LeavesHoliday { .. }
            | Self::Renames { .. }
            | Self::NameKnown { .. }
            | Self::ConditionUnsaid { .. }
            | Self::TeacherUnlinked { .. }
            | Self::KeepsWeight { .. } => false,
        }
    }
}
