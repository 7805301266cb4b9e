//! What of a list is one's own, what is shown of it, and what is said where it ends.

use super::*;
use ::school::DemoSpec;
use journal::PersonId;
use zhurnal::ui::layer::Layer;
use zhurnal::ui::screen::register::form::RecordForm;

const SNILS: &str = "112-233-445 95";
const PHONE: &str = "+79161234567";

fn card(person: i64, phone: &str, snils: &str) -> Record {
    Record::PersonDetails(PersonDetails {
        person: PersonId(person),
        phone: phone.to_owned(),
        snils: snils.to_owned(),
        ..PersonDetails::default()
    })
}

fn named(last: &str) -> Record {
    Record::Person(PersonRecord {
        name: PersonName {
            last: last.to_owned(),
            ..PersonName::default()
        },
    })
}

/// Two cards: of one's own pupil, with what one does not see, and of a colleague.
fn cards(stage: &mut Stage) {
    let mut register = Register::default();
    register.put(at(RecordKind::Person, 1), Some(named("Белова")));
    register.put(at(RecordKind::Person, 2), Some(named("Орлова")));
    register.put(at(RecordKind::Person, 3), Some(named("Волкова")));
    register.put(
        at(RecordKind::PersonDetails, 1),
        Some(card(1, PHONE, SNILS)),
    );
    register.put(at(RecordKind::PersonDetails, 2), Some(card(2, PHONE, "")));
    let mut page = RecordsPage::of(&register, RecordKind::PersonDetails);
    for line in &mut page.records {
        line.record = line.record.veiled(Veil::Personal);
        match line.id.0 {
            1 => line.veiled = vec!["snils".to_owned()],
            _ => line.locked = true,
        }
    }
    show(stage, &register, RecordKind::Person);
    let shown = page.register();
    let key = ListKey::Records(RecordKind::PersonDetails);
    let list = ListPage::Records(page, shown);
    stage.desk.pages.show_list(key, list);
    stage.settle();
}

fn of_class_teacher(profile: &str, screen: impl FnOnce(&Stage) -> Box<dyn Layer>) -> Stage {
    let mut stage = stage_of(Language::Ru, &[Role::Teacher], |_| {
        Box::new(DirectoriesScreen::default())
    });
    let rules = stage.desk.rules.as_mut().unwrap();
    rules.regulation = Regulation::shipped(profile).unwrap();
    cards(&mut stage);
    let screen = screen(&stage);
    stage.ui.open(screen);
    stage.settle();
    stage
}

fn list_of_cards() -> Stage {
    of_class_teacher("sergiev-posad-14", |stage| {
        let kind = RecordKind::PersonDetails;
        Box::new(Records::of(kind, &stage.desk, &stage.texts))
    })
}

fn form_of_card(id: Option<i64>) -> Stage {
    form_by("sergiev-posad-14", id)
}

fn form_by(profile: &str, id: Option<i64>) -> Stage {
    of_class_teacher(profile, |stage| {
        let (kind, id) = (RecordKind::PersonDetails, id.map(RecordId));
        Box::new(RecordForm::of(kind, id, &stage.desk, &stage.texts))
    })
}

#[test]
fn what_one_may_not_see_is_marked_in_the_list_and_not_shown_as_empty() {
    let stage = list_of_cards();
    let shown = screen(&stage);
    assert!(shown.contains("•••") && shown.contains(PHONE), "{shown}");
    assert!(!shown.contains(SNILS));
}

#[test]
fn a_record_of_others_is_neither_removed_nor_changed_and_says_whose_it_is() {
    let mut stage = list_of_cards();
    stage.key(KeyCode::Down).key(KeyCode::Delete);
    assert_eq!(count_sent(&stage), 0);
    let says = "Эту запись ведёте не вы";
    assert!(stage.notice().starts_with(says), "{}", stage.notice());
    let mut stage = form_of_card(Some(2));
    assert!(screen(&stage).contains(says), "{}", screen(&stage));
    assert!(
        screen(&stage).contains("классный руководитель"),
        "{}",
        screen(&stage)
    );
    stage.letters("1");
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0);
}

