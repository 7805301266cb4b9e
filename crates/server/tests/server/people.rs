//! People are entered, given roles and sign-in names, and let go, all by amendments and passwords.

use chrono::{Days, TimeDelta};
use journal::register::*;
use journal::view::AccountsPage;
use journal::{ChangeId, GestureId, PersonId, PersonName, Role, Roles, SchoolTime, Timestamp};
use protocol::{Code, IssuedPassword};
use std::sync::Arc;
use testkit::fixture::{self, login_of};
use testkit::{Api, TestClock, TestServer};
use uuid::Uuid;

const NEW: &str = "семь раз отмерь";

fn amendment(n: u128, at: RecordRef, was: Option<Record>, now: Option<Record>) -> Amendment {
    Amendment {
        id: ChangeId(Uuid::from_u128(n)),
        gesture: GestureId(Uuid::from_u128(1)),
        made_at: fixture::now(),
        record: at,
        expected: was,
        wanted: now,
        ground: None,
    }
}

async fn free(api: &Api, kind: RecordKind) -> RecordRef {
    kind.at(api.records(kind).await.unwrap().free_id)
}

/// Enters a person and a role; who it is, and the record of the role.
async fn entered(admin: &Api, role: OfficeRole) -> (PersonId, RecordRef, OfficeRecord) {
    let at = free(admin, RecordKind::Person).await;
    let person = PersonId(at.id.0);
    let name = PersonName {
        last: "Щёголева".to_owned(),
        first: "Анна".to_owned(),
        middle: String::new(),
    };
    let office = OfficeRecord {
        person,
        role,
        ..OfficeRecord::default()
    };
    let of_role = free(admin, RecordKind::Office).await;
    let gesture = vec![
        amendment(1, at, None, Some(Record::Person(PersonRecord { name }))),
        amendment(2, of_role, None, Some(Record::Office(office.clone()))),
    ];
    let amended = admin.amend(gesture, false).await.unwrap();
    assert_eq!(amended.totals.created, 2, "{amended:?}");
    (person, of_role, office)
}

async fn issue(api: &Api, person: PersonId) -> IssuedPassword {
    let path = format!("/accounts/{person}/password");
    api.post(&path, &()).await.unwrap()
}

#[tokio::test]
async fn a_teacher_is_entered_gets_a_sign_in_name_and_signs_in() {
    let server = TestServer::start();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let (person, ..) = entered(&admin, OfficeRole::Teacher).await;
    let issued = issue(&admin, person).await;
    assert_eq!(issued.login, "shchegoleva");
    let mut api = server.api();
    let signed_in = api.sign_in(&issued.login, &issued.password).await.unwrap();
    assert!(signed_in.me.must_change_password);
    assert_eq!(signed_in.me.roles, Roles(vec![Role::Teacher]));
    api.change_password(&issued.password, NEW).await.unwrap();
    assert_eq!(api.me().await.unwrap().name.last, "Щёголева");
}

/// Whoever has it on paper sees by that whether it is good yet.
#[tokio::test]
async fn the_list_says_when_a_password_was_given_last() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder().clock(clock).start();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let (person, ..) = entered(&admin, OfficeRole::Teacher).await;
    let listed = async || {
        let page: AccountsPage = admin.get("/accounts").await.unwrap();
        let row = page.accounts.into_iter().find(|row| row.person == person);
        row.unwrap().password_given_at
    };
    assert_eq!(listed().await, None);
    let first = issue(&admin, person).await;
    assert_eq!(listed().await, Some(first.at));
    let mut api = server.api();
    api.sign_in(&first.login, &first.password).await.unwrap();
    api.change_password(&first.password, NEW).await.unwrap();
    assert_eq!(
        listed().await,
        Some(first.at),
        "it was changed by its owner"
    );
    server.clock().advance(TimeDelta::seconds(1));
    let second = issue(&admin, person).await;
    assert_eq!(listed().await, Some(second.at));
    assert_ne!(first.at, second.at);
}

