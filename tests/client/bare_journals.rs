//! Journals that lack what others have: marks in a first grade, a calendar plan in a school that
//! was just imported.

use crate::input::{SIZE, entry, lesson_stage};
use crate::journal_keys::journal_stage;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::Attendance;
use journal::view::PlanWindow;
use rstest::rstest;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::lesson::LessonScreen;

const NO_MARKS: &str = "В этом журнале отметок не ставят: ничего не записано.";

/// The lesson as a first grade has it.
fn without_marks(mut stage: Stage) -> Stage {
    let pages = &mut stage.desk.pages;
    let lesson = pages
        .lessons
        .get_mut(&PAGES.lesson.sheet.lesson.id)
        .unwrap();
    let sheets = std::iter::once(&mut lesson.sheet).chain(&mut lesson.recent);
    let journal = pages.journals.values_mut();
    for sheet in sheets.chain(journal.flat_map(|page| &mut page.grid.sheets)) {
        sheet.without_marks = true;
        sheet.entries.clear();
    }
    lesson.standing.clear();
    stage.page_came();
    stage
}

fn without_plan(language: Language) -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(language, SIZE, Box::new(LessonScreen::new(lesson)));
    stage.desk.pages.lessons.get_mut(&lesson).unwrap().plan = PlanWindow::default();
    stage.page_came();
    stage
}

fn screen(stage: &Stage) -> String {
    stage.rows().0.join("\n")
}

#[test]
fn a_lesson_without_marks_has_no_column_for_them_and_takes_none() {
    let usual = lesson_stage();
    assert!(screen(&usual).contains("Ответ") && screen(&usual).contains("Ср. взв."));
    let mut stage = without_marks(lesson_stage());
    let shown = screen(&stage);
    assert!(
        !shown.contains("Ответ") && !shown.contains("Ср. взв."),
        "{shown}"
    );
    stage.letters(".");
    assert!(stage.entered.is_empty());
    assert_eq!(stage.notice(), NO_MARKS);
    let mut stage = without_marks(lesson_stage());
    stage.letters("н");
    assert_eq!(entry(&stage, 0).attendance, Attendance::Absent);
    stage
        .key(KeyCode::F(2))
        .letters("Слоги")
        .key(KeyCode::Enter);
    assert_eq!(stage.lesson().sheet.topic.as_ref().unwrap().text, "Слоги");
}

#[test]
fn a_journal_without_marks_says_so_at_the_key() {
    let mut stage = without_marks(journal_stage());
    assert!(!screen(&stage).contains("Ср."), "{}", screen(&stage));
    stage.letters("4");
    assert_eq!(stage.notice(), NO_MARKS);
    assert!(stage.entered.is_empty());
    stage.letters("б");
    assert!(!stage.entered.is_empty());
}

#[rstest]
#[case(
    Language::Ru,
    "Календарного плана у этого журнала нет",
    "из плана",
    "Ctrl+T"
)]
#[case(
    Language::En,
    "This journal has no calendar plan",
    "from the plan",
    "Ctrl+T"
)]
fn where_there_is_no_plan_nothing_is_offered_from_it(
    #[case] language: Language,
    #[case] none: &str,
    #[case] offer: &str,
    #[case] key: &str,
) {
    let mut stage = without_plan(language);
    let shown = screen(&stage);
    assert!(!shown.contains(offer) && !shown.contains(key), "{shown}");
    stage.press(KeyCode::Char('t'), KeyModifiers::CONTROL);
    assert!(stage.notice().starts_with(none), "{}", stage.notice());
    stage.key(KeyCode::F(2));
    let shown = screen(&stage);
    assert!(shown.contains(none), "{shown}");
    for said in [offer, key, " 0 "] {
        assert!(!shown.contains(said), "{said}: {shown}");
    }
    stage.press(KeyCode::Char('t'), KeyModifiers::CONTROL);
    assert!(stage.notice().starts_with(none), "{}", stage.notice());
    stage.letters("Слоги").key(KeyCode::Enter);
    assert_eq!(stage.lesson().sheet.topic.as_ref().unwrap().text, "Слоги");
}
