//! The book of movement, and how many pupils there are on a day.

use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::view::{MovementPage, PopulationPage};
use journal::{Role, Roles};
use offline::{ListKey, ListPage, PageKey};
use zhurnal::effect::Effect;
use zhurnal::i18n::Language;
use zhurnal::ui::route::Route;
use zhurnal::ui::screen::open;
use zhurnal::ui::screen::today::TodayScreen;

fn registrar(route: &Route, page: (ListKey, ListPage)) -> Stage {
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Registrar]);
    stage.desk.pages.lists.insert(page.0, page.1);
    let words = match route {
        Route::List(ListKey::Movement) => "книгу движения",
        _ => "сколько учеников",
    };
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters(words).key(KeyCode::Enter);
    stage.settle();
    stage
}

fn book() -> MovementPage {
    let name = |last: &str| serde_json::json!({"last": last, "first": "Илья", "middle": ""});
    let clause = serde_json::json!({"id": "SOLO2-10.1-2a", "cite": "п. 10.1 Положения"});
    serde_json::from_value(serde_json::json!({ "lines": [
        { "line": 3, "pupil": 2, "name": name("Абрамов"), "sort": "move", "day": "2026-11-09",
          "from": "7А", "to": "7Б", "entered": "2026-11-16", "due": "2026-11-10", "late": 4,
          "order": { "id": 2, "number": "2-п", "date": "2026-11-05", "in_force": true },
          "clause": clause },
        { "line": 2, "pupil": 3, "name": name("Зимин"), "sort": "leave", "day": "2026-10-12",
          "from": "7А", "order": { "id": 1, "number": "1-в", "date": "2026-10-09",
          "in_force": false, "cancelled": true } },
        { "line": 1, "pupil": 4, "name": name("Белов"), "sort": "enrol", "day": "2026-09-01",
          "to": "7А" },
        { "line": 4, "pupil": 5, "name": name("Яшин"), "sort": "enrol", "day": "2026-08-31",
          "to": "7А", "order": { "id": 4, "number": "4-у", "date": "2026-08-28",
          "in_force": false } },
    ]}))
    .unwrap()
}

/// SOLO2-10.1a–c: three dates of a line, its order, its lateness by the clause.
#[test]
fn the_book_tells_the_dates_the_order_and_the_lateness_of_a_line() {
    let (key, route) = (ListKey::Movement, Route::List(ListKey::Movement));
    let mut stage = registrar(&route, (key, ListPage::Movement(book())));
    insta::assert_snapshot!("book", stage.rows().0.join("\n"));
    stage.key(KeyCode::Down);
    assert!(
        stage
            .rows()
            .0
            .join("\n")
            .contains("Не действует: приказ отменён")
    );
    stage.key(KeyCode::Down);
    assert!(stage.rows().0.join("\n").contains("Без приказа: укажите"));
    stage.key(KeyCode::Down);
    assert!(stage.rows().0.join("\n").contains("приказ ещё проект"));
    stage.letters("отменён");
    assert!(stage.rows().0.join("\n").contains("1/4"));
}

#[test]
fn pupils_are_counted_on_any_day_that_one_types() {
    let page = |on: &str| -> PopulationPage {
        let count = |id, title: &str, grade, present, attached| {
            serde_json::json!({ "class": id, "title": title, "grade": grade, "first": 27,
                "came": 1, "left": 1, "present": present, "attached": attached })
        };
        let classes = [
            count(1, "7А", 7, 27, 0),
            count(2, "7Б", 7, 26, 1),
            count(3, "8А", 8, 25, 0),
        ];
        serde_json::from_value(serde_json::json!({ "on": on, "classes": classes })).unwrap()
    };
    let key = ListKey::Population(None);
    let listed = (key, ListPage::Population(page("2026-11-16")));
    let mut stage = registrar(&Route::List(key), listed);
    insta::assert_snapshot!("population", stage.rows().0.join("\n"));
    stage.press(KeyCode::Char('g'), KeyModifiers::ALT);
    stage.letters("1.9");
    assert!(stage.rows().0.join("\n").contains("1 сентября 2026"));
    stage.key(KeyCode::Enter);
    let day = "2026-09-01".parse().unwrap();
    let asked = PageKey::List(ListKey::Population(Some(day)));
    let asks = |effect: &Effect| matches!(effect, Effect::Open(page) if *page == asked);
    assert!(stage.effects.iter().any(asks));
    let earlier = ListPage::Population(page("2026-09-01"));
    stage
        .desk
        .pages
        .lists
        .insert(ListKey::Population(Some(day)), earlier);
    stage.settle();
    assert!(
        stage
            .rows()
            .0
            .join("\n")
            .contains("Ученики на 1 сентября 2026")
    );
}

#[test]
fn a_day_that_cannot_be_read_is_said_so() {
    let key = ListKey::Population(None);
    let on = serde_json::json!({ "on": "2026-11-16", "classes": [] });
    let page = ListPage::Population(serde_json::from_value(on).unwrap());
    let mut stage = registrar(&Route::List(key), (key, page));
    stage.press(KeyCode::Char('g'), KeyModifiers::ALT);
    stage.letters("32.13").key(KeyCode::Enter);
    assert!(stage.notice().contains("Такого дня не понять"));
    stage.key(KeyCode::Esc);
    assert!(stage.rows().0.join("\n").contains("ещё нет классов"));
}

#[test]
fn a_teacher_is_not_offered_the_book() {
    let stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    let offered = open::NAMED
        .iter()
        .filter(|named| stage.desk.has(named.whose));
    let offered: Vec<_> = offered.map(|named| named.name).collect();
    assert!(!offered.contains(&"open-movement") && !offered.contains(&"open-setup"));
}
