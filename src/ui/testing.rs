//! For tests, here and in `tests/`: a painted screen as text, with its styles.

use std::fmt::Write;

use ratatui::{
    buffer::{Buffer, Cell, CellWidth},
    layout::Rect,
    style::{Color, Modifier, Style},
};

/// Paints into a buffer of this size.
pub fn painted(cols: u16, rows: u16, paint: impl FnOnce(Rect, &mut Buffer)) -> Buffer {
    let area = Rect::new(0, 0, cols, rows);
    let mut buffer = Buffer::empty(area);
    paint(area, &mut buffer);
    buffer
}

/// The lines of the buffer as text, without the spaces at their ends.
pub fn render(buffer: &Buffer) -> String {
    rows(buffer).fold(String::new(), |text, line| {
        let symbols: String = visible(line).map(|(_, cell)| cell.symbol()).collect();
        text + symbols.trim_end() + "\n"
    })
}

/// The lines of the buffer as text, then for each line the runs that are not in the default
/// style: `3: 5..9 red+bold, 12..14 white on blue`. Plain text would hide every mistake of style.
pub fn render_with_styles(buffer: &Buffer) -> String {
    let mut text = render(buffer);
    text.push_str("──\n");
    for (y, line) in rows(buffer).enumerate() {
        let mut runs: Vec<(usize, usize, Style)> = Vec::new();
        for (x, cell) in visible(line) {
            let end = x + usize::from(cell.symbol().cell_width().max(1));
            match runs.last_mut() {
                Some((_, last, style)) if *last == x && *style == cell.style() => *last = end,
                _ => runs.push((x, end, cell.style())),
            }
        }
        let named: Vec<_> = runs
            .iter()
            .map(|(from, to, style)| (from, to, describe(*style)))
            .filter(|(_, _, words)| !words.is_empty())
            .map(|(from, to, words)| format!("{from}..{to} {words}"))
            .collect();
        if !named.is_empty() {
            // Writing into a `String` cannot fail.
            let _ = writeln!(text, "{y}: {}", named.join(", "));
        }
    }
    text
}

fn rows(buffer: &Buffer) -> impl Iterator<Item = &[Cell]> {
    buffer.content.chunks(usize::from(buffer.area.width).max(1))
}

/// The cells that a terminal shows: those covered by a wide letter before them are left out.
fn visible(line: &[Cell]) -> impl Iterator<Item = (usize, &Cell)> {
    let mut next = 0;
    line.iter().enumerate().filter(move |(x, cell)| {
        let shown = *x >= next;
        if shown {
            next = x + usize::from(cell.symbol().cell_width().max(1));
        }
        shown
    })
}

fn describe(style: Style) -> String {
    let colour = |colour: Option<Color>| {
        colour
            .filter(|c| *c != Color::Reset)
            .map(|c| c.to_string().to_lowercase())
    };
    let mut words: Vec<String> = colour(style.fg).into_iter().collect();
    let names = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
        (Modifier::SLOW_BLINK, "blink"),
        (Modifier::RAPID_BLINK, "blink"),
        (Modifier::HIDDEN, "hidden"),
        (Modifier::CROSSED_OUT, "crossed out"),
    ];
    let on = names
        .iter()
        .filter(|(modifier, _)| style.add_modifier.contains(*modifier));
    words.extend(on.map(|(_, name)| (*name).to_owned()));
    let words = words.join("+");
    match colour(style.bg) {
        Some(bg) if words.is_empty() => format!("on {bg}"),
        Some(bg) => format!("{words} on {bg}"),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_runs() {
        let buffer = painted(10, 2, |_, buffer| {
            buffer.set_string(0, 0, "學н 5", Style::new().fg(Color::Red));
            buffer.set_string(
                3,
                1,
                "ёж",
                Style::new().bg(Color::Blue).add_modifier(Modifier::BOLD),
            );
        });
        assert_eq!(render(&buffer), "學н 5\n   ёж\n");
        assert_eq!(
            render_with_styles(&buffer),
            "學н 5\n   ёж\n──\n0: 0..5 red\n1: 3..5 bold on blue\n"
        );
    }
}
