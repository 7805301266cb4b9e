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

/// A pupil's part of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct PupilCell<'a> {
    pupil: PupilId,
    entry: Option<&'a Entry>,
}

impl<'a> PupilCell<'a> {
    /// The part of a pupil.
    pub fn of(sheet: &'a Sheet, pupil: PupilId) -> Self {
        Self {
            pupil,
            entry: sheet.entry(pupil),
        }
    }

    /// Whether the pupil is marked absent.
    pub fn is_absent(self) -> bool {
        self.attendance() == Attendance::Absent
    }

    /// The mark that stands in a column.
    pub fn mark(self, target: Target) -> Option<&'a Mark> {
        match target {
            Target::Work { work, .. } => self.entry?.mark(work),
            Target::Attendance => None,
        }
    }

    /// Whether nothing was entered in a column.
    pub fn is_empty(self, target: Target) -> bool {
        match target {
            Target::Attendance => self.attendance() == Attendance::Present,
            Target::Work { .. } => self.mark(target).is_none(),
        }
    }

    fn attendance(self) -> Attendance {
        self.entry
            .map_or(Attendance::Present, |entry| entry.attendance)
    }

    /// The edits that enter `typed`, which the column takes; empty if it stands there already.
    pub fn enter(self, target: Target, typed: Typed, defaults: Defaults) -> Vec<Edit> {
        match typed {
            Typed::Present => self.mark_present(),
            Typed::Absent => self.attend(Attendance::Absent, None),
            Typed::AbsentFor(kind) => {
                self.attend(Attendance::Absent, Some(AbsenceReason::stated(kind)))
            }
            Typed::Late(minutes) => {
                let minutes = minutes.unwrap_or(defaults.minutes_late);
                self.attend(Attendance::Late { minutes }, None)
            }
            Typed::Mark(value) => self.put_value(target, value),
            Typed::Point => {
                let due = defaults.point_due;
                self.put_value(target, MarkValue::Point { due })
            }
        }
    }

    /// The edits that take the mark of a column away; empty if there is none.
    pub fn clear_mark(self, target: Target) -> Vec<Edit> {
        match target {
            Target::Work { work, .. } => self.put_mark(work, None),
            Target::Attendance => Vec::new(),
        }
    }

    /// The edits that mark the pupil absent, with the reason announced if there is one.
    pub fn mark_absent(self) -> Vec<Edit> {
        self.attend(Attendance::Absent, None)
    }

    /// The edits that say that the pupil is there, announced or not.
    pub fn mark_present(self) -> Vec<Edit> {
        self.attend(Attendance::Present, None)
    }

    /// The edits that take back what was marked; what was announced before still stands then.
    pub fn clear_attendance(self) -> Vec<Edit> {
        let mut edits = self.mark_present();
        let reason = self.entry.and_then(|entry| entry.reason.as_ref());
        if reason.is_some_and(|reason| reason.standing == Standing::Announced) {
            edits.retain(|edit| matches!(edit, Edit::Attendance { .. }));
        }
        edits
    }

    /// The edits that put here what stands in another pupil's cell of a column.
    pub fn copy(self, source: Self, target: Target) -> Vec<Edit> {
        match target {
            Target::Attendance => {
                // What was announced of one pupil is no word about another.
                let absent = source.entry.filter(|_| source.is_absent());
                let reason = absent.and_then(|entry| entry.reason.as_ref());
                let stated = reason.map(|reason| AbsenceReason::stated(reason.kind));
                self.attend(source.attendance(), stated)
            }
            Target::Work { work, .. } => {
                let mark = source.mark(target).cloned();
                let uncommented = mark.map(|mark| Mark {
                    comment: None,
                    ..mark
                });
                self.put_mark(work, uncommented)
            }
        }
    }

    /// A reason that the class teacher confirmed stays: the teacher sees the fact only. One that
    /// was announced stays with the absence it announced, and goes if the pupil came after all
    /// (EPOS1-1.2).
    fn attend(self, new: Attendance, reason: Option<AbsenceReason>) -> Vec<Edit> {
        let (pupil, old) = (self.pupil, self.attendance());
        let old_reason = self.entry.and_then(|entry| entry.reason.clone());
        let mut edits = Vec::new();
        if old != new {
            let step = Step::new(old, new);
            edits.push(Edit::Attendance { pupil, step });
        }
        let keeps = old_reason.as_ref().is_some_and(|old| match old.standing {
            Standing::Confirmed => true,
            Standing::Announced => {
                new == Attendance::Absent && reason.as_ref().is_none_or(|new| new.kind == old.kind)
            }
            Standing::Stated => false,
        });
        if !keeps && old_reason != reason {
            let step = Step::new(old_reason, reason);
            edits.push(Edit::Reason { pupil, step });
        }
        edits
    }

    fn put_value(self, target: Target, value: MarkValue) -> Vec<Edit> {
        match target {
            Target::Attendance if value == MarkValue::Exempt => {
                self.attend(Attendance::Exempt, None)
            }
            // The column takes no other mark.
            Target::Attendance => Vec::new(),
            Target::Work { work, weight } => {
                let new = self.mark(target).map_or_else(
                    || Mark::new(value, weight),
                    |old| Mark {
                        value,
                        ..old.clone()
                    },
                );
                self.put_mark(work, Some(new))
            }
        }
    }

    fn put_mark(self, work: WorkRef, new: Option<Mark>) -> Vec<Edit> {
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
