//! The journals of the fictional school with their calendar plans, and their week.

use super::Draft;
use crate::curriculum::Subject;
use crate::history::JournalFacts;
use crate::lessons::{Weekly, bell};
use crate::people::Form;
use crate::program::{Row, WorkIds, plan, styles};
use crate::roster::Roster;
use crate::row_id;
use crate::timetable::{Placed, first_hour};
use crate::topics::Topics;
use crate::workload::Share;
use journal::school::{Journal, PlanRow};
use journal::{GroupId, JournalId, PersonId, PlanItemId};
use std::collections::HashMap;

/// Weeks of lessons in a year by the federal plan.
const WEEKS: usize = 34;
/// The same in the first grade.
const WEEKS_OF_FIRST_GRADE: usize = 33;

/// The journals with their plans.
pub(super) struct Books {
    pub(super) journals: Vec<Journal>,
    pub(super) facts: Vec<JournalFacts>,
    pub(super) plans: Vec<PlanRow>,
    /// The first journal of each course; those of its groups follow.
    by_course: Vec<usize>,
}

impl Books {
    pub(super) fn write(
        draft: &Draft,
        subjects: &[Subject],
        roster: &Roster,
        works: &WorkIds,
    ) -> Self {
        let (topics, styles) = (Topics::read(), styles());
        let mut written: HashMap<(usize, u8, usize), Vec<Row>> = HashMap::new();
        let mut books = Self {
            journals: Vec::new(),
            facts: Vec::new(),
            plans: Vec::new(),
            by_course: Vec::new(),
        };
        for course in &draft.courses {
            books.by_course.push(books.journals.len());
            let Some(form) = draft.forms.get(course.class) else {
                continue;
            };
            for share in &course.shares {
                let Some(subject) = subjects.get(share.subject) else {
                    continue;
                };
                let weeks = if form.grade == 1 {
                    WEEKS_OF_FIRST_GRADE
                } else {
                    WEEKS
                };
                let part = if subject.code == "labour" {
                    share.part.number()
                } else {
                    0
                };
                let rows = written
                    .entry((share.subject, form.grade, part))
                    .or_insert_with(|| {
                        let sections = topics.of(subject, form.grade, part);
                        let hours = usize::from(course.hours) * weeks;
                        let style = styles.get(subject.style);
                        style.map_or_else(Vec::new, |style| {
                            plan(sections, style, works, hours, !form.without_marks())
                        })
                    });
                let group = roster.by_part.get(&(course.class, share.part)).copied();
                books.add(
                    course.class,
                    *form,
                    share,
                    group.unwrap_or(0),
                    subject,
                    rows,
                );
            }
        }
        books
    }

    fn add(
        &mut self,
        class: usize,
        form: Form,
        share: &Share,
        group: usize,
        subject: &Subject,
        rows: &[Row],
    ) {
        let journal = JournalId(row_id(self.journals.len()));
        let first = self.plans.len();
        let without_marks = form.without_marks();
        self.plans
            .extend(rows.iter().enumerate().map(|(index, row)| PlanRow {
                journal,
                id: PlanItemId(row_id(first + index)),
                number: u16::try_from(index + 1).unwrap_or(u16::MAX),
                section: row.section.to_owned(),
                title: row.title.clone(),
                homework: row.homework.clone(),
                work: row.work.filter(|_| !without_marks),
            }));
        self.facts.push(JournalFacts {
            group,
            class,
            plan: first..self.plans.len(),
            subject: share.subject,
            sport: subject.code == "pe",
            without_marks,
        });
        self.journals.push(Journal {
            id: journal,
            subject: row_id(share.subject),
            group: GroupId(row_id(group)),
            teachers: vec![PersonId(row_id(share.teacher))],
            without_marks,
        });
    }

    /// The week's lessons of all journals.
    pub(super) fn weekly(&self, placed: &[Placed], draft: &Draft) -> Vec<Weekly> {
        let mut weekly = Vec::with_capacity(placed.len() * 5 / 4);
        for place in placed {
            let Some(course) = draft.courses.get(place.course) else {
                continue;
            };
            let shift = draft.forms.get(course.class).map_or(0, |form| form.shift());
            let number = place.hour + 1 - first_hour(shift);
            let first = self.by_course.get(place.course).copied().unwrap_or(0);
            for (nth, share) in course.shares.iter().enumerate() {
                let room = draft
                    .teachers
                    .get(share.teacher)
                    .map(|teacher| teacher.room.clone());
                weekly.push(Weekly {
                    day: place.day,
                    bell: bell(shift, number),
                    journal: first + nth,
                    teacher: PersonId(row_id(share.teacher)),
                    room: room.unwrap_or_default(),
                });
            }
        }
        weekly
    }
}
