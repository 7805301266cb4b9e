//! Every role, every kind of records, every record, one's own and a stranger's: over the routes.

use crate::contract::Operation;
use crate::permissions::profile;
use journal::register::*;
use journal::regulation::{Actor, RegisterRights};
use journal::view::RegisterPage;
use journal::{PersonId, Role, Roles};
use protocol::Code;
use reqwest::Method;
use std::collections::BTreeSet;
use testkit::fixture::{self, ORLOVA, SOKOLOVA, login_of, pupil, stranger};
use testkit::{Api, TestServer};

/// Whoever signs in, and is what there.
fn actors() -> Vec<(&'static str, Actor)> {
    let actor = |person, role| Actor {
        person,
        roles: Roles(vec![role]),
    };
    let mut actors = vec![
        ("orlova", actor(ORLOVA, Role::Teacher)),
        ("sokolova", actor(SOKOLOVA, Role::Teacher)),
    ];
    for &role in Role::ALL {
        let id = match role {
            Role::Admin => 10,
            Role::Director => 11,
            Role::Deputy => 12,
            Role::Teacher => 13,
            Role::Psychologist => 14,
            Role::Registrar => 15,
            Role::Hr => 16,
            Role::Scheduler => 17,
            Role::District => 18,
            Role::Parent => 20,
            Role::Pupil => pupil(1).0,
        };
        actors.push((login_of(role), actor(PersonId(id), role)));
    }
    actors
}

/// A card with something that can be found again in every field.
fn card(person: PersonId) -> Record {
    let n = person.0;
    Record::PersonDetails(PersonDetails {
        person,
        born: Some(fixture::date(2013, 3, 14)),
        snils: format!("000-000-{n:03} 00"),
        phone: format!("+7000000{n:04}"),
        email: format!("card{n}@example.org"),
        address: format!("улица {n}-я"),
        ..PersonDetails::default()
    })
}

fn consent(person: PersonId) -> Record {
    Record::Consent(ConsentRecord {
        person,
        given: fixture::date(2026, 9, 1),
        paper: format!("папка {person}"),
        ..ConsentRecord::default()
    })
}

/// Cards of people of both classes and of the staff, with their consents; everything, as the
/// administrator sees it.
pub async fn with_cards(server: &TestServer) -> Register {
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let people = [pupil(1).0, pupil(2).0, stranger().0, 1, 2, 11, 20];
    let cards = people.into_iter().zip(1..).flat_map(|(person, id)| {
        let person = PersonId(person);
        [card(person), consent(person)].map(|record| {
            let at = record.kind().at(RecordId(id));
            pen.amendment(at, None, Some(record))
        })
    });
    let done = admin.amend(cards.collect(), false).await.unwrap();
    let applied = |one: &AmendmentOutcome| matches!(one, AmendmentOutcome::Applied { .. });
    assert!(done.outcomes.iter().all(applied), "{done:?}");
    let mut register = Register::default();
    for kind in RecordKind::ALL {
        for line in admin.records(*kind).await.unwrap().records {
            register.put(kind.at(line.id), Some(line.record));
        }
    }
    register
}

async fn text(api: &Api, path: &str) -> String {
    let response = api.request(Method::GET, path).send().await.unwrap();
    response.text().await.unwrap()
}

/// What stands in cards and is not the actor's to see.
fn hidden(rights: &RegisterRights<'_>) -> Vec<String> {
    let mut hidden = Vec::new();
    for (at, record) in rights.register().of(RecordKind::PersonDetails) {
        let upto = rights.reads(at, record);
        let fields = at.kind.described().fields.iter();
        for field in fields.filter(|field| Some(field.veil) > upto) {
            if let Value::Text(text) = (field.get)(record) {
                hidden.push(text);
            }
        }
    }
    hidden
}

