//! One school in memory.

use crate::batch::{
    Device, Known, LogRow, Material, Prepared, ReadLog, Settled, TermKey, Touched, TouchedTerm,
    Writers,
};
use crate::cache::Stamp;
use crate::directory::{Directory, Given, JournalCard};
use crate::intake::Intake;
use crate::pages::{LessonMaterial, ParallelRow, carry, in_order, parallel_until};
use crate::store::{FeedRows, LOG_PART_BYTES, LogPlace, LogRows, Reader, StoreError};
use chrono::NaiveTime;
use journal::regulation::sees;
use journal::view::{CarriedMarks, Late, Logged};
use journal::{
    Audience, ChangeId, ChangeOutcome, DeviceId, JournalId, LessonId, Period, PlanItem, Relation,
    Sheet, SheetId, TermCells,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Debug)]
pub struct Schoolhouse {
    pub directory: Directory,
    pub sheets: BTreeMap<LessonId, Sheet>,
    pub terms: BTreeMap<TermKey, TermCells>,
    pub log: Vec<LogRow>,
    pub seq: i64,
    plans: BTreeMap<JournalId, Vec<PlanItem>>,
    streams: BTreeMap<i64, i64>,
    known: BTreeMap<ChangeId, Known>,
    devices: BTreeMap<DeviceId, Device>,
    writers: BTreeMap<SheetId, Writers>,
}

impl Schoolhouse {
    pub fn new(intake: Intake) -> Result<Self, StoreError> {
        let chunk = intake.chunk(0..intake.lessons())?;
        let terms = intake.terms()?;
        let mut log = chunk.log;
        log.extend(terms.log);
        log.sort_by_key(|row| row.seq);
        let mut known = BTreeMap::new();
        let mut streams = BTreeMap::new();
        for row in &log {
            let outcome = ChangeOutcome::applied(row.seq, None);
            if known
                .insert(
                    row.id,
                    Known {
                        person: row.person,
                        hash: Some(row.payload.hash),
                        outcome,
                    },
                )
                .is_some()
            {
                return Err(StoreError::Failed(format!("change {} comes twice", row.id)));
            }
            if let Some(card) = intake.directory.journal(row.journal) {
                let newest = streams.entry(card.stream).or_insert(0);
                *newest = row.seq.max(*newest);
            }
        }
        let mut plans: BTreeMap<JournalId, Vec<PlanItem>> = BTreeMap::new();
        for row in &intake.plans {
            plans.entry(row.journal).or_default().push(PlanItem {
                id: row.id,
                number: row.number,
                section: row.section.clone(),
                title: row.title.clone(),
                homework: row.homework.clone(),
                work: row.work,
            });
        }
        let of_lessons = chunk.writers.into_iter();
        let mut writers: BTreeMap<SheetId, Writers> = of_lessons
            .map(|(lesson, writers)| (lesson.into(), writers))
            .collect();
        for ((journal, period), touched) in &terms.terms {
            let (journal, period) = (*journal, *period);
            let sheet = SheetId::Term { journal, period };
            writers.insert(sheet, touched.writers.clone());
        }
        Ok(Self {
            sheets: chunk
                .sheets
                .into_iter()
                .map(|sheet| (sheet.lesson.id, sheet))
                .collect(),
            terms: terms
                .terms
                .into_iter()
                .map(|(key, touched)| (key, touched.sheet.cells))
                .collect(),
            seq: intake.last_seq(),
            log,
            plans,
            streams,
            known,
            devices: BTreeMap::new(),
            writers,
            directory: intake.directory,
        })
    }

    /// The journal of a lesson and how the reader stands to it, if it is the reader's to see.
    pub fn seen(&self, reader: &Reader, lesson: LessonId) -> Option<(&JournalCard, Relation)> {
        let lesson = &self.sheets.get(&lesson)?.lesson;
        let card = self.directory.journal(lesson.journal)?;
        let relation = self
            .directory
            .relation(reader, card, Some(Given::of(lesson)));
        sees(&reader.roles, relation).then_some((card, relation))
    }

    pub fn stamp(&self, card: &JournalCard) -> Stamp {
        Stamp {
            admin: self.directory.admin_seq,
            stream: self.place(self.streams.get(&card.stream).copied().unwrap_or(0)),
        }
    }

    pub fn place(&self, seq: i64) -> LogPlace {
        let row = self.log.iter().find(|row| row.seq == seq);
        LogPlace {
            seq,
            change: row.map(|row| row.id),
        }
    }

