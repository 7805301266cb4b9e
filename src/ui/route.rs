//! Where a person can go. A screen names the place; [`open`](crate::ui::screen::open) builds what
//! stands there and asks for its page.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use chrono::NaiveDate;
use journal::register::{RecordId, RecordKind};
use journal::regulation::Permission;
use journal::{Cell, Change, ClassId, JournalId, LessonId, PeriodId, PersonId, PupilId, SheetId};
use offline::ListKey;

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The lessons of the day, with nothing over them.
    Today,
    /// What has not reached the server.
    Queue,
    /// The roll of a lesson.
    Lesson(LessonId),
    /// The grid of a journal, with the cursor on a lesson.
    Journal {
        journal: JournalId,
        /// The lesson; none: the last that has begun.
        at: Option<LessonId>,
        /// The period; none: the one of now.
        period: Option<PeriodId>,
    },
    /// A cell where its sheet is kept, with the cursor on it.
    Cell { sheet: SheetId, cell: Cell },
    /// A class in its lessons of a day; none: today.
    Class {
        class: ClassId,
        day: Option<NaiveDate>,
        /// With the cursor on this pupil.
        pupil: Option<PupilId>,
    },
    /// The class whose class teacher one is, else who is absent.
    OwnClass,
    /// The form of a reason for several days.
    Reasons {
        class: ClassId,
        pupil: Option<PupilId>,
        /// The first of them.
        day: NaiveDate,
    },
    /// A list that only the server composes.
    List(ListKey),
    /// A record; none: a new one.
    Record(RecordKind, Option<RecordId>),
    /// A new pupil, with whatever belongs to one.
    NewPupil,
    /// What went into a sheet.
    History {
        sheet: SheetId,
        /// What went into this pupil's cells only.
        pupil: Option<PupilId>,
    },
    /// The topic of a lesson.
    Topic {
        lesson: LessonId,
        /// With the cursor on the row of the plan that is next.
        at_plan: bool,
    },
    /// The homeworks of a lesson.
    Homework(LessonId),
    /// Where the records of a kind are written as a table.
    Export(RecordKind),
    /// Which table is read into the records of a kind.
    Import(RecordKind),
    /// What each role may.
    Rights,
    /// One's own password.
    Password,
    /// The report that sign-in data got known: of this person, none: one's own.
    ReportBreach(Option<PersonId>),
}

impl Route {
    /// Where a change was written: of a pupil the very cell.
    pub fn of(change: &Change) -> Self {
        let (sheet, cell) = (change.sheet, change.edit.cell());
        match cell.pupil() {
            Some(_) => Self::Cell { sheet, cell },
            None => Self::to(sheet),
        }
    }

    /// Where a sheet is kept: the roll of a lesson, the journal over a period.
    pub fn to(sheet: SheetId) -> Self {
        match sheet {
            SheetId::Lesson(lesson) => Self::Lesson(lesson),
            SheetId::Term { journal, period } => Self::Journal {
                journal,
                at: None,
                period: Some(period),
            },
        }
    }
}

/// A place that is gone to by its name, out of the palette on any screen: no key is its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The Fluent key of its name; `.also` of it: other words that it is found by.
    pub name: &'static str,
    pub route: Route,
    /// Who has something there.
    pub whose: Permission,
}
