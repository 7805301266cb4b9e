//! What an amendment would change in the lessons.

use crate::support::*;
use RecordKind::{BellSchedule, Holiday, Period, SchoolYear};
use journal::PeriodId;
use journal::register::*;
use rstest::rstest;

/// The effects, where every question finds as many lessons as it has days, and half the marks.
fn effects(register: &Register, change: &Amendment) -> Vec<(EffectKind, DaySpan, u32)> {
    let mut material = Material::default();
    loop {
        let told = check(register, change, &material).unwrap();
        if told.unanswered.is_empty() {
            let told = told.effects.into_iter();
            return told
                .map(|effect| (effect.kind, effect.days, effect.found.unwrap().lessons))
                .collect();
        }
        for question in told.unanswered {
            let (Question::Lessons { days } | Question::Bell(BellLessons { days, .. })) = question
            else {
                material.answer(question, Found::default());
                continue;
            };
            let count = u32::try_from((days.last - days.first).num_days() + 1).unwrap();
            material.answer(question, lessons(count, count / 2));
        }
    }
}

fn p(id: i64) -> RecordRef {
    at(Period, id)
}

#[test]
fn a_quarter_that_ends_later_takes_lessons_in() {
    let mut register = school();
    register.put(at(Holiday, 1), None);
    let change = to(
        &register,
        p(1),
        Some(quarter(1, "01.09.2026", "27.10.2026")),
    );
    let enters = EffectKind::EntersPeriod { period: p(1) };
    assert_eq!(
        effects(&register, &change),
        [(enters, days("26.10.2026", "27.10.2026"), 2)]
    );
}

#[test]
fn a_quarter_that_ends_earlier_leaves_lessons_outside() {
    let register = school();
    let change = to(
        &register,
        p(1),
        Some(quarter(1, "02.09.2026", "20.10.2026")),
    );
    let leaves = EffectKind::LeavesPeriods { period: p(1) };
    assert!(leaves.is_danger());
    let expected = [
        (leaves.clone(), days("01.09.2026", "01.09.2026"), 1),
        (leaves, days("21.10.2026", "25.10.2026"), 5),
    ];
    assert_eq!(effects(&register, &change), expected);
}

#[test]
fn one_wrong_date_blocks_nothing_and_shows_what_it_would_do() {
    let register = school();
    let change = to(
        &register,
        p(1),
        Some(quarter(1, "01.09.2026", "25.09.2026")),
    );
    let leaves = EffectKind::LeavesPeriods { period: p(1) };
    let lost = days("26.09.2026", "25.10.2026");
    assert_eq!(effects(&register, &change), [(leaves, lost, 30)]);
}

#[rstest]
#[case::new("07.12.2026", "08.12.2026", 2)]
#[case::partly_over_the_break("30.10.2026", "03.11.2026", 2)]
#[case::within_the_break("27.10.2026", "28.10.2026", 0)]
fn a_new_holiday_tells_the_lessons_that_were_not_free_before(
    #[case] starts: &str,
    #[case] ends: &str,
    #[case] count: u32,
) {
    let register = school();
    let change = new(&register, holiday("Карантин", starts, ends));
    let told = effects(&register, &change);
    assert_eq!(
        told.iter().map(|(_, _, lessons)| lessons).sum::<u32>(),
        count
    );
    let free = EffectKind::BecomesHoliday {
        holiday: at(Holiday, 2),
    };
    assert!(told.iter().all(|(kind, _, _)| *kind == free));
}

#[test]
fn days_that_become_free_are_not_counted_again_as_outside_the_period() {
    let mut register = school();
    register.put(at(Holiday, 1), None);
    let gesture = [
        to(
            &register,
            p(1),
            Some(quarter(1, "01.09.2026", "23.10.2026")),
        ),
        new(&register, holiday("Осень", "24.10.2026", "01.11.2026")),
    ];
    let mut material = Material::default();
    let period = PeriodId(1);
    material.answer(Question::PeriodMarks { period }, Found::default());
    let told = register.plan(&gesture, &material).consequences.effects;
    let kinds: Vec<_> = told
        .iter()
        .map(|effect| (&effect.kind, effect.days))
        .collect();
    let holiday = at(Holiday, 2);
    let free = EffectKind::BecomesHoliday { holiday };
    assert_eq!(kinds, [(&free, days("24.10.2026", "01.11.2026"))]);
}

