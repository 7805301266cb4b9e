//! Import of real schools' timetables from Debian's `fet-data` (AGPL; read where they are
//! installed, never copied). Without them the tests say that they were skipped;
//! `ZHURNAL_REQUIRE_FET=1` makes that a failure.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use rstest::rstest;
use school::DemoSpec;
use school::fet::{Fate, FetFile, ImportSpec, Solution, import};
use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use storage::Bundle;

const EXAMPLES: &str = "/usr/share/doc/fet-data/examples";
const LOM: &str = "FET-5-official/Bulgaria/Lom_high_school_2007-2008.fet";
const COLLEGE: &str = "FET-5-official/Russia/Russian-Medical-College/timetable-ru.fet";

/// The path, if it is there; else a visible line, or a failure where FET is required.
fn example(path: &str) -> Option<PathBuf> {
    let path = Path::new(EXAMPLES).join(path);
    if path.exists() {
        return Some(path);
    }
    skip(&format!(
        "{} is not installed (apt-get install fet-data)",
        path.display()
    ));
    None
}

#[expect(clippy::explicit_write, reason = "the test harness swallows eprintln!")]
fn skip(why: &str) {
    assert!(
        std::env::var_os("ZHURNAL_REQUIRE_FET").is_none_or(|v| v != "1"),
        "{why}"
    );
    writeln!(std::io::stderr(), "SKIPPED: {why}").unwrap();
}

/// Solves a file with `fet-cl` and reads its CSV.
fn solve(path: &Path, into: &Path) -> Option<String> {
    let run = Command::new("fet-cl")
        .env("QT_QPA_PLATFORM", "offscreen")
        .arg(format!("--inputfile={}", path.display()))
        .arg(format!("--outputdir={}", into.display()))
        .args(["--timelimitseconds=90", "--exportcsv=true"])
        .output();
    let Ok(run) = run else {
        skip("fet-cl is not installed (apt-get install fet)");
        return None;
    };
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stdout)
    );
    let name = path.file_stem().unwrap().to_str().unwrap();
    let csv = into.join(format!("csv/{name}/{name}_timetable.csv"));
    Some(std::fs::read_to_string(csv).unwrap())
}

#[test]
fn every_row_of_the_bulgarian_school_is_a_lesson_or_is_named() {
    let Some(path) = example(LOM) else { return };
    let folder = tempfile::tempdir().unwrap();
    let Some(csv) = solve(&path, folder.path()) else {
        return;
    };
    let fet = std::fs::read_to_string(&path).unwrap();
    let spec = ImportSpec::new(DemoSpec::NOW, "solo-kommunar-2", "$argon2id$");
    let (bundle, plan) = import(&fet, &csv, &spec).unwrap();
    let solution = Solution::parse(&csv).unwrap();
    let account = plan.accounts_for(&solution);
    assert_eq!(account.rows, 544);
    assert!(account.lost.is_empty());
    assert_eq!(account.taken + account.refused, 544);
    assert_eq!(account.refused, 0, "{:?}", plan.refused);
    let file = FetFile::parse(&fet).unwrap();
    // The one activity that is switched off has no row and is named.
    let inactive = file
        .activities
        .iter()
        .filter(|activity| !activity.active)
        .count();
    assert_eq!(plan.refused.len(), inactive);
    for (row, fate) in solution.rows.iter().zip(&plan.fates) {
        let Fate::Lessons(ids) = fate else {
            panic!("row {} was refused", row.line)
        };
        for id in ids {
            let lesson = &bundle.lessons[usize::try_from(id.0 - 1).unwrap()];
            let journal = &bundle.journals[usize::try_from(lesson.journal.0 - 1).unwrap()];
            let subject = &bundle.subjects[usize::try_from(journal.subject - 1).unwrap()];
            assert_eq!(subject.title, row.subject);
            assert_eq!(lesson.starts.format("%H:%M").to_string(), row.hour);
            let day =
                usize::try_from(chrono::Datelike::weekday(&lesson.date).num_days_from_monday());
            assert_eq!(file.days[day.unwrap()], row.day);
        }
    }
    let titles: Vec<_> = bundle
        .classes
        .iter()
        .map(|class| class.title.as_str())
        .collect();
    assert!(
        titles.contains(&"8 б") && titles.contains(&"12 д"),
        "{titles:?}"
    );
    assert_eq!(file.teachers.len(), 32);
    assert!(plan.will_come.bells.contains(&"08:15–09:00".to_owned()));
    nobody_is_in_two_places(&bundle);
}

