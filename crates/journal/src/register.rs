//! The register: what a school is apart from its journals. It moves only by [`Amendment`]s.
//!
//! A record kind is described once, in a file of [`kinds`]: its fields, its title, its own check,
//! what it has to do with the journals. Storage, the contract, lists, forms, the audit and the keys
//! of the words follow from the description ([`Kind`]). Who may read and amend what, down to the
//! fields, stands in one table: [`crate::regulation::RegisterRights`].
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`record`] | the one list of kinds, [`Record`], [`RecordRef`] |
//! | [`kinds`] | each kind: its type, its description, its check |
//! | [`field`], [`value`] | what a description is made of; what a field holds |
//! | [`faces`], [`reading`] | a value shown, sorted, exported; grades and bells read from a text |
//! | [`amendment`], [`check`], [`plan`], [`outcome`] | how a record moves; whether it may; a gesture's dry run; what became of it |
//! | [`consequences`], [`calendar`], [`mod@bell_changes`] | what would change in the lessons, and how that is found |
//! | [`material`], [`lesson_questions`] | what is asked of the journals to know it; many questions answered at once |
//! | [`mod@table`] | tables in and out: columns of a kind, rows against the register |
//! | [`oneroster`] | a school year as a OneRoster package, out and in |
//! | `unique_texts`, `referrers` | what no two records may say, and who names a record, found without walking them |
//! | `movement` | where a pupil is on which day, by the orders that stand |
//! | `movement_book` | the lines with their three dates, and how many pupils there are on a day |
//! | `moves` | whom a gesture moves: pupils, days, lists of journals |
//! | `divisions` | classes that are parted, and who is in none of the parts |
//! | `people` | what somebody is in the school on a day |
//! | `relations` | how somebody stands to a record on a day |
//! | `card_checks` | what cards lack, and when they were held against the facts |
//! | `consents` | whether what is said of people may be, by their consents |
//! | `requests` | what became of requests, and what one that was granted allows |
//! | `setup` | what a school still lacks before its teachers can begin |
//! | `gaps` | what is to be put right, each with the record that does it |
//! | `undo` | what takes a gesture back |
//! | `veil` | fields that not everybody sees |
//! | [`keys`] | the keys of the words for people |

pub mod amendment;
pub mod bell_changes;
pub mod calendar;
mod card_checks;
mod card_holders;
pub mod check;
mod consents;
pub mod consequences;
mod divisions;
pub mod faces;
pub mod fault;
pub mod field;
mod gaps;
pub mod keys;
pub mod kinds;
pub mod lesson_questions;
pub mod material;
mod movement;
mod movement_book;
mod moves;
mod namesakes;
pub mod oneroster;
pub mod outcome;
mod people;
pub mod plan;
mod promotion;
pub mod reading;
pub mod record;
mod referrers;
mod relations;
mod requests;
mod setup;
pub mod table;
mod undo;
mod unique_texts;
mod untaught;
pub mod value;
mod veil;

pub use amendment::{Amendment, AmendmentGround, FieldStep};
pub use bell_changes::{BellChange, bell_changes};
pub use calendar::DaySpan;
pub use card_checks::{AmendedAt, CardLine, ClassCards, Lack};
pub use consequences::{Consequences, Effect, EffectKind};
pub use divisions::{Part, Ungrouped};
pub use fault::{Fault, FieldFault, Refusal};
pub use field::{Column, Field, FieldKind, Kind, Offers, Title};
pub use gaps::{Gap, GapSort};
pub use keys::fluent_keys;
pub use kinds::*;
pub use lesson_questions::{LessonQuestions, LessonSeen};
pub use material::{
    BellLessons, Found, LessonSample, LessonsAt, Material, Question, SAMPLES, TaughtTogether,
    TermsMove,
};
pub use movement::Stint;
pub use movement_book::{BookDebt, BookLine, BookOrder, ClassCount, is_entry};
pub use moves::{ClassMove, ClassPlace, GroupMove, ListMoves, Moves, PupilMoves};
pub use outcome::{Amended, AmendmentOutcome, GestureFate, GestureOutcome, Untaken};
pub use people::Trust;
pub use plan::{Follow, Plan, Taken, Totals};
pub use record::{Record, RecordId, RecordKind, RecordRef};
pub use relations::{Relations, Scope};
pub use setup::{BesideRegister, SetupLine, SetupPart};
pub use undo::{Moved, inverse};
pub use value::{
    BuildingId, Choice, Grades, OrderId, PostId, RequestId, RoomId, SubjectId, Value, YearId,
};
pub use veil::Veil;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How far beyond the greatest id a new one may be: the rows of a large import, some of which
/// are refused.
const IDS_AHEAD: i64 = 100_000;

