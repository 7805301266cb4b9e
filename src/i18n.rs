//! The words a person reads, in Russian and English.
//!
//! They live in Fluent files beside this one, the parts listed below. Both languages have the same keys (a
//! test says so). Drawing may ask for a text at every frame: a plain one is only a look-up and is
//! borrowed.

pub mod dates;
pub mod faults;
pub mod numbers;
pub mod spans;
pub mod terms;

use std::{
    borrow::Cow,
    collections::HashSet,
    sync::{Mutex, OnceLock, PoisonError},
};

use fluent_bundle::{FluentArgs, FluentMessage, FluentResource, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

pub use fluent_bundle::FluentValue as Value;

/// The Fluent files of every language: for each name in the lists `parts/NAME.ru.ftl` and
/// `parts/NAME.en.ftl`. A new part is a line here.
macro_rules! parts {
    ($($(#[$doc:meta])+ $list:ident: $($name:literal),*;)*) => { $(
        $(#[$doc])+
        const $list: &[Part] = &[$(Part {
            name: $name,
            ru: include_str!(concat!("i18n/parts/", $name, ".ru.ftl")),
            en: include_str!(concat!("i18n/parts/", $name, ".en.ftl")),
        },)*];
    )* };
}

parts! {
    /// What a lesson asks for: read at the start.
    LESSON_PARTS: "common", "actions", "faults", "lesson", "problems", "screens", "widgets";
    /// The rest, more than half: a lesson never asks for it, so it is read at the first text that
    /// no part above has.
    LATER_PARTS: "breaches", "class", "cli", "coverage", "debts", "people", "register", "requests",
        "rules", "server", "tables";
}

/// A Fluent file in both languages.
struct Part {
    name: &'static str,
    ru: &'static str,
    en: &'static str,
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Russian, the first.
    #[default]
    Ru,
    /// English.
    En,
}

impl Language {
    /// The language for a choice in the configuration and a locale such as `ru_RU.UTF-8` (the first
    /// of `LC_ALL`, `LC_MESSAGES`, `LANG` that is not empty). Russian unless one says English.
    pub fn choose(configured: Option<Self>, locale: Option<&str>) -> Self {
        let tongue = locale
            .unwrap_or_default()
            .split(['_', '.', '-', '@'])
            .next();
        configured.unwrap_or(match tongue {
            Some("en") => Self::En,
            _ => Self::Ru,
        })
    }

    fn source(self, part: &'static Part) -> &'static str {
        match self {
            Self::Ru => part.ru,
            Self::En => part.en,
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        let name = match self {
            Self::Ru => "ru",
            Self::En => "en",
        };
        name.parse().unwrap_or_default()
    }
}

/// The texts of one language.
pub struct Texts {
    language: Language,
    lesson: FluentBundle<FluentResource>,
    later: OnceLock<FluentBundle<FluentResource>>,
    /// Keys already complained about.
    missed: Mutex<HashSet<String>>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl Texts {
    /// All texts of a language.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            lesson: bundle(language, LESSON_PARTS),
            later: OnceLock::new(),
            missed: Mutex::default(),
        }
    }

    /// The language that its words are in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of a key, `message` or `message.attribute`. A key that does not exist is shown as
    /// it is and logged once.
    pub fn get(&self, key: &str) -> Cow<'_, str> {
        self.resolve(key, None)
    }

    /// The text of a key with values for its variables; [`tr!`](crate::tr) is the short way.
    pub fn format<'a>(&self, key: &str, values: &[(&'a str, Value<'a>)]) -> Cow<'_, str> {
        let args: FluentArgs<'a> = values.iter().cloned().collect();
        self.resolve(key, Some(&args))
    }

    /// What somebody has said, in the quotation marks of the language.
    pub fn quoted(&self, text: &str) -> String {
        crate::tr!(self, "quoted", text).into_owned()
    }

    /// Whether there is a text of this key.
    pub fn has(&self, key: &str) -> bool {
        let (id, attribute) = split(key);
        self.message(id)
            .is_some_and(|(_, message)| match attribute {
                Some(attribute) => message.get_attribute(attribute).is_some(),
                None => message.value().is_some(),
            })
    }

    /// A message and the bundle that can put values into it.
    fn message(&self, id: &str) -> Option<(&FluentBundle<FluentResource>, FluentMessage<'_>)> {
        if let Some(message) = self.lesson.get_message(id) {
            return Some((&self.lesson, message));
        }
        let later = || bundle(self.language, LATER_PARTS);
        let later = self.later.get_or_init(later);
        Some((later, later.get_message(id)?))
    }

    fn resolve(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'_, str> {
        let (id, attribute) = split(key);
        let found = self.message(id).and_then(|(bundle, message)| {
            let pattern = match attribute {
                Some(attribute) => message.get_attribute(attribute)?.value(),
                None => message.value()?,
            };
            Some((bundle, pattern))
        });
        let Some((bundle, pattern)) = found else {
            self.complain(key, "there is no such text");
            return Cow::Owned(key.to_owned());
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors);
        if !errors.is_empty() {
            self.complain(key, "a text lacks a value");
        }
        text
    }

    fn complain(&self, key: &str, what: &str) {
        let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
        if missed.insert(key.to_owned()) {
            tracing::warn!(key, "{what}");
        }
    }
}

/// The texts of some parts.
fn bundle(language: Language, parts: &'static [Part]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
    // The marks around placeables are invisible for a person and visible for a terminal.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Ru => |value, _| numbers::with_comma(value),
        Language::En => |_, _| None,
    }));
    for part in parts {
        // What could be read of a broken part is used; a test keeps parts whole.
        let resource = FluentResource::try_new(language.source(part).to_owned()).unwrap_or_else(
            |(readable, errors)| {
                tracing::error!(part.name, ?errors, "a part of the texts is broken");
                readable
            },
        );
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(part.name, ?errors, "a text is given twice");
        }
    }
    bundle
}

/// Message and attribute of a key.
fn split(key: &str) -> (&str, Option<&str>) {
    key.split_once('.')
        .map_or((key, None), |(id, attribute)| (id, Some(attribute)))
}

/// The text of a key, with values by name: `tr!(texts, "outbox-size", n = 3, name)`, where `name`
/// alone stands for `name = name`. Gives a `Cow<str>`.
#[macro_export]
macro_rules! tr {
    ($texts:expr, $key:expr $(,)?) => { $texts.get($key) };
    ($texts:expr, $key:expr, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $texts.format($key, &[$((stringify!($name), $crate::tr!(@value $name $($value)?))),+])
    };
    (@value $name:ident) => { $crate::i18n::Value::from($name) };
    (@value $name:ident $value:expr) => { $crate::i18n::Value::from($value) };
}

#[cfg(test)]
mod tests;
