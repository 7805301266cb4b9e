//! An absence and its reason: two cells, since another person may give the reason, and one letter
//! of the journal, «н», «б», «о12».

use crate::attendance::{AbsenceReason, Attendance};
use crate::change::{Cell, Content, Edit, FromTo};
use crate::ids::PupilId;

/// What the two cells hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Whether the pupil is there.
    pub attendance: Attendance,
    /// Why not, if anyone has said.
    pub reason: Option<AbsenceReason>,
}

impl Letter {
    /// The letter of a pupil by what its cells hold; none if one of them holds something else.
    pub fn of(pupil: PupilId, mut content: impl FnMut(Cell) -> Content) -> Option<Self> {
        let fact = content(Cell::Attendance { pupil });
        match (fact, content(Cell::Reason { pupil })) {
            (Content::Attendance(attendance), Content::Reason(reason)) => {
                Some(Self { attendance, reason })
            }
            _ => None,
        }
    }

    /// The edits that make `wanted` of it, the fact before the reason, each with what stands in
    /// the cell beside when its turn comes.
    pub fn edits_to(&self, wanted: &Self, pupil: PupilId) -> Vec<(Edit, Content)> {
        let fact = (self.attendance != wanted.attendance).then(|| {
            let step = FromTo::new(self.attendance, wanted.attendance);
            let beside = Content::Reason(self.reason.clone());
            (Edit::Attendance { pupil, step }, beside)
        });
        let reason = (self.reason != wanted.reason).then(|| {
            let step = FromTo::new(self.reason.clone(), wanted.reason.clone());
            let beside = Content::Attendance(wanted.attendance);
            (Edit::Reason { pupil, step }, beside)
        });
        fact.into_iter().chain(reason).collect()
    }
}
