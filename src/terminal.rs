//! The terminal: what it can show, what we send to it, what it sends to us, and how it is left.
//!
//! Our own layer instead of crossterm's event reader and writer, because a school reaches its
//! journal over thin lines: every frame is one write of as few bytes as we can find, an escape
//! sequence cut in two by the line is still one key, nothing is ever asked of the terminal, and
//! the tty is given back exactly as it was on every way out.

pub mod crash;
pub mod depth;
pub mod events;
pub mod glyphs;
pub mod guard;
pub mod output;
pub mod parser;
pub mod signals;
pub mod tty;

pub use crash::{CrashReport, install_panic_hook};
pub use depth::{Depth, TermEnv};
pub use events::{Events, TerminalEvent};
pub use glyphs::{GlyphSet, Glyphs};
pub use guard::TerminalGuard;
pub use output::{Output, repaint};
pub use parser::Parser;
pub use signals::{Signal, Signals, suspend};
pub use tty::{SizeSource, TtyWriter};
