//! What happened: the only way anything from outside comes in.

use crate::term::TermEvent;
use journal::view::Me;
use offline::{Event, PasswordError, SignInError};

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// On the terminal.
    Term(TermEvent),
    /// Between the outbox and the server.
    Sync(Event),
    /// An answer to signing in.
    SignedIn(Result<Me, SignInError>),
    /// An answer to changing the password.
    PasswordChanged(Result<(), PasswordError>),
    /// Whether the server knows now of everybody who has signed out here.
    SignOutsTold(bool),
}
