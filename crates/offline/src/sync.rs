//! The sync engine: a pure plan, a back-off, and the driver that does what the plan says.

pub mod ahead;
mod backoff;
mod engine;
mod event;
mod exchange;
mod failing;
pub mod plan;
mod progress;
mod put_off;
mod wait;

pub use engine::Engine;
pub use event::{Command, Connectivity, Event, StopReason, channels};
