//! What the journals of the fixture's school hold, and what a check asks of them, answered from its
//! rows by plain counting.

use crate::fixture::{day, school};
use chrono::NaiveDate;
use journal::register::*;
use journal::{
    Attendance, ClassId, Edit, GroupId, JournalId, Lesson, LessonId, PupilId, SheetId, WorkKindId,
};
use std::collections::{BTreeMap, BTreeSet};

/// The day of the tests.
pub const TODAY: &str = "2026-11-16";

pub struct Held {
    pub lessons: Vec<Lesson>,
    pub marks: Vec<(LessonId, PupilId, WorkKindId)>,
    pub absences: Vec<(LessonId, PupilId)>,
    pub accounts: BTreeSet<i64>,
    /// For how much trust each was given the password that opens it.
    pub passwords: BTreeMap<i64, Trust>,
    /// Journals in whose plans there is a kind of work.
    pub planned: BTreeSet<(WorkKindId, JournalId)>,
}

impl Held {
    pub fn of_the_fixture(register: &Register) -> Self {
        let trusted = |person| register.trust_of(person, NaiveDate::MIN);
        let bundle = school(1);
        let (mut marks, mut absences) = (Vec::new(), Vec::new());
        for past in &bundle.history {
            let SheetId::Lesson(lesson) = past.change.sheet else {
                continue;
            };
            match &past.change.edit {
                Edit::Mark { pupil, work, step } if step.new.is_some() => {
                    marks.push((lesson, *pupil, work.kind));
                }
                Edit::Attendance { pupil, step } if step.new != Attendance::Present => {
                    absences.push((lesson, *pupil));
                }
                _ => {}
            }
        }
        let people = bundle.people.iter();
        let opened = people.clone().filter(|one| one.password_hash.is_some());
        let planned = bundle.plans.iter();
        Self {
            marks,
            absences,
            passwords: opened.map(|one| (one.id.0, trusted(one.id))).collect(),
            accounts: people
                .filter(|one| one.login.is_some())
                .map(|one| one.id.0)
                .collect(),
            planned: planned
                .filter_map(|row| Some((row.work?, row.journal)))
                .collect(),
            lessons: bundle.lessons,
        }
    }

    /// Whether anything rests upon a person beside the register.
    pub fn has_to_do_with(&self, person: i64) -> bool {
        self.accounts.contains(&person)
            || self.lessons.iter().any(|it| it.teacher.0 == person)
            || self.marks.iter().any(|(_, pupil, _)| pupil.0 == person)
    }

    /// Whether lessons from today on name a room so.
    pub fn will_be_in(&self, room: &str) -> bool {
        self.in_room(room).next().is_some()
    }

    pub fn has_lessons_on(&self, days: DaySpan) -> bool {
        self.lessons.iter().any(|lesson| days.has(lesson.date))
    }

    /// Lessons from today on in a room are called after its new name.
    pub fn rename_room(&mut self, was: &str, now: &str) {
        for lesson in &mut self.lessons {
            if lesson.date >= day(TODAY) && lesson.room.as_deref() == Some(was) {
                lesson.room = Some(now.to_owned());
            }
        }
    }

    /// In how many lessons of some journals something is written of a pupil, and the marks.
    pub fn entries(
        &self,
        pupil: PupilId,
        journals: &BTreeSet<JournalId>,
        days: DaySpan,
    ) -> (usize, usize) {
        let among = |id: LessonId| {
            let mut lessons = self.lessons.iter();
            lessons.any(|it| it.id == id && journals.contains(&it.journal) && days.has(it.date))
        };
        let marks = self.marks.iter();
        let marks: Vec<_> = marks
            .filter(|(lesson, of, _)| *of == pupil && among(*lesson))
            .collect();
        let marked: BTreeSet<_> = marks.iter().map(|(lesson, ..)| lesson).collect();
        let absent = self.absences.iter();
        let absent = absent.filter(|(lesson, of)| *of == pupil && among(*lesson));
        (marked.len().max(absent.count()), marks.len())
    }

