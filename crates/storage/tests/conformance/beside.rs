//! Several schools in one database, all with the same ids inside: whatever happens in one is neither
//! seen nor counted in the others, and stands in nobody's way there.

use crate::fixture::*;
use crate::stage::on_both_databases;
use journal::register::*;
use journal::*;
use std::sync::Arc;
use storage::*;

type Case = Arc<dyn Store>;

const NOW: &str = "2026-11-16T11:00";
const SCHOOLS: [SchoolId; 3] = [SchoolId(1), SchoolId(2), SchoolId(3)];

on_both_databases!(
    what_happens_in_a_school_moves_nothing_in_another,
    the_same_ids_are_taken_in_every_school,
    a_directory_that_is_kept_is_of_its_school,
);

/// People, classes and journals as in the fixture, and no lessons.
fn registered(id: i64) -> Bundle {
    Bundle {
        lessons: Vec::new(),
        plans: Vec::new(),
        history: Vec::new(),
        ..school(id)
    }
}

async fn with_others(store: &Case) {
    store.import(school(2)).await.unwrap();
    store.import(registered(3)).await.unwrap();
}

fn reads(school: SchoolId, person: PersonId) -> Reader {
    Reader {
        school,
        ..reader(person)
    }
}

/// All that can be asked of a school.
async fn all_of(store: &Case, school: SchoolId) -> Vec<String> {
    let now = at(NOW);
    let (deputy, admin) = (reads(school, DEPUTY), reads(school, ADMIN));
    let mut all = vec![
        format!("{:?}", store.school(school).await.unwrap()),
        format!("{:?}", store.end_of_log(school).await.unwrap()),
        format!("{:?}", store.records_version(school).await.unwrap()),
        format!("{:?}", store.rules(school).await.unwrap()),
        format!("{:?}", store.feed_since(&deputy, 0, 1000).await.unwrap()),
        format!("{:?}", store.kinds(&admin, now).await.unwrap()),
        format!("{:?}", store.journals(&deputy, None, now).await.unwrap()),
        format!("{:?}", store.movement(school).await.unwrap()),
        format!("{:?}", store.population(school, None, now).await.unwrap()),
        format!("{:?}", store.cards(&deputy, None, now).await.unwrap()),
        format!("{:?}", store.setup(school, now).await.unwrap()),
        format!("{:?}", store.accounts(&admin, None, now).await.unwrap()),
        format!("{:?}", store.access_log(school, None, 100).await.unwrap()),
    ];
    for kind in RecordKind::ALL {
        let page = store.records(&admin, *kind, now).await.unwrap();
        all.push(format!("{page:?}"));
    }
    for device in (1..9).map(device) {
        let owner = store.device_owner(school, device).await.unwrap();
        let lock = LockKey::Device(device);
        let lock = store.lock_state(school, lock).await.unwrap();
        all.push(format!("{owner:?} {lock:?}"));
    }
    for token in 1..4 {
        let session = store.find_session(school, [token; 32], now).await.unwrap();
        all.push(format!("{session:?}"));
    }
    let sessions = store.sessions(&admin, device(5), at("2026-11-16T00:00"), now);
    all.push(format!("{:?}", sessions.await.unwrap()));
    let orlova = reads(school, ORLOVA);
    let today = store.today(&orlova, day("2026-11-16"), now);
    all.push(format!("{:?}", today.await.unwrap()));
    let lesson = store.open_lesson(&deputy, MONDAY, None).await.unwrap();
    all.push(format!("{lesson:?}"));
    all
}

fn subject(title: &str) -> Record {
    Record::Subject(SubjectRecord {
        title: title.to_owned(),
        short: String::new(),
    })
}

fn gesture(school: SchoolId, nth: u64, id: i64, taking: Taking) -> Gesture {
    Gesture {
        school,
        person: ADMIN,
        roles: roles(ADMIN),
        device: device(5),
        received_at: at(NOW),
        amendments: vec![Amendment {
            id: ChangeId(uuid(8, nth)),
            gesture: GestureId(uuid(9, nth)),
            made_at: at(NOW),
            record: RecordKind::Subject.at(RecordId(id)),
            expected: None,
            wanted: Some(subject(&format!("Предмет {id}"))),
            ground: None,
        }],
        agreed: Vec::new(),
        taking,
    }
}

