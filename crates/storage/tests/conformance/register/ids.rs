//! An id is of one change or amendment, whatever became of it.

use super::*;

on_both_databases!(
    a_replay_changes_nothing,
    ids_are_of_changes_and_amendments_together,
    no_change_takes_the_id_of_an_amendment,
    no_amendment_takes_the_id_of_what_was_set_aside,
);

async fn a_replay_changes_nothing(store: Case) {
    let change = changed(&store, 1, of(RecordKind::Subject, 1), titled("Математика")).await;
    let seq = applied(&store, change.clone()).await;
    let back = amendment(
        2,
        change.record,
        change.wanted.clone(),
        change.expected.clone(),
    );
    let newest = applied(&store, back).await;
    assert_eq!(newest, seq + 1);
    let replayed = amended(&store, ADMIN, vec![change.clone()]).await;
    assert_eq!(
        replayed.outcomes,
        [AmendmentOutcome::AlreadyApplied { seq }]
    );
    assert_eq!(store.end_of_log(SCHOOL).await.unwrap().seq, newest);
    assert_eq!(record(&store, change.record).await, subject("Алгебра"));

    let other = Amendment {
        wanted: Some(subject("Геометрия")),
        ..change.clone()
    };
    let reused = amended(&store, ADMIN, vec![other]).await;
    assert_eq!(reused.outcomes, [AmendmentOutcome::IdReused]);
    let anothers = amended(&store, DEPUTY, vec![change]).await;
    assert_eq!(anothers.outcomes, [AmendmentOutcome::IdReused]);
}

async fn ids_are_of_changes_and_amendments_together(store: Case) {
    let written = batch(ORLOVA, NOW, vec![submitted(1, change_of_topic())]);
    store.apply_changes(written).await.unwrap();
    let mut amendment = changed(&store, 1, of(RecordKind::Subject, 1), titled("Иначе")).await;
    amendment.id = change_of_topic().id;
    let mut again = amendment.clone();
    let done = amended(&store, ADMIN, vec![amendment]).await;
    assert_eq!(done.outcomes, [AmendmentOutcome::IdReused]);
    again.id = ChangeId(uuid(8, 8));
    let done = amended(&store, ADMIN, vec![again.clone(), again]).await;
    assert!(matches!(
        &*done.outcomes,
        [AmendmentOutcome::Applied { .. }, AmendmentOutcome::IdReused]
    ));
}

async fn no_change_takes_the_id_of_an_amendment(store: Case) {
    let mut amendment = changed(&store, 1, of(RecordKind::Subject, 1), titled("Иначе")).await;
    amendment.id = change_of_topic().id;
    let seq = applied(&store, amendment.clone()).await;
    let written = batch(ORLOVA, NOW, vec![submitted(1, change_of_topic())]);
    let BatchOutcome::Stored { outcomes, .. } = store.apply_changes(written).await.unwrap() else {
        panic!("not stored")
    };
    assert_eq!(
        outcomes,
        [ChangeOutcome::Refused {
            problem: ChangeRefusal::IdReused
        }]
    );
    let resent = amended(&store, ADMIN, vec![amendment]).await;
    assert_eq!(resent.outcomes, [AmendmentOutcome::AlreadyApplied { seq }]);
}

async fn no_amendment_takes_the_id_of_what_was_set_aside(store: Case) {
    let mut change = change_of_topic();
    change.sheet = LessonId(999_999).into();
    let mut amendment = changed(&store, 1, of(RecordKind::Subject, 1), titled("Иначе")).await;
    amendment.id = change.id;
    let written = batch(ORLOVA, NOW, vec![submitted(1, change)]);
    store.apply_changes(written).await.unwrap();
    let done = amended(&store, ADMIN, vec![amendment]).await;
    assert_eq!(done.outcomes, [AmendmentOutcome::IdReused]);
}
