//! Faults of the disk, from inside.

mod faults;
mod windows;

use super::*;
use crate::error::StoreFault;
use crate::page::{ListKey, PageKey};
use crate::seal::Plain;
use journal::register::{RecordId, RecordKind, RecordRef};
use journal::{
    Change, ChangeId, Edit, FromTo, GestureId, JournalId, LessonId, PeriodId, SheetId, Topic,
};
use std::collections::BTreeSet;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_794_810_360_000_000);
const MOMENT: crate::Moment = crate::Moment {
    at: NOW,
    suspect: false,
};

fn open(dir: &tempfile::TempDir) -> Result<Store, StoreError> {
    let folder = AccountFolder::at(dir.path());
    Store::open(&folder, Box::new(Plain), &mut IdSource::new([1; 32]), NOW)
}

fn change(id: u128, length: usize) -> Change {
    let topic = Topic {
        text: "я".repeat(length),
        item: None,
    };
    Change {
        id: ChangeId(Uuid::from_u128(id)),
        gesture: GestureId(Uuid::from_u128(id)),
        made_at: NOW,
        sheet: LessonId(1).into(),
        edit: Edit::Topic {
            step: FromTo::new(None, Some(topic)),
        },
        ground: None,
        beside: None,
        after: None,
    }
}

#[test]
fn a_full_disk_takes_nothing_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    store.append(&[change(1, 10)], false).unwrap();
    let pages: i64 = store
        .db
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    store
        .db
        .pragma_update(None, "max_page_count", pages + 2)
        .unwrap();
    let error = store
        .append(&[change(2, 10), change(3, 100_000)], false)
        .unwrap_err();
    assert_eq!(
        (error.fault, error.path),
        (StoreFault::DiskFull, store.path.clone())
    );
    assert_eq!(store.pending_count().unwrap(), 1);
    assert_eq!(
        store.newest_gesture(|_| true).unwrap().unwrap().changes,
        [change(1, 10)],
        "nothing to undo"
    );
    store
        .db
        .pragma_update(None, "max_page_count", 1_000_000)
        .unwrap();
    assert_eq!(
        store
            .append(&[change(2, 10), change(3, 100_000)], false)
            .unwrap(),
        [2, 3]
    );
    drop(store);
    assert_eq!(open(&dir).unwrap().pending_count().unwrap(), 3);
}

/// The clock of this machine was fast, and the server has said so meanwhile.
#[test]
fn what_was_entered_last_is_the_newest_though_the_clock_was_set_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let (first, last) = (change(1, 10), change(2, 10));
    let made_at = Timestamp(last.made_at.0 - 7_200_000_000);
    let last = Change { made_at, ..last };
    store.append(&[first], false).unwrap();
    store.append(std::slice::from_ref(&last), false).unwrap();
    let newest = store.newest_gesture(|_| true).unwrap().unwrap();
    assert_eq!(newest.changes, [last]);
}

#[test]
fn a_file_that_may_not_be_written_is_a_clear_fault() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    store.append(&[change(1, 10)], false).unwrap();
    store.db.pragma_update(None, "query_only", true).unwrap();
    let error = store.append(&[change(2, 10)], false).unwrap_err();
    assert_eq!(error.fault, StoreFault::ReadOnly);
    assert_eq!(store.queue().unwrap().len(), 1);
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    store.db.pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    assert_eq!(open(&dir).unwrap_err().fault, StoreFault::NewerSchema);
}

#[test]
fn another_program_in_the_middle_of_writing_is_waited_for_and_named() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (open(&dir).unwrap(), open(&dir).unwrap());
    two.db.busy_timeout(Duration::ZERO).unwrap();
    let writing = Transaction::new_unchecked(&one.db, TransactionBehavior::Immediate).unwrap();
    assert_eq!(
        two.append(&[change(1, 10)], false).unwrap_err().fault,
        StoreFault::InUse
    );
    drop(writing);
    assert_eq!(two.append(&[change(1, 10)], false).unwrap(), [1]);
}

