//! ЙЦУКЕН and QWERTY on the same physical keys.
//!
//! Teachers type with the Russian layout on and forget which one is on. *Commands* fold to
//! QWERTY: only what is not ASCII is folded, because `?`, `:` and `/` exist on the Russian layout
//! too and mean themselves. *Data* (marks and attendance codes) fold the other way, to ЙЦУКЕН.
//! Text fields get the raw key and use nothing of this.

/// Physical keys: what they type in the Russian and in the English layout.
const KEYS: [(char, char); 33] = [
    ('й', 'q'),
    ('ц', 'w'),
    ('у', 'e'),
    ('к', 'r'),
    ('е', 't'),
    ('н', 'y'),
    ('г', 'u'),
    ('ш', 'i'),
    ('щ', 'o'),
    ('з', 'p'),
    ('х', '['),
    ('ъ', ']'),
    ('ф', 'a'),
    ('ы', 's'),
    ('в', 'd'),
    ('а', 'f'),
    ('п', 'g'),
    ('р', 'h'),
    ('о', 'j'),
    ('л', 'k'),
    ('д', 'l'),
    ('ж', ';'),
    ('э', '\''),
    ('я', 'z'),
    ('ч', 'x'),
    ('с', 'c'),
    ('м', 'v'),
    ('и', 'b'),
    ('т', 'n'),
    ('ь', 'm'),
    ('б', ','),
    ('ю', '.'),
    ('ё', '`'),
];

/// The same keys with Shift, where the English layout has punctuation.
const SHIFTED: [(char, char); 7] = [
    ('Х', '{'),
    ('Ъ', '}'),
    ('Ж', ':'),
    ('Э', '"'),
    ('Б', '<'),
    ('Ю', '>'),
    ('Ё', '~'),
];

/// The English character on the physical key of this Russian letter; `None` for everything that
/// is not a Russian letter. For commands.
pub fn to_command(c: char) -> Option<char> {
    if let Some((_, english)) = SHIFTED.iter().find(|(russian, _)| *russian == c) {
        return Some(*english);
    }
    let lower = single(c.to_lowercase())?;
    let (_, english) = KEYS.iter().find(|(russian, _)| *russian == lower)?;
    Some(if lower == c {
        *english
    } else {
        english.to_ascii_uppercase()
    })
}

/// The Russian character on the physical key of this English one; others stay. For data: `y` is
/// «н», `j` is «о», `,` is «б», `g` is «п». Latin `h` and `o` are taken for the look-alikes «н»
/// and «о», because the letters on their keys («р», «щ») are no marks. `|` is the slash of the
/// Russian layout. A slash and a full stop stay: what they mean, what
/// was typed before them says.
pub fn to_data_char(c: char) -> char {
    match c {
        'h' => return 'н',
        'H' => return 'Н',
        'o' => return 'о',
        'O' => return 'О',
        '|' => return '/',
        '.' => return c,
        _ => {}
    }
    if let Some((russian, _)) = SHIFTED.iter().find(|(_, english)| *english == c) {
        return *russian;
    }
    let lower = c.to_ascii_lowercase();
    match KEYS.iter().find(|(_, english)| *english == lower) {
        Some((russian, _)) if lower == c => *russian,
        Some((russian, _)) => single(russian.to_uppercase()).unwrap_or(c),
        None => c,
    }
}

