//! The commands and their flags. Their words are in Fluent: see `wording`.

mod regulations;

pub use regulations::*;

#[cfg(feature = "server")]
mod breach;
#[cfg(feature = "server")]
mod person;

#[cfg(feature = "server")]
pub use breach::{BreachArgs, BreachDoes, ListFormat};
#[cfg(feature = "server")]
pub use person::{PersonArgs, SlipsArgs};

#[cfg(feature = "server")]
use chrono::NaiveDate;
use chrono::NaiveDateTime;
use clap::{Args, Parser, Subcommand, ValueEnum};
use journal::{SchoolTime, Timestamp};
#[cfg(feature = "server")]
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
#[cfg(feature = "server")]
use uuid::Uuid;

/// Everything that can be asked of the program.
#[derive(Debug, Parser)]
#[command(name = "zhurnal", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What counts for every command, before its name or after it.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What the client is told when no command is given.
    #[command(flatten)]
    pub client: ClientArgs,
    /// The command.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// A fictional school with the server inside.
    #[cfg(feature = "server")]
    Demo(DemoArgs),
    /// The server.
    #[cfg(feature = "server")]
    Serve(ServeArgs),
    /// A school from another program's files, or tables of its records.
    #[cfg(feature = "server")]
    Import(ImportArgs),
    /// Tables of the school's records.
    #[cfg(feature = "server")]
    Export(ExportArgs),
    /// Start passwords on slips.
    #[cfg(feature = "server")]
    Slips(SlipsArgs),
    /// Passwords that got known, and what was written under them.
    #[cfg(feature = "server")]
    Breach(BreachArgs),
    /// A new start password for whoever forgot theirs.
    #[cfg(feature = "server")]
    Passwd(PasswdArgs),
    /// What is wrong and what to do.
    Doctor(DoctorArgs),
    /// All keys.
    Keys(KeysArgs),
    /// The rules of a regulation.
    Regulation(RegulationArgs),
    /// Completions for a shell.
    Completions(CompletionsArgs),
    /// The manual page.
    Man(ManArgs),
}

/// Where the program finds and keeps its own.
#[derive(Debug, Args)]
pub struct GlobalArgs {
    /// The configuration file.
    #[arg(long, value_name = "FILE", global = true, display_order = 100)]
    pub config: Option<PathBuf>,
    /// The folder of everything the program keeps.
    #[arg(long, value_name = "DIR", global = true, display_order = 100)]
    pub dir: Option<PathBuf>,
}

impl Cli {
    /// An option of the client that stands before a command which knows nothing of it.
    pub fn astray(&self) -> Option<&'static str> {
        let given = [
            ("--now", self.client.now.is_some()),
            ("--login", self.client.login.is_some()),
        ];
        let astray = given.into_iter().find(|(_, given)| *given);
        astray
            .filter(|_| self.command.is_some())
            .map(|(name, _)| name)
    }
}

/// `zhurnal`.
#[derive(Debug, Args)]
pub struct ClientArgs {
    /// Sets the clock.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub now: Option<Timestamp>,
    /// Whose journal is opened.
    #[arg(long, value_name = "LOGIN")]
    pub login: Option<String>,
}

/// `zhurnal demo`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// As whom to sign in.
    #[arg(long = "as", value_name = "ROLE", value_parser = super::demo::ROLES)]
    pub role: Option<String>,
    /// How big the school is.
    #[arg(long, value_name = "SIZE")]
    pub size: Option<DemoSize>,
    /// Sets the clock.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub now: Option<Timestamp>,
    /// A school made of a FET timetable.
    #[arg(long, value_name = "FILE", conflicts_with = "size")]
    pub timetable: Option<PathBuf>,
    /// The solution of the timetable.
    #[arg(long, value_name = "FILE", requires = "timetable")]
    pub solution: Option<PathBuf>,
    /// The regulation profile.
    #[arg(long, value_name = "ID", value_parser = profile())]
    pub profile: Option<String>,
    /// Only serves.
    #[arg(long)]
    pub no_tui: bool,
    /// Where the server listens.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}

/// How big the demo's school is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
#[cfg(feature = "server")]
pub enum DemoSize {
    /// Four classes.
    Small,
    /// A whole school.
    #[default]
    School,
}

/// `zhurnal serve`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The database.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Where the server listens.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// A proxy before the server.
    #[arg(long, value_name = "IP")]
    pub trusted_proxy: Vec<IpAddr>,
    /// The regulation of the school that an empty database gets.
    #[arg(long, value_name = "ID", value_parser = profile())]
    pub profile: Option<String>,
}

/// `zhurnal import`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub struct ImportArgs {
    /// From which program.
    #[command(subcommand)]
    pub from: ImportFrom,
}

/// The programs whose files are understood.
#[cfg(feature = "server")]
#[derive(Debug, Subcommand)]
pub enum ImportFrom {
    /// FET's timetable with its solution.
    Fet(FetArgs),
    /// A table of the register's records.
    Table(TableArgs),
    /// A OneRoster package.
    #[command(name = "oneroster")]
    OneRoster(RowsArgs),
    /// Takes such a table back.
    Undo(UndoArgs),
}

/// `zhurnal import undo`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// The number that the import has told.
    #[arg(value_name = "NUMBER")]
    pub gesture: Uuid,
    /// Who takes it back.
    #[command(flatten)]
    pub person: PersonArgs,
    /// Writes what the check has shown.
    #[arg(long)]
    pub apply: bool,
    /// Agrees to the dangers that the check has shown.
    #[arg(long)]
    pub agree: bool,
}

