//! Which bells lessons follow, and what becomes of them by a gesture.
//!
//! Of the schedules of a shift a class follows those that name it, else those that name its
//! grade, else those for all. A lesson carries no schedule: it is by the bell of its number and
//! times, and stays where it is as long as its classes follow such a bell.

use super::calendar::DaySpan;
use super::consequences::EffectKind;
use super::kinds::BellScheduleRecord;
use super::material::{BellLessons, LessonsAt, TaughtTogether};
use super::record::{Record, RecordKind, RecordRef};
use super::{Register, SchoolYear};
use crate::school::Bell;
use chrono::{NaiveTime, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of the lessons of a bell, and how they are found before anything is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BellChange {
    /// What becomes of them.
    pub kind: EffectKind,
    /// Which they are.
    pub lessons: BellLessons,
}

impl BellChange {
    /// The bell by which the lessons will be; none: they lose theirs.
    pub fn now(&self) -> Option<Bell> {
        match self.kind {
            EffectKind::MovesBell { now, .. } | EffectKind::GainsBell { now, .. } => Some(now),
            _ => None,
        }
    }
}

/// What `after` makes of the lessons that follow the bells of `before`.
pub fn bell_changes(before: &Register, after: &Register) -> Vec<BellChange> {
    if before
        .of(RecordKind::BellSchedule)
        .eq(after.of(RecordKind::BellSchedule))
    {
        return Vec::new();
    }
    let mut changes: BTreeMap<_, BTreeSet<TaughtTogether>> = BTreeMap::new();
    for (year, days) in years(before, after) {
        for together in &before.together {
            let was = followed(before, year, together);
            let now = followed(after, year, together);
            for (kind, lessons) in turns(&was, &now) {
                let groups = changes.entry((kind, days, lessons)).or_default();
                groups.insert(together.clone());
            }
        }
    }
    let changes = changes.into_iter();
    changes
        .map(|((kind, days, lessons), groups)| BellChange {
            kind,
            lessons: BellLessons {
                days,
                at: lessons,
                groups,
            },
        })
        .collect()
}

/// Every year with its days, as they were if it was there.
fn years(before: &Register, after: &Register) -> BTreeMap<RecordRef, DaySpan> {
    let days = |(at, year): (RecordRef, &SchoolYear)| (at, year.days());
    after.years().chain(before.years()).map(days).collect()
}

type Schedule<'a> = (RecordRef, &'a BellScheduleRecord);
type Followed<'a> = Vec<Schedule<'a>>;

/// The schedules of a year that these classes follow, shift by shift.
fn followed<'a>(
    register: &'a Register,
    year: RecordRef,
    together: &TaughtTogether,
) -> Followed<'a> {
    let records = register.of(RecordKind::BellSchedule);
    let of_year = records.filter_map(|(at, record)| match record {
        Record::BellSchedule(it) if RecordRef::from(it.year) == year => Some((at, it)),
        _ => None,
    });
    let of_year: Vec<_> = of_year.collect();
    let mut followed = BTreeMap::new();
    let classes = together.iter().copied().map(Some);
    let nobody = together.is_empty().then_some(None);
    for class in classes.chain(nobody) {
        let rank = |schedule: &BellScheduleRecord| match (class, schedule.class) {
            (Some((class, _)), Some(named)) => (class == named).then_some(2),
            (_, None) if schedule.grades.0.is_empty() => Some(0),
            (Some((_, grade)), None) => schedule.grades.0.contains(&grade).then_some(1),
            (None, _) => None,
        };
        for (at, schedule) in &of_year {
            let shift = of_year.iter().filter(|(_, it)| it.shift == schedule.shift);
            let best = shift.filter_map(|(_, it)| rank(it)).max();
            if best.is_some() && rank(schedule) == best {
                followed.insert((schedule.shift, *at), *schedule);
            }
        }
    }
    let followed = followed.into_iter();
    followed.map(|((_, at), schedule)| (at, schedule)).collect()
}

