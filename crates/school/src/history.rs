//! What has happened in the school so far: lessons held, as changes with their authors.

mod absence;
mod homework;
mod marks;
mod page;
mod periods;
mod roll;

use crate::dice::Dice;
use crate::roster::{Pupil, Roster};
use absence::Absences;
use chrono::NaiveDate;
use journal::school::PlanRow;
use journal::{
    Edit, FromTo, JournalId, Lesson, Period, PersonId, PupilId, SchoolTime, Timestamp, Topic,
    WorkKind,
};
use marks::Marker;
use page::{MINUTE, Page};
use periods::PeriodMarker;
use std::ops::Range;
use storage::PastChange;

/// What the history needs to know of a journal.
pub(crate) struct JournalFacts {
    /// Its group's place in the roster.
    pub(crate) group: usize,
    /// Its class's place.
    pub(crate) class: usize,
    /// Its rows in the plans.
    pub(crate) plan: Range<usize>,
    /// Its subject, to tell a pupil's strong ones from weak ones.
    pub(crate) subject: usize,
    /// Physical education, where pupils are excused.
    pub(crate) sport: bool,
    /// Taught without marks and homework (grade 1).
    pub(crate) without_marks: bool,
}

/// All that the history is written from.
pub(crate) struct Scene<'a> {
    /// Lessons in the order of time.
    pub(crate) lessons: &'a [Lesson],
    /// Journals in the order of ids.
    pub(crate) journals: &'a [JournalFacts],
    /// Plans of all journals.
    pub(crate) plans: &'a [PlanRow],
    /// Pupils and groups.
    pub(crate) roster: &'a Roster,
    /// The id of the first pupil; the others follow.
    pub(crate) first_pupil: PupilId,
    /// Class teachers by class.
    pub(crate) class_teachers: &'a [Option<PersonId>],
    /// Kinds of work with their short names.
    pub(crate) works: &'a [(&'static str, WorkKind)],
    /// The reporting periods.
    pub(crate) periods: &'a [Period],
    /// School days of the year.
    pub(crate) days: &'a [NaiveDate],
    /// The demonstration's teacher and the class to show.
    pub(crate) lead: (PersonId, Option<usize>),
    /// The school's local time.
    pub(crate) time: SchoolTime,
    /// Nothing is later than this.
    pub(crate) now: Timestamp,
    pub(crate) seed: u64,
}

/// Which parts of a lesson's page were left undone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Lapse {
    roll: bool,
    topic: bool,
    homework: bool,
}

impl Lapse {
    /// Nothing is written yet, marks neither.
    const ALL: Self = Self {
        roll: true,
        topic: true,
        homework: true,
    };
}

/// Writes the history: changes of one sheet stand together, oldest first.
pub(crate) fn write(scene: &Scene<'_>) -> Vec<PastChange> {
    let today = scene.time.local(scene.now).date();
    let past = scene.lessons.partition_point(|lesson| lesson.date <= today);
    let past = scene.lessons.get(..past).unwrap_or_default();
    let days = scene.days.partition_point(|day| *day <= today);
    let days = scene.days.get(..days).unwrap_or_default();
    let mut writer = Writer {
        scene,
        days,
        next: next_dates(scene.lessons, scene.journals.len()),
        given: vec![0; scene.journals.len()],
        lapses: lead_lapses(scene, past),
        absences: Absences::invent(scene, days),
        marker: Marker::new(scene),
        page: Page::new(scene.now, scene.seed),
        dice: Dice::new(scene.seed, 0x415),
        present: Vec::with_capacity(32),
        first_of_day: vec![None; scene.class_teachers.len()],
    };
    let mut history = Vec::with_capacity(past.len() * 11);
    let mut periods = PeriodMarker::new();
    for (index, lesson) in past.iter().enumerate() {
        writer.lesson(index, lesson);
        let before = history.len();
        writer.page.close(&mut history);
        periods.count(lesson, history.get(before..).unwrap_or_default(), scene);
    }
    periods.mark(scene, &mut writer.page, &mut history);
    history
}

/// The date of each lesson's next one in its journal.
fn next_dates(lessons: &[Lesson], journals: usize) -> Vec<Option<NaiveDate>> {
    let mut coming: Vec<Option<NaiveDate>> = vec![None; journals];
    let mut next: Vec<Option<NaiveDate>> = lessons
        .iter()
        .rev()
        .map(|lesson| {
            let slot = coming.get_mut(journal_index(lesson.journal))?;
            slot.replace(lesson.date)
        })
        .collect();
    next.reverse();
    next
}

fn journal_index(journal: JournalId) -> usize {
    usize::try_from(journal.0 - 1).unwrap_or(usize::MAX)
}

