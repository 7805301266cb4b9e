//! What a school is apart from its lessons: who teaches whom what. Read whole, kept until the
//! school's `register_seq` moves, and the one place that says how a person stands to a lesson.
//!
//! What a journal shows of it, and the bells of lessons, changes only together with `admin_seq`.

mod class_lists;
mod directories;
mod groups;
mod movers;
mod register_rows;
mod standing;

pub use directories::Directories;
pub use groups::GroupCard;
pub use standing::{Given, giver};

use crate::batch::TermKey;
use crate::intake::FIRST_ADMIN_SEQ;
use crate::records;
use crate::store::{LogPlace, StoreError};
use chrono::{NaiveDate, NaiveTime};
use journal::register::{
    ClassRecord, ClassTeacherRecord, GuardianshipRecord, Marking, Record, RecordKind, Register,
    Stint, TaughtTogether, TeachingRecord, YearId, YearState,
};
use journal::regulation::WorkDays;
use journal::school::School;
use journal::view::{Appointment, Rules};
use journal::{
    ClassId, CodeTable, GroupId, JournalId, Period, PeriodId, PersonId, PersonName, PupilId,
    Regulation, SchoolYears, TermCells, TermSheet, WorkKind,
};
use parking_lot::Mutex;
use register_rows::JournalRow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What a directory is made of.
#[derive(Debug, Clone)]
pub struct DirectoryRows {
    pub school: School,
    pub records: Register,
}

/// A journal with its stream: the smallest id among the journals of its subject in its grade and
/// year.
#[derive(Debug)]
pub struct JournalCard {
    pub id: JournalId,
    pub subject: i64,
    pub group: GroupId,
    /// Who teaches it, the one named in lists first.
    pub teachings: Vec<TeachingRecord>,
    pub without_marks: bool,
    pub stream: i64,
}

/// Which amendments a directory has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Gestures that moved something that pages of journals show.
    pub admin_seq: i64,
    /// All gestures.
    pub register_seq: i64,
    /// The last amendment.
    pub last: LogPlace,
}

impl Version {
    /// Of a school that has just come.
    pub const FIRST: Self = Self {
        admin_seq: FIRST_ADMIN_SEQ,
        register_seq: FIRST_ADMIN_SEQ,
        last: LogPlace {
            seq: 0,
            change: None,
        },
    };
}

/// A school's register and its other rows, with their indexes.
#[derive(Debug)]
pub struct Directory {
    /// The `admin_seq` it was read at: of all that journals are asked for by.
    pub admin_seq: i64,
    /// The `register_seq` it was read at.
    pub register_seq: i64,
    /// The last amendment that it has seen.
    pub last: LogPlace,
    pub school: School,
    pub regulation: Regulation,
    pub codes: CodeTable,
    /// The register, with the classes named.
    pub records: Register,
    pub periods: Vec<Period>,
    pub work_kinds: Vec<WorkKind>,
    pub years: SchoolYears,
    pub work_days: WorkDays,
    subjects: HashMap<i64, String>,
    people: HashMap<PersonId, PersonName>,
    classes: HashMap<ClassId, ClassRecord>,
    class_teachers: HashMap<ClassId, Vec<ClassTeacherRecord>>,
    groups: HashMap<GroupId, GroupCard>,
    journals: BTreeMap<JournalId, JournalCard>,
    streams: HashMap<i64, Vec<JournalId>>,
    classes_of: HashMap<PupilId, Vec<Stint>>,
    guardians: Vec<GuardianshipRecord>,
    /// The school years by their first days.
    years_from: HashMap<NaiveDate, YearId>,
    last_bells: Mutex<HashMap<(GroupId, NaiveDate), Option<NaiveTime>>>,
}

impl Directory {
    pub fn new(version: Version, rows: DirectoryRows) -> Result<Self, StoreError> {
        let unknown = |id: &str| StoreError::Failed(format!("unknown regulation {id:?}"));
        let regulation = Regulation::shipped(&rows.school.regulation)
            .ok_or_else(|| unknown(&rows.school.regulation))?;
        let values = rows.records.rule_values().map(|(_, value)| value);
        let regulation = regulation.with_values(values);
        let codes =
            CodeTable::shipped(&regulation.codes).ok_or_else(|| unknown(&regulation.codes))?;
        let mut records = rows.records;
        let kept = register_rows::of(&records);
        let (people, classes, classes_of) = (kept.people, kept.classes, kept.classes_of);
        let groups = groups::cards(
            kept.groups,
            kept.memberships,
            &people,
            &classes,
            &classes_of,
            |year| records.days_of_year(year),
        );
        let groups_together = groups.values().map(|group| together(&classes, group));
        records.name_together(groups_together.collect());
        let (journals, streams) = with_streams(kept.journals, &groups);
        let years_from = records.years();
        let years_from = years_from.map(|(at, year)| (year.starts, YearId(at.id.0)));
        let years_from = years_from.collect();
        let Version {
            admin_seq,
            register_seq,
            last,
        } = version;
        Ok(Self {
            admin_seq,
            register_seq,
            last,
            school: rows.school,
            regulation,
            codes,
            periods: records::periods(&records),
            work_kinds: records::work_kinds(&records),
            years: SchoolYears::new(records.years().map(|(_, year)| year.clone())),
            work_days: records.work_days(),
            subjects: records::subjects(&records)
                .into_iter()
                .map(|s| (s.id, s.title))
                .collect(),
            records,
            people,
            classes,
            class_teachers: kept.class_teachers,
            groups,
            journals,
            streams,
            classes_of,
            guardians: kept.guardians,
            years_from,
            last_bells: Mutex::default(),
        })
    }

