//! A lesson opens on the pupil of the cell that it is opened from.

use super::JournalScreen;
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::desk::left_at::LeftAt;

impl JournalScreen {
    /// The column is the one that the lesson was left in.
    pub(super) fn lead_to_pupil(&self, desk: &mut Desk) {
        let place = self.page(desk).zip(self.entering.grid.active());
        let member = place.and_then(|(page, (row, _))| page.grid.members.get(row));
        let (Some(member), Some(sheet)) = (member, self.lesson_here(desk)) else {
            return;
        };
        let (lesson, pupil) = (sheet.lesson.id, Some(member.pupil));
        let left_at = desk.left_at.get(&lesson);
        let target = left_at.map_or(Target::Attendance, |left_at| left_at.target);
        desk.left_at.insert(lesson, LeftAt { pupil, target });
    }
}
