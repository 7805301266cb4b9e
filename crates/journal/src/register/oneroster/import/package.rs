//! A package that is read: its files, its school years, what its records are numbered by.

use super::super::forms::FORMS;
use super::super::sourced_ids::SourcedIds;
use super::{SYSTEM_CODE, Unfit};
use crate::register::table::{TableCell, TableRow, numbered};
use crate::register::{RecordId, RecordKind, Register};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Files that are read.
const READ: [&str; 8] = [
    "orgs",
    "academicSessions",
    "courses",
    "classes",
    "users",
    "roles",
    "enrollments",
    "demographics",
];
/// The numbers of records of another program: beyond all that a base has.
const STRANGE: i64 = 1 << 40;

/// A file by its headers.
pub(super) struct File<'a> {
    heads: BTreeMap<&'a str, u32>,
    pub(super) rows: Vec<&'a TableRow>,
}

impl<'a> File<'a> {
    fn of(rows: &'a [TableRow]) -> Self {
        let mut heads = BTreeMap::new();
        let (first, body) = rows
            .split_first()
            .map_or((None, rows), |(first, body)| (Some(first), body));
        for (cell, number) in first.iter().flat_map(|row| &row.cells).zip(1..) {
            if let TableCell::Text(text) = cell {
                heads.entry(text.trim()).or_insert(number);
            }
        }
        Self {
            heads,
            rows: body.iter().collect(),
        }
    }

    /// Where a header stands.
    pub(super) fn column(&self, head: &str) -> Option<u32> {
        self.heads.get(head).copied()
    }

    /// What a row says under a header.
    pub(super) fn text(&self, row: &'a TableRow, head: &str) -> &'a str {
        self.column(head)
            .map_or("", |column| row.text(column).trim())
    }
}

pub(super) struct Package<'a> {
    files: BTreeMap<&'static str, File<'a>>,
    pub(super) register: &'a Register,
    pub(super) today: NaiveDate,
    own: Option<SourcedIds>,
    /// Numbers and titles of records by what they are called.
    named: BTreeMap<RecordKind, BTreeMap<&'a str, (RecordId, String)>>,
    /// The school year of each session, by the session.
    pub(super) years: BTreeMap<&'a str, &'a str>,
    deleted: usize,
}

impl<'a> Package<'a> {
    pub(super) fn of(
        files: &'a BTreeMap<String, Vec<TableRow>>,
        register: &'a Register,
        today: NaiveDate,
    ) -> Result<Self, Unfit> {
        let manifest = files.get("manifest").ok_or(Unfit::NoManifest)?;
        let said: BTreeMap<&str, &str> = manifest
            .iter()
            .map(|row| (row.text(1).trim(), row.text(2).trim()))
            .collect();
        match said.get("oneroster.version") {
            None => return Err(Unfit::NoManifest),
            Some(&("1.1" | "1.2")) => {}
            Some(version) => return Err(Unfit::Version((*version).to_owned())),
        }
        let mut read = BTreeMap::new();
        for name in READ {
            match said.get(format!("file.{name}").as_str()) {
                Some(&"delta") => return Err(Unfit::Delta(name.to_owned())),
                Some(&"bulk") => {}
                _ => continue,
            }
            let rows = files
                .get(name)
                .ok_or_else(|| Unfit::NoFile(name.to_owned()))?;
            read.insert(name, File::of(rows));
        }
        let own = said.get("source.systemCode") == Some(&SYSTEM_CODE);
        let mut package = Self {
            files: read,
            register,
            today,
            own: None,
            named: BTreeMap::new(),
            years: BTreeMap::new(),
            deleted: 0,
        };
        package.need_columns()?;
        package.leave_out_deleted();
        let school = package.school()?;
        package.own = school.filter(|_| own).and_then(SourcedIds::of_org);
        package.find_years();
        package.number();
        Ok(package)
    }

