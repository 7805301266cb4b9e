//! Reading the configuration file and naming its mistakes.

use std::{io, ops::Range, path::Path};

use toml::de::{DeTable, DeValue};

use super::{Config, Problem, ProblemKind};

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
    let mut unknown = Vec::new();
    let read = toml::Deserializer::parse(text).and_then(|deserializer| {
        serde_ignored::deserialize(deserializer, |key| unknown.push(key.to_string()))
    });
    match read {
        Ok(config) => {
            let problem = |key: String| {
                let kind = ProblemKind::UnknownKey { key: key.clone() };
                match place(table.get_ref(), &key) {
                    Some(span) => Problem::at(path, text, span.start, kind),
                    None => Problem {
                        path: Some(path.to_owned()),
                        ..Problem::plain(kind)
                    },
                }
            };
            let mut problems: Vec<_> = unknown.into_iter().map(problem).collect();
            problems.sort_by_key(|problem| problem.line);
            (config, problems)
        }
        Err(error) => (
            Config::default(),
            vec![Problem::malformed(path, text, &error)],
        ),
    }
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
