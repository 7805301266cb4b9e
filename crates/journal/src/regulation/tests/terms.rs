//! Every term of the five profiles at its edges: the last microsecond in time, and the one after it.

use super::*;
use crate::Topic;
use crate::attendance::Document;
use chrono::TimeDelta;

/// A lesson of a Thursday; its class goes home at 14:10, or after the second shift at 18:50.
fn of_shift(second: bool, day: &str) -> (Lesson, NaiveTime) {
    let hour = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap();
    let (starts, ends, last_bell) = if second {
        (hour(18, 10), hour(18, 50), hour(18, 50))
    } else {
        (hour(9, 25), hour(10, 10), hour(14, 10))
    };
    let lesson = Lesson {
        date: self::day(day),
        starts,
        ends,
        ..lesson()
    };
    (lesson, last_bell)
}

fn edit(of: &str) -> Edit {
    let none_set = Homework::default();
    let homework = Homework {
        text: "№ 5".into(),
        ..none_set.clone()
    };
    let point = MarkValue::Point {
        due: day("2026-10-02"),
    };
    let reason = |received: Option<&str>| {
        let document = received.map(|received| Document {
            title: "справка".into(),
            received: day(received),
        });
        let kind = ReasonKind::Illness;
        let standing = Standing::Confirmed;
        Some(AbsenceReason {
            kind,
            standing,
            document,
        })
    };
    let pupil = PupilId(3);
    match of {
        "absence" => absent(),
        "roll" => Edit::RollCall {
            step: FromTo::new(false, true),
        },
        "mark" => mark(None, Some(4)),
        "corrected mark" => mark(Some(3), Some(4)),
        "mark for a point" => Edit::Mark {
            pupil,
            work: WorkRef::first(WorkKindId(1)),
            step: FromTo::new(
                Some(Mark::new(point, 1)),
                Some(Mark::new("4".parse().unwrap(), 1)),
            ),
        },
        "topic" => Edit::Topic {
            step: FromTo::new(
                None,
                Some(Topic {
                    text: "Дроби".into(),
                    item: None,
                }),
            ),
        },
        "homework" => Edit::Homework {
            slot: 0,
            step: FromTo::new(None, Some(homework)),
        },
        "homework for none" => Edit::Homework {
            slot: 0,
            step: FromTo::new(Some(none_set), Some(homework)),
        },
        "reason" => Edit::Reason {
            pupil,
            step: FromTo::new(None, reason(None)),
        },
        paper => Edit::Reason {
            pupil,
            step: FromTo::new(None, reason(paper.strip_prefix("paper of "))),
        },
    }
}

/// What a profile says to what its keeper does to a lesson of a day, with or without an excuse.
struct Case {
    profile: &'static str,
    second: bool,
    of: &'static str,
    excuse: bool,
    time: SchoolTime,
}

impl Case {
    fn at(&self, at: Timestamp) -> Verdict {
        let (lesson, last_bell) = of_shift(self.second, "2026-10-29");
        let holiday = day("2026-11-04");
        let holiday = crate::register::DaySpan::new(holiday, holiday);
        let edit = edit(self.of);
        let relation = match edit {
            Edit::Reason { .. } => CLASS,
            _ => OWN,
        };
        let change = change(edit);
        let years = years(YearState::Open);
        let context = Context {
            time: self.time,
            relation,
            last_bell: Some(last_bell),
            work_days: &WorkDays::new([holiday], []),
            excused: self.excuse,
            ..context(Occasion::Lesson(&lesson), at, &years)
        };
        let regulation = Regulation::shipped(self.profile).unwrap();
        regulation.judge(&teacher(), &change, &context)
    }
}

const FIRST: bool = false;
const SECOND: bool = true;

