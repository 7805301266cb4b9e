//! `zhurnal import`: a school from another program's files, tables of its records; first of all as a
//! dry run.

mod leftovers;
mod load;
mod logins;
mod oneroster;
mod placement;
mod rehearsal;
mod report;
mod rows;
mod start_password;
mod table;
mod undo;

use super::Misused;
use super::args::{ClassesFrom, FetArgs, GlobalArgs, ImportArgs, ImportFrom};
use super::cut_short::CutShort;
use super::database::Database;
use super::passwords::Passwords;
use super::setup::Setup;
use crate::i18n::faults::Fault;
use crate::i18n::{Texts, Value};
use crate::table_files::writing::take;
use crate::tr;
use journal::{Clock, Regulation};
use leftovers::Leftovers;
use logins::Logins;
use placement::Placement;
use protocol::SystemClock;
use school::calendar::SchoolYear;
use school::fet::{self, ClassLevel, FetError, FetPlan, ImportSpec, Reason, Solution};
use server::HashCost;
use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;
use storage::{Bundle, StoreError};

/// The exit code of an import that could not take every lesson.
const PARTIAL: u8 = 3;

/// `zhurnal import`.
pub fn command(global: &GlobalArgs, args: &ImportArgs) -> anyhow::Result<ExitCode> {
    match &args.from {
        ImportFrom::Fet(args) => match &args.who {
            Some(who) => load::command(global, args, who),
            None => fet(global, args),
        },
        ImportFrom::Table(args) => table::command(global, args),
        ImportFrom::OneRoster(args) => oneroster::command(global, args),
        ImportFrom::Undo(args) => undo::command(global, args),
    }
}

fn fet(global: &GlobalArgs, args: &FetArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-import")?;
    setup.notes.whole().for_each(super::tell);
    let texts = &setup.texts;
    if !args.dry_run && args.start_password_file.is_none() && args.logins.is_none() {
        return Err(Misused(texts.get("import-no-passwords").into_owned()).into());
    }
    let fet = read(&args.file, texts)?;
    let solution = read(&args.solution, texts)?;
    let spec = spec(args, texts)?;
    let (bundle, plan) =
        fet::import(&fet, &solution, &spec).map_err(|error| sentence(&error, texts))?;
    let solution = Solution::parse(&solution).map_err(|error| sentence(&error, texts))?;
    super::print(&report::text(&bundle, &plan, &solution, args.all, texts))?;
    let lost = plan.accounts_for(&solution).lost;
    if !lost.is_empty() {
        // A mistake of ours, which must not be kept quiet.
        let rows: Vec<String> = lost.iter().map(ToString::to_string).collect();
        anyhow::bail!(tr!(texts, "import-lost", rows = rows.join(", ")).into_owned());
    }
    let title = bundle.school.title.clone();
    let ended = if args.dry_run {
        super::print(&format!("\n{}\n", texts.get("import-dry")))?;
        let obstacles = rehearsal::obstacles(args, &title, &setup);
        for why in &obstacles {
            super::print(&format!("{}\n", tr!(texts, "import-cannot", why)))?;
        }
        if args.start_password_file.is_none() && args.logins.is_none() {
            super::print(&format!("{}\n", texts.get("import-needs-passwords")))?;
        }
        if obstacles.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    } else {
        let place = write(args, bundle, &setup)?;
        let database = super::serve::database(args.database.as_deref(), &setup)?;
        let done = done(&plan, &place, &database, args, &title, texts);
        super::print(&format!("\n{done}\n"))?;
        ExitCode::SUCCESS
    };
    let missing = missing(&plan);
    if missing == 0 || ended != ExitCode::SUCCESS {
        return Ok(ended);
    }
    super::print(&format!(
        "{}\n",
        tr!(texts, "import-partial", count = missing)
    ))?;
    Ok(ExitCode::from(PARTIAL))
}

/// Stores the school; what it has made is removed again unless all of it is stored.
fn write(args: &FetArgs, mut bundle: Bundle, setup: &Setup) -> anyhow::Result<Placement> {
    let texts = &setup.texts;
    let one = args.start_password_file.as_deref();
    let one = one
        .map(|file| start_password::read(file, texts))
        .transpose()?;
    let database = super::serve::database(args.database.as_deref(), setup)?;
    // Before anything is listed as ours to remove.
    database.is_not_lost(texts)?;
    let leftovers = Leftovers::default();
    let _watch = CutShort::watch(leftovers.remover())?;
    // First of all the places: a thousand passwords take a minute.
    let list = match &args.logins {
        Some(path) => {
            let file = take(path, texts)?;
            leftovers.add(path);
            Some((file, path))
        }
        None => None,
    };
    let to_be_made = database.to_be_made();
    to_be_made.iter().for_each(|path| leftovers.add(path));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let (store, place) = runtime.block_on(async {
        let store = database.open(1, texts).await?;
        let title = bundle.school.title.as_str();
        let place = Placement::find(&*store, args.add, title, &database, texts).await;
        if place.is_err() {
            store.close().await;
        }
        anyhow::Ok((store, place?))
    })?;
    let stored = give_passwords(&mut bundle, one.as_deref(), texts).and_then(|logins| {
        if let Some((file, path)) = &list {
            // Before the school is stored: nobody could sign in to a school whose passwords are
            // lost.
            logins.write(file, path, texts)?;
        }
        if to_be_made.is_empty() {
            // Whoever stops it from now on does not know whether the school is stored.
            leftovers.keep();
        }
        runtime
            .block_on(place.fill(&*store, bundle))
            .map_err(|error| {
                if let Some((_, path)) = &list
                    && !matches!(error, StoreError::OutcomeUnknown(_))
                {
                    leftovers.add(path);
                }
                database.sentence(&error, texts)
            })
    });
    runtime.block_on(store.close());
    stored?;
    leftovers.keep();
    Ok(place)
}

