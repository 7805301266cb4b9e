//! Whom a gesture moves: the pupils who would be elsewhere than now, on which days, and the lists of
//! journals that would become others. Orders, their lines, places in groups: one shape for all.

use super::calendar::DaySpan;
use super::kinds::{GroupSort, MovementSort};
use super::movement::Stint;
use super::record::{Record, RecordKind, RecordRef};
use super::{Amendment, Register};
use crate::ids::{ClassId, GroupId, PersonId, PupilId};
use crate::person::PersonName;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most pupils that are named; all are counted.
pub const NAMED: usize = 200;

/// Whom a gesture moves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moves {
    /// How many pupils.
    pub pupils: u32,
    /// The first of them by name, at most 200.
    pub named: Vec<PupilMoves>,
    /// The groups, whole classes too, whose lists change, by title.
    pub lists: Vec<ListMoves>,
    /// Some are moved, and all of them, named or not, do no more than come into groups beside their
    /// class.
    #[serde(default)]
    pub all_join: bool,
}

/// What would be otherwise of a pupil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PupilMoves {
    /// Who.
    pub pupil: PersonId,
    /// The name.
    pub name: PersonName,
    /// The class, on the days on which it is another, in order.
    pub classes: Vec<ClassMove>,
    /// Groups beside the class, in order of their titles.
    pub groups: Vec<GroupMove>,
    /// Where the class that the pupil comes into is parted and the pupil is in no part: what is
    /// taught there, a text for each parting; empty of one whose parts have no journals yet.
    pub ungrouped: Vec<String>,
}

/// The days on which a pupil would be in another class than now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassMove {
    /// The days.
    pub days: DaySpan,
    /// Where the pupil is now; none: in no class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<ClassPlace>,
    /// Where the pupil would be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub becomes: Option<ClassPlace>,
    /// Promoted there on a condition.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub conditional: bool,
}

/// A place in a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassPlace {
    /// «7Б».
    pub class: String,
    /// For attestation alone, or in family education.
    pub attached: bool,
}

/// The days on which a pupil would come into a group, or be in it no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupMove {
    /// The days.
    pub days: DaySpan,
    /// «7Б · группа 1».
    pub group: String,
    /// In it on these days, and now not; else the other way round.
    pub joins: bool,
}

/// How the list of a group would change, and the journals that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListMoves {
    /// «7Б», «7Б · группа 1».
    pub title: String,
    /// Pupils who would be in it on days on which they are not now.
    pub came: u32,
    /// Pupils who would not be in it on days on which they are now.
    pub left: u32,
    /// The subjects of its journals, by title.
    pub journals: Vec<String>,
}

/// The days of a pupil in a group.
type Lists = BTreeMap<GroupId, Vec<DaySpan>>;

impl Moves {
    /// Whether nobody moves.
    pub fn is_empty(&self) -> bool {
        self.pupils == 0
    }

    /// Whether pupils do no more than come into groups beside their class: whoever writes that they
    /// do has said all of it.
    pub fn only_join(&self) -> bool {
        self.is_empty() || self.all_join
    }
}

impl PupilMoves {
    fn only_joins(&self) -> bool {
        let groups = self.groups.iter().all(|group| group.joins);
        self.classes.is_empty() && self.ungrouped.is_empty() && groups
    }
}

