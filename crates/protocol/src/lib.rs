//! What travels between the client and the server: requests, answers, problems. Data,
//! and the [`clock`] that both sides are given.
//!
//! Pages ([`journal::view`]), changes ([`journal::Change`]), amendments
//! ([`journal::register::Amendment`]) and what became of them travel as they are.

pub mod amendments;
pub mod breaches;
pub mod changes;
pub mod clock;
pub mod feed;
pub mod gestures;
pub mod problem;
pub mod server_info;
pub mod session;

pub use amendments::Amend;
pub use breaches::{
    BreachReported, BreachSince, ConfirmBreach, MAX_CONFIRMED, ReportBreach, VoidBreach,
};
pub use changes::{MAX_BATCH, Numbered, Outcome, Push, Pushed};
pub use clock::{MovedClock, SystemClock};
pub use feed::{FeedPage, SheetLog};
pub use gestures::{MAX_AGREED_BYTES, MAX_AMENDMENT_BYTES, MAX_GESTURE, UndoGesture, WholeGesture};
pub use problem::{Code, Problem};
pub use server_info::ServerInfo;
pub use session::{ChangePassword, IssuedPassword, SignIn, SignedIn, is_sign_out_key};

/// The version of the contract; part of every path: `/api/v1`.
pub const API_VERSION: u32 = 1;
/// The header in which client and server tell each other [`API_VERSION`].
pub const API_HEADER: &str = "zhurnal-api";
/// Where the contract lives on a server.
pub const API_PATH: &str = "/api/v1";
