//! The frame that windows share.

use crate::theme::Role;
use crate::ui::widget::{Look, paint, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

/// Paints a framed room of at most this size in the middle of `area`; answers the room inside.
pub fn paint(
    title: &str,
    (cols, rows): (u16, u16),
    look: Look<'_>,
    area: Rect,
    buf: &mut Buffer,
) -> Rect {
    let frame = outside((cols, rows), area);
    let width = frame.width;
    paint::blank(buf, frame, look.style(Role::Popup));
    Block::bordered()
        .border_set(look.glyphs.border)
        .border_style(look.style(Role::PopupBorder))
        .render(frame, buf);
    let title = format!(" {title} ");
    let room = width.saturating_sub(4);
    let style = look.style(Role::PopupTitle);
    let shown = text::fit_with(&title, room, look.glyphs.ellipsis);
    paint::put(buf, frame.x + 2, frame.y, room, &shown, style);
    inside((cols, rows), area)
}

fn outside((cols, rows): (u16, u16), area: Rect) -> Rect {
    let width = cols.saturating_add(4).min(area.width);
    let height = rows.saturating_add(2).min(area.height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

/// The room inside a frame of at most this size.
pub fn inside(size: (u16, u16), area: Rect) -> Rect {
    let frame = outside(size, area);
    Rect {
        x: frame.x + 2,
        y: frame.y + 1,
        width: frame.width.saturating_sub(4),
        height: frame.height.saturating_sub(2),
    }
}

/// Paints a line of the room, cut where it ends.
pub fn line(room: Rect, y: u16, words: &str, role: Role, look: Look<'_>, buf: &mut Buffer) {
    let shown = text::fit_with(words, room.width, look.glyphs.ellipsis);
    paint::put(buf, room.x, y, room.width, &shown, look.style(role));
}

/// Paints a line of a list: in its colours over the whole width.
pub fn item(room: Rect, y: u16, words: &str, role: Role, look: Look<'_>, buf: &mut Buffer) {
    let whole = Rect {
        y,
        height: 1,
        ..room
    };
    paint::tint(buf, whole, look.style(role));
    line(room, y, words, role, look, buf);
}
