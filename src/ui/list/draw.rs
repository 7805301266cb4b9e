//! How a list is painted.

use super::going_on::GoingOn;
use super::layout::GAP;
use super::{Column, ListSource, Seen, WithoutRoom};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::widget::frame;
use crate::ui::widget::text::{self, Align};
use crate::ui::widget::{Look, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::borrow::Cow;
use std::ops::Range;

/// Columns before the rows: the cursor's mark and a free one.
const MARGIN: u16 = 2;

/// Where what stands.
pub struct Frame {
    title: Title,
    subtitle: Vec<(Rect, String)>,
    heads: Option<Rect>,
    pub body: Rect,
}

/// Where the title is: in a line, or in the frame of a window of this size in a room.
enum Title {
    Line(Rect),
    Window((u16, u16), Rect),
}

impl Frame {
    /// The lines of a list in a room.
    pub fn new<S: ListSource>(
        source: &S,
        columns: &[Column<S::Row>],
        (desk, texts): (&Desk, &Texts),
        area: Rect,
    ) -> Self {
        let has_heads = columns.iter().any(|column| !column.head.is_empty());
        let (title, mut rest) = if let Some(cols) = source.window() {
            let rows = text::saturate(source.rows(desk).len()).max(1);
            let size = (cols, rows.saturating_add(u16::from(has_heads)));
            (Title::Window(size, area), frame::inside(size, area))
        } else {
            let mut rest = Rect {
                x: area.x + 1,
                width: area.width.saturating_sub(2),
                ..area
            };
            (Title::Line(line(&mut rest)), rest)
        };
        // On a low screen rows are worth more.
        let subtitle = source.subtitle(desk, texts).filter(|_| area.height > 8);
        let subtitle = subtitle.map_or_else(Vec::new, |words| match &*words {
            "" => vec![words],
            _ => text::wrap(&words, rest.width),
        });
        let subtitle = subtitle.into_iter();
        let subtitle = subtitle.map(|words| (line(&mut rest), words)).collect();
        rest.x += MARGIN - 1;
        rest.width = rest.width.saturating_sub(MARGIN - 1);
        let heads = has_heads.then(|| line(&mut rest));
        Self {
            title,
            subtitle,
            heads,
            body: rest,
        }
    }

    /// Title and state at the left, the state whole before the title is; the corner at the right
    /// if there is room.
    pub fn title(
        &self,
        (title, state): (&str, &str),
        (corner, role): (&str, Role),
        look: Look<'_>,
        buf: &mut Buffer,
    ) {
        let state = match state {
            "" => String::new(),
            state => format!(" · {state}"),
        };
        let Rect { x, y, width, .. } = match self.title {
            Title::Line(line) => line,
            Title::Window(size, area) => {
                frame::paint(&format!("{title}{state}"), size, look, area, buf);
                return;
            }
        };
        let room = width.saturating_sub(text::width(&state));
        let title = text::fit_with(title, room, look.glyphs.ellipsis);
        let used = paint::put(buf, x, y, width, &title, look.style(Role::Title));
        let free = width - used;
        let used = used + paint::put(buf, x + used, y, free, &state, look.style(Role::Text));
        let free = width - used;
        let wide = text::width(corner);
        if wide > 0 && wide + 2 <= free {
            let at = (x + width - wide, y);
            paint::put(buf, at.0, at.1, wide, corner, look.style(role));
        }
        for (room, words) in &self.subtitle {
            put(buf, *room, words, look.style(Role::Muted), look);
        }
    }

    /// A sentence in the place of the rows.
    pub fn say(&self, words: &str, look: Look<'_>, buf: &mut Buffer) {
        let Rect { x, width, .. } = self.body;
        let lines = text::wrap(words, width);
        for (y, words) in (self.body.y..self.body.bottom()).zip(lines) {
            paint::put(buf, x, y, width, &words, look.style(Role::Text));
        }
    }
}

/// Takes the first line of a room.
fn line(rest: &mut Rect) -> Rect {
    let line = Rect {
        height: rest.height.min(1),
        ..*rest
    };
    rest.y += line.height;
    rest.height -= line.height;
    line
}

fn put(buf: &mut Buffer, room: Rect, words: &str, style: Style, look: Look<'_>) {
    if room.height > 0 {
        let words = text::fit_with(words, room.width, look.glyphs.ellipsis);
        paint::put(buf, room.x, room.y, room.width, &words, style);
    }
}

type HeadOf<'a, R> = dyn for<'r> Fn(&'r R, Seen<'r>) -> Option<Cow<'r, str>> + 'a;

/// The lines of a list and what they are painted with.
pub struct Lines<'a, S: ListSource> {
    pub source: &'a S,
    /// The head that a row stands under.
    pub head: &'a HeadOf<'a, S::Row>,
    pub columns: &'a [Column<S::Row>],
    pub widths: &'a [u16],
    pub seen: Seen<'a>,
    pub look: Look<'a>,
}

