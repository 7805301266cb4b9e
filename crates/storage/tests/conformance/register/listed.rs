//! What the register lists: the records of a kind, the kinds themselves.

use super::*;
use crate::stage::on_both_databases;
use storage::Reader;

on_both_databases!(
    an_imported_school_has_its_register,
    every_kind_is_told_with_who_amended_it_last,
);

async fn an_imported_school_has_its_register(store: Case) {
    let titles = async |kind| -> Vec<String> {
        let records = list(&store, kind).await.records;
        records.into_iter().map(|line| line.title).collect()
    };
    let expected = [
        (RecordKind::SchoolYear, vec!["2026/27"]),
        (RecordKind::Period, vec!["1 четверть", "2 четверть"]),
        (RecordKind::Holiday, vec!["Осенние каникулы"]),
        (RecordKind::BellSchedule, vec!["1 смена"]),
        (RecordKind::Building, vec!["Основное здание"]),
        (
            RecordKind::Room,
            ["11", "21", "31", "41"]
                .map(|room| &*format!("{room} · Основное здание").leak())
                .to_vec(),
        ),
        (
            RecordKind::Subject,
            vec!["Алгебра", "Английский", "Шахматы"],
        ),
        (RecordKind::WorkKind, vec!["Контрольная", "Ответ"]),
    ];
    for (kind, expected) in expected {
        assert_eq!(titles(kind).await, expected, "{kind}");
    }
    let rooms = list(&store, RecordKind::Room).await;
    assert_eq!(rooms.referred.len(), 1, "the building");
    assert_eq!(rooms.free_id, RecordId(5));
    let bells = list(&store, RecordKind::BellSchedule).await;
    let classes = bells.referred.iter();
    let classes = classes.filter(|line| line.record.kind() == RecordKind::Class);
    assert_eq!(classes.count(), 2);
}

async fn every_kind_is_told_with_who_amended_it_last(store: Case) {
    let told = async |kind| {
        let now = crate::fixture::at(NOW);
        let page = store.kinds(&reader(ADMIN), now).await.unwrap().unwrap();
        assert_eq!(page.kinds.len(), RecordKind::ALL.len());
        let line = page.kinds.into_iter().find(|line| line.kind == kind);
        line.unwrap()
    };
    let rooms = told(RecordKind::Room).await;
    assert_eq!((rooms.count, rooms.amended), (4, None));
    let renamed = changed(&store, 1, of(RecordKind::Room, 1), titled("11а")).await;
    amended(&store, ADMIN, vec![renamed]).await;
    let other = changed(&store, 2, of(RecordKind::Room, 2), titled("21а")).await;
    amended(&store, DEPUTY, vec![other]).await;
    let last = told(RecordKind::Room).await.amended.unwrap();
    assert_eq!(
        (last.by.last.as_str(), last.at),
        ("Строгова", crate::fixture::at(NOW))
    );
    assert_eq!(told(RecordKind::Subject).await.amended, None);
    let elsewhere = Reader {
        school: SchoolId(99),
        ..reader(ADMIN)
    };
    let elsewhere = store.kinds(&elsewhere, crate::fixture::at(NOW)).await;
    assert!(elsewhere.unwrap().is_none());
}
