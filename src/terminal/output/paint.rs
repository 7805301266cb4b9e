//! Turning the difference of the two screens into bytes.

use std::io::Write;

use super::Output;
use super::pen::Pen;
use super::runs::{self, Run};
use super::scroll;
use super::sgr;
use super::shift;
use super::surface::{Slot, Symbol};
use super::travel::{self, CursorPlace};

/// A gap of unchanged cells longer than this is always jumped over.
const LONGEST_GAP: u16 = 8;
/// With fewer changed rows a scroll is not looked for.
const SCROLL_ROWS: usize = 5;
/// With more changed rows a shift is not looked for.
const SHIFT_ROWS: usize = 8;
/// With more runs left the nearest one is not looked for.
const MOST_COMPARED: usize = 8;
/// Bytes of a move and a change of pen, as a rule.
const LONGEST_REACH: usize = 32;

impl<W: Write> Output<W> {
    /// Collects the bytes of one frame.
    pub(super) fn compose(&mut self) {
        if self.erase {
            self.erase_all();
        } else if self.dirty.iter().filter(|dirty| **dirty).count() >= SCROLL_ROWS {
            self.scroll();
        }
        let may_shift = self.dirty.iter().filter(|dirty| **dirty).count() <= SHIFT_ROWS;
        let mut runs = Vec::new();
        for y in 0..self.wanted.height() {
            if let Some(dirty) = self.dirty.get_mut(usize::from(y))
                && std::mem::take(dirty)
            {
                if may_shift {
                    self.shift(y);
                }
                runs::find(self.shown.row(y), self.wanted.row(y), y, &mut runs);
            }
        }
        while !runs.is_empty() {
            let next = self.nearest(&runs);
            let run = runs.remove(next);
            self.run(run);
        }
        self.settle_cursor();
    }

    fn erase_all(&mut self) {
        self.use_pen(Pen::default());
        self.bytes.extend_from_slice(b"\x1b[H\x1b[J");
        self.place = CursorPlace::At(0, 0);
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
        self.place = CursorPlace::Unknown;
        self.shown.scroll(found.top, found.bottom, found.lines);
        let region = usize::from(found.top)..=usize::from(found.bottom);
        if let Some(rows) = self.dirty.get_mut(region) {
            rows.fill(true);
        }
    }

    /// Lets the terminal move the end of a row that only stands further left or right.
    fn shift(&mut self, y: u16) {
        let Some(found) = shift::plan(self.shown.row(y), self.wanted.row(y)) else {
            return;
        };
        self.go(found.at, y);
        self.prepare_erase();
        shift::write(found, &mut self.bytes);
        self.shown.shift(y, found.at, found.columns);
    }

    /// The run that is reached most cheaply from here. Among many the next one in reading order
    /// is as good, and the search is not.
    fn nearest(&self, runs: &[Run]) -> usize {
        if !(2..=MOST_COMPARED).contains(&runs.len()) {
            return 0;
        }
        let costs = runs.iter().map(|run| self.cost_to_reach(*run));
        let nearest = costs.enumerate().min_by_key(|(_, cost)| *cost);
        nearest.map_or(0, |(index, _)| index)
    }

    fn cost_to_reach(&self, run: Run) -> usize {
        let mut bytes = Vec::with_capacity(LONGEST_REACH);
        travel::go(self.place, run.start, run.y, &mut bytes);
        let first = self.wanted.get(run.start, run.y);
        if let Some(slot) = first.filter(|_| run.start < run.end) {
            let pen = match slot.symbol {
                Symbol::Char(' ') => self.pen_for_blank(run.start, run.y, slot.pen),
                _ => slot.pen,
            };
            sgr::change(self.pen, pen, &mut bytes);
        } else if !self.pen.is_some_and(Pen::erases_plainly) {
            sgr::change(self.pen, Pen::default(), &mut bytes);
        }
        bytes.len()
    }

    fn run(&mut self, run: Run) {
        for x in run.start..run.end {
            if self.wanted.get(x, run.y) != self.shown.get(x, run.y) {
                self.cell(x, run.y);
            }
        }
        if let Some(erase) = run.erase {
            self.go(run.end, run.y);
            self.prepare_erase();
            let end = erase.write(run.end, self.wanted.width(), &mut self.bytes);
            self.shown.erase(run.end, end, run.y);
        }
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
                    CursorPlace::At(next, y)
                } else {
                    CursorPlace::Row(y)
                }
            }
            Symbol::Cluster(text, _) => {
                self.bytes.extend_from_slice(text.as_bytes());
                CursorPlace::Row(y)
            }
            Symbol::Tail | Symbol::Unknown => self.place,
        };
        self.shown.put(x, y, slot, &Symbol::Unknown);
    }

    /// Moves the cursor, rewriting a few unchanged cells where that is shorter.
    fn go(&mut self, x: u16, y: u16) {
        if self.place == CursorPlace::At(x, y) {
            return;
        }
        let mut jump = Vec::new();
        travel::go(self.place, x, y, &mut jump);
        match self.gap(x, y) {
            Some(gap) if gap.len() <= jump.len() => self.bytes.extend_from_slice(&gap),
            _ => self.bytes.extend_from_slice(&jump),
        }
        self.place = CursorPlace::At(x, y);
    }

    /// The cells between the cursor and `x`, if they can be written as they are with this pen.
    fn gap(&self, x: u16, y: u16) -> Option<Vec<u8>> {
        let CursorPlace::At(start, row) = self.place else {
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