#[test]
fn a_year_cut_short_tells_the_lessons_that_no_year_holds() {
    let register = school();
    let change = to(
        &register,
        at(SchoolYear, 1),
        Some(year("2026/27", "01.09.2026", "28.05.2027", YearState::Open)),
    );
    let leaves = EffectKind::LeavesYears {
        year: at(SchoolYear, 1),
    };
    assert_eq!(
        effects(&register, &change),
        [(leaves, days("29.05.2027", "31.05.2027"), 3)]
    );
}

#[test]
fn bells_tell_which_lessons_move_and_which_lose_theirs() {
    let register = school();
    let wanted = schedule("1 смена", &[bell(1, "08:00", "08:45")]);
    let change = to(&register, at(BellSchedule, 1), Some(wanted));
    let told = effects(&register, &change);
    let schedule = at(BellSchedule, 1);
    let loses = EffectKind::LosesBell {
        schedule,
        was: bell(2, "09:25", "10:10"),
    };
    let (was, now) = (bell(1, "08:30", "09:15"), bell(1, "08:00", "08:45"));
    let moves = EffectKind::MovesBell { schedule, was, now };
    let kinds: Vec<_> = told.into_iter().map(|(kind, _, _)| kind).collect();
    assert_eq!(kinds, [loses, moves]);
}

#[test]
fn dangers_come_first() {
    let register = school();
    let mut wanted = quarter(1, "03.09.2026", "31.10.2026");
    if let Record::Period(period) = &mut wanted {
        period.title = "I".to_owned();
    }
    let change = to(&register, p(1), Some(wanted));
    let dangers: Vec<_> = effects(&register, &change)
        .iter()
        .map(|(kind, _, _)| kind.is_danger())
        .collect();
    assert_eq!(dangers, [true, false]);
}

#[test]
fn what_touches_no_lesson_asks_nothing() {
    let register = school();
    let rename = to(&register, at(RecordKind::Room, 1), Some(room(MAIN, "22")));
    let told = checked(&register, &rename);
    assert_eq!(told, Ok(Consequences::default()));
    let mut wanted = quarter(1, "01.09.2026", "25.10.2026");
    if let Record::Period(period) = &mut wanted {
        period.title = "I четверть".to_owned();
    }
    let rename = to(&register, p(1), Some(wanted));
    assert_eq!(checked(&register, &rename), Ok(Consequences::default()));
}

#[test]
fn what_nobody_has_counted_is_said_without_a_number() {
    let register = school();
    let change = to(
        &register,
        p(1),
        Some(quarter(1, "01.09.2026", "20.10.2026")),
    );
    let told = checked(&register, &change).unwrap();
    assert!(told.effects.iter().all(|effect| effect.found.is_none()));
    let days = days("21.10.2026", "25.10.2026");
    let period = PeriodId(1);
    let asked = [Question::Lessons { days }, Question::PeriodMarks { period }];
    assert_eq!(told.unanswered, asked);
    let json = serde_json::to_value(&told).unwrap();
    assert_eq!(json["effects"][0]["effect"], "leaves-periods");
    assert_eq!(json["effects"][0]["days"]["first"], "2026-10-21");
}

#[test]
fn an_amendment_tells_its_fields_was_and_is() {
    let register = school();
    let change = to(
        &register,
        p(1),
        Some(quarter(1, "01.09.2026", "27.10.2026")),
    );
    let steps = change.steps();
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0].field.name, "ends");
    assert_eq!(register.exported(&steps[0].was), "25.10.2026");
    assert_eq!(register.exported(&steps[0].now), "27.10.2026");
}

#[test]
fn a_period_is_numbered_by_its_first_day() {
    let register = school();
    for (at, period) in register.periods() {
        assert_eq!(i64::try_from(register.position(period)).unwrap(), at.id.0);
    }
}
