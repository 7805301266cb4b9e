//! The open connections: how many, whose, and which of them wait for their peers.
//!
//! A connection is either the server's to work for or its peer's to move. What the peer is to do
//! has a limit of its own:
//!
//! | waits for | since | let go after |
//! | --- | --- | --- |
//! | the first head | it was opened | `head_timeout` |
//! | the next request | the last answer | `idle_timeout` |
//! | the rest of a head | its first byte | `head_timeout` |
//! | more of a body | the last of it came | `stall_timeout` |
//! | room for an answer | the last of it was taken | `stall_timeout` |
//!
//! Of an answer's room it waits no longer in all than `stall_timeout` and a second for each
//! [`SLOWEST_LINE`] bytes that were taken: whoever takes a little now and then keeps no answer for
//! ever.
//!
//! When all places are taken, or a peer's share is, the connection that has waited longest gives
//! its place to a new one: of that peer, or of the peer that has the most. One that the server
//! works for, or that listens to events, never has to.

mod registry;
#[cfg(test)]
mod tests;

use crate::config::{SLOWEST_LINE, ServerConfig};
use crate::peer::Peer;
use crate::reading_turns::UntakenAnswer;
use registry::{Phase, Registry};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// Connections on their way out that may still hold a file each while others come in.
const MOST_LEAVING: usize = 64;

/// The connections of a server.
#[derive(Debug)]
pub(super) struct Connections {
    limits: Limits,
    registry: Mutex<Registry>,
    changed: Notify,
}

/// See [`ServerConfig`].
#[derive(Debug, Clone, Copy)]
struct Limits {
    places: usize,
    per_peer: usize,
    head: Duration,
    idle: Duration,
    stall: Duration,
}

/// Whether a connection may be served.
pub(super) enum Admission {
    /// It has a place.
    Admitted(Open),
    /// Its peer has its share already, and the server works for all of it.
    ShareIsTaken,
}

/// An open connection's place, given up when dropped.
#[derive(Debug)]
pub(super) struct Open {
    connections: Arc<Connections>,
    id: u64,
    leave: Arc<Notify>,
    idle: AtomicBool,
    /// Bytes of the last answers that the system has taken since the request began.
    taken: AtomicU64,
    /// Answers that have ended and are not wholly with the system.
    untaken: Mutex<Vec<UntakenAnswer>>,
}

impl Connections {
    pub(super) fn new(config: &ServerConfig) -> Arc<Self> {
        let places = config.connections.max(1);
        Arc::new(Self {
            limits: Limits {
                places,
                per_peer: config.connections_per_peer.clamp(1, places - places / 4),
                head: config.head_timeout,
                idle: config.idle_timeout,
                stall: config.stall_timeout,
            },
            registry: Mutex::default(),
            changed: Notify::new(),
        })
    }

    /// A place for a connection of `peer`, as soon as there is one. A trusted proxy's own share
    /// is unlimited: its connections count for those it forwards.
    pub(super) async fn admit(self: &Arc<Self>, peer: Peer, is_proxy: bool) -> Admission {
        loop {
            if let Some(admission) = self.try_admit(peer, is_proxy) {
                return admission;
            }
            self.changed.notified().await;
        }
    }

    fn try_admit(self: &Arc<Self>, peer: Peer, is_proxy: bool) -> Option<Admission> {
        let Limits {
            places, per_peer, ..
        } = self.limits;
        let mut registry = self.registry();
        if registry.leaving >= MOST_LEAVING {
            return None;
        }
        while !is_proxy && registry.count_of(peer) >= per_peer {
            if !registry.evict_of(peer) {
                return Some(Admission::ShareIsTaken);
            }
        }
        if registry.entries.len() >= places && !registry.evict() {
            return None;
        }
        let leave = Arc::new(Notify::new());
        let id = registry.open(peer, Arc::clone(&leave));
        Some(Admission::Admitted(Open {
            connections: Arc::clone(self),
            id,
            leave,
            idle: AtomicBool::new(false),
            taken: AtomicU64::new(0),
            untaken: Mutex::default(),
        }))
    }

