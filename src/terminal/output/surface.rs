//! A screen held in memory: one for what the terminal shows, one for what it should show.

use ratatui::buffer::{Cell, CellWidth};
use unicode_width::UnicodeWidthChar;

use super::pen::Pen;
use crate::terminal::depth::Depth;
use crate::terminal::glyphs::GlyphSet;

/// What stands in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// One character, one column wide.
    Char(char),
    /// Anything else: a wide character or one with marks above it, with its width.
    Cluster(Box<str>, u16),
    /// The rest of the wide symbol to the left.
    Tail,
    /// The terminal may show anything here; never equal to what is wanted.
    Unknown,
}

/// One column of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Slot {
    pub symbol: Symbol,
    pub pen: Pen,
}

impl Slot {
    /// A plain blank.
    pub const BLANK: Self = Self {
        symbol: Symbol::Char(' '),
        pen: Pen {
            fg: super::pen::Ink::Default,
            bg: super::pen::Ink::Default,
            modifier: ratatui::style::Modifier::empty(),
        },
    };

    /// The slot for a ratatui cell. Control and direction characters are dropped here, the last
    /// place where an escape sequence inside a name could reach the terminal.
    pub fn from_cell(cell: &Cell, depth: Depth, signs: GlyphSet) -> Self {
        let pen = Pen::new(cell.fg, cell.bg, cell.modifier, depth);
        let symbol = match Symbol::new(cell.symbol()) {
            Symbol::Char(c) => Symbol::Char(signs.stand_in(c)),
            other => other,
        };
        let pen = if symbol == Symbol::Char(' ') {
            pen.on_blank()
        } else {
            pen
        };
        Self { symbol, pen }
    }

    /// Whether this is a blank that an erase would leave.
    pub fn is_plain_blank(&self) -> bool {
        *self == Self::BLANK
    }

    /// Columns taken; a tail takes none of its own.
    pub fn width(&self) -> u16 {
        match &self.symbol {
            Symbol::Char(_) | Symbol::Unknown => 1,
            Symbol::Cluster(_, width) => *width,
            Symbol::Tail => 0,
        }
    }
}

impl Symbol {
    fn new(text: &str) -> Self {
        let mut chars = text.chars();
        if let (Some(only), None) = (chars.next(), chars.next()) {
            return match only.width() {
                // Some terminals drop it: where the cursor is after it, nobody knows.
                Some(1) if only == char::REPLACEMENT_CHARACTER => Self::Cluster(text.into(), 1),
                Some(1) if !is_hostile(only) => Self::Char(only),
                Some(2) => Self::Cluster(text.into(), 2),
                _ => Self::Char(' '),
            };
        }
        let clean: String = text.chars().filter(|c| !is_hostile(*c)).collect();
        if clean.chars().count() == 1 && clean.len() != text.len() {
            return Self::new(&clean);
        }
        match clean.as_str().cell_width() {
            0 => Self::Char(' '),
            width => Self::Cluster(clean.into_boxed_str(), width),
        }
    }
}

/// Control characters, and those that turn the direction of the text around them.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A screen of slots.
#[derive(Debug, Default)]
pub struct Surface {
    width: u16,
    height: u16,
    slots: Vec<Slot>,
}

impl Surface {
    /// A screen of this size after it was cleared.
    pub fn blank(width: u16, height: u16) -> Self {
        let count = usize::from(width) * usize::from(height);
        Self {
            width,
            height,
            slots: vec![Slot::BLANK; count],
        }
    }

    /// In columns.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// In rows.
    pub fn height(&self) -> u16 {
        self.height
    }

    /// Every column is blank from now on.
    pub fn clear(&mut self) {
        self.slots.fill(Slot::BLANK);
    }

    /// The terminal may show anything: the next frame is painted whole.
    pub fn forget(&mut self) {
        self.slots.fill(Slot {
            symbol: Symbol::Unknown,
            pen: Slot::BLANK.pen,
        });
    }

