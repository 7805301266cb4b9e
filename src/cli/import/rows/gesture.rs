//! What the server says to the rows, and makes of them: one gesture.

use super::PARTIAL;
use crate::cli::args::RowsArgs;
use crate::cli::progress;
use crate::cli::signed_in::SignedInPerson;
use crate::i18n::Texts;
use crate::table_files::import::{self, Checked};
use crate::table_files::sheets::count;
use crate::table_files::{Sheets, gesture};
use crate::tr;
use journal::GestureId;
use journal::register::table::{TablePlan, Verdict};
use journal::register::{GestureFate, GestureOutcome, RecordRef};
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
    let (server, now) = (person.at_server(), person.now());
    let stamp = (&mut person.ids, now);
    let checked = import::check(&server, (sheets, plan), &args.file, stamp, texts);
    let checked = progress::during(&texts.get("import-table-checks"), checked).await;
    let mut seen = match checked.map_err(|halt| person.halted(halt, texts))? {
        Checked::Nothing => return Ok(Sent::Nothing),
        Checked::Moved => return Ok(Sent::Moved),
        Checked::Seen(seen) => *seen,
    };
    if !seen.is_taken() {
        return Ok(Sent::Refused(seen.refusals));
    }
    if !args.apply {
        return Ok(Sent::Seen(seen.outcome));
    }
    let dangers = seen.dangers();
    if !dangers.is_empty() && !args.agree {
        return Ok(Sent::NotAgreed(seen.outcome));
    }
    // An answer may be lost, and what is written is taken back by its number.
    let number = seen.id.0.to_string();
    crate::cli::tell(&tr!(texts, "import-table-sends", id = number));
    let write = import::write(&server, &mut seen.gesture, dangers);
    let done = progress::during(&texts.get("import-table-writes"), write).await;
    let done = done.map_err(|failure| person.told(&failure, texts))?;
    Ok(match done.fate {
        GestureFate::NotAgreed => Sent::NotAgreed(done),
        // Somebody has written the very same meanwhile: this one has no number.
        GestureFate::Unchanged => Sent::Nothing,
        fate if import::is_written(&fate) => Sent::Written(seen.id),
        _ => Sent::Moved,
    })
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
        let title = |at: &RecordRef| plan.after.title(*at).unwrap_or_default();
        let new = count(plan, Verdict::New);
        let changed = count(plan, Verdict::Changed);
        let (text, code) = match self {
            Self::Nothing => (texts.get("import-table-nothing").into_owned(), None),
            Self::Seen(seen) => {
                let effects = gesture::effects(seen, &title, texts);
                let dry = texts.get("import-table-dry");
                (format!("{effects}{dry}"), None)
            }
            Self::Written(id) => {
                let id = id.0.to_string();
                let done = tr!(texts, "import-table-done", new, changed, id);
                (done.into_owned(), None)
            }
            Self::NotAgreed(seen) => {
                let effects = gesture::effects(seen, &title, texts);
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
