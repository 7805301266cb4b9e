//! The verdict on a change: the server enforces it, the client asks it first.

use super::entering::Entering;
use super::keeper::Forbidden;
use super::matrix::Act;
use super::permission::Permission;
use super::profile::{GradesOf, Regulation, Rights};
use super::role_sets::{FAMILIES, LESSON_KEEPERS, MANAGEMENT};
use super::verdict::{Clause, Verdict, WayOut};
use super::work_days::WorkDays;
use crate::attendance::{AbsenceReason, Standing};
use crate::change::{Change, Edit, Ground};
use crate::ids::PersonId;
use crate::mark::WorkKind;
use crate::person::Roles;
use crate::place::{Occasion, SheetKind};
use crate::register::{DaySpan, RecordKind};
use crate::school_years::SchoolYears;
use crate::time::{SchoolTime, Timestamp};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Who makes a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// The account's roles.
    pub roles: Roles,
}

/// How a person stands to a sheet, or to a journal as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may hold whatever the others are"
)]
pub struct Relation {
    /// A teacher of its journal on its day, whose appointment goes on.
    pub own_journal: bool,
    /// Gives the lesson in another's place; of no term's sheet.
    pub substitute: bool,
    /// Teaches the journal on other days, or did, and reads it.
    #[serde(default)]
    pub taught: bool,
    /// Class teacher of its class.
    pub class_teacher: bool,
    /// Its class is of [`PRIMARY_GRADES`].
    #[serde(default)]
    pub primary: bool,
    /// Days, not over yet, on which it is open to them although its windows have closed; none: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<DaySpan>,
}

impl Relation {
    /// The same, open on the days of another.
    #[must_use]
    pub fn opened_as(self, other: Self) -> Self {
        Self {
            opened: other.opened,
            ..self
        }
    }
}

/// Grades in which one teacher gives most subjects: начальная ступень.
pub const PRIMARY_GRADES: RangeInclusive<u8> = 1..=4;

/// What else a verdict depends on.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What the sheet is kept of.
    pub of: Occasion<'a>,
    /// The school's local time.
    pub time: SchoolTime,
    /// The moment that counts: when the change was made, or received.
    pub at: Timestamp,
    /// How the actor stands to the sheet.
    pub relation: Relation,
    /// When the class's last lesson of that day ends, if known.
    pub last_bell: Option<NaiveTime>,
    /// The school years; the one that the sheet's days belong to counts.
    pub years: &'a SchoolYears,
    /// The working days of the school.
    pub work_days: &'a WorkDays,
    /// Kinds of work with days of their own to mark.
    pub work_kinds: &'a [WorkKind],
    /// The roll of the lesson was called.
    pub roll_called: bool,
    /// Somebody has written why the lesson is kept only after its term.
    pub excused: bool,
    /// The change takes back exactly what the actor was the last to write into the cell: when that was
    /// received.
    pub takes_back: Option<Timestamp>,
    /// A request that was granted asks for exactly this change, and the actor is who corrects by it.
    pub granted: bool,
}

/// How much of a sheet is somebody's to write. Of reasons that came from outside of the lesson
/// [`Regulation::forbids`] has its own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// All of it.
    Keeps,
    /// Who is there, and why somebody is not.
    Attendance,
    /// Why somebody is not there.
    Reasons,
    /// Nothing.
    Reads,
}

/// Minutes before the first bell from which a lesson can be kept: the teacher is in the room.
const OPENS_BEFORE_THE_BELL: i64 = 15;

impl Regulation {
    /// Judges a change.
    pub fn judge(&self, actor: &Actor, change: &Change, context: &Context<'_>) -> Verdict {
        if let Some(verdict) = self.granted(change, context) {
            return verdict;
        }
        if let Some(forbidden) = self.forbids(actor, &change.edit, context.relation)
            && !announces_again(change, context)
        {
            return Verdict::Forbidden {
                clause: forbidden.clause,
            };
        }
        let entering = self.entering(&change.edit, context);
        if let Some(locked) = self.locks(&change.edit, entering, context) {
            return locked;
        }
        if entering == Entering::Correction
            && let Some(locked) = self.asks_for(&change.edit, context)
        {
            return locked;
        }
        if entering == Entering::Correction || takes_back_own(change, context) {
            return Verdict::OnTime;
        }
        self.timeliness(&change.edit, context)
    }

