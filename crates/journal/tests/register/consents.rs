//! Consents to keep personal data.

use crate::support::*;
use journal::PersonId;
use journal::register::*;
use rstest::rstest;

pub fn consent(scope: ConsentScope, given: &str, withdrawn: Option<&str>) -> ConsentRecord {
    ConsentRecord {
        person: PersonId(2),
        scope,
        given: day(given),
        withdrawn: withdrawn.map(day),
        ..ConsentRecord::default()
    }
}

/// SGO154-3.1.4, SOLO2-6.1b: date, kind, withdrawal.
#[rstest]
#[case::before(ConsentScope::All, "17.11.2026", None, None)]
#[case::that_day(ConsentScope::All, "16.11.2026", None, Some(Veil::Private))]
#[case::withdrawn(ConsentScope::All, "01.09.2026", Some("16.11.2026"), None)]
#[case::until_then(
    ConsentScope::All,
    "01.09.2026",
    Some("17.11.2026"),
    Some(Veil::Private)
)]
#[case::no_documents(ConsentScope::Contacts, "01.09.2026", None, Some(Veil::Personal))]
#[case::by_law(ConsentScope::ByLaw, "01.09.2026", None, Some(Veil::Private))]
fn a_consent_covers_its_data_from_its_day_until_it_is_withdrawn(
    #[case] scope: ConsentScope,
    #[case] given: &str,
    #[case] withdrawn: Option<&str>,
    #[case] covered: Option<Veil>,
) {
    let consent = consent(scope, given, withdrawn);
    for upto in [Veil::Personal, Veil::Private] {
        let covers = consent.covers(upto, day("16.11.2026"));
        assert_eq!(covers, covered >= Some(upto), "{upto:?}");
    }
}

#[test]
fn a_consent_is_not_withdrawn_before_it_is_given() {
    let early = consent(ConsentScope::All, "02.09.2026", Some("01.09.2026"));
    let expected = one("withdrawn", Fault::EndsBeforeStart);
    assert_eq!(faults(Record::Consent(early), 99), expected);
}
