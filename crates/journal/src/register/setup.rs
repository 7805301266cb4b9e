//! What a school still lacks before its teachers can begin, in the order in which it is entered.

use super::record::{Record, RecordKind};
use super::{DaySpan, GroupSort, RecordRef, Register, Stint};
use crate::ids::{ClassId, GroupId, JournalId, PersonId, PupilId};
use crate::person::{Role, Roles};
use crate::regulation::{Obligation, Regulation, TermClause};
use crate::text_form::vocabulary;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

vocabulary! {
    /// A part of what a school begins with.
    pub enum SetupPart of "parts of a setup" {
        /// An open school year.
        Year = "year",
        /// Its periods.
        Periods = "periods",
        /// Its bells.
        Bells = "bells",
        /// Rooms.
        Rooms = "rooms",
        /// Subjects.
        Subjects = "subjects",
        /// Teachers.
        Staff = "staff",
        /// Classes of the year.
        Classes = "classes",
        /// A class teacher for each class.
        ClassTeachers = "class-teachers",
        /// Pupils in each class.
        Pupils = "pupils",
        /// A parent, or whoever stands for one, for each pupil.
        Parents = "parents",
        /// Journals for each class.
        Journals = "journals",
        /// A part for each pupil of a class that is parted.
        Subgroups = "subgroups",
        /// A teacher for each journal.
        Teaching = "teaching",
        /// Sign-in data for everybody who has a role.
        Credentials = "credentials",
        /// Lessons in each journal.
        Timetable = "timetable",
    }
}

impl SetupPart {
    /// The records it is made of; none: of accounts, of lessons.
    pub fn kind(self) -> Option<RecordKind> {
        match self {
            Self::Year => Some(RecordKind::SchoolYear),
            Self::Periods => Some(RecordKind::Period),
            Self::Bells => Some(RecordKind::BellSchedule),
            Self::Rooms => Some(RecordKind::Room),
            Self::Subjects => Some(RecordKind::Subject),
            Self::Staff => Some(RecordKind::Office),
            Self::Classes => Some(RecordKind::Class),
            Self::ClassTeachers => Some(RecordKind::ClassTeacher),
            Self::Pupils => Some(RecordKind::Movement),
            Self::Parents => Some(RecordKind::Guardianship),
            Self::Journals => Some(RecordKind::Journal),
            Self::Subgroups => Some(RecordKind::Membership),
            Self::Teaching => Some(RecordKind::Teaching),
            Self::Credentials | Self::Timetable => None,
        }
    }

    /// What sets its term; where nothing does, [`Obligation::Setup`].
    fn obligation(self) -> Obligation {
        match self {
            Self::Year | Self::Periods => Obligation::Periods,
            Self::Bells | Self::Rooms | Self::Subjects => Obligation::Directories,
            Self::Staff => Obligation::StaffCards,
            Self::Classes => Obligation::Classes,
            Self::Pupils | Self::Parents => Obligation::PupilCards,
            Self::Journals | Self::Subgroups => Obligation::Groups,
            Self::Credentials => Obligation::Credentials,
            Self::ClassTeachers | Self::Teaching | Self::Timetable => Obligation::Setup,
        }
    }
}

/// How a part stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetupLine {
    /// Which.
    pub part: SetupPart,
    /// How many there are: of rooms, of pupils, of people with sign-in data.
    pub present: u32,
    /// How many are missing: of what there must be one, 1; classes without a class teacher, pupils
    /// without a parent, journals without a lesson.
    pub lacking: u32,
    /// Until when it must be there, by the regulation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermClause>,
    /// The last day in time, where the term is a day of the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
}

impl SetupLine {
    /// Whether all of it is there; without classes their class teachers are not, but no class has to
    /// be parted.
    pub fn is_ready(&self) -> bool {
        let is_there = self.present > 0 || self.part == SetupPart::Subgroups;
        is_there && self.lacking == 0
    }
}

/// What is kept beside the register.
#[derive(Debug, Clone, Default)]
pub struct BesideRegister {
    /// Who has an account with a password.
    pub accounts: BTreeSet<PersonId>,
    /// Journals in which there is a lesson.
    pub timetabled: BTreeSet<JournalId>,
}

/// A setup is made ready from the first day of this many months before the year.
const BEFORE_THE_YEAR: Months = Months::new(6);

impl Register {
    /// Every part of the setup of the running year (before there is one: of none), in order.
    pub fn setup(
        &self,
        regulation: &Regulation,
        today: NaiveDate,
        beside: &BesideRegister,
    ) -> Vec<SetupLine> {
        let year = self.running_year(today).map(|(at, year)| (at, year.days()));
        let counted = Counted::of(self, year, today, beside);
        let work_days = self.work_days();
        let line = |part: &SetupPart| {
            let (present, lacking) = counted.part(*part);
            let term = regulation.term(part.obligation());
            let term = term.or_else(|| regulation.term(Obligation::Setup)).cloned();
            let begins = year.and_then(|(_, days)| days.first.checked_sub_months(BEFORE_THE_YEAR));
            let due = term.as_ref().filter(|set| set.term.is_of_the_year());
            let due = due.and_then(|set| set.term.last_day(begins?, &work_days));
            SetupLine {
                part: *part,
                present: number(present),
                lacking: number(lacking),
                term,
                due,
            }
        };
        SetupPart::ALL.iter().map(line).collect()
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What the records of a year are on a day.
struct Counted<'r> {
    register: &'r Register,
    year: Option<RecordRef>,
    classes: BTreeMap<ClassId, bool>,
    pupils: BTreeMap<PupilId, ClassId>,
    with_parent: BTreeSet<PupilId>,
    journals: BTreeMap<JournalId, Option<ClassId>>,
    taught: BTreeSet<JournalId>,
    people: BTreeMap<PersonId, Roles>,
    /// Pupils of classes that are parted, and those of them who are in no part somewhere.
    parted: (usize, BTreeSet<PersonId>),
    beside: &'r BesideRegister,
}

impl<'r> Counted<'r> {
    fn of(
        register: &'r Register,
        year: Option<(RecordRef, DaySpan)>,
        today: NaiveDate,
        beside: &'r BesideRegister,
    ) -> Self {
        // In August the classes are those of 1 September.
        let day = year.map_or(today, |(_, days)| today.clamp(days.first, days.last));
        let year = year.map(|(at, _)| at);
        let mut counted = Self {
            register,
            year,
            classes: BTreeMap::new(),
            pupils: BTreeMap::new(),
            with_parent: BTreeSet::new(),
            journals: BTreeMap::new(),
            taught: BTreeSet::new(),
            people: BTreeMap::new(),
            parted: (0, BTreeSet::new()),
            beside,
        };
        counted.look(day);
        counted
    }

