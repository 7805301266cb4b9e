//! Bytes of the terminal into keys and pastes, however the line has cut them.
//!
//! crossterm takes a lone ESC for the Escape key at once, so that an arrow cut in two becomes
//! Escape and two letters; here an ESC waits (see [`Parser::pending_escape`]), and the reader
//! decides how long. What we do not know (answers to queries of an earlier program, focus and
//! mouse reports) is swallowed whole instead of being typed into the journal.

mod csi;
mod paste;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::events::TerminalEvent;

/// A control sequence longer than this is rubbish.
const LONGEST_SEQUENCE: usize = 64;
/// So is an answer string longer than this.
const LONGEST_STRING: usize = 64 * 1024;

/// The incremental parser. It knows no time: whoever feeds it calls
/// [`flush_escape`](Self::flush_escape) when nothing has come for a while.
#[derive(Debug, Default)]
pub struct Parser {
    state: State,
    /// Parameters of the sequence, or the bytes of an unfinished character.
    partial: Vec<u8>,
    paste: Vec<u8>,
    events: VecDeque<TerminalEvent>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// In a character of several bytes, `left` of them to come.
    Character { alt: bool, left: u8 },
    /// After ESC, or after ESC ESC.
    Escape { twice: bool },
    /// After `ESC O`.
    Ss3 { alt: bool },
    /// After `ESC [`.
    Csi { alt: bool },
    /// After `ESC [ [`, the function keys of the Linux console.
    LinuxConsole,
    /// In the three bytes of an old mouse report.
    Mouse { left: u8 },
    /// In an OSC, DCS, APC, PM or SOS string opened by this byte.
    Text { accounts: u8, length: usize },
    /// After an ESC inside such a string.
    TextEscape,
    /// Between `CSI 200~` and `CSI 201~`.
    Paste,
}

