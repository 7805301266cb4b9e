//! What a person can always see: what has reached the server and what has not.

use journal::Timestamp;

/// The line to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Line {
    /// Not tried yet.
    #[default]
    Connecting,
    /// It answers.
    Online,
    /// It does not answer.
    Offline,
    /// It answers that it has too much to do.
    Busy,
    /// It answers that it cannot write.
    CannotWrite,
    /// It answers, and wants a sign-in.
    SignedOut,
    /// It is another server than the queue belongs to.
    OtherServer,
    /// It speaks another version of the contract.
    OtherVersion,
}

impl Line {
    /// The Fluent key of why a record of the register cannot be written just now.
    pub fn no_writing_key(self) -> &'static str {
        match self {
            Self::SignedOut => "register-signed-out",
            Self::OtherServer => "register-other-server",
            Self::OtherVersion => "register-other-version",
            _ => "register-no-network",
        }
    }

    /// Whether what is sent may be taken.
    pub fn may_take(self) -> bool {
        self.may_answer() && self != Self::CannotWrite
    }

    /// Whether a page that was asked for may be expected.
    pub fn may_answer(self) -> bool {
        matches!(
            self,
            Self::Connecting | Self::Online | Self::Busy | Self::CannotWrite
        )
    }
}

/// The line and the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Link {
    pub line: Line,
    /// Gestures of which something has not reached the server.
    pub pending: usize,
    /// Changes in conflict, refused or held: a person has to look.
    pub troubles: usize,
    /// When the server last took or had everything.
    pub settled_at: Option<Timestamp>,
    /// Before when the server takes no more of what waits.
    pub waits_until: Option<Timestamp>,
    /// How far this machine's clock is off, in seconds, if it is far off.
    pub clock_off: Option<i64>,
}
