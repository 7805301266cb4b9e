//! The solution of a timetable: a file, or what `fet-cl` finds.

use super::folder::Folder;
use crate::cli::import;
use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::tr;
use std::io;
use std::path::Path;
use std::process::Command;

/// The solver of FET without its window.
const SOLVER: &str = "fet-cl";
/// How long it may look for a solution.
const SECONDS: u32 = 90;

/// The text of the solution.
pub fn solution(
    timetable: &Path,
    solution: Option<&Path>,
    folder: &Folder,
    texts: &Texts,
) -> anyhow::Result<String> {
    if let Some(solution) = solution {
        return import::read(solution, texts);
    }
    super::super::tell(&tr!(
        texts,
        "demo-solving",
        solver = SOLVER,
        seconds = SECONDS
    ));
    let into = folder.path().join("fet");
    let solved = Command::new(SOLVER)
        // It is linked with a library of windows and opens none.
        .env("QT_QPA_PLATFORM", "offscreen")
        .arg(format!("--inputfile={}", timetable.display()))
        .arg(format!("--outputdir={}", into.display()))
        .arg(format!("--timelimitseconds={SECONDS}"))
        .arg("--exportcsv=true")
        .output();
    let run = match solved {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            anyhow::bail!(tr!(texts, "demo-no-solver", solver = SOLVER).into_owned());
        }
        run => run.map_err(|error| {
            let values = [("solver", SOLVER.into())];
            anyhow::anyhow!(Fault::io(&error).sentence(texts, "demo-solver-failed", &values))
        })?,
    };
    let name = timetable.file_stem().unwrap_or_default().to_string_lossy();
    let file = into
        .join("csv")
        .join(name.as_ref())
        .join(format!("{name}_timetable.csv"));
    if !run.status.success() || !file.exists() {
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        let why = said
            .lines()
            .rfind(|line| !line.trim().is_empty())
            .unwrap_or_default()
            .trim();
        let sentence = tr!(texts, "demo-not-solved", solver = SOLVER);
        let sentence = sentence.as_ref();
        anyhow::bail!(tr!(texts, "fault-detail", sentence, raw = why).into_owned());
    }
    import::read(&file, texts)
}
