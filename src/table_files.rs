//! Tables of the register as files: read, written, and what is in them in words. Parsed here, by
//! the client, which sends amendments: the server never opens a spreadsheet.
//!
//! | room | what is in it |
//! | --- | --- |
//! | `heads` | what columns and tables are called in both languages |
//! | `mapping` | what a person has said that heads are, kept by name |
//! | `reading`, `writing` | files into rows, rows into files |
//! | `words` | what is found in a row, or wrong with a file, in words |
//! | `sheets` | the sheets of a file with what they are tables of |
//! | `package` | a OneRoster package as a file |
//! | `at_server` | a session at the server, as tables are read and written by it |
//! | `gesture` | rows as one gesture, and what the server says to it |
//! | `import` | the course of an import, for a command and for the screen |
//! | `changes` | what a row changes, in words |
//! | `report` | what tables would do, in words; the rows that cannot be taken |

pub mod at_server;
pub mod changes;
pub mod gesture;
pub mod heads;
pub mod import;
pub mod mapping;
pub mod package;
pub mod reading;
pub mod report;
pub mod sheets;
pub mod words;
pub mod writing;

pub use at_server::AtServer;
pub use heads::Heads;
pub use mapping::Mapping;
pub use reading::{ReadSheet, read};
pub use sheets::Sheets;
pub use writing::{FileForm, written};