/// The hidden field says by which clause it is hidden, takes no letter, and goes out as it came.
#[test]
fn a_hidden_field_is_locked_with_its_clause_and_the_others_are_saved() {
    let mut stage = form_of_card(Some(1));
    for _ in 0..3 {
        stage.key(KeyCode::Tab);
    }
    let shown = screen(&stage);
    let why = "вам не видно (табл. 1, п. 2.1 Порядка)";
    assert!(shown.contains(why), "{shown}");
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    stage.letters("89990000000");
    save(&mut stage);
    let (asked, _, _) = sent(&stage);
    assert_eq!(asked.expected, Some(card(1, PHONE, "")));
    assert_eq!(asked.wanted, Some(card(1, "+79990000000", "")));
}

/// An id that another has taken meanwhile, whose record one may not see, is passed by.
#[test]
fn a_new_record_passes_by_an_id_of_anothers() {
    let mut stage = form_of_card(None);
    stage.letters("Вол").key(KeyCode::Tab);
    save(&mut stage);
    let first = sent(&stage).0.record.id.0;
    let refusal = Refusal::Id;
    stage.amended(answer(AmendmentOutcome::Refused { refusal }, Vec::new()));
    assert_eq!(sent(&stage).0.record.id.0, first + 1);
}

/// SGO154-3.2.1a: of others' classes nothing is made, and it is said who makes them.
#[test]
fn who_makes_no_records_of_a_kind_but_changes_some_is_told_so() {
    let mut stage = stage_of(Language::Ru, &[Role::Teacher], |stage| {
        Box::new(Records::of(RecordKind::Class, &stage.desk, &stage.texts))
    });
    stage.key(KeyCode::Insert);
    let says = "Новых вы не заводите. Заводят: администратор, завуч, секретарь (";
    assert!(stage.notice().starts_with(says), "{}", stage.notice());
}

#[test]
fn a_history_says_that_something_hidden_was_changed() {
    let mut stage = with_history(Language::Ru);
    let key = ListKey::RecordLog(at(RecordKind::Room, 2));
    let Some(ListPage::RecordLog(log)) = stage.desk.pages.lists.get_mut(&key) else {
        panic!("no log")
    };
    let mut hidden = log.amendments[0].clone();
    hidden.was = hidden.is.clone();
    hidden.veiled = vec!["seats".to_owned()];
    hidden.received_at = DemoSpec::NOW;
    log.amendments = vec![hidden];
    stage.page_came();
    let shown = screen(&stage);
    assert!(shown.contains("есть и то, чего вам не видно"), "{shown}");
}

/// The rules that came from the server name the rights of the profile.
#[test]
fn the_profile_decides_what_is_locked() {
    let stage = form_by("sgo-154", Some(1));
    assert!(
        screen(&stage).contains("п. 3.2 Регламента"),
        "{}",
        screen(&stage)
    );
}

/// The orders as a registrar has them whom an order has, or has not, given the role (SOLO2-10.1c).
fn orders(awaits: bool) -> Stage {
    let mut stage = stage_of(Language::Ru, &[Role::Registrar], |_| {
        Box::new(DirectoriesScreen::default())
    });
    let rules = stage.desk.rules.as_mut().unwrap();
    rules.regulation = Regulation::shipped("solo-kommunar-2").unwrap();
    let clause = rules.regulation.rights.by_order[0].clause.clone();
    // The list is opened before it has come.
    let key = ListKey::Records(RecordKind::Order);
    stage.desk.pages.lists.remove(&key);
    let list = Records::of(RecordKind::Order, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(list));
    stage.settle();
    let register = register();
    let mut page = RecordsPage::of(&register, RecordKind::Order);
    page.awaits_order = awaits.then_some(clause);
    let list = ListPage::Records(page, register);
    stage.desk.pages.show_list(key, list);
    stage.settle();
    stage
}

#[test]
fn who_waits_for_an_order_is_told_before_anything_is_typed() {
    let mut stage = orders(true);
    let words = "Ваша роль ждёт приказа: пока только смотреть (п. 10.1 Положения).";
    assert!(screen(&stage).contains(words), "{}", screen(&stage));
    assert!(!screen(&stage).contains("Insert"), "{}", screen(&stage));
    stage.key(KeyCode::Insert);
    assert_eq!(stage.notice(), words);
    let form = RecordForm::of(RecordKind::Order, None, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(form));
    stage.settle();
    assert!(
        screen(&stage).contains("ждёт приказа"),
        "{}",
        screen(&stage)
    );
    let mut stage = orders(false);
    assert!(
        !screen(&stage).contains("ждёт приказа"),
        "{}",
        screen(&stage)
    );
    stage.key(KeyCode::Insert);
    assert_eq!(stage.notice(), "");
}
