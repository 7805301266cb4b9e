//! Many questions about lessons, answered in one pass over them: what a gesture costs grows with
//! the lessons of the school and with the gesture, not with one times the other.

use super::calendar::DaySpan;
use super::material::{BellLessons, Found, LessonSample, LessonsAt, Question, SAMPLES};
use super::{Material, TaughtTogether, YearId};
use crate::ids::{JournalId, LessonId};
use crate::school::Bell;
use chrono::{NaiveDate, NaiveTime};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A lesson as far as the register has to do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonSeen {
    /// Which.
    pub id: LessonId,
    /// Its journal.
    pub journal: JournalId,
    /// Its day.
    pub day: NaiveDate,
    /// Its number in the day, and when it starts and ends.
    pub bell: Bell,
    /// Its roll has been called: no bell moves it any more.
    pub is_held: bool,
    /// Its room, by the title.
    pub room: Option<Arc<str>>,
    /// Marks given in it.
    pub marks: u32,
}

/// Questions, found by the lessons that they are about.
#[derive(Debug)]
pub struct LessonQuestions<'q> {
    questions: &'q [Question],
    at_bell: HashMap<Bell, Vec<ByBell>>,
    at_none: HashMap<u8, Vec<(ByNone<'q>, ByBell)>>,
    in_room: HashMap<&'q str, Vec<usize>>,
    on_days: Vec<(DaySpan, usize)>,
    of_journal: HashMap<JournalId, Vec<(DaySpan, usize)>>,
    /// The journals of groups that a question names; each set of groups once.
    taught: Vec<HashSet<JournalId>>,
    /// From today on.
    to_come: DaySpan,
}

/// A question about lessons that follow bells.
#[derive(Debug, Clone, Copy)]
struct ByBell {
    place: usize,
    days: DaySpan,
    /// Whose, in `taught`.
    groups: usize,
}

/// Which lessons of a number have no bell.
#[derive(Debug, Clone, Copy)]
struct ByNone<'q> {
    from: NaiveTime,
    until: Option<NaiveTime>,
    but: &'q BTreeSet<(NaiveTime, NaiveTime)>,
}

impl<'q> LessonQuestions<'q> {
    /// The questions as of a day: what is over does not move any more. `taught`: the classes of
    /// each journal's group.
    pub fn of(
        questions: &'q [Question],
        today: NaiveDate,
        taught: &BTreeMap<JournalId, TaughtTogether>,
    ) -> Self {
        let mut asked = Self {
            questions,
            at_bell: HashMap::new(),
            at_none: HashMap::new(),
            in_room: HashMap::new(),
            on_days: Vec::new(),
            of_journal: HashMap::new(),
            taught: Vec::new(),
            to_come: DaySpan::new(today, NaiveDate::MAX),
        };
        let mut known = BTreeMap::new();
        for (place, question) in questions.iter().enumerate() {
            match question {
                Question::Lessons { days } | Question::Year { days, .. } => {
                    asked.on_days.push((*days, place));
                }
                Question::LessonsOf { journal, days } => {
                    let of_journal = asked.of_journal.entry(*journal).or_default();
                    of_journal.push((*days, place));
                }
                Question::Room { title } => asked.in_room.entry(title).or_default().push(place),
                Question::Bell(lessons) => {
                    let next = asked.taught.len();
                    let groups = *known.entry(&lessons.groups).or_insert(next);
                    if groups == next {
                        let of = taught.iter().filter(|(_, it)| lessons.groups.contains(it));
                        asked.taught.push(of.map(|(journal, _)| *journal).collect());
                    }
                    asked.put(place, lessons, groups);
                }
                Question::Subject { .. }
                | Question::Marks { .. }
                | Question::Person { .. }
                | Question::Journal { .. }
                | Question::EntriesInClass { .. }
                | Question::EntriesInGroup { .. }
                | Question::PeriodMarks { .. }
                | Question::Terms { .. }
                | Question::CanSignIn { .. } => {}
            }
        }
        asked
    }

    fn put(&mut self, place: usize, BellLessons { days, at, .. }: &'q BellLessons, groups: usize) {
        let Some(tomorrow) = self.to_come.first.succ_opt() else {
            return;
        };
        let days = DaySpan::new(days.first.max(tomorrow), days.last);
        let by = ByBell {
            place,
            days,
            groups,
        };
        match at {
            LessonsAt::Bell(bell) => self.at_bell.entry(*bell).or_default().push(by),
            LessonsAt::NoBell {
                number,
                from,
                until,
                but,
            } => {
                let none = ByNone {
                    from: *from,
                    until: *until,
                    but,
                };
                self.at_none.entry(*number).or_default().push((none, by));
            }
        }
    }