/// The lesson is of Thursday, 29 October, before the holidays; Wednesday, 4 November, is a day off.
#[rstest]
#[case("krasnozavodsk-1", FIRST, "roll", "10-29 24:00", "late KZ1-2.3g")]
#[case("krasnozavodsk-1", FIRST, "absence", "10-29 24:00", "late KZ1-2.3g")]
#[case("krasnozavodsk-1", SECOND, "mark", "10-29 24:00", "late KZ1-2.3f")]
#[case(
    "krasnozavodsk-1",
    FIRST,
    "mark for a point",
    "10-29 24:00",
    "late KZ1-2.3f"
)]
#[case("krasnozavodsk-1", FIRST, "homework", "10-29 24:00", "late KZ1-2.3i")]
#[case(
    "krasnozavodsk-1",
    FIRST,
    "homework for none",
    "10-29 24:00",
    "late KZ1-2.3i"
)]
#[case("sergiev-posad-14", FIRST, "roll", "10-31 24:00", "late SP14-12b")]
#[case("sergiev-posad-14", FIRST, "mark", "10-31 24:00", "late SP14-8d")]
#[case(
    "sergiev-posad-14",
    FIRST,
    "mark for a point",
    "10-31 24:00",
    "late SP14-8d"
)]
#[case(
    "sergiev-posad-14",
    FIRST,
    "corrected mark",
    "11-12 24:00",
    "locked SP14-13j"
)]
#[case("sergiev-posad-14", FIRST, "topic", "10-31 24:00", "late SP14-T3.1b")]
#[case(
    "sergiev-posad-14",
    FIRST,
    "homework",
    "10-29 18:00",
    "late SP14-T3.4c"
)]
#[case(
    "sergiev-posad-14",
    SECOND,
    "homework",
    "10-29 18:50",
    "late SP14-T3.4c"
)]
#[case(
    "sergiev-posad-14",
    FIRST,
    "homework for none",
    "10-29 18:00",
    "late SP14-T3.4c"
)]
#[case("sgo-154", FIRST, "roll", "10-29 24:00", "late SGO154-2.5a")]
#[case("sgo-154", FIRST, "mark", "10-29 16:00", "late SGO154-3.3.2b")]
#[case("sgo-154", SECOND, "mark", "10-29 18:50", "late SGO154-3.3.2b")]
#[case("sgo-154", FIRST, "topic", "10-29 24:00", "late SGO154P-1.5.7")]
#[case("sgo-154", FIRST, "homework", "10-29 15:40", "late SGO154-2.7e")]
#[case("sgo-154", SECOND, "homework", "10-29 20:20", "late SGO154-2.7e")]
#[case("sgo-154", FIRST, "reason", "11-05 24:00", "late SGO154P-1.4.9b")]
#[case("epos-ohansk-1", FIRST, "absence", "10-29 10:10", "late EPOS1-1.2-2a")]
#[case("epos-ohansk-1", SECOND, "roll", "10-29 18:50", "late EPOS1-1.2-2a")]
#[case("solo-kommunar-2", FIRST, "roll", "10-29 24:00", "late SOLO2-8.6b")]
#[case("solo-kommunar-2", SECOND, "mark", "10-29 24:00", "late SOLO2-8.6a")]
#[case("solo-kommunar-2", FIRST, "topic", "10-29 24:00", "late SOLO2-8.6c")]
#[case("solo-kommunar-2", FIRST, "homework", "10-29 24:00", "late SOLO2-8.6d")]
#[case(
    "solo-kommunar-2",
    FIRST,
    "paper of 2026-10-30",
    "11-03 24:00",
    "late SOLO2-8.5.1b"
)]
#[case(
    "solo-kommunar-2",
    FIRST,
    "paper of 2026-11-03",
    "11-06 24:00",
    "late SOLO2-8.5.1b"
)]
#[case(
    "solo-kommunar-2",
    FIRST,
    "paper of 2026-11-19",
    "11-23 24:00",
    "late SOLO2-8.5.1b"
)]
fn what_is_entered_is_in_time_to_the_microsecond(
    #[case] profile: &'static str,
    #[case] second: bool,
    #[case] of: &'static str,
    #[case] last: &str,
    #[case] then: &str,
    #[values(SchoolTime::MOSCOW, SchoolTime { offset_minutes: 300 })] time: SchoolTime,
) {
    let case = Case {
        profile,
        second,
        of,
        excuse: false,
        time,
    };
    is_the_last(&case, "on-time", last, then);
}

