//! What somebody is in the school on a day, and that somebody is left to administer it.

use crate::support::*;
use journal::Role::{self, Admin, Parent, Pupil, Teacher};
use journal::register::*;
use journal::{PersonId, PupilId};

fn office(person: i64, role: OfficeRole, until: Option<&str>) -> OfficeRecord {
    OfficeRecord {
        person: PersonId(person),
        role,
        until: until.map(day),
        ..OfficeRecord::default()
    }
}

#[test]
fn roles_are_those_of_the_day() {
    let mut register = school();
    let at = at(RecordKind::Office, 1);
    let last = office(1, OfficeRole::Teacher, Some("16.11.2026"));
    register.put(at, Some(Record::Office(last)));
    let roles = |person, on: &str| register.roles_on(PersonId(person), day(on)).0;
    assert_eq!(roles(1, "16.11.2026"), [Admin, Teacher, Parent]);
    assert_eq!(roles(1, "17.11.2026"), [Admin, Parent], "dismissed");
    assert_eq!(roles(2, "31.08.2026"), []);
    assert_eq!(roles(2, "01.09.2026"), [Pupil]);
    assert_eq!(roles(2, "15.07.2027"), [Pupil], "in summer too");
    assert_eq!(roles(404, "16.11.2026"), []);
}

#[test]
fn a_representative_is_one_on_these_days_only() {
    let mut register = school();
    let tie = GuardianshipRecord {
        parent: PersonId(2),
        pupil: PupilId(3),
        until: Some(day("01.11.2026")),
        ..GuardianshipRecord::default()
    };
    register.put(
        at(RecordKind::Guardianship, 2),
        Some(Record::Guardianship(tie)),
    );
    let is_parent = |on: &str| register.roles_on(PersonId(2), day(on)).has(Role::Parent);
    assert!(is_parent("01.11.2026") && !is_parent("02.11.2026"));
}

#[test]
fn a_school_is_not_left_without_an_administrator() {
    let mut register = school();
    let admin = at(RecordKind::Office, 2);
    let stands = register.get(admin).cloned();
    let ended = Record::Office(office(1, OfficeRole::Admin, Some("16.11.2026")));
    let other = Record::Office(office(1, OfficeRole::Director, None));
    for (wanted, field) in [(&ended, "until"), (&other, "role")] {
        let told = register.faults(admin, wanted);
        assert_eq!(told, [FieldFault::new(field, Fault::LastAdministrator)]);
    }
    let removal = amendment(admin, stands.clone(), None);
    let plan = register.plan(std::slice::from_ref(&removal), &Material::default());
    let last = matches!(plan.outcomes[..], [Err(Refusal::Last { .. })]);
    assert!(last, "{:?}", plan.outcomes);
    let second = Record::Office(office(3, OfficeRole::Admin, None));
    register.put(at(RecordKind::Office, 3), Some(second));
    assert_eq!(register.faults(admin, &ended), []);
    // Another one counts who can sign in, and is not made by this very gesture.
    let who = [(PersonId(3), None)].into_iter().collect();
    let asks = Question::CanSignIn { people: who };
    for accounts in [0, 1] {
        let found = Found {
            accounts,
            ..Found::default()
        };
        let mut material = Material::default();
        material.answer(asks.clone(), found);
        let removed = register.plan(std::slice::from_ref(&removal), &material);
        assert_eq!(removed.outcomes[0].is_ok(), accounts > 0);
        let told = removed.consequences.dangers().map(|it| it.kind.clone());
        let told: Vec<_> = told.collect();
        let person = at(RecordKind::Person, 1);
        let gives_up = [EffectKind::NoAdministrator { person }];
        assert_eq!(told, gives_up[..accounts as usize]);
        // Who becomes something else until a day is no administrator at once, and not after it.
        let teaches = Record::Office(office(1, OfficeRole::Psychologist, Some("31.05.2027")));
        let change = amendment(admin, stands.clone(), Some(teaches));
        let plan = register.plan(&[change], &material);
        let days = plan.consequences.dangers().map(|it| it.days.first);
        let days: Vec<_> = days.collect();
        assert_eq!(days, [chrono::NaiveDate::MIN][..accounts as usize]);
        let is_later = Record::Office(OfficeRecord {
            from: Some(day("01.01.2126")),
            ..office(1, OfficeRole::Admin, None)
        });
        let is_other = Record::Office(office(2, OfficeRole::Admin, None));
        for (wanted, field) in [
            (&ended, "until"),
            (&is_later, "from"),
            (&is_other, "person"),
        ] {
            let change = amendment(admin, stands.clone(), Some(wanted.clone()));
            let plan = register.plan(&[change], &material);
            let faults = vec![FieldFault::new(field, Fault::LastAdministrator)];
            let refused = Err(Refusal::Invalid { faults });
            let told = if accounts == 0 { refused } else { Ok(()) };
            assert_eq!(plan.outcomes, [told], "{field}");
        }
    }
    let third = Record::Office(office(2, OfficeRole::Admin, None));
    let given = amendment(at(RecordKind::Office, 4), None, Some(third));
    register.put(at(RecordKind::Office, 3), None);
    let plan = register.plan(&[given, removal], &Material::default());
    assert_eq!(plan.consequences.unanswered, []);
    assert!(matches!(plan.outcomes[1], Err(Refusal::Last { .. })));
}
