//! The pupils of classes, and the journals that they are taught in.

use super::{Directory, GroupCard, JournalCard};
use chrono::NaiveDate;
use journal::register::{ClassRecord, DaySpan, Stint};
use journal::view::LedClass;
use journal::{ClassId, Member, Period, PersonId, PersonName, PupilId};
use std::collections::BTreeSet;

impl Directory {
    pub fn class(&self, id: ClassId) -> Option<&ClassRecord> {
        self.classes.get(&id)
    }

    /// The classes of the school year of a day, by grade and title.
    pub fn classes_on(&self, on: NaiveDate) -> Vec<(ClassId, &ClassRecord)> {
        let year = self.year_of(on);
        let all = self.classes.iter().map(|(id, class)| (*id, class));
        let mut classes: Vec<_> = all.filter(|(_, class)| Some(class.year) == year).collect();
        classes.sort_by(|(_, a), (_, b)| (a.grade, &a.title).cmp(&(b.grade, &b.title)));
        classes
    }

    /// The classes whose class teacher a person is on a day, by grade.
    pub fn led_by(&self, person: PersonId, on: NaiveDate) -> Vec<LedClass> {
        let mut own = self.classes_on(on);
        own.retain(|(id, _)| self.is_class_teacher(person, *id, on));
        let led = own.into_iter().map(|(class, record)| LedClass {
            class,
            title: record.title.clone(),
        });
        led.collect()
    }

    /// Who is in a class on some day of `shown`, in the order of the list; they have their numbers
    /// among all who are in it on some day of the period.
    pub fn in_class(&self, class: ClassId, shown: DaySpan, period: Option<&Period>) -> Vec<Member> {
        let period = period.map_or(shown, |period| DaySpan::new(period.starts, period.ends));
        let of_class = self.classes_of.iter().filter_map(|(pupil, stints)| {
            let stays = stints.iter().filter(|stint| stint.class == class);
            let stays: Vec<DaySpan> = stays.map(Stint::days).collect();
            let is_in = |days: DaySpan| stays.iter().any(|stay| stay.meets(days));
            let (is_shown, is_numbered) = (is_in(shown), is_in(period));
            (is_shown || is_numbered).then_some((*pupil, stays, is_shown, is_numbered))
        });
        let mut of_class: Vec<_> = of_class.collect();
        of_class.sort_by_cached_key(|(pupil, ..)| {
            let name = self.people.get(&PersonId::from(*pupil));
            (name.map(PersonName::sort_key), *pupil)
        });
        let (mut last, mut members) = (0, Vec::new());
        for (pupil, stays, is_shown, is_numbered) in of_class {
            last += u16::from(is_numbered);
            if !is_shown {
                continue;
            }
            let stays = stays.iter();
            let stays: Vec<_> = stays
                .map(|stay| {
                    let last = Some(stay.last).filter(|last| *last != NaiveDate::MAX);
                    (Some(stay.first), last)
                })
                .collect();
            members.push(Member {
                number: is_numbered.then_some(last),
                ..Member::staying(pupil, self.name(pupil.into()), &stays, shown)
            });
        }
        members
    }

    /// The journals that pupils of a class are taught in.
    pub fn journals_of_class(&self, class: ClassId) -> Vec<&JournalCard> {
        let all = self.journals.values();
        let taught = |card: &&JournalCard| {
            let group = self.group_of(card);
            group.is_some_and(|group| group.classes.contains(&class))
        };
        all.filter(taught).collect()
    }
}

impl GroupCard {
    /// Those of these pupils who are in the group on a day; none: all of them who are in the class then.
    pub fn of_class(&self, members: &[Member], on: NaiveDate) -> Option<BTreeSet<PupilId>> {
        let here: BTreeSet<PupilId> = self.holding(on).collect();
        let of_day = members.iter().filter(|member| member.belongs_on(on));
        let (mut taught, mut all) = (BTreeSet::new(), true);
        for member in of_day {
            if here.contains(&member.pupil) {
                taught.insert(member.pupil);
            } else {
                all = false;
            }
        }
        (!all).then_some(taught)
    }
}
