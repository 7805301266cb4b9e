//! What each role may, on the screen.

use crate::directories::school::{form_of, screen, stage_of};
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::register::{RecordKind, Scope};
use journal::regulation::{Act, Who};
use journal::{Regulation, Role, Roles};
use offline::{ListKey, PageKey};
use rstest::rstest;
use zhurnal::i18n::Language;
use zhurnal::ui::layer::Cx;
use zhurnal::ui::route::Route;
use zhurnal::ui::screen::open::open;
use zhurnal::ui::screen::register::DirectoriesScreen;
use zhurnal::ui::screen::rights::Rights;
use zhurnal::ui::screen::today::TodayScreen;

/// A screen that is high enough for all of it, with the rules of this profile.
fn table(profile: &str) -> Stage {
    let screen = |_: &_, texts: &_| Box::new(Rights::screen(texts)) as _;
    let mut stage = Stage::with(Language::Ru, (80, 60), screen);
    let mut rules = PAGES.rules.clone();
    rules.regulation = Regulation::shipped(profile).unwrap();
    stage.desk.take_rules(rules);
    stage.settle();
    stage
}

/// The cells of a row, in the order of the roles.
fn cells(stage: &Stage, title: &str) -> Vec<String> {
    let rows = stage.rows().0;
    let row = rows.iter().find_map(|row| {
        let row = row.trim_start_matches(['▸', ' ']);
        row.strip_prefix(title)
    });
    let row = row.unwrap_or_else(|| panic!("{title}: {rows:#?}"));
    row.split_whitespace().map(str::to_owned).collect()
}

/// Every cell of the screen against what judges, of every profile.
#[test]
fn every_cell_on_the_screen_says_what_the_regulation_grants() {
    for id in Regulation::shipped_ids() {
        let rules = Regulation::shipped(id).unwrap();
        let stage = table(id);
        for kind in RecordKind::ALL.iter().copied() {
            let title = stage.texts.get(&kind.described().list_key());
            // A long name is cut before the columns.
            let begins: String = title.chars().take(9).collect();
            let shown = cells(&stage, begins.trim_end());
            let shown = &shown[shown.len() - Who::all().count()..];
            for (who, shown) in Who::all().zip(shown) {
                let teaches =
                    |of: Who| who == Who::ClassTeacher && of == Who::Role(journal::Role::Teacher);
                let may = |acts: &[Act], all: bool| {
                    acts.iter().any(|act| {
                        let mut grants = rules.grants(kind, *act);
                        grants.any(|it| {
                            (it.who == who || teaches(it.who))
                                && (it.scope == Scope::School || !all)
                        })
                    })
                };
                let writes = [Act::Create, Act::Change, Act::Remove];
                let sign = match () {
                    () if may(&writes, true) => "В",
                    () if may(&writes, false) => "в",
                    () if may(&[Act::Read], true) => "Ч",
                    () if may(&[Act::Read], false) => "ч",
                    () => "·",
                };
                let shown: String = shown.chars().take(1).collect();
                assert_eq!(shown, sign, "{id} {kind} {who}");
            }
        }
    }
}

/// By hand from the table of the regulations, «Roles and rights, all documents together», and what
/// SP14 adds (the administrator writes cards): administrator,
/// director, deputy, teacher, class teacher, psychologist, registrar, personnel officer, scheduler,
/// parent, pupil, district.
#[rstest]
#[case::pupils_lessons("Уроки и", "· Ч Ч вг вг+ вг · · · · · ·")]
#[case::rooms("Кабинеты", "В Ч В Ч Ч Ч Ч Ч Ч · · ·")]
#[case::cards("Личные", "В Ч Ч чо вк+ чго ву вс · чдо чо ·")]
#[case::people("Люди", "В Ч Ч чсг вк+ Ч ву+ вс чс чдо чо ·")]
#[case::parents("Представители", "В Ч Ч · вк чг ву · · чо чо ·")]
#[case::consents("Согласия", "В Ч Ч чо вк+ чо ву вс · чдо чо ·")]
#[case::roles("Роли", "В Ч Ч · · · · · · · · ·")]
#[case::classes("Классы", "В Ч В чг вк+ Ч В · Ч · · ·")]
#[case::groups("Группы", "В Ч В чг вк+ Ч В · Ч · · ·")]
#[case::orders("Приказы", "В Ч В · · · В · · · · ·")]
#[case::access("Журнал доступа", "Ч Ч · · · · · · · · · ·")]
#[case::accounts("Учётные", "В Ч Ч · вк · · · · · · ·")]
#[case::sessions("Кто вошёл", "В во во во во во во во во во во во")]
fn a_cell_says_whose_records_a_role_keeps_and_reads(#[case] title: &str, #[case] signs: &str) {
    let stage = table("sergiev-posad-14");
    let cells = cells(&stage, title);
    let count = Who::all().count();
    assert_eq!(cells[cells.len() - count..].join(" "), signs, "{title}");
}

