//! What columns and tables are called, in both languages: a table that was written in one is read
//! in the other.

use crate::i18n::{Language, Texts};
use crate::tr;
use journal::register::RecordKind;
use journal::register::table::{TableColumn, TableShape};

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
    pub fn of(&self, shape: &TableShape, column: &TableColumn) -> Vec<String> {
        let languages = self.languages.iter();
        languages.map(|texts| head(shape, column, texts)).collect()
    }

    /// The table that somebody has called so: by its word, or by its name in a language.
    pub fn shape(&self, called: &str) -> Option<TableShape> {
        let called = called.trim().to_lowercase();
        let word = TableShape::named(&called);
        word.or_else(|| {
            let mut shapes = shapes().into_iter();
            shapes.find(|shape| {
                let mut languages = self.languages.iter();
                languages.any(|texts| name(shape, texts).to_lowercase() == called)
            })
        })
    }
}

/// Every table: of each kind, in the order in which a school fills them, then those of people.
pub fn shapes() -> Vec<TableShape> {
    let kinds = RecordKind::ALL.iter().map(|kind| TableShape::of(*kind));
    kinds
        .chain([TableShape::staff(), TableShape::pupils()])
        .collect()
}

/// What a column is called.
pub fn head(shape: &TableShape, column: &TableColumn, texts: &Texts) -> String {
    let (label, group) = shape.label_keys(column);
    let field = texts.get(&label);
    match group {
        Some(group) => tr!(texts, &group, n = column.nth, field).into_owned(),
        None => field.into_owned(),
    }
}

/// What a table is called.
pub fn name(shape: &TableShape, texts: &Texts) -> String {
    texts.get(&shape.label_key()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// A head that means two columns would be read as the first.
    #[test]
    fn no_two_columns_of_a_table_have_one_head() {
        let heads = Heads::default();
        for shape in shapes() {
            let mut seen: BTreeMap<String, String> = BTreeMap::new();
            for column in shape.every_column() {
                let name = shape.column_name(&column);
                for head in heads.of(&shape, &column) {
                    let other = seen.insert(head.to_lowercase(), name.clone());
                    let other = other.filter(|other| *other != name);
                    assert_eq!(other, None, "{}: {head} of {name}", shape.word);
                }
            }
        }
    }

    #[test]
    fn a_table_is_known_by_its_word_and_by_its_name_in_both_languages() {
        let heads = Heads::default();
        for shape in shapes() {
            assert_eq!(heads.shape(shape.word).as_ref(), Some(&shape));
            for texts in &heads.languages {
                let name = name(&shape, texts);
                assert!(name.chars().count() <= 31, "{name} fits no sheet");
                assert_eq!(heads.shape(&name).as_ref(), Some(&shape), "{name}");
            }
        }
        assert_eq!(heads.shape("ученики"), Some(TableShape::pupils()));
        assert_eq!(heads.shape("Лист1"), None);
    }
}
