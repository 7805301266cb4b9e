//! A value of the school's own in the place of one of its regulation.

use crate::reading::{Read, Unread};
use crate::register::calendar::LessonChange;
use crate::register::field::{InJournals, fields};
use crate::register::material::{Question, TermsMove};
use crate::register::value::choices;
use crate::register::{
    DaySpan, EffectKind, Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef,
    Register, Title,
};
use crate::regulation::{Span, Term, TermEvent};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

choices! {
    /// A rule of which a school may have a value of its own.
    pub enum Rule {
        /// Until when attendance is marked and the roll confirmed.
        #[default]
        Attendance = "attendance" ["явка", "посещаемость"],
        /// Until when reasons of absence are entered.
        Reasons = "reasons" ["причины", "причины пропусков"],
        /// Until when current marks are entered.
        Marks = "marks" ["отметки"],
        /// Until when the topic is entered.
        Topic = "topic" ["тема"],
        /// Until when homework is entered.
        Homework = "homework" ["домашнее задание", "д/з"],
        /// Until when marks for a period are entered.
        PeriodMarks = "period-marks" ["итоговые отметки", "итоги"],
        /// How long what is missing in a lesson can be entered.
        EntryWindow = "entry-window" ["ввод открыт", "период ввода"],
        /// How long what was entered can be corrected (SP14-13f).
        CorrectionWindow = "correction-window" ["правка открыта", "период редактирования"],
    }
}

choices! {
    /// The form of a term that a school sets.
    pub enum TermForm {
        /// Until the last bell of the lesson.
        #[default]
        InLesson = "in-lesson" ["на уроке"],
        /// Until the end of its day.
        LessonDay = "lesson-day" ["день урока"],
        /// Until an hour of its day.
        LessonHour = "lesson-hour" ["день урока, час"],
        /// Until an hour of its day or its last bell, whichever is later.
        LessonHourOrEnd = "lesson-hour-or-end" ["день урока, час или конец урока"],
        /// So many minutes after the class's last lesson of the day.
        AfterLastLesson = "after-last-lesson" ["минут после уроков"],
        /// So many days after.
        Days = "days" ["дней"],
        /// So many working days after.
        WorkingDays = "working-days" ["рабочих дней"],
        /// So many months after.
        Months = "months" ["месяцев"],
        /// Until the school year ends.
        WithoutEnd = "without-end" ["без срока", "никогда"],
    }
}

impl Rule {
    /// Whether it says how long cells can be written, and not until when they are in time.
    pub fn is_window(self) -> bool {
        matches!(self, Self::EntryWindow | Self::CorrectionWindow)
    }

    /// What its terms run from.
    fn event(self) -> TermEvent {
        match self {
            Self::PeriodMarks => TermEvent::Period,
            Self::Reasons => TermEvent::Document,
            _ => TermEvent::Lesson,
        }
    }
}

impl TermForm {
    /// Whether it needs a number: of minutes, days or months.
    pub fn counts(self) -> bool {
        matches!(
            self,
            Self::AfterLastLesson | Self::Days | Self::WorkingDays | Self::Months
        )
    }

    /// Whether it needs an hour.
    pub fn has_hour(self) -> bool {
        matches!(self, Self::LessonHour | Self::LessonHourOrEnd)
    }

    /// Whether such a term can be meant for a rule.
    pub fn fits(self, rule: Rule) -> bool {
        match self {
            Self::WithoutEnd => rule.is_window(),
            Self::Days | Self::WorkingDays | Self::Months => true,
            _ => rule != Rule::PeriodMarks,
        }
    }
}

/// A value of the school's own in the place of one of its regulation (SP14-13f): where the regulation
/// leaves it to the school, contradicts itself, or an order of the school says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleValueRecord {
    /// Of which rule. There is one value of each.
    pub rule: Rule,
    /// How the term is told.
    pub form: TermForm,
    /// Of minutes, days or months, where the form counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
    /// «16:00», where the form has an hour.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hour: String,
    /// What a refusal cites: «приказ № 12 от 01.09.2026».
    pub ground: String,
}

