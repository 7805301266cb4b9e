//! Rows that say only in which class a pupil is from a day: the line of movement that it is so by,
//! or that makes it so. In the base a pupil changes classes by an order alone.

use super::findings::Finding;
use super::matching::HeadFound;
use super::plan::{Draft, Planner};
use super::row::Given;
use crate::ids::PupilId;
use crate::register::movement::Stint;
use crate::register::{MovementSort, Record, RecordKind, RecordRef, Value};
use chrono::NaiveDate;

/// What such a row says.
struct Stay {
    pupil: PupilId,
    day: NaiveDate,
    class: Option<RecordRef>,
}

impl Stay {
    fn of(given: &Given) -> Option<Self> {
        let value = |field| given.value(RecordKind::Movement, field);
        let (Value::Reference(pupil), Value::Day(day)) = (value("pupil")?, value("day")?) else {
            return None;
        };
        let class = match value("class") {
            Some(Value::Reference(class)) => Some(*class),
            _ => None,
        };
        Some(Self {
            pupil: PupilId(pupil.id.0),
            day: *day,
            class,
        })
    }
}

impl Planner<'_> {
    /// The line by which it is so already.
    pub(super) fn line_of_stay(&self, given: &Given, draft: &mut Draft) -> HeadFound {
        let Some(stay) = Stay::of(given) else {
            return HeadFound::None;
        };
        let register = &self.known.register;
        if stay.class.is_none()
            && let Some(at) = self.line_of_leaving(&stay)
        {
            return HeadFound::One(at);
        }
        let Some(stint) = self.stint_on(&stay) else {
            return HeadFound::None;
        };
        if stay.class == Some(stint.class.into()) {
            if stint.from != stay.day {
                let stands = stint.from.format("%d.%m.%Y").to_string();
                draft.find(given.first_column(), Finding::ByOrder(stands));
            }
            return HeadFound::One(stint.by);
        }
        if !self.known.is_of_base(stint.by) {
            return HeadFound::None;
        }
        let title = register.title(stint.class.into()).unwrap_or_default();
        draft.find(given.first_column(), Finding::OtherClass(title));
        HeadFound::Nobody
    }

    /// The row with what becomes of the pupil by it.
    pub(super) fn with_sort(&self, given: &Given) -> Given {
        let mut given = given.clone();
        let Some(stay) = Stay::of(&given) else {
            return given;
        };
        let sort = match stay.class {
            None => MovementSort::Leave,
            Some(_) if self.stint_on(&stay).is_some() => MovementSort::Move,
            Some(_) => MovementSort::Enrol,
        };
        let fields = RecordKind::Movement.described().fields;
        let mut places = fields.iter().zip(0..);
        if let Some((_, place)) = places.find(|(field, _)| field.name == "sort") {
            let mut line = Record::blank(RecordKind::Movement);
            if let Record::Movement(line) = &mut line {
                line.sort = sort;
            }
            let value = RecordKind::Movement.described().value(place, &line);
            given.values.insert(place, (value, None));
        }
        given
    }

    /// Where the pupil is on the day.
    fn stint_on(&self, stay: &Stay) -> Option<Stint> {
        let register = &self.known.register;
        let mut stints = register.stints(stay.pupil).into_iter();
        stints.find(|stint| register.counts_on(stint, stay.day))
    }

    fn line_of_leaving(&self, stay: &Stay) -> Option<RecordRef> {
        let register = &self.known.register;
        let mut naming = register.referring_to(stay.pupil.into());
        naming.find(|at| match register.get(*at) {
            Some(Record::Movement(line)) => {
                let stands = line.order.is_none_or(|order| register.is_in_force(order));
                let leaves = matches!(line.sort, MovementSort::Leave | MovementSort::Graduate);
                line.pupil == stay.pupil && line.day == stay.day && leaves && stands
            }
            _ => false,
        })
    }
}
