//! zhurnal.

pub mod action;
pub mod app;
pub mod cli;
pub mod config;
pub mod desk;
pub mod effect;
pub mod i18n;
pub mod input;
pub mod term;
pub mod theme;
pub mod ui;
