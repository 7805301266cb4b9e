//! The fictional school: a whole Russian school with its year so far.

mod books;
pub mod office;
mod rows;

use crate::calendar::SchoolYear;
use crate::curriculum::{Subject, departments, subjects, works};
use crate::dice::Dice;
use crate::history::{self, Scene};
use crate::lessons::{bell_schedules, dated};
use crate::names::Names;
use crate::people::{BEFORE_SCENE, Form, SCENE, SMALL, Teacher, forms, lead_name, staff};
use crate::roster::enrol;
use crate::row_id;
use crate::timetable::{Placed, week};
use crate::workload::{Course, Share, Workload, share_out};
use books::Books;
use journal::register::DaySpan;
use journal::school::School;
use journal::{PersonId, PupilId, SchoolId, SchoolTime, Timestamp};
use rows::Census;
use std::collections::HashMap;
use storage::Bundle;

/// The name of the fictional school; there is no such place.
const TITLE: &str = "Зареченская средняя школа";
/// How big the school is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// Four classes: 7А, 7Б, 9А, 11А.
    Small,
    /// 33 classes, about 890 pupils, 60 teachers.
    #[default]
    School,
}

/// What to build.
#[derive(Debug, Clone)]
pub struct DemoSpec {
    /// How big.
    pub size: Size,
    /// The same seed gives the same school.
    pub seed: u64,
    /// The demonstration's now: the history ends here. The school year is the one around it.
    pub now: Timestamp,
    /// The id of the regulation profile.
    pub regulation: String,
    /// One Argon2id PHC string, the password of every account.
    pub password_hash: String,
}

impl DemoSpec {
    /// The seed of the demonstration.
    pub const SEED: u64 = 2026;
    /// Monday, 16 November 2026, 09:26 in Moscow: a minute into the second lesson.
    pub const NOW: Timestamp = Timestamp(1_794_810_360_000_000);

    /// The whole school at [`DemoSpec::NOW`].
    pub fn new(regulation: impl Into<String>, password_hash: impl Into<String>) -> Self {
        Self {
            size: Size::School,
            seed: Self::SEED,
            now: Self::NOW,
            regulation: regulation.into(),
            password_hash: password_hash.into(),
        }
    }
}

/// Builds the school. Deterministic: the same `spec`, the same rows.
pub fn build(spec: &DemoSpec) -> Bundle {
    let time = SchoolTime::MOSCOW;
    let today = time.local(spec.now).date();
    let year = SchoolYear::around(today);
    let subjects = subjects();
    let works = works();
    let mut names = Names::read();
    let mut dice = Dice::new(spec.seed, 1);
    let (teachers, teams) = staff(&departments(), &mut names, &mut dice);
    let all = forms();
    let load = share_out(&all, &subjects, &teams, teachers.len());
    let draft = Draft::new(spec.size, &all, load, &teachers);
    let roster = enrol(&draft.forms, &year, &mut names, &mut dice);
    let placed = week(
        &draft.forms,
        &draft.courses,
        &pinned(&draft, &subjects),
        spec.seed,
    );
    let work_ids = works.iter().map(|(code, kind)| (*code, kind.id)).collect();
    let books = Books::write(&draft, &subjects, &roster, &work_ids);
    let days = year.school_days(year.end_of_next_quarter(today));
    let lessons = dated(&mut books.weekly(&placed, &draft), &days);
    let census = Census::take(spec, &draft, &roster, &mut names, &mut dice);
    let star = draft
        .teachers
        .iter()
        .position(|teacher| teacher.name == lead_name());
    let history = history::write(&Scene {
        lessons: &lessons,
        journals: &books.facts,
        plans: &books.plans,
        roster: &roster,
        first_pupil: PupilId(row_id(census.first_pupil)),
        class_teachers: &census.class_teachers,
        works: &works,
        periods: &year.quarters,
        days: &days,
        lead: (PersonId(star.map_or(0, row_id)), draft.class(SCENE)),
        time,
        now: spec.now,
        seed: spec.seed,
    });
    Bundle {
        school: School {
            id: SchoolId(1),
            title: TITLE.to_owned(),
            time,
            regulation: spec.regulation.clone(),
        },
        year: DaySpan::new(year.starts, year.ends),
        periods: year.quarters,
        holidays: year.holidays,
        bells: bell_schedules(),
        work_kinds: works.into_iter().map(|(_, kind)| kind).collect(),
        subjects: rows::subjects(&subjects),
        people: census.people,
        classes: rows::classes(&draft.forms, &census.class_teachers),
        enrolments: rows::enrolments(&roster, census.first_pupil),
        groups: rows::groups(&roster, &draft.forms),
        memberships: rows::memberships(&roster, census.first_pupil),
        journals: books.journals,
        plans: books.plans,
        lessons,
        guardians: census.guardians,
        history,
    }
}

