//! The marks of a lesson: answers, homework checked, and the work the plan names.

use super::page::{MINUTE, Page, SECOND};
use super::{JournalFacts, Scene};
use crate::dice::Dice;
use chrono::Days;
use journal::{
    Edit, FromTo, Grade, Lesson, Mark, MarkValue, MarkWord, PupilId, SchoolTime, WorkKind,
    WorkKindId, WorkRef,
};

/// How a kind of work is marked.
#[derive(Clone)]
struct Work {
    kind: WorkKind,
    /// How many of those present get a mark, in thousandths.
    reach: u32,
    /// Harder works come out lower, in hundredths of a mark.
    bias: i32,
    /// Two marks for one work.
    double: bool,
    /// Handed in later by some: a point stands for it.
    owed: bool,
}

/// Gives marks by the pupils' abilities.
pub(super) struct Marker {
    works: Vec<Work>,
    /// By pupil, in hundredths of a mark.
    ability: Vec<i32>,
    comments: Vec<&'static str>,
    time: SchoolTime,
    first_pupil: PupilId,
}

impl Marker {
    pub(super) fn new(scene: &Scene<'_>) -> Self {
        let mut dice = Dice::new(scene.seed, 0xAB1);
        let mut percent = || i32::try_from(dice.below(101)).unwrap_or(50);
        // Two throws: most pupils are near the middle.
        let ability = scene
            .roster
            .pupils
            .iter()
            .map(|_| 315 + percent() + percent() / 2)
            .collect();
        Self {
            works: scene
                .works
                .iter()
                .map(|(code, kind)| work(code, kind))
                .collect(),
            ability,
            comments: include_str!("../../data/comments.txt").lines().collect(),
            time: scene.time,
            first_pupil: scene.first_pupil,
        }
    }

    /// Marks of one lesson for those `present`.
    pub(super) fn mark(
        &self,
        lesson: &Lesson,
        facts: &JournalFacts,
        work: Option<WorkKindId>,
        present: &[usize],
        page: &mut Page,
        dice: &mut Dice,
    ) {
        let planned = work.and_then(|id| self.works.iter().find(|work| work.kind.id == id));
        let mut round = Round {
            marker: self,
            lesson,
            subject: facts.subject,
            page,
            dice,
        };
        match planned {
            Some(work) => round.work(work, present),
            None => round.answers(present),
        }
        if facts.sport && planned.is_some() {
            round.excuse(present);
        }
    }
}

fn work(code: &str, kind: &WorkKind) -> Work {
    let (reach, bias) = match code {
        "control" => (985, -25),
        "dictation" | "retelling" | "essay" => (970, -15),
        "check" | "self" | "test" => (940, -10),
        "words" => (800, 5),
        "lab" | "project" => (900, 25),
        "norm" => (650, 35),
        "by-heart" => (550, 30),
        "practical" => (450, 15),
        _ => (500, 10),
    };
    Work {
        kind: kind.clone(),
        reach,
        bias,
        double: matches!(code, "dictation" | "retelling" | "essay"),
        owed: matches!(code, "essay" | "project" | "lab"),
    }
}

/// The marks of one lesson.
struct Round<'a> {
    marker: &'a Marker,
    lesson: &'a Lesson,
    subject: usize,
    page: &'a mut Page,
    dice: &'a mut Dice,
}

