//! The school of a demonstration.

use super::folder::Folder;
use super::record::{Made, Record, TIMETABLE};
use super::{PASSWORD, timetable};
use crate::cli::args::DemoArgs;
use crate::cli::import;
use crate::cli::passwords::Passwords;
use crate::i18n::Texts;
use crate::tr;
use journal::{Role, Timestamp};
use school::fet::{self, ImportSpec};
use school::{DemoSpec, Size, demo, demo_logins};
use server::HashCost;
use storage::Bundle;

/// Builds what the record describes, and notes in it who can sign in.
pub fn build(
    record: &mut Record,
    folder: &Folder,
    args: &DemoArgs,
    texts: &Texts,
) -> anyhow::Result<Bundle> {
    // Everybody may know this password: a dear hash would protect nothing.
    let hash = Passwords::new(texts)?.hash(PASSWORD, HashCost::CHEAPEST)?;
    let now = args.now.unwrap_or(DemoSpec::NOW);
    let bundle = match (&args.timetable, record.school) {
        (Some(file), _) => {
            let fet = import::read(file, texts)?;
            let solution = timetable::solution(file, args.solution.as_deref(), folder, texts)?;
            let bundle = of_timetable(&fet, &solution, now, &record.profile, hash, texts)?;
            folder
                .write(TIMETABLE, fet.as_bytes())
                .map_err(|error| anyhow::anyhow!(folder.refused(&error, texts)))?;
            bundle
        }
        (None, made) => {
            let size = if made == Made::Small {
                Size::Small
            } else {
                Size::School
            };
            let spec = DemoSpec {
                size,
                now,
                ..DemoSpec::new(record.profile.as_str(), hash)
            };
            demo::build(&spec)
        }
    };
    record.guests = demo_logins(&bundle, now)
        .into_iter()
        .map(Into::into)
        .collect();
    Ok(bundle)
}

fn of_timetable(
    fet: &str,
    solution: &str,
    now: Timestamp,
    profile: &str,
    hash: String,
    texts: &Texts,
) -> anyhow::Result<Bundle> {
    let spec = ImportSpec::new(now, profile, hash);
    let (bundle, plan) =
        fet::import(fet, solution, &spec).map_err(|error| import::sentence(&error, texts))?;
    let refused = plan
        .refused
        .iter()
        .filter(|finding| finding.row.is_some())
        .count();
    if refused > 0 {
        super::super::tell(&tr!(texts, "demo-rows-refused", count = refused));
    }
    Ok(bundle)
}

/// «33 класса, 891 ученик, 60 учителей», and what happens next.
pub fn summary(bundle: &Bundle, texts: &Texts) -> String {
    let teachers = bundle
        .people
        .iter()
        .filter(|person| person.roles.has(Role::Teacher))
        .count();
    tr!(
        texts,
        "demo-built",
        classes = bundle.classes.len(),
        pupils = bundle.enrolments.len(),
        teachers,
        lessons = bundle.lessons.len()
    )
    .into_owned()
}
