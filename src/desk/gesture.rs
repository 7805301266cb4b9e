//! From what a teacher asks of a cell to the edits that do it.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use super::pages::SheetRef;
use chrono::NaiveDate;
use journal::notation::{ColumnKind, Typed};
use journal::regulation::EnteredBy;
use journal::{
    AbsenceReason, Attendance, Cell, Content, Document, Edit, Entry, Mark, MarkValue, MarkWord,
    PeriodMark, PupilId, ReasonKind, Standing, WorkRef,
};

/// What a column of a grid is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Who is there.
    Attendance,
    /// Marks for the whole period.
    Period,
    /// Marks for a work; letters of attendance are understood too.
    Work {
        work: WorkRef,
        /// The weight a new mark gets.
        weight: u8,
    },
}

impl Target {
    /// The work, of a column of marks.
    pub fn work(self) -> Option<WorkRef> {
        match self {
            Self::Attendance | Self::Period => None,
            Self::Work { work, .. } => Some(work),
        }
    }

    /// Whether it is about marks.
    pub fn is_of_marks(self) -> bool {
        self != Self::Attendance
    }

    /// What is typed there; `both` where marks of a lesson and attendance share a cell.
    pub fn column(self, both: bool) -> ColumnKind {
        match self {
            Self::Attendance => ColumnKind::Attendance,
            Self::Period => ColumnKind::Period,
            Self::Work { .. } if both => ColumnKind::Both,
            Self::Work { .. } => ColumnKind::Marks,
        }
    }

    /// Whether such a column understands it at all; where several are selected, others may.
    pub fn takes(self, typed: Typed) -> bool {
        self.column(false).takes(typed)
    }
}

/// The cell of a pupil in a column of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct PupilCell<'a> {
    pub sheet: SheetRef<'a>,
    pub pupil: PupilId,
    /// The column.
    pub target: Target,
    /// Who writes there.
    pub by: EnteredBy,
}

