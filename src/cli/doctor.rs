//! `zhurnal doctor`: what is wrong and what to do. It looks first (`look`), then judges what it
//! has seen (`judge`, pure), then says it (`show`).

mod facts;
mod finding;
mod judge;
mod look;
#[cfg(test)]
mod samples;
mod show;

use super::args::{DoctorArgs, GlobalArgs};
use super::setup::Setup;
use finding::Grade;
use std::process::ExitCode;

/// Looks, judges, tells; fails when anything is broken.
pub fn command(global: &GlobalArgs, args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let mut setup = Setup::new(global);
    let facts = look::around(&mut setup)?;
    let findings = judge::judge(&facts);
    let report = if args.json {
        show::json(&findings, &setup.texts)?
    } else {
        show::text(&findings, &setup.texts)
    };
    super::print(&report)?;
    let broken = findings
        .iter()
        .any(|finding| finding.grade == Grade::Broken);
    Ok(if broken {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
