//! Alt+U in a journal: from lesson to lesson that lacks something, and to the late ones.

use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::view::JournalPage;
use journal::{Homework, PersonId, RollCall, Topic};
use school::DemoSpec;
use std::collections::BTreeSet;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::journal::JournalScreen;

/// The journal with all its lessons filled in, but for what is made of them.
fn stage(change: impl FnOnce(&mut JournalPage)) -> Stage {
    let journal = PAGES.journal.journal;
    let screen = Box::new(JournalScreen::new(journal, None));
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    let mut page = PAGES.journal.clone();
    for sheet in &mut page.grid.sheets {
        sheet.roll_call = Some(RollCall {
            by: PersonId(1),
            at: DemoSpec::NOW,
        });
        sheet.topic = Some(Topic {
            text: "Тема".to_owned(),
            item: None,
        });
        sheet.homework.insert(0, Homework::default());
    }
    change(&mut page);
    stage.desk.pages.journals.insert(journal, page);
    stage.settle();
    stage
}

/// Presses Alt+U; answers what is said.
fn next(stage: &mut Stage) -> String {
    stage.press(KeyCode::Char('г'), KeyModifiers::ALT);
    stage.notice()
}

/// From «не заполнено» to the very lesson, and what it lacks.
#[test]
fn one_key_goes_from_lesson_to_lesson_that_lacks_something_and_says_what() {
    let sheets = &PAGES.journal.grid.sheets;
    let day = |at: usize| sheets[at].lesson.date.format("%d.%m").to_string();
    let (first, second) = (day(0), day(1));
    let mut stage = stage(|page| {
        page.grid.sheets[0].topic = None;
        page.grid.sheets[1].homework.clear();
        page.grid.sheets[1].roll_call = None;
        // What is still to come lacks nothing.
        page.grid.sheets.last_mut().unwrap().topic = None;
    });
    assert!(stage.rows().0.pop().unwrap().contains("Alt+U"));
    for words in [
        format!("Не заполнено, № 1 из 2: {first} — нет: темы ("),
        format!("Не заполнено, № 2 из 2: {second} — нет: переклички ("),
        format!("Не заполнено, № 1 из 2: {first}"),
    ] {
        let said = next(&mut stage);
        assert!(said.starts_with(&words), "{said}");
    }
    stage.key(KeyCode::Left).key(KeyCode::Right);
    let line = stage.rows().0[21].clone();
    assert!(!line.contains(&first), "the cursor had gone there: {line}");
}

/// So that whoever controls knows a breach from what still has time.
#[test]
fn of_what_lacks_the_term_is_said_with_its_clause() {
    let mut stage = stage(|page| {
        let [old, today, ..] = page.grid.sheets.as_mut_slice() else {
            panic!("{:?}", page.grid.sheets.len())
        };
        old.lesson.date = "2026-11-02".parse().unwrap();
        old.roll_call = None;
        today.lesson.date = "2026-11-16".parse().unwrap();
        today.lesson.ends = "09:15:00".parse().unwrap();
        (today.roll_call, today.topic) = (None, None);
        today.homework.clear();
    });
    let old = "02.11 — нет: переклички (срок был до 04.11, п. 12 Порядка).";
    let said = next(&mut stage);
    assert!(said.ends_with(old), "{said}");
    let today = "16.11 — нет: переклички (срок до 18.11, п. 12 Порядка), темы (срок до 18.11, \
                 табл. 1, п. 3.1 Порядка), д/з (срок до сегодня 18:00, табл. 1, п. 3.4 Порядка).";
    let said = next(&mut stage);
    assert!(said.ends_with(today), "{said}");
}

/// From «Поздно 2» to the very lessons.
#[test]
fn after_what_lacks_the_key_goes_to_what_came_late() {
    let sheets = &PAGES.journal.grid.sheets;
    let day = |at: usize| sheets[at].lesson.date.format("%d.%m").to_string();
    let mut stage = stage(|page| {
        page.grid.sheets[2].topic = None;
        let late = [1, 2].map(|at| page.grid.sheets[at].lesson.id);
        page.late = BTreeSet::from(late);
    });
    for words in [
        format!("Не заполнено, № 1 из 1: {} — нет: темы", day(2)),
        format!("Записано поздно, № 1 из 2: {}.", day(1)),
        format!("Записано поздно, № 2 из 2: {}.", day(2)),
        "Не заполнено, № 1 из 1: ".to_owned(),
    ] {
        let said = next(&mut stage);
        assert!(said.starts_with(&words), "{words}: {said}");
    }
    assert!(next(&mut stage).contains("в «Истории» (Alt+H)"));
}

#[test]
fn where_nothing_lacks_it_is_said_and_also_where_nothing_was_held() {
    let mut filled = stage(|_| ());
    let words = "Прошедшие уроки периода заполнены, и всё записано вовремя.";
    assert_eq!(next(&mut filled), words);
    let mut bare = stage(|page| page.grid.sheets.clear());
    assert_eq!(next(&mut bare), "Уроков в этом периоде ещё не было.");
}
