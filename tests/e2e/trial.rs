//! A window of the school's own, tried by the command line before it is in force: what was told happens.

use crate::house::ask;
use crate::tables::Office;
use journal::register::RecordKind;
use journal::view::RecordsPage;
use journal::{Role, Verdict};
use protocol::Outcome;
use protocol::problem::Facts;
use std::sync::Arc;
use testkit::fixture::{self, ANSWER, BEFORE, login_of, pupil};
use testkit::{TestClock, TestServer};

const TRY: [&str; 10] = [
    "regulation",
    "try",
    "--rule",
    "correction-window",
    "--form",
    "days",
    "--count",
    "2",
    "--ground",
    "приказ № 12",
];

/// What the server says to a correction in Friday's lesson, on Monday.
fn said(server: &TestServer, old: u8, new: u8) -> Verdict {
    ask(async {
        let mut orlova = server.signed_in("orlova").await;
        let pen = server.pen();
        let mark = pen.grade(BEFORE, pupil(1), ANSWER, Some(old), Some(new));
        let pushed = orlova.push(vec![mark]).await.unwrap();
        match &pushed.outcomes[0] {
            Outcome::Applied { verdict, .. } => verdict.clone(),
            Outcome::Refused { problem } => match &problem.facts {
                Some(Facts::Verdict { verdict }) => verdict.clone(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    })
}

fn kept(server: &TestServer) -> usize {
    ask(async {
        let admin = server.signed_in(login_of(Role::Admin)).await;
        let path = format!("/register/{}", RecordKind::RuleValue.word());
        let page: RecordsPage = admin.get(&path).await.unwrap();
        page.records.len()
    })
}

#[test]
fn what_a_window_would_close_is_told_and_then_closes() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder().clock(clock).start();
    let office = Office::of(&server, login_of(Role::Admin));
    let tried = office.run(&TRY);
    assert_eq!(tried.code(), Some(0), "{}", tried.err());
    tried.says("правка: как долго открыта: дней после 2 (приказ № 12)");
    // Those of the fixture that were held before Saturday, while the window was open to them.
    let saturday = fixture::date(2026, 11, 14);
    let closed = fixture::bundle().lessons;
    let closed = closed
        .iter()
        .filter(|lesson| lesson.date < saturday)
        .count();
    tried.says(&format!(
        "Больше нельзя будет записать или исправить: {closed} урок"
    ));
    tried.says("13.11");
    tried.says("Это проверка: ничего не записано.");
    assert_eq!(kept(&server), 0);
    assert!(said(&server, 5, 4).accepts());

    let written = office.run(&[&TRY[..], &["--write", "--server", &server.url()]].concat());
    assert_eq!(written.code(), Some(0), "{}", written.err());
    written.says("Записано: срок действует.");
    assert_eq!(kept(&server), 1);
    let refused = said(&server, 4, 3);
    assert!(matches!(refused, Verdict::Locked { .. }), "{refused:?}");
    let cite = refused.clause().map(|it| it.id.as_str());
    assert_eq!(cite, Some("school"));

    office.run(&TRY).says("Такое правило уже действует");
    let longer = TRY.map(|word| if word == "2" { "300" } else { word });
    let longer = office.run(&longer);
    longer.says(&format!(
        "Снова можно будет записать или исправить: {closed} урок"
    ));
}

#[test]
fn what_is_no_term_or_nobody_s_to_set_is_refused_in_words() {
    let server = TestServer::start();
    let office = Office::of(&server, login_of(Role::Admin));
    let unfit = TRY.map(|word| if word == "days" { "lesson-hour" } else { word });
    let unfit = office.run(&unfit);
    assert_eq!(unfit.code(), Some(1), "{}", unfit.out());
    unfit.says("Час: ");
    unfit.says("Ничего не записано: сервер этого не принял.");
    let unknown = TRY.map(|word| if word == "days" { "dayz" } else { word });
    let unknown = office.run(&unknown);
    assert_eq!(unknown.code(), Some(2));
    unknown.says("«dayz» для --form не подходит.");
    let teacher = Office::of(&server, "orlova").run(&[&TRY[..], &["--write"]].concat());
    assert_eq!(teacher.code(), Some(1), "{}", teacher.out());
    assert_eq!(kept(&server), 0);
}
