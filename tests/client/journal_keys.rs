//! What keys do in the journal, and where nothing may be entered.

use crate::input::{SIZE, entry, lesson_stage};
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Attendance, Role};
use offline::PageKey;
use zhurnal::desk::link::Line;
use zhurnal::effect::Effect;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::journal::JournalScreen;

pub fn journal_stage() -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let screen = JournalScreen::new(PAGES.journal.journal, Some(lesson));
    Stage::new(Language::Ru, SIZE, Box::new(screen))
}

#[test]
fn the_journal_acts_on_the_lesson_of_its_column() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = journal_stage();
    stage
        .key(KeyCode::F(2))
        .letters("Повторение")
        .key(KeyCode::Enter);
    assert_eq!(
        stage.lesson().sheet.topic.as_ref().unwrap().text,
        "Повторение"
    );
    stage
        .key(KeyCode::F(3))
        .letters("§ 12")
        .press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert_eq!(stage.lesson().sheet.homework[&0].text, "§ 12");
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    assert!(stage.lesson().sheet.roll_call.is_some());
    assert!(
        stage.notice().contains("подтверждена"),
        "{}",
        stage.notice()
    );
    assert!(
        stage
            .entered
            .iter()
            .all(|change| change.sheet == lesson.into())
    );
    // Topic, homework, the roll, and the absence of the pupil who was announced.
    assert_eq!(stage.entered.len(), 4);
}

#[test]
fn a_roll_call_in_the_journal_hears_the_verdict() {
    let mut stage = journal_stage();
    stage.key(KeyCode::Home);
    for _ in 0..20 {
        stage.key(KeyCode::Left);
    }
    let first = PAGES.journal.grid.sheets[0].lesson.id;
    let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    let sheet = page.unwrap().grid.sheet_mut(first).unwrap();
    sheet.roll_call = None;
    sheet.lesson.date = "2026-09-01".parse().unwrap();
    stage.key(KeyCode::F(4));
    assert!(
        stage
            .notice()
            .contains("срок был до 03.09 23:59 (п. 12 Порядка)"),
        "{}",
        stage.notice()
    );
}

#[test]
fn type_ahead_is_bounded_and_told() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = lesson_stage();
    let page = stage.desk.pages.lessons.remove(&lesson).unwrap();
    stage.letters(&"н".repeat(256));
    assert!(stage.notice().contains("256"), "{}", stage.notice());
    stage.letters("н");
    assert!(stage.notice().contains("не введены"), "{}", stage.notice());
    // What needs no page works at once.
    stage.key(KeyCode::F(1)).key(KeyCode::Esc);
    stage.desk.pages.lessons.insert(lesson, page);
    stage.page_came();
    let absent = |row| entry(&stage, row).attendance == Attendance::Absent;
    assert!((0..stage.lesson().members.len()).all(absent));
}

#[test]
fn keys_for_another_period_are_not_entered_in_this_one() {
    let mut stage = journal_stage();
    stage.letters("{");
    let other = stage.effects.iter().find_map(|effect| match effect {
        Effect::Open(PageKey::Journal(_, period)) => *period,
        _ => None,
    });
    assert!(other.is_some(), "{:?}", stage.effects);
    stage.letters("5");
    assert!(stage.entered.is_empty());
    assert!(stage.notice().contains("1 клавиша"), "{}", stage.notice());
}

#[test]
fn who_may_not_write_hears_the_clause_at_the_key() {
    let mut stage = lesson_stage();
    let lesson = PAGES.lesson.sheet.lesson.id;
    stage.desk.pages.lessons.get_mut(&lesson).unwrap().relation = journal::Relation::default();
    stage.desk.me.as_mut().unwrap().roles = journal::Roles(vec![Role::Deputy]);
    stage.letters("н");
    assert!(stage.entered.is_empty());
    assert!(
        stage.notice().contains("табл. 1, п. 1.3 Порядка"),
        "{}",
        stage.notice()
    );
}

#[test]
fn a_lesson_outside_the_edit_window_is_locked_with_its_clause() {
    let mut stage = lesson_stage();
    let lesson = PAGES.lesson.sheet.lesson.id;
    stage.key(KeyCode::Right).letters("5");
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.lesson.date = "2026-10-01".parse().unwrap();
    stage.key(KeyCode::Up).letters("4");
    assert_eq!(stage.entered.len(), 1, "the mark that stands is closed");
    assert!(
        stage.notice().contains("п. 13 Порядка"),
        "{}",
        stage.notice()
    );
}

