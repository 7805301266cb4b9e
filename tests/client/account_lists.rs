//! The lists of accounts and of what was read and refused.

use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::regulation::Regulation;
use journal::view::{AccountRow, AccountsPage, SessionRow, SessionsPage};
use journal::{PersonId, PersonName, Role, Roles};
use offline::{ListKey, ListPage};
use zhurnal::effect::Effect;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::access_log::AccessLogScreen;
use zhurnal::ui::screen::accounts::AccountsScreen;
use zhurnal::ui::screen::sessions::SessionsScreen;
use zhurnal::ui::screen::today::TodayScreen;

/// Whoever is asked for a password is found by whatever of them one knows.
#[test]
fn an_account_is_found_by_name_login_role_and_state_in_either_layout() {
    let account = |id, last: &str, login: &str, role, classes: &[&str]| AccountRow {
        person: PersonId(id),
        name: PersonName {
            first: "Татьяна".to_owned(),
            ..PersonName::whole(last)
        },
        roles: Roles(vec![role]),
        classes: classes.iter().copied().map(String::from).collect(),
        own_class: false,
        login: Some(login.to_owned()),
        voided: false,
        administrators_own: false,
        must_change_password: id == 1,
        password_given_at: None,
        signed_in_at: (id == 2).then_some(school::DemoSpec::NOW),
        used_at: None,
    };
    let accounts = vec![
        account(1, "Орлова", "orlova", Role::Teacher, &[]),
        account(2, "Зимина", "zimina7b", Role::Pupil, &["7Б"]),
        account(3, "Шилова", "zavuch", Role::Deputy, &[]),
    ];
    for (typed, found) in [
        ("орлова тат", "Орлова Татьяна"),
        ("jhkjdf", "Орлова Татьяна"),
        ("zavu", "Шилова Татьяна"),
        ("ученик 7б", "ученик 7Б"),
        ("стартовый", "стартовый пароль"),
        ("вход 16", "вход 16.11"),
    ] {
        let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
        stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Admin]);
        stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
        stage.letters("учётные").key(KeyCode::Enter);
        let accounts = accounts.clone();
        let page = ListPage::Accounts(AccountsPage { accounts });
        stage.desk.pages.lists.insert(ListKey::Accounts, page);
        stage.settle();
        let keys = stage.rows().0.pop().unwrap();
        assert!(keys.contains("Alt+D справочники"), "{keys}");
        stage.letters(typed);
        let screen = stage.rows().0.join("\n");
        assert!(screen.contains("Учётные записи · 1/3"), "{typed}: {screen}");
        assert!(screen.contains(found), "{typed}: {screen}");
    }
}

/// What cannot be done says who can, by which clause; the palette says the same.
#[test]
fn a_start_password_refused_by_right_quotes_its_clause() {
    let account = |roles: &[Role]| AccountRow {
        person: PersonId(9),
        name: PersonName::whole("Шилова"),
        roles: Roles(roles.to_vec()),
        classes: Vec::new(),
        own_class: false,
        login: Some("zavuch".to_owned()),
        voided: false,
        administrators_own: roles.contains(&Role::Admin),
        must_change_password: false,
        password_given_at: None,
        signed_in_at: None,
        used_at: None,
    };
    for (me, whose, words) in [
        (Role::Deputy, Role::Pupil, "классный руководитель"),
        (Role::Admin, Role::Admin, "командой zhurnal passwd"),
    ] {
        let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(AccountsScreen::default()));
        stage.desk.me.as_mut().unwrap().roles = Roles(vec![me]);
        let mut rules = PAGES.rules.clone();
        rules.regulation = Regulation::shipped("sgo-154").unwrap();
        stage.desk.take_rules(rules);
        let accounts = vec![account(&[whose])];
        let page = ListPage::Accounts(AccountsPage { accounts });
        stage.desk.pages.lists.insert(ListKey::Accounts, page);
        stage.settle();
        assert!(!stage.rows().0.join("\n").contains("Alt+N"), "not offered");
        stage.press(KeyCode::Char('т'), KeyModifiers::ALT);
        let notice = stage.notice();
        assert!(notice.contains(words), "{notice}");
        assert!(notice.contains("(п. 3."), "{notice}");
        assert!(stage.effects.is_empty());
        stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
        stage.letters("стартовый");
        let screen = stage.rows().0.join("\n");
        assert!(screen.contains("Дать новый стартовый пароль: "), "{screen}");
    }
}

