//! A class is its class teacher's by day, on each database.

use super::people::free;
use super::*;
use crate::stage::on_both_databases;
use storage::{Opened, Reader};

on_both_databases!(
    a_class_is_read_by_its_class_teacher_of_the_day,
    a_class_is_written_by_its_class_teacher_of_the_day,
);

const BEFORE: &str = "2026-11-15";
const AFTER: &str = "2026-11-16";

/// Orlova leads 7Б until the 15th, Lebedeva from the 16th.
async fn handed_over(store: &Case) {
    let first = of(RecordKind::ClassTeacher, 1);
    let was = record(store, first).await;
    let Record::ClassTeacher(orlova) = was.clone() else {
        panic!("{was:?}")
    };
    assert_eq!(orlova.teacher, ORLOVA);
    let until = Record::ClassTeacher(ClassTeacherRecord {
        until: Some(day(BEFORE)),
        ..orlova.clone()
    });
    applied(store, amendment(1, first, Some(was), Some(until))).await;
    let next = free(store, RecordKind::ClassTeacher).await;
    let from = Record::ClassTeacher(ClassTeacherRecord {
        teacher: LEBEDEVA,
        from: Some(day(AFTER)),
        ..orlova
    });
    applied(store, amendment(2, next, None, Some(from))).await;
}

async fn a_class_is_read_by_its_class_teacher_of_the_day(store: Case) {
    handed_over(&store).await;
    // An English group of 7Б, which is Zimin's.
    for (person, on, reads) in [
        (ORLOVA, BEFORE, true),
        (ORLOVA, AFTER, false),
        (LEBEDEVA, BEFORE, false),
        (LEBEDEVA, AFTER, true),
    ] {
        let name = format!("{person} on {on}");
        let now = crate::fixture::at(&format!("{on}T11:00"));
        let who = Reader {
            at: now,
            ..reader(person)
        };
        let page = store.open_journal(&who, ENGLISH_1, None, day(on), None);
        assert_eq!(page.await.unwrap().is_some(), reads, "{name}");
        let list = store.journals(&who, None, now).await.unwrap().unwrap();
        let mut list = list.journals.iter();
        assert_eq!(list.any(|row| row.journal == ENGLISH_1), reads, "{name}");
        let others = store.others_journal(&who, Opened::Journal(ENGLISH_1));
        assert_eq!(others.await.unwrap().is_none(), !reads, "{name}");
        let accounts = store.accounts(&who, None, now).await.unwrap();
        let mut accounts = accounts.iter();
        let own = accounts.any(|row| row.person == BELOVA.into());
        assert_eq!(own, reads, "{name}");
        let me = store.me(SCHOOL, person, now).await.unwrap().unwrap();
        let led: &[&str] = if reads { &["7Б"] } else { &[] };
        assert_eq!(me.class_teacher_of, led, "{name}");
        let people = store.records(&who, RecordKind::Person, now).await;
        let people = people.unwrap().page().unwrap().records;
        let pupil = people.iter().find(|line| line.id.0 == BELOVA.0);
        let keeps = pupil.is_some_and(|line| !line.locked);
        assert_eq!(keeps, reads, "{name}");
    }
}

async fn a_class_is_written_by_its_class_teacher_of_the_day(store: Case) {
    const RECEIVED: &str = "2026-11-16T16:00";
    handed_over(&store).await;
    let confirmed = async |(id, n): (u64, u64), person, made: &str| {
        let reason = AbsenceReason {
            kind: ReasonKind::Illness,
            standing: Standing::Confirmed,
            document: None,
        };
        let edit = Edit::Reason {
            pupil: ABRAMOV,
            step: FromTo::new(None, Some(reason)),
        };
        let made = crate::fixture::at(&format!("{made}T15:00"));
        let one = submitted(n, change(id, CHESS_MONDAY, made, edit));
        match store
            .apply_changes(batch(person, RECEIVED, vec![one]))
            .await
        {
            Ok(BatchOutcome::Stored { outcomes, .. }) => outcomes,
            other => panic!("{other:?}"),
        }
    };
    // It is received after the last day, whenever it was made.
    for (n, made) in [(1, AFTER), (2, BEFORE)] {
        let refused = ChangeRefusal::NoSuchSheet.into();
        assert_eq!(confirmed((n, n), ORLOVA, made).await, [refused], "{made}");
    }
    let outcomes = confirmed((3, 1), LEBEDEVA, AFTER).await;
    let taken = matches!(&*outcomes, [ChangeOutcome::Applied { .. }]);
    assert!(taken, "{outcomes:?}");
}
