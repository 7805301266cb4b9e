//! Ctrl+R asks for everything anew, and the page on the screen is followed after it as before.

use crate::seat::Seat;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::register::{Record, RecordKind, SubjectRecord};
use offline::{Event, Failure, ListKey, ListPage, PageKey};
use protocol::{Code, Problem};
use zhurnal::app::message::Message;
use zhurnal::ui::layer::Layer;

fn run(story: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, story);
}

/// The subjects of the journals in the list on the screen.
fn subjects(seat: &Seat) -> Vec<String> {
    let list = seat.app.desk.pages.lists.get(&ListKey::Journals(None));
    match list {
        Some(ListPage::Journals(page)) => {
            let rows = page.journals.iter();
            rows.map(|row| row.subject.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// What the administrator changes after it is seen without another key.
#[test]
fn the_list_on_the_screen_is_followed_after_a_refresh() {
    run(async {
        let mut seat = Seat::sign_in(72).await;
        seat.press(KeyCode::Char('j'), KeyModifiers::ALT);
        seat.until("the journals", |seat| !subjects(seat).is_empty())
            .await;
        let list = PageKey::List(ListKey::Journals(None));
        assert_eq!(seat.app.ui.top().and_then(Layer::page), Some(list));
        seat.press(KeyCode::Char('r'), KeyModifiers::CONTROL);
        // The day comes last of what is asked for, with the whole of it read.
        for _ in 0..20 {
            seat.hear().await;
        }
        let (pen, api) = (seat.server.pen(), seat.server.signed_in("admin").await);
        let page = api.records(RecordKind::Subject).await.unwrap();
        let line = page
            .records
            .into_iter()
            .find(|line| line.title == "Алгебра");
        let line = line.unwrap();
        let Record::Subject(was) = &line.record else {
            panic!("{line:?}")
        };
        let now = SubjectRecord {
            title: "Высшая алгебра".to_owned(),
            ..was.clone()
        };
        let at = RecordKind::Subject.at(line.id);
        let renamed = pen.amendment(at, Some(line.record.clone()), Some(Record::Subject(now)));
        api.amend_agreed(vec![renamed]).await.unwrap();
        let is_told = |seat: &Seat| subjects(seat).iter().any(|it| it == "Высшая алгебра");
        seat.until("the new name", is_told).await;
    });
}

/// What a role gave that is no more is neither shown nor kept.
#[test]
fn a_list_that_is_refused_by_right_is_forgotten() {
    run(async {
        let mut seat = Seat::sign_in(73).await;
        seat.press(KeyCode::Char('j'), KeyModifiers::ALT);
        seat.until("the journals", |seat| !subjects(seat).is_empty())
            .await;
        let key = ListKey::Journals(None);
        let is_kept = |seat: &Seat| seat.disk.list(key).unwrap().is_some();
        assert!(is_kept(&seat));
        let failed = |code: Code| Event::FetchFailed {
            page: PageKey::List(key),
            why: Failure::Problem(Box::new(Problem::new(code))),
        };
        seat.app.handle(Message::Sync(failed(Code::Busy)));
        assert!(is_kept(&seat) && !subjects(&seat).is_empty());
        seat.app.handle(Message::Sync(failed(Code::Forbidden)));
        assert!(!is_kept(&seat) && subjects(&seat).is_empty());
    });
}
