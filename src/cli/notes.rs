//! What is wrong with the files that a person wrote, as sentences.

use crate::config::Problem;
use crate::i18n::Texts;
use crate::input::keymap::KeymapProblem;
use crate::tr;

/// Sentences about configuration, theme and keys, in the order in which they were found.
#[derive(Debug, Default)]
pub struct Notes {
    notes: Vec<Note>,
}

/// A sentence, and as it fits into the one line of a screen.
#[derive(Debug)]
pub struct Note {
    /// All of it.
    pub whole: String,
    short: String,
    /// It is about a line of its file, which can be corrected.
    pub of_a_line: bool,
    /// A server is not started with it.
    pub stops_serve: bool,
}

impl Notes {
    /// What is wrong with a configuration or a theme.
    pub fn of(problems: &[Problem], texts: &Texts) -> Self {
        let mut notes = Self::default();
        problems
            .iter()
            .for_each(|problem| notes.add(problem, texts));
        notes
    }

    /// One more.
    pub fn add(&mut self, problem: &Problem, texts: &Texts) {
        self.notes.push(Note {
            whole: problem.sentence(texts),
            short: short(problem, texts),
            of_a_line: problem.line.is_some(),
            stops_serve: cfg!(feature = "server") && problem.concerns_serve(),
        });
    }

    /// One about a key.
    pub fn add_key(&mut self, problem: &KeymapProblem, texts: &Texts) {
        let text = tr!(
            texts,
            problem.message(),
            line = problem.line,
            section = problem.section.as_str(),
            key = problem.key.as_str(),
            detail = problem.detail()
        )
        .into_owned();
        self.notes.push(Note {
            whole: text.clone(),
            short: text,
            of_a_line: true,
            stops_serve: false,
        });
    }

    /// All sentences in full.
    pub fn whole(&self) -> impl Iterator<Item = &str> {
        self.notes.iter().map(|note| note.whole.as_str())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// The first one for the line above the status, with the number of the others.
    pub fn first(&self, texts: &Texts) -> Option<String> {
        let first = &self.notes.first()?.short;
        Some(match self.notes.len() - 1 {
            0 => first.clone(),
            more => format!("{first} {}", tr!(texts, "notes-more", count = more)),
        })
    }
}

/// The line as it was written comes first: a narrow screen cuts the end.
fn short(problem: &Problem, texts: &Texts) -> String {
    let file = problem.path.as_ref().and_then(|path| path.file_name());
    let (Some(file), Some(line)) = (file, problem.line) else {
        return problem.sentence(texts).replace('\n', " ");
    };
    let file = file.to_string_lossy();
    let source = problem.source_line.as_deref().unwrap_or_default().trim();
    let key = if problem.is_fatal_for_file() {
        "notes-left-aside"
    } else {
        "notes-passed-over"
    };
    tr!(texts, key, file = file.as_ref(), line, source).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::i18n::Language;
    use std::path::Path;

    #[test]
    fn the_first_note_shows_the_line_and_counts_the_rest() {
        let texts = Texts::new(Language::Ru);
        let text = "[client]\nthem = 1\ncolour = 2\n";
        let (_, problems) = Config::parse(Path::new("/very/long/way/config.toml"), text);
        let notes = Notes::of(&problems, &texts);
        let first = notes.first(&texts).unwrap();
        assert!(
            first.starts_with("config.toml, строка 2: «them = 1»"),
            "{first}"
        );
        assert!(first.contains("ещё 1"), "{first}");
        assert_eq!(notes.whole().count(), 2);
    }
}
