//! A painted buffer as a picture.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

const WIDE: u16 = 9;
const HIGH: u16 = 20;
const PAPER: &str = "#1e1f26";
const INK: &str = "#d8dade";

/// The buffer as SVG, the cell under the cursor framed.
pub fn picture(buffer: &Buffer, cursor: Option<Position>) -> String {
    let (width, height) = (
        buffer.area.width * WIDE + 16,
        buffer.area.height * HIGH + 16,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-family=\"'DejaVu Sans Mono','Liberation \
         Mono',Menlo,Consolas,monospace\" font-size=\"15\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{PAPER}\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let mut text = String::new();
            let start = x;
            while x < buffer.area.width && same_style(&buffer[(x, y)], cell) {
                text.push_str(buffer[(x, y)].symbol());
                x += 1;
            }
            run(&mut svg, (start, y), x - start, &text, cell);
        }
    }
    if let Some(at) = cursor {
        let (x, y) = (8 + at.x * WIDE, 8 + at.y * HIGH);
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDE}\" height=\"{HIGH}\" fill=\"none\" stroke=\"{INK}\"/>"
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn same_style(one: &Cell, other: &Cell) -> bool {
    (one.fg, one.bg, one.modifier) == (other.fg, other.bg, other.modifier)
}

fn run(svg: &mut String, (x, y): (u16, u16), cells: u16, text: &str, cell: &Cell) {
    let (mut ink, mut paper) = (colour(cell.fg, INK), colour(cell.bg, PAPER));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut paper);
    }
    let (left, top) = (8 + x * WIDE, 8 + y * HIGH);
    if paper != PAPER {
        let wide = cells * WIDE;
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{HIGH}\" fill=\"{paper}\"/>"
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let skipped = u16::try_from(text.len() - text.trim_start().len()).unwrap_or(0);
    let words = text.trim();
    let count = u16::try_from(words.chars().count()).unwrap_or(0);
    let bold = if cell.modifier.contains(Modifier::BOLD) {
        " font-weight=\"bold\""
    } else {
        ""
    };
    let dim = if cell.modifier.contains(Modifier::DIM) {
        " opacity=\"0.65\""
    } else {
        ""
    };
    let words = words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\" \
         xml:space=\"preserve\"{bold}{dim}>{words}</text>",
        left + skipped * WIDE,
        top + 15,
        count * WIDE,
    );
}

fn colour(colour: Color, otherwise: &'static str) -> &'static str {
    match colour {
        Color::Black => "#15161a",
        Color::Red | Color::LightRed => "#f07178",
        Color::Green | Color::LightGreen => "#9ece6a",
        Color::Yellow | Color::LightYellow => "#e6b455",
        Color::Blue | Color::LightBlue => "#6ca6f0",
        Color::Magenta | Color::LightMagenta => "#c792ea",
        Color::Cyan | Color::LightCyan => "#5ccfe6",
        Color::Gray | Color::White => "#d8dade",
        Color::DarkGray => "#8a8f98",
        _ => otherwise,
    }
}
