//! Keys as an xterm sends them.

/// Keys as an xterm sends them.
#[expect(missing_docs, reason = "keys by their names")]
pub mod key {
    pub const ENTER: &str = "\r";
    pub const TAB: &str = "\t";
    pub const BACK_TAB: &str = "\x1b[Z";
    pub const ESC: &str = "\x1b";
    pub const BACKSPACE: &str = "\x7f";
    pub const DELETE: &str = "\x1b[3~";
    pub const UP: &str = "\x1b[A";
    pub const DOWN: &str = "\x1b[B";
    pub const RIGHT: &str = "\x1b[C";
    pub const LEFT: &str = "\x1b[D";
    pub const SHIFT_UP: &str = "\x1b[1;2A";
    pub const SHIFT_DOWN: &str = "\x1b[1;2B";
    pub const SHIFT_RIGHT: &str = "\x1b[1;2C";
    pub const SHIFT_LEFT: &str = "\x1b[1;2D";
    pub const HOME: &str = "\x1b[H";
    pub const END: &str = "\x1b[F";
    pub const PAGE_UP: &str = "\x1b[5~";
    pub const PAGE_DOWN: &str = "\x1b[6~";
    pub const F1: &str = "\x1bOP";
    pub const F2: &str = "\x1bOQ";
    pub const F3: &str = "\x1bOR";
    pub const F4: &str = "\x1bOS";
    pub const F5: &str = "\x1b[15~";
    pub const F6: &str = "\x1b[17~";
    pub const F7: &str = "\x1b[18~";
    pub const F8: &str = "\x1b[19~";
    pub const F9: &str = "\x1b[20~";
    pub const F10: &str = "\x1b[21~";
    pub const F12: &str = "\x1b[24~";

    /// Ctrl and a Latin letter.
    pub fn ctrl(letter: char) -> String {
        let code = u8::try_from(letter.to_ascii_lowercase()).unwrap_or_default() & 0x1F;
        char::from(code).to_string()
    }

    /// A paste in brackets.
    pub fn paste(text: &str) -> String {
        format!("\x1b[200~{text}\x1b[201~")
    }
}
