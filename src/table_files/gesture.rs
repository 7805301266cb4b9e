//! The rows of a file as one gesture, and what the server says to it.

use super::Sheets;
use crate::i18n::Texts;
use crate::record_words::{effects, faults};
use crate::tr;
use journal::register::table::TablePlan;
use journal::register::{
    Amendment, AmendmentGround, AmendmentOutcome, FieldStep, GestureOutcome, RecordKind, RecordRef,
    Refusal, Untaken, Value,
};
use journal::view::{LoggedAmendment, RecordLog};
use journal::{GestureId, Timestamp};
use offline::IdSource;
use protocol::WholeGesture;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rows that the server does not take, shown at most.
const SHOWN: usize = 20;
/// The longest name of a file that a ground keeps.
const FILE: usize = 200;

/// What rows would do, as a gesture with the file as its ground; its number.
pub fn gesture(
    plan: &TablePlan,
    file: &Path,
    ids: &mut IdSource,
    now: Timestamp,
) -> (GestureId, WholeGesture) {
    let id = ids.gesture(now);
    let file = file.file_name().unwrap_or_default().to_string_lossy();
    let file: String = file.chars().take(FILE).collect();
    let amendments = plan.changes.iter().map(|change| Amendment {
        id: ids.change(now),
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
    let amendments = amendments.collect();
    let agreed = Vec::new();
    (id, WholeGesture { amendments, agreed })
}

/// Whether the register has moved since rows were read against it.
pub fn has_moved(seen: &GestureOutcome) -> bool {
    let mut untaken = seen.untaken.iter();
    untaken.any(|one| matches!(one.outcome, AmendmentOutcome::Conflict { .. }))
}

/// Why the server does not take rows.
pub fn refusals(
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
        let why = why(one, &title, texts);
        let (number, title) = (i64::from(row), title(one.record));
        Some(tr!(texts, "import-table-untaken", name, number, title, why).into_owned())
    });
    untaken.collect()
}

/// Why the server does not take a record.
pub fn why(one: &Untaken, title: &dyn Fn(RecordRef) -> String, texts: &Texts) -> String {
    let described = one.record.kind.described();
    match &one.outcome {
        AmendmentOutcome::Refused {
            refusal: Refusal::Invalid { faults },
        } => {
            let faults = faults.iter().filter_map(|it| {
                let field = described.field(&it.field)?;
                let label = texts.get(&described.field_key(field));
                let why = faults::fault(&it.fault, described, field, title, texts);
                Some(format!("{label}: {why}"))
            });
            faults.collect::<Vec<_>>().join("; ")
        }
        AmendmentOutcome::Refused {
            refusal: Refusal::YearClosed { year },
        } => tr!(texts, "record-year-closed", title = title(*year)).into_owned(),
        AmendmentOutcome::Refused {
            refusal: Refusal::NoConsent { of, clause },
        } => {
            let (who, clause) = (title(*of), clause.cite.as_str());
            tr!(texts, "record-no-consent", who, clause).into_owned()
        }
        AmendmentOutcome::Forbidden { .. } => texts.get("table-forbidden").into_owned(),
        _ => texts.get("record-not-taken").into_owned(),
    }
}

/// What follows in the journals, a line each.
pub fn effects(
    seen: &GestureOutcome,
    title: &dyn Fn(&RecordRef) -> String,
    texts: &Texts,
) -> String {
    let effects = seen.consequences.effects.iter();
    let lines = effects.map(|effect| {
        let line = effects::effect(effect, title, effect.days, texts);
        format!("  {line}\n")
    });
    lines.collect()
}

/// The fields of a record of which a person has set what stands there, and no table. What an undo
/// has put back is whoever's it was before.
pub fn by_hand(log: &RecordLog, kind: RecordKind) -> BTreeSet<&'static str> {
    if log.more {
        // What came later is not here: it is asked rather than overwritten.
        let fields = kind.described().fields.iter();
        return fields.map(|field| field.name).collect();
    }
    set_by_hand(&log.amendments)
}

/// The fields that say what a person has set. Fields that nobody has set since the school was made
/// are not among them.
fn set_by_hand(log: &[LoggedAmendment]) -> BTreeSet<&'static str> {
    let mut said: BTreeMap<&'static str, Vec<(Value, bool)>> = BTreeMap::new();
    for row in log {
        for step in FieldStep::between(row.record.kind, row.was.as_ref(), row.is.as_ref()) {
            let values = said.entry(step.field.name).or_default();
            let hand = match row.ground {
                Some(AmendmentGround::Import { .. }) => false,
                Some(AmendmentGround::Undo { .. } | AmendmentGround::Breach { .. }) => {
                    let mut before = values.iter().rev();
                    let set = before.find(|(value, _)| *value == step.now);
                    set.is_some_and(|(_, hand)| *hand)
                }
                _ => true,
            };
            values.push((step.now, hand));
        }
    }
    let last = said.into_iter().filter_map(|(field, values)| {
        let (_, hand) = values.last()?;
        hand.then_some(field)
    });
    last.collect()
}
