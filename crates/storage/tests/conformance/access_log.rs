//! The access log: who came in, and who read a journal that is none of theirs.

use crate::fixture::*;
use crate::stage::on_both_databases;
use chrono::TimeDelta;
use journal::register::{RecordId, RecordKind};
use journal::view::{AccessEntry, AccessKind, AccessPlace};
use journal::{ChangeOutcome, ChangeRefusal, Clause, JournalId, PersonId, Role, Roles, SchoolId};
use std::sync::Arc;
use storage::{
    Access, AccessEvent, AccessNote, Accessed, BatchOutcome, NewStartPassword, Opened, Origin,
    Reader, Store,
};

type Case = Arc<dyn Store>;

const SCHOOL: SchoolId = SchoolId(1);

on_both_databases!(
    readings_and_sign_ins_are_one_log_the_newest_first,
    the_log_is_read_a_page_at_a_time,
    who_comes_in_again_at_the_same_place_has_one_entry_in_ten_minutes,
    who_comes_in_many_times_in_a_day_has_an_entry_that_counts_the_rest,
    a_new_device_is_seen_behind_any_number_of_sign_ins,
    a_new_address_is_seen_behind_any_number_of_made_up_devices,
    readings_are_kept_as_long_as_sign_ins,
    the_days_of_the_log_are_counted_and_not_its_entries,
    a_journal_of_others_is_one_that_the_reader_does_not_teach,
    a_refused_write_tells_what_of_what_by_which_clause_and_how_often,
    what_was_not_the_senders_to_write_is_told_beside_the_outcomes,
    each_record_that_was_not_to_be_written_has_its_entry_and_so_has_each_person,
);

fn reading(person: PersonId, journal: JournalId, history: bool, local: &str) -> Access {
    let to = if history {
        Accessed::History(journal)
    } else {
        Accessed::Journal(journal)
    };
    access(person, to, local)
}

fn access(person: PersonId, to: Accessed, local: &str) -> Access {
    Access {
        person,
        to,
        times: 1,
        origin: origin(9),
        at: at(local),
    }
}

async fn log(store: &Case) -> Vec<AccessEntry> {
    let page = store.access_log(SCHOOL, None, 100).await.unwrap();
    assert_eq!(page.older, None);
    page.entries
}

async fn readings_and_sign_ins_are_one_log_the_newest_first(store: Case) {
    let signed_in = note(DEPUTY, AccessEvent::SignedIn, "2026-11-16T08:00");
    store.note_access(SCHOOL, signed_in).await.unwrap();
    let readings = vec![
        reading(DEPUTY, ALGEBRA_7B, false, "2026-11-16T08:01"),
        reading(DEPUTY, ALGEBRA_7B, true, "2026-11-16T08:02"),
        // Has no account: nobody could have signed in.
        reading(PersonId(404), ALGEBRA_7B, true, "2026-11-16T08:02"),
    ];
    store.note_accesses(SCHOOL, readings).await.unwrap();
    let issued = NewStartPassword {
        person: ORLOVA,
        hash: "$стартовый".into(),
        name_lock: Some(storage::LockKey::Name(7)),
        trust: journal::register::Trust::Staff,
        wish: String::new(),
        by: Some((ADMIN, origin(3))),
        at: at("2026-11-16T08:03"),
    };
    assert!(
        store
            .issue_password(SCHOOL, issued)
            .await
            .unwrap()
            .is_some()
    );
    let log = log(&store).await;
    let events: Vec<_> = log
        .iter()
        .map(|entry| (entry.person, entry.event))
        .collect();
    assert_eq!(
        events,
        [
            (ORLOVA, AccessKind::PasswordIssued),
            (DEPUTY, AccessKind::HistoryRead),
            (DEPUTY, AccessKind::JournalRead),
            (DEPUTY, AccessKind::SignedIn),
        ]
    );
    let read = log[2].journal.clone().unwrap();
    assert_eq!(
        (read.id, &*read.group, &*read.subject),
        (ALGEBRA_7B, "7Б", "Алгебра")
    );
    assert_eq!(log[2].at, at("2026-11-16T08:01"));
    assert!(log[2].device.is_some());
    assert_eq!(log[2].address.as_deref(), Some("192.0.2.7"));
    assert!(!log[2].name.last.is_empty());
    assert!(log[0].by.is_some() && log[0].journal.is_none());
    assert!(log[3].journal.is_none() && log[3].by.is_none());
}

