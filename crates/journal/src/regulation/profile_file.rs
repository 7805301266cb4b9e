//! A profile as a file that a person writes: what nobody reads there is a mistake, told with its place.
//!
//! Profiles also travel, and there a field that is not known yet is passed over. Most of a profile's
//! parts take a clause in among their own keys, and serde keeps quiet about what is left over then. So
//! what was read is written back: a key that does not come back is unknown, or says what goes without
//! saying. Which of the two, a value tells that no key takes.

use super::profile::Regulation;
use serde::Deserialize as _;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue, Error};

/// The largest file that is read, in bytes; the largest that is shipped has 14 KiB.
pub const PROFILE_FILE_LIMIT: usize = 256 * 1024;

/// What is wrong in the file of a profile, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {fault}")]
pub struct ProfileFileError {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What it is.
    pub fault: ProfileFault,
}

/// What is wrong in the file of a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileFault {
    /// No rule is called so.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// As it is written there.
        key: String,
        /// Keys of which one may be meant.
        known: Vec<String>,
    },
    /// It is not TOML, a rule is not there, or its value is none of it.
    #[error("{0}")]
    Value(String),
}

/// A step into a file: to the value of a key, or of a list.
#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Item(usize),
}

/// A key of a table somewhere in a file.
struct Place {
    /// The table.
    of: Vec<Step>,
    key: String,
    span: Range<usize>,
}

struct File<'t> {
    text: &'t str,
    top: Spanned<DeTable<'t>>,
}

impl Regulation {
    /// Reads the file of a profile.
    ///
    /// # Errors
    /// As [`Self::from_toml`], and of the first key that is not known.
    pub fn from_file(text: &str) -> Result<Self, ProfileFileError> {
        let value = |error: Error| ProfileFault::Value(error.message().to_owned());
        let top = match DeTable::parse(text) {
            Ok(top) => top,
            Err(error) => {
                let span = error.span().unwrap_or_default();
                return Err(at(text, span.start, value(error)));
            }
        };
        let file = File { text, top };
        match file.read() {
            Ok(read) => match file.unknown(&read) {
                Some(error) => Err(error),
                None => Ok(read),
            },
            Err(error) => {
                let span = error.span().unwrap_or_default();
                Err(file.misspelt(&error, &span).unwrap_or_else(|| {
                    let start = file.inside(&error, &span).unwrap_or(span.start);
                    at(text, start, value(error))
                }))
            }
        }
    }
}

impl<'t> File<'t> {
    fn read(&self) -> Result<Regulation, Error> {
        Self::read_of(self.top.clone())
    }

    fn read_of(top: Spanned<DeTable<'t>>) -> Result<Regulation, Error> {
        Regulation::deserialize(toml::Deserializer::from(top))
    }

    /// The first key of which nothing was read.
    fn unknown(&self, read: &Regulation) -> Option<ProfileFileError> {
        // What cannot be written back is judged key by key.
        let written = toml::Table::try_from(read).unwrap_or_default();
        let mut places = Vec::new();
        lost(self.top.get_ref(), &written, &mut Vec::new(), &mut places);
        places.sort_by_key(|place| place.span.start);
        let unknown = places
            .iter()
            .find(|it| !self.takes(&it.of, &it.key, &it.span))?;
        let known = known_keys().into_iter();
        let known = known.filter(|key| self.takes(&unknown.of, key, &unknown.span));
        Some(self.unknown_key(unknown.span.start, &unknown.key, known.collect()))
    }

    /// Whether the table there has a rule under that key: no rule takes both of these values.
    fn takes(&self, of: &[Step], key: &str, span: &Range<usize>) -> bool {
        let wrong = [DeValue::Boolean(true), DeValue::Array(DeArray::new())];
        wrong.into_iter().any(|wrong| {
            let tried = self.with(of, key, span, Some(wrong));
            tried.is_some_and(|read| read.is_err())
        })
    }

    /// What is read with another value of a key, or without it.
    fn with(
        &self,
        of: &[Step],
        key: &str,
        span: &Range<usize>,
        value: Option<DeValue<'t>>,
    ) -> Option<Result<Regulation, Error>> {
        let mut top = self.top.clone();
        let table = table_of(top.get_mut(), of)?;
        table.remove(key);
        if let Some(value) = value {
            let key = DeString::Owned(key.to_owned());
            let key = Spanned::new(span.clone(), key);
            table.insert(key, Spanned::new(span.clone(), value));
        }
        Some(Self::read_of(top))
    }

    /// A rule that is not there may be there under a key that no profile knows.
    fn misspelt(&self, error: &Error, span: &Range<usize>) -> Option<ProfileFileError> {
        // Some parts take in no clause and say themselves what they know.
        if let Some(said) = error.message().strip_prefix("unknown field `") {
            let mut names = said.split('`').step_by(2).map(str::to_owned);
            let (key, known) = (names.next()?, names.collect());
            return Some(self.unknown_key(span.start, &key, known));
        }
        let missing = error.message().strip_prefix("missing field `")?;
        let missing = missing.trim_end_matches('`');
        let known = known_keys();
        let keys = self.keys_of(span);
        let unknown = keys.iter().find(|place| !known.contains(&place.key))?;
        let known = vec![missing.to_owned()];
        Some(self.unknown_key(unknown.span.start, &unknown.key, known))
    }

