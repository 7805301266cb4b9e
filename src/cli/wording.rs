//! The words of the command line: clap's own are English alone, ours come from Fluent.
//!
//! | what | key |
//! | --- | --- |
//! | what a command does | `cli-command-NAME`, of a command within one `cli-command-NAME-NAME` |
//! | how it is called | `cli-usage`, `cli-usage-NAME` … |
//! | a flag | `cli-arg-NAME-FLAG` if there is one, else `cli-arg-FLAG` |
//! | what stands for a value | `cli-value-FILE` … |

use super::args::Cli;
use super::setup;
use crate::i18n::Texts;
use crate::tr;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// What is said to arguments that start nothing.
#[derive(Debug)]
pub struct Answer {
    text: String,
    /// It was asked for: the help, the version.
    wanted: bool,
}

impl Answer {
    /// The answer to arguments in which clap found this.
    pub(super) fn to(error: &clap::Error, args: &[OsString]) -> Self {
        let texts = setup::texts_of_this_machine();
        // The same again, with the words of the language for flags and values.
        let again = localised(&texts).try_get_matches_from(args).err();
        let error = again.as_ref().unwrap_or(error);
        let text = match error.kind() {
            ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelp
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.render().to_string(),
            _ => {
                let command = asked_for(args);
                let more = tr!(texts, "cli-see-help", command);
                format!("zhurnal: {} {more}\n", sentence(error, &texts))
            }
        };
        let wanted = matches!(
            error.kind(),
            ErrorKind::DisplayVersion | ErrorKind::DisplayHelp
        );
        Self { text, wanted }
    }

    /// The answer to an option of the client before a command.
    pub(super) fn astray(option: &str) -> Self {
        let texts = setup::texts_of_this_machine();
        let said = tr!(texts, "cli-option-astray", arg = option);
        Self {
            text: format!(
                "zhurnal: {said} {}\n",
                tr!(texts, "cli-see-help", command = "zhurnal")
            ),
            wanted: false,
        }
    }

    /// Says it.
    pub fn give(self) -> ExitCode {
        let text = self.text.as_bytes();
        // There may be nobody left to read it.
        let _ = if self.wanted {
            io::stdout().write_all(text)
        } else {
            io::stderr().write_all(text)
        };
        if self.wanted {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(2)
        }
    }
}

/// The commands with their help in the language of these texts.
pub(super) fn localised(texts: &Texts) -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version);
    let root = Cli::command().disable_version_flag(true).arg(version);
    put(root, "", texts)
}

fn put(command: Command, path: &str, texts: &Texts) -> Command {
    let inner: Vec<String> = command
        .get_subcommands()
        .map(|inner| inner.get_name().to_owned())
        .collect();
    let heading = texts.get("cli-heading-usage");
    let template = format!("{{about-with-newline}}\n{heading} {{usage}}\n\n{{all-args}}\n");
    let about = if path.is_empty() {
        texts.get("cli-about")
    } else {
        texts.get(&format!("cli-command{path}"))
    };
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help);
    let mut command = command
        .about(about.into_owned())
        .override_usage(texts.get(&format!("cli-usage{path}")).into_owned())
        .help_template(template)
        .subcommand_help_heading(texts.get("cli-heading-commands").into_owned())
        .disable_help_flag(true)
        .arg(help)
        .mut_args(|arg| word(arg, path, texts));
    for name in inner {
        let path = format!("{path}-{name}");
        command = command.mut_subcommand(name, |inner| put(inner, &path, texts));
    }
    command
}

fn word(arg: Arg, path: &str, texts: &Texts) -> Arg {
    let id = arg.get_id().as_str().replace('_', "-");
    let own = format!("cli-arg{path}-{id}");
    let key = if texts.has(&own) {
        own
    } else {
        format!("cli-arg-{id}")
    };
    let heading = if arg.is_positional() {
        "cli-heading-arguments"
    } else {
        "cli-heading-options"
    };
    let value = arg.get_value_names().and_then(<[_]>::first).map(|name| {
        let (word, rest) = name
            .split_once('.')
            .map_or((name.as_str(), None), |(a, b)| (a, Some(b)));
        let word = texts
            .get(&format!("cli-value-{}", word.to_lowercase()))
            .into_owned();
        rest.map_or_else(|| word.clone(), |rest| format!("{word}.{rest}"))
    });
    let takes_values = arg.get_action().takes_values();
    let arg = arg
        .help(texts.get(&key).into_owned())
        .help_heading(texts.get(heading).into_owned());
    match value.filter(|_| takes_values) {
        // Its help names its values, in its own language.
        Some(value) => arg
            .value_name(value)
            .hide_possible_values(true)
            .hide_default_value(true),
        None => arg,
    }
}

/// The command that the arguments begin with, as it is called: `zhurnal import fet`.
fn asked_for(args: &[OsString]) -> String {
    let mut command = &Cli::command();
    let mut called = "zhurnal".to_owned();
    for word in args.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(inner) = command.find_subcommand(word) {
            called = format!("{called} {word}");
            command = inner;
        }
    }
    called
}

