//! Signing in and out, the soft lock, the end of sessions.

use chrono::TimeDelta;
use journal::view::{SessionRow, SessionsPage};
use journal::{Clock, Role, SchoolTime};
use protocol::Code;
use protocol::problem::Facts;
use reqwest::{Method, StatusCode};
use school::blank::BlankSpec;
use serde_json::json;
use std::sync::Arc;
use testkit::fixture::{self, PASSWORD, login_of};
use testkit::{Api, TestClock, TestServer};

fn with_standing_clock() -> TestServer {
    TestServer::builder()
        .clock(Arc::new(TestClock::standing(fixture::now())))
        .start()
}

async fn wrong(server: &TestServer, login: &str, times: usize) -> Code {
    let mut code = Code::Internal;
    for _ in 0..times {
        code = server
            .api()
            .sign_in(login, "неверный")
            .await
            .unwrap_err()
            .code();
    }
    code
}

#[tokio::test]
async fn right_password() {
    let server = with_standing_clock();
    let mut api = server.api();
    let signed_in = api.sign_in("orlova", PASSWORD).await.unwrap();
    assert_eq!(signed_in.me.person, fixture::ORLOVA);
    assert_eq!(signed_in.me.school, "Школа № 7");
    assert_eq!(signed_in.last_n, 0);
    assert_eq!(signed_in.now, fixture::now());
    assert_eq!(
        signed_in.expires_at,
        fixture::now().plus(TimeDelta::hours(72))
    );
    assert_eq!(api.me().await.unwrap(), signed_in.me);
}

#[tokio::test]
async fn one_sees_where_one_is_signed_in_and_an_administrator_where_everybody_is() {
    let server = with_standing_clock();
    let orlova = server.signed_in("orlova").await;
    server.clock().advance(TimeDelta::minutes(5));
    let at_home = server.signed_in("orlova").await;
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let seen = async |api: &Api| -> Vec<(String, bool, i64)> {
        let page: SessionsPage = api.get("/sessions").await.unwrap();
        let since = |row: &SessionRow| fixture::now().since(row.opened_at).num_minutes();
        let rows = page.sessions.iter();
        let rows = rows.inspect(|row| assert!(row.address.is_some() && row.device.len() == 12));
        rows.map(|row| (row.name.last.clone(), row.here, since(row)))
            .collect()
    };
    let own = |here, since| ("Орлова".to_owned(), here, since);
    assert_eq!(seen(&orlova).await, [own(false, -5), own(true, 0)]);
    assert_eq!(seen(&at_home).await, [own(true, -5), own(false, 0)]);
    let all = seen(&admin).await;
    assert_eq!(all.len(), 3, "{all:?}");
    assert_eq!(all.iter().filter(|(.., here, _)| *here).count(), 1);
    at_home.sign_out().await.unwrap();
    assert_eq!(seen(&orlova).await, [own(true, 0)]);
    // A session that has rested too long is none, though nobody has looked for it.
    server.clock().advance(TimeDelta::hours(73));
    let again = server.signed_in("orlova").await;
    assert_eq!(seen(&again).await.len(), 1);
}

/// Whoever signs in again at the same computer leaves no key behind; elsewhere nothing changes.
#[tokio::test]
async fn a_new_sign_in_ends_the_older_session_of_the_device_at_once() {
    let server = with_standing_clock();
    let first = server.signed_in("orlova").await;
    let elsewhere = server.signed_in("orlova").await;
    assert!(first.me().await.is_ok() && elsewhere.me().await.is_ok());
    let mut again = first.clone();
    again.sign_in("orlova", PASSWORD).await.unwrap();
    let gone = first.me().await.unwrap_err();
    assert_eq!(gone.code(), Code::SessionExpired);
    assert!(again.me().await.is_ok() && elsewhere.me().await.is_ok());
}

