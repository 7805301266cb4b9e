//! `zhurnal regulation coverage`: of each thing that a regulation asks for, whether it works, and which
//! test shows it or what is missing. `docs/coverage.md` is that, printed.

use super::args::KeysFormat;
use crate::i18n::{Language, Texts};
use crate::tr;
use crate::ui::widget::text;
use journal::Regulation;
use std::collections::HashMap;
use std::fmt::Write as _;

/// What is asked for, in the order of the documents.
const ASKED: &str = include_str!("../../crates/journal/data/requirements.tsv");
/// How it stands. A test of the domain's holds both tables against each other and the tree.
const STANDS: &str = include_str!("../../docs/requirements.tsv");
/// Columns of what is said of a requirement; it stands on lines of its own.
const WIDTH: u16 = 76;

/// How a requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Works,
    Part,
    ToCome,
    /// A duty of people alone.
    OfPeople,
}

impl State {
    const ALL: [Self; 4] = [Self::Works, Self::Part, Self::ToCome, Self::OfPeople];

    fn of(word: &str) -> Self {
        match word {
            "works" => Self::Works,
            "part" => Self::Part,
            "not-software" => Self::OfPeople,
            _ => Self::ToCome,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Works => "coverage-works",
            Self::Part => "coverage-part",
            Self::ToCome => "coverage-to-come",
            Self::OfPeople => "coverage-of-people",
        }
    }
}

/// A row of both tables.
struct Requirement {
    id: &'static str,
    regulation: &'static str,
    clause: &'static str,
    group: &'static str,
    /// What is asked for, in English.
    asked: &'static str,
    /// The clause's own words.
    words: &'static str,
    state: State,
    tests: &'static str,
    why: &'static str,
}

impl Requirement {
    /// What is asked for, in the language of the reader: the documents are Russian.
    fn said(&self, texts: &Texts) -> String {
        match texts.language() {
            Language::Ru => format!("«{}»", self.words),
            Language::En => self.asked.to_owned(),
        }
    }
}

fn requirements() -> Vec<Requirement> {
    let stands: HashMap<_, _> = rows(STANDS).map(|row| (cell(&row, 0), row)).collect();
    let asked = rows(ASKED).map(|row| {
        let stands = stands.get(cell(&row, 0)).map_or(&[][..], Vec::as_slice);
        Requirement {
            id: cell(&row, 0),
            regulation: cell(&row, 1),
            clause: cell(&row, 2),
            group: cell(&row, 3),
            asked: cell(&row, 5),
            words: cell(&row, 6),
            state: State::of(cell(stands, 1)),
            tests: cell(stands, 2),
            why: cell(stands, 3),
        }
    });
    asked.collect()
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().skip(1);
    lines.map(|line| line.split('\t').collect())
}

fn cell(row: &[&'static str], place: usize) -> &'static str {
    row.get(place).copied().unwrap_or_default()
}

/// The groups in the order in which they are met.
fn groups(of: &[&Requirement]) -> Vec<&'static str> {
    let mut groups = Vec::new();
    for one in of {
        if !groups.contains(&one.group) {
            groups.push(one.group);
        }
    }
    groups
}

/// What the command prints.
pub fn told(profiles: &[Regulation], format: KeysFormat, texts: &Texts) -> String {
    let all = requirements();
    let of = |profile: &Regulation| {
        let own = all.iter().filter(|one| one.regulation == profile.id);
        own.collect::<Vec<_>>()
    };
    let mut out = String::new();
    match format {
        KeysFormat::Text => {
            for profile in profiles {
                list(profile, &of(profile), &mut out, texts);
            }
        }
        KeysFormat::Markdown => {
            let (title, how) = (texts.get("coverage-page"), texts.get("coverage-page-how"));
            let _ = writeln!(out, "# {title}\n\n{how}\n");
            let counted = profiles.iter().map(|it| (it.id.clone(), of(it)));
            count("coverage-regulation", counted, &mut out, texts);
            for profile in profiles {
                tabulate(profile, &of(profile), &mut out, texts);
            }
        }
    }
    out
}

/// How many of them stand in each way, and how many there are.
fn counts(of: &[&Requirement]) -> [usize; 5] {
    let [works, part, to_come, of_people] =
        State::ALL.map(|state| of.iter().filter(|one| one.state == state).count());
    [works, part, to_come, of_people, of.len()]
}

fn group_name(group: &str, texts: &Texts) -> String {
    let key = format!("coverage-group-{}", group.replace('_', "-"));
    texts.get(&key).into_owned()
}

fn of_group<'r>(of: &[&'r Requirement], group: &str) -> Vec<&'r Requirement> {
    let own = of.iter().copied().filter(|one| one.group == group);
    own.collect()
}

