//! The book of movement as it is read: each line with its three dates, and how many pupils there
//! are on a day (SOLO2-10.1a, SP14-T2.8d).

use super::kinds::{MovementRecord, MovementSort, OrderRecord, OrderSort};
use super::movement::Movements;
use super::record::{Record, RecordId, RecordKind, RecordRef};
use super::{Register, Stint};
use crate::ids::{ClassId, PersonId};
use crate::person::PersonName;
use crate::regulation::{Clause, Obligation, Regulation};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// A line of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookLine {
    /// The record.
    pub line: RecordId,
    /// Who.
    pub pupil: PersonId,
    /// The name as it is today.
    pub name: PersonName,
    /// What became of the pupil.
    pub sort: MovementSort,
    /// The first day on which it is so.
    pub day: NaiveDate,
    /// The class of the day before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The class from that day on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// By which order; none: without one, which is a fault where the regulation asks for orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<BookOrder>,
    /// The day on which it was entered here; none: it came with the school's first tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<NaiveDate>,
    /// The last day on which it was to be entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// By how many days it was entered late: working days, where the term is in them.
    #[serde(default)]
    pub late: u32,
    /// What sets the term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Clause>,
    /// The debts on which a promotion rests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub debts: Vec<BookDebt>,
}

/// A debt that a pupil was promoted with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookDebt {
    /// The subject.
    pub subject: String,
    /// The last day on which it may be cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// The day on which it was cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared: Option<NaiveDate>,
    /// By how many days the clearing was marked late: working days, where the term is in them.
    #[serde(default)]
    pub late: u32,
    /// What sets the term of the mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Clause>,
}

/// The order of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookOrder {
    /// The record.
    pub id: RecordId,
    /// «12-у».
    pub number: String,
    /// The day of the document.
    pub date: NaiveDate,
    /// Whether the line holds: the order is no draft, and no other cancels it.
    pub in_force: bool,
    /// Whether another order cancels it; one that does not hold and is not cancelled is a draft.
    #[serde(default)]
    pub cancelled: bool,
}

/// How many pupils there are in a class on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassCount {
    /// The class.
    pub class: ClassId,
    /// «7Б».
    pub title: String,
    /// Its year of learning.
    pub grade: u8,
    /// In its list on the first day of the year.
    pub first: u32,
    /// Who came into it since then.
    pub came: u32,
    /// Who left it since then, for another class too.
    pub left: u32,
    /// In its list on the day.
    pub present: u32,
    /// Attached to it on the day, and in no list: family education, attestation alone.
    pub attached: u32,
}

/// Whether an amendment says anew what a line or an order is about: a reason that is added later, a
/// heading, another school's name enter nothing.
pub fn is_entry(was: Option<&Record>, is: &Record) -> bool {
    match (was, is) {
        (Some(Record::Movement(was)), Record::Movement(is)) => {
            let about =
                |line: &MovementRecord| (line.pupil, line.sort, line.day, line.class, line.order);
            about(was) != about(is)
        }
        (Some(Record::Order(was)), Record::Order(is)) => {
            let about =
                |order: &OrderRecord| (order.number.clone(), order.date, order.sort, order.state);
            about(was) != about(is)
        }
        // Of a debt it is the clearing that is to be entered in time.
        (was, Record::Debt(is)) => {
            let was = was.and_then(|was| match was {
                Record::Debt(was) => was.cleared,
                _ => None,
            });
            is.cleared.is_some() && was != is.cleared
        }
        _ => true,
    }
}

impl Register {
    /// The book of movement, the latest day first. `entered`: the days on which lines and orders
    /// were entered as they are.
    pub fn movement_book(
        &self,
        regulation: &Regulation,
        entered: &HashMap<RecordRef, NaiveDate>,
    ) -> Vec<BookLine> {
        let work_days = self.work_days();
        let mut stints: HashMap<PersonId, Vec<Stint>> = HashMap::new();
        let lines = self.of(RecordKind::Movement).filter_map(|(at, record)| {
            let Record::Movement(line) = record else {
                return None;
            };
            let pupil = PersonId(line.pupil.0);
            let stints = stints.entry(pupil);
            let stints = stints.or_insert_with(|| self.stints(line.pupil));
            let order = line.order.and_then(|id| match self.get(id.into())? {
                Record::Order(order) => Some((id, order)),
                _ => None,
            });
            // A line holds when both it and its order are entered.
            let both = [Some(at), order.map(|(id, _)| RecordRef::from(id))];
            let both = both.into_iter().flatten();
            let entered_on = |at: RecordRef| entered.get(&at).copied();
            let entered = both.filter_map(entered_on).max();
            let term = order.and_then(|(_, order)| {
                let set = regulation.term(obligation(order));
                set.or_else(|| regulation.term(Obligation::Orders))
            });
            let from = order.map_or(line.day, |(_, order)| order.date);
            let late = term.zip(entered);
            let late = late.map_or(0, |(set, day)| set.term.late_by(from, day, &work_days));
            let (was, is) = self.classes_at(at, line, stints);
            Some(BookLine {
                line: at.id,
                pupil,
                name: self.name_of(pupil),
                sort: line.sort,
                day: line.day,
                from: was,
                to: is,
                order: order.map(|(id, order)| BookOrder {
                    id: RecordRef::from(id).id,
                    number: order.number.clone(),
                    date: order.date,
                    in_force: self.is_in_force(id),
                    cancelled: self.is_cancelled(id),
                }),
                entered,
                due: term.and_then(|set| set.term.last_day(from, &work_days)),
                late: u32::try_from(late).unwrap_or(u32::MAX),
                clause: term.map(|set| set.clause.clone()),
                debts: self.debts_of(line, regulation, &entered_on),
            })
        });
        let mut lines: Vec<_> = lines.collect();
        lines.sort_by_key(|line| Reverse((line.day, line.line)));
        lines
    }

