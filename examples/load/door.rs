//! The server beset by one machine: thousands of connections that take a place and give nothing
//! for it, a flood of sign-ins, guesses at a teacher's name. Meanwhile others come as they always
//! do, and what they meet is measured. Everything stays on this machine and ends by itself.

use crate::attack::{self, Attack, Target};
use crate::child::Served;
use crate::figures::{self, PASSWORD};
use crate::honest::{self, Probe, Tally};
use crate::run::address;
use crate::seat::Account;
use crate::stage::Stage;
use anyhow::Context;
use journal::Regulation;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use school::{DemoSpec, Size, demo};
use server::{HashCost, hash_password};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// Where the attack comes from.
const ATTACKER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
/// Where the others come from.
const ELSEWHERE: Ipv4Addr = Ipv4Addr::LOCALHOST;
/// How often the server's memory is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Between two attacks.
const REST: Duration = Duration::from_secs(2);
/// The aims: a new connection's answer, a sign-in, the server's memory.
const AIMS: (f64, f64, f64) = (50.0, 2000.0, 150.0);

/// What is asked.
#[derive(clap::Args)]
pub struct Args {
    /// A server of one's own that runs already: `http://127.0.0.1:8765`. Without it one is started.
    #[arg(long, requires_all = ["login", "password"])]
    url: Option<String>,
    /// A teacher's sign-in name there.
    #[arg(long, requires = "url")]
    login: Option<String>,
    /// The password.
    #[arg(long, requires = "url")]
    password: Option<String>,
    /// Seconds of each attack.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=120))]
    seconds: u64,
    /// Connections that the attacker opens again in a second, of those that were closed.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    reopen: u32,
    /// Only these attacks.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Attack>,
}

/// Attacks and tells.
pub async fn beset(args: Args) -> anyhow::Result<()> {
    raise_file_limit()?;
    if let (Some(url), Some(login), Some(password)) = (&args.url, &args.login, &args.password) {
        let account = Account {
            login: login.clone(),
            password: password.clone(),
        };
        return all(&args, address(url)?, account, None).await;
    }
    let regulation = Regulation::shipped_ids().next().context("no regulation")?;
    let hash = hash_password(PASSWORD, [7; 16], HashCost::default())?;
    let spec = DemoSpec {
        size: Size::Small,
        ..DemoSpec::new(regulation, hash)
    };
    let bundle = demo::build(&spec);
    let account = figures::accounts(&bundle).into_iter().next();
    let account = account.context("no teacher")?;
    let stage = Stage::set("sqlite", bundle).await?;
    let served = Served::start(&stage.database()?, spec.now)?;
    let done = all(&args, served.address, account, Some(&served)).await;
    served.stop()?;
    stage.strike().await?;
    done
}

async fn all(
    args: &Args,
    server: SocketAddr,
    account: Account,
    served: Option<&Served>,
) -> anyhow::Result<()> {
    println!("{}", Tally::heads());
    let calm = Target::new(server, ATTACKER, &account).await?;
    for attack in attack::ALL {
        if !args.only.is_empty() && !args.only.contains(&attack) {
            continue;
        }
        let probes = [
            ("from elsewhere", Probe::of(attack, ELSEWHERE, &calm).await?),
            (
                "from its address",
                Probe::of(attack, ATTACKER, &calm).await?,
            ),
        ];
        let length = Duration::from_secs(args.seconds);
        let asking = probes.map(|(whence, probe)| (whence, honest::ask(probe, length)));
        let attacking = tokio::spawn(attack::run(attack, calm.clone(), length, args.reopen));
        let most = most_memory(served, length).await?;
        let done = attacking.await??;
        println!(
            "{attack}: {done}; the server's memory at most {most:.0} MiB of {:.0}",
            AIMS.2
        );
        for (whence, asked) in asking {
            let tally = tokio::task::spawn_blocking(|| asked.join()).await?;
            let tally = tally.map_err(|_| anyhow::anyhow!("a probe broke"))??;
            let aim = if attack.is_of_sign_ins() {
                AIMS.1
            } else {
                AIMS.0
            };
            println!("  {}", tally.row(whence, aim));
        }
        tokio::time::sleep(REST).await;
    }
    Ok(())
}

async fn most_memory(served: Option<&Served>, length: Duration) -> anyhow::Result<f64> {
    let (until, mut most) = (tokio::time::Instant::now() + length, 0.0_f64);
    while tokio::time::Instant::now() < until {
        if let Some(served) = served {
            most = most.max(served.memory()?.now);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(most)
}

fn raise_file_limit() -> anyhow::Result<()> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    setrlimit(Resource::Nofile, raised).context("the limit of open files cannot be raised")
}
