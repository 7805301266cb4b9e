//! `zhurnal breach`.

use super::PersonArgs;
use clap::{Args, Subcommand, ValueEnum};

/// `zhurnal breach`.
#[derive(Debug, Args)]
pub struct BreachArgs {
    /// What is asked of the reports.
    #[command(subcommand)]
    pub does: BreachDoes,
}

/// What is asked of the reports of passwords that got known.
#[derive(Debug, Subcommand)]
pub enum BreachDoes {
    /// All of them.
    List {
        /// How it is written.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: ListFormat,
        /// Who asks.
        #[command(flatten)]
        person: PersonArgs,
    },
    /// What was written under one.
    Show {
        /// Which.
        #[arg(value_name = "NUMBER")]
        breach: i64,
        /// How it is written.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: ListFormat,
        /// Who asks.
        #[command(flatten)]
        person: PersonArgs,
    },
    /// Since when it is void.
    Since {
        /// Which.
        #[arg(value_name = "NUMBER")]
        breach: i64,
        /// The moment.
        #[arg(long, value_name = "TIME")]
        since: String,
        /// How it is known.
        #[arg(long, value_name = "TEXT")]
        ground: String,
        /// Who says so.
        #[command(flatten)]
        person: PersonArgs,
    },
    /// Confirms changes of one.
    Confirm {
        /// Which.
        #[arg(value_name = "NUMBER")]
        breach: i64,
        /// The changes, by their numbers in the list.
        #[arg(value_name = "NUMBER", required = true)]
        changes: Vec<i64>,
        /// Who says so.
        #[command(flatten)]
        person: PersonArgs,
    },
    /// Voids the rest of one.
    Void {
        /// Which.
        #[arg(value_name = "NUMBER")]
        breach: i64,
        /// Who voids it.
        #[command(flatten)]
        person: PersonArgs,
    },
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For a terminal or a printer.
    Text,
    /// For a table.
    Csv,
}