/// Somebody signs in, writes, mistypes a password, changes it, is given another and signs out.
async fn works(store: &Case, school: SchoolId) {
    let opened = store.open_session(school, session(DEPUTY, 1, NOW)).await;
    assert_eq!(opened.unwrap(), Opening::Opened { last_n: 0 });
    let opened = store.open_session(school, session(ORLOVA, 2, NOW)).await;
    assert_eq!(opened.unwrap(), Opening::Opened { last_n: 0 });
    let amended = store.amend(gesture(school, 1, 71, Taking::Each), false);
    let amended = amended.await.unwrap().outcomes;
    let is_applied = |one: &AmendmentOutcome| matches!(one, AmendmentOutcome::Applied { .. });
    assert!(amended.iter().all(is_applied), "{amended:?}");
    let whole = store.amend_whole(gesture(school, 2, 72, Taking::Whole), false);
    let fate = whole.await.unwrap().fate;
    assert!(matches!(fate, GestureFate::Written { .. }), "{fate:?}");
    let wrong = AccessEvent::WrongPassword {
        failures: 3,
        locked_until: Some(at("2026-11-16T12:00")),
    };
    let wrong = AccessNote {
        lock: LockKey::Device(device(4)),
        ..note(DEPUTY, wrong, NOW)
    };
    store.note_access(school, wrong).await.unwrap();
    let new = new_password(DEPUTY, 1, origin(4), NOW);
    assert!(store.set_password(school, new).await.unwrap());
    let read = Access {
        person: DEPUTY,
        to: Accessed::Journal(ALGEBRA_7B),
        times: 1,
        origin: origin(4),
        at: at(NOW),
    };
    store.note_accesses(school, vec![read]).await.unwrap();
    store.close_session(school, [1; 32]).await.unwrap();
}

async fn what_happens_in_a_school_moves_nothing_in_another(store: Case) {
    with_others(&store).await;
    for school in SCHOOLS {
        let others = || SCHOOLS.into_iter().filter(|other| *other != school);
        let mut before = Vec::new();
        for other in others() {
            before.push(all_of(&store, other).await);
        }
        let own = all_of(&store, school).await;
        works(&store, school).await;
        if school != SchoolId(3) {
            let write = submitted(1, change(1, MONDAY, at(NOW), roll_call()));
            let batch = Batch {
                school,
                ..batch(ORLOVA, NOW, vec![write])
            };
            store.apply_changes(batch).await.unwrap();
        }
        assert_ne!(all_of(&store, school).await, own);
        for (other, before) in others().zip(before) {
            assert_eq!(all_of(&store, other).await, before, "{other} by {school}");
        }
        // Old entries go where they are asked to go.
        let later = at("2026-11-17T00:00");
        assert!(store.forget_access(school, later, 100).await.unwrap() > 0);
    }
}

async fn the_same_ids_are_taken_in_every_school(store: Case) {
    with_others(&store).await;
    for school in SCHOOLS {
        works(&store, school).await;
    }
    let ends = async |school| store.end_of_log(school).await.unwrap();
    let (two, three) = (ends(SchoolId(2)).await, ends(SchoolId(3)).await);
    assert_eq!(two.change, three.change);
    assert_eq!(three.seq, 2, "no history and two amendments");
}

/// Kept by the counter of amendments, which is the same in all of them.
async fn a_directory_that_is_kept_is_of_its_school(store: Case) {
    with_others(&store).await;
    for (school, id) in SCHOOLS.into_iter().zip(71..) {
        let one = gesture(school, 1, id, Taking::Each);
        store.amend(one, false).await.unwrap();
    }
    for (school, own) in SCHOOLS.into_iter().zip(71..) {
        let admin = reads(school, ADMIN);
        let page = store.records(&admin, RecordKind::Subject, at(NOW));
        let page = page.await.unwrap().page().unwrap();
        let ids = page.records.iter().map(|line| line.id.0);
        let added: Vec<i64> = ids.filter(|id| *id > 70).collect();
        assert_eq!(added, [own], "{school}");
        let me = store.me(school, DEPUTY, at(NOW)).await.unwrap().unwrap();
        assert_eq!(me.school, format!("Школа № {school}"));
    }
}
