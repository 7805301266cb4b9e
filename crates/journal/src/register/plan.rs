//! A whole gesture of amendments, such as an import, seen before it is written: the one path on
//! which amendments are judged, a single one too.

use super::amendment::Amendment;
use super::calendar::{DaySpan, LessonChange, lesson_changes};
use super::consequences::{Consequences, Effect, EffectKind};
use super::fault::Refusal;
use super::material::{Asking, Found, Material, Question};
use super::moves::Moves;
use super::record::{Record, RecordRef};
use super::{Register, Stint};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What would become of a gesture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What would become of each amendment, in the order given.
    pub outcomes: Vec<Result<(), Refusal>>,
    /// Those that would be taken, in the order in which they can be.
    pub taken: Vec<Taken>,
    /// How many of each sort.
    pub totals: Totals,
    /// What all of them together would change in the lessons.
    pub consequences: Consequences,
    /// The register after all of them.
    pub after: Register,
    changes: Vec<LessonChange>,
    /// What follows without a look into the journals.
    certain: Vec<Effect>,
    moves: Moves,
    /// What was not known of the journals when the outcomes were found.
    assumed_unused: Vec<Question>,
}

/// An amendment that would be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its place in the gesture.
    pub place: usize,
    /// What stands there when its turn comes.
    pub before: Option<Record>,
    /// What follows from it beside the register.
    pub follows: Option<Follow>,
}

/// What follows from an amendment in the lessons to come; what follows from bells, all amendments
/// together say ([`super::bell_changes()`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Follow {
    /// Lessons name their room by its title.
    RoomRenamed {
        /// The title that they say.
        was: String,
        /// The title that it has now.
        now: String,
    },
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

impl Totals {
    /// Records that it moves.
    pub fn moved(&self) -> usize {
        self.created + self.changed + self.removed
    }
}

/// How often all of a gesture is judged at most, as a count of amendments: no gesture holds up a
/// school for longer than one of thousands in a good order does ten times.
const JUDGED: usize = 200_000;
/// Times that each amendment is tried however many there are.
const TRIES: usize = 3;

impl Register {
    /// Plans a gesture. Amendments are taken in the order given, and those that cannot be taken
    /// yet are tried again after the others, from the last to the first and back: a quarter can be
    /// moved to where the next one still is, a building removed before its rooms. A record that
    /// already is as wanted accepts the amendment without a conflict. Of thousands that wait for
    /// one another in no order at all, those are refused whose turn has not come after a few tries.
    ///
    /// What `material` does not know is not counted, and stands in [`Consequences::unanswered`];
    /// a removal is sure only when nothing is unanswered.
    pub fn plan(&self, gesture: &[Amendment], material: &Material) -> Plan {
        let mut asking = Asking::new(material);
        let mut after = self.clone();
        let mut totals = Totals::default();
        let mut outcomes = vec![Ok(()); gesture.len()];
        let mut taken = Vec::new();
        let mut waiting: Vec<usize> = (0..gesture.len()).collect();
        let rounds = (JUDGED / gesture.len().max(1)).max(TRIES);
        for _ in 0..rounds {
            let before = waiting.len();
            waiting.retain(|place| {
                let Some(amendment) = gesture.get(*place) else {
                    return false;
                };
                let outcome = after.judge(self, amendment, &mut asking);
                let waits = outcome.is_err();
                if !waits {
                    totals.count(&after, amendment);
                    taken.push(after.take(*place, amendment));
                }
                if let Some(slot) = outcomes.get_mut(*place) {
                    *slot = outcome;
                }
                waits
            });
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
            waiting.reverse();
        }
        totals.refused = waiting.len();
        let is_dated = gesture.iter().any(|one| one.record.kind.is_dated());
        let mut changes = if is_dated {
            lesson_changes(&self.dated(), &after.dated())
        } else {
            Vec::new()
        };
        changes.extend(self.meanings(&after, gesture));
        changes.extend(self.days_lost(&after, gesture));
        changes.extend(self.untaught(&after, gesture));
        changes.extend(self.terms_moved(&after));
        changes.sort();
        let mut plan = Plan {
            outcomes,
            taken,
            totals,
            consequences: Consequences::default(),
            changes,
            certain: self.told(&after, gesture),
            moves: self.moves(&after, gesture),
            after,
            assumed_unused: asking.unanswered(),
        };
        plan.count(material);
        plan
    }

