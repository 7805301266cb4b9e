//! From what the regulation has refused to whoever lets it be done: the request, filled in.

use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::desk::refused::RefusedEdits;
use crate::ui::form::FieldId;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::route::Route;
use crate::ui::screen::register::composed::TABLE;
use chrono::NaiveDate;
use journal::register::{AskedMark, Asks, RecordKind};
use journal::{Edit, Occasion, SheetId};
use offline::{Draft, DraftKey};
use std::collections::BTreeMap;

/// Most rows that are filled in: more than a class has pupils.
const ROWS: u16 = 200;

/// What would be asked for, of what the key before was refused in this sheet; none: nothing, or nobody
/// can be asked.
fn asks(sheet: SheetId, desk: &Desk) -> Option<Asks> {
    let refused = desk.refused()?;
    let is_here = refused.edits.iter().any(|(at, _)| *at == sheet);
    is_here.then(|| desk.asks_after(&refused.verdict)).flatten()
}

/// Opens the request for what the key before was refused in this sheet; none: there is none to make.
pub fn open(sheet: SheetId, cx: &mut Cx<'_>) -> Option<Outcome> {
    let asks = asks(sheet, cx.desk)?;
    let refused = cx.desk.refused()?.clone();
    let filled = filled(asks, (sheet, &refused), cx.desk)?;
    let draft = Draft::Form(filled);
    cx.desk.drafts.set(key(), Some(draft));
    let said = cx.texts.get("request-filled");
    cx.desk.say(Notice::new(Tone::Hint, said));
    Some(Outcome::Go(Route::Record(RecordKind::Request, None)))
}

/// Under which a new request is kept until it is sent.
fn key() -> DraftKey {
    DraftKey::form(format!("{}/new", RecordKind::Request))
}

/// What the fields of the request say. What was typed into one that was not sent stays: of the same
/// journal all of it, of another why it was to be made.
fn filled(
    asks: Asks,
    (sheet, refused): (SheetId, &RefusedEdits),
    desk: &Desk,
) -> Option<BTreeMap<String, String>> {
    let spot = desk.pages.spot(sheet)?;
    let day = day(spot.sheet.occasion(), desk);
    let head = [
        ("teacher", desk.me.as_ref()?.person.0.to_string()),
        ("journal", spot.sheet.journal().0.to_string()),
        ("asks", asks.word().to_owned()),
        ("day", day.format("%d.%m.%Y").to_string()),
    ];
    let head = head.map(|(name, text)| (name.to_owned(), text));
    let mut kept = match desk.drafts.get(&key()) {
        Some(Draft::Form(kept)) => kept.clone(),
        _ => BTreeMap::new(),
    };
    let is_same = |name: &str| {
        let said = head.iter().find(|(it, _)| it == name);
        kept.get(name) == said.map(|(_, text)| text)
    };
    if !["journal", "asks"].into_iter().all(is_same) {
        kept.retain(|name, _| name == "reason");
    }
    kept.extend(head);
    if asks == Asks::Correction {
        refused
            .edits
            .iter()
            .for_each(|(at, edit)| line(*at, edit, &mut kept));
    }
    Some(kept)
}

/// The day on which the change is to be made: today, or the last one of the period when that is over.
fn day(of: Occasion<'_>, desk: &Desk) -> NaiveDate {
    let today = desk.local(desk.now()).date();
    match of {
        Occasion::Lesson(_) => today,
        Occasion::Term(period) => today.min(period.ends),
    }
}

/// Puts an edit into the row of its pupil and period, or into the next one.
fn line(sheet: SheetId, edit: &Edit, kept: &mut BTreeMap<String, String>) {
    let (SheetId::Term { period, .. }, Edit::PeriodMark { pupil, step }) = (sheet, edit) else {
        return;
    };
    let cell = |row, name| FieldId::cell(TABLE, row, name).to_string();
    let said = |row: u16, name, kept: &BTreeMap<String, String>| {
        kept.get(&cell(row, name)).cloned().unwrap_or_default()
    };
    let (pupil, period) = (pupil.0.to_string(), period.0.to_string());
    let is_its = |row: &u16| {
        let stands = said(*row, "pupil", kept);
        stands.is_empty() || (stands == pupil && said(*row, "period", kept) == period)
    };
    let Some(row) = (1..ROWS).find(is_its) else {
        return;
    };
    let cells = [
        ("pupil", pupil),
        ("period", period),
        ("was", AskedMark::of(step.old).word().to_owned()),
        ("becomes", AskedMark::of(step.new).word().to_owned()),
    ];
    kept.extend(cells.map(|(name, text)| (cell(row, name), text)));
}