impl<'a> PupilCell<'a> {
    /// What was entered of the pupil in the lesson.
    pub fn entry(self) -> Option<&'a Entry> {
        self.sheet.lesson()?.entry(self.pupil)
    }

    /// Why the pupil is absent or will be, if anyone has said.
    pub fn reason(self) -> Option<&'a AbsenceReason> {
        self.entry()?.reason.as_ref()
    }

    /// The pupil's attendance.
    pub fn attendance(self) -> Attendance {
        self.entry()
            .map_or(Attendance::Present, |entry| entry.attendance)
    }

    /// Whether the pupil is marked absent.
    pub fn is_absent(self) -> bool {
        self.attendance() == Attendance::Absent
    }

    /// Whether an absence was announced beforehand, and nobody has marked the pupil.
    pub fn is_announced(self) -> bool {
        self.attendance() == Attendance::Present && self.has_announcement()
    }

    /// Whether an absence was announced beforehand, whatever has been marked since.
    pub fn has_announcement(self) -> bool {
        self.reason()
            .is_some_and(|reason| reason.standing == Standing::Announced)
    }

    /// Whether the roll of the lesson is called.
    pub fn is_roll_called(self) -> bool {
        let sheet = self.sheet.lesson();
        sheet.is_some_and(|sheet| sheet.roll_call.is_some())
    }

    /// The address of what the column is about.
    pub fn cell(self) -> Cell {
        let pupil = self.pupil;
        match self.target {
            Target::Attendance => Cell::Attendance { pupil },
            Target::Period => Cell::PeriodMark { pupil },
            Target::Work { work, .. } => Cell::Mark { pupil, work },
        }
    }

    /// The mark for a work that stands here.
    pub fn mark(self) -> Option<&'a Mark> {
        match self.target {
            Target::Work { work, .. } => self.entry()?.mark(work),
            Target::Attendance | Target::Period => None,
        }
    }

    /// What the mark says that stands here, for a work or for the period.
    pub fn value(self) -> Option<MarkValue> {
        match self.sheet.content(self.cell()) {
            Content::Mark(mark) => Some(mark?.value),
            Content::PeriodMark(mark) => mark.value(),
            _ => None,
        }
    }

    /// Whether nothing was entered here.
    pub fn is_empty(self) -> bool {
        self.sheet.content(self.cell()).is_empty()
    }

    /// The edits that enter `typed`, which the column takes; empty if it stands there already.
    /// Late without minutes is late by `minutes_late`, and a point is due on `point_due`.
    pub fn enter(self, typed: Typed, minutes_late: u16, point_due: NaiveDate) -> Vec<Edit> {
        if !self.target.takes(typed) {
            return Vec::new();
        }
        let value = match typed {
            Typed::Present => return self.attend(Attendance::Present, None),
            Typed::Absent => return self.attend(Attendance::Absent, None),
            Typed::AbsentFor(kind) if self.by.announces => return self.give(kind, None),
            Typed::AbsentFor(kind) => {
                return self.attend(Attendance::Absent, Some(self.reason_of(kind)));
            }
            Typed::Late(minutes) => {
                let minutes = minutes.unwrap_or(minutes_late);
                return self.attend(Attendance::Late { minutes }, None);
            }
            Typed::Mark(value) => value,
            Typed::Point => MarkValue::Point { due: point_due },
        };
        match self.target {
            Target::Attendance if value == MarkValue::Word(MarkWord::Exempt) => {
                self.attend(Attendance::Exempt, None)
            }
            // The column takes no other mark.
            Target::Attendance => Vec::new(),
            Target::Period => self.put_period(PeriodMark::new(value)),
            Target::Work { weight, .. } => {
                let old = self.mark().cloned();
                let mark = old.unwrap_or_else(|| Mark::new(value, weight));
                self.put_mark(Some(Mark { value, ..mark }))
            }
        }
    }

    /// The edits that empty the cell, alone or with others: of its mark, else, with `attendance`, of
    /// what was marked there. What was announced or confirmed stands again, unless the roll was called:
    /// then the pupil is there. Of several, only of whom something else is marked than that they are
    /// there: who selects them does not mean the reasons that others gave. From a single cell the class
    /// teacher removes a reason ([`EnteredBy::removes`]).
    pub fn clear(self, attendance: bool, is_alone: bool) -> Vec<Edit> {
        match self.target {
            Target::Period => return self.put_period(None),
            Target::Work { .. } if self.mark().is_some() => return self.put_mark(None),
            Target::Work { .. } if !attendance => return Vec::new(),
            Target::Attendance | Target::Work { .. } => {}
        }
        let attendance = self.attendance();
        let removes = |reason| self.by.removes(reason, attendance);
        if is_alone && self.reason().is_some_and(removes) {
            return Vec::from_iter(self.put_reason(None));
        }
        if !is_alone && attendance == Attendance::Present {
            return Vec::new();
        }
        let mut edits = self.attend(Attendance::Present, None);
        if !self.is_roll_called() && self.has_reason_from_outside() {
            edits.retain(|edit| matches!(edit, Edit::Attendance { .. }));
        }
        edits
    }

    fn has_reason_from_outside(self) -> bool {
        self.reason().is_some_and(AbsenceReason::is_from_outside)
    }

    /// The edits that put here what stands in another pupil's cell of the column.
    pub fn copy(self, source: Self) -> Vec<Edit> {
        match self.target {
            Target::Attendance => {
                // What was announced of one pupil is no word about another, and takes none away.
                let reason = source.reason().filter(|_| source.is_absent());
                let reason = reason.filter(|_| !self.has_reason_from_outside());
                let given = reason.map(|reason| self.reason_of(reason.kind));
                self.attend(source.attendance(), given)
            }
            Target::Period => self.put_period(source.value().and_then(PeriodMark::new)),
            Target::Work { .. } => {
                let mark = source.mark().cloned();
                self.put_mark(mark.map(|mark| Mark {
                    comment: None,
                    ..mark
                }))
            }
        }
    }

    /// The edits that mark the attendance, and what becomes of the reason ([`EnteredBy::keeps`]).
    pub fn attend(self, new: Attendance, reason: Option<AbsenceReason>) -> Vec<Edit> {
        let old = self.reason();
        let stays = old.filter(|old| self.by.keeps(old, new, reason.as_ref()));
        let reason = stays.cloned().or(reason);
        let pupil = self.pupil;
        let fact = self.put(Cell::Attendance { pupil }, Content::Attendance(new));
        fact.into_iter().chain(self.put_reason(reason)).collect()
    }

    /// The same, with reasons given alone or not.
    #[must_use]
    pub fn announcing(mut self, announces: bool) -> Self {
        self.by.announces = announces;
        self
    }

    /// Whether a reason means something here: the pupil is absent, or nobody has said who is there.
    pub fn takes_reason(self) -> bool {
        match self.attendance() {
            Attendance::Absent => true,
            Attendance::Present => !self.is_roll_called(),
            Attendance::Late { .. } | Attendance::Exempt => false,
        }
    }

    /// The edits that give a reason alone: confirmed where the pupil is absent, announced where nobody has
    /// seen it yet. Without a new paper the one that is there stays.
    pub fn give(self, kind: ReasonKind, paper: Option<Document>) -> Vec<Edit> {
        if !self.takes_reason() {
            return Vec::new();
        }
        let stays = || self.reason().and_then(|reason| reason.document.clone());
        let standing = if self.is_absent() {
            Standing::Confirmed
        } else {
            Standing::Announced
        };
        let reason = AbsenceReason {
            kind,
            standing,
            document: paper.or_else(stays),
        };
        Vec::from_iter(self.put_reason(Some(reason)))
    }

    /// The edit that takes a reason away, whoever has given it.
    pub fn take_reason(self) -> Vec<Edit> {
        Vec::from_iter(self.put_reason(None))
    }

    fn reason_of(self, kind: ReasonKind) -> AbsenceReason {
        self.by.gives(kind, self.reason())
    }

    fn put_reason(self, new: Option<AbsenceReason>) -> Option<Edit> {
        let pupil = self.pupil;
        self.put(Cell::Reason { pupil }, Content::Reason(new))
    }

    fn put_mark(self, new: Option<Mark>) -> Vec<Edit> {
        let edit = self.put(self.cell(), Content::Mark(new));
        edit.into_iter().collect()
    }

    fn put_period(self, new: Option<PeriodMark>) -> Vec<Edit> {
        let new = Content::PeriodMark(new.unwrap_or_default());
        self.put(self.cell(), new).into_iter().collect()
    }

    /// The edit from what stands in a cell to what is wanted there; none if that is the same.
    fn put(self, cell: Cell, new: Content) -> Option<Edit> {
        let old = self.sheet.content(cell);
        if old == new {
            return None;
        }
        Edit::between(cell, old, new)
    }
}
