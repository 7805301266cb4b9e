//! The load on a server that runs already.

use crate::drive::{Until, drive};
use crate::seat::{self, Account, BATCH};
use crate::table;
use anyhow::Context;
use clap::ValueEnum;
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

/// What is asked.
#[derive(clap::Args)]
pub struct Args {
    /// The server: `http://127.0.0.1:8765`.
    #[arg(long)]
    url: String,
    /// A teacher's sign-in name.
    #[arg(long)]
    login: String,
    /// The password.
    #[arg(long)]
    password: String,
    /// Devices at once.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=512))]
    clients: u16,
    /// Seconds of each kind of load.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// What they do.
    #[arg(long, value_enum, default_value_t = Mix::Both)]
    mix: Mix,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mix {
    /// Batches of 30 marks.
    Batches,
    /// Pages of lessons.
    Lessons,
    /// One, then the other.
    Both,
}

/// Loads it and says what came of it.
pub async fn load(args: Args) -> anyhow::Result<()> {
    let server = address(&args.url)?;
    let account = Account {
        login: args.login,
        password: args.password,
    };
    let mut seats = seat::take(server, &[account], args.clients.into()).await?;
    let until = Until::Time(Duration::from_secs(args.seconds));
    if args.mix != Mix::Lessons {
        let (back, run) = drive(seats, until).await?;
        seats = back;
        println!(
            "{}",
            table::line(&format!("batches of {BATCH} marks"), &run)
        );
        for seat in &mut seats {
            seat.check().await?;
            seat.restore().await?;
        }
    }
    if args.mix != Mix::Batches {
        let mut readers = Vec::with_capacity(seats.len());
        for seat in &seats {
            readers.push(seat.reader(server).await?);
        }
        let (_, run) = drive(readers, until).await?;
        println!("{}", table::line("lessons read", &run));
    }
    Ok(())
}

/// The address of `http://host:port`.
pub fn address(url: &str) -> anyhow::Result<SocketAddr> {
    let host = url
        .strip_prefix("http://")
        .context("only http:// is loaded")?;
    let host = host.trim_end_matches('/');
    let found = host
        .to_socket_addrs()
        .with_context(|| host.to_owned())?
        .next();
    found.with_context(|| format!("{host} has no address"))
}