/// The second step, with the reason that it asks for; the window beyond it.
#[rstest]
#[case("sgo-154", "mark", true, "11-05 24:00", "locked SGO154P-1.5.2b")]
#[case("sgo-154", "roll", true, "11-05 24:00", "locked SGO154P-1.5.2b")]
#[case("sgo-154", "topic", true, "11-05 24:00", "locked SGO154P-1.5.2b")]
#[case("sgo-154", "homework", true, "11-05 24:00", "locked SGO154P-1.5.2b")]
#[case("sgo-154", "mark", false, "11-05 24:00", "locked SGO154P-1.5.2b")]
#[case("solo-kommunar-2", "mark", true, "11-01 24:00", "late SOLO2-8.6e")]
#[case("solo-kommunar-2", "roll", true, "11-01 24:00", "late SOLO2-8.6e")]
#[case("solo-kommunar-2", "topic", true, "11-01 24:00", "late SOLO2-8.6e")]
#[case("solo-kommunar-2", "homework", true, "11-01 24:00", "late SOLO2-8.6e")]
fn a_second_step_has_its_own_last_microsecond(
    #[case] profile: &'static str,
    #[case] of: &'static str,
    #[case] excuse: bool,
    #[case] last: &str,
    #[case] then: &str,
) {
    let case = Case {
        profile,
        second: FIRST,
        of,
        excuse,
        time: TIME,
    };
    is_the_last(&case, if excuse { "on-time" } else { "late" }, last, then);
}

fn is_the_last(case: &Case, before: &str, last: &str, then: &str) {
    let (date, hour) = last.split_once(' ').unwrap();
    let date = day(&format!("2026-{date}"));
    let last = match hour {
        "24:00" => case.time.end_of_day(date),
        hour => case.time.instant(date.and_time(hour.parse().unwrap())),
    };
    for at in [last.0 - 1, last.0] {
        let verdict = case.at(Timestamp(at));
        assert_eq!(name(&verdict), before, "{verdict:?}");
    }
    let after = case.at(Timestamp(last.0 + 1));
    let clause = after.clause().map_or("", |clause| &clause.id);
    assert_eq!(format!("{} {clause}", name(&after)), then, "{after:?}");
}

/// Of what a regulation says nothing nothing is late, and nobody is locked out.
#[rstest]
#[case("krasnozavodsk-1", "topic")]
#[case("krasnozavodsk-1", "corrected mark")]
#[case("krasnozavodsk-1", "reason")]
#[case("epos-ohansk-1", "mark")]
#[case("epos-ohansk-1", "topic")]
#[case("epos-ohansk-1", "homework")]
#[case("epos-ohansk-1", "reason")]
#[case("sergiev-posad-14", "reason")]
#[case("sgo-154", "corrected mark")]
#[case("solo-kommunar-2", "corrected mark")]
#[case("solo-kommunar-2", "reason")]
fn what_has_no_term_is_never_late(#[case] profile: &'static str, #[case] of: &'static str) {
    let case = Case {
        profile,
        second: FIRST,
        of,
        excuse: false,
        time: TIME,
    };
    let verdict = case.at(at("2027-05-25 12:00"));
    assert_eq!(verdict, Verdict::OnTime);
}

/// Once the roll was called, who is there was said of each: mending that is a correction. A late roll
/// is late itself.
#[test]
fn a_mistake_of_the_roll_call_is_mended_without_being_late() {
    let regulation = Regulation::shipped("krasnozavodsk-1").unwrap();
    let (lesson, _) = of_shift(FIRST, "2026-10-29");
    for (roll_called, is) in [(false, "late"), (true, "on-time")] {
        let years = years(YearState::Open);
        let context = Context {
            roll_called,
            ..context(Occasion::Lesson(&lesson), at("2026-10-30 09:00"), &years)
        };
        let verdict = regulation.judge(&teacher(), &change(absent()), &context);
        assert_eq!(name(&verdict), is);
    }
}

/// Marks of the last days of lessons are due when there are none any more.
#[rstest]
#[case::in_its_term("2027-05-27 23:59", "on-time")]
#[case::late_and_too_late("2027-05-29 00:00", "locked")]
fn a_term_goes_on_after_the_last_lesson_of_the_year(#[case] when: &str, #[case] is: &str) {
    let regulation = Regulation::shipped("sergiev-posad-14").unwrap();
    let (lesson, _) = of_shift(FIRST, "2027-05-26");
    let years = years(YearState::Open);
    let context = context(Occasion::Lesson(&lesson), at(when), &years);
    let verdict = regulation.judge(&teacher(), &change(mark(None, Some(4))), &context);
    assert_eq!(name(&verdict), is, "{verdict:?}");
}