    /// Where the value stands that an error tells of, if it tells but the table: a clause is read
    /// after the rest of its table, when places are forgotten.
    fn inside(&self, error: &Error, span: &Range<usize>) -> Option<usize> {
        let same = |read: &Result<Regulation, Error>| {
            let told = read.as_ref().err();
            told.is_some_and(|told| told.message() == error.message())
        };
        let keys = self.keys_of(span);
        let place = keys.iter().find(|it| {
            let with = |value| self.with(&it.of, &it.key, &it.span, value);
            let wrong = with(Some(DeValue::Boolean(true)));
            let of_clause = wrong.is_some_and(|wrong| {
                let told = wrong.err().and_then(|told| told.span());
                told.as_ref() == Some(span)
            });
            of_clause && with(None).is_some_and(|without| !same(&without))
        });
        place.map(|place| place.span.start)
    }

    /// The keys of the table that stands exactly there.
    fn keys_of(&self, span: &Range<usize>) -> Vec<Place> {
        let mut all = Vec::new();
        if self.top.span() == *span {
            own_keys(self.top.get_ref(), &[], &mut all);
        }
        tables(self.top.get_ref(), &mut Vec::new(), &mut |of, at, table| {
            if at == *span && all.is_empty() {
                own_keys(table, of, &mut all);
            }
        });
        all.sort_by_key(|place| place.span.start);
        all
    }

    fn unknown_key(&self, start: usize, key: &str, known: Vec<String>) -> ProfileFileError {
        let key = key.to_owned();
        at(self.text, start, ProfileFault::UnknownKey { key, known })
    }
}

fn own_keys(table: &DeTable<'_>, of: &[Step], into: &mut Vec<Place>) {
    into.extend(table.keys().map(|key| Place {
        of: of.to_vec(),
        key: key.get_ref().to_string(),
        span: key.span(),
    }));
}

/// The keys that do not come back when what was read is written.
fn lost(table: &DeTable<'_>, back: &toml::Table, way: &mut Vec<Step>, into: &mut Vec<Place>) {
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let Some(back) = back.get(name) else {
            into.push(Place {
                of: way.clone(),
                key: name.to_owned(),
                span: key.span(),
            });
            continue;
        };
        way.push(Step::Key(name.to_owned()));
        match (value.get_ref(), back) {
            (DeValue::Table(table), toml::Value::Table(back)) => lost(table, back, way, into),
            (DeValue::Array(items), toml::Value::Array(back)) => {
                for (place, pair) in items.iter().zip(back).enumerate() {
                    if let (DeValue::Table(table), toml::Value::Table(back)) =
                        (pair.0.get_ref(), pair.1)
                    {
                        way.push(Step::Item(place));
                        lost(table, back, way, into);
                        way.pop();
                    }
                }
            }
            _ => {}
        }
        way.pop();
    }
}

/// Every table below one, with the way to it and its place.
fn tables(
    table: &DeTable<'_>,
    way: &mut Vec<Step>,
    visit: &mut impl FnMut(&[Step], Range<usize>, &DeTable<'_>),
) {
    for (key, value) in table {
        way.push(Step::Key(key.get_ref().to_string()));
        match value.get_ref() {
            DeValue::Table(inner) => {
                visit(way, value.span(), inner);
                tables(inner, way, visit);
            }
            DeValue::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    if let DeValue::Table(inner) = item.get_ref() {
                        way.push(Step::Item(place));
                        visit(way, item.span(), inner);
                        tables(inner, way, visit);
                        way.pop();
                    }
                }
            }
            _ => {}
        }
        way.pop();
    }
}

fn table_of<'d, 't>(table: &'d mut DeTable<'t>, way: &[Step]) -> Option<&'d mut DeTable<'t>> {
    let mut steps = way.iter();
    let Some(Step::Key(key)) = steps.next() else {
        return Some(table);
    };
    let mut value = table.get_mut(key.as_str())?.get_mut();
    for step in steps {
        value = match (step, value) {
            (Step::Key(key), DeValue::Table(table)) => table.get_mut(key.as_str())?.get_mut(),
            (Step::Item(place), DeValue::Array(items)) => items.get_mut(*place)?.get_mut(),
            _ => return None,
        };
    }
    match value {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// The keys that the shipped profiles use, wherever.
fn known_keys() -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for text in Regulation::shipped_texts() {
        let Ok(top) = DeTable::parse(text) else {
            continue;
        };
        let mut see = |table: &DeTable<'_>| {
            known.extend(table.keys().map(|key| key.get_ref().to_string()));
        };
        see(top.get_ref());
        tables(top.get_ref(), &mut Vec::new(), &mut |_, _, table| {
            see(table)
        });
    }
    known
}

fn at(text: &str, start: usize, fault: ProfileFault) -> ProfileFileError {
    let before = text.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    ProfileFileError {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
        fault,
    }
}
