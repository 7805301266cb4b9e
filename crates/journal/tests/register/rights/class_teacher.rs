//! The class teacher's own class: its people, its groups, and nobody of another (KZ1-2.2a, SP14-3a,
//! SP14-T2.8c, SGO154P-2.1.4a, SOLO2-6.4a, SOLO2-6.4b).

use super::veil::full;
use super::world::*;
use super::*;
use journal::regulation::{GestureOf, Who};
use journal::{ClassId, GroupId, PupilId};

fn leader() -> Actor {
    actor(Who::ClassTeacher)
}

/// Which amendments of a gesture are let through.
fn lets(regulation: &Regulation, register: &Register, gesture: &[Amendment]) -> Vec<bool> {
    let actor = leader();
    let rights = rights(regulation, &actor, register);
    judged(&rights, gesture).iter().map(Result::is_ok).collect()
}

fn is_let(register: &Register, amendment: Amendment) -> bool {
    lets(&profile("sgo-154"), register, &[amendment]) == [true]
}

fn change(register: &Register, at: RecordRef, change: impl FnOnce(&mut Record)) -> Amendment {
    let mut wanted = register.get(at).unwrap().clone();
    change(&mut wanted);
    to(register, at, Some(wanted))
}

fn renamed(register: &Register, id: i64) -> Amendment {
    change(register, at(RecordKind::Person, id), |record| {
        *record = person("Иванова", "Анна", "");
    })
}

#[rstest]
#[case::own_pupil(OF_B, true)]
#[case::own_parent(PARENT, true)]
#[case::another_pupil(OF_A, false)]
#[case::another_parent(PARENT_A, false)]
#[case::a_colleague(TEACHER, false)]
#[case::oneself(LEADER, false)]
fn names_of_the_own_class_are_kept_and_no_others(#[case] person: i64, #[case] expected: bool) {
    let register = world();
    assert_eq!(is_let(&register, renamed(&register, person)), expected);
}

#[test]
fn a_pupil_of_another_class_is_not_taken_by_amending_a_line() {
    let register = world();
    let moved = Record::Movement(MovementRecord {
        class: Some(ClassId(2)),
        ..line(OF_A, MovementSort::Move, "16.11.2026", Some(2))
    });
    let own = at(RecordKind::Membership, 1);
    let anothers = at(RecordKind::Membership, 3);
    let to_pupil = |pupil| {
        move |record: &mut Record| {
            if let Record::Membership(it) = record {
                it.pupil = PupilId(pupil);
            }
        }
    };
    let to_own_group = |record: &mut Record| {
        if let Record::Membership(it) = record {
            it.group = GroupId(4);
        }
    };
    let mother = at(RecordKind::Guardianship, PARENT);
    let of_another = |record: &mut Record| *record = guardianship(PARENT, OF_A);
    for (name, amendment) in [
        ("the book of movement", new(&register, moved)),
        ("a line of a place", change(&register, own, to_pupil(OF_A))),
        ("another's place", change(&register, anothers, to_own_group)),
        (
            "a new place",
            new(&register, membership(OF_A, 4, None, None)),
        ),
        ("a parent's child", change(&register, mother, of_another)),
        (
            "another's child",
            new(&register, guardianship(PARENT, OF_A)),
        ),
    ] {
        assert!(!is_let(&register, amendment), "{name}");
    }
    assert!(is_let(
        &register,
        new(&register, membership(OF_B, 5, None, None))
    ));
}

/// The record would tell the name of anybody whose number is guessed.
#[rstest]
#[case::the_parent(PARENT, true)]
#[case::a_parent_of_another_class(PARENT_A, false)]
#[case::a_pupil_of_another_class(OF_A, false)]
fn nobody_is_named_whom_the_writer_does_not_see(#[case] signs: i64, #[case] expected: bool) {
    let register = world();
    let Record::Consent(own) = consent(OF_B) else {
        panic!("it is one");
    };
    let signed = Record::Consent(ConsentRecord {
        signed_by: Some(journal::PersonId(signs)),
        ..own
    });
    assert_eq!(is_let(&register, new(&register, signed)), expected);
}