/// Each schedule that was or is followed with the one in whose place it comes: itself, else one
/// of the same shift, the first that goes with the first that comes, so that the way back is the
/// same.
fn pairs<'a>(
    was: &Followed<'a>,
    now: &Followed<'a>,
) -> Vec<(Option<Schedule<'a>>, Option<Schedule<'a>>)> {
    let missing = |from: &Followed<'a>, other: &Followed<'a>| -> Followed<'a> {
        let from = from.iter().copied();
        from.filter(|(at, _)| other.iter().all(|(it, _)| it != at))
            .collect()
    };
    let (gone, mut come) = (missing(was, now), missing(now, was));
    let stays = was.iter().filter_map(|one| {
        let other = now.iter().find(|(at, _)| *at == one.0)?;
        Some((Some(*one), Some(*other)))
    });
    let mut pairs: Vec<_> = stays.collect();
    for one in gone {
        let place = come.iter().position(|(_, it)| it.shift == one.1.shift);
        pairs.push((Some(one), place.map(|place| come.remove(place))));
    }
    pairs.extend(come.into_iter().map(|one| (None, Some(one))));
    pairs
}

/// What becomes of the lessons of those who followed `was` and follow `now`.
fn turns(was: &Followed<'_>, now: &Followed<'_>) -> BTreeSet<(EffectKind, LessonsAt)> {
    let bells = |of: &Followed<'_>| -> BTreeSet<Bell> {
        let schedules = of.iter().flat_map(|(_, it)| &it.schedule.bells);
        schedules.copied().collect()
    };
    let (before, after) = (bells(was), bells(now));
    let mut met = BTreeSet::new();
    let mut turns = BTreeSet::new();
    for (one, other) in pairs(was, now) {
        for bell in one.map_or(&[][..], |(_, it)| &it.schedule.bells) {
            if after.contains(bell) || !met.insert(*bell) {
                continue;
            }
            let kind = match (
                one,
                other.and_then(|to| Some((to.0, numbered(to.1, bell.number)?))),
            ) {
                (_, Some((schedule, now))) => EffectKind::MovesBell {
                    schedule,
                    was: *bell,
                    now,
                },
                (Some((schedule, _)), None) => EffectKind::LosesBell {
                    schedule,
                    was: *bell,
                },
                (None, None) => continue,
            };
            turns.insert((kind, LessonsAt::Bell(*bell)));
        }
        let Some((schedule, new)) = other else {
            continue;
        };
        for bell in &new.schedule.bells {
            if before.contains(bell)
                || one.is_some_and(|(_, it)| numbered(it, bell.number).is_some())
            {
                continue;
            }
            let kind = EffectKind::GainsBell {
                schedule,
                now: *bell,
            };
            turns.insert((kind, without_bell(*bell, &before, now)));
        }
    }
    turns
}

fn numbered(schedule: &BellScheduleRecord, number: u8) -> Option<Bell> {
    let mut bells = schedule.schedule.bells.iter();
    bells.find(|bell| bell.number == number).copied()
}

/// The lessons that a new bell takes: those of its number that have no bell, and to which no
/// other schedule is nearer in time, such as that of another shift.
fn without_bell(new: Bell, before: &BTreeSet<Bell>, followed: &Followed<'_>) -> LessonsAt {
    let rivals = followed.iter().filter_map(|(_, it)| {
        let bells = it.schedule.bells.iter();
        bells.min_by_key(|bell| bell.number.abs_diff(new.number))
    });
    let (mut from, mut until) = (NaiveTime::MIN, None);
    for rival in rivals.map(|bell| bell.starts) {
        let half = |span: TimeDelta| span / 2;
        if rival < new.starts {
            from = from.max(rival + half(new.starts - rival));
        } else if rival > new.starts {
            let middle = new.starts + half(rival - new.starts);
            until = Some(until.map_or(middle, |until: NaiveTime| until.min(middle)));
        }
    }
    let other = before.iter().filter(|bell| bell.number == new.number);
    let times = other.chain([&new]).map(|bell| (bell.starts, bell.ends));
    LessonsAt::NoBell {
        number: new.number,
        from,
        until,
        but: times.collect(),
    }
}
