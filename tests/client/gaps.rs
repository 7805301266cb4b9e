//! «Что исправить»: each gap leads to where it is put right.

use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::view::GapsPage;
use journal::{Role, Roles};
use offline::{ListKey, ListPage};
use zhurnal::i18n::Language;
use zhurnal::ui::screen::today::TodayScreen;

fn page() -> GapsPage {
    let of = |kind: &str, id: i64| serde_json::json!({ "kind": kind, "id": id });
    let clause = serde_json::json!({ "id": "SOLO2-10.1-3a", "cite": "п. 10.1 Положения" });
    let lines = [
        serde_json::json!({ "sort": "class-unled", "about": of("class", 3), "title": "7В",
            "due": "2026-09-01", "by": "class-teacher" }),
        serde_json::json!({ "sort": "pupil-twice", "about": of("membership", 7),
            "title": "Белова Анна Олеговна", "detail": "7Б · группа 1, 7Б · группа 2",
            "by": "membership", "at": 7 }),
        serde_json::json!({ "sort": "journal-untaught", "about": of("journal", 4),
            "title": "7Б · Физика", "by": "teaching" }),
        serde_json::json!({ "sort": "class-unpromoted", "about": of("class", 2), "title": "7Б",
            "count": 24, "due": "2027-07-01", "clause": clause, "by": "order" }),
        serde_json::json!({ "sort": "debt-overdue", "about": of("debt", 1),
            "title": "Абрамов Илья · Алгебра · 31.05.2026", "due": "2026-10-01",
            "clause": clause, "by": "debt", "at": 1 }),
    ];
    serde_json::from_value(serde_json::json!({ "lines": lines })).unwrap()
}

fn stage(language: Language) -> Stage {
    let mut stage = Stage::new(language, (80, 24), Box::new(TodayScreen::default()));
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Admin, Role::Deputy]);
    let lists = &mut stage.desk.pages.lists;
    lists.insert(ListKey::Gaps, ListPage::Gaps(page()));
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters(match language {
        Language::Ru => "что исправить",
        Language::En => "put right",
    });
    stage.key(KeyCode::Enter);
    stage.settle();
    stage
}

/// SOLO2-4.6e, SOLO2-5.8b, SP14-T2.8e, SP14-T2.11b.
#[test]
fn what_is_to_be_put_right_is_named_with_its_term_and_its_clause() {
    let ru = stage(Language::Ru);
    insta::assert_snapshot!("gaps", ru.rows().0.join("\n"));
    insta::assert_snapshot!("gaps_en", stage(Language::En).rows().0.join("\n"));
}

#[test]
fn a_gap_leads_to_the_record_or_to_the_form_of_a_new_one() {
    for (down, shown) in [
        (0, "Классные руководители › новая запись"),
        (1, "Ученики в группах"),
        (2, "Кто что ведёт › новая запись"),
        (3, "Приказы о движении › новая запись"),
        (4, "Задолженности"),
    ] {
        let mut stage = stage(Language::Ru);
        for _ in 0..down {
            stage.key(KeyCode::Down);
        }
        stage.key(KeyCode::Enter);
        stage.settle();
        let screen = stage.rows().0.join("\n");
        assert!(screen.contains(shown), "{screen}");
    }
}
