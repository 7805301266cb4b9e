//! What an amendment means for what the journals hold already.

use crate::support::*;
use RecordKind::{Period, SchoolYear, Subject, WorkKind};
use journal::register::*;
use journal::{PersonId, PupilId};

/// What is told, where the journals answer every question about it with `found`.
fn told(change: &Amendment, found: &Found) -> Vec<(EffectKind, bool)> {
    let register = school();
    let mut material = Material::default();
    for question in check(&register, change, &material).unwrap().unanswered {
        let of_lessons = matches!(question, Question::Lessons { .. });
        let found = if of_lessons {
            Found::default()
        } else {
            found.clone()
        };
        material.answer(question, found);
    }
    let told = check(&register, change, &material).unwrap();
    assert_eq!(told.unanswered, []);
    let told = told.effects.into_iter();
    told.map(|effect| (effect.kind.clone(), effect.kind.is_danger()))
        .collect()
}

fn marks() -> Found {
    Found {
        marks: 30,
        journals: 2,
        ..Found::default()
    }
}

/// Corrections of a quarter that were over may be made again: nobody does that without knowing.
#[test]
fn a_period_with_marks_whose_end_moves_is_a_danger() {
    let period = at(Period, 1);
    let later = to(
        &school(),
        period,
        Some(quarter(1, "01.09.2026", "27.10.2026")),
    );
    let moves = EffectKind::MovesPeriodMarks { period };
    assert_eq!(told(&later, &marks()), [(moves, true)]);
    assert_eq!(told(&later, &Found::default()), []);
    let mut named = quarter(1, "01.09.2026", "25.10.2026");
    if let Record::Period(record) = &mut named {
        record.title = "I четверть".to_owned();
    }
    let named = to(&school(), period, Some(named));
    assert_eq!(told(&named, &marks()), [], "its days are the same");
}

/// From that moment nobody can give a mark of that year.
#[test]
fn a_year_with_journals_that_is_closed_is_a_danger() {
    let at = at(SchoolYear, 1);
    let of_year = |state| Some(year("2026/27", "01.09.2026", "31.05.2027", state));
    let close = to(&school(), at, of_year(YearState::Closed));
    let closes = EffectKind::ClosesYear { year: at };
    assert_eq!(told(&close, &marks()), [(closes, true)]);
    assert_eq!(told(&close, &Found::default()), []);
    let back = to(&school(), at, of_year(YearState::Forming));
    assert_eq!(told(&back, &marks()), []);
}

#[test]
fn a_subject_that_is_renamed_says_how_many_journals_are() {
    let at = at(Subject, 1);
    let renamed = to(
        &school(),
        at,
        Some(subject("Алгебра и начала анализа", "Алг.")),
    );
    let renames = EffectKind::Renames { subject: at };
    assert_eq!(told(&renamed, &marks()), [(renames, false)]);
    let short = to(&school(), at, Some(subject("Алгебра", "Алгебра")));
    assert_eq!(told(&short, &marks()), []);
}

#[test]
fn marks_that_are_given_keep_their_weight() {
    let at = at(WorkKind, 1);
    let light = to(
        &school(),
        at,
        Some(work_kind("Контрольная работа", "Контр.", 2)),
    );
    let keeps = EffectKind::KeepsWeight { work: at };
    assert_eq!(told(&light, &marks()), [(keeps, false)]);
    let named = to(&school(), at, Some(work_kind("Контрольная", "Контр.", 3)));
    assert_eq!(told(&named, &marks()), []);
}

/// Whoever has that role gives and takes all others: it is not given by a slip of the hand.
#[test]
fn an_administrator_more_is_a_danger() {
    let office = |role, from: &str, until: Option<&str>| {
        Record::Office(OfficeRecord {
            person: PersonId(70),
            role,
            from: Some(day(from)),
            until: until.map(day),
            ..OfficeRecord::default()
        })
    };
    let mut register = school();
    let new_person = self::person("Новая", "Анна", "");
    register.put(at(RecordKind::Person, 70), Some(new_person));
    let given = |register: &Register, change: &Amendment| {
        let told = checked(register, change).unwrap();
        let json = serde_json::to_string(&told.effects).unwrap();
        assert_eq!(
            serde_json::from_str::<Vec<Effect>>(&json).unwrap(),
            told.effects
        );
        told.dangers()
            .map(|it| (it.kind.clone(), it.days))
            .collect::<Vec<_>>()
    };
    let person = at(RecordKind::Person, 70);
    let becomes = |from: &str, until: &str| {
        let days = days(from, until);
        vec![(EffectKind::BecomesAdministrator { person }, days)]
    };
    let teacher = new(&register, office(OfficeRole::Teacher, "01.09.2026", None));
    assert_eq!(given(&register, &teacher), []);
    let (first, last) = ("01.12.2026", "31.12.2026");
    let admin = office(OfficeRole::Admin, first, Some(last));
    let admin = new(&register, admin);
    assert_eq!(given(&register, &admin), becomes(first, last));
    apply(&mut register, &admin).unwrap();
    let shorter = office(OfficeRole::Admin, first, Some("30.12.2026"));
    let shorter = to(&register, admin.record, Some(shorter));
    assert_eq!(given(&register, &shorter), []);
    let longer = office(OfficeRole::Admin, first, Some("01.01.2027"));
    let longer = to(&register, admin.record, Some(longer));
    assert_eq!(given(&register, &longer), becomes(first, "01.01.2027"));
}