/// Who came in, who read, who was not let write: found by any of it, for whom the server lets.
#[test]
fn the_access_log_is_found_by_person_event_and_journal() {
    let entries = serde_json::json!([
        { "at": 1_794_810_360_000_000_i64, "times": 3, "person": 7, "event": "write-refused",
          "name": { "last": "Зимина", "first": "Анна", "middle": "" },
          "journal": { "id": 1, "group": "7Б", "subject": "Алгебра" },
          "refused": { "what": "mark", "clause": { "id": "X", "cite": "п. 3.2 Регламента" } } },
        { "at": 1_794_810_300_000_000_i64, "times": 1, "person": 8, "event": "signed-in",
          "name": { "last": "Орлова", "first": "Татьяна", "middle": "" } },
    ]);
    let page = serde_json::json!({ "entries": entries, "older": "1.2.3" });
    let page = ListPage::AccessLog(serde_json::from_value(page).unwrap());
    for (role, opens) in [(Role::Director, true), (Role::Teacher, false)] {
        let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
        stage.desk.me.as_mut().unwrap().roles = Roles(vec![role]);
        stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
        stage.letters("журнал доступа").key(KeyCode::Enter);
        let lists = &mut stage.desk.pages.lists;
        lists.insert(ListKey::AccessLog, page.clone());
        stage.settle();
        stage.letters("зимина алг");
        let screen = stage.rows().0.join("\n");
        assert_eq!(screen.contains("Журнал доступа · 1/2"), opens, "{screen}");
        let told = [
            "не дано записать",
            "7Б Алгебра",
            "отметка · п. 3.2 Регламента",
        ];
        assert!(
            !opens || told.iter().all(|words| screen.contains(words)),
            "{screen}"
        );
    }
}

/// The page of the last time is shown first, and the newest entries come a moment later.
#[test]
fn the_access_log_opens_at_its_newest_entry() {
    let entry = |at: i64, login: &str| {
        serde_json::json!({ "at": at * 1_000_000, "times": 1, "person": at, "event": "signed-in",
            "name": { "last": login, "first": "Анна", "middle": "" } })
    };
    let page = |entries: Vec<serde_json::Value>| {
        let page = serde_json::json!({ "entries": entries, "older": null });
        ListPage::AccessLog(serde_json::from_value(page).unwrap())
    };
    let mut entries: Vec<_> = (0..40)
        .rev()
        .map(|minute| entry(1_794_810_000 + 60 * minute, "Зимина"))
        .collect();
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Director]);
    let lists = &mut stage.desk.pages.lists;
    lists.insert(ListKey::AccessLog, page(entries.clone()));
    let open = |stage: &mut Stage| {
        stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
        stage.letters("журнал доступа").key(KeyCode::Enter);
    };
    let come = |stage: &mut Stage, entries: &[serde_json::Value]| {
        let lists = &mut stage.desk.pages.lists;
        lists.insert(ListKey::AccessLog, page(entries.to_vec()));
        stage.settle();
    };
    open(&mut stage);
    entries.insert(0, entry(1_794_820_000, "Новый"));
    come(&mut stage, &entries);
    let is_at = |stage: &Stage, name: &str| {
        let rows = stage.rows().0;
        let row = rows.iter().find(|row| row.contains('▸')).expect("a row");
        assert!(row.contains(name), "{rows:#?}");
    };
    is_at(&stage, "Новый");
    // Whoever reads a row keeps it; opened again it begins at the top again.
    stage.key(KeyCode::Down);
    entries.insert(0, entry(1_794_830_000, "Новее"));
    come(&mut stage, &entries);
    is_at(&stage, "Зимина");
    open(&mut stage);
    is_at(&stage, "Новее");
}

