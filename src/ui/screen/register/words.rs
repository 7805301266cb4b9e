//! Records, and what is wrong with them, in words.

use super::composed::Composition;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::record_words::{effects, faults, steps};
use crate::tr;
use crate::ui::messages;
use crate::ui::widget::text::ELLIPSIS;
use journal::register::{
    AmendmentOutcome, Fault, Field, FieldFault, Kind, OrderId, Record, RecordKind, RecordRef,
    Refusal, Register,
};
use journal::regulation::{Act, Regulation, Who};

/// That whoever sits here waits for an order to keep records of the kind; none: they do not, or that is
/// not known yet.
pub fn awaits_order(kind: RecordKind, desk: &Desk, texts: &Texts) -> Option<String> {
    let clause = desk.awaits_order(kind)?.cite.as_str();
    Some(tr!(texts, "register-awaits-order", clause).into_owned())
}

/// The same of whoever would wait for one if none has given the role.
pub fn may_await_order(kind: RecordKind, desk: &Desk, texts: &Texts) -> Option<String> {
    let (rules, me) = (desk.rules.as_ref()?, desk.me.as_ref()?);
    let mut roles = me.roles.0.iter();
    let one = roles.find_map(|role| rules.regulation.by_order(Who::Role(*role), kind))?;
    let clause = one.clause.cite.as_str();
    Some(tr!(texts, "register-awaits-order", clause).into_owned())
}

/// Why whoever sits here only looks at records of the kind; none, if some are theirs to amend.
pub fn locked(kind: RecordKind, desk: &Desk, texts: &Texts) -> Option<String> {
    if let Some(awaits) = awaits_order(kind, desk, texts) {
        return Some(awaits);
    }
    let mut writes = [Act::Create, Act::Change, Act::Remove].into_iter();
    let keeps = writes.any(|act| desk.may_somewhere(act, kind).is_some());
    (!keeps).then(|| kept_by("register-only-look", Act::Change, kind, desk, texts))
}

/// Why whoever sits here makes no record of the kind.
pub fn not_made(kind: RecordKind, desk: &Desk, texts: &Texts) -> Option<String> {
    if let Some(awaits) = awaits_order(kind, desk, texts) {
        return Some(awaits);
    }
    let makes = desk.may_somewhere(Act::Create, kind).is_some();
    (!makes).then(|| kept_by("register-not-made", Act::Create, kind, desk, texts))
}

/// Why whoever sits here makes not all of what a new pupil is written with; none: they do.
pub fn enrols_not(desk: &Desk, texts: &Texts) -> Option<String> {
    let kinds = Composition::new_pupil().kinds().into_iter();
    let mut lacking = kinds.filter(|kind| desk.may_somewhere(Act::Create, *kind).is_none());
    let kind = lacking.next()?;
    Some(kept_by(
        "new-pupil-not-made",
        Act::Create,
        kind,
        desk,
        texts,
    ))
}

/// Why a record is not theirs to amend who amend others of the kind.
pub fn of_others(kind: RecordKind, desk: &Desk, texts: &Texts) -> String {
    kept_by("record-of-others", Act::Change, kind, desk, texts)
}

/// Why no record of a kind is theirs to remove.
pub fn not_removed(kind: RecordKind, desk: &Desk, texts: &Texts) -> String {
    kept_by("record-not-removed", Act::Remove, kind, desk, texts)
}

/// Why a field can neither be seen nor filled.
pub fn veiled(kind: RecordKind, desk: &Desk, texts: &Texts) -> String {
    kept_by("record-field-veiled", Act::Change, kind, desk, texts)
}

/// Who keeps records of a kind, in words: «делопроизводитель по приказу», where the role is not enough.
pub fn keeper(who: Who, kind: RecordKind, rules: Option<&Regulation>, texts: &Texts) -> String {
    let role = texts.get(&format!("role-{who}"));
    let by_order = rules.and_then(|rules| rules.by_order(who, kind));
    let role = match by_order {
        Some(_) => tr!(texts, "role-by-order", role),
        None => role,
    };
    role.into_owned()
}

/// Who keeps records of a kind, and by which clause.
fn kept_by(key: &str, act: Act, kind: RecordKind, desk: &Desk, texts: &Texts) -> String {
    let rules = desk.rules.as_ref().map(|rules| &rules.regulation);
    let keepers = desk.keepers(act, kind).into_iter();
    let who = keepers.map(|who| keeper(who, kind, rules, texts));
    let who: Vec<_> = who.collect();
    let clause = desk.clause_of(act, kind);
    let clause = clause.as_ref().map_or("none", |clause| &clause.cite);
    let (count, who) = (who.len(), who.join(", "));
    tr!(texts, key, count, who, clause).into_owned()
}

/// What a record says in a field, as a list shows it: of an order, what holds of it by now.
pub fn cell(
    register: &Register,
    at: RecordRef,
    record: &Record,
    field: &Field,
    texts: &Texts,
) -> String {
    let is_state = at.kind == RecordKind::Order && field.name == "state";
    let cancelled = is_state.then(|| cancelled(register, at, texts)).flatten();
    let said = || {
        let says = (field.get)(record);
        steps::value(register, at.kind.described(), field, &says, texts)
    };
    cancelled.unwrap_or_else(said)
}