    /// Lets the connection go that has waited longest, where files have run out.
    pub(super) fn make_room(&self) {
        self.registry().evict();
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn with<T>(&self, change: impl FnOnce(&mut Registry, u64) -> T) -> T {
        change(&mut self.connections.registry(), self.id)
    }

    fn enter(&self, phase: Phase, order: Option<u64>) {
        self.with(|registry, id| {
            let number = registry.number();
            if let Some(entry) = registry.entries.get_mut(&id) {
                (entry.phase, entry.since) = (phase, Instant::now());
                // Who takes nothing keeps the place it has for that.
                let kept = entry.blocked.and(entry.order);
                registry.line_up(id, order.or(kept).unwrap_or(number));
            }
        });
        if phase != Phase::Ours {
            self.connections.changed.notify_one();
        }
    }

    /// A byte has come.
    pub(super) fn heard(&self) {
        if !self.idle.swap(false, Ordering::Relaxed) {
            return;
        }
        self.with(|registry, id| {
            // Its place stays: a head in small bits gains nothing by them.
            let idle = registry.entries.get_mut(&id);
            if let Some(entry) = idle.filter(|entry| entry.phase == Phase::Idle) {
                (entry.phase, entry.since) = (Phase::Head, Instant::now());
            }
        });
    }

    /// A request's head is there; `peer` sent it. None if the connection has been let go, else
    /// whether the peer's share has room for it. A trusted proxy's own share is unlimited.
    pub(super) fn request_begins(&self, peer: Peer, is_proxy: bool) -> Option<bool> {
        self.idle.store(false, Ordering::Relaxed);
        self.taken.store(0, Ordering::Relaxed);
        let share = if is_proxy {
            usize::MAX
        } else {
            self.connections.limits.per_peer
        };
        self.with(|registry, id| registry.begin(id, peer, share))
    }

    /// The handler waits for more of the body.
    pub(super) fn body_waits(&self) {
        let begun = self.with(|registry, id| registry.entries.get(&id).map(|entry| entry.begun));
        self.enter(Phase::Body, begun);
    }

    /// More of the body came, or its end.
    pub(super) fn body_came(&self) {
        self.enter(Phase::Ours, None);
    }

    /// The answer is written, as far as the server is concerned; it keeps its place among those
    /// that are not taken until [`Open::all_is_written`].
    pub(super) fn request_ends(&self, untaken: Option<UntakenAnswer>) {
        self.untaken().extend(untaken);
        self.enter(Phase::Idle, None);
        self.idle.store(true, Ordering::Relaxed);
    }

    /// The system has taken so much of an answer.
    pub(super) fn takes(&self, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.taken.fetch_add(bytes, Ordering::Relaxed);
    }

    /// The system has taken all that was written so far.
    pub(super) fn all_is_written(&self) {
        let taken = std::mem::take(&mut *self.untaken());
        drop(taken);
    }

    fn untaken(&self) -> MutexGuard<'_, Vec<UntakenAnswer>> {
        self.untaken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The peer takes nothing more for now.
    pub(super) fn blocked(&self) {
        self.set_blocked(Some(Instant::now()));
        self.connections.changed.notify_one();
    }

    /// The peer has taken something.
    pub(super) fn unblocked(&self) {
        self.set_blocked(None);
    }

    fn set_blocked(&self, blocked: Option<Instant>) {
        self.with(|registry, id| {
            if let Some(entry) = registry.entries.get_mut(&id) {
                if let Some(since) = entry.blocked {
                    entry.waited += since.elapsed();
                }
                entry.blocked = blocked;
                // An answer taken in small bits gains nothing by them.
                let order = entry.order.unwrap_or(entry.begun);
                registry.line_up(id, order);
            }
        });
    }

    /// Done when the connection is to be let go: its place is another's, or it has waited too
    /// long. Says why.
    pub(super) async fn let_go(&self) -> &'static str {
        let Limits {
            head, idle, stall, ..
        } = self.connections.limits;
        let shortest = head.min(idle).min(stall);
        loop {
            let now = Instant::now();
            // A new limit may begin at any moment, and none is shorter than this.
            let look = match self.deadline() {
                Some(deadline) if deadline <= now => return "it waited too long",
                Some(deadline) => deadline.min(now + shortest),
                None => now + shortest,
            };
            tokio::select! {
                biased;
                () = self.leave.notified() => return "others need its place",
                () = sleep_until(look) => {}
            }
        }
    }

    fn deadline(&self) -> Option<Instant> {
        let Limits {
            head, idle, stall, ..
        } = self.connections.limits;
        self.with(|registry, id| {
            let entry = registry.entries.get(&id)?;
            let asked = match entry.phase {
                Phase::Head => Some(entry.since + head),
                Phase::Idle => Some(entry.since + idle),
                Phase::Body => Some(entry.since + stall),
                Phase::Ours => None,
            };
            let taken = entry.blocked.map(|since| {
                let slow = Duration::from_secs(self.taken.load(Ordering::Relaxed) / SLOWEST_LINE);
                let rest = (stall + slow).saturating_sub(entry.waited);
                since + stall.min(rest)
            });
            asked.into_iter().chain(taken).min()
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.with(|registry, id| {
            if registry.remove(id).is_none() {
                registry.leaving = registry.leaving.saturating_sub(1);
            }
        });
        self.connections.changed.notify_one();
    }
}