    /// The lessons of a journal in order of time.
    pub fn of_journal(&self, journal: JournalId) -> Vec<Sheet> {
        let of = |sheet: &&Sheet| sheet.lesson.journal == journal;
        let mut sheets: Vec<Sheet> = self.sheets.values().filter(of).cloned().collect();
        in_order(&mut sheets);
        sheets
    }

    pub fn lesson_material(&self, lesson: LessonId) -> Option<LessonMaterial> {
        let sheet = self.sheets.get(&lesson)?;
        let journal = sheet.lesson.journal;
        let card = self.directory.journal(journal)?;
        let until = parallel_until(sheet.lesson.date);
        let parallel = |other: &JournalId| {
            let given = |sheet: &Sheet| {
                let homework = sheet.homework.get(&0)?;
                let shown = sheet.lesson.date <= until
                    && homework.audience == Audience::All
                    && !homework.is_none_set();
                shown.then(|| ParallelRow {
                    journal: *other,
                    date: sheet.lesson.date,
                    topic: sheet.topic.clone(),
                    homework: homework.clone(),
                })
            };
            self.of_journal(*other).iter().rev().find_map(given)
        };
        let others = self
            .directory
            .stream(card.stream)
            .iter()
            .filter(|other| **other != journal);
        Some(LessonMaterial {
            lesson,
            sheets: self.of_journal(journal),
            plan: self.plans.get(&journal).cloned().unwrap_or_default(),
            parallels: others.filter_map(parallel).collect(),
            carried: self.carried(journal, card, self.directory.period_of(sheet.lesson.date)),
            last_bell: self.last_bell(sheet),
        })
    }

    /// What pupils bring along to a journal who have come within a period.
    pub fn carried(
        &self,
        id: JournalId,
        card: &JournalCard,
        period: Option<&Period>,
    ) -> CarriedMarks {
        let mut carried = CarriedMarks::new();
        let Some(period) = period else {
            return carried;
        };
        for (other, pupils) in self
            .directory
            .come_from(id, card, (period.starts, period.ends))
        {
            let mut sheets = self.of_journal(other);
            sheets.retain(|sheet| period.holds(sheet.lesson.date));
            carry(&self.directory, other, &pupils, &sheets, &mut carried);
        }
        carried
    }

    pub(super) fn last_bell(&self, sheet: &Sheet) -> Option<NaiveTime> {
        let card = self.directory.journal(sheet.lesson.journal)?;
        let beside = self
            .directory
            .journals_beside(self.directory.group_of(card)?);
        let that_day = self.sheets.values().map(|other| &other.lesson);
        that_day
            .filter(|other| other.date == sheet.lesson.date && beside.contains(&other.journal))
            .map(|other| other.ends)
            .max()
    }

    pub fn material(&self, batch: &Prepared) -> Material {
        let touched = |id: &LessonId| {
            let sheet = self.sheets.get(id)?.clone();
            let touched = Touched {
                written: 0,
                last_bell: self.last_bell(&sheet),
                writers: self.writers((*id).into()),
                sheet,
            };
            Some((*id, touched))
        };
        let term = |key: &TermKey| {
            let mut sheet = self.directory.term_sheet(*key)?;
            sheet.cells = self.term(*key);
            let (journal, period) = *key;
            let writers = self.writers(SheetId::Term { journal, period });
            Some((*key, TouchedTerm { sheet, writers }))
        };
        let ids = batch.items.iter().map(|item| item.change.id);
        let known: HashMap<_, _> = ids
            .filter_map(|id| Some((id, self.known.get(&id)?.clone())))
            .collect();
        let named = self.log.iter().filter_map(LogRow::named).collect();
        Material {
            named,
            seq: self.seq,
            device: self.devices.get(&batch.device).copied(),
            known,
            lessons: batch.lessons.iter().filter_map(touched).collect(),
            terms: batch.terms.iter().filter_map(term).collect(),
            plan: self
                .plans
                .iter()
                .flat_map(|(journal, plan)| plan.iter().map(|item| (item.id, *journal)))
                .filter(|(item, _)| batch.plan_items.contains(item))
                .collect(),
        }
    }

    /// What stands in a term's sheet.
    pub fn term(&self, key: TermKey) -> TermCells {
        self.terms.get(&key).cloned().unwrap_or_default()
    }

    /// The claims on a sheet's cells.
    fn writers(&self, sheet: SheetId) -> Writers {
        self.writers.get(&sheet).cloned().unwrap_or_default()
    }

