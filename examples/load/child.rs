//! The real server in a process of its own, so that its memory and its time are its own. On the
//! same runtime it serves fixed bytes, for comparison.

use crate::run::address;
use anyhow::{Context, bail, ensure};
use axum::Router;
use axum::http::header;
use axum::routing::get;
use bytes::Bytes;
use journal::Timestamp;
use protocol::MovedClock;
use rand::TryRng;
use rand::rngs::SysRng;
use server::{Server, ServerConfig};
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use storage::OpenOptions;

/// What the child is told.
#[derive(clap::Args)]
pub struct Args {
    /// The database.
    #[arg(long)]
    database: String,
    /// The server's clock at the start, microseconds since 1970.
    #[arg(long)]
    now: i64,
}

/// Serves until its input ends. Says its address; a folder on the input is answered with the
/// address of its files as fixed pages `/0`, `/1` and so on.
pub fn serve(args: Args) -> anyhow::Result<()> {
    // Why it answers that it failed, beside the figures.
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::ERROR)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async move {
        let store = storage::open(&args.database, OpenOptions::default()).await?;
        let clock = Arc::new(MovedClock::start(Timestamp(args.now)));
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        // The tokens guard a fictional school for a minute.
        let config = ServerConfig {
            // What is measured is how fast it is, not when it says stop.
            changes_per_minute: u32::MAX,
            changes_per_day: u32::MAX,
            ..ServerConfig::default()
        };
        let running = Server::bind(here, config, store, clock, seed()?).await?;
        tell(&running.url())?;
        while let Some(folder) = tokio::task::spawn_blocking(ask).await? {
            tell(&serve_fixed(&folder).await?)?;
        }
        running.shutdown().await;
        Ok(())
    })
}

/// Another one each time: a server that is started anew on a database would make the tokens of the
/// sessions that are in it once more.
fn seed() -> anyhow::Result<[u8; 32]> {
    let mut seed = [0; 32];
    SysRng.try_fill_bytes(&mut seed)?;
    Ok(seed)
}

fn tell(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn ask() -> Option<PathBuf> {
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line).unwrap_or(0);
    (read > 0).then(|| PathBuf::from(line.trim_end()))
}

async fn serve_fixed(folder: &Path) -> anyhow::Result<String> {
    let mut router = Router::new();
    for nth in 0.. {
        let Ok(page) = std::fs::read(folder.join(nth.to_string())) else {
            break;
        };
        let page = Bytes::from(page);
        let answer = move || {
            let page = page.clone();
            async move { ([(header::CONTENT_TYPE, "application/json")], page) }
        };
        router = router.route(&format!("/{nth}"), get(answer));
    }
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

/// The child as its parent sees it. Dropped, it is gone.
pub struct Served {
    child: Child,
    said: BufReader<ChildStdout>,
    /// Where the server listens.
    pub address: SocketAddr,
}

/// How much memory a process has, in MiB.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// Now.
    pub now: f64,
    /// At most so far.
    pub most: f64,
}

impl Served {
    /// Starts it on a database that holds a school.
    pub fn start(database: &str, now: Timestamp) -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args([
                "serve-child",
                "--database",
                database,
                "--now",
                &now.0.to_string(),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut said = BufReader::new(child.stdout.take().context("no output")?);
        match heard(&mut said) {
            Ok(address) => Ok(Self {
                child,
                said,
                address,
            }),
            Err(error) => {
                child.kill()?;
                child.wait()?;
                Err(error)
            }
        }
    }

    /// Serves the files of a folder as fixed pages.
    pub fn serve_fixed(&mut self, folder: &Path) -> anyhow::Result<SocketAddr> {
        let input = self.child.stdin.as_mut().context("no input")?;
        writeln!(input, "{}", folder.display())?;
        heard(&mut self.said)
    }

    /// Its memory.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let mib = |name: &str| -> anyhow::Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|rest| rest.split_whitespace().next());
            Ok(kib.with_context(|| format!("no {name}"))?.parse::<f64>()? / 1024.0)
        };
        Ok(Memory {
            now: mib("VmRSS:")?,
            most: mib("VmHWM:")?,
        })
    }

    /// How long it has kept cores busy.
    pub fn busy(&self) -> anyhow::Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // Behind the name in brackets; user and system time are fields 14 and 15 of proc(5), in
        // hundredths of a second on every Linux.
        let fields = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace();
        let times: Vec<u64> = fields
            .skip(11)
            .take(2)
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        ensure!(times.len() == 2, "a strange /proc");
        Ok(Duration::from_millis(times.iter().sum::<u64>() * 10))
    }

    /// Stops it in order.
    pub fn stop(mut self) -> anyhow::Result<()> {
        drop(self.child.stdin.take());
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server ended badly: {status}");
        }
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn heard(said: &mut impl BufRead) -> anyhow::Result<SocketAddr> {
    let mut line = String::new();
    said.read_line(&mut line)?;
    ensure!(!line.is_empty(), "the server did not start");
    address(line.trim_end())
}
