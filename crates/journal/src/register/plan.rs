//! A whole gesture of amendments, such as an import, seen before it is written.

use super::Register;
use super::amendment::Amendment;
use super::calendar::effects;
use super::consequences::Consequences;
use super::fault::Refusal;
use super::material::{Asking, Material};
use serde::{Deserialize, Serialize};

/// What would become of a gesture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What would become of each amendment, in the order given.
    pub outcomes: Vec<Result<(), Refusal>>,
    /// The places of those that would be taken, in the order in which they can be.
    pub order: Vec<usize>,
    /// How many of each sort.
    pub totals: Totals,
    /// What all of them together would change in the lessons.
    pub consequences: Consequences,
}

/// The amendments of a gesture, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// Records made.
    pub created: usize,
    /// Records changed.
    pub changed: usize,
    /// Records removed.
    pub removed: usize,
    /// Records that are as wanted already.
    pub same: usize,
    /// Amendments that cannot be taken.
    pub refused: usize,
}

impl Register {
    /// Plans a gesture. Amendments are taken in the order given, and those that cannot be taken
    /// yet are tried again after the others: a quarter can be moved to where the next one still
    /// is, a building removed before its rooms.
    pub fn plan(&self, gesture: &[Amendment], material: &Material) -> Plan {
        let mut asking = Asking::new(material);
        let mut after = self.clone();
        let mut totals = Totals::default();
        let mut outcomes = vec![Ok(()); gesture.len()];
        let mut order = Vec::new();
        let mut waiting: Vec<usize> = (0..gesture.len()).collect();
        loop {
            let before = waiting.len();
            waiting.retain(|place| {
                let Some(amendment) = gesture.get(*place) else {
                    return false;
                };
                let outcome = after.judge_records(self, amendment, &mut asking);
                let waits = outcome.is_err();
                if !waits {
                    totals.count(&after, amendment);
                    after.put(amendment.record, amendment.wanted.clone());
                    order.push(*place);
                }
                if let Some(slot) = outcomes.get_mut(*place) {
                    *slot = outcome;
                }
                waits
            });
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        totals.refused = waiting.len();
        Plan {
            outcomes,
            order,
            totals,
            consequences: Consequences {
                effects: effects(&self.dated(), &after.dated(), &mut asking),
                unanswered: asking.unanswered(),
            },
        }
    }
}

impl Totals {
    fn count(&mut self, register: &Register, amendment: &Amendment) {
        let counted = match (register.get(amendment.record), &amendment.wanted) {
            (now, wanted) if now == wanted.as_ref() => &mut self.same,
            (None, _) => &mut self.created,
            (Some(_), None) => &mut self.removed,
            (Some(_), Some(_)) => &mut self.changed,
        };
        *counted += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::faces::FOLDED;
    use super::super::{BuildingId, Record, RecordId, RecordKind, Room};
    use super::*;
    use crate::ids::{ChangeId, GestureId};
    use crate::time::Timestamp;
    use uuid::Uuid;

    fn room(title: usize) -> Record {
        Record::Room(Room {
            building: BuildingId(1),
            title: title.to_string(),
            ..Room::default()
        })
    }

    #[test]
    fn a_chain_of_names_in_the_worst_order_does_not_walk_the_directory_for_each() {
        const ROOMS: usize = 3000;
        const RENAMED: usize = 200;
        let mut register = Register::default();
        let building = RecordKind::Building.at(RecordId(1));
        register.put(building, Some(Record::blank(RecordKind::Building)));
        let at = |n: usize| RecordKind::Room.at(RecordId(i64::try_from(n).unwrap_or(0)));
        for n in 1..=ROOMS {
            register.put(at(n), Some(room(n)));
        }
        // Each takes the name of the next, and only the last of them is free to.
        let first = ROOMS - RENAMED + 1;
        let gesture: Vec<_> = (first..=ROOMS)
            .map(|n| Amendment {
                id: ChangeId(Uuid::nil()),
                gesture: GestureId(Uuid::nil()),
                made_at: Timestamp(0),
                record: at(n),
                expected: Some(room(n)),
                wanted: Some(room(n + 1)),
                ground: None,
            })
            .collect();
        FOLDED.with(|count| count.set(0));
        let plan = register.plan(&gesture, &Material::default());
        assert_eq!(plan.totals.changed, RENAMED);
        let judged = RENAMED * (RENAMED + 1) / 2;
        let folded = FOLDED.with(std::cell::Cell::get);
        assert!(folded <= 4 * judged, "{folded} for {judged}");
    }
}