/// What can be entered after the last lesson of the year can be mended and taken back as long.
#[rstest]
#[case("sergiev-posad-14", "2027-05-27 23:59")]
#[case("sgo-154", "2027-05-26 23:59")]
#[case("solo-kommunar-2", "2027-05-28 12:00")]
#[case("krasnozavodsk-1", "2027-05-26 20:00")]
#[case("epos-ohansk-1", "2027-05-26 20:00")]
fn what_is_entered_after_the_year_is_mended_as_long(
    #[case] profile: &'static str,
    #[case] when: &str,
    #[values("entry", "correction", "undo")] done: &str,
) {
    let regulation = Regulation::shipped(profile).unwrap();
    let (lesson, _) = of_shift(FIRST, "2027-05-26");
    let years = years(YearState::Open);
    let edit = match done {
        "entry" => mark(None, Some(4)),
        "correction" => mark(Some(4), Some(5)),
        _ => mark(Some(4), None),
    };
    let context = Context {
        takes_back: (done == "undo").then_some(at(when)),
        ..context(Occasion::Lesson(&lesson), at(when), &years)
    };
    let verdict = regulation.judge(&teacher(), &change(edit), &context);
    assert!(verdict.accepts(), "{verdict:?}");
}

/// A reason that would make an entry in time can be written then.
#[rstest]
#[case("sgo-154")]
#[case("solo-kommunar-2")]
fn a_reason_is_taken_as_long_as_it_is_offered(#[case] profile: &'static str) {
    let regulation = Regulation::shipped(profile).unwrap();
    let (lesson, _) = of_shift(FIRST, "2027-05-25");
    let years = years(YearState::Open);
    let mut offered = 0;
    for hour in 0..24 * 12 {
        let moment = at("2027-05-25 10:00").plus(TimeDelta::hours(hour));
        let context = context(Occasion::Lesson(&lesson), moment, &years);
        if regulation.excuses(&mark(None, Some(4)), &context).is_none() {
            continue;
        }
        offered += 1;
        let excuse = Edit::Excuse {
            step: FromTo::new(
                None,
                Some(Excuse {
                    words: "сбой".into(),
                }),
            ),
        };
        let verdict = regulation.judge(&teacher(), &change(excuse), &context);
        assert!(verdict.accepts(), "{hour}: {verdict:?}");
    }
    assert!(offered > 24, "{offered}");
}

/// A reason for a lesson that has not begun is none.
#[test]
fn a_reason_waits_for_its_lesson() {
    let regulation = Regulation::shipped("sgo-154").unwrap();
    let (lesson, _) = of_shift(FIRST, "2026-10-29");
    let years = years(YearState::Open);
    let context = context(Occasion::Lesson(&lesson), at("2026-10-28 12:00"), &years);
    let excuse = Edit::Excuse {
        step: FromTo::new(
            None,
            Some(Excuse {
                words: "сбой".into(),
            }),
        ),
    };
    let verdict = regulation.judge(&teacher(), &change(excuse), &context);
    assert_eq!(name(&verdict), "locked");
}

proptest! {
    /// What is said to be closed as a whole takes no change at all.
    #[test]
    fn of_what_is_closed_nothing_is_taken(
        profile in proptest::sample::select(Regulation::shipped_ids().collect::<Vec<_>>()),
        edit in any_edit(),
        date in 0u64..30, hours in 0i64..24 * 90,
        takes_back in any::<bool>(), class_teacher in any::<bool>(), own_days in 0u16..60,
    ) {
        let regulation = Regulation::shipped(profile).unwrap();
        let date = day("2027-05-01").checked_add_days(chrono::Days::new(date)).unwrap();
        let (lesson, _) = of_shift(FIRST, &date.to_string());
        let years = years(YearState::Open);
        let kinds = [WorkKind {
            id: WorkKindId(1),
            title: "Сочинение".into(),
            short: "Соч.".into(),
            weight: 1,
            marking_days: Some(own_days),
        }];
        let moment = at("2027-05-20 00:00").plus(TimeDelta::hours(hours));
        let context = Context {
            relation: Relation { class_teacher, ..OWN },
            takes_back: takes_back.then_some(moment),
            work_kinds: &kinds,
            ..context(Occasion::Lesson(&lesson), moment, &years)
        };
        let closed = regulation.closes((SheetKind::Lesson, date), moment, TIME, (&years, &kinds));
        let verdict = regulation.judge(&teacher(), &change(edit), &context);
        prop_assert!(closed.is_none() || !verdict.accepts(), "{verdict:?}");
    }
}
