//! Every value of a profile with its clause, for whoever checks it against the document.

use super::profile::{ProfileError, Regulation};
use super::verdict::Clause;
use toml::{Table, Value};

/// A value of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileValue {
    /// Where it stands in the file: `deadlines.marks.latest`.
    pub key: String,
    /// What it is: `due = "2 days after lesson"`; nothing where the clause alone is the value.
    pub value: String,
    /// What says so.
    pub clause: Clause,
}

/// The fields of a clause, which stand in the table of the value.
const OF_CLAUSE: [&str; 3] = ["id", "cite", "words"];
/// The fields that tell values of a list apart.
const NAMES: [&str; 3] = ["of", "who", "entering"];

impl Regulation {
    /// Its values, in the order of their keys.
    ///
    /// # Errors
    /// When it cannot be written as a profile.
    pub fn values(&self) -> Result<Vec<ProfileValue>, ProfileError> {
        let mut values = Vec::new();
        walk(&Table::try_from(self)?, "", &mut values);
        Ok(values)
    }
}

fn walk(table: &Table, key: &str, values: &mut Vec<ProfileValue>) {
    let text = |field: &str| table.get(field).and_then(Value::as_str).unwrap_or_default();
    // A profile has an id itself, and cites nothing.
    if !text("cite").is_empty() {
        values.push(ProfileValue {
            key: key.to_owned(),
            value: own(table),
            clause: Clause {
                id: text("id").to_owned(),
                cite: text("cite").to_owned(),
                words: text("words").to_owned(),
            },
        });
    }
    for (name, value) in table {
        let key = if key.is_empty() {
            name.clone()
        } else {
            format!("{key}.{name}")
        };
        match value {
            Value::Table(inner) => walk(inner, &key, values),
            Value::Array(items) => {
                let items = items.iter().filter_map(Value::as_table);
                items.for_each(|item| walk(item, &named(&key, item), values));
            }
            _ => {}
        }
    }
}

/// `windows.mark+period-mark.correction`.
fn named(key: &str, item: &Table) -> String {
    let names = NAMES.iter().filter_map(|name| match item.get(*name)? {
        Value::Array(all) => {
            let all: Vec<_> = all.iter().filter_map(Value::as_str).collect();
            Some(all.join("+"))
        }
        name => name.as_str().map(str::to_owned),
    });
    std::iter::once(key.to_owned())
        .chain(names)
        .collect::<Vec<_>>()
        .join(".")
}

/// What stands beside the clause.
fn own(table: &Table) -> String {
    let is_own = |(name, value): &(&String, &Value)| {
        let of_list = value
            .as_array()
            .is_some_and(|all| all.iter().any(Value::is_table));
        let said = [&OF_CLAUSE[..], &NAMES[..]]
            .concat()
            .contains(&name.as_str());
        !said && !value.is_table() && !of_list
    };
    let own = table.iter().filter(is_own);
    let own = own.map(|(name, value)| format!("{name} = {value}"));
    own.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_stands_beside_the_words_of_its_clause() {
        for id in Regulation::shipped_ids() {
            let values = Regulation::shipped(id).unwrap().values().unwrap();
            for value in &values {
                assert!(!value.clause.words.is_empty(), "{id}: {value:?}");
            }
            let of = |key: &str| values.iter().filter(|value| value.key == key).count();
            assert_eq!(of("deadlines.attendance"), 1, "{id}");
        }
    }

    #[test]
    fn a_value_is_named_by_where_it_stands() {
        let values = Regulation::shipped("sergiev-posad-14")
            .unwrap()
            .values()
            .unwrap();
        let of = |key: &str| {
            let mut values = values.iter();
            let value = values.find(|value| value.key == key).unwrap();
            (value.value.as_str(), value.clause.id.as_str())
        };
        let latest = (r#"due = "2 days after lesson""#, "SP14-8d");
        assert_eq!(of("deadlines.marks.latest"), latest);
        let window = (
            r#"closes = "14 days after lesson", opened_by = "admin""#,
            "SP14-13j",
        );
        assert_eq!(of("windows.mark+period-mark.correction"), window);
        assert_eq!(of("rights.year_closed"), ("", "SP14-13h"));
    }
}
