//! The file for the rows that are not taken.

use crate::cli::import::logins::can_be_written;
use crate::i18n::Texts;
use crate::table_files::report::is_left_out;
use crate::table_files::writing::{FileForm, form, put, unwritable, written};
use rustix::fs::{Access, access};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use tables::Export;

/// A file that may be written: there is none, or an earlier run has made it.
#[derive(Debug)]
pub struct RefusedFile(PathBuf);

impl RefusedFile {
    /// The file that was named, if one was; makes nothing.
    ///
    /// # Errors
    /// A sentence: something else stands there, or it cannot be written.
    pub fn named(
        refused: Option<&Path>,
        input: &Path,
        texts: &Texts,
    ) -> anyhow::Result<Option<Self>> {
        let Some(path) = refused else {
            return Ok(None);
        };
        if let Err(why) = can_be_written(path, texts) {
            let is_input = is_same(path, input);
            if is_input || !is_left_out(path, texts) {
                return Err(why);
            }
            access(path, Access::WRITE_OK)
                .map_err(|error| unwritable(path, &io::Error::from(error), texts))?;
        }
        Ok(Some(Self(path.to_owned())))
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.0.display().to_string()
    }

    /// Writes the rows, over those of an earlier run.
    ///
    /// # Errors
    /// A sentence.
    pub fn write(&self, left: &[Export], texts: &Texts) -> anyhow::Result<()> {
        let path = self.0.as_path();
        let bytes = written(left, form(path).unwrap_or(FileForm::Csv), texts)?;
        if is_left_out(path, texts) {
            let emptied = File::options().write(true).truncate(true).open(path);
            emptied.map_err(|error| unwritable(path, &error, texts))?;
        }
        put(path, &bytes, texts)
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    let (one, other) = (one.canonicalize(), other.canonicalize());
    one.is_ok_and(|one| other.is_ok_and(|other| one == other))
}