#[tokio::test]
async fn who_has_no_role_any_more_is_let_in_no_more() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder().clock(clock).start();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let (person, at, office) = entered(&admin, OfficeRole::Teacher).await;
    let issued = issue(&admin, person).await;
    let mut api = server.api();
    api.sign_in(&issued.login, &issued.password).await.unwrap();
    api.change_password(&issued.password, NEW).await.unwrap();
    let today = SchoolTime::MOSCOW.local(fixture::now()).date();
    let last = OfficeRecord {
        until: Some(today),
        ..office.clone()
    };
    let (was, is) = (Record::Office(office), Record::Office(last));
    admin
        .amend(vec![amendment(3, at, Some(was), Some(is))], false)
        .await
        .unwrap();
    server.clock().advance(TimeDelta::seconds(2));
    assert!(api.me().await.is_ok(), "the last day is worked");
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap();
    let midnight = SchoolTime::MOSCOW.instant(tomorrow.and_hms_opt(0, 0, 1).unwrap());
    server.clock().advance(until(&server, midnight));
    assert_eq!(api.me().await.unwrap_err().code(), Code::SessionExpired);
    let refused = server.api().sign_in(&issued.login, NEW).await.unwrap_err();
    assert_eq!(refused.code(), Code::AccountClosed);
    let wrong = server.api().sign_in(&issued.login, "не тот").await;
    let wrong = wrong.unwrap_err().code();
    assert_eq!(wrong, Code::WrongPassword, "nobody else learns of it");
}

/// Another administrator counts once they can sign in, and not before.
#[tokio::test]
async fn a_school_keeps_an_administrator_who_can_sign_in() {
    let server = TestServer::start();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let roles = admin.records(RecordKind::Office).await.unwrap().records;
    let is_admin =
        |record: &Record| matches!(record, Record::Office(it) if it.role == OfficeRole::Admin);
    let own = roles.iter().find(|row| is_admin(&row.record)).unwrap();
    let goes = async |n| {
        let removal = amendment(
            n,
            RecordKind::Office.at(own.id),
            Some(own.record.clone()),
            None,
        );
        admin
            .amend_agreed(vec![removal])
            .await
            .unwrap()
            .outcomes
            .remove(0)
    };
    let (person, ..) = entered(&admin, OfficeRole::Teacher).await;
    let at = free(&admin, RecordKind::Office).await;
    let other = OfficeRecord {
        person,
        role: OfficeRole::Admin,
        ..OfficeRecord::default()
    };
    let given = vec![amendment(21, at, None, Some(Record::Office(other.clone())))];
    admin.amend_agreed(given).await.unwrap();
    let last = |outcome: &AmendmentOutcome| {
        matches!(
            outcome,
            AmendmentOutcome::Refused {
                refusal: Refusal::Last { .. }
            }
        )
    };
    let outcome = goes(22).await;
    assert!(last(&outcome), "nobody else has a password: {outcome:?}");
    issue(&admin, person).await;
    let later = OfficeRecord {
        from: Some(fixture::date(2126, 1, 1)),
        ..other.clone()
    };
    let (was, is) = (Record::Office(other), Record::Office(later));
    let moves = vec![amendment(23, at, Some(was.clone()), Some(is.clone()))];
    assert_eq!(admin.amend_agreed(moves).await.unwrap().totals.changed, 1);
    let outcome = goes(24).await;
    assert!(last(&outcome), "the role has not begun: {outcome:?}");
    let back = vec![amendment(25, at, Some(is), Some(was))];
    admin.amend_agreed(back).await.unwrap();
    issue(&admin, person).await;
    let outcome = goes(26).await;
    assert!(
        matches!(outcome, AmendmentOutcome::Applied { .. }),
        "{outcome:?}"
    );
}

fn until(server: &TestServer, moment: Timestamp) -> TimeDelta {
    use journal::Clock as _;
    moment.since(server.clock().now())
}

