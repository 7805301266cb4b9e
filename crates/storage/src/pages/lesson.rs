//! «Урок».

use crate::directory::{Directory, JournalCard, giver};
use chrono::{Days, NaiveDate, NaiveTime};
use journal::register::DaySpan;
use journal::view::{CarriedMarks, LessonPage, Parallel, PlanWindow};
use journal::{
    Homework, JournalId, LessonId, PlanItem, PlanItemId, PupilId, Relation, Sheet, Tally, Topic,
};
use std::collections::{BTreeMap, BTreeSet};

/// Lessons before this one that the page shows.
pub const RECENT: usize = 8;
const NEXT_DATES: usize = 5;
const PARALLELS: usize = 4;
const PLAN_ROWS: usize = 15;
/// Rows of the plan shown before the next one.
const PLAN_BEFORE: usize = 5;

/// What a lesson page is made of.
#[derive(Debug)]
pub struct LessonMaterial {
    pub lesson: LessonId,
    /// All lessons of its journal in order of time; those of [`LessonMaterial::filled`] whole, the
    /// others at least with their topics.
    pub sheets: Vec<Sheet>,
    /// The journal's plan in order.
    pub plan: Vec<PlanItem>,
    /// The newest homework for all of each other journal of the stream, if it has one.
    pub parallels: Vec<ParallelRow>,
    /// What pupils have brought along within the lesson's period.
    pub carried: CarriedMarks,
    /// When the last lesson of the group's classes ends on that day.
    pub last_bell: Option<NaiveTime>,
}

/// A parallel class's newest lesson with homework.
#[derive(Debug)]
pub struct ParallelRow {
    pub journal: JournalId,
    pub date: NaiveDate,
    pub topic: Option<Topic>,
    pub homework: Homework,
}

/// The last day on which a parallel's lesson may lie: its class may be a week ahead.
pub fn parallel_until(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(7)).unwrap_or(date)
}

/// Builds a lesson page; none if the lesson is not among the sheets.
pub fn lesson_page(
    directory: &Directory,
    card: &JournalCard,
    relation: Relation,
    mut material: LessonMaterial,
) -> Option<LessonPage> {
    let at = material
        .sheets
        .iter()
        .position(|sheet| sheet.lesson.id == material.lesson)?;
    let sheet = material.sheets.get(at)?.clone();
    let date = sheet.lesson.date;
    let (before, rest) = material.sheets.split_at_checked(at)?;
    let group = directory.group_of(card);
    let members = group.map_or_else(Vec::new, |group| {
        let shown = DaySpan::new(date, date);
        // The one in whose grid the lesson stands.
        let period = directory.period_of_journal(card, None, date);
        let period = period.map_or(shown, |period| DaySpan::new(period.starts, period.ends));
        let nobody = BTreeSet::new();
        group.members((shown, period), &nobody, |person| directory.name(person))
    });
    let present: BTreeSet<PupilId> = members.iter().map(|member| member.pupil).collect();
    let plan = plan_window(before, &material.plan);
    let mut next_dates: Vec<NaiveDate> = rest
        .iter()
        .map(|sheet| sheet.lesson.date)
        .filter(|day| *day > date)
        .collect();
    next_dates.dedup();
    next_dates.truncate(NEXT_DATES);
    let holds = |pupil, date| {
        present.contains(&pupil) && group.is_some_and(|group| group.holds(pupil, date))
    };
    let mut standing = standing(directory, date, material.lesson, &material.sheets, holds);
    for (pupil, carried) in &material.carried {
        let tally = Tally::of(carried.iter().map(|carried| &carried.mark));
        if tally.count > 0 && present.contains(pupil) {
            let sum = standing.entry(*pupil).or_default();
            *sum = sum.plus(tally);
        }
    }
    let recent = before
        .iter()
        .skip(before.len().saturating_sub(RECENT))
        .cloned()
        .collect();
    material
        .parallels
        .sort_by_key(|row| (std::cmp::Reverse(row.date), row.journal));
    Some(LessonPage {
        teacher: directory.name(giver(card, &sheet.lesson, None)),
        teachings: directory.appointments(card),
        sheet,
        subject: directory.subject(card.subject),
        group: group.map(|group| group.title.clone()).unwrap_or_default(),
        members,
        standing,
        recent,
        plan,
        next_dates,
        parallels: material
            .parallels
            .into_iter()
            .take(PARALLELS)
            .map(|row| parallel(directory, row))
            .collect(),
        relation,
        last_bell: material.last_bell,
    })
}

fn parallel(directory: &Directory, row: ParallelRow) -> Parallel {
    let group = directory
        .journal(row.journal)
        .and_then(|card| directory.group_of(card));
    Parallel {
        group: group.map(|group| group.title.clone()).unwrap_or_default(),
        date: row.date,
        topic: row.topic,
        homework: row.homework,
    }
}

fn standing(
    directory: &Directory,
    date: NaiveDate,
    this: LessonId,
    sheets: &[Sheet],
    holds: impl Fn(PupilId, NaiveDate) -> bool,
) -> BTreeMap<PupilId, Tally> {
    let mut standing: BTreeMap<PupilId, Tally> = BTreeMap::new();
    let Some(period) = directory.period_of(date) else {
        return standing;
    };
    let others = sheets
        .iter()
        .filter(|sheet| sheet.lesson.id != this && period.holds(sheet.lesson.date));
    for sheet in others {
        for (pupil, entry) in &sheet.entries {
            let tally = Tally::of(entry.marks.iter().map(|placed| &placed.mark));
            if tally.count > 0 && holds(*pupil, sheet.lesson.date) {
                let sum = standing.entry(*pupil).or_default();
                *sum = sum.plus(tally);
            }
        }
    }
    standing
}

fn plan_window(before: &[Sheet], plan: &[PlanItem]) -> PlanWindow {
    let taught: BTreeSet<PlanItemId> = before
        .iter()
        .filter_map(|sheet| sheet.topic.as_ref()?.item)
        .collect();
    let next = plan.iter().position(|item| !taught.contains(&item.id));
    let from = next.unwrap_or(plan.len()).saturating_sub(PLAN_BEFORE);
    let from = from.min(plan.len().saturating_sub(PLAN_ROWS));
    PlanWindow {
        total: u16::try_from(plan.len()).unwrap_or(u16::MAX),
        next: next.and_then(|at| plan.get(at)).map(|item| item.number),
        items: plan.iter().skip(from).take(PLAN_ROWS).cloned().collect(),
    }
}