fn nobody_is_in_two_places(bundle: &Bundle) {
    let mut members: HashMap<i64, Vec<i64>> = HashMap::new();
    for row in &bundle.memberships {
        members.entry(row.group.0).or_default().push(row.pupil.0);
    }
    let mut seen = HashSet::new();
    for lesson in &bundle.lessons {
        let journal = &bundle.journals[usize::try_from(lesson.journal.0 - 1).unwrap()];
        assert!(
            seen.insert((lesson.date, lesson.number, 't', lesson.teacher.0)),
            "{lesson:?}"
        );
        let pupils = members.get(&journal.group.0).unwrap();
        assert!(!pupils.is_empty());
        for pupil in pupils {
            assert!(
                seen.insert((lesson.date, lesson.number, 'p', *pupil)),
                "{lesson:?}"
            );
        }
    }
}

#[test]
fn the_medical_college_has_classes_subgroups_and_two_weeks() {
    let Some(path) = example(COLLEGE) else { return };
    let fet = std::fs::read_to_string(path).unwrap();
    let file = FetFile::parse(&fet).unwrap();
    assert_eq!(
        (file.days.len(), file.hours.len(), file.teachers.len()),
        (12, 6, 47)
    );
    // The solver does not finish it quickly; a solution where nothing is placed is a solution too.
    let mut csv = String::from(
        "\"Activity Id\",\"Day\",\"Hour\",\"Students Sets\",\"Subject\",\"Teachers\",\"Activity Tags\",\"Room\",\"Comments\"\n",
    );
    for (nth, activity) in file
        .activities
        .iter()
        .filter(|activity| activity.active)
        .enumerate()
    {
        let day = file.days.get(nth % 40).map_or("", String::as_str);
        let hour = if day.is_empty() {
            ""
        } else {
            file.hours[nth / 40 % 6].as_str()
        };
        let (students, teachers) = (activity.students.join("+"), activity.teachers.join("+"));
        let row = [
            &activity.id,
            day,
            hour,
            &students,
            &activity.subject,
            &teachers,
            "",
            "",
            "",
        ];
        csv.push_str(
            &row.map(|field| format!("\"{}\"", field.replace('"', "\"\"")))
                .join(","),
        );
        csv.push('\n');
    }
    let spec = ImportSpec::new(DemoSpec::NOW, "solo-kommunar-2", "$argon2id$");
    let (bundle, plan) = import(&fet, &csv, &spec).unwrap();
    let account = plan.accounts_for(&Solution::parse(&csv).unwrap());
    assert!(account.lost.is_empty());
    assert!(account.taken > 50, "{account:?}");
    let class = plan
        .will_come
        .classes
        .iter()
        .find(|class| class.title == "ЛД101")
        .unwrap();
    assert!((25..=35).contains(&class.pupils), "{class:?}");
    nobody_is_in_two_places(&bundle);
}

/// A solution in which nothing has found its place: classes show in the file itself.
fn unplaced(file: &FetFile) -> String {
    let mut csv = String::from(
        "\"Activity Id\",\"Day\",\"Hour\",\"Students Sets\",\"Subject\",\"Teachers\",\"Activity Tags\",\"Room\",\"Comments\"\n",
    );
    for activity in file.activities.iter().filter(|activity| activity.active) {
        let (students, teachers) = (activity.students.join("+"), activity.teachers.join("+"));
        let row = [
            &activity.id,
            "",
            "",
            &students,
            &activity.subject,
            &teachers,
            "",
            "",
            "",
        ];
        let row = row.map(|field| format!("\"{}\"", field.replace('"', "\"\"")));
        csv.push_str(&(row.join(",") + "\n"));
    }
    csv
}

