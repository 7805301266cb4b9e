//! Why an action is not to be had now.

use crate::action::{Action, ActionGroup};

/// A reason, as the Fluent key that words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason(pub &'static str);

impl Reason {
    /// Where an action works, for the places where it does not.
    pub fn elsewhere(action: Action) -> Self {
        Self(match action {
            Action::ConfirmRollCall
            | Action::LessonForm
            | Action::AddWorkColumn
            | Action::EditTopic
            | Action::EditHomework
            | Action::NextLesson
            | Action::PreviousLesson => "where-lesson",
            Action::NextPeriod | Action::PreviousPeriod | Action::NextUnfilled => "where-journal",
            Action::OpenLesson => "where-today-journal",
            Action::OpenJournal => "where-today-lesson",
            Action::TopicFromPlan => "where-lesson-forms",
            Action::CopyPreviousHomework
            | Action::CopyParallelHomework
            | Action::ChoosePupils
            | Action::NoHomework => "where-homework",
            Action::NextField
            | Action::PreviousField
            | Action::Save
            | Action::SaveAndNext
            | Action::Choose => "where-forms",
            Action::Confirm | Action::ChooseOrder => "where-lists",
            Action::IssuePassword => "where-accounts",
            Action::NewRecord | Action::RemoveRecord => "where-register",
            Action::Agree => "where-preview",
            _ => match action.spec().group {
                ActionGroup::Queue => "where-queue",
                _ => "where-grid",
            },
        })
    }
}
