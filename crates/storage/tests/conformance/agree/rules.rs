//! What holds in every register, said once more and in the plainest way: all pairs of records beside
//! each other, whatever it costs. Nothing here asks the check of the domain.

use super::ways;
use chrono::{Datelike, NaiveDate, Timelike};
use journal::reading::match_key;
use journal::register::*;
use std::collections::BTreeMap;

pub type State = BTreeMap<RecordRef, Record>;

type Days = (NaiveDate, NaiveDate);

pub fn state(register: &Register) -> State {
    let all = register.all();
    all.map(|(at, record)| (at, record.clone())).collect()
}

/// Everything that is not as it must be.
pub fn broken(state: &State) -> Vec<String> {
    let mut broken = Vec::new();
    for (at, record) in state {
        let mut say = |what: String| broken.push(format!("{at:?}: {what}"));
        for field in record.kind().described().fields {
            if let Some(what) = wrong_value(state, field, &(field.get)(record)) {
                say(format!("{} {what}", field.name));
            }
        }
        for what in wrong_alone(state, *at, record) {
            say(what.to_owned());
        }
        for (other_at, other) in state {
            if other_at > at
                && other_at.kind == at.kind
                && let Some(what) = wrong_together(record, other)
            {
                say(format!("{what} {other_at:?}"));
            }
        }
    }
    let for_good = |record: &Record| match record {
        Record::Office(it) => it.role == OfficeRole::Admin && it.until.is_none(),
        _ => false,
    };
    if !state.values().any(for_good) {
        broken.push("nobody administers the school".to_owned());
    }
    if !state.keys().any(|at| at.kind == RecordKind::WorkKind) {
        broken.push("no kind of work".to_owned());
    }
    broken.extend(ways::broken(state));
    broken
}

/// Whether each field of a record, seen alone, holds what such a field can.
pub fn says_what_can_be(record: &Record) -> bool {
    let fields = record.kind().described().fields;
    fields.iter().all(|field| {
        let value = (field.get)(record);
        let names = matches!(value, Value::Reference(_));
        // The order of bells is not the field's own.
        let bells = matches!(value, Value::Bells(_));
        names || bells || wrong_value(&State::new(), field, &value).is_none()
    })
}

fn wrong_value(state: &State, field: &Field, value: &Value) -> Option<&'static str> {
    match (value, field.kind) {
        (Value::Empty, _) => field.required.then_some("says nothing"),
        (Value::Text(text), FieldKind::Text { max }) => {
            let hidden = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
            if text.chars().count() > max {
                Some("is too long")
            } else if text.contains(hidden) {
                Some("cannot be printed")
            } else {
                (field.required && text.trim().is_empty()).then_some("is blank")
            }
        }
        (Value::Number(it), FieldKind::Number { least, most }) => {
            (*it < least || most < *it).then_some("is out of range")
        }
        (Value::Day(day), _) => {
            let first = if field.birth { 1900 } else { 1990 };
            (!(first..2200).contains(&day.year())).then_some("is far away")
        }
        (Value::Reference(at), _) => (!state.contains_key(at)).then_some("names no record"),
        (Value::Grades(grades), _) => {
            let mut grades = grades.0.iter();
            grades
                .any(|it| !(1..=12).contains(it))
                .then_some("is no grade")
        }
        (Value::Bells(bells), _) => {
            let alone = |it: &journal::school::Bell| {
                it.ends <= it.starts || it.starts.second() != 0 || it.ends.second() != 0
            };
            let crossing = |two: &[journal::school::Bell]| {
                two[1].number <= two[0].number || two[1].starts < two[0].ends
            };
            let wrong = bells.iter().any(alone) || bells.windows(2).any(crossing);
            (wrong || bells.len() > 20).then_some("is out of order")
        }
        _ => None,
    }
}

