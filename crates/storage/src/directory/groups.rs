//! Groups with their classes and their members in the order of the list.

use chrono::NaiveDate;
use journal::register::YearId;
use journal::school::{Class, Enrolment, Group, Membership};
use journal::{ClassId, GroupId, Member, PersonId, PersonName, PupilId};
use std::collections::{BTreeSet, HashMap};

#[derive(Debug)]
pub struct GroupCard {
    pub id: GroupId,
    pub year: YearId,
    pub title: String,
    /// Its class, or the classes of its pupils.
    pub classes: Vec<ClassId>,
    /// The grade all its classes are of.
    pub grade: Option<u8>,
    /// Places in the order of the list: by name, «ё» as «е».
    members: Vec<Membership>,
}

impl GroupCard {
    /// Whether a pupil is in the group on a day.
    pub fn holds(&self, pupil: PupilId, date: NaiveDate) -> bool {
        self.holds_within(pupil, (date, date))
    }

    /// Whether a pupil is in the group on some day of these.
    pub fn holds_within(&self, pupil: PupilId, (starts, ends): (NaiveDate, NaiveDate)) -> bool {
        self.members
            .iter()
            .any(|place| place.pupil == pupil && on(place, starts, ends))
    }

    /// Who is in the group on some day of these, in the order of the list.
    pub fn members(
        &self,
        starts: NaiveDate,
        ends: NaiveDate,
        name: impl Fn(PersonId) -> PersonName,
    ) -> Vec<Member> {
        let member = |place: &Membership| Member {
            pupil: place.pupil,
            name: name(place.pupil.into()),
            from: place.from,
            until: place.until,
        };
        self.members
            .iter()
            .filter(|place| on(place, starts, ends))
            .map(member)
            .collect()
    }

    /// How many pupils the group has on a day.
    pub fn count(&self, date: NaiveDate) -> u32 {
        let count = self
            .members
            .iter()
            .filter(|place| on(place, date, date))
            .count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

fn on(place: &Membership, starts: NaiveDate, ends: NaiveDate) -> bool {
    place.from.is_none_or(|from| from <= ends) && place.until.is_none_or(|until| starts <= until)
}

/// All groups of a school.
pub fn cards(
    groups: Vec<Group>,
    memberships: Vec<Membership>,
    people: &HashMap<PersonId, PersonName>,
    classes: &HashMap<ClassId, Class>,
    classes_of: &HashMap<PupilId, Vec<Enrolment>>,
) -> HashMap<GroupId, GroupCard> {
    let mut places: HashMap<GroupId, Vec<Membership>> = HashMap::new();
    for membership in memberships {
        places.entry(membership.group).or_default().push(membership);
    }
    groups
        .into_iter()
        .map(|group| {
            let mut members = places.remove(&group.id).unwrap_or_default();
            members.sort_by_cached_key(|place| {
                let name = people.get(&place.pupil.into()).map(PersonName::sort_key);
                (name, place.pupil, place.from)
            });
            let of_pupils = || -> BTreeSet<ClassId> {
                let enrolled = members
                    .iter()
                    .filter_map(|place| classes_of.get(&place.pupil));
                enrolled
                    .flatten()
                    .map(|enrolment| enrolment.class)
                    .collect()
            };
            let own: Vec<ClassId> = group
                .class
                .map_or_else(|| of_pupils().into_iter().collect(), |class| vec![class]);
            let grades: BTreeSet<u8> = own
                .iter()
                .filter_map(|class| classes.get(class))
                .map(|class| class.grade)
                .collect();
            let grade = grades.first().copied().filter(|_| grades.len() == 1);
            let card = GroupCard {
                id: group.id,
                year: group.year,
                title: group.title,
                classes: own,
                grade,
                members,
            };
            (group.id, card)
        })
        .collect()
}
