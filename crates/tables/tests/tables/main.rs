//! What is read, what is refused and where, what is written. Every file is made here.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

mod book;
mod csv_zip;
mod delimited;
mod hostile;
mod ods;
mod round_trip;
mod xlsx;

/// Nothing is left in the tree by a case that fails.
fn cases() -> proptest::prelude::ProptestConfig {
    proptest::prelude::ProptestConfig {
        failure_persistence: None,
        ..proptest::prelude::ProptestConfig::default()
    }
}
