//! The store alone.

use crate::desk::{Desk, in_paused_time};
use crate::pages::{FIRST, NOW, PUPILS};
use crate::server::Server;
use journal::{
    Attendance, Change, ChangeId, Edit, FromTo, GestureId, LessonId, PupilId, Timestamp,
};
use offline::seal::{Plain, SealError, Sealer};
use offline::{AccountFolder, IdSource, Moment, Store, StoreFault};
use std::path::Path;
use std::rc::Rc;
use uuid::Uuid;

fn open(path: &Path) -> Store {
    let folder = AccountFolder::at(path);
    Store::open(&folder, Box::new(Plain), &mut IdSource::new([1; 32]), NOW).unwrap()
}

fn change(id: u128, pupil: PupilId) -> Change {
    Change {
        id: ChangeId(Uuid::from_u128(id)),
        gesture: GestureId(Uuid::from_u128(id)),
        made_at: NOW,
        sheet: FIRST.into(),
        edit: Edit::Attendance {
            pupil,
            step: FromTo::new(Attendance::Present, Attendance::Absent),
        },
        ground: None,
        beside: None,
        after: None,
    }
}

#[test]
fn every_gesture_is_there_after_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let mut path = dir.path().join("0");
    let mut device = None;
    for n in 1..20_u64 {
        let store = open(&path);
        let known = store.device().unwrap();
        assert_eq!(*device.get_or_insert(known), known);
        let numbers = store.append(&[change(n.into(), PUPILS[0])], false).unwrap();
        assert_eq!(numbers, [n]);
        // What is on the disk now is all that is left; the store is never closed.
        let copy = dir.path().join(n.to_string());
        std::fs::create_dir(&copy).unwrap();
        for file in ["journal.sqlite", "journal.sqlite-wal"] {
            std::fs::copy(path.join(file), copy.join(file)).unwrap();
        }
        std::mem::forget(store);
        path = copy;
        let store = open(&path);
        let queue = store.queue().unwrap();
        assert_eq!(queue.len(), usize::try_from(n).unwrap());
        assert!(
            queue
                .iter()
                .zip(1..)
                .all(|(queued, n)| queued.n == n && !queued.again)
        );
    }
}

#[test]
fn two_windows_number_one_queue() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (open(dir.path()), open(dir.path()));
    let before = one.others_wrote().unwrap();
    assert_eq!(
        one.append(&[change(1, PUPILS[0]), change(2, PUPILS[1])], false)
            .unwrap(),
        [1, 2]
    );
    assert_eq!(one.others_wrote().unwrap(), before);
    assert_eq!(two.append(&[change(3, PUPILS[2])], false).unwrap(), [3]);
    assert_ne!(one.others_wrote().unwrap(), before);
    assert_eq!(one.queue().unwrap(), two.queue().unwrap());
    assert_eq!(one.batch(2).unwrap().1.len(), 2);
}

#[test]
fn a_gesture_may_grow_and_gestures_may_come_together() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let late = change(1, PUPILS[0]);
    let later = journal::Change {
        gesture: late.gesture,
        ..change(2, PUPILS[0])
    };
    let other = change(3, PUPILS[1]);
    store.append(std::slice::from_ref(&late), false).unwrap();
    store
        .append(&[later.clone(), other.clone()], false)
        .unwrap();
    assert_eq!(
        store.newest_gesture(|_| true).unwrap().unwrap().changes,
        [other]
    );
    let moment = Moment {
        at: Timestamp(NOW.0 + 1),
        suspect: false,
    };
    store
        .undo(|_| true, &mut IdSource::new([2; 32]), moment)
        .unwrap();
    assert_eq!(
        store.newest_gesture(|_| true).unwrap().unwrap().changes,
        [late, later]
    );
}

#[test]
fn a_gesture_that_took_itself_back_is_nothing_to_undo() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let [first, second, third] = [(1, 0), (2, 1), (3, 2)].map(|(id, at)| change(id, PUPILS[at]));
    store
        .append(&[first.clone(), second.clone(), third.clone()], false)
        .unwrap();
    // Letters that were no code: the newest goes first, each within its own gesture.
    for (taken, id) in [(&third, 4), (&second, 5)] {
        let back = Change {
            id: ChangeId(Uuid::from_u128(id)),
            edit: taken.edit.clone().inverse(),
            ..taken.clone()
        };
        store.append(&[back], false).unwrap();
    }
    assert_eq!(
        store.newest_gesture(|_| true).unwrap().unwrap().changes,
        [first]
    );
}

