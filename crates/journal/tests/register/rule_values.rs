//! Values of the school's own in the place of those of its regulation (SP14-13f).

use crate::support::*;
use journal::register::*;
use rstest::rstest;

fn faults(value: RuleValueRecord) -> Vec<(String, Fault)> {
    let register = school();
    match checked(&register, &new(&register, Record::RuleValue(value))) {
        Err(Refusal::Invalid { faults }) => {
            let faults = faults.into_iter();
            faults.map(|it| (it.field, it.fault)).collect()
        }
        other => {
            other.unwrap();
            Vec::new()
        }
    }
}

#[rstest]
#[case::hour(Rule::Topic, TermForm::LessonHour, None, "16:00", vec![])]
#[case::no_hour(
    Rule::Topic,
    TermForm::LessonHour,
    None,
    "",
    one("hour", Fault::Required)
)]
#[case::another_hour(
    Rule::Topic,
    TermForm::LessonHour,
    None,
    "25:00",
    one("hour", Fault::Unreadable)
)]
#[case::hour_of_days(
    Rule::Topic,
    TermForm::Days,
    Some(2),
    "16:00",
    one("hour", Fault::NotForThat)
)]
#[case::days(Rule::PeriodMarks, TermForm::Days, Some(0), "", vec![])]
#[case::how_many(
    Rule::PeriodMarks,
    TermForm::WorkingDays,
    None,
    "",
    one("count", Fault::Required)
)]
#[case::days_of_a_lesson(
    Rule::Topic,
    TermForm::InLesson,
    Some(2),
    "",
    one("count", Fault::NotForThat)
)]
#[case::too_many(Rule::Topic, TermForm::Days, Some(401), "", one("count", Fault::OutOfRange { least: 0, most: 400 }))]
#[case::of_no_lesson(
    Rule::PeriodMarks,
    TermForm::LessonDay,
    None,
    "",
    one("form", Fault::NotForThat)
)]
#[case::a_term_without_end(
    Rule::Topic,
    TermForm::WithoutEnd,
    None,
    "",
    one("form", Fault::NotForThat)
)]
#[case::a_window(Rule::CorrectionWindow, TermForm::WithoutEnd, None, "", vec![])]
fn a_term_says_what_its_form_needs(
    #[case] rule: Rule,
    #[case] form: TermForm,
    #[case] count: Option<u16>,
    #[case] hour: &str,
    #[case] expected: Vec<(String, Fault)>,
) {
    let value = RuleValueRecord {
        rule,
        form,
        count,
        hour: hour.to_owned(),
        ground: "приказ № 13".to_owned(),
    };
    assert_eq!(faults(value), expected);
}

#[test]
fn a_rule_has_one_value_and_that_a_ground() {
    let twin = RuleValueRecord {
        rule: Rule::Homework,
        form: TermForm::LessonDay,
        ground: "приказ № 13".to_owned(),
        ..RuleValueRecord::default()
    };
    let with = at(RecordKind::RuleValue, 1);
    assert_eq!(faults(twin), one("rule", Fault::NotUnique { with }));
    let groundless = RuleValueRecord {
        rule: Rule::Topic,
        form: TermForm::LessonDay,
        ..RuleValueRecord::default()
    };
    assert_eq!(faults(groundless), one("ground", Fault::Required));
}

/// What other values would do is asked of the journals before anything is written.
#[test]
fn another_value_asks_what_becomes_of_the_lessons() {
    let register = school();
    let value = RuleValueRecord {
        rule: Rule::Topic,
        form: TermForm::LessonDay,
        ground: "приказ № 13".to_owned(),
        ..RuleValueRecord::default()
    };
    let plan = register.plan(
        &[new(&register, Record::RuleValue(value))],
        &Material::default(),
    );
    let asked = plan
        .consequences
        .unanswered
        .iter()
        .filter_map(|question| match question {
            Question::Terms {
                was,
                will_be,
                moved,
            } => Some((was.len(), will_be.len(), *moved)),
            _ => None,
        });
    let expected = TermsMove::ALL.map(|moved| (1, 2, moved));
    assert_eq!(asked.collect::<Vec<_>>(), expected);
    let dangers: Vec<_> = plan
        .consequences
        .dangers()
        .map(|it| it.kind.clone())
        .collect();
    let is_danger = |moved| EffectKind::MovesTerms { moved };
    assert_eq!(
        dangers,
        [TermsMove::Closes, TermsMove::BecomesLate].map(is_danger)
    );
}
