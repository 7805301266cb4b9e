//! Our ratatui backend, made for few bytes: a frame is one write, and no change is none.
//!
//! Two screens are kept in memory, what the terminal shows and what it should show. ratatui's
//! diff only feeds the second; the bytes come from comparing the two, which allows what a cell
//! diff alone cannot: erasing, rewriting a short gap instead of jumping over it, scrolling rows
//! and the end of a row in the terminal, going to what is nearest first, and never sending an
//! attribute twice. The terminal is never asked anything.

pub mod pen;
pub mod runs;
pub mod scroll;
pub mod sgr;
pub mod shift;
pub mod surface;
pub mod travel;

mod paint;
#[cfg(test)]
mod tests;

use std::cell::Cell as Shared;
use std::io::{self, Write};

use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};

use self::pen::Pen;
use self::surface::{Slot, Surface, Symbol};
use self::travel::CursorPlace;
use super::depth::Depth;
use super::glyphs::GlyphSet;
use super::tty::SizeSource;

/// Above this a frame buffer is given back after a big frame.
const KEPT_CAPACITY: usize = 64 * 1024;

/// The backend.
#[derive(Debug)]
pub struct Output<W: Write> {
    writer: W,
    source: SizeSource,
    /// The last size answered to ratatui; the screens follow it and nothing else, so that a
    /// resize in mid-frame cannot split a frame between two sizes.
    size: Shared<Size>,
    depth: Depth,
    signs: GlyphSet,
    shown: Surface,
    wanted: Surface,
    dirty: Vec<bool>,
    erase: bool,
    /// What the terminal draws with now; `None` when unknown.
    pen: Option<Pen>,
    place: CursorPlace,
    cursor_shown: Option<bool>,
    cursor_wanted: Option<bool>,
    cursor: Position,
    bytes: Vec<u8>,
}

impl<W: Write> Output<W> {
    /// A backend that writes here, for a screen of this size and depth.
    pub fn new(writer: W, source: SizeSource, depth: Depth) -> Self {
        let size = source.size();
        Self {
            writer,
            source,
            size: Shared::new(size),
            depth,
            signs: GlyphSet::Unicode,
            shown: Surface::default(),
            wanted: Surface::default(),
            dirty: Vec::new(),
            erase: true,
            pen: None,
            place: CursorPlace::Unknown,
            cursor_shown: None,
            cursor_wanted: None,
            cursor: Position::ORIGIN,
            bytes: Vec::new(),
        }
    }

    /// For a terminal that can draw only these signs: others get their stand-ins.
    #[must_use]
    pub fn with_signs(mut self, signs: GlyphSet) -> Self {
        self.signs = signs;
        self
    }

    /// The colour depth in use.
    pub fn depth(&self) -> Depth {
        self.depth
    }

    /// Another source of the size.
    pub fn set_size_source(&mut self, source: SizeSource) {
        self.source = source;
    }

    /// The writer, for tests and for the bell.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    /// Forgets what the terminal shows and how it draws: someone else has used it. The next
    /// frame erases it and paints everything; see [`repaint`].
    pub fn forget(&mut self) {
        self.erase = true;
        self.pen = None;
        self.place = CursorPlace::Unknown;
        self.cursor_shown = None;
        self.dirty.fill(true);
    }

    /// Follows the size last answered to ratatui.
    fn adopt_size(&mut self) {
        let Size { width, height } = self.size.get();
        if self.wanted.width() != width || self.wanted.height() != height {
            self.shown = Surface::blank(width, height);
            self.wanted = Surface::blank(width, height);
            self.dirty = vec![false; usize::from(height)];
            self.erase = true;
        }
    }

    fn mark_dirty(&mut self, y: u16) {
        if let Some(dirty) = self.dirty.get_mut(usize::from(y)) {
            *dirty = true;
        }
    }

    /// Blanks the wanted screen between two places in reading order.
    fn blank(&mut self, from: (u16, u16), until: (u16, u16)) {
        let (width, height) = (self.wanted.width(), self.wanted.height());
        for y in from.1..=until.1.min(height.saturating_sub(1)) {
            let first = if y == from.1 { from.0 } else { 0 };
            let end = if y == until.1 {
                until.0.min(width)
            } else {
                width
            };
            for x in first..end {
                self.wanted.put(x, y, Slot::BLANK, &Symbol::Char(' '));
            }
            self.mark_dirty(y);
        }
    }

    fn send(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let sent = self
            .writer
            .write_all(&self.bytes)
            .and_then(|()| self.writer.flush());
        self.bytes.clear();
        self.bytes.shrink_to(KEPT_CAPACITY);
        if sent.is_err() {
            self.forget();
        }
        sent
    }
}

impl<W: Write> Backend for Output<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.adopt_size();
        // ratatui sends blanks for the hidden half of an emoji after the emoji itself.
        let mut hidden = (0, 0, 0);
        for (x, y, cell) in content {
            let (row, start, end) = hidden;
            if y == row && (start..end).contains(&x) {
                continue;
            }
            let slot = Slot::from_cell(cell, self.depth, self.signs);
            let after = x.saturating_add(1);
            hidden = (
                y,
                after,
                after.saturating_add(slot.width().saturating_sub(1)),
            );
            self.wanted.put(x, y, slot, &Symbol::Char(' '));
            self.mark_dirty(y);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor_wanted = Some(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor_wanted = Some(true);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.adopt_size();
        let Position { x, y } = self.cursor;
        let end = (self.wanted.width(), self.wanted.height().saturating_sub(1));
        match clear_type {
            ClearType::All => {
                self.wanted.clear();
                self.erase = true;
            }
            ClearType::AfterCursor => self.blank((x, y), end),
            ClearType::BeforeCursor => self.blank((0, 0), (x.saturating_add(1), y)),
            ClearType::CurrentLine => self.blank((0, y), (end.0, y)),
            ClearType::UntilNewLine => self.blank((x, y), (end.0, y)),
        }
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        let size = self.source.size();
        self.size.set(size);
        Ok(size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.adopt_size();
        self.compose();
        self.send()
    }
}

/// Makes the next draw of this terminal paint everything anew: after Ctrl+Z, `kill -STOP`, or
/// when something else has written over the screen. Asks the terminal nothing, unlike
/// `Terminal::clear`.
pub fn repaint<W: Write>(terminal: &mut Terminal<Output<W>>) -> io::Result<()> {
    terminal.backend_mut().forget();
    let size = terminal.size()?;
    terminal.resize(Rect::from((Position::ORIGIN, size)))
}
