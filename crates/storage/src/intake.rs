//! A bundle made ready to be stored: checked, its history applied.

mod check;
mod records;
pub mod tables;

use crate::batch::{LogRow, Payload, TermKey, TouchedTerm, Writers};
use crate::bundle::{Bundle, PastChange};
use crate::directory::{Directory, DirectoryRows, Version};
use crate::store::{Imported, StoreError};
use journal::school::{Person, PlanRow};
use journal::{
    Cell, Change, GoesOn, JournalId, Lesson, LessonId, Refused, Sheet, SheetId, TakesChanges,
};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// The `admin_seq` and the `register_seq` of a school that has just come.
pub const FIRST_ADMIN_SEQ: i64 = 1;

/// A checked bundle.
#[derive(Debug)]
pub struct Intake {
    /// The directory it makes.
    pub directory: Directory,
    /// What the directory is made of.
    pub rows: DirectoryRows,
    pub people: Vec<Person>,
    pub plans: Vec<PlanRow>,
    lessons: Vec<Lesson>,
    history: Vec<PastChange>,
    /// Where in the history a lesson's changes are; by place of the lesson.
    runs: Vec<Range<usize>>,
    /// Where in the history a term's changes are.
    terms: Runs<TermKey>,
    pub imported: Imported,
}

/// Some lessons with their history applied.
#[derive(Debug, Default)]
pub struct Chunk {
    pub sheets: Vec<Sheet>,
    /// The claims on the cells of those lessons that anybody wrote to.
    pub writers: Vec<(LessonId, Writers)>,
    pub log: Vec<LogRow>,
}

/// The terms' sheets with their history applied.
#[derive(Debug, Default)]
pub struct TermChunk {
    pub terms: HashMap<TermKey, TouchedTerm>,
    /// The cells that anybody wrote to.
    pub cells: BTreeSet<(TermKey, Cell)>,
    pub log: Vec<LogRow>,
}

impl Intake {
    /// Checks a bundle and sorts its parts.
    pub fn new(bundle: Bundle) -> Result<Self, StoreError> {
        let broken = |what: String| StoreError::Failed(format!("the bundle is broken: {what}"));
        check::references(&bundle).map_err(broken)?;
        let (runs, terms) = runs(&bundle.lessons, &bundle.history).map_err(broken)?;
        let imported = Imported {
            journals: bundle.journals.len(),
            lessons: bundle.lessons.len(),
            pupils: check::pupils(&bundle),
            changes: bundle.history.len(),
        };
        let rows = DirectoryRows {
            records: records::register(&bundle),
            school: bundle.school,
        };
        let mut plans = bundle.plans;
        plans.sort_by_key(|row| (row.journal, row.number));
        Ok(Self {
            directory: Directory::new(Version::FIRST, rows.clone())?,
            rows,
            people: bundle.people,
            plans,
            lessons: bundle.lessons,
            history: bundle.history,
            runs,
            terms,
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
            let mut writers = self.relive(&mut sheet, run, &mut chunk.log)?;
            writers.bound(&sheet);
            if !writers.is_empty() {
                chunk.writers.push((lesson.id, writers));
            }
            chunk.sheets.push(sheet);
        }
        Ok(chunk)
    }

    /// The terms with their history.
    pub fn terms(&self) -> Result<TermChunk, StoreError> {
        let mut chunk = TermChunk::default();
        for (key, run) in &self.terms {
            let Some(mut sheet) = self.directory.term_sheet(*key) else {
                let (journal, period) = *key;
                let sheet = SheetId::Term { journal, period };
                let what = format!("the bundle is broken: history of {sheet}, which is not there");
                return Err(StoreError::Failed(what));
            };
            let writers = self.relive(&mut sheet, run, &mut chunk.log)?;
            let filled = sheet.cells.iter().map(|filled| (*key, filled.cell));
            chunk.cells.extend(filled);
            chunk.terms.insert(*key, TouchedTerm { sheet, writers });
        }
        Ok(chunk)
    }

    /// Applies a run of the history to its sheet; answers who stands by what its cells hold.
    fn relive(
        &self,
        sheet: &mut dyn TakesChanges,
        run: &Range<usize>,
        log: &mut Vec<LogRow>,
    ) -> Result<Writers, StoreError> {
        let card = self.directory.journal(sheet.journal());
        let group = card.and_then(|card| self.directory.group_of(card));
        let days = sheet.occasion().days();
        let is_member = |pupil| group.is_some_and(|group| group.holds_within(pupil, days));
        let mut writers = Writers::default();
        let history = self.history.get(run.clone()).unwrap_or_default();
        for (past, seq) in history.iter().zip(run.start + 1..) {
            let cell = past.change.edit.cell();
            let before = sheet.content(cell);
            sheet
                .apply(&past.change, past.by, &is_member)
                .map_err(|refused| broken(&past.change, &refused))?;
            let seq = i64::try_from(seq).unwrap_or(i64::MAX);
            let row = row(seq, past, sheet.journal())?;
            let moved = before != sheet.content(cell);
            let claims = writers.claims_mut(cell);
            claims.accepted(row.claim(), GoesOn::Seen, moved);
            log.push(row);
        }
        Ok(writers)
    }
}

fn broken(change: &Change, refused: &Refused) -> StoreError {
    let Change { id, sheet, .. } = change;
    StoreError::Failed(format!(
        "the bundle is broken: change {id} of {sheet}: {refused}"
    ))
}

fn row(seq: i64, past: &PastChange, journal: JournalId) -> Result<LogRow, StoreError> {
    let change = &past.change;
    Ok(LogRow {
        seq,
        id: change.id,
        gesture: change.gesture,
        device: None,
        n: 0,
        person: past.by,
        sheet: change.sheet,
        journal,
        kind: change.edit.kind(),
        pupil: change.edit.pupil(),
        payload: Payload::of(change)?,
        late: None,
        in_time_by_device: false,
        made_at: change.made_at,
        received_at: past.received_at,
    })
}

/// Where in a history a sheet's changes are.
type Runs<K> = Vec<(K, Range<usize>)>;

/// The runs of these lessons, in their order, and those of terms.
fn runs(
    lessons: &[Lesson],
    history: &[PastChange],
) -> Result<(Vec<Range<usize>>, Runs<TermKey>), String> {
    let mut places: HashMap<SheetId, Range<usize>> = HashMap::with_capacity(lessons.len());
    let mut terms = Vec::new();
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
    for (sheet, run) in places {
        match sheet {
            SheetId::Lesson(_) => return Err(format!("history of {sheet}, which is not there")),
            SheetId::Term { journal, period } => terms.push(((journal, period), run)),
        }
    }
    terms.sort_by_key(|(_, run)| run.start);
    Ok((runs, terms))
}
