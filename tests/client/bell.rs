//! The bell rings while a lesson is on the screen.

use crate::seat::Seat;
use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::Attendance;
use std::time::Duration;
use testkit::fixture::{RUNNING, RUNNING_A, at, today};

fn run(test: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test);
}

/// Lets time pass up to the next bell, as the loop does.
fn next_bell(seat: &mut Seat) {
    let left = seat.app.rings_in().expect("a bell");
    seat.clock.advance(TimeDelta::from_std(left).unwrap());
    assert_eq!(seat.app.rings_in(), Some(Duration::ZERO));
    seat.app.ring();
    seat.paint();
}

/// The last two lines over the status, as one.
fn sentence(seat: &Seat) -> String {
    let lines = [20, 21].map(|y| seat.line(y).trim().to_owned());
    lines.join(" ")
}

#[test]
fn after_a_sleep_only_the_lesson_that_runs_has_begun() {
    run(async {
        // The program was left in the morning; the first bell that was waited for is long over.
        let mut seat = Seat::sign_in_at(at(today(), 9, 12), RUNNING_A, 8).await;
        assert!(seat.app.rings_in().is_some());
        seat.clock.advance(TimeDelta::minutes(20));
        seat.app.ring();
        seat.paint();
        let said = "Начался 2-й урок: 7Б, Алгебра (Ctrl+→ — открыть).";
        assert!(sentence(&seat).contains(said), "{}", sentence(&seat));
    });
}

#[test]
fn the_day_that_is_fetched_ahead_does_not_take_the_place_of_today() {
    run(async {
        let mut seat = Seat::sign_in_at(at(today(), 9, 26), RUNNING, 9).await;
        let next = today() + chrono::Days::new(2);
        let is_here = |seat: &Seat| seat.disk.today(next).unwrap().is_some();
        seat.until("the next school day", is_here).await;
        seat.hear().await;
        let shown = seat.app.desk.pages.today.as_ref().map(|page| page.date);
        assert_eq!(shown, Some(today()));
    });
}

#[test]
fn it_says_which_lesson_has_begun_and_the_key_that_opens_it() {
    run(async {
        let mut seat = Seat::sign_in_at(at(today(), 9, 10), RUNNING_A, 7).await;
        next_bell(&mut seat);
        assert!(
            seat.line(0).contains("1-й урок окончен в 09:15"),
            "{}",
            seat.line(0)
        );
        assert!(!seat.line(21).contains("Начался"), "{}", seat.line(21));
        next_bell(&mut seat);
        let said = "Начался 2-й урок: 7Б, Алгебра (Ctrl+→ — открыть).";
        assert!(sentence(&seat).contains(said), "{}", sentence(&seat));
        // A key later the foot of the screen still says how to get there.
        seat.press(KeyCode::Down, KeyModifiers::NONE);
        assert!(
            seat.line(23).trim().starts_with("Ctrl+→ "),
            "{}",
            seat.line(23)
        );
        // An entry in the lesson that is over is what it says; no bell tells how late.
        seat.press(KeyCode::Up, KeyModifiers::NONE);
        for key in ['н', 'о'] {
            seat.press(KeyCode::Char(key), KeyModifiers::NONE);
        }
        let page = &seat.app.desk.pages.lessons[&RUNNING_A];
        let of = |row: usize| page.sheet.attendance(page.members[row].pupil);
        assert_eq!([of(0), of(1)], [Attendance::Absent, Attendance::Present]);
        assert!(
            seat.line(21).contains("«о» — опоздал на сколько минут?"),
            "{}",
            seat.line(21)
        );
        seat.press(KeyCode::Esc, KeyModifiers::NONE);
        seat.press(KeyCode::Right, KeyModifiers::CONTROL);
        let shown = seat
            .app
            .ui
            .top()
            .and_then(zhurnal::ui::layer::Layer::lesson);
        assert_eq!(shown, Some(RUNNING));
    });
}

#[test]
fn what_was_told_of_a_late_entry_stays_when_the_server_has_taken_it() {
    run(async {
        let mut seat = Seat::sign_in_at(at(today(), 9, 26), RUNNING, 10).await;
        seat.press(KeyCode::F(5), KeyModifiers::NONE);
        let loaded = |seat: &Seat| !seat.app.desk.pages.journals.is_empty();
        seat.until("the journal", loaded).await;
        seat.paint();
        for key in [KeyCode::Left, KeyCode::Left, KeyCode::Char('2')] {
            seat.press(key, KeyModifiers::NONE);
        }
        let said = |seat: &Seat| seat.app.desk.notice.clone().map(|notice| notice.text);
        let told = said(&seat).expect("it is late, and that is told");
        let name = seat.name(testkit::fixture::pupil(1));
        assert!(told.starts_with(&format!("{name} — 2. ")), "{told}");
        seat.app.close_entry();
        let sent = |seat: &Seat| seat.app.desk.link.pending == 0;
        seat.until("the end of the queue", sent).await;
        assert_eq!(said(&seat), Some(told));
    });
}

#[rstest::rstest]
#[case::at_once(0)]
#[case::after_a_while(2000)]
fn late_after_the_bell_goes_to_the_pupil_of_the_number(#[case] pause: i64) {
    run(async {
        let mut seat = Seat::sign_in_at(at(today(), 9, 26), RUNNING, 11).await;
        seat.clock.advance(TimeDelta::hours(2));
        for letter in "5о7".chars() {
            seat.press(KeyCode::Char(letter), KeyModifiers::NONE);
            seat.clock.advance(TimeDelta::milliseconds(pause));
        }
        let attendance = |row| seat.sheet().attendance(testkit::fixture::pupil(row));
        assert_eq!(attendance(5), Attendance::Late { minutes: 7 });
        assert_eq!(attendance(1), Attendance::Present);
    });
}