    /// That an edit is not the actor's to make at any time; none: it is.
    pub fn forbids(&self, actor: &Actor, edit: &Edit, relation: Relation) -> Option<Forbidden> {
        if edit.touches_reason_from_outside() {
            let clause = &self.rights.reasons;
            return (!relation.class_teacher).then(|| Forbidden::by(clause.as_ref()));
        }
        let sheet = edit.cell().sheet();
        let is_allowed = match self.access(actor, sheet, relation) {
            Access::Keeps => true,
            Access::Attendance => matches!(edit, Edit::Attendance { .. } | Edit::Reason { .. }),
            Access::Reasons => matches!(edit, Edit::Reason { .. }),
            Access::Reads => false,
        };
        self.is_anothers(actor, sheet, relation)
            .filter(|_| !is_allowed)
    }

    /// How much of a sheet of this kind is the actor's to write at any time.
    pub fn access(&self, actor: &Actor, sheet: SheetKind, relation: Relation) -> Access {
        if self.is_anothers(actor, sheet, relation).is_none() {
            Access::Keeps
        } else if !relation.class_teacher || sheet == SheetKind::Term {
            Access::Reads
        } else if self.rights.class_teacher_edits_attendance {
            Access::Attendance
        } else {
            Access::Reasons
        }
    }

    /// That a sheet of this kind is another's to keep; none: it is the actor's. What a class teacher
    /// writes into one all the same, [`Self::access`] says.
    pub fn is_anothers(
        &self,
        actor: &Actor,
        sheet: SheetKind,
        relation: Relation,
    ) -> Option<Forbidden> {
        let rights = &self.rights;
        let keeps = actor.roles.any(LESSON_KEEPERS);
        if keeps && (relation.own_journal || relation.substitute) {
            return None;
        }
        if relation.class_teacher {
            let marks = match rights.class_teacher_marks_periods {
                Some(GradesOf::Primary) => relation.primary,
                Some(GradesOf::All) => true,
                None => false,
            };
            let keeps = sheet == SheetKind::Term && marks;
            return (!keeps).then(|| Forbidden::by(rights.class_teacher.as_ref()));
        }
        Some(Forbidden::by(rights.of_nobody(&actor.roles)))
    }

    /// The clause that says whose it is to do what an account lacks the permission for; none: the
    /// regulation is silent.
    pub fn withholds(&self, permission: Permission, roles: &Roles) -> Option<Clause> {
        let rights = &self.rights;
        let credentials = rights.credentials.as_ref();
        match permission {
            Permission::WriteLessons
            | Permission::SendChanges
            | Permission::OpenLessons
            | Permission::ReadLog => rights.of_nobody(roles).cloned(),
            Permission::IssuePassword => credentials.map(|of| of.class_teacher.clone()),
            Permission::ReadAccounts => credentials.map(|of| of.administrators.clone()),
            Permission::AmendRegister | Permission::ReadRegister | Permission::ReadRecordLog => {
                let mut keepers = rights.register.iter();
                let of_all = keepers.find(|keeper| keeper.of.is_empty());
                of_all.map(|keeper| keeper.clause.clone())
            }
            Permission::ReadMovement => self.clause_of(roles, Act::Read, RecordKind::Movement),
            Permission::ReadAbsences => rights.reasons.clone(),
            Permission::Anyone
            | Permission::OwnAccount
            | Permission::EndSessions
            | Permission::ReportBreach
            | Permission::OpenToday
            | Permission::FollowFeed
            | Permission::ReadSetup => None,
            Permission::ReadAccessLog | Permission::ReadBreaches | Permission::SettleBreaches => {
                rights.access_log.clone()
            }
        }
    }

    /// The refusal of everything on a day of a year that is closed, or over, so long that nothing of its
    /// days can be entered any more; none: it is neither.
    pub fn closes(
        &self,
        (sheet, day): (SheetKind, NaiveDate),
        at: Timestamp,
        time: SchoolTime,
        (years, work_kinds): (&SchoolYears, &[WorkKind]),
    ) -> Option<Verdict> {
        let since = years.closed(day, at, time)?;
        let moves = is_of_a_year_that_moves(day, years);
        let last = |days: u16| day.checked_add_days(Days::new(days.into()));
        let can_come = |days| last(days).is_some_and(|last| at <= time.end_of_day(last));
        let days = self.days_to_write(work_kinds);
        let goes_on = sheet == SheetKind::Term || days.is_none_or(can_come);
        let goes_on = moves && goes_on;
        (!goes_on).then(|| self.year_closed(since))
    }

    fn year_closed(&self, since: Timestamp) -> Verdict {
        Verdict::Locked {
            since,
            clause: self.rights.year_closed.clone(),
            way_out: WayOut::Closed,
        }
    }