impl Register {
    /// Whom a gesture moves that makes `after` of this register.
    pub(super) fn moves(&self, after: &Self, gesture: &[Amendment]) -> Moves {
        let records: BTreeSet<RecordRef> = gesture.iter().map(|one| one.record).collect();
        let mut moves = Moves::default();
        let mut lists: BTreeMap<GroupId, (u32, u32)> = BTreeMap::new();
        for pupil in self.pupils_moved_by(after, &records) {
            let (was, is) = (self.stints(pupil), after.stints(pupil));
            let (listed, lists_now) = (self.lists_of(pupil, &was), after.lists_of(pupil, &is));
            let days = days_moved(&was, &is);
            let turns = turns_of(&listed, &lists_now);
            if days.is_empty() && turns.is_empty() {
                continue;
            }
            moves.pupils = moves.pupils.saturating_add(1);
            for (group, joins) in turns
                .iter()
                .map(|(group, _, joins)| (*group, *joins))
                .collect::<BTreeSet<_>>()
            {
                let (came, left) = lists.entry(group).or_default();
                *(if joins { came } else { left }) += 1;
            }
            moves.named.push(PupilMoves {
                pupil: pupil.into(),
                name: self.name_now(after, pupil.into()),
                ungrouped: self.ungrouped_by(after, pupil, &days, &turns),
                classes: self.class_moves(after, days, &is),
                groups: self.group_moves(after, turns),
            });
        }
        moves
            .named
            .sort_by_cached_key(|one| (one.name.sort_key(), one.pupil));
        moves.all_join = !moves.is_empty() && moves.named.iter().all(PupilMoves::only_joins);
        moves.named.truncate(NAMED);
        let lists = lists.into_iter().map(|(group, (came, left))| ListMoves {
            title: self.title_now(after, group.into()),
            came,
            left,
            journals: after.subjects_of(group),
        });
        moves.lists = lists.collect();
        moves
            .lists
            .sort_by_cached_key(|list| super::faces::chunks(&list.title));
        moves
    }

    /// The groups of a pupil with their days: whole classes by the stints, parts of a class no
    /// longer than those.
    pub(super) fn lists_of(&self, pupil: PupilId, stints: &[Stint]) -> Lists {
        let mut lists = Lists::new();
        for stint in stints {
            for (group, sort) in self.groups_of(stint.class) {
                if sort == GroupSort::Class {
                    lists.entry(group).or_default().push(stint.days());
                }
            }
        }
        for at in self.referrers.of_kind(pupil.into(), RecordKind::Membership) {
            let Some(Record::Membership(place)) = self.get(at) else {
                continue;
            };
            let class = match self.get(place.group.into()) {
                Some(Record::Group(group)) => group.class,
                _ => continue,
            };
            let days = match class {
                None => vec![place.days()],
                Some(class) => {
                    let stints = stints.iter().filter(|stint| stint.class == class);
                    let shared = stints.filter_map(|stint| place.days().shared(stint.days()));
                    shared.collect()
                }
            };
            if !days.is_empty() {
                lists.entry(place.group).or_default().extend(days);
            }
        }
        lists
    }

    /// The groups that a class is or is parted into.
    pub(super) fn groups_of(&self, class: ClassId) -> impl Iterator<Item = (GroupId, GroupSort)> {
        let groups = self.referrers.of_kind(class.into(), RecordKind::Group);
        groups.filter_map(move |at| match self.get(at)? {
            Record::Group(group) => Some((GroupId(at.id.0), group.sort)),
            _ => None,
        })
    }

    fn class_moves(
        &self,
        after: &Self,
        days: Vec<(DaySpan, Option<Place>, Option<Place>)>,
        stints: &[Stint],
    ) -> Vec<ClassMove> {
        let begins_conditionally = |day: NaiveDate| {
            let stint = stints.iter().find(|stint| stint.from == day);
            let line = stint.and_then(|stint| after.get(stint.by));
            matches!(line, Some(Record::Movement(it)) if it.sort == MovementSort::Conditional)
        };
        let place = |place: Option<Place>| {
            place.map(|(class, attached)| ClassPlace {
                class: self.title_now(after, class.into()),
                attached,
            })
        };
        let moves = days.into_iter().map(|(days, was, is)| ClassMove {
            days,
            was: place(was),
            becomes: place(is),
            conditional: begins_conditionally(days.first),
        });
        moves.collect()
    }

    /// Of groups that are no whole classes: where these change, the class says it.
    fn group_moves(&self, after: &Self, turns: Vec<(GroupId, DaySpan, bool)>) -> Vec<GroupMove> {
        let is_class = |group: GroupId| {
            let group = after.get(group.into()).or_else(|| self.get(group.into()));
            matches!(group, Some(Record::Group(it)) if it.sort == GroupSort::Class)
        };
        let turns = turns.into_iter().filter(|(group, ..)| !is_class(*group));
        let mut moves: Vec<_> = turns
            .map(|(group, days, joins)| GroupMove {
                days,
                group: self.title_now(after, group.into()),
                joins,
            })
            .collect();
        moves.sort_by_cached_key(|it| (super::faces::chunks(&it.group), it.days));
        moves
    }

