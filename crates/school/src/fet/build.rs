//! From a timetable file and its solution to a school.

mod judge;
mod people;
mod school;

use super::file::FetFile;
use super::plan::{ClassLevel, Coming, ComingClass, Fate, FetPlan, Finding, Reason};
use super::solution::Solution;
use super::students::Students;
use super::week::{Cycle, bells};
use super::{FetError, note_cleaned};
use crate::calendar::SchoolYear;
use crate::row_id;
use chrono::{Datelike, NaiveDate};
use journal::school::Bell;
use journal::{JournalId, Lesson, LessonId, PersonId, Role, SchoolTime, Timestamp};
use judge::{Judge, Taken};
use school::Parts;
use std::collections::HashSet;
use storage::Bundle;

/// How a school is made of a timetable.
#[derive(Debug, Clone)]
pub struct ImportSpec {
    /// The same seed invents the same pupils.
    pub seed: u64,
    /// The school's name; none: the institution of the file.
    pub title: Option<String>,
    /// Its local time.
    pub time: SchoolTime,
    /// The id of the regulation profile.
    pub regulation: String,
    /// One Argon2id PHC string, the password of every account.
    pub password_hash: String,
    /// Whether that is a start password, to be changed at the first sign-in.
    pub must_change_password: bool,
    /// Which sets of students are classes; none: what the hours of the file show.
    pub classes: Option<ClassLevel>,
    /// Grades that the school gives no marks in.
    pub without_marks: Vec<u8>,
    /// Quarters and holidays: no lessons outside them.
    pub year: SchoolYear,
    /// The first day that gets lessons.
    pub from: NaiveDate,
    /// The last day that gets lessons.
    pub until: NaiveDate,
}

impl ImportSpec {
    /// Lessons from the day of `now` to the end of the next quarter, Moscow time: nobody begins
    /// with lessons that were held before there was a journal.
    pub fn new(
        now: Timestamp,
        regulation: impl Into<String>,
        password_hash: impl Into<String>,
    ) -> Self {
        let time = SchoolTime::MOSCOW;
        let today = time.local(now).date();
        let mut year = SchoolYear::around(today);
        if year.quarter_at(today).is_none() {
            // It is over: what is made now is for the next one.
            year = SchoolYear::beginning(today.year());
        }
        Self {
            seed: 2026,
            title: None,
            time,
            regulation: regulation.into(),
            password_hash: password_hash.into(),
            must_change_password: false,
            classes: None,
            without_marks: Vec::new(),
            from: today.max(year.starts),
            until: year.end_of_next_quarter(today.max(year.starts)),
            year,
        }
    }
}

/// Makes the school and accounts for every row.
pub(super) fn build(
    file: &FetFile,
    solution: &Solution,
    spec: &ImportSpec,
) -> Result<(Bundle, FetPlan), FetError> {
    check(file)?;
    let mut cleaned = file.cleaned.clone();
    for room in &solution.cleaned {
        if !cleaned.contains(room) {
            cleaned.push(room.clone());
        }
    }
    if let Some(title) = &spec.title {
        note_cleaned(title, &mut cleaned);
    }
    let students = Students::read(file, spec.classes);
    let cycle = Cycle::of(file.days.len());
    let dates: Vec<(NaiveDate, usize)> = spec
        .from
        .iter_days()
        .take_while(|date| *date <= spec.until)
        .filter_map(|date| Some((date, cycle.day(&spec.year, date)?)))
        .collect();
    let held: HashSet<usize> = dates.iter().map(|(_, day)| *day).collect();
    let judge = Judge::new(file, &students);
    let matching = solution.rows.iter().filter(|row| judge.agrees(row)).count();
    if matching * 2 < solution.rows.len() {
        return Err(FetError::OtherSolution {
            rows: solution.rows.len(),
            matching,
        });
    }
    let (taken, mut refused) = judge.rows(solution, &held);
    let mut fates: Vec<Fate> = solution
        .rows
        .iter()
        .map(|_| Fate::Lessons(Vec::new()))
        .collect();
    for (place, (row, _)) in refused.iter().enumerate() {
        if let Some(fate) = fates.get_mut(*row) {
            *fate = Fate::Refused(place);
        }
    }
    let bells = bells(&file.hours);
    let parts = Parts::gather(file, &students, &taken);
    let lessons = lessons(&taken, &parts, &dates, &bells, &mut fates);
    let findings = refused
        .drain(..)
        .map(|(_, finding)| finding)
        .chain(judge.without_row(solution));
    let refused: Vec<Finding> = findings.collect();
    let bundle = school::bundle(file, &students, spec, &parts, lessons, &taken, &bells);
    let first_day = dates.first().map_or(spec.from, |(date, _)| *date);
    let will_come = Coming {
        divisions: students.divisions,
        weekly: taken.len(),
        period: (first_day, spec.until),
        ..coming(file, spec, &bundle, &bells)
    };
    Ok((
        bundle,
        FetPlan {
            will_come,
            refused,
            fates,
            cleaned,
        },
    ))
}

