//! The client's memory and its sync engine.
//!
//! **What the server has told us (base) + our unsettled changes in order = what is on the
//! screen.** Pages and the server's log are the base; the outbox holds our changes; [`overlay`]
//! puts the second over the first.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`folder`], [`seal`], [`error`] | where an account's memory lies, how it is sealed, what can fail |
//! | [`id_source`], [`server_clock`] | ids of changes; the server's clock as this machine knows it |
//! | [`store`] | the SQLite file: identity, pages, the durable outbox, undo, troubles |
//! | [`overlay`] | changes put over pages: pure |
//! | [`sync`] | the pure plan, the back-off, the driver |
//! | [`transport`], [`http`], [`sse`] | the way to the server, and the real one over HTTP |
//! | [`access`], [`sign_outs`] | signing in and out, changing the password |
//!
//! The store is used synchronously on the thread of the screen and shared by `Rc` with the
//! engine, which is a local task on the same thread:
//!
//! ```no_run
//! # use std::{rc::Rc, sync::Arc};
//! # async fn begin(dir: &std::path::Path, url: &str, seeds: [[u8; 32]; 3])
//! # -> Result<(), Box<dyn std::error::Error>> {
//! use offline::*;
//! let clock: Arc<dyn journal::Clock> = Arc::new(protocol::SystemClock::start());
//! let folder = AccountFolder::of(dir, url, "orlova");
//! let mut ids = IdSource::new(seeds[0]);
//! let store = Store::open(&folder, Box::new(seal::Plain), &mut ids, clock.now())?;
//! let store = Rc::new(store);
//! let server_clock = Rc::new(ServerClock::resume(&store, clock)?);
//! let transport = HttpTransport::new(HttpSettings::new(url, "zhurnal/0.1.0"))?;
//! let transport: Rc<dyn Transport> = Rc::new(transport);
//! let (commands, commands_in, events_out, events) = channels();
//! let engine = Engine::new(store.clone(), transport.clone(), server_clock.clone(), seeds[1]);
//! tokio::task::spawn_local(engine.run(commands_in, events_out));
//! let owed = SignOuts::of(dir, url);
//! let access = Access::new(store, transport, server_clock, IdSource::new(seeds[2]), owed);
//! access.sign_in("orlova", "secret".into()).await?;
//! commands.send(Command::SignedIn)?;
//! # drop(events);
//! # Ok(())
//! # }
//! ```

pub mod access;
pub mod error;
pub mod folder;
pub mod http;
pub mod id_source;
pub mod overlay;
pub mod page;
pub mod seal;
pub mod server_clock;
pub mod sign_outs;
pub mod sse;
pub mod store;
pub mod sync;
pub mod transport;

pub use access::{Access, PasswordError, SignInError};
pub use error::{StoreError, StoreFault};
pub use folder::AccountFolder;
pub use http::{BadAddress, HttpSettings, HttpTransport};
pub use id_source::IdSource;
pub use page::{Cached, ListKey, ListPage, PageKey, Writers};
pub use server_clock::{Moment, ServerClock};
pub use sign_outs::SignOuts;
pub use store::{
    Continuation, Draft, DraftKey, DraftKind, Gesture, HomeworkDraft, Identity, Kept, Letters,
    ListOrder, ListOrders, OtherWindows, Queued, Resolution, Resolved, Store, Trouble, TroubleKind,
    Undone, Unsettled,
};
pub use sync::{Command, Connectivity, Engine, Event, StopReason, channels};
pub use transport::{BreachAnswer, BreachAsk, Failure, FeedEvent, FeedEvents, Fetched, Transport};
