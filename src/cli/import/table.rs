//! `zhurnal import table`: rows of a file into the register, first of all as a dry run by the
//! server itself; then all of them in one gesture, or none.

mod gesture;
mod sheets;

use super::super::args::{GlobalArgs, TableArgs};
use super::super::progress;
use super::super::setup::Setup;
use super::super::signed_in::{self, SignedInPerson};
use crate::i18n::Texts;
use crate::table_files::report::SheetShown;
use crate::table_files::writing::{Written, form, put, written};
use crate::tr;
use futures_util::{StreamExt, TryStreamExt, future, stream};
use gesture::Sent;
use journal::register::table::{TablePlan, Verdict};
use journal::register::{FieldStep, RecordRef, Value};
use sheets::{SetByHand, Sheets};
use std::process::ExitCode;
use std::sync::Arc;

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
        let sheets = Sheets::read(args, &setup).await?;
        let login = args.person.who.as_str();
        let password = signed_in::password(login, args.person.password_file.as_deref(), texts)?;
        let mut person = SignedInPerson::enter(&setup, login, password).await?;
        let done = import(args, &Arc::new(sheets), &mut person, texts).await;
        person.leave().await;
        done
    })
}

async fn import(
    args: &TableArgs,
    sheets: &Arc<Sheets>,
    person: &mut SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<ExitCode> {
    sheets.may_be_amended(person, texts)?;
    let mut tries = 0;
    loop {
        tries += 1;
        let plan = planned(args, sheets, person, texts).await?;
        let sent = gesture::send(args, sheets, &plan, person, texts).await?;
        if let Sent::Moved = sent
            && tries < TRIES
        {
            super::super::tell(&texts.get("import-table-again"));
            continue;
        }
        let shown = report(args, sheets, &plan, texts);
        super::super::print(&shown)?;
        let left = left_out(args, sheets, &plan, texts)?;
        return sent.told(args, &plan, left, texts);
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

/// Writes the rows that are not taken into a file, and counts them.
fn left_out(
    args: &TableArgs,
    sheets: &Sheets,
    plan: &TablePlan,
    texts: &Texts,
) -> anyhow::Result<usize> {
    let left: Vec<_> = shown(sheets, plan)
        .filter_map(|sheet| sheet.left_out(&plan.after, texts))
        .collect();
    let count: usize = left.iter().map(|sheet| sheet.rows.len()).sum();
    let Some(path) = args.refused.as_ref().filter(|_| count > 0) else {
        return Ok(count);
    };
    let form = form(path).unwrap_or(Written::Csv);
    put(path, &written(&left, form, texts)?, texts)?;
    let file = path.display().to_string();
    super::super::print(&format!(
        "{}\n",
        tr!(texts, "import-table-left-in", file, count)
    ))?;
    Ok(count)
}

/// How many rows come to a verdict, in all sheets.
fn count(plan: &TablePlan, verdict: Verdict) -> usize {
    plan.sheets.iter().map(|sheet| sheet.count(verdict)).sum()
}
