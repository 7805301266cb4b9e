//! `zhurnal import table`: a table of one kind of records, or of several sheets.

mod file;

use super::super::args::{GlobalArgs, TableArgs};
use super::rows::{self, Source};
use std::process::ExitCode;
use std::sync::Arc;

/// `zhurnal import table`.
pub fn command(global: &GlobalArgs, args: &TableArgs) -> anyhow::Result<ExitCode> {
    rows::command(global, &args.rows, args.refused.as_deref(), async |setup| {
        let sheets = file::sheets(args, setup).await?;
        Ok(Source::Table(Arc::new(sheets)))
    })
}