impl Parser {
    /// A parser at rest.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes as they came.
    pub fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.byte(*byte);
        }
    }

    /// The next event understood so far.
    pub fn next_event(&mut self) -> Option<TerminalEvent> {
        self.events.pop_front()
    }

    /// Whether an ESC waits that may be the Escape key alone (or an Alt key whose second byte
    /// also opens an answer string). After a short while call
    /// [`flush_escape`](Self::flush_escape).
    pub fn pending_escape(&self) -> bool {
        matches!(
            self.state,
            State::Escape { .. } | State::Text { length: 0, .. }
        )
    }

    /// Whether a longer sequence stands unfinished. Nobody types `ESC [`, so it deserves a
    /// longer wait than [`pending_escape`](Self::pending_escape). A paste is not meant: it ends
    /// by its own mark only.
    pub fn pending_sequence(&self) -> bool {
        match self.state {
            State::Ground | State::Paste => false,
            _ => !self.pending_escape(),
        }
    }

    /// Nothing more came: a lone ESC is Escape, `ESC [` is Alt+[, a longer torso is dropped.
    pub fn flush_escape(&mut self) {
        let alt = |letter| key(KeyCode::Char(letter), KeyModifiers::ALT);
        match self.state {
            State::Ground | State::Paste => return,
            State::Escape { twice } => {
                self.escape();
                if twice {
                    self.escape();
                }
            }
            State::Csi { .. } if self.partial.is_empty() => self.push(alt('[')),
            State::Ss3 { .. } if self.partial.is_empty() => self.push(alt('O')),
            State::Text {
                accounts,
                length: 0,
            } => self.push(alt(char::from(accounts))),
            _ => {}
        }
        self.rest();
    }

    fn rest(&mut self) {
        self.state = State::Ground;
        self.partial.clear();
    }

    fn push(&mut self, key: KeyEvent) {
        self.events.push_back(TerminalEvent::Key(key));
    }

    fn escape(&mut self) {
        self.push(key(KeyCode::Esc, KeyModifiers::NONE));
    }

    fn byte(&mut self, byte: u8) {
        match self.state {
            State::Ground => self.ground(byte, false),
            State::Character { alt, left } => self.character(byte, alt, left),
            State::Escape { twice } => self.after_escape(byte, twice),
            State::Csi { alt } => self.control_sequence(byte, alt),
            State::Ss3 { alt } => self.single_shift(byte, alt),
            State::LinuxConsole => {
                self.rest();
                if let Some(code) = csi::linux_console(byte) {
                    self.push(key(code, KeyModifiers::NONE));
                }
            }
            State::Mouse { left: 1 } => self.rest(),
            State::Mouse { left } => self.state = State::Mouse { left: left - 1 },
            State::Text { accounts, length } => self.text(byte, accounts, length),
            State::TextEscape => {
                self.rest();
                if byte != b'\\' {
                    self.after_escape(byte, false);
                }
            }
            State::Paste => self.pasted(byte),
        }
    }

    fn ground(&mut self, byte: u8, alt: bool) {
        let left = match byte {
            0x1b => {
                self.state = State::Escape { twice: false };
                return;
            }
            0..0x80 => {
                self.push(ascii(byte, alt));
                return;
            }
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            // Not UTF-8: nothing that we could show either.
            _ => return,
        };
        self.partial.push(byte);
        self.state = State::Character { alt, left };
    }

    fn character(&mut self, byte: u8, alt: bool, left: u8) {
        if !(0x80..0xc0).contains(&byte) {
            self.rest();
            return self.ground(byte, false);
        }
        self.partial.push(byte);
        if left > 1 {
            self.state = State::Character {
                alt,
                left: left - 1,
            };
            return;
        }
        let character = std::str::from_utf8(&self.partial)
            .ok()
            .and_then(|text| text.chars().next());
        self.rest();
        if let Some(c) = character.filter(|c| !c.is_control()) {
            self.push(key(KeyCode::Char(c), alt_if(alt)));
        }
    }

    fn after_escape(&mut self, byte: u8, twice: bool) {
        self.rest();
        match byte {
            b'[' => self.state = State::Csi { alt: twice },
            b'O' => self.state = State::Ss3 { alt: twice },
            0x1b => {
                if twice {
                    self.escape();
                }
                self.state = State::Escape { twice: true };
            }
            _ => {
                if twice {
                    self.escape();
                }
                match byte {
                    b']' | b'P' | b'X' | b'^' | b'_' => {
                        self.state = State::Text {
                            accounts: byte,
                            length: 0,
                        };
                    }
                    _ => self.ground(byte, true),
                }
            }
        }
    }

    fn control_sequence(&mut self, byte: u8, alt: bool) {
        let first = self.partial.is_empty();
        match byte {
            b'[' if first => self.state = State::LinuxConsole,
            b'M' if first => self.state = State::Mouse { left: 3 },
            // rxvt ends shifted keys with a byte that elsewhere only stands before the end.
            b'$' if !first && self.partial.iter().all(u8::is_ascii_digit) => {
                self.finish_sequence(byte, alt);
            }
            0x20..0x40 if self.partial.len() < LONGEST_SEQUENCE => self.partial.push(byte),
            0x40..0x7f => self.finish_sequence(byte, alt),
            _ => self.abandon(byte),
        }
    }

    fn finish_sequence(&mut self, last: u8, alt: bool) {
        let parameters = std::mem::take(&mut self.partial);
        self.rest();
        if last == b'~' && parameters == b"200" {
            self.state = State::Paste;
        } else if let Some(mut event) = csi::key(&parameters, last) {
            event.modifiers |= alt_if(alt);
            self.push(event);
        }
    }

    fn single_shift(&mut self, byte: u8, alt: bool) {
        match byte {
            b'0'..=b'9' | b';' if self.partial.len() < LONGEST_SEQUENCE => self.partial.push(byte),
            0x20..0x7f => {
                let parameters = std::mem::take(&mut self.partial);
                self.rest();
                if let Some(mut event) = csi::single_shift(&parameters, byte) {
                    event.modifiers |= alt_if(alt);
                    self.push(event);
                }
            }
            _ => self.abandon(byte),
        }
    }

    /// A byte that cannot stand here: the sequence is lost, the byte is not.
    fn abandon(&mut self, byte: u8) {
        self.rest();
        self.ground(byte, false);
    }

    fn text(&mut self, byte: u8, accounts: u8, length: usize) {
        match byte {
            // BEL, CAN and SUB end any string.
            0x07 | 0x18 | 0x1a => self.rest(),
            0x1b => self.state = State::TextEscape,
            _ if length >= LONGEST_STRING => self.rest(),
            _ => {
                self.state = State::Text {
                    accounts,
                    length: length + 1,
                }
            }
        }
    }

    fn pasted(&mut self, byte: u8) {
        self.paste.push(byte);
        if byte == b'~' && self.paste.ends_with(paste::END) {
            let text = paste::clean(&std::mem::take(&mut self.paste));
            self.rest();
            self.events.push_back(TerminalEvent::Paste(text));
        }
    }
}

fn alt_if(alt: bool) -> KeyModifiers {
    if alt {
        KeyModifiers::ALT
    } else {
        KeyModifiers::NONE
    }
}

pub(super) fn key(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
    KeyEvent::new(code, modifiers)
}

/// One byte below 0x80. Shift is not reported with a character: the character itself says it.
fn ascii(byte: u8, alt: bool) -> KeyEvent {
    let control = |letter: u8| (KeyCode::Char(char::from(letter)), KeyModifiers::CONTROL);
    let plain = |code| (code, KeyModifiers::NONE);
    let (code, modifiers) = match byte {
        0x00 => control(b' '),
        // A line feed is an Enter typed before the tty was raw (ICRNL had changed it).
        b'\r' | b'\n' => plain(KeyCode::Enter),
        b'\t' => plain(KeyCode::Tab),
        0x08 | 0x7f => plain(KeyCode::Backspace),
        0x01..=0x1a => control(byte - 1 + b'a'),
        0x1b => plain(KeyCode::Esc),
        0x1c..=0x1f => control(byte - 0x1c + b'4'),
        _ => plain(KeyCode::Char(char::from(byte))),
    };
    key(code, modifiers | alt_if(alt))
}