    /// Whatever was read of a blank school in whose place it comes is old.
    pub fn follow_another(&mut self) {
        self.admin_seq += 1;
        self.register_seq += 1;
    }

    /// The directory after amendments that leave this register.
    pub fn amended(&self, version: Version, records: Register) -> Result<Self, StoreError> {
        let school = self.school.clone();
        Self::new(version, DirectoryRows { school, records })
    }

    /// What the school is called: as its card says, or else as it was named when it came.
    pub fn called(&self) -> &str {
        let mut cards = self.records.of(RecordKind::SchoolCard);
        let card = cards.find_map(|(_, record)| match record {
            Record::SchoolCard(card) => Some(card),
            _ => None,
        });
        card.map_or(&self.school.title, |card| &card.title)
    }

    /// The school's rules and vocabularies.
    pub fn rules(&self) -> Rules {
        Rules {
            regulation: self.regulation.clone(),
            codes: self.codes.clone(),
            work_kinds: self.work_kinds.clone(),
            periods: self.periods.clone(),
            time: self.school.time,
            years: self.years.clone(),
            work_days: self.work_days.clone(),
        }
    }

    pub fn journal(&self, id: JournalId) -> Option<&JournalCard> {
        self.journals.get(&id)
    }

    /// Every journal, by id.
    pub fn journals(&self) -> impl Iterator<Item = (JournalId, &JournalCard)> {
        self.journals.iter().map(|(id, card)| (*id, card))
    }

    /// The group of a journal.
    pub fn group_of(&self, journal: &JournalCard) -> Option<&GroupCard> {
        self.groups.get(&journal.group)
    }

    /// The groups that are of a class, itself or a part of it.
    pub fn groups_of(&self, class: ClassId) -> Vec<GroupId> {
        let of_class = self.groups.values();
        let of_class = of_class.filter(|group| group.classes.contains(&class));
        of_class.map(|group| group.id).collect()
    }

    /// The school year that a journal belongs to.
    pub fn year_of_journal(&self, journal: &JournalCard) -> Option<YearId> {
        self.group_of(journal).map(|group| group.year)
    }

    fn has_journals(&self, year: Option<YearId>) -> bool {
        let mut groups = self
            .journals
            .values()
            .filter_map(|card| self.group_of(card));
        groups.any(|group| Some(group.year) == year)
    }

    /// The school year that a day belongs to; see [`SchoolYears::of`].
    pub fn year_of(&self, day: NaiveDate) -> Option<YearId> {
        let year = self.years.of(day)?;
        self.years_from.get(&year.starts).copied()
    }

    /// The classes of a group, by which its lessons follow bells.
    pub fn together(&self, group: &GroupCard) -> TaughtTogether {
        together(&self.classes, group)
    }

    /// The title of a subject; empty if there is none.
    pub fn subject(&self, id: i64) -> String {
        self.subjects.get(&id).cloned().unwrap_or_default()
    }

