//! What the regulation says to a change, as sentences.

use super::{appointments, moment};
use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::tr;
use journal::register::Asks;
use journal::regulation::{Access, Clause};
use journal::{Change, PersonName, SheetId, Verdict, WayOut};

/// A clause behind a sentence: « (п. 8 Порядка)», and nothing where the regulation is silent.
pub fn cited(clause: Option<&Clause>) -> String {
    clause.map_or_else(String::new, |clause| format!(" ({})", clause.cite))
}

/// A verdict as a sentence that quotes its clause.
pub fn verdict(verdict: &Verdict, desk: &Desk, texts: &Texts) -> String {
    match verdict {
        Verdict::OnTime => String::new(),
        Verdict::Late { due, clause } => tr!(
            texts,
            "verdict-late",
            due = moment(*due, desk),
            clause = clause.cite.as_str()
        )
        .into_owned(),
        Verdict::Locked {
            since,
            clause,
            way_out,
        } => {
            let key = match way_out {
                WayOut::AwaitLesson => "verdict-await-lesson",
                WayOut::AwaitPeriod => "verdict-await-period",
                WayOut::AskAdmin => "verdict-ask-admin",
                WayOut::AskDeputy => "verdict-ask-deputy",
                WayOut::AskCorrection => "verdict-ask-correction",
                WayOut::TooLate => "verdict-too-late",
                WayOut::Closed if *since < desk.now() => "verdict-year-over",
                WayOut::Closed => "verdict-year-closed",
            };
            let since = match way_out {
                WayOut::Closed => dates::full_date(texts.language(), desk.local(*since).date()),
                _ => moment(*since, desk),
            };
            tr!(texts, key, since, cited = cited(clause.as_ref())).into_owned()
        }
        Verdict::Forbidden { clause } => {
            tr!(texts, "verdict-forbidden", cited = cited(clause.as_ref())).into_owned()
        }
    }
}

/// A refusal as a sentence, which in another's sheet names who keeps it, and what of it is still
/// to be written.
pub fn refused(verdict: &Verdict, sheet: SheetId, desk: &Desk, texts: &Texts) -> String {
    let Some(kept) = kept(verdict, sheet, desk) else {
        return self::verdict(verdict, desk, texts);
    };
    if let Some(said) = appointments::on_other_days(sheet, &kept.cited, desk, texts) {
        return one_stop(said);
    }
    let key = match desk.access(sheet) {
        Some(Access::Attendance) => "verdict-only-attendance",
        Some(Access::Reasons) if desk.marks_periods_of(sheet) => "verdict-only-reasons-periods",
        Some(Access::Reasons) => "verdict-only-reasons",
        _ => "verdict-anothers",
    };
    let Kept { cited, count, by } = kept;
    one_stop(tr!(texts, key, cited, count, names = by).into_owned())
}

/// The refusal of what was just typed, with the clause's own words and the key to whoever lets it be done.
pub fn with_way_out(said: String, verdict: &Verdict, desk: &Desk, texts: &Texts) -> String {
    let Verdict::Locked { clause, .. } = verdict else {
        return said;
    };
    let words = clause.as_ref().map_or("", |clause| clause.words.as_str());
    let said = match words {
        "" => said,
        words => tr!(texts, "verdict-quoted", said, words).into_owned(),
    };
    let key = match desk.asks_after(verdict) {
        Some(Asks::Correction) => "way-out-correction",
        Some(Asks::Unlock) => "way-out-unlock",
        None => return said,
    };
    format!("{said} {}", texts.get(key))
}

/// That a pupil gets no reason before somebody else has marked the absence; none if it is not that
/// which was refused.
pub fn reason_without_absence(
    name: &str,
    verdict: &Verdict,
    sheet: SheetId,
    desk: &Desk,
    texts: &Texts,
) -> Option<String> {
    let Kept { cited, count, by } = kept(verdict, sheet, desk)?;
    let said = tr!(
        texts,
        "verdict-absence-first",
        name,
        cited,
        count,
        names = by
    );
    Some(said.into_owned())
}

/// Who keeps a sheet, and by which clause nobody else does.
struct Kept {
    /// As [`cited`] says it.
    cited: String,
    count: usize,
    by: String,
}

/// The same of a refusal that means that another keeps the sheet.
fn kept(verdict: &Verdict, sheet: SheetId, desk: &Desk) -> Option<Kept> {
    let Verdict::Forbidden { clause } = verdict else {
        return None;
    };
    // The server's comes without the words of its clause.
    let looks = desk.only_looks(sheet).map(Verdict::in_short);
    let is_anothers = looks == Some(verdict.clone().in_short());
    let spot = desk.pages.spot(sheet).filter(|_| is_anothers)?;
    let names: Vec<String> = spot
        .keepers()
        .into_iter()
        .map(PersonName::initialed)
        .collect();
    Some(Kept {
        cited: cited(clause.as_ref()),
        count: names.len(),
        by: names.join(", "),
    })
}

/// The refusal of a change as a sentence: of a reason from outside of the lesson it says whose that
/// is, also to whoever keeps the sheet.
pub fn refused_change(verdict: &Verdict, change: &Change, desk: &Desk, texts: &Texts) -> String {
    match verdict {
        Verdict::Forbidden { clause } if change.edit.touches_reason_from_outside() => {
            let cited = cited(clause.as_ref());
            tr!(texts, "verdict-reason-of-class-teacher", cited).into_owned()
        }
        _ => refused(verdict, change.sheet, desk, texts),
    }
}

/// A sentence that ends in initials needs no other full stop.
fn one_stop(said: String) -> String {
    match said.strip_suffix("..") {
        Some(rest) => format!("{rest}."),
        None => said,
    }
}