/// «Кто» is whose password it is; who gave it is in the line below.
#[test]
fn of_a_start_password_the_access_log_says_who_gave_it_to_whom() {
    let entries = serde_json::json!([
        { "at": 1_794_810_360_000_000_i64, "times": 1, "person": 7, "event": "password-issued",
          "name": { "last": "Орлова", "first": "Татьяна", "middle": "" },
          "by": { "last": "Ветров", "first": "Илья", "middle": "" } },
    ]);
    let page = serde_json::json!({ "entries": entries, "older": null });
    let page = ListPage::AccessLog(serde_json::from_value(page).unwrap());
    let screen = Box::new(AccessLogScreen::default());
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    stage.desk.pages.lists.insert(ListKey::AccessLog, page);
    stage.settle();
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("получен стартовый пароль"), "{screen}");
    assert!(screen.contains("выдал Ветров И."), "{screen}");
}

/// A line without a place is no sign-in from nowhere.
#[test]
fn who_came_in_too_often_to_be_named_each_time_is_said_to_be_counted() {
    let entries = serde_json::json!([
        { "at": 1_794_810_360_000_000_i64, "times": 1939, "person": 7, "event": "signed-in",
          "name": { "last": "Орлова", "first": "Татьяна", "middle": "" } },
        { "at": 1_794_810_300_000_000_i64, "times": 1, "person": 7, "event": "signed-in",
          "name": { "last": "Орлова", "first": "Татьяна", "middle": "" }, "device": "a1b2c3" },
    ]);
    let page = serde_json::json!({ "entries": entries, "older": null });
    let page = ListPage::AccessLog(serde_json::from_value(page).unwrap());
    let screen = Box::new(AccessLogScreen::default());
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    stage.desk.pages.lists.insert(ListKey::AccessLog, page);
    stage.settle();
    let screen = stage.rows().0.join("\n");
    assert_eq!(
        screen.matches("они только сосчитаны").count(),
        1,
        "{screen}"
    );
    assert!(screen.contains(" 1939"), "{screen}");
}

