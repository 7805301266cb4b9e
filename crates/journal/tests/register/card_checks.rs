//! What cards of pupils lack, and when they were held against the facts.

use crate::support::*;
use journal::register::*;
use journal::regulation::{CardOf, Regulation};
use journal::{ClassId, PersonId, PersonName};

fn regulation(id: &str) -> Regulation {
    Regulation::shipped(id).unwrap()
}

fn lines(register: &Register, profile: &str, on: &str, written: &AmendedAt) -> Vec<CardLine> {
    register.cards(&regulation(profile), day(on), written)
}

fn of(lines: &[CardLine], pupil: i64) -> &CardLine {
    let line = lines.iter().find(|line| line.person == PersonId(pupil));
    line.unwrap()
}

fn lacks(line: &CardLine) -> Vec<(CardOf, &str)> {
    let lacks = line.lacks.iter();
    lacks.map(|lack| (lack.of, lack.what.as_str())).collect()
}

/// SGO154P-1.4.1a, SGO154P-1.4.1b, SGO154-3.2.1c: birth, sex, a parent with an address of letters;
/// SGO154-3.1.4: the consents of both.
#[test]
fn a_card_lacks_what_the_regulation_names_until_it_is_entered() {
    let mut register = school();
    let now = |register: &Register| {
        let lines = lines(register, "sgo-154", "16.11.2026", &AmendedAt::default());
        [2, 3].map(|pupil| {
            let lacks = lacks(of(&lines, pupil)).into_iter();
            lacks
                .map(|(of, what)| (of, what.to_owned()))
                .collect::<Vec<_>>()
        })
    };
    let told = |of, what: &str| (of, what.to_owned());
    let (pupil, parent) = (CardOf::Pupil, CardOf::Parent);
    let [of_a, of_b] = now(&register);
    let bare = ["born", "consent", "sex"].map(|what| told(pupil, what));
    assert_eq!(of_a[..3], bare);
    assert_eq!(of_a[3..], [told(parent, "parent")]);
    assert_eq!(of_b, [told(parent, "consent"), told(parent, "email")]);

    register.put(
        at(RecordKind::PersonDetails, 9),
        Some(Record::PersonDetails(PersonDetails {
            person: PersonId(1),
            email: "olga@school.ru".to_owned(),
            ..PersonDetails::default()
        })),
    );
    register.put(
        at(RecordKind::Consent, 9),
        Some(Record::Consent(ConsentRecord {
            person: PersonId(1),
            given: day("16.11.2026"),
            ..ConsentRecord::default()
        })),
    );
    assert_eq!(now(&register)[1], []);
}

/// SP14-T1.4a, SP14-T1.4b: the lists of whose consent is missing; SOLO2-6.6d: who has no parent.
#[test]
fn who_has_not_consented_is_listed_and_by_which_profile() {
    let register = school();
    let (pupil, parent) = (CardOf::Pupil, CardOf::Parent);
    for (profile, expected) in [
        ("sergiev-posad-14", vec![(pupil, "consent")]),
        ("krasnozavodsk-1", vec![]),
        ("epos-ohansk-1", vec![]),
        (
            "solo-kommunar-2",
            vec![(pupil, "consent"), (parent, "parent")],
        ),
    ] {
        let lines = lines(&register, profile, "16.11.2026", &AmendedAt::default());
        assert_eq!(lacks(of(&lines, 2)), expected, "{profile}");
    }
}

/// SOLO2-6.7a, SGO154P-1.4.2c: twice a year; whoever was never checked, half a year after the first
/// day in a class. Late by working days.
#[test]
fn a_card_is_late_by_the_working_days_after_half_a_year() {
    let register = school();
    let on = |day: &str, pupil| {
        let lines = lines(&register, "solo-kommunar-2", day, &AmendedAt::default());
        let line = of(&lines, pupil).clone();
        (line.checked, line.due, line.late)
    };
    let (never, checked) = (2, 3);
    assert_eq!(on("01.03.2027", never), (None, Some(day("01.03.2027")), 0));
    assert_eq!(on("02.03.2027", never).2, 1);
    let last = Some(day("10.09.2026"));
    assert_eq!(
        on("10.03.2027", checked),
        (last, Some(day("10.03.2027")), 0)
    );
    // Thursday and Friday, Monday; not the weekend.
    assert_eq!(on("15.03.2027", checked).2, 3);
    let without = lines(
        &register,
        "sergiev-posad-14",
        "15.03.2027",
        &AmendedAt::default(),
    );
    assert!(
        without
            .iter()
            .all(|line| line.due.is_none() && line.late == 0)
    );
}

