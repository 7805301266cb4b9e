//! The card of the school (SP14-T2.3a, SOLO2-2.2-1a, SOLO2-2.2-1b).

use crate::support::*;
use journal::register::*;
use rstest::rstest;

fn card() -> SchoolCard {
    SchoolCard {
        title: "Зареченская средняя школа".to_owned(),
        address: "ул. Садовая, 5".to_owned(),
        ..SchoolCard::default()
    }
}

#[test]
fn a_school_has_one_card() {
    let with = at(RecordKind::SchoolCard, 1);
    let expected = one("title", Fault::NotUnique { with });
    assert_eq!(faults(Record::SchoolCard(card()), 2), expected);
    let register = school();
    let change = to(&register, with, Some(Record::SchoolCard(card())));
    assert!(checked(&register, &change).is_ok(), "the one there is");
}

#[rstest]
#[case::an_address(SchoolCard { email: "office@school".to_owned(), ..card() }, "email", Fault::Unreadable)]
#[case::a_day_before_the_first(
    SchoolCard {
        accredited: Some(day("02.03.2020")),
        accredited_until: Some(day("01.03.2020")),
        ..card()
    },
    "accredited_until",
    Fault::EndsBeforeStart
)]
#[case::no_address(SchoolCard { address: String::new(), ..card() }, "address", Fault::Required)]
fn what_is_wrong_is_said_at_its_field(
    #[case] card: SchoolCard,
    #[case] field: &str,
    #[case] fault: Fault,
) {
    assert_eq!(faults(Record::SchoolCard(card), 1), one(field, fault));
}
