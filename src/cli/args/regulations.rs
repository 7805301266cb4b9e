//! What is asked of the regulations.

use super::KeysFormat;
use clap::{Args, Subcommand};
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
