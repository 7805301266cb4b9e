//! What happened: the only way anything from outside comes in.

use crate::terminal::TerminalEvent;
use crate::ui::layer::Answered;
use journal::view::Me;
use offline::{Event, Failure, PasswordError, SignInError};
use protocol::IssuedPassword;

/// What wakes the loop: a key, an answer, a bell.
#[derive(Debug)]
#[expect(missing_docs, reason = "its variants say what they are")]
pub enum Message {
    Terminal(TerminalEvent),
    /// Between the outbox and the server.
    Sync(Event),
    /// An answer to signing in.
    SignedIn(Result<Me, SignInError>),
    /// An answer to changing the password.
    PasswordChanged(Result<(), PasswordError>),
    /// An answer to a new start password, with the name of whose it is.
    PasswordIssued(String, Result<IssuedPassword, Failure>),
    /// An answer to a gesture of amendments.
    Amended(Answered),
    /// A table was written, or why it was not.
    #[cfg(feature = "server")]
    Exported(Result<String, String>),
    /// Whether the server knows now of everybody who has signed out here.
    SignOutsTold(bool),
}
