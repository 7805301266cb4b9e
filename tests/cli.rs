//! The command line: the real binary, what it prints and how it ends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic; its helpers too"
)]

#[cfg(feature = "server")]
#[path = "cli/demo.rs"]
mod demo;
#[path = "cli/doctor.rs"]
mod doctor;
#[cfg(feature = "server")]
#[path = "cli/import.rs"]
mod import;
#[cfg(feature = "server")]
#[path = "cli/passwd.rs"]
mod passwd;
#[path = "cli/profile_files.rs"]
mod profile_files;
#[path = "cli/program.rs"]
mod program;
#[path = "cli/screen.rs"]
mod screen;
#[cfg(feature = "server")]
#[path = "cli/serve.rs"]
mod serve;
#[path = "cli/words.rs"]
mod words;
