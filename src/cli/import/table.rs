//! `zhurnal import table`: rows of a file into the register, first of all as a dry run by the
//! server itself; then all of them in one gesture, or none.

mod gesture;
mod refused_file;
mod sheets;

use super::super::args::{GlobalArgs, TableArgs};
use super::super::progress;
use super::super::setup::Setup;
use super::super::signed_in::{self, SignedInPerson};
use crate::i18n::Texts;
use crate::table_files::report::SheetShown;
use crate::tr;
use futures_util::{StreamExt, TryStreamExt, future, stream};
use gesture::Sent;
use journal::register::table::{TablePlan, Verdict};
use journal::register::{FieldStep, RecordRef, Value};
use refused_file::RefusedFile;
use sheets::{SetByHand, Sheets};
use std::process::ExitCode;
use std::sync::Arc;
use tables::Export;

/// The exit code of an import that could not take every row.
const PARTIAL: u8 = 3;
/// How often a plan is made anew because the register has moved meanwhile.
const TRIES: usize = 3;
/// How many records' logs are asked for at once.
const QUESTIONS_AT_ONCE: usize = 8;

/// `zhurnal import table`.
pub fn command(global: &GlobalArgs, args: &TableArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-tables")?;
    setup.notes.whole().for_each(super::super::tell);
    let texts = &setup.texts;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let refused = RefusedFile::named(args, texts)?;
        let sheets = Sheets::read(args, &setup).await?;
        let login = args.person.who.as_str();
        let password = signed_in::password(login, args.person.password_file.as_deref(), texts)?;
        let mut person = SignedInPerson::enter(&setup, login, password).await?;
        let done = import(
            args,
            &Arc::new(sheets),
            refused.as_ref(),
            &mut person,
            texts,
        )
        .await;
        person.leave().await;
        done
    })
}

async fn import(
    args: &TableArgs,
    sheets: &Arc<Sheets>,
    refused: Option<&RefusedFile>,
    person: &mut SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<ExitCode> {
    sheets.may_be_amended(person, texts)?;
    let mut tries = 0;
    loop {
        tries += 1;
        let plan = planned(args, sheets, person, texts).await?;
        let left = left_out(sheets, &plan, texts);
        let count: usize = left.iter().map(|sheet| sheet.rows.len()).sum();
        // Before anything is sent: what fails afterwards fails behind a school that is written.
        let named = refused.filter(|_| count > 0);
        if let Some(file) = named {
            file.write(&left, texts)?;
        }
        let sent = gesture::send(args, sheets, &plan, person, texts).await?;
        if let Sent::Moved = sent
            && tries < TRIES
        {
            super::super::tell(&texts.get("import-table-again"));
            continue;
        }
        let mut out = report(args, sheets, &plan, texts);
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
    args: &TableArgs,
    sheets: &Arc<Sheets>,
    person: &SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<TablePlan> {
    let asks = texts.get("table-asks-server");
    let register = Arc::new(progress::during(&asks, person.register(texts)).await?);
    let (today, take) = (person.today, args.take_disputed);
    let plan = |hand: SetByHand| {
        let (sheets, register) = (Arc::clone(sheets), Arc::clone(&register));
        let works = texts.get("table-reads-rows").into_owned();
        async move {
            let plan = move || sheets.plan(&register, today, take, &hand);
            progress::working(&works, plan).await
        }
    };
    let first = plan(SetByHand::default()).await?;
    let asked = overwritten(&first).into_iter().map(|at| async move {
        let fields = person.set_by_hand(at, texts).await?;
        anyhow::Ok((at, fields))
    });
    let asked = stream::iter(asked).buffer_unordered(QUESTIONS_AT_ONCE);
    let changed = asked.try_filter(|(_, fields)| future::ready(!fields.is_empty()));
    let hand: SetByHand = progress::during(&asks, changed.try_collect()).await?;
    if hand.is_empty() {
        return Ok(first);
    }
    plan(hand).await
}

/// Records of which something that stands would be another.
fn overwritten(plan: &TablePlan) -> Vec<RecordRef> {
    let changes = plan.changes.iter().filter(|change| {
        let Some(was) = &change.was else {
            return false;
        };
        let steps = FieldStep::between(change.at.kind, Some(was), Some(&change.is));
        steps.iter().any(|step| step.was != Value::Empty)
    });
    changes.map(|change| change.at).collect()
}

fn report(args: &TableArgs, sheets: &Sheets, plan: &TablePlan, texts: &Texts) -> String {
    let mut out = String::new();
    for name in &sheets.strange {
        out += &tr!(texts, "import-table-strange-sheet", name = name.as_str());
        out.push('\n');
    }
    for kind in &plan.foreign_ids {
        let list = texts.get(&kind.described().list_key());
        out += &tr!(texts, "import-table-foreign-ids", list);
        out.push('\n');
    }
    for shown in shown(sheets, plan) {
        out += &shown.text(&plan.after, args.all, texts);
    }
    out
}

fn shown<'a>(sheets: &'a Sheets, plan: &'a TablePlan) -> impl Iterator<Item = SheetShown<'a>> {
    let sheets = sheets.of.iter().zip(&plan.sheets);
    sheets.map(|(sheet, plan)| SheetShown {
        card: &sheet.card,
        name: &sheet.name,
        heading: &sheet.heading,
        rows: &sheet.rows,
        plan,
    })
}

/// The rows that are not taken, sheet by sheet.
fn left_out(sheets: &Sheets, plan: &TablePlan, texts: &Texts) -> Vec<Export> {
    let shown = shown(sheets, plan);
    let left = shown.filter_map(|sheet| sheet.left_out(&plan.after, texts));
    left.collect()
}

/// How many rows come to a verdict, in all sheets.
fn count(plan: &TablePlan, verdict: Verdict) -> usize {
    plan.sheets.iter().map(|sheet| sheet.count(verdict)).sum()
}