#[test]
fn what_a_person_made_is_always_synced() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let level = || {
        store
            .db
            .query_row("PRAGMA synchronous", [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    store.prune(NOW).unwrap();
    assert_eq!(
        level(),
        1,
        "what the server can tell again waits for no disk"
    );
    store.append(&[change(1, 10)], false).unwrap();
    assert_eq!(level(), 2);
    assert!(
        store
            .write(Durability::Relaxed, |_| Err::<(), _>(StoreError::new(
                StoreFault::Io,
                ""
            )))
            .is_err()
    );
    store.append(&[change(2, 10)], false).unwrap();
    assert_eq!(level(), 2);
}

fn draft(text: &str) -> Draft {
    let written = journal::Homework {
        text: text.into(),
        ..journal::Homework::default()
    };
    let base = None;
    Draft::Homework([(0, HomeworkDraft { written, base })].into())
}

#[test]
fn a_draft_stays_until_it_is_none_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let key = |lesson, kind| DraftKey {
        sheet: Some(LessonId(lesson).into()),
        kind,
    };
    let (homework, topic) = (key(1, DraftKind::Homework), key(1, DraftKind::Topic));
    let words = Draft::Topic {
        text: "Повторение".into(),
        base: None,
    };
    let (first, second) = (draft("§ 1"), draft("§ 12, № 431"));
    let form = DraftKey::form("room/21");
    let fields = Draft::Form([("seats".to_owned(), "30".to_owned())].into());
    let kept = [
        (&homework, Some(&first)),
        (&topic, Some(&words)),
        (&form, Some(&fields)),
    ];
    store.keep_drafts(kept).unwrap();
    store.keep_drafts([(&homework, Some(&second))]).unwrap();
    let old = NOW.plus(chrono::TimeDelta::days(365));
    store.prune(old).unwrap();
    drop(store);
    let store = open(&dir).unwrap();
    let all = [
        (homework.clone(), second),
        (topic.clone(), words),
        (form.clone(), fields),
    ];
    assert_eq!(store.drafts().unwrap(), all.clone().into());
    store.keep_drafts([(&topic, None)]).unwrap();
    drop(store);
    let left = open(&dir).unwrap().drafts().unwrap();
    assert_eq!(left.into_keys().collect::<Vec<_>>(), [form, homework]);
}

#[test]
fn a_terms_sheet_has_its_place_in_the_outbox_and_among_the_drafts() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let term = SheetId::Term {
        journal: JournalId(1),
        period: PeriodId(2),
    };
    let of_term = Change {
        sheet: term,
        ..change(2, 10)
    };
    let changes = [change(1, 10), of_term.clone()];
    store.append(&changes, false).unwrap();
    let key = DraftKey {
        sheet: Some(term),
        kind: DraftKind::Homework,
    };
    let written = draft("§ 1");
    store.keep_drafts([(&key, Some(&written))]).unwrap();
    drop(store);
    let store = open(&dir).unwrap();
    let (_, sent) = store.batch(10).unwrap();
    let sent: Vec<_> = sent.into_iter().map(|numbered| numbered.change).collect();
    assert_eq!(sent, changes);
    assert_eq!(store.unsettled(term).unwrap().len(), 1);
    assert_eq!(store.drafts().unwrap(), [(key, written)].into());
}

#[test]
fn what_the_disk_refuses_of_a_draft_leaves_the_one_before_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let (sheet, kind) = (Some(LessonId(1).into()), DraftKind::Homework);
    let key = DraftKey { sheet, kind };
    store.keep_drafts([(&key, Some(&draft("§ 1")))]).unwrap();
    store.db.pragma_update(None, "query_only", true).unwrap();
    let refused = store.keep_drafts([(&key, Some(&draft("§ 12")))]);
    assert_eq!(refused.unwrap_err().fault, StoreFault::ReadOnly);
    assert_eq!(store.drafts().unwrap()[&key], draft("§ 1"));
}

#[test]
fn what_waits_is_counted_as_the_person_made_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let fact = change(1, 10);
    let reason = Change {
        gesture: fact.gesture,
        ..change(2, 10)
    };
    store.append(&[fact, reason], false).unwrap();
    assert_eq!(store.pending_count().unwrap(), 1);
    assert_eq!(store.sendable_count().unwrap(), 2);
    let other = Change {
        gesture: journal::GestureId(uuid::Uuid::from_u128(77)),
        ..change(3, 10)
    };
    store.append(&[other], false).unwrap();
    assert_eq!(store.pending_count().unwrap(), 2);
}