/// Whoever would be let see a grown-up by calling them a parent.
#[rstest]
#[case::a_colleague(TEACHER)]
#[case::a_parent_of_another_class(PARENT_C)]
#[case::a_pupil_of_another_class(OF_A)]
fn nobody_known_is_made_a_parent_of_the_own_class(#[case] parent: i64) {
    let register = world();
    let link = new(&register, guardianship(parent, OF_B));
    assert!(!is_let(&register, link.clone()));
    // Nor in one gesture with what it would open.
    let phone = change(&register, at(RecordKind::PersonDetails, parent), |record| {
        if let Record::PersonDetails(it) = record {
            it.snils = String::new();
        }
    });
    let both = lets(&profile("sgo-154"), &register, &[link, phone]);
    assert_eq!(both, [false, false]);
}

#[test]
fn a_new_parent_is_entered_in_one_gesture_or_step_by_step() {
    let mut register = world();
    let mother = register.free_id(RecordKind::Person).0;
    let phone = Record::PersonDetails(PersonDetails {
        person: PersonId(mother),
        phone: "+79160000000".to_owned(),
        ..PersonDetails::default()
    });
    let steps = [
        new(&register, person("Белова", "Ольга", "Павловна")),
        new(&register, guardianship(mother, OF_B)),
        new(&register, phone),
    ];
    // The order of a gesture does not matter.
    let gesture: Vec<_> = steps.iter().rev().cloned().collect();
    assert_eq!(lets(&profile("sgo-154"), &register, &gesture), [true; 3]);
    assert!(!is_let(&register, steps[2].clone()), "nobody's phone");
    for step in steps {
        assert!(is_let(&register, step.clone()));
        register.put(step.record, step.wanted);
    }
}

#[test]
fn what_rests_upon_a_refused_part_of_a_gesture_is_refused_too() {
    let register = world();
    let pupil = register.free_id(RecordKind::Person).0;
    let gesture = [
        new(&register, person("Новиков", "Пётр", "")),
        new(
            &register,
            Record::Movement(line(pupil, MovementSort::Enrol, "16.11.2026", Some(2))),
        ),
        new(&register, guardianship(PARENT, pupil)),
    ];
    // A class teacher enrols nobody (conflicts, «pupil movement»).
    let judged = lets(&profile("sgo-154"), &register, &gesture);
    assert_eq!(judged, [false; 3]);
}

#[test]
fn the_own_class_follows_the_day() {
    let mut register = world();
    let gone = line(OF_B, MovementSort::Leave, "16.11.2026", None);
    register.put(at(RecordKind::Movement, 99), Some(Record::Movement(gone)));
    let (regulation, actor) = (profile("sgo-154"), leader());
    for (on, expected) in [("15.11.2026", true), ("16.11.2026", false)] {
        let rights = RegisterRights::new(&regulation, &actor, &register, day(on));
        for (kind, id) in [
            (RecordKind::Person, OF_B),
            (RecordKind::PersonDetails, OF_B),
            (RecordKind::Person, PARENT),
            (RecordKind::Guardianship, PARENT),
        ] {
            let at = at(kind, id);
            let sees = rights.reads(at, register.get(at).unwrap()).is_some();
            assert_eq!(sees, expected, "{kind} on {on}");
        }
    }
}

/// SOLO2-4.6d: from the first day of the new one that person has the class rights, the former has not.
#[test]
fn a_class_goes_from_one_class_teacher_to_the_next_on_a_day() {
    let mut register = world();
    let leads = |teacher, from: Option<&str>, until: Option<&str>| {
        Record::ClassTeacher(ClassTeacherRecord {
            class: ClassId(2),
            teacher: PersonId(teacher),
            from: from.map(day),
            until: until.map(day),
        })
    };
    let of = at(RecordKind::ClassTeacher, 1);
    register.put(of, Some(leads(LEADER, None, Some("15.11.2026"))));
    let next = at(RecordKind::ClassTeacher, 2);
    register.put(next, Some(leads(TEACHER, Some("16.11.2026"), None)));
    let regulation = profile("sgo-154");
    for (on, person, expected) in [
        ("15.11.2026", LEADER, true),
        ("16.11.2026", LEADER, false),
        ("15.11.2026", TEACHER, false),
        ("16.11.2026", TEACHER, true),
    ] {
        let actor = Actor {
            person: PersonId(person),
            ..leader()
        };
        let rights = RegisterRights::new(&regulation, &actor, &register, day(on));
        for at in [
            at(RecordKind::Person, OF_B),
            at(RecordKind::PersonDetails, OF_B),
            at(RecordKind::Guardianship, PARENT),
            at(RecordKind::Group, 4),
            of,
            next,
        ] {
            let sees = rights.reads(at, register.get(at).unwrap()).is_some();
            assert_eq!(sees, expected, "{at:?} of {person} on {on}");
        }
        let writes = rights.judge(&[renamed(&register, OF_B)]).remove(0).is_ok();
        assert_eq!(writes, expected, "{person} on {on}");
    }
}

