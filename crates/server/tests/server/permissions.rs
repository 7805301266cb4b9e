//! Every route × every role, and the gates before them.

use crate::contract::Operation;
use journal::register::RecordKind;
use journal::regulation::{Act, Permission};
use journal::{Regulation, Role, Roles, SchoolId};
use protocol::problem::Facts;
use protocol::{Code, Problem};
use reqwest::{Method, StatusCode};
use serde_json::json;
use testkit::fixture::{self, login_of};
use testkit::{Api, TestServer};

/// What an operation declares.
pub fn permission(operation: &Operation) -> Permission {
    let declared = operation.spec["x-permission"].as_str().unwrap();
    let mut all = Permission::ALL.iter().copied();
    all.find(|one| one.word() == declared).unwrap()
}

/// Asks for an operation with a body that can be read; the status, and the problem if there is one.
async fn ask(api: &Api, operation: &Operation, kind: RecordKind) -> (StatusCode, Option<Problem>) {
    let path = operation.concrete_of(kind);
    let body = match path.as_str() {
        "/changes" => json!({ "device": api.device, "sent_at": 0, "changes": [] }),
        "/amendments" => json!({ "amendments": [] }),
        "/password" => json!({ "old": "password", "new": "short" }),
        "/sessions" => json!({ "login": "nobody", "password": "x", "device": api.device }),
        _ => json!(null),
    };
    let mut request = api.request(operation.method.clone(), &path);
    if !body.is_null() {
        request = request.json(&body);
    }
    let response = request.send().await.unwrap();
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let problem = if failed {
        Some(response.json().await.unwrap())
    } else {
        None
    };
    (status, problem)
}

/// The profile of the fixture.
pub fn profile() -> Regulation {
    Regulation::shipped("sergiev-posad-14").unwrap()
}

#[tokio::test]
async fn every_route_asks_for_its_permission() {
    let server = TestServer::start();
    for &role in Role::ALL {
        let roles = Roles(vec![role]);
        let session = server.signed_in(login_of(role)).await;
        // Whoever reads the log of some kind, or records of some, is asked about that.
        let of = |reads: &dyn Fn(RecordKind) -> bool| {
            let mut kinds = RecordKind::ALL.iter().copied();
            kinds.find(|kind| reads(*kind))
        };
        let log = of(&|kind| profile().reads_some_log(&roles, kind));
        let some = || of(&|kind| profile().may_somewhere(&roles, Act::Read, kind));
        let kind = log.or_else(some).unwrap_or(RecordKind::Room);
        for operation in Operation::all() {
            let api = if operation.method == Method::DELETE {
                server.signed_in(login_of(role)).await
            } else {
                session.clone()
            };
            let (status, problem) = ask(&api, &operation, kind).await;
            let name = format!("{role:?} {} {}: {status}", operation.method, operation.path);
            let code = problem.map(|problem| problem.code);
            if permission(&operation).granted_to(&roles) {
                assert_ne!(code, Some(Code::Forbidden), "{name}");
                assert_ne!(code, Some(Code::SessionExpired), "{name}");
                assert!(!status.is_server_error(), "{name}");
            } else {
                assert_eq!(code, Some(Code::Forbidden), "{name}");
                assert_eq!(status, StatusCode::FORBIDDEN, "{name}");
            }
        }
    }
}

#[tokio::test]
async fn without_a_session_only_what_is_anyones_answers() {
    let server = TestServer::start();
    let mut strangers = vec![server.api()];
    for token in [
        "",
        "1.",
        "1.AAAA",
        "рубли",
        "2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        let mut api = server.api();
        api.token = Some(token.to_owned());
        strangers.push(api);
    }
    for operation in Operation::all() {
        for api in &strangers {
            let (status, problem) = ask(api, &operation, RecordKind::Room).await;
            let name = format!("{:?} {} {}", api.token, operation.method, operation.path);
            let code = problem.map(|problem| problem.code);
            if permission(&operation) == Permission::Anyone {
                assert_ne!(code, Some(Code::SessionExpired), "{name}");
            } else {
                assert_eq!(code, Some(Code::SessionExpired), "{name}");
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{name}");
            }
        }
    }
}