/// Activities that people teach and learn in and that the solution has no good row for.
fn missing(plan: &FetPlan) -> usize {
    let refused = plan.refused.iter();
    let lessons =
        refused.filter(|finding| !matches!(finding.reason, Reason::NoStudents | Reason::Inactive));
    let lessons: HashSet<_> = lessons.map(|finding| &finding.activity).collect();
    lessons.len()
}

fn spec(args: &FetArgs, texts: &Texts) -> anyhow::Result<ImportSpec> {
    let usual = || {
        Regulation::shipped_ids()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let profile = args.profile.clone().unwrap_or_else(usual);
    let mut spec = ImportSpec::new(SystemClock::start().now(), profile, "");
    if let Some(day) = args.from.or(args.until) {
        // The year of the period that was asked for, and not of today.
        spec.year = SchoolYear::around(day);
        let today = Some(spec.from).filter(|today| *today <= day);
        let from = args.from.or(today).unwrap_or(spec.year.starts);
        spec.from = from.max(spec.year.starts);
        spec.until = args
            .until
            .unwrap_or_else(|| spec.year.end_of_next_quarter(spec.from));
    }
    if spec.from > spec.until {
        return Err(Misused(texts.get("import-no-days").into_owned()).into());
    }
    spec.title.clone_from(&args.title);
    spec.without_marks.clone_from(&args.without_marks);
    spec.classes = args.classes.map(|classes| match classes {
        ClassesFrom::Years => ClassLevel::Years,
        ClassesFrom::Groups => ClassLevel::Groups,
        ClassesFrom::Subgroups => ClassLevel::Subgroups,
    });
    spec.must_change_password = true;
    Ok(spec)
}

/// A start password for everybody: the one that was named, or each a different one.
fn give_passwords(bundle: &mut Bundle, one: Option<&str>, texts: &Texts) -> anyhow::Result<Logins> {
    let mut passwords = Passwords::new(texts)?;
    if let Some(password) = one {
        let hash = passwords.hash(password, HashCost::default())?;
        bundle
            .people
            .iter_mut()
            .for_each(|person| person.password_hash = Some(hash.clone()));
        return Ok(Logins::of(bundle, |_| password.to_owned()));
    }
    let accounts = bundle.people.len();
    super::tell(&tr!(texts, "import-hashing", count = accounts));
    let given: Vec<String> = (0..accounts).map(|_| passwords.next()).collect();
    let hashes = passwords.hash_all(&given, HashCost::default())?;
    for (person, hash) in bundle.people.iter_mut().zip(hashes) {
        person.password_hash = Some(hash);
    }
    Ok(Logins::of(bundle, |place| {
        given.get(place).cloned().unwrap_or_default()
    }))
}

fn done(
    plan: &FetPlan,
    place: &Placement,
    database: &Database,
    args: &FetArgs,
    title: &str,
    texts: &Texts,
) -> String {
    let lessons = plan.will_come.lessons;
    let stored = tr!(texts, "import-done", lessons, database = database.name());
    let next = match &args.logins {
        Some(file) => tr!(texts, "import-logins-in", file = file.display().to_string()),
        None => texts.get("import-one-password"),
    };
    let news = match place {
        Placement::Over { title, .. } => tr!(texts, "import-over", title = title.as_str()),
        Placement::Free { fresh, others } if !others.is_empty() => {
            let number = fresh.0.to_string();
            let others = super::serve::numbered(others, texts);
            tr!(texts, "import-number", number, title, others)
        }
        Placement::Free { .. } => Cow::default(),
    };
    format!("{stored}\n{next}\n{news}").trim_end().to_owned()
}

/// The text of a file that a person named.
pub fn read(path: &Path, texts: &Texts) -> anyhow::Result<String> {
    let file = || path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        anyhow::anyhow!(match error.kind() {
            std::io::ErrorKind::NotFound => tr!(texts, "file-missing", file = file()).into_owned(),
            _ => Fault::io(&error).sentence(texts, "file-unreadable", &[("file", file().into())]),
        })
    })?;
    String::from_utf8(bytes)
        .map_err(|_| anyhow::anyhow!(tr!(texts, "file-not-text", file = file()).into_owned()))
}

/// Why a file is not one of FET's, or not the solution of that timetable.
pub fn sentence(error: &FetError, texts: &Texts) -> anyhow::Error {
    let code = error.code();
    let broken = |line: Value<'_>, raw: &str| {
        let sentence = tr!(texts, code, line);
        let sentence = sentence.as_ref();
        tr!(texts, "fault-detail", sentence, raw)
            .into_owned()
            .into()
    };
    let text = match error {
        FetError::Empty => texts.get(code),
        FetError::NotFet { root } if root.is_empty() => texts.get("fet-not-xml"),
        FetError::NotFet { root } => tr!(texts, code, root = root.as_str()),
        FetError::Xml { line, message } => broken((*line).into(), message),
        FetError::Cut { line } => tr!(texts, code, line = *line),
        FetError::Lacks { what } => tr!(texts, code, what = *what),
        FetError::Mode { mode } => tr!(texts, code, mode = mode.as_str()),
        FetError::Header { found } => tr!(texts, code, found = found.join(", ")),
        FetError::Csv { line, message } => broken((*line).into(), message),
        FetError::Columns {
            line,
            found,
            wanted,
        } => tr!(texts, code, line = *line, found = *found, wanted = *wanted),
        FetError::OtherSolution { rows, matching } => {
            tr!(texts, code, rows = *rows, matching = *matching)
        }
    };
    anyhow::anyhow!(text.into_owned())
}
