//! Several lines of text that a person edits.

use crate::input::layout::to_command;
use crate::ui::widget::field::FieldOutcome;
use crate::ui::widget::text::saturate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, Input, Key, TextArea, WrapMode};

/// So many changes of the text can be taken back; a letter is one.
const REMEMBERED: usize = 1_000;

/// Text of several lines with a limit.
#[derive(Debug, Clone)]
pub struct Area {
    text: TextArea<'static>,
    /// In code points.
    limit: usize,
}

impl Area {
    /// This text, with the cursor at its end and room for so many letters.
    pub fn new(text: &str, limit: usize) -> Self {
        Self {
            text: lines(text),
            limit,
        }
    }

    /// The text without blanks at its end.
    pub fn text(&self) -> String {
        self.text.lines().join("\n").trim_end().to_owned()
    }

    /// Puts another text there, with the cursor behind it; nothing is left to undo.
    pub fn set(&mut self, text: &str) {
        self.text = lines(text);
    }

    /// The lines as they are written.
    pub fn lines(&self) -> &[String] {
        self.text.lines()
    }

    /// Lets the text know its room, so that it scrolls to the cursor before it is painted.
    pub fn settle(&mut self, room: Rect) {
        if self.text.wrap_mode() != WrapMode::WordOrGlyph {
            self.text.set_wrap_mode(WrapMode::WordOrGlyph);
        }
        (&self.text).render(room, &mut Buffer::empty(room));
    }

    /// Paints the text; answers where the real cursor belongs.
    pub fn paint(&self, room: Rect, buf: &mut Buffer) -> Position {
        (&self.text).render(room, buf);
        let (at, (top, left)) = (self.text.screen_cursor(), self.text.scroll_offset());
        let within = |at: usize, first: u16, room: u16| {
            let at = saturate(at).saturating_sub(first);
            at.min(room.saturating_sub(1))
        };
        Position::new(
            room.x + within(at.col, left, room.width),
            room.y + within(at.row, top, room.height),
        )
    }

    /// Takes the last change back; false if there is none.
    pub fn undo(&mut self) -> bool {
        self.text.undo()
    }

    /// Takes a key of editing: letters, moves, Enter, deletions; what would be too long is not
    /// taken.
    pub fn key(&mut self, key: KeyEvent) -> FieldOutcome {
        let Some(input) = input(key) else {
            return FieldOutcome::Ignored;
        };
        let (before, at) = (self.text.lines().to_vec(), self.text.cursor());
        edit(&mut self.text, input);
        if self.text().chars().count() > self.limit {
            self.text.undo();
            return FieldOutcome::Full;
        }
        let moved = self.text.cursor() != at;
        match (self.text.lines() == before.as_slice(), moved) {
            (false, _) => FieldOutcome::Changed,
            (true, true) => FieldOutcome::Moved,
            (true, false) => FieldOutcome::Ignored,
        }
    }

    /// Inserts a text at the cursor, on a line of its own, in one change; not cut at the limit.
    pub fn insert_line(&mut self, text: &str) {
        let line_end = if self.text.cursor().1 > 0 { "\n" } else { "" };
        self.text.insert_str(format!("{line_end}{text}"));
    }

    /// Inserts a text at the cursor.
    pub fn paste(&mut self, text: &str) -> FieldOutcome {
        let room = self.limit.saturating_sub(self.text().chars().count());
        let taken: String = text.chars().take(room).collect();
        self.text.insert_str(&taken);
        if taken.len() < text.len() {
            FieldOutcome::Full
        } else {
            FieldOutcome::Changed
        }
    }
}

/// An editor of these lines, with the cursor at their end.
fn lines(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
    area.set_max_histories(REMEMBERED);
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area.set_cursor_line_style(ratatui::style::Style::new());
    area.set_cursor_style(ratatui::style::Style::new());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

/// Gives a key to an editor.
fn edit(text: &mut TextArea<'static>, input: Input) {
    // Every edit lays all lines out anew, and wrapping a long one costs most of it. A burst
    // of edits is laid out once, before it is painted; only moving needs the rows before.
    let edits = !(input.ctrl || input.alt)
        && matches!(input.key, Key::Char(_) | Key::Backspace | Key::Delete);
    let mode = if edits {
        WrapMode::None
    } else {
        WrapMode::WordOrGlyph
    };
    if text.wrap_mode() != mode {
        text.set_wrap_mode(mode);
    }
    // As in every other field; to the text area it would be undo.
    if input.ctrl && input.key == Key::Char('u') {
        text.delete_line_by_head();
    } else {
        text.input(input);
    }
}

/// A key as an editor knows it; none if it means nothing to a text.
fn input(key: KeyEvent) -> Option<Input> {
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let key = match key.code {
        KeyCode::Char(letter) if ctrl || alt => Key::Char(to_command(letter).unwrap_or(letter)),
        KeyCode::Char(letter) => Key::Char(letter),
        KeyCode::Enter => Key::Enter,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    };
    Some(Input {
        key,
        ctrl,
        alt,
        shift,
    })
}
