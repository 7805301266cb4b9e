//! What the disk does not take was not entered, and nothing says or shows that it was.

use crate::seat::Seat;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Attendance, PupilId};

fn run(test: impl AsyncFnOnce(Seat)) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        test(Seat::sign_in(79).await).await;
    });
}

fn is_absent(seat: &Seat, pupil: PupilId) -> bool {
    let entry = seat.sheet().entry(pupil);
    entry.is_some_and(|entry| entry.attendance == Attendance::Absent)
}

/// «Освободите место и повторите»: the same key is then of the same pupil.
#[test]
fn the_cursor_waits_at_the_pupil_whose_entry_the_disk_did_not_take() {
    run(async |mut seat| {
        let members = &seat.app.desk.pages.lessons[&testkit::fixture::RUNNING].members;
        let (first, second) = (members[0].pupil, members[1].pupil);
        seat.refuse_entries(true);
        for _ in 0..3 {
            seat.press(KeyCode::Char('н'), KeyModifiers::NONE);
            assert!(seat.line(21).contains("не сохранена"), "{}", seat.line(21));
        }
        assert!(!is_absent(&seat, first));
        seat.refuse_entries(false);
        seat.press(KeyCode::Char('н'), KeyModifiers::NONE);
        assert!(is_absent(&seat, first));
        assert!(!is_absent(&seat, second));
    });
}

/// It was not replaced by anybody either.
#[test]
fn a_topic_that_the_disk_did_not_take_is_said_to_be_not_kept() {
    run(async |mut seat| {
        seat.press(KeyCode::F(2), KeyModifiers::NONE);
        seat.press(KeyCode::Char('К'), KeyModifiers::NONE);
        seat.refuse_entries(true);
        seat.press(KeyCode::Enter, KeyModifiers::NONE);
        let told = seat.app.desk.notice.as_ref().map(|said| said.text.clone());
        let told = told.unwrap_or_default();
        assert!(told.contains("не сохранена"), "{told}");
    });
}
