//! Moving the cursor by the shortest sequence.

use super::sgr::number;

/// Where the terminal's cursor is, as far as it can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorPlace {
    /// Nothing is known.
    Unknown,
    /// In this row; the column is not certain. So it is after the last column was written
    /// (terminals differ in «pending wrap»), and after symbols whose width terminals dispute.
    Row(u16),
    /// At this column and row.
    At(u16, u16),
}

/// Writes the shortest sequence from `from` to column `x`, row `y`.
pub fn go(from: CursorPlace, x: u16, y: u16, out: &mut Vec<u8>) {
    if from == CursorPlace::At(x, y) {
        return;
    }
    let start = out.len();
    absolute(x, y, out);
    // Each way is written behind the best so far, and the longer of the two goes.
    let mut consider = |way: &dyn Fn(&mut Vec<u8>)| {
        let best = out.len();
        way(out);
        if out.len() - best < best - start {
            out.drain(start..best);
        } else {
            out.truncate(best);
        }
    };
    let row = match from {
        CursorPlace::Unknown => None,
        CursorPlace::Row(row) | CursorPlace::At(_, row) => Some(row),
    };
    if let Some(row) = row {
        // By way of the first column, which CR reaches from anywhere in the row.
        consider(&|out| {
            out.push(b'\r');
            vertical(row, y, out);
            horizontal(0, x, out);
        });
        if row == y {
            consider(&|out| column(x, out));
        }
    }
    if let CursorPlace::At(column, row) = from {
        consider(&|out| {
            vertical(row, y, out);
            horizontal(column, x, out);
        });
    }
}

fn absolute(x: u16, y: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    if y > 0 {
        number(y.saturating_add(1), out);
    }
    if x > 0 {
        out.push(b';');
        number(x.saturating_add(1), out);
    }
    out.push(b'H');
}

fn column(x: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    if x > 0 {
        number(x.saturating_add(1), out);
    }
    out.push(b'G');
}

/// A line feed moves straight down: in raw mode nothing adds a carriage return to it. We never
/// use it in the last row, where it would scroll.
fn vertical(from: u16, to: u16, out: &mut Vec<u8>) {
    if to > from {
        steps(to - from, b"\n", b'B', out);
    } else if from > to {
        steps(from - to, b"\x1b[A", b'A', out);
    }
}

fn horizontal(from: u16, to: u16, out: &mut Vec<u8>) {
    if to > from {
        steps(to - from, b"\x1b[C", b'C', out);
    } else if from > to {
        steps(from - to, b"\x08", b'D', out);
    }
}

/// `count` times `one`, or one sequence with the count, whichever is shorter.
fn steps(count: u16, one: &[u8], letter: u8, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(b"\x1b[");
    if count > 1 {
        number(count, out);
    }
    out.push(letter);
    if one.len() * usize::from(count) <= out.len() - start {
        out.truncate(start);
        for _ in 0..count {
            out.extend_from_slice(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::{CursorPlace, go};

    fn bytes(from: CursorPlace, x: u16, y: u16) -> String {
        let mut out = Vec::new();
        go(from, x, y, &mut out);
        String::from_utf8(out).unwrap().replace('\x1b', "^")
    }

    #[rstest]
    #[case::stay(CursorPlace::At(3, 4), 3, 4, "")]
    #[case::home(CursorPlace::Unknown, 0, 0, "^[H")]
    #[case::row_start(CursorPlace::Unknown, 0, 9, "^[10H")]
    #[case::top_row(CursorPlace::Unknown, 9, 0, "^[;10H")]
    #[case::anywhere(CursorPlace::Unknown, 9, 9, "^[10;10H")]
    #[case::next_line(CursorPlace::Row(3), 0, 4, "\r\n")]
    #[case::same_line(CursorPlace::Row(3), 40, 3, "^[41G")]
    #[case::down(CursorPlace::At(40, 3), 40, 5, "\n\n")]
    #[case::far_down(CursorPlace::At(40, 3), 40, 20, "^[17B")]
    #[case::up(CursorPlace::At(40, 3), 40, 2, "^[A")]
    #[case::left(CursorPlace::At(40, 3), 38, 3, "\u{8}\u{8}")]
    #[case::right(CursorPlace::At(40, 3), 41, 3, "^[C")]
    #[case::right_by(CursorPlace::At(40, 3), 45, 3, "^[5C")]
    #[case::row_before(CursorPlace::At(2, 3), 0, 3, "\r")]
    fn shortest(#[case] from: CursorPlace, #[case] x: u16, #[case] y: u16, #[case] expected: &str) {
        assert_eq!(bytes(from, x, y), expected);
    }

    proptest! {
        #[test]
        fn arrives(x0 in 0u16..80, y0 in 0u16..24, x in 0u16..80, y in 0u16..24, known in 0..3) {
            let mut terminal = vt100::Parser::default();
            terminal.process(format!("\x1b[{};{}H", y0 + 1, x0 + 1).as_bytes());
            let from = match known { 0 => CursorPlace::Unknown, 1 => CursorPlace::Row(y0), _ => CursorPlace::At(x0, y0) };
            let mut out = Vec::new();
            go(from, x, y, &mut out);
            terminal.process(&out);
            prop_assert_eq!(terminal.screen().cursor_position(), (y, x));
            prop_assert!(out.len() <= 8);
        }
    }
}
