//! Where a pupil is on which day: what the lines of the orders that stand make of it, one after
//! another. Nobody says it otherwise: an order that is taken back takes its lines with it, and
//! classes, groups and journals follow.

use super::fault::Fault;
use super::kinds::{MovementRecord, MovementSort, OrderState};
use super::record::{Record, RecordKind, RecordRef};
use super::{DaySpan, OrderId, Register};
use crate::ids::{ClassId, PupilId};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Most orders of which each cancels the one before it.
pub(super) const MOST_CANCELLATIONS: usize = 6;

/// The days of a pupil in a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stint {
    /// The class.
    pub class: ClassId,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none: nothing has ended it.
    pub until: Option<NaiveDate>,
    /// For attestation alone, or in family education.
    pub attached: bool,
    /// The line that it begins with.
    pub by: RecordRef,
}

impl Stint {
    /// Its days.
    pub fn days(&self) -> DaySpan {
        DaySpan::new(self.from, self.until.unwrap_or(NaiveDate::MAX))
    }
}

/// What is wrong with a line, and at which field.
pub(super) type LineFault = (&'static str, Fault);

/// The lines of a register, with one record otherwise than it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Movements<'r> {
    register: &'r Register,
    instead: Option<(RecordRef, Option<&'r Record>)>,
}

/// Where a pupil is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Out,
    In(ClassId),
    Attached(ClassId),
}

impl<'r> Movements<'r> {
    /// As they stand.
    pub(super) fn of(register: &'r Register) -> Self {
        Self {
            register,
            instead: None,
        }
    }

    /// With this record in the place of what stands.
    pub(super) fn with(register: &'r Register, at: RecordRef, record: &'r Record) -> Self {
        Self {
            register,
            instead: Some((at, Some(record))),
        }
    }

    /// Without this record.
    pub(super) fn without(register: &'r Register, at: RecordRef) -> Self {
        Self {
            register,
            instead: Some((at, None)),
        }
    }

