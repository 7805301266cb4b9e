//! The actions that move the cursor of a grid.

use super::GridState;
use crate::action::Action;
use crate::ui::widget::axis::Step;

/// Moves the cursor or the selection; false if the action is none that does.
pub fn go(grid: &mut GridState, action: Action) -> bool {
    match action {
        Action::MoveUp => grid.go_row(Step::By(-1), false),
        Action::MoveDown => grid.go_row(Step::By(1), false),
        Action::MoveLeft => grid.go_col(Step::By(-1), false),
        Action::MoveRight => grid.go_col(Step::By(1), false),
        Action::NextCell => next_cell(grid),
        Action::PreviousCell => previous_cell(grid),
        Action::RowStart => grid.go_col(Step::First, false),
        Action::RowEnd => grid.go_col(Step::Last, false),
        Action::First => grid.go_row(Step::First, false),
        Action::Last => grid.go_row(Step::Last, false),
        Action::PageUp => grid.go_row(Step::Page(-1), false),
        Action::PageDown => grid.go_row(Step::Page(1), false),
        Action::PageLeft => grid.go_col(Step::Half(-1), false),
        Action::PageRight => grid.go_col(Step::Half(1), false),
        Action::ExtendUp => grid.go_row(Step::By(-1), true),
        Action::ExtendDown => grid.go_row(Step::By(1), true),
        Action::ExtendLeft => grid.go_col(Step::By(-1), true),
        Action::ExtendRight => grid.go_col(Step::By(1), true),
        Action::SelectColumn => {
            grid.select_column();
            true
        }
        Action::ClearSelection => {
            grid.release();
            true
        }
        _ => return false,
    };
    true
}

/// Down the column, then to the top of the next: people enter a column at a time.
fn next_cell(grid: &mut GridState) -> bool {
    if grid.rows.cursor() + 1 < grid.rows.len() {
        return grid.go_row(Step::By(1), false);
    }
    grid.go_col(Step::By(1), false) && grid.go_row(Step::First, false)
}

fn previous_cell(grid: &mut GridState) -> bool {
    if grid.rows.cursor() > 0 {
        return grid.go_row(Step::By(-1), false);
    }
    grid.go_col(Step::By(-1), false) && grid.go_row(Step::Last, false)
}
