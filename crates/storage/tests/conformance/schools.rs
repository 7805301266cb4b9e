//! Who a person is, which schools there are, and that they do not meet.

use crate::fixture::*;
use crate::stage::on_both_databases;
use journal::*;
use std::sync::Arc;
use storage::{Opening, Store};

type Case = Arc<dyn Store>;

const NOW: &str = "2026-11-16T09:30";

on_both_databases!(
    who_a_person_is,
    schools_are_listed,
    a_token_is_of_one_school,
    a_device_signs_in_to_one_account,
);

async fn who_a_person_is(store: Case) {
    let me = store
        .me(SchoolId(1), ORLOVA, at(NOW))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(me.name.last, "Орлова");
    assert_eq!(
        (me.school.as_str(), me.class_teacher_of),
        ("Школа № 1", vec!["7Б".to_owned()])
    );
    assert!(!me.must_change_password);
    assert!(
        store
            .me(SchoolId(1), ZIMIN, at(NOW))
            .await
            .unwrap()
            .unwrap()
            .must_change_password
    );
    assert!(
        !store
            .me(SchoolId(1), ABRAMOV.into(), at(NOW))
            .await
            .unwrap()
            .unwrap()
            .must_change_password
    );
    assert_eq!(
        store.me(SchoolId(1), PersonId(404), at(NOW)).await.unwrap(),
        None
    );
    assert_eq!(
        store.me(SchoolId(404), ORLOVA, at(NOW)).await.unwrap(),
        None
    );
}

async fn schools_are_listed(store: Case) {
    assert_eq!(store.schools().await.unwrap(), [school(1).school]);
    store.import(school(2)).await.unwrap();
    assert_eq!(store.schools().await.unwrap().len(), 2);
    let id = store.server_id().await.unwrap();
    assert_eq!(store.server_id().await.unwrap(), id);
}

async fn a_token_is_of_one_school(store: Case) {
    store.import(school(2)).await.unwrap();
    let session = session(ORLOVA, 1, NOW);
    store.open_session(SchoolId(2), session).await.unwrap();
    let found = async |school| store.session(school, [1; 32], at(NOW)).await.unwrap();
    assert_eq!(found(SchoolId(1)).await, None);
    assert!(found(SchoolId(2)).await.is_some());
}

async fn a_device_signs_in_to_one_account(store: Case) {
    let changes = vec![submitted(1, change(1, MONDAY, at(NOW), roll_call()))];
    store
        .apply_changes(batch(ORLOVA, NOW, changes))
        .await
        .unwrap();
    let mut session = session(LEBEDEVA, 3, NOW);
    session.device = device(1);
    assert_eq!(
        store.open_session(SchoolId(1), session).await.unwrap(),
        Opening::DeviceTaken
    );
    let own = crate::fixture::session(ORLOVA, 1, NOW);
    let opened = store.open_session(SchoolId(1), own).await.unwrap();
    assert_eq!(opened, Opening::Opened { last_n: 1 });
}