/// The records of one school, all of them or those of the kinds that a client has asked for. A copy
/// shares them: it has a map of its own only of the kinds in which it is amended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    records: BTreeMap<RecordKind, Arc<BTreeMap<RecordId, Arc<Record>>>>,
    unique: unique_texts::UniqueTexts,
    referrers: referrers::Referrers,
    highest: BTreeMap<RecordKind, RecordId>,
    /// What was removed, as it stood last.
    removed: Arc<BTreeMap<RecordRef, Arc<Record>>>,
    together: Arc<BTreeSet<TaughtTogether>>,
}

impl Register {
    /// What stands under `at`.
    pub fn get(&self, at: RecordRef) -> Option<&Record> {
        let record = self.records.get(&at.kind)?.get(&at.id)?;
        Some(record)
    }

    /// What stands under `at`, or stood there last.
    pub fn last(&self, at: RecordRef) -> Option<&Record> {
        let removed = || self.removed.get(&at).map(Arc::as_ref);
        self.get(at).or_else(removed)
    }

    /// Puts a record, or takes it away, whatever stands there and without any check: how a
    /// register is loaded, and how a client follows the server's log.
    pub fn put(&mut self, at: RecordRef, record: Option<Record>) {
        self.reserve(at);
        let of_kind = Arc::make_mut(self.records.entry(at.kind).or_default());
        let record = record.map(Arc::new);
        let was = match &record {
            Some(record) => of_kind.insert(at.id, Arc::clone(record)),
            None => of_kind.remove(&at.id),
        };
        if of_kind.is_empty() {
            self.records.remove(&at.kind);
        }
        if let Some(was) = &was {
            self.unique.take(at, was);
            self.referrers.take(at, was);
        }
        if let Some(record) = &record {
            self.unique.put(at, record);
            self.referrers.put(at, record);
            if self.removed.contains_key(&at) {
                Arc::make_mut(&mut self.removed).remove(&at);
            }
        } else if let Some(was) = was {
            Arc::make_mut(&mut self.removed).insert(at, was);
        }
    }

    /// Keeps an id from being given to a new record: ids that the log names are not used twice.
    pub fn reserve(&mut self, at: RecordRef) {
        let highest = self.highest.entry(at.kind).or_insert(at.id);
        *highest = at.id.max(*highest);
    }

    /// An id for a new record of the kind: greater than any that was put or reserved.
    pub fn free_id(&self, kind: RecordKind) -> RecordId {
        let highest = self.highest.get(&kind).map_or(0, |id| id.0);
        RecordId(highest.saturating_add(1).max(1))
    }

    /// Whether a record can come under this id: from 1, and not so far beyond the others that
    /// numbers would run out. Under the id of one that was removed only that one comes back.
    pub(crate) fn can_be_new(&self, at: RecordRef, record: Option<&Record>) -> bool {
        if let Some(was) = self.removed.get(&at) {
            return record == Some(&**was);
        }
        let next = self.free_id(at.kind).0;
        (1..next.saturating_add(IDS_AHEAD)).contains(&at.id.0)
    }

    /// The records of a kind, by id.
    pub fn of(&self, kind: RecordKind) -> impl Iterator<Item = (RecordRef, &Record)> {
        let of_kind = self.records.get(&kind).into_iter();
        let of_kind = of_kind.flat_map(|records| records.iter());
        of_kind.map(move |(id, record)| (kind.at(*id), &**record))
    }

    /// The records of a kind in the order of their list; ties by id.
    pub fn listed(&self, kind: RecordKind) -> Vec<(RecordRef, &Record)> {
        let mut records: Vec<_> = self.of(kind).collect();
        records.sort_by_cached_key(|(at, record)| {
            let order = kind.described().order.iter();
            let keys: Vec<_> = order
                .map(|place| self.sort_key(&kind.described().value(*place, record)))
                .collect();
            (keys, *at)
        });
        records
    }

    /// Every record.
    pub fn all(&self) -> impl Iterator<Item = (RecordRef, &Record)> {
        self.records.keys().flat_map(|kind| self.of(*kind))
    }

    /// Names all classes of which some pupils are taught together, whose lessons follow bells.
    /// Nobody's lessons are told by a check that have not been named here.
    pub fn name_together(&mut self, classes: BTreeSet<TaughtTogether>) {
        self.together = Arc::new(classes);
    }

    /// Takes all records of a kind from another register, in the place of those that are here.
    pub fn share(&mut self, other: &Self, kind: RecordKind) {
        match other.records.get(&kind) {
            Some(records) => self.records.insert(kind, Arc::clone(records)),
            None => self.records.remove(&kind),
        };
        self.unique.share(&other.unique, kind);
        self.referrers.share(&other.referrers, kind);
        if let Some(highest) = other.highest.get(&kind) {
            self.reserve(kind.at(*highest));
        }
    }

    /// Records with a field that refers to `at`, by kind and id.
    pub fn referring_to(&self, at: RecordRef) -> impl Iterator<Item = RecordRef> {
        self.referrers.of(at)
    }
}
