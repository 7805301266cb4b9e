//! Painting a grid.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{
    CellView, ColumnHead, GridColumn, GridSource, GridState, Painted,
    draw_cell::{CellPainter, inside},
    layout::{Layout, Placed},
};
use crate::theme::Role;
use crate::ui::widget::Look;
use crate::ui::widget::paint::{offset, put_fit, put_sign, tint};
use crate::ui::widget::text::{self, Align, saturate};
use std::ops::RangeInclusive;

pub(super) fn paint(
    source: &dyn GridSource,
    state: &GridState,
    empty: &str,
    look: Look<'_>,
    area: Rect,
    buf: &mut Buffer,
) -> Painted {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return Painted::default();
    }
    if source.rows() == 0 {
        paint_empty(empty, look, area, buf);
        return Painted::default();
    }
    let layout = Layout::new(area, source);
    // A copy: the state may not have heard yet of rows that came or went.
    let mut state = *state;
    state.rows.set_len(source.rows());
    state.cols.set_len(source.columns());
    let rows = state.rows.window(layout.row_room, 0, |_| 1);
    let main = state.cols.window(layout.main_room, 1, |at| {
        layout.outer(source, GridColumn::Main(at))
    });
    let inset = u16::from(layout.framed);
    let (mut placed, end) = layout.place(area.x + inset, source, main.clone());
    let heads: Vec<_> = placed
        .iter()
        .map(|placed| source.head(placed.column))
        .collect();
    rule_between_groups(&mut placed, &heads);

    let mut frame = Frame {
        layout,
        placed,
        heads,
        look,
        left: area.x,
        end,
        buf,
    };
    let mut y = area.y;
    if frame.layout.framed {
        frame.line(y, Edge::Top);
        y += 1;
    }
    y = frame.paint_heads(y);
    let more = (main.start > 0, main.end < source.columns());
    frame.more_columns(area.y, more);
    let first_row = y;
    let (mut cursor, mut typing) = (None, None);
    let chosen = (state.active(), state.selection());
    let named = source.names().zip(state.rows.current());
    let mut view = CellView::default();
    for row in rows.clone() {
        if y >= area.bottom() {
            break;
        }
        frame.verticals(y, false);
        let base = look.style(source.row_role(row));
        for (placed, head) in frame.placed.iter().zip(&frame.heads) {
            view.clear();
            source.cell(row, placed.column, &mut view);
            let highlight = match highlight(&chosen, row, placed.column) {
                Highlight::None if source.is_selected(row, placed.column) => Highlight::Selected,
                known => known,
            };
            let (padding, align) = (frame.layout.padding, head.align);
            let over = highlight.role().map(|role| look.style(role));
            let cell = CellPainter {
                look,
                placed,
                padding,
                y,
                base,
                over,
                align,
            };
            let at = cell.paint(&view, frame.buf);
            if named == Some((placed.column, row)) {
                let x = (placed.x + padding).saturating_sub(1);
                put_sign(frame.buf, x, y, look.glyphs.here, look.style(Role::Head));
            }
            let position = Position::new(at.min(area.right() - 1), y);
            if view.typing.is_some() {
                typing = Some(position);
            } else if highlight == Highlight::Cursor {
                cursor = Some(position);
            }
        }
        y += 1;
    }
    if frame.layout.framed || frame.end < area.right() {
        let more = (rows.start > 0, rows.end < source.rows());
        frame.more_rows((first_row, y.saturating_sub(1)), more);
    }
    if frame.layout.framed {
        frame.line(y, Edge::Bottom);
    }
    // What is being typed may belong to the cell that was entered last: there the next key goes.
    Painted {
        cursor: typing.or(cursor),
    }
}

fn paint_empty(empty: &str, look: Look<'_>, area: Rect, buf: &mut Buffer) {
    let lines = text::wrap(empty, area.width);
    let above = offset(area.height, saturate(lines.len()), Align::Centre);
    for (line, y) in lines.iter().zip(area.y + above..area.bottom()) {
        let room = (area.x, y, area.width);
        put_fit(
            buf,
            room,
            line,
            Align::Centre,
            look.style(Role::Muted),
            look.glyphs.ellipsis,
        );
    }
}

