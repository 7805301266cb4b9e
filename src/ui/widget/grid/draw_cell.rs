//! Painting one cell of a grid.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use super::{CellView, Typing, layout::Placed};
use crate::theme::Role;
use crate::ui::widget::Look;
use crate::ui::widget::paint::{offset, put, put_fit, put_sign, tint};
use crate::ui::widget::text::{self, Align, saturate};

/// The room of a box without its padding.
pub(super) fn inside(placed: &Placed, padding: u16) -> (u16, u16) {
    let padding = if placed.cols > 2 * padding {
        padding
    } else {
        0
    };
    (placed.x + padding, placed.cols - 2 * padding)
}

/// One cell to be painted.
pub(super) struct CellPainter<'a> {
    pub look: Look<'a>,
    pub placed: &'a Placed,
    pub padding: u16,
    pub y: u16,
    /// Style of the row.
    pub base: Style,
    /// One style instead of all others: a highlighted cell in several colours is hard to read and
    /// costs several times the bytes at every move.
    pub over: Option<Style>,
    pub align: Align,
}

impl CellPainter<'_> {
    /// Paints a cell; answers the column where the real cursor belongs if it is the active one.
    pub fn paint(&self, view: &CellView<'_>, buf: &mut Buffer) -> u16 {
        if let Some(typing) = view.typing {
            return self.paint_typing(typing, buf);
        }
        if let Some(style) = self.over {
            tint(
                buf,
                Rect::new(self.placed.x, self.y, self.placed.cols, 1),
                style,
            );
        }
        self.paint_entries(view, buf)
    }

    fn style(&self, role: Role) -> Style {
        self.over
            .unwrap_or_else(|| self.base.patch(self.look.style(role)))
    }

    fn paint_entries(&self, view: &CellView<'_>, buf: &mut Buffer) -> u16 {
        let (x, cols) = inside(self.placed, self.padding);
        let flags = saturate(view.flags().count()).min(cols);
        let wide = view.width();
        let room = cols - flags;
        let begin = x + offset(room, wide, self.align);
        let mut at = begin;
        let end = x + room;
        for (nth, entry) in view.entries().iter().enumerate() {
            at += u16::from(nth > 0);
            if at >= end {
                break;
            }
            let style = self.style(entry.role);
            if wide <= room {
                at += put(buf, at, self.y, end - at, &entry.text, style);
            } else {
                let room = (at, self.y, end - at);
                at += put_fit(
                    buf,
                    room,
                    &entry.text,
                    Align::Left,
                    style,
                    self.look.glyphs.ellipsis,
                )
                .1;
            }
        }
        if wide > room && view.entries().len() > 1 && room > 1 {
            // Some entry was left out whole: say that there are more.
            put_sign(
                buf,
                end - 1,
                self.y,
                self.look.glyphs.ellipsis,
                self.style(Role::Text),
            );
            at = end;
        }
        for (sign, role) in view.flags().take(usize::from(flags)) {
            put_sign(buf, at, self.y, sign, self.style(role));
            at += 1;
        }
        begin.min(x + cols.saturating_sub(1))
    }

    /// `[н    ]`, with the end of what is being typed in sight. What just fits is seen whole: the
    /// cursor is on the bracket then.
    fn paint_typing(&self, typing: Typing<'_>, buf: &mut Buffer) -> u16 {
        let Placed { x, cols, .. } = *self.placed;
        let style = self.look.style(Role::Input);
        let (x, room, last) = if cols >= 3 {
            put(buf, x, self.y, 1, "[", style);
            put(buf, x + cols - 1, self.y, 1, "]", style);
            (x + 1, cols - 2, cols - 2)
        } else {
            (x, cols, cols.saturating_sub(1))
        };
        let skipped = typing.cursor.saturating_sub(last);
        let (hidden, hidden_cols) = text::head(typing.text, skipped);
        let shown = typing.text.get(hidden..).unwrap_or_default();
        tint(buf, Rect::new(x, self.y, room, 1), style);
        put(buf, x, self.y, room, shown, style);
        x + typing.cursor.saturating_sub(hidden_cols).min(last)
    }
}
