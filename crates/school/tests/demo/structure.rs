//! Who is where, and how much there is.

use crate::{Index, day, spec};
use chrono::NaiveDate;
use journal::{JournalId, Lesson, PersonId, PupilId, Role};
use rstest::rstest;
use school::{Size, demo};
use std::collections::{BTreeMap, HashMap, HashSet};

#[rstest]
#[case(Size::Small, 2026)]
#[case(Size::Small, 1)]
#[case(Size::School, 2026)]
fn nobody_and_no_room_is_booked_twice(#[case] size: Size, #[case] seed: u64) {
    let bundle = demo::build(&spec(size, seed));
    let index = Index::new(&bundle);
    let week: Vec<&Lesson> = bundle
        .lessons
        .iter()
        .filter(|l| l.date >= day("2026-09-07") && l.date <= day("2026-09-11"))
        .collect();
    let mut by_day: BTreeMap<NaiveDate, Vec<&Lesson>> = BTreeMap::new();
    for lesson in week {
        by_day.entry(lesson.date).or_default().push(lesson);
    }
    assert_eq!(by_day.len(), 5);
    for lessons in by_day.values() {
        let mut pupils: HashMap<PupilId, Vec<u8>> = HashMap::new();
        let sets: Vec<_> = lessons
            .iter()
            .map(|lesson| index.members_on(lesson))
            .collect();
        for (at, one) in lessons.iter().enumerate() {
            for pupil in &sets[at] {
                pupils.entry(*pupil).or_default().push(one.number);
            }
            for (other, two) in lessons.iter().enumerate().skip(at + 1) {
                if one.starts < two.ends && two.starts < one.ends {
                    assert_ne!(one.teacher, two.teacher, "{one:?} {two:?}");
                    assert_ne!(one.room, two.room, "{one:?} {two:?}");
                    assert!(sets[at].is_disjoint(&sets[other]), "{one:?} {two:?}");
                }
            }
        }
        for numbers in pupils.values_mut() {
            numbers.sort_unstable();
            let full: Vec<u8> = (1..).take(numbers.len()).collect();
            assert_eq!(*numbers, full, "a gap in a pupil's day");
            assert!(numbers.len() <= 7);
        }
    }
}

#[test]
fn first_grades_and_no_others_are_taught_without_marks() {
    let bundle = demo::build(&spec(Size::School, 2026));
    let class_of = |journal: &journal::school::Journal| {
        let group = bundle.groups.iter().find(|group| group.id == journal.group);
        let class = group.and_then(|group| group.class);
        bundle.classes.iter().find(|one| Some(one.id) == class)
    };
    let mut bare = 0;
    for journal in &bundle.journals {
        let first = class_of(journal).is_some_and(|class| class.grade == 1);
        assert_eq!(journal.without_marks, first, "{journal:?}");
        bare += usize::from(first);
    }
    assert!(bare > 20, "{bare}");
}

#[test]
fn the_whole_school_is_of_a_real_schools_size() {
    let bundle = demo::build(&spec(Size::School, 2026));
    assert_eq!(bundle.classes.len(), 33);
    let teaching: HashSet<PersonId> = bundle.lessons.iter().map(|l| l.teacher).collect();
    assert_eq!(teaching.len(), 60);
    let pupils = bundle.enrolments.len();
    assert!((800..=960).contains(&pupils), "{pupils}");
    assert_eq!(bundle.bells.len(), 2);
    assert_eq!(bundle.periods.len(), 4);
    let logins: HashSet<_> = bundle
        .people
        .iter()
        .filter_map(|p| p.login.as_deref())
        .collect();
    assert_eq!(logins.len(), bundle.people.len());
    for &role in Role::ALL {
        assert!(bundle.people.iter().any(|p| p.roles.has(role)), "{role:?}");
    }
    let second = bundle.lessons.iter().filter(|l| l.minutes() == 40).count();
    assert!(second > 1_000 && second < bundle.lessons.len() / 3);
    assert!(
        (80_000..160_000).contains(&bundle.history.len()),
        "{}",
        bundle.history.len()
    );
}

