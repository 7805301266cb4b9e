//! Values of the school's own in the place of those of its regulation.

use super::*;
use crate::register::{Rule, RuleValueRecord, TermForm};

const GROUND: &str = "приказ № 12";

fn value(rule: Rule, form: TermForm, count: Option<u16>, hour: &str) -> RuleValueRecord {
    RuleValueRecord {
        rule,
        form,
        count,
        hour: hour.to_owned(),
        ground: GROUND.to_owned(),
    }
}

fn with(profile: &str, value: &RuleValueRecord) -> Regulation {
    Regulation::shipped(profile).unwrap().with_values([value])
}

fn verdict(regulation: &Regulation, edit: Edit, when: &str) -> Verdict {
    let (lesson, years) = (lesson(), years(YearState::Open));
    let context = context(Occasion::Lesson(&lesson), at(when), &years);
    regulation.judge(&teacher(), &change(edit), &context)
}

fn homework() -> Edit {
    let homework = Homework {
        text: "§ 5".to_owned(),
        ..Homework::default()
    };
    Edit::Homework {
        slot: 0,
        step: FromTo::new(None, Some(homework)),
    }
}

/// The lesson is on Thursday 1 October, until 10:10.
#[rstest]
#[case::of_the_regulation(
    "sgo-154",
    TermForm::AfterLastLesson,
    Some(120),
    "",
    "2026-10-01 12:10",
    "SGO154P-1.5.8b"
)]
#[case::of_the_school(
    "sgo-154",
    TermForm::AfterLastLesson,
    Some(60),
    "",
    "2026-10-01 11:10",
    "school"
)]
#[case::by_an_hour(
    "sergiev-posad-14",
    TermForm::LessonHour,
    None,
    "15:30",
    "2026-10-01 15:30",
    "school"
)]
#[case::the_later(
    "sergiev-posad-14",
    TermForm::LessonHourOrEnd,
    None,
    "09:00",
    "2026-10-01 10:10",
    "school"
)]
#[case::other_choice(
    "sergiev-posad-14",
    TermForm::LessonDay,
    None,
    "",
    "2026-10-01 23:59",
    "SP14-10e"
)]
#[case::days(
    "sergiev-posad-14",
    TermForm::Days,
    Some(3),
    "",
    "2026-10-04 23:59",
    "school"
)]
#[case::working_days(
    "sergiev-posad-14",
    TermForm::WorkingDays,
    Some(2),
    "",
    "2026-10-05 23:59",
    "school"
)]
#[case::where_none_was_set(
    "epos-ohansk-1",
    TermForm::LessonDay,
    None,
    "",
    "2026-10-01 23:59",
    "school"
)]
fn a_term_of_its_own_holds_and_is_cited(
    #[case] profile: &str,
    #[case] form: TermForm,
    #[case] count: Option<u16>,
    #[case] hour: &str,
    #[case] last: &str,
    #[case] clause: &str,
) {
    let rule = if profile == "epos-ohansk-1" {
        Rule::Attendance
    } else {
        Rule::Homework
    };
    let edit = || {
        if rule == Rule::Homework {
            homework()
        } else {
            absent()
        }
    };
    let regulation = with(profile, &value(rule, form, count, hour));
    let in_time = verdict(&regulation, edit(), last);
    assert_eq!(in_time, Verdict::OnTime);
    let minute = at(last).plus(chrono::TimeDelta::minutes(1));
    let after = TIME.local(minute).format("%Y-%m-%d %H:%M").to_string();
    let Verdict::Late { due, clause: cited } = verdict(&regulation, edit(), &after) else {
        panic!("{after}");
    };
    assert_eq!(cited.id, clause);
    assert!(due >= at(last) && due < minute);
    assert_eq!(cited.cite == GROUND, clause == OF_SCHOOL);
}

