//! A load generator for the server, and the server's figures.
//!
//! Against any server that runs (it puts marks into lessons of the account and takes them out
//! again at the end, so not against a school's own; and one with a high `changes_per_minute`):
//!
//! ```text
//! cargo run --release --example load -- --url http://127.0.0.1:8765 --login orlova \
//!     --password … --clients 8 --seconds 5 --mix both
//! ```
//!
//! The figures: the real server in a process of its own with the demonstration's whole school,
//! beside the same rows written without it and beside a static handler of the same bytes:
//!
//! ```text
//! cargo run --release --example load -- figures
//! cargo run --release --example load -- figures --database postgres://me@127.0.0.1/postgres
//! ```
//!
//! One school beside a hundred, and beside a district of them, in the same database:
//!
//! ```text
//! cargo run --release --example load -- schools --schools 1,100,1500
//! ```
//!
//! What a hostile machine can do to it, and what others notice of that (it takes a minute or
//! three; the server is started in a process of its own unless a `--url` is given):
//!
//! ```text
//! cargo run --release --example load -- door
//! ```
//!
//! | room | what is in it |
//! | --- | --- |
//! | `http` | a keep-alive client that costs little |
//! | `seat` | a signed-in device at a lesson of its own: batches that really apply, pages |
//! | `drive` | many clients at once, how often and how long |
//! | `run` | the load on a server that runs |
//! | `figures`, `stage`, `table` | rounds in turn, what they need, what they say |
//! | `schools` | one school beside many others |
//! | `door`, `attack`, `honest` | the server beset, how, and what others meet meanwhile |
//! | `child` | the server in its own process, its memory and its time |
//! | `raw` | the same rows without HTTP, JSON, sessions and judging |

#[path = "load/attack.rs"]
mod attack;
#[path = "load/child.rs"]
mod child;
#[path = "load/door.rs"]
mod door;
#[path = "load/drive.rs"]
mod drive;
#[path = "load/figures.rs"]
mod figures;
#[path = "load/honest.rs"]
mod honest;
#[path = "load/http.rs"]
mod http;
#[path = "load/raw.rs"]
mod raw;
#[path = "load/run.rs"]
mod run;
#[path = "load/schools.rs"]
mod schools;
#[path = "load/seat.rs"]
mod seat;
#[path = "load/stage.rs"]
mod stage;
#[path = "load/stamps.rs"]
mod stamps;
#[path = "load/table.rs"]
mod table;

use clap::{Parser, Subcommand};

/// Load for a server of Zhurnal, and its figures.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(flatten)]
    run: Option<run::Args>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Measures everything in one run.
    Figures(figures::Args),
    /// Besets a server and measures what others notice.
    Door(door::Args),
    /// Measures one school beside many others in the same database.
    Schools(schools::Args),
    /// The server of `figures`, in a process of its own.
    #[command(hide = true)]
    ServeChild(child::Args),
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    match (cli.command, cli.run) {
        (Some(Command::ServeChild(args)), _) => child::serve(args),
        // One thread makes the load: the other core is the server's.
        (Some(Command::Figures(args)), _) => runtime()?.block_on(figures::measure(args)),
        (Some(Command::Schools(args)), _) => runtime()?.block_on(schools::measure(args)),
        (Some(Command::Door(args)), _) => runtime()?.block_on(door::beset(args)),
        (None, Some(args)) => runtime()?.block_on(run::load(args)),
        (None, None) => anyhow::bail!("a server's --url, or `figures`; --help tells more"),
    }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}
