//! Popups: small layers over a screen.

pub mod announced;
pub mod ask;
pub mod day;
pub mod decide;
pub mod details;
pub mod excuse;
pub mod find;
pub mod help;
pub mod palette;
pub mod pupils;
pub mod reading;
mod scrolled;
pub mod works;
