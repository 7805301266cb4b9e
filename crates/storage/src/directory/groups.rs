//! Groups with their classes and their members in the order of the list.

use chrono::NaiveDate;
use journal::register::YearId;
use journal::register::{ClassRecord, DaySpan, GroupRecord, GroupSort, MembershipRecord, Stint};
use journal::{ClassId, GroupId, Member, PersonId, PersonName, PupilId};
use std::collections::{BTreeSet, HashMap};

/// A pupil's place in a group.
#[derive(Debug)]
struct Place {
    pupil: PupilId,
    /// First day in it; none: from the year's start.
    from: Option<NaiveDate>,
    /// Last day in it; none: to the year's end.
    until: Option<NaiveDate>,
}

impl Place {
    fn of(pupil: PupilId, stay: DaySpan, year: Option<DaySpan>) -> Self {
        let since_start = year.is_some_and(|year| stay.first <= year.first);
        let to_end = year.is_some_and(|year| year.last <= stay.last);
        Self {
            pupil,
            from: Some(stay.first).filter(|_| !since_start),
            until: Some(stay.last).filter(|_| !to_end),
        }
    }

    fn days(&self) -> DaySpan {
        DaySpan::new(
            self.from.unwrap_or(NaiveDate::MIN),
            self.until.unwrap_or(NaiveDate::MAX),
        )
    }
}

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
    members: Vec<Place>,
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

    /// Who is in the group on some day of these, in the order of the list, each once; and those of
    /// `written`, of whom something stands in the sheets shown. They have their numbers among all
    /// who are in it on some day of the period.
    pub fn members(
        &self,
        (shown, period): (DaySpan, DaySpan),
        written: &BTreeSet<PupilId>,
        name: impl Fn(PersonId) -> PersonName,
    ) -> Vec<Member> {
        let member = |pupil: PupilId, places: &[Place]| {
            let stays: Vec<_> = places
                .iter()
                .map(|place| (place.from, place.until))
                .collect();
            Member::staying(pupil, name(pupil.into()), &stays, shown)
        };
        let mut last = 0;
        let mut strangers = written.clone();
        let mut members: Vec<Member> = Vec::new();
        for (pupil, places) in self.pupils() {
            strangers.remove(&pupil);
            let is_in = |days: DaySpan| {
                let mut places = places.iter();
                places.any(|place| on(place, days.first, days.last))
            };
            let is_numbered = is_in(period);
            last += u16::from(is_numbered);
            if is_in(shown) || written.contains(&pupil) {
                members.push(Member {
                    number: is_numbered.then_some(last),
                    ..member(pupil, places)
                });
            }
        }
        if !strangers.is_empty() {
            members.extend(strangers.into_iter().map(|pupil| member(pupil, &[])));
            members.sort_by_cached_key(|member| (member.name.sort_key(), member.pupil));
        }
        members
    }

    /// Who is in the group on a day.
    pub fn holding(&self, date: NaiveDate) -> impl Iterator<Item = PupilId> {
        let pupils = self.pupils();
        let here = pupils.filter(move |(_, places)| places.iter().any(|one| on(one, date, date)));
        here.map(|(pupil, _)| pupil)
    }

    /// How many pupils the group has on a day.
    pub fn count(&self, date: NaiveDate) -> u32 {
        u32::try_from(self.size(date)).unwrap_or(u32::MAX)
    }

    /// The same for what counts places in memory.
    pub fn size(&self, date: NaiveDate) -> usize {
        self.holding(date).count()
    }

    /// Everybody who is in the group at some time, in the order of the list.
    fn pupils(&self) -> impl Iterator<Item = (PupilId, &[Place])> {
        let rows = self.members.chunk_by(|one, next| one.pupil == next.pupil);
        rows.filter_map(|places| Some((places.first()?.pupil, places)))
    }
}

fn on(place: &Place, starts: NaiveDate, ends: NaiveDate) -> bool {
    place.days().meets(DaySpan::new(starts, ends))
}

/// All groups of a school. In a whole class is whoever is in the class; in a part of one nobody who
/// is not.
pub fn cards(
    groups: Vec<(GroupId, GroupRecord)>,
    memberships: Vec<MembershipRecord>,
    people: &HashMap<PersonId, PersonName>,
    classes: &HashMap<ClassId, ClassRecord>,
    classes_of: &HashMap<PupilId, Vec<Stint>>,
    year: impl Fn(YearId) -> Option<DaySpan>,
) -> HashMap<GroupId, GroupCard> {
    let mut own: HashMap<GroupId, Vec<MembershipRecord>> = HashMap::new();
    for place in memberships {
        own.entry(place.group).or_default().push(place);
    }
    let mut of_classes: HashMap<ClassId, Vec<(PupilId, &Stint)>> = HashMap::new();
    for (pupil, stints) in classes_of {
        for stint in stints {
            of_classes
                .entry(stint.class)
                .or_default()
                .push((*pupil, stint));
        }
    }
    groups
        .into_iter()
        .map(|(id, group)| {
            let days = year(group.year);
            let place = |pupil: PupilId, stay: DaySpan| Place::of(pupil, stay, days);
            let own = own.remove(&id).unwrap_or_default();
            let own = own.iter();
            let mut members: Vec<Place> = match (group.sort, group.class) {
                (GroupSort::Class, Some(class)) => {
                    let stints = of_classes.get(&class).into_iter().flatten();
                    stints
                        .map(|(pupil, stint)| place(*pupil, stint.days()))
                        .collect()
                }
                (_, Some(class)) => {
                    let within = own.flat_map(|one| {
                        let stints = classes_of.get(&one.pupil).into_iter().flatten();
                        let stints = stints.filter(move |stint| stint.class == class);
                        stints.filter_map(move |stint| {
                            Some((one.pupil, one.days().shared(stint.days())?))
                        })
                    });
                    within.map(|(pupil, stay)| place(pupil, stay)).collect()
                }
                (_, None) => own.map(|one| place(one.pupil, one.days())).collect(),
            };
            members.sort_by_cached_key(|place| {
                let name = people.get(&place.pupil.into()).map(PersonName::sort_key);
                (name, place.pupil, place.from)
            });
            // Those of the year and of the days in the group: not what they were in before.
            let of_pupils = || -> BTreeSet<ClassId> {
                let stints = members.iter().flat_map(|place| {
                    let stints = classes_of.get(&place.pupil).into_iter().flatten();
                    stints.filter(|stint| place.days().meets(stint.days()))
                });
                let of_year = stints.filter(|stint| {
                    let class = classes.get(&stint.class);
                    class.is_some_and(|class| class.year == group.year)
                });
                of_year.map(|stint| stint.class).collect()
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
                id,
                year: group.year,
                title: group.title,
                classes: own,
                grade,
                members,
            };
            (id, card)
        })
        .collect()
}
