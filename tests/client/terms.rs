//! The terms of what the own lessons lack, in «Сегодня» and over the roll.

use crate::seat::Seat;
use crate::stage::{PAGES, Stage};
use chrono::{NaiveDate, TimeDelta};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::regulation::Regulation;
use journal::view::TodayLesson;
use journal::{Excuse, Timestamp};
use testkit::fixture::{self, RUNNING};
use zhurnal::i18n::Language;
use zhurnal::ui::screen::lesson::LessonScreen;
use zhurnal::ui::screen::today::TodayScreen;

const SIZE: (u16, u16) = (80, 24);

fn today(regulation: &str) -> Stage {
    let mut stage = Stage::new(Language::Ru, SIZE, Box::new(TodayScreen::default()));
    rule(&mut stage, regulation);
    stage
}

fn rule(stage: &mut Stage, regulation: &str) {
    let mut rules = PAGES.rules.clone();
    rules.regulation = Regulation::shipped(regulation).unwrap();
    stage.desk.take_rules(rules);
    stage.settle();
}

/// The line under the lesson of this time.
fn under(stage: &Stage, time: &str) -> String {
    let rows = stage.rows().0;
    let row = rows.iter().position(|row| row.contains(time)).unwrap();
    rows[row + 1].trim().to_owned()
}

fn first(stage: &mut Stage) -> &mut TodayLesson {
    &mut stage.desk.pages.today.as_mut().unwrap().lessons[0]
}

/// Ninety minutes after the class's last lesson; at 9:26 it has not gone home.
#[test]
fn a_lesson_shows_what_is_due_next_by_which_clause() {
    let mut stage = today("sgo-154");
    first(&mut stage).last_bell = "13:20:00".parse().ok();
    stage.settle();
    assert_eq!(
        under(&stage, "08:30–09:15"),
        "д/з: до 14:50 (п. 2.7 Регламента)"
    );
    let last = "просрочено: д/з — было до ";
    let late = under(&stage, "13.11 13:20");
    assert!(late.starts_with(last), "{late}");
    // With a reason it may come later.
    let page = stage.desk.pages.today.as_mut().unwrap();
    page.unfilled[0].excused = true;
    stage.settle();
    assert_eq!(
        under(&stage, "13.11 13:20"),
        "д/з: до 20.11 (п. 1.5 Порядка)"
    );
}

#[test]
fn parts_of_one_term_are_said_together_and_a_point_by_its_own_day() {
    let mut stage = today("sergiev-posad-14");
    let row = first(&mut stage);
    (row.homework, row.topic, row.roll_called) = (true, None, false);
    stage.settle();
    assert_eq!(
        under(&stage, "08:30–09:15"),
        "явка: до 18.11 (п. 12 Порядка)",
        "the same day by two clauses"
    );
    let row = first(&mut stage);
    (row.topic, row.roll_called) = (Some("Тема".to_owned()), true);
    row.point_due = NaiveDate::from_ymd_opt(2026, 11, 18);
    stage.key(KeyCode::Home).settle();
    assert_eq!(under(&stage, "08:30–09:15"), "точка: до 18.11");
    let words = stage.rows().0[21].clone();
    assert!(words.contains("не хватает: отметки за точку"), "{words}");
    let kinds = &PAGES.rules.work_kinds;
    let written = kinds.iter().find(|kind| kind.marking_days.is_some());
    let written = written.expect("a written work");
    let row = first(&mut stage);
    row.point_due = None;
    row.unmarked = vec![kinds[0].id, written.id];
    stage.settle();
    let short = &written.short;
    let said = under(&stage, "08:30–09:15");
    let begins = format!("отметки ({short}): до ");
    assert!(
        said.starts_with(&begins) && said.ends_with("(п. 8 Порядка)"),
        "{said}"
    );
}

/// Nothing is late, and nothing is said to be due.
#[test]
fn a_regulation_without_a_term_says_none() {
    let stage = today("epos-ohansk-1");
    let rows = stage.rows().0;
    assert!(!rows.join("\n").contains("просрочено"), "{rows:#?}");
    let next = under(&stage, "08:30–09:15");
    assert!(next.contains("09:25–10:10"), "no line of its own: {next}");
    assert_eq!(
        under(&stage, "09:25–10:10"),
        "явка: до 10:10 (п. 1.2 Регламента)",
        "only the roll has one"
    );
    assert!(rows[1].contains("Не заполнено: 2."), "{}", rows[1]);
}