    /// The debts with which a pupil is promoted by a line.
    fn debts_of(
        &self,
        line: &MovementRecord,
        regulation: &Regulation,
        entered: &dyn Fn(RecordRef) -> Option<NaiveDate>,
    ) -> Vec<BookDebt> {
        if line.sort != MovementSort::Conditional {
            return Vec::new();
        }
        let work_days = self.work_days();
        let term = regulation.term(Obligation::DebtCleared);
        let debts = self.rests_on(line).map(|(at, debt)| {
            let marked = debt.cleared.zip(entered(at)).zip(term);
            let late = marked.map_or(0, |((cleared, day), set)| {
                set.term.late_by(cleared, day, &work_days)
            });
            BookDebt {
                subject: self.title(debt.subject.into()).unwrap_or_default(),
                due: debt.due,
                cleared: debt.cleared,
                late: u32::try_from(late).unwrap_or(u32::MAX),
                clause: term.map(|set| set.clause.clone()),
            }
        });
        debts.collect()
    }

    /// Every class of the year of a day, with its pupils: by grade and title.
    pub fn population(&self, on: NaiveDate) -> Vec<ClassCount> {
        let Some((year, days)) = self.year_at(on).map(|(at, year)| (at, year.days())) else {
            return Vec::new();
        };
        let mut counts: BTreeMap<ClassId, ClassCount> = BTreeMap::new();
        for (at, record) in self.of(RecordKind::Class) {
            if let Record::Class(class) = record
                && RecordRef::from(class.year) == year
            {
                let class_id = ClassId(at.id.0);
                let count = ClassCount {
                    class: class_id,
                    title: class.title.clone(),
                    grade: class.grade,
                    first: 0,
                    came: 0,
                    left: 0,
                    present: 0,
                    attached: 0,
                };
                counts.insert(class_id, count);
            }
        }
        for pupil in self.moved_pupils() {
            for stint in Movements::of(self).fold(pupil).0 {
                let Some(count) = counts.get_mut(&stint.class) else {
                    continue;
                };
                if stint.attached {
                    count.attached += u32::from(stint.days().has(on));
                    continue;
                }
                count.first += u32::from(stint.days().has(days.first));
                count.came += u32::from(days.first < stint.from && stint.from <= on);
                count.left += u32::from(stint.until.is_some_and(|last| last < on));
                count.present += u32::from(stint.days().has(on));
            }
        }
        let mut counts: Vec<_> = counts.into_values().collect();
        counts.sort_by(|a, b| (a.grade, &a.title).cmp(&(b.grade, &b.title)));
        counts
    }

    /// The class before a line and the class after it; of a line that does not stand, the one that it
    /// names.
    fn classes_at(
        &self,
        at: RecordRef,
        line: &MovementRecord,
        stints: &[Stint],
    ) -> (String, String) {
        let title = |class: ClassId| match self.get(class.into()) {
            Some(Record::Class(class)) => class.title.clone(),
            _ => String::new(),
        };
        let next = stints.iter().position(|stint| stint.by == at);
        let ended = |stint: &&Stint| stint.until.is_some() && stint.until == line.day.pred_opt();
        let was = stints.iter().find(ended).map(|stint| title(stint.class));
        let is = match next.and_then(|place| stints.get(place)) {
            Some(stint) => Some(title(stint.class)),
            None => line.class.map(title),
        };
        (was.unwrap_or_default(), is.unwrap_or_default())
    }

    /// The name of somebody in what a gesture makes of this register; of whom it removes, the last.
    pub(super) fn name_now(&self, after: &Self, person: PersonId) -> PersonName {
        let known = after.get(person.into()).is_some();
        if known { after } else { self }.name_of(person)
    }

    pub(super) fn name_of(&self, person: PersonId) -> PersonName {
        match self.get(person.into()) {
            Some(Record::Person(person)) => person.name.clone(),
            _ => PersonName::default(),
        }
    }
}

fn obligation(order: &OrderRecord) -> Obligation {
    match order.sort {
        OrderSort::Promotion => Obligation::Promotion,
        OrderSort::Graduation => Obligation::Graduation,
        _ => Obligation::Orders,
    }
}
