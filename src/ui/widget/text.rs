//! The one place where text is measured, cut, padded and wrapped.
//!
//! Width is counted in terminal columns of grapheme clusters, the way ratatui paints them, and
//! never in bytes: «ё» is one column whether it is one code point or two. Every function measures
//! the text as [`clean`] shows it, so that what is measured is what is painted, and nothing in a
//! pupil's name can reach the terminal as a command.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// What a cut text ends with when the glyph set has nothing else to offer.
pub const ELLIPSIS: &str = "…";

/// Combining marks kept on one letter; longer stacks climb over the neighbouring rows.
const MAX_MARKS: usize = 8;

/// Which side of its room a text keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Text begins at the left edge.
    #[default]
    Left,
    /// Text is in the middle, the odd column goes to the right.
    Centre,
    /// Text ends at the right edge.
    Right,
}

/// A character that is surely one column and joins with no other: ASCII, Russian letters, Latin-1,
/// box drawing and the usual typographic signs. Text of these alone needs no segmentation.
pub(crate) fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{a0}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{ff}'
        | 'А'..='я' | 'Ё' | 'ё'
        | '–' | '—' | '…' | '№' | '─'..='╬')
}

/// What is shown for a character: itself, a substitute, or nothing.
fn shown(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Invisible, of a width on which terminals do not agree: soft hyphen, zero width space, BOM.
        '\u{ad}' | '\u{200b}' | '\u{feff}' => None,
        // Marks and overrides of direction, interlinear annotations.
        '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}' => Some('\u{fffd}'),
        c if c.is_control() => Some('\u{fffd}'),
        c => Some(c),
    }
}

/// The text without anything that could command the terminal or reorder the line: control
/// characters and bidirectional overrides become `�`, tabs and line ends a space, invisible
/// characters and endless stacks of combining marks go.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) || filtered(text).all(|(from, to)| to == Some(from)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(filtered(text).filter_map(|(_, to)| to).collect())
}

/// Every character and what is shown for it.
fn filtered(text: &str) -> impl Iterator<Item = (char, Option<char>)> {
    text.chars().scan(0_usize, |marks, c| {
        *marks = if c.width() == Some(0) { *marks + 1 } else { 0 };
        Some((c, if *marks > MAX_MARKS { None } else { shown(c) }))
    })
}

/// Columns that one grapheme cluster of clean text takes.
pub(crate) fn grapheme_width(grapheme: &str) -> u16 {
    // ratatui asserts that no control character comes here; `clean` saw to it.
    if grapheme.chars().any(char::is_control) {
        1
    } else {
        grapheme.cell_width()
    }
}

/// Columns that the text takes on the screen.
pub fn width(text: &str) -> u16 {
    if text.chars().all(is_plain) {
        return saturate(text.chars().count());
    }
    clean(text)
        .graphemes(true)
        .map(grapheme_width)
        .fold(0, u16::saturating_add)
}

/// The text cut to `cols` columns, its last one «…» if anything was cut.
pub fn fit(text: &str, cols: u16) -> Cow<'_, str> {
    fit_with(text, cols, ELLIPSIS)
}

/// [`fit`] with the cutting sign of a glyph set.
pub fn fit_with<'a>(text: &'a str, cols: u16, ellipsis: &str) -> Cow<'a, str> {
    let text = clean(text);
    if width(&text) <= cols {
        return text;
    }
    let sign = width(ellipsis);
    let room = if sign <= cols { cols - sign } else { cols };
    let (end, _) = head(&text, room);
    let mut cut = text.get(..end).unwrap_or_default().to_owned();
    if sign <= cols {
        cut.push_str(ellipsis);
    }
    Cow::Owned(cut)
}

/// [`fit_with`] that cuts between words, unless that leaves less than half of the room filled.
pub fn fit_words<'a>(text: &'a str, cols: u16, ellipsis: &str) -> Cow<'a, str> {
    let fitted = fit_with(text, cols, ellipsis);
    let Some(cut) = fitted.strip_suffix(ellipsis).filter(|_| fitted != text) else {
        return fitted;
    };
    let whole = match cut.rfind(' ') {
        _ if clean(text)
            .get(cut.len()..)
            .is_some_and(|rest| rest.starts_with(' ')) =>
        {
            cut
        }
        Some(space) => cut.get(..space).unwrap_or(cut),
        None => cut,
    };
    if width(whole) < cols / 2 {
        return fitted;
    }
    format!("{whole}{ellipsis}").into()
}

/// [`fit_with`] of a sentence that may cite a clause, «… (п. 3.2 Регламента)»: at its end the clause
/// stands, and the words before it give way; elsewhere it is left out whole rather than cut.
pub fn fit_clause<'a>(text: &'a str, cols: u16, ellipsis: &str) -> Cow<'a, str> {
    let cut = fit_with(text, cols, ellipsis);
    let text = clean(text);
    if cut == text {
        return cut;
    }
    let end = text.trim_end_matches('.');
    if let Some((before, clause)) = text
        .rfind(" (")
        .and_then(|open| text.split_at_checked(open))
        && end.ends_with(')')
        && width(clause) <= cols / 2
    {
        let before = fit_with(before, cols - width(clause), ellipsis);
        return format!("{}{clause}", without_open(&before, ellipsis)).into();
    }
    without_open(&cut, ellipsis).into()
}

/// A cut text without the parenthesis that the cut has left open.
fn without_open(cut: &str, ellipsis: &str) -> String {
    match cut.rfind(" (") {
        Some(open) if !cut.get(open..).is_some_and(|rest| rest.contains(')')) => {
            format!("{}{ellipsis}", cut.get(..open).unwrap_or_default())
        }
        _ => cut.to_owned(),
    }
}

/// Bytes and columns of the longest beginning of clean text that fits into `cols`.
pub(crate) fn head(text: &str, cols: u16) -> (usize, u16) {
    let mut used = 0_u16;
    for (at, grapheme) in text.grapheme_indices(true) {
        let next = used.saturating_add(grapheme_width(grapheme));
        if next > cols {
            return (at, used);
        }
        used = next;
    }
    (text.len(), used)
}

/// Paragraphs broken into lines of at most `cols` columns at spaces; a word longer than a line is
/// broken anywhere but inside a letter. Line ends in the text begin a new line, an empty
/// paragraph stays an empty line. A no-break space does not break.
pub fn wrap(text: &str, cols: u16) -> Vec<String> {
    if cols == 0 {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        wrap_paragraph(&clean(paragraph), cols, &mut lines);
    }
    lines
}

fn wrap_paragraph(paragraph: &str, cols: u16, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut used = 0_u16;
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let wide = width(word);
        if used > 0 && used.saturating_add(1).saturating_add(wide) <= cols {
            line.push(' ');
            line.push_str(word);
            used += 1 + wide;
            continue;
        }
        if used > 0 {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        for grapheme in word.graphemes(true) {
            // A letter wider than the whole line gives way to the cutting sign.
            let wide = grapheme_width(grapheme);
            let (grapheme, wide) = if wide > cols {
                (ELLIPSIS, 1)
            } else {
                (grapheme, wide)
            };
            if used + wide > cols {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(grapheme);
            used += wide;
        }
    }
    lines.push(line);
}

/// A count as columns; what is longer than any terminal is only «very long».
pub(crate) fn saturate(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests;
