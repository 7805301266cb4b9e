//! What another window of the account writes comes to this one at the next look, without a feed.

use crate::seat::Seat;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::LessonId;
use offline::{Draft, DraftKey, PageKey};
use testkit::fixture::{ALGEBRA, RUNNING};
use zhurnal::desk::notice::Tone;

const NONE: KeyModifiers = KeyModifiers::NONE;

fn run(story: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, story);
}

fn said(seat: &Seat) -> String {
    let notice = seat.app.desk.notice.as_ref();
    notice.map(|notice| notice.text.clone()).unwrap_or_default()
}

/// Another window has changed what is shown.
fn another_writes(seat: &Seat) {
    let nowhere = PageKey::Lesson(LessonId(0));
    seat.disk.forget_page(nowhere).unwrap();
}

fn rename(seat: &Seat, from: &str, to: &str) {
    let file = seat.file();
    file.pragma_update(None, "foreign_keys", false).unwrap();
    let set = "UPDATE page SET key = ?2 WHERE key = ?1";
    assert_eq!(file.execute(set, [from, to]).unwrap(), 1);
}

#[test]
fn what_was_typed_ahead_is_entered_into_the_page_that_another_window_fetched() {
    run(async {
        let mut seat = Seat::sign_in(81).await;
        let journal = |seat: &Seat| seat.disk.journal(ALGEBRA, None).unwrap();
        seat.until("the journal", |seat| journal(seat).is_some())
            .await;
        // The page is not here yet; nothing is awaited, so that this window's engine stands.
        let (key, aside) = (PageKey::Journal(ALGEBRA, None).to_string(), "aside");
        rename(&seat, &key, aside);
        seat.press(KeyCode::F(5), NONE);
        seat.press(KeyCode::Char('5'), NONE);
        assert!(said(&seat).starts_with("Ждём сервер"), "{}", said(&seat));
        assert_eq!(seat.app.unsent(), 0);
        rename(&seat, aside, &key);
        another_writes(&seat);
        assert!(seat.app.look_elsewhere());
        seat.app.keep();
        assert_eq!(seat.app.unsent(), 1, "{}", said(&seat));
        assert!(!seat.app.look_elsewhere(), "there is nothing more");
    });
}

#[test]
fn nothing_is_painted_for_what_another_window_drafts() {
    run(async {
        let mut seat = Seat::sign_in(82).await;
        seat.app.look_elsewhere();
        assert!(!seat.app.look_elsewhere());
        let key = DraftKey::form("room");
        let draft = Draft::Form([("title".to_owned(), "21".to_owned())].into());
        seat.disk.keep_drafts([(&key, Some(&draft))]).unwrap();
        assert!(!seat.app.look_elsewhere());
        another_writes(&seat);
        assert!(seat.app.look_elsewhere());
    });
}

/// The key that asks whether this one was signed out of takes the answer: the look still has it.
#[test]
fn what_a_key_heard_of_another_window_is_shown_at_the_next_look() {
    run(async {
        let mut seat = Seat::sign_in(83).await;
        seat.app.look_elsewhere();
        another_writes(&seat);
        for _ in 0..3 {
            seat.press(KeyCode::Down, NONE);
        }
        assert!(seat.app.look_elsewhere());
    });
}

#[test]
fn what_could_not_be_read_is_read_at_the_next_look() {
    run(async {
        let mut seat = Seat::sign_in(84).await;
        seat.app.look_elsewhere();
        let key = PageKey::Lesson(RUNNING).to_string();
        let file = seat.file();
        let ask = "SELECT body FROM page WHERE key = ?1";
        let body: Vec<u8> = file.query_row(ask, [&key], |row| row.get(0)).unwrap();
        let set = |body: &[u8]| {
            let set = "UPDATE page SET body = ?2 WHERE key = ?1";
            assert_eq!(file.execute(set, (&key, body)).unwrap(), 1);
        };
        set(b"torn");
        another_writes(&seat);
        assert!(seat.app.look_elsewhere());
        let tone = seat.app.desk.notice.as_ref().map(|notice| notice.tone);
        assert_eq!(tone, Some(Tone::Error));
        assert!(seat.app.look_elsewhere(), "it is tried again");
        set(&body);
        assert!(seat.app.look_elsewhere());
        assert!(!seat.app.look_elsewhere(), "all of it is shown");
    });
}
