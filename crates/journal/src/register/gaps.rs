//! What is to be put right, one by one: gaps and contradictions of the records, each leading
//! to where it is done (SP14-T2.11b, SP14-T2.8e, SOLO2-4.6e, SOLO2-5.8b, SOLO2-10.1-3a, SOLO2-10.1-4a).

use super::kinds::ClassRecord;
use super::promotion::Disagreement;
use super::record::{Record, RecordId, RecordKind, RecordRef};
use super::{DaySpan, Register, Stint};
use crate::ids::{ClassId, JournalId, PupilId};
use crate::regulation::{Clause, Obligation, Regulation, WorkDays};
use crate::text_form::vocabulary;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

vocabulary! {
    /// What is wrong.
    #[derive(PartialOrd, Ord)]
    pub enum GapSort of "sorts of gaps" {
        /// A class has no class teacher.
        ClassUnled = "class-unled",
        /// A class has no pupils.
        ClassEmpty = "class-empty",
        /// A pupil is in no class.
        PupilNowhere = "pupil-nowhere",
        /// A pupil is in two parts of one parting at once.
        PupilTwice = "pupil-twice",
        /// Nobody teaches a journal.
        JournalUntaught = "journal-untaught",
        /// Who teaches a journal is not among the teachers of its subject.
        TeacherUnlinked = "teacher-unlinked",
        /// Pupils of a class are in no order on promotion.
        ClassUnpromoted = "class-unpromoted",
        /// A pupil of a last class is in no order on graduation.
        PupilUngraduated = "pupil-ungraduated",
        /// A pupil with a debt was promoted without a condition.
        PromotedWithDebt = "promoted-with-debt",
        /// A pupil was promoted on a condition, and no debt is kept.
        ConditionUnsaid = "condition-unsaid",
        /// A debt was to be cleared and is not.
        DebtOverdue = "debt-overdue",
    }
}

/// Something to be put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gap {
    /// What is wrong.
    pub sort: GapSort,
    /// With which record.
    pub about: RecordRef,
    /// What the record is called.
    pub title: String,
    /// More of it: the class, the parts, the subjects.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// For how many, where it is for several at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The last day in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// What asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Clause>,
    /// A record of which kind puts it right.
    pub by: RecordKind,
    /// Which one; none: a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<RecordId>,
}

/// A year is looked at from so many months before it begins, and promotion so long before it ends.
const AHEAD: Months = Months::new(1);
/// The grades that end with a graduation, or are repeated (SOLO2-10.1-4a).
const LAST_GRADES: [u8; 2] = [9, 11];

impl Register {
    /// All of them on a day, by sort and title.
    pub fn gaps(&self, regulation: &Regulation, today: NaiveDate) -> Vec<Gap> {
        let mut looking = Looking {
            register: self,
            regulation,
            today,
            work_days: self.work_days(),
            found: Vec::new(),
        };
        // A day of summer is of the year before it, whose orders are still to come.
        let begun = self.year_at(today).filter(|(_, year)| year.starts <= today);
        let current = begun.map(|(at, _)| at);
        for (at, year) in self.years() {
            let is_near = year.starts.checked_sub_months(AHEAD);
            let is_near = is_near.is_some_and(|from| from <= today) && today <= year.ends;
            let is_current = Some(at) == current;
            if year.moves() && (is_near || is_current) {
                looking.year(at, year.days(), is_current);
            }
        }
        looking.debts();
        let mut found = looking.found;
        found.sort_by_cached_key(|one| (one.sort, one.title.clone(), one.about));
        found
    }
}

struct Looking<'r> {
    register: &'r Register,
    regulation: &'r Regulation,
    today: NaiveDate,
    work_days: WorkDays,
    found: Vec<Gap>,
}

impl<'r> Looking<'r> {
    /// Adds a gap, which a new record of the kind puts right unless it is said otherwise.
    fn add(
        &mut self,
        (sort, about): (GapSort, RecordRef),
        by: RecordKind,
        more: impl FnOnce(&mut Gap),
    ) {
        let mut one = Gap {
            sort,
            about,
            title: self.register.title(about).unwrap_or_default(),
            detail: String::new(),
            count: None,
            due: None,
            clause: None,
            by,
            at: None,
        };
        more(&mut one);
        self.found.push(one);
    }

    /// The term of an obligation that is a day of the year, on or after `from`.
    fn term(&self, of: Obligation, from: NaiveDate) -> (Option<NaiveDate>, Option<Clause>) {
        let term = self.regulation.term(of);
        let term = term.or_else(|| self.regulation.term(Obligation::Setup));
        let due = term.filter(|set| set.term.is_of_the_year());
        let due = due.and_then(|set| set.term.last_day(from, &self.work_days));
        (due, term.map(|set| set.clause.clone()))
    }

