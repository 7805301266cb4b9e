//! A school year as a OneRoster package: people, classes, what is taught to whom, out and in
//! (1EdTech OneRoster 1.2, CSV binding; 1.1 is read too).
//!
//! What OneRoster has no place for is not written, and stays as it is where a package is read: the
//! kinship of a mother and of a father apart, the days of a tie of parent and pupil, orders,
//! whether a journal is without marks, groups that no journal is of, pupils attached for
//! attestation alone, numbers of insurance and addresses.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`forms`] | the files of a package and their headers |
//! | `words` | roles, grades, lengths of periods in the vocabularies of OneRoster |
//! | [`sourced_ids`] | what records are called in a package |
//! | [`mod@export`] | a school year into the rows of the files |
//! | [`import`] | the rows of the files into rows of tables, which [`super::table`] plans |

pub mod export;
pub mod forms;
pub mod import;
pub mod sourced_ids;
mod words;

pub use export::{Exported, ToExport, exported};
pub use forms::{FORMS, Form, MANIFEST, is_file};
pub use import::{Imported, Unfit, sheets};
pub use sourced_ids::SourcedIds;
