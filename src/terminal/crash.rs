//! The last words: the terminal is given back before anything is said, and the details go into
//! a file, because what scrolls by in a teacher's terminal is lost.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use super::guard::TerminalGuard;

/// What is known about a panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrashReport {
    /// The panic's own message, in English, for the programmers.
    pub message: String,
    /// `file:line:column`, if known.
    pub location: Option<String>,
    /// The file with the details, if it could be written.
    pub file: Option<PathBuf>,
}

/// From now on a panic first restores the terminal of this guard, then writes a report into
/// `folder` (readable by the user alone: it may hold names), then calls `say`, which tells the
/// user in plain words and may end the process.
pub fn install_panic_hook(
    guard: &TerminalGuard,
    folder: Option<PathBuf>,
    say: impl Fn(&CrashReport) + Send + Sync + 'static,
) {
    let claim = guard.claim();
    std::panic::set_hook(Box::new(move |info| {
        claim.give_back();
        let mut report = CrashReport {
            message: message(info),
            location: info.location().map(ToString::to_string),
            file: None,
        };
        report.file = folder
            .as_deref()
            .and_then(|folder| write_report(&report, folder).ok());
        say(&report);
    }));
}

fn message(info: &PanicHookInfo<'_>) -> String {
    info.payload_as_str()
        .unwrap_or("panic with a payload that is no text")
        .to_owned()
}

fn write_report(report: &CrashReport, folder: &Path) -> io::Result<PathBuf> {
    let path = folder.join(format!("crash-{}.txt", std::process::id()));
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{} {}",
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION")
    );
    let _ = writeln!(text, "{}", report.message);
    let _ = writeln!(text, "{}", report.location.as_deref().unwrap_or("-"));
    let _ = writeln!(text, "{}", Backtrace::force_capture());
    std::fs::create_dir_all(folder)?;
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(&path)?
        .write_all(text.as_bytes())?;
    Ok(path)
}
