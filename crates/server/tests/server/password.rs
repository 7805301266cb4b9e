//! Changing the password.

use protocol::Code;
use reqwest::{Method, StatusCode};
use rstest::rstest;
use serde_json::json;
use testkit::TestServer;
use testkit::fixture::{PASSWORD, START_PASSWORD};

const NEW: &str = "семь раз отмерь";

#[tokio::test]
async fn a_start_password_is_changed_and_the_day_begins() {
    let server = TestServer::start();
    let mut api = server.api();
    let signed_in = api.sign_in("novikova", START_PASSWORD).await.unwrap();
    assert!(signed_in.me.must_change_password);
    assert_eq!(
        api.today().await.unwrap_err().code(),
        Code::MustChangePassword
    );
    api.change_password(START_PASSWORD, NEW).await.unwrap();
    assert!(
        api.today().await.is_ok(),
        "the same session goes on, at once"
    );
    assert!(!api.me().await.unwrap().must_change_password);

    let again = server
        .api()
        .sign_in("novikova", START_PASSWORD)
        .await
        .unwrap_err();
    assert_eq!(again.code(), Code::WrongPassword);
    let signed_in = server.api().sign_in("novikova", NEW).await.unwrap();
    assert!(!signed_in.me.must_change_password);
}

#[tokio::test]
async fn every_other_session_of_the_account_ends() {
    let server = TestServer::start();
    let (here, there) = (
        server.signed_in("orlova").await,
        server.signed_in("orlova").await,
    );
    let sokolova = server.signed_in("sokolova").await;
    assert!(there.me().await.is_ok());
    here.change_password(PASSWORD, NEW).await.unwrap();
    assert_eq!(there.me().await.unwrap_err().code(), Code::SessionExpired);
    assert!(here.me().await.is_ok());
    assert!(sokolova.me().await.is_ok());
}

#[tokio::test]
async fn the_old_password_is_asked_for() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    for _ in 0..3 {
        let refused = api.change_password("не тот", NEW).await.unwrap_err();
        assert_eq!(refused.code(), Code::WrongPassword);
    }
    let locked = api.change_password(PASSWORD, NEW).await.unwrap_err();
    assert_eq!(
        locked.code(),
        Code::AccountLocked,
        "a stolen session is no way to guess it"
    );
}

#[tokio::test]
async fn a_body_with_passwords_is_small_in_a_session_too() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let send = async |length: usize| {
        let body = json!({ "old": PASSWORD, "new": "x".repeat(length) });
        let request = api.request(Method::POST, "/password").json(&body);
        request.send().await.unwrap().status()
    };
    assert_eq!(send(3000).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(5000).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[rstest]
#[case("короче8")]
#[case(PASSWORD)]
#[case("12345678")]
#[case("ЙЦУКЕНГШ")]
#[case("ffffffffff")]
#[case("")]
#[tokio::test]
async fn a_weak_one_is_refused(#[case] new: &str) {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let refused = api.change_password(PASSWORD, new).await.unwrap_err();
    assert_eq!(refused.code(), Code::WeakPassword);
    assert!(
        server.api().sign_in("orlova", PASSWORD).await.is_ok(),
        "nothing has changed"
    );
}

#[tokio::test]
async fn the_start_password_with_a_letter_more_or_less_is_no_new_one() {
    let server = TestServer::start();
    let mut api = server.api();
    api.sign_in("novikova", START_PASSWORD).await.unwrap();
    let mut shorter = START_PASSWORD.to_owned();
    shorter.pop();
    let longer = [
        format!("{START_PASSWORD}x"),
        format!("1{}", START_PASSWORD.to_uppercase()),
    ];
    for new in longer.iter().chain([&shorter]) {
        let refused = api.change_password(START_PASSWORD, new).await.unwrap_err();
        assert_eq!(refused.code(), Code::WeakPassword, "{new}");
    }
    assert!(api.me().await.unwrap().must_change_password);
    // Of a password that was chosen nobody else knows.
    api.change_password(START_PASSWORD, NEW).await.unwrap();
    api.change_password(NEW, &format!("{NEW}!")).await.unwrap();
}
