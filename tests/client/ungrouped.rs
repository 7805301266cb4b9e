//! Who is in a class that is parted and in none of the parts.

use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::view::UngroupedPage;
use journal::{Role, Roles};
use offline::{ListKey, ListPage};
use zhurnal::i18n::Language;
use zhurnal::ui::screen::today::TodayScreen;

fn page() -> UngroupedPage {
    let line = |pupil: i64, last: &str, subjects: &[&str]| {
        serde_json::json!({ "pupil": pupil, "class": 2, "title": "7Б", "subjects": subjects,
            "name": { "last": last, "first": "Илья", "middle": "" },
            "parts": [{ "group": 2, "title": "7Б · группа 1" }, { "group": 3, "title": "7Б · группа 2" }] })
    };
    let lines = [
        line(7, "Абрамов", &["Английский язык", "Информатика"]),
        line(9, "Яшин", &[]),
    ];
    serde_json::from_value(serde_json::json!({ "on": "2026-11-16", "lines": lines })).unwrap()
}

/// SGO154-3.3.N3a: names, what the class is parted for, and from there to a place in a part.
#[test]
fn a_class_teacher_sees_who_is_in_no_part_and_goes_to_give_a_place() {
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Teacher]);
    let lists = &mut stage.desk.pages.lists;
    lists.insert(ListKey::Ungrouped, ListPage::Ungrouped(page()));
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters("без подгруппы").key(KeyCode::Enter);
    stage.settle();
    insta::assert_snapshot!("ungrouped", stage.rows().0.join("\n"));
    stage.key(KeyCode::Enter);
    stage.settle();
    let shown = stage.rows().0.join("\n");
    assert!(
        shown.contains("Ученики в группах › новая запись"),
        "{shown}"
    );
}
