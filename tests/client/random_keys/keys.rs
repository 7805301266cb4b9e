//! The keys that are typed, and the pauses between them.

use crossterm::event::KeyCode;
use rand::RngExt;
use rand_chacha::ChaCha12Rng;

const LETTERS: &str = "нобпосвзчна/.-1234512345012345670рщуyjgcdpx,фНО+ ";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Letter(char),
    Code(KeyCode),
    /// To the first or the last pupil.
    Edge(KeyCode),
    Undo,
    /// «=»: the entry is repeated below.
    Fill,
    /// Opens a form, types into it, and leaves it by a key.
    Form(KeyCode, &'static str, KeyCode),
}

const FORMS: [(KeyCode, &str); 5] = [
    (KeyCode::F(9), "хорошо"),
    (KeyCode::F(9), ""),
    (KeyCode::F(2), ""),
    (KeyCode::Char('\\'), ""),
    (KeyCode::Char('\\'), "ов"),
];

pub fn random_key(dice: &mut ChaCha12Rng) -> Key {
    let letters: Vec<char> = LETTERS.chars().collect();
    match dice.random_range(0..200) {
        0..142 => Key::Letter(letters[dice.random_range(0..letters.len())]),
        142..143 => Key::Fill,
        143..150 => Key::Code(KeyCode::Backspace),
        150..156 => Key::Undo,
        156..160 => Key::Code(KeyCode::Delete),
        160..167 => Key::Code(KeyCode::Enter),
        167..171 => Key::Code(KeyCode::Esc),
        171..179 => {
            let (open, typed) = FORMS[dice.random_range(0..FORMS.len())];
            let leave = [KeyCode::Esc, KeyCode::Enter][dice.random_range(0..2)];
            Key::Form(open, typed, leave)
        }
        179..180 => Key::Code(KeyCode::F(4)),
        180..185 => Key::Code(KeyCode::Right),
        185..190 => Key::Code(KeyCode::Left),
        190..193 => Key::Code(KeyCode::Up),
        193..195 => Key::Code(KeyCode::Down),
        195..196 => Key::Edge(KeyCode::Home),
        196..197 => Key::Edge(KeyCode::End),
        // To the last column, which in the journal is of the period, and back.
        197..199 => Key::Code(KeyCode::End),
        _ => Key::Code(KeyCode::Home),
    }
}

pub fn random_pause(dice: &mut ChaCha12Rng) -> chrono::TimeDelta {
    chrono::TimeDelta::milliseconds(match dice.random_range(0..100) {
        0..50 => dice.random_range(0..200),
        50..75 => dice.random_range(200..1500),
        75..97 => dice.random_range(1500..5000),
        _ => dice.random_range(5000..60_000),
    })
}
