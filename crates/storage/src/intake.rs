//! A bundle made ready to be stored: checked, its history applied.

mod check;
mod records;
pub mod tables;

use crate::batch::{LogRow, Payload, Writers};
use crate::bundle::{Bundle, PastChange};
use crate::directory::{Directory, DirectoryRows};
use crate::store::{Imported, StoreError};
use journal::school::{Guardian, Person, PlanRow};
use journal::{Change, Lesson, LessonId, Refused, Sheet, SheetId};
use std::collections::HashMap;
use std::ops::Range;

/// The `admin_seq` of a school that has just come.
pub const FIRST_ADMIN_SEQ: i64 = 1;

/// A checked bundle.
#[derive(Debug)]
pub struct Intake {
    /// The directory it makes.
    pub directory: Directory,
    /// What the directory is made of, as rows.
    pub rows: DirectoryRows,
    pub people: Vec<Person>,
    pub plans: Vec<PlanRow>,
    pub guardians: Vec<Guardian>,
    lessons: Vec<Lesson>,
    history: Vec<PastChange>,
    /// Where in the history a lesson's changes are; by place of the lesson.
    runs: Vec<Range<usize>>,
    pub imported: Imported,
}

/// Some lessons with their history applied.
#[derive(Debug, Default)]
pub struct Chunk {
    pub sheets: Vec<Sheet>,
    /// The last writers of those lessons that anybody wrote to.
    pub writers: Vec<(LessonId, Writers)>,
    pub log: Vec<LogRow>,
}

impl Intake {
    /// Checks a bundle and sorts its parts.
    pub fn new(bundle: Bundle) -> Result<Self, StoreError> {
        let broken = |what: String| StoreError::Failed(format!("the bundle is broken: {what}"));
        check::references(&bundle).map_err(broken)?;
        let runs = runs(&bundle.lessons, &bundle.history).map_err(broken)?;
        let imported = Imported {
            journals: bundle.journals.len(),
            lessons: bundle.lessons.len(),
            pupils: check::pupils(&bundle),
            changes: bundle.history.len(),
        };
        let rows = DirectoryRows {
            records: records::register(&bundle),
            school: bundle.school,
            people: bundle
                .people
                .iter()
                .map(|p| (p.id, p.name.clone()))
                .collect(),
            classes: bundle.classes,
            enrolments: bundle.enrolments,
            groups: bundle.groups,
            memberships: bundle.memberships,
            journals: bundle.journals,
        };
        let mut plans = bundle.plans;
        plans.sort_by_key(|row| (row.journal, row.number));
        Ok(Self {
            directory: Directory::new(FIRST_ADMIN_SEQ, rows.clone())?,
            rows,
            people: bundle.people,
            plans,
            guardians: bundle.guardians,
            lessons: bundle.lessons,
            history: bundle.history,
            runs,
            imported,
        })
    }

    /// How many lessons there are.
    pub fn lessons(&self) -> usize {
        self.lessons.len()
    }

    /// The newest `seq` that the import leaves behind.
    pub fn last_seq(&self) -> i64 {
        i64::try_from(self.history.len()).unwrap_or(i64::MAX)
    }

    /// The lessons of a range with their history.
    pub fn chunk(&self, lessons: Range<usize>) -> Result<Chunk, StoreError> {
        let mut chunk = Chunk::default();
        let some = self.lessons.get(lessons.clone()).unwrap_or_default();
        let runs = self.runs.get(lessons).unwrap_or_default();
        for (lesson, run) in some.iter().zip(runs) {
            let mut sheet = Sheet::new(lesson.clone());
            let journal = self.directory.journal(lesson.journal);
            sheet.without_marks = journal.is_some_and(|card| card.without_marks);
            let mut writers = Writers::default();
            let past = self.history.get(run.clone()).unwrap_or_default();
            for (at, change) in past.iter().enumerate() {
                let seq = i64::try_from(run.start + at + 1).unwrap_or(i64::MAX);
                let cell = change.change.edit.cell();
                let before = sheet.content(cell);
                self.relive(&mut sheet, change)?;
                if before != sheet.content(cell) {
                    writers.note(cell, (change.by, change.received_at));
                }
                chunk.log.push(row(seq, change, lesson)?);
            }
            writers.bound(&sheet);
            if !writers.is_empty() {
                chunk.writers.push((lesson.id, writers));
            }
            chunk.sheets.push(sheet);
        }
        Ok(chunk)
    }

    fn relive(&self, sheet: &mut Sheet, past: &PastChange) -> Result<(), StoreError> {
        let date = sheet.lesson.date;
        let group = self
            .directory
            .journal(sheet.lesson.journal)
            .and_then(|card| self.directory.group_of(card));
        let is_member = |pupil| group.is_some_and(|group| group.holds(pupil, date));
        sheet
            .apply(&past.change, past.by, is_member)
            .map_err(|refused| {
                let Change { id, sheet, .. } = past.change;
                let why = match refused {
                    Refused::Conflict { .. } => refused.to_string(),
                    Refused::Invalid(invalid) => invalid.to_string(),
                };
                StoreError::Failed(format!(
                    "the bundle is broken: change {id} of {sheet}: {why}"
                ))
            })
    }
}

fn row(seq: i64, past: &PastChange, lesson: &Lesson) -> Result<LogRow, StoreError> {
    let change = &past.change;
    Ok(LogRow {
        seq,
        id: change.id,
        gesture: change.gesture,
        device: None,
        n: 0,
        person: past.by,
        sheet: change.sheet,
        journal: lesson.journal,
        kind: change.edit.kind(),
        pupil: change.edit.pupil(),
        payload: Payload::of(change)?,
        late: None,
        in_time_by_device: false,
        made_at: change.made_at,
        received_at: past.received_at,
    })
}

fn runs(lessons: &[Lesson], history: &[PastChange]) -> Result<Vec<Range<usize>>, String> {
    let mut places: HashMap<SheetId, Range<usize>> = HashMap::with_capacity(lessons.len());
    let mut start = 0;
    for run in history.chunk_by(|a, b| a.change.sheet == b.change.sheet) {
        let end = start + run.len();
        if let Some(first) = run.first()
            && places.insert(first.change.sheet, start..end).is_some()
        {
            return Err(format!("changes of {} stand apart", first.change.sheet));
        }
        start = end;
    }
    let runs = lessons
        .iter()
        .map(|l| places.remove(&l.id.into()).unwrap_or_default())
        .collect();
    match places.keys().next() {
        Some(sheet) => Err(format!("history of {sheet}, which is not there")),
        None => Ok(runs),
    }
}
