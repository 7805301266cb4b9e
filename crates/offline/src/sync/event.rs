//! What the screen tells the engine, and what the engine tells the screen.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use crate::error::StoreError;
use crate::page::PageKey;
use crate::store::Kept;
use crate::transport::Failure;
use journal::{SheetId, Timestamp};
use std::collections::BTreeSet;
use tokio::sync::mpsc;

/// From the screen to the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// The outbox grew.
    Wake,
    /// A person opened this page: fetch it if the server has a newer one, and keep it fresh
    /// until another is opened.
    Fetch(PageKey),
    /// This page, asked for before, is on the screen now: keep it fresh.
    Watch(PageKey),
    /// Signed in (by [`crate::Access`]): go on, with a fresh session.
    SignedIn,
    /// Signed out: send nothing until signed in again.
    SignOut,
    /// What was asked beside the engine did not reach the server.
    Unreached,
    /// «Повторить сейчас»: do not wait for the next attempt.
    TryNow,
    /// End the engine.
    Stop,
}

/// How it stands between this program and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connectivity {
    /// The server answers.
    Online {
        /// Since when, by the corrected clock.
        at: Timestamp,
    },
    /// The line of events was cut: whether it still answers is being found out.
    Doubtful,
    /// It does not.
    Offline {
        /// Since when, by the corrected clock.
        since: Timestamp,
        /// When it is asked again.
        retry_at: Timestamp,
    },
    /// It answers, but has too much to do or a fault.
    Busy {
        /// When it is asked again, by the corrected clock.
        retry_at: Timestamp,
    },
    /// It answers, but cannot write: somebody has to look after its disk.
    CannotWrite {
        /// When it is asked again, by the corrected clock.
        retry_at: Timestamp,
    },
    /// Nobody is signed in, or the session has ended. The outbox keeps everything.
    Unauthorised,
    /// Another server answers at this address. Nothing is sent, nothing is lost.
    OtherServer,
    /// The server speaks another version of the contract. Nothing is sent, nothing is lost.
    VersionMismatch,
}

/// Why the engine does nothing until the program is started again or [`Command::TryNow`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// As [`Connectivity::OtherServer`].
    OtherServer,
    /// As [`Connectivity::VersionMismatch`].
    VersionMismatch,
    /// The screen said so.
    Asked,
}

/// From the engine to the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// How it stands between this program and the server has changed.
    Connectivity(Connectivity),
    /// These pages show something else now: read them again from the store.
    PagesChanged(BTreeSet<PageKey>),
    /// [`journal::view::Me`] or [`journal::view::Rules`] have changed.
    IdentityChanged,
    /// The server has answered for so many changes.
    Settled {
        /// Answered now.
        count: usize,
        /// Of these, accepted as late (counted in the control).
        late: usize,
        /// Gestures of which something is still on its way.
        pending: usize,
        /// When, by the corrected clock.
        at: Timestamp,
    },
    /// There are changes that a person has to look at ([`crate::Store::troubles`]).
    Trouble {
        /// New ones.
        new: usize,
        /// All that are open.
        open: usize,
    },
    /// The server takes no more of this person's changes before, which is longer than a minute. The
    /// queue keeps everything.
    Waits { until: Timestamp },
    /// Undos that took nothing back: another says so too, and that stands.
    Kept(Vec<Kept>),
    /// The session has ended: sign in over the screen; the outbox keeps everything.
    SessionExpired,
    /// The start password must be changed before the server takes anything.
    MustChangePassword,
    /// This machine's clock is off by so many seconds (server minus machine).
    ClockOff { seconds: i64 },
    /// The server was restored from a backup and misses changes that are no longer kept here.
    LostByServer {
        /// The sheets they belong to.
        sheets: Vec<SheetId>,
    },
    /// The server fails at the next change of the outbox. It keeps its place and is sent again;
    /// what was made after it waits for it.
    Stuck {
        /// The sheet it belongs to.
        sheet: SheetId,
    },
    /// A page that was asked for could not be had; what is cached stays.
    FetchFailed { page: PageKey, why: Failure },
    /// The client's memory failed; the engine tries again later.
    StoreFailed(StoreError),
}

/// The two queues between a screen and its engine.
pub fn channels() -> (
    mpsc::UnboundedSender<Command>,
    mpsc::UnboundedReceiver<Command>,
    mpsc::UnboundedSender<Event>,
    mpsc::UnboundedReceiver<Event>,
) {
    let (commands, commands_in) = mpsc::unbounded_channel();
    let (events, events_in) = mpsc::unbounded_channel();
    (commands, commands_in, events, events_in)
}