    fn index(&self, x: u16, y: u16) -> Option<usize> {
        (x < self.width && y < self.height)
            .then(|| usize::from(y) * usize::from(self.width) + usize::from(x))
    }

    /// The column `x` of the row `y`; none outside.
    pub fn get(&self, x: u16, y: u16) -> Option<&Slot> {
        self.slots.get(self.index(x, y)?)
    }

    /// The columns of a row, from the left; none outside.
    pub fn row(&self, y: u16) -> &[Slot] {
        let start = usize::from(y) * usize::from(self.width);
        self.slots
            .get(start..start + usize::from(self.width))
            .unwrap_or_default()
    }

    fn set(&mut self, x: u16, y: u16, slot: Slot) {
        if let Some(place) = self.index(x, y).and_then(|index| self.slots.get_mut(index)) {
            *place = slot;
        }
    }

    /// Puts a symbol, with its tail when it is wide. What it cut in two is replaced by
    /// `remains`: blank on the wanted screen, unknown on the terminal's.
    pub fn put(&mut self, x: u16, y: u16, slot: Slot, remains: &Symbol) {
        let width = slot.width().max(1);
        let (slot, width) = if width > self.width.saturating_sub(x) {
            (
                Slot {
                    symbol: Symbol::Char(' '),
                    pen: slot.pen.on_blank(),
                },
                1,
            )
        } else {
            (slot, width)
        };
        let pen = slot.pen;
        let remnant = Slot {
            symbol: remains.clone(),
            pen: Slot::BLANK.pen,
        };
        if self.get(x, y).is_some_and(|old| old.symbol == Symbol::Tail) {
            let mut lead = x;
            while lead > 0
                && self
                    .get(lead, y)
                    .is_some_and(|old| old.symbol == Symbol::Tail)
            {
                lead -= 1;
                self.set(lead, y, remnant.clone());
            }
        }
        self.set(x, y, slot);
        for tail in 1..width {
            self.set(
                x + tail,
                y,
                Slot {
                    symbol: Symbol::Tail,
                    pen,
                },
            );
        }
        let mut after = x.saturating_add(width);
        while self
            .get(after, y)
            .is_some_and(|old| old.symbol == Symbol::Tail)
        {
            self.set(after, y, remnant.clone());
            after += 1;
        }
    }

    /// Blanks the columns `from..until` of a row.
    pub fn erase(&mut self, from: u16, until: u16, y: u16) {
        for column in from..until.min(self.width) {
            self.set(column, y, Slot::BLANK);
        }
    }

    /// Moves what stands in a row from column `at` on right by `columns` (left when negative) and
    /// blanks the rest.
    pub fn shift(&mut self, y: u16, at: u16, columns: i32) {
        let start = usize::from(y) * usize::from(self.width);
        let (first, end) = (start + usize::from(at), start + usize::from(self.width));
        if let Some(region) = self.slots.get_mut(first..end) {
            let by = usize::try_from(columns.unsigned_abs()).unwrap_or_default();
            rotate(region, by, columns < 0);
        }
    }

    /// Moves the rows `top..=bottom` up by `lines` (down when negative) and blanks the rest.
    pub fn scroll(&mut self, top: u16, bottom: u16, lines: i32) {
        let width = usize::from(self.width);
        let (start, end) = (usize::from(top) * width, (usize::from(bottom) + 1) * width);
        let Some(region) = self.slots.get_mut(start..end) else {
            return;
        };
        let by = usize::try_from(lines.unsigned_abs()).unwrap_or_default() * width;
        rotate(region, by, lines > 0);
    }
}

