//! Whether the person has done anything on a grid since it was opened.

use super::Entering;

impl Entering {
    /// Whether a key was pressed here since it was opened.
    pub fn has_begun(&self) -> bool {
        self.begun
    }

    /// A key was pressed.
    pub fn begin(&mut self) {
        self.begun = true;
    }
}