fn check(file: &FetFile) -> Result<(), FetError> {
    if file.kind() == "Mornings_Afternoons" {
        return Err(FetError::Mode {
            mode: file.kind().to_owned(),
        });
    }
    let lists = [
        ("days", file.days.is_empty()),
        ("hours", file.hours.is_empty()),
        ("activities", file.activities.is_empty()),
    ];
    match lists.into_iter().find(|(_, empty)| *empty) {
        Some((what, _)) => Err(FetError::Lacks { what }),
        None => Ok(()),
    }
}

/// The dated lessons of all taken rows, in the order of time; notes in `fates` which row each
/// one came from.
fn lessons(
    taken: &[Taken],
    parts: &Parts,
    dates: &[(NaiveDate, usize)],
    bells: &[Bell],
    fates: &mut [Fate],
) -> Vec<Lesson> {
    let mut order: Vec<&Taken> = taken.iter().collect();
    order.sort_by_key(|taken| (taken.day, taken.hour, taken.row));
    let mut lessons = Vec::new();
    for (date, day) in dates {
        let from = order.partition_point(|taken| taken.day < *day);
        for taken in order
            .iter()
            .skip(from)
            .take_while(|taken| taken.day == *day)
        {
            let Some(bell) = bells.get(taken.hour) else {
                continue;
            };
            let journal = parts.journal_of(taken.activity);
            let Some((journal, teacher)) = journal else {
                continue;
            };
            let id = LessonId(row_id(lessons.len()));
            lessons.push(Lesson {
                id,
                journal: JournalId(row_id(journal)),
                date: *date,
                number: bell.number,
                starts: bell.starts,
                ends: bell.ends,
                room: Some(taken.room.clone()).filter(|room| !room.is_empty()),
                teacher: PersonId(row_id(teacher)),
            });
            if let Some(Fate::Lessons(ids)) = fates.get_mut(taken.row) {
                ids.push(id);
            }
        }
    }
    lessons
}

fn coming(file: &FetFile, spec: &ImportSpec, bundle: &Bundle, bells: &[Bell]) -> Coming {
    let classes = bundle.classes.iter().map(|class| ComingClass {
        title: class.title.clone(),
        pupils: bundle
            .enrolments
            .iter()
            .filter(|enrolment| enrolment.class == class.id)
            .count(),
    });
    let titles: HashSet<&str> = bundle
        .classes
        .iter()
        .map(|class| class.title.as_str())
        .collect();
    let groups = bundle.groups.iter().map(|group| &group.title);
    let span = |bell: &Bell| {
        format!(
            "{}–{}",
            bell.starts.format("%H:%M"),
            bell.ends.format("%H:%M")
        )
    };
    Coming {
        institution: bundle.school.title.clone(),
        teachers: file.teachers.clone(),
        classes: classes.collect(),
        groups: groups
            .filter(|title| !titles.contains(title.as_str()))
            .cloned()
            .collect(),
        subjects: file.subjects.clone(),
        rooms: file.rooms.iter().map(|room| room.name.clone()).collect(),
        bells: bells.iter().map(span).collect(),
        pupils: bundle.enrolments.len(),
        parents: bundle.guardians.len(),
        nameless: bundle
            .people
            .iter()
            .filter(|person| {
                person
                    .roles
                    .any(&[Role::Admin, Role::Director, Role::Deputy])
            })
            .filter_map(|person| person.login.clone())
            .collect(),
        without_marks: bundle
            .classes
            .iter()
            .filter(|class| spec.without_marks.contains(&class.grade))
            .map(|class| class.title.clone())
            .collect(),
        journals: bundle.journals.len(),
        lessons: bundle.lessons.len(),
        ..Coming::default()
    }
}

/// A finding about an activity that has no row.
fn without_row(activity: &str, reason: Reason) -> Finding {
    Finding {
        row: None,
        activity: activity.to_owned(),
        reason,
    }
}