/// What the demonstration's teacher left undone: the homework of her last lesson before today
/// and of the lesson that has just ended, and everything in the running one.
fn lead_lapses(scene: &Scene<'_>, past: &[Lesson]) -> Vec<(usize, Lapse)> {
    let today = scene.time.local(scene.now).date();
    let hers = || {
        past.iter()
            .enumerate()
            .rev()
            .filter(|(_, l)| l.teacher == scene.lead.0)
    };
    let no_homework = Lapse {
        homework: true,
        ..Lapse::default()
    };
    let mut lapses = Vec::new();
    let last = |found: Option<(usize, &Lesson)>, lapse| found.map(|(index, _)| (index, lapse));
    lapses.extend(last(
        hers().find(|(_, lesson)| lesson.date < today),
        no_homework,
    ));
    let bells = |lesson: &Lesson| lesson.bells(scene.time);
    let todays = || hers().filter(|(_, lesson)| lesson.date == today);
    lapses.extend(last(
        todays().find(|(_, lesson)| bells(lesson).1 <= scene.now),
        no_homework,
    ));
    let running = |lesson: &Lesson| bells(lesson).0 <= scene.now && scene.now < bells(lesson).1;
    lapses.extend(last(
        todays().find(|(_, lesson)| running(lesson)),
        Lapse::ALL,
    ));
    lapses
}

struct Writer<'a> {
    scene: &'a Scene<'a>,
    days: &'a [NaiveDate],
    next: Vec<Option<NaiveDate>>,
    /// Lessons given so far, by journal.
    given: Vec<usize>,
    lapses: Vec<(usize, Lapse)>,
    absences: Absences,
    marker: Marker,
    page: Page,
    dice: Dice,
    present: Vec<usize>,
    /// The day and hour of a class's first lesson of the day: pupils are late to it most.
    first_of_day: Vec<Option<(NaiveDate, u8)>>,
}

impl Writer<'_> {
    fn lesson(&mut self, index: usize, lesson: &Lesson) {
        let journal = journal_index(lesson.journal);
        let Some(facts) = self.scene.journals.get(journal) else {
            return;
        };
        let row = self.given.get_mut(journal).and_then(|given| {
            *given += 1;
            self.scene
                .plans
                .get(facts.plan.clone())
                .and_then(|rows| rows.get(*given - 1))
        });
        let (starts, ends) = lesson.bells(self.scene.time);
        let lapse = self.lapse(index, lesson);
        self.page.open(lesson.id);
        self.roll(lesson, facts, starts, lapse);
        if !lapse.topic {
            let at = self.entered(starts, ends, 5, 44);
            self.topic(lesson, row, at);
        }
        if !lapse.homework {
            let at = self.entered(starts, ends, 30, 70);
            self.homework(index, lesson, facts, row, at);
        }
        if lapse != Lapse::ALL && !facts.without_marks {
            let present = std::mem::take(&mut self.present);
            let work = row.and_then(|row| row.work);
            self.marker.mark(
                lesson,
                facts,
                work,
                &present,
                &mut self.page,
                &mut self.dice,
            );
            self.present = present;
        }
    }

    /// The demonstration's teacher forgets only what the scene says; some teachers are careless.
    fn lapse(&mut self, index: usize, lesson: &Lesson) -> Lapse {
        if let Some((_, lapse)) = self.lapses.iter().find(|(at, _)| *at == index) {
            return *lapse;
        }
        let draw = [
            self.dice.below(1000),
            self.dice.below(1000),
            self.dice.below(1000),
        ];
        if lesson.teacher == self.scene.lead.0 {
            return Lapse::default();
        }
        let care = if lesson.teacher.0 % 7 == 3 { 4 } else { 1 };
        let [roll, topic, homework] = draw;
        let roll = roll < 8 * care;
        Lapse {
            roll,
            topic: topic < 8 * care,
            homework: homework < 15 * care,
        }
    }

    /// A moment between two minutes of the lesson, or, now and then, of the next day.
    fn entered(&mut self, starts: Timestamp, ends: Timestamp, from: u32, to: u32) -> i64 {
        let at = starts.0 + i64::from(self.dice.within(from * 60, to * 60)) * page::SECOND;
        if self.dice.chance(15) {
            ends.0 + 22 * 60 * MINUTE
        } else {
            at
        }
    }

    fn topic(&mut self, lesson: &Lesson, row: Option<&PlanRow>, at: i64) {
        let Some(row) = row else { return };
        let topic = Topic {
            text: row.title.clone(),
            item: Some(row.id),
        };
        self.page.note(
            at,
            lesson.teacher,
            Edit::Topic {
                step: FromTo::new(None, Some(topic)),
            },
        );
    }
}

impl Scene<'_> {
    fn pupil_id(&self, member: usize) -> PupilId {
        PupilId(self.first_pupil.0 + i64::try_from(member).unwrap_or(0))
    }

    /// 07:40 of that day.
    fn morning(&self, date: NaiveDate) -> i64 {
        self.time
            .instant(date.and_hms_opt(7, 40, 0).unwrap_or_default())
            .0
    }
}

fn belongs(roster: &Roster, member: usize, date: NaiveDate) -> bool {
    belongs_within(roster, member, (date, date))
}

fn belongs_within(roster: &Roster, member: usize, days: (NaiveDate, NaiveDate)) -> bool {
    let pupil = roster.pupils.get(member);
    pupil.is_some_and(|pupil: &Pupil| pupil.belongs_within(days))
}