/// The longest cell: the class teacher, who teaches too, is given groups by this regulation.
#[test]
fn every_sign_of_a_long_cell_has_room_and_is_in_the_legend() {
    for (columns, lines) in [(80, 60), (120, 60)] {
        let mut stage = table("krasnozavodsk-1");
        stage.resize(columns, lines);
        let cells = cells(&stage, "Ученики в");
        assert!(cells.contains(&"вкг".to_owned()), "{cells:?}");
        let screen = stage.rows().0.join(" ");
        let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        let legend = stage.texts.get("rights-legend").into_owned();
        assert!(screen.contains(&legend), "{screen}");
    }
}

/// Found by name, on the smallest usual terminal; Enter says it in words.
#[test]
fn the_table_is_found_fits_and_says_who_may_what_by_which_clause() {
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    let mut rules = PAGES.rules.clone();
    rules.regulation = Regulation::shipped("solo-kommunar-2").unwrap();
    stage.desk.take_rules(rules);
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters("матрица").key(KeyCode::Enter);
    stage.settle();
    let screen = stage.rows().0.join("\n");
    for head in ["Права ролей", "Адм", "Завуч", "Клас", "Муни", "ведёт всё"]
    {
        assert!(screen.contains(head), "{head}: {screen}");
    }
    assert_eq!(
        cells(&stage, "Уроки и").split_off(1),
        [
            "·", "Ч", "Ч", "вг", "вг+", "вг", "·", "·", "·", "·", "·", "·"
        ]
    );
    stage.letters("роли").key(KeyCode::Enter);
    let screen = stage.rows().0.join("\n");
    for words in [
        "администратор: читает, создаёт, меняет, убирает — всё в школе",
        "завуч: читает — всё в школе",
        "Где это сказано: ",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

#[test]
fn what_a_role_does_not_see_of_a_card_is_named() {
    let mut stage = table("sgo-154");
    stage.letters("личные").key(KeyCode::Enter);
    let screen = stage.rows().0.join(" ");
    let screen = screen.replace('│', " ");
    let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "о своём классе (п. 3.2 Регламента); не видит: СНИЛС, Код",
        "секретарь: читает, создаёт, меняет, убирает — об учениках",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

#[test]
fn whoever_reads_the_logs_and_ends_sessions_is_shown() {
    let stage = table("sgo-154");
    let count = Who::all().count();
    let last = |title: &str| {
        let cells = cells(&stage, title);
        cells[cells.len() - count..].join("")
    };
    assert_eq!(last("Журнал доступа"), "ЧЧ··········");
    assert_eq!(last("Кто вошёл"), format!("В{}", "во".repeat(11)));
    assert_eq!(last("Учётные"), "ВЧЧ·вк·······");
}

/// A screen that is no business of a role says whose it is and by which clause, before and after the
/// server has refused it.
#[rstest]
#[case::roles(
    Role::Teacher,
    ListKey::Records(RecordKind::Office),
    "«Роли» вам не открыты, их читают: администратор, директор, завуч (п. 3.1 Регламента)."
)]
#[case::movement(
    Role::Teacher,
    ListKey::Movement,
    "Книга движения вам не открыта, её ведут: администратор, директор, завуч, секретарь (п. 3.1 Регламента)."
)]
#[case::access_log(
    Role::Deputy,
    ListKey::AccessLog,
    "Журнал доступа вам не открыт, его читают: администратор, директор (п. 3.1 Регламента)."
)]
#[case::accounts(
    Role::Registrar,
    ListKey::Accounts,
    "Учётные записи вам не открыты, их видят: администратор, директор, завуч, учитель (п. 3.1 Регламента)."
)]
#[case::journals(
    Role::Registrar,
    ListKey::Journals(None),
    "Журналы вам не открыты, их читают: директор, завуч, учитель, психолог (п. 2.3 Регламента)."
)]
fn a_screen_of_others_says_who_may_and_by_which_clause(
    #[case] role: Role,
    #[case] list: ListKey,
    #[case] says: &str,
) {
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    let mut rules = PAGES.rules.clone();
    rules.regulation = Regulation::shipped("sgo-154").unwrap();
    stage.desk.take_rules(rules);
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![role]);
    stage.desk.pages.lists.remove(&list);
    let mut cx = Cx {
        desk: &mut stage.desk,
        texts: &stage.texts,
        effects: &mut stage.effects,
    };
    let screen = open(&Route::List(list), &mut cx);
    stage.ui.open(screen);
    stage.settle();
    for _ in 0..2 {
        let screen = stage.rows().0.join(" ");
        let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains(says), "{screen}");
        stage.desk.pages.failed.insert(PageKey::List(list));
    }
}

