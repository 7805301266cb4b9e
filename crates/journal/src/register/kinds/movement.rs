//! What an order says of one pupil: the only way a pupil comes into a class or leaves it.

use crate::ids::{ClassId, PupilId};
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::{Asking, Found, Question};
use crate::register::movement::Movements;
use crate::register::value::choices;
use crate::register::{
    DaySpan, EffectKind, Fault, FieldFault, FieldKind, Kind, OrderId, Record, RecordKind,
    RecordRef, Register, Title,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choices! {
    /// What becomes of a pupil.
    pub enum MovementSort {
        /// Enters the school, into a class.
        #[default]
        Enrol = "enrol" ["зачислен"],
        /// Was enrolled and never came: as if it had not been.
        NoShow = "no-show" ["не явился"],
        /// Is attached for attestation alone.
        Attach = "attach" ["прикреплён"],
        /// Goes to another class of the same year.
        Move = "move" ["переведён в класс"],
        /// Goes over to family education.
        ToFamily = "to-family" ["на семейное образование"],
        /// Comes back from it.
        FromFamily = "from-family" ["с семейного образования"],
        /// Is promoted into a class of the next year.
        Promote = "promote" ["переведён в следующий класс"],
        /// The same, with debts.
        Conditional = "conditional" ["переведён условно"],
        /// Repeats the year.
        Repeat = "repeat" ["на повторное обучение"],
        /// Leaves the school.
        Leave = "leave" ["отчислен", "выбыл"],
        /// Is attached no more.
        Detach = "detach" ["откреплён"],
        /// Has finished the school.
        Graduate = "graduate" ["выпущен"],
    }
}

impl MovementSort {
    /// Whether it says into which class.
    pub fn names_class(self) -> bool {
        matches!(
            self,
            Self::Enrol
                | Self::Attach
                | Self::Move
                | Self::FromFamily
                | Self::Promote
                | Self::Conditional
                | Self::Repeat
        )
    }
}

/// A line of an order, or of none: as it was imported (SP14-T2.8d, SOLO2-10.1a).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovementRecord {
    /// The pupil.
    pub pupil: PupilId,
    /// What becomes of the pupil.
    pub sort: MovementSort,
    /// The first day on which it is so.
    pub day: NaiveDate,
    /// Into which class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassId>,
    /// By which order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The other school, from which or to which.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub school: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

fields! {
    Movement;
    pupil: FieldKind::Reference(RecordKind::Person),
        .required().column(1, 26);
    sort: FieldKind::Choice(MovementSort::CHOICES),
        .required().column(1, 22);
    day: FieldKind::Day,
        .required().column(1, 10);
    class: FieldKind::Reference(RecordKind::Class),
        .column(1, 6);
    order: FieldKind::Reference(RecordKind::Order),
        .column(2, 22);
    school: FieldKind::Text { max: 120 },
        .column(3, 20);
    reason: FieldKind::Text { max: 200 },
        .column(3, 20);
}

/// The book of movement.
pub static KIND: Kind = Kind {
    kind: RecordKind::Movement,
    fields: FIELDS,
    title: Title::Parts(&[at::pupil, at::sort, at::day]),
    search: &[at::pupil, at::sort, at::class, at::order],
    order: &[at::day, at::order, at::pupil],
    check,
    journals: InJournals {
        uses,
        rests,
        tells,
        ..InJournals::SHOWN
    },
};

/// A class is said where one is meant, and the pupil's whole way holds together with the line.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Movement(line) = record else {
        return Vec::new();
    };
    let fault = match (line.sort, line.class) {
        (MovementSort::FromFamily, _) => None,
        (sort, None) if sort.names_class() => Some(Fault::Required),
        (sort, Some(_)) if !sort.names_class() => Some(Fault::NoClassThen),
        _ => None,
    };
    if let Some(fault) = fault {
        return vec![FieldFault::new("class", fault)];
    }
    if let Some(fault) = order_fault(register, at, line) {
        return vec![FieldFault::new("order", fault)];
    }
    if !register.is_in_or_after_a_year(line.day) {
        return vec![FieldFault::new("day", Fault::OutsideYear)];
    }
    let (_, broken) = Movements::with(register, at, record).fold(line.pupil);
    let fault = broken.map(|(with, fault)| {
        if with == at {
            FieldFault::new(fault.0, fault.1)
        } else {
            FieldFault::new("day", Fault::BreaksMovement { with })
        }
    });
    let fault = fault.or_else(|| left_behind(register, at, (line, record)));
    fault.into_iter().collect()
}

/// A later line of the pupil whose line it was: without it that one follows from nothing.
fn left_behind(
    register: &Register,
    at: RecordRef,
    (line, record): (&MovementRecord, &Record),
) -> Option<FieldFault> {
    let was = match register.get(at)? {
        Record::Movement(was) => was.pupil,
        _ => return None,
    };
    if was == line.pupil {
        return None;
    }
    let (_, broken) = Movements::with(register, at, record).fold(was);
    let (with, _) = broken?;
    Some(FieldFault::new("pupil", Fault::BreaksMovement { with }))
}

/// What is wrong with the order that a line is written under; one that stands under it may have been
/// written before it was cancelled.
fn order_fault(register: &Register, at: RecordRef, line: &MovementRecord) -> Option<Fault> {
    let order = line.order?;
    let stands = match register.get(at) {
        Some(Record::Movement(it)) => (it.order, it.sort) == (line.order, line.sort),
        _ => false,
    };
    match register.get(order.into()) {
        Some(Record::Order(it)) if !stands => {
            if !it.sort.holds(line.sort) {
                Some(Fault::NotOfOrder)
            } else if register.is_cancelled(order) {
                Some(Fault::OrderCancelled)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// What is written of the pupil on the days that it gives.
fn uses(gesture: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Found {
    let Some(Record::Movement(line)) = gesture.before.get(at) else {
        return Found::default();
    };
    let (stints, _) = Movements::of(gesture.before).fold(line.pupil);
    let Some(stint) = stints.into_iter().find(|stint| stint.by == at) else {
        return Found::default();
    };
    asking.ask(Question::EntriesInClass {
        pupil: line.pupil,
        class: stint.class,
        days: stint.days(),
    })
}

/// Whether promotion and debts agree (SOLO2-10.1-3b).
fn tells(
    after: &Register,
    was: Option<&Record>,
    is: Option<&Record>,
) -> Vec<(EffectKind, DaySpan)> {
    let Some(Record::Movement(line)) = is else {
        return Vec::new();
    };
    let said = |it: &MovementRecord| (it.pupil, it.sort, it.day);
    if matches!(was, Some(Record::Movement(was)) if said(was) == said(line)) {
        return Vec::new();
    }
    let days = DaySpan::new(line.day, NaiveDate::MAX);
    let told = after.disagreement(line).into_iter();
    told.map(|it| (it.effect(line.pupil), days)).collect()
}

/// Later lines that could not be without it.
fn rests(now: &Register, at: RecordRef) -> Vec<RecordRef> {
    let Some(Record::Movement(line)) = now.get(at) else {
        return Vec::new();
    };
    let (_, broken) = Movements::without(now, at).fold(line.pupil);
    broken.into_iter().map(|(with, _)| with).collect()
}
