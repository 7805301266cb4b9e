//! What columns and tables are called, in both languages: a table that was written in one is read
//! in the other.

use crate::i18n::{Language, Texts};
use crate::tr;
use journal::register::RecordKind;
use journal::register::table::{Card, TableColumn};

/// The words of tables.
#[derive(Debug)]
pub struct Heads {
    languages: [Texts; 2],
}

impl Default for Heads {
    fn default() -> Self {
        Self {
            languages: [Language::Ru, Language::En].map(Texts::new),
        }
    }
}

impl Heads {
    /// What a column is called in each language.
    pub fn of(&self, card: &Card, column: &TableColumn) -> Vec<String> {
        let languages = self.languages.iter();
        languages.map(|texts| head(card, column, texts)).collect()
    }

    /// The table that somebody has called so: by its word, or by its name in a language.
    pub fn card(&self, called: &str) -> Option<Card> {
        let called = called.trim().to_lowercase();
        let word = Card::named(&called);
        word.or_else(|| {
            let mut cards = cards().into_iter();
            cards.find(|card| {
                let mut languages = self.languages.iter();
                languages.any(|texts| name(card, texts).to_lowercase() == called)
            })
        })
    }
}

/// Every table: of each kind, in the order in which a school fills them, then those of people.
pub fn cards() -> Vec<Card> {
    let kinds = RecordKind::ALL.iter().map(|kind| Card::of(*kind));
    kinds.chain([Card::staff(), Card::pupils()]).collect()
}

/// What a column is called.
pub fn head(card: &Card, column: &TableColumn, texts: &Texts) -> String {
    let (label, group) = card.label_keys(column);
    let field = texts.get(&label);
    match group {
        Some(group) => tr!(texts, &group, n = column.nth, field).into_owned(),
        None => field.into_owned(),
    }
}

/// What a table is called.
pub fn name(card: &Card, texts: &Texts) -> String {
    texts.get(&card.label_key()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// A head that means two columns would be read as the first.
    #[test]
    fn no_two_columns_of_a_table_have_one_head() {
        let heads = Heads::default();
        for card in cards() {
            let mut seen: BTreeMap<String, String> = BTreeMap::new();
            for column in card.every_column() {
                let name = card.column_name(&column);
                for head in heads.of(&card, &column) {
                    let other = seen.insert(head.to_lowercase(), name.clone());
                    let other = other.filter(|other| *other != name);
                    assert_eq!(other, None, "{}: {head} of {name}", card.word);
                }
            }
        }
    }

    #[test]
    fn a_table_is_known_by_its_word_and_by_its_name_in_both_languages() {
        let heads = Heads::default();
        for card in cards() {
            assert_eq!(heads.card(card.word).as_ref(), Some(&card));
            for texts in &heads.languages {
                let name = name(&card, texts);
                assert!(name.chars().count() <= 31, "{name} fits no sheet");
                assert_eq!(heads.card(&name).as_ref(), Some(&card), "{name}");
            }
        }
        assert_eq!(heads.card("ученики"), Some(Card::pupils()));
        assert_eq!(heads.card("Лист1"), None);
    }
}