    /// The partings of a class in which the pupil would be in no part, and is not so now.
    fn ungrouped_by(
        &self,
        after: &Self,
        pupil: PupilId,
        days: &[(DaySpan, Option<Place>, Option<Place>)],
        turns: &[(GroupId, DaySpan, bool)],
    ) -> Vec<String> {
        let of_classes = days.iter().map(|(days, ..)| days.first);
        let days: BTreeSet<NaiveDate> = of_classes
            .chain(turns.iter().map(|(_, days, _)| days.first))
            .collect();
        let lacks = |register: &Self, day| register.ungrouped_on(pupil, day);
        let gained = days.into_iter().flat_map(|day| {
            let before: BTreeSet<_> = lacks(self, day).into_iter().collect();
            let now = lacks(after, day).into_iter();
            now.filter(move |one| !before.contains(one))
                .map(|(_, subjects)| subjects)
        });
        let gained: BTreeSet<Vec<String>> = gained.collect();
        gained
            .into_iter()
            .map(|subjects| subjects.join(", "))
            .collect()
    }

    /// A title as it will be, or as it was.
    fn title_now(&self, after: &Self, at: RecordRef) -> String {
        after
            .title(at)
            .or_else(|| self.title(at))
            .unwrap_or_default()
    }

    /// What a group is taught, by title.
    pub(super) fn subjects_of(&self, group: GroupId) -> Vec<String> {
        let journals = self.referrers.of_kind(group.into(), RecordKind::Journal);
        let subjects = journals.filter_map(|at| match self.get(at)? {
            Record::Journal(journal) => self.title(journal.subject.into()),
            _ => None,
        });
        subjects.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// A class, and whether it is only attached to it.
type Place = (ClassId, bool);

/// The days on which a place is another, with what it was and what it is.
fn days_moved(was: &[Stint], is: &[Stint]) -> Vec<(DaySpan, Option<Place>, Option<Place>)> {
    let on = |stints: &[Stint], day: NaiveDate| {
        let stint = stints.iter().find(|stint| stint.days().has(day))?;
        Some((stint.class, stint.attached))
    };
    let turns = was.iter().chain(is).flat_map(|stint| {
        let after = stint.until.and_then(|last| last.succ_opt());
        [Some(stint.from), after].into_iter().flatten()
    });
    let turns: BTreeSet<NaiveDate> = turns.collect();
    let mut moved: Vec<(DaySpan, Option<Place>, Option<Place>)> = Vec::new();
    let nexts = turns.iter().skip(1).copied().map(Some).chain([None]);
    for (first, next) in turns.iter().zip(nexts) {
        let last = next.map_or(Some(NaiveDate::MAX), |next| next.pred_opt());
        let days = DaySpan::new(*first, last.unwrap_or(NaiveDate::MAX));
        let (was, is) = (on(was, *first), on(is, *first));
        if was == is {
            continue;
        }
        match moved.last_mut() {
            Some((run, of, to))
                if (*of, *to) == (was, is) && run.last.succ_opt() == Some(*first) =>
            {
                run.last = days.last;
            }
            _ => moved.push((days, was, is)),
        }
    }
    moved
}

/// The days on which one comes into a group or is in it no more.
fn turns_of(was: &Lists, is: &Lists) -> Vec<(GroupId, DaySpan, bool)> {
    let none = Vec::new();
    let groups: BTreeSet<GroupId> = was.keys().chain(is.keys()).copied().collect();
    let turns = groups.into_iter().flat_map(|group| {
        let (was, is) = (
            was.get(&group).unwrap_or(&none),
            is.get(&group).unwrap_or(&none),
        );
        let lost = was.iter().flat_map(|days| days.without(is.iter().copied()));
        let gained = is.iter().flat_map(|days| days.without(was.iter().copied()));
        let lost = lost.map(move |days| (group, days, false));
        lost.chain(gained.map(move |days| (group, days, true)))
            .collect::<Vec<_>>()
    });
    turns.collect()
}
