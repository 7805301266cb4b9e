//! A school year.

use super::in_order;
use crate::register::Title;
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::{Asking, Found, Question};
use crate::register::value::choices;
use crate::register::{
    Amendment, DaySpan, EffectKind, Fault, FieldFault, FieldKind, Kind, Record, RecordKind,
};
use crate::register::{RecordRef, Refusal, Register};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// From the last day of a school year, in May, until the next begins in September.
const SUMMER: Days = Days::new(124);

choices! {
    /// How far a school year has come.
    pub enum YearState {
        /// Being prepared, beside the running one (SOLO2-4.2a).
        #[default]
        Forming = "forming" ["формируется"],
        /// Running.
        Open = "open" ["открыт"],
        /// Over: its records move no more, until it is opened again.
        Closed = "closed" ["закрыт"],
        /// Over, and its archive is made.
        Archived = "archived" ["в архиве"],
    }
}

/// A school year. Classes, journals, periods, bells belong to one; people outlive it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchoolYear {
    /// «2026/27».
    pub title: String,
    /// First day.
    pub starts: NaiveDate,
    /// Last day.
    pub ends: NaiveDate,
    /// How far it has come.
    pub state: YearState,
}

impl SchoolYear {
    /// Its days.
    pub fn days(&self) -> DaySpan {
        DaySpan::new(self.starts, self.ends)
    }

    /// Whether its records still move.
    pub fn moves(&self) -> bool {
        matches!(self.state, YearState::Forming | YearState::Open)
    }
}

fields! {
    SchoolYear;
    title: FieldKind::Text { max: 20 },
        .required().unique_within(&[]).column(1, 20);
    starts: FieldKind::Day,
        .required().column(1, 10);
    ends: FieldKind::Day,
        .required().column(1, 10);
    state: FieldKind::Choice(YearState::CHOICES),
        .required().column(1, 14);
}

/// School years. Forming, opening and closing one is the administrator's (SOLO2-4.1a).
pub static KIND: Kind = Kind {
    kind: RecordKind::SchoolYear,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title],
    order: &[at::starts],
    check,
    journals: InJournals {
        uses,
        means,
        ..InJournals::SHOWN
    },
};

fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::SchoolYear(year) = record else {
        return Vec::new();
    };
    let faults = [
        in_order(year.days()),
        overlap(register, at, year),
        skip(register, at, year),
        left_outside(register, at, year),
    ];
    faults.into_iter().flatten().collect()
}

fn overlap(register: &Register, at: RecordRef, year: &SchoolYear) -> Option<FieldFault> {
    let days = year.days();
    let mut others = register.years().filter(|(other, _)| *other != at);
    let (with, other) = others.find(|(_, other)| other.days().meets(days))?;
    let field = if other.starts <= days.first {
        "starts"
    } else {
        "ends"
    };
    Some(FieldFault::new(field, Fault::Overlaps { with }))
}

/// States follow one by one, forward or back: what was closed by mistake is opened again.
fn skip(register: &Register, at: RecordRef, year: &SchoolYear) -> Option<FieldFault> {
    let Some(Record::SchoolYear(now)) = register.get(at) else {
        return None;
    };
    let step = (now.state as u8).abs_diff(year.state as u8);
    (step > 1).then(|| FieldFault::new("state", Fault::SkipsState))
}

/// The first period, holiday, line of movement, place or appointment of the year that would lie
/// outside it.
fn left_outside(register: &Register, at: RecordRef, year: &SchoolYear) -> Option<FieldFault> {
    let days = year.days();
    let of_year = |id: super::YearId| RecordRef::from(id) == at;
    let periods = register
        .periods()
        .filter(|(_, period)| of_year(period.year))
        .map(|(record, period)| (record, period.days()));
    let holidays = register
        .holidays()
        .filter(|(_, holiday)| of_year(holiday.year))
        .map(|(record, holiday)| (record, holiday.days()));
    let was = register.days_of_year(super::YearId(at.id.0));
    let lines = register.of(RecordKind::Movement);
    let lines = lines.filter_map(|(record, line)| match line {
        Record::Movement(line) if was.is_some_and(|was| was.has(line.day)) => {
            Some((record, DaySpan::new(line.day, line.day)))
        }
        _ => None,
    });
    let mut parts = periods.chain(holidays).chain(lines);
    let left = parts.find(|(_, part)| !days.holds(*part));
    let (record, left) = left.or_else(|| register.stay_outside(at, days))?;
    let field = if left.first < days.first {
        "starts"
    } else {
        "ends"
    };
    Some(FieldFault::new(field, Fault::LeavesOutside { record }))
}

