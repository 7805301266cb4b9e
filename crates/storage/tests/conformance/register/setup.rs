//! What a school lacks: the records, the accounts and the lessons together.

use super::*;
use journal::register::SetupPart;

on_both_databases!(
    accounts_and_lessons_count_beside_the_records,
    a_new_school_begins_with_what_it_lacks,
    a_school_is_called_as_its_card_says,
);

async fn line(store: &Case, school: SchoolId, part: SetupPart) -> (u32, u32) {
    let page = store.setup(school, at("2026-11-16T09:30")).await.unwrap();
    let lines = page.unwrap().lines;
    let line = lines.iter().find(|line| line.part == part).unwrap();
    (line.present, line.lacking)
}

async fn accounts_and_lessons_count_beside_the_records(store: Case) {
    let school = SchoolId(1);
    let timetable = line(&store, school, SetupPart::Timetable).await;
    let journals = line(&store, school, SetupPart::Journals).await;
    assert_eq!(timetable.0 + timetable.1, journals.0);
    assert!(timetable.0 > 0, "there are lessons");
    let accounts = line(&store, school, SetupPart::Credentials).await;
    assert!(accounts.0 > 0, "there are accounts");
    assert!(
        store
            .setup(SchoolId(404), at("2026-11-16T09:30"))
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_new_school_begins_with_what_it_lacks(store: Case) {
    store.import(blank(2, ORLOVA)).await.unwrap();
    let school = SchoolId(2);
    for part in [SetupPart::Rooms, SetupPart::Subjects, SetupPart::Classes] {
        assert_eq!(line(&store, school, part).await, (0, 1), "{part:?}");
    }
    assert_eq!(line(&store, school, SetupPart::Credentials).await, (1, 0));
}

/// SP14-T2.3a: one name, wherever the school is named; without a card that with which it came.
async fn a_school_is_called_as_its_card_says(store: Case) {
    let called = async || {
        let me = store.me(SCHOOL, ORLOVA, at(NOW)).await;
        me.unwrap().unwrap().school
    };
    assert_eq!(called().await, "Школа № 1");
    let card = Record::SchoolCard(SchoolCard {
        title: "Гимназия № 7".to_owned(),
        address: "Школьная, 1".to_owned(),
        ..SchoolCard::default()
    });
    let with = of(RecordKind::SchoolCard, 1);
    applied(&store, amendment(1, with, None, Some(card.clone()))).await;
    assert_eq!(called().await, "Гимназия № 7");
    applied(&store, amendment(2, with, Some(card), None)).await;
    assert_eq!(called().await, "Школа № 1");
}
