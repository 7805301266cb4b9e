//! Tables of the register as files: read, written, and what is in them in words. Parsed here, by
//! the client, which sends amendments: the server never opens a spreadsheet.
//!
//! | room | what is in it |
//! | --- | --- |
//! | `heads` | what columns and tables are called in both languages |
//! | `mapping` | what a person has said that heads are, kept by name |
//! | `reading`, `writing` | files into rows, rows into files |
//! | `words` | what is found in a row, or wrong with a file, in words |
//! | `report` | what tables would do, in words; the rows that cannot be taken |

pub mod heads;
pub mod mapping;
pub mod reading;
pub mod report;
pub mod words;
pub mod writing;

pub use heads::Heads;
pub use mapping::Mapping;
pub use reading::{ReadSheet, read};
pub use writing::{Written, written};
