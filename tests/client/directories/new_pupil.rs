//! A new pupil with the consents, the order and the parents: one form, one gesture, one undo.

use super::*;
use ::journal::register::RecordKind as K;
use ::journal::{ClassId, PersonId, PupilId};

fn person(last: &str, first: &str) -> Record {
    Record::Person(PersonRecord {
        name: PersonName {
            last: last.to_owned(),
            first: first.to_owned(),
            middle: String::new(),
        },
    })
}

fn enrolment(number: &str) -> Record {
    Record::Order(OrderRecord {
        number: number.to_owned(),
        date: day("2026-11-16"),
        sort: OrderSort::Enrolment,
        heading: "О зачислении".to_owned(),
        ..OrderRecord::default()
    })
}

/// The list of people, as a registrar has it: two classes, Аброва who represents nobody yet, and the
/// order 12-у.
fn stage() -> Stage {
    stage_with(&[enrolment("12-у")])
}

/// The same with these orders.
fn stage_with(orders: &[Record]) -> Stage {
    let mut register = register();
    for (id, title) in [(1, "7А"), (2, "7Б")] {
        let class = Record::Class(ClassRecord {
            year: YearId(1),
            grade: 7,
            title: title.to_owned(),
        });
        register.put(at(RecordKind::Class, id), Some(class));
    }
    let known = at(RecordKind::Person, 1);
    register.put(known, Some(person("Аброва", "Вера")));
    for (id, order) in (1..).zip(orders) {
        register.put(at(RecordKind::Order, id), Some(order.clone()));
    }
    let mut stage = stage_of(Language::Ru, &[Role::Registrar], |stage| {
        Box::new(Records::of(RecordKind::Person, &stage.desk, &stage.texts))
    });
    for kind in RecordKind::ALL {
        show(&mut stage, &register, *kind);
    }
    stage.settle();
    stage.press(KeyCode::Char('a'), KeyModifiers::ALT);
    stage.settle();
    stage
}

/// Types into a field, and goes on to the next.
fn fill(stage: &mut Stage, fields: &[&str]) {
    for field in fields {
        stage.letters(field).key(KeyCode::Enter);
    }
}

fn gesture(stage: &Stage) -> Vec<(RecordRef, Record)> {
    let sent = stage.effects.iter().rev().find_map(|effect| match effect {
        Done::Amend { amend, .. } => Some(amend.amendments.clone()),
        _ => None,
    });
    let sent = sent.expect("a gesture").into_iter();
    let one = |one: Amendment| {
        assert_eq!(one.expected, None, "all of it is new");
        (one.record, one.wanted.unwrap())
    };
    sent.map(one).collect()
}

fn each(outcome: &AmendmentOutcome, count: usize) -> Amended {
    let mut amended = answer(outcome.clone(), Vec::new());
    amended.outcomes = vec![outcome.clone(); count];
    amended.consequences.moves = Moves {
        pupils: 1,
        all_join: true,
        ..Moves::default()
    };
    amended
}

const PUPIL: [&str; 9] = [
    "16.11",
    "папка 7",
    "Новиков",
    "Пётр",
    "Олегович",
    "13-у",
    "16.11",
    "7б",
    "18.11",
];

