//! Turning the difference of the two screens into bytes.

use std::io::Write;

use super::Output;
use super::pen::Pen;
use super::scroll;
use super::sgr;
use super::surface::{Slot, Symbol};
use super::travel::{self, Place};

/// A gap of unchanged cells longer than this is always jumped over.
const LONGEST_GAP: u16 = 8;
/// Bytes of `CSI K`.
const ERASE: u16 = 3;
/// With fewer changed rows a scroll is not looked for.
const SCROLL_ROWS: usize = 5;

impl<W: Write> Output<W> {
    /// Collects the bytes of one frame.
    pub(super) fn compose(&mut self) {
        if self.erase {
            self.erase_all();
        } else if self.dirty.iter().filter(|dirty| **dirty).count() >= SCROLL_ROWS {
            self.scroll();
        }
        for y in 0..self.wanted.height() {
            if let Some(dirty) = self.dirty.get_mut(usize::from(y))
                && std::mem::take(dirty)
            {
                self.row(y);
            }
        }
        self.settle_cursor();
    }

    fn erase_all(&mut self) {
        self.use_pen(Pen::default());
        self.bytes.extend_from_slice(b"\x1b[H\x1b[J");
        self.place = Place::At(0, 0);
        self.shown.clear();
        self.dirty.fill(true);
        self.erase = false;
    }

    fn scroll(&mut self) {
        let Some(found) = scroll::plan(&self.shown, &self.wanted) else {
            return;
        };
        self.prepare_erase();
        scroll::write(found, self.wanted.height(), &mut self.bytes);
        self.place = Place::Unknown;
        self.shown.scroll(found.top, found.bottom, found.lines);
        let region = usize::from(found.top)..=usize::from(found.bottom);
        if let Some(rows) = self.dirty.get_mut(region) {
            rows.fill(true);
        }
    }

    fn row(&mut self, y: u16) {
        let width = self.wanted.width();
        let erase_at = self.erase_at(y);
        let mut x = 0;
        while x < erase_at.unwrap_or(width) {
            if self.wanted.get(x, y) != self.shown.get(x, y) {
                self.cell(x, y);
            }
            x += 1;
        }
        if let Some(x) = erase_at {
            self.go(x, y);
            self.prepare_erase();
            self.bytes.extend_from_slice(b"\x1b[K");
            self.shown.erase_from(x, y);
        }
    }

    /// Where the row can be erased to its end more cheaply than by writing blanks.
    fn erase_at(&self, y: u16) -> Option<u16> {
        let (wanted, shown) = (self.wanted.row(y), self.shown.row(y));
        let blanks = wanted
            .iter()
            .rev()
            .take_while(|slot| slot.is_plain_blank())
            .count();
        let start = wanted.len() - blanks;
        let mut changed = (0..self.wanted.width())
            .zip(wanted.iter().zip(shown))
            .skip(start)
            .filter(|(_, (wanted, shown))| wanted != shown)
            .map(|(x, _)| x);
        let first = changed.next()?;
        let last = changed.next_back()?;
        (last - first >= ERASE).then_some(first)
    }

    fn cell(&mut self, x: u16, y: u16) {
        let Some(slot) = self.wanted.get(x, y) else {
            return;
        };
        let slot = match slot.symbol {
            // Its left part was taken for unchanged: write the symbol again from its start.
            Symbol::Tail => return self.cell(x.saturating_sub(1), y),
            Symbol::Unknown => Slot {
                symbol: Symbol::Char(' '),
                pen: slot.pen,
            },
            _ => slot.clone(),
        };
        self.go(x, y);
        let pen = match slot.symbol {
            Symbol::Char(' ') => self.pen_for_blank(x, y, slot.pen),
            _ => slot.pen,
        };
        self.use_pen(pen);
        let next = x.saturating_add(slot.width());
        self.place = match &slot.symbol {
            Symbol::Char(c) => {
                push_char(*c, &mut self.bytes);
                if next < self.wanted.width() {
                    Place::At(next, y)
                } else {
                    Place::Row(y)
                }
            }
            Symbol::Cluster(text, _) => {
                self.bytes.extend_from_slice(text.as_bytes());
                Place::Row(y)
            }
            Symbol::Tail | Symbol::Unknown => self.place,
        };
        self.shown.put(x, y, slot, &Symbol::Unknown);
    }

    /// Moves the cursor, rewriting a few unchanged cells where that is shorter.
    fn go(&mut self, x: u16, y: u16) {
        if self.place == Place::At(x, y) {
            return;
        }
        let mut jump = Vec::new();
        travel::go(self.place, x, y, &mut jump);
        match self.gap(x, y) {
            Some(gap) if gap.len() <= jump.len() => self.bytes.extend_from_slice(&gap),
            _ => self.bytes.extend_from_slice(&jump),
        }
        self.place = Place::At(x, y);
    }

    /// The cells between the cursor and `x`, if they can be written as they are with this pen.
    fn gap(&self, x: u16, y: u16) -> Option<Vec<u8>> {
        let Place::At(start, row) = self.place else {
            return None;
        };
        let pen = self.pen?;
        if row != y || start >= x || x - start > LONGEST_GAP {
            return None;
        }
        let mut bytes = Vec::new();
        for column in start..x {
            let slot = self.shown.get(column, y)?;
            match slot.symbol {
                Symbol::Char(' ') if pen.on_blank() == slot.pen => bytes.push(b' '),
                Symbol::Char(c) if pen == slot.pen => push_char(c, &mut bytes),
                _ => return None,
            }
        }
        Some(bytes)
    }

    /// Of the pens that look the same on a blank, the one that costs least now or next.
    fn pen_for_blank(&self, x: u16, y: u16, pen: Pen) -> Pen {
        if let Some(now) = self.pen.filter(|now| now.on_blank() == pen) {
            return now;
        }
        self.wanted
            .row(y)
            .iter()
            .skip(usize::from(x))
            .find(|slot| slot.symbol != Symbol::Char(' '))
            .map(|slot| slot.pen)
            .filter(|next| next.on_blank() == pen)
            .unwrap_or(pen)
    }

    fn prepare_erase(&mut self) {
        if !self.pen.is_some_and(Pen::erases_plainly) {
            self.use_pen(Pen::default());
        }
    }

    fn use_pen(&mut self, pen: Pen) {
        sgr::change(self.pen, pen, &mut self.bytes);
        self.pen = Some(pen);
    }

    fn settle_cursor(&mut self) {
        let Some(show) = self.cursor_wanted else {
            return;
        };
        if show {
            let x = self.cursor.x.min(self.wanted.width().saturating_sub(1));
            let y = self.cursor.y.min(self.wanted.height().saturating_sub(1));
            self.go(x, y);
        }
        if self.cursor_shown != Some(show) {
            self.bytes
                .extend_from_slice(if show { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.cursor_shown = Some(show);
        }
    }
}

fn push_char(c: char, out: &mut Vec<u8>) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