/// «Права ролей» stands at the foot of the list of directories, and its key works in either layout.
#[rstest]
#[case::russian(Language::Ru, 'к', "Alt+R права ролей")]
#[case::english(Language::En, 'r', "Alt+R rights")]
fn the_rights_are_reached_from_the_list_of_directories(
    #[case] language: Language,
    #[case] key: char,
    #[case] hint: &str,
) {
    let list = |_: &Stage| Box::new(DirectoriesScreen::default()) as _;
    let mut stage = stage_of(language, &[Role::Registrar], list);
    assert!(screen(&stage).contains(hint), "{}", screen(&stage));
    stage.press(KeyCode::Char(key), KeyModifiers::ALT);
    stage.settle();
    assert!(stage.ui.is_seen(&Route::Rights), "{}", screen(&stage));
    stage.key(KeyCode::Esc);
    assert!(!stage.ui.is_seen(&Route::Rights));
    assert!(screen(&stage).contains(hint), "{}", screen(&stage));
}

/// Whoever gives a role looks what it may and goes on where they were.
#[test]
fn the_rights_are_reached_from_the_form_of_a_role_and_nothing_typed_is_lost() {
    let office = RecordKind::Office;
    let mut stage = form_of(Language::Ru, &[Role::Admin], office, None);
    let role = office.described().fields.iter();
    let role = role.take_while(|field| field.name != "role").count();
    for _ in 0..role {
        stage.key(KeyCode::Tab);
    }
    stage.letters("секр").key(KeyCode::Enter);
    let typed = screen(&stage);
    assert!(typed.contains("секретарь"), "{typed}");
    assert!(typed.contains("Alt+R права ролей"), "{typed}");
    stage.press(KeyCode::Char('r'), KeyModifiers::ALT);
    stage.settle();
    assert!(stage.ui.is_seen(&Route::Rights), "{}", screen(&stage));
    stage.letters("роли");
    assert!(screen(&stage).contains("«роли»"), "{}", screen(&stage));
    stage.key(KeyCode::Esc).key(KeyCode::Esc);
    assert!(screen(&stage).contains("секретарь"), "{}", screen(&stage));
    // The form of a building has nothing to do with it.
    let stage = form_of(Language::Ru, &[Role::Admin], RecordKind::Building, None);
    assert!(!screen(&stage).contains("Alt+R"), "{}", screen(&stage));
}

/// SOLO2-10.1c: a role that is not enough says so, with the clause.
#[test]
fn a_right_that_waits_for_an_order_is_told() {
    let mut stage = table("solo-kommunar-2");
    stage.letters("приказы");
    stage.settle();
    let screen = |stage: &Stage| {
        let screen = stage.rows().0.join(" ").replace('│', " ");
        screen.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let shown = screen(&stage);
    assert!(shown.contains("секретарь по приказу"), "{shown}");
    stage.key(KeyCode::Enter);
    let shown = screen(&stage);
    let words = "секретарь: записывает, только если роль дана приказом (п. 10.1 Положения)";
    assert!(shown.contains(words), "{shown}");
}
