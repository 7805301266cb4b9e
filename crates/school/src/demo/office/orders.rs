//! The orders behind the book of movement, and what they do these days: one pupil goes to the other
//! class of the grade, one changes the group, one order has been taken back.

use super::{Desk, Step, workday_after, workday_before};
use chrono::{Days, NaiveDate};
use journal::register::{
    MembershipRecord, MovementRecord, MovementSort, OrderId, OrderRecord, OrderSort, Record,
    RecordId, RecordKind,
};
use journal::school::Class;
use journal::{ClassId, GroupId, PupilId, Role};
use std::collections::{BTreeMap, BTreeSet};

/// Days ago on which an order was written that was taken back since.
const WITHDRAWN_WRITTEN_AGO: u64 = 7;
/// Days until it would have been in effect.
const WITHDRAWN_IN: u64 = 14;

/// The orders by which pupils come, leave and change the class, with the other school.
const ORDERS: [(OrderSort, &str, &str); 3] = [
    (OrderSort::Enrolment, "О зачислении", ""),
    (
        OrderSort::Departure,
        "Об отчислении",
        "Береговая средняя школа",
    ),
    (OrderSort::Transfer, "О переводе в другой класс", ""),
];
/// The grade whose first two classes have a mover and somebody who changes the group.
const GRADE: u8 = 7;
/// How the groups of a foreign language are called.
const LANGUAGE: &str = "ин. яз.";

/// The book as it grows, with the last numbers of its records.
struct Book<'d, 'o> {
    desk: &'d mut Desk<'o>,
    orders: i64,
    lines: i64,
    /// Of places in the parts of classes.
    parts: i64,
}

/// Writes the orders by which the lines that are there came to be, then those of these days.
pub(super) fn write(desk: &mut Desk<'_>) {
    let places = desk.places;
    let lines = places.lines.iter().map(|(id, _)| id.0);
    let parts = places.memberships.iter().map(|(id, _)| id.0);
    let mut book = Book {
        orders: 0,
        lines: lines.max().unwrap_or_default(),
        parts: parts.max().unwrap_or_default(),
        desk,
    };
    book.orders_of();
    let mut movers = BTreeSet::new();
    book.take_back(&mut movers);
    book.move_one(&mut movers);
    book.change_group(&movers);
}

