//! Whether the promotion of a pupil and the debts that are kept agree (SOLO2-4.5b, SOLO2-10.1-3b,
//! SOLO2-10.1-3d).

use super::consequences::{Effect, EffectKind};
use super::kinds::{DebtRecord, MovementRecord, MovementSort};
use super::record::{Record, RecordKind, RecordRef};
use super::{DaySpan, Register};
use crate::ids::PupilId;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// How a line on promotion and the debts of its pupil disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Disagreement {
    /// It promotes without a condition, though in these subjects there are debts on its day.
    Owed(Vec<String>),
    /// It promotes on a condition, and no debt is kept on which that would rest.
    Unsaid,
}

impl Disagreement {
    /// What a person is told of it.
    pub(super) fn effect(self, pupil: PupilId) -> EffectKind {
        let pupil = pupil.into();
        match self {
            Self::Owed(owed) => EffectKind::PromotedWithDebt { pupil, owed },
            Self::Unsaid => EffectKind::ConditionUnsaid { pupil },
        }
    }
}

impl Register {
    /// The debts that the condition of a promotion rests on: those that were there at the end of the
    /// year that it leaves, however soon they are cleared after it.
    pub(super) fn rests_on(
        &self,
        line: &MovementRecord,
    ) -> impl Iterator<Item = (RecordRef, &DebtRecord)> {
        let day = line.day;
        let ends = self.years().map(|(_, year)| year.ends);
        let left = ends.filter(|ends| *ends < day).max().unwrap_or(day);
        self.debts(line.pupil).filter(move |(_, debt)| {
            debt.since < day && debt.cleared.is_none_or(|cleared| left < cleared)
        })
    }

    /// How a line and the debts of its pupil disagree, if they do.
    pub(super) fn disagreement(&self, line: &MovementRecord) -> Option<Disagreement> {
        match line.sort {
            MovementSort::Promote => {
                let owed = self.owed(line.pupil, line.day);
                (!owed.is_empty()).then_some(Disagreement::Owed(owed))
            }
            MovementSort::Conditional => {
                let unsaid = self.rests_on(line).next().is_none();
                unsaid.then_some(Disagreement::Unsaid)
            }
            _ => None,
        }
    }

    /// Lines that a gesture does not write, and that disagree only after it: it puts their order in
    /// force, or makes or takes away a debt.
    pub(super) fn disagreeing(&self, after: &Self, records: &BTreeSet<RecordRef>) -> Vec<Effect> {
        let of_kind = |kind| records.iter().filter(move |at| at.kind == kind).copied();
        let orders: BTreeSet<_> = of_kind(RecordKind::Order).collect();
        let mut pupils = self.pupils_moved_by(after, &orders);
        for at in of_kind(RecordKind::Debt) {
            for register in [self, after] {
                if let Some(Record::Debt(debt)) = register.get(at) {
                    pupils.insert(debt.pupil);
                }
            }
        }
        let lines = pupils.into_iter().flat_map(|pupil| {
            let naming = after.referring_to(pupil.into());
            naming.filter(|at| at.kind == RecordKind::Movement && !records.contains(at))
        });
        let told = lines.filter_map(|at| {
            let line = after.line_in_force(at)?;
            let is = after.disagreement(line)?;
            let was = self.line_in_force(at);
            if was.and_then(|line| self.disagreement(line)).as_ref() == Some(&is) {
                return None;
            }
            Some(Effect {
                kind: is.effect(line.pupil),
                days: DaySpan::new(line.day, NaiveDate::MAX),
                found: None,
            })
        });
        told.collect()
    }

    /// A line of the book that stands, and its order with it.
    pub(super) fn line_in_force(&self, at: RecordRef) -> Option<&MovementRecord> {
        match self.get(at)? {
            Record::Movement(line) => {
                let stands = line.order.is_none_or(|order| self.is_in_force(order));
                stands.then_some(line)
            }
            _ => None,
        }
    }
}
