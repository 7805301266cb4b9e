//! How many changes one person is given, at once, in a minute and in a day.

use super::*;

#[tokio::test]
async fn two_hundred_changes_and_no_more() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    let toggles = |count: usize| {
        let states = [Attendance::Present, Attendance::Absent];
        let flip = |nth| pen.attendance(RUNNING, pupil(1), states[nth % 2], states[(nth + 1) % 2]);
        (0..count).map(flip).collect::<Vec<_>>()
    };
    let pushed = api.push(toggles(200)).await.unwrap();
    for outcome in &pushed.outcomes {
        applied(outcome);
    }
    let too_many = api.push(toggles(201)).await.unwrap_err();
    assert_eq!(
        (too_many.code(), too_many.problem().status),
        (Code::TooLarge, 413)
    );
    assert_eq!(api.log(RUNNING).await.unwrap().changes.len(), 200);
}

/// A person's budget of changes: what is above it is told when to come again, and nothing of it is
/// stored. Another device of the same person has no budget of its own; another person has.
#[tokio::test]
async fn more_changes_than_a_minutes_budget_are_to_come_again() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder()
        .clock(Arc::clone(&clock))
        .config(|config| config.changes_per_minute = 60)
        .start();
    let pen = server.pen();
    let mut api = server.signed_in("orlova").await;
    let toggles = |api: &mut Api, count: usize| {
        let states = [Attendance::Present, Attendance::Absent];
        let flip = |nth| pen.attendance(RUNNING, pupil(1), states[nth % 2], states[(nth + 1) % 2]);
        api.numbered((0..count).map(flip).collect())
    };
    let push: Push = toggles(&mut api, 40);
    let _: Pushed = api.post("/changes", &push).await.unwrap();
    let late = toggles(&mut api, 30);
    let request = api.request(Method::POST, "/changes").json(&late);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "10");
    let problem: Problem = answer.json().await.unwrap();
    let at = fixture::now().plus(TimeDelta::seconds(10));
    assert_eq!(problem.code, Code::TooManyChanges);
    assert_eq!(problem.facts, Some(Facts::Until { at }));
    assert_eq!(api.log(RUNNING).await.unwrap().changes.len(), 40);

    let mut elsewhere = server.signed_in("orlova").await;
    let refused = elsewhere.push(vec![pen.roll_call(RUNNING); 30]).await;
    assert_eq!(refused.unwrap_err().code(), Code::TooManyChanges);
    let mut other = server.signed_in("sokolova").await;
    let own = toggles(&mut other, 30);
    assert!(other.post::<Pushed>("/changes", &own).await.is_ok());
    // To ask how far a device is known costs as much as one change.
    let asked = Push {
        changes: Vec::new(),
        ..late.clone()
    };
    assert!(api.post::<Pushed>("/changes", &asked).await.is_ok());

    clock.advance(TimeDelta::seconds(10));
    let early = api.post::<Pushed>("/changes", &late).await;
    assert_eq!(early.unwrap_err().code(), Code::TooManyChanges);
    clock.advance(TimeDelta::seconds(1));
    let pushed: Pushed = api.post("/changes", &late).await.unwrap();
    assert_eq!(pushed.last_n, 70);
}

/// A conflict about a long homework is kept with all that stood there: little sent, much written.
#[tokio::test]
async fn more_conflicts_than_a_day_keeps_are_to_come_again() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder()
        .clock(Arc::clone(&clock))
        .config(|config| config.set_aside_bytes_per_day = 400 * 1024)
        .start();
    let (pen, mut api) = (server.pen(), server.signed_in("orlova").await);
    let homework = |text: String| Homework {
        text,
        ..Homework::default()
    };
    let homework = |old: Option<String>, new: Option<String>| {
        let step = FromTo::new(old.map(homework), new.map(homework));
        pen.change(RUNNING, Edit::Homework { slot: 0, step })
    };
    let long = homework(None, Some("я".repeat(3900)));
    api.push(vec![long]).await.unwrap();
    let conflict = || vec![homework(Some("другое".to_owned()), None)];
    // Of a device's hundred kibibytes each takes nearly ten.
    for _ in 0..10 {
        let pushed = api.push(conflict()).await.unwrap();
        assert!(matches!(pushed.outcomes[0], Outcome::Conflict { .. }));
    }
    let mut kept = 10;
    let refused = loop {
        match api.push(conflict()).await {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 15);
    };
    api.last_n -= 1;
    assert_eq!(refused.code(), Code::TooManyChanges);
    // It takes what is no conflict, and another device of the person has its own.
    api.push(vec![pen.roll_call(RUNNING)]).await.unwrap();
    let refused = api.push(vec![pen.absent(RUNNING, pupil(2)), conflict().remove(0)]);
    assert_eq!(refused.await.unwrap_err().code(), Code::TooManyChanges);
    api.last_n -= 2;
    let mut elsewhere = server.signed_in("orlova").await;
    elsewhere.push(conflict()).await.unwrap();
    clock.advance(TimeDelta::hours(24));
    let mut again = server.signed_in("orlova").await;
    again.push(conflict()).await.unwrap();
    api.push(vec![pen.absent(RUNNING, pupil(1))]).await.unwrap();
}

/// What a batch takes is known only when it is stored; so they are stored one after the other.
#[tokio::test]
async fn batches_at_once_take_no_more_of_the_day_than_those_in_turn() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder()
        .clock(Arc::clone(&clock))
        .config(|config| config.set_aside_bytes_per_day = 4 * 1024 * 1024)
        .config(|config| config.changes_per_minute = 100_000)
        .start();
    let (pen, mut api) = (server.pen(), server.signed_in("orlova").await);
    let homework = |old: Option<String>, new: Option<String>| {
        let homework = |text| Homework {
            text,
            ..Homework::default()
        };
        let step = FromTo::new(old.map(homework), new.map(homework));
        pen.change(RUNNING, Edit::Homework { slot: 0, step })
    };
    let long = homework(None, Some("я".repeat(3900)));
    api.push(vec![long]).await.unwrap();
    // Each takes nearly two mebibytes.
    let conflicts = || (0..200).map(|_| homework(Some("другое".to_owned()), None));
    let mut devices = Vec::new();
    for _ in 0..15 {
        devices.push(server.signed_in("orlova").await);
    }
    let pushes = devices
        .iter_mut()
        .map(|api| api.push(conflicts().collect()));
    let pushed = join_all(pushes).await;
    let stored = pushed.iter().filter(|pushed| pushed.is_ok()).count();
    assert_eq!(stored, 3, "the third takes what is left and more");
    clock.advance(TimeDelta::hours(24));
    let clean = vec![pen.absent(RUNNING, pupil(1))];
    assert!(api.push(clean).await.is_ok(), "a day is the longest wait");
}

/// Nobody enters so much in a day; a token does.
#[tokio::test]
async fn more_than_a_days_changes_are_to_come_again() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder()
        .clock(Arc::clone(&clock))
        .config(|config| config.changes_per_day = 3)
        .start();
    let (pen, mut api) = (server.pen(), server.signed_in("orlova").await);
    for nth in 1..=4 {
        api.push(vec![pen.absent(RUNNING, pupil(nth))])
            .await
            .unwrap();
    }
    let mut elsewhere = server.signed_in("orlova").await;
    let refused = elsewhere.push(vec![pen.roll_call(RUNNING)]).await;
    assert_eq!(refused.unwrap_err().code(), Code::TooManyChanges);
    elsewhere.last_n -= 1;
    clock.advance(TimeDelta::hours(8));
    elsewhere.push(vec![pen.roll_call(RUNNING)]).await.unwrap();
}
