//! Signing out later, by the key that does nothing else.

use chrono::TimeDelta;
use journal::Verdict;
use protocol::{Code, Outcome};
use reqwest::{Method, StatusCode};
use testkit::fixture::{PASSWORD, RUNNING, pupil};
use testkit::{Api, TestServer};

async fn sign_out_by(stranger: &Api, key: &str) -> StatusCode {
    let request = stranger.request(Method::DELETE, &format!("/sessions/{key}"));
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn a_sign_out_key_ends_its_session_without_the_token() {
    let server = TestServer::start();
    let mut api = server.api();
    let key = api.sign_in("orlova", PASSWORD).await.unwrap().sign_out;
    let other = server.signed_in("orlova").await;
    for _ in 0..2 {
        let status = sign_out_by(&server.api(), &key).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "and again");
        assert_eq!(api.me().await.unwrap_err().code(), Code::SessionExpired);
    }
    assert!(other.me().await.is_ok());
}

#[tokio::test]
async fn a_sign_out_key_is_no_token_and_a_token_is_no_key() {
    let server = TestServer::start();
    let mut api = server.api();
    let signed_in = api.sign_in("orlova", PASSWORD).await.unwrap();
    let mut thief = server.api();
    thief.token = Some(signed_in.sign_out);
    assert_eq!(thief.me().await.unwrap_err().code(), Code::SessionExpired);
    sign_out_by(&thief, &signed_in.token).await;
    for rubbish in ["x", "1.", "1.AAAA", "1.%00", "х.у"] {
        let status = sign_out_by(&thief, rubbish).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{rubbish}");
    }
    let guess = format!("1.{}", "A".repeat(43));
    let signed = sign_out_by(&thief, &format!("+{guess}")).await;
    assert_eq!(signed, StatusCode::BAD_REQUEST);
    assert_eq!(sign_out_by(&thief, &guess).await, StatusCode::NO_CONTENT);
    assert!(api.me().await.is_ok());
}

/// A key that another account brings says nothing of whether the device itself is back: what was
/// made on it without a network keeps its time until it comes.
#[tokio::test]
async fn a_sign_out_that_another_brings_is_no_contact_of_the_device() {
    let mut outcomes = Vec::new();
    for brought in [false, true] {
        let server = TestServer::start();
        let mut api = server.api();
        let key = api.sign_in("orlova", PASSWORD).await.unwrap().sign_out;
        server.clock().advance(TimeDelta::minutes(10));
        let made = server.pen().absent(RUNNING, pupil(1));
        server.clock().advance(TimeDelta::days(4));
        if brought {
            sign_out_by(&server.api(), &key).await;
        }
        server.clock().advance(TimeDelta::hours(2));
        api.sign_in("orlova", PASSWORD).await.unwrap();
        outcomes.push(api.push(vec![made]).await.unwrap().outcomes);
    }
    let on_time = |outcome: &Outcome| {
        matches!(
            outcome,
            Outcome::Applied {
                verdict: Verdict::OnTime,
                ..
            }
        )
    };
    assert!(on_time(&outcomes[0][0]), "{outcomes:?}");
    assert_eq!(outcomes[0], outcomes[1]);
}