    fn locks(&self, edit: &Edit, entering: Entering, context: &Context<'_>) -> Option<Verdict> {
        let Context { of, time, at, .. } = *context;
        let (_, day) = of.days();
        let window = self.window(edit, entering, context);
        if let Some(since) = context.years.closed(day, at, time)
            && !self.outlasts((day, since), edit, entering, context)
        {
            return Some(self.year_closed(since));
        }
        let before = of.lesson().map_or(0, |_| OPENS_BEFORE_THE_BELL);
        if let Some((since, clause, way_out)) = self.opens(edit, context)
            && at < since.plus(TimeDelta::minutes(-before))
        {
            return Some(Verdict::Locked {
                since,
                clause: clause.cloned(),
                way_out,
            });
        }
        let (closes, window) = window?;
        let today = time.local(at).date();
        let is_opened = context.relation.opened.is_some_and(|days| days.has(today));
        (at > closes && !is_opened).then(|| window.closed(closes))
    }

    /// Whether an edit can be made although its school year is over: its term goes on, or its window.
    /// Of a year that was closed nothing does.
    fn outlasts(
        &self,
        (day, ends): (NaiveDate, Timestamp),
        edit: &Edit,
        entering: Entering,
        context: &Context<'_>,
    ) -> bool {
        let moves = is_of_a_year_that_moves(day, context.years);
        // A mark for a period that is still missing is late, but taken: nobody is left without one. Whoever
        // entered it so takes it back.
        let undoes = context.takes_back.is_some_and(|written| written > ends);
        if context.of.lesson().is_none() && (entering == Entering::First || undoes) {
            return moves;
        }
        // As long as something can be entered, a mistake in it can be mended.
        let first = self.last_instant(edit, context);
        let corrected = match entering {
            Entering::First => None,
            Entering::Correction => self.window(edit, entering, context),
        };
        let last = first.max(corrected.map(|(closes, _)| closes));
        moves && last.is_some_and(|last| context.at <= last)
    }

    /// From when an edit can be made, and by which clause; none: at any time before it is locked.
    fn opens(
        &self,
        edit: &Edit,
        context: &Context<'_>,
    ) -> Option<(Timestamp, Option<&Clause>, WayOut)> {
        let time = context.time;
        let to_come = self.rights.lesson_to_come.as_ref();
        match context.of {
            Occasion::Lesson(lesson) => {
                let of_the_lesson_itself = matches!(
                    edit,
                    Edit::Attendance { .. }
                        | Edit::Mark { .. }
                        | Edit::RollCall { .. }
                        | Edit::Excuse { .. }
                );
                let (first_bell, _) = lesson.bells(time);
                of_the_lesson_itself.then_some((first_bell, to_come, WayOut::AwaitLesson))
            }
            Occasion::Term(period) => {
                let window = self.period_marks_open.as_ref();
                let last_days = window.and_then(|window| {
                    let before = Days::new(u64::from(window.last_days).saturating_sub(1));
                    let day = period.ends.checked_sub_days(before)?;
                    (day > period.starts).then_some((day, Some(&window.clause)))
                });
                let (day, clause) = last_days.unwrap_or((period.starts, to_come));
                let opens = time.instant(day.and_time(NaiveTime::MIN));
                Some((opens, clause, WayOut::AwaitPeriod))
            }
        }
    }
}

impl Rights {
    /// What is said to whom a journal is nothing to: to the management, to families, to teachers
    /// of others.
    fn of_nobody(&self, roles: &Roles) -> Option<&Clause> {
        let clause = if roles.any(MANAGEMENT) {
            &self.management
        } else if roles.only(FAMILIES) {
            &self.families
        } else {
            &self.own_journal
        };
        clause.as_ref()
    }
}

/// Whether the day is one of a school year that nobody has closed.
fn is_of_a_year_that_moves(day: NaiveDate, years: &SchoolYears) -> bool {
    let year = years.of(day);
    year.is_some_and(|year| year.moves() && day <= year.ends)
}

/// Whoever emptied a cell and takes that back restores what was entered when it was.
fn takes_back_own(change: &Change, context: &Context<'_>) -> bool {
    context.takes_back.is_some() && matches!(change.ground, Some(Ground::Settles { .. }))
}

/// Who gives the lesson had marked that the pupil came after all, and takes that back.
fn announces_again(change: &Change, context: &Context<'_>) -> bool {
    let Edit::Reason { step, .. } = &change.edit else {
        return false;
    };
    let announced = |reason: &AbsenceReason| reason.standing == Standing::Announced;
    let gives = context.relation.own_journal || context.relation.substitute;
    gives
        && step.old.is_none()
        && step.new.as_ref().is_some_and(announced)
        && takes_back_own(change, context)
}
