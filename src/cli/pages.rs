//! `zhurnal completions` and `zhurnal man`, made from the commands themselves.

use super::args::{CompletionsArgs, ManArgs};
use super::{Misused, setup, wording};
use crate::tr;
use clap_mangen::Man;
use std::process::ExitCode;

/// Completions for a shell.
pub fn completions(args: &CompletionsArgs) -> anyhow::Result<ExitCode> {
    let texts = setup::texts_of_this_machine();
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut wording::localised(&texts),
        "zhurnal",
        &mut script,
    );
    super::print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// The manual page of the program or of one command, in roff.
pub fn man(args: &ManArgs) -> anyhow::Result<ExitCode> {
    let texts = setup::texts_of_this_machine();
    let mut command = wording::localised(&texts);
    command.build();
    // The pages refer to each other as zhurnal-import-fet(1).
    let path: Vec<&str> = args.page.iter().flat_map(|name| name.split('-')).collect();
    let mut title = "zhurnal".to_owned();
    for name in path.iter().filter(|name| **name != "zhurnal") {
        let inner = command.find_subcommand(name).cloned();
        let unknown = || Misused(tr!(texts, "cli-unknown-command", name = *name).into_owned());
        title = format!("{title}-{name}");
        command = inner.ok_or_else(unknown)?.display_name(&title);
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    super::print(&String::from_utf8_lossy(&page))?;
    Ok(ExitCode::SUCCESS)
}
