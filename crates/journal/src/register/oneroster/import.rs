//! The rows of the files into rows of tables: each as it would stand in a table of a kind, under
//! the number of its row and the columns of its file, so that what is said of it names both.

mod package;
mod people;
mod places;
mod sessions;
mod sheet;

use crate::register::Register;
use crate::register::table::{HeadedSheet, TableRow};
use chrono::NaiveDate;
use package::Package;
use std::collections::BTreeMap;

/// By what a package of this program is known.
pub(super) const SYSTEM_CODE: &str = "zhurnal";

/// A package as tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// In the order in which they can be taken.
    pub sheets: Vec<HeadedSheet>,
    /// Files of the package that are not read.
    pub unread: Vec<String>,
    /// Rows that are marked as to be deleted: nothing is deleted by them, and they are not read.
    pub deleted: usize,
}

/// Why a package is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// Without a manifest it is no OneRoster package.
    NoManifest,
    /// Neither 1.1 nor 1.2.
    Version(String),
    /// The file of that name says only what has changed.
    Delta(String),
    /// The manifest names the file, and it is not there.
    NoFile(String),
    /// A file without a column that it cannot be read without.
    NoColumn {
        /// Its name.
        file: String,
        /// The header.
        column: &'static str,
    },
    /// It is of several schools.
    SeveralSchools(Vec<String>),
    /// Its users name more representatives in all than a school has.
    ManyAgents {
        /// So many are read.
        most: usize,
    },
}

/// Makes tables of the files of a package, by their names without `.csv`. `register` is the base:
/// a school year of the package is the one of the base that has its days.
///
/// # Errors
/// If it is no package that is read.
pub fn sheets(
    files: &BTreeMap<String, Vec<TableRow>>,
    register: &Register,
    today: NaiveDate,
) -> Result<Imported, Unfit> {
    let package = Package::of(files, register, today)?;
    let mut sheets = package.years();
    sheets.extend(package.periods());
    sheets.extend(package.subjects());
    sheets.extend(package.people());
    sheets.extend(package.offices());
    sheets.extend(package.ties()?);
    sheets.extend(package.classes());
    sheets.push(package.class_teachers());
    sheets.extend(package.stays());
    sheets.extend(package.taught());
    let sheets = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty());
    Ok(Imported {
        sheets: sheets.collect(),
        unread: package::unread(files),
        deleted: package.deleted(),
    })
}
