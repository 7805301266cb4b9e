//! Reading the configuration file and naming its mistakes.

use std::{io, ops::Range, path::Path};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Config, Problem, ProblemKind, Wanted, ranges, reading};

pub(super) fn load(path: &Path, required: bool) -> (Config, Vec<Problem>) {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(path, &text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let missing = Problem {
                path: Some(path.to_owned()),
                ..Problem::plain(ProblemKind::Missing)
            };
            (
                Config::default(),
                Vec::from_iter(required.then_some(missing)),
            )
        }
        Err(error) => (Config::default(), vec![Problem::unreadable(path, &error)]),
    }
}

pub(super) fn parse(path: &Path, text: &str) -> (Config, Vec<Problem>) {
    // Notepad puts a byte order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            return (
                Config::default(),
                vec![Problem::malformed(path, text, &error)],
            );
        }
    };
    let problem = |offset: Option<usize>, kind| match offset {
        Some(offset) => Problem::at(path, text, offset, kind),
        None => Problem {
            path: Some(path.to_owned()),
            ..Problem::plain(kind)
        },
    };
    let start = |key: &str| place(table.get_ref(), key).map(|span| span.start);
    let mut problems = Vec::new();
    let mut sound = table.clone();
    // One wrong value costs its own key and nothing else: each round takes one out.
    let (mut config, unknown_keys) = loop {
        match read(sound.clone()) {
            Ok(read) => break read,
            Err(error) => {
                let offset = error.span().map(|span| span.start);
                let key = offset.and_then(|offset| reading::key_at(table.get_ref(), offset));
                let taken = offset.is_some_and(|offset| take_out(sound.get_mut(), offset));
                let (Some(key), true) = (key, taken) else {
                    return (
                        Config::default(),
                        vec![Problem::malformed(path, text, &error)],
                    );
                };
                // What stands under a section of keys the keymap tells itself.
                if !key.starts_with("keys.") || key.matches('.').count() < 2 {
                    let kind = wrong_type(key, error.message());
                    problems.push(problem(offset, kind));
                }
            }
        }
    };
    for (key, kind) in ranges::mend(&mut config) {
        problems.push(problem(start(key), kind));
    }
    let known = known_keys();
    problems.extend(unknown_keys.into_iter().map(|key| Problem {
        near: reading::nearest(&key, &known).map(str::to_owned),
        ..problem(start(&key), ProblemKind::UnknownKey { key })
    }));
    problems.sort_by_key(|problem| problem.line);
    (config, problems)
}

/// The configuration, and the keys that nobody knows.
fn read(table: Spanned<DeTable<'_>>) -> Result<(Config, Vec<String>), toml::de::Error> {
    let mut unknown = Vec::new();
    let deserializer = toml::Deserializer::from(table);
    let config = serde_ignored::deserialize(deserializer, |key| unknown.push(key.to_string()))?;
    Ok((config, unknown))
}

fn wrong_type(key: String, said: &str) -> ProblemKind {
    let wanted = match Wanted::of(said) {
        // An enumeration that was given a number does not say its names; given a text it does.
        Wanted::Other => choices(&key).unwrap_or(Wanted::Other),
        wanted => wanted,
    };
    ProblemKind::WrongType {
        key,
        wanted,
        detail: said.to_owned(),
    }
}

fn choices(key: &str) -> Option<Wanted> {
    let (section, name) = key.split_once('.')?;
    let nonsense = format!("[{section}]\n{name} = \"?\"");
    let error = toml::from_str::<Config>(&nonsense).err()?;
    Some(Wanted::of(error.message()))
}

/// Takes the key out whose value holds this byte of the text; says whether there was one.
fn take_out(table: &mut DeTable<'_>, offset: usize) -> bool {
    let mut found = None;
    for (name, value) in table.iter_mut() {
        let span = value.span();
        if let DeValue::Table(inner) = value.get_mut() {
            if take_out(inner, offset) {
                return true;
            }
        } else if (span.start..=span.end).contains(&offset) {
            found = Some(name.get_ref().to_string());
        }
    }
    found.is_some_and(|name| table.remove(name.as_str()).is_some())
}

/// Every key and section of the defaults.
fn known_keys() -> Vec<String> {
    let mut keys = Vec::new();
    if let Ok(toml::Value::Table(sections)) = toml::Value::try_from(Config::default()) {
        for (section, value) in sections {
            if let toml::Value::Table(inner) = value {
                keys.extend(inner.keys().map(|key| format!("{section}.{key}")));
            }
            keys.push(section);
        }
    }
    keys
}

/// Where a dotted key stands.
fn place(table: &DeTable<'_>, key: &str) -> Option<Range<usize>> {
    let (first, rest) = key
        .split_once('.')
        .map_or((key, None), |(a, b)| (a, Some(b)));
    let (name, value) = table.get_key_value(first)?;
    match (rest, value.get_ref()) {
        (Some(rest), DeValue::Table(inner)) => place(inner, rest),
        _ => Some(name.span()),
    }
}
