//! The screen: what `zhurnal` without a command is, and the half of a demonstration that people
//! see. Nothing here is slow before the first frame: no network, no certificates, no log file.

use super::args::{ClientArgs, GlobalArgs};
use super::setup::Setup;
use super::{Misused, chance, journal_file};
use crate::app::account::Accounts;
use crate::app::run::{self, Sources};
use crate::app::{App, Appearance};
use crate::config::ServerConfig;
use crate::i18n::faults::Fault;
use crate::i18n::{Language, Texts};
use crate::terminal::events::Patience;
use crate::terminal::{
    CrashReport, Events, Output, Signals, SizeSource, TermEnv, TerminalGuard, TtyWriter,
    install_panic_hook,
};
use crate::tr;
use crate::ui::screen::sign_in::Guest;
use journal::Clock;
use offline::HttpSettings;
use protocol::{MovedClock, SystemClock};
use ratatui::Terminal;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::LocalSet;

/// What the server hears of who asks.
pub const USER_AGENT: &str = concat!("zhurnal/", env!("CARGO_PKG_VERSION"));
/// The exit code of a panic, as of any Rust program.
const PANICKED: i32 = 101;
/// The folder of accounts within the program's own.
pub const ACCOUNTS: &str = "client";

/// Who sits down at the screen.
#[derive(Debug)]
pub enum Entrance {
    /// Whoever has this account; nobody in particular without one.
    Account(Option<String>),
    /// A guest, signed in without being asked.
    Guest(Guest),
}

/// Everything a screen is opened with.
#[derive(Debug)]
pub struct Client {
    /// Folders, configuration, words.
    pub setup: Setup,
    /// Where accounts are opened.
    pub accounts: Accounts,
    /// Who can sign in with one key.
    pub guests: Vec<Guest>,
    /// Who sits down.
    pub entrance: Entrance,
}

/// `zhurnal`.
pub fn command(global: &GlobalArgs, args: &ClientArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::named(global)?;
    require_terminal(&setup.texts)?;
    let clock: Arc<dyn Clock> = match args.now {
        Some(now) => Arc::new(MovedClock::start(now)),
        None => Arc::new(SystemClock::start()),
    };
    let settings = http_settings(&setup.config.server);
    let seed = chance::bytes(&setup.texts)?;
    let accounts = Accounts::new(
        settings,
        setup.paths.state.join(ACCOUNTS),
        false,
        clock,
        seed,
    );
    let login = args.login.clone().or_else(|| accounts.last_login());
    let entrance = Entrance::Account(login);
    open(
        Client {
            setup,
            accounts,
            guests: Vec::new(),
            entrance,
        },
        std::future::pending(),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// How the configuration reaches the server.
pub fn http_settings(server: &ServerConfig) -> HttpSettings {
    HttpSettings {
        ca_file: server.ca_file().map(Into::into),
        school: server.school(),
        timeout: Duration::from_secs(u64::from(server.timeout_seconds.max(1))),
        ..HttpSettings::new(&server.url, USER_AGENT)
    }
}

/// A screen needs a terminal on both sides.
pub fn require_terminal(texts: &Texts) -> anyhow::Result<()> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Misused(texts.get("cli-no-terminal").into_owned()).into())
}

/// Opens the screen and stays until it is left, or until `closing` is done.
///
/// # Errors
/// When the terminal cannot be used; by then it is given back.
pub fn open(client: Client, closing: impl Future<Output = ()>) -> anyhow::Result<()> {
    let Client {
        mut setup,
        accounts,
        guests,
        entrance,
    } = client;
    journal_file::begin(&setup.paths.state);
    let env = TermEnv::from_process();
    let (depth, glyphs) = (setup.depth(&env), setup.glyphs(&env));
    let theme = setup.theme(depth);
    let keymap = setup.keymap();
    let note = setup.notes.first(&setup.texts);
    setup
        .notes
        .whole()
        .for_each(|note| tracing::warn!("{note}"));

    let refused = |error: io::Error, texts: &Texts| {
        anyhow::anyhow!(Fault::io(&error).sentence(texts, "cli-terminal-failed", &[]))
    };
    let guard = TerminalGuard::enter().map_err(|error| refused(error, &setup.texts))?;
    let language = setup.texts.language();
    install_panic_hook(&guard, Some(setup.paths.state.clone()), move |report| {
        last_words(language, report);
        // Nothing after a panic is to be trusted, least of all another try to write.
        std::process::exit(PANICKED);
    });
    let patience = Patience {
        escape: Duration::from_millis(setup.config.client.escape_timeout_ms.into()),
        ..Patience::default()
    };
    let Setup { texts, .. } = setup;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut unsent = 0;
    let ended = LocalSet::new().block_on(&runtime, async {
        let (messages, incoming) = unbounded_channel();
        let appearance = Appearance {
            texts,
            theme,
            glyphs,
            keymap,
        };
        let sources = Sources {
            events: Events::stdin(patience)?,
            signals: Signals::new()?,
            messages: incoming,
        };
        let output =
            Output::new(TtyWriter::stdout()?, SizeSource::stdout()?, depth).with_signs(glyphs);
        let mut terminal = Terminal::new(output)?;
        let mut app = App::new(appearance, accounts, guests, messages);
        match entrance {
            Entrance::Account(login) => app.start(login.as_deref()),
            Entrance::Guest(guest) => app.start_as(&guest),
        }
        if let Some(note) = note {
            app.warn(note);
        }
        let ended = tokio::select! {
            ended = run::run(&mut app, &mut terminal, &guard, sources) => ended,
            () = closing => Ok(()),
        };
        app.close();
        unsent = app.unsent();
        ended
    });
    guard.leave();
    say_unsent(language, unsent);
    // A look-up of a name that hangs is nobody's concern any more.
    runtime.shutdown_background();
    match ended {
        Err(error) if !is_hangup(&error) => Err(refused(error, &Texts::new(language))),
        _ => Ok(()),
    }
}

/// The line has dropped: there is nobody to tell.
fn is_hangup(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
        || error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error())
}

/// On the person's own screen again: what has not reached the server is not lost.
fn say_unsent(language: Language, count: usize) {
    if count > 0 {
        let texts = Texts::new(language);
        // There may be nobody left to read it.
        let _ = writeln!(io::stderr(), "{}", tr!(texts, "cli-unsent", count = count));
    }
}

fn last_words(language: Language, report: &CrashReport) {
    let texts = Texts::new(language);
    let words = match &report.file {
        Some(file) => tr!(
            texts,
            "cli-crashed-report",
            file = file.display().to_string()
        ),
        None => tr!(texts, "cli-crashed", what = report.message.as_str()),
    };
    // There may be nobody left to read it.
    let _ = writeln!(io::stderr(), "{words}");
}
