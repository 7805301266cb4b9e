//! The rows of a file into the register, first of all as a dry run by the server itself; then all
//! of them in one gesture, or none.

mod consents;
mod gesture;
mod refused_file;

use super::super::args::{GlobalArgs, RowsArgs};
use super::super::progress;
use super::super::setup::Setup;
use super::super::signed_in::{self, SignedInPerson};
use crate::i18n::Texts;
use crate::table_files::{Sheets, import, package};
use crate::tr;
use chrono::NaiveDate;
use consents::Told;
use gesture::Sent;
use journal::register::Register;
use journal::register::table::{TablePlan, TableRow};
use journal::regulation::Act;
use refused_file::RefusedFile;
use school::fet;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use storage::Bundle;
use tables::Export;

/// The exit code of an import that could not take every row.
const PARTIAL: u8 = 3;
/// How often a plan is made anew because the register has moved meanwhile.
const TRIES: usize = 3;

/// What a file was read as.
pub enum Source {
    /// A table.
    Table(Arc<Sheets>),
    /// The files of a OneRoster package; what they are tables of, the base has a word in.
    Package(BTreeMap<String, Vec<TableRow>>),
    /// A school of another program, whose load is taken into the base.
    Load(Box<Bundle>),
}

impl Source {
    fn sheets(
        &self,
        register: &Register,
        today: NaiveDate,
        file: &Path,
        texts: &Texts,
    ) -> anyhow::Result<Arc<Sheets>> {
        match self {
            Self::Table(sheets) => Ok(Arc::clone(sheets)),
            Self::Load(bundle) => {
                let tables = fet::load_tables(bundle, register);
                Ok(Arc::new(Sheets::of_load(tables, texts)))
            }
            Self::Package(files) => {
                package::sheets(files, register, today, file, texts).map(Arc::new)
            }
        }
    }
}

/// Imports a file that is read by `read`; rows that are not taken go into `refused`.
pub fn command(
    global: &GlobalArgs,
    args: &RowsArgs,
    refused: Option<&Path>,
    read: impl AsyncFnOnce(&Setup) -> anyhow::Result<Source>,
) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-tables")?;
    setup.notes.whole().for_each(super::super::tell);
    let texts = &setup.texts;
    signed_in::run(async {
        let refused = RefusedFile::named(refused, &args.file, texts)?;
        let source = read(&setup).await?;
        SignedInPerson::during(&setup, &args.person, async |person| {
            import(args, &source, refused.as_ref(), person, texts).await
        })
        .await
    })
}

async fn import(
    args: &RowsArgs,
    source: &Source,
    refused: Option<&RefusedFile>,
    person: &mut SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<ExitCode> {
    let mut tries = 0;
    loop {
        tries += 1;
        let (sheets, mut plan) = planned(args, source, person, texts).await?;
        let consents = match consents::bring(args.consents.as_deref(), &mut plan, person, texts)? {
            Told::Brought(told) => told,
            Told::Lacking(told) => {
                super::super::print(&(report(args, &sheets, &plan, texts) + &told))?;
                return Ok(ExitCode::FAILURE);
            }
        };
        let left = left_out(&sheets, &plan, texts);
        let count: usize = left.iter().map(|sheet| sheet.rows.len()).sum();
        // Before anything is sent: what fails afterwards fails behind a school that is written.
        let named = refused.filter(|_| count > 0);
        if let Some(file) = named {
            file.write(&left, texts)?;
        }
        let sent = gesture::send(args, &sheets, &plan, person, texts).await?;
        if let Sent::Moved = sent
            && tries < TRIES
        {
            super::super::tell(&texts.get("import-table-again"));
            continue;
        }
        let mut out = report(args, &sheets, &plan, texts);
        out += &consents;
        if let Some(file) = named {
            let file = file.name();
            out += &tr!(texts, "import-table-left-in", file, count);
            out.push('\n');
        }
        let (told, code) = sent.told(args, &plan, count, texts);
        out += &told;
        match super::super::print(&out) {
            // It is written all the same.
            Err(error) if matches!(sent, Sent::Written(_)) => {
                super::super::tell(&format!("{told}{error:#}"));
            }
            printed => printed?,
        }
        return Ok(code);
    }
}

/// Reads the rows against the register as it stands now.
async fn planned(
    args: &RowsArgs,
    source: &Source,
    person: &SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<(Arc<Sheets>, TablePlan)> {
    let asks = texts.get("table-asks-server");
    let register = match source {
        // Nobody waits for the records that may not be amended.
        Source::Table(sheets) => {
            may_be_amended(sheets, person, texts)?;
            progress::during(&asks, person.register(texts)).await?
        }
        Source::Package(_) | Source::Load(_) => {
            progress::during(&asks, person.register(texts)).await?
        }
    };
    let sheets = source.sheets(&register, person.today, &args.file, texts)?;
    may_be_amended(&sheets, person, texts)?;
    let (register, server) = (Arc::new(register), person.at_server());
    let plan = server.plan(&sheets, &register, person.today, args.take_disputed);
    let plan = progress::during(&texts.get("table-reads-rows"), plan).await;
    let plan = plan.map_err(|failure| person.told(&failure, texts))?;
    Ok((sheets, plan))
}

fn report(args: &RowsArgs, sheets: &Sheets, plan: &TablePlan, texts: &Texts) -> String {
    let mut out = String::new();
    for note in sheets.notes.iter().chain(&import::foreign_ids(plan, texts)) {
        out.extend([note, "\n"]);
    }
    for shown in sheets.shown(plan) {
        if sheets.tells_matches {
            out += &shown.matches(args.all, texts);
        }
        out += &shown.text(&plan.after, args.all, texts);
    }
    out
}

/// The rows that are not taken, sheet by sheet.
fn left_out(sheets: &Sheets, plan: &TablePlan, texts: &Texts) -> Vec<Export> {
    let shown = sheets.shown(plan);
    let left = shown.filter_map(|sheet| sheet.left_out(&plan.after, texts));
    left.collect()
}

/// That the person may amend all of it.
fn may_be_amended(sheets: &Sheets, person: &SignedInPerson, texts: &Texts) -> anyhow::Result<()> {
    let writes = |kind| person.may(Act::Create, kind) || person.may(Act::Change, kind);
    let may = import::may_be_amended(sheets, writes, texts);
    may.map_err(|halt| person.halted(halt, texts))
}
