//! Who several things are at once: rights add up, and end with what gave them.

use super::world::*;
use super::*;
use journal::regulation::Who;
use journal::view::RecordsPage;

fn sees(rights: &RegisterRights<'_>, kind: RecordKind, id: i64) -> bool {
    let at = at(kind, id);
    rights
        .reads(at, rights.register().get(at).unwrap())
        .is_some()
}

/// E13: a teacher whose own child learns here.
#[test]
fn who_is_parent_and_teacher_at_once_sees_what_both_see() {
    let mut register = world();
    let own = guardianship(TEACHER, OF_C);
    register.put(at(RecordKind::Guardianship, 99), Some(own));
    let regulation = bare();
    let (pupil, child) = (OF_A, OF_C);
    for (roles, expected) in [
        (vec![Role::Teacher], [true, false, false]),
        (vec![Role::Parent], [false, true, true]),
        (vec![Role::Parent, Role::Teacher], [true, true, true]),
    ] {
        let actor = Actor {
            person: PersonId(TEACHER),
            roles: Roles(roles),
        };
        let rights = rights(&regulation, &actor, &register);
        let seen = [
            sees(&rights, RecordKind::Person, pupil),
            sees(&rights, RecordKind::Person, child),
            sees(&rights, RecordKind::PersonDetails, child),
        ];
        assert_eq!(seen, expected, "{:?}", actor.roles);
    }
}

/// E13: the card of a colleague is kept by who keeps the staff, whosever class the child is in.
#[test]
fn the_card_of_a_colleague_is_not_kept_by_the_class_teacher_of_the_child() {
    let mut register = world();
    let link = guardianship(TEACHER, OF_B);
    register.put(at(RecordKind::Guardianship, 99), Some(link));
    let (regulation, leader) = (profile("sgo-154"), actor(Who::ClassTeacher));
    let rights = rights(&regulation, &leader, &register);
    let card = at(RecordKind::PersonDetails, TEACHER);
    let record = register.get(card).unwrap();
    assert_eq!(
        rights.reads(card, record),
        Some(Veil::Personal),
        "to be called"
    );
    assert!(rights.judge_change(card, record).is_err());
}

/// E15: who represents a child no more sees nothing of the child from that day.
#[test]
fn a_guardianship_that_has_ended_shows_nothing() {
    let mut register = world();
    let Record::Guardianship(mut ended) = guardianship(PARENT, OF_B) else {
        unreachable!()
    };
    ended.until = Some(day("15.11.2026"));
    let link = at(RecordKind::Guardianship, PARENT);
    register.put(link, Some(Record::Guardianship(ended)));
    let (regulation, parent) = (bare(), actor(Who::Role(Role::Parent)));
    for (on, expected) in [("15.11.2026", true), ("16.11.2026", false)] {
        let rights = RegisterRights::new(&regulation, &parent, &register, day(on));
        assert_eq!(sees(&rights, RecordKind::Person, OF_B), expected, "{on}");
        assert_eq!(
            sees(&rights, RecordKind::PersonDetails, OF_B),
            expected,
            "{on}"
        );
        assert!(
            sees(&rights, RecordKind::PersonDetails, PARENT),
            "one's own"
        );
    }
}

/// SP14-T2.1b: a parent of two children sees both, and one from whom she is detached no more.
#[test]
fn a_parent_of_two_children_sees_both_until_the_day_on_which_one_link_ends() {
    let mut register = world();
    let Record::Guardianship(mut second) = guardianship(PARENT, OF_C) else {
        unreachable!()
    };
    second.until = Some(day("16.11.2026"));
    register.put(
        at(RecordKind::Guardianship, 99),
        Some(Record::Guardianship(second)),
    );
    let (regulation, parent) = (bare(), actor(Who::Role(Role::Parent)));
    for (on, both) in [("16.11.2026", true), ("17.11.2026", false)] {
        let rights = RegisterRights::new(&regulation, &parent, &register, day(on));
        for kind in [RecordKind::Person, RecordKind::PersonDetails] {
            let seen = [OF_A, OF_B, OF_C].map(|pupil| sees(&rights, kind, pupil));
            assert_eq!(seen, [false, true, both], "{kind} on {on}");
        }
    }
}

