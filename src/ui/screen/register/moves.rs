//! Whom a gesture moves, in words.

use crate::i18n::Texts;
use crate::record_words::effects::days;
use crate::tr;
use journal::register::{ClassPlace, GroupMove, ListMoves, Moves, PupilMoves};

/// How many move, and how many of those named come to be in no part of their class.
pub fn totals(moves: &Moves, texts: &Texts) -> Vec<String> {
    let ungrouped = moves.named.iter().filter(|it| !it.ungrouped.is_empty());
    let ungrouped = u32::try_from(ungrouped.count()).unwrap_or(u32::MAX);
    let counts = [
        ("totals-moves", moves.pupils),
        ("totals-ungrouped", ungrouped),
    ];
    let said = counts.into_iter().filter(|(_, count)| *count > 0);
    said.map(|(key, count)| tr!(texts, key, count).into_owned())
        .collect()
}

/// «Абрамов Илья: 7А → 8А с 01.09.2027, условно».
pub fn pupil(moves: &PupilMoves, texts: &Texts) -> String {
    let place = |place: &Option<ClassPlace>| match place {
        None => texts.get("moves-nowhere").into_owned(),
        Some(it) if it.attached => {
            tr!(texts, "moves-attached", class = it.class.as_str()).into_owned()
        }
        Some(it) => it.class.clone(),
    };
    let classes = moves.classes.iter().map(|it| {
        let (was, becomes, days) = (place(&it.was), place(&it.becomes), days(it.days, texts));
        let key = if it.conditional {
            "moves-class-conditional"
        } else {
            "moves-class"
        };
        tr!(texts, key, was, becomes, days).into_owned()
    });
    let classes: Vec<_> = classes.collect();
    let what = if classes.is_empty() {
        groups(moves, texts)
    } else {
        classes
    };
    let name = moves.name.to_string();
    let what = what.join("; ");
    tr!(texts, "moves-pupil", name, what).into_owned()
}

/// The groups beside the class, and where the pupil is in none of the parts.
pub fn detail(moves: &PupilMoves, texts: &Texts) -> String {
    let groups = if moves.classes.is_empty() {
        Vec::new()
    } else {
        groups(moves, texts)
    };
    let named = moves.ungrouped.iter().filter(|it| !it.is_empty());
    let named: Vec<_> = named.map(String::as_str).collect();
    let subjects = if named.is_empty() {
        "none".to_owned()
    } else {
        named.join(", ")
    };
    let without = || tr!(texts, "moves-ungrouped", subjects).into_owned();
    let without = (!moves.ungrouped.is_empty()).then(without);
    let without = without.into_iter();
    let parts: Vec<_> = without.chain(groups).collect();
    parts.join("; ")
}

fn groups(moves: &PupilMoves, texts: &Texts) -> Vec<String> {
    // What happens on the days of the class is not dated once more.
    let of_class = |it: &GroupMove| moves.classes.iter().any(|class| class.days == it.days);
    let groups = moves.groups.iter().map(|it| {
        let key = if it.joins {
            "moves-joins"
        } else {
            "moves-leaves"
        };
        let group = it.group.as_str();
        let days = if of_class(it) {
            "same".to_owned()
        } else {
            days(it.days, texts)
        };
        tr!(texts, key, group, days).into_owned()
    });
    groups.collect()
}

/// «7Б: придёт 1, журналов 12».
pub fn list(list: &ListMoves, texts: &Texts) -> String {
    let sides = [("moves-come", list.came), ("moves-go", list.left)];
    let sides = sides.into_iter().filter(|(_, count)| *count > 0);
    let sides = sides.map(|(key, count)| tr!(texts, key, count).into_owned());
    let sides: Vec<_> = sides.collect();
    let (title, count) = (list.title.as_str(), list.journals.len());
    tr!(texts, "moves-list", title, sides = sides.join(", "), count).into_owned()
}

/// How many more there are than are named.
pub fn more(moves: &Moves, texts: &Texts) -> Option<String> {
    let named = u32::try_from(moves.named.len()).unwrap_or(u32::MAX);
    let count = moves.pupils.saturating_sub(named);
    (count > 0).then(|| tr!(texts, "moves-more", count).into_owned())
}
