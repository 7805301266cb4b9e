//! What the server says to the rows, and makes of them: one gesture.

use super::PARTIAL;
use crate::cli::args::RowsArgs;
use crate::cli::progress;
use crate::cli::signed_in::SignedInPerson;
use crate::i18n::Texts;
use crate::table_files::sheets::count;
use crate::table_files::{Sheets, gesture};
use crate::tr;
use journal::GestureId;
use journal::register::table::{TablePlan, Verdict};
use journal::register::{Effect, GestureFate, GestureOutcome};
use protocol::{MAX_GESTURE, WholeGesture};
use std::process::ExitCode;

/// What the server has said.
pub enum Sent {
    /// There is nothing to do.
    Nothing,
    /// It would be written.
    Seen(GestureOutcome),
    /// It was written.
    Written(GestureId),
    /// There are dangers that nobody has agreed to.
    NotAgreed(GestureOutcome),
    /// Some of it cannot be taken, so nothing was; here is why, row by row.
    Refused(Vec<String>),
    /// The register has moved since the plan was made.
    Moved,
}

/// Sends what rows would do, first as a dry run.
pub async fn send(
    args: &RowsArgs,
    sheets: &Sheets,
    plan: &TablePlan,
    person: &mut SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<Sent> {
    if plan.changes.is_empty() {
        return Ok(Sent::Nothing);
    }
    if plan.changes.len() > MAX_GESTURE {
        let (count, most) = (plan.changes.len(), MAX_GESTURE);
        anyhow::bail!(tr!(texts, "import-table-too-many", count, most).into_owned());
    }
    let now = person.now();
    let (id, mut gesture) = gesture::gesture(plan, &args.file, &mut person.ids, now);
    let seen = ask(&gesture, true, person, texts).await?;
    if gesture::has_moved(&seen) {
        return Ok(Sent::Moved);
    }
    if !seen.untaken.is_empty() {
        return Ok(Sent::Refused(gesture::refusals(&seen, sheets, plan, texts)));
    }
    if !args.apply {
        return Ok(Sent::Seen(seen));
    }
    let dangers: Vec<Effect> = seen.consequences.dangers().cloned().collect();
    if !dangers.is_empty() && !args.agree {
        return Ok(Sent::NotAgreed(seen));
    }
    gesture.agreed = dangers;
    // An answer may be lost, and what is written is taken back by its number.
    let number = id.0.to_string();
    crate::cli::tell(&tr!(texts, "import-table-sends", id = number));
    let done = ask(&gesture, false, person, texts).await?;
    Ok(match done.fate {
        GestureFate::Written { .. }
        | GestureFate::WrittenBefore { .. }
        | GestureFate::Unchanged => Sent::Written(id),
        GestureFate::NotAgreed => Sent::NotAgreed(done),
        GestureFate::Refused | GestureFate::Seen => Sent::Moved,
    })
}

async fn ask(
    gesture: &WholeGesture,
    dry_run: bool,
    person: &SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<GestureOutcome> {
    let key = if dry_run {
        "import-table-checks"
    } else {
        "import-table-writes"
    };
    let server = person.at_server();
    let answer = progress::during(&texts.get(key), server.amend(gesture, dry_run)).await;
    answer.map_err(|failure| person.told(&failure, texts))
}

impl Sent {
    /// What became of it, to stand under the report. `left` rows are not taken.
    pub fn told(
        &self,
        args: &RowsArgs,
        plan: &TablePlan,
        left: usize,
        texts: &Texts,
    ) -> (String, ExitCode) {
        let new = count(plan, Verdict::New);
        let changed = count(plan, Verdict::Changed);
        let (text, code) = match self {
            Self::Nothing => (texts.get("import-table-nothing").into_owned(), None),
            Self::Seen(seen) => {
                let effects = gesture::effects(seen, plan, texts);
                let dry = texts.get("import-table-dry");
                (format!("{effects}{dry}"), None)
            }
            Self::Written(id) => {
                let id = id.0.to_string();
                let done = tr!(texts, "import-table-done", new, changed, id);
                (done.into_owned(), None)
            }
            Self::NotAgreed(seen) => {
                let effects = gesture::effects(seen, plan, texts);
                let key = texts.get("import-table-dangers");
                (format!("{effects}{key}"), Some(ExitCode::FAILURE))
            }
            Self::Refused(why) => {
                let why = why.join("\n");
                let nothing = texts.get("import-table-server-refuses");
                (format!("{why}\n{nothing}"), Some(ExitCode::FAILURE))
            }
            Self::Moved => (
                texts.get("import-table-moved").into_owned(),
                Some(ExitCode::FAILURE),
            ),
        };
        let mut told = format!("{text}\n");
        if left > 0 && !args.take_disputed && count(plan, Verdict::Disputed) > 0 {
            told += &texts.get("import-table-disputed");
            told.push('\n');
        }
        let code = match code {
            Some(code) => code,
            None if left > 0 => ExitCode::from(PARTIAL),
            None => ExitCode::SUCCESS,
        };
        (told, code)
    }
}