#[test]
fn alt_u_goes_from_lesson_to_lesson_that_lacks_something() {
    let mut stage = today("sergiev-posad-14");
    let rows = stage.rows().0;
    assert_eq!(
        rows[1].trim(),
        "Не заполнено: 2, просрочено: 1. Следующий урок — Alt+U."
    );
    let words = |stage: &mut Stage| {
        stage.press(KeyCode::Char('u'), KeyModifiers::ALT);
        stage.rows().0[21].trim().to_owned()
    };
    let next = words(&mut stage);
    assert!(next.starts_with("11А: не хватает: д/з"), "{next}");
    let next = words(&mut stage);
    assert!(
        next.starts_with("9А: не хватает: д/з"),
        "after the last the first: {next}"
    );
    let page = stage.desk.pages.today.as_mut().unwrap();
    page.unfilled.clear();
    page.lessons[0].homework = true;
    stage.settle();
    let rows = stage.rows().0;
    assert!(!rows[1].contains("Не заполнено"), "{}", rows[1]);
}

#[test]
fn over_the_roll_stands_until_when_what_is_missing_is_due() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, SIZE, Box::new(LessonScreen::new(lesson)));
    rule(&mut stage, "sgo-154");
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.last_bell = "13:20:00".parse().ok();
    stage.settle();
    let line = |stage: &Stage| stage.rows().0[2].trim_end().to_owned();
    let shown = line(&stage);
    assert!(
        shown.ends_with("срок: до 14:50 (п. 2.7 Регламента)"),
        "{shown}"
    );
    // The homework is there: what else lacks says its own.
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    let homework = journal::Homework {
        text: "№ 5".to_owned(),
        ..journal::Homework::default()
    };
    page.sheet.homework.insert(0, homework);
    stage.settle();
    let shown = line(&stage);
    assert!(
        shown.ends_with("явка: до 23:59 (п. 2.5 Регламента)"),
        "{shown}"
    );
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.lesson.date = NaiveDate::from_ymd_opt(2026, 11, 12).unwrap();
    stage.settle();
    let shown = line(&stage);
    let late = "просрочено: явка — было до 12.11 (п. 2.5 Регламента)";
    assert!(shown.ends_with(late), "{shown}");
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.excuse = Some(Excuse {
        words: "болела".to_owned(),
    });
    stage.settle();
    let shown = line(&stage);
    assert!(shown.ends_with("до 19.11 (п. 1.5 Порядка)"), "{shown}");
}

/// The day as the real server tells it; its clock moves over the term.
#[test]
fn the_head_counts_the_own_lessons_that_lack_something_and_are_late() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut seat = Seat::sign_in(86).await;
        seat.press(KeyCode::Esc, KeyModifiers::NONE);
        let row = |seat: &Seat| -> Option<TodayLesson> {
            let page = seat.app.desk.pages.today.as_ref()?;
            let mut rows = page.lessons.iter().chain(&page.unfilled);
            rows.find(|row| row.lesson.id == RUNNING).cloned()
        };
        seat.until("the day", |seat| row(seat).is_some()).await;
        let running = row(&seat).unwrap();
        assert!(running.last_bell.is_some(), "its class goes home then");
        let count = |seat: &mut Seat| {
            seat.paint();
            seat.line(1).trim().to_owned()
        };
        let of = |said: &str, what: &str| -> usize {
            let behind = said.split(what).nth(1).unwrap_or("0");
            let digits = behind.chars().take_while(char::is_ascii_digit);
            digits.collect::<String>().parse().unwrap()
        };
        let before = count(&mut seat);
        let (lacking, late) = (of(&before, "заполнено: "), of(&before, "просрочено: "));
        seat.clock.advance(TimeDelta::hours(1));
        let over = count(&mut seat);
        assert_eq!(of(&over, "заполнено: "), lacking + 1, "{before} → {over}");
        assert_eq!(of(&over, "просрочено: "), late, "{over}");
        // The fixture's rules have a term for the homework of this day.
        let end: Timestamp = fixture::at(fixture::today(), 23, 59);
        let by = end.since(seat.app.desk.now()) + TimeDelta::minutes(-1);
        seat.clock.advance(by);
        let after = count(&mut seat);
        assert!(of(&after, "просрочено: ") > late, "{over} → {after}");
    });
}