/// Moves slots by so many towards the start or the end, and blanks those left behind.
fn rotate(region: &mut [Slot], by: usize, to_start: bool) {
    let by = by.min(region.len());
    let kept = region.len() - by;
    let left_behind = if to_start {
        region.rotate_left(by);
        region.get_mut(kept..)
    } else {
        region.rotate_right(by);
        region.get_mut(..by)
    };
    left_behind.unwrap_or_default().fill(Slot::BLANK);
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Cell;
    use rstest::rstest;

    use super::{Slot, Surface, Symbol};
    use crate::terminal::depth::Depth;
    use crate::terminal::glyphs::GlyphSet;

    fn symbol(text: &str) -> Symbol {
        let mut cell = Cell::default();
        cell.set_symbol(text);
        Slot::from_cell(&cell, Depth::None, GlyphSet::Unicode).symbol
    }

    #[rstest]
    #[case::latin("a", Symbol::Char('a'))]
    #[case::cyrillic("ё", Symbol::Char('ё'))]
    #[case::wide("語", Symbol::Cluster("語".into(), 2))]
    #[case::replaced("\u{fffd}", Symbol::Cluster("\u{fffd}".into(), 1))]
    #[case::composed("и\u{306}", Symbol::Cluster("и\u{306}".into(), 1))]
    #[case::escape("\x1b", Symbol::Char(' '))]
    #[case::sequence("\x1b[2J", Symbol::Cluster("[2J".into(), 3))]
    #[case::c1("\u{9b}", Symbol::Char(' '))]
    #[case::turned("\u{202e}", Symbol::Char(' '))]
    #[case::turned_letter("а\u{202e}", Symbol::Char('а'))]
    #[case::empty("", Symbol::Char(' '))]
    fn symbols(#[case] text: &str, #[case] expected: Symbol) {
        assert_eq!(symbol(text), expected);
    }

    fn shown(surface: &Surface, y: u16) -> String {
        surface
            .row(y)
            .iter()
            .map(|slot| match &slot.symbol {
                Symbol::Char(c) => *c,
                Symbol::Cluster(..) => 'W',
                Symbol::Tail => '.',
                Symbol::Unknown => '?',
            })
            .collect()
    }

    fn put(surface: &mut Surface, x: u16, text: &str, remains: &Symbol) {
        let mut cell = Cell::default();
        cell.set_symbol(text);
        surface.put(
            x,
            0,
            Slot::from_cell(&cell, Depth::None, GlyphSet::Unicode),
            remains,
        );
    }

    #[test]
    fn halves_of_wide_symbols_never_stay() {
        let mut surface = Surface::blank(6, 1);
        put(&mut surface, 1, "語", &Symbol::Unknown);
        assert_eq!(shown(&surface, 0), " W.   ");
        put(&mut surface, 2, "語", &Symbol::Unknown);
        assert_eq!(shown(&surface, 0), " ?W.  ");
        put(&mut surface, 1, "語", &Symbol::Unknown);
        assert_eq!(shown(&surface, 0), " W.?  ");
        put(&mut surface, 5, "語", &Symbol::Unknown);
        assert_eq!(
            shown(&surface, 0),
            " W.?  ",
            "no room for a wide one at the edge"
        );
    }

    #[test]
    fn scrolls_both_ways() {
        let mut surface = Surface::blank(1, 4);
        let fill = |surface: &mut Surface| {
            for (y, c) in (0..).zip("abcd".chars()) {
                surface.put(
                    0,
                    y,
                    Slot {
                        symbol: Symbol::Char(c),
                        ..Slot::BLANK
                    },
                    &Symbol::Unknown,
                );
            }
        };
        let all = |surface: &Surface| (0..4).map(|y| shown(surface, y)).collect::<String>();
        fill(&mut surface);
        surface.scroll(1, 3, 1);
        assert_eq!(all(&surface), "acd ");
        fill(&mut surface);
        surface.scroll(0, 2, -2);
        assert_eq!(all(&surface), "  ad");
        surface.scroll(0, 3, 9);
        assert_eq!(all(&surface), "    ");
    }
}
