//! A first guess of the week: what must stand where it stands, then every hour the least bad.

use super::{FREE, HOURS, Placed, Search};

impl Search<'_> {
    pub(super) fn lock(&mut self, pinned: &[Placed]) {
        for pin in pinned {
            let Some(class) = self.courses.get(pin.course).map(|course| course.class) else {
                continue;
            };
            let time = pin.day * HOURS + pin.hour;
            let slot = self
                .slots
                .get(class)
                .and_then(|slots| slots.iter().position(|s| s.time == time));
            if let Some(slot) = slot {
                self.seat(class, slot, pin.course, true);
            }
        }
    }

    /// Courses of two hours at once stand before all others, where their teachers are free.
    pub(super) fn lock_doubles(&mut self) {
        for (course, need) in self
            .courses
            .iter()
            .enumerate()
            .filter(|(_, course)| course.double)
        {
            let start = self
                .dice
                .index(self.slots.get(need.class).map_or(0, Vec::len));
            let Some(slots) = self.slots.get(need.class) else {
                continue;
            };
            let fits = |slot: &usize| {
                let pair = slots.get(*slot).zip(slots.get(slot + 1));
                pair.is_some_and(|(first, second)| {
                    first.course == FREE
                        && second.course == FREE
                        && second.time == first.time + 1
                        && self.teachers_of(course).into_iter().all(|teacher| {
                            teacher == FREE
                                || (self.busy_at(teacher, first.time) == 0
                                    && self.busy_at(teacher, second.time) == 0)
                        })
                })
            };
            let found = (start..slots.len()).chain(0..start).find(fits);
            if let Some(slot) = found {
                self.seat(need.class, slot, course, true);
                self.seat(need.class, slot + 1, course, true);
            }
        }
    }

    /// A first guess: into every free slot the course that hurts least.
    pub(super) fn fill(&mut self) {
        let mut left: Vec<u8> = self.courses.iter().map(|course| course.hours).collect();
        for seat in self
            .slots
            .iter()
            .flatten()
            .filter(|seat| seat.course != FREE)
        {
            if let Some(left) = left.get_mut(seat.course) {
                *left = left.saturating_sub(1);
            }
        }
        for class in 0..self.slots.len() {
            let own: Vec<usize> = (0..self.courses.len())
                .filter(|course| self.courses.get(*course).is_some_and(|c| c.class == class))
                .collect();
            for slot in 0..self.slots.get(class).map_or(0, Vec::len) {
                let seat = self
                    .slots
                    .get(class)
                    .and_then(|slots| slots.get(slot))
                    .copied();
                let Some(seat) = seat.filter(|seat| seat.course == FREE) else {
                    continue;
                };
                let best = own
                    .iter()
                    .copied()
                    .filter(|course| left.get(*course).is_some_and(|left| *left > 0))
                    .min_by_key(|course| {
                        let left = left.get(*course).copied().map_or(0, i32::from);
                        (self.price(*course, seat.time), -left)
                    });
                if let Some(course) = best {
                    if let Some(left) = left.get_mut(course) {
                        *left -= 1;
                    }
                    self.seat(class, slot, course, false);
                }
            }
        }
    }
}
