//! What may come in by a paste: text, and nothing that steers anything.

/// The mark at the end of a bracketed paste.
pub const END: &[u8] = b"\x1b[201~";

/// The text of a paste with its end mark: line ends are `\n`, control characters other than
/// newline and tab are gone, so are bytes that are not UTF-8.
pub fn clean(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.strip_suffix(END).unwrap_or(bytes));
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || *c == '\u{fffd}'))
        .collect()
}
