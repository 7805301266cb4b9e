//! Lists of topics by subject and grade: `data/topics/*.txt`.

use crate::curriculum::Subject;
use std::collections::HashMap;

/// A section of a programme with its topics in order. A topic may name its work after `#`.
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) topics: Vec<&'static str>,
}

/// All lists of topics.
pub(crate) struct Topics {
    lists: Vec<Vec<Section>>,
    by_key: HashMap<(&'static str, u8), usize>,
}

const FILES: [&str; 6] = [
    include_str!("../data/topics/mathematics.txt"),
    include_str!("../data/topics/russian.txt"),
    include_str!("../data/topics/languages.txt"),
    include_str!("../data/topics/humanities.txt"),
    include_str!("../data/topics/sciences.txt"),
    include_str!("../data/topics/arts.txt"),
];

impl Topics {
    /// Reads the lists.
    pub(crate) fn read() -> Self {
        let mut topics = Self {
            lists: Vec::new(),
            by_key: HashMap::new(),
        };
        for line in FILES.iter().flat_map(|file| file.lines()) {
            if let Some((code, grades)) = line.strip_prefix("= ").and_then(|h| h.split_once(' ')) {
                let (first, last) = grades.split_once('-').unwrap_or((grades, grades));
                let first = first.parse().unwrap_or(1);
                for grade in first..=last.parse().unwrap_or(first) {
                    topics.by_key.insert((code, grade), topics.lists.len());
                }
                topics.lists.push(Vec::new());
            } else if let Some((title, list)) = line.split_once(" | ")
                && let Some(sections) = topics.lists.last_mut()
            {
                sections.push(Section {
                    title,
                    topics: list.split("; ").collect(),
                });
            }
        }
        topics
    }

    /// The sections of a subject in a grade. `part` tells the groups of technology apart:
    /// 0 the boys', 1 the girls'.
    pub(crate) fn of(&self, subject: &Subject, grade: u8, part: usize) -> &[Section] {
        let code = match (subject.code, grade, part) {
            ("labour", 5.., 0) => "labour-boys",
            ("labour", 5.., _) => "labour-girls",
            (code, ..) => code,
        };
        self.by_key
            .get(&(code, grade))
            .and_then(|list| self.lists.get(*list))
            .map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::{subjects, works};

    #[test]
    fn every_taught_subject_has_topics_and_known_works() {
        let topics = Topics::read();
        let works = works();
        for subject in subjects() {
            for grade in (1..=11).filter(|grade| subject.hours(*grade) > 0) {
                for part in 0..2 {
                    let sections = topics.of(&subject, grade, part);
                    let count: usize = sections.iter().map(|s| s.topics.len()).sum();
                    assert!(count >= 10, "{} {grade} has {count} topics", subject.code);
                    for topic in sections.iter().flat_map(|section| &section.topics) {
                        assert!(!topic.trim().is_empty(), "{} {grade}", subject.code);
                        if let Some((_, work)) = topic.split_once(" #") {
                            assert!(works.iter().any(|(code, _)| *code == work), "{work}");
                        }
                    }
                }
            }
        }
    }
}
