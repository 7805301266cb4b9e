//! `--consents`: the consents of all of whom a file brings data, said once.

use crate::cli::Misused;
use crate::cli::signed_in::SignedInPerson;
use crate::i18n::Texts;
use crate::table_files::import::{self, Consented};
use crate::tr;
use journal::register::table::{Consents, TablePlan};

/// What is said of the consents beside the rows.
pub enum Told {
    /// Nothing speaks against the rows.
    Brought(String),
    /// The regulation wants consents first, and nobody has said them.
    Lacking(String),
}

/// Brings the consents that were said with the rows, and tells of how many.
///
/// # Errors
/// A sentence, where what was said is not understood.
pub fn bring(
    said: Option<&str>,
    plan: &mut TablePlan,
    person: &SignedInPerson,
    texts: &Texts,
) -> Result<Told, Misused> {
    let today = person.today;
    let read = |said: &str| {
        let unclear = || Misused(tr!(texts, "import-table-bad-consents", said).into_owned());
        Consents::read(said, today).ok_or_else(unclear)
    };
    let said = said.map(read).transpose()?;
    let rule = person.rules.regulation.consents.as_ref();
    let brought = import::bring_consents(plan, said.as_ref(), rule, today, texts);
    Ok(match brought {
        Consented::Brought(told) => Told::Brought(told.map_or_else(String::new, line)),
        Consented::Lacking(count, clause) => {
            let told = tr!(texts, "import-table-no-consents", count, clause);
            Told::Lacking(line(told.into_owned()))
        }
    })
}

fn line(words: String) -> String {
    words + "\n"
}
