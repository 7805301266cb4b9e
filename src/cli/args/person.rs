//! Who signs in for a command, and `zhurnal slips`.

use clap::Args;
use std::path::PathBuf;

/// `zhurnal slips`.
#[derive(Debug, Args)]
pub struct SlipsArgs {
    /// The pupils and parents of this class.
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// The staff.
    #[arg(long)]
    pub staff: bool,
    /// Also whoever has a password of their own.
    #[arg(long)]
    pub again: bool,
    /// Where.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Who gives them.
    #[command(flatten)]
    pub person: PersonArgs,
}

/// Who signs in for a command.
#[derive(Debug, Args)]
pub struct PersonArgs {
    /// The sign-in name.
    #[arg(long = "as", value_name = "LOGIN")]
    pub who: String,
    /// The file with the password.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}
