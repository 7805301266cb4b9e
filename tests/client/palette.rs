//! The palette, and what the foot of each popup says.

use crate::directories::school::stage_of;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::register::RecordKind;
use journal::view::CardsOf;
use journal::{BreachId, ClassId, PupilId, Role};
use offline::ListKey;
use rstest::rstest;
use zhurnal::action::{Action, ActionPlace};
use zhurnal::i18n::Language;
use zhurnal::ui::availability::availability;
use zhurnal::ui::layer::{Cx, Layer};
use zhurnal::ui::route::Route;
use zhurnal::ui::screen::homework::HomeworkScreen;
use zhurnal::ui::screen::journal::JournalScreen;
use zhurnal::ui::screen::lesson::LessonScreen;
use zhurnal::ui::screen::open::{NAMED, open};
use zhurnal::ui::screen::queue::QueueScreen;
use zhurnal::ui::screen::today::TodayScreen;
use zhurnal::ui::screen::topic::TopicScreen;

fn stage(screen: &str, language: Language) -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let size = (80, 24);
    match screen {
        "today" => Stage::new(language, size, Box::new(TodayScreen::default())),
        "journal" => {
            let screen = JournalScreen::new(PAGES.journal.journal, Some(lesson));
            Stage::new(language, size, Box::new(screen))
        }
        "queue" => Stage::new(language, size, Box::new(QueueScreen::default())),
        "topic" => Stage::with(language, size, |desk, _| {
            Box::new(TopicScreen::new(lesson, desk))
        }),
        "homework" => Stage::with(language, size, |desk, _| {
            Box::new(HomeworkScreen::new(lesson, desk))
        }),
        _ => Stage::new(language, size, Box::new(LessonScreen::new(lesson))),
    }
}

/// The names that the palette shows after this was typed, best first.
fn found(stage: &mut Stage, typed: &str) -> Vec<String> {
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters(typed);
    let (rows, _) = stage.rows();
    let lines = rows.iter().skip(1).take_while(|row| !row.contains('└'));
    let names = lines.filter_map(|row| {
        let inside = row
            .split('│')
            .find(|part| part.trim().contains("  ") || part.len() > 60)?;
        let name = inside.trim().trim_start_matches('▸');
        let name = name.trim().split("  ").next().unwrap_or_default();
        (!name.is_empty()).then(|| name.to_owned())
    });
    let names = names.collect();
    // What was typed first, then the window.
    stage.key(KeyCode::Esc).key(KeyCode::Esc);
    names
}

#[rstest]
#[case::as_typed("при")]
#[case::other_layout("ghb")]
fn a_part_of_a_word_is_found(#[case] typed: &str) {
    let names = found(&mut stage("lesson", Language::Ru), typed);
    assert!(
        names.contains(&"Приостановить программу (вернуться — fg)".to_owned()),
        "{names:?}"
    );
}

#[rstest]
#[case::russian("выход", "Выйти из программы")]
#[case::english_keys("ds[jl", "Выйти из программы")]
#[case::in_capitals("DS{JL", "Выйти из программы")]
#[case::words_in_any_order("ученика найти", "Найти ученика по фамилии")]
#[case::words_in_any_order_other_layout("extybrf yfqnb", "Найти ученика по фамилии")]
#[case::mixed_layouts("yfqnb ученика", "Найти ученика по фамилии")]
#[case::inside_a_word("машнее", "Записать домашнее задание")]
#[case::keys_of_zh_e_b_yu(";", "Открыть журнал предмета")]
#[case::another_form("тема", "Записать тему урока")]
#[case::another_form_other_layout("ntvf", "Записать тему урока")]
#[case::synonym("оценка", "Очистить клетку")]
#[case::short("дз", "Записать домашнее задание")]
#[case::roll("явка", "Подтвердить перекличку")]
#[case::absence("пропуски", "Подтвердить перекличку")]
#[case::yo("`", "")]
#[case::ye_for_yo("все", "")]
fn the_search_knows_both_layouts(#[case] typed: &str, #[case] name: &str) {
    let names = found(&mut stage("lesson", Language::Ru), typed);
    if name.is_empty() {
        assert!(!names.is_empty(), "{typed}");
    } else {
        assert!(
            names.iter().any(|found| found == name),
            "{typed}: {names:?}"
        );
    }
}

