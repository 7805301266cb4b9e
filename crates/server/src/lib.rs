//! The central server: sign-in, routes, feed.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`config`](ServerConfig) | what a server can be told |
//! | `serve` | starting, accepting, letting go, stopping |
//! | `peer`, `shares`, `streams`, `uploads` | who is at the other end, and how much each may have |
//! | `edge`, `guard` | what every request passes: version, time limit, problems; session, permission |
//! | `routes` | every route with its permission; the OpenAPI document |
//! | `api` | the handlers |
//! | `signin` | hashing, soft locks and queues, sessions |
//! | `rate`, `set_aside`, `turns`, `reading_turns` | how much somebody may send; how much of what somebody asks for goes at once |
//! | `readiness` | whether the database works |
//! | `accesses`, `retention` | what the access log is told; how long it is kept |
//! | `app`, `schools`, `recurring` | what handlers share; the schools served; what is done every so often |
//! | `cursor`, `etag` | where a reader is in the feed; what a reader has already |
//!
//! A request goes edge → guard → handler → [`storage::Store`] and back; a failure travels as a
//! value and is written as `application/problem+json` by the edge.

mod accesses;
mod api;
mod app;
mod body;
mod config;
mod cursor;
mod edge;
mod etag;
mod failure;
mod gesture_turns;
mod guard;
mod peer;
mod random;
mod rate;
mod readiness;
mod reading_turns;
mod recurring;
mod retention;
mod routes;
mod schools;
mod serve;
mod set_aside;
mod shares;
mod signin;
mod streams;
mod turns;
mod uploads;

pub use app::StartError;
pub use config::ServerConfig;
pub use serve::{Running, Server, Stopper};
pub use signin::{
    HashCost, HashError, SHORTEST_PASSWORD, hash_password, is_weak_password, lock_of_name,
    start_password,
};

/// The OpenAPI 3.1 document of the contract, in JSON for people.
pub fn openapi() -> String {
    routes::contract()
        .document()
        .to_pretty_json()
        .unwrap_or_default()
}
