//! What was written under an account since the moment that a report names: found in the logs, and as
//! it is shown.

use super::{Report, found};
use crate::batch::{Said, Stands, without};
use crate::cases::{directory, sheets};
use crate::codec;
use crate::directory::{Directories, Directory};
use crate::records;
use crate::sql::{Row, Snapshot, values};
use crate::store::StoreError;
use journal::register::{Moved, RecordId, RecordRef};
use journal::view::{BreachFate, BreachPage, BreachPlace, BreachWrite, NamedJournal, NamedRecord};
use journal::{
    BreachId, Cell, Change, DeviceId, GestureId, JournalId, LessonId, PersonId, SchoolId, SheetId,
    Timestamp,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

// What a voiding has written is none of what it voids.
const CHANGES: &str = "SELECT seq, journal_id, lesson_id, period_id FROM change_log \
     WHERE school_id = $1 AND person_id = $2 AND received_at >= $3 \
     AND (received_at < $4 OR made_at < $4) \
     AND (ground IS NULL OR ground NOT LIKE '{\"kind\":\"breach\"%') ORDER BY seq";
const AMENDMENTS: &str = "SELECT seq, kind, record_id FROM amendment_log \
     WHERE school_id = $1 AND person_id = $2 AND received_at >= $3 \
     AND (received_at < $4 OR made_at < $4) \
     AND (ground IS NULL OR ground NOT LIKE '{\"kind\":\"breach\"%') ORDER BY seq";

macro_rules! said {
    ($rest:literal) => {
        concat!(
            "SELECT seq, change_id, gesture_id, person_id, device_id, journal_id, lesson_id, \
             period_id, edit, ground, made_at, received_at, (SELECT w.fate FROM breach_write w \
             WHERE w.school_id = change_log.school_id AND w.seq = change_log.seq) \
             FROM change_log INDEXED BY ",
            $rest,
            " ORDER BY seq"
        )
    };
}

const OF_LESSONS: &str = said!("change_log_by_lesson WHERE school_id = $1 AND lesson_id = ANY($2)");
const OF_TERMS: &str = said!(
    "change_log_by_term WHERE school_id = $1 AND journal_id = ANY($2) AND period_id = ANY($3)"
);
const OF_RECORDS: &str = "SELECT seq, kind, record_id, before, after, ground, device_id, \
     received_at, (SELECT w.fate FROM breach_write w \
     WHERE w.school_id = amendment_log.school_id AND w.seq = amendment_log.seq) \
     FROM amendment_log WHERE school_id = $1 AND record_id = ANY($2) AND seq >= $3 ORDER BY seq";

/// A row of the log of a sheet.
pub struct Written {
    pub said: Said,
    pub gesture: GestureId,
    pub sheet: SheetId,
    pub journal: JournalId,
    /// What was decided of it; none: nothing.
    pub fate: Option<BreachFate>,
}

/// A row of the log of a record.
pub struct Amended {
    pub seq: i64,
    pub moved: Moved,
    pub device: DeviceId,
    pub received_at: Timestamp,
    pub is_back: bool,
    pub fate: Option<BreachFate>,
}

/// What was written under an account, with all that matters to it.
pub struct Material {
    pub report: Report,
    pub directory: Arc<Directory>,
    /// The newest place in the log.
    pub seq: i64,
    /// The places of what was written under the account.
    pub under: BTreeSet<i64>,
    /// The logs of the cells of all sheets that were written to.
    pub cells: BTreeMap<(SheetId, Cell), Vec<Written>>,
    /// The logs of the records that were amended, since the first of these amendments.
    pub records: BTreeMap<RecordRef, Vec<Amended>>,
}

fn sheet_of(row: Row<'_>, at: usize) -> Result<(JournalId, SheetId), StoreError> {
    let journal = row.get(at)?;
    let lesson: Option<LessonId> = row.get(at + 1)?;
    let sheet = match lesson {
        Some(lesson) => SheetId::Lesson(lesson),
        None => SheetId::Term {
            journal,
            period: row.get(at + 2)?,
        },
    };
    Ok((journal, sheet))
}

/// Whether a ground is that of what a voiding has written.
fn is_back(ground: Option<&str>) -> bool {
    ground.is_some_and(|ground| ground.starts_with("{\"kind\":\"breach\""))
}

/// Finds what was written under the account of a report; none if there is no such report.
pub async fn material(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    breach: BreachId,
) -> Result<Option<Material>, StoreError> {
    let Some((directory, seq)) = directory::now(s, known, school).await? else {
        return Ok(None);
    };
    let Some(report) = found(s, school, breach).await? else {
        return Ok(None);
    };
    let key = report.key(school);
    let changes = s.rows(CHANGES, &key, |row| {
        Ok((row.get::<i64>(0)?, sheet_of(row, 1)?.1))
    });
    let changes = changes.await?;
    let amendments = s.rows(AMENDMENTS, &key, |row| {
        let at = records::kind(row.get(1)?)?.at(RecordId(row.get(2)?));
        Ok((row.get::<i64>(0)?, at))
    });
    let amendments = amendments.await?;
    let under = changes.iter().map(|(seq, _)| *seq);
    let under = under.chain(amendments.iter().map(|(seq, _)| *seq));
    let under: BTreeSet<i64> = under.collect();
    let sheets: BTreeSet<SheetId> = changes.into_iter().map(|(_, sheet)| sheet).collect();
    let cells = cells(s, school, &sheets).await?;
    let records = logs(s, school, &amendments).await?;
    Ok(Some(Material {
        report,
        directory,
        seq,
        under,
        cells,
        records,
    }))
}

/// The logs of some sheets, cell by cell.
async fn cells(
    s: &dyn Snapshot,
    school: SchoolId,
    sheets: &BTreeSet<SheetId>,
) -> Result<BTreeMap<(SheetId, Cell), Vec<Written>>, StoreError> {
    let (mut lessons, mut journals, mut periods) = (Vec::new(), Vec::new(), Vec::new());
    for sheet in sheets {
        match sheet {
            SheetId::Lesson(lesson) => lessons.push(lesson.0),
            SheetId::Term { journal, period } => {
                journals.push(journal.0);
                periods.push(period.0);
            }
        }
    }
    let mut rows = Vec::new();
    if !lessons.is_empty() {
        let values = values![school, &lessons[..]];
        rows.extend(s.rows(OF_LESSONS, values, written).await?);
    }
    if !journals.is_empty() {
        let values = values![school, &journals[..], &periods[..]];
        rows.extend(s.rows(OF_TERMS, values, written).await?);
    }
    let mut cells: BTreeMap<_, Vec<Written>> = BTreeMap::new();
    for row in rows {
        let key = (row.sheet, row.said.edit.cell());
        cells.entry(key).or_default().push(row);
    }
    Ok(cells)
}

fn written(row: Row<'_>) -> Result<Written, StoreError> {
    let damaged = |e: serde_json::Error| StoreError::Damaged(e.to_string());
    let (journal, sheet) = sheet_of(row, 5)?;
    let ground: Option<&str> = row.get(9)?;
    let fate: Option<BreachFate> = row.get(12)?;
    let said = Said {
        seq: row.get(0)?,
        id: row.get(1)?,
        person: row.get(3)?,
        device: row.get(4)?,
        edit: serde_json::from_str(row.get(8)?).map_err(damaged)?,
        ground: ground
            .map(serde_json::from_str)
            .transpose()
            .map_err(damaged)?,
        made_at: row.get(10)?,
        received_at: row.get(11)?,
        is_void: fate.is_some_and(BreachFate::is_void),
    };
    Ok(Written {
        said,
        gesture: row.get(2)?,
        sheet,
        journal,
        fate,
    })
}

/// The logs of the amended records since the first of these amendments.
async fn logs(
    s: &dyn Snapshot,
    school: SchoolId,
    amendments: &[(i64, RecordRef)],
) -> Result<BTreeMap<RecordRef, Vec<Amended>>, StoreError> {
    let mut logs: BTreeMap<RecordRef, Vec<Amended>> = BTreeMap::new();
    let Some((first, _)) = amendments.first() else {
        return Ok(logs);
    };
    let wanted: BTreeSet<RecordRef> = amendments.iter().map(|(_, at)| *at).collect();
    let ids: BTreeSet<i64> = wanted.iter().map(|at| at.id.0).collect();
    let ids = Vec::from_iter(ids);
    let values = values![school, &ids[..], *first];
    let rows = s.rows(OF_RECORDS, values, |row| {
        let record = |text: Option<&str>| text.map(records::of_text).transpose();
        let at = records::kind(row.get(1)?)?.at(RecordId(row.get(2)?));
        if !wanted.contains(&at) {
            return Ok(None);
        }
        Ok(Some(Amended {
            seq: row.get(0)?,
            moved: Moved {
                record: at,
                before: record(row.get(3)?)?,
                after: record(row.get(4)?)?,
            },
            is_back: is_back(row.get(5)?),
            device: row.get(6)?,
            received_at: row.get(7)?,
            fate: row.get(8)?,
        }))
    });
    for row in rows.await?.into_iter().flatten() {
        logs.entry(row.moved.record).or_default().push(row);
    }
    Ok(logs)
}

impl Material {
    /// Whether a row is void, or would be if all were voided that nobody has confirmed.
    pub fn is_void(&self, seq: i64, fate: Option<BreachFate>) -> bool {
        match fate {
            Some(fate) => fate.is_void(),
            None => self.under.contains(&seq),
        }
    }

    /// What would stand in a cell without what is void, or would be.
    pub fn stands(&self, log: &[Written]) -> Option<Stands> {
        let rows: Vec<Said> = log
            .iter()
            .map(|row| Said {
                is_void: self.is_void(row.said.seq, row.fate),
                ..row.said.clone()
            })
            .collect();
        without(&rows)
    }

    /// Whether somebody has amended the record after a row of its log, and that is not void.
    pub fn is_amended_since(&self, log: &[Amended], seq: i64) -> bool {
        let mut later = log.iter().filter(|row| row.seq > seq && !row.is_back);
        later.any(|row| !self.is_void(row.seq, row.fate))
    }
}

/// What was written under the account of a report; none if there is no such report.
pub async fn page(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    breach: BreachId,
) -> Result<Option<BreachPage>, StoreError> {
    let Some(material) = material(s, known, school, breach).await? else {
        return Ok(None);
    };
    let directory = &material.directory;
    let mut lessons = BTreeSet::new();
    for log in material.cells.values() {
        lessons.extend(log.iter().filter_map(|row| Some(row.sheet.lesson()?.0)));
    }
    let heads = sheets::heads(s, school, &Vec::from_iter(lessons)).await?;
    let days = heads
        .iter()
        .map(|sheet| (sheet.lesson.id, sheet.lesson.date));
    let days: HashMap<LessonId, _> = days.collect();
    let mut writes = Vec::new();
    let is_under = |row: &&Written| material.under.contains(&row.said.seq);
    for log in material.cells.values() {
        if !log.iter().any(|row| is_under(&row)) {
            continue;
        }
        let said_at = material.stands(log).and_then(|stands| stands.said_at);
        for row in log.iter().filter(is_under) {
            let day = row.sheet.lesson().and_then(|id| days.get(&id).copied());
            writes.push(BreachWrite {
                seq: row.said.seq,
                received_at: row.said.received_at,
                device: row.said.device.map(codec::shown_device),
                place: cell(row, day, directory),
                fate: row.fate.unwrap_or(BreachFate::Open),
                overwritten: said_at.is_some_and(|at| at > row.said.seq),
            });
        }
    }
    for (at, log) in &material.records {
        let title = directory.records.title(*at).unwrap_or_default();
        for row in log.iter().filter(|row| material.under.contains(&row.seq)) {
            writes.push(BreachWrite {
                seq: row.seq,
                received_at: row.received_at,
                device: Some(codec::shown_device(row.device)),
                place: BreachPlace::Record {
                    record: NamedRecord {
                        at: *at,
                        title: title.clone(),
                    },
                    made: row.moved.before.is_none(),
                    removed: row.moved.after.is_none(),
                },
                fate: row.fate.unwrap_or(BreachFate::Open),
                overwritten: material.is_amended_since(log, row.seq),
            });
        }
    }
    writes.sort_by_key(|write| write.seq);
    let breach = material.report.shown(&material.directory);
    Ok(Some(BreachPage { breach, writes }))
}

fn cell(row: &Written, day: Option<chrono::NaiveDate>, directory: &Directory) -> BreachPlace {
    let said = &row.said;
    let card = directory.journal(row.journal);
    let group = card.and_then(|card| directory.group_of(card));
    let period = match row.sheet {
        SheetId::Term { journal, period } => directory.term_sheet((journal, period)),
        SheetId::Lesson(_) => None,
    };
    let pupil = said.edit.pupil();
    BreachPlace::Cell {
        change: Box::new(Change {
            id: said.id,
            gesture: row.gesture,
            made_at: said.made_at,
            sheet: row.sheet,
            edit: said.edit.clone(),
            ground: said.ground.clone(),
            beside: None,
            after: None,
        }),
        journal: NamedJournal {
            id: row.journal,
            group: group.map(|group| group.title.clone()).unwrap_or_default(),
            subject: card
                .map(|card| directory.subject(card.subject))
                .unwrap_or_default(),
        },
        date: day,
        period: period.map(|term| term.period.title),
        pupil: pupil.map(|pupil| directory.name(PersonId::from(pupil))),
    }
}