/// What a class teacher has given to a parent opens no deputy's account, nor does a session that
/// was begun with it go on; nor an administrator's what another administrator has given.
#[tokio::test]
async fn a_role_ends_the_password_that_was_given_for_less() {
    const PARENT: PersonId = PersonId(20);
    let server = TestServer::start();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let teacher = server.signed_in("sokolova").await;
    let given = issue(&teacher, PARENT).await;
    let mut parent = server.api();
    parent.sign_in(&given.login, &given.password).await.unwrap();
    parent.change_password(&given.password, NEW).await.unwrap();
    let gives = async |role, n| {
        let at = free(&admin, RecordKind::Office).await;
        let office = OfficeRecord {
            person: PARENT,
            role,
            ..OfficeRecord::default()
        };
        let made = vec![amendment(n, at, None, Some(Record::Office(office)))];
        admin.amend_agreed(made).await.unwrap();
    };
    gives(OfficeRole::Deputy, 11).await;
    assert_eq!(parent.me().await.unwrap_err().code(), Code::SessionExpired);
    let refused = server.api().sign_in(&given.login, NEW).await.unwrap_err();
    assert_eq!(refused.code(), Code::WrongPassword);
    let accounts: AccountsPage = admin.get("/accounts").await.unwrap();
    let is_void = |row: &&journal::view::AccountRow| row.voided;
    let void: Vec<_> = accounts.accounts.iter().filter(is_void).collect();
    assert_eq!(
        void.iter().map(|row| row.person).collect::<Vec<_>>(),
        [PARENT]
    );

    let again = issue(&admin, PARENT).await;
    let mut deputy = server.api();
    deputy.sign_in(&again.login, &again.password).await.unwrap();
    deputy.change_password(&again.password, NEW).await.unwrap();
    // One role more of the same trust takes nothing away.
    gives(OfficeRole::Director, 12).await;
    assert!(deputy.me().await.is_ok());
    gives(OfficeRole::Admin, 13).await;
    assert_eq!(deputy.me().await.unwrap_err().code(), Code::SessionExpired);
    let refused = server.api().sign_in(&again.login, NEW).await.unwrap_err();
    assert_eq!(refused.code(), Code::WrongPassword);
}

/// A new administrator is given a first password, and from then on none by another one, who could
/// act in that name: not even round the way of taking the role away and giving it back.
#[tokio::test]
async fn an_administrator_has_a_password_of_their_own() {
    let server = TestServer::start();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let (person, ..) = entered(&admin, OfficeRole::Teacher).await;
    let at = free(&admin, RecordKind::Office).await;
    let role = Record::Office(OfficeRecord {
        person,
        role: OfficeRole::Admin,
        ..OfficeRecord::default()
    });
    let moves = async |n, was: Option<&Record>, is: Option<&Record>| {
        let one = amendment(n, at, was.cloned(), is.cloned());
        admin.amend_agreed(vec![one]).await.unwrap();
    };
    let path = format!("/accounts/{person}/password");
    let refusal = async || admin.post::<IssuedPassword>(&path, &()).await.err();
    let enters = async |login: &str, password: &str| {
        let mut api = server.api();
        api.sign_in(login, password).await.is_ok()
    };
    moves(11, None, Some(&role)).await;
    let first = issue(&admin, person).await;
    let mut other = server.api();
    other.sign_in(&first.login, &first.password).await.unwrap();
    other.change_password(&first.password, NEW).await.unwrap();
    assert_eq!(refusal().await.unwrap().code(), Code::RefusedByRegulation);

    // Not while the role only begins again tomorrow.
    let Record::Office(office) = &role else {
        panic!("{role:?}")
    };
    let tomorrow = Record::Office(OfficeRecord {
        from: Some(fixture::date(2026, 11, 17)),
        ..office.clone()
    });
    moves(16, Some(&role), Some(&tomorrow)).await;
    assert_eq!(refusal().await.unwrap().code(), Code::RefusedByRegulation);
    moves(17, Some(&tomorrow), Some(&role)).await;

    // Taken away by mistake and given back: it is theirs still.
    moves(12, Some(&role), None).await;
    moves(13, None, Some(&role)).await;
    assert!(enters(&first.login, NEW).await);
    assert_eq!(refusal().await.unwrap().code(), Code::RefusedByRegulation);

    // What another one has given meanwhile opens no administrator's account.
    moves(14, Some(&role), None).await;
    let theirs = issue(&admin, person).await;
    assert!(enters(&theirs.login, &theirs.password).await);
    moves(15, None, Some(&role)).await;
    assert!(!enters(&theirs.login, &theirs.password).await);
    assert_eq!(refusal().await.unwrap().code(), Code::RefusedByRegulation);
}
