//! «Сегодня»: what is said of a lesson, and what there is for whom.

use crate::stage::{PAGES, Stage};
use crossterm::event::KeyCode;
use journal::{Role, Roles};
use rstest::rstest;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::lesson::LessonScreen;
use zhurnal::ui::screen::today::TodayScreen;

fn today() -> Stage {
    Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()))
}

#[test]
fn of_a_lesson_to_come_nothing_is_missing_yet() {
    let mut stage = today();
    let words = |stage: &Stage| stage.rows().0.remove(21);
    assert!(words(&stage).contains("не хватает: переклички"));
    stage.key(KeyCode::Down);
    let line = words(&stage);
    assert!(line.contains("урок ещё не начался"), "{line}");
    assert!(!line.contains("не хватает"), "{line}");
}

#[rstest]
#[case::deputy(Role::Deputy, "У завуча пока нет списка журналов.")]
#[case::director(Role::Director, "У директора пока нет списка журналов.")]
#[case::registrar(Role::Registrar, "Для этой роли списка журналов пока нет.")]
fn only_what_works_is_offered_to_other_roles(#[case] role: Role, #[case] why: &str) {
    let mut stage = today();
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![role]);
    let page = stage.desk.pages.today.as_mut().unwrap();
    page.lessons.clear();
    page.unfilled.clear();
    stage.settle();
    let mut rows = stage.rows().0;
    let foot = rows.pop().unwrap();
    assert!(!rows.pop().unwrap().contains("уроков"));
    for dead in ["открыть", "журнал"] {
        assert!(!foot.contains(dead), "{foot}");
    }
    for alive in ["Ctrl+R", "F10", "Alt+X"] {
        assert!(foot.contains(alive), "{foot}");
    }
    for key in [KeyCode::Enter, KeyCode::F(5)] {
        stage.key(key);
        assert_eq!(stage.notice(), why);
    }
    assert!(stage.effects.is_empty());
}

#[test]
fn nobody_is_called_present_before_the_roll_is() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(LessonScreen::new(lesson)));
    let words = |stage: &Stage| stage.rows().0.remove(21);
    assert!(words(&stage).contains(": явка не отмечена"));
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    stage.key(KeyCode::Down).key(KeyCode::Up);
    assert!(words(&stage).contains(": присутствует"));
}