    /// What the gesture means for what the journals hold already.
    fn meanings(&self, after: &Self, gesture: &[Amendment]) -> Vec<LessonChange> {
        let records: BTreeSet<RecordRef> = gesture.iter().map(|one| one.record).collect();
        let mut years = self.years().map(|(_, year)| year.days());
        let Some(first) = years.next() else {
            return Vec::new();
        };
        let days = years.fold(first, |all, year| {
            DaySpan::new(all.first.min(year.first), all.last.max(year.last))
        });
        let means = |at: RecordRef| {
            let (was, is) = (self.get(at)?, after.get(at)?);
            let (kind, lessons) = (at.kind.described().journals.means)(at, was, is)?;
            Some(LessonChange {
                kind,
                days,
                lessons,
            })
        };
        records.into_iter().filter_map(means).collect()
    }

    /// What is told of records as they become, whatever the journals hold.
    fn told(&self, after: &Self, gesture: &[Amendment]) -> Vec<Effect> {
        let records: BTreeSet<RecordRef> = gesture.iter().map(|one| one.record).collect();
        let told = records.iter().flat_map(|at| {
            let tells = at.kind.described().journals.tells;
            tells(after, self.get(*at), after.get(*at))
        });
        let told = told.map(|(kind, days)| Effect {
            kind,
            days,
            found: None,
        });
        let told = told.chain(self.disagreeing(after, &records));
        told.chain(self.namesakes(after, &records)).collect()
    }

    /// What is written of pupils on days that the gesture takes from them in a class.
    fn days_lost(&self, after: &Self, gesture: &[Amendment]) -> Vec<LessonChange> {
        let records: BTreeSet<RecordRef> = gesture.iter().map(|one| one.record).collect();
        let mut lost = Vec::new();
        for pupil in self.pupils_moved_by(after, &records) {
            let now = after.stints(pupil);
            for was in self.stints(pupil) {
                let class = was.class;
                let kept = now.iter().filter(|stint| stint.class == class);
                let gone = was.days().without(kept.map(Stint::days));
                lost.extend(gone.into_iter().map(|days| LessonChange {
                    kind: EffectKind::EntriesOutside { list: class.into() },
                    days,
                    lessons: Question::EntriesInClass { pupil, class, days },
                }));
            }
        }
        lost
    }

    fn take(&mut self, place: usize, amendment: &Amendment) -> Taken {
        let before = self.get(amendment.record).cloned();
        let follows = amendment.record.kind.described().journals.follows;
        let both = before.as_ref().zip(amendment.wanted.as_ref());
        let follows = both.and_then(|(was, is)| follows(self, was, is));
        self.put(amendment.record, amendment.wanted.clone());
        Taken {
            place,
            before,
            follows,
        }
    }
}

impl Plan {
    /// Tells the consequences as `material` counts them now. False: it also says that something
    /// rests upon what would be removed or renamed, so that the gesture must be planned again.
    pub fn count(&mut self, material: &Material) -> bool {
        let unknown = |question: &&Question| material.found(question).is_none();
        let open = self.changes.iter().map(|change| &change.lessons);
        let open = open.chain(&self.assumed_unused).filter(unknown).cloned();
        let mut unanswered: Vec<_> = open.collect();
        unanswered.sort_unstable();
        unanswered.dedup();
        let changes = self.changes.iter().map(|change| Effect {
            kind: change.kind.clone(),
            days: change.days,
            found: material.found(&change.lessons).cloned(),
        });
        let none = |effect: &Effect| effect.found.as_ref().is_some_and(Found::is_empty);
        let counted = changes.filter(|effect| !none(effect));
        self.consequences = Consequences {
            effects: self.certain.iter().cloned().chain(counted).collect(),
            moves: self.moves.clone(),
            unanswered,
        };
        let found = self.assumed_unused.iter().map(|it| material.found(it));
        found.flatten().all(Found::is_empty)
    }
}

impl Totals {
    /// How many amendments they are.
    pub fn all(&self) -> usize {
        self.created + self.changed + self.removed + self.same + self.refused
    }

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
    use super::super::unique_texts::COMPARED;
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
    fn a_chain_of_names_is_judged_from_both_ends_and_walks_no_directory() {
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
        COMPARED.with(|count| count.set(0));
        let plan = register.plan(&gesture, &Material::default());
        assert_eq!(plan.totals.changed, RENAMED);
        let judged = 2 * RENAMED;
        let compared = COMPARED.with(std::cell::Cell::get);
        assert!(compared <= 4 * judged, "{compared} for {judged}");
    }
}