#[rstest]
#[case::groups_of_the_own_class("sergiev-posad-14", at(RecordKind::Group, 4), None)]
#[case::not_of_another("sergiev-posad-14", at(RecordKind::Group, 6), Some("SP14-T2.8c"))]
#[case::divided_by_the_deputy("solo-kommunar-2", at(RecordKind::Group, 4), Some("SOLO2-5.8c"))]
#[case::by_the_administrator("epos-ohansk-1", at(RecordKind::Membership, 1), Some("EPOS1-1.1-2b"))]
#[case::together("krasnozavodsk-1", at(RecordKind::Membership, 1), None)]
#[case::a_card_of_another("solo-kommunar-2", at(RecordKind::Person, OF_A), Some("SOLO2-6.4a"))]
#[case::own_card("solo-kommunar-2", at(RecordKind::Person, OF_B), None)]
#[case::a_parent_is_attached_by_the_registrar(
    "solo-kommunar-2",
    at(RecordKind::Guardianship, PARENT),
    Some("SOLO2-6.3c")
)]
fn a_profile_says_what_of_the_own_class_is_kept(
    #[case] id: &str,
    #[case] at: RecordRef,
    #[case] refused_by: Option<&str>,
) {
    let (register, actor, regulation) = (world(), leader(), profile(id));
    let same = to(&register, at, register.get(at).cloned());
    let judged = judged(&rights(&regulation, &actor, &register), &[same]).remove(0);
    let clause = judged.err().map(|forbidden| forbidden.clause.unwrap().id);
    assert_eq!(clause.as_deref(), refused_by);
}

/// A teacher moves pupils within the own group where the class is divided together (KZ1-2.3a).
#[test]
fn a_subject_teacher_keeps_the_own_groups_where_the_profile_says_so() {
    let mut register = world();
    let own = TeachingRecord {
        journal: journal::JournalId(3),
        teacher: PersonId(TEACHER),
        ..TeachingRecord::default()
    };
    let journal = JournalRecord {
        subject: SubjectId(1),
        group: GroupId(4),
        marking: Marking::Marks,
    };
    register.put(at(RecordKind::Journal, 3), Some(Record::Journal(journal)));
    register.put(at(RecordKind::Teaching, 3), Some(Record::Teaching(own)));
    let place = to(&register, at(RecordKind::Membership, 1), None);
    let anothers = to(&register, at(RecordKind::Membership, 3), None);
    let actor = actor(Who::Role(Role::Teacher));
    for (id, expected) in [("krasnozavodsk-1", true), ("sgo-154", false)] {
        let regulation = profile(id);
        let rights = rights(&regulation, &actor, &register);
        let judged = judged(&rights, &[place.clone(), anothers.clone()]);
        let judged: Vec<_> = judged.iter().map(Result::is_ok).collect();
        assert_eq!(judged, [expected, false], "{id}");
    }
}

/// Whose card is kept is not brought into the class anew, but comes back when the removal is taken back.
#[test]
fn who_removes_a_parents_tie_can_take_that_back() {
    let (register, regulation) = (world(), profile("sgo-154"));
    let leader = leader();
    let tie = at(RecordKind::Guardianship, PARENT);
    let mut register = register;
    register.put(at(RecordKind::PersonDetails, PARENT), Some(full(PARENT)));
    let removal = to(&register, tie, None);
    assert_eq!(
        lets(&regulation, &register, std::slice::from_ref(&removal)),
        [true]
    );
    let stood = register.get(tie).cloned();
    register.put(tie, None);
    let back = amendment(tie, None, stood);
    assert_eq!(
        lets(&regulation, &register, std::slice::from_ref(&back)),
        [false]
    );
    let rights = rights(&regulation, &leader, &register);
    let takes_back = |of| {
        rights
            .judge_undo(std::slice::from_ref(&back), of)
            .remove(0)
            .is_ok()
    };
    assert!(takes_back(GestureOf::Actor));
    assert!(!takes_back(GestureOf::Another), "the registrar removed it");
}
