//! What the person at the desk may write into a sheet, whenever it is.

use super::Desk;
use journal::{Attendance, Edit, FromTo, PeriodMark, PupilId, SheetId, SheetKind, Verdict};

/// How much of a sheet is somebody's to write.
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

impl Desk {
    /// What of a sheet on the desk is to be written by whoever sits here; none: it is not here.
    pub fn access(&self, sheet: impl Into<SheetId>) -> Option<Access> {
        let sheet = sheet.into();
        let is_kept_from = |edit: &Edit| {
            let verdict = self.judge(sheet, edit);
            matches!(verdict, Some(Verdict::Forbidden { .. }))
        };
        self.pages.spot(sheet)?;
        if self.only_looks(sheet).is_none() {
            return Some(Access::Keeps);
        }
        if sheet.kind() == SheetKind::Term {
            return Some(Access::Reads);
        }
        let pupil = PupilId(0);
        let present = Attendance::Present;
        let attendance = Edit::Attendance {
            pupil,
            step: FromTo::new(present, Attendance::Absent),
        };
        let reason = Edit::Reason {
            pupil,
            step: FromTo::new(None, None),
        };
        Some(match (is_kept_from(&reason), is_kept_from(&attendance)) {
            (true, _) => Access::Reads,
            (false, true) => Access::Reasons,
            (false, false) => Access::Attendance,
        })
    }

    /// The refusal that whoever does not keep a sheet meets; class teachers may still write why
    /// somebody is not there.
    pub fn only_looks(&self, sheet: impl Into<SheetId>) -> Option<Verdict> {
        let sheet = sheet.into();
        let edit = match sheet.kind() {
            SheetKind::Lesson => Edit::RollCall {
                step: FromTo::new(false, true),
            },
            SheetKind::Term => Edit::PeriodMark {
                pupil: PupilId(0),
                step: FromTo::new(PeriodMark::default(), PeriodMark::default()),
            },
        };
        let verdict = self.judge(sheet, &edit)?;
        matches!(verdict, Verdict::Forbidden { .. }).then_some(verdict)
    }
}