#[tokio::test]
async fn the_case_of_a_login_does_not_matter() {
    let server = TestServer::start();
    assert!(server.api().sign_in(" OrLoVa ", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_wrong_password_and_a_wrong_name_are_told_alike() {
    let server = TestServer::start();
    let problem = async |login: &str, password: &str| {
        let error = server.api().sign_in(login, password).await.unwrap_err();
        let mut problem = error.problem().clone();
        problem.instance = None;
        problem
    };
    let wrong = problem("orlova", "неверный").await;
    assert_eq!(wrong.code, Code::WrongPassword);
    assert_eq!(problem("nobody", "неверный").await, wrong);
    assert_eq!(problem("", "").await, wrong);
    assert_eq!(problem("orlova", &"д".repeat(1_000)).await, wrong);
    assert_eq!(problem("' OR 1=1 --", PASSWORD).await, wrong);
    assert_eq!(problem("orlova\u{0}\u{1b}[2J", PASSWORD).await, wrong);
}

#[tokio::test]
async fn a_pupil_without_an_account_has_no_password() {
    let server = TestServer::start();
    assert_eq!(wrong(&server, "белова", 1).await, Code::WrongPassword);
}

/// An account and a name that nobody has: locked alike, for as long, told alike.
#[tokio::test]
async fn five_wrong_passwords_lock_and_time_unlocks() {
    for login in ["orlova", "nobody"] {
        let server = with_standing_clock();
        assert_eq!(wrong(&server, login, 3).await, Code::WrongPassword);
        assert_eq!(
            wrong(&server, login, 1).await,
            Code::AccountLocked,
            "for a second"
        );
        server.clock().advance(TimeDelta::seconds(1));
        assert_eq!(wrong(&server, login, 1).await, Code::WrongPassword);
        server.clock().advance(TimeDelta::seconds(5));
        assert_eq!(wrong(&server, login, 1).await, Code::WrongPassword);

        let locked = server.api().sign_in(login, PASSWORD).await.unwrap_err();
        let problem = locked.problem();
        let until = server.clock().now().plus(TimeDelta::seconds(30));
        assert_eq!(problem.code, Code::AccountLocked);
        assert_eq!(
            problem.facts,
            Some(Facts::Until { at: until }),
            "also the right password"
        );

        server.clock().advance(TimeDelta::seconds(30));
        let after = server.api().sign_in(login, PASSWORD).await;
        assert_eq!(after.is_ok(), login == "orlova");
    }
}

#[tokio::test]
async fn the_right_password_forgives_the_wrong_ones() {
    let server = with_standing_clock();
    for _ in 0..5 {
        assert_eq!(wrong(&server, "orlova", 2).await, Code::WrongPassword);
        server.signed_in("orlova").await;
    }
}

#[tokio::test]
async fn a_locked_answer_says_when_to_come_again() {
    let server = with_standing_clock();
    wrong(&server, "orlova", 3).await;
    let api = server.api();
    let body = json!({ "login": "orlova", "password": PASSWORD, "device": api.device });
    let response = api
        .request(Method::POST, "/sessions")
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.headers()["retry-after"], "1");
}

/// Guesses sent at once are counted one after the other: no more pass than one by one.
#[tokio::test]
async fn guesses_at_once_get_no_more_tries() {
    let server = with_standing_clock();
    let guesses = (0..20).map(|nth| {
        let mut api = server.api();
        tokio::spawn(async move {
            api.sign_in("orlova", &format!("guess-{nth}"))
                .await
                .unwrap_err()
                .code()
        })
    });
    let mut tried = 0;
    for guess in guesses.collect::<Vec<_>>() {
        match guess.await.unwrap() {
            Code::WrongPassword => tried += 1,
            code => assert_eq!(code, Code::AccountLocked),
        }
    }
    assert_eq!(tried, 3);
}

/// A pupil guesses at her name all morning; her own computer is no stranger.
#[tokio::test]
async fn guesses_of_strangers_lock_no_device_that_is_known() {
    let server = with_standing_clock();
    let mut known = server.signed_in("orlova").await;
    assert_eq!(wrong(&server, "orlova", 4).await, Code::AccountLocked);
    assert!(known.sign_in("orlova", PASSWORD).await.is_ok());
    let change = known.change_password(PASSWORD, "семь раз отмерь").await;
    assert!(change.is_ok(), "likewise");
    let strange = server.api().sign_in("orlova", PASSWORD).await.unwrap_err();
    assert_eq!(strange.code(), Code::AccountLocked);
}

#[tokio::test]
async fn guesses_on_a_known_device_lock_it_alone() {
    let server = with_standing_clock();
    let mut known = server.signed_in("orlova").await;
    for _ in 0..3 {
        let wrong = known.sign_in("orlova", "неверный").await.unwrap_err();
        assert_eq!(wrong.code(), Code::WrongPassword);
    }
    let locked = known.sign_in("orlova", PASSWORD).await.unwrap_err();
    assert_eq!(locked.code(), Code::AccountLocked);
    assert!(server.api().sign_in("orlova", PASSWORD).await.is_ok());
    let mut others = server.api();
    others.device = known.device;
    let stranger = others.sign_in("sokolova", PASSWORD).await.unwrap_err();
    assert_eq!(stranger.code(), Code::DeviceTaken, "no lock of hers");
}

#[tokio::test]
async fn a_restart_forgets_no_lock_whether_anybody_has_the_name() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let mut server = TestServer::builder().clock(clock).start();
    for login in ["orlova", "nobody"] {
        assert_eq!(wrong(&server, login, 3).await, Code::WrongPassword);
    }
    server.restart();
    for login in ["orlova", "nobody"] {
        assert_eq!(
            wrong(&server, login, 1).await,
            Code::AccountLocked,
            "{login}"
        );
    }
}

fn database(server: &TestServer) -> rusqlite::Connection {
    rusqlite::Connection::open(server.dir().join("server.db")).unwrap()
}

/// On a slow disk a write can be told by its time.
#[tokio::test]
async fn the_disk_is_written_to_alike_whether_anybody_has_the_name() {
    let server = with_standing_clock();
    let database = database(&server);
    let version = || -> i64 {
        let ask = "PRAGMA data_version";
        database.query_row(ask, [], |row| row.get(0)).unwrap()
    };
    for login in ["orlova", "nobody"] {
        let mut written = Vec::new();
        for _ in 0..5 {
            let before = version();
            wrong(&server, login, 1).await;
            written.push(version() != before);
        }
        // Three guesses and the first refusal.
        assert_eq!(written, [true, true, true, true, false], "{login}");
    }
}

#[tokio::test]
async fn a_guess_that_cannot_be_written_is_counted() {
    let server = with_standing_clock();
    let full = "CREATE TRIGGER full BEFORE INSERT ON sign_in_lock \
                BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
    database(&server).execute_batch(full).unwrap();
    for login in ["orlova", "nobody"] {
        assert_eq!(wrong(&server, login, 3).await, Code::WrongPassword);
        assert_eq!(wrong(&server, login, 1).await, Code::AccountLocked);
    }
    database(&server)
        .execute_batch("DROP TRIGGER full")
        .unwrap();
    server.clock().advance(TimeDelta::seconds(1));
    assert_eq!(wrong(&server, "orlova", 1).await, Code::WrongPassword);
    server.clock().advance(TimeDelta::seconds(4));
    let early = server.api().sign_in("orlova", PASSWORD).await.unwrap_err();
    assert_eq!(early.code(), Code::AccountLocked, "it goes on where it was");
    server.clock().advance(TimeDelta::seconds(1));
    assert!(server.api().sign_in("orlova", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn an_open_session_outlives_a_lock() {
    let server = with_standing_clock();
    let api = server.signed_in("orlova").await;
    wrong(&server, "orlova", 4).await;
    assert!(
        api.today().await.is_ok(),
        "nobody is thrown out of a lesson by guesses"
    );
}

#[tokio::test]
async fn a_signed_out_token_is_dead_at_once() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let other = server.signed_in("orlova").await;
    assert!(api.me().await.is_ok());
    api.sign_out().await.unwrap();
    assert_eq!(api.me().await.unwrap_err().code(), Code::SessionExpired);
    assert!(other.me().await.is_ok());
}

/// The use of a session is noted when the writer comes to it: before whatever is written next.
async fn noted(server: &TestServer) {
    server.signed_in("orlova").await;
}

#[tokio::test]
async fn a_session_that_rests_too_long_ends() {
    let server = with_standing_clock();
    let api = server.signed_in("orlova").await;
    server.clock().advance(TimeDelta::hours(71));
    assert!(api.me().await.is_ok());
    noted(&server).await;
    server.clock().advance(TimeDelta::hours(71));
    assert!(api.me().await.is_ok(), "use lengthens it");
    noted(&server).await;
    server.clock().advance(TimeDelta::hours(73));
    assert_eq!(api.me().await.unwrap_err().code(), Code::SessionExpired);
    assert_eq!(
        api.me().await.unwrap_err().code(),
        Code::SessionExpired,
        "and stays so"
    );
}

#[tokio::test]
async fn a_session_ends_after_its_time_however_busy() {
    let server = with_standing_clock();
    let api = server.signed_in("orlova").await;
    for _ in 0..14 {
        server.clock().advance(TimeDelta::hours(48));
        assert!(api.me().await.is_ok());
        noted(&server).await;
    }
    server.clock().advance(TimeDelta::hours(48));
    assert_eq!(api.me().await.unwrap_err().code(), Code::SessionExpired);
}

#[tokio::test]
async fn a_session_outlives_a_restart_and_a_sign_out_too() {
    let mut server = TestServer::start();
    let (api, out) = (
        server.signed_in("orlova").await,
        server.signed_in("orlova").await,
    );
    out.sign_out().await.unwrap();
    server.restart();
    assert!(api.me().await.is_ok());
    assert_eq!(out.me().await.unwrap_err().code(), Code::SessionExpired);
}

#[tokio::test]
async fn a_device_belongs_to_one_account() {
    let server = TestServer::start();
    let orlova = server.signed_in("orlova").await;
    let mut sokolova: Api = server.api();
    sokolova.device = orlova.device;
    let refused = sokolova.sign_in("sokolova", PASSWORD).await.unwrap_err();
    assert_eq!(refused.code(), Code::DeviceTaken);
}

#[tokio::test]
async fn signing_in_again_tells_where_the_device_stands() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    let changes = (1..=3)
        .map(|nth| pen.absent(fixture::RUNNING, fixture::pupil(nth)))
        .collect();
    api.push(changes).await.unwrap();
    assert_eq!(api.sign_in("orlova", PASSWORD).await.unwrap().last_n, 3);
}

#[tokio::test]
async fn a_full_queue_of_sign_ins_says_come_again() {
    let server = TestServer::builder()
        .config(|config| {
            config.hashes_at_once = 1;
            config.hashes_waiting = 0;
            config.hash_cost = server::HashCost {
                memory_kib: 16 * 1024,
                passes: 1,
            };
        })
        .start();
    let guesses = (0..8).map(|nth| {
        let mut api = server.api();
        // A name that nobody has costs the configured hash.
        tokio::spawn(async move {
            api.sign_in(&format!("nobody-{nth}"), "x")
                .await
                .unwrap_err()
        })
    });
    let mut busy = 0;
    for guess in guesses.collect::<Vec<_>>() {
        let error = guess.await.unwrap();
        if error.code() == Code::Busy {
            busy += 1;
        } else {
            assert_eq!(error.code(), Code::WrongPassword);
        }
    }
    assert!(busy > 0);
}

#[tokio::test]
async fn a_school_that_is_imported_over_a_blank_one_is_found_without_a_restart() {
    let orlova = fixture::bundle().people.swap_remove(0);
    let blank = school::blank::build(BlankSpec {
        title: "Школа № 7".to_owned(),
        regulation: fixture::bundle().school.regulation,
        today: SchoolTime::MOSCOW.local(fixture::now()).date(),
        admin: orlova.name,
        login: orlova.login.unwrap(),
        password_hash: orlova.password_hash.unwrap(),
    });
    let server = TestServer::builder().bundle(blank).start();
    let before = server.signed_in("orlova").await;
    assert!(before.lesson(fixture::RUNNING).await.is_err());
    let store = server.store();
    let over = store.import_over(fixture::SCHOOL, fixture::other_school());
    over.await.unwrap();
    assert!(before.me().await.is_err());
    let after = server.signed_in("orlova").await;
    assert_eq!(after.me().await.unwrap().school, "Школа № 8");
    assert!(after.lesson(fixture::RUNNING).await.is_ok());
    assert_eq!(after.server().await.unwrap().school, "Школа № 8");
}

/// For one run of the server its clock was two days ahead.
#[tokio::test]
async fn what_a_clock_wrote_that_was_ahead_lasts_no_longer_than_it_should() {
    let server = with_standing_clock();
    let api = server.signed_in("orlova").await;
    let set = |by| {
        server.clock().skew(by);
        // So long a session is believed without asking.
        server.clock().advance(TimeDelta::seconds(2));
    };
    set(TimeDelta::days(2));
    assert!(api.me().await.is_ok());
    assert_eq!(wrong(&server, "sokolova", 4).await, Code::AccountLocked);
    noted(&server).await;
    set(TimeDelta::days(-2));
    assert!(server.api().sign_in("sokolova", PASSWORD).await.is_ok());
    assert!(api.me().await.is_ok());
    noted(&server).await;
    server.clock().advance(TimeDelta::hours(73));
    assert_eq!(api.me().await.unwrap_err().code(), Code::SessionExpired);
}