#[tokio::test]
async fn a_start_password_opens_only_ones_own_account() {
    let server = TestServer::start();
    for operation in Operation::all() {
        let mut api = server.api();
        let signed_in = api
            .sign_in("novikova", fixture::START_PASSWORD)
            .await
            .unwrap();
        assert!(signed_in.me.must_change_password);
        let (status, problem) = ask(&api, &operation, RecordKind::Room).await;
        let name = format!("{} {}: {status}", operation.method, operation.path);
        let code = problem.map(|problem| problem.code);
        let open = matches!(
            permission(&operation),
            Permission::Anyone | Permission::OwnAccount
        );
        assert_eq!(code == Some(Code::MustChangePassword), !open, "{name}");
    }
}

/// What is not one's own answers like what is not there (BOLA, without an oracle).
#[tokio::test]
async fn what_is_not_yours_is_not_there() {
    let server = TestServer::builder()
        .and_bundle(fixture::other_school())
        .start();
    let sign_in = async |login: &str, school: i64| {
        let mut api = server.api();
        let body = json!({
            "login": login, "password": fixture::PASSWORD, "device": api.device, "school": school,
        });
        let signed_in: protocol::SignedIn = api.post("/sessions", &body).await.unwrap();
        api.token = Some(signed_in.token);
        api
    };
    let orlova = sign_in("orlova", 1).await;
    let sokolova = sign_in("sokolova", 1).await;
    let deputy = sign_in("deputy", 1).await;
    let uchaeva = sign_in("teacher", 1).await;
    let (own, physics) = (fixture::RUNNING, fixture::PHYSICS_TODAY);

    assert!(orlova.lesson(own).await.is_ok());
    assert_eq!(
        orlova.lesson(physics).await.unwrap_err().code(),
        Code::NotFound
    );
    assert!(
        sokolova.lesson(own).await.is_ok(),
        "the class teacher sees her class"
    );
    assert!(deputy.lesson(physics).await.is_ok());
    for (lesson, journal) in [(own, fixture::ALGEBRA), (physics, fixture::PHYSICS)] {
        assert_eq!(
            uchaeva.lesson(lesson).await.unwrap_err().code(),
            Code::NotFound
        );
        assert_eq!(
            uchaeva.log(lesson).await.unwrap_err().code(),
            Code::NotFound
        );
        assert_eq!(
            uchaeva.journal(journal, None).await.unwrap_err().code(),
            Code::NotFound
        );
    }

    let other = sign_in("orlova", 2).await;
    let pen = server.pen();
    let mut writer = orlova.clone();
    writer
        .push(vec![pen.absent(own, fixture::pupil(1))])
        .await
        .unwrap();
    assert_eq!(orlova.log(own).await.unwrap().changes.len(), 1);
    assert!(
        other.log(own).await.unwrap().changes.is_empty(),
        "the other school's own lesson"
    );
    let mut forged = orlova.clone();
    forged.token = orlova
        .token
        .as_ref()
        .map(|token| token.replacen("1.", "2.", 1));
    assert_eq!(forged.me().await.unwrap_err().code(), Code::SessionExpired);
}

#[tokio::test]
async fn with_several_schools_a_sign_in_names_one() {
    let server = TestServer::builder()
        .and_bundle(fixture::other_school())
        .start();
    let mut api = server.api();
    let refused = api.sign_in("orlova", fixture::PASSWORD).await.unwrap_err();
    let listed = refused.problem().clone();
    assert_eq!(listed.code, Code::UnknownSchool);
    let Some(Facts::Schools { schools }) = listed.facts else {
        panic!("{listed:?}")
    };
    let schools: Vec<_> = schools
        .iter()
        .map(|one| (one.school.0, one.title.as_str()))
        .collect();
    assert_eq!(schools, [(1, "Школа № 7"), (2, "Школа № 8")]);
    let mut nowhere = server.api().of_school(SchoolId(7));
    let refused = nowhere.sign_in("orlova", fixture::PASSWORD).await;
    assert_eq!(refused.unwrap_err().code(), Code::UnknownSchool);
    let mut second = server.api().of_school(SchoolId(2));
    assert!(second.sign_in("orlova", fixture::PASSWORD).await.is_ok());
    assert_eq!(api.server().await.unwrap().school, "Школа № 7, Школа № 8");

    let server = TestServer::builder()
        .and_bundle(fixture::other_school())
        .config(|config| config.school = Some(fixture::SCHOOL))
        .start();
    assert_eq!(
        server.signed_in("orlova").await.me().await.unwrap().school,
        "Школа № 7"
    );
}
