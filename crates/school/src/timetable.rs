//! A week without clashes: every class has its lessons from the first hour on without a gap, and
//! no teacher is in two places. Found by a tabu search over exchanges within a class.

mod climb;
mod guess;

use crate::dice::Dice;
use crate::people::Form;
use crate::workload::Course;

/// School days in a week.
pub(crate) const DAYS: usize = 5;
/// Hours in a day: lesson `n` of the first shift is hour `n − 1`, of the second hour `n + 4`; two
/// lessons overlap only if they have the same hour.
pub(crate) const HOURS: usize = 12;
const WEEK: usize = DAYS * HOURS;
/// Which days get one lesson more when the hours do not divide by five.
const LONGER: [usize; DAYS] = [1, 3, 0, 2, 4];

const CLASH: i32 = 100;
const TWICE_A_DAY: i32 = 7;

/// The hour of the first lesson in a shift.
pub(crate) fn first_hour(shift: usize) -> usize {
    shift * 5
}

/// A course in one hour of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Place among the courses.
    pub(crate) course: usize,
    /// 0 for Monday.
    pub(crate) day: usize,
    /// The hour of the day.
    pub(crate) hour: usize,
}

#[derive(Clone, Copy)]
struct Slot {
    time: usize,
    course: usize,
    locked: bool,
}

const FREE: usize = usize::MAX;

/// Places all courses. `pinned` stand where they are told to.
pub(crate) fn week(
    forms: &[Form],
    courses: &[Course],
    pinned: &[Placed],
    seed: u64,
) -> Vec<Placed> {
    let mut best: Option<Search> = None;
    // One attempt is enough for almost every seed; the bound keeps a bad one finite.
    for attempt in 0..24 {
        let mut search = Search::new(forms, courses, seed, attempt);
        search.lock(pinned);
        search.lock_doubles();
        search.fill();
        search.run(30_000);
        let better = best
            .as_ref()
            .is_none_or(|best| search.clashes() < best.clashes());
        if better {
            best = Some(search);
        }
        if best.as_ref().is_some_and(|best| best.clashes() == 0) {
            break;
        }
    }
    best.map(|mut search| {
        search.close_gaps(40_000);
        search.placed()
    })
    .unwrap_or_default()
}

struct Search<'a> {
    courses: &'a [Course],
    teachers: Vec<[usize; 2]>,
    slots: Vec<Vec<Slot>>,
    /// Lessons of a teacher at a time.
    busy: Vec<u8>,
    /// Lessons of a course on a day.
    daily: Vec<u8>,
    tabu: Vec<u32>,
    dice: Dice,
}

impl<'a> Search<'a> {
    fn new(forms: &[Form], courses: &'a [Course], seed: u64, attempt: u64) -> Self {
        let mut hours = vec![0usize; forms.len()];
        for course in courses {
            if let Some(hours) = hours.get_mut(course.class) {
                *hours += usize::from(course.hours);
            }
        }
        let slots = forms
            .iter()
            .zip(hours)
            .map(|(form, hours)| slots(*form, hours))
            .collect();
        let teachers: Vec<[usize; 2]> = courses
            .iter()
            .map(|course| {
                let mut teachers = course.shares.iter().map(|share| share.teacher);
                [
                    teachers.next().unwrap_or(FREE),
                    teachers.next().unwrap_or(FREE),
                ]
            })
            .collect();
        let staff = teachers
            .iter()
            .flatten()
            .filter(|t| **t != FREE)
            .max()
            .map_or(0, |t| t + 1);
        Self {
            courses,
            teachers,
            slots,
            busy: vec![0; staff * WEEK],
            daily: vec![0; courses.len() * DAYS],
            tabu: vec![0; courses.len() * WEEK],
            dice: Dice::new(seed, 0x7AB1E + attempt),
        }
    }

    fn teachers_of(&self, course: usize) -> [usize; 2] {
        self.teachers.get(course).copied().unwrap_or([FREE; 2])
    }

    fn busy_at(&self, teacher: usize, time: usize) -> u8 {
        self.busy.get(teacher * WEEK + time).copied().unwrap_or(0)
    }

    fn daily_of(&self, course: usize, time: usize) -> u8 {
        self.daily
            .get(course * DAYS + time / HOURS)
            .copied()
            .unwrap_or(0)
    }

    fn limit(&self, course: usize) -> u8 {
        self.courses.get(course).map_or(1, |course| {
            if course.double {
                2
            } else {
                course.hours.div_ceil(5)
            }
        })
    }

    fn put(&mut self, course: usize, time: usize) {
        self.count(course, time, |count| *count += 1);
    }

    fn take(&mut self, course: usize, time: usize) {
        self.count(course, time, |count| *count -= 1);
    }

    fn count(&mut self, course: usize, time: usize, change: fn(&mut u8)) {
        for teacher in self
            .teachers_of(course)
            .into_iter()
            .filter(|teacher| *teacher != FREE)
        {
            if let Some(busy) = self.busy.get_mut(teacher * WEEK + time) {
                change(busy);
            }
        }
        if let Some(daily) = self.daily.get_mut(course * DAYS + time / HOURS) {
            change(daily);
        }
    }