#[test]
fn undo_goes_back_gesture_by_gesture() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut ids = IdSource::new([2; 32]);
    let moment = Moment {
        at: Timestamp(NOW.0 + 1),
        suspect: false,
    };
    let first = [change(1, PUPILS[0]), change(2, PUPILS[1])].map(|change| Change {
        gesture: GestureId(Uuid::from_u128(1)),
        ..change
    });
    let second = [change(3, PUPILS[2])];
    store.append(&first, false).unwrap();
    store.append(&second, false).unwrap();
    store.hand_over(10).unwrap();
    assert_eq!(
        store.newest_gesture(|_| true).unwrap().unwrap().changes,
        second
    );
    let undone = store.undo(|_| true, &mut ids, moment).unwrap().unwrap();
    assert_eq!(undone.changes[0].edit, second[0].edit.clone().inverse());
    let undone = store.undo(|_| true, &mut ids, moment).unwrap().unwrap();
    let order: Vec<_> = undone
        .changes
        .iter()
        .map(|change| change.edit.pupil())
        .collect();
    assert_eq!(
        order,
        [Some(PUPILS[1]), Some(PUPILS[0])],
        "in the reverse order"
    );
    assert_eq!(undone.changes[0].gesture, undone.changes[1].gesture);
    assert_eq!(store.undo(|_| true, &mut ids, moment).unwrap(), None);
    assert_eq!(
        store.pending_count().unwrap(),
        4,
        "two gestures and their undoing"
    );
    drop(store);
    assert_eq!(
        open(dir.path()).newest_gesture(|_| true).unwrap(),
        None,
        "only of this session"
    );
}

#[test]
fn what_cannot_be_opened_is_a_clear_fault() {
    let dir = tempfile::tempdir().unwrap();
    let fault = |path: &Path| {
        let folder = AccountFolder::at(path);
        let store = Store::open(&folder, Box::new(Plain), &mut IdSource::new([1; 32]), NOW);
        let error = store.unwrap_err();
        assert!(
            error.to_string().contains(path.to_str().unwrap()),
            "{error}"
        );
        error.fault
    };
    let file = dir.path().join("file");
    std::fs::write(&file, "x").unwrap();
    assert_eq!(fault(&file.join("account")), StoreFault::CannotOpen);

    let foreign = dir.path().join("foreign");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(
        foreign.join("journal.sqlite"),
        "not a database, ".repeat(1000),
    )
    .unwrap();
    assert_eq!(fault(&foreign), StoreFault::Damaged);
}

/// Seals by turning every byte, and knows what each record is about.
struct Turning;

impl Sealer for Turning {
    fn seal(&self, about: &str, plain: Vec<u8>) -> Result<Vec<u8>, SealError> {
        let turned = plain.into_iter().map(|byte| byte ^ 0x55);
        Ok(about.bytes().chain([0]).chain(turned).collect())
    }

    fn open(&self, about: &str, sealed: Vec<u8>) -> Result<Vec<u8>, SealError> {
        let broken = || SealError {
            about: about.to_owned(),
        };
        let rest = sealed.strip_prefix(about.as_bytes()).ok_or_else(broken)?;
        let rest = rest.strip_prefix(&[0]).ok_or_else(broken)?;
        Ok(rest.iter().map(|byte| byte ^ 0x55).collect())
    }
}

#[test]
fn nothing_lies_open_in_a_sealed_file() {
    in_paused_time(async {
        let dir = tempfile::tempdir().unwrap();
        let folder = AccountFolder::at(dir.path());
        let mut ids = IdSource::new([1; 32]);
        let store = Store::open(&folder, Box::new(Turning), &mut ids, NOW).unwrap();
        let mut secret = change(1, PUPILS[0]);
        secret.edit = Edit::Topic {
            step: FromTo::new(
                None,
                Some(journal::Topic {
                    text: "Тайна".to_owned(),
                    item: None,
                }),
            ),
        };
        store.append(std::slice::from_ref(&secret), false).unwrap();
        assert_eq!(store.queue().unwrap()[0].change, secret);
        drop(store);
        let bytes = std::fs::read(folder.file()).unwrap();
        let open = |text: &str| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        assert!(!open("Тайна") && !open("made_at"));
        let other = Store::open(&folder, Box::new(Plain), &mut ids, NOW);
        assert!(other.is_err(), "another key does not open it");
    });
}

#[test]
fn old_pages_go_but_not_those_of_unsettled_changes() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = Desk::new("orlova", &server, 1);
        desk.begin().await;
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        desk.link.set_up(false);
        let cell = journal::Cell::RollCall;
        desk.write(LessonId(2), &[(cell, journal::Content::RollCall(true))]);
        let later = NOW.plus(chrono::TimeDelta::days(15));
        desk.store().prune(later).unwrap();
        assert!(desk.store().lesson(FIRST).unwrap().is_none());
        assert!(desk.store().lesson(LessonId(2)).unwrap().is_some());
        assert_eq!(desk.store().pending_count().unwrap(), 1);
    });
}
