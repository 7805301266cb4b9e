//! Sign-in names: a person's name in Latin letters, unique in the school.

use std::collections::HashMap;

/// Gives out sign-in names: Latin letters and digits, unique in the school.
#[derive(Debug, Default)]
pub struct Logins {
    taken: HashMap<String, u32>,
}

impl Logins {
    /// Keeps `login` for somebody who comes later.
    pub fn reserve(&mut self, login: &str) {
        self.taken.insert(login.to_owned(), 1);
    }

    /// The sign-in name nearest to `wish`; a number is added if it is taken.
    pub fn give(&mut self, wish: &str) -> String {
        let base = latin(wish);
        let base = if base.is_empty() {
            "user".to_owned()
        } else {
            base
        };
        let mut login = base.clone();
        loop {
            if !self.taken.contains_key(&login) {
                self.taken.insert(login.clone(), 1);
                return login;
            }
            let count = self.taken.entry(base.clone()).or_default();
            *count += 1;
            login = format!("{base}{count}");
        }
    }
}

/// Text in Latin letters, lower case; only letters, digits, «.» and «-» remain.
pub fn latin(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        let sound = sound(letter).or_else(|| deunicode::deunicode_char(letter));
        let letters = sound.unwrap_or_default().chars();
        latin.extend(
            letters.filter_map(|letter| match letter.to_ascii_lowercase() {
                plain @ ('a'..='z' | '0'..='9' | '.' | '-') => Some(plain),
                _ => None,
            }),
        );
    }
    latin.trim_matches(['.', '-']).to_owned()
}

/// Cyrillic letters after the passport rules (ICAO Doc 9303), without the soft sign; none: the
/// letter is of another alphabet.
fn sound(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'й' | 'і' | 'ї' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'є' => "ie",
        'ы' => "y",
        'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_latin_and_unique() {
        let mut logins = Logins::default();
        assert_eq!(logins.give("Орлова"), "orlova");
        assert_eq!(logins.give("Абрамов7Б"), "abramov7b");
        assert_eq!(logins.give("Абрамов7Б"), "abramov7b2");
        assert_eq!(logins.give("Абрамов7Б"), "abramov7b3");
        assert_eq!(logins.give("Щёголев"), "shchegolev");
        assert_eq!(logins.give("Ст.Караиванова"), "st.karaivanova");
        assert_eq!(logins.give("ΠΕ02.ΚΑΛΑΜΑΡΑ"), "pe02.kalamara");
        assert_eq!(logins.give("Nguyễn"), "nguyen");
        assert_eq!(logins.give("Größe"), "grosse");
        assert_eq!(logins.give("Соболь"), "sobol");
        assert_eq!(logins.give("Голышев"), "golyshev");
        assert_eq!(logins.give("李"), "li");
        assert_eq!(logins.give("…"), "user");
        assert_eq!(logins.give("?"), "user2");
    }
}
