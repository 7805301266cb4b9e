//! What the TOML reader says in English, and which key it means.

use toml::de::{DeTable, DeValue};

/// Why a text is not TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// A quotation mark is missing.
    Quote,
    /// A key or a section stands there twice.
    Twice,
    /// A key without `=` or without a value.
    NoValue,
    /// A bracket is missing.
    Bracket,
    /// Anything else.
    Other,
}

impl Syntax {
    /// The meaning of the reader's words.
    pub fn of(message: &str) -> Self {
        let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
        if says(&["duplicate key", "redefine", "extend"]) {
            Self::Twice
        } else if says(&["quote", "invalid basic string", "invalid literal string"]) {
            Self::Quote
        } else if says(&["no value", "missing value", "missing assignment", "`=`"]) {
            Self::NoValue
        } else if says(&["unclosed", "bracket", "table open"]) {
            Self::Bracket
        } else {
            Self::Other
        }
    }

    /// Its name in the Fluent message.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Twice => "twice",
            Self::NoValue => "no-value",
            Self::Bracket => "bracket",
            Self::Other => "other",
        }
    }
}

/// What a value should have been.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its variants say what they are")]
pub enum Wanted {
    /// A whole number, not below nought.
    Number,
    Text,
    /// One of these texts.
    OneOf(Vec<String>),
    /// A section of keys.
    Section,
    /// A host and a port to listen on.
    Address,
    /// The address of a database.
    Database,
    /// Addresses of machines, without ports.
    Machines,
    /// What only the reader can say.
    Other,
}

impl Wanted {
    /// The meaning of the reader's words.
    pub fn of(message: &str) -> Self {
        let wanted = message
            .rsplit_once("expected ")
            .map_or("", |(_, wanted)| wanted.trim());
        let quoted: Vec<String> = wanted
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect();
        let says = |words: &[&str]| words.iter().any(|word| wanted.contains(word));
        if wanted == "string or table" {
            // What an enumeration says when it is given a number.
            Self::Other
        } else if !quoted.is_empty() {
            Self::OneOf(quoted)
        } else if says(&["string", "str"]) && !wanted.contains("struct") {
            Self::Text
        } else if says(&["map", "struct", "table"]) {
            Self::Section
        } else if says(&["integer"]) || wanted.starts_with(['u', 'i']) {
            Self::Number
        } else {
            Self::Other
        }
    }

    /// Its name in the Fluent message.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Text => "text",
            Self::OneOf(_) => "one-of",
            Self::Section => "section",
            Self::Address => "address",
            Self::Database => "database",
            Self::Machines => "machines",
            Self::Other => "other",
        }
    }

    /// The values that would do, as they are written.
    pub fn choices(&self) -> String {
        let Self::OneOf(choices) = self else {
            return String::new();
        };
        let quoted: Vec<String> = choices.iter().map(|one| format!("\"{one}\"")).collect();
        quoted.join(", ")
    }
}

/// The dotted key whose value holds this byte of the text.
pub fn key_at(table: &DeTable<'_>, offset: usize) -> Option<String> {
    for (name, value) in table {
        let inner = match value.get_ref() {
            DeValue::Table(inner) => key_at(inner, offset),
            _ => None,
        };
        if let Some(inner) = inner {
            return Some(format!("{}.{inner}", name.get_ref()));
        }
        let span = value.span();
        if !matches!(value.get_ref(), DeValue::Table(_))
            && (span.start..=span.end).contains(&offset)
        {
            return Some(name.get_ref().to_string());
        }
    }
    None
}

/// The known key that an unknown one looks like most: the same name in another section, or a
/// slip of the fingers.
pub fn nearest<'a>(key: &str, known: &'a [String]) -> Option<&'a str> {
    /// Below this two names have little in common.
    const ALIKE: f64 = 0.6;
    let split = |key: &'a str| key.rsplit_once('.').unwrap_or(("", key));
    let (section, name) = key.rsplit_once('.').unwrap_or(("", key));
    let likeness = |other: &'a str| {
        let (others_section, others_name) = split(other);
        let own = if others_section == section { 0.05 } else { 0.0 };
        strsim::normalized_damerau_levenshtein(name, others_name) + own
    };
    known
        .iter()
        .map(|other| (likeness(other), other.as_str()))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("client.them", Some("client.theme"))]
    #[case("servr", Some("server"))]
    #[case("client.url", Some("server.url"))]
    #[case("url", Some("server.url"))]
    #[case("serve.adress", None)]
    #[case("serve.databse", Some("serve.database"))]
    fn the_nearest_key(#[case] key: &str, #[case] near: Option<&str>) {
        let known: Vec<String> = [
            "server",
            "server.url",
            "client",
            "client.theme",
            "serve",
            "serve.listen",
            "serve.database",
        ]
        .map(str::to_owned)
        .into();
        assert_eq!(nearest(key, &known), near);
    }

    #[test]
    fn the_readers_words() {
        let choices = "unknown variant `x`, expected one of `auto`, `ru`";
        assert_eq!(Wanted::of(choices).choices(), "\"auto\", \"ru\"");
        let wanted = |text| Wanted::of(text);
        assert_eq!(
            wanted("invalid type: string \"x\", expected u32"),
            Wanted::Number
        );
        assert_eq!(
            wanted("invalid type: integer `1`, expected a string"),
            Wanted::Text
        );
        assert_eq!(
            wanted("invalid type: integer `1`, expected path string"),
            Wanted::Text
        );
        let section = "invalid type: integer `1`, expected struct ServerConfig";
        assert_eq!(wanted(section), Wanted::Section);
        assert_eq!(
            wanted("invalid type: string \"x\", expected a map"),
            Wanted::Section
        );
    }
}