/// That an order is cancelled, and by which; none, if it is not.
pub fn cancelled(register: &Register, at: RecordRef, texts: &Texts) -> Option<String> {
    let order = (at.kind == RecordKind::Order).then_some(OrderId(at.id.0))?;
    let by = register.cancelling(order)?;
    match register.get(by.into())? {
        Record::Order(by) => {
            let number = by.number.as_str();
            Some(tr!(texts, "order-cancelled", number).into_owned())
        }
        _ => None,
    }
}

/// A record by its title, wherever it is known from; else by what it is.
pub fn title(at: RecordRef, register: &Register, desk: &Desk, texts: &Texts) -> String {
    known(at, register, desk).unwrap_or_else(|| texts.get(&at.kind.described().key()).into_owned())
}

fn known(at: RecordRef, register: &Register, desk: &Desk) -> Option<String> {
    let kept = || desk.records(at.kind).and_then(|(_, it)| it.title(at));
    register.title(at).or_else(kept)
}

fn list(at: RecordRef, texts: &Texts) -> String {
    texts.get(&at.kind.described().list_key()).into_owned()
}

/// What is wrong with a field, and what to do.
pub fn fault(fault: &Fault, described: &Kind, field: &Field, desk: &Desk, texts: &Texts) -> String {
    let title = |at| title(at, &Register::default(), desk, texts);
    faults::fault(fault, described, field, &title, texts)
}

/// What is wrong with a field of a record of the kind; none: the kind has no such field.
pub fn field_fault(
    kind: RecordKind,
    wrong: &FieldFault,
    desk: &Desk,
    texts: &Texts,
) -> Option<String> {
    let described = kind.described();
    let field = described.field(&wrong.field)?;
    Some(fault(&wrong.fault, described, field, desk, texts))
}

/// Why an amendment was not taken, and what to do; of faults of fields the first.
pub fn outcome(outcome: &AmendmentOutcome, kind: RecordKind, desk: &Desk, texts: &Texts) -> String {
    let shown = desk.records(kind).map(|(_, register)| register.clone());
    let register = shown.unwrap_or_default();
    match outcome {
        AmendmentOutcome::Conflict { by, at, .. } => {
            let by = messages::writer(by.as_ref(), desk, texts);
            let at = at.map(|at| messages::moment(at, desk)).unwrap_or_default();
            tr!(texts, "record-was-amended", by, at).into_owned()
        }
        AmendmentOutcome::Forbidden { .. } => {
            locked(kind, desk, texts).unwrap_or_else(|| of_others(kind, desk, texts))
        }
        AmendmentOutcome::Refused { refusal } => match refusal {
            Refusal::InUse {
                records,
                count,
                found,
            } => {
                let mut names: Vec<String> = records
                    .iter()
                    .map(|at| known(*at, &register, desk).unwrap_or_else(|| list(*at, texts)))
                    .collect();
                // Of what is not here the list is named, once.
                names.dedup();
                if *count > records.len() {
                    names.push(ELLIPSIS.to_owned());
                }
                let records = match *count {
                    0 => None,
                    count => {
                        let names = names.join(", ");
                        Some(tr!(texts, "found-records", count, names).into_owned())
                    }
                };
                let parts = records.into_iter().chain(effects::found(found, texts));
                let what = parts.collect::<Vec<_>>().join(", ");
                // A kind may have words of its own for it.
                let of_kind = format!("record-in-use-{}", kind.word());
                let key = if texts.has(&of_kind) {
                    of_kind.as_str()
                } else {
                    "record-in-use"
                };
                let today = desk.local(desk.now()).date();
                let from = today.format("%d.%m.%Y").to_string();
                tr!(texts, key, what, from).into_owned()
            }
            Refusal::Last { .. } if kind == RecordKind::Office => {
                texts.get("record-is-last-administrator").into_owned()
            }
            Refusal::Last { found } => {
                let what = effects::found(found, texts).collect::<Vec<_>>().join(", ");
                let is_used = if what.is_empty() { "no" } else { "yes" };
                tr!(texts, "record-is-last", what, used = is_used).into_owned()
            }
            Refusal::YearClosed { year } => {
                let title = title(*year, &register, desk, texts);
                tr!(texts, "record-year-closed", title).into_owned()
            }
            Refusal::NoConsent { of, clause } => {
                let who = title(*of, &register, desk, texts);
                let clause = clause.cite.as_str();
                tr!(texts, "record-no-consent", who, clause).into_owned()
            }
            Refusal::Invalid { faults } => {
                let first = faults.iter().find_map(|it| {
                    let field = kind.described().field(&it.field)?;
                    let label = texts.get(&kind.described().field_key(field));
                    let why = field_fault(kind, it, desk, texts)?;
                    Some(format!("{label}: {why}"))
                });
                first.unwrap_or_default()
            }
            Refusal::MadeAt => texts.get("invalid-made-at").into_owned(),
            Refusal::Conflict { .. } | Refusal::OtherKind | Refusal::Id | Refusal::Ground => {
                texts.get("record-not-taken").into_owned()
            }
        },
        _ => texts.get("record-not-taken").into_owned(),
    }
}
