//! Pupils, and the groups that part each class.

use crate::calendar::SchoolYear;
use crate::dice::Dice;
use crate::names::{Named, Names, Sex};
use crate::people::{Form, SCENE};
use crate::workload::Part;
use chrono::{Days, NaiveDate};
use std::collections::HashMap;

pub(crate) struct Pupil {
    /// The name.
    pub(crate) named: Named,
    /// Place among the classes.
    pub(crate) class: usize,
    /// The day of arrival, if after the year's start.
    pub(crate) from: Option<NaiveDate>,
    /// The last day, if the pupil left.
    pub(crate) until: Option<NaiveDate>,
}

impl Pupil {
    /// Whether the pupil is in the school on some day of these, from the first to the last.
    pub(crate) fn belongs_within(&self, (first, last): (NaiveDate, NaiveDate)) -> bool {
        self.from.is_none_or(|from| from <= last) && self.until.is_none_or(|until| first <= until)
    }
}

/// A group of pupils.
pub(crate) struct Group {
    /// The class it belongs to.
    pub(crate) class: usize,
    /// Which part of it.
    pub(crate) part: Part,
    /// Its members' places among the pupils, in the order of the class list.
    pub(crate) members: Vec<usize>,
}

impl Group {
    /// «7Б», «7Б · ин. яз., группа 1».
    pub(crate) fn title(&self, class: &str) -> String {
        match self.part {
            Part::Whole => class.to_owned(),
            Part::Language(number) => format!("{class} · ин. яз., группа {}", number + 1),
            Part::Computers(number) => format!("{class} · информатика, группа {}", number + 1),
            Part::Craft(0) => format!("{class} · мальчики"),
            Part::Craft(_) => format!("{class} · девочки"),
        }
    }
}

/// All pupils and groups.
pub(crate) struct Roster {
    /// Pupils: class by class, each class in the order of its list.
    pub(crate) pupils: Vec<Pupil>,
    /// Groups: class by class, the whole class first.
    pub(crate) groups: Vec<Group>,
    /// Where the group of a part of a class stands.
    pub(crate) by_part: HashMap<(usize, Part), usize>,
}

/// Pupils in the class of the scene.
const SCENE_SIZE: u32 = 27;

/// Invents the pupils of `forms`. Between 22 and 30 in a class; in some a pupil came or left in
/// autumn, but never in the class of the scene.
pub(crate) fn enrol(
    forms: &[Form],
    year: &SchoolYear,
    names: &mut Names,
    dice: &mut Dice,
) -> Roster {
    let mut roster = Roster {
        pupils: Vec::new(),
        groups: Vec::new(),
        by_part: HashMap::new(),
    };
    for (class, form) in forms.iter().enumerate() {
        let size = if *form == SCENE {
            SCENE_SIZE
        } else {
            dice.within(22, 30)
        };
        let girls = size / 2 + dice.below(3).saturating_sub(1);
        let mut list: Vec<Named> = (0..size)
            .map(|nth| names.child(dice, if nth < girls { Sex::Female } else { Sex::Male }))
            .collect();
        list.sort_by_cached_key(|named| named.name.sort_key());
        let first = roster.pupils.len();
        roster.pupils.extend(list.into_iter().map(|named| Pupil {
            named,
            class,
            from: None,
            until: None,
        }));
        if *form != SCENE && dice.chance(350) {
            let mover = first + dice.index(roster.pupils.len() - first);
            move_one(&mut roster, mover, year, dice);
        }
        part(&mut roster, class, *form, first, dice);
    }
    roster
}

fn move_one(roster: &mut Roster, mover: usize, year: &SchoolYear, dice: &mut Dice) {
    let day = year
        .starts
        .checked_add_days(Days::new(u64::from(dice.within(10, 70))));
    if let Some(pupil) = roster.pupils.get_mut(mover) {
        if dice.chance(500) {
            pupil.from = day;
        } else {
            pupil.until = day;
        }
    }
}

/// Parts a class into its groups: each kind of parting takes every pupil exactly once.
fn part(roster: &mut Roster, class: usize, form: Form, first: usize, dice: &mut Dice) {
    let all: Vec<usize> = (first..roster.pupils.len()).collect();
    let mut shuffled = all.clone();
    dice.shuffle(&mut shuffled);
    let (mut one, mut two) = {
        let (one, two) = shuffled.split_at(shuffled.len().div_ceil(2));
        (one.to_vec(), two.to_vec())
    };
    one.sort_unstable();
    two.sort_unstable();
    let (early, late) = all.split_at(all.len() / 2);
    let (early, late) = (early.to_vec(), late.to_vec());
    let is_boy = |pupil: &usize| {
        roster
            .pupils
            .get(*pupil)
            .is_some_and(|pupil| pupil.named.sex == Sex::Male)
    };
    let (boys, girls): (Vec<usize>, Vec<usize>) = all.iter().copied().partition(is_boy);
    let mut parts = vec![(Part::Whole, all)];
    if form.grade >= 2 {
        parts.extend([(Part::Language(0), one), (Part::Language(1), two)]);
    }
    if form.grade >= 7 {
        parts.extend([(Part::Computers(0), early), (Part::Computers(1), late)]);
    }
    if (5..=9).contains(&form.grade) {
        parts.extend([(Part::Craft(0), boys), (Part::Craft(1), girls)]);
    }
    for (part, members) in parts {
        roster.by_part.insert((class, part), roster.groups.len());
        roster.groups.push(Group {
            class,
            part,
            members,
        });
    }
}
