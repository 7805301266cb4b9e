//! School years and their periods. An end is the first day that is not one of them.

use super::super::words;
use super::package::{File, Package};
use super::sheet::Growing;
use crate::reading::match_key;
use crate::register::table::{HeadedSheet, TableRow};
use crate::register::{DaySpan, RecordKind, RecordRef, YearState};
use chrono::NaiveDate;
use std::collections::BTreeMap;

impl<'a> Package<'a> {
    /// Every session's school year: itself, or the one that it is a part of.
    pub(super) fn find_years(&mut self) {
        let mut parents: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
        for (file, row) in self.rows("academicSessions") {
            let parent = (file.text(row, "type"), file.text(row, "parentSourcedId"));
            parents.insert(file.text(row, "sourcedId"), parent);
        }
        let mut years = BTreeMap::new();
        for start in parents.keys().copied() {
            let mut at = start;
            // A session that is its own parent ends nowhere.
            for _ in 0..=parents.len() {
                match parents.get(at) {
                    Some(("schoolYear", _)) => {
                        years.insert(start, at);
                        break;
                    }
                    Some((_, parent)) => at = parent,
                    None => break,
                }
            }
        }
        self.years = years;
    }

    /// School years of the package that the base calls otherwise, and knows by their days.
    pub(super) fn known_years(&self) -> impl Iterator<Item = (&'a str, RecordRef)> {
        let years = self.rows("academicSessions").filter_map(|(file, row)| {
            if file.text(row, "type") != "schoolYear" {
                return None;
            }
            let title = match_key(file.text(row, "title"));
            let mut years = self.register.years();
            if years.any(|(_, year)| match_key(&year.title) == title) {
                return None;
            }
            let days = days(file, row)?;
            let mut years = self.register.years();
            let (at, _) = years.find(|(_, year)| year.days().meets(days))?;
            Some((file.text(row, "sourcedId"), at))
        });
        years.collect::<Vec<_>>().into_iter()
    }

    /// The school year of a class: that of its first session which has one.
    pub(super) fn year_of_class(&self, file: &File<'a>, row: &'a TableRow) -> Option<&'a str> {
        let mut terms = file.text(row, "termSourcedIds").split(',');
        terms.find_map(|term| self.years.get(term.trim())).copied()
    }

    /// The days of a school year of the package, as the base has them where it does.
    pub(super) fn days_of_year(&self, year: &str) -> Option<DaySpan> {
        let mut rows = self.rows("academicSessions");
        let found = rows.find(|(file, row)| file.text(row, "sourcedId") == year);
        let of_file = found.and_then(|(file, row)| days(file, row))?;
        let mut years = self.register.years();
        let of_base = years.find(|(_, it)| it.days().meets(of_file));
        Some(of_base.map_or(of_file, |(_, it)| it.days()))
    }

    /// Whether the base has a group that is called so in the year of a class.
    pub(super) fn has_group(&self, title: &str, year: Option<&str>) -> bool {
        let days = year.and_then(|year| self.days_of_year(year));
        let called = match_key(title);
        let mut groups = self.register.of(RecordKind::Group);
        groups.any(|(_, record)| {
            let of = self.register.year_of_record(record);
            let of = of.map(|(_, year)| year.days());
            let meets = of.zip(days).is_some_and(|(of, days)| of.meets(days));
            meets && match_key(&self.register.title_of(record)) == called
        })
    }

    pub(super) fn years(&self) -> Vec<HeadedSheet> {
        let known: BTreeMap<_, _> = self.known_years().collect();
        let name = "academicSessions";
        let mut sheet = Growing::of(name, RecordKind::SchoolYear);
        let id = sheet.id(self.column(name, "sourcedId"));
        let title = sheet.field(self.column(name, "title"), "title");
        let starts = sheet.field(self.column(name, "startDate"), "starts");
        let ends = sheet.field(self.column(name, "endDate"), "ends");
        let state = sheet.field(None, "state");
        let state = sheet.only_fills(state);
        // In the base they are called otherwise, so that their names prove nothing.
        let mut by_days = Growing::of(name, RecordKind::SchoolYear);
        let known_id = by_days.id(self.column(name, "sourcedId"));
        for (file, row) in self.rows(name) {
            let year = file.text(row, "sourcedId");
            if file.text(row, "type") != "schoolYear" {
                continue;
            }
            let number = self.number_of(RecordKind::SchoolYear, year);
            if known.contains_key(year) {
                by_days.row(row.number, [(known_id, number)]);
                continue;
            }
            let runs = days(file, row).is_some_and(|days| days.has(self.today));
            let runs = if runs {
                YearState::Open
            } else {
                YearState::Forming
            };
            sheet.row(
                row.number,
                [
                    (id, number),
                    (title, file.text(row, "title").to_owned()),
                    (starts, file.text(row, "startDate").to_owned()),
                    (ends, last_day(file.text(row, "endDate"))),
                    (state, runs.word().to_owned()),
                ],
            );
        }
        vec![sheet.done(), by_days.done()]
    }

    pub(super) fn periods(&self) -> Vec<HeadedSheet> {
        let name = "academicSessions";
        let mut sheet = Growing::of(name, RecordKind::Period);
        let id = sheet.id(self.column(name, "sourcedId"));
        let title = sheet.field(self.column(name, "title"), "title");
        let length = sheet.field(self.column(name, "type"), "length");
        let starts = sheet.field(self.column(name, "startDate"), "starts");
        let ends = sheet.field(self.column(name, "endDate"), "ends");
        let year = sheet.field(self.column(name, "parentSourcedId"), "year");
        for (file, row) in self.rows(name) {
            let (session, kind) = (file.text(row, "sourcedId"), file.text(row, "type"));
            if kind == "schoolYear" {
                continue;
            }
            let of_year = self.years.get(session).copied().unwrap_or_default();
            let of_year = self.reference(RecordKind::SchoolYear, of_year);
            let kind = words::length(kind).map_or(kind, |length| length.word());
            sheet.row(
                row.number,
                [
                    (id, self.number_of(RecordKind::Period, session)),
                    (title, file.text(row, "title").to_owned()),
                    (length, kind.to_owned()),
                    (starts, file.text(row, "startDate").to_owned()),
                    (ends, last_day(file.text(row, "endDate"))),
                    (year, of_year),
                ],
            );
        }
        vec![sheet.done()]
    }
}

/// The days of a session.
fn days(file: &File<'_>, row: &TableRow) -> Option<DaySpan> {
    let day = |head: &str| {
        let column = file.column(head)?;
        row.text(column).trim().parse::<NaiveDate>().ok()
    };
    let (first, end) = (day("startDate")?, day("endDate")?);
    Some(DaySpan::new(first, end.pred_opt()?))
}

/// The last day before a day that is said as the first that is not one of them; what is no day stays
/// as it is, and is told where it is read.
pub(super) fn last_day(text: &str) -> String {
    let day = text
        .parse::<NaiveDate>()
        .ok()
        .and_then(|day| day.pred_opt());
    day.map_or_else(|| text.to_owned(), |day| day.format("%Y-%m-%d").to_string())
}
