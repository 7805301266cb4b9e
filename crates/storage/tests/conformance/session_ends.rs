//! A session that is ended from the list of who is signed in.

use crate::fixture::*;
use crate::stage::on_both_databases;
use journal::view::AccessKind;
use journal::{SchoolId, Timestamp};
use std::sync::Arc;
use storage::{EndedSession, NewSession, Store};

type Case = Arc<dyn Store>;

const SCHOOL: SchoolId = SchoolId(1);
const NOW: &str = "2026-11-16T08:00";

on_both_databases!(a_session_of_the_list_is_ended_and_no_other,);

async fn a_session_of_the_list_is_ended_and_no_other(store: Case) {
    let now = at(NOW);
    let on_another_device = NewSession {
        device: device(22),
        ..session(ORLOVA, 2, NOW)
    };
    let of_another = session(ZIMIN, 3, NOW);
    for session in [session(ORLOVA, 1, NOW), on_another_device, of_another] {
        store.open_session(SCHOOL, session).await.unwrap();
    }
    let lives = async |token| {
        store
            .session(SCHOOL, [token; 32], now)
            .await
            .unwrap()
            .is_some()
    };
    let listed = store.sessions(&reader(ADMIN), device(22), now, now).await;
    let row = listed.unwrap().into_iter().find(|row| row.here).unwrap();
    let ended = |person, opened_at| EndedSession {
        person,
        device: row.device.clone(),
        opened_at,
        by: ADMIN,
        origin: origin(9),
        at: now,
    };
    let end = async |ended| store.end_session(SCHOOL, ended).await.unwrap();
    assert!(!end(ended(ZIMIN, now)).await, "another's device");
    assert!(
        !end(ended(ORLOVA, Timestamp(now.0 - 1))).await,
        "an older one"
    );
    assert!(lives(2).await);
    assert!(end(ended(ORLOVA, now)).await);
    assert!(!end(ended(ORLOVA, now)).await, "it has ended");
    assert!(!lives(2).await);
    assert!(lives(1).await && lives(3).await);
    let log = store.access_log(SCHOOL, None, 100).await.unwrap().entries;
    let mut told = log
        .iter()
        .filter(|one| one.event == AccessKind::SessionEnded);
    let told = (told.next().unwrap(), told.next());
    assert_eq!((told.0.person, told.0.times, told.1), (ORLOVA, 1, None));
    let admin = store.me(SCHOOL, ADMIN, now).await.unwrap().unwrap().name;
    assert_eq!(told.0.by, Some(admin));
}