/// SGO154P-1.4.2a, SOLO2-6.7b: what is corrected before the check is checked with it, and a change
/// after it asks again: of the pupil, of a parent, of who the parents are.
#[test]
fn a_change_after_the_check_asks_again() {
    let register = school();
    let check = at(RecordKind::CardCheck, 1);
    let changed = |at: RecordRef, seq: i64| {
        let mut written = AmendedAt::default();
        written.at.insert(check, 10);
        written.at.insert(at, seq);
        of(&lines(&register, "sgo-154", "16.11.2026", &written), 3).changed
    };
    for (kind, id) in [
        (RecordKind::PersonDetails, 1),
        (RecordKind::Guardianship, 1),
        (RecordKind::Person, 3),
        (RecordKind::Person, 1),
        (RecordKind::Movement, 2),
    ] {
        assert!(!changed(at(kind, id), 9), "{kind}");
        assert!(changed(at(kind, id), 11), "{kind}");
    }
    // Another's.
    assert!(!changed(at(RecordKind::Person, 2), 11));
    let mut written = AmendedAt::default();
    written.at.insert(check, 10);
    written.removed.insert(PersonId(3), 11);
    let lines = lines(&register, "sgo-154", "16.11.2026", &written);
    assert!(of(&lines, 3).changed, "who was a parent is none any more");
}

