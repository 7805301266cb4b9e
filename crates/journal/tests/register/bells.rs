//! Who follows which bells, and what a gesture makes of their lessons.

use crate::support::*;
use RecordKind::BellSchedule;
use chrono::NaiveTime;
use journal::ClassId;
use journal::register::*;
use journal::school::Bell;

type Place = (TaughtTogether, Bell);

/// The lessons of some groups, moved as the register says.
#[derive(Debug, Clone, PartialEq)]
struct Lessons(Vec<Place>);

impl Lessons {
    /// Each of these lessons in each of these groups.
    fn of(groups: &[TaughtTogether], bells: &[Bell]) -> Self {
        let groups = groups.iter();
        Self(
            groups
                .flat_map(|group| bells.iter().map(|bell| (group.clone(), *bell)))
                .collect(),
        )
    }

    fn follow(&mut self, before: &Register, after: &Register) {
        let moves: Vec<_> = bell_changes(before, after)
            .into_iter()
            .filter_map(|change| {
                let places = self.0.iter();
                let meant: Vec<_> = places
                    .map(|place| is_meant(&change.lessons, place))
                    .collect();
                Some((meant, change.now()?))
            })
            .collect();
        for (meant, now) in moves {
            let places = self.0.iter_mut().zip(meant);
            for ((_, bell), _) in places.filter(|(_, meant)| *meant) {
                *bell = now;
            }
        }
    }

    fn starts(&self, of: &TaughtTogether, number: u8) -> NaiveTime {
        let mut lessons = self.0.iter();
        let lesson = lessons.find(|(group, bell)| group == of && bell.number == number);
        lesson.unwrap().1.starts
    }
}