/// SP14-T1.4a, SOLO2-10.1a: all of it as one.
#[test]
fn a_pupil_comes_with_consents_an_order_and_two_parents() {
    let mut stage = stage();
    let shown = screen(&stage);
    assert!(shown.contains("Новый ученик"), "{shown}");
    assert!(shown.contains("Сначала согласия"), "{shown}");
    fill(&mut stage, &PUPIL);
    fill(&mut stage, &["мать", "", "Новикова", "Анна", "", "16.11"]);
    // Who is on the list is not typed again.
    fill(&mut stage, &["опек", "абр", "", "", "", "15.11"]);
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("directories_new_pupil", stage.rows().0.join("\n"));
    });
    save(&mut stage);
    let sent = gesture(&stage);
    let consent = |of: i64, by: Option<i64>, given: &str, paper: &str| {
        Record::Consent(ConsentRecord {
            person: PersonId(of),
            signed_by: by.map(PersonId),
            scope: ConsentScope::All,
            given: day(given),
            withdrawn: None,
            paper: paper.to_owned(),
        })
    };
    let of = |parent, kinship| {
        Record::Guardianship(GuardianshipRecord {
            parent: PersonId(parent),
            pupil: PupilId(2),
            kinship,
            from: None,
            until: None,
        })
    };
    let pupil = Record::Person(PersonRecord {
        name: PersonName {
            last: "Новиков".to_owned(),
            first: "Пётр".to_owned(),
            middle: "Олегович".to_owned(),
        },
    });
    let order = Record::Order(OrderRecord {
        number: "13-у".to_owned(),
        date: day("2026-11-16"),
        sort: OrderSort::Enrolment,
        ..OrderRecord::default()
    });
    let line = Record::Movement(MovementRecord {
        pupil: PupilId(2),
        sort: MovementSort::Enrol,
        day: day("2026-11-18"),
        class: Some(ClassId(2)),
        order: Some(OrderId(2)),
        ..MovementRecord::default()
    });
    let expected = [
        (at(K::Person, 2), pupil),
        (
            at(K::Consent, 1),
            consent(2, Some(3), "2026-11-16", "папка 7"),
        ),
        (at(K::Order, 2), order),
        (at(K::Movement, 1), line),
        (at(K::Person, 3), person("Новикова", "Анна")),
        (at(K::Guardianship, 1), of(3, Kinship::Mother)),
        (at(K::Consent, 2), consent(3, None, "2026-11-16", "")),
        (at(K::Guardianship, 2), of(1, Kinship::Guardian)),
        (at(K::Consent, 3), consent(1, None, "2026-11-15", "")),
    ];
    assert_eq!(sent, expected);
    // It only makes what the form shows: it is written without another question.
    stage.amended(each(&SEEN, 9));
    assert_eq!(count_sent(&stage), 2);
    stage.amended(each(&WRITTEN, 9));
    let said = stage.notice();
    assert!(said.contains("«Новиков Пётр Олегович», и ещё 8"), "{said}");
    assert!(said.contains("Ctrl+Z"), "{said}");
    assert_eq!(stage.desk.drafts.get(&DraftKey::form("new-pupil")), None);
    // And taken back as one, from the list that it was begun in.
    stage.press(KeyCode::Char('z'), KeyModifiers::CONTROL);
    let undoes = |effect: &Done| matches!(effect, Done::UndoAmended { dry_run: true, .. });
    assert!(stage.effects.iter().any(undoes));
}

/// SP14-T1.4a: nothing of a parent is sent that nobody has consented to.
#[test]
fn without_a_consent_nothing_of_parents_is_sent() {
    let mut stage = stage();
    let mut pupil = PUPIL;
    pupil[..2].copy_from_slice(&["", ""]);
    fill(&mut stage, &pupil);
    fill(&mut stage, &["мать", "", "Новикова", "Анна", "", ""]);
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0, "{}", screen(&stage));
    let told = stage.rows().0.join("\n");
    assert!(
        told.contains("Сначала внесите согласие: Новиков Пётр"),
        "{told}"
    );
    // The first field is where it is entered, and the mother's is asked for next.
    stage.letters("16.11");
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0, "{}", screen(&stage));
    let told = stage.rows().0.join("\n");
    assert!(told.contains("Новикова Анна ("), "{told}");
    stage.letters("16.11");
    save(&mut stage);
    assert_eq!(count_sent(&stage), 1, "{}", screen(&stage));
}

#[test]
fn nobody_is_both_chosen_and_typed() {
    let mut stage = stage();
    fill(&mut stage, &PUPIL);
    fill(&mut stage, &["мать", "абр", "Аброва", "", "", "16.11"]);
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0, "{}", screen(&stage));
    let told = screen(&stage);
    assert!(told.contains("представитель уже выбран"), "{told}");
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    save(&mut stage);
    let people = gesture(&stage).into_iter();
    let people = people.filter(|(at, _)| at.kind == RecordKind::Person);
    assert_eq!(people.count(), 1, "the pupil alone is new");
}

/// An order names many: the second pupil goes on with the one that stands.
#[test]
fn an_order_that_stands_is_gone_on_with() {
    let mut stage = stage();
    let mut pupil = PUPIL;
    pupil[5] = "12-у";
    fill(&mut stage, &pupil);
    save(&mut stage);
    let sent = gesture(&stage);
    let kinds: Vec<_> = sent.iter().map(|(at, _)| at.kind).collect();
    assert_eq!(kinds, [K::Person, K::Consent, K::Movement]);
    let Record::Movement(line) = &sent[2].1 else {
        panic!("{sent:?}")
    };
    assert_eq!(line.order, Some(OrderId(1)));
}

