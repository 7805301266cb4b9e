//! The way of each pupil through the classes, walked line by line: in one class at a time, and each
//! line follows from where the pupil is.

use super::rules::{State, days_of};
use chrono::{Days, NaiveDate};
use journal::register::*;
use journal::{ClassId, PupilId};
use std::collections::BTreeSet;

pub fn broken(state: &State) -> Vec<String> {
    let mut broken = Vec::new();
    let mut pupils = BTreeSet::new();
    for (at, record) in state {
        let Record::Movement(line) = record else {
            continue;
        };
        pupils.insert(line.pupil);
        let classes: &[bool] = match line.sort {
            MovementSort::FromFamily => &[true, false],
            sort if sort.names_class() => &[true],
            _ => &[false],
        };
        if !classes.contains(&line.class.is_some()) {
            broken.push(format!("{at:?}: class and sort"));
        }
        if !is_a_day_of_a_year_or_its_summer(state, line.day) {
            broken.push(format!("{at:?}: is of no year"));
        }
        if let Some(Record::Order(order)) = line.order.and_then(|it| state.get(&it.into()))
            && !order.sort.holds(line.sort)
        {
            broken.push(format!("{at:?}: is not of such an order"));
        }
    }
    for pupil in pupils {
        if let Err(wrong) = walk(state, pupil) {
            broken.push(wrong);
        }
    }
    broken
}

fn is_a_day_of_a_year_or_its_summer(state: &State, day: NaiveDate) -> bool {
    state.values().any(|record| match record {
        Record::SchoolYear(year) => {
            let summer = year.ends.checked_add_days(Days::new(124));
            year.starts <= day && summer.is_none_or(|last| day <= last)
        }
        _ => false,
    })
}

/// Days of a pupil in a class.
pub struct Stay {
    pub class: ClassId,
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// The line that it begins with.
    pub by: RecordRef,
}

/// Whether an order is signed and none that stands takes it back.
pub fn stands(state: &State, order: OrderId) -> bool {
    let Some(Record::Order(it)) = state.get(&order.into()) else {
        return false;
    };
    it.state == OrderState::InForce && !is_taken_back(state, order)
}

pub fn is_taken_back(state: &State, order: OrderId) -> bool {
    state.iter().any(|(at, record)| match record {
        Record::Order(by) => {
            at.id.0 > order.0 && by.cancels == Some(order) && stands(state, OrderId(at.id.0))
        }
        _ => false,
    })
}

/// Where a pupil is, one stay after another.
pub fn walk(state: &State, pupil: PupilId) -> Result<Vec<Stay>, String> {
    let mut lines: Vec<_> = state
        .iter()
        .filter_map(|(at, record)| match record {
            Record::Movement(line) if line.pupil == pupil => Some((*at, line)),
            _ => None,
        })
        .filter(|(_, line)| line.order.is_none_or(|order| stands(state, order)))
        .collect();
    let date = |line: &MovementRecord| match state.get(&line.order?.into()) {
        Some(Record::Order(order)) => Some(order.date),
        _ => None,
    };
    lines.sort_by_key(|(at, line)| (line.day, date(line), *at));
    let mut stays: Vec<Stay> = Vec::new();
    // The class, and whether only for attestation.
    let mut place: Option<(ClassId, bool)> = None;
    let mut before: Option<(NaiveDate, MovementSort)> = None;
    for (at, line) in lines {
        if let Some((day, sort)) = before
            && day == line.day
            && (sort, line.sort) != (MovementSort::Enrol, MovementSort::NoShow)
        {
            return Err(format!("{at:?}: two lines on a day"));
        }
        before = Some((line.day, line.sort));
        let after = go(state, forgotten(state, place, line), line);
        let after = after.map_err(|what| format!("{at:?}: {what}"))?;
        if place.is_some() {
            if line.sort == MovementSort::NoShow {
                stays.pop();
            } else if let Some(last) = stays.last_mut()
                && last.until == NaiveDate::MAX
            {
                last.until = line.day.pred_opt().unwrap();
            }
        }
        if let Some((class, _)) = after {
            stays.push(Stay {
                class,
                from: line.day,
                until: NaiveDate::MAX,
                by: at,
            });
        }
        place = after;
    }
    Ok(stays)
}

fn year_of(state: &State, class: ClassId) -> Option<(NaiveDate, NaiveDate)> {
    match state.get(&class.into())? {
        Record::Class(class) => days_of(state, class.year),
        _ => None,
    }
}

/// A class of a year that is over holds nobody any more, but for who goes on from it to the next,
/// and for who is struck off in its summer.
fn forgotten(
    state: &State,
    place: Option<(ClassId, bool)>,
    line: &MovementRecord,
) -> Option<(ClassId, bool)> {
    use MovementSort as M;
    let (class, _) = place?;
    let over = year_of(state, class).is_some_and(|(_, last)| last < line.day);
    let in_summer = !state.values().any(|record| match record {
        Record::SchoolYear(year) => year.starts <= line.day && line.day <= year.ends,
        _ => false,
    });
    let goes_on = match line.sort {
        M::Promote | M::Conditional | M::Repeat => true,
        M::Leave | M::Graduate | M::Detach => in_summer,
        _ => false,
    };
    place.filter(|_| !over || goes_on)
}

type Place = Option<(ClassId, bool)>;

fn go(state: &State, place: Place, line: &MovementRecord) -> Result<Place, &'static str> {
    use MovementSort as M;
    let named = || {
        let class = line.class.ok_or("no class")?;
        match year_of(state, class) {
            Some((first, last)) if line.day < first || last < line.day => {
                Err("not the class's year")
            }
            _ => Ok(class),
        }
    };
    match (line.sort, place) {
        (M::Enrol, None) => Ok(Some((named()?, false))),
        (M::Attach, None) => Ok(Some((named()?, true))),
        (M::Move, Some((was, false))) => match named()? {
            class if class == was => Err("in it already"),
            class => Ok(Some((class, false))),
        },
        (M::ToFamily, Some((class, false))) => Ok(Some((class, true))),
        (M::FromFamily, Some((was, true))) => {
            let class = if line.class.is_some() { named()? } else { was };
            Ok(Some((class, false)))
        }
        (M::Promote | M::Conditional | M::Repeat, Some((was, false))) => {
            let class = named()?;
            match year_of(state, was).zip(year_of(state, class)) {
                Some(((_, last), (first, _))) if first <= last => Err("not a later year"),
                _ => Ok(Some((class, false))),
            }
        }
        (M::NoShow | M::Leave | M::Graduate, Some((_, false))) | (M::Detach, Some((_, true))) => {
            Ok(None)
        }
        _ => Err("does not follow from where the pupil is"),
    }
}
