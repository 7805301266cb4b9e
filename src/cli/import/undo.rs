//! `zhurnal import undo`: a table that was imported is taken back as one, as far as nothing came
//! after it.

use super::super::args::{GlobalArgs, UndoArgs};
use super::super::progress;
use super::super::setup::Setup;
use super::super::signed_in::{self, SignedInPerson};
use crate::i18n::Texts;
use crate::record_words::effects;
use crate::tr;
use journal::GestureId;
use journal::register::{Effect, GestureFate, GestureOutcome, RecordRef, Register};
use protocol::UndoGesture;
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
    let mut wish = UndoGesture {
        gesture: person.ids.gesture(made_at),
        made_at,
        agreed: Vec::new(),
    };
    let seen = ask(args, &wish, true, person, texts).await?;
    tell(&seen, &register, texts)?;
    let dangers: Vec<Effect> = seen.consequences.dangers().cloned().collect();
    let (said, failed) = if !args.apply {
        (texts.get("import-table-dry").into_owned(), false)
    } else if !dangers.is_empty() && !args.agree {
        (texts.get("import-table-dangers").into_owned(), true)
    } else {
        wish.agreed = dangers;
        let done = ask(args, &wish, false, person, texts).await?;
        let totals = done.totals;
        let count = totals.created + totals.changed + totals.removed;
        match done.fate {
            GestureFate::Written { .. } | GestureFate::WrittenBefore { .. } => {
                (tr!(texts, "import-undo-done", count).into_owned(), false)
            }
            GestureFate::Unchanged => (texts.get("import-table-nothing").into_owned(), false),
            GestureFate::NotAgreed | GestureFate::Refused | GestureFate::Seen => {
                (texts.get("import-table-moved").into_owned(), true)
            }
        }
    };
    super::super::print(&format!("{said}\n"))?;
    Ok(match (failed, seen.untaken.is_empty()) {
        (true, _) => ExitCode::FAILURE,
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(PARTIAL),
    })
}

async fn ask(
    args: &UndoArgs,
    wish: &UndoGesture,
    dry_run: bool,
    person: &SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<GestureOutcome> {
    let of = GestureId(args.gesture);
    let server = person.at_server();
    let asked = server.undo(of, wish, dry_run);
    let answer = progress::during(&texts.get("import-table-checks"), asked).await;
    answer.map_err(|failure| person.told(&failure, texts))
}

/// What follows in the journals, and what stays because something came after it.
fn tell(seen: &GestureOutcome, register: &Register, texts: &Texts) -> anyhow::Result<()> {
    let title = |at: RecordRef| {
        let kind = texts.get(&at.kind.described().key()).into_owned();
        format!("{kind} {}", register.title(at).unwrap_or_default())
    };
    let mut out = String::new();
    for effect in &seen.consequences.effects {
        let line = effects::effect(effect, &|at| title(*at), effect.days, texts);
        out.extend(["  ", &line, "\n"]);
    }
    let staying = seen.untaken.iter().take(SHOWN).map(|one| title(one.record));
    let names = staying.collect::<Vec<_>>().join(", ");
    if !names.is_empty() {
        let count = seen.untaken.len();
        out += &tr!(texts, "import-undo-stays", count, names);
        out.push('\n');
    }
    super::super::print(&out)
}
