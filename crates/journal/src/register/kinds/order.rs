//! An order of the school on the movement of pupils.

use super::MovementSort;
use crate::register::field::{InJournals, fields};
use crate::register::movement::{MOST_CANCELLATIONS, Movements};
use crate::register::value::choices;
use crate::register::{Fault, FieldFault, FieldKind, Kind, OrderId, Record, RecordKind};
use crate::register::{RecordRef, Register, Title};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choices! {
    /// What an order is about.
    pub enum OrderSort {
        /// Enrolment (SOLO2-10.1-1a).
        #[default]
        Enrolment = "enrolment" ["зачисление", "о зачислении"],
        /// Attachment for attestation alone.
        Attachment = "attachment" ["прикрепление"],
        /// Transfer from class to class (SOLO2-10.1-5a).
        Transfer = "transfer" ["перевод в другой класс", "перевод"],
        /// Family education, and back from it.
        Family = "family" ["семейное образование"],
        /// Promotion to the next year, conditional promotion, a year repeated (SOLO2-10.1-3a).
        Promotion = "promotion" ["перевод на следующий год"],
        /// Graduation.
        Graduation = "graduation" ["выпуск"],
        /// Departure (SOLO2-10.1-2a).
        Departure = "departure" ["отчисление", "выбытие"],
        /// Another order is taken back.
        Cancelling = "cancelling" ["отмена приказа", "отмена"],
    }
}

impl OrderSort {
    /// Whether such an order says that of pupils; a cancelling one says nothing of its own.
    pub fn holds(self, line: MovementSort) -> bool {
        use MovementSort as M;
        match self {
            Self::Enrolment => matches!(line, M::Enrol | M::NoShow),
            Self::Attachment => line == M::Attach,
            Self::Transfer => line == M::Move,
            Self::Family => matches!(line, M::ToFamily | M::FromFamily),
            Self::Promotion => matches!(line, M::Promote | M::Conditional | M::Repeat),
            Self::Graduation => line == M::Graduate,
            Self::Departure => matches!(line, M::Leave | M::Detach),
            Self::Cancelling => false,
        }
    }
}

choices! {
    /// Whether an order is in force.
    pub enum OrderState {
        /// Signed: what its lines say is so.
        #[default]
        InForce = "in-force" ["действует"],
        /// Being prepared: nothing follows from it.
        Draft = "draft" ["проект"],
    }
}

/// An order on the movement of pupils (SOLO2-10.1a). It is never changed back: another order
/// cancels it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderRecord {
    /// Its number, with its series: «12-у».
    pub number: String,
    /// The day of the document.
    pub date: NaiveDate,
    /// What it is about.
    pub sort: OrderSort,
    /// In words: «О зачислении в 1-е классы».
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// Whether it is in force.
    #[serde(default)]
    pub state: OrderState,
    /// The order that it cancels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancels: Option<OrderId>,
}

fields! {
    Order;
    number: FieldKind::Text { max: 40 },
        .required().unique_within(&[at::date]).column(1, 12);
    date: FieldKind::Day,
        .required().column(1, 10);
    sort: FieldKind::Choice(OrderSort::CHOICES),
        .required().column(1, 26);
    heading: FieldKind::Text { max: 200 },
        .column(2, 30);
    state: FieldKind::Choice(OrderState::CHOICES),
        .required().column(1, 18);
    cancels: FieldKind::Reference(RecordKind::Order),
        .column(3, 24);
}

/// Orders.
pub static KIND: Kind = Kind {
    kind: RecordKind::Order,
    fields: FIELDS,
    title: Title::Parts(&[at::number, at::date]),
    search: &[at::number, at::date, at::sort, at::heading],
    order: &[at::date, at::number],
    check,
    journals: InJournals::SHOWN,
};

/// A cancelling order names one that was made before it, so that chains of them end, and is of no
/// later day; what pupils do after it must still follow from what is left.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Order(order) = record else {
        return Vec::new();
    };
    let fault = match (order.sort, order.cancels.map(RecordRef::from)) {
        (OrderSort::Cancelling, None) => Some(Fault::Required),
        (OrderSort::Cancelling, Some(of)) if of.id >= at.id => Some(Fault::NoSuchRecord),
        (OrderSort::Cancelling, Some(_)) | (_, None) => None,
        (_, Some(_)) => Some(Fault::NotCancelling),
    };
    let fault = fault.or_else(|| cancelled_twice(register, at, order));
    if let Some(fault) = fault {
        return vec![FieldFault::new("cancels", fault)];
    }
    if let Some(with) = misdated(register, at, order) {
        return vec![FieldFault::new("date", Fault::CancelledBefore { with })];
    }
    if let Some(with) = line_of_another_sort(register, at, order.sort) {
        return vec![FieldFault::new("sort", Fault::BreaksMovement { with })];
    }
    let movements = Movements::with(register, at, record);
    let broken = movements
        .pupils_of(at)
        .into_iter()
        .find_map(|pupil| movements.fold(pupil).1);
    let field = if order.cancels.is_some() {
        "cancels"
    } else {
        "state"
    };
    let fault = broken.map(|(with, _)| FieldFault::new(field, Fault::BreaksMovement { with }));
    fault.into_iter().collect()
}

/// That another cancels the same order, or that too many cancel each other in a row.
fn cancelled_twice(register: &Register, at: RecordRef, order: &OrderRecord) -> Option<Fault> {
    let of = RecordRef::from(order.cancels?);
    if let Some(with) = cancelling(register, of).find(|by| *by != at) {
        return Some(Fault::NotUnique { with });
    }
    let above = |of: &RecordRef| match register.get(*of)? {
        Record::Order(it) => it.cancels.map(RecordRef::from),
        _ => None,
    };
    let below = |of: &RecordRef| cancelling(register, *of).next();
    let above = std::iter::successors(Some(of), above).take(MOST_CANCELLATIONS + 1);
    let below = std::iter::successors(below(&at), below).take(MOST_CANCELLATIONS + 1);
    let limit = MOST_CANCELLATIONS;
    (above.count() + below.count() > limit).then_some(Fault::CancelledTooOften { limit })
}

/// The orders that cancel one, in force or not.
fn cancelling(register: &Register, of: RecordRef) -> impl Iterator<Item = RecordRef> {
    register.referring_to(of).filter(move |by| {
        let record = register.get(*by);
        matches!(record, Some(Record::Order(it)) if it.cancels.map(RecordRef::from) == Some(of))
    })
}

/// A line that stands under it and that an order of that sort does not hold.
fn line_of_another_sort(register: &Register, at: RecordRef, sort: OrderSort) -> Option<RecordRef> {
    let mut naming = register.referring_to(at);
    naming.find(|by| match register.get(*by) {
        Some(Record::Movement(line)) => !sort.holds(line.sort),
        _ => false,
    })
}

/// The order of a later day that it cancels, or the one of an earlier day that cancels it.
fn misdated(register: &Register, at: RecordRef, order: &OrderRecord) -> Option<RecordRef> {
    let date = |of: RecordRef| match register.get(of) {
        Some(Record::Order(it)) => Some(it.date),
        _ => None,
    };
    let cancelled = order.cancels.map(RecordRef::from);
    let cancelled = cancelled.filter(|of| date(*of).is_some_and(|day| order.date < day));
    cancelled.or_else(|| {
        let mut naming = register.referring_to(at);
        naming.find(|by| *by != at && date(*by).is_some_and(|day| day < order.date))
    })
}
