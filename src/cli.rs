//! The command line: what is asked, in words of the person's language, and who does it.
//!
//! | room | what is in it |
//! | --- | --- |
//! | `args`, `wording` | the commands and their flags; their help and mistakes in words |
//! | `setup`, `notes` | configuration, language, folders; what is wrong with them |
//! | [`client`] | the screen: the program without a command, and the demo's other half |
//! | `demo`, `serve`, `import`, `export`, `slips`, `breach`, `passwd`, `database` | with the server inside (feature `server`) |
//! | `signed_in`, `progress` | who works at the server for a command; what takes its time |
//! | `doctor`, `keys`, `regulation`, `pages` | what is wrong; all keys; the rules; completions and the manual |

mod args;
#[cfg(feature = "server")]
mod breach;
mod chance;
pub mod client;
#[cfg(feature = "server")]
mod coverage;
#[cfg(feature = "server")]
mod cut_short;
#[cfg(feature = "server")]
mod database;
#[cfg(feature = "server")]
mod demo;
mod doctor;
#[cfg(feature = "server")]
mod export;
#[cfg(feature = "server")]
mod import;
mod journal_file;
mod keys;
mod notes;
mod pages;
#[cfg(feature = "server")]
mod passwd;
#[cfg(feature = "server")]
mod password_file;
#[cfg(feature = "server")]
mod passwords;
#[cfg(feature = "server")]
mod progress;
mod regulation;
#[cfg(feature = "server")]
mod serve;
mod setup;
#[cfg(feature = "server")]
mod signed_in;
#[cfg(feature = "server")]
mod slips;
#[cfg(feature = "server")]
mod until_stopped;
mod wording;

pub use args::Cli;
pub use wording::Answer;

use crate::i18n::faults::Fault;
use crate::ui::widget::text;
use args::Command;
use clap::Parser;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// A sentence to somebody who asked for what cannot be: another exit code than a failure's.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Misused(pub String);

/// Understands the arguments, the first of which is the program's name.
///
/// # Errors
/// The help, the version, or a sentence about what is wrong.
pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Cli, Answer> {
    let args = asking(args.into_iter().collect());
    // Words are put to the commands only if somebody is going to read them.
    let asked = Cli::try_parse_from(&args).map_err(|error| Answer::to(&error, &args))?;
    match asked.astray() {
        Some(option) => Err(Answer::astray(option)),
        None => Ok(asked),
    }
}

/// `help serve` is `serve --help`.
fn asking(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.get(1).is_some_and(|first| first == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

/// Does what was asked.
///
/// # Errors
/// One sentence for the person.
pub fn run(asked: Cli) -> anyhow::Result<ExitCode> {
    obey(asked).map_err(|error| match error.downcast_ref::<io::Error>() {
        // Nobody on the way has said what it was about.
        Some(refusal) => {
            let texts = setup::texts_of_this_machine();
            anyhow::anyhow!(Fault::io(refusal).sentence(&texts, "cli-refused", &[]))
        }
        None => error,
    })
}

fn obey(asked: Cli) -> anyhow::Result<ExitCode> {
    let global = &asked.global;
    match asked.command {
        None => client::command(global, &asked.client),
        #[cfg(feature = "server")]
        Some(Command::Demo(args)) => demo::command(global, &args),
        #[cfg(feature = "server")]
        Some(Command::Serve(args)) => serve::command(global, &args),
        #[cfg(feature = "server")]
        Some(Command::Import(args)) => import::command(global, &args),
        #[cfg(feature = "server")]
        Some(Command::Export(args)) => export::command(global, &args),
        #[cfg(feature = "server")]
        Some(Command::Slips(args)) => slips::command(global, &args),
        #[cfg(feature = "server")]
        Some(Command::Breach(args)) => breach::command(global, &args),
        #[cfg(feature = "server")]
        Some(Command::Passwd(args)) => passwd::command(global, &args),
        Some(Command::Doctor(args)) => doctor::command(global, &args),
        Some(Command::Keys(args)) => keys::command(global, &args),
        Some(Command::Regulation(args)) => regulation::command(global, &args),
        Some(Command::Completions(args)) => pages::completions(&args),
        Some(Command::Man(args)) => pages::man(&args),
    }
}

/// The text without anything that commands a terminal: files, and names in them, are strangers'.
pub fn plain(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let (line, end) = line
            .strip_suffix('\n')
            .map_or((line, ""), |line| (line, "\n"));
        format!("{}{end}", text::clean(line))
    });
    if text.contains(|c: char| c.is_control() && c != '\n' && c != '\t') {
        lines.collect()
    } else {
        text.to_owned()
    }
}

/// Writes to the standard output. A reader that has gone (`| head`) is no failure.
fn print(text: &str) -> anyhow::Result<()> {
    let text = plain(text);
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// A line of progress or of news, for a person and not for a pipe.
fn tell(line: &str) {
    // Nobody who reads it, nothing to do about it.
    let _ = writeln!(io::stderr(), "{}", plain(line));
}

#[cfg(test)]
mod tests {
    use super::plain;

    /// A sheet's name could clear the line above, or fill the clipboard.
    #[test]
    fn no_name_in_a_file_commands_the_terminal() {
        let hostile = "лист «x»: готово.\u{1b}[2K\u{1b}]52;c;AA\u{7}\nвторая\tстрока\n";
        let shown = plain(hostile);
        assert!(!shown.contains(['\u{1b}', '\u{7}']), "{shown:?}");
        assert_eq!(shown.lines().count(), 2);
        assert_eq!(plain("a\tb\n\nв\n"), "a\tb\n\nв\n");
    }
}
