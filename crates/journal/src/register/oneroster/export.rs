//! A school year into the rows of the files.

mod classes;
mod people;

use super::forms::{FORMS, MANIFEST, headers};
use super::sourced_ids::SourcedIds;
use super::words;
use crate::ids::PersonId;
use crate::register::{DaySpan, RecordRef, Register, YearId};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// What is written, and how it is called.
pub struct ToExport<'a> {
    /// The records that may be read.
    pub register: &'a Register,
    /// The day: its running school year is written.
    pub day: NaiveDate,
    /// The school's name.
    pub school: &'a str,
    /// What the course of the classes themselves is called: every class of a package has a course.
    pub homeroom: &'a str,
    /// The sign-in name of a person who has one.
    pub login: &'a dyn Fn(PersonId) -> Option<String>,
}

/// The files of a package.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    /// By their names without `.csv`, each with its headers as the first row; the manifest first.
    /// A file that would have no rows is not there.
    pub files: Vec<(&'static str, Vec<Vec<String>>)>,
    /// People who are left out with all that names them: a package takes nobody without a given
    /// name.
    pub unnamed: Vec<RecordRef>,
}

/// The files of the running school year; none, if none is running.
pub fn exported(what: &ToExport<'_>) -> Option<Exported> {
    let (year, record) = what.register.running_year(what.day)?;
    let (year, days) = (YearId(year.id.0), record.days());
    let mut package = Package {
        what,
        ids: SourcedIds::of_school(what.school),
        year,
        days,
        rows: BTreeMap::new(),
        roles: BTreeMap::new(),
        grades: BTreeMap::new(),
        unnamed: BTreeSet::new(),
    };
    package.org();
    package.sessions();
    package.classes();
    package.people();
    let mut files = vec![(MANIFEST.name, package.manifest())];
    files.extend(FORMS.iter().filter_map(|form| {
        let rows = package.rows.remove(form.name)?;
        let heads = form.headers.iter().map(|head| (*head).to_owned());
        Some((form.name, [vec![heads.collect()], rows].concat()))
    }));
    Some(Exported {
        files,
        unnamed: package.unnamed.into_iter().collect(),
    })
}

struct Package<'a> {
    what: &'a ToExport<'a>,
    ids: SourcedIds,
    year: YearId,
    days: DaySpan,
    rows: BTreeMap<&'static str, Vec<Vec<String>>>,
    /// Roles that follow from what people do in the package, beside their offices.
    roles: BTreeMap<PersonId, BTreeSet<&'static str>>,
    /// The grade of each pupil, of the class of the latest day.
    grades: BTreeMap<PersonId, (NaiveDate, u8)>,
    unnamed: BTreeSet<RecordRef>,
}

impl Package<'_> {
    /// Adds a row: what is said under which header, the rest is empty.
    fn row(&mut self, file: &'static str, said: &[(&str, String)]) {
        let cells = headers(file).iter().map(|head| {
            let cell = said.iter().find(|(name, _)| name == head);
            cell.map(|(_, text)| text.clone()).unwrap_or_default()
        });
        let cells = cells.collect();
        self.rows.entry(file).or_default().push(cells);
    }

    fn manifest(&self) -> Vec<Vec<String>> {
        let row = |name: &str, value: &str| vec![name.to_owned(), value.to_owned()];
        let mut rows = vec![MANIFEST.headers.iter().map(|it| (*it).to_owned()).collect()];
        rows.push(row("manifest.version", "1.0"));
        rows.push(row("oneroster.version", "1.2"));
        for form in FORMS {
            let is_there = self.rows.contains_key(form.name);
            let mode = if is_there { "bulk" } else { "absent" };
            rows.push(row(&format!("file.{}", form.name), mode));
        }
        rows.push(row("source.systemName", "Zhurnal"));
        rows.push(row("source.systemCode", super::import::SYSTEM_CODE));
        rows
    }

    fn org(&mut self) {
        let said = [
            ("sourcedId", self.ids.org()),
            ("name", self.what.school.trim().to_owned()),
            ("type", "school".to_owned()),
        ];
        self.row("orgs", &said);
    }

    fn sessions(&mut self) {
        let register = self.what.register;
        let year = RecordRef::from(self.year);
        let title = register.title(year).unwrap_or_default();
        self.session(year, &title, "schoolYear", self.days, String::new());
        let parent = self.ids.of(year);
        for (at, period) in register.periods() {
            if period.year == self.year {
                let kind = words::of_length(period.length);
                self.session(at, &period.title, kind, period.days(), parent.clone());
            }
        }
    }

    fn session(&mut self, at: RecordRef, title: &str, kind: &str, days: DaySpan, parent: String) {
        let said = [
            ("sourcedId", self.ids.of(at)),
            ("title", title.to_owned()),
            ("type", kind.to_owned()),
            ("startDate", iso(Some(days.first))),
            ("endDate", iso(days.last.succ_opt())),
            ("parentSourcedId", parent),
            ("schoolYear", self.days.last.year().to_string()),
        ];
        self.row("academicSessions", &said);
    }
}

/// A day as packages write it; no day is nothing.
fn iso(day: Option<NaiveDate>) -> String {
    day.map(|day| day.format("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