    fn seat(&mut self, class: usize, slot: usize, course: usize, locked: bool) {
        let seat = self
            .slots
            .get_mut(class)
            .and_then(|slots| slots.get_mut(slot));
        if let Some(seat) = seat {
            seat.course = course;
            seat.locked = locked;
            let time = seat.time;
            self.put(course, time);
        }
    }

    /// What it costs to put a course where it is not.
    fn price(&self, course: usize, time: usize) -> i32 {
        let mut price = 0;
        for teacher in self.teachers_of(course) {
            if teacher != FREE && self.busy_at(teacher, time) > 0 {
                price += CLASH;
            }
        }
        if self.daily_of(course, time) >= self.limit(course) {
            price += TWICE_A_DAY;
        }
        price
    }

    /// What a course costs where it is.
    fn pain(&self, course: usize, time: usize) -> i32 {
        let mut pain = 0;
        for teacher in self.teachers_of(course) {
            if teacher != FREE && self.busy_at(teacher, time) > 1 {
                pain += CLASH;
            }
        }
        if self.daily_of(course, time) > self.limit(course) {
            pain += TWICE_A_DAY;
        }
        pain
    }

    /// The change of cost if two lessons of a class change places. Leaves all as it was.
    fn exchange_price(&mut self, one: Slot, two: Slot) -> i32 {
        let before = self.pain(one.course, one.time) + self.pain(two.course, two.time);
        self.take(one.course, one.time);
        self.take(two.course, two.time);
        let after = self.price(one.course, two.time);
        self.put(one.course, two.time);
        let after = after + self.price(two.course, one.time);
        self.take(one.course, two.time);
        self.put(one.course, one.time);
        self.put(two.course, two.time);
        after - before
    }

    fn exchange(&mut self, class: usize, one: usize, two: usize) {
        let Some(slots) = self.slots.get_mut(class) else {
            return;
        };
        let (Some(a), Some(b)) = (slots.get(one).copied(), slots.get(two).copied()) else {
            return;
        };
        if let Some(seat) = slots.get_mut(one) {
            seat.course = b.course;
        }
        if let Some(seat) = slots.get_mut(two) {
            seat.course = a.course;
        }
        self.take(a.course, a.time);
        self.take(b.course, b.time);
        self.put(a.course, b.time);
        self.put(b.course, a.time);
    }

    fn clashes(&self) -> u32 {
        self.busy
            .iter()
            .map(|count| u32::from(count.saturating_sub(1)))
            .sum()
    }

    /// The result. A lesson that still clashes is left out: no timetable is better than a wrong one.
    fn placed(&self) -> Vec<Placed> {
        let mut taken = vec![false; self.busy.len()];
        let mut placed = Vec::new();
        for seat in self
            .slots
            .iter()
            .flatten()
            .filter(|seat| seat.course != FREE)
        {
            let keys = self
                .teachers_of(seat.course)
                .map(|t| (t != FREE).then_some(t.wrapping_mul(WEEK).wrapping_add(seat.time)));
            let free = |key: &usize| taken.get(*key).is_some_and(|taken| !taken);
            if !keys.iter().flatten().all(free) {
                continue;
            }
            for key in keys.into_iter().flatten() {
                if let Some(taken) = taken.get_mut(key) {
                    *taken = true;
                }
            }
            placed.push(Placed {
                course: seat.course,
                day: seat.time / HOURS,
                hour: seat.time % HOURS,
            });
        }
        placed
    }
}

/// The hours of the week in which a class has lessons.
fn slots(form: Form, hours: usize) -> Vec<Slot> {
    let mut per_day = [hours / DAYS; DAYS];
    for day in LONGER.iter().take(hours % DAYS) {
        if let Some(lessons) = per_day.get_mut(*day) {
            *lessons += 1;
        }
    }
    let first = first_hour(form.shift());
    let times = per_day
        .iter()
        .enumerate()
        .flat_map(|(day, lessons)| (0..*lessons).map(move |nth| day * HOURS + first + nth));
    times
        .map(|time| Slot {
            time,
            course: FREE,
            locked: false,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::{departments, subjects};
    use crate::names::Names;
    use crate::people::{forms, staff};
    use crate::workload::share_out;

    #[test]
    fn every_seed_finds_a_whole_week_without_clashes() {
        let (forms, subjects) = (forms(), subjects());
        let (staff, teams) = staff(&departments(), &mut Names::read(), &mut Dice::new(1, 0));
        let load = share_out(&forms, &subjects, &teams, staff.len());
        let hours: usize = load.courses.iter().map(|c| usize::from(c.hours)).sum();
        for seed in 0..12 {
            let placed = week(&forms, &load.courses, &[], seed);
            assert_eq!(placed.len(), hours, "seed {seed} left lessons out");
            let mut twice = 0;
            let mut count = vec![0u8; load.courses.len() * DAYS];
            for place in &placed {
                count[place.course * DAYS + place.day] += 1;
                let course = &load.courses[place.course];
                let limit = if course.double {
                    2
                } else {
                    course.hours.div_ceil(5)
                };
                twice += u32::from(count[place.course * DAYS + place.day] > limit);
            }
            assert_eq!(twice, 0, "seed {seed} repeats subjects in a day");
        }
    }
}