impl Round<'_> {
    /// A few answers, and sometimes some homeworks looked at.
    fn answers(&mut self, present: &[usize]) {
        let works = &self.marker.works;
        let Some(answer) = works.first() else { return };
        let homework = works.get(1).unwrap_or(answer);
        let answers = self
            .dice
            .within(1, 4)
            .min(u32::try_from(present.len() / 4).unwrap_or(1));
        let checked = if self.dice.chance(130) {
            self.dice.within(2, 6)
        } else {
            0
        };
        for (work, count) in [(answer, answers), (homework, checked)] {
            let mut taken = Vec::new();
            for nth in 0..count {
                let Some(pupil) = self.dice.pick(present).copied() else {
                    return;
                };
                if taken.contains(&pupil) {
                    continue;
                }
                taken.push(pupil);
                let second = 480 + nth * 420 + self.dice.below(300);
                let at = self.starts() + i64::from(second.min(2_600)) * SECOND;
                self.put(work, pupil, at);
            }
        }
    }

    /// A work of the plan: nearly everybody present has a mark, when it is checked.
    fn work(&mut self, work: &Work, present: &[usize]) {
        let mut at = self.checked(work);
        for pupil in present.iter().copied() {
            if !self.dice.chance(work.reach) {
                continue;
            }
            at += i64::from(self.dice.within(2, 6)) * SECOND;
            if work.owed && self.dice.chance(40) {
                self.owe(work, pupil, at);
            } else {
                self.put(work, pupil, at);
            }
        }
    }

    /// When a work is checked: in the lesson, or within its own days.
    fn checked(&mut self, work: &Work) -> i64 {
        let days = work
            .kind
            .marking_days
            .map_or(0, |days| self.dice.below(u32::from(days) + 1));
        if days == 0 {
            return self.starts() + i64::from(self.dice.within(30, 40)) * MINUTE;
        }
        let date = self
            .lesson
            .date
            .checked_add_days(Days::new(u64::from(days)));
        let evening = date
            .and_then(|date| date.and_hms_opt(15, 0, 0))
            .unwrap_or_default();
        self.marker.time.instant(evening).0 + i64::from(self.dice.below(240)) * MINUTE
    }

    /// A point, and most often the mark for it some days later.
    fn owe(&mut self, work: &Work, pupil: usize, at: i64) {
        let days = Days::new(u64::from(self.dice.within(8, 14)));
        let Some(due) = self.lesson.date.checked_add_days(days) else {
            return;
        };
        let point = Mark::new(MarkValue::Point { due }, work.kind.weight);
        self.note(work, pupil, FromTo::new(None, Some(point.clone())), at);
        if self.dice.chance(700)
            && let Some(value) = self.value(work, pupil)
        {
            let mark = Mark::new(value, work.kind.weight);
            let later = at + i64::from(self.dice.within(2, 6)) * 24 * 60 * MINUTE;
            self.note(work, pupil, FromTo::new(Some(point), Some(mark)), later);
        }
    }

    /// ОСВ for a pupil who came back after an illness and does not take the norm.
    fn excuse(&mut self, present: &[usize]) {
        let Some(pupil) = self
            .dice
            .pick(present)
            .copied()
            .filter(|_| self.dice.chance(250))
        else {
            return;
        };
        if let Some(answer) = self.marker.works.first() {
            let at = self.starts() + 38 * MINUTE;
            let mark = Mark::new(MarkValue::Word(MarkWord::Exempt), answer.kind.weight);
            self.note(answer, pupil, FromTo::new(None, Some(mark)), at);
        }
    }

    fn starts(&self) -> i64 {
        self.lesson.bells(self.marker.time).0.0
    }

    fn put(&mut self, work: &Work, pupil: usize, at: i64) {
        let Some(value) = self.value(work, pupil) else {
            return;
        };
        let mut mark = Mark::new(value, work.kind.weight);
        if self.dice.chance(15) {
            mark.comment = self
                .dice
                .pick(&self.marker.comments)
                .map(|text| (*text).to_owned());
        }
        // A slip of the finger, put right at once.
        if let MarkValue::Grade(grade) = value
            && self.dice.chance(4)
            && let Some(wrong) = Grade::new(if grade.value() == 5 {
                4
            } else {
                grade.value() + 1
            })
        {
            let wrong = Mark::new(MarkValue::Grade(wrong), work.kind.weight);
            self.note(work, pupil, FromTo::new(None, Some(wrong.clone())), at);
            self.note(
                work,
                pupil,
                FromTo::new(Some(wrong), Some(mark)),
                at + MINUTE,
            );
            return;
        }
        self.note(work, pupil, FromTo::new(None, Some(mark)), at);
    }

    fn note(&mut self, work: &Work, pupil: usize, step: FromTo<Option<Mark>>, at: i64) {
        let id = PupilId(self.marker.first_pupil.0 + i64::try_from(pupil).unwrap_or(0));
        let work = WorkRef::first(work.kind.id);
        self.page.note(
            at,
            self.lesson.teacher,
            Edit::Mark {
                pupil: id,
                work,
                step,
            },
        );
    }

    fn value(&mut self, work: &Work, pupil: usize) -> Option<MarkValue> {
        let first = self.grade(work, pupil)?;
        if !work.double {
            return Some(MarkValue::Grade(first));
        }
        let second = self.grade(work, pupil)?;
        Some(MarkValue::Double(first, second))
    }

    fn grade(&mut self, work: &Work, pupil: usize) -> Option<Grade> {
        let ability = self.marker.ability.get(pupil).copied()?;
        let liking = i32::try_from((pupil * 37 + self.subject * 53) % 81).unwrap_or(40) - 40;
        let luck = i32::try_from(self.dice.below(151)).unwrap_or(75) - 75;
        let hundredths = ability + liking + luck + work.bias + 50;
        u8::try_from(hundredths / 100)
            .ok()
            .and_then(|value| Grade::new(value.clamp(2, 5)))
    }
}
