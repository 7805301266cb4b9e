//! What one machine can do to a server.

use crate::http::Line;
use crate::seat::{self, Account};
use anyhow::Context;
use clap::ValueEnum;
use journal::DeviceId;
use protocol::API_PATH;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, timeout_at};
use uuid::Uuid;

/// Bytes of a head that never ends: nearly as many as a server takes.
const HALF_HEAD: usize = 12 * 1024;
/// Bytes of a body of which the last one never comes.
const BODY: usize = 4096;
/// Requests sent at once by who reads no answer.
const PIPELINE: usize = 40;
/// Who guesses at one name.
const GUESSERS: usize = 50;
/// Who signs in under names that nobody has.
const FLOOD: usize = 3000;

/// A way to beset a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Attack {
    /// Nothing: what it is like without.
    Calm,
    /// 10,000 connections that say nothing.
    Idle,
    /// 4,200 that ask for 40 pages and read none.
    Unread,
    /// 4,200 that send half a head.
    HalfHead,
    /// 4,000 that send a sign-in without its last byte.
    HalfBody,
    /// 4,200 streams of events of one session.
    Streams,
    /// 3,000 that sign in under names that nobody has.
    Flood,
    /// 50 that guess at the teacher's own name.
    Guesses,
}

/// All of them, in turn.
pub const ALL: [Attack; 8] = [
    Attack::Calm,
    Attack::Idle,
    Attack::Unread,
    Attack::HalfHead,
    Attack::HalfBody,
    Attack::Streams,
    Attack::Flood,
    Attack::Guesses,
];

impl Attack {
    /// Whether it is sign-ins that it is to keep from their ends.
    pub fn is_of_sign_ins(self) -> bool {
        matches!(self, Self::Flood | Self::Guesses)
    }

    fn connections(self) -> usize {
        match self {
            Self::Calm => 0,
            Self::Idle => 10_000,
            Self::Unread | Self::HalfHead | Self::Streams => 4200,
            Self::HalfBody => 4000,
            Self::Flood => FLOOD,
            Self::Guesses => GUESSERS,
        }
    }
}

impl fmt::Display for Attack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.to_possible_value();
        f.write_str(name.as_ref().map_or("", |name| name.get_name()))
    }
}

/// What is beset.
#[derive(Clone)]
pub struct Target {
    /// The server.
    pub server: SocketAddr,
    /// A teacher there.
    pub account: Account,
    /// The teacher's session: the attacker has it as well.
    pub token: String,
    /// The device that it is of.
    pub device: DeviceId,
    from: Ipv4Addr,
}

impl Target {
    /// Signs the teacher in; the attacks come `from` there.
    pub async fn new(
        server: SocketAddr,
        from: Ipv4Addr,
        account: &Account,
    ) -> anyhow::Result<Self> {
        let device = seat::new_device();
        let mut line = Line::open(server).await?;
        let token = seat::sign_in(&mut line, account, device).await?.token;
        Ok(Self {
            server,
            account: account.clone(),
            token,
            device,
            from,
        })
    }

    async fn connect(&self) -> anyhow::Result<TcpStream> {
        Line::connect(self.from, self.server).await
    }
}

/// What became of an attack.
pub struct Done {
    opened: usize,
    held: usize,
    tries: usize,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} opened, {} held at the end", self.opened, self.held)?;
        if self.tries > 0 {
            write!(f, ", {} tries to sign in", self.tries)?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct Counts {
    opened: AtomicUsize,
    held: AtomicUsize,
    tries: AtomicUsize,
}

/// Attacks for so long.
pub async fn run(
    attack: Attack,
    target: Target,
    length: Duration,
    reopen: u32,
) -> anyhow::Result<Done> {
    let until = Instant::now() + length;
    let counts = Arc::new(Counts::default());
    let mut pace = interval(Duration::from_secs(1) / reopen);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let pace = Arc::new(Mutex::new(pace));
    let mut attackers = JoinSet::new();
    for nth in 0..attack.connections() {
        let (target, counts, pace) = (target.clone(), Arc::clone(&counts), Arc::clone(&pace));
        attackers.spawn(async move {
            // It ends wherever it is.
            let _ = timeout_at(until, keep_on(attack, nth, &target, &counts, &pace)).await;
        });
    }
    tokio::time::sleep_until(until - Duration::from_millis(100)).await;
    let held = counts.held.load(Ordering::Relaxed);
    while attackers.join_next().await.is_some() {}
    Ok(Done {
        opened: counts.opened.load(Ordering::Relaxed),
        held,
        tries: counts.tries.load(Ordering::Relaxed),
    })
}

async fn keep_on(
    attack: Attack,
    nth: usize,
    target: &Target,
    counts: &Counts,
    pace: &Mutex<Interval>,
) {
    loop {
        if let Ok(stream) = target.connect().await {
            counts.opened.fetch_add(1, Ordering::Relaxed);
            counts.held.fetch_add(1, Ordering::Relaxed);
            // However it ends: the server has hung up.
            let _ = hold(attack, nth, target, stream, counts).await;
            counts.held.fetch_sub(1, Ordering::Relaxed);
        }
        pace.lock().await.tick().await;
    }
}

/// Holds a connection until the server closes it.
async fn hold(
    attack: Attack,
    nth: usize,
    target: &Target,
    mut stream: TcpStream,
    counts: &Counts,
) -> anyhow::Result<()> {
    let token = &target.token;
    match attack {
        Attack::Calm | Attack::Idle => {}
        Attack::Unread => {
            let ask = format!("GET {API_PATH}/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n");
            stream.write_all(ask.repeat(PIPELINE).as_bytes()).await?;
            return until_broken(&stream).await;
        }
        Attack::HalfHead => {
            let head = format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}", "x".repeat(HALF_HEAD));
            stream.write_all(head.as_bytes()).await?;
        }
        Attack::HalfBody => {
            let head = format!(
                "POST {API_PATH}/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                 content-length: {BODY}\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&[b' '; BODY - 1]).await?;
        }
        Attack::Streams => {
            let ask = format!(
                "GET {API_PATH}/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n"
            );
            stream.write_all(ask.as_bytes()).await?;
        }
        Attack::Flood | Attack::Guesses => return guess(attack, nth, target, stream, counts).await,
    }
    let mut rest = [0; 1024];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}

/// Tries to sign in as long as the server lets it.
async fn guess(
    attack: Attack,
    nth: usize,
    target: &Target,
    stream: TcpStream,
    counts: &Counts,
) -> anyhow::Result<()> {
    let mut line = Line::of(stream, target.server)?;
    let device = DeviceId(Uuid::from_u128(nth as u128));
    loop {
        let round = counts.tries.fetch_add(1, Ordering::Relaxed);
        let login = match attack {
            Attack::Guesses => target.account.login.clone(),
            _ => format!("nobody-{round}"),
        };
        let password = format!("guess-{round}");
        let body = seat::sign_in_body(&Account { login, password }, device, None)?;
        line.post(&format!("{API_PATH}/sessions"), &body).await?;
    }
}

/// Reads nothing and yet notices the end.
async fn until_broken(stream: &TcpStream) -> anyhow::Result<()> {
    loop {
        let ready = stream.ready(tokio::io::Interest::ERROR).await?;
        if ready.is_error() || ready.is_read_closed() || ready.is_write_closed() {
            return stream.take_error()?.map_or(Ok(()), Err).context("broken");
        }
    }
}
