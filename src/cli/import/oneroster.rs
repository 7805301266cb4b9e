//! `zhurnal import oneroster`: a OneRoster package, row by row as a table is imported.

use super::super::args::{GlobalArgs, RowsArgs};
use super::super::progress;
use super::rows::{self, Source};
use crate::i18n::Texts;
use crate::table_files::package;
use std::process::ExitCode;

/// `zhurnal import oneroster`.
pub fn command(global: &GlobalArgs, args: &RowsArgs) -> anyhow::Result<ExitCode> {
    rows::command(global, args, None, async |setup| {
        let (file, language) = (args.file.clone(), setup.texts.language());
        let reads = setup.texts.get("table-reads-file");
        let read = move || package::read(&file, &Texts::new(language));
        let files = progress::working(&reads, read).await??;
        Ok(Source::Package(files))
    })
}
