//! Keys are shown where they do what is said, and a key that does nothing says what to do.

use crate::input::{SIZE, entry, lesson_stage};
use crate::journal_keys::journal_stage;
use crate::journals::journals;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Edit, LessonForm};
use rstest::rstest;
use zhurnal::effect::Effect;
use zhurnal::i18n::Language;
use zhurnal::input::keymap::Context;
use zhurnal::ui::screen::sign_in::SignInScreen;
use zhurnal::ui::screen::today::TodayScreen;

/// The line in words over the status.
fn words(stage: &Stage) -> String {
    stage.rows().0[usize::from(SIZE.1) - 3].trim().to_owned()
}

fn foot(stage: &Stage) -> String {
    stage.rows().0[usize::from(SIZE.1) - 1].trim().to_owned()
}

#[test]
fn a_slash_is_shown_nowhere_as_the_key_that_finds() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).key(KeyCode::F(1));
    let help = |stage: &Stage| stage.rows().0.join("\n");
    while !help(&stage).contains("Найти ученика") {
        stage.key(KeyCode::PageDown);
    }
    let rows = stage.rows().0;
    let line = rows.iter().find(|row| row.contains("Найти ученика"));
    let line = line.unwrap();
    assert!(line.contains("Ctrl+F, \\") && !line.contains('/'), "{line}");
    // The keys that are shown find, in a column of marks too.
    stage.key(KeyCode::Esc).key(KeyCode::Char('\\'));
    assert_eq!(stage.ui.context(), Context::Text);
    assert!(stage.entered.is_empty());
    // Where a slash is no data it finds as well.
    let mut stage = lesson_stage();
    stage.key(KeyCode::Char('/'));
    assert_eq!(stage.ui.context(), Context::Text);
    // Where it is data it is the point.
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).key(KeyCode::Char('/'));
    assert_eq!(entry(&stage, 0).marks.len(), 1);
}

#[test]
fn a_pupil_is_found_with_the_other_layout_on() {
    let mut stage = lesson_stage();
    let row = 9;
    let name = PAGES.lesson.members[row].name.last.to_lowercase();
    let part: String = name.chars().take(5).collect();
    let keys: String = part
        .chars()
        .map(|letter| zhurnal::input::layout::to_command(letter).unwrap_or(letter))
        .collect();
    assert!(keys.is_ascii(), "{keys}");
    stage.key(KeyCode::Char('\\')).letters(&keys);
    assert_eq!(stage.notice(), "");
    stage.key(KeyCode::Enter).letters("н");
    let found = stage
        .lesson()
        .members
        .iter()
        .position(|member| member.name.last.to_lowercase().starts_with(&part));
    assert_eq!(
        entry(&stage, found.unwrap()).attendance,
        journal::Attendance::Absent
    );
}

#[test]
fn the_form_of_the_lesson_changes_with_a_sentence() {
    let mut stage = lesson_stage();
    stage.press(KeyCode::Char('f'), KeyModifiers::ALT);
    assert_eq!(
        stage.notice(),
        "Форма урока: дистанционно (было: очно). u — отменить."
    );
    let Edit::Form { step } = &stage.entered[0].edit else {
        panic!("{:?}", stage.entered)
    };
    assert_eq!(
        (step.old, step.new),
        (LessonForm::InPerson, LessonForm::Distance)
    );
}

#[test]
fn a_selection_is_counted_in_words() {
    let mut stage = lesson_stage();
    let pupils = stage.lesson().members.len();
    stage.press(KeyCode::Char('a'), KeyModifiers::CONTROL);
    assert_eq!(
        words(&stage),
        format!("Выделено {pupils} учеников: запись пойдёт всем.")
    );
    // Past lessons are not written to.
    stage.key(KeyCode::Esc).key(KeyCode::End);
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    assert!(!words(&stage).contains("Выделено"), "{}", words(&stage));
    let mut stage = journal_stage();
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    assert_eq!(words(&stage), "Выделено 2 ученика: запись пойдёт всем.");
    stage.press(KeyCode::Left, KeyModifiers::SHIFT);
    assert_eq!(words(&stage), "Выделены 4 клетки: запись пойдёт во все.");
}

#[rstest]
#[case::russian("контр")]
#[case::english_keys("rjynh")]
fn letters_choose_a_kind_of_work(#[case] typed: &str) {
    let kinds = &PAGES.rules.work_kinds;
    let at = kinds
        .iter()
        .position(|kind| kind.title.to_lowercase().contains("контр"));
    let kind = kinds[at.unwrap()].id;
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(7)).letters(typed);
    assert_eq!(stage.notice(), "");
    stage.key(KeyCode::Enter).letters("4");
    let Edit::Mark { work, .. } = &stage.entered[0].edit else {
        panic!("{:?}", stage.entered)
    };
    assert_eq!(work.kind, kind);
}

#[test]
fn a_kind_that_is_not_there_is_told() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(7)).letters("щ");
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("По «щ» не нашлось ничего"), "{screen}");
}

