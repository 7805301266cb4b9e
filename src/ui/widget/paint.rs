//! Putting text into the buffer. Everything that reaches the terminal goes through here, so a
//! hostile name is made harmless even where nobody thought of it, and nothing is ever painted
//! outside of its room.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::text::{self, Align, clean, fit_with, grapheme_width, is_plain};

/// Paints a text into at most `cols` columns from (`x`, `y`); what does not fit is left out.
/// Answers how many columns were painted.
pub fn put(buf: &mut Buffer, x: u16, y: u16, cols: u16, text: &str, style: Style) -> u16 {
    let end = x.saturating_add(cols).min(buf.area.right());
    if x < buf.area.left() {
        return 0;
    }
    let mut at = x;
    if text.chars().all(is_plain) {
        if !buf.area.contains(Position::new(x, y)) {
            return 0;
        }
        let (first, room) = (buf.index_of(x, y), usize::from(end.saturating_sub(x)));
        let cells = buf.content.iter_mut().skip(first).take(room);
        for (cell, c) in cells.zip(text.chars()) {
            cell.set_char(c).set_style(style);
            at += 1;
        }
        return at - x;
    }
    for grapheme in clean(text).graphemes(true) {
        let wide = grapheme_width(grapheme);
        if wide == 0 {
            continue;
        }
        if at.saturating_add(wide) > end {
            break;
        }
        let Some(cell) = buf.cell_mut((at, y)) else {
            break;
        };
        cell.set_symbol(grapheme).set_style(style);
        for covered in at + 1..at + wide {
            if let Some(cell) = buf.cell_mut((covered, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
        at += wide;
    }
    at - x
}

/// Paints a text fitted to `cols` columns with the cutting sign, on the side it is aligned to.
/// Answers the column where it begins and how many columns it takes.
pub fn put_fit(
    buf: &mut Buffer,
    (x, y, cols): (u16, u16, u16),
    text: &str,
    align: Align,
    style: Style,
    ellipsis: &str,
) -> (u16, u16) {
    let wide = text::width(text);
    let (shown, wide) = if wide <= cols {
        (Cow::Borrowed(text), wide)
    } else {
        let cut = fit_with(text, cols, ellipsis);
        let wide = text::width(&cut);
        (cut, wide)
    };
    let begin = x + offset(cols, wide, align);
    (begin, put(buf, begin, y, cols, &shown, style))
}

/// Columns left free before a text of width `wide` in a room of `cols`.
pub fn offset(cols: u16, wide: u16, align: Align) -> u16 {
    let spare = cols.saturating_sub(wide);
    match align {
        Align::Left => 0,
        Align::Centre => spare / 2,
        Align::Right => spare,
    }
}

/// Paints one sign.
pub fn put_sign(buf: &mut Buffer, x: u16, y: u16, sign: &str, style: Style) {
    if let Some(cell) = buf.cell_mut((x, y)) {
        cell.set_symbol(sign).set_style(style);
    }
}

/// Lays a style over what is already painted.
pub fn tint(buf: &mut Buffer, area: Rect, style: Style) {
    buf.set_style(area, style);
}

/// Empties a room and gives it a style, for what lies over other things.
pub fn blank(buf: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{painted, render};
    use proptest::prelude::*;

    #[test]
    fn escapes_in_a_name_do_not_reach_the_screen() {
        let buffer = painted(20, 1, |_, buf| {
            assert_eq!(put(buf, 0, 0, 20, "Илья\u{1b}[2J\u{202e}", Style::new()), 9);
        });
        assert_eq!(render(&buffer), "Илья\u{fffd}[2J\u{fffd}\n");
    }

    #[test]
    fn a_wide_letter_is_not_halved() {
        let buffer = painted(6, 1, |_, buf| {
            assert_eq!(put(buf, 0, 0, 3, "学校", Style::new()), 2);
            assert_eq!(put(buf, 5, 0, 9, "学", Style::new()), 0);
        });
        assert_eq!(render(&buffer), "学\n");
    }

    #[test]
    fn fitted_text_keeps_its_side() {
        let buffer = painted(8, 3, |_, buf| {
            assert_eq!(
                put_fit(buf, (0, 0, 8), "4,33", Align::Right, Style::new(), "…"),
                (4, 4)
            );
            put_fit(buf, (0, 1, 8), "ё", Align::Centre, Style::new(), "…");
            put_fit(
                buf,
                (1, 2, 6),
                "Белозёрская",
                Align::Right,
                Style::new(),
                ">",
            );
        });
        assert_eq!(render(&buffer), "    4,33\n   ё\n Белоз>\n");
    }

    proptest! {
        #[test]
        fn nothing_is_painted_outside(
            text in "\\PC{0,12}|(?s:.){0,12}|[а-я学\u{300}]{0,12}",
            x in 0_u16..14, y in 0_u16..3, cols in 0_u16..14,
        ) {
            let buffer = painted(10, 2, |_, buf| {
                let used = put(buf, x, y, cols, &text, Style::new());
                assert!(used <= cols && (used == 0 || x + used <= 10));
                blank(buf, Rect::new(x, y, cols, 1), Style::new());
            });
            prop_assert!(buffer == Buffer::empty(Rect::new(0, 0, 10, 2)));
            let buffer = painted(10, 2, |_, buf| {
                put_fit(buf, (x, y, cols), &text, Align::Right, Style::new(), "…");
                blank(buf, Rect::new(x, y, cols, 1), Style::new());
            });
            prop_assert!(buffer == Buffer::empty(Rect::new(0, 0, 10, 2)));
        }
    }
}