/// Also where many come in at the same moment.
async fn the_log_is_read_a_page_at_a_time(store: Case) {
    let mut readings = Vec::new();
    for local in ["2026-11-16T08:01", "2026-11-16T08:02"] {
        for person in [DEPUTY, ADMIN, ORLOVA] {
            readings.push(reading(person, ALGEBRA_7B, false, local));
            readings.push(reading(person, CHESS, true, local));
        }
    }
    store.note_accesses(SCHOOL, readings).await.unwrap();
    let whole = log(&store).await;
    assert_eq!(whole.len(), 12);
    let (mut read, mut before) = (Vec::new(), None::<AccessPlace>);
    loop {
        let page = store.access_log(SCHOOL, before, 5).await.unwrap();
        read.extend(page.entries);
        let Some(older) = page.older else { break };
        before = Some(older.parse().unwrap());
    }
    assert_eq!(read, whole);
    let elsewhere = store.access_log(SchoolId(404), None, 5).await.unwrap();
    assert!(elsewhere.entries.is_empty());
}

/// One who signs in or out, so many minutes after eight.
fn signed(access: AccessEvent, minutes: i64, device: u64) -> AccessNote {
    AccessNote {
        origin: origin(device),
        at: at("2026-11-16T08:00").plus(TimeDelta::minutes(minutes)),
        ..note(ORLOVA, access, "2026-11-16T08:00")
    }
}

async fn put(store: &Case, notes: impl IntoIterator<Item = AccessNote>) {
    for note in notes {
        store.note_access(SCHOOL, note).await.unwrap();
    }
}

async fn who_comes_in_again_at_the_same_place_has_one_entry_in_ten_minutes(store: Case) {
    let both = [AccessEvent::SignedIn, AccessEvent::SignedOut];
    for minutes in [0, 3, 9, 10] {
        put(&store, both.map(|one| signed(one, minutes, 1))).await;
    }
    // Each of the wrong ones tells how many there were in a row.
    let wrong = |failures| AccessEvent::WrongPassword {
        failures,
        locked_until: None,
    };
    put(&store, [1, 2].map(|nth| signed(wrong(nth), 11, 1))).await;
    let log = log(&store).await;
    let mut told: Vec<_> = log.iter().map(|it| (it.event, it.times)).collect();
    told.sort_by_key(|(event, times)| (event.word(), *times));
    assert_eq!(
        told,
        [
            (AccessKind::SignedIn, 1),
            (AccessKind::SignedIn, 3),
            (AccessKind::SignedOut, 1),
            (AccessKind::SignedOut, 3),
            (AccessKind::WrongPassword, 1),
            (AccessKind::WrongPassword, 1),
        ]
    );
    // Of several times the last is told, also in the list of accounts.
    let mut thrice = log.iter().filter(|entry| entry.times == 3);
    assert!(thrice.all(|entry| entry.at == at("2026-11-16T08:09")));
    let signs_in = async |minutes| {
        put(&store, [signed(AccessEvent::SignedIn, minutes, 1)]).await;
        let (admin, now) = (reader(ADMIN), at("2026-11-16T12:00"));
        let accounts = store.accounts(&admin, Some(ORLOVA), now);
        accounts.await.unwrap()[0].signed_in_at
    };
    assert_eq!(signs_in(14).await, Some(at("2026-11-16T08:14")));
    put(&store, [signed(AccessEvent::SignedIn, 15, 2)]).await;
    assert_eq!(signs_in(16).await, Some(at("2026-11-16T08:16")));
    assert_eq!(signs_in(12).await, Some(at("2026-11-16T08:16")));
}