#[test]
fn in_the_plan_the_foot_says_what_enter_does() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(2));
    assert!(foot(&stage).contains("Enter записать"), "{}", foot(&stage));
    stage.press(KeyCode::Char('t'), KeyModifiers::CONTROL);
    assert!(words(&stage).contains("Enter — взять"), "{}", words(&stage));
    assert!(foot(&stage).contains("Enter взять"), "{}", foot(&stage));
}

#[test]
fn a_key_of_the_screen_beneath_says_to_leave_first() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(2)).key(KeyCode::F(3));
    assert_eq!(
        stage.notice(),
        "Клавиша F3 здесь недоступна: сначала Enter или Esc."
    );
    stage
        .key(KeyCode::Esc)
        .key(KeyCode::F(3))
        .key(KeyCode::F(2));
    assert_eq!(
        stage.notice(),
        "Клавиша F2 здесь недоступна: сначала Ctrl+S или Esc."
    );
    // A screen of its own says where the key works.
    stage
        .key(KeyCode::Esc)
        .key(KeyCode::F(8))
        .key(KeyCode::F(2));
    assert_eq!(
        stage.notice(),
        "Здесь это не работает, а работает в «Сегодня», в уроке и в журнале."
    );
}

#[rstest]
#[case::the_same_again(KeyCode::F(7), "F7")]
#[case::the_roll(KeyCode::F(4), "F4")]
#[case::a_comment(KeyCode::F(9), "F9")]
fn a_key_that_a_window_has_no_use_for_is_said_of_the_lesson_beneath(
    #[case] pressed: KeyCode,
    #[case] shown: &str,
) {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(7)).key(pressed);
    assert_eq!(
        stage.notice(),
        format!("Клавиша {shown} здесь недоступна: сначала Enter или Esc.")
    );
}

#[test]
fn control_c_leaves_the_sign_in_and_only_closes_one_over_a_screen() {
    let sign_in = SignInScreen::new("https://journal.example", "", Vec::new());
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(sign_in));
    stage.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert!(matches!(stage.effects[..], [Effect::Quit]));
    let over = SignInScreen::over("https://journal.example", "orlova");
    let mut stage = lesson_stage();
    stage.ui.open(Box::new(over));
    stage.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert!(stage.effects.is_empty() && stage.ui.sign_in().is_none());
}

#[test]
fn the_help_of_a_lesson_is_cut_nowhere_at_80_columns() {
    let mut stage = lesson_stage();
    stage.resize(80, 60).key(KeyCode::F(1));
    let rows = stage.rows().0;
    assert!(
        rows.iter().any(|row| row.contains("через пробел")),
        "{rows:#?}"
    );
    let cut: Vec<&String> = rows[..56].iter().filter(|row| row.contains('…')).collect();
    assert!(cut.is_empty(), "{cut:#?}");
}

/// A key is not sent to one of the places where it works only.
#[test]
fn a_key_of_several_places_names_them_all() {
    let mut stage = journals();
    stage.key(KeyCode::F(4));
    let said = stage.notice();
    for way in [
        "в уроке и в журнале (перекличка)",
        "в очереди (моё)",
        "в полях ввода (список)",
    ] {
        assert!(said.contains(way), "{said}");
    }
    // Over a window the screens are behind it.
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.key(KeyCode::F(6));
    let said = stage.notice();
    assert!(
        said.starts_with("Клавиша F6 здесь недоступна: сначала "),
        "{said}"
    );
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    stage.press(KeyCode::PageUp, KeyModifiers::CONTROL);
    let said = stage.notice();
    assert!(
        said.contains("в журнале, в списке журналов, в «Классе» и в пропусках ученика"),
        "{said}"
    );
}

/// No key that means something somewhere is silent.
#[test]
fn a_key_of_another_screen_says_where_it_works() {
    let mut stage = journals();
    stage.press(KeyCode::Char('o'), KeyModifiers::CONTROL);
    let said = stage.notice();
    assert!(
        said.ends_with("а работает в «Сегодня», в журнале и в «Классе»."),
        "{said}"
    );
    let mut stage = journal_stage();
    stage.key(KeyCode::Insert);
    assert!(
        stage.notice().ends_with("в справочниках."),
        "{}",
        stage.notice()
    );
    stage.press(KeyCode::Char('r'), KeyModifiers::CONTROL);
    assert_eq!(
        stage.notice(),
        "Спрашиваем сервер: новое появится само, когда он ответит."
    );
    // A key that a text keeps free does nothing at all.
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(2));
    stage.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert!(
        !stage
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Quit))
    );
}

#[test]
fn at_the_first_and_the_last_period_it_is_said_which_end_it_is() {
    for (mut stage, key) in [
        (journals(), KeyCode::PageUp),
        (journal_stage(), KeyCode::PageUp),
    ] {
        let rules = stage.desk.rules.as_mut().unwrap();
        rules.periods = vec![PAGES.journal.period.clone()];
        stage.press(key, KeyModifiers::CONTROL);
        assert_eq!(stage.notice(), "Раньше отчётных периодов нет.");
        stage.press(KeyCode::PageDown, KeyModifiers::CONTROL);
        assert_eq!(stage.notice(), "Дальше отчётных периодов нет.");
    }
}
