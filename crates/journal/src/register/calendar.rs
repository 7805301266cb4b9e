//! What an amendment, or a gesture of them, would change in the lessons: the days before and
//! after are laid beside each other.

use super::consequences::EffectKind;
use super::kinds::PeriodLength;
use super::material::Question;
use super::record::{RecordKind, RecordRef};
use super::{Register, bell_changes};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct DaySpan {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl DaySpan {
    /// The days from `first` to `last`; none, if `last` is before `first`.
    pub fn new(first: NaiveDate, last: NaiveDate) -> Self {
        Self { first, last }
    }

    /// The days of what has a first and a last day; none: without end on that side.
    pub fn between(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Self {
        Self::new(
            first.unwrap_or(NaiveDate::MIN),
            last.unwrap_or(NaiveDate::MAX),
        )
    }

    /// Whether they have begun by a day.
    pub fn begun_by(self, day: NaiveDate) -> bool {
        self.first <= day
    }

    /// Whether they have a day in common.
    pub fn meets(self, other: Self) -> bool {
        self.first.max(other.first) <= self.last.min(other.last)
    }

    /// The days that both have.
    pub fn shared(self, other: Self) -> Option<Self> {
        let shared = Self::new(self.first.max(other.first), self.last.min(other.last));
        (shared.first <= shared.last).then_some(shared)
    }

    /// Whether all days of `part` are among them.
    pub fn holds(self, part: Self) -> bool {
        self.first <= part.first && part.last <= self.last
    }

    /// The days that are in none of the others, span by span.
    pub fn without(self, others: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut left = vec![self];
        for other in others {
            let cut = |span: Self| {
                let before = other.first.pred_opt().map(|last| span.last.min(last));
                let after = other.last.succ_opt().map(|first| span.first.max(first));
                let before = before.map(|last| Self::new(span.first, last));
                let after = after.map(|first| Self::new(first, span.last));
                let parts = [before, after].into_iter().flatten();
                parts.filter(|part| part.first <= part.last)
            };
            left = left.into_iter().flat_map(cut).collect();
        }
        left
    }

    /// Whether the day is among them.
    pub fn has(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}

impl RecordKind {
    /// Whether its records say on which days and at what time lessons are.
    pub(super) fn is_dated(self) -> bool {
        matches!(
            self,
            Self::SchoolYear | Self::Period | Self::Holiday | Self::BellSchedule
        )
    }
}

impl Register {
    /// The records that say on which days and at what time lessons are.
    pub(super) fn dated(&self) -> Self {
        let of_kinds = self.records.iter().filter(|(kind, _)| kind.is_dated());
        Self {
            records: of_kinds.map(|(kind, of)| (*kind, Arc::clone(of))).collect(),
            together: Arc::clone(&self.together),
            ..Self::default()
        }
    }
}

/// Something that would change in the lessons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LessonChange {
    pub(super) kind: EffectKind,
    pub(super) days: DaySpan,
    /// Which lessons, or what else of the journals.
    pub(super) lessons: Question,
}

/// What `after` would change in the lessons of `before`, the most dangerous first.
pub(super) fn lesson_changes(before: &Register, after: &Register) -> Vec<LessonChange> {
    let days = calendar_effects(before, after).into_iter();
    let days = days.map(|(kind, days)| LessonChange {
        kind,
        days,
        lessons: Question::Lessons { days },
    });
    let bells = bell_changes(before, after).into_iter();
    let bells = bells.map(|change| LessonChange {
        kind: change.kind,
        days: change.lessons.days,
        lessons: Question::Bell(change.lessons),
    });
    let mut changes: Vec<_> = days.chain(bells).collect();
    changes.sort();
    changes
}

/// A day as one register sees it.
struct Day {
    year: Option<RecordRef>,
    holiday: Option<RecordRef>,
    periods: Vec<Option<RecordRef>>,
}

impl Day {
    fn of(register: &Register, day: NaiveDate) -> Self {
        let holds = |days: DaySpan| days.has(day);
        let mut holidays = register.holidays().filter(|(_, it)| it.is_free());
        let period = |length: &PeriodLength| {
            let mut periods = register.periods();
            periods
                .find(|(_, period)| period.length == *length && holds(period.days()))
                .map(|(at, _)| at)
        };
        Self {
            year: register.year_of(day).map(|(at, _)| at),
            holiday: holidays.find(|(_, it)| holds(it.days())).map(|(at, _)| at),
            periods: PeriodLength::ALL.iter().map(period).collect(),
        }
    }

    /// What becomes of a day that was `self` and will be `after`.
    fn becomes(&self, after: &Self) -> Vec<EffectKind> {
        if let (Some(year), None) = (self.year, after.year) {
            return vec![EffectKind::LeavesYears { year }];
        }
        match (self.holiday, after.holiday) {
            (None, Some(holiday)) => return vec![EffectKind::BecomesHoliday { holiday }],
            (Some(holiday), None) => return vec![EffectKind::LeavesHoliday { holiday }],
            _ => {}
        }
        let periods = self.periods.iter().zip(&after.periods);
        periods
            .filter_map(|(was, now)| match (*was, *now) {
                (Some(period), None) => Some(EffectKind::LeavesPeriods { period }),
                (None, Some(period)) => Some(EffectKind::EntersPeriod { period }),
                (Some(from), Some(to)) if from != to => {
                    Some(EffectKind::ChangesPeriod { from, to })
                }
                _ => None,
            })
            .collect()
    }
}

/// Effects with the longest spans of days on which they hold, in order of their days.
fn calendar_effects(before: &Register, after: &Register) -> Vec<(EffectKind, DaySpan)> {
    let turns: BTreeSet<NaiveDate> = [before, after].into_iter().flat_map(turns).collect();
    let mut effects: Vec<(EffectKind, DaySpan)> = Vec::new();
    for (first, next) in turns.iter().zip(turns.iter().skip(1)) {
        let Some(last) = next.pred_opt() else {
            continue;
        };
        for kind in Day::of(before, *first).becomes(&Day::of(after, *first)) {
            let mut runs = effects.iter_mut();
            let run = runs.find(|(of, days)| *of == kind && days.last.succ_opt() == Some(*first));
            match run {
                Some((_, days)) => days.last = last,
                None => effects.push((kind, DaySpan::new(*first, last))),
            }
        }
    }
    effects
}

/// The days on which something begins, or has just ended.
fn turns(register: &Register) -> impl Iterator<Item = NaiveDate> {
    let years = register.years().map(|(_, year)| year.days());
    let periods = register.periods().map(|(_, period)| period.days());
    let holidays = register.holidays().map(|(_, holiday)| holiday.days());
    let spans = years.chain(periods).chain(holidays);
    spans.flat_map(|days| {
        [Some(days.first), days.last.succ_opt()]
            .into_iter()
            .flatten()
    })
}
