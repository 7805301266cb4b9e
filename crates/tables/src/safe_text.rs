//! Text that no spreadsheet takes for a formula.
//!
//! A name that begins with `=` runs when the file is opened, `+7 912…` becomes a number. In XLSX a
//! cell says that it is text; in CSV only an apostrophe before it does. What is written with one is
//! read without it, so a text comes back as it was.

use std::borrow::Cow;

/// What a spreadsheet may take for the beginning of a formula, also in full width.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether the text, apostrophes before it aside, begins as a formula does.
fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(STARTS)
}

/// The text with an apostrophe before it if it begins as a formula does.
pub fn safe_text(text: &str) -> Cow<'_, str> {
    if is_risky(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text without the apostrophe of [`safe_text`].
pub fn bare_text(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(bare) if is_risky(bare) => bare,
        _ => text,
    }
}
