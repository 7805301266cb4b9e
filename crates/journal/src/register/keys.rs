//! The keys of the words for people: derived from the descriptions, so that none is forgotten.

use super::field::{Field, FieldKind, Kind};
use super::record::RecordKind;
use super::value::Choice;

impl Kind {
    /// Key of the name of one record of the kind: `record-room`.
    pub fn key(&self) -> String {
        format!("record-{}", self.kind)
    }

    /// Key of the name of the list: `record-room-list`.
    pub fn list_key(&self) -> String {
        format!("{}-list", self.key())
    }

    /// Key of what the list is for: `record-room-about`.
    pub fn about_key(&self) -> String {
        format!("{}-about", self.key())
    }

    /// Key of a field's label: `record-room-seats`.
    pub fn field_key(&self, field: &Field) -> String {
        format!("{}-{}", self.key(), field.name.replace('_', "-"))
    }

    /// Key of a field's hint, what to type: `record-room-seats-hint`.
    pub fn hint_key(&self, field: &Field) -> String {
        format!("{}-hint", self.field_key(field))
    }

    /// Key of one of a field's words: `record-period-length-quarter`.
    pub fn choice_key(&self, field: &Field, choice: Choice) -> String {
        format!("{}-{}", self.field_key(field), choice.word)
    }
}

/// The keys of all words for people that the descriptions ask of each language.
pub fn fluent_keys() -> Vec<String> {
    let mut keys = Vec::new();
    for described in RecordKind::ALL.iter().map(|kind| kind.described()) {
        keys.extend([described.key(), described.list_key(), described.about_key()]);
        for field in described.fields {
            keys.extend([described.field_key(field), described.hint_key(field)]);
            if let FieldKind::Choice(choices) = field.kind {
                let choices = choices.iter();
                keys.extend(choices.map(|choice| described.choice_key(field, *choice)));
            }
        }
    }
    keys
}