impl<S: ListSource> Lines<'_, S> {
    /// Paints the heads of the columns.
    pub fn heads(&self, frame: &Frame, buf: &mut Buffer) {
        let Some(room) = frame.heads else { return };
        let style = self.look.style(Role::Head);
        self.cells(room, buf, |column, _| match &*column.head {
            "" => (std::borrow::Cow::default(), style),
            head => (self.look.texts.get(head), style),
        });
    }

    /// Paints the rows of a window; answers where the real cursor belongs. The row under the
    /// cursor has a mark before its key and no more: on a slow line a move is a few bytes.
    pub fn rows(
        &self,
        rows: &[&S::Row],
        window: Range<usize>,
        cursor: usize,
        mut rest: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let mut place = None;
        let before = window.start.checked_sub(1).and_then(|at| rows.get(at));
        let mut group = before.and_then(|row| (self.head)(row, self.seen));
        let look = self.look;
        for at in window {
            let Some(row) = rows.get(at) else { break };
            let own = (self.head)(row, self.seen);
            if let Some(head) = own.as_ref().filter(|_| own != group) {
                put(buf, line(&mut rest), head, look.style(Role::Warning), look);
            }
            group = own;
            let room = line(&mut rest);
            if room.height == 0 {
                break;
            }
            let goes_on = GoingOn::of(self.columns, self.widths, row, self.seen);
            let first = goes_on.as_ref().and_then(|it| it.lines.first());
            self.cells(room, buf, |column, wide| {
                let words = match first.filter(|_| column.without_room == WithoutRoom::GoesOn) {
                    Some(first) => first.clone().into(),
                    None => column.says_in(row, self.seen, wide),
                };
                (words, look.style(self.role(column, row)))
            });
            if at == cursor {
                let mark = look.style(Role::Cursor);
                paint::put_sign(
                    buf,
                    room.x.saturating_sub(MARGIN),
                    room.y,
                    look.glyphs.here,
                    mark,
                );
                place = Some(Position::new(room.x, room.y));
            }
            if let Some(goes_on) = goes_on {
                self.below(row, &goes_on, &mut rest, buf);
            }
            if self.source.has_detail(row, self.seen.desk) {
                let mut room = line(&mut rest);
                (room.x, room.width) = (room.x + 3, room.width.saturating_sub(3));
                let (words, role) = self.source.detail(row, self.seen);
                put(buf, room, &words, look.style(role), look);
            }
        }
        place
    }

    fn role(&self, column: &Column<S::Row>, row: &S::Row) -> Role {
        match (column.look)(row, self.seen) {
            Role::Text if self.source.window().is_some() => Role::Popup,
            role => role,
        }
    }

    /// The lines of a column that goes on, below the row's own.
    fn below(&self, row: &S::Row, goes_on: &GoingOn, rest: &mut Rect, buf: &mut Buffer) {
        let Some(column) = self.columns.get(goes_on.column) else {
            return;
        };
        let style = self.look.style(self.role(column, row));
        for words in goes_on.lines.iter().skip(1) {
            let mut room = line(rest);
            room.x = room.x.saturating_add(goes_on.left);
            room.width = goes_on.wide;
            put(buf, room, words, style, self.look);
        }
    }

    fn cells<'c>(
        &'c self,
        room: Rect,
        buf: &mut Buffer,
        says: impl Fn(&'c Column<S::Row>, u16) -> (std::borrow::Cow<'c, str>, Style),
    ) {
        let mut x = room.x;
        for (column, wide) in self.columns.iter().zip(self.widths) {
            let wide = (*wide).min(room.right().saturating_sub(x));
            if wide == 0 {
                continue;
            }
            let (words, style) = says(column, wide);
            let align: Align = column.align;
            let ellipsis = self.look.glyphs.ellipsis;
            let words = text::fit_words(&words, wide, ellipsis);
            paint::put_fit(buf, (x, room.y, wide), &words, align, style, ellipsis);
            x = x.saturating_add(wide + GAP);
        }
    }
}