#[test]
fn the_line_in_words_says_what_the_lesson_of_the_column_lacks() {
    let words = |stage: &Stage| stage.rows().0[usize::from(SIZE.1) - 3].trim().to_owned();
    let mut stage = journal_stage();
    let name = stage.lesson().members[0].name.listed();
    stage.letters("4").key(KeyCode::Up);
    assert_eq!(
        words(&stage),
        format!("{name}, 16.11: явка не отмечена; отметка 4 · урок без переклички, темы, д/з")
    );
    stage.key(KeyCode::F(2)).letters("Повторение");
    stage.key(KeyCode::Enter).key(KeyCode::F(3));
    stage
        .letters("§ 12")
        .press(KeyCode::Char('s'), KeyModifiers::CONTROL)
        .key(KeyCode::F(4))
        .key(KeyCode::Enter);
    // What was done is said first; a key later the line is back.
    stage.key(KeyCode::Down).key(KeyCode::Up);
    assert_eq!(
        words(&stage),
        format!("{name}, 16.11: присутствует; отметка 4")
    );
}

#[test]
fn a_first_grade_is_known_by_its_grade_and_not_by_its_title() {
    let words = |stage: &Stage| stage.rows().0[usize::from(SIZE.1) - 3].trim().to_owned();
    let mut stage = journal_stage();
    let id = PAGES.journal.journal;
    for (title, grade, lacks) in [
        ("1 подгруппа 7Б", Some(7), "урок без переклички, темы, д/з"),
        ("«Звёздочки»", Some(1), "урок без переклички, темы"),
        ("1А и 2А", None, "урок без переклички, темы, д/з"),
    ] {
        let page = stage.desk.pages.journals.get_mut(&id).unwrap();
        page.group = title.to_owned();
        page.grade = grade;
        stage.settle();
        let words = words(&stage);
        assert!(words.ends_with(lacks), "{title}: {words}");
    }
}

#[test]
fn a_weighted_average_is_called_so() {
    assert!(PAGES.rules.work_kinds.iter().any(|kind| kind.weight != 1));
    let head = |stage: &Stage| stage.rows().0.join("\n");
    let stage = journal_stage();
    assert!(head(&stage).contains("взв."), "{}", head(&stage));
    let mut stage = lesson_stage();
    assert!(head(&stage).contains("Ср. взв."), "{}", head(&stage));
    let rules = stage.desk.rules.as_mut().unwrap();
    rules.work_kinds.iter_mut().for_each(|kind| kind.weight = 1);
    stage.settle();
    assert!(head(&stage).contains("Средн."), "{}", head(&stage));
}

/// Without a network there is a way back from a period that was never opened here.
#[test]
fn another_period_is_gone_to_from_a_page_that_has_not_come() {
    let mut stage = journal_stage();
    let shown = PAGES.journal.period.id;
    let periods = &stage.desk.rules.as_ref().unwrap().periods;
    let at = periods.iter().position(|one| one.id == shown).unwrap();
    let before = periods[at - 1].id;
    stage.desk.link.line = Line::Offline;
    let asks = |stage: &Stage, period| {
        let page = PageKey::Journal(PAGES.journal.journal, Some(period));
        let mut effects = stage.effects.iter();
        effects.any(|effect| matches!(effect, Effect::Open(it) if *it == page))
    };
    stage.press(KeyCode::PageUp, KeyModifiers::CONTROL);
    assert!(asks(&stage, before));
    stage.settle();
    stage.press(KeyCode::PageDown, KeyModifiers::CONTROL);
    assert!(asks(&stage, shown), "{}", stage.notice());
}

/// What was typed for the page that is on its way is for no other, also where that one is here.
#[test]
fn what_waits_for_a_period_is_not_entered_in_the_one_turned_to_after_it() {
    let mut stage = journal_stage();
    stage.press(KeyCode::PageUp, KeyModifiers::CONTROL);
    stage.settle();
    stage.letters("5");
    stage.press(KeyCode::PageDown, KeyModifiers::CONTROL);
    stage.settle();
    let asked = stage.effects.iter().rev().find_map(|effect| match effect {
        Effect::Open(PageKey::Journal(_, period)) => *period,
        _ => None,
    });
    assert_ne!(asked, Some(PAGES.journal.period.id), "it waits its turn");
    stage.page_came();
    assert!(stage.entered.is_empty(), "{}", stage.notice());
}

/// What waits for the page of a screen is not given to another that is put over it.
#[test]
fn what_waits_for_a_screen_is_let_go_where_another_is_opened() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = lesson_stage();
    let page = stage.desk.pages.lessons.remove(&lesson).unwrap();
    stage.letters("н");
    assert!(stage.notice().contains("1 клавиша"), "{}", stage.notice());
    stage.press(KeyCode::Char('j'), KeyModifiers::ALT);
    assert!(stage.notice().contains("Не введено"), "{}", stage.notice());
    stage.key(KeyCode::Esc);
    stage.desk.pages.lessons.insert(lesson, page);
    stage.page_came();
    assert!(stage.entered.is_empty(), "{}", stage.notice());
}
