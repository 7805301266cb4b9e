//! Until when what stands in a sheet is to be entered: «в срок», and where a regulation has a second
//! step «не позднее».

use super::judge::Context;
use super::profile::Regulation;
use super::term::{Term, TermContext};
use super::verdict::{Clause, Verdict};
use crate::change::Edit;
use crate::mark::WorkKind;
use crate::time::{SchoolTime, Timestamp};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// When the parts of a sheet are due, where the regulation says it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// Attendance and the roll call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendance: Option<Deadline>,
    /// Reasons of absence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Deadline>,
    /// Current marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marks: Option<Deadline>,
    /// The topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Deadline>,
    /// Homework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homework: Option<Deadline>,
    /// Marks for a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_marks: Option<Deadline>,
    /// That a kind of work may have days of its own to be checked in, which then count for its marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub works: Option<Clause>,
}

/// When something is due, with the clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadline {
    /// When.
    pub due: Term,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
    /// The second step: when at the latest. Between the two nothing is late, unless a reason is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<Latest>,
    /// Other values of the first step, where the regulation contradicts itself: a school may choose one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

/// Another value that a regulation has for the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choice {
    /// When.
    pub due: Term,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

impl Deadlines {
    /// Those of what stands in lessons.
    pub(super) fn of_lessons(&self) -> impl Iterator<Item = &Deadline> + Clone {
        let all = [
            &self.attendance,
            &self.reasons,
            &self.marks,
            &self.topic,
            &self.homework,
        ];
        all.into_iter().flatten()
    }
}

impl Deadline {
    /// The term of its last step.
    pub(super) fn last(&self) -> Term {
        self.latest.as_ref().map_or(self.due, |step| step.due)
    }

    /// The term after which something is late without a reason.
    pub(super) fn late_after(&self) -> Term {
        let latest = self.latest.as_ref().filter(|step| !step.reason);
        latest.map_or(self.due, |step| step.due)
    }
}

/// When something is due at the latest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Latest {
    /// When.
    pub due: Term,
    /// What is entered after the first step is in time only with a reason.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reason: bool,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