    fn year(&mut self, year: RecordRef, days: DaySpan, is_current: bool) {
        let day = self.today.clamp(days.first, days.last);
        let classes: Vec<(ClassId, &'r ClassRecord)> = self
            .register
            .of(RecordKind::Class)
            .filter_map(|(at, record)| match record {
                Record::Class(class) if RecordRef::from(class.year) == year => {
                    Some((ClassId(at.id.0), class))
                }
                _ => None,
            })
            .collect();
        let stints: Vec<(PupilId, Vec<Stint>)> = self
            .register
            .moved_pupils()
            .into_iter()
            .map(|pupil| (pupil, self.register.stints(pupil)))
            .collect();
        self.classes(&classes, &stints, days, day);
        // In August nobody is in a class of the next year before the orders.
        if is_current {
            self.nowhere(&stints, day);
            self.twice(&stints, day);
        }
        self.journals(year, days, day);
        self.unpromoted(&classes, &stints, days);
    }

    fn classes(
        &mut self,
        classes: &[(ClassId, &ClassRecord)],
        stints: &[(PupilId, Vec<Stint>)],
        days: DaySpan,
        day: NaiveDate,
    ) {
        let from = days.first.checked_sub_months(Months::new(6));
        let (due, clause) = self.term(Obligation::Classes, from.unwrap_or(days.first));
        let all = stints.iter().flat_map(|(_, stints)| stints);
        let filled: BTreeSet<ClassId> = all
            .filter(|stint| stint.days().has(day))
            .map(|stint| stint.class)
            .collect();
        for (class, _) in classes {
            let at = RecordRef::from(*class);
            if self.register.class_teacher_on(*class, day).is_none() {
                let unled = (GapSort::ClassUnled, at);
                self.add(unled, RecordKind::ClassTeacher, |one| {
                    (one.due, one.clause) = (due, clause.clone());
                });
            }
            if !filled.contains(class) {
                let empty = (GapSort::ClassEmpty, at);
                self.add(empty, RecordKind::Order, |one| {
                    (one.due, one.clause) = (due, clause.clone());
                });
            }
        }
    }

    /// Who was in a class of an earlier year that no line has ended, and who has a parent here and was
    /// never in a class.
    fn nowhere(&mut self, stints: &[(PupilId, Vec<Stint>)], day: NaiveDate) {
        let mut nowhere = BTreeSet::new();
        for (pupil, stints) in stints {
            let is_in = stints
                .iter()
                .any(|it| self.register.counts_on(it, day) || day < it.from);
            let last = stints.last();
            if !is_in && last.is_some_and(|stint| stint.until.is_none()) {
                nowhere.insert(*pupil);
            }
        }
        // A line of an order that is being prepared, or is cancelled, has brought nobody here.
        let moved: BTreeSet<PupilId> = self
            .register
            .of(RecordKind::Movement)
            .filter_map(|(at, _)| Some(self.register.line_in_force(at)?.pupil))
            .collect();
        for (_, record) in self.register.of(RecordKind::Guardianship) {
            if let Record::Guardianship(tie) = record
                && tie.holds(day)
                && !moved.contains(&tie.pupil)
            {
                nowhere.insert(tie.pupil);
            }
        }
        for pupil in nowhere {
            let nowhere = (GapSort::PupilNowhere, RecordRef::from(pupil));
            self.add(nowhere, RecordKind::Order, |_| {});
        }
    }

    fn twice(&mut self, stints: &[(PupilId, Vec<Stint>)], day: NaiveDate) {
        for (pupil, _) in stints {
            for places in self.register.doubled_on(*pupil, day) {
                let titles = places.iter().filter_map(|at| match self.register.get(*at) {
                    Some(Record::Membership(place)) => self.register.title(place.group.into()),
                    _ => None,
                });
                let detail = titles.collect::<Vec<_>>().join(", ");
                let Some(last) = places.last() else {
                    continue;
                };
                let name = self.register.title(RecordRef::from(*pupil));
                let twice = (GapSort::PupilTwice, *last);
                self.add(twice, RecordKind::Membership, |one| {
                    one.title = name.unwrap_or_default();
                    (one.detail, one.at) = (detail, Some(last.id));
                });
            }
        }
    }

    fn journals(&mut self, year: RecordRef, days: DaySpan, day: NaiveDate) {
        let register = self.register;
        let from = days.first.checked_sub_months(Months::new(6));
        let (due, clause) = self.term(Obligation::Setup, from.unwrap_or(days.first));
        for (at, record) in register.of(RecordKind::Journal) {
            let Record::Journal(journal) = record else {
                continue;
            };
            let of = register.year_of_record(record);
            if of.is_none_or(|(of, _)| of != year) {
                continue;
            }
            let mut teachings = register.teachings_on(JournalId(at.id.0), day);
            teachings.retain(|(_, it)| !register.is_of_families(it.teacher));
            if teachings.is_empty() {
                let untaught = (GapSort::JournalUntaught, at);
                self.add(untaught, RecordKind::Teaching, |one| {
                    (one.due, one.clause) = (due, clause.clone());
                });
            }
            for (teaching, it) in teachings {
                if !register.may_teach(it.teacher, journal.subject) {
                    let name = register.title(it.teacher.into());
                    let title = register.title(at);
                    let unlinked = (GapSort::TeacherUnlinked, teaching);
                    self.add(unlinked, RecordKind::Teaching, |one| {
                        one.title = title.unwrap_or_default();
                        one.detail = name.unwrap_or_default();
                        one.at = Some(teaching.id);
                    });
                }
            }
        }
    }

    /// Who is still in a class when its year is all but over, and goes nowhere from there.
    fn unpromoted(
        &mut self,
        classes: &[(ClassId, &ClassRecord)],
        stints: &[(PupilId, Vec<Stint>)],
        days: DaySpan,
    ) {
        let begins = days.last.checked_sub_months(AHEAD).unwrap_or(days.last);
        if self.today < begins {
            return;
        }
        let stays = |class: ClassId| {
            let stay = stints.iter().filter(move |(_, stints)| {
                let last = stints.last();
                last.is_some_and(|it| it.class == class && it.until.is_none() && !it.attached)
            });
            stay.map(|(pupil, _)| *pupil).collect::<Vec<_>>()
        };
        for (class, it) in classes {
            let staying = stays(*class);
            if LAST_GRADES.contains(&it.grade) {
                let (due, clause) = self.term(Obligation::Graduation, begins);
                for pupil in staying {
                    let at = RecordRef::from(pupil);
                    let staying = (GapSort::PupilUngraduated, at);
                    self.add(staying, RecordKind::Order, |one| {
                        one.detail.clone_from(&it.title);
                        (one.due, one.clause) = (due, clause.clone());
                    });
                }
            } else if !staying.is_empty() {
                let (due, clause) = self.term(Obligation::Promotion, begins);
                let at = RecordRef::from(*class);
                let unpromoted = (GapSort::ClassUnpromoted, at);
                self.add(unpromoted, RecordKind::Order, |one| {
                    one.count = u32::try_from(staying.len()).ok();
                    (one.due, one.clause) = (due, clause);
                });
            }
        }
    }

    /// Whether a pupil is in a class now or will be.
    fn is_here(&self, pupil: PupilId) -> bool {
        let stints = self.register.stints(pupil);
        let counts = |it: &Stint| self.register.counts_on(it, self.today) || self.today < it.from;
        stints.iter().any(counts)
    }

    fn debts(&mut self) {
        let register = self.register;
        let clause = self.regulation.term(Obligation::DebtCleared);
        let clause = clause.map(|set| set.clause.clone());
        for (at, record) in register.of(RecordKind::Debt) {
            if let Record::Debt(debt) = record
                && debt.is_open(self.today)
                && debt.due.is_some_and(|due| due < self.today)
                && self.is_here(debt.pupil)
            {
                self.add((GapSort::DebtOverdue, at), RecordKind::Debt, |one| {
                    (one.at, one.due, one.clause) = (Some(at.id), debt.due, clause.clone());
                });
            }
        }
        for (at, record) in register.of(RecordKind::Movement) {
            let Record::Movement(line) = record else {
                continue;
            };
            // In summer it is of the year that is to come.
            let year = register.year_at(self.today);
            let is_past = year.is_none_or(|(_, year)| line.day < year.starts);
            let (sort, by, owed) = match register.disagreement(line) {
                Some(Disagreement::Owed(owed)) => {
                    (GapSort::PromotedWithDebt, RecordKind::Movement, owed)
                }
                Some(Disagreement::Unsaid) => {
                    (GapSort::ConditionUnsaid, RecordKind::Debt, Vec::new())
                }
                None => continue,
            };
            if !is_past && register.line_in_force(at).is_some() && self.is_here(line.pupil) {
                let name = register.title(RecordRef::from(line.pupil));
                let clause = self.regulation.term(Obligation::Promotion);
                let clause = clause.map(|set| set.clause.clone());
                self.add((sort, at), by, |one| {
                    one.title = name.unwrap_or_default();
                    one.at = (by == at.kind).then_some(at.id);
                    (one.detail, one.clause) = (owed.join(", "), clause);
                });
            }
        }
    }
}
