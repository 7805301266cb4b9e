//! For tests: the real server on `127.0.0.1:0`, a small school, a client of the API, a proxy that
//! breaks the line, and a terminal that drives the real binary.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`fixture`] | a school of one class, one teacher, one running lesson |
//! | [`TestServer`] | the server on a folder of its own, stopped, killed, started again |
//! | [`Api`], [`Pen`] | a client of the contract, and changes to send by it |
//! | [`Proxy`] | between client and server: cut, delay, swallow, drop the answer |
//! | [`Pty`] | a program in a terminal: keys, screen, signals |
//!
//! Everything here fails a test by panicking with what it saw. Nothing sleeps: what takes time is
//! waited for by its event, with a limit.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test kit fails tests by panicking"
)]

pub mod api;
pub mod clock;
pub mod fixture;
pub mod pen;
pub mod proxy;
pub mod pty;
pub mod server;

pub use api::{Api, ApiError};
pub use clock::TestClock;
pub use pen::Pen;
pub use proxy::Proxy;
pub use pty::{Pty, PtyBuilder};
pub use server::{TestServer, TestServerBuilder};
