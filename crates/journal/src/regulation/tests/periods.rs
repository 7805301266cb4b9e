//! Marks of periods: who sets them, and when.

use super::*;
use crate::change::Ground;

const FIRST: (&str, &str) = ("none", "5");
const CORRECTION: (&str, &str) = ("5", "4");

/// The verdict on what a teacher does, from one mark to another, to the mark of a quarter that goes
/// from 9 November to 27 December.
fn verdict(profile: &str, relation: Relation, step: (&str, &str), when: &str) -> Verdict {
    verdict_on(profile, relation, step, when, None, false)
}

fn verdict_on(
    profile: &str,
    relation: Relation,
    step: (&str, &str),
    when: &str,
    ground: Option<Ground>,
    takes_back: bool,
) -> Verdict {
    let takes_back = takes_back.then_some(Timestamp(0));
    let context = |context: &mut Context<'_>| context.takes_back = takes_back;
    let who = (Role::Teacher, relation);
    judged(profile, who, step, (when, YearState::Open), ground, context)
}

/// The same of whoever it is.
fn judged(
    profile: &str,
    (role, relation): (Role, Relation),
    (old, new): (&str, &str),
    (when, year): (&str, YearState),
    ground: Option<Ground>,
    make: impl FnOnce(&mut Context<'_>),
) -> Verdict {
    let period = crate::Period {
        id: crate::PeriodId(2),
        title: "2 четверть".into(),
        starts: NaiveDate::from_ymd_opt(2026, 11, 9).unwrap(),
        ends: NaiveDate::from_ymd_opt(2026, 12, 27).unwrap(),
    };
    let edit = Edit::PeriodMark {
        pupil: PupilId(1),
        step: FromTo::new(old.parse().unwrap(), new.parse().unwrap()),
    };
    let actor = Actor {
        person: PersonId(7),
        roles: Roles(vec![role]),
    };
    let years = years(year);
    let mut context = Context {
        relation,
        ..context(Occasion::Term(&period), at(when), &years)
    };
    make(&mut context);
    let regulation = Regulation::shipped(profile).unwrap();
    let change = Change {
        ground,
        ..change(edit)
    };
    regulation.judge(&actor, &change, &context)
}

/// SOLO2-8.7b: music of 3А, and another subject of 7А. Of lessons it says nothing.
#[rstest]
#[case::of_a_primary_class(true, "on-time")]
#[case::of_an_older_class(false, "forbidden")]
fn a_class_teacher_marks_periods_of_primary_classes(#[case] primary: bool, #[case] is: &str) {
    let relation = Relation { primary, ..CLASS };
    let verdict = verdict("solo-kommunar-2", relation, FIRST, "2026-12-27 12:00");
    assert_eq!(name(&verdict), is);
    let mark = mark(None, Some(5));
    let mark = judge(
        "solo-kommunar-2",
        Role::Teacher,
        relation,
        mark,
        "2026-11-16 12:00",
    );
    assert_eq!(name(&mark), "forbidden");
}

#[rstest]
#[case::the_last_day_of_the_week_after(OWN, "2027-01-03 23:00", "on-time")]
#[case::the_day_after_it(OWN, "2027-01-04 00:01", "late")]
#[case::of_the_own_class(CLASS, "2026-12-28 12:00", "on-time")]
#[case::of_no_class_of_theirs(NONE, "2026-12-28 12:00", "forbidden")]
fn periods_are_marked_within_a_week(#[case] rel: Relation, #[case] when: &str, #[case] is: &str) {
    assert_eq!(name(&verdict("sergiev-posad-14", rel, FIRST, when)), is);
}

#[rstest]
#[case::in_time("sgo-154", "2026-12-29 23:00", None)]
#[case::after_two_days("sgo-154", "2026-12-30 00:01", Some("SGO154-3.3.4b"))]
#[case::on_the_last_day("solo-kommunar-2", "2026-12-27 23:00", None)]
#[case::the_day_after_it("solo-kommunar-2", "2026-12-28 00:01", Some("SOLO2-8.7c"))]
#[case::no_deadline_is_set("krasnozavodsk-1", "2027-02-01 12:00", None)]
#[case::nor_here("epos-ohansk-1", "2027-02-01 12:00", None)]
fn each_school_has_its_own_deadline_for_periods(
    #[case] profile: &str,
    #[case] when: &str,
    #[case] clause: Option<&str>,
) {
    let verdict = verdict(profile, OWN, FIRST, when);
    let late = matches!(verdict, Verdict::Late { .. });
    assert_eq!(late, clause.is_some(), "{verdict:?}");
    assert_eq!(verdict.clause().map(|clause| clause.id.as_str()), clause);
}

#[rstest]
#[case::that_has_not_begun("sergiev-posad-14", FIRST, "2026-11-08 23:59", Some("SP14-8d"))]
#[case::that_has_begun("krasnozavodsk-1", FIRST, "2026-11-09 00:00", None)]
#[case::in_its_last_week("sgo-154", FIRST, "2026-12-21 00:00", None)]
#[case::before_its_last_week("sgo-154", FIRST, "2026-12-20 23:59", Some("SGO154-2.8c"))]
#[case::window_open("sergiev-posad-14", CORRECTION, "2027-01-10 23:59", None)]
#[case::window_closed("sergiev-posad-14", CORRECTION, "2027-01-11 00:00", Some("SP14-13j"))]
#[case::without_a_window("krasnozavodsk-1", CORRECTION, "2027-05-26 12:00", None)]
#[case::of_a_year_that_is_over(
    "solo-kommunar-2",
    CORRECTION,
    "2027-05-27 00:00",
    Some("SOLO2-4.1b")
)]
#[case::missing_after_the_window("sergiev-posad-14", FIRST, "2027-02-01 12:00", None)]
fn marks_for_a_period_have_their_time(
    #[case] profile: &str,
    #[case] step: (&str, &str),
    #[case] when: &str,
    #[case] locked_by: Option<&str>,
) {
    let verdict = verdict(profile, OWN, step, when);
    let clause = match &verdict {
        Verdict::Locked { clause, .. } => clause.as_ref().map(|clause| &*clause.id),
        _ => None,
    };
    assert_eq!(clause, locked_by, "{verdict:?}");
}

