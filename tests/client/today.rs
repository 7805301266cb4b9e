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
#[case::deputy(Role::Deputy, "В этот день уроков нет: открывать нечего.")]
#[case::director(Role::Director, "В этот день уроков нет: открывать нечего.")]
#[case::registrar(Role::Registrar, "Журналы вам не открыты, их читают: ")]
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
        assert!(stage.notice().starts_with(why), "{}", stage.notice());
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

#[test]
fn a_lesson_to_come_does_not_look_like_one_with_gaps() {
    let stage = today();
    let rows = stage.rows().0;
    let row = |number: &str| {
        let of_lesson = |row: &&String| row.trim_start_matches([' ', '→', '▸']).starts_with(number);
        rows.iter().find(of_lesson).expect("a lesson").clone()
    };
    let ticks = |row: &str| {
        row.split_whitespace()
            .rev()
            .take(4)
            .collect::<Vec<_>>()
            .join("")
    };
    assert_eq!(
        ticks(&row("1 ")),
        "3-✓✓",
        "a lesson that lacks its homework"
    );
    assert_eq!(ticks(&row("2 ")), "0---", "the running one");
    assert_eq!(ticks(&row("3 ")), "····", "no gaps before the bell");
}

#[test]
fn the_subject_has_the_room_and_the_arrow_stands_apart() {
    let rows = today().rows().0;
    let screen = rows.join("\n");
    assert!(screen.contains(" → 2 09:25–10:10 7Б  "), "{screen}");
    assert!(screen.contains("Вероятность и статистика  "), "{screen}");
    assert!(!screen.contains("0-1"), "a dash between times: {screen}");
    // A class with a long name is cut before its subject is.
    let mut stage = today();
    let page = stage.desk.pages.today.as_mut().unwrap();
    page.lessons[0].group = "10Б углублённый английский".into();
    page.lessons[0].topic = Some("Тема".into());
    stage.settle();
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("10Б углублён… Геометрия"), "{screen}");
    // A wide terminal shows the topics too.
    let stage = Stage::new(Language::Ru, (120, 36), Box::new(TodayScreen::default()));
    let screen = stage.rows().0.join("\n");
    assert!(
        screen.contains("Алгебра и начала математического анализа"),
        "{screen}"
    );
    assert!(screen.contains("Тема урока"), "{screen}");
}

#[test]
fn a_first_grade_lacks_no_homework() {
    let mut stage = today();
    let first = |stage: &mut Stage, grade| {
        let row = &mut stage.desk.pages.today.as_mut().unwrap().lessons[0];
        (row.grade, row.roll_called, row.homework) = (Some(grade), true, false);
        row.topic = Some("Тема".into());
        stage.key(KeyCode::Home).settle();
        let rows = stage.rows().0;
        let is_first = |row: &&String| row.contains("08:30–09:15");
        let ticks = rows.iter().find(is_first).unwrap().clone();
        (ticks, rows[21].clone())
    };
    let (row, words) = first(&mut stage, 7);
    assert!(row.contains("✓    ✓    -"), "{row}");
    assert!(words.contains("не хватает: д/з"), "{words}");
    let (row, words) = first(&mut stage, 1);
    assert!(row.contains("✓    ✓    ·"), "{row}");
    assert!(words.contains("всё заполнено"), "{words}");
}

/// Whether there are journals is not known before their list is here.
#[test]
fn a_day_without_lessons_promises_no_journals_that_are_not_known() {
    let mut stage = today();
    let page = stage.desk.pages.today.as_mut().unwrap();
    page.lessons.clear();
    page.unfilled.clear();
    stage.desk.pages.lists.clear();
    stage.settle();
    let screen = stage.rows().0.join("\n");
    let says = "Сегодня у вас нет уроков. Есть ли у вас журналы, покажет Alt+J.";
    assert!(screen.contains(says), "{screen}");
}
