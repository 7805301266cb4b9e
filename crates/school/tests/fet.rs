//! Import from FET: the structure of files, and every kind of refusal. On a synthetic file.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use chrono::NaiveDate;
use journal::{PupilId, Role};
use rstest::rstest;
use school::fet::{Fate, FetError, FetFile, FetPlan, ImportSpec, Reason, Solution, import};
use school::{DemoSpec, demo_logins};
use std::collections::{HashMap, HashSet};
use storage::Bundle;

const FET: &str = include_str!("fixtures/tiny.fet");
const CSV: &str = include_str!("fixtures/tiny_timetable.csv");

fn spec() -> ImportSpec {
    ImportSpec::new(DemoSpec::NOW, "solo-kommunar-2", "$argon2id$")
}

fn imported() -> (Bundle, FetPlan) {
    import(FET, CSV, &spec()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_structure_is_read() {
    let file = FetFile::parse(FET).unwrap();
    assert_eq!(file.version, "6.1.5");
    assert_eq!(file.institution, "Школа \"Проба\" & Кº");
    assert_eq!(file.days, ["Пн", "Вт", "Ср", "Чт", "Пт"]);
    assert_eq!(file.hours, ["08:30", "09:25", "10:20"]);
    assert_eq!(file.teachers, ["Иванова А.А.", "Петров Б.Б."]);
    assert_eq!(file.years.len(), 2);
    assert_eq!(file.activities.len(), 10);
    assert_eq!(file.activities[0].duration, 2);
    assert!(!file.activities[5].active);
    assert_eq!(file.rooms[0].capacity, 30);
}

#[test]
fn every_row_is_a_lesson_or_has_its_reason() {
    let (bundle, plan) = imported();
    let solution = Solution::parse(CSV).unwrap();
    let account = plan.accounts_for(&solution);
    assert_eq!((account.rows, account.taken, account.refused), (19, 6, 13));
    assert!(account.lost.is_empty());
    let rows: HashMap<u64, &'static str> = plan
        .refused
        .iter()
        .filter_map(|f| Some((f.row?, f.reason.code())))
        .collect();
    let expected = [
        (6, "no-students"),
        (7, "no-teacher"),
        (8, "inactive"),
        (10, "not-placed"),
        (11, "students-busy"),
        (13, "teacher-busy"),
        (14, "unknown-day"),
        (15, "unknown-hour"),
        (16, "unknown-teacher"),
        (17, "unknown-subject"),
        (18, "unknown-students"),
        (19, "differs"),
        (20, "unknown-activity"),
    ];
    assert_eq!(rows, expected.into_iter().collect());
    let without: Vec<_> = plan.refused.iter().filter(|f| f.row.is_none()).collect();
    assert_eq!(without.len(), 1);
    assert_eq!(
        (without[0].activity.as_str(), &without[0].reason),
        ("9", &Reason::NoRow)
    );
    // The lessons named in the fates are exactly the lessons of the bundle.
    let mut named = HashSet::new();
    for (row, fate) in solution.rows.iter().zip(&plan.fates) {
        let Fate::Lessons(ids) = fate else { continue };
        for id in ids {
            assert!(named.insert(*id));
            let lesson = &bundle.lessons[usize::try_from(id.0 - 1).unwrap()];
            assert_eq!(lesson.starts.format("%H:%M").to_string(), row.hour);
            assert_eq!(lesson.room.as_deref().unwrap_or_default(), row.room);
        }
    }
    assert_eq!(named.len(), bundle.lessons.len());
    assert_eq!(plan.will_come.lessons, bundle.lessons.len());
    assert_eq!(plan.will_come.weekly, 6);
}

#[test]
fn students_become_classes_groups_and_pupils() {
    let (bundle, plan) = imported();
    let classes: Vec<_> = plan
        .will_come
        .classes
        .iter()
        .map(|c| (c.title.as_str(), c.pupils))
        .collect();
    assert_eq!(classes, [("5А", 24), ("6А", 25), ("6Б", 25)]);
    assert_eq!(
        bundle.classes.iter().map(|c| c.grade).collect::<Vec<_>>(),
        [5, 6, 6]
    );
    let members = |title: &str| -> HashSet<PupilId> {
        let group = bundle
            .groups
            .iter()
            .find(|group| group.title == title)
            .unwrap();
        bundle
            .memberships
            .iter()
            .filter(|m| m.group == group.id)
            .map(|m| m.pupil)
            .collect()
    };
    let (one, two) = (members("5А-1"), members("5А-2"));
    assert_eq!((one.len(), two.len()), (10, 14));
    assert!(one.is_disjoint(&two));
    assert_eq!(&one | &two, members("5А"));
    let stream = bundle
        .groups
        .iter()
        .find(|group| group.title == "6А + 6Б")
        .unwrap();
    assert_eq!(stream.class, None);
    assert_eq!(members("6А + 6Б").len(), 50);
    assert_eq!(plan.will_come.groups, ["5А-1", "5А-2", "6А + 6Б"]);
    assert!(
        bundle
            .classes
            .iter()
            .all(|class| class.class_teacher.is_some() || class.title == "6Б")
    );
}

#[test]
fn lessons_stand_on_their_days_within_the_period() {
    let spec = ImportSpec {
        from: day("2026-11-02"),
        until: day("2026-11-13"),
        ..spec()
    };
    let (bundle, plan) = import(FET, CSV, &spec).unwrap();
    let dates: Vec<_> = bundle
        .lessons
        .iter()
        .map(|l| (l.date.to_string(), l.number))
        .collect();
    let expected = [
        ("2026-11-02", 1),
        ("2026-11-02", 2),
        ("2026-11-02", 3),
        ("2026-11-03", 1),
        ("2026-11-03", 1),
        ("2026-11-05", 1),
        ("2026-11-09", 1),
        ("2026-11-09", 2),
        ("2026-11-09", 3),
        ("2026-11-10", 1),
        ("2026-11-10", 1),
        ("2026-11-12", 1),
    ];
    assert_eq!(dates, expected.map(|(date, n)| (date.to_owned(), n)));
    assert_eq!(
        plan.will_come.bells,
        ["08:30–09:15", "09:25–10:10", "10:20–11:05"]
    );

    // A period of one Tuesday has no Monday: the rows of Monday say so.
    let spec = ImportSpec {
        from: day("2026-11-03"),
        until: day("2026-11-03"),
        ..spec
    };
    let (bundle, plan) = import(FET, CSV, &spec).unwrap();
    assert_eq!(bundle.lessons.len(), 2);
    let no_date = plan
        .refused
        .iter()
        .filter(|f| f.reason.code() == "no-date")
        .count();
    assert_eq!(no_date, 6);
    assert!(
        plan.accounts_for(&Solution::parse(CSV).unwrap())
            .lost
            .is_empty()
    );
}

/// Nobody's first screen is a month of lessons that were never filled in.
#[rstest]
#[case::in_the_middle_of_a_quarter("2026-11-18T07:00", "2026-11-19", "2027-03-26")]
#[case::before_days_off("2026-11-20T20:00", "2026-11-23", "2027-03-26")]
#[case::in_holidays("2026-10-28T12:00", "2026-11-02", "2027-03-26")]
#[case::in_summer("2026-07-20T12:00", "2026-09-01", "2026-12-30")]
#[case::after_the_last_bell("2026-06-10T12:00", "2026-09-01", "2026-12-30")]
fn lessons_begin_today_and_not_before(#[case] now: &str, #[case] first: &str, #[case] until: &str) {
    let now = journal::SchoolTime::MOSCOW.instant(
        now.parse::<chrono::NaiveDateTime>()
            .or_else(|_| format!("{now}:00").parse())
            .unwrap(),
    );
    let spec = ImportSpec::new(now, "solo-kommunar-2", "$argon2id$");
    let (bundle, plan) = import(FET, CSV, &spec).unwrap();
    let today = journal::SchoolTime::MOSCOW.local(now).date();
    assert!(bundle.lessons.iter().all(|lesson| lesson.date >= today));
    assert!(
        bundle
            .lessons
            .iter()
            .all(|lesson| lesson.date <= day(until))
    );
    // The fixture has no lessons on Wednesday and Friday.
    let earliest = bundle.lessons.iter().map(|lesson| lesson.date).min();
    assert_eq!(earliest, Some(day(first)));
    assert_eq!(plan.will_come.period.1, day(until));
    assert!(plan.will_come.period.0 >= today && plan.will_come.period.0 <= day(first));
    assert!(bundle.year.first <= day(first));
}

#[test]
fn nobody_is_invented_where_the_file_does_not_say_who_it_is() {
    let (bundle, plan) = imported();
    assert_eq!(plan.will_come.nameless, ["admin", "director", "zavuch"]);
    let name = |login: &str| {
        let person = bundle.people.iter();
        let mut person = person.filter(|person| person.login.as_deref() == Some(login));
        person.next().unwrap().name.to_string()
    };
    assert_eq!(name("admin"), "Администратор");
    assert_eq!(name("director"), "Директор");
    assert_eq!(name("zavuch"), "Завуч");
    assert_eq!(plan.will_come.parents, bundle.guardians.len());
}

#[test]
fn the_school_says_which_grades_go_without_marks() {
    let spec = ImportSpec {
        without_marks: vec![5],
        ..spec()
    };
    let (bundle, plan) = import(FET, CSV, &spec).unwrap();
    assert_eq!(plan.will_come.without_marks, ["5А"]);
    let mut seen = HashSet::new();
    for journal in &bundle.journals {
        let group = bundle
            .groups
            .iter()
            .find(|group| group.id == journal.group)
            .unwrap();
        assert_eq!(
            journal.without_marks,
            group.title.starts_with('5'),
            "{}",
            group.title
        );
        seen.insert(journal.without_marks);
    }
    assert_eq!(seen.len(), 2);
    assert!(
        imported()
            .0
            .journals
            .iter()
            .all(|journal| !journal.without_marks)
    );
}

#[test]
fn accounts_are_ready_to_sign_in() {
    let (bundle, _) = imported();
    let logins: HashSet<_> = bundle
        .people
        .iter()
        .map(|p| p.login.clone().unwrap())
        .collect();
    assert_eq!(logins.len(), bundle.people.len());
    for login in ["ivanova", "petrov", "admin", "director", "zavuch"] {
        assert!(logins.contains(login), "{login}");
    }
    let flags: Vec<_> = demo_logins(&bundle, DemoSpec::NOW)
        .into_iter()
        .map(|login| login.role_flag)
        .collect();
    for flag in [
        "teacher",
        "class-teacher",
        "deputy",
        "director",
        "admin",
        "parent",
        "pupil",
    ] {
        assert!(flags.contains(&flag), "{flag}");
    }
    let parents = bundle
        .people
        .iter()
        .filter(|p| p.roles.has(Role::Parent))
        .count();
    assert_eq!(parents, bundle.guardians.len());
    let again = import(FET, CSV, &spec()).unwrap();
    assert_eq!(format!("{:?}", again.0), format!("{bundle:?}"));
    let start = ImportSpec {
        must_change_password: true,
        ..spec()
    };
    assert!(
        import(FET, CSV, &start)
            .unwrap()
            .0
            .people
            .iter()
            .all(|p| p.must_change_password)
    );
}

#[rstest]
#[case("", "fet-empty")]
#[case("\u{feff}  \n", "fet-empty")]
#[case("name;class\nИванов;7Б\n", "fet-not-fet")]
#[case("<html><body/></html>", "fet-not-fet")]
#[case("<?xml version=\"1.0\"?>\n<!-- nothing -->", "fet-not-fet")]
#[case("<fet version=\"6\">\n<Days_List>\n</Hours_List></fet>", "fet-xml")]
#[case("<fet version=\"6\"><Days_List>", "fet-cut")]
#[case("<fet version=\"6\"><Comments>&nbsp;</Comments></fet>", "fet-xml")]
#[case("<fet version=\"6\"/>", "fet-lacks")]
fn what_is_not_a_fet_file_is_told(#[case] text: &str, #[case] code: &str) {
    assert_eq!(import(text, CSV, &spec()).unwrap_err().code(), code);
}

#[test]
fn broken_xml_names_its_line() {
    let text = FET.replacen("</Teachers_List>", "</Teachers>", 1);
    let Err(FetError::Xml { line, .. }) = FetFile::parse(&text) else {
        panic!("it was read")
    };
    let expected = FET
        .lines()
        .position(|line| line.contains("</Teachers_List>"))
        .unwrap()
        + 1;
    assert_eq!(line, expected);
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    let text = format!("<fet>{}", "<Day>".repeat(100_000));
    assert!(matches!(FetFile::parse(&text), Err(FetError::Xml { .. })));
}

#[test]
fn the_mornings_and_afternoons_mode_is_named() {
    let text = FET.replace("<Mode>Official</Mode>", "<Mode>Mornings_Afternoons</Mode>");
    assert!(FetFile::parse(&text).is_ok());
    assert_eq!(import(&text, CSV, &spec()).unwrap_err().code(), "fet-mode");
}

#[test]
fn a_solution_that_is_none_is_told() {
    let wrong = "\"Teacher\",\"Day\"\n\"A\",\"B\"\n";
    assert_eq!(
        import(FET, wrong, &spec()).unwrap_err().code(),
        "fet-header"
    );
    assert_eq!(import(FET, "", &spec()).unwrap_err().code(), "fet-header");
    let header = CSV.lines().next().unwrap();
    let short = format!("{header}\n\"1\",\"Пн\"\n");
    let error = import(FET, &short, &spec()).unwrap_err();
    assert!(
        matches!(
            error,
            FetError::Columns {
                line: 2,
                found: 2,
                ..
            }
        ),
        "{error}"
    );
    let other = CSV
        .replace("Математика", "Химия")
        .replace("Английский", "Алхимия");
    let error = import(FET, &other, &spec()).unwrap_err();
    assert!(
        matches!(error, FetError::OtherSolution { rows: 19, .. }),
        "{error}"
    );
}

#[test]
fn other_separators_and_terminal_escapes_are_taken() {
    let semicolons = CSV.replace("\",\"", "\";\"");
    assert_eq!(
        Solution::parse(&semicolons).unwrap().rows,
        Solution::parse(CSV).unwrap().rows
    );
    let text = FET.replace("Петров Б.Б.", "\u{1b}[31mПетров Б.Б.");
    let rows = CSV.replace("Петров Б.Б.", "\u{1b}[31mПетров Б.Б.");
    let (bundle, plan) = import(&text, &rows, &spec()).unwrap();
    assert_eq!(plan.will_come.weekly, 6);
    assert!(!format!("{bundle:?}").contains('\u{1b}'));
    assert!(
        bundle
            .people
            .iter()
            .all(|p| !p.name.to_string().contains(char::is_control))
    );
}

#[test]
fn what_turns_the_writing_round_comes_in_no_more_than_by_hand() {
    let turned = |text: &str| {
        let text = text.replace("Петров Б.Б.", "Петров\u{202e} Б.\u{2066}Б.");
        text.replace("Математика", "Мате\u{202e}матика")
    };
    let (bundle, plan) = import(&turned(FET), &turned(CSV), &spec()).unwrap();
    assert!(plan.cleaned.contains(&"Мате матика".to_owned()), "{plan:?}");
    let said = format!("{plan:?}{:?}{:?}", bundle.subjects, bundle.people);
    assert!(!said.contains(r"\u{202e}") && !said.contains(r"\u{2066}"));
}

#[test]
fn control_characters_never_come_in_and_the_plan_names_where_they_were() {
    let fet = FET
        .replace("Математика", "Мате&#27;[31mматика")
        .replace("Школа ", "Школа&#9;");
    let csv = CSV
        .replace("Математика", "Мате\u{1b}[31mматика")
        .replace("\"11\"", "\"1\u{7}1\"");
    let mut spec = spec();
    let (bundle, plan) = import(&fet, &csv, &spec).unwrap();
    assert_eq!(
        plan.cleaned,
        ["Школа \"Проба\" & Кº", "Мате [31mматика", "1 1"]
    );
    let subjects = bundle.subjects.iter().map(|subject| &subject.title);
    let rooms = bundle
        .lessons
        .iter()
        .filter_map(|lesson| lesson.room.as_ref());
    let names: Vec<&String> = subjects
        .chain(rooms)
        .chain([&bundle.school.title])
        .collect();
    assert!(names.len() > 5);
    assert!(
        !names.iter().any(|name| name.contains(char::is_control)),
        "{names:?}"
    );
    let solution = Solution::parse(&csv).unwrap();
    assert_eq!(
        plan.accounts_for(&solution).taken,
        6,
        "names agree all the same"
    );
    spec.title = Some("Про\u{7}ба".into());
    let (bundle, plan) = import(FET, CSV, &spec).unwrap();
    assert_eq!(bundle.school.title, "Про ба");
    assert_eq!(plan.cleaned, ["Про ба"]);
}
