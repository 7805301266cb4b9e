//! Consents to keep personal data.

use crate::support::*;
use journal::PersonId;
use journal::register::*;
use journal::regulation::{Regulation, Unconsented};
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

/// Each check of one more would look at all of them.
#[test]
fn a_person_is_named_by_a_thousand_records_of_a_kind() {
    let mut register = school();
    let again = consent(ConsentScope::All, "01.09.2026", None);
    let again = Record::Consent(again);
    for id in 1..=999 {
        register.put(at(RecordKind::Consent, id), Some(again.clone()));
    }
    let last = at(RecordKind::Consent, 1000);
    assert_eq!(register.faults(last, &again), []);
    register.put(last, Some(again.clone()));
    assert_eq!(register.faults(last, &again), [], "it is one of them");
    let fault = FieldFault::new("person", Fault::NamedTooOften { limit: 1000 });
    let one_more = at(RecordKind::Consent, 1001);
    assert_eq!(register.faults(one_more, &again), [fault]);
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

/// Which profiles want consents: SP14-T1.4d before the data, SGO154-3.1.4 and SOLO2-6.1b as a list
/// of who lacks one; KZ1 and EPOS1 say nothing.
#[rstest]
#[case("sergiev-posad-14", Some((Unconsented::Refused, "SP14-T1.4d")))]
#[case("krasnozavodsk-1", None)]
#[case("sgo-154", Some((Unconsented::Listed, "SGO154-3.1.4")))]
#[case("epos-ohansk-1", None)]
#[case("solo-kommunar-2", Some((Unconsented::Listed, "SOLO2-6.1b")))]
fn a_profile_says_what_becomes_of_data_without_a_consent(
    #[case] profile: &str,
    #[case] rule: Option<(Unconsented, &str)>,
) {
    let consents = Regulation::shipped(profile).unwrap().consents;
    let said = consents
        .as_ref()
        .map(|it| (it.without, it.clause.id.as_str()));
    assert_eq!(said, rule);
}

fn details(phone: &str, snils: &str) -> Record {
    Record::PersonDetails(PersonDetails {
        person: PersonId(2),
        phone: phone.to_owned(),
        snils: snils.to_owned(),
        ..PersonDetails::default()
    })
}

/// SP14-T1.4d: before the data are entered; a name, and what is emptied, need none.
#[test]
fn what_is_said_beyond_the_name_needs_a_consent_that_covers_it() {
    let register = school();
    let covered = |scope, was: Option<&Record>, is: &Record| {
        let mut register = register.clone();
        let consent = consent(scope, "01.09.2026", None);
        register.put(at(RecordKind::Consent, 9), Some(Record::Consent(consent)));
        register.unconsented(was, is, day("16.11.2026")).count() == 0
    };
    let bare = |was: Option<&Record>, is: &Record| {
        let people = register.unconsented(was, is, day("16.11.2026"));
        people.collect::<Vec<_>>()
    };
    let (empty, phone) = (details("", ""), details("+79161234567", ""));
    let both = details("+79161234567", "112-233-445 95");
    assert_eq!(bare(None, &person("Абрамов", "Илья", "")), []);
    assert_eq!(bare(None, &empty), []);
    assert_eq!(bare(Some(&both), &phone), [], "it is only emptied");
    assert_eq!(bare(None, &phone), [PersonId(2)]);
    assert_eq!(bare(Some(&phone), &both), [PersonId(2)]);
    assert!(covered(ConsentScope::Contacts, None, &phone));
    assert!(!covered(ConsentScope::Contacts, Some(&phone), &both));
    assert!(covered(ConsentScope::All, None, &both));
    assert!(covered(ConsentScope::ByLaw, None, &both));
}

/// SP14-T1.4b: of a pupil and of the parent, and of each anew who comes in another's place.
#[test]
fn who_represents_whom_needs_the_consents_of_both() {
    let register = school();
    let of = |parent: i64, pupil: i64| {
        Record::Guardianship(GuardianshipRecord {
            parent: PersonId(parent),
            pupil: journal::PupilId(pupil),
            ..GuardianshipRecord::default()
        })
    };
    let bare = |was: Option<&Record>, is: &Record| {
        let people = register.unconsented(was, is, day("16.11.2026"));
        people.collect::<Vec<_>>()
    };
    assert_eq!(bare(None, &of(1, 2)), [PersonId(2), PersonId(1)]);
    assert_eq!(bare(None, &of(1, 3)), [PersonId(1)], "3 has consented");
    assert_eq!(bare(Some(&of(1, 3)), &of(2, 3)), [PersonId(2)]);
    let mut ended = of(1, 2);
    let Record::Guardianship(it) = &mut ended else {
        unreachable!()
    };
    it.until = Some(day("16.11.2026"));
    assert_eq!(bare(Some(&of(1, 2)), &ended), [], "no more is said");
}