impl RuleValueRecord {
    /// The term; none: there is no end, or the record is not in order.
    pub fn term(&self) -> Option<Term> {
        let after = |span: fn(u16) -> Span| {
            let span = span(self.count?);
            Some(Term::After(span, self.rule.event()))
        };
        match self.form {
            TermForm::InLesson => Some(Term::InLesson),
            TermForm::LessonDay => Some(Term::LessonDay),
            TermForm::LessonHour => self.time().map(Term::LessonDayAt),
            TermForm::LessonHourOrEnd => self.time().map(Term::LessonDayOrEnd),
            TermForm::AfterLastLesson => self.count.map(Term::AfterLastLesson),
            TermForm::Days => after(Span::Days),
            TermForm::WorkingDays => after(Span::WorkingDays),
            TermForm::Months => after(Span::Months),
            TermForm::WithoutEnd => None,
        }
    }

    fn time(&self) -> Option<NaiveTime> {
        NaiveTime::parse_from_str(&self.hour, "%H:%M").ok()
    }
}

fields! {
    RuleValue;
    rule: FieldKind::Choice(Rule::CHOICES),
        .required().chosen().column(1, 24);
    form: FieldKind::Choice(TermForm::CHOICES),
        .required().chosen().column(1, 20);
    count: FieldKind::Number { least: 0, most: 400 },
        .column(1, 6);
    hour: FieldKind::Text { max: 5 },
        .read(hour).column(1, 6);
    ground: FieldKind::Text { max: 200 },
        .required().column(2, 36);
}

/// «16:00», «16.00» and «16» as «16:00».
fn hour(text: &str) -> Result<Read<String>, Unread> {
    let text = text.trim().replace('.', ":");
    let whole = if text.contains(':') {
        text
    } else {
        format!("{text}:00")
    };
    let time = NaiveTime::parse_from_str(&whole, "%H:%M").map_err(|_| Unread::NotATime)?;
    Ok(Read::plain(time.format("%H:%M").to_string()))
}

/// Values of the school's own.
pub static KIND: Kind = Kind {
    kind: RecordKind::RuleValue,
    fields: FIELDS,
    title: Title::Parts(&[at::rule, at::form]),
    search: &[at::rule, at::form, at::ground],
    order: &[at::rule],
    check,
    journals: InJournals::SHOWN,
};

/// There is one of each rule, and the term says what its form needs.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::RuleValue(value) = record else {
        return Vec::new();
    };
    let mut others = register.rule_values();
    let other = others.find(|(other, it)| *other != at && it.rule == value.rule);
    let twice = other.map(|(with, _)| FieldFault::new("rule", Fault::NotUnique { with }));
    let unfit = !value.form.fits(value.rule);
    let unfit = unfit.then(|| FieldFault::new("form", Fault::NotForThat));
    let said = |field, needed: bool, said: bool| match (needed, said) {
        (true, false) => Some(FieldFault::new(field, Fault::Required)),
        (false, true) => Some(FieldFault::new(field, Fault::NotForThat)),
        _ => None,
    };
    let count = said("count", value.form.counts(), value.count.is_some());
    let hour = said("hour", value.form.has_hour(), !value.hour.is_empty());
    let unread = value.form.has_hour() && !value.hour.is_empty() && value.time().is_none();
    let unread = unread.then(|| FieldFault::new("hour", Fault::Unreadable));
    [twice, unfit, count, hour, unread]
        .into_iter()
        .flatten()
        .collect()
}

impl Register {
    /// What becomes of lessons by other values of the school's own.
    pub(in crate::register) fn terms_moved(&self, after: &Self) -> Vec<LessonChange> {
        let values = |of: &Self| {
            of.rule_values()
                .map(|(_, it)| it.clone())
                .collect::<Vec<_>>()
        };
        let (was, will_be) = (values(self), values(after));
        let mut years = after.running_years().map(|(_, year)| year.days());
        let Some(first) = years.next().filter(|_| was != will_be) else {
            return Vec::new();
        };
        let days = years.fold(first, |all, year| {
            DaySpan::new(all.first.min(year.first), all.last.max(year.last))
        });
        let moved = TermsMove::ALL.into_iter().map(|moved| LessonChange {
            kind: EffectKind::MovesTerms { moved },
            days,
            lessons: Question::Terms {
                was: was.clone(),
                will_be: will_be.clone(),
                moved,
            },
        });
        moved.collect()
    }

    /// The values of the school's own.
    pub fn rule_values(&self) -> impl Iterator<Item = (RecordRef, &RuleValueRecord)> {
        let values = self.of(RecordKind::RuleValue);
        values.filter_map(|(at, record)| match record {
            Record::RuleValue(value) => Some((at, value)),
            _ => None,
        })
    }
}