    /// The only school of it.
    fn school(&self) -> Result<Option<&'a str>, Unfit> {
        let orgs = self
            .rows("orgs")
            .filter(|(file, row)| file.text(row, "type") == "school");
        let orgs: Vec<_> = orgs.collect();
        if orgs.len() > 1 {
            let names = orgs
                .iter()
                .map(|(file, row)| file.text(row, "name").to_owned());
            return Err(Unfit::SeveralSchools(names.collect()));
        }
        Ok(orgs.first().map(|(file, row)| file.text(row, "sourcedId")))
    }

    fn need_columns(&self) -> Result<(), Unfit> {
        for (name, columns) in [
            (
                "academicSessions",
                &["sourcedId", "title", "type", "startDate", "endDate"][..],
            ),
            ("courses", &["sourcedId", "title"]),
            (
                "classes",
                &["sourcedId", "title", "courseSourcedId", "classType"],
            ),
            ("users", &["sourcedId", "givenName", "familyName"]),
            ("roles", &["userSourcedId", "role"]),
            ("enrollments", &["classSourcedId", "userSourcedId", "role"]),
            ("demographics", &["sourcedId"]),
        ] {
            let Some(file) = self.files.get(name) else {
                continue;
            };
            let mut columns = columns.iter().copied();
            if let Some(column) = columns.find(|it| file.column(it).is_none()) {
                let file = name.to_owned();
                return Err(Unfit::NoColumn { file, column });
            }
        }
        Ok(())
    }

    fn leave_out_deleted(&mut self) {
        for file in self.files.values_mut() {
            let before = file.rows.len();
            let status = file.column("status");
            let is_kept = |row: &&TableRow| {
                status.is_none_or(|column| row.text(column).trim() != "tobedeleted")
            };
            file.rows.retain(is_kept);
            self.deleted += before - file.rows.len();
        }
    }

    pub(super) fn deleted(&self) -> usize {
        self.deleted
    }

    pub(super) fn file(&self, name: &str) -> Option<&File<'a>> {
        self.files.get(name)
    }

    /// The rows of a file with the file.
    pub(super) fn rows(
        &self,
        name: &str,
    ) -> impl Iterator<Item = (&File<'a>, &'a TableRow)> + use<'_, 'a> {
        let file = self.files.get(name);
        file.into_iter()
            .flat_map(|file| file.rows.iter().map(move |row| (file, *row)))
    }

    /// Where a header of a file stands.
    pub(super) fn column(&self, file: &str, head: &str) -> Option<u32> {
        self.file(file)?.column(head)
    }

    /// Whether this program has written it.
    pub(super) fn is_own(&self) -> bool {
        self.own.is_some()
    }

    /// Numbers everything that other rows name.
    fn number(&mut self) {
        let (sessions, classes) = ("academicSessions", "classes");
        let called = [
            self.called(RecordKind::SchoolYear, sessions, "type", |it| {
                it == "schoolYear"
            }),
            self.called(RecordKind::Period, sessions, "type", |it| {
                it != "schoolYear"
            }),
            self.called(RecordKind::Subject, "courses", "", |_| true),
            self.called(RecordKind::Class, classes, "classType", |it| {
                it == "homeroom"
            }),
            self.called(RecordKind::Journal, classes, "classType", |it| {
                it != "homeroom"
            }),
            self.called(RecordKind::Person, "users", "", |_| true),
        ];
        for (kind, called) in called {
            let sought = called.iter().map(|(name, _)| *name);
            let own = self.own.map(|own| own.numbers(kind, sought));
            let own = own.unwrap_or_default();
            let of_kind = self.named.entry(kind).or_default();
            for ((name, title), number) in called.into_iter().zip(STRANGE..) {
                let number = own.get(name).copied().unwrap_or(RecordId(number));
                // Of two rows of one name the first is meant; the other is told as its repetition.
                of_kind.entry(name).or_insert((number, title));
            }
        }
        let known: Vec<_> = self.known_years().collect();
        let years = self.named.entry(RecordKind::SchoolYear).or_default();
        for (year, at) in known {
            if let Some((number, _)) = years.get_mut(year) {
                *number = at.id;
            }
        }
    }

    /// What the rows of a file are called, with their titles.
    fn called(
        &self,
        kind: RecordKind,
        file: &str,
        sort: &str,
        of: fn(&str) -> bool,
    ) -> (RecordKind, Vec<(&'a str, String)>) {
        let rows = self
            .rows(file)
            .filter(|(file, row)| of(file.text(row, sort)));
        let called = rows.map(|(file, row)| {
            let title = match kind {
                RecordKind::Person => {
                    let name = ["familyName", "givenName", "middleName"];
                    let name = name.map(|part| file.text(row, part));
                    name.join(" ").trim().to_owned()
                }
                _ => file.text(row, "title").to_owned(),
            };
            (file.text(row, "sourcedId"), title)
        });
        (kind, called.collect())
    }

    /// What a cell calls a record of the package; one that is not in it by what it is called there.
    pub(super) fn reference(&self, kind: RecordKind, sourced_id: &str) -> String {
        let named = self.named.get(&kind).and_then(|it| it.get(sourced_id));
        match named {
            Some((number, title)) if !sourced_id.is_empty() => numbered(title, *number),
            _ => sourced_id.to_owned(),
        }
    }

    /// The number of a record of the package.
    pub(super) fn number_of(&self, kind: RecordKind, sourced_id: &str) -> String {
        let named = self.named.get(&kind).and_then(|it| it.get(sourced_id));
        named.map_or_else(String::new, |(number, _)| number.to_string())
    }
}

/// Files with something in them that nothing is made of.
pub(super) fn unread(files: &BTreeMap<String, Vec<TableRow>>) -> Vec<String> {
    let known = FORMS.iter().map(|form| form.name);
    let unread = known.filter(|name| !READ.contains(name));
    let unread = unread.filter(|name| files.get(*name).is_some_and(|rows| rows.len() > 1));
    unread.map(|name| format!("{name}.csv")).collect()
}
