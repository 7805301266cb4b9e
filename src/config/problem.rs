//! What is wrong with a file that a person wrote, and where.

use std::path::{Path, PathBuf};

use super::{Syntax, Wanted};
use crate::i18n::{Texts, faults::Fault};
use crate::tr;

/// One mistake in a configuration or theme file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Problem {
    /// The file, if it is about one.
    pub path: Option<PathBuf>,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
    /// That line as it stands in the file.
    pub source_line: Option<String>,
    /// The known key that an unknown one looks like.
    pub near: Option<String>,
    pub kind: ProblemKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its variants say what they are")]
pub enum ProblemKind {
    /// The file is no TOML; it is left aside as a whole.
    Malformed {
        /// What is wrong with it.
        syntax: Syntax,
        /// What the parser says, in its own language.
        detail: String,
    },
    /// A value is not what its key wants; the key's default is used.
    WrongType {
        /// The key with its sections; empty if nobody knows.
        key: String,
        /// What the key wants.
        wanted: Wanted,
        /// What the parser says, in its own language.
        detail: String,
    },
    /// A number is too small or too big; the key's default is used.
    OutOfRange {
        /// The key with its sections.
        key: String,
        /// The smallest that makes sense.
        low: u32,
        /// The biggest that makes sense.
        high: u32,
        /// What is used instead.
        usual: u32,
    },
    /// The file is there and cannot be read.
    Unreadable {
        /// What the system says.
        fault: Fault,
    },
    /// The file was asked for and is not there.
    Missing,
    /// Nobody knows this key; it is passed over.
    UnknownKey {
        /// The key with its sections.
        key: String,
    },
    /// The value of this key makes no sense; it is passed over.
    BadValue { key: String },
    /// There is no theme of this name.
    NoTheme { name: String },
}

impl Problem {
    /// A problem that is in no line.
    pub fn plain(kind: ProblemKind) -> Self {
        Self {
            path: None,
            line: None,
            column: None,
            source_line: None,
            near: None,
            kind,
        }
    }

    /// A problem at a byte of a text.
    pub fn at(path: &Path, text: &str, offset: usize, kind: ProblemKind) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count();
        let column = before.chars().rev().take_while(|c| *c != '\n').count();
        Self {
            path: Some(path.to_owned()),
            line: Some(line + 1),
            column: Some(column + 1),
            source_line: text
                .lines()
                .nth(line)
                .filter(|line| !holds_secret(line))
                .map(str::to_owned),
            near: None,
            kind,
        }
    }

    /// A text that is no TOML.
    pub fn malformed(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let kind = ProblemKind::Malformed {
            syntax: Syntax::of(error.message()),
            detail: error.message().to_owned(),
        };
        match error.span() {
            Some(span) => Self::at(path, text, span.start, kind),
            None => Self {
                path: Some(path.to_owned()),
                ..Self::plain(kind)
            },
        }
    }

    /// A file that the system does not let us read.
    pub fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        let kind = ProblemKind::Unreadable {
            fault: Fault::io(error),
        };
        Self {
            path: Some(path.to_owned()),
            ..Self::plain(kind)
        }
    }

    /// Whether the whole file is left aside and defaults are used.
    pub fn is_fatal_for_file(&self) -> bool {
        !matches!(
            self.kind,
            ProblemKind::UnknownKey { .. }
                | ProblemKind::BadValue { .. }
                | ProblemKind::WrongType { .. }
                | ProblemKind::OutOfRange { .. }
        )
    }

    /// Whether a server might do with this mistake what nobody wanted: nothing is known of the
    /// file, or of a key in `[serve]`, or a section is called what none is.
    pub fn concerns_serve(&self) -> bool {
        let of_serve = |key: &str| key == "serve" || key.starts_with("serve.");
        match &self.kind {
            ProblemKind::UnknownKey { key } => {
                of_serve(key) || !key.contains('.') || self.near.as_deref().is_some_and(of_serve)
            }
            ProblemKind::WrongType { key, .. } | ProblemKind::OutOfRange { key, .. } => {
                of_serve(key)
            }
            _ => self.is_fatal_for_file(),
        }
    }

    /// The sentence for a person: file, place, what is wrong, what the program does about it. The
    /// offending line follows on a line of its own.
    pub fn sentence(&self, texts: &Texts) -> String {
        let sentence = self.told(texts, true);
        match &self.source_line {
            Some(line) => format!("{sentence}\n  {}", line.trim()),
            None => sentence,
        }
    }

    /// The same in one line, and without what the program does about it: it does nothing.
    pub fn refusal(&self, texts: &Texts) -> String {
        self.told(texts, false)
    }

    fn told(&self, texts: &Texts, goes_on: bool) -> String {
        let done = if goes_on { "yes" } else { "no" };
        let path = self
            .path
            .as_ref()
            .map(|path| path.display().to_string())
            .unwrap_or_default();
        let place = match (self.line, self.column) {
            (Some(line), Some(column)) => tr!(texts, "problem-place", path, line, column),
            _ => path.into(),
        };
        let place = place.into_owned();
        let raw = |sentence: &str, raw: &str| {
            tr!(texts, "fault-detail", sentence, raw = raw.trim()).into_owned()
        };
        match &self.kind {
            ProblemKind::Malformed { syntax, detail } => {
                let what = syntax.name();
                let sentence = tr!(texts, "problem-malformed", place, what, done);
                if goes_on || *syntax == Syntax::Other {
                    raw(&sentence, detail)
                } else {
                    sentence.into_owned()
                }
            }
            ProblemKind::WrongType {
                key,
                wanted,
                detail,
            } => {
                let (what, choices) = (wanted.name(), wanted.choices());
                let sentence = tr!(
                    texts,
                    "problem-wrong-type",
                    place,
                    key = key.as_str(),
                    what,
                    choices,
                    done
                );
                match wanted {
                    Wanted::Other => raw(&sentence, detail),
                    _ => sentence.into_owned(),
                }
            }
            ProblemKind::OutOfRange {
                key,
                low,
                high,
                usual,
            } => tr!(
                texts,
                "problem-out-of-range",
                place,
                key = key.as_str(),
                low = low.to_string(),
                high = high.to_string(),
                usual = usual.to_string(),
                done
            )
            .into_owned(),
            ProblemKind::Unreadable { fault } => {
                let why = fault.why(texts);
                fault.after(&tr!(texts, "problem-unreadable", place, why, done), texts)
            }
            ProblemKind::Missing => tr!(texts, "problem-missing", place, done).into_owned(),
            ProblemKind::UnknownKey { key } => {
                let sentence = tr!(texts, "problem-unknown-key", place, key, done);
                match self.near.as_deref() {
                    Some(near) => format!("{sentence} {}", tr!(texts, "problem-near-key", near)),
                    None => sentence.into_owned(),
                }
            }
            ProblemKind::BadValue { key } => {
                tr!(texts, "problem-bad-value", place, key).into_owned()
            }
            ProblemKind::NoTheme { name } => tr!(texts, "problem-no-theme", name).into_owned(),
        }
    }
}

/// A line with a password must not get onto a screen or into a log.
fn holds_secret(line: &str) -> bool {
    let address = line
        .split_once("://")
        .is_some_and(|(_, rest)| rest.contains('@'));
    address || line.contains("secret")
}
