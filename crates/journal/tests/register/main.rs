//! The register: descriptions, checks, consequences, gestures.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod check;
mod consequences;
mod days;
mod kinds;
mod plan;
mod properties;
mod support;
mod texts;
