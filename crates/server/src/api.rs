//! The handlers, a file for each thing that can be asked for.

pub(crate) mod absences;
pub(crate) mod access_log;
pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod breaches;
pub(crate) mod cards;
pub(crate) mod changes;
pub(crate) mod events;
pub(crate) mod feed;
pub(crate) mod gestures;
pub(crate) mod health;
pub(crate) mod journals;
pub(crate) mod lessons;
pub(crate) mod movement;
pub(crate) mod openapi;
pub(crate) mod page;
pub(crate) mod register;
pub(crate) mod rules;
pub(crate) mod server_info;
pub(crate) mod session_end;
pub(crate) mod sessions;
pub(crate) mod setup;
pub(crate) mod sign_out;
pub(crate) mod today;