/// SGO154-6.2.2, SGO154-3.2.2b: the class with its class teacher, the last check, how many cards
/// lack something; the other classes stay open.
#[test]
fn a_class_is_counted_with_who_is_responsible() {
    let mut register = school();
    // Of 7А nobody is it any more.
    let ended = Record::ClassTeacher(ClassTeacherRecord {
        class: ClassId(1),
        teacher: PersonId(2),
        from: None,
        until: Some(day("15.11.2026")),
    });
    register.put(at(RecordKind::ClassTeacher, 2), Some(ended));
    let mut written = AmendedAt::default();
    let by = PersonName::whole("Орлова");
    let came = (day("09.09.2026"), Some(by.clone()));
    written.checks.insert(at(RecordKind::CardCheck, 1), came);
    let lines = lines(&register, "sgo-154", "16.11.2026", &written);
    assert_eq!(of(&lines, 3).by, Some(by));
    let checked = of(&lines, 3).checked;
    assert_eq!(checked, Some(day("09.09.2026")), "not before it came");
    let classes = register.class_cards(&lines, day("16.11.2026"));
    let of_pupils = classes.iter().filter(|it| it.class.is_some());
    let told = of_pupils.map(|it| {
        let teacher = it.responsible.as_ref().map(|name| name.last.as_str());
        (
            it.title.as_str(),
            teacher,
            it.people,
            it.incomplete,
            it.unchecked,
        )
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [("7А", None, 1, 1, 1), ("7Б", Some("Орлова"), 1, 1, 0)]
    );
    assert_eq!(classes[0].checked, None);
}

fn employed(person: i64, order: &str, ordered: Option<&str>) -> Record {
    Record::Employment(EmploymentRecord {
        person: PersonId(person),
        post: PostId(1),
        from: Some(day("01.10.2026")),
        order: order.to_owned(),
        ordered: ordered.map(day),
        ..EmploymentRecord::default()
    })
}

/// SOLO2-6.7a, SOLO2-12.3-3: the cards of the staff stand after those of the classes, counted, with
/// who is responsible; somebody with a role and a post stands there once.
#[test]
fn the_cards_of_the_staff_are_counted_after_those_of_classes() {
    let mut register = school();
    let office = |person, role| {
        Record::Office(OfficeRecord {
            person: PersonId(person),
            role,
            ..OfficeRecord::default()
        })
    };
    let before = lines(
        &register,
        "solo-kommunar-2",
        "16.11.2026",
        &AmendedAt::default(),
    );
    let staff = |lines: &[CardLine]| lines.iter().filter(|line| line.class.is_none()).count();
    register.put(
        at(RecordKind::Person, 70),
        Some(person("Кадрова", "Ада", "")),
    );
    register.put(at(RecordKind::Office, 70), Some(office(70, OfficeRole::Hr)));
    register.put(at(RecordKind::Employment, 70), Some(employed(70, "", None)));
    let now = lines(
        &register,
        "solo-kommunar-2",
        "16.11.2026",
        &AmendedAt::default(),
    );
    assert_eq!(staff(&now), staff(&before) + 1);
    let classes = register.class_cards(&now, day("16.11.2026"));
    let last = classes.last().unwrap();
    assert_eq!((last.class, last.people), (None, staff(&now)));
    assert_eq!(last.responsible.as_ref().unwrap().last, "Кадрова");
    assert_eq!(lacks(of(&now, 70)), [(CardOf::Staff, "consent")]);
    // Half a year after the first day.
    assert_eq!(of(&now, 70).due, Some(day("01.04.2027")));
}

/// SOLO2-6.6b, in its own example: an order of Thursday that is entered on Wednesday next is late by
/// one working day, and one of Tuesday is not.
#[test]
fn a_card_of_the_staff_is_entered_three_working_days_after_the_order() {
    let mut register = school();
    register.put(
        at(RecordKind::Person, 70),
        Some(person("Новикова", "Яна", "")),
    );
    let order = employed(70, "12-к", Some("12.11.2026"));
    register.put(at(RecordKind::Employment, 70), Some(order));
    let consent = ConsentRecord {
        person: PersonId(70),
        given: day("12.11.2026"),
        ..ConsentRecord::default()
    };
    let entered = |on: &str| {
        let mut written = AmendedAt::default();
        written
            .entered
            .insert(at(RecordKind::Employment, 70), day(on));
        written
    };
    let told = |register: &Register, on: &str, written: &AmendedAt| {
        let lines = lines(register, "solo-kommunar-2", on, written);
        let line = of(&lines, 70).clone();
        (line.entry_due, line.entry_late)
    };
    let due = Some(day("17.11.2026"));
    // As long as it lacks something, it is late by today.
    assert_eq!(
        told(&register, "17.11.2026", &entered("13.11.2026")),
        (due, 0)
    );
    assert_eq!(
        told(&register, "19.11.2026", &entered("13.11.2026")),
        (due, 2)
    );
    register.put(at(RecordKind::Consent, 70), Some(Record::Consent(consent)));
    assert_eq!(
        told(&register, "30.11.2026", &entered("17.11.2026")),
        (None, 0)
    );
    assert_eq!(
        told(&register, "30.11.2026", &entered("18.11.2026")),
        (due, 1)
    );
}

/// SOLO2-6.6c, in its own example: the order of enrolment is four working days old and the card of
/// its pupil is not complete.
#[test]
fn a_card_of_a_new_pupil_is_completed_three_working_days_after_the_order() {
    let mut register = school();
    let order = order_of("70-у", "12.11.2026", OrderSort::Enrolment);
    register.put(at(RecordKind::Order, 70), Some(Record::Order(order)));
    register.put(at(RecordKind::Person, 70), Some(person("Нова", "Ия", "")));
    let mut line = line(70, MovementSort::Enrol, "12.11.2026", Some(1));
    line.order = Some(OrderId(70));
    register.put(at(RecordKind::Movement, 70), Some(Record::Movement(line)));
    let on = |day: &str| {
        let lines = lines(&register, "solo-kommunar-2", day, &AmendedAt::default());
        let line = of(&lines, 70).clone();
        (line.entry_due, line.entry_late)
    };
    let due = Some(day("17.11.2026"));
    assert_eq!(on("17.11.2026"), (due, 0));
    assert_eq!(on("18.11.2026"), (due, 1));
}
