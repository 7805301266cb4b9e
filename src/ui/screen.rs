//! The screens: what fills the whole room above the status line.

pub mod access_log;
pub mod accounts;
pub mod cards;
pub mod grid_keys;
pub mod history;
pub mod homework;
pub mod journal;
pub mod journals;
pub mod lesson;
pub mod movement_book;
pub mod open;
pub mod password;
pub mod plan_topic;
pub mod population;
pub mod queue;
pub mod register;
pub mod restored;
pub mod rights;
pub mod roll_call;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod today;
pub mod topic;
pub mod ungrouped;
pub mod whole_row;
