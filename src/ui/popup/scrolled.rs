//! A text of more lines than a window shows: going through it, and what is seen of it.

use crate::action::Action;
use crate::ui::layer::Outcome;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::text;
use ratatui::layout::{Position, Rect};

/// Lines with the cursor on one of them.
#[derive(Debug, Default)]
pub struct Scrolled<L> {
    lines: Vec<L>,
    axis: Axis,
}

impl<L> Scrolled<L> {
    /// These lines.
    pub fn new(lines: Vec<L>) -> Self {
        let axis = Axis::new(lines.len());
        Self { lines, axis }
    }

    /// Other lines, perhaps more or fewer.
    pub fn set(&mut self, lines: Vec<L>) {
        self.lines = lines;
        self.axis.set_len(self.lines.len());
    }

    /// How many lines there are.
    pub fn rows(&self) -> u16 {
        text::saturate(self.lines.len())
    }

    /// Whether there are more lines than the window shows.
    pub fn scrolls(&self) -> bool {
        self.lines.len() > self.axis.window_len()
    }

    /// The line under the cursor.
    pub fn current(&self) -> Option<&L> {
        self.lines.get(self.axis.current()?)
    }

    /// Moves the cursor; false if the action is no move.
    fn go(&mut self, action: Action) -> bool {
        let step = Step::of(action);
        step.inspect(|step| _ = self.axis.go(*step, false))
            .is_some()
    }

    /// Moves the cursor, or closes the window by one of these actions.
    pub fn act(&mut self, action: Action, closing: &[Action]) -> Outcome {
        if self.go(action) {
            Outcome::Consumed
        } else if closing.contains(&action) {
            Outcome::Close
        } else {
            Outcome::Ignored
        }
    }

    /// So many lines have room.
    pub fn settle(&mut self, height: u16) {
        self.axis.settle(height, 0, |_| 1);
    }

    /// Paints each line that is seen in its place; answers where the real cursor belongs.
    pub fn paint(&self, room: Rect, mut line: impl FnMut(&L, u16)) -> Option<Position> {
        let mut cursor = None;
        let window = self.axis.window(room.height, 0, |_| 1);
        for (y, at) in (room.y..room.bottom()).zip(window) {
            let Some(words) = self.lines.get(at) else {
                break;
            };
            line(words, y);
            if self.axis.current() == Some(at) {
                cursor = Some(Position::new(room.x, y));
            }
        }
        cursor
    }
}

/// The actions worth a hint in such a window.
pub fn hints() -> Vec<Action> {
    vec![Action::MoveDown, Action::PageDown, Action::Cancel]
}

/// The words for them.
pub fn hint(action: Action) -> &'static str {
    match action {
        Action::MoveDown => "hint-scroll",
        _ => action.spec().hint,
    }
}
