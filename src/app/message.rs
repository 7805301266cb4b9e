//! What happened: the only way anything from outside comes in.

#[cfg(feature = "server")]
use crate::app::importing::{NotDone, TableDone};
#[cfg(feature = "server")]
use crate::desk::table_check::TableCheck;
use crate::terminal::TerminalEvent;
use crate::ui::layer::Answered;
use journal::view::Me;
use journal::view::SessionRow;
use offline::{BreachAnswer, BreachAsk, Event, Failure, PasswordError, SignInError};
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
    /// An answer to the end of a session.
    SessionEnded(Box<SessionRow>, Result<(), Failure>),
    /// An answer about sign-in data that got known, with what was asked.
    Breach(Box<BreachAsk>, Result<BreachAnswer, Failure>),
    /// An answer to a gesture of amendments.
    Amended(Answered),
    /// A table was written, or why it was not.
    #[cfg(feature = "server")]
    Exported(Result<String, String>),
    /// What a table would do, or what taking it back would.
    #[cfg(feature = "server")]
    TableChecked(Result<Box<TableCheck>, NotDone>),
    /// What became of it.
    #[cfg(feature = "server")]
    TableWritten(Result<Box<TableDone>, NotDone>),
    /// Whether the server knows now of everybody who has signed out here.
    SignOutsTold(bool),
}