fn is_meant(lessons: &BellLessons, (group, bell): &Place) -> bool {
    let is_at = match &lessons.at {
        LessonsAt::Bell(at) => at == bell,
        LessonsAt::NoBell {
            number,
            from,
            until,
            but,
        } => {
            bell.number == *number
                && *from <= bell.starts
                && until.is_none_or(|until| bell.starts < until)
                && !but.contains(&(bell.starts, bell.ends))
        }
    };
    lessons.groups.contains(group) && is_at
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn first() -> Bell {
    bell(1, "08:30", "09:15")
}

fn second() -> Bell {
    bell(2, "09:25", "10:10")
}

/// The register with a record in another's place, or without it.
fn with(register: &Register, id: i64, record: Option<Record>) -> Register {
    let mut after = register.clone();
    after.put(at(BellSchedule, id), record);
    after
}

fn for_grades(record: Record, of: &[u8]) -> Record {
    match record {
        Record::BellSchedule(bells) => Record::BellSchedule(BellScheduleRecord {
            grades: Grades(of.iter().copied().collect()),
            ..bells
        }),
        other => other,
    }
}

fn for_class(record: Record, of: ClassId) -> Record {
    match record {
        Record::BellSchedule(bells) => Record::BellSchedule(BellScheduleRecord {
            class: Some(of),
            ..bells
        }),
        other => other,
    }
}

fn in_shift(record: Record, shift: u8) -> Record {
    match record {
        Record::BellSchedule(bells) => Record::BellSchedule(BellScheduleRecord { shift, ..bells }),
        other => other,
    }
}

fn groups() -> [TaughtTogether; 3] {
    [SEVENTH_A, SEVENTH_B, FIRST_A].map(|class| group(&[class]))
}

#[test]
fn who_is_not_meant_any_more_does_not_move_with_the_bell() {
    let register = school();
    let [seventh, _, first_grade] = groups();
    let narrowed = for_grades(
        schedule("1 смена", &[first(), bell(2, "09:20", "10:05")]),
        &[1],
    );
    let after = with(&register, 1, Some(narrowed));
    let before = Lessons::of(&groups(), &[first(), second()]);
    let mut lessons = before.clone();
    lessons.follow(&register, &after);
    assert_eq!(lessons.starts(&first_grade, 2), time("09:20"));
    assert_eq!(lessons.starts(&seventh, 2), time("09:25"));
    let loses = bell_changes(&register, &after)
        .into_iter()
        .filter(|change| matches!(change.kind, EffectKind::LosesBell { .. }));
    assert_eq!(loses.count(), 2, "both lessons of those who are left out");
    lessons.follow(&after, &register);
    assert_eq!(lessons, before, "and the way back is the same");
}

#[test]
fn a_class_with_its_own_bells_does_not_move_with_those_of_all() {
    let mut register = school();
    let own = schedule("7Б", &[first(), second()]);
    register.put(at(BellSchedule, 2), Some(for_class(own, SEVENTH_B.0)));
    let moved = schedule("1 смена", &[first(), bell(2, "09:20", "10:05")]);
    let after = with(&register, 1, Some(moved));
    let before = Lessons::of(&groups(), &[first(), second()]);
    let mut lessons = before.clone();
    lessons.follow(&register, &after);
    let [seventh_a, seventh_b, _] = groups();
    assert_eq!(lessons.starts(&seventh_a, 2), time("09:20"));
    assert_eq!(lessons.starts(&seventh_b, 2), time("09:25"));
    lessons.follow(&after, &register);
    assert_eq!(lessons, before);
}

#[test]
fn a_class_goes_over_to_the_nearest_schedule_that_names_it_and_back() {
    let register = school();
    let grade = schedule("7 классы", &[first(), bell(2, "09:30", "10:15")]);
    let grade = with(&register, 2, Some(for_grades(grade, &[7])));
    let own = schedule(
        "7Б",
        &[bell(1, "08:40", "09:25"), bell(2, "09:35", "10:20")],
    );
    let own = with(&grade, 3, Some(for_class(own, SEVENTH_B.0)));
    let before = Lessons::of(&groups(), &[first(), second()]);
    let mut lessons = before.clone();
    let [seventh_a, seventh_b, first_grade] = groups();
    let starts = |lessons: &Lessons, number| {
        [&seventh_a, &seventh_b, &first_grade].map(|of| lessons.starts(of, number))
    };
    lessons.follow(&register, &grade);
    assert_eq!(starts(&lessons, 2), ["09:30", "09:30", "09:25"].map(time));
    let by_grade = lessons.clone();
    lessons.follow(&grade, &own);
    assert_eq!(starts(&lessons, 1), ["08:30", "08:40", "08:30"].map(time));
    assert_eq!(starts(&lessons, 2), ["09:30", "09:35", "09:25"].map(time));
    lessons.follow(&own, &grade);
    assert_eq!(lessons, by_grade);
    lessons.follow(&grade, &register);
    assert_eq!(lessons, before);
}

#[test]
fn a_group_of_several_classes_stays_by_a_bell_of_any_of_them() {
    let mut register = school();
    let both = group(&[SEVENTH_A, SEVENTH_B]);
    register.name_together([group(&[SEVENTH_A]), group(&[SEVENTH_B]), both.clone()].into());
    let own = schedule("7Б", &[first(), second()]);
    register.put(at(BellSchedule, 2), Some(for_class(own, SEVENTH_B.0)));
    let moved = schedule("7Б", &[first(), bell(2, "09:35", "10:20")]);
    let after = with(&register, 2, Some(for_class(moved, SEVENTH_B.0)));
    let mut lessons = Lessons::of(std::slice::from_ref(&both), &[second()]);
    lessons.follow(&register, &after);
    assert_eq!(lessons.starts(&both, 2), time("09:25"));
}

#[test]
fn a_bell_that_comes_takes_the_lessons_that_have_none() {
    let register = school();
    let without = with(&register, 1, Some(schedule("1 смена", &[first()])));
    let later = bell(2, "09:30", "10:15");
    let back = with(&register, 1, Some(schedule("1 смена", &[first(), later])));
    let before = Lessons::of(&groups(), &[first(), second()]);
    let mut lessons = before.clone();
    lessons.follow(&register, &without);
    assert_eq!(lessons, before, "they stay where they were");
    lessons.follow(&without, &back);
    assert_eq!(lessons, Lessons::of(&groups(), &[first(), later]));
    let kinds: Vec<_> = bell_changes(&without, &back)
        .into_iter()
        .map(|change| change.kind)
        .collect();
    let gains = EffectKind::GainsBell {
        schedule: at(BellSchedule, 1),
        now: later,
    };
    assert!(gains.is_danger());
    assert_eq!(kinds, [gains]);
    lessons.follow(&back, &without);
    lessons.follow(&without, &register);
    assert_eq!(lessons, before, "and the way back is the same");
}

#[test]
fn a_bell_that_comes_leaves_lessons_to_the_other_shift() {
    let mut register = school();
    let afternoon = |bells: &[Bell]| in_shift(schedule("2 смена", bells), 2);
    register.put(
        at(BellSchedule, 2),
        Some(afternoon(&[bell(1, "14:00", "14:45")])),
    );
    let without = with(&register, 1, Some(schedule("1 смена", &[first()])));
    let late = bell(2, "14:55", "15:40");
    let before = Lessons::of(&groups(), &[second(), late]);
    let mut lessons = before.clone();
    let back = schedule("1 смена", &[first(), bell(2, "09:30", "10:15")]);
    let back = with(&without, 1, Some(back));
    lessons.follow(&without, &back);
    let expected = [bell(2, "09:30", "10:15"), late];
    assert_eq!(lessons, Lessons::of(&groups(), &expected));
}
