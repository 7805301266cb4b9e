//! The moment of the demonstration: the running lesson, who signs in, other days.

use crate::{Index, at, day, sheets, spec};
use chrono::{Datelike, Weekday};
use journal::{Lesson, Role, Sheet};
use rstest::rstest;
use school::{DemoSpec, Size, demo, demo_logins};

#[rstest]
#[case(Size::Small, 2026)]
#[case(Size::Small, 5)]
#[case(Size::School, 2026)]
#[case(Size::School, 5)]
fn at_the_bell_orlova_has_algebra_in_7b(#[case] size: Size, #[case] seed: u64) {
    let bundle = demo::build(&spec(size, seed));
    let orlova = bundle
        .people
        .iter()
        .find(|p| p.login.as_deref() == Some("orlova"))
        .unwrap();
    assert_eq!(orlova.name.initialed(), "Орлова Т. А.");
    let today = day("2026-11-16");
    let hers = |date| {
        bundle
            .lessons
            .iter()
            .filter(move |l| l.teacher == orlova.id && l.date == date)
    };
    let running = hers(today).find(|lesson| lesson.number == 2).unwrap();
    assert_eq!(
        (running.starts.to_string(), running.ends.to_string()),
        ("09:25:00".into(), "10:10:00".into())
    );
    assert_eq!(running.room.as_deref(), Some("21"));
    let journal = &bundle.journals[usize::try_from(running.journal.0 - 1).unwrap()];
    let group = &bundle.groups[usize::try_from(journal.group.0 - 1).unwrap()];
    assert_eq!(group.title, "7Б");
    assert_eq!(
        bundle.subjects[usize::try_from(journal.subject - 1).unwrap()].title,
        "Алгебра"
    );
    let class = bundle
        .classes
        .iter()
        .find(|class| class.title == "7Б")
        .unwrap();
    assert_eq!(class.class_teacher, Some(orlova.id));
    assert_eq!(Index::new(&bundle).members_on(running).len(), 27);

    let sheets = sheets(&bundle);
    let sheet = |lesson: &Lesson| {
        sheets
            .get(&lesson.id)
            .cloned()
            .unwrap_or_else(|| Sheet::new(lesson.clone()))
    };
    let now = sheet(running);
    assert!(now.roll_call.is_none() && now.topic.is_none() && now.homework.is_empty());
    let announced = now
        .entries
        .values()
        .filter(|entry| entry.reason.is_some())
        .count();
    assert!(announced >= 1 && now.entries.values().all(|entry| entry.marks.is_empty()));

    let first = sheet(hers(today).find(|lesson| lesson.number == 1).unwrap());
    assert!(first.roll_call.is_some() && first.topic.is_some() && first.homework.is_empty());
    let earlier: Vec<Sheet> = bundle
        .lessons
        .iter()
        .filter(|lesson| lesson.teacher == orlova.id && lesson.date < today)
        .map(sheet)
        .collect();
    let (last, earlier) = earlier.split_last().unwrap();
    assert!(last.roll_call.is_some() && last.topic.is_some() && last.homework.is_empty());
    assert!(last.lesson.date >= day("2026-11-12"));
    let left_out = earlier
        .iter()
        .filter(|s| s.roll_call.is_none() || s.homework.is_empty())
        .count();
    assert_eq!(left_out, 0);
}

#[rstest]
#[case(Size::Small)]
#[case(Size::School)]
fn every_role_can_sign_in_and_two_teachers_are_in_class(#[case] size: Size) {
    let bundle = demo::build(&spec(size, 2026));
    let logins = demo_logins(&bundle, DemoSpec::NOW);
    let of = |flag: &str| logins.iter().find(|login| login.role_flag == flag).unwrap();
    assert_eq!(of("teacher").login, "orlova");
    assert!(of("teacher").title.contains("Алгебра") && of("teacher").title.contains("7Б"));
    assert_ne!(of("class-teacher").person, of("teacher").person);
    let time = bundle.school.time.local(DemoSpec::NOW);
    assert!(bundle.lessons.iter().any(|l| {
        l.teacher == of("class-teacher").person
            && l.date == time.date()
            && (l.starts..l.ends).contains(&time.time())
    }));
    for flag in [
        "deputy",
        "director",
        "admin",
        "parent",
        "pupil",
        "psychologist",
        "registrar",
        "hr",
        "scheduler",
        "district",
        "first-sign-in",
    ] {
        let person = bundle
            .people
            .iter()
            .find(|p| p.id == of(flag).person)
            .unwrap();
        assert_eq!(person.must_change_password, flag == "first-sign-in");
        assert!(person.password_hash.is_some());
    }
    assert_eq!(
        bundle
            .people
            .iter()
            .filter(|p| p.must_change_password)
            .count(),
        1
    );
    assert!(of("parent").title.contains("7Б") && of("pupil").title.contains("7Б"));
    for row in &bundle.guardians {
        let parent = bundle.people.iter().find(|p| p.id == row.parent).unwrap();
        let child = &bundle.people[usize::try_from(row.pupil.0 - 1).unwrap()];
        assert!(parent.roles.has(Role::Parent) && child.roles.has(Role::Pupil));
        let stem = |last: &str| last.chars().take(4).collect::<String>();
        assert_eq!(stem(&parent.name.last), stem(&child.name.last));
    }
}

#[rstest]
#[case("2026-08-20T12:00", 0)]
#[case("2026-10-28T12:00", 1)]
#[case("2026-11-14T12:00", 1)]
#[case("2027-05-20T11:40", 1)]
#[case("2025-12-01T10:00", 1)]
fn other_moments_work_too(#[case] now: &str, #[case] past: usize) {
    let now = at(now);
    let bundle = demo::build(&DemoSpec {
        now,
        ..spec(Size::Small, 2026)
    });
    assert_eq!(usize::from(!bundle.history.is_empty()), past);
    let today = bundle.school.time.local(now).date();
    assert!(bundle.lessons.iter().any(|lesson| lesson.date > today));
    assert!(
        bundle
            .lessons
            .iter()
            .all(|lesson| !matches!(lesson.date.weekday(), Weekday::Sat | Weekday::Sun))
    );
    assert!(
        demo_logins(&bundle, now)
            .iter()
            .any(|login| login.role_flag == "teacher")
    );
}