#[rstest]
#[case(Size::Small)]
#[case(Size::School)]
fn subgroups_part_their_class(#[case] size: Size) {
    let bundle = demo::build(&spec(size, 2026));
    let index = Index::new(&bundle);
    let mut by_kind: BTreeMap<(i64, String), Vec<PupilId>> = BTreeMap::new();
    let mut whole: HashMap<i64, Vec<PupilId>> = HashMap::new();
    for group in &bundle.groups {
        let class = group.class.unwrap().0;
        let members = index.members[&group.id.0].iter().map(|m| m.0);
        match group.title.split_once(" · ") {
            None => whole.entry(class).or_default().extend(members),
            Some((_, kind)) => {
                let kind = match kind {
                    "мальчики" | "девочки" => "труд",
                    kind => kind.split_once(',').unwrap().0,
                };
                by_kind
                    .entry((class, kind.to_owned()))
                    .or_default()
                    .extend(members);
            }
        }
    }
    assert!(by_kind.len() >= 7);
    for ((class, kind), mut members) in by_kind {
        members.sort();
        let mut all = whole[&class].clone();
        all.sort();
        assert_eq!(members, all, "class {class}: {kind}");
    }
    for (class, members) in &whole {
        assert!(
            (22..=30).contains(&members.len()),
            "class {class}: {}",
            members.len()
        );
        let keys: Vec<_> = members
            .iter()
            .map(|pupil| {
                bundle.people[usize::try_from(pupil.0 - 1).unwrap()]
                    .name
                    .sort_key()
            })
            .collect();
        assert!(keys.is_sorted(), "class {class}");
    }
}

#[test]
fn ids_are_dense_and_a_pupil_is_a_person() {
    let bundle = demo::build(&spec(Size::Small, 2026));
    let dense = |ids: Vec<i64>| assert_eq!(ids, (1..).take(ids.len()).collect::<Vec<i64>>());
    dense(bundle.people.iter().map(|row| row.id.0).collect());
    dense(bundle.classes.iter().map(|row| row.id.0).collect());
    dense(bundle.groups.iter().map(|row| row.id.0).collect());
    dense(bundle.journals.iter().map(|row| row.id.0).collect());
    dense(bundle.plans.iter().map(|row| row.id.0).collect());
    dense(bundle.lessons.iter().map(|row| row.id.0).collect());
    dense(bundle.subjects.iter().map(|row| row.id).collect());
    dense(bundle.work_kinds.iter().map(|row| row.id.0).collect());
    for row in &bundle.enrolments {
        let person = &bundle.people[usize::try_from(row.pupil.0 - 1).unwrap()];
        assert!(person.roles.has(Role::Pupil));
    }
}

#[test]
fn a_plan_has_a_row_for_every_hour_of_its_year() {
    let bundle = demo::build(&spec(Size::School, 2026));
    let mut rows: HashMap<JournalId, u32> = HashMap::new();
    for row in &bundle.plans {
        *rows.entry(row.journal).or_default() += 1;
        assert_eq!(u32::from(row.number), rows[&row.journal]);
        assert!(row.title.chars().count() < 200, "{}", row.title);
    }
    let mut weekly: HashMap<JournalId, u32> = HashMap::new();
    let week = day("2026-09-07")..=day("2026-09-11");
    for lesson in bundle.lessons.iter().filter(|l| week.contains(&l.date)) {
        *weekly.entry(lesson.journal).or_default() += 1;
    }
    for journal in &bundle.journals {
        let group = &bundle.groups[usize::try_from(journal.group.0 - 1).unwrap()];
        let class = &bundle.classes[usize::try_from(group.class.unwrap().0 - 1).unwrap()];
        let weeks = if class.grade == 1 { 33 } else { 34 };
        assert_eq!(
            rows[&journal.id],
            weekly[&journal.id] * weeks,
            "{}",
            group.title
        );
    }
}
