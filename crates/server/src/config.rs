//! What a server can be told.

use crate::signin::HashCost;
use journal::SchoolId;
use secrecy::SecretString;
use std::net::IpAddr;
use std::time::Duration;

/// Bytes that the slowest line carries in a second, either way: an eighth of an old telephone's.
pub(crate) const SLOWEST_LINE: u64 = 2048;

/// How a server works; [`ServerConfig::default`] suits a school.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// The school people sign in to when they name none; not needed if there is only one.
    pub school: Option<SchoolId>,
    /// A session ends after so many hours without use; the default outlives a weekend.
    pub idle_hours: u32,
    /// A session ends after so many hours whatever happens; by default weeks, for a whole school
    /// that signs in anew on one morning waits for its passwords to be hashed.
    pub session_hours: u32,
    /// Days that an entry of the access log is kept; the default is a school year and the summer
    /// in which it is reported on. The newest entries of three eighths of so many days with entries
    /// stay whatever the clock says.
    pub access_log_days: u32,
    /// How hard new passwords are hashed.
    pub hash_cost: HashCost,
    /// Passwords hashed at the same time; each takes a core and the memory of its cost.
    pub hashes_at_once: usize,
    /// Sign-ins that may wait for their turn, in the queue of known devices and in that of all
    /// others, where one peer has half the places; the next one is told to come again.
    pub hashes_waiting: usize,
    /// Changes that a person may send in a minute, from whatever device; a request counts for at
    /// least one for each kibibyte. Whoever was a week without a network sends it all at once.
    pub changes_per_minute: u32,
    /// Changes of a person that may go into journals in a day, counted as those of a minute: a month
    /// of lessons without a network, of which all may come at once.
    pub changes_per_day: u32,
    /// Bytes that may be written in a day of a person's changes that do not go into a journal, a
    /// quarter of it of one device's: thousands of conflicts about marks, hundreds about the
    /// longest homework.
    pub set_aside_bytes_per_day: u32,
    /// Amendments of gestures of thousands that a person may send in an hour, dry runs too; a request
    /// counts for at least one for each kibibyte. A school is some thousands, and is tried often.
    pub whole_amendments_per_hour: u32,
    /// Start passwords that a person may give in a minute, of which all may come at once: those
    /// of a whole class.
    pub start_passwords_per_minute: u32,
    /// Largest body of a request, in bytes.
    pub body_limit: usize,
    /// Largest body of a gesture of thousands, in bytes. Two of them are kept at a time.
    pub long_body_limit: usize,
    /// Largest body of a request that carries a password, in bytes.
    pub small_body_limit: usize,
    /// Memory for the bodies that people are sending in their sessions, in bytes; each person has
    /// an eighth at most, and who has most gives way to who has less.
    pub body_memory: usize,
    /// Memory for the answers that people have asked for in their sessions and not yet taken, in
    /// bytes; one person has half of it at most, one device a quarter.
    pub answer_memory: usize,
    /// Longest time for an answer; it is longer by a second for each 2 KiB of the request's body.
    pub request_timeout: Duration,
    /// Longest time for the head of a request, and for a new connection to send one.
    pub head_timeout: Duration,
    /// Longest time between an answer and the next request of its connection.
    pub idle_timeout: Duration,
    /// Longest time in which nothing of a body comes, or in which an answer waits to be taken; it
    /// is longer by a second for each 2 KiB that were taken.
    pub stall_timeout: Duration,
    /// Open connections at most, and no more than the system lets the process have files. When
    /// there are so many, one that waits for its peer makes room for a new one.
    pub connections: usize,
    /// Of one peer, and no more than three quarters of all. A peer is an IPv4 address or an IPv6
    /// network, behind a trusted proxy the one that is forwarded: generous, for a whole school
    /// may have one.
    pub connections_per_peer: usize,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Streams of events of one person; a new one ends the oldest. All streams together have
    /// half of all connections.
    pub streams_per_person: usize,
    /// How often a silent stream of events says that it is alive, and looks whether its session
    /// still is.
    pub heartbeat: Duration,
    /// Longest wait at the end for requests that have begun.
    pub drain: Duration,
    /// Goes into the key of feed cursors besides the secret that the database keeps. Processes that serve the
    /// same database need the same one.
    pub cursor_secret: Option<SecretString>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            school: None,
            idle_hours: 72,
            session_hours: 30 * 24,
            access_log_days: 400,
            hash_cost: HashCost::default(),
            hashes_at_once: cores,
            hashes_waiting: cores * 128,
            changes_per_minute: 3000,
            changes_per_day: 30_000,
            set_aside_bytes_per_day: 32 * 1024 * 1024,
            whole_amendments_per_hour: 200_000,
            start_passwords_per_minute: 40,
            body_limit: 256 * 1024,
            long_body_limit: 16 * 1024 * 1024,
            small_body_limit: 4 * 1024,
            body_memory: 32 * 1024 * 1024,
            answer_memory: 64 * 1024 * 1024,
            request_timeout: Duration::from_secs(30),
            head_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            stall_timeout: Duration::from_secs(15),
            connections: 4096,
            connections_per_peer: 3072,
            trusted_proxies: Vec::new(),
            streams_per_person: 8,
            heartbeat: Duration::from_secs(20),
            drain: Duration::from_secs(10),
            cursor_secret: None,
        }
    }
}