/// A role that goes to a namesake among the pupils, or to a parent whose password ends with it.
#[test]
fn a_role_of_the_staff_for_a_pupil_is_a_danger_and_for_a_parent_is_told() {
    let office = |person, role| OfficeRecord {
        person: PersonId(person),
        role,
        ..OfficeRecord::default()
    };
    let mut register = school();
    let of = |register: &Register, change: &Amendment| {
        let told = checked(register, change).unwrap();
        let told = told.effects.into_iter();
        told.map(|it| (it.kind.is_danger(), it.kind))
            .collect::<Vec<_>>()
    };
    let told = |register: &Register, person, role| {
        of(
            register,
            &new(register, Record::Office(office(person, role))),
        )
    };
    let parent = PersonId(70);
    register.put(parent.into(), Some(self::person("Новая", "Анна", "")));
    assert_eq!(told(&register, 70, OfficeRole::Teacher), []);
    let tie = GuardianshipRecord {
        pupil: PupilId(2),
        parent,
        ..GuardianshipRecord::default()
    };
    let at_tie = at(RecordKind::Guardianship, 70);
    register.put(at_tie, Some(Record::Guardianship(tie)));
    let is_parent = EffectKind::FamilyOfStaff {
        person: parent.into(),
    };
    let is_told = [(false, is_parent)];
    assert_eq!(told(&register, 70, OfficeRole::Teacher), is_told);
    // A role that lasts longer, or is another, comes with no other password.
    let given = new(
        &register,
        Record::Office(office(70, OfficeRole::Psychologist)),
    );
    apply(&mut register, &given).unwrap();
    let deputy = Record::Office(office(70, OfficeRole::Deputy));
    let other = to(&register, given.record, Some(deputy));
    assert_eq!(of(&register, &other), []);
    let pupil = at(RecordKind::Person, 2);
    let is_pupil = (true, EffectKind::PupilOfStaff { pupil });
    let teacher = told(&register, 2, OfficeRole::Teacher);
    assert_eq!(teacher, std::slice::from_ref(&is_pupil));
    let becomes = EffectKind::BecomesAdministrator { person: pupil };
    let admin = told(&register, 2, OfficeRole::Admin);
    assert_eq!(admin, [(true, becomes), is_pupil]);
}

/// Who takes away a role, also the own one, sees whom it shuts out.
#[test]
fn a_role_that_is_taken_away_is_a_danger_where_it_was_the_last() {
    let mut register = school();
    register.put(PersonId(70).into(), Some(self::person("Новая", "Анна", "")));
    let office = |role| {
        Record::Office(OfficeRecord {
            person: PersonId(70),
            role,
            ..OfficeRecord::default()
        })
    };
    let given = |register: &mut Register, role| {
        let given = new(register, office(role));
        apply(register, &given).unwrap();
        given.record
    };
    let told = |register: &Register, at| {
        let told = checked(register, &to(register, at, None)).unwrap();
        let told = told.effects.into_iter();
        told.map(|it| (it.kind.is_danger(), it.kind))
            .collect::<Vec<_>>()
    };
    let person = at(RecordKind::Person, 70);
    let teacher = given(&mut register, OfficeRole::Teacher);
    assert_eq!(
        told(&register, teacher),
        [(true, EffectKind::NoRole { person })]
    );
    let other = given(&mut register, OfficeRole::Psychologist);
    assert_eq!(told(&register, teacher), []);
    // One that ended long ago, or is to end, leaves none after it.
    let ends = day("30.05.2027");
    let Some(Record::Office(stands)) = register.get(other).cloned() else {
        panic!("no role")
    };
    let ended = Record::Office(OfficeRecord {
        until: Some(ends),
        ..stands
    });
    register.put(other, Some(ended));
    let checked = checked(&register, &to(&register, teacher, None)).unwrap();
    let days: Vec<_> = checked.effects.iter().map(|it| it.days.first).collect();
    assert_eq!(days, [ends.succ_opt().unwrap()]);
    // Without the first one it is the last, although it is to end.
    register.put(teacher, None);
    assert_eq!(
        told(&register, other),
        [(true, EffectKind::NoRole { person })]
    );
}