/// A word as it may have been meant when it is searched for: as typed, as on the same physical
/// keys of the Russian layout, and of the English one. Unlike data, every key counts as the key it
/// is: `ghb` is «при», `ds[jl` is «выход», `k.,jq` is «любой».
pub fn readings(word: &str) -> [String; 3] {
    let word = word.to_lowercase();
    let russian = word.chars().map(|c| {
        let key = KEYS.iter().find(|(_, english)| *english == c);
        let shifted = SHIFTED.iter().find(|(_, english)| *english == c);
        match (key, shifted) {
            (Some((russian, _)), _) => *russian,
            (None, Some((russian, _))) => single(russian.to_lowercase()).unwrap_or(c),
            (None, None) => c,
        }
    });
    let russian = russian.collect();
    let english = word.chars().map(|c| to_command(c).unwrap_or(c)).collect();
    [word, russian, english]
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let only = chars.next()?;
    chars.next().is_none().then_some(only)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::{readings, to_command, to_data_char};

    /// The two layouts row by row, written independently of the table.
    const ROWS: [(&str, &str); 8] = [
        ("ё", "`"),
        ("йцукенгшщзхъ", "qwertyuiop[]"),
        ("фывапролджэ", "asdfghjkl;'"),
        ("ячсмитьбю", "zxcvbnm,."),
        ("Ё", "~"),
        ("ЙЦУКЕНГШЩЗХЪ", "QWERTYUIOP{}"),
        ("ФЫВАПРОЛДЖЭ", "ASDFGHJKL:\""),
        ("ЯЧСМИТЬБЮ", "ZXCVBNM<>"),
    ];

    #[test]
    fn all_66_letters_fold_to_their_physical_key() {
        let mut letters = 0;
        for (russian, english) in ROWS {
            for (r, e) in russian.chars().zip(english.chars()) {
                assert_eq!(to_command(r), Some(e), "{r}");
                letters += 1;
            }
        }
        assert_eq!(letters, 66);
    }

    #[test]
    fn every_english_key_is_data_on_its_physical_key_save_three() {
        for (russian, english) in ROWS {
            for (r, e) in russian.chars().zip(english.chars()) {
                let expected = match e {
                    'h' => 'н',
                    'H' => 'Н',
                    'o' => 'о',
                    'O' => 'О',
                    '.' => '.',
                    _ => r,
                };
                assert_eq!(to_data_char(e), expected, "{e}");
                assert_eq!(to_data_char(r), r, "Russian letters are data as they are");
            }
        }
    }

    #[test]
    fn ascii_is_never_folded_for_commands() {
        for c in '\0'..='\u{7f}' {
            assert_eq!(to_command(c), None, "{c:?}");
        }
        for c in ['№', 'і', 'ў', 'é', '→', '語'] {
            assert_eq!(to_command(c), None, "{c:?}");
        }
    }

    #[rstest]
    #[case::absent("y", "н")]
    #[case::absent_upper("Y", "Н")]
    #[case::absent_lookalike("h", "н")]
    #[case::late("j", "о")]
    #[case::late_lookalike("o", "о")]
    #[case::late_minutes("j12", "о12")]
    #[case::late_lookalike_minutes("o12", "о12")]
    #[case::ill(",", "б")]
    #[case::ill_upper("<", "Б")]
    #[case::reason("g", "п")]
    #[case::exempt("jcd", "осв")]
    #[case::exempt_upper("JCD", "ОСВ")]
    #[case::credit("px", "зч")]
    #[case::no_credit("yp", "нз")]
    #[case::not_rated("y/f", "н/а")]
    #[case::not_rated_same_keys("y|f", "н/а")]
    #[case::valid_reason("eg", "уп")]
    #[case::mark("5", "5")]
    #[case::double("4/5", "4/5")]
    #[case::double_same_keys("4|5", "4/5")]
    #[case::point(".", ".")]
    #[case::fill("=", "=")]
    #[case::russian("осв", "осв")]
    #[case::russian_upper("Н/А", "Н/А")]
    fn words(#[case] typed: &str, #[case] expected: &str) {
        assert_eq!(to_data(typed), expected);
    }

    fn to_data(typed: &str) -> String {
        typed.chars().map(to_data_char).collect()
    }

    #[test]
    fn a_searched_word_is_read_in_both_layouts_by_every_key() {
        for (russian, english) in ROWS {
            let lower = russian.to_lowercase();
            assert_eq!(readings(english)[1], lower, "{english}");
            // Shift is no other key: «Ж» is «ж» and `:` is `;`.
            let plain: String = lower.chars().filter_map(to_command).collect();
            assert_eq!(readings(russian)[2], plain, "{russian}");
        }
        assert_eq!(readings("ghb")[1], "при");
        assert_eq!(readings("DS[JL")[1], "выход");
        assert_eq!(readings("йгше")[2], "quit");
        assert_eq!(readings("№ 5"), ["№ 5"; 3]);
    }

    /// What the issue asks for: `н о б п 5 4/5 .` on the same physical keys.
    #[test]
    fn same_physical_keys_same_data() {
        for (russian, english) in [
            ("н", "y"),
            ("о", "j"),
            ("б", ","),
            ("п", "g"),
            ("5", "5"),
            ("4/5", "4|5"),
        ] {
            assert_eq!(to_data(russian), to_data(english), "{russian} {english}");
        }
    }

    proptest! {
        #[test]
        fn data_folds_once(word in "[ -~а-яА-ЯёЁ]{0,6}") {
            let once = to_data(&word);
            prop_assert_eq!(to_data(&once), once);
        }
    }
}
