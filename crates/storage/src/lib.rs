//! The server's memory: use cases, each one transaction, over either of two databases.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`store`] | the types of questions and answers |
//! | `database` | what of a database is not the same for both; the traits of the use cases over either: [`Accounts`], [`Registers`], [`Journals`], all of them [`Store`] |
//! | `cases`, `sql` | the use cases, each written once; the words in which they ask |
//! | [`bundle`] | a whole school as rows, ready to be stored |
//! | [`sqlite`] | the embedded default: one writer thread that commits in groups, a few readers |
//! | [`postgres`] | the district: one round trip a batch |
//! | [`memory`] | the model of [`Journals`] alone, the oracle of the tests |
//! | `batch`, `directory`, `pages` | pure, the same for every backend: what becomes of changes, who stands how to what, what people read |
//! | `intake` | a bundle checked, its history applied |
//! | `blank` | a new server's empty school, whose place an imported one may take |
//! | `cache`, `change_notifier` | pages built before with the stamp that proves them; watchers of commits |
//! | `migrate`, `codec`, `records` | the schema's steps; how small vocabularies and records of the register rest in the databases |
//!
//! What is accepted is in the table `change_log` with its place in the school's order of commits;
//! what is refused, held or in conflict is in `set_aside` with its outcome and in no feed. What
//! moved in the register is in `amendment_log`, in the same order of commits; `record` holds what
//! stands.

mod batch;
mod blank;
pub mod bundle;
mod cache;
mod cases;
mod change_notifier;
mod codec;
mod database;
mod directory;
mod intake;
pub mod memory;
mod migrate;
mod open;
mod pages;
pub mod postgres;
mod records;
mod session;
mod sql;
pub mod sqlite;
pub mod store;

pub use bundle::{Bundle, PastChange};
pub use database::{Accounts, Breaches, Journals, Registers, Store};
pub use memory::MemoryStore;
pub use open::{OpenOptions, open};
pub use postgres::{PgOptions, PgStore};
pub use sqlite::{SqliteOptions, SqliteStore};
pub use store::*;