/// Who was a pupil years ago may work here.
#[test]
fn a_graduate_who_is_hired_is_no_pupil() {
    let mut register = school();
    let left = MovementRecord {
        pupil: PupilId(2),
        sort: MovementSort::Leave,
        day: day("01.10.2026"),
        ..MovementRecord::default()
    };
    let free = register.free_id(RecordKind::Movement);
    register.put(RecordKind::Movement.at(free), Some(Record::Movement(left)));
    let role = OfficeRecord {
        person: PersonId(2),
        role: OfficeRole::Teacher,
        ..OfficeRecord::default()
    };
    let later = OfficeRecord {
        from: Some(day("01.12.2026")),
        ..role.clone()
    };
    let person = at(RecordKind::Person, 2);
    for role in [role, later] {
        let hired = new(&register, Record::Office(role));
        let told = checked(&register, &hired).unwrap().effects;
        let told: Vec<_> = told.into_iter().map(|it| it.kind).collect();
        assert_eq!(told, [EffectKind::FamilyOfStaff { person }]);
    }
}

/// Whoever ends an appointment is told which lessons nobody teaches from then on.
#[test]
fn an_appointment_that_ends_leaves_lessons_without_a_teacher() {
    let mut register = school();
    let colleague = at(RecordKind::Person, 70);
    register.put(colleague, Some(person("Новая", "Анна", "")));
    let at = at(RecordKind::Teaching, 1);
    let Some(Record::Teaching(was)) = register.get(at).cloned() else {
        panic!("an appointment")
    };
    let ends = Record::Teaching(TeachingRecord {
        until: Some(day("15.11.2026")),
        ..was.clone()
    });
    let ends = amendment(at, Some(Record::Teaching(was.clone())), Some(ends));
    let journal = was.journal.into();
    let told = |gesture: &[Amendment]| -> Vec<(EffectKind, DaySpan, Option<u32>)> {
        let mut material = Material::default();
        for question in register.plan(gesture, &material).consequences.unanswered {
            material.answer(question, lessons(12, 0));
        }
        let effects = register.plan(gesture, &material).consequences.effects;
        // That another is no teacher of the subject is told too, and is no danger.
        let dangers = effects.into_iter().filter(|it| it.kind.is_danger());
        let told = dangers.map(|it| (it.kind, it.days, it.found.map(|it| it.lessons)));
        told.collect()
    };
    let leaves = EffectKind::LeavesUntaught { journal };
    let days = DaySpan::new(day("16.11.2026"), chrono::NaiveDate::MAX);
    assert_eq!(
        told(std::slice::from_ref(&ends)),
        [(leaves.clone(), days, Some(12))]
    );
    // Another goes on from that day, or all but for some days.
    let next = |from| {
        let next = TeachingRecord {
            teacher: PersonId(70),
            from: Some(day(from)),
            ..was.clone()
        };
        new(&register, Record::Teaching(next))
    };
    assert_eq!(told(&[ends.clone(), next("16.11.2026")]), []);
    let between = DaySpan::new(day("16.11.2026"), day("19.11.2026"));
    assert_eq!(
        told(&[ends, next("20.11.2026")]),
        [(leaves, between, Some(12))]
    );
    // What was never taught is left by nobody.
    let removed = amendment(at, Some(Record::Teaching(was)), None);
    assert_eq!(told(&[removed]).len(), 1);
}

/// A pupil who was appointed by mistake teaches nobody.
#[test]
fn a_pupil_who_is_appointed_leaves_a_journal_without_a_teacher() {
    let mut register = school();
    let at = at(RecordKind::Teaching, 1);
    let Some(Record::Teaching(was)) = register.get(at).cloned() else {
        panic!("an appointment")
    };
    assert!(register.is_of_families(PersonId(3)));
    let appointed = Record::Teaching(TeachingRecord {
        teacher: PersonId(3),
        ..was.clone()
    });
    let appointed = new(&register, appointed);
    apply(&mut register, &appointed).unwrap();
    let ends = Record::Teaching(TeachingRecord {
        until: Some(day("15.11.2026")),
        ..was.clone()
    });
    let ends = amendment(at, Some(Record::Teaching(was.clone())), Some(ends));
    let plan = register.plan(std::slice::from_ref(&ends), &Material::default());
    let leaves = plan.consequences.unanswered.iter().any(|question| {
        matches!(question, Question::LessonsOf { journal, .. } if *journal == was.journal)
    });
    assert!(leaves, "{:?}", plan.consequences);
}
