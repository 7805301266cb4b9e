//! `zhurnal import undo`: a table that was imported is taken back as one, as far as nothing came
//! after it.

use super::super::args::{GlobalArgs, UndoArgs};
use super::super::progress;
use super::super::setup::Setup;
use super::super::signed_in::{self, SignedInPerson};
use crate::i18n::Texts;
use crate::table_files::{gesture, import};
use crate::tr;
use journal::GestureId;
use journal::register::{Effect, GestureFate, GestureOutcome, RecordRef, Register};
use std::process::ExitCode;

/// Records that stay, shown at most.
const SHOWN: usize = 20;
/// The exit code where something stays.
const PARTIAL: u8 = 3;

/// `zhurnal import undo`.
pub fn command(global: &GlobalArgs, args: &UndoArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-tables")?;
    setup.notes.whole().for_each(super::super::tell);
    let texts = &setup.texts;
    let done = SignedInPerson::during(&setup, &args.person, async |person| {
        undo(args, person, texts).await
    });
    signed_in::run(done)
}

async fn undo(
    args: &UndoArgs,
    person: &mut SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<ExitCode> {
    let register = person.register(texts).await?;
    let made_at = person.now();
    let (server, of) = (person.at_server(), GestureId(args.gesture));
    let mut wish = import::undo_wish(&mut person.ids, made_at);
    let asks = texts.get("import-table-checks");
    let seen = progress::during(&asks, server.undo(of, &wish, true)).await;
    let seen = seen.map_err(|failure| person.told(&failure, texts))?;
    tell(&seen, &register, texts)?;
    let dangers: Vec<Effect> = seen.consequences.dangers().cloned().collect();
    let (said, failed) = if !args.apply {
        (texts.get("import-table-dry").into_owned(), false)
    } else if !dangers.is_empty() && !args.agree {
        (texts.get("import-table-dangers").into_owned(), true)
    } else {
        let undone = import::undo(&server, of, &mut wish, dangers);
        let done = progress::during(&asks, undone).await;
        let done = done.map_err(|failure| person.told(&failure, texts))?;
        let count = done.totals.moved();
        match done.fate {
            GestureFate::Unchanged => (texts.get("import-table-nothing").into_owned(), false),
            fate if import::is_written(&fate) => {
                (tr!(texts, "import-undo-done", count).into_owned(), false)
            }
            _ => (texts.get("import-table-moved").into_owned(), true),
        }
    };
    super::super::print(&format!("{said}\n"))?;
    Ok(match (failed, seen.untaken.is_empty()) {
        (true, _) => ExitCode::FAILURE,
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(PARTIAL),
    })
}

/// What follows in the journals, and what stays because something came after it.
fn tell(seen: &GestureOutcome, register: &Register, texts: &Texts) -> anyhow::Result<()> {
    let title = |at: &RecordRef| import::undone(register, *at, texts);
    let mut out = gesture::effects(seen, &title, texts);
    let staying = seen.untaken.iter().take(SHOWN);
    let staying = staying.map(|one| title(&one.record));
    let names = staying.collect::<Vec<_>>().join(", ");
    if !names.is_empty() {
        let count = seen.untaken.len();
        out += &tr!(texts, "import-undo-stays", count, names);
        out.push('\n');
    }
    super::super::print(&out)
}
