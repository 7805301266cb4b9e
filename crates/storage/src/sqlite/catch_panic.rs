//! A panic is one question's failure, not the end of the thread that answers all of them.
//!
//! Only where panics unwind: the release build aborts on one, and then whoever supervises the
//! process starts it again.

use crate::store::StoreError;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does `work`; a panic in it is an error of its own. What `work` has touched has to be rolled
/// back as after any other error.
pub fn catch_panic<T>(work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        tracing::error!("a question to the database panicked");
        Err(StoreError::Failed("it panicked".to_owned()))
    })
}
