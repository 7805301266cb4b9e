//! A calendar plan (КТП) of exactly so many hours from a list of topics: `data/styles.txt` says
//! how a subject spreads its topics, closes its sections and sets homework.

use crate::curriculum::rows;
use crate::topics::Section;
use journal::WorkKindId;
use std::collections::HashMap;

/// One lesson of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) section: &'static str,
    /// The topic.
    pub(crate) title: String,
    /// What the plan proposes for home.
    pub(crate) homework: Option<String>,
    /// The work of the lesson.
    pub(crate) work: Option<WorkKindId>,
}

/// How plans of some subjects are made.
#[derive(Default)]
pub(crate) struct Style {
    more: Vec<&'static str>,
    end: Vec<&'static str>,
    home: Vec<&'static str>,
}

/// All styles by name.
pub(crate) fn styles() -> HashMap<&'static str, Style> {
    let mut styles: HashMap<&'static str, Style> = HashMap::new();
    let mut name = "";
    for mut fields in rows(include_str!("../data/styles.txt")) {
        let Some(head) = fields.next() else { continue };
        if let Some(next) = head.strip_prefix("= ") {
            name = next;
            continue;
        }
        let list = fields.next().unwrap_or_default();
        let list = list
            .split("; ")
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let style = styles.entry(name).or_default();
        match head {
            "more" => style.more = list,
            "end" => style.end = list,
            _ => style.home = list,
        }
    }
    styles
}

/// Names of works and the ids they have in the school.
pub(crate) type WorkIds = HashMap<&'static str, WorkKindId>;

/// The plan of `hours` lessons. Without `homework` it proposes none (grade 1).
pub(crate) fn plan(
    sections: &[Section],
    style: &Style,
    works: &WorkIds,
    hours: usize,
    homework: bool,
) -> Vec<Row> {
    let topics: usize = sections.iter().map(|section| section.topics.len()).sum();
    let ends = ends_that_fit(sections.len(), style.end.len(), topics, hours);
    let room = hours.saturating_sub(ends * sections.len());
    let mut maker = Maker {
        style,
        works,
        homework,
        rows: Vec::with_capacity(hours + 4),
        page: 3,
    };
    let mut nth = 0;
    let mut controls = 0;
    for section in sections {
        for topic in &section.topics {
            // Topic `nth` fills the lessons from its share of the room to the next one's.
            let lessons = share(nth + 1, room, topics) - share(nth, room, topics);
            nth += 1;
            maker.topic(section.title, topic, nth, lessons);
        }
        let tests = style
            .end
            .iter()
            .skip(style.end.len().saturating_sub(ends.max(1)));
        let tests: Vec<_> = match ends {
            0 => Vec::new(),
            1 => style
                .end
                .iter()
                .filter(|end| end.contains('#'))
                .take(1)
                .collect(),
            _ => tests.collect(),
        };
        controls += 1;
        for end in tests {
            maker.end(section.title, end, controls, nth);
        }
    }
    maker.fill(sections, hours);
    maker.rows
}

/// How many closing lessons each section can have, so that every topic keeps one.
fn ends_that_fit(sections: usize, ends: usize, topics: usize, hours: usize) -> usize {
    (0..=ends)
        .rev()
        .find(|ends| topics + ends * sections <= hours)
        .unwrap_or(0)
}

fn share(nth: usize, room: usize, topics: usize) -> usize {
    nth * room / topics.max(1)
}

struct Maker<'a> {
    style: &'a Style,
    works: &'a WorkIds,
    homework: bool,
    rows: Vec<Row>,
    page: usize,
}

impl Maker<'_> {
    fn topic(
        &mut self,
        section: &'static str,
        topic: &'static str,
        paragraph: usize,
        lessons: usize,
    ) {
        let (title, _) = tagged(topic);
        match lessons {
            // More topics than hours: this one joins the lesson before it.
            0 => match self.rows.last_mut() {
                Some(row) => row.title = format!("{}. {title}", row.title),
                None => self.push(section, topic, paragraph),
            },
            _ => self.push(section, topic, paragraph),
        }
        for extra in 1..lessons {
            let more = cyclic(&self.style.more, extra - 1 + paragraph).unwrap_or("{t}");
            self.push(section, &more.replace("{t}", title), paragraph);
        }
    }

    fn end(&mut self, section: &'static str, end: &str, number: usize, paragraph: usize) {
        let text = end
            .replace("{s}", section)
            .replace("{k}", &number.to_string());
        self.push(section, &text, paragraph);
    }

    fn push(&mut self, section: &'static str, text: &str, paragraph: usize) {
        let (title, work) = tagged(text);
        let title = title.to_owned();
        let work = work.and_then(|code| self.works.get(code).copied());
        self.page += 2;
        let number = self.rows.len();
        let homework = self
            .homework
            .then(|| self.home(number, paragraph))
            .flatten();
        self.rows.push(Row {
            section,
            title,
            homework,
            work,
        });
    }

    fn home(&self, number: usize, paragraph: usize) -> Option<String> {
        let pattern = cyclic(&self.style.home, number + number / 3)?;
        let (pattern, _) = tagged(pattern);
        let first = 12 + number * 7;
        let mut text = String::with_capacity(pattern.len() + 8);
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = match name {
                "p" => paragraph,
                "a" => first,
                "b" => first + 3,
                _ => self.page,
            };
            text.push_str(&value.to_string());
            rest = after;
        }
        text.push_str(rest);
        Some(text)
    }

    /// Rounding never leaves a plan short, but an empty list of topics would.
    fn fill(&mut self, sections: &[Section], hours: usize) {
        let section = sections
            .last()
            .map_or("Повторение", |section| section.title);
        while self.rows.len() < hours {
            let nth = self.rows.len() + 1;
            self.push(section, &format!("Повторение и обобщение, урок {nth}"), nth);
        }
        self.rows.truncate(hours);
    }
}

fn cyclic(list: &[&'static str], nth: usize) -> Option<&'static str> {
    list.get(nth % list.len().max(1)).copied()
}

/// A text and the work it names after `#`.
fn tagged(text: &str) -> (&str, Option<&str>) {
    match text.split_once(" #") {
        Some((text, work)) => (text, Some(work)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::{subjects, works};
    use crate::topics::Topics;

    #[test]
    fn every_plan_has_a_row_for_every_hour() {
        let (topics, styles) = (Topics::read(), styles());
        let works: WorkIds = works()
            .into_iter()
            .map(|(code, kind)| (code, kind.id))
            .collect();
        for subject in subjects() {
            let style = &styles[subject.style];
            for grade in (1..=11).filter(|grade| subject.hours(*grade) > 0) {
                let hours = usize::from(subject.hours(grade)) * 34;
                let rows = plan(
                    topics.of(&subject, grade, 0),
                    style,
                    &works,
                    hours,
                    grade > 1,
                );
                assert_eq!(rows.len(), hours, "{} {grade}", subject.code);
                for row in &rows {
                    assert!(
                        !row.title.is_empty() && !row.title.contains(['#', '{', '}']),
                        "{row:?}"
                    );
                    assert!(!row.section.is_empty());
                    let homework = row.homework.as_deref().unwrap_or_default();
                    assert!(!homework.contains(['#', '{', '}']), "{homework}");
                    assert_eq!(grade == 1, homework.is_empty());
                }
                let repeated = rows
                    .iter()
                    .filter(|row| row.title.contains(", урок "))
                    .count();
                assert_eq!(repeated, 0, "{} {grade} ran out of topics", subject.code);
            }
        }
    }
}