#[test]
fn whose_cards_were_read_and_what_was_not_shown_is_said() {
    let name = || serde_json::json!({ "last": "Зимина", "first": "Анна", "middle": "" });
    let entry = |event: &str, records: serde_json::Value| {
        serde_json::json!({ "at": 1_794_810_360_000_000_i64, "times": 1, "person": 7,
            "event": event, "name": name(), "records": records })
    };
    let at = serde_json::json!({ "kind": "guardianship", "id": 3 });
    let record = serde_json::json!({ "at": at, "title": "Орлов — Орлова" });
    let entries = [
        entry(
            "cards-read",
            serde_json::json!({ "kind": "person-details" }),
        ),
        entry(
            "read-refused",
            serde_json::json!({ "kind": "guardianship", "record": record }),
        ),
        entry("read-refused", serde_json::json!({})),
    ];
    let page = serde_json::json!({ "entries": entries, "older": null });
    let page = ListPage::AccessLog(serde_json::from_value(page).unwrap());
    let screen = Box::new(AccessLogScreen::default());
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    stage.desk.pages.lists.insert(ListKey::AccessLog, page);
    stage.settle();
    let screen = stage.rows().0.join("\n");
    for words in [
        "просмотр личных данных",
        "личные данные",
        "не показано",
        "представитель · Орлов — Орлова",
        "справочники: роль их не открывает",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

fn session(id: i64, last: &str, device: &str, here: bool) -> SessionRow {
    SessionRow {
        person: PersonId(id),
        name: PersonName::whole(last),
        device: device.to_owned(),
        address: Some(format!("192.0.2.{id}")),
        opened_at: school::DemoSpec::NOW,
        seen_at: school::DemoSpec::NOW,
        here,
    }
}

/// Whoever left a session at a school's computer sees it, and an administrator whose it is.
#[test]
fn who_is_signed_in_is_found_by_name_device_and_address() {
    let sessions = vec![
        session(7, "Орлова", "a1b2c3d4e5f6", true),
        session(8, "Зимина", "0123456789ab", false),
    ];
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters("кто вошёл").key(KeyCode::Enter);
    let page = ListPage::Sessions(SessionsPage { sessions });
    stage.desk.pages.lists.insert(ListKey::Sessions, page);
    stage.settle();
    let screen = stage.rows().0.join("\n");
    for said in [
        "Кто вошёл и откуда · 2",
        "192.0.2.7",
        "этот",
        "вошли 2 человека",
    ] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    for typed in ["зим", "0123", "2.8"] {
        stage.letters(typed);
        let screen = stage.rows().0.join("\n");
        assert!(screen.contains("· 1/2"), "{typed}: {screen}");
        let words = "Зимина: вход 16.11 09:26, последний раз 16.11 09:26 · устройство 0123456789ab";
        assert!(screen.contains(words), "{typed}: {screen}");
        stage.key(KeyCode::Esc);
    }
}

/// The question names whose session it is and where; of one's own it says that this is signing out.
#[test]
fn a_session_is_ended_after_a_question_and_the_own_one_by_signing_out() {
    let sessions = vec![
        session(7, "Орлова", "a1b2c3d4e5f6", true),
        session(8, "Зимина", "0123456789ab", false),
    ];
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(SessionsScreen::default()));
    let page = ListPage::Sessions(SessionsPage { sessions });
    stage.desk.pages.lists.insert(ListKey::Sessions, page);
    stage.settle();
    let foot = stage.rows().0.pop().unwrap();
    assert!(foot.contains("Delete выйти"), "{foot}");
    stage.letters("зим");
    let foot = stage.rows().0.pop().unwrap();
    assert!(foot.contains("Delete закончить"), "{foot}");
    let asked = |stage: &mut Stage, words: &[&str]| {
        stage.key(KeyCode::Delete);
        let screen = stage.rows().0.join(" ");
        let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in words {
            assert!(screen.contains(words), "{words}: {screen}");
        }
        assert!(stage.effects.is_empty());
    };
    let whose = ["Зимина", "0123456789ab", "вход 16.11 09:26", "192.0.2.8"];
    asked(&mut stage, &whose);
    stage.key(KeyCode::Esc);
    assert!(stage.effects.is_empty());
    asked(&mut stage, &whose);
    stage.key(KeyCode::Enter);
    let ended = std::mem::take(&mut stage.effects);
    assert!(
        matches!(&*ended, [Effect::EndSession(row)] if row.person == PersonId(8)),
        "{ended:?}"
    );
    stage.key(KeyCode::Esc);
    stage.letters("орл");
    asked(
        &mut stage,
        &["в котором вы сейчас работаете", "Enter — выйти"],
    );
    stage.key(KeyCode::Enter);
    assert!(
        matches!(&*stage.effects, [Effect::SignOut]),
        "{:?}",
        stage.effects
    );
}

#[test]
fn of_an_ended_session_the_access_log_says_who_ended_it() {
    let name = |last: &str| serde_json::json!({ "last": last, "first": "Илья", "middle": "" });
    let entries = serde_json::json!([
        { "at": 1_794_810_360_000_000_i64, "times": 1, "person": 7, "event": "session-ended",
          "name": name("Орлова"), "by": name("Ветров"), "device": "a1b2c3" },
        { "at": 1_794_810_300_000_000_i64, "times": 1, "person": 8, "event": "write-refused",
          "name": name("Шилова"),
          "refused": { "what": "end-sessions", "for_person": name("Орлова") } },
    ]);
    let page = serde_json::json!({ "entries": entries, "older": null });
    let page = ListPage::AccessLog(serde_json::from_value(page).unwrap());
    let screen = Box::new(AccessLogScreen::default());
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    stage.desk.pages.lists.insert(ListKey::AccessLog, page);
    stage.settle();
    let screen = stage.rows().0.join("\n");
    for words in [
        "сеанс закончен",
        "закончил Ветров И.",
        "конец чужого сеанса · Орлова И.",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}