/// A line where one month ends and the next begins.
fn rule_between_groups(placed: &mut [Placed], heads: &[ColumnHead<'_>]) {
    let next = heads.iter().skip(1);
    for ((placed, head), next) in placed.iter_mut().zip(heads).zip(next) {
        if placed.rule.is_none() && head.group != next.group {
            placed.rule = Some(placed.x.saturating_add(placed.cols));
        }
        placed.tall |= head.group != next.group;
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Highlight {
    None,
    Selected,
    Cursor,
}

impl Highlight {
    fn role(self) -> Option<Role> {
        match self {
            Self::None => None,
            Self::Selected => Some(Role::Selection),
            Self::Cursor => Some(Role::Cursor),
        }
    }
}

/// The cell under the cursor, and the rows and columns that are selected.
type Chosen = (
    Option<(usize, usize)>,
    Option<(RangeInclusive<usize>, RangeInclusive<usize>)>,
);

fn highlight((active, selection): &Chosen, row: usize, column: GridColumn) -> Highlight {
    let GridColumn::Main(column) = column else {
        return Highlight::None;
    };
    if *active == Some((row, column)) {
        return Highlight::Cursor;
    }
    match selection {
        Some((rows, cols)) if rows.contains(&row) && cols.contains(&column) => Highlight::Selected,
        _ => Highlight::None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Top,
    Middle,
    Bottom,
}

struct Frame<'a, 'b> {
    layout: Layout,
    placed: Vec<Placed>,
    heads: Vec<ColumnHead<'a>>,
    look: Look<'a>,
    left: u16,
    /// One past the last column inside.
    end: u16,
    buf: &'b mut Buffer,
}

impl Frame<'_, '_> {
    /// A line across, with the joints of the lines it meets.
    fn line(&mut self, y: u16, edge: Edge) {
        let glyphs = self.look.glyphs;
        let border = &glyphs.border;
        let (begin, joint, end) = match edge {
            Edge::Top => (border.top_left, glyphs.tee_down, border.top_right),
            Edge::Middle => (glyphs.tee_right, glyphs.cross, glyphs.tee_left),
            Edge::Bottom => (border.bottom_left, glyphs.tee_up, border.bottom_right),
        };
        let style = self.look.style(Role::Border);
        for x in self.left + 1..self.end {
            put_sign(self.buf, x, y, border.horizontal_top, style);
        }
        let short_too = edge != Edge::Top || !self.layout.group_line;
        for placed in &self.placed {
            if let Some(x) = placed.rule.filter(|_| placed.tall || short_too) {
                put_sign(self.buf, x, y, joint, style);
            }
        }
        put_sign(self.buf, self.left, y, begin, style);
        put_sign(self.buf, self.end, y, end, style);
    }

    /// The lines down, on one line of text.
    fn verticals(&mut self, y: u16, tall_only: bool) {
        let vertical = self.look.glyphs.border.vertical_left;
        let style = self.look.style(Role::Border);
        for placed in &self.placed {
            if let Some(x) = placed.rule.filter(|_| placed.tall || !tall_only) {
                put_sign(self.buf, x, y, vertical, style);
            }
        }
        if self.layout.framed {
            put_sign(self.buf, self.left, y, vertical, style);
            put_sign(self.buf, self.end, y, vertical, style);
        }
    }

    /// Paints all lines of heads from `y`; answers the first line below.
    fn paint_heads(&mut self, mut y: u16) -> u16 {
        // The whole line in the style of heads, so that it is one run and not one for each column.
        let head = self.look.style(Role::Head);
        let line = |y| Rect::new(self.left, y, self.end.saturating_sub(self.left), 1);
        for y in y..y + self.layout.title_lines + u16::from(self.layout.group_line) {
            tint(self.buf, line(y), head);
        }
        if self.layout.group_line {
            self.verticals(y, true);
            self.groups(y);
            y += 1;
        }
        for line in 0..self.layout.title_lines {
            self.verticals(y, false);
            for (placed, head) in self.placed.iter().zip(&self.heads) {
                let title = if line == 0 {
                    &head.title
                } else {
                    &head.subtitle
                };
                let style = self.look.style(head.role.unwrap_or(Role::Head));
                let (x, cols) = inside(placed, self.layout.padding);
                put_fit(
                    self.buf,
                    (x, y, cols),
                    title,
                    head.align,
                    style,
                    self.look.glyphs.ellipsis,
                );
            }
            y += 1;
        }
        if self.layout.head_rule {
            self.line(y, Edge::Middle);
            y += 1;
        }
        y
    }

    /// The common heads, each once over its columns.
    fn groups(&mut self, y: u16) {
        let style = self.look.style(Role::Head);
        let mut columns = self.placed.iter().zip(&self.heads).peekable();
        while let Some((first, head)) = columns.next() {
            let mut end = first.x.saturating_add(first.cols);
            let same = |(_, next): &(&Placed, &ColumnHead<'_>)| next.group == head.group;
            while let Some((last, _)) = columns.next_if(same) {
                end = last.x.saturating_add(last.cols);
            }
            if !head.group.is_empty() {
                let (x, _) = inside(first, self.layout.padding);
                let room = (x, y, end - x);
                put_fit(
                    self.buf,
                    room,
                    &head.group,
                    Align::Left,
                    style,
                    self.look.glyphs.ellipsis,
                );
            }
        }
    }

    /// Arrows at the edges of the scrolling part, on its first line.
    fn more_columns(&mut self, y: u16, (before, after): (bool, bool)) {
        let style = self.look.style(Role::Border);
        let mut main = self
            .placed
            .iter()
            .filter(|p| matches!(p.column, GridColumn::Main(_)));
        let Some(first) = main.next() else { return };
        let last = main.next_back().unwrap_or(first);
        // Without a frame the line between the parts has the room, if there is one.
        let outside = !self.layout.framed;
        if before {
            let x = first.x - u16::from(outside && first.x > self.left);
            put_sign(self.buf, x, y, self.look.glyphs.left, style);
        }
        if after {
            let inside = last.x.saturating_add(last.cols) - 1;
            let x = last.rule.filter(|_| outside).unwrap_or(inside);
            put_sign(self.buf, x, y, self.look.glyphs.right, style);
        }
    }

    /// Arrows at the first and last row.
    fn more_rows(&mut self, (first, last): (u16, u16), (before, after): (bool, bool)) {
        let style = self.look.style(Role::Border);
        if before {
            put_sign(self.buf, self.end, first, self.look.glyphs.up, style);
        }
        if after {
            put_sign(self.buf, self.end, last, self.look.glyphs.down, style);
        }
    }
}