    /// Everybody by their ids, in no order.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, &PersonName)> {
        self.people.iter().map(|(id, name)| (*id, name))
    }

    /// A person's name; none if nobody is called by that id.
    pub fn known_name(&self, person: PersonId) -> Option<PersonName> {
        self.people.get(&person).cloned()
    }

    /// A person's name; empty if there is none.
    pub fn name(&self, person: PersonId) -> PersonName {
        self.people.get(&person).cloned().unwrap_or_default()
    }

    /// The journals of a stream, in order.
    pub fn stream(&self, stream: i64) -> &[JournalId] {
        self.streams.get(&stream).map_or(&[], Vec::as_slice)
    }

    /// Who teaches a journal on which days, by name.
    pub fn appointments(&self, journal: &JournalCard) -> Vec<Appointment> {
        let teachings = journal.teachings.iter();
        let told = teachings.map(|one| Appointment {
            teacher: one.teacher,
            name: self.name(one.teacher),
            from: one.from,
            until: one.until,
        });
        told.collect()
    }

    /// Names of those who teach a journal, each once.
    pub fn teachers(&self, journal: &JournalCard) -> Vec<PersonName> {
        let mut seen = HashSet::new();
        let teachings = journal.teachings.iter();
        let teachers = teachings.filter(|one| seen.insert(one.teacher));
        teachers.map(|one| self.name(one.teacher)).collect()
    }

    /// Their children of parents, on a day; of each parent those that stand to the parent so then.
    pub fn children_of(&self, on: NaiveDate) -> HashMap<PersonId, Vec<PupilId>> {
        let mut children: HashMap<PersonId, Vec<PupilId>> = HashMap::new();
        for one in self.guardians.iter().filter(|one| one.holds(on)) {
            children.entry(one.parent).or_default().push(one.pupil);
        }
        children
    }

    /// The reporting period of a day, in whichever year.
    pub fn period_of(&self, date: NaiveDate) -> Option<&Period> {
        nearest(self.periods.iter(), date)
    }

    /// The period of that id of a journal, or the one that is shown first on a day; none if it is of
    /// another year than the journal.
    pub fn period_of_journal(
        &self,
        journal: &JournalCard,
        id: Option<PeriodId>,
        on: NaiveDate,
    ) -> Option<&Period> {
        let year = self.year_of_journal(journal);
        let is_of_year = |period: &&Period| self.year_of(period.starts) == year;
        match id {
            Some(_) => self.period(id, on).filter(is_of_year),
            None => nearest(self.periods.iter().filter(is_of_year), on),
        }
    }

    /// The period of that id, or the one that is shown first on a day: of the running school years
    /// that have journals, if any runs.
    pub fn period(&self, id: Option<PeriodId>, on: NaiveDate) -> Option<&Period> {
        let Some(id) = id else {
            let runs = |period: &&Period| {
                let year = self.years.of(period.starts);
                year.is_some_and(|year| year.state == YearState::Open)
                    && self.has_journals(self.year_of(period.starts))
            };
            let running = nearest(self.periods.iter().filter(runs), on);
            return running.or_else(|| self.period_of(on));
        };
        self.periods.iter().find(|period| period.id == id)
    }

    /// The empty sheet of a term; none if the journal has no such period.
    pub fn term_sheet(&self, (journal, period): TermKey) -> Option<TermSheet> {
        let card = self.journal(journal)?;
        let period = self.periods.iter().find(|known| known.id == period)?;
        if self.year_of(period.starts) != self.year_of_journal(card) {
            return None;
        }
        Some(TermSheet {
            journal,
            period: period.clone(),
            without_marks: card.without_marks,
            cells: TermCells::default(),
        })
    }

    /// The journals that share a class with this group: those whose last bell is the group's too.
    pub fn journals_beside(&self, group: &GroupCard) -> Vec<JournalId> {
        self.journals
            .iter()
            .filter(|(_, card)| {
                card.group == group.id
                    || self.group_of(card).is_some_and(|other| {
                        other.classes.iter().any(|c| group.classes.contains(c))
                    })
            })
            .map(|(id, _)| *id)
            .collect()
    }

    /// When the last lesson of a group's classes ends on a day, if it has been asked before.
    pub fn last_bell(&self, group: GroupId, date: NaiveDate) -> Option<Option<NaiveTime>> {
        self.last_bells.lock().get(&(group, date)).copied()
    }

    /// Remembers a last bell.
    pub fn note_last_bell(&self, group: GroupId, date: NaiveDate, bell: Option<NaiveTime>) {
        const ENOUGH: usize = 4096;
        let mut known = self.last_bells.lock();
        if known.len() >= ENOUGH {
            known.clear();
        }
        known.insert((group, date), bell);
    }
}

/// Of periods in order the one that holds a day, or else the last that has begun, or else the first.
fn nearest<'a>(
    mut periods: impl Iterator<Item = &'a Period> + Clone,
    date: NaiveDate,
) -> Option<&'a Period> {
    let holding = periods.clone().find(|period| period.holds(date));
    let begun = periods.clone().filter(|period| period.starts <= date);
    holding.or_else(|| begun.last()).or_else(|| periods.next())
}

fn together(classes: &HashMap<ClassId, ClassRecord>, group: &GroupCard) -> TaughtTogether {
    let known = group.classes.iter();
    let known = known.filter_map(|id| Some((*id, classes.get(id)?.grade)));
    known.collect()
}

type Streams = (
    BTreeMap<JournalId, JournalCard>,
    HashMap<i64, Vec<JournalId>>,
);

fn with_streams(
    journals: Vec<(JournalId, JournalRow)>,
    groups: &HashMap<GroupId, GroupCard>,
) -> Streams {
    let mut leaders: HashMap<(i64, YearId, u8), i64> = HashMap::new();
    let mut cards = BTreeMap::new();
    let mut streams: HashMap<i64, Vec<JournalId>> = HashMap::new();
    for (id, JournalRow { record, teachings }) in journals {
        let group = groups.get(&record.group);
        let grade = group.and_then(|group| Some((group.year, group.grade?)));
        let subject = record.subject.0;
        let stream = grade.map_or(id.0, |(year, grade)| {
            *leaders.entry((subject, year, grade)).or_insert(id.0)
        });
        streams.entry(stream).or_default().push(id);
        cards.insert(
            id,
            JournalCard {
                id,
                subject,
                group: record.group,
                teachings,
                without_marks: record.marking == Marking::Without,
                stream,
            },
        );
    }
    (cards, streams)
}
