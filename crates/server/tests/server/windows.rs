//! Values that a school chooses among those of its regulation, kept to the second by the server.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use journal::register::{
    AmendmentOutcome, Record, RecordId, RecordKind, Rule, RuleValueRecord, TermForm,
};
use journal::{Clock, Edit, FromTo, Homework, SchoolTime, Timestamp, Verdict};
use protocol::Outcome;
use protocol::problem::Facts;
use rstest::rstest;
use std::sync::Arc;
use storage::Bundle;
use testkit::fixture::{self, ANSWER, BEFORE, RUNNING, pupil};
use testkit::{TestClock, TestServer};

const TIME: SchoolTime = SchoolTime::MOSCOW;

/// A school of a regulation in which the administrator has chosen a value.
async fn school(
    regulation: &str,
    (rule, form, count): (Rule, TermForm, Option<u16>),
) -> TestServer {
    let mut bundle: Bundle = fixture::bundle();
    regulation.clone_into(&mut bundle.school.regulation);
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder().bundle(bundle).clock(clock).start();
    let value = RuleValueRecord {
        rule,
        form,
        count,
        hour: String::new(),
        ground: "приказ № 1".to_owned(),
    };
    let at = RecordKind::RuleValue.at(RecordId(1));
    let chosen = server
        .pen()
        .amendment(at, None, Some(Record::RuleValue(value)));
    let admin = server.signed_in("admin").await;
    let done = admin.amend_agreed(vec![chosen]).await.unwrap();
    let applied = matches!(&*done.outcomes, [AmendmentOutcome::Applied { .. }]);
    assert!(applied, "{done:?}");
    server
}

fn set_clock(server: &TestServer, at: Timestamp) {
    server.clock().advance(at.since(server.clock().now()));
}

/// What the server says to Orlova's edit at a moment.
async fn said(server: &TestServer, at: Timestamp, change: journal::Change) -> Verdict {
    set_clock(server, at);
    let mut orlova = server.signed_in("orlova").await;
    let change = journal::Change {
        made_at: at,
        ..change
    };
    let pushed = orlova.push(vec![change]).await.unwrap();
    match &pushed.outcomes[0] {
        Outcome::Applied { verdict, .. } => verdict.clone(),
        Outcome::Refused { problem } => match &problem.facts {
            Some(Facts::Verdict { verdict }) => verdict.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// The five settings of SP14-13g to 13l, of a mark in the lesson of 13 November: until the last second
/// of a day, and by which clause it is refused from the first of the next.
#[rstest]
#[case::never(TermForm::WithoutEnd, None, (2027, 5, 31), None)]
#[case::a_week(TermForm::Days, Some(7), (2026, 11, 20), Some("SP14-13i"))]
#[case::two_weeks(TermForm::Days, Some(14), (2026, 11, 27), Some("SP14-13j"))]
#[case::three_weeks(TermForm::Days, Some(21), (2026, 12, 4), Some("SP14-13k"))]
#[case::a_month(TermForm::Months, Some(1), (2026, 12, 13), Some("SP14-13l"))]
#[tokio::test]
async fn the_window_that_a_school_chooses_closes_on_its_day(
    #[case] form: TermForm,
    #[case] count: Option<u16>,
    #[case] (year, month, day): (i32, u32, u32),
    #[case] clause: Option<&str>,
) {
    let server = school("sergiev-posad-14", (Rule::CorrectionWindow, form, count)).await;
    let last: NaiveDate = fixture::date(year, month, day);
    let second = NaiveTime::from_hms_opt(23, 59, 59).unwrap();
    let last = TIME.instant(last.and_time(second));
    let correct = |old, new| {
        server
            .pen()
            .grade(BEFORE, pupil(1), ANSWER, Some(old), Some(new))
    };
    assert_eq!(said(&server, last, correct(5, 4)).await, Verdict::OnTime);
    let next = last.plus(TimeDelta::seconds(1));
    let refused = said(&server, next, correct(4, 3)).await;
    assert!(matches!(refused, Verdict::Locked { .. }), "{refused:?}");
    // A year that is over is closed whatever the window.
    if clause.is_some() {
        assert_eq!(refused.clause().map(|it| it.id.as_str()), clause);
    }
}

/// SGO154P-1.5.8b in the place of SGO154-2.7e: lessons of the class end at 11:15.
#[tokio::test]
async fn homework_is_due_two_hours_after_lessons_where_the_school_says_so() {
    let value = (Rule::Homework, TermForm::AfterLastLesson, Some(120));
    let server = school("sgo-154", value).await;
    let homework = |slot| {
        let homework = Homework {
            text: "№ 5".to_owned(),
            ..Homework::default()
        };
        let step = FromTo::new(None, Some(homework));
        server.pen().change(RUNNING, Edit::Homework { slot, step })
    };
    let due = fixture::at(fixture::today(), 13, 15);
    assert_eq!(said(&server, due, homework(0)).await, Verdict::OnTime);
    let late = said(&server, due.plus(TimeDelta::seconds(1)), homework(1)).await;
    assert!(matches!(late, Verdict::Late { .. }), "{late:?}");
    assert_eq!(
        late.clause().map(|it| it.id.as_str()),
        Some("SGO154P-1.5.8b")
    );
}