/// Undo of one's own emptying restores what was entered in its time; another entry is late, and so
/// is what another has emptied.
#[rstest]
#[case::undo_of_ones_own(true, true, "on-time")]
#[case::undo_of_anothers(true, false, "late")]
#[case::typed_anew(false, true, "late")]
fn what_was_taken_away_and_is_restored_is_not_late(
    #[case] is_undo: bool,
    #[case] takes_back: bool,
    #[case] is: &str,
) {
    let id = ChangeId(uuid::Uuid::from_u128(1));
    let ground = is_undo.then_some(Ground::Settles { change: id });
    let (profile, when) = ("sergiev-posad-14", "2027-01-05 12:00");
    let verdict = verdict_on(profile, OWN, FIRST, when, ground, takes_back);
    assert_eq!(name(&verdict), is, "{verdict:?}");
}

/// Marks of the last quarter are due when the year is over; only a year that was closed takes none.
#[rstest]
#[case::of_a_year_that_is_over("2027-06-10 12:00", YearState::Open, "late")]
#[case::of_a_year_that_was_closed("2027-06-10 12:00", YearState::Closed, "locked")]
fn a_mark_that_is_missing_is_taken_after_the_year(
    #[case] when: &str,
    #[case] state: YearState,
    #[case] is: &str,
) {
    let period = crate::Period {
        id: crate::PeriodId(4),
        title: "4 четверть".into(),
        starts: day("2027-04-05"),
        ends: day("2027-05-26"),
    };
    let years = years(state);
    let context = context(Occasion::Term(&period), at(when), &years);
    let edit = Edit::PeriodMark {
        pupil: PupilId(1),
        step: FromTo::new("none".parse().unwrap(), "5".parse().unwrap()),
    };
    let regulation = Regulation::shipped("solo-kommunar-2").unwrap();
    let verdict = regulation.judge(&teacher(), &change(edit), &context);
    assert_eq!(name(&verdict), is, "{verdict:?}");
}