    fn get(self, at: RecordRef) -> Option<&'r Record> {
        match self.instead {
            Some((changed, record)) if changed == at => record,
            _ => self.register.get(at),
        }
    }

    /// The records of a kind that may name a record, and the changed one.
    fn naming(self, at: RecordRef, kind: RecordKind) -> impl Iterator<Item = RecordRef> {
        let changed = self.instead.map(|(changed, _)| changed);
        let changed = changed.filter(|by| by.kind == kind);
        let naming = self.register.referrers.of_kind(at, kind);
        let naming: BTreeSet<_> = naming.chain(changed).collect();
        naming.into_iter()
    }

    /// Whether an order is in force: no draft, and cancelled by none that is in force itself.
    fn stands(self, order: OrderId) -> bool {
        self.stands_in_chain(order, MOST_CANCELLATIONS)
    }

    /// The same, where so many cancellations may follow; what would come after them does not count.
    fn stands_in_chain(self, order: OrderId, left: usize) -> bool {
        let signed = match self.get(order.into()) {
            Some(Record::Order(it)) => it.state == OrderState::InForce,
            _ => false,
        };
        signed && self.cancelling_in_chain(order, left).is_none()
    }

    /// The order in force that cancels it.
    fn cancelling(self, order: OrderId) -> Option<OrderId> {
        self.cancelling_in_chain(order, MOST_CANCELLATIONS)
    }

    /// What cancels has the greater id, so this ends; the bound keeps it from ending in a stack that
    /// is full.
    fn cancelling_in_chain(self, order: OrderId, left: usize) -> Option<OrderId> {
        let left = left.checked_sub(1)?;
        let at = RecordRef::from(order);
        let cancelling = self.naming(at, RecordKind::Order).filter(|by| {
            let cancels = match self.get(*by) {
                Some(Record::Order(by)) => by.cancels == Some(order),
                _ => false,
            };
            by.id > at.id && cancels
        });
        cancelling
            .map(|by| OrderId(by.id.0))
            .find(|by| self.stands_in_chain(*by, left))
    }

    /// The lines of a pupil that stand, in the order in which they take effect.
    fn lines(self, pupil: PupilId) -> Vec<(RecordRef, &'r MovementRecord)> {
        let lines = self.naming(pupil.into(), RecordKind::Movement);
        let lines = lines.filter_map(|at| match self.get(at)? {
            Record::Movement(line) if line.pupil == pupil => Some((at, line)),
            _ => None,
        });
        let stand = lines.filter(|(_, line)| line.order.is_none_or(|order| self.stands(order)));
        let mut stand: Vec<_> = stand.collect();
        let document = |line: &MovementRecord| match self.get(line.order?.into())? {
            Record::Order(order) => Some(order.date),
            _ => None,
        };
        stand.sort_by_key(|(at, line)| (line.day, document(line), *at));
        stand
    }

    /// The pupils in the lines of an order, of the one that it cancels, of the one that this cancels,
    /// and so on.
    pub(super) fn pupils_of(self, order: RecordRef) -> BTreeSet<PupilId> {
        // What is cancelled has the lesser id, so this ends, also where a wish says otherwise.
        let cancels = |by: &RecordRef| match self.get(*by)? {
            Record::Order(it) => it.cancels.map(RecordRef::from).filter(|of| of.id < by.id),
            _ => None,
        };
        let orders = std::iter::successors(Some(order), cancels).take(MOST_CANCELLATIONS + 1);
        let lines = orders.flat_map(|order| self.naming(order, RecordKind::Movement));
        let pupils = lines.filter_map(|line| match self.get(line)? {
            Record::Movement(line) => Some(line.pupil),
            _ => None,
        });
        pupils.collect()
    }

    /// The days of a pupil in classes, and the first line that does not follow from those before
    /// it; it is passed by.
    pub(super) fn fold(self, pupil: PupilId) -> (Vec<Stint>, Option<(RecordRef, LineFault)>) {
        let mut stints: Vec<Stint> = Vec::new();
        let (mut place, mut broken) = (Place::Out, None);
        let mut last: Option<(NaiveDate, MovementSort)> = None;
        for (at, line) in self.lines(pupil) {
            let twice = last.is_some_and(|(day, sort)| {
                day == line.day && (sort, line.sort) != (MovementSort::Enrol, MovementSort::NoShow)
            });
            let next = if twice {
                Err(("day", Fault::TwoOnADay))
            } else {
                self.step(self.lapsed(place, line), line)
            };
            last = Some((line.day, line.sort));
            let next = match next {
                Ok(next) => next,
                Err(fault) => {
                    broken.get_or_insert((at, fault));
                    continue;
                }
            };
            end(&mut stints, place, line);
            if let Place::In(class) | Place::Attached(class) = next {
                stints.push(Stint {
                    class,
                    from: line.day,
                    until: None,
                    attached: next == Place::Attached(class),
                    by: at,
                });
            }
            place = next;
        }
        (stints, broken)
    }

    /// Who was in a class of an earlier year is out, unless the line goes on from there, or ends it
    /// in the summer before another year.
    fn lapsed(self, place: Place, line: &MovementRecord) -> Place {
        let (Place::In(class) | Place::Attached(class)) = place else {
            return place;
        };
        let goes_on = matches!(
            line.sort,
            MovementSort::Promote | MovementSort::Conditional | MovementSort::Repeat
        );
        let year = self.year_of(class);
        let is_over = year.is_some_and(|year| year.last < line.day);
        let ends = matches!(
            line.sort,
            MovementSort::Leave | MovementSort::Graduate | MovementSort::Detach
        );
        let is_summer = self.register.year_of(line.day).is_none();
        if is_over && !goes_on && !(ends && is_summer) {
            Place::Out
        } else {
            place
        }
    }

    fn year_of(self, class: ClassId) -> Option<DaySpan> {
        match (self.get(class.into())?, self.register) {
            (Record::Class(class), register) => match register.get(class.year.into())? {
                Record::SchoolYear(year) => Some(year.days()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Where a line leads from a place.
    fn step(self, place: Place, line: &MovementRecord) -> Result<Place, LineFault> {
        use MovementSort as M;
        let into = |in_day: bool| {
            let class = line.class.ok_or(("class", Fault::Required))?;
            let year = self.year_of(class);
            if in_day && year.is_some_and(|year| !year.has(line.day)) {
                return Err(("class", Fault::OutsideYear));
            }
            Ok(class)
        };
        match (line.sort, place) {
            (M::Enrol, Place::Out) => Ok(Place::In(into(true)?)),
            (M::Attach, Place::Out) => Ok(Place::Attached(into(true)?)),
            (M::Enrol | M::Attach, _) => Err(("day", Fault::InAlready)),
            (M::Move, Place::In(was)) => match into(true)? {
                class if class == was => Err(("class", Fault::InAlready)),
                class => Ok(Place::In(class)),
            },
            (M::ToFamily, Place::In(class)) => Ok(Place::Attached(class)),
            (M::FromFamily, Place::Attached(class)) => match line.class {
                Some(_) => Ok(Place::In(into(true)?)),
                None => Ok(Place::In(class)),
            },
            (M::Promote | M::Conditional | M::Repeat, Place::In(was)) => {
                let class = into(true)?;
                let (was, is) = (self.year_of(was), self.year_of(class));
                if was.zip(is).is_some_and(|(was, is)| is.first <= was.last) {
                    return Err(("class", Fault::NotNextYear));
                }
                Ok(Place::In(class))
            }
            (M::NoShow | M::Leave | M::Graduate, Place::In(_))
            | (M::Detach, Place::Attached(_)) => Ok(Place::Out),
            _ => Err(("sort", Fault::NotInClass)),
        }
    }
}

/// Ends the last stint by a line; who never came was never there.
fn end(stints: &mut Vec<Stint>, place: Place, line: &MovementRecord) {
    if place == Place::Out {
        return;
    }
    if line.sort == MovementSort::NoShow {
        stints.pop();
        return;
    }
    if let Some(stint) = stints.last_mut().filter(|stint| stint.until.is_none()) {
        stint.until = line.day.pred_opt();
    }
    if stints
        .last()
        .is_some_and(|stint| stint.until < Some(stint.from))
    {
        stints.pop();
    }
}

impl Register {
    /// The days of a pupil in classes, in order: what the lines of the orders that stand make of
    /// them.
    pub fn stints(&self, pupil: PupilId) -> Vec<Stint> {
        Movements::of(self).fold(pupil).0
    }

    /// Whether a stint still counts on a day of it: that of an earlier year ends when another year
    /// begins, though no line has ended it.
    pub fn counts_on(&self, stint: &Stint, day: NaiveDate) -> bool {
        let year = match self.get(stint.class.into()) {
            Some(Record::Class(class)) => Some(RecordRef::from(class.year)),
            _ => None,
        };
        stint.days().has(day) && year == self.year_at(day).map(|(at, _)| at)
    }

    /// Pupils of whom the lines, orders or places in groups among these records speak, before or
    /// after.
    pub(super) fn pupils_moved_by(
        &self,
        after: &Self,
        records: &BTreeSet<RecordRef>,
    ) -> BTreeSet<PupilId> {
        let mut pupils = BTreeSet::new();
        for at in records {
            for register in [self, after] {
                match register.get(*at) {
                    Some(Record::Movement(line)) => {
                        pupils.insert(line.pupil);
                    }
                    Some(Record::Membership(place)) => {
                        pupils.insert(place.pupil);
                    }
                    Some(Record::Order(_)) => {
                        pupils.extend(Movements::of(register).pupils_of(*at));
                    }
                    _ => {}
                }
            }
        }
        pupils
    }

    /// Everybody of whom there is a line.
    pub fn moved_pupils(&self) -> BTreeSet<PupilId> {
        let lines = self.of(RecordKind::Movement);
        let pupils = lines.filter_map(|(_, record)| match record {
            Record::Movement(line) => Some(line.pupil),
            _ => None,
        });
        pupils.collect()
    }

    /// Whether an order is in force: no draft, and not cancelled.
    pub fn is_in_force(&self, order: OrderId) -> bool {
        Movements::of(self).stands(order)
    }

    /// Whether another order, in force itself, cancels it.
    pub fn is_cancelled(&self, order: OrderId) -> bool {
        self.cancelling(order).is_some()
    }

    /// The order, in force itself, that cancels it.
    pub fn cancelling(&self, order: OrderId) -> Option<OrderId> {
        Movements::of(self).cancelling(order)
    }
}
