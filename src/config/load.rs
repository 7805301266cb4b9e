//! Reading the configuration file and naming its mistakes.

use std::{io, ops::Range, path::Path};

use toml::de::{DeTable, DeValue};

use super::{Config, Problem, ProblemKind, Wanted, reading};

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
    let mut unknown_keys = Vec::new();
    let read = toml::Deserializer::parse(text).and_then(|deserializer| {
        serde_ignored::deserialize(deserializer, |key| unknown_keys.push(key.to_string()))
    });
    let problem = |offset: Option<usize>, kind| match offset {
        Some(offset) => Problem::at(path, text, offset, kind),
        None => Problem {
            path: Some(path.to_owned()),
            ..Problem::plain(kind)
        },
    };
    match read {
        Ok(config) => {
            let known = known_keys();
            let unknown = |key: &String| {
                let offset = place(table.get_ref(), key).map(|span| span.start);
                Problem {
                    near: reading::nearest(key, &known).map(str::to_owned),
                    ..problem(offset, ProblemKind::UnknownKey { key: key.clone() })
                }
            };
            let mut problems: Vec<_> = unknown_keys.iter().map(unknown).collect();
            problems.sort_by_key(|problem| problem.line);
            (config, problems)
        }
        Err(error) => {
            let offset = error.span().map(|span| span.start);
            let key = offset.and_then(|offset| reading::key_at(table.get_ref(), offset));
            let kind = ProblemKind::WrongType {
                key: key.unwrap_or_default(),
                wanted: Wanted::of(error.message()),
                detail: error.message().to_owned(),
            };
            (Config::default(), vec![problem(offset, kind)])
        }
    }
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
