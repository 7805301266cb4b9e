//! Whether something is entered or corrected: the terms of a regulation speak of the one or the other.

use super::judge::Context;
use super::profile::Regulation;
use super::term::{Term, TermEvent};
use crate::attendance::{AbsenceReason, Attendance};
use crate::change::Edit;
use crate::homework::Homework;
use crate::mark::{Mark, MarkValue};
use crate::text_form::vocabulary;

vocabulary! {
    /// What is done to a cell, as a regulation tells it apart.
    pub enum Entering of "ways of entering" {
        /// For the first time. What only kept the place of it, a point or «не задано», was no entry.
        First = "first",
        /// In place of what was entered before.
        Correction = "correction",
    }
}

impl Entering {
    /// What an edit is.
    pub fn of(edit: &Edit, context: &Context<'_>) -> Self {
        let is_first = match edit {
            // Once the roll was called, it was said of each who is there.
            Edit::Attendance { step, .. } => {
                step.old == Attendance::Present && !context.roll_called
            }
            Edit::Mark { step, .. } => {
                let is_point = |mark: &Mark| matches!(mark.value, MarkValue::Point { .. });
                is_entered(step.old.as_ref(), step.new.as_ref(), is_point)
            }
            Edit::Homework { step, .. } => {
                is_entered(step.old.as_ref(), step.new.as_ref(), Homework::is_none_set)
            }
            Edit::Form { .. } | Edit::Excuse { .. } => false,
            edit => edit.expected().is_empty(),
        };
        if is_first {
            Self::First
        } else {
            Self::Correction
        }
    }
}

impl Regulation {
    /// What an edit is. Where the term of reasons runs from the document, a document that comes is a
    /// first entry, whatever reason stood there: «корректировка причин … после предоставления
    /// документа» (SOLO2-8.5.1).
    pub(super) fn entering(&self, edit: &Edit, context: &Context<'_>) -> Entering {
        let reasons = self.deadlines.reasons.as_ref();
        let by_document = reasons
            .is_some_and(|reasons| matches!(reasons.due, Term::After(_, TermEvent::Document)));
        if by_document && brings_document(edit) {
            Entering::First
        } else {
            Entering::of(edit, context)
        }
    }
}

fn brings_document(edit: &Edit) -> bool {
    let Edit::Reason { step, .. } = edit else {
        return false;
    };
    let document = |reason: &Option<AbsenceReason>| {
        let reason = reason.as_ref();
        reason.and_then(|reason| reason.document.clone())
    };
    let new = document(&step.new);
    new.is_some() && new != document(&step.old)
}

/// Whether something is entered where nothing stood, or but what `keeps_the_place` of it.
fn is_entered<T>(old: Option<&T>, new: Option<&T>, keeps_the_place: impl Fn(&T) -> bool) -> bool {
    match (old, new) {
        (None, _) => true,
        (Some(old), new) => keeps_the_place(old) && new.is_some_and(|new| !keeps_the_place(new)),
    }
}
