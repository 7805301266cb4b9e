//! The use cases, each written once: what is asked of a database as one transaction sees it.

pub mod absences;
pub mod access_log;
pub mod account_list;
pub mod accounts;
pub mod batches;
pub mod breaches;
pub mod cards;
pub mod directory;
pub mod journals;
pub mod log;
pub mod movement;
pub mod pages;
pub mod register;
pub mod session_list;
pub mod setup;
pub mod sheets;
pub mod start_passwords;
pub mod terms;
