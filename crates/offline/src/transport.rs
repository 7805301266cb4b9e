//! The way to the server. The engine knows only this trait; [`crate::http`] is the real one.

use crate::error::StoreError;
use crate::page::PageKey;
use futures_util::future::LocalBoxFuture;
use journal::register::{Amended, GestureOutcome};
use journal::view::{Logged, Rules, SessionRow, VoidTotals};
use journal::{BreachId, GestureId, PersonId, SheetId};
use protocol::{
    Amend, BreachSince, ChangePassword, Code, ConfirmBreach, FeedPage, IssuedPassword, Problem,
    Push, Pushed, ReportBreach, ServerInfo, SignIn, SignedIn, UndoGesture, VoidBreach,
    WholeGesture,
};
use secrecy::SecretString;

/// Why there is no answer to work with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No connection, or it was lost: whether the server did it is not known.
    #[error("the server is not reached: {0}")]
    Unreachable(String),
    /// The server refused.
    #[error("the server says {}", .0.code.word())]
    Problem(Box<Problem>),
    /// Something answered that is not our server.
    #[error("the answer is not understood: {0}")]
    NotUnderstood(String),
    /// The client's memory failed before anything was asked.
    #[error(transparent)]
    Store(StoreError),
}

impl Failure {
    /// The code of the problem, if the server told one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Unreachable(_) | Self::NotUnderstood(_) | Self::Store(_) => None,
        }
    }
}

/// An answer that is on its way.
pub type Answer<'a, T> = LocalBoxFuture<'a, Result<T, Failure>>;

/// What `If-None-Match` brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched<T> {
    /// What we have is what the server has.
    Unchanged,
    /// A newer one.
    New {
        /// Its `ETag`, if the server gave one.
        etag: Option<String>,
        /// The page.
        body: T,
    },
}

/// What `GET /events` said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedEvent {
    /// The line lives.
    Heartbeat,
    /// There is more in the feed.
    More,
}

/// An open line of events. Cancelling `next` loses nothing.
pub trait FeedEvents {
    /// Waits for the next; an error when the line is cut.
    fn next(&mut self) -> Answer<'_, FeedEvent>;
}

/// What is asked of the server about sign-in data that got known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BreachAsk {
    /// They did.
    Report(ReportBreach),
    /// What was written under them is void since another moment.
    Since(BreachId, BreachSince),
    /// Changes that were written under them stand.
    Confirm(BreachId, ConfirmBreach),
    /// The rest is void.
    Void(BreachId, VoidBreach),
}

/// What it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreachAnswer {
    /// The report was received.
    Reported,
    /// The moment is another.
    Moved,
    /// The changes stand.
    Confirmed,
    /// So much is void now.
    Voided(VoidTotals),
}

/// The contract of `design.md` §4 as the client uses it.
pub trait Transport {
    /// `GET /server`.
    fn server_info(&self) -> Answer<'_, ServerInfo>;
    /// `POST /sessions`.
    fn sign_in(&self, request: SignIn) -> Answer<'_, SignedIn>;
    /// `DELETE /sessions/{key}` with a sign-out key.
    fn sign_out(&self, key: String) -> Answer<'_, ()>;
    /// `POST /password`.
    fn change_password(&self, token: SecretString, request: ChangePassword) -> Answer<'_, ()>;
    /// `POST /accounts/{id}/password`.
    fn issue_password(&self, token: SecretString, person: PersonId) -> Answer<'_, IssuedPassword>;
    /// `DELETE /accounts/{id}/sessions/{device}`.
    fn end_session(&self, token: SecretString, session: SessionRow) -> Answer<'_, ()>;
    /// `POST /breaches` and what is under it.
    fn breach(&self, token: SecretString, ask: BreachAsk) -> Answer<'_, BreachAnswer>;
    /// `POST /amendments`.
    fn amend(&self, token: SecretString, amend: Amend, dry_run: bool) -> Answer<'_, Amended>;
    /// `POST /gestures`: all of the amendments or none.
    fn amend_whole(
        &self,
        token: SecretString,
        gesture: WholeGesture,
        dry_run: bool,
    ) -> Answer<'_, GestureOutcome>;
    /// `POST /gestures/{id}/undo`.
    fn undo_whole(
        &self,
        token: SecretString,
        of: GestureId,
        undo: UndoGesture,
        dry_run: bool,
    ) -> Answer<'_, GestureOutcome>;
    /// `GET /rules`.
    fn rules(&self, token: SecretString, etag: Option<String>) -> Answer<'_, Fetched<Rules>>;
    /// `GET /today`, `/lessons/{id}`, `/journals/{id}`: the page as JSON.
    fn page(
        &self,
        token: SecretString,
        page: PageKey,
        etag: Option<String>,
    ) -> Answer<'_, Fetched<Vec<u8>>>;
    /// `POST /changes`.
    fn push(&self, token: SecretString, push: Push) -> Answer<'_, Pushed>;
    /// `GET /feed`; without a cursor: from now on.
    fn feed(&self, token: SecretString, cursor: Option<String>) -> Answer<'_, FeedPage>;
    /// `GET /lessons/{id}/log` and the like: what went into a sheet, oldest first, page after page; of a log
    /// that no screen could show the beginning.
    fn sheet_log(&self, token: SecretString, sheet: SheetId) -> Answer<'_, Vec<Logged>>;
    /// `GET /events`.
    fn events(&self, token: SecretString) -> Answer<'_, Box<dyn FeedEvents>>;
}
