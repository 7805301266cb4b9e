//! What is said of records wherever they are met: by forms and lists, by commands, of tables.

pub mod effects;
pub mod faults;
pub mod steps;
