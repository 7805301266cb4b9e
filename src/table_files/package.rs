//! A OneRoster package as a file.

use super::{Sheets, reading, words};
use crate::i18n::Texts;
use crate::tr;
use chrono::NaiveDate;
use journal::register::Register;
use journal::register::oneroster::{self, Exported, Unfit};
use journal::register::table::TableRow;
use std::collections::BTreeMap;
use std::path::Path;
use tables::{read_csv_zip, write_csv_zip};

/// Reads the files of a package. It may take a second: not where keys are waited for.
///
/// # Errors
/// A sentence.
pub fn read(path: &Path, texts: &Texts) -> anyhow::Result<BTreeMap<String, Vec<TableRow>>> {
    let files = read_csv_zip(path, oneroster::is_file);
    let files = files.map_err(|why| {
        anyhow::anyhow!(match why {
            tables::Refused::NoTable => unfit(&Unfit::NoManifest, path, texts),
            why => words::refused(&why, path, texts),
        })
    })?;
    let rows = |rows: Vec<tables::Row>| rows.into_iter().map(reading::row).collect();
    let files = files.into_iter().map(|(name, of)| (name, rows(of)));
    Ok(files.collect())
}

/// What the files are tables of.
///
/// # Errors
/// A sentence: it is no package that is read.
pub fn sheets(
    files: &BTreeMap<String, Vec<TableRow>>,
    register: &Register,
    today: NaiveDate,
    path: &Path,
    texts: &Texts,
) -> anyhow::Result<Sheets> {
    let imported = oneroster::sheets(files, register, today);
    let imported = imported.map_err(|why| anyhow::anyhow!(unfit(&why, path, texts)))?;
    Ok(Sheets::of_package(imported, texts))
}

/// The bytes of a package.
///
/// # Errors
/// A sentence.
pub fn written(exported: &Exported, texts: &Texts) -> anyhow::Result<Vec<u8>> {
    let files = exported.files.iter();
    let bytes = write_csv_zip(files.map(|(name, rows)| (*name, rows.as_slice())));
    bytes.map_err(|why| anyhow::anyhow!(words::unwritable(&why, texts)))
}

fn unfit(why: &Unfit, path: &Path, texts: &Texts) -> String {
    let file = path.display().to_string();
    match why {
        Unfit::NoManifest => tr!(texts, "oneroster-no-manifest", file),
        Unfit::Version(version) => {
            tr!(texts, "oneroster-version", file, version = version.as_str())
        }
        Unfit::Delta(part) => tr!(texts, "oneroster-delta", file, part = part.as_str()),
        Unfit::NoFile(part) => tr!(texts, "oneroster-no-file", file, part = part.as_str()),
        Unfit::NoColumn { file: part, column } => {
            tr!(
                texts,
                "oneroster-no-column",
                file,
                part = part.as_str(),
                column = *column
            )
        }
        Unfit::SeveralSchools(schools) => {
            tr!(
                texts,
                "oneroster-several-schools",
                file,
                schools = schools.join(", ")
            )
        }
        Unfit::ManyAgents { most } => {
            let most = i64::try_from(*most).unwrap_or(i64::MAX);
            tr!(texts, "oneroster-many-agents", file, most)
        }
    }
    .into_owned()
}