#[test]
fn a_batch_fits_into_one_request() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let mut changes: Vec<Change> = (1..=100).map(|id| change(id, 2_000)).collect();
    changes.push(change(101, 200_000));
    store.append(&changes, false).unwrap();
    let (device, sent) = store.batch(200).unwrap();
    assert!(sent.len() > 40 && sent.iter().map(|one| one.n).eq(1..=sent.len() as u64));
    let push = protocol::Push {
        device,
        sent_at: NOW,
        changes: sent,
    };
    let bytes = serde_json::to_vec(&push).unwrap().len();
    assert!((190 * 1024..200 * 1024).contains(&bytes), "{bytes}");
    assert_eq!(store.batch(3).unwrap().1.len(), 3);

    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    store.append(&changes[100..], false).unwrap();
    assert_eq!(store.batch(200).unwrap().1.len(), 1, "never empty");
}

#[test]
fn a_lost_cursor_asks_for_every_page_anew() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let key = PageKey::Today(chrono::NaiveDate::from_ymd_opt(2026, 11, 16).unwrap());
    let body = br#"{"date":"2026-11-16","lessons":[],"unfilled":[]}"#.to_vec();
    let keep = |etag| store.keep_page(key, Some(etag), body.clone(), 0, NOW);
    keep("0").unwrap();
    store.forget_page(key).unwrap();
    assert_eq!(
        store.true_since(key).unwrap(),
        None,
        "it is not ours any more"
    );
    keep("\"1\"").unwrap();
    assert_eq!(store.etag(key).unwrap().as_deref(), Some("\"1\""));
    store.lose_cursor().unwrap();
    assert_eq!(store.page_state(key).unwrap(), Some(true));
    assert_eq!(store.etag(key).unwrap(), None);
}