#[rstest]
#[case::chosen(TermForm::Days, Some(7), "2026-10-08 23:59", Some("SP14-13i"))]
#[case::own(TermForm::Days, Some(10), "2026-10-11 23:59", Some("school"))]
#[case::without_end(TermForm::WithoutEnd, None, "2027-05-26 23:59", None)]
fn the_window_of_corrections_is_the_schools_to_choose(
    #[case] form: TermForm,
    #[case] count: Option<u16>,
    #[case] last: &str,
    #[case] clause: Option<&str>,
) {
    let regulation = with(
        "sergiev-posad-14",
        &value(Rule::CorrectionWindow, form, count, ""),
    );
    let correction = || mark(Some(3), Some(4));
    assert!(verdict(&regulation, correction(), last).accepts());
    let Some(clause) = clause else {
        return;
    };
    let minute = at(last).plus(chrono::TimeDelta::minutes(1));
    let after = TIME.local(minute).format("%Y-%m-%d %H:%M").to_string();
    let locked = verdict(&regulation, correction(), &after);
    assert_eq!(locked.clause().map(|it| it.id.as_str()), Some(clause));
    let is_admins = matches!(
        locked,
        Verdict::Locked {
            way_out: WayOut::AskAdmin,
            ..
        }
    );
    assert!(is_admins, "{locked:?}");
}

/// Who had no window comes by one, of what is entered or corrected.
#[rstest]
#[case(Rule::EntryWindow, mark(None, Some(4)), mark(Some(4), Some(5)))]
#[case(Rule::CorrectionWindow, mark(Some(4), Some(5)), mark(None, Some(4)))]
fn a_window_of_its_own_closes_only_that(
    #[case] rule: Rule,
    #[case] closed: Edit,
    #[case] open: Edit,
) {
    let regulation = with("krasnozavodsk-1", &value(rule, TermForm::Days, Some(5), ""));
    let when = "2026-10-07 08:00";
    let locked = verdict(&regulation, closed, when);
    assert!(matches!(locked, Verdict::Locked { .. }), "{locked:?}");
    assert!(verdict(&regulation, open, when).accepts());
}

/// What the regulation says itself can be gone back to: it stays among the choices.
#[test]
fn what_was_chosen_can_be_given_up() {
    let shipped = Regulation::shipped("sergiev-posad-14").unwrap();
    let own = shipped.deadlines.homework.clone().unwrap();
    let chosen = with(
        "sergiev-posad-14",
        &value(Rule::Homework, TermForm::LessonDay, None, ""),
    );
    let homework = chosen.deadlines.homework.unwrap();
    let choices: Vec<_> = homework
        .choices
        .iter()
        .map(|it| (it.due, &it.clause))
        .collect();
    assert_eq!(choices, [(own.due, &own.clause)]);
    assert_eq!(homework.latest, own.latest);
}

/// What a window has closed is open to whom it was opened, on those days; a year that is over is not.
#[rstest]
#[case::the_day_before("2026-11-15 12:00", false)]
#[case::the_first_day("2026-11-16 00:00", true)]
#[case::the_last_day("2026-11-20 23:59", true)]
#[case::the_day_after("2026-11-21 00:00", false)]
fn a_journal_is_open_to_whom_it_was_opened_on_those_days(
    #[case] when: &str,
    #[case] is_open: bool,
    #[values(mark(Some(3), Some(4)), mark(Some(3), None))] correction: Edit,
) {
    let regulation = Regulation::shipped("sergiev-posad-14").unwrap();
    let (lesson, years) = (lesson(), years(YearState::Open));
    let opened = Some(crate::register::DaySpan::new(
        day("2026-11-16"),
        day("2026-11-20"),
    ));
    let with = |opened| Context {
        relation: Relation { opened, ..OWN },
        ..context(Occasion::Lesson(&lesson), at(when), &years)
    };
    let judge = |context| regulation.judge(&teacher(), &change(correction.clone()), &context);
    assert!(matches!(judge(with(None)), Verdict::Locked { .. }));
    assert_eq!(judge(with(opened)).accepts(), is_open);
}
