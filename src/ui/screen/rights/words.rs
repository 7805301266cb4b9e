//! Rights in words: who may do what with which records, what is hidden from them, by which clause.

use super::Thing;
use super::reach::{self, How};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::screen::register::words::keeper;
use journal::Roles;
use journal::register::{RecordKind, Veil};
use journal::regulation::{Act, Clause, Regulation, Who};
use std::borrow::Cow;

/// What it is, and who keeps and who reads it.
pub fn in_short(thing: Thing, rules: &Regulation, texts: &Texts) -> String {
    let those = |how: How| {
        let all = Who::all();
        let all = all.filter(|who| reach::of(*who, thing, rules).how() == how);
        let named = |who| match thing {
            Thing::Records(kind) if how == How::Keeps => keeper(who, kind, Some(rules), texts),
            _ => name(who, texts),
        };
        all.map(named).collect::<Vec<_>>().join(", ")
    };
    let title = thing.title(texts);
    let keep = those(How::Keeps);
    let read = those(How::Reads);
    let word = |names: &str| if names.is_empty() { "none" } else { "some" };
    let (some_keep, some_read) = (word(&keep), word(&read));
    let keepers = tr!(texts, "rights-keepers", keep, any = some_keep);
    let readers = tr!(texts, "rights-readers", read, any = some_read);
    format!("{title}: {keepers}; {readers}")
}

/// All of it, a line for each right.
pub fn whole(thing: Thing, rules: &Regulation, texts: &Texts) -> Vec<String> {
    let title = thing.title(texts);
    match thing {
        Thing::Records(kind) => {
            let about = texts.get(&kind.described().about_key());
            let mut lines = vec![format!("{title}. {about}")];
            lines.extend(of_kind(kind, rules, texts));
            lines
        }
        _ => {
            let of_roles = Who::all().map(|who| {
                let what = reach::of(who, thing, rules).words(texts);
                format!("{}: {what}", name(who, texts))
            });
            let note = (thing == Thing::Accounts).then(|| texts.get("rights-accounts"));
            let note = note.map(Cow::into_owned);
            std::iter::once(title).chain(of_roles).chain(note).collect()
        }
    }
}

fn of_kind(kind: RecordKind, rules: &Regulation, texts: &Texts) -> Vec<String> {
    let mut lines = Vec::new();
    for right in rules.rights_to(kind) {
        let who = name(right.who, texts);
        let acts = acts(&right.acts, texts);
        let part = tr!(texts, "rights-part", part = right.scope.word());
        let clause = cite(right.clause.as_ref());
        let mut line = tr!(texts, "rights-line", who, acts, part, clause).into_owned();
        let hidden = hidden(kind, right.upto, texts);
        if !hidden.is_empty() {
            line += &tr!(texts, "rights-hidden", fields = hidden);
        }
        lines.push(line);
    }
    for one in &rules.rights.by_order {
        if one.of.contains(&kind) {
            let who = name(Who::Role(one.who), texts);
            let clause = one.clause.cite.as_str();
            lines.push(tr!(texts, "rights-by-order", who, clause).into_owned());
        }
    }
    for taken in rules.taken_from(kind) {
        let (who, acts) = (name(taken.who, texts), acts(&taken.acts, texts));
        let clause = taken.clause.cite.as_str();
        lines.push(tr!(texts, "rights-taken", who, acts, clause).into_owned());
    }
    let nobody = Roles(Vec::new());
    if let Some(clause) = rules.clause_of(&nobody, Act::Change, kind) {
        let clause = clause.cite.as_str();
        lines.push(tr!(texts, "rights-clause", clause).into_owned());
    }
    lines
}

fn name(who: Who, texts: &Texts) -> String {
    texts.get(&format!("role-{who}")).into_owned()
}

fn cite(clause: Option<&Clause>) -> String {
    clause.map_or_else(|| "none".to_owned(), |clause| clause.cite.clone())
}

fn acts(acts: &[Act], texts: &Texts) -> String {
    let acts = acts
        .iter()
        .map(|act| tr!(texts, "rights-act", act = act.word()));
    acts.collect::<Vec<_>>().join(", ")
}

/// The fields beyond a veil.
fn hidden(kind: RecordKind, upto: Veil, texts: &Texts) -> String {
    let described = kind.described();
    let hidden = described.fields.iter().filter(|field| field.veil > upto);
    let names = hidden.map(|field| texts.get(&described.field_key(field)));
    names.collect::<Vec<_>>().join(", ")
}