async fn who_comes_in_many_times_in_a_day_has_an_entry_that_counts_the_rest(store: Case) {
    // The device is what a client says: it may be another each time.
    let signs_in = (0..150).map(|nth| signed(AccessEvent::SignedIn, 0, nth));
    put(&store, signs_in).await;
    // An hour later that is still so.
    put(&store, [signed(AccessEvent::SignedIn, 60, 1)]).await;
    let (rest, own): (Vec<_>, Vec<_>) = log(&store)
        .await
        .into_iter()
        .partition(|entry| entry.device.is_none());
    assert_eq!(own.len(), 60);
    let [rest] = rest.as_slice() else {
        panic!("{rest:?}")
    };
    assert_eq!((rest.event, rest.times), (AccessKind::SignedIn, 91));
    assert_eq!(rest.address, None);
    // Others are not counted to it, and tomorrow is another day.
    put(
        &store,
        [note(DEPUTY, AccessEvent::SignedIn, "2026-11-16T09:00")],
    )
    .await;
    put(&store, [signed(AccessEvent::SignedIn, 60 * 25, 1)]).await;
    let log = log(&store).await;
    assert_eq!((log.len(), log[0].times), (63, 1));
    assert!(log[0].device.is_some());
}

async fn a_new_device_is_seen_behind_any_number_of_sign_ins(store: Case) {
    let own = (0..80).map(|nth| signed(AccessEvent::SignedIn, nth * 10, 1));
    put(&store, own).await;
    put(&store, [signed(AccessEvent::SignedIn, 805, 2)]).await;
    let log = log(&store).await;
    assert_eq!(log.len(), 42);
    let newest = log.iter().filter(|entry| entry.at == log[0].at);
    let devices: Vec<_> = newest.filter_map(|entry| entry.device.as_ref()).collect();
    assert_eq!(devices.len(), 1, "{log:?}");
}

async fn a_new_address_is_seen_behind_any_number_of_made_up_devices(store: Case) {
    let from = |note: AccessNote, address: &str| {
        let address = Some(address.parse().unwrap());
        let origin = Origin {
            address,
            ..note.origin
        };
        AccessNote { origin, ..note }
    };
    let made_up = (0..80).map(|nth| signed(AccessEvent::SignedIn, 0, nth));
    put(&store, made_up).await;
    let elsewhere = from(signed(AccessEvent::SignedIn, 5, 100), "198.51.100.4");
    put(&store, [elsewhere]).await;
    let told = log(&store).await;
    let addresses = |log: &[AccessEntry], of: &str| {
        let of = log.iter().filter(|one| one.address.as_deref() == Some(of));
        of.map(|one| one.times).sum::<u32>()
    };
    assert_eq!(addresses(&told, "198.51.100.4"), 1);

    // A network has one place, however many addresses it has, and places have an end.
    for nth in 0..60_u64 {
        let one = signed(AccessEvent::SignedIn, 6, 200 + nth);
        put(&store, [from(one, &format!("2001:db8::{nth:x}"))]).await;
    }
    let of_network = log(&store).await;
    assert_eq!(of_network.len(), told.len() + 1);
    for nth in 0..60_u64 {
        let one = signed(AccessEvent::SignedIn, 7, 300 + nth);
        put(&store, [from(one, &format!("2001:db8:{nth:x}::1"))]).await;
    }
    assert_eq!(log(&store).await.len(), 81);
}

async fn readings_are_kept_as_long_as_sign_ins(store: Case) {
    let readings = vec![
        reading(DEPUTY, ALGEBRA_7B, false, "2026-11-16T08:01"),
        reading(DEPUTY, CHESS, false, "2026-11-17T08:01"),
    ];
    store.note_accesses(SCHOOL, readings).await.unwrap();
    let before = at("2026-11-17T00:00");
    let gone = store.forget_access(SCHOOL, before, 100).await.unwrap();
    assert_eq!(gone, 1);
    let left = log(&store).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].journal.as_ref().unwrap().id, CHESS);
}

async fn the_days_of_the_log_are_counted_and_not_its_entries(store: Case) {
    let mut readings = Vec::new();
    for day in 16..20 {
        for hour in ["08", "09", "21"] {
            let local = format!("2026-11-{day}T{hour}:00");
            readings.push(reading(DEPUTY, ALGEBRA_7B, false, &local));
            readings.push(reading(ADMIN, CHESS, false, &local));
        }
    }
    store.note_accesses(SCHOOL, readings).await.unwrap();
    let days = async |from: &str, to: &str, most: u32| {
        let (from, to) = (at(from), at(to));
        store.access_days(SCHOOL, from, to, most).await.unwrap()
    };
    assert_eq!(days("2026-11-01T00:00", "2026-12-01T00:00", 99).await, 4);
    assert_eq!(days("2026-11-01T00:00", "2026-12-01T00:00", 3).await, 3);
    assert_eq!(days("2026-11-17T08:30", "2026-11-18T21:00", 99).await, 2);
    assert_eq!(days("2026-11-20T08:00", "2026-11-21T08:00", 99).await, 0);
    let (from, to) = (at("2026-11-01T00:00"), at("2026-12-01T00:00"));
    let elsewhere = store.access_days(SchoolId(404), from, to, 9).await.unwrap();
    assert_eq!(elsewhere, 0);
}

