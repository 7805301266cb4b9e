//! The register over HTTP: who reads and amends it, and that nobody is taken by surprise.

use journal::Role;
use journal::register::{
    Amended, AmendmentOutcome, Building, EffectKind, Record, RecordId, RecordKind, RecordRef, Room,
};
use journal::view::RegisterPage;
use protocol::{Amend, Code};
use reqwest::header::{ETAG, IF_NONE_MATCH};
use reqwest::{Method, StatusCode};
use testkit::fixture::{self, QUARTER, login_of};
use testkit::{Api, TestClock, TestServer};

async fn record(api: &Api, at: RecordRef) -> Record {
    let page = api.records(at.kind).await.unwrap();
    let line = page.records.into_iter().find(|line| line.id == at.id);
    line.unwrap().record
}

#[tokio::test]
async fn a_room_is_added_renamed_and_removed() {
    let server = TestServer::start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let before = admin.records(RecordKind::Room).await.unwrap();
    let at = RecordKind::Room.at(before.free_id);
    let room = |title: &str| {
        Some(Record::Room(Room {
            building: journal::register::BuildingId(before.referred[0].id.0),
            title: title.to_owned(),
            seats: Some(24),
            floor: Some(2),
        }))
    };
    for (was, now, titles) in [
        (None, room("22"), vec!["21", "22"]),
        (room("22"), room("22а"), vec!["21", "22а"]),
        (room("22а"), None, vec!["21"]),
    ] {
        let amendment = pen.amendment(at, was, now);
        let done = admin.amend(vec![amendment], false).await.unwrap();
        assert!(
            matches!(done.outcomes[0], AmendmentOutcome::Applied { seq: Some(_) }),
            "{done:?}"
        );
        let page = admin.records(RecordKind::Room).await.unwrap();
        let found = page.records.iter().map(|line| match &line.record {
            Record::Room(room) => room.title.as_str(),
            other => panic!("{other:?}"),
        });
        assert!(found.eq(titles), "{page:?}");
    }
}

/// The first day of the running quarter is set wrong, and set right again.
#[tokio::test]
async fn the_start_of_a_quarter_moves_and_says_first_what_that_does() {
    let server = TestServer::start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let teacher = server.signed_in("orlova").await;
    let at = RecordKind::Period.at(RecordId(QUARTER.0));
    let moved = |record: &Record, day| {
        let mut record = record.clone();
        if let Record::Period(period) = &mut record {
            period.starts = fixture::date(2026, 11, day);
        }
        record
    };
    let starts = async || {
        let rules = teacher.rules().await.unwrap();
        let period = rules.periods.into_iter().find(|it| it.id == QUARTER);
        period.unwrap().starts
    };
    let feed = async || teacher.feed(None).await.unwrap();

    let right = record(&admin, at).await;
    let wrong = moved(&right, 16);
    let amendment = pen.amendment(at, Some(right.clone()), Some(wrong.clone()));
    let began = feed().await.register;
    let seen = admin.amend(vec![amendment.clone()], true).await.unwrap();
    let effect = &seen.consequences.effects[0];
    assert_eq!(effect.kind, EffectKind::LeavesPeriods { period: at });
    assert!(effect.kind.is_danger());
    assert_eq!(effect.found.as_ref().unwrap().lessons, 6);
    assert_eq!(effect.found.as_ref().unwrap().samples.len(), 5);
    assert_eq!(starts().await, fixture::date(2026, 11, 2), "only a dry run");
    assert_eq!(feed().await.register, began);

    // Whoever has not seen it writes nothing, whatever client they use.
    let unseen = admin.amend(vec![amendment.clone()], false).await.unwrap();
    assert_eq!(unseen.outcomes, [AmendmentOutcome::NotAgreed]);
    assert_eq!(starts().await, fixture::date(2026, 11, 2));
    let other = Amend {
        amendments: vec![amendment.clone()],
        agreed: {
            let mut agreed = seen.consequences.effects.clone();
            agreed[0].found.as_mut().unwrap().lessons -= 1;
            agreed
        },
    };
    let other: Amended = admin.post("/amendments", &other).await.unwrap();
    assert_eq!(
        other.outcomes,
        [AmendmentOutcome::NotAgreed],
        "one lesson more"
    );

    let done = admin.amend_agreed(vec![amendment]).await.unwrap();
    assert_eq!(done.consequences, seen.consequences);
    assert_eq!(starts().await, fixture::date(2026, 11, 16));
    assert_ne!(feed().await.register, began, "the client asks anew");
    let page = teacher.journal(fixture::ALGEBRA, Some(QUARTER)).await;
    assert_eq!(page.unwrap().grid.sheets.len(), 4);

    let back = pen.amendment(at, Some(wrong), Some(right));
    let done = admin.amend(vec![back], false).await.unwrap();
    let effect = &done.consequences.effects[0];
    assert_eq!(effect.kind, EffectKind::EntersPeriod { period: at });
    assert_eq!(effect.found.as_ref().unwrap().lessons, 6);
    let page = teacher.journal(fixture::ALGEBRA, Some(QUARTER)).await;
    assert_eq!(page.unwrap().grid.sheets.len(), 6);
}

