//! Marks for the period on their way to the server and back.

use super::*;
use crate::seat::Seat;
use offline::{ListKey, TroubleKind};
use testkit::fixture::{ALGEBRA, QUARTER};

/// A seat with its journal open and the cursor in «Итог» of the first pupil.
async fn seat(seed: u64) -> Seat {
    let mut seat = Seat::sign_in(seed).await;
    seat.press(KeyCode::F(5), KeyModifiers::NONE);
    let loaded = |seat: &Seat| seat.app.desk.pages.journals.contains_key(&ALGEBRA);
    seat.until("the journal", loaded).await;
    seat.paint();
    seat.press(KeyCode::End, KeyModifiers::NONE);
    seat
}

/// What stands for the nth pupil on this page.
fn stands_on(page: &journal::view::JournalPage, nth: i64) -> String {
    match page.term.content(Cell::PeriodMark { pupil: pupil(nth) }) {
        Content::PeriodMark(mark) => mark.to_string(),
        other => panic!("{other:?}"),
    }
}

fn block_on<T>(test: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test)
}

#[test]
fn typed_without_a_network_it_is_kept_and_sent_later() {
    block_on(async {
        let mut seat = Box::pin(seat(41)).await;
        let api = seat.server.signed_in("orlova").await;
        seat.server.kill();
        seat.press(KeyCode::Char('5'), KeyModifiers::NONE);
        seat.press(KeyCode::Char('4'), KeyModifiers::NONE);
        // Before anything is sent it is on the disk: a killed client has lost nothing.
        let kept = seat.disk.journal(ALGEBRA, None).unwrap().unwrap().page;
        assert_eq!(
            (stands_on(&kept, 1), stands_on(&kept, 2)),
            ("5".into(), "4".into())
        );
        seat.clock.advance(chrono::TimeDelta::seconds(5));
        seat.app.close_entry();
        assert_eq!(seat.disk.pending_count().unwrap(), 2);
        seat.server.restart();
        seat.press(KeyCode::Char('r'), KeyModifiers::CONTROL);
        let sent = |seat: &Seat| seat.disk.pending_count().unwrap() == 0;
        seat.until("end of the queue", sent).await;
        let theirs = api.journal(ALGEBRA, Some(QUARTER)).await.unwrap();
        assert_eq!(
            (stands_on(&theirs, 1), stands_on(&theirs, 2)),
            ("5".into(), "4".into())
        );
    });
}

#[test]
fn what_another_has_written_meanwhile_is_a_conflict_that_shows_both() {
    block_on(async {
        let mut seat = Box::pin(seat(42)).await;
        let mut api = seat.server.signed_in("orlova").await;
        let term = SheetId::Term {
            journal: ALGEBRA,
            period: QUARTER,
        };
        let edit = Edit::PeriodMark {
            pupil: pupil(1),
            step: FromTo::new(mark("none"), mark("3")),
        };
        let theirs = seat.server.pen().change(term, edit);
        api.push(vec![theirs]).await.unwrap();
        // The page on the desk has not heard of it.
        seat.press(KeyCode::Char('5'), KeyModifiers::NONE);
        seat.clock.advance(chrono::TimeDelta::seconds(5));
        seat.app.close_entry();
        let in_conflict = |seat: &Seat| !seat.app.desk.queue.troubles.is_empty();
        seat.until("the conflict", in_conflict).await;
        let trouble = &seat.app.desk.queue.troubles[0];
        assert!(
            matches!(&trouble.kind, TroubleKind::Conflict { now: Content::PeriodMark(now), .. } if *now == mark("3")),
            "{trouble:?}"
        );
        // From the queue one goes to where it was written.
        let place = Route::to(trouble.change.sheet);
        assert!(
            matches!(
                place,
                Route::Journal {
                    journal: ALGEBRA,
                    period: Some(QUARTER),
                    ..
                }
            ),
            "{place:?}"
        );
        seat.paint();
        assert!(seat.line(22).contains("1 конфликт"), "{}", seat.line(22));
    });
}

#[test]
fn the_history_of_the_cell_tells_who_marked_what() {
    block_on(async {
        let mut seat = Box::pin(seat(43)).await;
        seat.press(KeyCode::Char('5'), KeyModifiers::NONE);
        seat.press(KeyCode::Up, KeyModifiers::NONE);
        seat.press(KeyCode::Char('4'), KeyModifiers::NONE);
        seat.press(KeyCode::Char('3'), KeyModifiers::NONE);
        seat.clock.advance(chrono::TimeDelta::seconds(5));
        seat.app.close_entry();
        let sent = |seat: &Seat| seat.app.desk.link.pending == 0;
        seat.until("end of the queue", sent).await;
        seat.press(KeyCode::Up, KeyModifiers::NONE);
        seat.press(KeyCode::Up, KeyModifiers::NONE);
        seat.press(KeyCode::Char('h'), KeyModifiers::ALT);
        let term = SheetId::Term {
            journal: ALGEBRA,
            period: QUARTER,
        };
        let key = ListKey::SheetLog(term);
        let loaded = |seat: &Seat| seat.app.desk.pages.lists.contains_key(&key);
        seat.until("the log", loaded).await;
        seat.paint();
        let screen = (0..24).map(|y| seat.line(y)).collect::<Vec<_>>().join("\n");
        let of_first = ["отметка за период: пусто → 5", "отметка за период: 5 → 4"];
        assert!(screen.contains("7Б Алгебра, 2 четверть"), "{screen}");
        assert!(
            of_first.iter().all(|line| screen.contains(line)),
            "{screen}"
        );
        assert!(!screen.contains("→ 3"), "of one pupil only: {screen}");
    });
}
