//! Looks at terminal, configuration, server and store.

#[cfg(feature = "server")]
mod database;

use super::facts::{
    AccountFacts, ConfigFacts, Facts, Memory, Note, Server, ServerAnswer, StoreFacts, Terminal,
    Unready,
};
use crate::cli::chance;
use crate::cli::client::{self, ACCOUNTS};
use crate::cli::setup::Setup;
use crate::config::ServerConfig;
use crate::i18n::faults::Fault;
use crate::terminal::{SizeSource, TermEnv};
use journal::Clock;
use offline::seal::Plain;
use offline::transport::Transport;
use offline::{AccountFolder, Failure, HttpTransport, IdSource, StoreError};
use protocol::{API_VERSION, Code, SystemClock};
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// Looks at everything.
pub fn around(setup: &mut Setup) -> anyhow::Result<Facts> {
    let env = TermEnv::from_process();
    let terminal = terminal(setup, &env);
    // The theme and the keys may have something to say besides the configuration.
    let _ = (setup.theme(terminal.depth), setup.keymap());
    let config = ConfigFacts {
        file: setup.paths.config_file.display().to_string(),
        exists: setup.paths.config_file.exists(),
        notes: setup
            .notes
            .iter()
            .map(|note| Note {
                sentence: note.whole.clone(),
                of_a_line: note.of_a_line,
                stops_serve: note.stops_serve,
            })
            .collect(),
    };
    let seed = chance::bytes(&setup.texts)?;
    let server = server(setup)?;
    Ok(Facts {
        terminal,
        config,
        server,
        store: store(&setup.paths.state, seed),
        #[cfg(feature = "server")]
        database: database::look(setup),
        #[cfg(not(feature = "server"))]
        database: None,
    })
}

fn terminal(setup: &Setup, env: &TermEnv) -> Terminal {
    let present = io::stdin().is_terminal() && io::stdout().is_terminal();
    let size = SizeSource::stdout()
        .ok()
        .filter(|_| present)
        .map(|source| source.size());
    let locale = [&env.lc_all, &env.lc_ctype, &env.lang];
    let locale = locale.into_iter().flatten().find(|value| !value.is_empty());
    Terminal {
        present,
        term: env.term.clone().unwrap_or_default(),
        size: size.map(|size| (size.width, size.height)),
        depth: setup.depth(env),
        glyphs: setup.glyphs(env),
        locale: locale.cloned().unwrap_or_default(),
    }
}

fn server(setup: &Setup) -> anyhow::Result<Server> {
    let url = setup.config.server.url.clone();
    let answer = ask(setup, &url)?;
    let stranger = match &answer {
        ServerAnswer::Unreachable(_) | ServerAnswer::NotOurs(_) => true,
        // Ours, asked for a page that it does not have.
        ServerAnswer::Unwell(code) => *code == Code::NotFound.word(),
        _ => false,
    };
    if stranger {
        for better in slips(&url) {
            if matches!(ask(setup, &better)?, ServerAnswer::Here { .. }) {
                let answer = ServerAnswer::Elsewhere(better);
                return Ok(Server { url, answer });
            }
        }
    }
    Ok(Server { url, answer })
}

/// Addresses that somebody may have meant: the same without its path, and with the other scheme.
fn slips(url: &str) -> Vec<String> {
    let Some((scheme, rest)) = url.trim().split_once("://") else {
        return Vec::new();
    };
    let host = rest.split('/').next().unwrap_or(rest);
    let other = if scheme == "https" { "http" } else { "https" };
    let all = [format!("{scheme}://{host}"), format!("{other}://{host}")];
    all.into_iter()
        .filter(|better| better != url.trim())
        .collect()
}

/// Asks the server at this address who it is.
fn ask(setup: &Setup, url: &str) -> anyhow::Result<ServerAnswer> {
    let configured = &setup.config.server;
    let settings = client::http_settings(&ServerConfig {
        url: url.to_owned(),
        ..configured.clone()
    });
    let Ok(transport) = HttpTransport::new(settings) else {
        return Ok(ServerAnswer::BadAddress);
    };
    let clock = SystemClock::start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let asked = clock.monotonic();
    let answer = runtime.block_on(transport.server_info());
    let took = clock.monotonic().saturating_sub(asked);
    let here = clock.now();
    let unready = match &answer {
        Ok(_) => runtime.block_on(unready(&transport)),
        Err(_) => None,
    };
    runtime.shutdown_background();
    Ok(match answer {
        Ok(info) if info.api < API_VERSION => ServerAnswer::OtherVersion,
        Ok(info) => {
            let travelled = i64::try_from(took.as_micros() / 2).unwrap_or(0);
            ServerAnswer::Here {
                version: info.version,
                school: info.school,
                took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
                clock_off: (info.now.0 + travelled - here.0) / 1_000_000,
                unready,
            }
        }
        Err(Failure::Unreachable(why)) => unreachable(&why, setup.config.server.ca_file()),
        Err(Failure::NotUnderstood(why)) => ServerAnswer::NotOurs(why),
        // No memory of a client is asked here.
        Err(Failure::Store(error)) => ServerAnswer::Unwell(error.to_string()),
        Err(Failure::Problem(problem)) => match problem.code {
            Code::VersionMismatch => ServerAnswer::OtherVersion,
            code => ServerAnswer::Unwell(code.word().to_owned()),
        },
    })
}

/// What keeps a server that answers from its work.
async fn unready(transport: &HttpTransport) -> Option<Unready> {
    match transport.ready().await {
        Ok(()) => None,
        Err(Failure::Problem(problem)) if problem.code == Code::CannotWrite => {
            Some(Unready::CannotWrite)
        }
        Err(_) => Some(Unready::Busy),
    }
}