#[tokio::test]
async fn each_record_is_shown_told_of_and_amended_by_its_own_alone() {
    let server = TestServer::start();
    let register = with_cards(&server).await;
    let (regulation, pen) = (profile(), server.pen());
    for (login, actor) in actors() {
        let rights = RegisterRights::new(&regulation, &actor, &register, fixture::today());
        let hidden = hidden(&rights);
        let api = server.signed_in(login).await;
        let kinds: Vec<_> = RecordKind::ALL.to_vec();
        let counted = api.get::<RegisterPage>("/register").await;
        let counted = counted.map(|page| page.kinds).unwrap_or_default();
        for kind in kinds {
            let name = format!("{login} {kind}");
            let seen: BTreeSet<_> = register
                .of(kind)
                .filter(|(at, record)| rights.reads(*at, record).is_some())
                .map(|(at, _)| at.id)
                .collect();
            let count = counted.iter().find(|line| line.kind == kind);
            let count = count.map(|line| usize::try_from(line.count).unwrap());
            assert_eq!(
                count,
                rights.reads_some(kind).then_some(seen.len()),
                "{name}"
            );
            match api.records(kind).await {
                Ok(page) => {
                    let shown = page.records.iter().map(|line| line.id);
                    assert_eq!(shown.collect::<BTreeSet<_>>(), seen, "{name}");
                }
                Err(error) => {
                    assert_eq!(error.code(), Code::Forbidden, "{name}");
                    assert!(!rights.reads_some(kind), "{name}");
                }
            }
            let body = text(&api, &format!("/register/{kind}")).await;
            let leaks = hidden.iter().find(|text| body.contains(text.as_str()));
            assert_eq!(leaks, None, "{name}");
            let records: Vec<_> = register.of(kind).collect();
            // Of people some are enough, each told of by a request.
            for (at, record) in records.iter().take(40) {
                let path = format!("/register/{kind}/{}/log", at.id);
                let told = api.get::<serde_json::Value>(&path).await;
                let code = told.as_ref().err().map(testkit::ApiError::code);
                let expected = if !rights.reads_some_log(kind) {
                    Some(Code::Forbidden)
                } else if rights.reads_log(*at, record) {
                    None
                } else {
                    Some(Code::NotFound)
                };
                assert_eq!(code, expected, "{name} {at:?}");
                let told = told.map(|it| it.to_string()).unwrap_or_default();
                let leaks = hidden.iter().find(|text| told.contains(text.as_str()));
                assert_eq!(leaks, None, "{name}");
            }
            let same = records.iter().map(|(at, record)| {
                let upto = rights.reads(*at, record).unwrap_or_default();
                let shown = Some(record.veiled(upto));
                pen.amendment(*at, shown.clone(), shown)
            });
            let same: Vec<_> = same.collect();
            let judged = rights.judge(&same);
            match api.amend(same.clone(), false).await {
                Ok(amended) => {
                    for (outcome, judged) in amended.outcomes.iter().zip(judged) {
                        let expected = match judged {
                            Ok(_) => AmendmentOutcome::Unchanged,
                            Err(it) => AmendmentOutcome::Forbidden { clause: it.clause },
                        };
                        assert_eq!(*outcome, expected, "{name}");
                    }
                }
                Err(error) => {
                    assert_eq!(error.code(), Code::Forbidden, "{name}");
                    assert!(judged.iter().all(Result::is_err), "{name}");
                }
            }
        }
    }
}

/// No answer of any route, about one's own or a stranger's, holds what is hidden in a card.
#[tokio::test]
async fn no_route_tells_anybody_what_is_hidden_from_them() {
    let server = TestServer::start();
    let register = with_cards(&server).await;
    let regulation = profile();
    let ids = [
        1,
        3,
        fixture::RUNNING.0,
        fixture::RUNNING_A.0,
        pupil(1).0,
        stranger().0,
    ];
    let mut asked = 0;
    for (login, actor) in actors() {
        let rights = RegisterRights::new(&regulation, &actor, &register, fixture::today());
        let hidden = hidden(&rights);
        let api = server.signed_in(login).await;
        let reads = Operation::all().into_iter();
        let reads = reads.filter(|one| one.method == Method::GET && !one.path.contains("events"));
        for operation in reads {
            let path = operation.path.strip_prefix("/api/v1").unwrap();
            let kinds = if path.contains("{kind}") {
                RecordKind::ALL
            } else {
                &[RecordKind::Room]
            };
            for &kind in kinds {
                for id in ids {
                    let path = path.replace("{kind}", kind.word());
                    let path = path.replace("{id}", &id.to_string());
                    let body = text(&api, &path).await;
                    let leaks = hidden.iter().find(|text| body.contains(text.as_str()));
                    assert_eq!(leaks, None, "{login} {path}");
                    asked += 1;
                    if !operation.path.contains("{id}") {
                        break;
                    }
                }
            }
        }
    }
    assert!(asked > 1000, "{asked}");
}

/// SGO154P-2.1.4a, SP14-T2.8c, SOLO2-3.1a: a class teacher and a stranger's card, pupil, class.
#[tokio::test]
async fn a_strangers_record_answers_like_one_that_is_not_there() {
    let server = TestServer::start();
    with_cards(&server).await;
    let leader = server.signed_in("sokolova").await;
    let log = async |kind: RecordKind, id: i64| {
        let path = format!("/register/{kind}/{id}/log");
        let told = leader.get::<serde_json::Value>(&path).await;
        told.map_err(|error| error.code())
    };
    assert!(log(RecordKind::Person, pupil(3).0).await.is_ok());
    for id in [stranger().0, 9_999] {
        assert_eq!(log(RecordKind::Person, id).await, Err(Code::NotFound));
        assert_eq!(
            log(RecordKind::PersonDetails, id).await,
            Err(Code::NotFound)
        );
    }
    assert!(log(RecordKind::Class, 1).await.is_ok());
    assert_eq!(log(RecordKind::Class, 2).await, Err(Code::NotFound));
    assert_eq!(log(RecordKind::Movement, 1).await, Err(Code::Forbidden));
}
