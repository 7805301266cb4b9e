//! Whoever leaves right after an entry sends it first, and waits for nobody who does not answer.

use crate::seat::Seat;
use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rstest::rstest;
use std::time::Duration;
use testkit::fixture::{PASSWORD, RUNNING};
use zhurnal::app::message::Message;
use zhurnal::desk::link::Line;
use zhurnal::terminal::TerminalEvent;
use zhurnal::ui::layer::Layer;

const ALT: KeyModifiers = KeyModifiers::ALT;

fn run(test: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test);
}

/// With a mark just entered, which could still have grown.
async fn marked(seed: u64) -> Seat {
    let mut seat = Seat::sign_in(seed).await;
    seat.press(KeyCode::Right, KeyModifiers::NONE);
    seat.press(KeyCode::Char('5'), KeyModifiers::NONE);
    seat
}

fn said(seat: &Seat) -> String {
    let notice = seat.app.desk.notice.as_ref();
    notice.map(|notice| notice.text.clone()).unwrap_or_default()
}

fn is_signed_out(seat: &Seat) -> bool {
    seat.app.ui.top().is_some_and(Layer::is_sign_in)
}

async fn marks_on_the_server(seat: &Seat) -> usize {
    let api = seat.server.signed_in("orlova").await;
    let entries = api.lesson(RUNNING).await.unwrap().sheet.entries;
    entries.values().map(|entry| entry.marks.len()).sum()
}

const UNSENT: &str =
    "1 запись ещё не на сервере: она уйдёт после вашего следующего входа на этом компьютере.";

/// The words that were not taken are on this computer alone.
#[test]
fn whoever_signs_out_over_a_conflict_is_told_where_it_waits() {
    run(async {
        let mut seat = marked(22).await;
        seat.app.close_entry();
        let taken = |seat: &Seat| seat.app.desk.link.pending == 0;
        seat.until("the end of the queue", taken).await;
        seat.app.desk.link.troubles = 2;
        seat.press(KeyCode::Char('x'), ALT);
        seat.until("the end", is_signed_out).await;
        let said = said(&seat);
        let waits = "2 записи не приняты: они остались на этом компьютере (войдите и нажмите F8).";
        assert_eq!(said, format!("Вы вышли. {waits}"));
    });
}

#[test]
fn whoever_signs_out_right_after_an_entry_leaves_nothing_behind() {
    run(async {
        let mut seat = marked(21).await;
        let before = marks_on_the_server(&seat).await;
        seat.press(KeyCode::Char('x'), ALT);
        assert_eq!(
            said(&seat),
            "1 запись уходит на сервер, это секунда. Alt+X ещё раз — выйти сразу, Esc — остаться."
        );
        seat.until("the end", is_signed_out).await;
        assert_eq!(said(&seat), "Вы вышли.");
        assert_eq!(marks_on_the_server(&seat).await, before + 1);
    });
}

#[rstest]
#[case::f10(KeyCode::F(10), KeyModifiers::NONE)]
#[case::control_q(KeyCode::Char('q'), KeyModifiers::CONTROL)]
fn whoever_quits_right_after_an_entry_sends_it_first(
    #[case] code: KeyCode,
    #[case] modifiers: KeyModifiers,
) {
    run(async {
        let mut seat = marked(22).await;
        let before = marks_on_the_server(&seat).await;
        seat.press(code, modifiers);
        assert!(!seat.app.requests().quit);
        let sent = |seat: &Seat| seat.app.desk.link.pending == 0;
        seat.until("the end of the queue", sent).await;
        assert!(seat.app.requests().quit);
        assert_eq!(marks_on_the_server(&seat).await, before + 1);
    });
}

/// Nobody waits for a server that has said that it takes nothing.
#[test]
fn whoever_leaves_a_server_that_cannot_write_leaves_at_once() {
    run(async {
        let mut seat = marked(24).await;
        seat.app.desk.link.line = Line::CannotWrite;
        seat.press(KeyCode::Char('x'), ALT);
        assert!(is_signed_out(&seat));
        assert!(said(&seat).ends_with(UNSENT), "{}", said(&seat));
    });
}

#[test]
fn the_second_press_leaves_at_once_and_says_what_remains() {
    run(async {
        let mut seat = marked(23).await;
        seat.press(KeyCode::Char('x'), ALT);
        seat.press(KeyCode::Char('x'), ALT);
        assert!(is_signed_out(&seat));
        assert_eq!(said(&seat), UNSENT);
    });
}