async fn a_journal_of_others_is_one_that_the_reader_does_not_teach(store: Case) {
    let of_others = async |person: PersonId, roles: &[Role], opened: Opened| {
        let reader = Reader {
            roles: Roles(roles.to_vec()),
            ..reader(person)
        };
        store.others_journal(&reader, opened).await.unwrap()
    };
    let (deputy, both) = ([Role::Deputy], [Role::Teacher, Role::Deputy]);
    let journal = Opened::Journal(ALGEBRA_7B);
    let monday = Opened::Lesson(MONDAY);
    for opened in [journal, monday] {
        // Before the lesson's page was ever built, and after.
        for _ in 0..2 {
            assert_eq!(of_others(DEPUTY, &deputy, opened).await, Some(ALGEBRA_7B));
            let taught = of_others(ORLOVA, &both, opened).await;
            assert_eq!(taught, None, "the reader's own");
            let read = store.open_lesson(&reader(DEPUTY), MONDAY, None).await;
            assert!(read.unwrap().is_some());
        }
    }
    assert_eq!(
        of_others(ORLOVA, &both, Opened::Journal(ALGEBRA_7A)).await,
        Some(ALGEBRA_7A)
    );
    let english = of_others(ORLOVA, &both, Opened::Journal(ENGLISH_1)).await;
    assert_eq!(english, Some(ENGLISH_1), "of the own class");
    let class_teacher = of_others(ORLOVA, &[Role::Teacher], Opened::Journal(ENGLISH_1));
    assert_eq!(class_teacher.await, Some(ENGLISH_1));
    let by_relation = of_others(LEBEDEVA, &[Role::Teacher], journal).await;
    assert_eq!(by_relation, None, "it is not hers to see");
    for (person, opened, hidden) in [
        (LEBEDEVA, journal, Some(ALGEBRA_7B)),
        (LEBEDEVA, monday, Some(ALGEBRA_7B)),
        (ORLOVA, journal, None),
        (ORLOVA, Opened::Journal(JournalId(404)), None),
    ] {
        let reader = reader(person);
        let is = store.hidden_journal(&reader, opened).await.unwrap();
        assert_eq!(is, hidden, "{person} {opened:?}");
    }
    assert_eq!(
        of_others(DEPUTY, &deputy, Opened::Journal(JournalId(404))).await,
        None
    );
}

async fn a_refused_write_tells_what_of_what_by_which_clause_and_how_often(store: Case) {
    let clause = Clause::cited("SOLO2-3.2.4b".into(), "п. 3.2.4 Положения".into());
    let refused = |what: &str, journal, record| Accessed::Refused {
        what: what.parse().unwrap(),
        journal,
        record,
        for_person: None,
        clause: Some(clause.clone()),
    };
    let algebra = RecordKind::Subject.at(RecordId(1));
    let mut accesses = vec![
        access(
            ORLOVA,
            refused("mark", Some(ALGEBRA_7A), None),
            "2026-11-16T08:01",
        ),
        access(
            ORLOVA,
            refused("topic", Some(ALGEBRA_7A), None),
            "2026-11-16T08:01",
        ),
        access(
            ADMIN,
            refused("subject", None, Some(algebra)),
            "2026-11-16T08:02",
        ),
        access(
            DEPUTY,
            refused("write-lessons", None, None),
            "2026-11-16T08:03",
        ),
    ];
    store.note_accesses(SCHOOL, accesses.clone()).await.unwrap();
    accesses[1].times = 7;
    accesses[3].times = 2;
    store.note_accesses(SCHOOL, accesses).await.unwrap();
    let log = log(&store).await;
    let told: Vec<_> = log
        .iter()
        .map(|entry| {
            let refused = entry.refused.as_ref().unwrap();
            assert_eq!(entry.event, AccessKind::WriteRefused);
            assert_eq!(refused.clause.as_ref(), Some(&clause));
            let journal = entry.journal.as_ref().map(|journal| journal.id);
            (entry.person, refused.what.word(), journal, entry.times)
        })
        .collect();
    assert_eq!(
        told,
        [
            (DEPUTY, "write-lessons", None, 2),
            (ADMIN, "subject", None, 1),
            (ORLOVA, "topic", Some(ALGEBRA_7A), 7),
            (ORLOVA, "mark", Some(ALGEBRA_7A), 1),
        ]
    );
    let record = log[1].refused.as_ref().unwrap().record.as_ref().unwrap();
    assert_eq!((record.at, &*record.title), (algebra, "Алгебра"));
}