/// SOLO2-3.2.4a: of another child there is no trace, nor of who else represents one's own.
#[test]
fn families_see_their_own_and_change_nothing() {
    let mut register = world();
    let father = guardianship(PARENT_C, OF_B);
    register.put(at(RecordKind::Guardianship, 99), Some(father));
    for id in Regulation::shipped_ids() {
        let regulation = profile(id);
        for (role, own) in [
            (Role::Parent, vec![PARENT, OF_B]),
            (Role::Pupil, vec![OF_B]),
        ] {
            let actor = actor(Who::Role(role));
            let rights = rights(&regulation, &actor, &register);
            for (at, record) in register.all() {
                let of_one = match record {
                    Record::Person(_)
                    | Record::PersonDetails(_)
                    | Record::Consent(_)
                    | Record::CardCheck(_) => own.contains(&at.id.0),
                    Record::SchoolCard(_) => true,
                    Record::Guardianship(it) => {
                        it.parent == actor.person || PersonId::from(it.pupil) == actor.person
                    }
                    _ => false,
                };
                let seen = rights.reads(at, record).is_some();
                assert_eq!(seen, of_one, "{id} {role:?} {at:?}");
                let same = to(&register, at, Some(record.clone()));
                assert!(
                    rights.judge(&[same]).remove(0).is_err(),
                    "{id} {role:?} {at:?}"
                );
                assert!(!rights.reads_log(at, record), "{id} {role:?} {at:?}");
            }
        }
    }
}

/// SOLO2-6.2a, SOLO2-6.2b, SOLO2-6.3a: staff and families are kept by different people.
#[rstest]
#[case("sgo-154", Role::Hr, TEACHER, true)]
#[case("sgo-154", Role::Hr, OF_B, false)]
#[case("sgo-154", Role::Registrar, OF_B, true)]
#[case("sgo-154", Role::Registrar, TEACHER, false)]
#[case("solo-kommunar-2", Role::Registrar, TEACHER, true)]
#[case("solo-kommunar-2", Role::Admin, OF_B, false)]
#[case("sergiev-posad-14", Role::Admin, OF_B, true)]
#[case("sgo-154", Role::Deputy, OF_B, false)]
fn cards_are_kept_by_who_keeps_such_people(
    #[case] id: &str,
    #[case] role: Role,
    #[case] person: i64,
    #[case] expected: bool,
) {
    let (register, regulation) = (world(), profile(id));
    let actor = actor(Who::Role(role));
    let rights = rights(&regulation, &actor, &register);
    for kind in [RecordKind::Person, RecordKind::PersonDetails] {
        let at = at(kind, person);
        let same = to(&register, at, register.get(at).cloned());
        assert_eq!(rights.judge(&[same]).remove(0).is_ok(), expected, "{kind}");
    }
}

/// SGO154P-2.1.5a: the operator enters who arrives and opens nothing else.
#[test]
fn the_registrar_enters_a_pupil_in_one_gesture_and_no_marks_or_years() {
    let (register, regulation) = (world(), profile("sgo-154"));
    let registrar = actor(Who::Role(Role::Registrar));
    let rights = rights(&regulation, &registrar, &register);
    let pupil = register.free_id(RecordKind::Person).0;
    let gesture = [
        new(&register, person("Новиков", "Пётр", "")),
        new(&register, details(pupil)),
        new(
            &register,
            Record::Movement(line(pupil, MovementSort::Enrol, "16.11.2026", Some(2))),
        ),
        new(
            &register,
            year("2027/28", "01.09.2027", "31.05.2028", YearState::Open),
        ),
        new(&register, office(pupil, OfficeRole::Admin)),
    ];
    let judged: Vec<_> = rights.judge(&gesture).iter().map(Result::is_ok).collect();
    assert_eq!(judged, [true, true, true, false, false]);
}

