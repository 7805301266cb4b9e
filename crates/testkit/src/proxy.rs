//! A TCP proxy that breaks the line between client and server in the ways lines break.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};

/// What the line does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Line {
    /// Carries everything.
    #[default]
    Whole,
    /// Carries everything so much later.
    Slow(Duration),
    /// Open connections break, new ones are closed at once.
    Cut,
    /// Connections stay open and nothing comes through: the other side is gone without a word.
    HalfOpen,
}

/// The proxy. Dropped, it is gone and so are its connections.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

struct Shared {
    target: Mutex<SocketAddr>,
    line: watch::Sender<Line>,
    /// Raised by each cut: a line that is mended at once has been cut all the same.
    cuts: watch::Sender<u64>,
    /// Drop the answer to the next request that begins like this.
    drop_answer_to: Mutex<Option<String>>,
    dropped: watch::Sender<u64>,
    carried: watch::Sender<u64>,
}

impl Proxy {
    /// A whole line to `target`.
    pub fn start(target: SocketAddr) -> Self {
        let shared = Arc::new(Shared {
            target: Mutex::new(target),
            line: watch::Sender::new(Line::Whole),
            cuts: watch::Sender::new(0),
            drop_answer_to: Mutex::new(None),
            dropped: watch::Sender::new(0),
            carried: watch::Sender::new(0),
        });
        let (started, starting) = mpsc::channel();
        let (end, ending) = oneshot::channel::<()>();
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async move {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                    .await
                    .expect("a free port");
                let _ = started.send(listener.local_addr().expect("an address"));
                tokio::select! {
                    () = accept(listener, of_thread) => {}
                    _ = ending => {}
                }
            });
        });
        let address = starting.recv().expect("the proxy starts");
        Self {
            address,
            shared,
            end: Some(end),
            thread: Some(thread),
        }
    }

    /// Where a client connects to: `http://127.0.0.1:1234`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The line is whole again. Connections that were half open stay as broken as they are.
    pub fn mend(&self) {
        self.set(Line::Whole);
    }

    /// The line is cut: connections break, new ones are closed at once.
    pub fn cut(&self) {
        self.set(Line::Cut);
        self.shared.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// The other side falls silent: connections stay open, nothing comes through.
    pub fn half_open(&self) {
        self.set(Line::HalfOpen);
    }

    /// Everything comes so much later, in both directions.
    pub fn delay(&self, by: Duration) {
        self.set(Line::Slow(by));
    }

    /// The answer to the next request that begins with `head` (`"POST /api/v1/changes"`) does not
    /// come: the request goes through, then the connection breaks.
    pub fn drop_answer_to(&self, head: &str) {
        *self
            .shared
            .drop_answer_to
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(head.to_owned());
    }

    /// How many answers have been dropped; changes are the event to wait for.
    pub fn dropped(&self) -> watch::Receiver<u64> {
        self.shared.dropped.subscribe()
    }

    /// Bytes carried so far, both ways together.
    pub fn carried(&self) -> u64 {
        *self.shared.carried.borrow()
    }

    /// The same as an event to wait for.
    pub fn carrying(&self) -> watch::Receiver<u64> {
        self.shared.carried.subscribe()
    }

    /// Connections break, and new ones go to another server.
    pub fn redirect(&self, target: SocketAddr) {
        *self
            .shared
            .target
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = target;
        self.shared.cuts.send_modify(|cuts| *cuts += 1);
    }

    fn set(&self, line: Line) {
        self.shared.line.send_replace(line);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((client, _)) = listener.accept().await {
        if *shared.line.borrow() != Line::Cut {
            tokio::spawn(carry(client, Arc::clone(&shared)));
        }
    }
}

/// Carries one connection until either side ends it or the line is cut.
async fn carry(client: TcpStream, shared: Arc<Shared>) {
    let mut cuts = shared.cuts.subscribe();
    let target = *shared.target.lock().unwrap_or_else(PoisonError::into_inner);
    let Ok(server) = TcpStream::connect(target).await else {
        return;
    };
    let mut line = shared.line.subscribe();
    let silent = *line.borrow() == Line::HalfOpen;
    let (broken, armed) = (watch::Sender::new(silent), watch::Sender::new(false));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let upward = pump(from_client, to_server, &shared, &broken, |chunk| {
        let mut wanted = shared
            .drop_answer_to
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if wanted
            .as_ref()
            .is_some_and(|head| chunk.starts_with(head.as_bytes()))
        {
            *wanted = None;
            armed.send_replace(true);
        }
        true
    });
    let downward = pump(from_server, to_client, &shared, &broken, |_| {
        let drop_it = *armed.borrow();
        if drop_it {
            shared.dropped.send_modify(|count| *count += 1);
        }
        !drop_it
    });
    let fate = async {
        loop {
            match *line.borrow_and_update() {
                Line::Cut => return,
                Line::HalfOpen => {
                    broken.send_replace(true);
                }
                Line::Whole | Line::Slow(_) => {}
            }
            if line.changed().await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = upward => {}
        () = downward => {}
        () = fate => {}
        _ = cuts.changed() => {}
    }
}

/// Carries one direction; `passes` looks at each chunk and may break the connection instead.
async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    shared: &Shared,
    broken: &watch::Sender<bool>,
    mut passes: impl FnMut(&[u8]) -> bool,
) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length) = from.read(&mut buffer).await {
        let chunk = buffer.get(..length).unwrap_or_default();
        if *broken.borrow() {
            // A half-open connection takes everything, even its end, and says nothing.
            if chunk.is_empty() {
                std::future::pending::<()>().await;
            }
            continue;
        }
        if chunk.is_empty() || !passes(chunk) {
            return;
        }
        let delay = match *shared.line.borrow() {
            Line::Slow(by) => Some(by),
            _ => None,
        };
        if let Some(by) = delay {
            tokio::time::sleep(by).await;
        }
        if to.write_all(chunk).await.is_err() {
            return;
        }
        let length = u64::try_from(length).unwrap_or(0);
        shared.carried.send_modify(|carried| *carried += length);
    }
}
