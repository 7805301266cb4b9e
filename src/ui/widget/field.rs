//! A line of text that a person edits: logins, passwords, searches, comments.
//!
//! Takes raw keys, in whatever layout they come. Moves and deletes by whole letters, also those
//! of several code points. Ctrl+W, U, K, A, E, H work as in a shell, in the Russian layout too.
//! What was changed can be taken back, change by change; in a masked field nothing is remembered.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::{buffer::Buffer, layout::Position, layout::Rect};
use secrecy::SecretString;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{
    Look,
    paint::{put, put_fit, tint},
    text::{self, Align, clean, saturate},
};
use crate::theme::Role;

/// Letters that a field takes unless told otherwise; far more than a line shows.
const LIMIT: usize = 256;

/// So many changes can be taken back.
const REMEMBERED: usize = 100;

/// What a masked letter looks like: a sign of every font.
const MASK: &str = "*";

/// What a key did to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldOutcome {
    /// The text is another.
    Changed,
    /// The cursor is elsewhere, or the key was one of the field's and had nothing to do.
    Moved,
    /// The field has no more room; nothing or not all was taken.
    Full,
    /// The key means nothing to a field.
    Ignored,
}

/// Text, cursor and limits of a field.
#[derive(Clone, PartialEq, Eq)]
pub struct Field {
    value: String,
    /// Byte before which text is inserted; always at the edge of a letter.
    cursor: usize,
    masked: bool,
    /// In code points.
    limit: usize,
    /// Text and cursor before each of the last changes.
    before: Vec<(String, usize)>,
    /// The last change was a letter: the next letters of the word belong to it.
    typing: bool,
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.masked { MASK } else { &self.value };
        f.debug_struct("Field")
            .field("value", &value)
            .finish_non_exhaustive()
    }
}

impl Default for Field {
    fn default() -> Self {
        Self {
            value: String::new(),
            cursor: 0,
            masked: false,
            limit: LIMIT,
            before: Vec::new(),
            typing: false,
        }
    }
}

impl Field {
    /// An empty field.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty field for a password: nothing of it is shown, in a debug line neither.
    pub fn masked() -> Self {
        // Room for everything at once, so that no outgrown piece stays behind in memory.
        Self {
            value: String::with_capacity(LIMIT * 4),
            masked: true,
            ..Self::default()
        }
    }

    /// With room for so many letters.
    #[must_use]
    pub fn limit(mut self, letters: usize) -> Self {
        self.limit = letters;
        self
    }

    /// With this text and the cursor at its end.
    #[must_use]
    pub fn with(mut self, value: &str) -> Self {
        self.set(value);
        self
    }

    /// What is typed, of a masked field too.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// Replaces the text and puts the cursor at its end.
    pub fn set(&mut self, value: &str) {
        self.clear();
        self.insert(value);
    }

    /// Empties the field; there is nothing to take back.
    pub fn clear(&mut self) {
        self.value.clear();
        self.cursor = 0;
        self.before.clear();
        self.typing = false;
    }

    /// Takes the last change back: a word that was typed, a deletion, a paste. False if there is
    /// none.
    pub fn undo(&mut self) -> bool {
        self.typing = false;
        let Some((value, cursor)) = self.before.pop() else {
            return false;
        };
        (self.value, self.cursor) = (value, cursor);
        true
    }

    /// Makes a change that can be taken back; a letter `joins` the letters typed right before it.
    fn change(
        &mut self,
        joins: bool,
        change: impl FnOnce(&mut Self) -> FieldOutcome,
    ) -> FieldOutcome {
        if self.masked {
            return change(self);
        }
        let before = (self.value.clone(), self.cursor);
        let outcome = change(self);
        if self.value == before.0 {
            self.typing = false;
            return outcome;
        }
        if !(joins && self.typing) {
            if self.before.len() == REMEMBERED {
                self.before.remove(0);
            }
            self.before.push(before);
        }
        outcome
    }

    /// Takes the text out as a secret that is wiped from memory when dropped.
    pub fn take_secret(&mut self) -> SecretString {
        self.cursor = 0;
        let room = if self.masked { LIMIT * 4 } else { 0 };
        std::mem::replace(&mut self.value, String::with_capacity(room)).into()
    }

    /// Columns between the beginning of the text and the cursor, as painted.
    pub fn cursor_column(&self) -> u16 {
        self.columns(self.before())
    }

