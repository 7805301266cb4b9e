//! What a terminal program owes its terminal.

use std::collections::BTreeMap;
use testkit::Pty;

/// Fails unless the terminal is as it was before the program started.
pub fn assert_restored(pty: &Pty) {
    let left_on: Vec<u16> = modes(&pty.raw())
        .into_iter()
        // Wrapping and the cursor are on in a fresh terminal, everything else is off.
        .filter(|(mode, on)| *on != matches!(mode, 7 | 25))
        .map(|(mode, _)| mode)
        .collect();
    assert!(left_on.is_empty(), "modes not restored: {left_on:?}");
    let (alternate, hidden, paste, keypad) = pty.look(|screen| {
        (
            screen.alternate_screen(),
            screen.hide_cursor(),
            screen.bracketed_paste(),
            screen.application_keypad() || screen.application_cursor(),
        )
    });
    assert_eq!(
        (alternate, hidden, paste, keypad),
        (false, false, false, false),
        "alternate screen, hidden cursor, bracketed paste, keypad"
    );
    let (before, after) = pty.settings();
    assert_eq!(before, after, "the settings of the tty");
}

/// The private modes of the terminal that were switched, as they were left.
fn modes(raw: &[u8]) -> BTreeMap<u16, bool> {
    let mut modes = BTreeMap::new();
    let text = String::from_utf8_lossy(raw);
    for part in text.split("\x1b[?").skip(1) {
        let Some(end) = part.find(|c: char| c != ';' && !c.is_ascii_digit()) else {
            continue;
        };
        let on = match part[end..].chars().next() {
            Some('h') => true,
            Some('l') => false,
            _ => continue,
        };
        for mode in part[..end].split(';').filter_map(|mode| mode.parse().ok()) {
            modes.insert(mode, on);
        }
    }
    modes
}

/// Escape sequences that are not of the few kinds the program writes itself: moves, erasures,
/// attributes, modes, scrolling, cursor shapes. Names and texts must not add any.
pub fn foreign_sequences(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let mut foreign: Vec<String> = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\x1b' | '\r' | '\n' | '\x08'))
        .map(|c| format!("{c:?}"))
        .collect();
    for part in text.split('\x1b').skip(1) {
        let own = part.strip_prefix('[').is_some_and(|csi| {
            let end = csi.find(|c: char| !c.is_ascii_digit() && !";?".contains(c));
            end.and_then(|end| csi[end..].chars().next())
                .is_some_and(|kind| "ABCDEFGHJKLMPSTXdhlmr@".contains(kind))
        });
        if !own {
            foreign.push(part.chars().take(20).collect());
        }
    }
    foreign
}
