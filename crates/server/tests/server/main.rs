//! The real server over HTTP: one binary, a module for each thing that can be asked for.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod access_log;
mod accounts;
mod answers;
mod breaches;
mod changes;
mod connections;
mod contract;
mod edge;
mod feed;
mod gestures;
mod pages;
mod password;
mod people;
mod permissions;
mod register;
mod requests;
mod rights;
mod session_ends;
mod sessions;
mod sign_out;
mod stopping;
mod texts;
mod windows;
