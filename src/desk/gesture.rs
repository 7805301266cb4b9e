//! From what a teacher asks of a cell to the edits that do it.

use journal::notation::Typed;
use journal::{
    AbsenceReason, Attendance, Edit, Entry, Mark, MarkValue, PupilId, Sheet, Standing, Step,
    WorkRef,
};

/// What a column of a grid is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Who is there.
    Attendance,
    /// Marks for a work; letters of attendance are understood too.
    Work {
        /// The work.
        work: WorkRef,
        /// The weight a new mark gets.
        weight: u8,
    },
}

/// What a typed value needs besides itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defaults {
    /// Minutes late, when none were typed: from the bell to now.
    pub minutes_late: u16,
    /// The day a point is due, when none was said: the next lesson.
    pub point_due: chrono::NaiveDate,
}

/// Why a typed value does not go into a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// A mark typed into the column of attendance.
    MarkInAttendance,
}

/// The edits that enter `typed` for a pupil; empty if it stands there already.
///
/// # Errors
/// When such a value does not go into this column.
pub fn enter(
    sheet: &Sheet,
    pupil: PupilId,
    target: Target,
    typed: Typed,
    defaults: Defaults,
) -> Result<Vec<Edit>, Misfit> {
    let cell = Cell::of(sheet, pupil);
    Ok(match typed {
        Typed::Present => cell.attendance(Attendance::Present, None),
        Typed::Absent => cell.attendance(Attendance::Absent, None),
        Typed::AbsentFor(kind) => {
            cell.attendance(Attendance::Absent, Some(AbsenceReason::stated(kind)))
        }
        Typed::Late(minutes) => {
            let minutes = minutes.unwrap_or(defaults.minutes_late);
            cell.attendance(Attendance::Late { minutes }, None)
        }
        Typed::Mark(value) => cell.mark(target, value)?,
        Typed::Point => cell.mark(
            target,
            MarkValue::Point {
                due: defaults.point_due,
            },
        )?,
    })
}

/// The edits that give a pupil back the attendance and the reason of before.
pub fn restore(
    sheet: &Sheet,
    pupil: PupilId,
    attendance: Attendance,
    reason: Option<&AbsenceReason>,
) -> Vec<Edit> {
    let entry = sheet.entry(pupil);
    let old = entry.map_or(Attendance::Present, |entry| entry.attendance);
    let old_reason = entry.and_then(|entry| entry.reason.clone());
    let mut edits = Vec::new();
    if old != attendance {
        edits.push(Edit::Attendance {
            pupil,
            step: Step::new(old, attendance),
        });
    }
    if old_reason.as_ref() != reason {
        edits.push(Edit::Reason {
            pupil,
            step: Step::new(old_reason, reason.cloned()),
        });
    }
    edits
}

/// The edits that take a pupil's mark for a work away; empty if there is none.
pub fn clear_mark(sheet: &Sheet, pupil: PupilId, work: WorkRef) -> Vec<Edit> {
    Cell::of(sheet, pupil).put_mark(work, None)
}

/// The edits that make a pupil present again.
pub fn clear_attendance(sheet: &Sheet, pupil: PupilId) -> Vec<Edit> {
    Cell::of(sheet, pupil).attendance(Attendance::Present, None)
}

/// The edits that copy what stands in one pupil's cell into another's.
pub fn copy(sheet: &Sheet, from: PupilId, to: PupilId, target: Target) -> Vec<Edit> {
    let source = Cell::of(sheet, from);
    let cell = Cell::of(sheet, to);
    match target {
        Target::Attendance => {
            let attendance = source.entry.map_or(Attendance::Present, |e| e.attendance);
            let reason = source.entry.and_then(|e| e.reason.as_ref());
            let stated = reason.map(|reason| AbsenceReason::stated(reason.kind));
            cell.attendance(attendance, stated)
        }
        Target::Work { work, .. } => {
            let mark = source.entry.and_then(|e| e.mark(work)).cloned();
            cell.put_mark(
                work,
                mark.map(|mark| Mark {
                    comment: None,
                    ..mark
                }),
            )
        }
    }
}

struct Cell<'a> {
    pupil: PupilId,
    entry: Option<&'a Entry>,
}

impl<'a> Cell<'a> {
    fn of(sheet: &'a Sheet, pupil: PupilId) -> Self {
        Self {
            pupil,
            entry: sheet.entry(pupil),
        }
    }

    /// A reason that the class teacher confirmed stays: the teacher sees the fact only. One that
    /// was announced stays with the absence it announced, and goes if the pupil came after all
    /// (EPOS1-1.2).
    fn attendance(&self, new: Attendance, reason: Option<AbsenceReason>) -> Vec<Edit> {
        let pupil = self.pupil;
        let old = self
            .entry
            .map_or(Attendance::Present, |entry| entry.attendance);
        let old_reason = self.entry.and_then(|entry| entry.reason.clone());
        let mut edits = Vec::new();
        if old != new {
            edits.push(Edit::Attendance {
                pupil,
                step: Step::new(old, new),
            });
        }
        let keeps = old_reason.as_ref().is_some_and(|old| match old.standing {
            Standing::Confirmed => true,
            Standing::Announced => {
                new == Attendance::Absent && reason.as_ref().is_none_or(|new| new.kind == old.kind)
            }
            Standing::Stated => false,
        });
        if !keeps && old_reason != reason {
            edits.push(Edit::Reason {
                pupil,
                step: Step::new(old_reason, reason),
            });
        }
        edits
    }

    fn mark(&self, target: Target, value: MarkValue) -> Result<Vec<Edit>, Misfit> {
        match target {
            Target::Attendance if value == MarkValue::Exempt => {
                Ok(self.attendance(Attendance::Exempt, None))
            }
            Target::Attendance => Err(Misfit::MarkInAttendance),
            Target::Work { work, weight } => {
                let old = self.entry.and_then(|entry| entry.mark(work));
                let new = match old {
                    Some(old) => Mark {
                        value,
                        ..old.clone()
                    },
                    None => Mark::new(value, weight),
                };
                Ok(self.put_mark(work, Some(new)))
            }
        }
    }

    fn put_mark(&self, work: WorkRef, new: Option<Mark>) -> Vec<Edit> {
        let old = self.entry.and_then(|entry| entry.mark(work)).cloned();
        if old == new {
            return Vec::new();
        }
        vec![Edit::Mark {
            pupil: self.pupil,
            work,
            step: Step::new(old, new),
        }]
    }
}