#[test]
fn what_was_begun_is_there_again() {
    let mut stage = stage();
    fill(&mut stage, &PUPIL);
    stage.letters("мать");
    stage.key(KeyCode::Enter).key(KeyCode::Enter);
    stage.letters("Новикова");
    let before = screen(&stage);
    stage.press(KeyCode::Char('d'), KeyModifiers::ALT);
    stage.settle();
    let route = Route::NewPupil;
    let mut cx = zhurnal::ui::layer::Cx {
        desk: &mut stage.desk,
        texts: &stage.texts,
        effects: &mut stage.effects,
    };
    let form = zhurnal::ui::screen::open::open(&route, &mut cx);
    stage.ui.open(form);
    stage.settle();
    let after = screen(&stage);
    for typed in [
        "папка 7",
        "Новиков",
        "13-у",
        "18.11.2026",
        "мать",
        "Новикова",
    ] {
        assert!(before.contains(typed), "{typed}: {before}");
        assert!(after.contains(typed), "{typed}: {after}");
    }
}

/// Who cannot make all of it is told so before the first key.
#[test]
fn whoever_does_not_enrol_is_told_who_does() {
    let mut stage = stage();
    stage.desk.me.as_mut().unwrap().roles = ::journal::Roles(vec![Role::Hr]);
    let list = Records::of(RecordKind::Person, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(list));
    stage.settle();
    stage.press(KeyCode::Char('a'), KeyModifiers::ALT);
    let shown = screen(&stage);
    assert!(!shown.contains("Новый ученик"), "{shown}");
    let said = stage.notice();
    assert!(said.starts_with("Учеников зачисляете не вы. "), "{said}");
    assert!(said.contains("секретарь"), "{said}");
}

/// Whoever signs for the pupil is the first who is entered, in whichever row.
#[test]
fn the_first_parent_who_is_entered_signs_for_the_pupil() {
    let mut stage = stage();
    fill(&mut stage, &PUPIL);
    fill(&mut stage, &["мать", "", "Новикова", "Анна", "", "16.11"]);
    fill(&mut stage, &["опек", "абр", "", "", "", "15.11"]);
    // The first row is emptied again.
    stage.key(KeyCode::Up).key(KeyCode::Up).key(KeyCode::Delete);
    for _ in 0..5 {
        stage.key(KeyCode::Tab);
        stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    }
    save(&mut stage);
    let sent = gesture(&stage);
    let signed = sent.iter().find_map(|(_, record)| match record {
        Record::Consent(consent) if consent.person == PersonId(2) => Some(consent.signed_by),
        _ => None,
    });
    assert_eq!(signed, Some(Some(PersonId(1))), "{sent:?}");
}

/// From a line under a draft nothing would follow.
#[test]
fn an_order_that_is_a_draft_is_not_gone_on_with() {
    let Record::Order(order) = enrolment("12-у") else {
        panic!("no order")
    };
    let mut stage = stage_with(&[Record::Order(OrderRecord {
        state: OrderState::Draft,
        ..order
    })]);
    let mut pupil = PUPIL;
    pupil[5] = "12-у";
    fill(&mut stage, &pupil);
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0, "{}", screen(&stage));
    let told = stage.rows().0.join("\n");
    assert!(told.contains("Приказ №: «12-у"), "{told}");
    assert!(told.contains("проект"), "{told}");
}

/// What is wrong with the order is told where it is entered.
#[test]
fn an_order_that_is_cancelled_is_told_at_its_number() {
    let cancelling = Record::Order(OrderRecord {
        number: "14-о".to_owned(),
        date: day("2026-11-16"),
        sort: OrderSort::Cancelling,
        cancels: Some(OrderId(1)),
        ..OrderRecord::default()
    });
    let mut stage = stage_with(&[enrolment("12-у"), cancelling]);
    let mut pupil = PUPIL;
    pupil[5] = "12-у";
    fill(&mut stage, &pupil);
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0, "{}", screen(&stage));
    let told = stage.rows().0.join("\n");
    assert!(told.contains("Приказ №: приказ отменён"), "{told}");
}

/// A record of the gesture that names another new one is called by its name.
#[test]
fn the_preview_calls_the_line_by_the_new_pupil() {
    let mut stage = stage();
    fill(&mut stage, &PUPIL);
    save(&mut stage);
    let mut seen = each(&SEEN, 4);
    seen.consequences.effects.push(danger());
    stage.amended(seen);
    let shown = screen(&stage);
    assert!(shown.contains("Книга движения: Новиков Пётр"), "{shown}");
}
