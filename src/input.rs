//! From a key to an action, whichever keyboard layout is on.

pub mod key;
pub mod keymap;
pub mod layout;

pub use key::{Key, KeyParseError};
pub use keymap::{Binding, Context, Keymap, KeymapProblem, KeymapProblemKind};
