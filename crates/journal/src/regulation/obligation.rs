//! What a school does beside its lessons by a term of its regulation.

use super::profile::Regulation;
use super::term::Term;
use super::verdict::Clause;
use crate::text_form::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What has a term.
    pub enum Obligation of "obligations" {
        /// Sign-in data are given out; from the day a person is entered.
        Credentials = "credentials",
        /// Cards of pupils who come, and of their parents; from the day of the order, or by a day.
        PupilCards = "pupil-cards",
        /// Cards of employees; from the day of the order.
        StaffCards = "staff-cards",
        /// Cards are held against the facts; from the last time.
        CardCheck = "card-check",
        /// An order on movement is entered; from its day.
        Orders = "orders",
        /// The order on promotion to the next year.
        Promotion = "promotion",
        /// The order on graduation.
        Graduation = "graduation",
        /// A debt that was cleared is marked so; from the day of the clearing.
        DebtCleared = "debt-cleared",
        /// Periods of the school year.
        Periods = "periods",
        /// Buildings, rooms, subjects, bells.
        Directories = "directories",
        /// Classes.
        Classes = "classes",
        /// Groups that classes are divided into.
        Groups = "groups",
        /// All that a year begins with.
        Setup = "setup",
        /// That sign-in data got known is reported; from the day on which its person learned of it.
        BreachReport = "breach-report",
    }
}

/// A term, with the clause that sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermClause {
    /// Of what.
    pub of: Obligation,
    /// Until when.
    pub term: Term,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

impl Regulation {
    /// The term that it sets for something.
    pub fn term(&self, of: Obligation) -> Option<&TermClause> {
        self.terms.iter().find(|set| set.of == of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "sergiev-posad-14",
        Obligation::Credentials,
        "7 days after entry",
        "SP14-T2.2d"
    )]
    #[case("sgo-154", Obligation::Setup, "by 09-05", "SGO154-2.2b")]
    #[case(
        "sgo-154",
        Obligation::BreachReport,
        "1 working day after learning",
        "SGO154-5.3a"
    )]
    #[case(
        "solo-kommunar-2",
        Obligation::Orders,
        "3 working days after order",
        "SOLO2-10.1-1a"
    )]
    #[case(
        "solo-kommunar-2",
        Obligation::DebtCleared,
        "1 working day after clearing",
        "SOLO2-10.1-3d"
    )]
    fn a_profile_sets_its_terms(
        #[case] profile: &str,
        #[case] of: Obligation,
        #[case] term: &str,
        #[case] clause: &str,
    ) {
        let profile = Regulation::shipped(profile).unwrap();
        let set = profile.term(of).unwrap();
        assert_eq!(
            (set.term.to_string().as_str(), set.clause.id.as_str()),
            (term, clause)
        );
    }

    #[test]
    fn no_profile_sets_a_term_twice() {
        for id in Regulation::shipped_ids() {
            let profile = Regulation::shipped(id).unwrap();
            for set in &profile.terms {
                assert_eq!(profile.term(set.of), Some(set), "{id}");
            }
        }
    }

    #[test]
    fn a_school_whose_regulation_sets_no_terms_has_none() {
        let profile = Regulation::shipped("krasnozavodsk-1").unwrap();
        assert_eq!(profile.term(Obligation::Orders), None);
    }
}
