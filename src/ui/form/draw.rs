//! How a form is painted: labels in one column, what is entered in another, what there is to say
//! of it beside that.

use super::input::{Edit, Form, Input, Pick};
use super::{Choice, InputKind};
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::widget::text;
use crate::ui::widget::{Look, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::ops::Range;

/// Columns of what is entered in a line.
const ENTRY: u16 = 32;
/// The same of a day, a time, a number.
const SHORT: u16 = 14;
/// Rows of the list under a field.
const LIST: usize = 6;

fn intro_lines(intro: Option<&str>, area: Rect) -> Vec<String> {
    text::wrap(intro.unwrap_or_default(), area.width.saturating_sub(2))
}

/// The room of the fields.
pub fn body(intro: Option<&str>, area: Rect) -> Rect {
    let intro = text::saturate(intro_lines(intro, area).len());
    let above = (2 + intro).min(area.height);
    Rect {
        x: area.x + 1,
        y: area.y + above,
        width: area.width.saturating_sub(2),
        height: area.height - above,
    }
}

/// The title and what is said under it.
pub fn heading(title: &str, intro: Option<&str>, look: Look<'_>, area: Rect, buf: &mut Buffer) {
    let (x, width) = (area.x + 1, area.width.saturating_sub(2));
    let title = text::fit_with(title, width, look.glyphs.ellipsis);
    paint::put(buf, x, area.y, width, &title, look.style(Role::Title));
    for (y, line) in (area.y + 1..area.bottom()).zip(intro_lines(intro, area)) {
        paint::put(buf, x, y, width, &line, look.style(Role::Muted));
    }
}

/// Rows of a line of fields: over the first row of a table stand its heads.
pub fn height(form: &Form, lines: &[Range<usize>], at: usize) -> u16 {
    let Some(line) = lines.get(at) else { return 1 };
    match form.inputs.get(line.start).map(|input| &input.field.kind) {
        Some(InputKind::Text(_, rows)) => (*rows).max(1),
        _ if begins_table(form, line) => 1 + HEADS,
        _ => 1,
    }
}

/// The free line over a table, and that of its heads.
const HEADS: u16 = 2;

fn begins_table(form: &Form, line: &Range<usize>) -> bool {
    let table = |at: usize| form.inputs.get(at).map_or(0, |input| input.field.id.table);
    let before = line.start.checked_sub(1).map_or(0, table);
    table(line.start) != before
}

fn label_width(form: &Form, room: Rect, texts: &Texts) -> u16 {
    let labels = form
        .inputs
        .iter()
        .filter(|input| input.field.column.is_none());
    let wide = labels.map(|input| text::width(&texts.get(&input.field.label)));
    (wide.max().unwrap_or(0) + 3).min(room.width / 2)
}

/// Lets every text know its room.
pub fn settle(form: &mut Form, room: Rect, texts: &Texts) {
    let width = room.width.saturating_sub(label_width(form, room, texts));
    for input in &mut form.inputs {
        let rows = match input.field.kind {
            InputKind::Text(_, rows) => rows.max(1),
            _ => continue,
        };
        if let Edit::Area(area) = &mut input.edit {
            area.settle(Rect::new(0, 0, width.max(1), rows));
        }
    }
}

/// Paints the lines of a window; answers where the real cursor belongs.
pub fn fields(
    form: &Form,
    window: &[Range<usize>],
    look: Look<'_>,
    room: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let labels = label_width(form, room, look.texts);
    let mut y = room.y;
    let mut painted = Painted::default();
    for line in window {
        let Some(input) = form.inputs.get(line.start) else {
            break;
        };
        let rows = height(form, std::slice::from_ref(line), 0);
        let rows = rows.min(room.bottom().saturating_sub(y));
        if rows == 0 {
            break;
        }
        if input.field.column.is_some() {
            let left = Rect {
                y,
                height: rows,
                ..room
            };
            cells(form, line, look, left, buf, &mut painted);
            y += rows;
            continue;
        }
        let active = line.start == form.at;
        let label = look.texts.get(&input.field.label);
        let label = if input.field.required {
            format!("{label} *")
        } else {
            label.into_owned()
        };
        let style = look.style(if active { Role::Head } else { Role::Muted });
        let fit = text::fit_with(&label, labels.saturating_sub(1), look.glyphs.ellipsis);
        paint::put(buf, room.x, y, labels, &fit, style);
        let rest = Rect {
            x: room.x + labels,
            y,
            width: room.width - labels,
            height: rows,
        };
        let place = entry(input, form, look, rest, buf);
        if active {
            painted.cursor = place;
            painted.list = Some((line.start, rest));
        }
        y += rows;
    }
    if let Some((at, rest)) = painted.list
        && let Some(input) = form.inputs.get(at)
        && let Edit::Pick(pick) = &input.edit
    {
        choices(pick, input.choices(), look, rest, room, buf);
    }
    painted.cursor
}

/// Where the cursor belongs, and the field whose list is to be painted over all.
#[derive(Default)]
struct Painted {
    cursor: Option<Position>,
    list: Option<(usize, Rect)>,
}

/// The cells of a row, and over the first row the heads.
fn cells(
    form: &Form,
    line: &Range<usize>,
    look: Look<'_>,
    room: Rect,
    buf: &mut Buffer,
    painted: &mut Painted,
) {
    let y = room.bottom().saturating_sub(1);
    let heads = begins_table(form, line)
        .then(|| y.saturating_sub(1))
        .filter(|y| *y >= room.y);
    let mut x = room.x;
    for at in line.clone() {
        let Some(input) = form.inputs.get(at) else {
            break;
        };
        let left = room.right().saturating_sub(x);
        let wide = input.field.column.unwrap_or(ENTRY).min(left);
        if wide == 0 {
            break;
        }
        let active = at == form.at;
        if let Some(y) = heads {
            let style = look.style(if active { Role::Head } else { Role::Muted });
            let label = look.texts.get(&input.field.label);
            let fit = text::fit_with(&label, wide, look.glyphs.ellipsis);
            paint::put(buf, x, y, wide, &fit, style);
        }
        let place = edited(input, (x, y, wide), look, buf);
        if input.fault.is_some() && left > wide {
            paint::put(buf, x + wide, y, 1, "!", look.style(Role::Error));
        }
        if active {
            painted.cursor = place;
            painted.list = Some((
                at,
                Rect {
                    x,
                    y,
                    width: left,
                    height: 1,
                },
            ));
        }
        x = x.saturating_add(wide + 1);
    }
}

/// What is entered in a line of this place.
fn edited(
    input: &Input,
    (x, y, wide): (u16, u16, u16),
    look: Look<'_>,
    buf: &mut Buffer,
) -> Option<Position> {
    match &input.edit {
        _ if input.field.locked.is_some() => {
            let stands = input.stands();
            let shown = text::fit_with(&stands, wide, look.glyphs.ellipsis);
            paint::put(buf, x, y, wide, &shown, look.style(Role::Text));
            None
        }
        Edit::Line(line) => Some(line.paint((x, y, wide), "", look, buf)),
        Edit::Area(area) => Some(area.paint(Rect::new(x, y, wide, 1), buf)),
        Edit::Pick(pick) => Some(picked(pick, input, look, (x, y, wide), buf)),
    }
}

/// What is entered, and beside it what there is to say of it.
fn entry(
    input: &Input,
    form: &Form,
    look: Look<'_>,
    rest: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let wished = match input.field.kind {
        InputKind::Day | InputKind::Number(..) => SHORT,
        _ => ENTRY,
    };
    let mut wide = wished.min(rest.width);
    let ellipsis = look.glyphs.ellipsis;
    let place = match &input.edit {
        _ if input.field.locked.is_some() => {
            let stands = input.stands();
            wide = text::width(&stands).min(rest.width);
            let shown = text::fit_with(&stands, rest.width, ellipsis);
            paint::put(
                buf,
                rest.x,
                rest.y,
                rest.width,
                &shown,
                look.style(Role::Text),
            );
            None
        }
        Edit::Line(line) => Some(line.paint((rest.x, rest.y, wide), "", look, buf)),
        Edit::Area(area) => {
            wide = rest.width;
            paint::tint(buf, rest, look.style(Role::Input));
            Some(area.paint(rest, buf))
        }
        Edit::Pick(pick) => Some(picked(pick, input, look, (rest.x, rest.y, wide), buf)),
    };
    let (words, role) = beside(input, form, look);
    let used = wide + 1;
    if !words.is_empty() && rest.width > used {
        let room = rest.width - used;
        let shown = text::fit_clause(&words, room, ellipsis);
        paint::put(buf, rest.x + used, rest.y, room, &shown, look.style(role));
    }
    place
}

/// What is wrong, else why it is locked, else what day it is and what stood there.
fn beside(input: &Input, form: &Form, look: Look<'_>) -> (String, Role) {
    let texts = look.texts;
    if let Some(why) = &input.fault {
        return (format!("! {why}"), Role::Error);
    }
    if let Some(why) = &input.field.locked {
        if why.is_empty() {
            return (String::new(), Role::Muted);
        }
        return (format!("— {why}"), Role::Muted);
    }
    let mut parts = Vec::new();
    if let Some(day) = input.day(form.today) {
        let weekday = dates::weekday_short(texts.language(), day);
        parts.push(format!("{} {weekday}", day.format("%d.%m.%Y")));
    }
    let secret = input.field.kind == InputKind::Secret;
    if input.is_changed() && !secret {
        let stood = input.stands();
        let key = if stood.is_empty() {
            "form-was-empty"
        } else {
            "form-was"
        };
        parts.push(tr!(texts, key, stood).into_owned());
    }
    (parts.join("  "), Role::Muted)
}

/// In a row of a table there is no room for a sign that there is a list.
fn picked(
    pick: &Pick,
    input: &Input,
    look: Look<'_>,
    (x, y, wide): (u16, u16, u16),
    buf: &mut Buffer,
) -> Position {
    let style = look.style(Role::Input);
    paint::tint(buf, Rect::new(x, y, wide, 1), style);
    let chosen = pick.chosen.and_then(|at| input.choices().get(at));
    let label = chosen.map_or("", |choice| choice.label.as_str());
    let typed = pick.open.map(|_| pick.filter.typed());
    let is_cell = input.field.column.is_some();
    let room = if is_cell {
        wide
    } else {
        wide.saturating_sub(2)
    };
    let shown = text::fit_with(typed.unwrap_or(label), room, look.glyphs.ellipsis);
    let used = paint::put(buf, x, y, room, &shown, style);
    if !is_cell {
        let (down, muted) = (look.glyphs.down, look.style(Role::Muted));
        paint::put(buf, x + room + 1, y, 1, down, muted);
    }
    Position::new(if typed.is_some() { x + used } else { x }, y)
}

/// The list under a field, or over it where there is no room below.
fn choices(
    pick: &Pick,
    choices: &[Choice],
    look: Look<'_>,
    field: Rect,
    room: Rect,
    buf: &mut Buffer,
) {
    let Some(open) = pick.open else { return };
    let found = pick.found(choices);
    let first = open.saturating_sub(LIST - 1);
    let shown = found.iter().enumerate().skip(first).take(LIST);
    let shown = shown.filter_map(|(at, choice)| {
        let active = at == open;
        let role = if active { Role::Cursor } else { Role::Popup };
        Some((choices.get(*choice)?.label.as_str(), look.style(role)))
    });
    let mut lines: Vec<(&str, Style)> = shown.collect();
    if lines.is_empty() {
        lines.push(("—", look.style(Role::Popup)));
    }
    let count = text::saturate(lines.len());
    let below = field.y + 1;
    let top = if below + count <= room.bottom() {
        below
    } else {
        field.y.saturating_sub(count).max(room.y)
    };
    let wide = ENTRY.min(field.width);
    for (y, (label, style)) in (top..room.bottom()).zip(lines) {
        paint::blank(buf, Rect::new(field.x, y, wide, 1), style);
        let shown = text::fit_with(label, wide.saturating_sub(1), look.glyphs.ellipsis);
        paint::put(buf, field.x + 1, y, wide.saturating_sub(1), &shown, style);
    }
}