fn wrong_alone(state: &State, at: RecordRef, record: &Record) -> Vec<&'static str> {
    let within = |year: Option<Days>, (first, last): Days| match year {
        Some((starts, ends)) => starts <= first && last <= ends,
        None => true,
    };
    let mut wrong = Vec::new();
    let mut ask = |holds: bool, what| {
        if !holds {
            wrong.push(what);
        }
    };
    match record {
        Record::SchoolYear(it) => ask(it.starts <= it.ends, "ends before it starts"),
        Record::Period(it) => {
            ask(it.starts <= it.ends, "ends before it starts");
            let year = days_of(state, it.year);
            ask(within(year, (it.starts, it.ends)), "is outside its year");
        }
        Record::Holiday(it) => {
            let (starts, ends) = (it.holiday.starts, it.holiday.ends);
            ask(starts <= ends, "ends before it starts");
            let year = days_of(state, it.year);
            ask(within(year, (starts, ends)), "is outside its year");
        }
        Record::BellSchedule(it) => {
            ask(it.class.is_none() || it.grades.0.is_empty(), "two owners");
        }
        Record::PersonDetails(it) => ask(is_address(&it.email), "is no address"),
        Record::SchoolCard(it) => {
            ask(is_address(&it.email), "is no address");
            let both = it.accredited.zip(it.accredited_until);
            let fits = both.is_none_or(|(first, last)| first <= last);
            ask(fits, "ends before it starts");
        }
        Record::Consent(it) => {
            let fits = it.withdrawn.is_none_or(|withdrawn| it.given <= withdrawn);
            ask(fits, "is withdrawn before it is given");
        }
        Record::Debt(it) => {
            let order = |first: Option<NaiveDate>, then: Option<NaiveDate>| {
                first.zip(then).is_none_or(|(first, then)| first <= then)
            };
            let since = Some(it.since);
            let days = [it.due, it.tried, it.again, it.cleared];
            ask(
                days.into_iter().all(|day| order(since, day)),
                "is before it is",
            );
            ask(order(it.tried, it.again), "is tried again before");
            ask(
                it.again.is_none() || it.tried.is_some(),
                "is tried the second time first",
            );
        }
        Record::RuleValue(it) => wrong_rule(state, at, it, &mut ask),
        Record::Unlock(it) => ask(it.starts <= it.ends, "ends before it starts"),
        Record::Slip(it) => {
            let fits = it.signed.is_none_or(|signed| it.given <= signed);
            ask(fits, "is signed for before it is given");
        }
        Record::Guardianship(it) => ask(it.parent.0 != it.pupil.0, "is one's own parent"),
        Record::Group(it) => {
            let class = it.class.and_then(|class| state.get(&class.into()));
            let own_year = match class {
                Some(Record::Class(class)) => class.year == it.year,
                _ => true,
            };
            ask(own_year, "is of another year than its class");
            let names = it.class.is_some();
            ask(names == (it.sort != GroupSort::Mixed), "class and sort");
        }
        Record::Membership(it) => {
            let whole = matches!(state.get(&it.group.into()),
                Some(Record::Group(group)) if group.sort == GroupSort::Class);
            ask(!whole, "is a place in a whole class");
        }
        Record::Order(it) => wrong_order(state, at, it, &mut ask),
        _ => {}
    }
    if let Some(((from, until), _)) = stay(record) {
        let both = from.zip(until);
        ask(
            both.is_none_or(|(from, until)| from <= until),
            "ends before it starts",
        );
        if let Some((first, last)) = year_of(state, record).and_then(|year| days_of(state, year)) {
            let mut said = [from, until].into_iter().flatten();
            ask(
                said.all(|day| first <= day && day <= last),
                "is outside its year",
            );
        }
    }
    wrong
}

