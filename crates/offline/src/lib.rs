//! The client's memory and its sync engine.
//!
//! **What the server has told us (base) + our unsettled changes in order = what is on the
//! screen.** Pages and the server's log are the base; the outbox holds our changes; [`overlay`]
//! puts the second over the first.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`folder`], [`seal`], [`error`] | where an account's memory lies, how it is sealed, what can fail |
//! | [`mint`], [`timekeeper`] | ids of changes; the server's clock as this machine knows it |
//! | [`store`] | the SQLite file: identity, pages, the durable outbox, undo, troubles |
//! | [`overlay`] | changes put over pages: pure |
//! | [`sync`] | the pure plan, the back-off, the driver |
//! | [`transport`], [`http`], [`sse`] | the way to the server, and the real one over HTTP |
//! | [`access`] | signing in and out, changing the password |
//!
//! The store is used synchronously on the thread of the screen and shared by `Rc` with the
//! engine, which is a local task on the same thread.

pub mod access;
pub mod error;
pub mod folder;
pub mod http;
pub mod mint;
pub mod overlay;
pub mod page;
pub mod seal;
pub mod sse;
pub mod store;
pub mod sync;
pub mod timekeeper;
pub mod transport;

pub use access::{Access, PasswordError, SignInError};
pub use error::{StoreError, StoreFault};
pub use folder::AccountFolder;
pub use http::{HttpSettings, HttpTransport};
pub use mint::Mint;
pub use page::{Cached, PageKey};
pub use store::{
    Continuation, Gesture, Identity, Queued, Resolution, Store, Trouble, TroubleKind, Undone,
    Unsettled,
};
pub use sync::{Command, Connectivity, Engine, Event, StopReason};
pub use timekeeper::{Moment, Timekeeper};
pub use transport::{Failure, Fetched, Poke, Pokes, Transport};
