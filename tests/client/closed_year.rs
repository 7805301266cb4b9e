//! A school year that is closed, or over: all of it is only read, and every screen says so.

use crate::journal_keys::journal_stage;
use crate::stage::{PAGES, Stage};
use crossterm::event::KeyCode;
use journal::SchoolYears;
use journal::register::{SchoolYear, YearState};
use rstest::rstest;
use zhurnal::i18n::Language;
use zhurnal::ui::layer::Layer;
use zhurnal::ui::screen::lesson::LessonScreen;
use zhurnal::ui::screen::today::TodayScreen;

/// What is shown once the running year has been closed on this day, or ends before it.
fn closed(mut stage: Stage, ends: &str, state: YearState) -> Stage {
    let year = |title: &str, starts: &str, ends: &str, state| SchoolYear {
        title: title.to_owned(),
        starts: starts.parse().unwrap(),
        ends: ends.parse().unwrap(),
        state,
    };
    let closed = year("2026/27", "2026-09-01", ends, state);
    let next = year("2027/28", "2027-09-01", "2028-05-26", YearState::Open);
    stage.desk.rules.as_mut().unwrap().years = SchoolYears::new([closed, next]);
    stage.settle();
    stage
}

fn closed_early(screen: Box<dyn Layer>) -> Stage {
    let stage = Stage::new(Language::Ru, (80, 24), screen);
    closed(stage, "2027-05-26", YearState::Closed)
}

fn lesson() -> Box<dyn Layer> {
    Box::new(LessonScreen::new(PAGES.lesson.sheet.lesson.id))
}

#[rstest]
#[case::by_the_administrator("2027-05-26", YearState::Closed, "Учебный год закрыт (")]
#[case::by_its_last_day(
    "2026-11-13",
    YearState::Open,
    "Учебный год закончился 13 ноября 2026 ("
)]
fn a_closed_year_is_named_and_names_no_moment_that_is_not_true(
    #[case] ends: &str,
    #[case] state: YearState,
    #[case] says: &str,
) {
    let mut stage = closed(journal_stage(), ends, state);
    let (rows, _) = stage.rows();
    let title = "2 четверть 2026/27";
    assert!(rows.iter().any(|row| row.contains(title)), "{rows:#?}");
    stage.letters("5");
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
    let notice = stage.notice();
    assert!(notice.starts_with(says), "{notice}");
    let can_be_opened = notice.contains("Снова открыть его может администратор.");
    assert_eq!(can_be_opened, state == YearState::Closed, "{notice}");
}

#[test]
fn a_sheet_of_a_closed_year_is_read_as_anothers_is() {
    let grid = closed(journal_stage(), "2027-05-26", YearState::Closed);
    let lesson = (closed_early(lesson()), "F2 тема целиком");
    for (mut stage, topic) in [lesson, (grid, "F2 тема")] {
        stage.settle();
        let (rows, _) = stage.rows();
        assert!(rows[0].contains("только чтение"), "{}", rows[0]);
        let screen = rows.join("\n");
        assert!(!screen.contains("срок"), "{screen}");
        let foot = rows.last().unwrap();
        assert!(foot.contains(topic), "{foot}");
        for word in ["F4", "F7", "F9", "Ctrl+Z"] {
            assert!(!foot.contains(word), "{foot}");
        }
        stage.key(KeyCode::Down).key(KeyCode::Up);
        for key in [KeyCode::F(4), KeyCode::Delete, KeyCode::Char('н')] {
            stage.key(key);
            let notice = stage.notice();
            assert!(
                notice.starts_with("Учебный год закрыт"),
                "{key:?}: {notice}"
            );
        }
        assert!(stage.entered.is_empty(), "{:?}", stage.entered);
        for key in [KeyCode::F(2), KeyCode::F(3)] {
            stage.key(key).letters("тема");
            let screen = stage.rows().0.join("\n");
            assert!(screen.contains("Учебный год закрыт"), "{key:?}: {screen}");
            assert!(stage.ui.top().unwrap().is_popup(), "{key:?}");
            stage.key(KeyCode::Esc);
        }
    }
}

#[test]
fn of_a_roll_that_was_called_a_closed_year_does_not_say_it_can_be_changed() {
    let mut stage = Stage::new(Language::Ru, (80, 24), lesson());
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    let page = &stage.desk.pages.lessons[&PAGES.lesson.sheet.lesson.id];
    assert!(page.sheet.roll_call.is_some());
    let mut stage = closed(stage, "2027-05-26", YearState::Closed);
    stage.key(KeyCode::F(4));
    let notice = stage.notice();
    assert!(notice.starts_with("Учебный год закрыт"), "{notice}");
}

#[test]
fn nothing_of_a_closed_year_is_listed_as_unfilled() {
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    assert!(stage.rows().0.join("\n").contains("не хватает"));
    let page = stage.desk.pages.today.as_mut().unwrap();
    let mut before = page.lessons[0].clone();
    before.lesson.id = journal::LessonId(999_999);
    before.lesson.date = before.lesson.date.pred_opt().unwrap();
    page.unfilled.push(before);
    let stage = closed(stage, "2027-05-26", YearState::Closed);
    let screen = stage.rows().0.join("\n");
    assert!(!screen.contains("Не заполнено раньше"), "{screen}");
    assert!(!screen.contains("не хватает"), "{screen}");
    assert!(screen.contains("учебный год закрыт"), "{screen}");
}

#[test]
fn before_its_page_is_here_a_lesson_of_a_closed_year_opens_no_form() {
    let mut stage = closed_early(Box::new(TodayScreen::default()));
    stage.desk.pages.lessons.clear();
    stage.desk.pages.journals.clear();
    stage.key(KeyCode::F(2));
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("Учебный год закрыт"), "{screen}");
}
