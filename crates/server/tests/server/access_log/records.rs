//! Who read what cards say of others, who wanted to, and who reads what became of a record.

use super::*;
use journal::register::{GestureOutcome, RecordRef, Veil};
use journal::view::{CardsPage, RecordLog, RecordsPage};
use protocol::WholeGesture;
use testkit::Api;

/// Who read cards or was not shown records, of which kind and which, the oldest first.
async fn of_records(server: &TestServer) -> Vec<(String, AccessKind, Option<RecordRef>, u32)> {
    let entries = log(server).await.entries.into_iter().rev();
    let told = entries.filter_map(|entry| {
        let records = entry.records?;
        let kind = records
            .kind
            .map_or_else(String::new, |kind| kind.to_string());
        let record = records.record.map(|record| record.at);
        Some((
            format!("{} {kind}", entry.name.last),
            entry.event,
            record,
            entry.times,
        ))
    });
    told.collect()
}

#[tokio::test]
async fn who_reads_what_cards_say_of_others_is_in_the_log_and_of_ones_own_is_not() {
    let server = with_standing_clock();
    let register = crate::rights::with_cards(&server).await;
    let before = of_records(&server).await;
    let cards: Vec<_> = before.iter().map(|one| &*one.0).collect();
    // Whoever entered them has looked at them.
    let details = RecordKind::PersonDetails;
    assert!(
        cards.len() == 1 && cards[0].ends_with(&format!(" {details}")),
        "{before:?}"
    );
    // A class teacher sees those of the own class alone, and nobody's numbers of rooms are a secret.
    let sokolova = server.signed_in("sokolova").await;
    sokolova.records(details).await.unwrap();
    let director = server.signed_in(login_of(Role::Director)).await;
    director.records(RecordKind::Room).await.unwrap();
    director.records(RecordKind::Person).await.unwrap();
    assert_eq!(of_records(&server).await, before);
    for _ in 0..3 {
        director.records(details).await.unwrap();
    }
    let at = register.of(details).next().unwrap().0;
    let path = format!("/register/{details}/{}/log", at.id);
    director.get::<RecordLog>(&path).await.unwrap();
    let name = director.me().await.unwrap().name.last;
    let read = (format!("{name} {details}"), AccessKind::CardsRead, None, 4);
    assert_eq!(of_records(&server).await[1..], [read]);
}

/// What the cards of a class lack says who has no consent, no parent, no number of insurance.
#[tokio::test]
async fn who_reads_what_cards_of_others_lack_is_in_the_log_and_a_class_teacher_is_not() {
    let server = with_standing_clock();
    let sokolova = server.signed_in("sokolova").await;
    let own: CardsPage = sokolova.get("/cards").await.unwrap();
    let cards = format!("/cards?of={}", own.classes[0].class.unwrap());
    let shown: CardsPage = sokolova.get(&cards).await.unwrap();
    assert!(!shown.cards.is_empty());
    let director = server.signed_in(login_of(Role::Director)).await;
    director.get::<CardsPage>("/cards").await.unwrap();
    assert_eq!(of_records(&server).await, [], "counts name nobody");
    let first = director.request(Method::GET, &cards).send().await.unwrap();
    let tag = first.headers()[ETAG].clone();
    let again = director
        .request(Method::GET, &cards)
        .header(IF_NONE_MATCH, tag);
    let again = again.send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let name = director.me().await.unwrap().name.last;
    let of = format!("{name} {}", RecordKind::CardCheck);
    let read = (of, AccessKind::CardsRead, None, 2);
    assert_eq!(of_records(&server).await, [read]);
}

#[tokio::test]
async fn who_asks_for_records_that_are_not_theirs_to_see_is_in_the_log() {
    let server = with_standing_clock();
    let register = crate::rights::with_cards(&server).await;
    let before = of_records(&server).await.len();
    let details = RecordKind::PersonDetails;
    let pupil = server.signed_in(login_of(Role::Pupil)).await;
    let parent = server.signed_in(login_of(Role::Parent)).await;
    let orlova = server.signed_in("orlova").await;
    let code = |read: Result<RecordsPage, testkit::ApiError>| read.unwrap_err().code();
    for _ in 0..2 {
        assert_eq!(code(pupil.get("/register/order").await), Code::Forbidden);
    }
    assert_eq!(
        record_log(&parent, details).await.unwrap_err(),
        Code::Forbidden
    );
    assert!(record_log(&orlova, RecordKind::Order).await.is_err());
    // A class teacher, of a card of another class; and of one that never was, which is nobody's.
    let sokolova = server.signed_in("sokolova").await;
    let mut hidden = None;
    for (at, _) in register.of(details) {
        let read = record_log_of(&sokolova, at).await;
        if let Err(code) = read {
            assert_eq!(code, Code::NotFound);
            hidden.get_or_insert(at);
        }
    }
    let never = details.at(RecordId(404));
    assert_eq!(
        record_log_of(&sokolova, never).await.unwrap_err(),
        Code::NotFound
    );
    let told = of_records(&server).await.split_off(before);
    let refused = told.iter().filter(|one| one.1 == AccessKind::ReadRefused);
    let refused: Vec<_> = refused.collect();
    let of_record = refused.iter().filter_map(|one| one.2);
    let of_record: Vec<_> = of_record.collect();
    assert!(of_record.contains(&hidden.unwrap()) && !of_record.contains(&never));
    let ends = |word: &str| {
        refused
            .iter()
            .any(|one| one.0.ends_with(word) && one.2.is_none())
    };
    assert!(ends(" order"), "{refused:?}");
    let twice = refused.iter().filter(|one| one.3 == 2);
    assert_eq!(twice.count(), 1, "{refused:?}");
}