/// A file whose rows go into the register.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub struct RowsArgs {
    /// The file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Who imports.
    #[command(flatten)]
    pub person: PersonArgs,
    /// Writes what the check has shown.
    #[arg(long)]
    pub apply: bool,
    /// Takes disputed rows as they are proposed.
    #[arg(long)]
    pub take_disputed: bool,
    /// The consents of all of whom the file brings data.
    #[arg(long, value_name = "CONSENTS")]
    pub consents: Option<String>,
    /// Agrees to the dangers that the check has shown.
    #[arg(long)]
    pub agree: bool,
    /// Tells of every row.
    #[arg(long)]
    pub all: bool,
}

/// `zhurnal import table`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct TableArgs {
    /// The table.
    #[command(flatten)]
    pub rows: RowsArgs,
    /// What it is a table of.
    #[arg(long, value_name = "TABLE")]
    pub into: Option<String>,
    /// What a head is.
    #[arg(long = "map", value_name = "HEAD")]
    pub heads: Vec<String>,
    /// Under which name what heads are is kept.
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
    /// Where the rows go that are not taken.
    #[arg(long, value_name = "FILE")]
    pub refused: Option<PathBuf>,
}

/// `zhurnal export`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What is written.
    #[arg(value_name = "TABLE")]
    pub what: String,
    /// Where.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Who exports.
    #[command(flatten)]
    pub person: PersonArgs,
}

/// `zhurnal import fet`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub struct FetArgs {
    /// The `.fet` file.
    #[arg(value_name = "FILE.fet")]
    pub file: PathBuf,
    /// Its solution.
    #[arg(long, value_name = "FILE.csv")]
    pub solution: PathBuf,
    /// The database.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Writes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// One more school in a database that holds some.
    #[arg(long)]
    pub add: bool,
    /// The school's name.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// First day with lessons.
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// Last day with lessons.
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
    /// Which sets of students are classes.
    #[arg(long, value_name = "LEVEL")]
    pub classes: Option<ClassesFrom>,
    /// Grades without marks.
    #[arg(long, value_name = "GRADES", value_delimiter = ',',
          value_parser = clap::value_parser!(u8).range(1..=12))]
    pub without_marks: Vec<u8>,
    /// Names everything that cannot be taken.
    #[arg(long)]
    pub all: bool,
    /// The regulation profile.
    #[arg(long, value_name = "ID", value_parser = profile())]
    pub profile: Option<String>,
    /// The file with one start password for everybody.
    #[arg(long, value_name = "FILE")]
    pub start_password_file: Option<PathBuf>,
    /// Where to write the sign-in names and start passwords.
    #[arg(long, value_name = "FILE.csv")]
    pub logins: Option<PathBuf>,
    /// Who takes the load into the school on the server.
    #[arg(long = "as", value_name = "LOGIN", conflicts_with_all = [
        "database", "add", "logins", "start_password_file", "dry_run", "title"])]
    pub who: Option<String>,
    /// The file with the password.
    #[arg(long, value_name = "FILE", requires = "who")]
    pub password_file: Option<PathBuf>,
    /// Writes what the check has shown.
    #[arg(long, requires = "who")]
    pub apply: bool,
    /// Takes disputed rows as they are proposed.
    #[arg(long, requires = "who")]
    pub take_disputed: bool,
    /// Agrees to the dangers that the check has shown.
    #[arg(long, requires = "who")]
    pub agree: bool,
}

/// Which sets of students of a FET file are classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[cfg(feature = "server")]
pub enum ClassesFrom {
    /// The years.
    Years,
    /// The groups of the years.
    Groups,
    /// The subgroups of the groups.
    Subgroups,
}

/// `zhurnal passwd`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct PasswdArgs {
    /// Whose password.
    #[arg(value_name = "LOGIN")]
    pub account: String,
    /// The database.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// The school, where the database holds several.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(1..))]
    pub school: Option<i64>,
}

/// `zhurnal doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// For programs.
    #[arg(long)]
    pub json: bool,
}

/// `zhurnal keys`.
#[derive(Debug, Args)]
pub struct KeysArgs {
    /// How it is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: KeysFormat,
}

/// How the keys are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KeysFormat {
    /// For a terminal.
    Text,
    /// For a page.
    Markdown,
}

/// `zhurnal completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `zhurnal man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Of one command.
    #[arg(value_name = "COMMAND")]
    pub page: Vec<String>,
}

/// `2026-11-16T09:26` in Moscow time, which the schools of the demonstration keep.
fn moment(text: &str) -> Result<Timestamp, chrono::ParseError> {
    let text = text.trim().replacen(' ', "T", 1);
    let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S"))?;
    Ok(SchoolTime::MOSCOW.instant(local))
}

#[cfg(feature = "server")]
fn profile() -> clap::builder::PossibleValuesParser {
    journal::Regulation::shipped_ids()
        .collect::<Vec<_>>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-11-16T09:26", Some(1_794_810_360_000_000))]
    #[case("2026-11-16 09:26", Some(1_794_810_360_000_000))]
    #[case("2026-11-16T09:26:05", Some(1_794_810_365_000_000))]
    #[case("2026-11-16", None)]
    #[case("завтра", None)]
    fn moments(#[case] text: &str, #[case] expected: Option<i64>) {
        assert_eq!(moment(text).ok(), expected.map(Timestamp));
    }
}