fn list(profile: &Regulation, of: &[&Requirement], out: &mut String, texts: &Texts) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let _ = writeln!(out, "{gap}{} · {}", profile.id, profile.title);
    let _ = writeln!(out, "{}", counted(of, texts));
    for group in groups(of) {
        let own = of_group(of, group);
        let name = group_name(group, texts);
        let _ = writeln!(out, "\n{name}\n{}", counted(&own, texts));
        for one in own {
            let state = texts.get(one.state.key());
            let head = format!("{state} · {} [{}]: {}", one.clause, one.id, one.said(texts));
            for (nth, line) in text::wrap(&head, WIDTH).into_iter().enumerate() {
                let indent = if nth == 0 { "" } else { "  " };
                let _ = writeln!(out, "{indent}{line}");
            }
            for line in text::wrap(one.why, WIDTH) {
                let _ = writeln!(out, "    {line}");
            }
            // The name of a test is copied whole.
            for test in one.tests.split_whitespace() {
                let _ = writeln!(out, "    {test}");
            }
        }
    }
}

fn counted(of: &[&Requirement], texts: &Texts) -> String {
    let [works, part, to_come, of_people, all] = counts(of);
    tr!(
        texts,
        "coverage-counts",
        works,
        part,
        to_come,
        of_people,
        all
    )
    .into_owned()
}

/// A table of counts, a row for each of what is named.
fn count<'r>(
    head: &str,
    named: impl Iterator<Item = (String, Vec<&'r Requirement>)>,
    out: &mut String,
    texts: &Texts,
) {
    let keys = State::ALL.map(State::key);
    let heads = keys.into_iter().chain(["coverage-all"]);
    let heads: Vec<_> = heads.map(|key| texts.get(key).into_owned()).collect();
    let _ = writeln!(out, "| {} | {} |", texts.get(head), heads.join(" | "));
    let _ = writeln!(out, "| --- | ---: | ---: | ---: | ---: | ---: |");
    for (name, of) in named {
        let cells = counts(&of).map(|count| count.to_string());
        let _ = writeln!(out, "| {name} | {} |", cells.join(" | "));
    }
}

fn tabulate(profile: &Regulation, of: &[&Requirement], out: &mut String, texts: &Texts) {
    let _ = writeln!(out, "\n## {}\n\n{}\n", profile.id, profile.title);
    let groups = groups(of);
    let named = groups.iter();
    let named = named.map(|group| (group_name(group, texts), of_group(of, group)));
    count("coverage-group", named, out, texts);
    let heads = [
        "coverage-clause",
        "coverage-asked",
        "coverage-state",
        "coverage-shown",
    ];
    let heads = heads.map(|key| texts.get(key).into_owned()).join(" | ");
    for group in groups {
        let name = group_name(group, texts);
        let _ = writeln!(out, "\n### {} · {name}\n", profile.id);
        let _ = writeln!(out, "| {heads} |\n| --- | --- | --- | --- |");
        for one in of_group(of, group) {
            let tests = one.tests.split_whitespace();
            let tests: Vec<_> = tests.map(|test| format!("`{test}`")).collect();
            let shown = match (one.why, &*tests.join(", ")) {
                ("", tests) => tests.to_owned(),
                (why, "") => why.to_owned(),
                (why, tests) => format!("{why}: {tests}"),
            };
            let cells = [
                one.id.to_owned(),
                one.said(texts),
                texts.get(one.state.key()).into_owned(),
                shown,
            ];
            let cells = cells.map(|cell| cell.replace('|', "\\|"));
            let _ = writeln!(out, "| {} |", cells.join(" | "));
        }
    }
}
