//! What PostgreSQL's errors mean to those who asked.

use crate::store::StoreError;
use deadpool_postgres::PoolError;
use std::error::Error as _;
use tokio_postgres::Error;

const DISK_FULL: &str = "53100";

/// Whether a failed statement may simply be sent again: read-only after a failover, shutdown,
/// lost connection, serialization, deadlock, lock not available, too many connections.
fn is_passing(code: &str) -> bool {
    matches!(
        code,
        "25006" | "57P01" | "57P02" | "57P03" | "40001" | "40P01" | "55P03"
    ) || code.starts_with("08")
        || code.starts_with("53")
}

impl From<Error> for StoreError {
    /// The meaning of an error before COMMIT was sent: nothing was stored.
    fn from(error: Error) -> Self {
        let text = describe(&error);
        let passing = match error.code() {
            Some(code) => is_passing(code.code()),
            None => {
                error.is_closed()
                    || error
                        .source()
                        .is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
            }
        };
        if error.code().is_some_and(|code| code.code() == DISK_FULL) {
            Self::CannotWrite(text)
        } else if passing {
            Self::Busy(text)
        } else {
            Self::Failed(text)
        }
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Timeout(_) => Self::Busy(error.to_string()),
            PoolError::Closed => Self::Failed("the store is closed".to_owned()),
            other => Self::Failed(other.to_string()),
        }
    }
}

/// The meaning of an error of COMMIT itself, or of a lost connection after it was sent.
pub fn at_commit(error: &Error) -> StoreError {
    let text = describe(error);
    match error.code().map(tokio_postgres::error::SqlState::code) {
        // The server said that it rolled back.
        Some("40001" | "40P01") => StoreError::Busy(text),
        Some(code) if code.starts_with("23") => StoreError::Failed(text),
        _ => StoreError::OutcomeUnknown(text),
    }
}

/// The meaning of an error of a statement that was sent together with COMMIT.
pub fn beside_commit(error: Error) -> StoreError {
    // With an error message from the server the transaction is rolled back; without one nobody
    // knows how far it came.
    let said = error
        .as_db_error()
        .is_some_and(|e| !e.code().code().starts_with("57P"));
    if said {
        error.into()
    } else {
        StoreError::OutcomeUnknown(describe(&error))
    }
}

fn describe(error: &Error) -> String {
    match error.as_db_error() {
        Some(said) => format!("{} ({})", said.message(), said.code().code()),
        None => match error.source() {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}