    /// The days whose lessons have to be looked at; none: no question is about lessons.
    pub fn days(&self) -> Option<DaySpan> {
        let bells = self.at_bell.values().flatten();
        let none = self.at_none.values().flatten().map(|(_, by)| by);
        let by_bell = bells.chain(none).map(|by| by.days);
        let rooms = (!self.in_room.is_empty()).then_some(self.to_come);
        let of_journals = self.of_journal.values().flatten();
        let days = self
            .on_days
            .iter()
            .chain(of_journals)
            .map(|(days, _)| *days);
        let days = days.chain(rooms).chain(by_bell);
        days.reduce(|one, other| DaySpan::new(one.first.min(other.first), one.last.max(other.last)))
    }

    /// Hands over the places of the questions that are about a lesson.
    pub fn about(&self, lesson: &LessonSeen, mut take: impl FnMut(usize)) {
        let day = lesson.day;
        let of_journal = self.of_journal.get(&lesson.journal).into_iter().flatten();
        let on_days = self.on_days.iter().chain(of_journal);
        let on_days = on_days.filter(|(days, _)| days.has(day));
        on_days.for_each(|(_, place)| take(*place));
        if self.to_come.has(day)
            && let Some(title) = &lesson.room
        {
            let places = self.in_room.get(&**title);
            places.into_iter().flatten().for_each(|place| take(*place));
        }
        if lesson.is_held {
            return;
        }
        let bell = lesson.bell;
        let meant = |by: &ByBell| {
            let taught = self.taught.get(by.groups);
            by.days.has(day) && taught.is_some_and(|taught| taught.contains(&lesson.journal))
        };
        let at_bell = self.at_bell.get(&bell).into_iter().flatten();
        at_bell.filter(|by| meant(by)).for_each(|by| take(by.place));
        let at_none = self.at_none.get(&bell.number).into_iter().flatten();
        at_none
            .filter(|(none, by)| {
                none.from <= bell.starts
                    && none.until.is_none_or(|until| bell.starts < until)
                    && !none.but.contains(&(bell.starts, bell.ends))
                    && meant(by)
            })
            .for_each(|(_, by)| take(by.place));
    }

    /// Answers those that are about lessons; `title` says what people call a lesson of a journal,
    /// `journals` how many a school year has.
    pub fn answer(
        &self,
        lessons: &[LessonSeen],
        title: impl Fn(JournalId) -> String,
        journals: impl Fn(YearId) -> u32,
        material: &mut Material,
    ) {
        let mut counts: Vec<Count<'_>> = Vec::new();
        counts.resize_with(self.questions.len(), Count::default);
        for lesson in lessons {
            self.about(lesson, |place| {
                if let Some(count) = counts.get_mut(place) {
                    count.add(lesson);
                }
            });
        }
        for (question, count) in self.questions.iter().zip(counts) {
            let journals = match question {
                Question::Year { year, .. } => journals(*year),
                Question::Lessons { .. }
                | Question::LessonsOf { .. }
                | Question::Room { .. }
                | Question::Bell(_) => 0,
                Question::Subject { .. }
                | Question::Marks { .. }
                | Question::Person { .. }
                | Question::Journal { .. }
                | Question::EntriesInClass { .. }
                | Question::EntriesInGroup { .. }
                | Question::PeriodMarks { .. }
                | Question::Terms { .. }
                | Question::CanSignIn { .. } => continue,
            };
            let samples = count.first.iter().map(|lesson| LessonSample {
                lesson: lesson.id,
                day: lesson.day,
                number: lesson.bell.number,
                title: title(lesson.journal),
            });
            let found = Found {
                lessons: count.lessons,
                marks: count.marks,
                journals,
                samples: samples.collect(),
                ..Found::default()
            };
            material.answer(question.clone(), found);
        }
    }
}

/// What is found of a question.
#[derive(Default)]
struct Count<'l> {
    lessons: u32,
    marks: u32,
    /// The first of them, in order.
    first: Vec<&'l LessonSeen>,
}

impl<'l> Count<'l> {
    fn add(&mut self, lesson: &'l LessonSeen) {
        self.lessons = self.lessons.saturating_add(1);
        self.marks = self.marks.saturating_add(lesson.marks);
        let key = |lesson: &LessonSeen| (lesson.day, lesson.bell.number, lesson.id);
        let at = self.first.partition_point(|it| key(it) < key(lesson));
        if at < SAMPLES {
            self.first.insert(at, lesson);
            self.first.truncate(SAMPLES);
        }
    }
}