/// It is a way to read: whoever guesses what stands there is told no more than that the id is taken.
#[tokio::test]
async fn who_makes_records_under_ids_of_hidden_ones_is_in_the_log_also_of_a_dry_run() {
    let server = with_standing_clock();
    let register = crate::rights::with_cards(&server).await;
    let details = RecordKind::PersonDetails;
    let (leader, pen) = (server.signed_in("sokolova").await, server.pen());
    let shown = leader.records(details).await.unwrap();
    let hidden = register.of(details).find(|(at, _)| {
        let mut shown = shown.records.iter();
        shown.all(|line| line.id != at.id)
    });
    let (at, stands) = hidden.unwrap();
    let free = details.at(shown.free_id);
    let guess = |at| pen.amendment(at, None, Some(stands.veiled(Veil::Personal)));
    let seen = leader.amend(vec![guess(at), guess(free)], true).await;
    assert!(seen.unwrap().outcomes[0].is_taken_id());
    let whole = WholeGesture {
        amendments: vec![guess(at)],
        agreed: Vec::new(),
    };
    let seen = leader.post("/gestures?dry_run=true", &whole).await;
    let seen: GestureOutcome = seen.unwrap();
    assert_eq!(seen.totals.refused, 1);
    let name = leader.me().await.unwrap().name.last;
    let refused = (
        format!("{name} {details}"),
        AccessKind::ReadRefused,
        Some(at),
        2,
    );
    let of_leader = |one: &(String, _, _, _)| one.0 == refused.0;
    let told = of_records(&server).await.into_iter().filter(of_leader);
    assert_eq!(told.collect::<Vec<_>>(), std::slice::from_ref(&refused));
}

async fn record_log_of(api: &Api, at: RecordRef) -> Result<RecordLog, Code> {
    let path = format!("/register/{}/{}/log", at.kind, at.id);
    api.get(&path).await.map_err(|error| error.code())
}

async fn record_log(api: &Api, kind: RecordKind) -> Result<RecordLog, Code> {
    let path = format!("/register/{kind}/1/log");
    api.get(&path).await.map_err(|error| error.code())
}

#[tokio::test]
async fn the_log_of_a_record_is_read_by_who_amends_its_kind_and_by_the_management() {
    let server = with_standing_clock();
    for &role in Role::ALL {
        let roles = Roles(vec![role]);
        let api = server.signed_in(login_of(role)).await;
        for kind in RecordKind::ALL {
            let read = record_log(&api, *kind).await;
            // Of a record that never was nothing is told to who sees only some.
            let expected = profile().reads_some_log(&roles, *kind);
            let refused = read.err() == Some(Code::Forbidden);
            assert_eq!(refused, !expected, "{role:?} {kind}");
        }
    }
    let reads = |role| profile().reads_some_log(&Roles(vec![role]), RecordKind::Room);
    assert!(reads(Role::Director) && !reads(Role::Teacher));
}

#[tokio::test]
async fn a_director_sees_what_the_administrator_changed_in_the_register() {
    let server = with_standing_clock();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let page = admin.records(RecordKind::Subject).await.unwrap();
    let line = page.records.into_iter().next().unwrap();
    let (was, mut is) = (line.record.clone(), line.record);
    if let journal::register::Record::Subject(subject) = &mut is {
        subject.title.push_str(" и начала анализа");
    }
    let amendment = pen.amendment(
        RecordKind::Subject.at(line.id),
        Some(was.clone()),
        Some(is.clone()),
    );
    admin.amend(vec![amendment], false).await.unwrap();
    let director = server.signed_in(login_of(Role::Director)).await;
    let path = format!("/register/subject/{}/log", line.id.0);
    let log: RecordLog = director.get(&path).await.unwrap();
    let [one] = &*log.amendments else {
        panic!("{log:?}")
    };
    assert_eq!((&one.was, &one.is), (&Some(was), &Some(is)));
    assert_eq!(one.name, admin.me().await.unwrap().name);
    assert_eq!(one.received_at, fixture::now());
}
