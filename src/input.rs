//! From a key to an action, from a text to a day, whichever keyboard layout is on.

pub mod day;
pub mod key;
pub mod keymap;
pub mod layout;

pub use key::{Key, KeyParseError};
pub use keymap::{Binding, Context, Keymap, KeymapProblem, KeymapProblemKind};
