//! Who may sign in, and a start password for whoever forgot theirs.

use chrono::TimeDelta;
use journal::view::AccountsPage;
use journal::{PersonId, Role};
use protocol::problem::Facts;
use protocol::{Code, IssuedPassword};
use std::sync::Arc;
use storage::{LockKey, NewStartPassword};
use testkit::fixture::{self, NOVIKOVA, ORLOVA, PASSWORD, login_of};
use testkit::{Api, ApiError, TestClock, TestServer};

const NEW: &str = "семь раз отмерь";
const ADMIN: PersonId = PersonId(10);
const PARENT: PersonId = PersonId(20);
const PUPIL: PersonId = PersonId(101);
const NOBODY: PersonId = PersonId(999);

fn with_standing_clock() -> TestServer {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    TestServer::builder().clock(clock).start()
}

async fn issue(api: &Api, person: PersonId) -> Result<IssuedPassword, ApiError> {
    api.post(&format!("/accounts/{person}/password"), &()).await
}

async fn logins(api: &Api) -> Vec<String> {
    let page: AccountsPage = api.get("/accounts").await.unwrap();
    page.accounts
        .into_iter()
        .filter_map(|one| one.login)
        .collect()
}

/// The clause that a refusal quotes.
fn clause(refused: Result<IssuedPassword, ApiError>) -> String {
    let refused = refused.unwrap_err();
    assert_eq!(refused.code(), Code::RefusedByRegulation);
    match &refused.problem().facts {
        Some(Facts::Verdict { verdict }) => verdict.clause().unwrap().id.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_administrator_gives_a_start_password_and_the_sessions_end_at_once() {
    let server = with_standing_clock();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let (here, there) = (
        server.signed_in("orlova").await,
        server.signed_in("orlova").await,
    );
    assert!(here.me().await.is_ok());
    let issued = issue(&admin, ORLOVA).await.unwrap();
    assert_eq!(issued.login, "orlova");
    for session in [here, there] {
        let ended = session.me().await.unwrap_err();
        assert_eq!(ended.code(), Code::SessionExpired);
    }
    let old = server.api().sign_in("orlova", PASSWORD).await.unwrap_err();
    assert_eq!(old.code(), Code::WrongPassword);
    let mut api = server.api();
    let signed_in = api.sign_in("orlova", &issued.password).await.unwrap();
    assert!(signed_in.me.must_change_password);
    assert_eq!(
        api.today().await.unwrap_err().code(),
        Code::MustChangePassword
    );
    api.change_password(&issued.password, NEW).await.unwrap();
    assert!(api.today().await.is_ok());
    assert!(admin.me().await.is_ok());
}

#[tokio::test]
async fn whoever_forgot_the_password_is_let_in_with_the_new_one_at_once() {
    let server = with_standing_clock();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let mut own = server.signed_in("orlova").await;
    for _ in 0..3 {
        let wrong = own.sign_in("orlova", "не помню").await.unwrap_err();
        assert_eq!(wrong.code(), Code::WrongPassword);
    }
    let locked = own.sign_in("orlova", PASSWORD).await.unwrap_err();
    assert_eq!(locked.code(), Code::AccountLocked);
    let issued = issue(&admin, ORLOVA).await.unwrap();
    assert!(own.sign_in("orlova", &issued.password).await.is_ok());
}

/// The slips of a whole class go at once; what is above a minute's budget of the issuer is told
/// when to come again, and the password that stands is not touched.
#[tokio::test]
async fn more_start_passwords_than_a_minutes_budget_are_to_come_again() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder().clock(Arc::clone(&clock)).start();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    for _ in 0..34 {
        issue(&admin, PUPIL).await.unwrap();
    }
    let (mut last, mut refused) = (None, None);
    for _ in 0..20 {
        match issue(&admin, ORLOVA).await {
            Ok(issued) => last = Some(issued),
            Err(too_many) => refused = Some(too_many),
        }
    }
    let refused = refused.unwrap();
    assert_eq!(refused.code(), Code::TooManyChanges);
    assert!(matches!(refused.problem().facts, Some(Facts::Until { .. })));
    let stands = last.unwrap().password;
    assert!(server.api().sign_in("orlova", &stands).await.is_ok());
    clock.advance(TimeDelta::seconds(2));
    assert!(issue(&admin, ORLOVA).await.is_ok());
}

/// `zhurnal passwd` beside a server that runs.
#[tokio::test]
async fn a_start_password_from_another_process_ends_sessions_within_a_second() {
    let server = with_standing_clock();
    let orlova = server.signed_in("orlova").await;
    assert!(orlova.me().await.is_ok());
    let new = NewStartPassword {
        person: ORLOVA,
        hash: "$argon2id$".to_owned(),
        name_lock: Some(LockKey::Name(7)),
        trust: journal::register::Trust::Staff,
        wish: String::new(),
        by: None,
        at: fixture::now(),
    };
    let issued = server.store().issue_password(fixture::SCHOOL, new).await;
    assert!(issued.unwrap().is_some());
    server.clock().advance(TimeDelta::seconds(1));
    assert_eq!(orlova.me().await.unwrap_err().code(), Code::SessionExpired);
}

#[tokio::test]
async fn a_class_teacher_gives_passwords_to_the_own_classs_families_alone() {
    let server = TestServer::start();
    let sokolova = server.signed_in("sokolova").await;
    assert_eq!(logins(&sokolova).await, ["pupil", "parent"]);
    for person in [PARENT, PUPIL] {
        let issued = issue(&sokolova, person).await.unwrap();
        let signed_in = server.api().sign_in(&issued.login, &issued.password).await;
        assert!(signed_in.unwrap().me.must_change_password);
    }
    for person in [ORLOVA, ADMIN, NOBODY] {
        let refused = issue(&sokolova, person).await;
        assert_eq!(clause(refused), "SP14-T2.2e", "no oracle: {person}");
    }
    let orlova = server.signed_in("orlova").await;
    assert!(logins(&orlova).await.is_empty(), "she leads no class");
    assert_eq!(clause(issue(&orlova, PUPIL).await), "SP14-T2.2e");
}

#[tokio::test]
async fn a_parent_who_has_an_office_too_is_the_administrators() {
    let mut bundle = fixture::bundle();
    for person in &mut bundle.people {
        if person.id == PARENT {
            person.roles.0.push(Role::Deputy);
        }
    }
    let server = TestServer::builder().bundle(bundle).start();
    let sokolova = server.signed_in("sokolova").await;
    assert_eq!(logins(&sokolova).await, ["pupil", "parent"]);
    assert_eq!(clause(issue(&sokolova, PARENT).await), "SP14-T2.2e");
    let admin = server.signed_in(login_of(Role::Admin)).await;
    assert!(issue(&admin, PARENT).await.is_ok());
}

#[tokio::test]
async fn no_administrator_takes_an_administrators_account() {
    let server = TestServer::start();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    assert_eq!(clause(issue(&admin, ADMIN).await), "SP14-T1.4e");
    let nobody = issue(&admin, NOBODY).await.unwrap_err();
    assert_eq!(nobody.code(), Code::NotFound);
    assert!(admin.me().await.is_ok());
}

#[tokio::test]
async fn where_the_regulation_is_silent_the_refusal_quotes_nothing() {
    let mut bundle = fixture::bundle();
    bundle.school.regulation = "epos-ohansk-1".to_owned();
    let server = TestServer::builder().bundle(bundle).start();
    let orlova = server.signed_in("orlova").await;
    let refused = issue(&orlova, PUPIL).await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);
}

