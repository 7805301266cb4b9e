//! The report that sign-in data got known (SGO154-5.3): one's own, or another's by an administrator who
//! was told of it.

use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::form::{Entered, FieldId, Form, FormField, FormScreen, FormSource, InputKind};
use crate::ui::layer::{Cx, Outcome};
use crate::ui::route::Route;
use chrono::NaiveTime;
use journal::register::amendment::NOTE_LIMIT;
use journal::regulation::Permission;
use journal::{PersonId, Timestamp};
use offline::{BreachAsk, ListKey, ListPage};
use protocol::{BreachSince, ReportBreach};

/// Longest time of day, in characters.
const TIME: usize = 5;

/// The form of the report.
#[derive(Debug)]
pub struct ReportForm {
    /// Whose; none: one's own.
    person: Option<PersonId>,
}

impl ReportForm {
    /// Of this person; none: one's own.
    pub fn of(person: Option<PersonId>) -> FormScreen<Self> {
        FormScreen::new(Self { person })
    }

    fn name(&self, desk: &Desk) -> Option<String> {
        let person = self.person?;
        let ListPage::Accounts(page) = desk.pages.lists.get(&ListKey::Accounts)? else {
            return None;
        };
        let row = page.accounts.iter().find(|row| row.person == person)?;
        Some(row.name.to_string())
    }
}

/// A time of day as people type it: «9:30», «0930», «9.30».
fn time(typed: &str) -> Option<NaiveTime> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match typed.split_once([':', '.', ' ']) {
        Some((hours, minutes)) => (hours.trim().to_owned(), minutes.trim().to_owned()),
        None if digits.len() == 4 => {
            let (hours, minutes) = digits.split_at_checked(2)?;
            (hours.to_owned(), minutes.to_owned())
        }
        None => (digits, "0".to_owned()),
    };
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes.parse().ok()?, 0)
}

/// The moment of a day and a time that are entered.
fn moment(
    form: &Form,
    (day, at): (&'static str, &'static str),
    cx: (&Desk, &Texts),
) -> Option<Timestamp> {
    let (desk, texts) = cx;
    let Entered::Day(day) = form.value(day, texts) else {
        return None;
    };
    let at = match form.value(at, texts) {
        Entered::Text(typed) => time(&typed)?,
        _ => NaiveTime::MIN,
    };
    Some(desk.time().instant(day.and_time(at)))
}

fn text(form: &Form, id: &'static str, texts: &Texts) -> String {
    match form.value(id, texts) {
        Entered::Text(text) => text.trim().to_owned(),
        _ => String::new(),
    }
}

const LEARNED: (&str, &str) = ("learned-day", "learned-time");
const SINCE: (&str, &str) = ("since-day", "since-time");

impl FormSource for ReportForm {
    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        match self.name(desk) {
            Some(name) => tr!(texts, "title-report-breach-of", name).into_owned(),
            None => texts.get("title-report-breach").into_owned(),
        }
    }

    fn intro(&self, _desk: &Desk, texts: &Texts) -> Option<String> {
        let key = match self.person {
            Some(_) => "report-breach-intro-of",
            None => "report-breach-intro",
        };
        Some(texts.get(key).into_owned())
    }

    fn fields(&self, desk: &Desk, _texts: &Texts) -> Option<Vec<FormField>> {
        let now = desk.local(desk.now());
        let line = InputKind::Line(NOTE_LIMIT);
        let mut fields = vec![
            FormField::new(
                LEARNED.0,
                "label-learned-day",
                "hint-learned-day",
                InputKind::Day,
            )
            .required()
            .with(Entered::Day(now.date())),
            FormField::new(
                LEARNED.1,
                "label-learned-time",
                "hint-time",
                InputKind::Line(TIME),
            )
            .required(),
            FormField::new(
                "note",
                "label-breach-note",
                "hint-breach-note",
                line.clone(),
            ),
        ];
        if desk.has(Permission::SettleBreaches) {
            let day = InputKind::Day;
            fields.extend([
                FormField::new(SINCE.0, "label-since-day", "hint-since-day", day),
                FormField::new(
                    SINCE.1,
                    "label-since-time",
                    "hint-time",
                    InputKind::Line(TIME),
                ),
                FormField::new("ground", "label-since-ground", "hint-since-ground", line),
            ]);
        }
        Some(fields)
    }

    fn check(&self, form: &Form, desk: &Desk, texts: &Texts) -> Vec<(FieldId, String)> {
        let mut faults = Vec::new();
        for at in [LEARNED.1, SINCE.1] {
            let typed = text(form, at, texts);
            if !typed.is_empty() && time(&typed).is_none() {
                faults.push((at.into(), texts.get("breach-no-time").into_owned()));
            }
        }
        for moments in [LEARNED, SINCE] {
            let at = moment(form, moments, (desk, texts));
            if at.is_some_and(|at| at > desk.now()) {
                faults.push((moments.0.into(), texts.get("breach-ahead").into_owned()));
            }
        }
        let since = matches!(form.value(SINCE.0, texts), Entered::Day(_));
        if since && text(form, "ground", texts).is_empty() {
            faults.push(("ground".into(), texts.get("breach-no-ground").into_owned()));
        }
        faults
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        let seen = (&*cx.desk, cx.texts);
        let Some(learned_at) = moment(form, LEARNED, seen) else {
            return Outcome::Consumed;
        };
        let since = moment(form, SINCE, seen).map(|since| BreachSince {
            since,
            ground: text(form, "ground", cx.texts),
        });
        let report = ReportBreach {
            person: self.person,
            learned_at,
            note: text(form, "note", cx.texts),
            since,
        };
        let ask = BreachAsk::Report(report);
        cx.effects.push(Effect::Breach(Box::new(ask)));
        Outcome::Close
    }

    fn here(&self) -> Option<Route> {
        Some(Route::ReportBreach(self.person))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("9:30", Some((9, 30)))]
    #[case("9.05", Some((9, 5)))]
    #[case("0930", Some((9, 30)))]
    #[case("17", Some((17, 0)))]
    #[case("25:00", None)]
    #[case("вечером", None)]
    fn a_time_is_read_as_it_is_typed(#[case] typed: &str, #[case] read: Option<(u32, u32)>) {
        let read = read.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0));
        assert_eq!(time(typed), read, "{typed}");
    }
}