/// The last instants of the steps of a deadline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps<'a> {
    pub due: (Timestamp, &'a Clause),
    pub latest: Option<(Timestamp, &'a Latest)>,
}

impl<'a> Steps<'a> {
    /// Those of a deadline; `own` are the days that the kind of work has for itself. None: there is
    /// no such instant.
    pub fn of(
        deadline: &'a Deadline,
        terms: &TermContext<'_>,
        own: Option<(Timestamp, &'a Clause)>,
    ) -> Option<Self> {
        let mut due = (deadline.due.instant(terms)?, &deadline.clause);
        let latest = deadline.latest.as_ref();
        let mut latest = latest.and_then(|step| Some((step.due.instant(terms)?, step)));
        if let Some(own) = own {
            due = if own.0 > due.0 { own } else { due };
            latest = latest.filter(|(at, _)| *at > due.0);
        }
        Some(Self { due, latest })
    }
}

impl Regulation {
    /// Until when an edit of this kind is in time, and by which clause; none: always.
    pub fn due(&self, edit: &Edit, context: &Context<'_>) -> Option<(Timestamp, &Clause)> {
        Some(self.steps(edit, context)?.due)
    }

    /// What is said to the time of a first entry.
    pub(super) fn timeliness(&self, edit: &Edit, context: &Context<'_>) -> Verdict {
        let late = |due, clause: &Clause| Verdict::Late {
            due,
            clause: clause.clone(),
        };
        let Some(Steps { due, latest }) = self.steps(edit, context) else {
            return Verdict::OnTime;
        };
        let (due, clause) = due;
        match latest {
            _ if context.at <= due => Verdict::OnTime,
            Some((latest, step)) if context.at > latest => late(latest, &step.clause),
            Some((_, step)) if !step.reason || context.excused => Verdict::OnTime,
            _ => late(due, clause),
        }
    }

    /// Until when, and by which clause, a reason would make an entry in time that is late without one.
    pub fn excuses(&self, edit: &Edit, context: &Context<'_>) -> Option<(Timestamp, &Clause)> {
        let Steps { due, latest } = self.steps(edit, context)?;
        let (last, step) = latest?;
        let is_now = due.0 < context.at && context.at <= last;
        let asks = step.reason && !context.excused;
        (is_now && asks).then_some((last, &step.clause))
    }

    /// The last instant in time of a first entry, with a reason where one is asked. A reason itself is
    /// taken as long as something rests on it.
    pub(super) fn last_instant(&self, edit: &Edit, context: &Context<'_>) -> Option<Timestamp> {
        if matches!(edit, Edit::Excuse { .. }) {
            let terms = terms_of(edit, context);
            let steps = self
                .deadlines
                .of_lessons()
                .filter_map(|of| of.latest.as_ref());
            let asking = steps.filter(|step| step.reason);
            return asking.filter_map(|step| step.due.instant(&terms)).max();
        }
        let Steps { due, latest } = self.steps(edit, context)?;
        Some(latest.map_or(due.0, |(latest, _)| latest))
    }

    fn steps(&self, edit: &Edit, context: &Context<'_>) -> Option<Steps<'_>> {
        let own = self.own_due(edit, context);
        Steps::of(self.deadline(edit)?, &terms_of(edit, context), own)
    }

    pub(super) fn deadline(&self, edit: &Edit) -> Option<&Deadline> {
        let deadlines = &self.deadlines;
        let deadline = match edit {
            Edit::Attendance { .. } | Edit::RollCall { .. } => &deadlines.attendance,
            Edit::Reason { .. } => &deadlines.reasons,
            Edit::Mark { .. } => &deadlines.marks,
            Edit::Topic { .. } => &deadlines.topic,
            // A lesson always has a form, and an excuse has no term.
            Edit::Form { .. } | Edit::Excuse { .. } => &None,
            Edit::Homework { .. } => &deadlines.homework,
            Edit::PeriodMark { .. } => &deadlines.period_marks,
        };
        deadline.as_ref()
    }

    /// Until when marks of a kind of work with days of its own are in time.
    pub(super) fn own_due(
        &self,
        edit: &Edit,
        context: &Context<'_>,
    ) -> Option<(Timestamp, &Clause)> {
        let Edit::Mark { work, .. } = edit else {
            return None;
        };
        let kind = context.work_kinds.iter().find(|kind| kind.id == work.kind);
        self.own_days(kind?, context.of.lesson()?.date, context.time)
    }

    /// The same of a kind of work, for a lesson of this day.
    pub(super) fn own_days(
        &self,
        kind: &WorkKind,
        day: NaiveDate,
        time: SchoolTime,
    ) -> Option<(Timestamp, &Clause)> {
        let clause = self.deadlines.works.as_ref()?;
        let days = Days::new(kind.marking_days?.into());
        Some((time.end_of_day(day.checked_add_days(days)?), clause))
    }
}

/// What the terms of an edit depend on.
pub(super) fn terms_of<'a>(edit: &Edit, context: &Context<'a>) -> TermContext<'a> {
    let (first, last) = context.of.days();
    TermContext {
        first,
        last,
        lesson_end: context.of.lesson().map(|lesson| lesson.ends),
        last_bell: context.last_bell,
        document: document(edit),
        time: context.time,
        work_days: context.work_days,
    }
}

/// The day on which the paper came that a reason says, or that the reason said which goes.
fn document(edit: &Edit) -> Option<NaiveDate> {
    let Edit::Reason { step, .. } = edit else {
        return None;
    };
    let mut reasons = [&step.new, &step.old].into_iter().flatten();
    let document = reasons.find_map(|reason| reason.document.as_ref());
    document.map(|document| document.received)
}
