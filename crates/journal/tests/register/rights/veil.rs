//! Fields that not everybody sees: nothing shows them, nothing guesses them, nothing loses them.

use super::world::*;
use super::*;
use journal::regulation::{GestureOf, Who};
use journal::view::{LoggedAmendment, RecordsPage, RegisterPage};
use journal::{ChangeId, GestureId, PersonName, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

fn card(id: i64) -> RecordRef {
    at(RecordKind::PersonDetails, id)
}

fn said(record: &Record) -> &PersonDetails {
    match record {
        Record::PersonDetails(it) => it,
        other => panic!("{other:?}"),
    }
}

/// Something in every field, no two records alike, so that none can be found by another's.
pub fn full(id: i64) -> Record {
    let text = |of: &str| format!("{of}-{id}");
    Record::PersonDetails(PersonDetails {
        person: PersonId(id),
        born: Some(day("14.03.2013")),
        sex: Some(journal::Sex::Female),
        snils: text("snils"),
        phone: text("phone"),
        email: text("email"),
        address: text("address"),
        source: text("source"),
    })
}

fn full_world() -> Register {
    let mut register = world();
    let cards: Vec<_> = register
        .of(RecordKind::PersonDetails)
        .map(|(at, _)| at)
        .collect();
    for at in cards {
        register.put(at, Some(full(at.id.0)));
    }
    register
}

/// What a veil is for: a field that can be hidden is no name and no reference, which a list needs.
#[test]
fn what_can_be_hidden_is_neither_a_title_nor_a_reference_and_can_be_emptied() {
    for kind in RecordKind::ALL {
        let (described, blank) = (kind.described(), Record::blank(*kind));
        for (place, field) in described.fields.iter().enumerate() {
            if field.veil == Veil::Open {
                continue;
            }
            assert!(
                !described.title.places().contains(&place),
                "{kind} {}",
                field.name
            );
            assert!(!matches!(field.kind, FieldKind::Reference(_)));
            let mut record = blank.clone();
            (field.set)(&mut record, (field.get)(&blank)).unwrap();
        }
    }
}

#[test]
fn a_class_teacher_changes_a_phone_and_the_number_that_is_not_shown_stays() {
    let (register, regulation) = (full_world(), profile("sgo-154"));
    let leader = actor(Who::ClassTeacher);
    let rights = rights(&regulation, &leader, &register);
    let shown = register.get(card(OF_B)).unwrap().veiled(Veil::Personal);
    assert_eq!(said(&shown).snils, "");
    assert_eq!(said(&shown).phone, format!("phone-{OF_B}"));
    let mut wanted = shown.clone();
    if let Record::PersonDetails(it) = &mut wanted {
        it.phone = "+79990000000".to_owned();
    }
    let change = amendment(card(OF_B), Some(shown.clone()), Some(wanted.clone()));
    let judged = judged(&rights, &[change]).remove(0).unwrap();
    let after = said(judged.wanted.as_ref().unwrap()).clone();
    assert_eq!(judged.expected.as_ref(), register.get(card(OF_B)));
    assert_eq!(
        (&*after.phone, after.snils),
        ("+79990000000", format!("snils-{OF_B}"))
    );

    // Not even the right number is said by who does not see it: that would be a way to guess.
    for number in ["112-233-445 95".to_owned(), format!("snils-{OF_B}")] {
        let mut guess = shown.clone();
        if let Record::PersonDetails(it) = &mut guess {
            it.snils = number;
        }
        for (expected, wanted) in [(&shown, &guess), (&guess, &wanted)] {
            let guess = amendment(card(OF_B), Some(expected.clone()), Some(wanted.clone()));
            assert!(rights.judge(&[guess]).remove(0).is_err());
        }
    }
}

#[test]
fn of_a_new_card_what_is_not_ones_to_see_is_empty() {
    let mut register = full_world();
    register.put(card(OF_B), None);
    let (regulation, leader) = (profile("sgo-154"), actor(Who::ClassTeacher));
    let rights = rights(&regulation, &leader, &register);
    let made = |record| rights.judge(&[new(&register, record)]).remove(0).is_ok();
    assert!(made(full(OF_B).veiled(Veil::Personal)));
    assert!(!made(full(OF_B)));
}

/// What takes a gesture back is said by the log: it changes nothing that is hidden from who asks.
#[test]
fn who_takes_a_gesture_back_takes_nothing_back_that_they_do_not_see() {
    let (register, regulation) = (full_world(), profile("sgo-154"));
    let leader = actor(Who::ClassTeacher);
    let rights = rights(&regulation, &leader, &register);
    let was = |change: fn(&mut PersonDetails)| {
        let mut was = full(OF_B);
        if let Record::PersonDetails(it) = &mut was {
            change(it);
        }
        to(&register, card(OF_B), Some(was))
    };
    let phone = was(|it| it.phone = "+79990000000".to_owned());
    let number = was(|it| it.snils = String::new());
    let anothers = to(&register, card(OF_A), None);
    let gesture = [phone, number, anothers];
    let judged: Vec<_> = rights
        .judge_undo(&gesture, GestureOf::Actor)
        .iter()
        .map(Result::is_ok)
        .collect();
    assert_eq!(judged, [true, false, false]);
    assert!(
        rights.judge(&gesture).iter().all(Result::is_err),
        "nobody else says so"
    );
}

/// What is filled in would be another child's, or gone.
#[test]
fn who_does_not_see_a_field_neither_hands_it_to_another_nor_removes_it() {
    let (mut register, regulation) = (full_world(), profile("sgo-154"));
    register.put(card(PARENT), None);
    let leader = actor(Who::ClassTeacher);
    let lets = |register: &Register, wanted: Option<Record>, undo: bool| {
        let rights = rights(&regulation, &leader, register);
        let stands = register.get(card(OF_B)).cloned().unwrap();
        if undo {
            let back = amendment(card(OF_B), Some(stands), wanted);
            return rights
                .judge_undo(&[back], GestureOf::Actor)
                .remove(0)
                .is_ok();
        }
        let shown = |it: Record| it.veiled(Veil::Personal);
        let said = amendment(card(OF_B), Some(shown(stands)), wanted.map(shown));
        rights.judge(&[said]).remove(0).is_ok()
    };
    let of_mother = |register: &Register| {
        let mut record = register.get(card(OF_B)).cloned().unwrap();
        if let Record::PersonDetails(it) = &mut record {
            it.person = PersonId(PARENT);
        }
        record
    };
    for undo in [false, true] {
        let moved = of_mother(&register);
        assert!(!lets(&register, Some(moved), undo), "moved, undo {undo}");
        assert!(!lets(&register, None, undo), "removed, undo {undo}");
    }
    // Nor is what was removed with them put back by who does not see them.
    let rights = rights(&regulation, &leader, &register);
    let put_back = amendment(card(PARENT), None, Some(full(PARENT)));
    assert!(
        rights
            .judge_undo(&[put_back], GestureOf::Actor)
            .remove(0)
            .is_err()
    );
    drop(rights);

    // Where all of it is seen, all of it is one's own to move.
    let open = full(OF_B).veiled(Veil::Personal);
    register.put(card(OF_B), Some(open));
    for undo in [false, true] {
        let moved = of_mother(&register);
        assert!(lets(&register, Some(moved), undo), "moved, undo {undo}");
        assert!(lets(&register, None, undo), "removed, undo {undo}");
    }
}

/// Under an id that another has nothing is told of what stands there.
#[test]
fn what_is_made_under_a_taken_id_is_compared_with_nothing_of_anothers() {
    let (register, regulation) = (full_world(), profile("sgo-154"));
    let leader = actor(Who::ClassTeacher);
    let rights = rights(&regulation, &leader, &register);
    let made = amendment(
        at(RecordKind::Person, OF_A),
        None,
        Some(person("А", "Б", "")),
    );
    // It is let through to be answered that the id is taken.
    let judged = judged(&rights, &[made]).remove(0).unwrap();
    let plan = register.plan(&[judged], &Material::default());
    assert!(matches!(plan.outcomes[0], Err(Refusal::Conflict { .. })));
}

/// Who enters the staff's numbers as well does not guess at a pupil's by an id that is taken.
#[test]
fn what_is_made_under_a_taken_id_says_nothing_that_is_not_seen_of_what_stands_there() {
    let (register, regulation) = (full_world(), profile("sgo-154"));
    let both = Actor {
        person: PersonId(LEADER),
        roles: Roles(vec![Role::Teacher, Role::Hr]),
    };
    let rights = rights(&regulation, &both, &register);
    for guess in [full(OF_B), full(OF_C)] {
        let made = amendment(card(OF_B), None, Some(guess));
        assert!(judged(&rights, &[made]).remove(0).is_err());
    }
    let made = amendment(card(OF_A), None, Some(full(OF_A)));
    assert!(rights.hides_what_stands(&made));
}

fn logged(at: RecordRef, was: Option<Record>, is: Option<Record>) -> LoggedAmendment {
    LoggedAmendment {
        seq: 1,
        id: ChangeId(Uuid::nil()),
        gesture: GestureId(Uuid::nil()),
        record: at,
        by: PersonId(ADMIN),
        name: PersonName::default(),
        device: String::new(),
        made_at: Timestamp(0),
        received_at: Timestamp(0),
        was,
        is,
        veiled: Vec::new(),
        ground: None,
    }
}

#[test]
fn a_log_says_that_something_hidden_was_changed_and_not_what() {
    let (register, regulation) = (full_world(), profile("sgo-154"));
    let leader = actor(Who::ClassTeacher);
    let rights = rights(&regulation, &leader, &register);
    let mut other = full(OF_B);
    if let Record::PersonDetails(it) = &mut other {
        it.snils = "другой".to_owned();
    }
    let row = logged(card(OF_B), Some(full(OF_B)), Some(other))
        .seen_by(&rights)
        .unwrap();
    assert_eq!(row.was, row.is);
    assert_eq!(row.veiled, ["snils", "source"]);
    let anothers = logged(card(OF_A), None, Some(full(OF_A)));
    assert_eq!(anothers.seen_by(&rights), None);
}

/// Every text that somebody must not see, of everybody's cards.
fn hidden(rights: &RegisterRights<'_>, register: &Register) -> Vec<String> {
    let cards = register.of(RecordKind::PersonDetails);
    let hidden = cards.flat_map(|(at, record)| {
        let upto = rights.reads(at, record);
        let fields = at.kind.described().fields.iter();
        let beyond = fields.filter(move |field| Some(field.veil) > upto);
        let texts = beyond.filter_map(|field| match (field.get)(record) {
            Value::Text(text) => Some(text),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    });
    hidden.collect()
}

proptest! {
    /// Whoever asks, whatever they are, on whatever day.
    #[test]
    fn nothing_that_is_shown_holds_a_hidden_field(
        id in 0..5_usize,
        person in prop::sample::select(vec![ADMIN, TEACHER, LEADER, PSYCHOLOGIST, PARENT, OF_A, OF_B, OF_C]),
        roles in prop::sample::subsequence(Role::ALL.to_vec(), 0..4),
        after in 0..200_i64,
    ) {
        let regulation = profile(Regulation::shipped_ids().nth(id).unwrap());
        let register = full_world();
        let actor = Actor { person: PersonId(person), roles: Roles(roles) };
        let on = day("01.09.2026") + chrono::TimeDelta::days(after);
        let rights = RegisterRights::new(&regulation, &actor, &register, on);
        let hidden = hidden(&rights, &register);
        let clean = |shown: &str| hidden.iter().all(|text| !shown.contains(text.as_str()));
        for kind in RecordKind::ALL {
            let page = RecordsPage::of(&register, *kind).seen_by(&rights);
            prop_assert!(clean(&serde_json::to_string(&page).unwrap()), "{kind}");
            for line in &page.records {
                let at = kind.at(line.id);
                let upto = rights.reads(at, register.get(at).unwrap());
                prop_assert!(upto.is_some());
                let names: Vec<_> = line.veiled.iter().collect();
                prop_assert!(names.iter().all(|name| kind.described().field(name).unwrap().veil > upto.unwrap()));
            }
        }
        let page = RegisterPage { kinds: Vec::new() }.seen_by(&register, &rights);
        prop_assert!(page.kinds.is_empty());
        for (at, record) in register.of(RecordKind::PersonDetails) {
            let row = logged(at, None, Some(record.clone())).seen_by(&rights);
            prop_assert!(clean(&serde_json::to_string(&row).unwrap()));
            // What is let through expects what stands, seen or not.
            let shown = record.veiled(rights.reads(at, record).unwrap_or_default());
            if let Ok(filled) = judged(&rights, &[amendment(at, Some(shown), None)]).remove(0) {
                prop_assert_eq!(filled.expected.as_ref(), Some(record));
            }
        }
    }
}