impl<'o> Book<'_, 'o> {
    /// An order of its own for each day and sort of order, dated the day before.
    fn orders_of(&mut self) {
        let today = self.desk.office.today();
        let mut days: BTreeMap<(NaiveDate, usize), Vec<&(RecordId, MovementRecord)>> =
            BTreeMap::new();
        let known = self.desk.places.lines.iter();
        for line in known.filter(|(_, line)| line.day <= today) {
            let holds = |(sort, ..): &(OrderSort, _, _)| sort.holds(line.1.sort);
            if let Some(sort) = ORDERS.iter().position(holds) {
                days.entry((line.1.day, sort)).or_default().push(line);
            }
        }
        for ((day, sort), lines) in days {
            let Some((sort, heading, school)) = ORDERS.get(sort).copied() else {
                continue;
            };
            let date = workday_before(day);
            let (order, step) = self.order(date, sort, heading);
            let mut steps = vec![step];
            steps.extend(lines.iter().map(|(id, line)| {
                let wanted = MovementRecord {
                    order: Some(order),
                    school: school.to_owned(),
                    ..line.clone()
                };
                let (was, is) = (Record::Movement(line.clone()), Record::Movement(wanted));
                (RecordKind::Movement, *id, Some(was), Some(is))
            }));
            self.desk.write(Role::Registrar, date, steps);
        }
    }

    /// An order on a departure that will not be: another cancels it.
    fn take_back(&mut self, movers: &mut BTreeSet<PupilId>) {
        let office = self.desk.office;
        let written = workday_before(office.today() - Days::new(WITHDRAWN_WRITTEN_AGO));
        let day = office.today() + Days::new(WITHDRAWN_IN);
        let class = office.classes.iter().rev().find(|class| class.grade == 9);
        let pupil = class.and_then(|class| self.stays(class.id).into_iter().next());
        let Some(pupil) = pupil.filter(|_| written > office.year.first && office.year.has(day))
        else {
            return;
        };
        movers.insert(pupil);
        let (order, step) = self.order(written, OrderSort::Departure, "Об отчислении");
        let line = self.line(MovementRecord {
            pupil,
            sort: MovementSort::Leave,
            day,
            order: Some(order),
            school: "Заводская средняя школа".to_owned(),
            reason: "переезд семьи".to_owned(),
            ..MovementRecord::default()
        });
        self.desk.write(Role::Registrar, written, vec![step, line]);
        let cancelled = workday_after(written);
        let (_, step) = self.order_with(OrderRecord {
            date: cancelled,
            sort: OrderSort::Cancelling,
            heading: "Об отмене приказа: семья остаётся".to_owned(),
            cancels: Some(order),
            ..OrderRecord::default()
        });
        self.desk.write(Role::Registrar, cancelled, vec![step]);
    }

    /// From the second class of a grade to the first, where nobody looks first: before somebody comes
    /// there the list has a number that nobody has. With the groups of the same names there.
    fn move_one(&mut self, movers: &mut BTreeSet<PupilId>) {
        let office = self.desk.office;
        let (written, day) = (
            workday_before(office.today()),
            workday_after(office.today()),
        );
        let Some((to, from)) = self.two_classes() else {
            return;
        };
        let stays = self.stays(from.id);
        let pupil = stays.into_iter().rfind(|pupil| !movers.contains(pupil));
        let Some(pupil) = pupil.filter(|_| written > office.year.first && office.year.has(day))
        else {
            return;
        };
        movers.insert(pupil);
        let (order, step) = self.order(written, OrderSort::Transfer, "О переводе в другой класс");
        let line = self.line(MovementRecord {
            pupil,
            sort: MovementSort::Move,
            day,
            class: Some(to.id),
            order: Some(order),
            reason: "по заявлению родителей".to_owned(),
            ..MovementRecord::default()
        });
        let mut steps = vec![step, line];
        for group in self.groups_like(pupil, to.id) {
            steps.push(self.part(MembershipRecord {
                group,
                pupil,
                from: Some(day),
                until: None,
            }));
        }
        self.desk.write(Role::Registrar, written, steps);
    }

    /// Somebody of the second class of the grade changes the group of the foreign language.
    fn change_group(&mut self, movers: &BTreeSet<PupilId>) {
        let office = self.desk.office;
        let (today, day) = (office.today(), workday_after(office.today()));
        let Some((_, class)) = self.two_classes() else {
            return;
        };
        let groups = office.groups.iter();
        let groups = groups.filter(|it| it.class == Some(class.id) && it.title.contains(LANGUAGE));
        let groups: Vec<_> = groups.collect();
        let [from, to] = groups.as_slice() else {
            return;
        };
        let mut places = self.desk.places.memberships.iter();
        let found = places.find(|(_, place)| {
            place.group == from.id && place.until.is_none() && !movers.contains(&place.pupil)
        });
        let Some((id, was)) = found.filter(|_| office.year.has(day)) else {
            return;
        };
        let is = MembershipRecord {
            until: day.pred_opt(),
            ..was.clone()
        };
        let there = self.part(MembershipRecord {
            group: to.id,
            from: Some(day),
            ..was.clone()
        });
        let (was, is) = (Record::Membership(was.clone()), Record::Membership(is));
        let steps = vec![(RecordKind::Membership, *id, Some(was), Some(is)), there];
        self.desk
            .write(Role::Registrar, workday_before(today), steps);
    }

    fn two_classes(&self) -> Option<(&'o Class, &'o Class)> {
        let classes = &self.desk.office.classes;
        let mut classes = classes.iter().filter(|class| class.grade == GRADE);
        Some((classes.next()?, classes.next()?))
    }

    /// Who is in a class from the year's start to its end, by name.
    fn stays(&self, class: ClassId) -> Vec<PupilId> {
        let (office, lines) = (self.desk.office, &self.desk.places.lines);
        let enrolled = lines.iter().filter(|(_, line)| line.class == Some(class));
        let once = |pupil: &PupilId| lines.iter().filter(|(_, it)| it.pupil == *pupil).count() == 1;
        let mut pupils: Vec<_> = enrolled.map(|(_, line)| line.pupil).filter(once).collect();
        let name = |pupil: &PupilId| {
            let mut people = office.people.iter();
            let person = people.find(|person| person.id.0 == pupil.0);
            person.map(|person| person.name.listed())
        };
        pupils.sort_by_cached_key(name);
        pupils
    }

    /// The groups of a class that are called as those are in which the pupil is: «ин. яз., группа 1».
    fn groups_like(&self, pupil: PupilId, class: ClassId) -> Vec<GroupId> {
        let groups = &self.desk.office.groups;
        let name = |title: &str| title.split_once(" · ").map(|(_, name)| name.to_owned());
        let places = self.desk.places.memberships.iter().map(|(_, place)| place);
        let own = places.filter(|place| place.pupil == pupil && place.until.is_none());
        let own: BTreeSet<_> = own.map(|place| place.group).collect();
        let own = groups.iter().filter(|group| own.contains(&group.id));
        let names: BTreeSet<_> = own.filter_map(|group| name(&group.title)).collect();
        let there = groups.iter().filter(|group| group.class == Some(class));
        let like = there.filter(|it| name(&it.title).is_some_and(|name| names.contains(&name)));
        like.map(|group| group.id).collect()
    }

    /// One more order, dated and called so.
    fn order(&mut self, date: NaiveDate, sort: OrderSort, heading: &str) -> (OrderId, Step) {
        self.order_with(OrderRecord {
            date,
            sort,
            heading: heading.to_owned(),
            ..OrderRecord::default()
        })
    }

    fn order_with(&mut self, order: OrderRecord) -> (OrderId, Step) {
        self.orders += 1;
        let number = format!("{}-у", self.orders);
        let record = Record::Order(OrderRecord { number, ..order });
        let id = RecordId(self.orders);
        (OrderId(id.0), (RecordKind::Order, id, None, Some(record)))
    }

    fn line(&mut self, line: MovementRecord) -> Step {
        self.lines += 1;
        let id = RecordId(self.lines);
        (RecordKind::Movement, id, None, Some(Record::Movement(line)))
    }

    fn part(&mut self, place: MembershipRecord) -> Step {
        self.parts += 1;
        let id = RecordId(self.parts);
        (
            RecordKind::Membership,
            id,
            None,
            Some(Record::Membership(place)),
        )
    }
}