#[tokio::test]
async fn the_management_reads_the_list_and_gives_no_passwords() {
    let server = TestServer::start();
    for role in [Role::Director, Role::Deputy] {
        let api = server.signed_in(login_of(role)).await;
        let page: AccountsPage = api.get("/accounts").await.unwrap();
        let open = page.accounts.iter().filter(|one| one.login.is_some());
        assert_eq!(open.count(), 14, "{role:?}");
        let start = page.accounts.iter().filter(|one| one.must_change_password);
        assert_eq!(start.map(|one| one.person).collect::<Vec<_>>(), [NOVIKOVA]);
        let refused = issue(&api, ORLOVA).await.unwrap_err();
        assert_eq!(refused.code(), Code::Forbidden);
    }
}

/// Whoever has forgotten a password has tried some, on a machine that the account has never used.
#[tokio::test]
async fn a_start_password_opens_the_lock_of_the_name_too() {
    let server = with_standing_clock();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let mut api = server.api();
    loop {
        match api.sign_in("novikova", "не тот").await.unwrap_err().code() {
            Code::WrongPassword => {}
            Code::AccountLocked => break,
            other => panic!("{other:?}"),
        }
    }
    let issued = issue(&admin, NOVIKOVA).await.unwrap();
    assert!(api.sign_in(&issued.login, &issued.password).await.is_ok());
}
