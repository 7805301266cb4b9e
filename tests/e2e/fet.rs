//! The Bulgarian high school of Debian's `fet-data` (AGPL; read where it is installed, never
//! copied), solved by `fet-cl` and imported.
//!
//! Without them a test says that it was skipped; `ZHURNAL_REQUIRE_FET=1` makes that a failure.

use crate::house::{ask, free_port};
use crate::seat::PROGRAM;
use protocol::SystemClock;
use school::fet::{Fate, ImportSpec, Solution};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use storage::{Bundle, Reader, Store, Versioned};
use testkit::{Api, fixture};

const FILE: &str =
    "/usr/share/doc/fet-data/examples/FET-5-official/Bulgaria/Lom_high_school_2007-2008.fet";
/// Everybody's start password.
pub const START_PASSWORD: &str = "start-2026";
const ROWS: usize = 544;

#[expect(clippy::explicit_write, reason = "the test harness swallows eprintln!")]
fn skip(why: &str) {
    let required = std::env::var_os("ZHURNAL_REQUIRE_FET").is_some_and(|value| value == "1");
    assert!(!required, "{why}");
    writeln!(std::io::stderr(), "SKIPPED: {why}").unwrap();
}

/// The solution of the timetable, or none without FET.
pub fn solve(dir: &Path) -> Option<PathBuf> {
    if !Path::new(FILE).exists() {
        skip(&format!(
            "{FILE} is not installed (apt-get install fet-data)"
        ));
        return None;
    }
    let run = Command::new("fet-cl")
        .env("QT_QPA_PLATFORM", "offscreen")
        .arg(format!("--inputfile={FILE}"))
        .arg(format!("--outputdir={}", dir.display()))
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
    let name = Path::new(FILE).file_stem().unwrap().to_str().unwrap();
    Some(dir.join(format!("csv/{name}/{name}_timetable.csv")))
}

fn zhurnal(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(args)
        .env_clear()
        .env("HOME", dir)
        .env("LANG", "ru_RU.UTF-8")
        .stdin(Stdio::null());
    command
}

/// `zhurnal import fet` of two weeks.
pub fn import(dir: &Path, solution: &Path, more: &[&str]) -> Output {
    let mut command = zhurnal(dir, &["import", "fet", FILE, "--solution"]);
    command.arg(solution);
    command.args(["--from", "2026-11-16", "--until", "2026-11-29"]);
    command.args(more).output().expect("the program starts")
}

/// What the import must have written, made once more here.
pub fn expected(solution: &str) -> (Bundle, Vec<Fate>) {
    let fet = std::fs::read_to_string(FILE).unwrap();
    let mut spec = ImportSpec::new(fixture::now(), "sergiev-posad-14", "");
    spec.from = fixture::date(2026, 11, 16);
    spec.until = fixture::date(2026, 11, 29);
    let (bundle, plan) = school::fet::import(&fet, solution, &spec).unwrap();
    assert_eq!(Solution::parse(solution).unwrap().rows.len(), ROWS);
    (bundle, plan.fates)
}

/// The real `zhurnal serve` on the imported database.
pub fn serve_answers(dir: &Path, database: &str) {
    let listen = format!("127.0.0.1:{}", free_port());
    let mut serve = zhurnal(dir, &["serve", "--database", database, "--listen", &listen])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(serve.stdout.take().unwrap()).lines();
    let url = format!("http://{listen}");
    let line = lines.next().expect("where it is").unwrap();
    assert!(line.contains(&url), "{line}");
    let info = ask(async {
        Api::new(&url, Arc::new(SystemClock::start()))
            .server()
            .await
    });
    assert!(!info.expect("an answer").school.is_empty());
    let pid = rustix::process::Pid::from_child(&serve);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(serve.wait().unwrap().success());
}

/// Every row of the solution is in the database: the same lesson at the same time by the same
/// teacher.
pub fn every_row_is_a_lesson(store: &Arc<dyn Store>, bundle: &Bundle, fates: &[Fate]) {
    let mut rows = 0;
    for fate in fates {
        let Fate::Lessons(ids) = fate else {
            panic!("refused: {fate:?}")
        };
        rows += 1;
        let id = *ids.first().expect("a lesson in the period");
        let lesson = bundle
            .lessons
            .iter()
            .find(|lesson| lesson.id == id)
            .unwrap();
        let teacher = bundle
            .people
            .iter()
            .find(|person| person.id == lesson.teacher)
            .unwrap();
        let reader = Reader {
            school: bundle.school.id,
            person: teacher.id,
            roles: teacher.roles.clone(),
            at: lesson.bells(bundle.school.time).0,
        };
        let page = ask(store.open_lesson(&reader, id, None)).unwrap();
        let Some(Versioned::Page { page, .. }) = page else {
            panic!("{lesson:?} is not in the database")
        };
        assert_eq!(page.read().unwrap().sheet.lesson, *lesson);
    }
    assert_eq!(rows, ROWS);
}