    fn look(&mut self, day: NaiveDate) {
        let mut groups: BTreeMap<GroupId, Option<ClassId>> = BTreeMap::new();
        for (at, record) in self.register.all() {
            match record {
                Record::Class(class) if Some(class.year.into()) == self.year => {
                    let class = ClassId(at.id.0);
                    let led = self.register.class_teacher_on(class, day).is_some();
                    self.classes.insert(class, led);
                }
                Record::Group(group) if Some(group.year.into()) == self.year => {
                    let class = group.class.filter(|_| group.sort != GroupSort::Mixed);
                    groups.insert(GroupId(at.id.0), class);
                }
                Record::Guardianship(it) if it.holds(day) => {
                    self.with_parent.insert(PupilId(it.pupil.0));
                }
                Record::Teaching(it) if it.holds(day) => {
                    self.taught.insert(it.journal);
                }
                Record::Person(_) => {
                    let person = PersonId(at.id.0);
                    let roles = self.register.roles_on(person, day);
                    if !roles.0.is_empty() {
                        self.people.insert(person, roles);
                    }
                }
                _ => {}
            }
        }
        for (at, record) in self.register.of(RecordKind::Journal) {
            if let Record::Journal(journal) = record
                && let Some(class) = groups.get(&journal.group)
            {
                self.journals.insert(JournalId(at.id.0), *class);
            }
        }
        for pupil in self.register.moved_pupils() {
            let stints = self.register.stints(pupil);
            let of_year = |stint: &&Stint| self.classes.contains_key(&stint.class);
            let mut of_year = stints.iter().filter(of_year);
            if let Some(stint) = of_year.find(|stint| stint.days().has(day)) {
                self.pupils.insert(pupil, stint.class);
            }
        }
        let ungrouped = self.register.ungrouped(day).into_iter();
        let ungrouped = ungrouped.map(|line| line.pupil).collect();
        self.parted = (self.register.parted_pupils(day), ungrouped);
    }

    /// How many there are, and how many are missing.
    fn part(&self, part: SetupPart) -> (usize, usize) {
        match part {
            SetupPart::Year => at_least_one(usize::from(self.year.is_some())),
            SetupPart::Periods | SetupPart::Bells => at_least_one(self.of_year(part)),
            SetupPart::Rooms => at_least_one(self.register.of(RecordKind::Room).count()),
            SetupPart::Subjects => at_least_one(self.register.of(RecordKind::Subject).count()),
            SetupPart::Staff => {
                let staff = self
                    .people
                    .values()
                    .filter(|roles| roles.has(Role::Teacher));
                at_least_one(staff.count())
            }
            SetupPart::Classes => at_least_one(self.classes.len()),
            SetupPart::ClassTeachers => both(self.classes.values().copied()),
            SetupPart::Pupils => {
                let some: BTreeSet<_> = self.pupils.values().collect();
                let empty = self.classes.keys().filter(|class| !some.contains(class));
                (self.pupils.len(), empty.count())
            }
            SetupPart::Parents => both(
                self.pupils
                    .keys()
                    .map(|pupil| self.with_parent.contains(pupil)),
            ),
            SetupPart::Journals => {
                let some: BTreeSet<_> = self.journals.values().flatten().collect();
                let without = self.classes.keys().filter(|class| !some.contains(class));
                (self.journals.len(), without.count())
            }
            SetupPart::Subgroups => {
                let (all, without) = (self.parted.0, self.parted.1.len());
                (all.saturating_sub(without), without)
            }
            SetupPart::Teaching => both(
                self.journals
                    .keys()
                    .map(|journal| self.taught.contains(journal)),
            ),
            SetupPart::Credentials => {
                let accounts = &self.beside.accounts;
                both(self.people.keys().map(|person| accounts.contains(person)))
            }
            SetupPart::Timetable => {
                let timetabled = &self.beside.timetabled;
                both(
                    self.journals
                        .keys()
                        .map(|journal| timetabled.contains(journal)),
                )
            }
        }
    }

    fn of_year(&self, part: SetupPart) -> usize {
        let Some(kind) = part.kind() else {
            return 0;
        };
        let records = self.register.of(kind).map(|(_, record)| record);
        let years = records.filter_map(|record| self.register.year_of_record(record));
        years.filter(|(at, _)| Some(*at) == self.year).count()
    }
}

fn at_least_one(present: usize) -> (usize, usize) {
    (present, usize::from(present == 0))
}

/// Of each of which there must be one: how many have it, and how many do not.
fn both(has: impl Iterator<Item = bool>) -> (usize, usize) {
    has.fold((0, 0), |(has, lacks), it| {
        if it {
            (has + 1, lacks)
        } else {
            (has, lacks + 1)
        }
    })
}