    pub fn write(&mut self, device: DeviceId, settled: &Settled) {
        self.devices.insert(device, settled.device);
        self.seq = settled.seq;
        self.known.extend(settled.newly_known());
        self.log.extend(settled.log.iter().cloned());
        for stream in &settled.streams {
            self.streams.insert(*stream, settled.seq);
        }
        for ((journal, period), touched) in &settled.terms {
            let (journal, period) = (*journal, *period);
            self.terms
                .insert((journal, period), touched.sheet.cells.clone());
            let sheet = SheetId::Term { journal, period };
            self.writers.insert(sheet, touched.writers.clone());
        }
        for (id, touched) in &settled.lessons {
            self.sheets.insert(*id, touched.sheet.clone());
            self.writers.insert((*id).into(), touched.writers.clone());
        }
    }

    pub fn feed(&self, reader: &Reader, seq: i64, limit: usize) -> Result<FeedRows, StoreError> {
        let mut rows = self.log.iter().filter(|row| row.seq > seq).peekable();
        let looked = part(&mut rows, limit);
        let seen = looked.iter().filter_map(|row| {
            let relation = self.relation(reader, row.sheet)?;
            let is_told = relation != Relation::default() || row.person == reader.person;
            Some((*row, is_told))
        });
        let (told, moved): (Vec<_>, Vec<_>) = seen.partition(|(_, is_told)| *is_told);
        let told = told.iter().map(|(row, _)| self.logged(row));
        Ok(FeedRows {
            changes: told.collect::<Result<_, _>>()?,
            moved: moved.iter().map(|(row, _)| row.journal).collect(),
            since: self.place(seq),
            up_to: self.place(looked.last().map_or(seq, |row| row.seq)),
            more: rows.peek().is_some(),
            register: self.directory.admin_seq,
            records: self.directory.register_seq,
        })
    }

    /// How the reader stands to a sheet; none: there is none such, or it is not the reader's to see.
    pub fn relation(&self, reader: &Reader, sheet: SheetId) -> Option<Relation> {
        let (journal, given) = match sheet {
            SheetId::Lesson(lesson) => {
                let lesson = &self.sheets.get(&lesson)?.lesson;
                (lesson.journal, Some(Given::of(lesson)))
            }
            SheetId::Term { journal, period } => {
                let is_there = self.directory.term_sheet((journal, period)).is_some();
                let has_history = || self.log.iter().any(|row| row.sheet == sheet);
                (is_there || has_history()).then_some((journal, None))?
            }
        };
        let card = self.directory.journal(journal)?;
        let relation = self.directory.relation(reader, card, given);
        sees(&reader.roles, relation).then_some(relation)
    }

    pub fn sheet_log(&self, sheet: SheetId, seq: i64, limit: usize) -> Result<LogRows, StoreError> {
        let rows = self.log.iter();
        let mut rows = rows
            .filter(|row| row.sheet == sheet && row.seq > seq)
            .peekable();
        let part = part(&mut rows, limit);
        let changes = part.into_iter().map(|row| self.logged(row));
        Ok(LogRows {
            changes: changes.collect::<Result<_, _>>()?,
            more: rows.peek().is_some(),
        })
    }

    /// The lessons of a journal's period in which something came after its term.
    pub fn late_lessons(&self, journal: JournalId, period: &Period) -> BTreeSet<LessonId> {
        let rows = self.log.iter();
        let late = rows.filter(|row| row.journal == journal && row.late.is_some());
        let lessons = late.filter_map(|row| row.sheet.lesson());
        let sheets = self.of_journal(journal);
        let within = |lesson: &LessonId| {
            let sheet = sheets.iter().find(|sheet| sheet.lesson.id == *lesson);
            sheet.is_some_and(|sheet| period.holds(sheet.lesson.date))
        };
        lessons.filter(within).collect()
    }

    pub fn logged(&self, row: &LogRow) -> Result<Logged, StoreError> {
        let row = row.clone();
        ReadLog {
            seq: row.seq,
            id: row.id,
            gesture: row.gesture,
            person: row.person,
            sheet: row.sheet,
            journal: row.journal,
            edit: row.payload.edit,
            ground: row.payload.ground,
            made_at: row.made_at,
            received_at: row.received_at,
            in_time_by_device: row.in_time_by_device,
            late: row.late.map(|(due, clause)| Late { due, clause }),
            void: None,
        }
        .logged(&self.directory)
    }
}

/// The rows that go together, as [`LOG_PART_BYTES`] says.
fn part<'r>(rows: &mut impl Iterator<Item = &'r LogRow>, limit: usize) -> Vec<&'r LogRow> {
    let (mut part, mut bytes) = (Vec::new(), 0);
    while part.len() < limit
        && bytes < LOG_PART_BYTES
        && let Some(row) = rows.next()
    {
        bytes += row.payload.edit.len();
        part.push(row);
    }
    part
}
