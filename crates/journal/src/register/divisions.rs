//! Classes that are parted into groups, and who is in none of the parts (SGO154-3.3.N3a, SP14-3c).

use super::kinds::GroupSort;
use super::movement::Stint;
use super::record::{Record, RecordKind, RecordRef};
use super::{Register, SubjectId};
use crate::ids::{ClassId, GroupId, PersonId, PupilId};
use crate::person::PersonName;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A pupil of a class that is parted, in none of the parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ungrouped {
    /// Who.
    pub pupil: PersonId,
    /// The name.
    pub name: PersonName,
    /// The class.
    pub class: ClassId,
    /// «7Б».
    pub title: String,
    /// What is taught to the parts; none: they have no journals yet.
    pub subjects: Vec<String>,
    /// The parts, among which one is to be chosen.
    pub parts: Vec<Part>,
}

/// A part of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Part {
    pub group: GroupId,
    pub title: String,
}

/// How a class is parted: the parts, and what is taught to them.
type Parting = (BTreeSet<GroupId>, BTreeSet<SubjectId>);

impl Register {
    /// How a class is parted: parts that learn the same subject beside one another are one parting,
    /// and so are those that have no journal yet. A part alone parts nobody from anybody.
    fn partings(&self, class: ClassId) -> Vec<Parting> {
        let mut of_subjects: BTreeMap<Option<SubjectId>, BTreeSet<GroupId>> = BTreeMap::new();
        let parts = self
            .groups_of(class)
            .filter(|(_, sort)| *sort == GroupSort::Part);
        for (group, _) in parts {
            let journals = self.referrers.of_kind(group.into(), RecordKind::Journal);
            let subjects = journals.filter_map(|at| match self.get(at)? {
                Record::Journal(journal) => Some(journal.subject),
                _ => None,
            });
            let subjects: BTreeSet<_> = subjects.collect();
            if subjects.is_empty() {
                of_subjects.entry(None).or_default().insert(group);
            }
            for subject in subjects {
                of_subjects.entry(Some(subject)).or_default().insert(group);
            }
        }
        let mut partings: BTreeMap<BTreeSet<GroupId>, BTreeSet<SubjectId>> = BTreeMap::new();
        for (subject, groups) in of_subjects {
            if groups.len() > 1 {
                partings.entry(groups).or_default().extend(subject);
            }
        }
        partings.into_iter().collect()
    }

    /// The partings of a pupil's class on a day in which the pupil is in no part: the class with
    /// what is taught there.
    pub(super) fn ungrouped_on(
        &self,
        pupil: PupilId,
        day: NaiveDate,
    ) -> Vec<(ClassId, Vec<String>)> {
        let partings = self.without_part(pupil, day).into_iter();
        let said = partings.map(|(class, (_, subjects))| (class, self.titles(subjects)));
        said.collect()
    }

    fn without_part(&self, pupil: PupilId, day: NaiveDate) -> Vec<(ClassId, Parting)> {
        let stints = self.stints(pupil);
        let Some(class) = self.class_now(&stints, day) else {
            return Vec::new();
        };
        let partings = self.partings(class);
        if partings.is_empty() {
            return Vec::new();
        }
        let lists = self.lists_of(pupil, &stints);
        let holds = |group: &GroupId| {
            let days = lists.get(group).into_iter().flatten();
            days.into_iter().any(|days| days.has(day))
        };
        let without = partings
            .into_iter()
            .filter(|(groups, _)| !groups.iter().any(holds));
        without.map(|parting| (class, parting)).collect()
    }

    /// The places of a pupil on a day in several parts of one parting, each parting apart
    /// (KZ1-2.2f, SOLO2-5.3-1b).
    pub(super) fn doubled_on(&self, pupil: PupilId, day: NaiveDate) -> Vec<Vec<RecordRef>> {
        let naming = self.referrers.of_kind(pupil.into(), RecordKind::Membership);
        let places = naming.filter_map(|at| match self.get(at)? {
            Record::Membership(place) if place.holds(day) => Some((at, place.group)),
            _ => None,
        });
        let places: Vec<(RecordRef, GroupId)> = places.collect();
        if places.len() < 2 {
            return Vec::new();
        }
        // A place without days of its own holds for ever: it is of the class that the pupil is in.
        let Some(class) = self.class_now(&self.stints(pupil), day) else {
            return Vec::new();
        };
        let doubled = self.partings(class).into_iter().map(|(groups, _)| {
            let within = places.iter().filter(|(_, group)| groups.contains(group));
            within.map(|(at, _)| *at).collect::<Vec<_>>()
        });
        let doubled = doubled.filter(|places| places.len() > 1);
        // Two subjects may part the class so that the same two places stand beside each other.
        doubled.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The class that a pupil is in on a day, and not for attestation alone.
    fn class_now(&self, stints: &[Stint], day: NaiveDate) -> Option<ClassId> {
        let mut stints = stints.iter();
        let stint = stints.find(|stint| !stint.attached && self.counts_on(stint, day));
        stint.map(|stint| stint.class)
    }

    fn titles(&self, subjects: BTreeSet<SubjectId>) -> Vec<String> {
        let titles = subjects
            .into_iter()
            .filter_map(|subject| self.title(subject.into()));
        let titles: BTreeSet<String> = titles.collect();
        titles.into_iter().collect()
    }

    /// Everybody who on a day is in a class that is parted and in none of the parts, by class and
    /// name; a line for each parting.
    pub fn ungrouped(&self, day: NaiveDate) -> Vec<Ungrouped> {
        let mut lines = Vec::new();
        for pupil in self.moved_pupils() {
            for (class, (groups, subjects)) in self.without_part(pupil, day) {
                let (grade, title) = match self.get(class.into()) {
                    Some(Record::Class(it)) => (it.grade, it.title.clone()),
                    _ => continue,
                };
                let parts = groups.into_iter().map(|group| Part {
                    group,
                    title: self.title(group.into()).unwrap_or_default(),
                });
                let line = Ungrouped {
                    pupil: pupil.into(),
                    name: self.name_of(pupil.into()),
                    class,
                    title,
                    subjects: self.titles(subjects),
                    parts: parts.collect(),
                };
                lines.push((grade, line));
            }
        }
        lines.sort_by_cached_key(|(grade, line)| {
            let class = (*grade, line.title.clone(), line.class);
            (
                class,
                line.name.sort_key(),
                line.pupil,
                line.subjects.clone(),
            )
        });
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// How many pupils on a day are in classes that are parted.
    pub(super) fn parted_pupils(&self, day: NaiveDate) -> usize {
        let mut parted: BTreeMap<ClassId, bool> = BTreeMap::new();
        let pupils = self.moved_pupils().into_iter().filter(|pupil| {
            let stints = self.stints(*pupil);
            let stint = stints
                .iter()
                .find(|it| !it.attached && self.counts_on(it, day));
            stint.is_some_and(|stint| {
                let known = parted.entry(stint.class);
                *known.or_insert_with(|| !self.partings(stint.class).is_empty())
            })
        });
        pupils.count()
    }
}
