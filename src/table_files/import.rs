//! The course of an import, which a command and the screen take alike: a file is read, its rows are
//! planned against the register, consents come with them, the server is asked what would become of
//! them, what was agreed to is written, and it can be taken back.

use super::{AtServer, ReadSheet, Sheets, gesture, read};
use crate::i18n::{Language, Texts};
use crate::tr;
use chrono::NaiveDate;
use journal::register::table::{Consents, HeadedSheet, TablePlan};
use journal::register::{Effect, GestureFate, GestureOutcome, RecordKind, RecordRef, Register};
use journal::regulation::ConsentClause;
use journal::{GestureId, Timestamp};
use offline::{Failure, IdSource};
use protocol::{MAX_GESTURE, UndoGesture, WholeGesture};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Why it goes no further.
#[derive(Debug)]
pub enum Halt {
    /// A sentence.
    Words(String),
    /// The server did not do it.
    Server(Failure),
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        Self::Server(failure)
    }
}

/// Reads a file on a thread that nobody waits for.
///
/// # Errors
/// A sentence.
pub async fn read_aside(path: PathBuf, language: Language) -> anyhow::Result<Vec<ReadSheet>> {
    tokio::task::spawn_blocking(move || read(&path, &Texts::new(language))).await?
}

/// That all kinds of which the file has rows are the person's to write.
///
/// # Errors
/// A sentence that names the others.
pub fn may_be_amended(
    sheets: &Sheets,
    writes: impl Fn(RecordKind) -> bool,
    texts: &Texts,
) -> Result<(), Halt> {
    let with_rows = sheets.of.iter().filter(|sheet| sheet.has_rows());
    let kinds: BTreeSet<RecordKind> = with_rows.flat_map(HeadedSheet::kinds).collect();
    let barred = kinds.into_iter().filter(|kind| !writes(*kind));
    let lists = barred.map(|kind| texts.get(&kind.described().list_key()).into_owned());
    let lists = lists.collect::<Vec<_>>().join(", ");
    if lists.is_empty() {
        return Ok(());
    }
    let words = tr!(texts, "import-table-not-yours", lists);
    Err(Halt::Words(words.into_owned()))
}

/// What is said of consents beside the rows.
#[derive(Debug, PartialEq, Eq)]
pub enum Consented {
    /// Nothing speaks against the rows; how many consents they bring, if any.
    Brought(Option<String>),
    /// The regulation wants so many first, by this clause, and nobody has said them.
    Lacking(usize, String),
}

/// Brings the consents that were said with the rows; without them no row is sent that would be
/// refused for want of one.
pub fn bring_consents(
    plan: &mut TablePlan,
    said: Option<&Consents>,
    rule: Option<&ConsentClause>,
    today: NaiveDate,
    texts: &Texts,
) -> Consented {
    let Some(consents) = said else {
        let lacking = rule.and_then(|rule| Some((rule, plan.lack_consents(rule, today)?)));
        return match lacking {
            Some((rule, count)) => Consented::Lacking(count, rule.clause.cite.clone()),
            None => Consented::Brought(None),
        };
    };
    let count = plan.consent(consents, today);
    let on = consents.given.format("%d.%m.%Y").to_string();
    let told = || tr!(texts, "import-table-consents", count, on).into_owned();
    Consented::Brought((count > 0).then(told))
}

/// That rows have numbers that are none of the base's, a line a kind.
pub fn foreign_ids(plan: &TablePlan, texts: &Texts) -> Vec<String> {
    let kinds = plan.foreign_ids.iter();
    let lines = kinds.map(|kind| {
        let list = texts.get(&kind.described().list_key());
        tr!(texts, "import-table-foreign-ids", list).into_owned()
    });
    lines.collect()
}

/// What the server says to the rows, before anything is written.
#[derive(Debug)]
pub enum Checked {
    /// The base says it all already.
    Nothing,
    /// The register has moved since the rows were read against it.
    Moved,
    /// This would become of it.
    Seen(Box<Seen>),
}

/// The rows as a gesture, and what would become of it.
#[derive(Debug)]
pub struct Seen {
    /// The number of the gesture, by which it is taken back.
    pub id: GestureId,
    /// The rows.
    pub gesture: WholeGesture,
    /// What the server says.
    pub outcome: GestureOutcome,
    /// Why it does not take rows; none: it takes all.
    pub refusals: Vec<String>,
}

impl Seen {
    /// Whether all of it would be taken.
    pub fn is_taken(&self) -> bool {
        self.outcome.untaken.is_empty()
    }

    /// What is to be agreed to first.
    pub fn dangers(&self) -> Vec<Effect> {
        self.outcome.consequences.dangers().cloned().collect()
    }
}

/// Asks the server what the rows would do.
///
/// # Errors
/// There are more than a gesture holds, or the server did not answer.
pub async fn check(
    server: &AtServer,
    (sheets, plan): (&Sheets, &TablePlan),
    file: &Path,
    (ids, now): (&mut IdSource, Timestamp),
    texts: &Texts,
) -> Result<Checked, Halt> {
    let count = plan.changes.len();
    if count == 0 {
        return Ok(Checked::Nothing);
    }
    if count > MAX_GESTURE {
        let words = tr!(texts, "import-table-too-many", count, most = MAX_GESTURE);
        return Err(Halt::Words(words.into_owned()));
    }
    let (id, gesture) = gesture::gesture(plan, file, ids, now);
    let outcome = server.amend(&gesture, true).await?;
    if gesture::has_moved(&outcome) {
        return Ok(Checked::Moved);
    }
    let refusals = gesture::refusals(&outcome, sheets, plan, texts);
    Ok(Checked::Seen(Box::new(Seen {
        id,
        gesture,
        outcome,
        refusals,
    })))
}

/// Writes what was agreed to.
///
/// # Errors
/// The server did not do it.
pub async fn write(
    server: &AtServer,
    gesture: &mut WholeGesture,
    agreed: Vec<Effect>,
) -> Result<GestureOutcome, Failure> {
    gesture.agreed = agreed;
    server.amend(gesture, false).await
}

/// What it takes to take an import back.
pub fn undo_wish(ids: &mut IdSource, made_at: Timestamp) -> UndoGesture {
    UndoGesture {
        gesture: ids.gesture(made_at),
        made_at,
        agreed: Vec::new(),
    }
}

/// Takes an import back, as far as that was agreed to.
///
/// # Errors
/// The server did not do it.
pub async fn undo(
    server: &AtServer,
    of: GestureId,
    wish: &mut UndoGesture,
    agreed: Vec<Effect>,
) -> Result<GestureOutcome, Failure> {
    wish.agreed = agreed;
    server.undo(of, wish, false).await
}

/// What a record is called that an undo is about: its kind and its name.
pub fn undone(register: &Register, at: RecordRef, texts: &Texts) -> String {
    let kind = texts.get(&at.kind.described().key());
    format!("{kind} {}", register.title(at).unwrap_or_default())
}

/// Whether it stands in the base as it was wished.
pub fn is_written(fate: &GestureFate) -> bool {
    match fate {
        GestureFate::Written { .. }
        | GestureFate::WrittenBefore { .. }
        | GestureFate::Unchanged => true,
        GestureFate::NotAgreed
        | GestureFate::Refused
        | GestureFate::NotYours
        | GestureFate::Seen => false,
    }
}
