//! What the server says to the rows, and makes of them: one gesture.

use super::sheets::Sheets;
use super::{PARTIAL, count};
use crate::cli::args::TableArgs;
use crate::cli::progress;
use crate::cli::signed_in::SignedInPerson;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::screen::register::consequences::effect_among;
use crate::ui::screen::register::words::fault_among;
use journal::GestureId;
use journal::register::table::{TablePlan, Verdict};
use journal::register::{
    Amendment, AmendmentGround, AmendmentOutcome, Effect, GestureFate, GestureOutcome, RecordRef,
    Refusal,
};
use protocol::{Code, MAX_GESTURE, WholeGesture};
use std::process::ExitCode;
use std::time::Duration;

/// Rows that the server does not take, shown at most.
const SHOWN: usize = 20;
/// How often another's gesture is waited for, and how long each time.
const TURNS: usize = 60;
const TURN: Duration = Duration::from_millis(500);
/// The longest name of a file that a ground keeps.
const FILE: usize = 200;

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
    args: &TableArgs,
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
    let id = person.ids.gesture(now);
    let file = args.file.file_name().unwrap_or_default().to_string_lossy();
    let file: String = file.chars().take(FILE).collect();
    let amendments = plan.changes.iter().map(|change| Amendment {
        id: person.ids.change(now),
        gesture: id,
        made_at: now,
        record: change.at,
        expected: change.was.clone(),
        wanted: Some(change.is.clone()),
        ground: Some(AmendmentGround::Import {
            file: file.clone(),
            row: change.by.1,
        }),
    });
    let mut gesture = WholeGesture {
        amendments: amendments.collect(),
        agreed: Vec::new(),
    };
    let seen = ask(&gesture, true, person, texts).await?;
    let untaken = seen.untaken.iter();
    let moved = untaken.filter(|one| matches!(one.outcome, AmendmentOutcome::Conflict { .. }));
    if moved.count() > 0 {
        return Ok(Sent::Moved);
    }
    if !seen.untaken.is_empty() {
        return Ok(Sent::Refused(refusals(&seen, sheets, plan, texts)));
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
    let asked = async {
        for _ in 0..TURNS {
            let transport = &person.transport;
            match transport
                .amend_whole(person.token(), gesture, dry_run)
                .await
            {
                Err(failure) if failure.code() == Some(Code::GestureUnderWay) => {
                    tokio::time::sleep(TURN).await;
                }
                answer => return answer,
            }
        }
        let transport = &person.transport;
        transport
            .amend_whole(person.token(), gesture, dry_run)
            .await
    };
    let answer = progress::during(&texts.get(key), asked).await;
    answer.map_err(|failure| person.told(&failure, texts))
}

/// Why the server does not take rows.
fn refusals(
    seen: &GestureOutcome,
    sheets: &Sheets,
    plan: &TablePlan,
    texts: &Texts,
) -> Vec<String> {
    let title = |at: RecordRef| plan.after.title(at).unwrap_or_default();
    let untaken = seen.untaken.iter().take(SHOWN).filter_map(|one| {
        let change = plan.changes.get(one.place)?;
        let (sheet, row) = change.by;
        let name = sheets.of.get(sheet).map_or("", |sheet| sheet.name.as_str());
        let described = one.record.kind.described();
        let why = match &one.outcome {
            AmendmentOutcome::Refused {
                refusal: Refusal::Invalid { faults },
            } => {
                let faults = faults.iter().filter_map(|it| {
                    let field = described.field(&it.field)?;
                    let label = texts.get(&described.field_key(field));
                    let why = fault_among(&it.fault, described, field, &title, texts);
                    Some(format!("{label}: {why}"))
                });
                faults.collect::<Vec<_>>().join("; ")
            }
            AmendmentOutcome::Refused {
                refusal: Refusal::YearClosed { year },
            } => tr!(texts, "record-year-closed", title = title(*year)).into_owned(),
            AmendmentOutcome::Forbidden { .. } => texts.get("table-forbidden").into_owned(),
            _ => texts.get("record-not-taken").into_owned(),
        };
        let (number, title) = (i64::from(row), title(one.record));
        Some(tr!(texts, "import-table-untaken", name, number, title, why).into_owned())
    });
    untaken.collect()
}

impl Sent {
    /// What became of it, to stand under the report. `left` rows are not taken.
    pub fn told(
        &self,
        args: &TableArgs,
        plan: &TablePlan,
        left: usize,
        texts: &Texts,
    ) -> (String, ExitCode) {
        let new = count(plan, Verdict::New);
        let changed = count(plan, Verdict::Changed);
        let (text, code) = match self {
            Self::Nothing => (texts.get("import-table-nothing").into_owned(), None),
            Self::Seen(seen) => {
                let effects = effects(seen, plan, texts);
                let dry = texts.get("import-table-dry");
                (format!("{effects}{dry}"), None)
            }
            Self::Written(id) => {
                let id = id.0.to_string();
                let done = tr!(texts, "import-table-done", new, changed, id);
                (done.into_owned(), None)
            }
            Self::NotAgreed(seen) => {
                let effects = effects(seen, plan, texts);
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

/// What follows in the journals, a line each.
fn effects(seen: &GestureOutcome, plan: &TablePlan, texts: &Texts) -> String {
    let title = |at: &RecordRef| plan.after.title(*at).unwrap_or_default();
    let effects = seen.consequences.effects.iter();
    let lines = effects.map(|effect| {
        let line = effect_among(effect, &title, effect.days, texts);
        format!("  {line}\n")
    });
    lines.collect()
}
