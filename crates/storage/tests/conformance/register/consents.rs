//! Personal data and the consents to keep them, on each database.

use super::*;
use crate::stage::on_both_databases;

on_both_databases!(
    data_without_a_consent_are_refused_and_taken_with_one_in_the_same_gesture,
    without_a_consent_a_regulation_may_only_list,
);

/// A new pupil's name, phone and consent.
fn card(school: &str) -> [Amendment; 3] {
    let person = PersonId(900);
    let name = PersonRecord {
        name: PersonName::whole("Новикова"),
    };
    let details = PersonDetails {
        person,
        phone: "+79161234567".to_owned(),
        ..PersonDetails::default()
    };
    let consent = ConsentRecord {
        person,
        given: day("2026-11-16"),
        paper: school.to_owned(),
        ..ConsentRecord::default()
    };
    [
        (of(RecordKind::Person, 900), Record::Person(name)),
        (
            of(RecordKind::PersonDetails, 900),
            Record::PersonDetails(details),
        ),
        (of(RecordKind::Consent, 900), Record::Consent(consent)),
    ]
    .map(|(at, record)| (at, Some(record)))
    .map(|(at, record)| amendment(900 + at.kind as u64, at, None, record))
}

async fn taken(
    store: &Case,
    school: SchoolId,
    amendments: Vec<Amendment>,
) -> Vec<AmendmentOutcome> {
    let mut gesture = gesture(ADMIN, amendments);
    gesture.school = school;
    store.amend(gesture, false).await.unwrap().outcomes
}

/// SP14-T1.4d: «до внесения их персональных данных»: the name may be entered, and nothing else
/// before the consent.
async fn data_without_a_consent_are_refused_and_taken_with_one_in_the_same_gesture(store: Case) {
    let mut bundle = school(2);
    "sergiev-posad-14".clone_into(&mut bundle.school.regulation);
    store.import(bundle).await.unwrap();
    let school = SchoolId(2);
    let is_applied = |one: &AmendmentOutcome| matches!(one, AmendmentOutcome::Applied { .. });
    let refused = |one: &AmendmentOutcome| match one {
        AmendmentOutcome::Refused {
            refusal: Refusal::NoConsent { of, clause },
        } => Some((of.id.0, clause.id.clone())),
        _ => None,
    };
    let [name, details, consent] = card("папка 1");
    let first = taken(&store, school, vec![details.clone(), name.clone()]).await;
    assert_eq!(refused(&first[0]), Some((900, "SP14-T1.4d".to_owned())));
    assert!(is_applied(&first[1]), "{first:?}");

    // A consent that is not taken covers nothing.
    let mut later = consent.clone();
    if let Some(Record::Consent(it)) = &mut later.wanted {
        it.withdrawn = Some(day("2026-11-15"));
    }
    let bad = taken(&store, school, vec![later, details.clone()]).await;
    assert!(refused(&bad[1]).is_some(), "{bad:?}");
    assert!(!is_applied(&bad[0]), "{bad:?}");

    let both = taken(&store, school, vec![details.clone(), consent.clone()]).await;
    assert!(both.iter().all(is_applied), "{both:?}");

    // Withdrawn, the data that stand may be taken away and not added to.
    let mut withdrawn = consent.wanted.clone();
    if let Some(Record::Consent(it)) = &mut withdrawn {
        it.withdrawn = Some(day("2026-11-16"));
    }
    let withdrawn = amendment(1, consent.record, consent.wanted.clone(), withdrawn);
    assert!(is_applied(&taken(&store, school, vec![withdrawn]).await[0]));
    let mut more = details.wanted.clone();
    if let Some(Record::PersonDetails(it)) = &mut more {
        "Лесная, 1".clone_into(&mut it.address);
    }
    let more = amendment(2, details.record, details.wanted.clone(), more);
    assert!(refused(&taken(&store, school, vec![more]).await[0]).is_some());
    let gone = amendment(3, details.record, details.wanted.clone(), None);
    assert!(is_applied(&taken(&store, school, vec![gone]).await[0]));
}

/// SOLO2-6.1b, SGO154-3.1.4: the card is made, and lacks it.
async fn without_a_consent_a_regulation_may_only_list(store: Case) {
    let [name, details, _] = card("");
    let both = taken(&store, SCHOOL, vec![name, details]).await;
    let is_applied = |one: &AmendmentOutcome| matches!(one, AmendmentOutcome::Applied { .. });
    assert!(both.iter().all(is_applied), "{both:?}");
}
