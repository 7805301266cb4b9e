//! The cards of classes, and the word that they were held against the facts.

use crate::directories::school::{SEEN, WRITTEN, answer, list, screen};
use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::register::{
    Amended, AmendmentOutcome, Consequences, Record, RecordKind, Refusal, Totals,
};
use journal::view::{CardsOf, CardsPage};
use journal::{ClassId, Role, Roles};
use offline::{ListKey, ListPage};
use zhurnal::effect::Effect;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::cards::{CardsOfSome, ClassCardsScreen};
use zhurnal::ui::screen::today::TodayScreen;

const OF_CLASS: CardsOf = CardsOf::Class(ClassId(2));

fn page(of: Option<CardsOf>) -> CardsPage {
    let name = |last: &str| serde_json::json!({ "last": last, "first": "Илья", "middle": "" });
    let cards = serde_json::json!([
        { "person": 7, "class": 2, "entry_late": 0, "name": name("Абрамов"), "changed": true, "late": 0,
          "checked": "2026-09-10", "by": name("Покровская"), "due": "2027-03-10",
          "lacks": [{ "of": "pupil", "what": "born" }, { "of": "pupil", "what": "consent" },
                    { "of": "parent", "what": "email" }] },
        { "person": 9, "class": 2, "entry_late": 0, "name": name("Яшин"), "changed": false, "late": 5,
          "due": "2026-11-09", "lacks": [] },
    ]);
    let staff = serde_json::json!([
        { "person": 11, "name": name("Новикова"), "changed": false, "late": 0,
          "entry_due": "2026-11-10", "entry_late": 4,
          "lacks": [{ "of": "staff", "what": "consent" }] },
    ]);
    let cards = match of {
        Some(CardsOf::Class(_)) => cards,
        Some(CardsOf::Staff) => staff,
        None => serde_json::json!([]),
    };
    serde_json::from_value(serde_json::json!({
        "free_id": 40, "cards": cards,
        "entry": { "of": "staff-cards", "term": "3 working days after order", "id": "SOLO2-6.6b",
                   "cite": "п. 6.6 Положения" },
        "term": { "of": "card-check", "term": "2 a year", "id": "SGO154P-1.4.2c",
                  "cite": "п. 1.4 Регламента" },
        "classes": [
            { "class": 2, "title": "7Б", "responsible": name("Покровская"), "people": 2,
              "incomplete": 1, "unchecked": 2, "late": 5 },
            { "class": 3, "title": "8А", "people": 25, "incomplete": 0, "checked": "2026-11-02",
              "unchecked": 0, "late": 0 },
            { "title": "", "responsible": name("Кадрова"), "people": 1, "incomplete": 1,
              "unchecked": 1, "late": 4 },
        ],
    }))
    .unwrap()
}

fn with_pages(stage: &mut Stage, role: Role) {
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![role]);
    let lists = &mut stage.desk.pages.lists;
    for of in [None, Some(OF_CLASS), Some(CardsOf::Staff)] {
        lists.insert(ListKey::Cards(of), ListPage::Cards(page(of)));
    }
}

/// SGO154-6.2.2, SGO154P-1.4.1c, SGO154-3.2.2b: each class with who is responsible, the last check,
/// how many cards lack something, how many working days it is late; and from there the cards.
#[test]
fn a_deputy_sees_how_the_cards_of_each_class_stand_and_opens_them() {
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(TodayScreen::default()));
    with_pages(&mut stage, Role::Deputy);
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters("карточки кл").key(KeyCode::Enter);
    stage.settle();
    insta::assert_snapshot!("cards_by_class", stage.rows().0.join("\n"));
    stage.key(KeyCode::Enter);
    stage.settle();
    insta::assert_snapshot!("cards_of_class", stage.rows().0.join("\n"));
    stage.press(KeyCode::Char('c'), KeyModifiers::ALT);
    assert!(
        stage.notice().contains("классный руководитель"),
        "{}",
        stage.notice()
    );
}

/// SOLO2-6.6b, SOLO2-6.7a: the personnel officer sees whose card came late or lacks something, by which
/// clause, and says that one was checked.
#[test]
fn a_personnel_officer_checks_the_cards_of_the_staff() {
    let screen = Box::new(ClassCardsScreen::default());
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    with_pages(&mut stage, Role::Hr);
    stage.settle();
    stage.letters("сотр").key(KeyCode::Enter);
    stage.settle();
    insta::assert_snapshot!("cards_of_staff", stage.rows().0.join("\n"));
    stage.press(KeyCode::Char('c'), KeyModifiers::ALT);
    stage.key(KeyCode::Enter);
    assert_eq!(ids_sent(&stage), [40]);
}