#[tokio::test]
async fn the_kinds_say_how_many_and_who_amended_last() {
    let server = TestServer::start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let line = async |kind| {
        let page: RegisterPage = admin.get("/register").await.unwrap();
        let line = page.kinds.into_iter().find(|line| line.kind == kind);
        line.unwrap()
    };
    let before = line(RecordKind::Building).await;
    assert_eq!((before.count, before.amended), (1, None));
    let at = RecordKind::Building.at(RecordId(2));
    let building = Record::Building(Building {
        title: "Мастерские".to_owned(),
        address: String::new(),
    });
    let amendment = pen.amendment(at, None, Some(building));
    admin.amend(vec![amendment], false).await.unwrap();
    let after = line(RecordKind::Building).await;
    assert_eq!(after.count, 2);
    assert!(after.amended.is_some());
    assert_eq!(line(RecordKind::Room).await.amended, None);
    let parent = server.signed_in(login_of(Role::Parent)).await;
    let own: RegisterPage = parent.get("/register").await.unwrap();
    let own: Vec<_> = own
        .kinds
        .iter()
        .map(|line| (line.kind, line.count))
        .collect();
    let details = (RecordKind::PersonDetails, 0);
    let expected = [
        (RecordKind::Person, 2),
        (RecordKind::SchoolCard, 0),
        details,
        (RecordKind::Consent, 0),
        (RecordKind::CardCheck, 0),
        (RecordKind::Guardianship, 1),
    ];
    assert_eq!(own, expected, "oneself and the child");
    let district = server.signed_in(login_of(Role::District)).await;
    let refused = district.get::<RegisterPage>("/register").await;
    assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
}

#[tokio::test]
async fn a_list_is_sent_again_only_when_it_is_another() {
    let server = TestServer::start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let ask = async |known: Option<String>| {
        let request = admin.request(Method::GET, "/register/subject");
        let request = match known {
            Some(known) => request.header(IF_NONE_MATCH, known),
            None => request,
        };
        let response = request.send().await.unwrap();
        let etag = response.headers()[ETAG].to_str().unwrap().to_owned();
        (response.status(), etag)
    };
    let (_, etag) = ask(None).await;
    assert_eq!(ask(Some(etag.clone())).await.0, StatusCode::NOT_MODIFIED);
    let at = RecordKind::Subject.at(RecordId(1));
    let was = record(&admin, at).await;
    let mut now = was.clone();
    if let Record::Subject(subject) = &mut now {
        subject.short = "Алг.".to_owned();
    }
    let amendment = pen.amendment(at, Some(was), Some(now));
    admin.amend(vec![amendment], false).await.unwrap();
    assert_eq!(ask(Some(etag)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_gesture_is_refused_whole() {
    let server = TestServer::start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let unknown = admin.get::<serde_json::Value>("/register/planet").await;
    assert_eq!(unknown.unwrap_err().code(), Code::NotFound);
    let at = RecordKind::Subject.at(RecordId(1));
    let amendments = (0..=protocol::MAX_BATCH).map(|_| pen.amendment(at, None, None));
    let amendments = amendments.collect();
    let large = admin.amend(amendments, true).await;
    assert_eq!(large.unwrap_err().code(), Code::TooLarge);
    let forgotten = serde_json::json!({ "amendments": [{
        "id": uuid::Uuid::nil(), "gesture": uuid::Uuid::nil(), "made_at": 0,
        "record": { "kind": "subject", "id": 1 }, "expected": null,
    }] });
    let forgotten = admin.post::<Amended>("/amendments", &forgotten).await;
    assert_eq!(forgotten.unwrap_err().code(), Code::InvalidRequest);
    let none = Amend {
        amendments: Vec::new(),
        agreed: Vec::new(),
    };
    let none: Amended = admin.post("/amendments", &none).await.unwrap();
    assert!(none.outcomes.is_empty());
}

/// A gesture is paid for by its bytes too: sixty schedules are a few records and a thousand bells.
#[tokio::test]
async fn a_long_gesture_takes_as_much_of_the_minutes_budget_as_it_has_bytes() {
    let clock = std::sync::Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder()
        .clock(clock)
        .config(|config| config.changes_per_minute = 60)
        .start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let at = RecordKind::Building.at(RecordId(1));
    let building = |title: &str| {
        Some(Record::Building(Building {
            title: title.to_owned(),
            ..Building::default()
        }))
    };
    let gesture = |bytes: usize| vec![pen.amendment(at, building(&"Ж".repeat(bytes / 2)), None)];
    admin.amend(gesture(40 * 1024), true).await.unwrap();
    let refused = admin.amend(gesture(30 * 1024), true).await.unwrap_err();
    assert_eq!(refused.code(), Code::TooManyChanges);
    admin.amend(gesture(10), true).await.unwrap();
}

/// Who wanted to see first must not have written because of a slip of the key.
#[tokio::test]
async fn a_query_with_a_key_that_nobody_knows_does_nothing() {
    let server = TestServer::start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let before = admin.records(RecordKind::Room).await.unwrap();
    let room = Record::Room(Room {
        building: journal::register::BuildingId(before.referred[0].id.0),
        title: "77".to_owned(),
        ..Room::default()
    });
    let at = RecordKind::Room.at(before.free_id);
    let amendments = vec![pen.amendment(at, None, Some(room))];
    let agreed = Vec::new();
    let body = Amend { amendments, agreed };
    for slip in [
        "dryrun=true",
        "dry-run=true",
        "dry_run=true&x",
        "Dry_run=true",
    ] {
        let path = format!("/amendments?{slip}");
        let refused: Result<Amended, _> = admin.post(&path, &body).await;
        assert_eq!(refused.unwrap_err().code(), Code::InvalidRequest, "{slip}");
    }
    assert_eq!(admin.records(RecordKind::Room).await.unwrap(), before);
    let slip: Result<RegisterPage, _> = admin.get("/journals?periode=1").await;
    assert!(slip.is_err());
}
