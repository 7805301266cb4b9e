//! Others, who come as they always do: each request on a connection of its own.

use crate::attack::{Attack, Target};
use crate::http::Line;
use crate::seat::{self, Account};
use journal::DeviceId;
use protocol::API_PATH;
use std::net::{Ipv4Addr, SocketAddr};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Between two requests.
const EVERY: Duration = Duration::from_millis(10);
/// Between two sign-ins: a pass of the password takes a core for a while.
const SIGN_IN_EVERY: Duration = Duration::from_millis(250);
/// Nobody waits longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who comes.
pub struct Probe {
    server: SocketAddr,
    from: Ipv4Addr,
    does: Does,
}

enum Does {
    /// Asks who it is.
    Ask { token: String },
    /// Signs in on a device that is known.
    SignIn { account: Account, device: DeviceId },
}

impl Probe {
    /// Who is to be let in during an attack, coming from there.
    pub async fn of(attack: Attack, from: Ipv4Addr, target: &Target) -> anyhow::Result<Self> {
        let does = if attack.is_of_sign_ins() {
            Does::SignIn {
                account: target.account.clone(),
                device: target.device,
            }
        } else {
            // Not the attacker's session.
            let mut line = Line::open(target.server).await?;
            let device = seat::new_device();
            let token = seat::sign_in(&mut line, &target.account, device)
                .await?
                .token;
            Does::Ask { token }
        };
        Ok(Self {
            server: target.server,
            from,
            does,
        })
    }

    async fn once(&self) -> anyhow::Result<()> {
        let mut line = Line::open_from(self.from, self.server).await?;
        match &self.does {
            Does::Ask { token } => {
                line.token = Some(token.clone());
                let status = line.get(&format!("{API_PATH}/me")).await?.status;
                anyhow::ensure!(status == 200, "{status}");
            }
            Does::SignIn { account, device } => {
                seat::sign_in(&mut line, account, *device).await?;
            }
        }
        Ok(())
    }
}

/// What they met.
#[derive(Default)]
pub struct Tally {
    asked: usize,
    times: Vec<f64>,
    refusal: Option<String>,
}

/// Comes again and again for so long, on a thread of its own: the attacker keeps its own busy.
pub fn ask(probe: Probe, length: Duration) -> JoinHandle<anyhow::Result<Tally>> {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let (mut tally, until) = (Tally::default(), Instant::now() + length);
            while Instant::now() < until {
                let began = Instant::now();
                tally.asked += 1;
                match tokio::time::timeout(PATIENCE, probe.once()).await {
                    Ok(Ok(())) => tally.times.push(began.elapsed().as_secs_f64() * 1e3),
                    Ok(Err(error)) => tally.refusal = Some(format!("{error:#}")),
                    Err(_) => tally.refusal = Some("no answer".to_owned()),
                }
                tokio::time::sleep(match probe.does {
                    Does::Ask { .. } => EVERY,
                    Does::SignIn { .. } => SIGN_IN_EVERY,
                })
                .await;
            }
            tally.times.sort_by(f64::total_cmp);
            Ok(tally)
        })
    })
}

impl Tally {
    /// The heads of the columns.
    pub fn heads() -> String {
        format!(
            "  {:<18} {:>15} {:>9} {:>9} {:>9}",
            "honest, ms", "answered", "p50", "p99", "max"
        )
    }

    /// What they met, against an aim for the 99th percentile.
    pub fn row(&self, whence: &str, aim: f64) -> String {
        let answered = format!("{} of {}", self.times.len(), self.asked);
        let at = |percent: usize| {
            let nth = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
            self.times.get(nth).copied().unwrap_or(f64::INFINITY)
        };
        let met = self.times.len() == self.asked && at(99) <= aim;
        format!(
            "{whence:<18} {answered:>15} {:>9.1} {:>9.1} {:>9.1}  aim {aim:.0}: {}{}",
            at(50),
            at(99),
            at(100),
            if met { "met" } else { "MISSED" },
            self.refusal
                .as_ref()
                .map_or_else(String::new, |why| format!(" ({why})")),
        )
    }
}