#[test]
fn the_best_name_is_the_first() {
    let mut stage = stage("lesson", Language::Ru);
    assert_eq!(found(&mut stage, "ds[jl")[0], "Выйти из программы");
    assert_eq!(
        found(&mut stage, "отмет")[0],
        "Отметить, что ничего не задано"
    );
}

#[test]
fn english_names_are_found_on_the_russian_layout() {
    let names = found(&mut stage("lesson", Language::En), "йгше");
    assert!(
        names.iter().any(|name| name == "Leave the program"),
        "{names:?}"
    );
}

#[test]
fn what_is_done_elsewhere_is_listed_with_the_place_and_the_key() {
    let mut stage = stage("today", Language::Ru);
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters("подтвердить перекличку");
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("в уроке и в журнале · F4"), "{screen}");
    assert!(
        !screen.contains("выполнить"),
        "Enter does nothing: {screen}"
    );
    let before = stage.entered.len();
    stage.key(KeyCode::Enter);
    assert_eq!(stage.entered.len(), before);
}

/// The palette says «elsewhere» of exactly those actions that then say so themselves.
#[rstest]
#[case("today")]
#[case("lesson")]
#[case("journal")]
#[case("queue")]
#[case("topic")]
#[case("homework")]
fn the_palette_says_the_truth_of_every_action(#[case] screen: &str) {
    for action in Action::ALL {
        let mut stage = stage(screen, Language::Ru);
        let top = stage.ui.top().expect("a screen");
        let possible = availability(top, *action, &stage.desk).is_ok();
        stage.act(*action);
        let notice = stage.notice();
        let told = ["Здесь это не работает", "Отменить можно там"];
        let elsewhere = told.iter().any(|words| notice.starts_with(words));
        let window = stage.ui.top().is_some_and(Layer::is_popup);
        if possible {
            assert!(!elsewhere, "{screen}, {action}: {notice}");
        } else {
            assert!(
                window || !notice.is_empty(),
                "{screen}, {action}: nothing is said"
            );
        }
    }
}

/// Where an action is to be known: in all of these, or in one of them.
enum Known {
    InAll(Vec<Route>),
    InOne(Vec<Route>),
}

/// The screens of a place; none of what works on every screen, or only on the server's answer.
fn screens(place: ActionPlace) -> Option<Known> {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let journal = Route::Journal {
        journal: PAGES.journal.journal,
        at: Some(lesson),
        period: None,
    };
    let roll = Route::Lesson(lesson);
    let topic = Route::Topic {
        lesson,
        at_plan: false,
    };
    let homework = Route::Homework(lesson);
    let record = Route::Record(RecordKind::Period, None);
    let records = Route::List(ListKey::Records(RecordKind::Room));
    Some(Known::InAll(match place {
        ActionPlace::Everywhere | ActionPlace::Screens | ActionPlace::Preview => return None,
        ActionPlace::Forms => return Some(Known::InOne(vec![record, topic, homework])),
        ActionPlace::Today => vec![Route::Today],
        ActionPlace::Lesson => vec![roll],
        ActionPlace::Journal => vec![journal],
        ActionPlace::JournalList => vec![Route::List(ListKey::Journals(None))],
        ActionPlace::Topic => vec![topic],
        ActionPlace::Homework => vec![homework],
        ActionPlace::Lists => vec![Route::List(ListKey::Journals(None)), records],
        ActionPlace::Accounts => vec![Route::List(ListKey::Accounts)],
        ActionPlace::Breach => vec![Route::List(ListKey::Breach(BreachId(1)))],
        ActionPlace::Sessions => vec![Route::List(ListKey::Sessions)],
        ActionPlace::Cards => vec![Route::List(ListKey::Cards(Some(CardsOf::Class(ClassId(
            1,
        )))))],
        ActionPlace::People => vec![Route::List(ListKey::Records(RecordKind::Person))],
        ActionPlace::Requests => vec![Route::List(ListKey::Records(RecordKind::Request))],
        ActionPlace::Class => vec![Route::Class {
            class: ClassId(1),
            day: None,
            pupil: None,
        }],
        ActionPlace::Absent => vec![Route::List(ListKey::Absent(None))],
        ActionPlace::Absences => vec![Route::List(ListKey::Absences(PupilId(1), None))],
        ActionPlace::Population => vec![Route::List(ListKey::Population(None))],
        ActionPlace::Register => vec![records],
        ActionPlace::Queue => vec![Route::Queue],
    }))
}