/// The sender is not told that there is such a journal; the log is.
async fn what_was_not_the_senders_to_write_is_told_beside_the_outcomes(store: Case) {
    let now = "2026-11-16T09:30";
    let own = submitted(1, change(1, MONDAY, at(now), roll_call()));
    let others = submitted(2, change(2, MONDAY_7A, at(now), roll_call()));
    let outcome = store.apply_changes(batch(ORLOVA, now, vec![own, others.clone()]));
    let BatchOutcome::Stored {
        outcomes, denied, ..
    } = outcome.await.unwrap()
    else {
        panic!("not stored")
    };
    let unseen = ChangeOutcome::from(ChangeRefusal::NoSuchSheet);
    assert_eq!(outcomes[1], unseen);
    let [one] = &*denied else {
        panic!("{denied:?}")
    };
    assert_eq!((one.journal, one.kind), (ALGEBRA_7A, "roll-call"));
    assert_eq!(one.clause.as_ref().unwrap().id, "SGO154-2.3d");
    // The same batch again is an answer that was lost, not another try.
    let again = store.apply_changes(batch(ORLOVA, now, vec![others]));
    let BatchOutcome::Stored { denied, .. } = again.await.unwrap() else {
        panic!("not stored")
    };
    assert_eq!(denied, []);
    // Whoever reads it all and may see it is told the clause, and is in the log too.
    let by_deputy = submitted(1, change(3, MONDAY, at(now), roll_call()));
    let outcome = store.apply_changes(batch(DEPUTY, now, vec![by_deputy]));
    let BatchOutcome::Stored { denied, .. } = outcome.await.unwrap() else {
        panic!("not stored")
    };
    assert_eq!((denied.len(), denied[0].journal), (1, ALGEBRA_7B));
}

async fn each_record_that_was_not_to_be_written_has_its_entry_and_so_has_each_person(store: Case) {
    let when = "2026-11-16T08:01";
    let refused = |what: &str, record, for_person| {
        let to = Accessed::Refused {
            what: what.parse().unwrap(),
            journal: None,
            record,
            for_person,
            clause: None,
        };
        access(DEPUTY, to, when)
    };
    let subject = |id| Some(RecordKind::Subject.at(RecordId(id)));
    let mut accesses = vec![
        refused("subject", subject(1), None),
        refused("subject", subject(2), None),
        refused("issue-password", None, Some(ORLOVA)),
        refused("issue-password", None, Some(ADMIN)),
        access(DEPUTY, Accessed::MoreRefused, when),
    ];
    store.note_accesses(SCHOOL, accesses.clone()).await.unwrap();
    accesses.iter_mut().for_each(|access| access.times = 5);
    store.note_accesses(SCHOOL, accesses).await.unwrap();
    let log = log(&store).await;
    let told: Vec<_> = log
        .iter()
        .rev()
        .map(|entry| {
            assert_eq!((entry.event, entry.times), (AccessKind::WriteRefused, 5));
            let refused = entry.refused.as_ref()?;
            let record = refused.record.as_ref().map(|record| record.at);
            let person = refused.for_person.as_ref().map(|name| name.last.clone());
            Some((record, person))
        })
        .collect();
    let named = |person: PersonId| {
        let store = store.clone();
        async move {
            store
                .me(SCHOOL, person, at("2026-11-16T09:30"))
                .await
                .unwrap()
                .unwrap()
                .name
                .last
        }
    };
    let expected = [
        Some((subject(1), None)),
        Some((subject(2), None)),
        Some((None, Some(named(ORLOVA).await))),
        Some((None, Some(named(ADMIN).await))),
        None,
    ];
    assert_eq!(told, expected);
}