fn uses(gesture: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Found {
    match gesture.before.get(at) {
        Some(Record::SchoolYear(year)) => {
            let (year, days) = (super::YearId(at.id.0), year.days());
            asking.ask(Question::Year { year, days })
        }
        _ => Found::default(),
    }
}

/// Nothing is written any more in the journals of a year that is closed.
fn means(at: RecordRef, was: &Record, is: &Record) -> Option<(EffectKind, Question)> {
    let (Record::SchoolYear(was), Record::SchoolYear(is)) = (was, is) else {
        return None;
    };
    let (year, days) = (super::YearId(at.id.0), was.days());
    (was.moves() && !is.moves()).then_some((
        EffectKind::ClosesYear { year: at },
        Question::Year { year, days },
    ))
}

/// What belongs to a closed school year does not move; the year itself is closed and opened again,
/// and nothing else of it moves with that or in between.
pub(in crate::register) fn judge(now: &Register, amendment: &Amendment) -> Result<(), Refusal> {
    let said = [&amendment.expected, &amendment.wanted];
    for record in said.into_iter().flatten() {
        if let Some((year, it)) = now.year_of_record(record)
            && !it.moves()
        {
            return Err(Refusal::YearClosed { year });
        }
    }
    let moves = said.into_iter().flatten().all(|record| match record {
        Record::SchoolYear(year) => year.moves(),
        _ => true,
    });
    let closes_or_opens = match said {
        [Some(Record::SchoolYear(was)), Some(Record::SchoolYear(now))] => {
            let state = now.state;
            SchoolYear {
                state,
                ..was.clone()
            } == *now
        }
        _ => false,
    };
    if moves || closes_or_opens {
        return Ok(());
    }
    let year = amendment.record;
    Err(Refusal::YearClosed { year })
}

impl Register {
    /// The school years, by id.
    pub fn years(&self) -> impl Iterator<Item = (RecordRef, &SchoolYear)> {
        self.of(RecordKind::SchoolYear)
            .filter_map(|(at, record)| match record {
                Record::SchoolYear(year) => Some((at, year)),
                _ => None,
            })
    }

    /// The days of a school year.
    pub fn days_of_year(&self, year: super::YearId) -> Option<DaySpan> {
        match self.get(year.into())? {
            Record::SchoolYear(year) => Some(year.days()),
            _ => None,
        }
    }

    /// The school year that a day belongs to.
    pub fn year_of(&self, day: NaiveDate) -> Option<(RecordRef, &SchoolYear)> {
        self.years().find(|(_, year)| year.days().has(day))
    }

    /// The school year that a day counts for: the one that began last; a day of summer is of the year
    /// before it.
    pub fn year_at(&self, day: NaiveDate) -> Option<(RecordRef, &SchoolYear)> {
        let begun = self.years().filter(|(_, year)| year.starts <= day);
        let last = begun.max_by_key(|(_, year)| year.starts);
        last.or_else(|| self.years().min_by_key(|(_, year)| year.starts))
    }

    /// Whether a day is one of a school year or of the summer after it: whoever leaves or has finished
    /// is struck off by orders of June to August (SOLO2-4.5c).
    pub fn is_in_or_after_a_year(&self, day: NaiveDate) -> bool {
        let summer = |year: &SchoolYear| year.ends.checked_add_days(SUMMER);
        let mut years = self.years().map(|(_, year)| year);
        years.any(|year| year.starts <= day && summer(year).is_none_or(|last| day <= last))
    }

    /// The running school years: those that are open. Of several the one of a day is
    /// [`Register::running_year`].
    pub fn running_years(&self) -> impl Iterator<Item = (RecordRef, &SchoolYear)> {
        self.years()
            .filter(|(_, year)| year.state == YearState::Open)
    }

    /// The running school year of a day: the open one that holds it, or else the last open one.
    pub fn running_year(&self, day: NaiveDate) -> Option<(RecordRef, &SchoolYear)> {
        let of_day = self.running_years().find(|(_, year)| year.days().has(day));
        of_day.or_else(|| self.running_years().max_by_key(|(_, year)| year.starts))
    }

    /// The school year that a record belongs to, itself or by what it names; none for what outlives
    /// years.
    pub fn year_of_record(&self, record: &Record) -> Option<(RecordRef, &SchoolYear)> {
        use super::super::Value;
        let mut fields = record.kind().described().fields.iter();
        fields.find_map(|field| {
            let Value::Reference(at) = (field.get)(record) else {
                return None;
            };
            match self.get(at)? {
                Record::SchoolYear(year) => Some((at, year)),
                named => self.year_of_record(named),
            }
        })
    }
}