/// How many classes, the first and the last of them with their pupils.
#[rstest]
#[case::romania(
    "Romania/Pedagogic-High-School-Tg-Mures/2006-2007.fet",
    23,
    "IXA:10",
    "XIIF:10"
)]
#[case::gymnasio("Greece/Gymnasio/Gymnasio.fet", 10, "Α1:27", "Γ3:26")]
#[case::vartholomio("Greece/Vartholomio/2008-2009.fet", 6, "Α1:25", "Γ2:25")]
#[case::didymoteicho("Greece/Didymoteicho/6th-Primary-School.fet", 13, "Α1:25", "ΤΥ:25")]
#[case::germany(
    "Germany/secondary-school-1/older/secondary_school.fet",
    22,
    "5a:25",
    "10c:25"
)]
#[case::germany_2("Germany/secondary-school-2/GYR.fet", 31, "11q:79", "10c:25")]
#[case::spain_2(
    "Spain/2-secondary-school/secondary-school.fet",
    37,
    "1º Bach A:100",
    "PCPI:1000"
)]
#[case::spain_4(
    "Spain/4-secondary-and-vocational-school/SPAIN_20-21.fet",
    40,
    "1ESO-BI4:35",
    "Reunión:25"
)]
#[case::hungary(
    "Hungary/Varosmajori_Gimnazium_Budapest/vmg-20180901b-9.fet",
    25,
    "07a:25",
    "12e:25"
)]
#[case::united_kingdom(
    "United-Kingdom/Hopwood/Hopwood.fet",
    46,
    "Basic ??:15",
    "Women Group:15"
)]
#[case::denmark("Denmark/small-school.fet", 74, "Eric:1", "Jarl:1")]
#[case::bulgaria("Bulgaria/Lom_high_school_2007-2008.fet", 17, "8 а:25", "12 д:25")]
#[case::russia(
    "Russia/Russian-Medical-College/timetable-ru.fet",
    14,
    "ЛД101:30",
    "СД42:25"
)]
fn classes_of_real_schools_are_classes(
    #[case] path: &str,
    #[case] count: usize,
    #[case] first: &str,
    #[case] last: &str,
) {
    let Some(path) = example(&format!("FET-5-official/{path}")) else {
        return;
    };
    let fet = std::fs::read_to_string(path).unwrap();
    let file = FetFile::parse(&fet).unwrap();
    let spec = ImportSpec::new(DemoSpec::NOW, "solo-kommunar-2", "$argon2id$");
    let (_, plan) = import(&fet, &unplaced(&file), &spec).unwrap();
    let classes = &plan.will_come.classes;
    let named: Vec<String> = classes
        .iter()
        .map(|class| format!("{}:{}", class.title, class.pupils))
        .collect();
    let found = (
        named.len(),
        named[0].as_str(),
        named[named.len() - 1].as_str(),
    );
    assert_eq!(found, (count, first, last), "{named:?}");
    let told: usize = plan.will_come.divisions.iter().map(|one| one.classes).sum();
    assert_eq!(told, count);
}

#[test]
fn every_example_of_every_country_is_read_or_named() {
    let Some(root) = example("") else { return };
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "fet") {
                files.push(path);
            }
        }
    }
    assert!(files.len() > 200, "{} files", files.len());
    for path in &files {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let file = FetFile::parse(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let named = !file.version.is_empty() && !file.days.is_empty() && !file.hours.is_empty();
        assert!(named, "{}", path.display());
        assert!(
            !file.activities.is_empty(),
            "{} has no activities",
            path.display()
        );
        let odd = file.activities.iter().find(|a| a.id.is_empty());
        assert_eq!(odd, None, "{}", path.display());
    }
}