/// What was entered after the year, and mistaken, is taken back by whoever entered it; what was entered in
/// its time is not any more.
#[rstest]
#[case::entered_after_the_year(Some("2027-06-10 11:59"), "on-time")]
#[case::entered_in_its_time(Some("2027-05-20 12:00"), "locked")]
#[case::entered_by_another(None, "locked")]
fn a_late_mark_for_a_period_is_taken_back(#[case] written: Option<&str>, #[case] is: &str) {
    let period = crate::Period {
        id: crate::PeriodId(4),
        title: "4 четверть".into(),
        starts: day("2027-04-05"),
        ends: day("2027-05-26"),
    };
    let years = years(YearState::Open);
    let context = Context {
        takes_back: written.map(at),
        ..context(Occasion::Term(&period), at("2027-06-10 12:00"), &years)
    };
    let edit = Edit::PeriodMark {
        pupil: PupilId(1),
        step: FromTo::new("5".parse().unwrap(), "none".parse().unwrap()),
    };
    let regulation = Regulation::shipped("solo-kommunar-2").unwrap();
    let verdict = regulation.judge(&teacher(), &change(edit), &context);
    assert_eq!(name(&verdict), is, "{verdict:?}");
}

/// SGO154P-1.5.12a. Where a regulation says nothing of it, a teacher corrects within the window.
#[rstest]
#[case::set_before("sgo-154", CORRECTION, None, "2026-12-26 12:00", "locked")]
#[case::emptied("sgo-154", ("5", "none"), None, "2026-12-26 12:00", "locked")]
#[case::set_for_the_first_time("sgo-154", FIRST, None, "2026-12-26 12:00", "on-time")]
#[case::an_own_one_of_the_day(
    "sgo-154",
    CORRECTION,
    Some("2026-12-26 00:01"),
    "2026-12-26 23:59",
    "on-time"
)]
#[case::of_the_day_before(
    "sgo-154",
    CORRECTION,
    Some("2026-12-25 23:59"),
    "2026-12-26 00:01",
    "locked"
)]
#[case::of_others("krasnozavodsk-1", CORRECTION, None, "2026-12-26 12:00", "on-time")]
fn a_mark_of_a_period_that_stands_is_replaced_by_request(
    #[case] profile: &str,
    #[case] step: (&str, &str),
    #[case] own: Option<&str>,
    #[case] when: &str,
    #[case] is: &str,
) {
    let when = (when, YearState::Open);
    let told = judged(profile, (Role::Teacher, OWN), step, when, None, |context| {
        context.takes_back = own.map(at);
    });
    assert_eq!(name(&told), is);
    if let Verdict::Locked {
        clause, way_out, ..
    } = told
    {
        assert_eq!(way_out, WayOut::AskCorrection);
        let clause = clause.unwrap();
        assert_eq!(clause.id, "SGO154P-1.5.12a");
        assert!(clause.words.contains("только заместителем директора"));
    }
}

/// SGO154P-1.5.12a, g: the deputy head, to whom the journal is nothing, replaces what was granted, and
/// nothing else; a closed year stays closed.
#[rstest]
#[case::granted(true, YearState::Open, "on-time")]
#[case::not_asked_for(false, YearState::Open, "forbidden")]
#[case::of_a_closed_year(true, YearState::Closed, "locked")]
fn who_decides_enters_what_was_granted(
    #[case] granted: bool,
    #[case] year: YearState,
    #[case] is: &str,
) {
    let deputy = (Role::Deputy, NONE);
    let when = ("2026-12-30 12:00", year);
    let told = judged("sgo-154", deputy, CORRECTION, when, None, |context| {
        context.granted = granted;
    });
    assert_eq!(name(&told), is);
}
