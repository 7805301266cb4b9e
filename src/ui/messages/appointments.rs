//! What is said to whoever teaches a journal on other days than those of a sheet.

use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::tr;
use journal::{Change, SheetId, Verdict};
use std::collections::BTreeSet;

/// From when or until when the journal is theirs, and who writes there or can change that; none: they
/// do not teach it on other days.
pub fn on_other_days(sheet: SheetId, cited: &str, desk: &Desk, texts: &Texts) -> Option<String> {
    if !desk.relation(sheet)?.taught {
        return None;
    }
    let spot = desk.pages.spot(sheet)?;
    let (_, day) = spot.sheet.occasion().days();
    let today = desk.local(desk.now()).date();
    let is_own = |teacher| teacher == desk.person();
    let own = spot.teachings.iter().filter(|one| is_own(one.teacher));
    let over = own.clone().filter_map(|one| one.until);
    let over = over.filter(|until| *until < day.max(today)).max();
    let others = spot.teachings.iter().filter(|one| {
        let days = one.days();
        !is_own(one.teacher) && days.has(day) && days.last >= today
    });
    let mut seen = BTreeSet::new();
    let others = others.filter(|one| seen.insert(one.teacher));
    let names: Vec<_> = others.map(|one| one.name.initialed()).collect();
    let names = names.join(", ");
    // Whose it is today, before or after it, had another's day.
    if own.clone().any(|one| one.days().has(today)) && over.is_some() {
        let since = dates::short_date(day);
        let said = if names.is_empty() {
            tr!(texts, "verdict-not-on-day-nobody", since, cited)
        } else {
            tr!(texts, "verdict-not-on-day", since, names, cited)
        };
        return Some(said.into_owned());
    }
    let said = match (over, names.is_empty()) {
        (Some(until), nobody) => {
            let until = dates::short_date(until);
            if nobody {
                tr!(texts, "verdict-taught-until-nobody", until, cited)
            } else {
                tr!(texts, "verdict-taught-until", until, names, cited)
            }
        }
        (None, nobody) => {
            let from = own.filter_map(|one| one.from);
            let since = dates::short_date(from.filter(|from| day < *from).min()?);
            if nobody {
                tr!(texts, "verdict-teaches-from-nobody", since, cited)
            } else {
                tr!(texts, "verdict-teaches-from", since, names, cited)
            }
        }
    };
    Some(said.into_owned())
}

/// Of a change that was made while the journal was theirs, and by which the server could not go any
/// more when it came; none: it was refused for something else.
pub fn came_late(verdict: &Verdict, change: &Change, desk: &Desk, texts: &Texts) -> Option<String> {
    let Verdict::Forbidden { clause } = verdict else {
        return None;
    };
    let spot = desk.pages.spot(change.sheet)?;
    let made_on = desk.local(change.made_at).date();
    let then = spot.relation_of(desk.person(), made_on);
    let is_over = then.own_journal && !desk.relation(change.sheet)?.own_journal;
    let made = super::moment(change.made_at, desk);
    let cited = super::cited(clause.as_ref());
    is_over.then(|| tr!(texts, "verdict-came-late", made, cited).into_owned())
}
