//! Keys typed while a page is still on its way.
//!
//! They are kept in order and given to the screen as soon as its page has come. Whoever leaves
//! the screen, or learns that the page does not come, is told that they were not entered.

use crossterm::event::KeyEvent;
use std::time::Duration;

/// So many keys are kept; a hand types a page of them in no time the network could need.
pub const LIMIT: usize = 256;

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A key, and when it was pressed by the monotonic clock: pauses tell entries apart.
    Key(KeyEvent, Duration),
    /// A pasted text.
    Paste(String),
}

/// What was typed on a screen whose page is on its way.
#[derive(Debug, Default)]
pub struct TypeAhead {
    typed: Vec<Typed>,
    /// How many layers there are up to the one it was typed on.
    depth: usize,
}

impl TypeAhead {
    /// How much waits.
    pub fn len(&self) -> usize {
        self.typed.len()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// How many layers there are up to the one it was typed on.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Keeps one more for the layer at this depth; false if there is no more room.
    pub fn keep(&mut self, typed: Typed, depth: usize) -> bool {
        if self.typed.len() >= LIMIT {
            return false;
        }
        self.typed.push(typed);
        self.depth = depth;
        true
    }

    /// The layer it was typed on is gone.
    pub fn orphan(&mut self) {
        self.depth = usize::MAX;
    }

    /// Gives everything out, in the order in which it was typed.
    pub fn take(&mut self) -> Vec<Typed> {
        std::mem::take(&mut self.typed)
    }
}
