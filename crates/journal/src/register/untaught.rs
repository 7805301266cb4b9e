//! Journals that a gesture leaves without a teacher on some days.

use super::calendar::{DaySpan, LessonChange};
use super::consequences::EffectKind;
use super::material::Question;
use super::record::{Record, RecordRef};
use super::{Amendment, Register};
use crate::ids::JournalId;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The days of several spans, each once: of two who taught together they are left once.
fn once(spans: impl Iterator<Item = DaySpan>) -> Vec<DaySpan> {
    let mut spans: Vec<DaySpan> = spans.collect();
    spans.sort();
    let mut once: Vec<DaySpan> = Vec::new();
    for span in spans {
        match once.last_mut() {
            Some(last)
                if last.last == NaiveDate::MAX || span.first.pred_opt() <= Some(last.last) =>
            {
                last.last = last.last.max(span.last);
            }
            _ => once.push(span),
        }
    }
    once
}

impl Register {
    /// The lessons of days on which somebody was appointed to a journal, and after the gesture nobody.
    pub(super) fn untaught(&self, after: &Self, gesture: &[Amendment]) -> Vec<LessonChange> {
        let was = gesture.iter().filter_map(|one| self.get(one.record));
        let journals = was.filter_map(|was| match was {
            Record::Teaching(was) => Some(was.journal),
            _ => None,
        });
        let journals: BTreeSet<JournalId> = journals.collect();
        let kept = journals.into_iter().filter(|journal| {
            let at = RecordRef::from(*journal);
            after.get(at).is_some()
        });
        kept.flat_map(|journal| {
            let (was, is) = (self.taught_on(journal), after.taught_on(journal));
            let gone = was.into_iter().flat_map(move |was| was.without(is.clone()));
            once(gone).into_iter().map(move |days| LessonChange {
                kind: EffectKind::LeavesUntaught {
                    journal: journal.into(),
                },
                days,
                lessons: Question::LessonsOf { journal, days },
            })
        })
        .collect()
    }

    /// A pupil or a parent who was appointed by mistake teaches nobody.
    fn taught_on(&self, journal: JournalId) -> Vec<DaySpan> {
        let naming = self.referring_to(journal.into());
        let teachings = naming.filter_map(|at| match self.get(at)? {
            Record::Teaching(one) if !self.is_of_families(one.teacher) => Some(one.days()),
            _ => None,
        });
        teachings.collect()
    }
}