fn wrong_rule(
    state: &State,
    at: RecordRef,
    it: &RuleValueRecord,
    ask: &mut dyn FnMut(bool, &'static str),
) {
    let counted = ["after-last-lesson", "days", "working-days", "months"];
    let word = serde_json::to_value(it.form).unwrap();
    let form = word.as_str().unwrap();
    ask(
        counted.contains(&form) == it.count.is_some(),
        "has another count",
    );
    let has_hour = form.starts_with("lesson-hour");
    ask(has_hour != it.hour.is_empty(), "has another hour");
    let time = chrono::NaiveTime::parse_from_str(&it.hour, "%H:%M");
    ask(!has_hour || time.is_ok(), "has no hour");
    let is_window = matches!(it.rule, Rule::EntryWindow | Rule::CorrectionWindow);
    let is_period = it.rule == Rule::PeriodMarks;
    let in_days = ["days", "working-days", "months"].contains(&form);
    let fits = if form == "without-end" {
        is_window
    } else {
        in_days || !is_period
    };
    ask(fits, "is no such term");
    let twins = state.iter().filter(|(other, record)| {
        **other != at && matches!(record, Record::RuleValue(two) if two.rule == it.rule)
    });
    ask(twins.count() == 0, "is set twice");
}

fn wrong_order(
    state: &State,
    at: RecordRef,
    it: &OrderRecord,
    ask: &mut dyn FnMut(bool, &'static str),
) {
    let cancels = it.cancels.map(RecordRef::from);
    ask(
        cancels.is_some() == (it.sort == OrderSort::Cancelling),
        "cancels what it may not, or nothing",
    );
    ask(
        cancels.is_none_or(|of| of.id < at.id),
        "cancels a later one",
    );
    let date = match cancels.and_then(|of| state.get(&of)) {
        Some(Record::Order(of)) => of.date,
        _ => it.date,
    };
    ask(date <= it.date, "cancels before the order's own day");
    let mut row = std::iter::successors(cancels, |of| match state.get(of) {
        Some(Record::Order(of)) => of.cancels.map(RecordRef::from),
        _ => None,
    });
    ask(row.nth(6).is_none(), "cancels in too long a row");
}

fn is_address(email: &str) -> bool {
    let parts: Vec<_> = email.split('@').collect();
    email.is_empty() || parts.len() == 2 && !parts[0].is_empty() && parts[1].contains('.')
}

/// Two of a kind that cannot both be.
fn wrong_together(one: &Record, other: &Record) -> Option<&'static str> {
    let kind = one.kind().described();
    for (place, field) in kind.fields.iter().enumerate() {
        let Some(within) = field.unique_within else {
            continue;
        };
        if let (Value::Text(a), Value::Text(b)) = (kind.value(place, one), kind.value(place, other))
            && match_key(&a) == match_key(&b)
            && within
                .iter()
                .all(|it| kind.value(*it, one) == kind.value(*it, other))
        {
            return Some("says the same as");
        }
    }
    let meet = |(a, b): Days, (c, d): Days| a <= d && c <= b;
    match (one, other) {
        (Record::SchoolYear(a), Record::SchoolYear(b)) => {
            meet((a.starts, a.ends), (b.starts, b.ends)).then_some("overlaps")
        }
        (Record::Period(a), Record::Period(b)) if (a.year, a.length) == (b.year, b.length) => {
            meet((a.starts, a.ends), (b.starts, b.ends)).then_some("overlaps")
        }
        (Record::PersonDetails(a), Record::PersonDetails(b)) => {
            (a.person == b.person).then_some("is of the same person as")
        }
        (Record::Debt(a), Record::Debt(b)) => {
            let of = |it: &DebtRecord| (it.pupil, it.subject, it.since);
            (of(a) == of(b)).then_some("is the same debt as")
        }
        (Record::SubjectTeacher(a), Record::SubjectTeacher(b)) => {
            (a == b).then_some("is the same link as")
        }
        (Record::SubjectRoom(a), Record::SubjectRoom(b)) => {
            (a == b).then_some("is the same link as")
        }
        (Record::SchoolCard(_), Record::SchoolCard(_)) => Some("is beside"),
        (Record::Order(a), Record::Order(b)) => {
            (a.cancels.is_some() && a.cancels == b.cancels).then_some("cancels the same as")
        }
        (Record::Journal(a), Record::Journal(b)) => {
            ((a.group, a.subject) == (b.group, b.subject)).then_some("is a twin of")
        }
        _ => {
            let ((days, who), (others, other)) = (stay(one)?, stay(other)?);
            let whole = |(from, until): Stay| {
                (
                    from.unwrap_or(NaiveDate::MIN),
                    until.unwrap_or(NaiveDate::MAX),
                )
            };
            (who == other && meet(whole(days), whole(others))).then_some("is twice with")
        }
    }
}

type Stay = (Option<NaiveDate>, Option<NaiveDate>);

/// From when until when, and what of it nobody is twice on a day.
fn stay(record: &Record) -> Option<(Stay, (i64, i64))> {
    match record {
        Record::Guardianship(it) => Some(((it.from, it.until), (it.parent.0, it.pupil.0))),
        Record::Office(it) => Some(((it.from, it.until), (it.person.0, it.role as i64))),
        Record::Employment(it) => Some(((it.from, it.until), (it.person.0, it.post.0))),
        Record::Membership(it) => Some(((it.from, it.until), (it.group.0, it.pupil.0))),
        Record::Teaching(it) => Some(((it.from, it.until), (it.journal.0, it.teacher.0))),
        // Whoever they are: a class has one at a time.
        Record::ClassTeacher(it) => Some(((it.from, it.until), (it.class.0, 0))),
        _ => None,
    }
}

pub fn days_of(state: &State, year: YearId) -> Option<Days> {
    match state.get(&year.into())? {
        Record::SchoolYear(it) => Some((it.starts, it.ends)),
        _ => None,
    }
}

/// The school year that a record belongs to, by what it names.
pub fn year_of(state: &State, record: &Record) -> Option<YearId> {
    let group = |id: journal::GroupId| match state.get(&id.into())? {
        Record::Group(it) => Some(it.year),
        _ => None,
    };
    let class = |id: journal::ClassId| match state.get(&id.into())? {
        Record::Class(it) => Some(it.year),
        _ => None,
    };
    match record {
        Record::Period(it) => Some(it.year),
        Record::Holiday(it) => Some(it.year),
        Record::BellSchedule(it) => Some(it.year),
        Record::Class(it) => Some(it.year),
        Record::Group(it) => Some(it.year),
        Record::Membership(it) => group(it.group),
        Record::Journal(it) => group(it.group),
        Record::Teaching(it) => match state.get(&it.journal.into())? {
            Record::Journal(it) => group(it.group),
            _ => None,
        },
        Record::ClassTeacher(it) => class(it.class),
        Record::Movement(it) => class(it.class?),
        _ => None,
    }
}
