//! `zhurnal regulation show`: every value of a profile with its clause and the clause's own words.

mod profile_file;
#[cfg(feature = "server")]
mod trial;

#[cfg(feature = "server")]
use super::args::CoverageArgs;
use super::args::{GlobalArgs, KeysFormat, RegulationArgs, RegulationDoes, ShownRegulation};
#[cfg(feature = "server")]
use super::coverage;
use super::setup::Setup;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::widget::text;
use anyhow::Context as _;
use journal::Regulation;
use journal::regulation::ProfileValue;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Columns of the values; the words follow on lines of their own.
const WIDTH: u16 = 76;

/// Does what is asked of the regulations.
pub fn command(global: &GlobalArgs, args: &RegulationArgs) -> anyhow::Result<ExitCode> {
    let setup = || {
        let setup = Setup::named(global)?;
        setup.notes.whole().for_each(super::tell);
        anyhow::Ok(setup)
    };
    match &args.does {
        RegulationDoes::Show(asked) => shown(asked, &setup()?.texts),
        #[cfg(feature = "server")]
        RegulationDoes::Coverage(asked) => covered(asked, &setup()?.texts),
        // It works at the server, and reads its settings as strictly as all that do.
        #[cfg(feature = "server")]
        RegulationDoes::Try(asked) => trial::command(global, asked),
    }
}

#[cfg(feature = "server")]
fn covered(asked: &CoverageArgs, texts: &Texts) -> anyhow::Result<ExitCode> {
    let profiles = named(asked.regulation.as_deref(), texts)?;
    super::print(&coverage::told(&profiles, asked.format, texts))?;
    Ok(ExitCode::SUCCESS)
}

fn shown(asked: &ShownRegulation, texts: &Texts) -> anyhow::Result<ExitCode> {
    let mut out = String::new();
    if asked.format == KeysFormat::Markdown {
        let (title, how) = (
            texts.get("regulation-page"),
            texts.get("regulation-page-how"),
        );
        let _ = writeln!(out, "# {title}\n\n{how}");
    }
    for profile in profiles(asked, texts)? {
        let values = profile.values()?;
        match asked.format {
            KeysFormat::Text => show(&profile, &values, &mut out, texts),
            KeysFormat::Markdown => tabulate(&profile, &values, &mut out, texts),
        }
    }
    super::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn profiles(asked: &ShownRegulation, texts: &Texts) -> anyhow::Result<Vec<Regulation>> {
    if let Some(path) = &asked.file {
        return Ok(vec![profile_file::read(path, texts)?]);
    }
    named(asked.id.as_deref(), texts)
}

/// The profile of a name; without one all that are shipped.
fn named(id: Option<&str>, texts: &Texts) -> anyhow::Result<Vec<Regulation>> {
    let Some(id) = id else {
        let shipped = Regulation::shipped_ids().filter_map(Regulation::shipped);
        return Ok(shipped.collect());
    };
    let known = Regulation::shipped_ids().collect::<Vec<_>>().join(", ");
    let unknown = || tr!(texts, "regulation-unknown", id, known).into_owned();
    let profile = Regulation::shipped(id).with_context(unknown)?;
    Ok(vec![profile])
}

fn show(profile: &Regulation, values: &[ProfileValue], out: &mut String, texts: &Texts) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let _ = writeln!(out, "{gap}{} · {}", profile.id, profile.title);
    for ProfileValue { key, value, clause } in values {
        let value = match value.as_str() {
            "" if is_choice(key) => texts.get("regulation-no-end"),
            "" => texts.get("regulation-clause-alone"),
            value => value.into(),
        };
        let _ = writeln!(out, "\n{key}\n  {value}");
        let says = format!("{} [{}]: «{}»", clause.cite, clause.id, clause.words);
        for line in text::wrap(&says, WIDTH) {
            let _ = writeln!(out, "  {line}");
        }
    }
}

/// A value that a school may choose has an end, or none.
fn is_choice(key: &str) -> bool {
    key.ends_with(".choices")
}

fn tabulate(profile: &Regulation, values: &[ProfileValue], out: &mut String, texts: &Texts) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let heads = [
        "regulation-key",
        "regulation-value",
        "regulation-clause",
        "regulation-words",
    ];
    let [key, value, clause, words] = heads.map(|head| texts.get(head));
    let _ = writeln!(out, "{gap}## {}\n\n{}\n", profile.id, profile.title);
    let _ = writeln!(
        out,
        "| {key} | {value} | {clause} | {words} |\n| --- | --- | --- | --- |"
    );
    for ProfileValue { key, value, clause } in values {
        let value = match value.as_str() {
            "" if is_choice(key) => texts.get("regulation-no-end").into_owned(),
            "" => String::new(),
            value => format!("`{value}`"),
        };
        let (cite, id, words) = (&clause.cite, &clause.id, &clause.words);
        let cells = [
            format!("`{key}`"),
            value,
            format!("{cite}, {id}"),
            format!("«{words}»"),
        ];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}