#[test]
fn lists_of_persons_go_with_the_session_and_other_pages_stay() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let keep = |key: PageKey, body: &str| {
        store.keep_page(key, None, body.into(), 0, NOW).unwrap();
    };
    let kind = RecordKind::Room;
    let id = RecordId(21);
    let rooms = PageKey::List(ListKey::Records(kind));
    let today = PageKey::Today(chrono::NaiveDate::from_ymd_opt(2026, 11, 16).unwrap());
    for (list, body) in [
        (ListKey::Accounts, r#"{"accounts":[]}"#),
        (ListKey::AccessLog, r#"{"entries":[],"older":null}"#),
        (
            ListKey::RecordLog(RecordRef { kind, id }),
            r#"{"amendments":[],"more":false}"#,
        ),
    ] {
        keep(PageKey::List(list), body);
        assert!(store.list(list).unwrap().is_some());
    }
    keep(
        rooms,
        r#"{"kind":"room","records":[],"referred":[],"classes":{},"free_id":1}"#,
    );
    keep(today, r#"{"date":"2026-11-16","lessons":[],"unfilled":[]}"#);
    store.signed_out().unwrap();
    let keys = store.db.prepare("SELECT key FROM page ORDER BY key");
    let mut keys = keys.unwrap();
    let keys = keys.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let keys: Vec<String> = keys.map(Result::unwrap).collect();
    assert_eq!(keys, [rooms, today].map(|key| key.to_string()));
}

#[test]
fn a_change_that_comes_back_is_written_only_where_a_page_was_fetched_in_between() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    store
        .db
        .execute_batch(
            "INSERT INTO page (key, fetched_at, patched_from, body) VALUES ('lesson/1', 0, 0, '');
             INSERT INTO page_sheet (sheet, page) VALUES ('lesson/1', 'lesson/1');",
        )
        .unwrap();
    let comes = |change: &Change| {
        let patch = patch::Patch {
            writer: PersonId(1),
            name: None,
            received_at: NOW,
            change: change.clone(),
        };
        let write = |tx: &Transaction<'_>| store.patch(tx, 7, &patch);
        let is_news = store.write(Durability::Relaxed, write).unwrap();
        (is_news, store.newest_patch().unwrap())
    };
    let ours = change(1, 10);
    assert_eq!(comes(&ours), (true, 1));
    assert_eq!(comes(&ours), (false, 1), "it lies there");
    store
        .confirm_page(PageKey::Lesson(LessonId(1)), 1, NOW)
        .unwrap();
    assert_eq!(comes(&ours), (false, 2), "on top of the page once more");
    let dated = Change {
        made_at: Timestamp(NOW.0 - 1),
        ..ours
    };
    assert_eq!(comes(&dated), (false, 3), "as the server holds it");
}

#[test]
fn what_may_still_grow_is_sent_by_no_other_window() {
    let topic = |id: u128, old: &Change, length| Change {
        edit: Edit::between(
            old.edit.cell(),
            old.edit.wanted(),
            change(id, length).edit.wanted(),
        )
        .unwrap(),
        gesture: old.gesture,
        ..change(id, length)
    };
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (open(&dir).unwrap(), open(&dir).unwrap());
    let first = change(1, 1);
    let open = Some(first.gesture);
    one.record(std::slice::from_ref(&first), &BTreeSet::new(), false, open)
        .unwrap();
    assert_eq!(two.batch(10).unwrap().1, []);
    let grown = topic(2, &first, 2);
    one.record(std::slice::from_ref(&grown), &BTreeSet::new(), false, open)
        .unwrap();
    assert!(one.close_entry().unwrap());
    let (_, sent) = two.batch(10).unwrap();
    let edits: Vec<_> = sent.iter().map(|sent| sent.change.edit.wanted()).collect();
    assert_eq!(edits, [grown.edit.wanted()]);
    assert_eq!(sent[0].n, 1);
}

/// Says to a child of this test where the store is.
#[cfg(unix)]
const FOLDER: &str = "OFFLINE_TEST_FOLDER";

/// In a child that may let no file grow above the limit, which stands for the full disk.
#[cfg(unix)]
#[test]
fn a_log_that_cannot_grow_is_emptied_to_forget_a_session() {
    if let Ok(folder) = std::env::var(FOLDER) {
        return forget_a_session_where_the_log_cannot_grow(&AccountFolder::at(folder));
    }
    let dir = tempfile::tempdir().unwrap();
    let name = std::thread::current().name().unwrap().to_owned();
    let child = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 600; exec \"$@\"", "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &name])
        .env(FOLDER, dir.path())
        .output()
        .unwrap();
    assert!(child.status.success(), "{child:?}");
    assert!(dir.path().join("forgotten").exists(), "{child:?}");
}

#[cfg(unix)]
fn forget_a_session_where_the_log_cannot_grow(folder: &AccountFolder) {
    let mut ids = IdSource::new([1; 32]);
    let store = Store::open(folder, Box::new(Plain), &mut ids, NOW).unwrap();
    let server = journal::ServerId(Uuid::from_u128(1));
    store.signed_in(server, &signed_in(), &mut ids).unwrap();
    // A fact is all that is written, as by signing out: what follows has no more room.
    let write = |n: u32| {
        let cursor = n.to_string();
        store.write(Durability::Full, |tx| store.set_cursor(tx, Some(&cursor)))
    };
    let full = (0..10_000).find_map(|n| write(n).err());
    full.expect("a log that cannot grow");
    store.signed_out().unwrap();
    assert!(store.token().unwrap().is_none());
    drop(store);
    std::fs::write(folder.path().join("forgotten"), "").unwrap();
}

fn signed_in() -> protocol::SignedIn {
    let signed = serde_json::json!({
        "token": "a-secret", "sign_out": "a-key", "expires_at": NOW, "now": NOW, "last_n": 0,
        "me": {
            "person": 1, "name": { "last": "Орлова", "first": "Татьяна" },
            "roles": [], "school": "Школа", "must_change_password": false,
        },
    });
    serde_json::from_value(signed).unwrap()
}

#[test]
fn the_orders_of_lists_outlive_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let order = ListOrder {
        column: "column-late".to_owned(),
        reverse: true,
    };
    let orders = ListOrders::from([("journals".to_owned(), order)]);
    open(&dir).unwrap().keep_orders(&orders).unwrap();
    assert_eq!(open(&dir).unwrap().orders().unwrap(), orders);
}
