//! What an amendment makes old: pages of journals only if they show it; and what others read of it.

use super::*;
use crate::pg::{Database, alone, connect};
use storage::{PgOptions, PgStore};

on_both_databases!(
    a_guardian_makes_no_page_of_a_journal_old,
    a_card_makes_no_page_of_a_journal_old,
    a_name_makes_them_old,
    a_refused_gesture_makes_nothing_old,
);

/// What the feed says of the pages, and of all records.
async fn versions(store: &Case) -> (i64, i64) {
    let end = store.end_of_log(SCHOOL).await.unwrap().seq;
    let feed = store.feed_since(&reader(ORLOVA), end, 1).await.unwrap();
    (feed.register, feed.records)
}

async fn page_version(store: &Case) -> String {
    let page = store.open_lesson(&reader(ORLOVA), MONDAY, None).await;
    let Some(Versioned::Page { version, .. }) = page.unwrap() else {
        panic!("no page")
    };
    version
}

async fn guardian(store: &Case, n: u64) -> Amendment {
    let at = list(store, RecordKind::Guardianship).await.free_id;
    let record = Record::Guardianship(GuardianshipRecord {
        parent: PersonId(ORLOVA.0),
        pupil: ABRAMOV,
        kinship: Kinship::Mother,
        ..GuardianshipRecord::default()
    });
    amendment(n, RecordKind::Guardianship.at(at), None, Some(record))
}

async fn a_guardian_makes_no_page_of_a_journal_old(store: Case) {
    let (pages, records) = versions(&store).await;
    let page = page_version(&store).await;
    let before = list(&store, RecordKind::Guardianship).await.records.len();
    applied(&store, guardian(&store, 1).await).await;
    assert_eq!(versions(&store).await, (pages, records + 1));
    assert_eq!(page_version(&store).await, page);
    let after = list(&store, RecordKind::Guardianship).await.records.len();
    assert_eq!(after, before + 1);
    // What journals are asked for goes on by the same numbers.
    let written = batch(ORLOVA, NOW, vec![submitted(1, change_of_topic())]);
    let written = store.apply_changes(written).await.unwrap();
    assert!(matches!(written, BatchOutcome::Stored { .. }));
    assert_ne!(page_version(&store).await, page);
}

async fn a_card_makes_no_page_of_a_journal_old(store: Case) {
    let (pages, records) = versions(&store).await;
    let page = page_version(&store).await;
    let at = list(&store, RecordKind::PersonDetails).await.free_id;
    let card = |phone: &str| {
        Some(Record::PersonDetails(PersonDetails {
            person: ABRAMOV.into(),
            phone: phone.to_owned(),
            ..PersonDetails::default()
        }))
    };
    let at = RecordKind::PersonDetails.at(at);
    applied(&store, amendment(1, at, None, card("+79161234567"))).await;
    let other = amendment(2, at, card("+79161234567"), card("+74951234567"));
    applied(&store, other).await;
    assert_eq!(versions(&store).await, (pages, records + 2));
    assert_eq!(page_version(&store).await, page);
}

async fn a_name_makes_them_old(store: Case) {
    let (pages, records) = versions(&store).await;
    let page = page_version(&store).await;
    let at = of(RecordKind::Person, ABRAMOV.0);
    let renamed = changed(&store, 1, at, |record| {
        if let Record::Person(person) = record {
            "Белый".clone_into(&mut person.name.last);
        }
    });
    applied(&store, renamed.await).await;
    assert_eq!(versions(&store).await, (pages + 1, records + 1));
    assert_ne!(page_version(&store).await, page);
}

async fn a_refused_gesture_makes_nothing_old(store: Case) {
    let before = versions(&store).await;
    let at = of(RecordKind::Subject, 4);
    let refused = amendment(1, at, Some(subject("Химия")), Some(subject("Физика")));
    amended(&store, ADMIN, vec![refused]).await;
    assert_eq!(versions(&store).await, before);
}

async fn scans(admin: &tokio_postgres::Client, table: &str) -> i64 {
    alone(admin).await;
    let scans = "SELECT (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::bigint \
         FROM pg_stat_user_tables WHERE relname = $1";
    admin.query_one(scans, &[&table]).await.unwrap().get(0)
}

/// Whoever has read the records once goes on from the log, whoever amends them.
#[tokio::test]
async fn no_process_reads_all_records_again_after_an_amendment() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let open = async || -> Case {
        let store = PgStore::connect(&database.url, PgOptions::default()).await;
        let store: Case = Arc::new(store.unwrap());
        store
    };
    let store = open().await;
    store.import(school(1)).await.unwrap();
    store.close().await;
    drop(store);
    let admin = connect(&database.url).await;
    // What two processes read while one amends so many times; each of its amendments is seen first,
    // puts a record by its key and nothing else.
    let read = async |times: u64, first: u64| {
        let before = scans(&admin, "record").await;
        let (one, other) = (open().await, open().await);
        let mut id = RecordId(0);
        for n in first..first + times {
            id = list(&one, RecordKind::Subject).await.free_id;
            let at = RecordKind::Subject.at(id);
            let record = Some(subject(&format!("Предмет {n}")));
            applied(&one, amendment(n, at, None, record)).await;
            let known = list(&other, RecordKind::Subject).await.records;
            assert!(known.iter().any(|line| line.id == id));
        }
        let at = RecordKind::Subject.at(id);
        let was = record(&one, at).await;
        applied(&one, amendment(first + times, at, Some(was), None)).await;
        let known = list(&other, RecordKind::Subject).await.records;
        assert!(known.iter().all(|line| line.id != id));
        one.close().await;
        other.close().await;
        drop((one, other));
        scans(&admin, "record").await - before
    };
    // Nobody can tell the log of a school by an amendment before there is one.
    read(1, 100).await;
    let (few, many) = (read(2, 1).await, read(12, 10).await);
    // The records that are put; and each process looks at its start for the one that was removed.
    assert_eq!(many - few, 10 + 2, "{few}, {many}");
}
