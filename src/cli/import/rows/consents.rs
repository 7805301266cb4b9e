//! `--consents`: the consents of all of whom a file brings data, said once.

use crate::cli::Misused;
use crate::cli::signed_in::SignedInPerson;
use crate::i18n::Texts;
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
    let Some(said) = said else {
        let rule = person.rules.regulation.consents.as_ref();
        let lacking = rule.and_then(|rule| Some((rule, plan.lack_consents(rule, today)?)));
        return Ok(match lacking {
            Some((rule, count)) => {
                let clause = rule.clause.cite.as_str();
                let told = tr!(texts, "import-table-no-consents", count, clause);
                Told::Lacking(format!("{told}\n"))
            }
            None => Told::Brought(String::new()),
        });
    };
    let unclear = || Misused(tr!(texts, "import-table-bad-consents", said).into_owned());
    let consents = Consents::read(said, today).ok_or_else(unclear)?;
    let count = plan.consent(&consents, today);
    if count == 0 {
        return Ok(Told::Brought(String::new()));
    }
    let on = consents.given.format("%d.%m.%Y").to_string();
    let told = tr!(texts, "import-table-consents", count, on);
    Ok(Told::Brought(format!("{told}\n")))
}