#[test]
fn nobody_waits_longer_than_two_seconds() {
    run(async {
        let mut seat = marked(24).await;
        seat.press(KeyCode::Char('x'), ALT);
        assert_eq!(seat.app.leaves_in(), Some(Duration::from_secs(2)));
        seat.clock.advance(TimeDelta::seconds(2));
        assert_eq!(seat.app.leaves_in(), Some(Duration::ZERO));
        seat.app.leave_now();
        seat.paint();
        assert!(is_signed_out(&seat));
        assert_eq!(said(&seat), UNSENT);
    });
}

#[test]
fn a_server_that_does_not_answer_is_not_waited_for() {
    run(async {
        let mut seat = marked(25).await;
        seat.server.kill();
        seat.press(KeyCode::Char('x'), ALT);
        seat.until("the end", is_signed_out).await;
        assert!(said(&seat).contains(UNSENT), "{}", said(&seat));
        // With nobody to send to, nobody is waited for at all.
        assert_eq!(seat.app.leaves_in(), None);
    });
}

#[test]
fn what_is_typed_while_somebody_leaves_is_entered_nowhere_and_escape_stays() {
    run(async {
        let mut seat = marked(26).await;
        let before = seat.sheet().entries.clone();
        seat.press(KeyCode::Char('x'), ALT);
        seat.press(KeyCode::Char('4'), KeyModifiers::NONE);
        assert_eq!(seat.sheet().entries, before);
        let words = "Вы выходите, набранное не записано. 1 запись уходит";
        assert!(said(&seat).starts_with(words), "{}", said(&seat));
        assert!(said(&seat).contains("Esc — остаться"), "{}", said(&seat));
        seat.press(KeyCode::Esc, KeyModifiers::NONE);
        assert_eq!(seat.app.leaves_in(), None);
        seat.press(KeyCode::Char('4'), KeyModifiers::NONE);
        assert_ne!(seat.sheet().entries, before);
    });
}

const LEFT: &str = "Вы вышли в другом окне. Чтобы продолжить, войдите снова.";

fn login(seat: &Seat) -> String {
    let mut lines = (0..24).map(|y| seat.line(y));
    let line = lines.find(|line| line.contains("Логин")).unwrap();
    line.replace(['│', '_'], " ").trim().to_owned()
}

fn type_in(seat: &mut Seat, text: &str) {
    for letter in text.chars() {
        seat.press(KeyCode::Char(letter), KeyModifiers::NONE);
    }
}

#[test]
fn why_one_has_to_sign_in_again_stays_in_sight_until_one_has() {
    run(async {
        let mut seat = Seat::sign_in(27).await;
        seat.disk.signed_out().unwrap();
        seat.press(KeyCode::Char('н'), KeyModifiers::NONE);
        assert!(is_signed_out(&seat));
        type_in(&mut seat, "orlova");
        seat.press(KeyCode::Tab, KeyModifiers::NONE);
        type_in(&mut seat, "wrong");
        assert_eq!(said(&seat), LEFT);
        seat.press(KeyCode::Enter, KeyModifiers::NONE);
        let refused = |seat: &Seat| said(seat).starts_with("Неверный логин");
        seat.until("a refusal", refused).await;
        type_in(&mut seat, PASSWORD);
        assert!(refused(&seat), "{}", said(&seat));
        seat.press(KeyCode::Enter, KeyModifiers::NONE);
        seat.until("the journal", |seat| !is_signed_out(seat)).await;
        assert!(said(&seat).starts_with("Здравствуйте"), "{}", said(&seat));
        seat.press(KeyCode::Down, KeyModifiers::NONE);
        assert_eq!(said(&seat), "");
    });
}

#[test]
fn what_was_typed_before_the_form_of_signing_in_was_seen_is_no_login() {
    run(async {
        let mut seat = Seat::sign_in(28).await;
        seat.disk.signed_out().unwrap();
        for letter in "н5б".chars() {
            let key = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
            let typed = Message::Terminal(TerminalEvent::Key(key));
            seat.app.handle(typed);
        }
        seat.paint();
        assert!(is_signed_out(&seat));
        assert_eq!((login(&seat), said(&seat)), ("Логин".into(), LEFT.into()));
        type_in(&mut seat, "o");
        assert!(login(&seat).ends_with('o'), "{}", login(&seat));
    });
}