    /// Takes a key of editing: letters, moves, deletions.
    pub fn handle(&mut self, key: KeyEvent) -> FieldOutcome {
        if key.kind == KeyEventKind::Release {
            return FieldOutcome::Ignored;
        }
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            // AltGr is reported as both.
            KeyCode::Char(c) if ctrl == alt => {
                let typed = |field: &mut Self| field.insert(c.encode_utf8(&mut [0; 4]));
                let outcome = self.change(!c.is_whitespace(), typed);
                self.typing = outcome == FieldOutcome::Changed;
                outcome
            }
            KeyCode::Char(c) if ctrl => self.control(c),
            KeyCode::Backspace if ctrl || alt => self.delete(self.word_before(), self.cursor),
            KeyCode::Backspace => self.delete(self.letter_before(), self.cursor),
            KeyCode::Delete if ctrl => self.delete(self.cursor, self.word_after()),
            KeyCode::Delete => self.delete(self.cursor, self.letter_after()),
            KeyCode::Left if ctrl || alt => self.move_to(self.word_before()),
            KeyCode::Left => self.move_to(self.letter_before()),
            KeyCode::Right if ctrl || alt => self.move_to(self.word_after()),
            KeyCode::Right => self.move_to(self.letter_after()),
            KeyCode::Home => self.move_to(0),
            KeyCode::End => self.move_to(self.value.len()),
            _ => FieldOutcome::Ignored,
        }
    }

    fn control(&mut self, c: char) -> FieldOutcome {
        match c.to_lowercase().next().unwrap_or(c) {
            'w' | 'ц' => self.delete(self.word_before(), self.cursor),
            'u' | 'г' => self.delete(0, self.cursor),
            'k' | 'л' => self.delete(self.cursor, self.value.len()),
            'h' | 'р' => self.delete(self.letter_before(), self.cursor),
            'a' | 'ф' => self.move_to(0),
            'e' | 'у' => self.move_to(self.value.len()),
            _ => FieldOutcome::Ignored,
        }
    }

    /// Inserts a text at the cursor: line ends become spaces, what could command the terminal is
    /// left out, what is beyond the limit too.
    pub fn paste(&mut self, pasted: &str) -> FieldOutcome {
        let outcome = self.change(false, |field| field.insert(pasted));
        self.typing = false;
        outcome
    }

    fn insert(&mut self, pasted: &str) -> FieldOutcome {
        let pasted = pasted.trim_end_matches(['\r', '\n']).replace("\r\n", " ");
        let pasted = clean(&pasted);
        let room = self.limit.saturating_sub(self.value.chars().count());
        let wanted = pasted.chars().filter(|c| *c != char::REPLACEMENT_CHARACTER);
        let taken: String = wanted.clone().take(room).collect();
        let full = wanted.count() > room;
        self.value.insert_str(self.cursor, &taken);
        self.cursor += taken.len();
        // A combining mark joins the letter before or after it: stay outside.
        if !self.is_edge(self.cursor) {
            self.cursor = self.letter_after();
        }
        match (full, taken.is_empty()) {
            (true, _) => FieldOutcome::Full,
            (false, true) => FieldOutcome::Moved,
            (false, false) => FieldOutcome::Changed,
        }
    }

    /// Paints the field into one line of `cols` columns and answers where the real cursor belongs.
    /// `hint` is said in an empty field.
    pub fn paint(
        &self,
        (x, y, cols): (u16, u16, u16),
        hint: &str,
        look: Look<'_>,
        buf: &mut Buffer,
    ) -> Position {
        let style = look.style(Role::Input);
        tint(buf, Rect::new(x, y, cols, 1), style);
        if self.value.is_empty() {
            put_fit(
                buf,
                (x, y, cols),
                hint,
                Align::Left,
                look.style(Role::Muted),
                look.glyphs.ellipsis,
            );
            return Position::new(x, y);
        }
        let column = self.cursor_column();
        // Scrolls by half of the field, as the grid does, and for the same reason.
        let step = (cols / 2).max(1);
        let hidden = match column.checked_sub(cols.max(1)) {
            Some(beyond) => (beyond / step + 1) * step,
            None => 0,
        };
        let masked;
        let shown = if self.masked {
            masked = MASK.repeat(self.value.graphemes(true).count());
            &masked
        } else {
            &self.value
        };
        let (from, skipped) = text::head(shown, hidden);
        put(
            buf,
            x,
            y,
            cols,
            shown.get(from..).unwrap_or_default(),
            style,
        );
        Position::new(
            x + column.saturating_sub(skipped).min(cols.saturating_sub(1)),
            y,
        )
    }

    fn columns(&self, part: &str) -> u16 {
        if self.masked {
            saturate(part.graphemes(true).count())
        } else {
            text::width(part)
        }
    }

    fn before(&self) -> &str {
        self.value.get(..self.cursor).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.value.get(self.cursor..).unwrap_or_default()
    }

    /// A walk over letters from here. It looks at the letters around `at` and not at the whole
    /// text, which a long line of many edits would pay for.
    fn letters(&self, at: usize) -> GraphemeCursor {
        GraphemeCursor::new(at, self.value.len(), true)
    }

    fn is_edge(&self, at: usize) -> bool {
        self.value.is_char_boundary(at)
            && self.letters(at).is_boundary(&self.value, 0).unwrap_or(true)
    }

    fn letter_before(&self) -> usize {
        let before = self.letters(self.cursor).prev_boundary(&self.value, 0);
        before.ok().flatten().unwrap_or(0)
    }

    fn letter_after(&self) -> usize {
        let after = self.letters(self.cursor).next_boundary(&self.value, 0);
        after.ok().flatten().unwrap_or(self.value.len())
    }

    fn word_before(&self) -> usize {
        let trimmed = self
            .before()
            .trim_end_matches(|c: char| !c.is_alphanumeric());
        trimmed.trim_end_matches(char::is_alphanumeric).len()
    }

    fn word_after(&self) -> usize {
        let trimmed = self
            .after()
            .trim_start_matches(|c: char| !c.is_alphanumeric());
        self.value.len() - trimmed.trim_start_matches(char::is_alphanumeric).len()
    }

    fn move_to(&mut self, at: usize) -> FieldOutcome {
        self.typing = false;
        self.cursor = if self.is_edge(at) { at } else { self.cursor };
        FieldOutcome::Moved
    }

    fn delete(&mut self, from: usize, to: usize) -> FieldOutcome {
        let outcome = self.change(false, |field| field.remove(from, to));
        self.typing = false;
        outcome
    }

    fn remove(&mut self, from: usize, to: usize) -> FieldOutcome {
        if from >= to || self.value.get(from..to).is_none() {
            return FieldOutcome::Moved;
        }
        self.value.replace_range(from..to, "");
        self.cursor = from;
        // What is left may have joined with what was before.
        if !self.is_edge(self.cursor) {
            self.cursor = self.letter_after();
        }
        FieldOutcome::Changed
    }
}

#[cfg(test)]
mod tests;