    pub fn answer(&self, register: &Register, question: &Question) -> Found {
        let journals = |of: &dyn Fn(&JournalRecord) -> bool| -> BTreeSet<JournalId> {
            let all = register.of(RecordKind::Journal);
            let all = all.filter_map(|(at, record)| match record {
                Record::Journal(journal) if of(journal) => Some(JournalId(at.id.0)),
                _ => None,
            });
            all.collect()
        };
        let group = |id: GroupId| match register.get(id.into()) {
            Some(Record::Group(group)) => Some(group),
            _ => None,
        };
        let counted = |(lessons, marks): (usize, usize)| Found {
            lessons: number(lessons),
            marks: number(marks),
            ..Found::default()
        };
        match question {
            Question::Lessons { days } => {
                self.found(register, self.lessons.iter().filter(|it| days.has(it.date)))
            }
            Question::Room { title } => self.found(register, self.in_room(title)),
            Question::Year { year, days } => {
                let of_year = |journal: &JournalRecord| {
                    group(journal.group).is_some_and(|group| group.year == *year)
                };
                let lessons = self.lessons.iter().filter(|it| days.has(it.date));
                Found {
                    journals: number(journals(&of_year).len()),
                    ..self.found(register, lessons)
                }
            }
            Question::Subject { subject } => Found {
                journals: number(journals(&|it| it.subject.0 == *subject).len()),
                ..Found::default()
            },
            Question::Marks { kind } => Found {
                marks: number(self.marks.iter().filter(|(.., it)| it == kind).count()),
                journals: number(self.planned.iter().filter(|(it, _)| it == kind).count()),
                ..Found::default()
            },
            Question::Person { person } => Found {
                lessons: number(
                    self.lessons
                        .iter()
                        .filter(|it| it.teacher == *person)
                        .count(),
                ),
                marks: number(self.marks.iter().filter(|it| it.1.0 == person.0).count()),
                accounts: number(usize::from(self.accounts.contains(&person.0))),
                ..Found::default()
            },
            Question::Journal { journal } => counted((
                self.lessons
                    .iter()
                    .filter(|it| it.journal == *journal)
                    .count(),
                0,
            )),
            Question::LessonsOf { journal, days } => {
                let lessons = self.lessons.iter();
                let lessons = lessons.filter(|it| it.journal == *journal && days.has(it.date));
                self.found(register, lessons)
            }
            Question::EntriesInClass { pupil, class, days } => {
                counted(self.entries(*pupil, &Self::journals_of(register, *class), *days))
            }
            Question::EntriesInGroup { pupil, group, days } => {
                counted(self.entries(*pupil, &journals(&|it| it.group == *group), *days))
            }
            Question::CanSignIn { people } => {
                let begun = |from: Option<NaiveDate>| from.is_none_or(|from| from <= day(TODAY));
                let opened = people
                    .iter()
                    .filter(|(who, from)| begun(*from) && self.passwords.contains_key(&who.0));
                Found {
                    accounts: number(opened.count()),
                    ..Found::default()
                }
            }
            // No marks for a period are given; of bells nothing is asked without the classes.
            Question::PeriodMarks { .. } | Question::Bell(_) | Question::Terms { .. } => {
                Found::default()
            }
        }
    }

    fn in_room<'a>(&'a self, title: &'a str) -> impl Iterator<Item = &'a Lesson> {
        let to_come = self.lessons.iter().filter(|it| it.date >= day(TODAY));
        to_come.filter(move |it| it.room.as_deref() == Some(title))
    }

    fn found<'a>(&self, register: &Register, lessons: impl Iterator<Item = &'a Lesson>) -> Found {
        let mut lessons: Vec<_> = lessons.collect();
        lessons.sort_by_key(|it| (it.date, it.number, it.id));
        let of = |it: &&Lesson| self.marks.iter().filter(|mark| mark.0 == it.id).count();
        let samples = lessons.iter().take(5).map(|it| LessonSample {
            lesson: it.id,
            day: it.date,
            number: it.number,
            title: title(register, it.journal),
        });
        Found {
            lessons: number(lessons.len()),
            marks: number(lessons.iter().map(of).sum()),
            samples: samples.collect(),
            ..Found::default()
        }
    }

    /// The journals of a class, of its parts, and of groups that some of it are in.
    pub fn journals_of(register: &Register, class: ClassId) -> BTreeSet<JournalId> {
        let year = match register.get(class.into()) {
            Some(Record::Class(it)) => Some(it.year),
            _ => None,
        };
        let is_in = |group: GroupId, of: &GroupRecord| match of.class {
            Some(of) => of == class,
            None => {
                let places = register.of(RecordKind::Membership);
                let mut places = places.filter_map(|(_, record)| match record {
                    Record::Membership(place) if place.group == group => Some(place),
                    _ => None,
                });
                year == Some(of.year) && places.any(|place| shares(register, place, class))
            }
        };
        let all = register.of(RecordKind::Journal);
        let of_class = all.filter_map(|(at, record)| match record {
            Record::Journal(journal) => match register.get(journal.group.into()) {
                Some(Record::Group(group)) if is_in(journal.group, group) => {
                    Some(JournalId(at.id.0))
                }
                _ => None,
            },
            _ => None,
        });
        of_class.collect()
    }
}

/// Whether somebody is in a class on some day of a place in a group.
fn shares(register: &Register, place: &MembershipRecord, class: ClassId) -> bool {
    let days = DaySpan::new(
        place.from.unwrap_or(NaiveDate::MIN),
        place.until.unwrap_or(NaiveDate::MAX),
    );
    let stints = register.stints(place.pupil).into_iter();
    stints
        .filter(|it| it.class == class)
        .any(|it| it.days().meets(days))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap()
}

fn title(register: &Register, journal: JournalId) -> String {
    let Some(Record::Journal(journal)) = register.get(journal.into()) else {
        return String::new();
    };
    match (
        register.get(journal.group.into()),
        register.get(journal.subject.into()),
    ) {
        (Some(Record::Group(group)), Some(Record::Subject(subject))) => {
            format!("{} · {}", group.title, subject.title)
        }
        other => panic!("{other:?}"),
    }
}