/// SOLO2-6.7a: the class teacher says so of one card, or of the whole class in one gesture.
#[test]
fn cards_are_checked_one_by_one_or_a_class_at_once() {
    for (key, pupils) in [(KeyCode::Enter, vec![7]), (KeyCode::F(9), vec![7, 9])] {
        let screen = Box::new(CardsOfSome::of(OF_CLASS));
        let mut stage = Stage::new(Language::Ru, (80, 24), screen);
        with_pages(&mut stage, Role::Teacher);
        stage.settle();
        stage.press(KeyCode::Char('c'), KeyModifiers::ALT);
        stage.key(key);
        let Some(Effect::Amend {
            amend,
            dry_run: false,
        }) = stage.effects.last()
        else {
            panic!("{:?}", stage.effects)
        };
        let told = amend.amendments.iter().map(|one| match &one.wanted {
            Some(Record::CardCheck(check)) => (one.record.id.0, check.person.0),
            other => panic!("{other:?}"),
        });
        let expected = (40..).zip(pupils.iter().copied());
        assert_eq!(
            told.collect::<Vec<_>>(),
            expected.collect::<Vec<(i64, i64)>>()
        );
        let gesture = amend.amendments[0].gesture;
        assert!(amend.amendments.iter().all(|one| one.gesture == gesture));
        assert!(
            amend
                .amendments
                .iter()
                .all(|one| one.record.kind == RecordKind::CardCheck)
        );
        stage.amended(Amended {
            totals: Totals::default(),
            consequences: Consequences::default(),
            outcomes: vec![AmendmentOutcome::Applied { seq: Some(1) }; pupils.len()],
            untaken: std::collections::BTreeMap::new(),
        });
        let said = ["Сверена 1 карточка.", "Сверены 2 карточки."];
        assert_eq!(stage.notice(), said[pupils.len() - 1]);
    }
}

/// Of two cards one was checked by somebody else a moment ago: that one is not counted as one's own.
#[test]
fn what_somebody_else_has_checked_is_not_counted() {
    let screen = Box::new(CardsOfSome::of(OF_CLASS));
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    with_pages(&mut stage, Role::Teacher);
    stage.settle();
    stage.press(KeyCode::Char('c'), KeyModifiers::ALT);
    stage.key(KeyCode::F(9));
    let mut written = answer(WRITTEN, Vec::new());
    written.outcomes = vec![WRITTEN; 2];
    written.totals.same = 1;
    stage.amended(written);
    assert_eq!(stage.notice(), "Сверена 1 карточка.");
}

fn ids_sent(stage: &Stage) -> Vec<i64> {
    let sent = stage.effects.iter().rev().find_map(|effect| match effect {
        Effect::Amend { amend, .. } => Some(&amend.amendments),
        _ => None,
    });
    sent.unwrap().iter().map(|one| one.record.id.0).collect()
}

#[test]
fn checks_pass_by_the_ids_that_others_took() {
    let screen = Box::new(CardsOfSome::of(OF_CLASS));
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    with_pages(&mut stage, Role::Teacher);
    stage.settle();
    stage.press(KeyCode::Char('c'), KeyModifiers::ALT);
    stage.key(KeyCode::F(9));
    assert_eq!(ids_sent(&stage), [40, 41]);
    let mut taken = answer(WRITTEN, Vec::new());
    taken.outcomes = vec![
        AmendmentOutcome::Refused {
            refusal: Refusal::Id,
        },
        AmendmentOutcome::NotAgreed,
    ];
    stage.amended(taken);
    assert_eq!(ids_sent(&stage), [41, 42]);
    let mut written = answer(WRITTEN, Vec::new());
    written.outcomes = vec![WRITTEN; 2];
    stage.amended(written);
    assert_eq!(stage.notice(), "Сверены 2 карточки.");
}

#[test]
fn cards_take_no_answer_that_another_screen_waits_for() {
    let mut stage = list(RecordKind::Room);
    with_pages(&mut stage, Role::Admin);
    stage.key(KeyCode::Delete);
    stage.ui.open(Box::new(CardsOfSome::of(OF_CLASS)));
    stage.settle();
    stage.amended(answer(SEEN, Vec::new()));
    assert!(!stage.notice().contains("карточ"), "{}", stage.notice());
    stage.key(KeyCode::Esc);
    assert!(
        screen(&stage).contains("Что изменится"),
        "{}",
        screen(&stage)
    );
}
