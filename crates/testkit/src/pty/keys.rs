//! Keys as an xterm sends them.

/// Keys as an xterm sends them.
pub mod key {
    /// Enter.
    pub const ENTER: &str = "\r";
    /// Tab.
    pub const TAB: &str = "\t";
    /// Shift+Tab.
    pub const BACK_TAB: &str = "\x1b[Z";
    /// Escape.
    pub const ESC: &str = "\x1b";
    /// Backspace.
    pub const BACKSPACE: &str = "\x7f";
    /// Delete.
    pub const DELETE: &str = "\x1b[3~";
    /// Arrow up.
    pub const UP: &str = "\x1b[A";
    /// Arrow down.
    pub const DOWN: &str = "\x1b[B";
    /// Arrow right.
    pub const RIGHT: &str = "\x1b[C";
    /// Arrow left.
    pub const LEFT: &str = "\x1b[D";
    /// Shift+arrow up.
    pub const SHIFT_UP: &str = "\x1b[1;2A";
    /// Shift+arrow down.
    pub const SHIFT_DOWN: &str = "\x1b[1;2B";
    /// Shift+arrow right.
    pub const SHIFT_RIGHT: &str = "\x1b[1;2C";
    /// Shift+arrow left.
    pub const SHIFT_LEFT: &str = "\x1b[1;2D";
    /// Home.
    pub const HOME: &str = "\x1b[H";
    /// End.
    pub const END: &str = "\x1b[F";
    /// Page up.
    pub const PAGE_UP: &str = "\x1b[5~";
    /// Page down.
    pub const PAGE_DOWN: &str = "\x1b[6~";
    /// F1.
    pub const F1: &str = "\x1bOP";
    /// F2.
    pub const F2: &str = "\x1bOQ";
    /// F3.
    pub const F3: &str = "\x1bOR";
    /// F4.
    pub const F4: &str = "\x1bOS";
    /// F5.
    pub const F5: &str = "\x1b[15~";
    /// F6.
    pub const F6: &str = "\x1b[17~";
    /// F7.
    pub const F7: &str = "\x1b[18~";
    /// F8.
    pub const F8: &str = "\x1b[19~";
    /// F9.
    pub const F9: &str = "\x1b[20~";
    /// F10.
    pub const F10: &str = "\x1b[21~";
    /// F12.
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
