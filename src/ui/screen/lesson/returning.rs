//! A lesson that is returned to keeps its column and its cursor.

use super::LessonScreen;
use super::source::LessonColumn;
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::desk::left_at::LeftAt;
use crate::ui::route::Route;
use crate::ui::widget::axis::Step;
use ::journal::view::LessonPage;

impl LessonScreen {
    /// With the cursor where it was left the last time.
    #[must_use]
    pub fn returned_to(mut self, left_at: Option<LeftAt>) -> Self {
        self.returns_to = left_at;
        self
    }

    /// Whether a place is in this lesson.
    pub(super) fn holds(&self, route: &Route) -> bool {
        match route {
            Route::Cell { sheet, .. } => *sheet == self.lesson.into(),
            route => *route == Route::Lesson(self.lesson),
        }
    }

    /// Takes the person to a place of this lesson.
    pub(super) fn comes_to(&mut self, route: &Route) {
        match route {
            Route::Cell { cell, .. } => {
                self.entering.stop();
                self.returns_to = LeftAt::of(*cell);
            }
            _ => self.comes_back = true,
        }
    }

    /// The cell that the screen is to be returned to; none while there are none.
    pub(super) fn remember(&self, desk: &mut Desk) {
        let grid = &self.entering.grid;
        let (Some(page), Some((row, column))) = (self.page(desk), grid.active()) else {
            return;
        };
        let target = match self.columns.get(column) {
            Some(LessonColumn::Attendance) => Target::Attendance,
            Some(LessonColumn::Work { work, weight, .. }) => Target::Work {
                work: *work,
                weight: *weight,
            },
            _ => return,
        };
        let member = page.members.get(row);
        let pupil = member.filter(|_| !grid.rows.is_behind_last());
        let pupil = pupil.map(|member| member.pupil);
        desk.left_at.insert(self.lesson, LeftAt { pupil, target });
    }

    /// Puts the cursor back, now that the columns are there.
    pub(super) fn return_to(&mut self, left_at: LeftAt, page: &LessonPage) {
        let column = self.columns.iter().position(|column| match column {
            LessonColumn::Attendance => left_at.target == Target::Attendance,
            LessonColumn::Work { work, .. } => left_at.target.work() == Some(*work),
            LessonColumn::Past(_) => false,
        });
        let grid = &mut self.entering.grid;
        grid.rows.set_len(page.members.len());
        grid.cols.set_len(self.columns.len());
        grid.cols.go(Step::To(column.unwrap_or(0)), false);
        let row = |pupil| page.members.iter().position(|member| member.pupil == pupil);
        match left_at.pupil {
            Some(pupil) => {
                _ = grid
                    .rows
                    .go(row(pupil).map_or(Step::First, Step::To), false)
            }
            None => {
                grid.rows.go(Step::Last, false);
                grid.rows.advance();
            }
        }
    }
}