/// Nobody is sent to a screen that has no use for the key.
#[test]
fn every_action_is_known_where_its_record_says() {
    let roles = [Role::Teacher, Role::Admin, Role::Registrar];
    let mut stage = stage_of(Language::Ru, &roles, |_| Box::new(TodayScreen::default()));
    let mut knows = |route: &Route, action| {
        let mut cx = Cx {
            desk: &mut stage.desk,
            texts: &stage.texts,
            effects: &mut stage.effects,
        };
        let mut screen = open(route, &mut cx);
        screen.settle(stage.area, &stage.desk, &stage.texts);
        screen.knows(action, &stage.desk)
    };
    for action in Action::ALL {
        let known = |place| match screens(place) {
            None => true,
            Some(Known::InAll(routes)) => routes.iter().all(|route| knows(route, *action)),
            Some(Known::InOne(routes)) => routes.iter().any(|route| knows(route, *action)),
        };
        let known = action.spec().places.iter().copied().all(known);
        assert!(known, "{action}: {:?}", action.spec().places);
    }
}

#[test]
fn every_action_is_in_the_palette() {
    for screen in ["today", "lesson", "queue", "topic"] {
        let mut stage = stage(screen, Language::Ru);
        stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
        let mut seen = String::new();
        for _ in 0..Action::ALL.len() + NAMED.len() {
            seen.push_str(&stage.rows().0.join("\n"));
            stage.key(KeyCode::Down);
        }
        for action in Action::ALL
            .iter()
            .filter(|action| **action != Action::OpenPalette)
        {
            let label = stage.texts.get(action.spec().label);
            assert!(seen.contains(&*label), "{screen}: {label}");
        }
    }
}

#[test]
fn the_foot_of_each_popup_says_what_its_keys_do() {
    let ctrl = KeyModifiers::CONTROL;
    let foot = |stage: &Stage| stage.rows().0.pop().unwrap();
    let mut lesson = stage("lesson", Language::Ru);
    lesson.key(KeyCode::F(7));
    let works = foot(&lesson);
    lesson.key(KeyCode::Esc).press(KeyCode::Char('f'), ctrl);
    let find = foot(&lesson);
    lesson.key(KeyCode::Esc).key(KeyCode::Right);
    lesson.letters("5").key(KeyCode::F(9));
    let details = foot(&lesson);
    lesson.key(KeyCode::Esc).key(KeyCode::F(1));
    let help = foot(&lesson);
    lesson.key(KeyCode::Esc).press(KeyCode::Char('p'), ctrl);
    let palette = foot(&lesson);
    let mut homework = stage("homework", Language::Ru);
    homework.press(KeyCode::Char('g'), ctrl);
    let pupils = foot(&homework);
    homework.key(KeyCode::Esc).letters("§ 1").key(KeyCode::Esc);
    let confirm = foot(&homework);
    for (foot, words) in [
        (works, "Enter добавить"),
        (find, "Enter остаться"),
        (details, "Enter записать"),
        (help, "Esc закрыть"),
        (palette, "Enter выполнить"),
        (pupils, "Enter готово  Space отметить"),
        (confirm, "Enter записать  Delete отбросить  Esc вернуться"),
        (foot(&stage("topic", Language::Ru)), "Enter записать"),
    ] {
        assert!(foot.contains(words), "{foot}");
        assert!(!foot.contains("открыть"), "{foot}");
    }
}

#[test]
fn a_reason_stands_before_the_key_as_a_part_of_the_line() {
    let mut stage = stage("lesson", Language::Ru);
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters("комментарий");
    let screen = stage.rows().0.join("\n");
    assert!(
        screen.contains("в этой клетке нет отметки · F9"),
        "{screen}"
    );
    assert!(!screen.contains(".,"), "{screen}");
}

/// By the word for it, wherever one is.
#[rstest]
fn the_own_password_is_found(
    #[values("today", "lesson", "journal", "queue")] screen: &str,
    #[values("пароль", "gfhjkm", "сменить пароль", "паролем")] typed: &str,
) {
    let names = found(&mut stage(screen, Language::Ru), typed);
    let first = names.first().map(String::as_str);
    assert_eq!(first, Some("Сменить свой пароль"), "{names:?}");
}
