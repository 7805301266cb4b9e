//! The `[keys.…]` sections of a TOML file, with the line of every mistake.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Binding, Context};
use crate::action::Action;
use crate::input::key::Key;

/// A mistake in a keymap. It never stops the program.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct KeymapProblem {
    /// The line in the file, from 1.
    pub line: usize,
    /// The section, `keys.grid`.
    pub section: String,
    /// The key as it was written, empty when the mistake is elsewhere.
    pub key: String,
    pub kind: KeymapProblemKind,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeymapProblemKind {
    /// The file is not TOML; the parser's words.
    Syntax(String),
    /// There is no such section.
    UnknownSection,
    /// This is not the name of a key.
    UnknownKey,
    /// The value is not a text.
    NotText,
    /// There is no such action.
    UnknownAction(String),
    /// In a field of text this key types a character and cannot be taken.
    TypesText,
}

impl KeymapProblem {
    /// The Fluent message for people; its arguments are `line`, `section`, `key`, `detail`.
    pub fn message(&self) -> &'static str {
        match self.kind {
            KeymapProblemKind::Syntax(_) => "keys-problem-syntax",
            KeymapProblemKind::UnknownSection => "keys-problem-section",
            KeymapProblemKind::UnknownKey => "keys-problem-key",
            KeymapProblemKind::NotText => "keys-problem-value",
            KeymapProblemKind::UnknownAction(_) => "keys-problem-action",
            KeymapProblemKind::TypesText => "keys-problem-typing",
        }
    }

    /// The `detail` argument of the message.
    pub fn detail(&self) -> &str {
        match &self.kind {
            KeymapProblemKind::Syntax(detail) | KeymapProblemKind::UnknownAction(detail) => detail,
            _ => "",
        }
    }
}

/// All bindings that could be understood, and what could not.
pub fn read(source: &str) -> (Vec<Binding>, Vec<KeymapProblem>) {
    let mut reader = Reader {
        source,
        bindings: Vec::new(),
        problems: Vec::new(),
    };
    match DeTable::parse(source) {
        Ok(table) => reader.file(table.get_ref()),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let kind = KeymapProblemKind::Syntax(error.message().to_owned());
            reader.problem(at, "", "", kind);
        }
    }
    reader.bindings.sort_by_key(|(at, _)| *at);
    reader.problems.sort_by_key(|problem| problem.line);
    (
        reader
            .bindings
            .into_iter()
            .map(|(_, binding)| binding)
            .collect(),
        reader.problems,
    )
}

struct Reader<'a> {
    source: &'a str,
    /// With the place in the file: the parser sorts keys by name.
    bindings: Vec<(usize, Binding)>,
    problems: Vec<KeymapProblem>,
}

impl Reader<'_> {
    fn problem(&mut self, at: usize, section: &str, key: &str, kind: KeymapProblemKind) {
        let line = 1 + self
            .source
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count();
        self.problems.push(KeymapProblem {
            line,
            section: section.to_owned(),
            key: key.to_owned(),
            kind,
        });
    }

    fn file(&mut self, file: &DeTable<'_>) {
        let Some((name, keys)) = file
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == "keys")
        else {
            return;
        };
        let DeValue::Table(sections) = keys.get_ref() else {
            self.problem(
                name.span().start,
                "keys",
                "",
                KeymapProblemKind::UnknownSection,
            );
            return;
        };
        for (name, section) in sections {
            let path = format!("keys.{}", name.get_ref());
            let known = Context::from_name(name.get_ref());
            if let (Some(context), DeValue::Table(section)) = (known, section.get_ref()) {
                for (key, value) in section {
                    self.line(context, &path, key.span().start, key.get_ref(), value);
                }
            } else {
                let at = name.span().start;
                self.problem(at, &path, "", KeymapProblemKind::UnknownSection);
            }
        }
    }

    fn line(
        &mut self,
        context: Context,
        section: &str,
        at: usize,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) {
        match binding(context, name, value.get_ref()) {
            Ok(binding) => self.bindings.push((at, binding)),
            Err(kind) => self.problem(at, section, name, kind),
        }
    }
}

fn binding(
    context: Context,
    name: &str,
    value: &DeValue<'_>,
) -> Result<Binding, KeymapProblemKind> {
    let key: Key = name.parse().map_err(|_| KeymapProblemKind::UnknownKey)?;
    if context == Context::Text && key.typed().is_some() {
        return Err(KeymapProblemKind::TypesText);
    }
    let DeValue::String(value) = value else {
        return Err(KeymapProblemKind::NotText);
    };
    let action = match value.as_ref() {
        "none" => None,
        id => Some(
            Action::from_id(id).ok_or_else(|| KeymapProblemKind::UnknownAction(id.to_owned()))?,
        ),
    };
    Ok(Binding {
        context,
        key,
        action,
    })
}