/// The network's words; those about the authority's file begin with its name.
fn unreachable(why: &str, authority: Option<&Path>) -> ServerAnswer {
    let file = authority.map(|file| file.display().to_string());
    let of_file = file.and_then(|file| {
        let fault = Fault::told(why.strip_prefix(&file)?.trim_start_matches(": "));
        Some(ServerAnswer::NoAuthority { file, fault })
    });
    of_file.unwrap_or_else(|| ServerAnswer::Unreachable(Fault::told(why)))
}

fn store(state: &Path, seed: [u8; 32]) -> StoreFacts {
    StoreFacts {
        folder: state.display().to_string(),
        refused: try_to_write(state).err().map(|error| Fault::io(&error)),
        free: free(state),
        accounts: accounts(&state.join(ACCOUNTS), seed),
    }
}

/// Writes a file into the folder and removes it. A folder that is not there yet is not made: it is
/// enough that another can be made where it would be, and that one is removed.
fn try_to_write(folder: &Path) -> io::Result<()> {
    let there = existing(folder);
    let probe = there.join(format!(".doctor-{}", std::process::id()));
    if there == folder {
        fs::write(&probe, b"zhurnal")?;
        return fs::remove_file(probe);
    }
    if !there.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    fs::create_dir(&probe).map_err(|error| match error.kind() {
        // So the system's own folders say, `/proc` among them, that nothing is made in them.
        io::ErrorKind::NotFound => io::ErrorKind::PermissionDenied.into(),
        _ => error,
    })?;
    fs::remove_dir(probe)
}

/// The folder, or the nearest one above it that is there.
fn existing(folder: &Path) -> &Path {
    let here = Path::new(".");
    let mut above = folder.ancestors().map(|path| match path.as_os_str().len() {
        0 => here,
        _ => path,
    });
    above.find(|path| path.exists()).unwrap_or(here)
}

fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(existing(folder)).ok()?;
    // What has no room at all is no disk.
    (disk.f_blocks > 0).then(|| disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn accounts(folder: &Path, seed: [u8; 32]) -> Vec<AccountFacts> {
    let inside = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| path.is_dir())
            .collect();
        paths.sort();
        paths
    };
    let known = inside(folder)
        .into_iter()
        .flat_map(|server| inside(&server));
    let known = known.filter(|path| AccountFolder::at(path).is_known());
    known
        .map(|path| AccountFacts {
            server: AccountFolder::at(&path).server(),
            login: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            memory: memory(&path, seed).map_err(|error| error.fault),
        })
        .collect()
}

fn memory(path: &Path, seed: [u8; 32]) -> Result<Memory, StoreError> {
    let mut ids = IdSource::new(seed);
    let now = SystemClock::start().now();
    let store = offline::Store::open(&AccountFolder::at(path), Box::new(Plain), &mut ids, now)?;
    Ok(Memory {
        pending: store.pending_count()?,
        troubles: store.trouble_count()?,
        is_damaged: store.damaged_log().is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use offline::StoreFault;

    #[test]
    fn accounts_are_found_and_a_damaged_one_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let client = dir.path().join(ACCOUNTS);
        let of = |login| AccountFolder::of(&client, "http://s", login);
        let mut ids = IdSource::new([1; 32]);
        let now = SystemClock::start().now();
        drop(offline::Store::open(&of("orlova"), Box::new(Plain), &mut ids, now).unwrap());
        fs::create_dir_all(of("petrov").path()).unwrap();
        fs::write(
            of("petrov").file(),
            b"no database at all, only words and words and words",
        )
        .unwrap();
        fs::create_dir_all(client.join("empty/nobody")).unwrap();
        let store = store(dir.path(), [2; 32]);
        assert_eq!(store.refused, None);
        assert!(store.free.is_some_and(|free| free > 0));
        let seen: Vec<_> = store
            .accounts
            .iter()
            .map(|a| (a.login.as_str(), a.memory.map(|m| m.pending)))
            .collect();
        assert_eq!(
            seen,
            [("orlova", Ok(0)), ("petrov", Err(StoreFault::Damaged))]
        );
    }

    #[test]
    fn a_folder_that_could_be_made_is_not_made() {
        let dir = tempfile::tempdir().unwrap();
        let looked = store(&dir.path().join("new/inner"), [0; 32]);
        assert_eq!(looked.refused, None);
        assert!(looked.free.is_some_and(|free| free > 0));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(store(&file.path().join("inner"), [0; 32]).refused.is_some());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn where_no_folder_can_be_made_is_refused_and_is_no_full_disk() {
        let looked = store(Path::new("/proc/zhurnal"), [0; 32]);
        assert!(looked.refused.is_some());
        assert_eq!(looked.free, None);
    }

    #[test]
    fn two_accounts_of_one_name_are_told_apart_by_their_servers() {
        let dir = tempfile::tempdir().unwrap();
        let mut ids = IdSource::new([1; 32]);
        let now = SystemClock::start().now();
        for url in ["http://127.0.0.1:8470", "https://school.example"] {
            let folder = AccountFolder::of(&dir.path().join(ACCOUNTS), url, "orlova");
            drop(offline::Store::open(&folder, Box::new(Plain), &mut ids, now).unwrap());
        }
        let looked = store(dir.path(), [2; 32]);
        let servers: Vec<_> = looked.accounts.iter().map(|a| a.server.as_str()).collect();
        assert_eq!(servers, ["127.0.0.1:8470", "school.example"]);
    }

    #[test]
    fn a_folder_that_is_a_file_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(store(file.path(), [0; 32]).refused.is_some());
    }
}
