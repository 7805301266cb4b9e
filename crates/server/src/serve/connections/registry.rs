//! Who is connected, and who waits: the order in which places are given up.

use crate::peer::Peer;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

#[derive(Debug, Default)]
pub(super) struct Registry {
    /// Of the next connection, and of its place among those that wait: both only grow.
    next: u64,
    /// Connections that have lost their places and are still to close.
    pub(super) leaving: usize,
    pub(super) entries: HashMap<u64, Entry>,
    peers: HashMap<Peer, OfPeer>,
}

#[derive(Debug, Default)]
struct OfPeer {
    open: usize,
    /// Those that wait, in the order in which they began to.
    waiting: BTreeMap<u64, u64>,
}

#[derive(Debug)]
pub(super) struct Entry {
    peer: Peer,
    pub(super) phase: Phase,
    /// Since when it is in this phase.
    pub(super) since: Instant,
    /// Since when the peer takes nothing of what was written.
    pub(super) blocked: Option<Instant>,
    /// How long it took nothing before, since the request began.
    pub(super) waited: Duration,
    /// Its place among the waiting.
    pub(super) order: Option<u64>,
    /// The place that its request had when it began: a body or an answer in small bits gains
    /// nothing by them.
    pub(super) begun: u64,
    leave: Arc<Notify>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// No byte of a request has come since the last answer.
    Idle,
    /// A head comes; also before the first one.
    Head,
    /// The handler waits for the body.
    Body,
    /// The server works.
    Ours,
}

impl Registry {
    pub(super) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// How many connections a peer has.
    pub(super) fn count_of(&self, peer: Peer) -> usize {
        self.peers.get(&peer).map_or(0, |of| of.open)
    }

    /// A new connection, told by `leave` when it has lost its place.
    pub(super) fn open(&mut self, peer: Peer, leave: Arc<Notify>) -> u64 {
        let id = self.number();
        let entry = Entry {
            peer,
            phase: Phase::Head,
            since: Instant::now(),
            blocked: None,
            waited: Duration::ZERO,
            order: None,
            begun: id,
            leave,
        };
        self.entries.insert(id, entry);
        self.peers.entry(peer).or_default().open += 1;
        self.line_up(id, id);
        id
    }

    /// Takes a connection out of the registry; it is still to close.
    pub(super) fn remove(&mut self, id: u64) -> Option<Entry> {
        let entry = self.entries.remove(&id)?;
        self.leave_peer(&entry);
        Some(entry)
    }

    fn leave_peer(&mut self, entry: &Entry) {
        let Some(of) = self.peers.get_mut(&entry.peer) else {
            return;
        };
        of.open = of.open.saturating_sub(1);
        if let Some(order) = entry.order {
            of.waiting.remove(&order);
        }
        if of.open == 0 {
            self.peers.remove(&entry.peer);
        }
    }

    /// A request of `peer` begins on a connection, which is the peer's from now on. None if it has
    /// lost its place, else whether it keeps within the peer's share, for which those of its
    /// connections that wait are let go.
    pub(super) fn begin(&mut self, id: u64, peer: Peer, share: usize) -> Option<bool> {
        let begun = self.number();
        let entry = self.entries.get_mut(&id)?;
        (entry.phase, entry.since) = (Phase::Ours, Instant::now());
        (entry.begun, entry.waited) = (begun, Duration::ZERO);
        if entry.peer != peer {
            let entry = self.remove(id)?;
            self.peers.entry(peer).or_default().open += 1;
            let order = None;
            self.entries.insert(
                id,
                Entry {
                    peer,
                    order,
                    ..entry
                },
            );
        }
        self.line_up(id, begun);
        while self.count_of(peer) > share {
            if !self.evict_of(peer) {
                return Some(false);
            }
        }
        // It was one of those that waited, if its peer takes nothing.
        self.entries.contains_key(&id).then_some(true)
    }

    /// Puts a connection among the waiting if it waits, else takes it from there.
    pub(super) fn line_up(&mut self, id: u64, order: u64) {
        let Some(entry) = self.entries.get_mut(&id) else {
            return;
        };
        let Some(of) = self.peers.get_mut(&entry.peer) else {
            return;
        };
        if let Some(before) = entry.order.take() {
            of.waiting.remove(&before);
        }
        if entry.phase != Phase::Ours || entry.blocked.is_some() {
            entry.order = Some(order);
            of.waiting.insert(order, id);
        }
    }

    /// Lets the connection go that has waited longest, of the peer that has the most; whether
    /// there is one.
    pub(super) fn evict(&mut self) -> bool {
        let waiting = self.peers.iter().filter_map(|(peer, of)| {
            let (order, _) = of.waiting.first_key_value()?;
            Some((of.open, Reverse(*order), *peer))
        });
        let most = waiting.max_by_key(|(open, order, _)| (*open, *order));
        most.is_some_and(|(_, _, peer)| self.evict_of(peer))
    }

    /// The same of one peer.
    pub(super) fn evict_of(&mut self, peer: Peer) -> bool {
        let longest = self.peers.get(&peer);
        let longest = longest.and_then(|of| of.waiting.first_key_value());
        let Some((_, id)) = longest else {
            return false;
        };
        let Some(entry) = self.remove(*id) else {
            return false;
        };
        self.leaving += 1;
        entry.leave.notify_one();
        true
    }
}
