//! F1: the keys of this place, whole.

use crate::journals::journals;
use crate::stage::{PAGES, Stage};
use crossterm::event::KeyCode;
use journal::register::RecordKind;
use journal::{Relation, Role, Roles};
use rstest::rstest;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::lesson::LessonScreen;

/// All lines of the help, keys and words, from first to last.
fn help(stage: &mut Stage) -> Vec<String> {
    stage.key(KeyCode::F(1));
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..8 {
        let (rows, _) = stage.rows();
        for line in rows.iter().filter_map(|row| row.split('│').nth(1)) {
            let line = line.trim().to_owned();
            if !seen.contains(&line) {
                seen.push(line);
            }
        }
        stage.key(KeyCode::PageDown);
    }
    seen
}

#[test]
fn no_line_of_the_help_is_cut() {
    for cols in [60, 80, 120] {
        let mut stage = journals();
        stage.resize(cols, 24);
        let lines = help(&mut stage);
        assert!(lines.iter().all(|line| !line.contains('…')), "{lines:#?}");
        let text = lines.join(" ");
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let last = "все строки";
        assert!(words.contains(last), "{cols}: {words}");
    }
}

#[test]
fn a_list_is_not_told_the_keys_of_lessons() {
    let text = help(&mut journals()).join("\n");
    for key in ["F2", "F3", "Ctrl+Z"] {
        assert!(!text.contains(key), "{key}: {text}");
    }
    for key in ["Alt+V", "Alt+D", "Ctrl+PgUp", "F6"] {
        assert!(text.contains(key), "{key}: {text}");
    }
}

#[test]
fn whoever_only_reads_is_told_last_how_to_write() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(LessonScreen::new(lesson)));
    let place = |lines: &[String], key: &str| lines.iter().position(|line| line.starts_with(key));
    let own = help(&mut stage);
    assert!(place(&own, "F4") < place(&own, "Alt+H"), "{own:#?}");
    stage.key(KeyCode::Esc);
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Deputy]);
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.relation = Relation::default();
    stage.settle();
    let read = help(&mut stage);
    assert!(place(&read, "Alt+H").is_some());
    assert!(place(&read, "Alt+H") < place(&read, "F4"), "{read:#?}");
    assert!(place(&read, "F10") < place(&read, "1 2 3 4 5"), "{read:#?}");
    assert!(place(&read, "F10") < place(&read, "F2"), "{read:#?}");
}

/// What a class teacher writes into another's lesson comes first, whatever it is; marks come last.
#[test]
fn a_class_teacher_is_told_first_of_the_own_part() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(LessonScreen::new(lesson)));
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.relation = Relation {
        class_teacher: true,
        ..Relation::default()
    };
    stage.settle();
    let told = help(&mut stage);
    let place = |said: &str| told.iter().position(|line| line.contains(said)).unwrap();
    let own = [place("отсутствует, болен"), place("Alt+H"), place("F10")];
    assert!(own.is_sorted(), "{told:#?}");
    for others in ["F4", "опоздал", "отметка; две"] {
        assert!(place("F10") < place(others), "{others}: {told:#?}");
    }
}

/// Rows are pupils in a lesson only.
#[test]
fn a_list_of_records_is_told_of_no_pupils() {
    let text = help(&mut crate::directories::school::list(RecordKind::Room)).join("\n");
    assert!(text.contains("Home") && !text.contains("ученик"), "{text}");
}

/// The lines of the help of a lesson that tell a key.
const KEYS_OF_A_LESSON: usize = 61;

/// By a word in either layout; «Esc» shows all again.
#[rstest]
#[case::russian("парол")]
#[case::other_layout("gfhjkm")]
fn a_key_is_found_by_what_it_does(#[case] typed: &str) {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(LessonScreen::new(lesson)));
    stage.key(KeyCode::F(1));
    let all = stage.rows().0.join("\n");
    assert!(all.contains("Клавиши · печатайте, чтобы найти"), "{all}");
    assert!(!all.contains("Alt+P"), "{all}");
    stage.letters(typed);
    stage.settle();
    let found = stage.rows().0.join("\n");
    assert!(found.contains(&format!("Клавиши · «{typed}»")), "{found}");
    let row = "│ Alt+P                 Сменить свой пароль";
    assert!(found.contains(row), "{found}");
    assert!(!found.contains("Записать тему"), "{found}");
    stage.key(KeyCode::Esc);
    stage.settle();
    assert!(stage.rows().0.join("\n").contains("Записать тему"));
    stage.letters("щщщ");
    stage.settle();
    let none = stage.rows().0.join("\n");
    assert!(none.contains("По «щщщ» не нашлось ничего"), "{none}");
    // Heads are not found, and not counted.
    let counted: String = none
        .chars()
        .filter(|it| !"│\n ".contains(*it))
        .skip_while(|it| *it != 'щ')
        .collect();
    let (_, counted) = counted.split_once("всегострок:").unwrap();
    let counted: String = counted.chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(counted, KEYS_OF_A_LESSON.to_string(), "{none}");
    stage.key(KeyCode::Esc).key(KeyCode::Esc);
    stage.settle();
    assert!(!stage.rows().0.join("\n").contains("Клавиши"));
}

/// What was typed stands in the quotation marks of the language.
#[test]
fn what_was_typed_is_quoted_as_the_language_does() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::En, (80, 24), Box::new(LessonScreen::new(lesson)));
    stage.key(KeyCode::F(1));
    stage.letters("password");
    stage.settle();
    let found = stage.rows().0.join("\n");
    assert!(found.contains("Keys · “password”"), "{found}");
    let mut list = crate::journals::journals_in(Language::En);
    list.letters("xyz");
    list.settle();
    let found = list.rows().0.join("\n");
    assert!(found.contains("“xyz”") && !found.contains('«'), "{found}");
}
