//! `zhurnal import fet --as`: the load of a FET file into a school that is there already, matched
//! with what it has by [`fet::load_tables`].

use super::super::args::{FetArgs, GlobalArgs, PersonArgs, RowsArgs};
use super::rows::{self, Source};
use school::fet;
use std::process::ExitCode;

/// Imports as a person of the school.
pub fn command(global: &GlobalArgs, args: &FetArgs, who: &str) -> anyhow::Result<ExitCode> {
    let rows = RowsArgs {
        file: args.file.clone(),
        person: PersonArgs {
            who: who.to_owned(),
            password_file: args.password_file.clone(),
        },
        apply: args.apply,
        take_disputed: args.take_disputed,
        agree: args.agree,
        all: args.all,
        consents: None,
    };
    rows::command(global, &rows, None, async |setup| {
        let texts = &setup.texts;
        let timetable = super::read(&args.file, texts)?;
        let solution = super::read(&args.solution, texts)?;
        let spec = super::spec(args, texts)?;
        let imported = fet::import(&timetable, &solution, &spec);
        let (bundle, _) = imported.map_err(|error| super::sentence(&error, texts))?;
        Ok(Source::Load(Box::new(bundle)))
    })
}
