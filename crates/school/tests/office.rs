//! What the office of the fictional school has written, as the server's memory takes it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::register::{OrderSort, Record, RecordKind};
use journal::regulation::Regulation;
use journal::{Role, Roles, Timestamp};
use rstest::rstest;
use school::demo::office::Office;
use school::{DemoSpec, Size, demo};
use storage::{Journals, Reader, Registers, SqliteOptions, SqliteStore};
use tempfile::TempDir;

/// A school in a folder of its own, with what its office has written.
async fn school(size: Size, profile: &str, now: Timestamp) -> (TempDir, SqliteStore, Reader) {
    let spec = DemoSpec {
        size,
        now,
        ..DemoSpec::new(profile, "$argon2id$")
    };
    let bundle = demo::build(&spec);
    let office = Office::of(&bundle, now, spec.seed);
    let registrar = bundle
        .people
        .iter()
        .find(|it| it.roles.has(Role::Registrar));
    let reader = Reader {
        school: bundle.school.id,
        person: registrar.unwrap().id,
        roles: Roles(vec![Role::Registrar]),
        at: now,
    };
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("server.sqlite");
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    store.import(bundle).await.unwrap();
    office.write(&store).await.unwrap();
    (folder, store, reader)
}

async fn records(store: &SqliteStore, reader: &Reader, kind: RecordKind) -> Vec<Record> {
    let page = store.records(reader, kind, DemoSpec::NOW).await.unwrap();
    let records = page.page().unwrap().records;
    records.into_iter().map(|line| line.record).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_regulation_lets_it_be_written() {
    for profile in Regulation::shipped_ids() {
        let (_folder, store, reader) = school(Size::Small, profile, DemoSpec::NOW).await;
        assert_ne!(ordered(&store, &reader).await, 0, "{profile}");
    }
}

/// How many lines of the book of movement there are, each with its order.
async fn ordered(store: &SqliteStore, reader: &Reader) -> usize {
    let lines = records(store, reader, RecordKind::Movement).await;
    let is_ordered = |line: &Record| matches!(line, Record::Movement(line) if line.order.is_some());
    assert!(lines.iter().all(is_ordered), "{lines:?}");
    lines.len()
}

/// What is exported is imported: a phone that nobody could read stopped every row of staff.
#[tokio::test(flavor = "multi_thread")]
async fn its_phones_are_read_as_phones() {
    let (_folder, store, reader) = school(Size::Small, "solo-kommunar-2", DemoSpec::NOW).await;
    let mut phones = 0;
    for card in records(&store, &reader, RecordKind::PersonDetails).await {
        let Record::PersonDetails(card) = card else {
            panic!("{card:?}");
        };
        if !card.phone.is_empty() {
            let read = journal::reading::phones(&card.phone).unwrap();
            assert_eq!(read.value[0].number, card.phone);
            phones += 1;
        }
    }
    assert_ne!(phones, 0);
}

/// Before the year, on its first day, in winter and at its end.
#[rstest]
#[case(-80)]
#[case(-76)]
#[case(60)]
#[case(190)]
#[tokio::test(flavor = "multi_thread")]
async fn it_is_written_at_any_time_of_the_year(#[case] days: i64) {
    let now = Timestamp(DemoSpec::NOW.0 + days * 86_400_000_000);
    let (_folder, store, reader) = school(Size::Small, "solo-kommunar-2", now).await;
    if days > 0 {
        assert_ne!(ordered(&store, &reader).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_school_has_orders_consents_cards_and_families() {
    let (_folder, store, reader) = school(Size::School, "solo-kommunar-2", DemoSpec::NOW).await;
    let lines = records(&store, &reader, RecordKind::Movement).await;
    assert_eq!(ordered(&store, &reader).await, lines.len());
    let orders = records(&store, &reader, RecordKind::Order).await;
    for sort in [
        OrderSort::Enrolment,
        OrderSort::Departure,
        OrderSort::Transfer,
        OrderSort::Cancelling,
    ] {
        let is_of = |it: &&Record| matches!(it, Record::Order(order) if order.sort == sort);
        assert!(orders.iter().any(|order| is_of(&order)), "{sort:?}");
    }
    let mut counts = Vec::new();
    for kind in [
        RecordKind::Consent,
        RecordKind::PersonDetails,
        RecordKind::CardCheck,
        RecordKind::Guardianship,
    ] {
        counts.push(records(&store, &reader, kind).await.len());
    }
    let [consents, details, checks, families] = counts[..] else {
        panic!("{counts:?}");
    };
    // The registrar sees the cards of the staff, and the consents of families alone.
    assert!(consents > 1900 && details > consents, "{counts:?}");
    assert!(checks > 700 && families > 860, "{counts:?}");
    let pages = store.population(reader.school, None, DemoSpec::NOW).await;
    let now = pages.unwrap().unwrap();
    let tomorrow = DemoSpec::NOW.0 + 86_400_000_000;
    let pages = store
        .population(reader.school, None, Timestamp(tomorrow))
        .await;
    let then = pages.unwrap().unwrap();
    let of = |page: &journal::view::PopulationPage, title: &str| {
        let mut classes = page.classes.iter();
        let class = classes.find(|class| class.title == title);
        let class = class.unwrap();
        class.first + class.came - class.left
    };
    assert_eq!(of(&then, "7Б") + 1, of(&now, "7Б"), "one goes over");
    assert_eq!(of(&then, "7А"), of(&now, "7А") + 1);
}
