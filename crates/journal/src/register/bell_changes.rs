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
use std::ops::Bound;

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
        let (was_there, is_there) = (of_year(before, year), of_year(after, year));
        // Most groups follow the same schedules, and what becomes of these is found once.
        let mut alike: BTreeMap<_, BTreeSet<&TaughtTogether>> = BTreeMap::new();
        for together in &*before.together {
            let both = (
                followed(&was_there, together),
                followed(&is_there, together),
            );
            alike.entry(both).or_default().insert(together);
        }
        for ((was, now), groups) in alike {
            for (kind, lessons) in turns(&of_places(&was_there, &was), &of_places(&is_there, &now))
            {
                let of: &mut BTreeSet<_> = changes.entry((kind, days, lessons)).or_default();
                of.extend(groups.iter().copied().cloned());
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

/// The schedules of a year.
fn of_year(register: &Register, year: RecordRef) -> Followed<'_> {
    let records = register.of(RecordKind::BellSchedule);
    let of_year = records.filter_map(|(at, record)| match record {
        Record::BellSchedule(it) if RecordRef::from(it.year) == year => Some((at, it)),
        _ => None,
    });
    of_year.collect()
}

fn of_places<'a>(schedules: &Followed<'a>, places: &[usize]) -> Followed<'a> {
    let found = places.iter().filter_map(|place| schedules.get(*place));
    found.copied().collect()
}

/// The places of those schedules of a year that these classes follow, shift by shift.
fn followed(of_year: &Followed<'_>, together: &TaughtTogether) -> Vec<usize> {
    let mut followed = BTreeSet::new();
    let classes = together.iter().copied().map(Some);
    let nobody = together.is_empty().then_some(None);
    for class in classes.chain(nobody) {
        let rank = |schedule: &BellScheduleRecord| match (class, schedule.class) {
            (Some((class, _)), Some(named)) => (class == named).then_some(2),
            (_, None) if schedule.grades.0.is_empty() => Some(0),
            (Some((_, grade)), None) => schedule.grades.0.contains(&grade).then_some(1),
            (None, _) => None,
        };
        let mut best = BTreeMap::new();
        for (_, schedule) in of_year {
            let best = best.entry(schedule.shift).or_default();
            *best = rank(schedule).max(*best);
        }
        for (place, (_, schedule)) in of_year.iter().enumerate() {
            let rank = rank(schedule);
            if rank.is_some() && best.get(&schedule.shift) == Some(&rank) {
                followed.insert((schedule.shift, place));
            }
        }
    }
    followed.into_iter().map(|(_, place)| place).collect()
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
    #[cfg(test)]
    TURNED.with(|count| count.set(count.get() + 1));
    let bells = |of: &Followed<'_>| -> BTreeSet<Bell> {
        let schedules = of.iter().flat_map(|(_, it)| &it.schedule.bells);
        schedules.copied().collect()
    };
    let (before, after) = (bells(was), bells(now));
    let (mut met, mut turns) = (BTreeSet::new(), BTreeSet::new());
    let mut rivals = BTreeMap::new();
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
            let rivals = rivals.entry(bell.number);
            let rivals = rivals.or_insert_with(|| nearest(bell.number, now));
            turns.insert((kind, without_bell(*bell, &before, rivals)));
        }
    }
    turns
}

fn numbered(schedule: &BellScheduleRecord, number: u8) -> Option<Bell> {
    let mut bells = schedule.schedule.bells.iter();
    bells.find(|bell| bell.number == number).copied()
}

/// When the bells start that are nearest to a number, one of each schedule.
fn nearest(number: u8, followed: &Followed<'_>) -> BTreeSet<NaiveTime> {
    let nearest = followed.iter().filter_map(|(_, it)| {
        let bells = it.schedule.bells.iter();
        bells.min_by_key(|bell| bell.number.abs_diff(number))
    });
    nearest.map(|bell| bell.starts).collect()
}

/// The lessons that a new bell takes: those of its number that have no bell, and to which no
/// other schedule is nearer in time, such as that of another shift.
fn without_bell(new: Bell, before: &BTreeSet<Bell>, rivals: &BTreeSet<NaiveTime>) -> LessonsAt {
    let half = |span: TimeDelta| span / 2;
    let earlier = rivals.range(..new.starts).next_back();
    let from = earlier.map(|rival| *rival + half(new.starts - *rival));
    let later = (Bound::Excluded(new.starts), Bound::Unbounded);
    let later = rivals.range(later).next();
    let until = later.map(|rival| new.starts + half(*rival - new.starts));
    let of_number = |number| Bell {
        number,
        starts: NaiveTime::MIN,
        ends: NaiveTime::MIN,
    };
    let next = new.number.checked_add(1).map(of_number);
    let next = next.map_or(Bound::Unbounded, Bound::Excluded);
    let other = before.range((Bound::Included(of_number(new.number)), next));
    let times = other.chain([&new]).map(|bell| (bell.starts, bell.ends));
    LessonsAt::NoBell {
        number: new.number,
        from: from.unwrap_or(NaiveTime::MIN),
        until,
        but: times.collect(),
    }
}

#[cfg(test)]
std::thread_local! {
    /// How often two sets of schedules were laid beside each other.
    static TURNED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
mod tests {
    use super::super::{RecordId, YearId, YearState};
    use super::*;
    use crate::ids::ClassId;
    use crate::school::BellSchedule;
    use chrono::{NaiveDate, NaiveTime};

    fn schedule(nth: i64) -> Record {
        let bells = (1..=20).map(|number| Bell {
            number,
            starts: NaiveTime::MIN + TimeDelta::minutes(i64::from(number) * 60 + nth % 20),
            ends: NaiveTime::MIN + TimeDelta::minutes(i64::from(number) * 60 + nth % 20 + 40),
        });
        Record::BellSchedule(BellScheduleRecord {
            year: YearId(1),
            shift: 1,
            schedule: BellSchedule {
                title: nth.to_string(),
                bells: bells.collect(),
            },
            ..BellScheduleRecord::default()
        })
    }

    #[test]
    fn what_becomes_of_groups_that_follow_the_same_bells_is_found_once() {
        let mut before = Register::default();
        let day = |year, month| NaiveDate::from_ymd_opt(year, month, 1);
        let year = SchoolYear {
            title: "2026/27".to_owned(),
            starts: day(2026, 9).unwrap_or_default(),
            ends: day(2027, 6).unwrap_or_default(),
            state: YearState::Open,
        };
        let first = RecordKind::SchoolYear.at(RecordId(1));
        before.put(first, Some(Record::SchoolYear(year)));
        let classes = (1..=100).map(|class| [(ClassId(class), 7)].into());
        before.name_together(classes.collect());
        let mut after = before.clone();
        for nth in 1..=60 {
            let at = RecordKind::BellSchedule.at(RecordId(nth));
            after.put(at, Some(schedule(nth)));
        }
        TURNED.with(|count| count.set(0));
        let changes = bell_changes(&before, &after);
        assert!(!changes.is_empty());
        assert!(changes.iter().all(|it| it.lessons.groups.len() == 100));
        assert_eq!(TURNED.with(std::cell::Cell::get), 1);
    }
}
