//! The program: the client's loop, screens and keys, and the commands of the command line. The
//! rooms are told in `docs/ARCHITECTURE.md`.

pub mod action;
pub mod app;
pub mod cli;
pub mod config;
pub mod desk;
pub mod effect;
pub mod i18n;
pub mod input;
pub mod record_words;
#[cfg(feature = "server")]
pub mod table_files;
pub mod terminal;
pub mod theme;
pub mod ui;
