//! What is asked of the regulations.

use super::KeysFormat;
#[cfg(feature = "server")]
use super::PersonArgs;
#[cfg(feature = "server")]
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
#[cfg(feature = "server")]
use journal::register::{Rule, TermForm};
use std::path::PathBuf;

/// `zhurnal regulation`.
#[derive(Debug, Args)]
pub struct RegulationArgs {
    /// What is asked of it.
    #[command(subcommand)]
    pub does: RegulationDoes,
}

/// What is asked of a regulation.
#[derive(Debug, Subcommand)]
pub enum RegulationDoes {
    /// Its values, each with the words of its clause.
    Show(ShownRegulation),
    /// How much of what it asks for works.
    #[cfg(feature = "server")]
    Coverage(CoverageArgs),
    /// What a value of the school's own would do.
    #[cfg(feature = "server")]
    Try(TryArgs),
}

/// `zhurnal regulation show`.
#[derive(Debug, Args)]
pub struct ShownRegulation {
    /// The profile; none: all that are shipped.
    #[arg(value_name = "ID", conflicts_with = "file")]
    pub id: Option<String>,
    /// A profile of one's own.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// How it is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: KeysFormat,
}

/// `zhurnal regulation coverage`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct CoverageArgs {
    /// Of one profile; none: of all that are shipped.
    #[arg(long, value_name = "ID")]
    pub regulation: Option<String>,
    /// How it is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: KeysFormat,
}

/// `zhurnal regulation try`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct TryArgs {
    /// Of which rule.
    #[arg(long, value_name = "RULE", value_parser = words(Rule::CHOICES.iter().map(|it| it.word)))]
    pub rule: String,
    /// The form of its term.
    #[arg(long, value_name = "FORM", value_parser = words(TermForm::CHOICES.iter().map(|it| it.word)))]
    pub form: String,
    /// Of minutes, days or months.
    #[arg(long, value_name = "COUNT")]
    pub count: Option<u16>,
    /// The hour.
    #[arg(long, value_name = "HOUR")]
    pub hour: Option<String>,
    /// What a refusal would cite.
    #[arg(long, value_name = "TEXT")]
    pub ground: String,
    /// Writes what was shown.
    #[arg(long)]
    pub write: bool,
    /// Which server, in the place of the configured one.
    #[arg(long, value_name = "ADDR")]
    pub server: Option<String>,
    /// Who asks.
    #[command(flatten)]
    pub person: PersonArgs,
}

#[cfg(feature = "server")]
fn words(words: impl Iterator<Item = &'static str>) -> PossibleValuesParser {
    words.collect::<Vec<_>>().into()
}