/// What is wrong with the arguments, in one sentence.
fn sentence(error: &clap::Error, texts: &Texts) -> String {
    let said = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    // «--now <TIME>»: the flag alone says enough.
    let arg = said(ContextKind::InvalidArg);
    let flag = arg.split(' ').next().unwrap_or_default().to_owned();
    let value = said(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if !flag.starts_with('-') => {
            tr!(texts, "cli-extra-word", word = flag)
        }
        ErrorKind::UnknownArgument => match said(ContextKind::SuggestedArg) {
            near if near.is_empty() => tr!(texts, "cli-unknown-argument", arg = flag),
            near => tr!(texts, "cli-unknown-argument-near", arg = flag, near),
        },
        ErrorKind::InvalidSubcommand => return unknown_command(error, texts),
        ErrorKind::InvalidValue if value.is_empty() => {
            tr!(texts, "cli-value-missing", arg = flag)
        }
        ErrorKind::InvalidValue => {
            let known = said(ContextKind::ValidValue);
            tr!(texts, "cli-value-not-one-of", arg = flag, value, known)
        }
        ErrorKind::ValueValidation => {
            let hint = format!("cli-hint-{}", flag.trim_start_matches('-'));
            let hint = if texts.has(&hint) {
                texts.get(&hint)
            } else {
                Cow::default()
            };
            let text = tr!(texts, "cli-value-bad", arg = flag, value);
            return format!("{text} {hint}").trim_end().to_owned();
        }
        ErrorKind::MissingRequiredArgument => tr!(texts, "cli-argument-missing", arg),
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg);
            let other = other.split(' ').next().unwrap_or_default().to_owned();
            tr!(texts, "cli-argument-conflict", arg = flag, other)
        }
        _ => texts.get("cli-arguments-wrong"),
    }
    .into_owned()
}

fn unknown_command(error: &clap::Error, texts: &Texts) -> String {
    let said = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let name = said(ContextKind::InvalidSubcommand);
    if cfg!(not(feature = "server"))
        && ["demo", "serve", "import", "passwd"].contains(&name.as_str())
    {
        return tr!(texts, "cli-command-not-here", name).into_owned();
    }
    match said(ContextKind::SuggestedSubcommand) {
        near if near.is_empty() => tr!(texts, "cli-unknown-command", name).into_owned(),
        near => tr!(texts, "cli-unknown-command-near", name, near).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use clap::Parser;
    use rstest::rstest;

    fn keys(command: &Command, path: &str, texts: &Texts) {
        let own = |key: String| assert!(texts.has(&key), "there is no {key}");
        own(format!("cli-usage{path}"));
        own(if path.is_empty() {
            "cli-about".to_owned()
        } else {
            format!("cli-command{path}")
        });
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(
                !help.is_empty() && !help.starts_with("cli-"),
                "{path} {}: {help}",
                arg.get_id()
            );
            for value in arg.get_value_names().unwrap_or_default() {
                assert!(!value.starts_with("cli-"), "{value}");
            }
        }
        for inner in command.get_subcommands() {
            keys(inner, &format!("{path}-{}", inner.get_name()), texts);
        }
    }

    #[rstest]
    #[case(Language::Ru)]
    #[case(Language::En)]
    fn everything_has_its_words(#[case] language: Language) {
        let texts = Texts::new(language);
        let command = localised(&texts);
        keys(&command, "", &texts);
        command.debug_assert();
    }

    #[rstest]
    #[case(&["doctor", "extra"], "zhurnal doctor")]
    #[case(&["--dir", "d", "import", "fet", "--x"], "zhurnal import fet")]
    #[case(&["--x"], "zhurnal")]
    fn the_help_of_the_command_itself(#[case] args: &[&str], #[case] command: &str) {
        let args: Vec<OsString> = ["zhurnal"].iter().chain(args).map(OsString::from).collect();
        assert_eq!(asked_for(&args), command);
    }

    #[rstest]
    #[case(&["--nov", "x"], "cli", "--nov")]
    #[case(&["--now", "завтра"], "2026-11-16T09:26", "завтра")]
    #[case(&["--now"], "cli", "--now")]
    #[case(&["dmeo"], "cli", "dmeo")]
    #[case(&["completions", "tcsh"], "bash", "tcsh")]
    fn mistakes_are_sentences(#[case] args: &[&str], #[case] says: &str, #[case] names: &str) {
        let args = ["zhurnal"].iter().chain(args);
        let error = Cli::try_parse_from(args).unwrap_err();
        for language in [Language::Ru, Language::En] {
            let text = sentence(&error, &Texts::new(language));
            assert!(text.contains(names), "{text}");
            assert!(says == "cli" || text.contains(says), "{text}");
            assert!(!text.contains("cli-"), "{text}");
        }
    }
}
