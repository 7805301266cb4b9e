//! The roll call of a lesson: who was away or late, and why.

use super::absence::Spell;
use super::page::{MINUTE, SECOND};
use super::{JournalFacts, Lapse, Writer, belongs};
use journal::{Attendance, Edit, FromTo, Lesson, PersonId, Standing, Timestamp};

impl Writer<'_> {
    /// The roll call with absences, lateness and reasons; remembers who is present.
    pub(super) fn roll(
        &mut self,
        lesson: &Lesson,
        facts: &JournalFacts,
        starts: Timestamp,
        lapse: Lapse,
    ) {
        self.present.clear();
        let quick = self.dice.chance(800);
        let wait = if quick {
            self.dice.within(75, 400)
        } else {
            self.dice.within(400, 1_200)
        };
        let taken = starts.0 + i64::from(wait) * SECOND;
        let first = self.is_first_of_day(lesson, facts.class);
        let day = self.days.binary_search(&lesson.date).unwrap_or(usize::MAX);
        let scene = self.scene;
        let members = scene
            .roster
            .groups
            .get(facts.group)
            .map_or(&[][..], |g| &g.members);
        let mut at = taken - 50 * SECOND;
        for member in members.iter().copied() {
            if !belongs(scene.roster, member, lesson.date) {
                continue;
            }
            if let Some(spell) = self.absences.of(member, day, lesson.number) {
                self.announce(lesson, facts, member, day, &spell, lapse);
                if !lapse.roll {
                    self.saw(lesson, member, Attendance::Present, Attendance::Absent, at);
                    at += 2 * SECOND;
                    self.reason(lesson, facts, member, day, &spell, taken);
                }
                continue;
            }
            if facts.sport && self.absences.excused(member, day) {
                if !lapse.roll {
                    self.saw(lesson, member, Attendance::Present, Attendance::Exempt, at);
                }
                continue;
            }
            let odds = if first { 25 } else { 4 };
            if self.dice.chance(odds) && !lapse.roll {
                self.late(lesson, member, starts, taken, at);
            }
            self.present.push(member);
        }
        if !lapse.roll {
            let step = FromTo::new(false, true);
            self.page
                .note(taken, lesson.teacher, Edit::RollCall { step });
        }
    }

    fn is_first_of_day(&mut self, lesson: &Lesson, class: usize) -> bool {
        let Some(first) = self.first_of_day.get_mut(class) else {
            return false;
        };
        match first {
            Some((date, number)) if *date == lesson.date => *number == lesson.number,
            _ => {
                *first = Some((lesson.date, lesson.number));
                true
            }
        }
    }

    fn saw(&mut self, lesson: &Lesson, member: usize, old: Attendance, new: Attendance, at: i64) {
        let pupil = self.scene.pupil_id(member);
        let step = FromTo::new(old, new);
        self.page
            .note(at, lesson.teacher, Edit::Attendance { pupil, step });
    }

    /// Who comes after the roll call was absent in it first.
    fn late(&mut self, lesson: &Lesson, member: usize, starts: Timestamp, taken: i64, at: i64) {
        let longest = u32::from(lesson.minutes()).clamp(1, 18);
        let minutes = 1 + self.dice.below(longest).min(self.dice.below(longest));
        let came = starts.0 + i64::from(minutes) * MINUTE;
        let late = Attendance::Late {
            minutes: u16::try_from(minutes).unwrap_or(1),
        };
        if came < at {
            self.saw(lesson, member, Attendance::Present, late, at);
        } else {
            self.saw(lesson, member, Attendance::Present, Attendance::Absent, at);
            let at = came.max(taken) + 20 * SECOND;
            self.saw(lesson, member, Attendance::Absent, late, at);
        }
    }

    /// From the second day of an illness on the class teacher announces it before the lessons.
    fn announce(
        &mut self,
        lesson: &Lesson,
        facts: &JournalFacts,
        member: usize,
        day: usize,
        spell: &Spell,
        lapse: Lapse,
    ) {
        let told = spell.announced && day > spell.first;
        let Some(head) = self.class_teacher(facts.class).filter(|_| told) else {
            return;
        };
        if lapse.roll && lapse != Lapse::ALL {
            return;
        }
        let at = self.scene.morning(lesson.date) + i64::from(self.dice.within(0, 1_500)) * SECOND;
        let reason = spell.reason(Standing::Announced, None);
        let pupil = self.scene.pupil_id(member);
        let step = FromTo::new(None, Some(reason));
        self.page.note(at, head, Edit::Reason { pupil, step });
    }

    /// What the teacher knows at the lesson, and what the class teacher confirms afterwards.
    fn reason(
        &mut self,
        lesson: &Lesson,
        facts: &JournalFacts,
        member: usize,
        day: usize,
        spell: &Spell,
        taken: i64,
    ) {
        let pupil = self.scene.pupil_id(member);
        let mut known = None;
        if spell.announced && day > spell.first && self.class_teacher(facts.class).is_some() {
            known = Some(spell.reason(Standing::Announced, None));
        } else if self.dice.chance(120) {
            let stated = spell.reason(Standing::Stated, None);
            let step = FromTo::new(None, Some(stated.clone()));
            let at = taken + 15 * SECOND;
            self.page
                .note(at, lesson.teacher, Edit::Reason { pupil, step });
            known = Some(stated);
        }
        let back = self
            .days
            .get(spell.last + 1)
            .copied()
            .filter(|_| spell.confirmed);
        if let Some((back, head)) = back.zip(self.class_teacher(facts.class)) {
            let at = self.scene.morning(back) + i64::from(spell.paper_minute) * MINUTE;
            let reason = spell.reason(Standing::Confirmed, Some(back));
            let step = FromTo::new(known, Some(reason));
            self.page.note(at, head, Edit::Reason { pupil, step });
        }
    }

    fn class_teacher(&self, class: usize) -> Option<PersonId> {
        self.scene.class_teachers.get(class).copied().flatten()
    }
}