/// SOLO2-10.1c: the book is kept by whom an order names; the role alone is not enough.
#[rstest]
#[case::by_the_order_of_august("solo-kommunar-2", Some(("12-к", None)), None)]
#[case::by_the_role_alone("solo-kommunar-2", None, Some("SOLO2-10.1c"))]
#[case::until_yesterday("solo-kommunar-2", Some(("12-к", Some("15.11.2026"))), Some("SOLO2-10.1c"))]
#[case::where_no_order_is_asked_for("sgo-154", None, None)]
fn the_book_of_movement_is_kept_by_whom_an_order_names(
    #[case] id: &str,
    #[case] order: Option<(&str, Option<&str>)>,
    #[case] refused: Option<&str>,
) {
    let (mut register, regulation) = (world(), profile(id));
    let registrar = actor(Who::Role(Role::Registrar));
    let (number, until) = order.unwrap_or_default();
    let office = Record::Office(OfficeRecord {
        person: registrar.person,
        role: OfficeRole::Registrar,
        order: number.to_owned(),
        until: until.map(day),
        ..OfficeRecord::default()
    });
    register.put(at(RecordKind::Office, 99), Some(office));
    let rights = rights(&regulation, &registrar, &register);
    let enrols = line(OF_B, MovementSort::Enrol, "16.11.2026", Some(2));
    let of_book = register
        .all()
        .filter(|(at, _)| at.kind == RecordKind::Movement);
    let (line, stands) = of_book.map(|(at, it)| (at, it.clone())).next().unwrap();
    let gesture = [
        new(&register, Record::Movement(enrols)),
        new(&register, Record::blank(RecordKind::Order)),
        amendment(line, Some(stands.clone()), Some(stands.clone())),
        amendment(line, Some(stands.clone()), None),
    ];
    for one in gesture {
        let judged = rights.judge(std::slice::from_ref(&one)).remove(0);
        let clause = judged.err().and_then(|forbidden| forbidden.clause);
        assert_eq!(
            clause.map(|clause| clause.id).as_deref(),
            refused,
            "{one:?}"
        );
    }
    let awaits = rights.awaits_order(RecordKind::Movement);
    assert_eq!(awaits.map(|clause| &*clause.id), refused);
    assert_eq!(rights.awaits_order(RecordKind::Person), None);
    let page = RecordsPage::of(&register, RecordKind::Order).seen_by(&rights);
    let told = page.awaits_order.map(|clause| clause.id);
    assert_eq!(told.as_deref(), refused, "the list tells it");
    assert!(rights.reads_log(line, &stands), "and what became of it too");
    assert!(
        rights.reads_all(RecordKind::Movement),
        "it is read all the same"
    );
}

/// A post does not make the staff office the keeper of whom others keep (SOLO2-6.2a, SOLO2-6.3a).
#[rstest]
#[case::of_the_staff(TEACHER, true)]
#[case::a_pupil(OF_B, false)]
#[case::a_parent(PARENT, false)]
fn a_post_is_given_to_whom_nobody_else_keeps(#[case] person: i64, #[case] expected: bool) {
    let (register, regulation) = (world(), profile("sgo-154"));
    let hr = actor(Who::Role(Role::Hr));
    let rights = rights(&regulation, &hr, &register);
    let post = Record::Employment(EmploymentRecord {
        person: PersonId(person),
        post: PostId(2),
        ..EmploymentRecord::default()
    });
    let card = at(RecordKind::PersonDetails, person);
    let gesture = [
        new(&register, post),
        to(&register, card, register.get(card).cloned()),
    ];
    let judged: Vec<_> = rights.judge(&gesture).iter().map(Result::is_ok).collect();
    assert_eq!(judged, [expected, expected]);
    let newcomer = register.free_id(RecordKind::Person).0;
    let gesture = [
        new(&register, self::person("Новикова", "Вера", "")),
        new(&register, employment(newcomer)),
    ];
    assert!(
        rights.judge(&gesture).iter().all(Result::is_ok),
        "who is new is hired at once"
    );
}
