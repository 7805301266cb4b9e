//! What one window says of its writing to others of the account.

use super::*;
use crate::store::{Draft, DraftKey, ListOrders};
use protocol::FeedPage;

/// What is no news for another window: what it shows stays as it is.
#[test]
fn drafts_orders_and_the_place_in_the_feed_are_no_news_for_another_window() {
    let dir = tempfile::tempdir().unwrap();
    let (here, there) = (open(&dir).unwrap(), open(&dir).unwrap());
    let before = here.others_wrote().unwrap();
    let key = DraftKey::form("room");
    let draft = Draft::Form([("title".to_owned(), "21".to_owned())].into());
    there.keep_drafts([(&key, Some(&draft))]).unwrap();
    there.keep_orders(&ListOrders::new()).unwrap();
    let feed = FeedPage {
        changes: Vec::new(),
        moved: BTreeSet::new(),
        cursor: "7".to_owned(),
        more: false,
        now: NOW,
        register: 1,
        records: 1,
    };
    there.follow(&feed).unwrap();
    assert_eq!(there.cursor().unwrap().as_deref(), Some("7"));
    assert_eq!(here.others_wrote().unwrap(), before);
    there.append(&[change(1, 10)], false).unwrap();
    let wrote = here.others_wrote().unwrap();
    assert_ne!(wrote, before, "an entry in the queue");
    let today = PageKey::Today(chrono::NaiveDate::from_ymd_opt(2026, 11, 16).unwrap());
    let body = r#"{"date":"2026-11-16","lessons":[],"unfilled":[]}"#;
    there.keep_page(today, None, body.into(), 0, NOW).unwrap();
    assert_ne!(here.others_wrote().unwrap(), wrote, "a page");
}

#[test]
fn what_a_window_writes_itself_is_no_others() {
    let dir = tempfile::tempdir().unwrap();
    let (here, there) = (open(&dir).unwrap(), open(&dir).unwrap());
    let before = here.others_wrote().unwrap();
    here.append(&[change(1, 10)], false).unwrap();
    assert_eq!(here.others_wrote().unwrap(), before);
    let refused = here.append(&[change(1, 10)], false);
    assert!(refused.is_err(), "the same id twice");
    assert_eq!(here.others_wrote().unwrap(), before);
    assert_ne!(there.others_wrote().unwrap(), before);
}
