//! From a first guess to a week without clashes, and with few idle hours of teachers.

use super::{FREE, HOURS, Search, Slot, WEEK};

impl Search<'_> {
    pub(super) fn run(&mut self, rounds: u32) {
        let total: usize = self.slots.iter().map(Vec::len).sum();
        let at: Vec<(usize, usize)> = self
            .slots
            .iter()
            .enumerate()
            .flat_map(|(class, slots)| (0..slots.len()).map(move |slot| (class, slot)))
            .collect();
        for round in 1..=rounds {
            let start = self.dice.index(total);
            let sick = (start..total).chain(0..start).find_map(|index| {
                let (class, slot) = at.get(index).copied()?;
                let seat = self.slots.get(class)?.get(slot)?;
                (!seat.locked && self.pain(seat.course, seat.time) > 0).then_some((class, slot))
            });
            let Some((class, slot)) = sick else { return };
            self.cure(class, slot, round);
        }
    }

    /// The best exchange for one sick lesson, even a bad one: that is how the search leaves
    /// dead ends. What was just moved away may not come back for a while.
    fn cure(&mut self, class: usize, slot: usize, round: u32) {
        let Some(seat) = self
            .slots
            .get(class)
            .and_then(|slots| slots.get(slot))
            .copied()
        else {
            return;
        };
        let mut best = (i32::MAX, u32::MAX, 0);
        for other in 0..self.slots.get(class).map_or(0, Vec::len) {
            let Some(target) = self
                .slots
                .get(class)
                .and_then(|slots| slots.get(other))
                .copied()
            else {
                continue;
            };
            let same = target.locked || target.course == seat.course;
            if same || self.is_tabu(seat.course, target.time, round) {
                continue;
            }
            let price = (
                self.exchange_price(seat, target),
                self.dice.below(1 << 16),
                other,
            );
            best = best.min(price);
        }
        if best.0 == i32::MAX {
            return;
        }
        let until = round + 8 + self.dice.below(12);
        if let Some(tabu) = self.tabu.get_mut(seat.course * WEEK + seat.time) {
            *tabu = until;
        }
        self.exchange(class, slot, best.2);
    }

    fn is_tabu(&self, course: usize, time: usize, round: u32) -> bool {
        self.tabu
            .get(course * WEEK + time)
            .is_some_and(|until| *until > round)
    }

    /// Free hours of a teacher between two lessons of a day.
    fn gaps(&self, teacher: usize, day: usize) -> u32 {
        if teacher == FREE {
            return 0;
        }
        let from = teacher * WEEK + day * HOURS;
        let mask = self.busy.get(from..from + HOURS).map_or(0u32, |hours| {
            hours.iter().enumerate().fold(0, |mask, (hour, busy)| {
                mask | (u32::from(*busy > 0) << hour)
            })
        });
        if mask == 0 {
            return 0;
        }
        u32::BITS - mask.leading_zeros() - mask.trailing_zeros() - mask.count_ones()
    }

    fn gaps_around(&self, one: Slot, two: Slot) -> u32 {
        [one.course, two.course]
            .into_iter()
            .flat_map(|course| self.teachers_of(course))
            .map(|t| self.gaps(t, one.time / HOURS) + self.gaps(t, two.time / HOURS))
            .sum()
    }

    /// Random exchanges that clash with nothing and leave teachers fewer idle hours.
    pub(super) fn close_gaps(&mut self, rounds: u32) {
        for _ in 0..rounds {
            let class = self.dice.index(self.slots.len());
            let Some(len) = self.slots.get(class).map(Vec::len) else {
                continue;
            };
            let (one, two) = (self.dice.index(len), self.dice.index(len));
            let pair = self
                .slots
                .get(class)
                .and_then(|s| s.get(one).copied().zip(s.get(two).copied()));
            let Some((a, b)) = pair else { continue };
            if a.locked || b.locked || a.course == b.course || self.exchange_price(a, b) > 0 {
                continue;
            }
            let before = self.gaps_around(a, b);
            self.exchange(class, one, two);
            let now = |seat: Slot, course| Slot { course, ..seat };
            if self.gaps_around(now(a, b.course), now(b, a.course)) > before {
                self.exchange(class, one, two);
            }
        }
    }
}