/// The chosen classes with their courses and teachers.
struct Draft {
    forms: Vec<Form>,
    courses: Vec<Course>,
    teachers: Vec<Teacher>,
    /// Places of the class teachers among the teachers.
    class_teachers: Vec<Option<usize>>,
}

impl Draft {
    /// Keeps the classes of that size, and the teachers who teach them.
    fn new(size: Size, all: &[Form], load: Workload, staff: &[Teacher]) -> Self {
        let keeps = |form: &Form| size == Size::School || SMALL.contains(form);
        let mut place = HashMap::new();
        for (index, _) in all.iter().enumerate().filter(|(_, form)| keeps(form)) {
            place.insert(index, place.len());
        }
        let courses = load.courses.into_iter().filter_map(|course| {
            place.get(&course.class).map(|class| Course {
                class: *class,
                ..course
            })
        });
        let mut courses: Vec<Course> = courses.collect();
        let mut used: Vec<usize> = courses
            .iter()
            .flat_map(|course| &course.shares)
            .map(|share| share.teacher)
            .collect();
        used.sort_unstable();
        used.dedup();
        let rank = |teacher: usize| used.binary_search(&teacher).ok();
        for share in courses.iter_mut().flat_map(|course| &mut course.shares) {
            share.teacher = rank(share.teacher).unwrap_or(usize::MAX);
        }
        let class_teachers = all
            .iter()
            .zip(&load.class_teachers)
            .filter(|(form, _)| keeps(form))
            .map(|(_, teacher)| teacher.and_then(rank))
            .collect();
        Self {
            forms: all.iter().copied().filter(keeps).collect(),
            courses,
            teachers: used
                .iter()
                .filter_map(|teacher| staff.get(*teacher).cloned())
                .collect(),
            class_teachers,
        }
    }

    fn class(&self, form: Form) -> Option<usize> {
        self.forms.iter().position(|other| *other == form)
    }
}

/// The moment of the demonstration: on Monday the scene's class has algebra in the second lesson;
/// before that its teacher has another class, whose class teacher teaches it at that moment.
fn pinned(draft: &Draft, subjects: &[Subject]) -> Vec<Placed> {
    let course_of = |form, fits: &dyn Fn(&Share) -> bool| {
        let class = draft.class(form)?;
        draft.courses.iter().position(|course| {
            course.class == class && !course.double && course.shares.iter().any(fits)
        })
    };
    let coded = |code: &'static str| {
        move |share: &Share| {
            subjects
                .get(share.subject)
                .is_some_and(|subject| subject.code == code)
        }
    };
    let other = draft
        .class(BEFORE_SCENE)
        .and_then(|class| draft.class_teachers.get(class).copied()?);
    let wanted = [
        (course_of(SCENE, &coded("algebra")), 1),
        (course_of(BEFORE_SCENE, &coded("geometry")), 0),
        (
            course_of(BEFORE_SCENE, &|share| Some(share.teacher) == other),
            1,
        ),
    ];
    wanted
        .into_iter()
        .filter_map(|(course, hour)| {
            Some(Placed {
                course: course?,
                day: 0,
                hour,
            })
        })
        .collect()
}
