//! What becomes of personal data that nobody has consented to.

use super::verdict::Clause;
use crate::register::{Record, RecordRef, Refusal, Register};
use crate::text_form::vocabulary;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What becomes of data without a consent.
    pub enum Unconsented of "rules of consents" {
        /// They are not entered.
        Refused = "refused",
        /// They are entered, and the card is listed as one that lacks it.
        Listed = "listed",
    }
}

/// The rule of a regulation on consents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentClause {
    /// What becomes of data without one.
    pub without: Unconsented,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

impl ConsentClause {
    /// Why a record cannot say more than it did of people, in a register in which it says so.
    pub fn judge(
        &self,
        after: &Register,
        was: Option<&Record>,
        is: &Record,
        day: NaiveDate,
    ) -> Option<Refusal> {
        let mut people = after.unconsented(was, is, day);
        let of = people
            .next()
            .filter(|_| self.without == Unconsented::Refused)?;
        Some(Refusal::NoConsent {
            of: RecordRef::from(of),
            clause: self.clause.clone(),
        })
    }
}
