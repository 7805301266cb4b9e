//! Who has which post (SOLO2-2.2-3c, EPOS1-1.1-2d).

use crate::support::*;
use journal::PersonId;
use journal::register::*;
use rstest::rstest;

#[rstest]
#[case::another_post(1, 2, None, vec![])]
#[case::another_person(2, 1, None, vec![])]
#[case::the_same_again(1, 1, Some("01.09.2026"), overlap())]
fn somebody_has_a_post_once_on_a_day(
    #[case] person: i64,
    #[case] post: i64,
    #[case] from: Option<&str>,
    #[case] expected: Vec<(String, Fault)>,
) {
    let mut register = school();
    let second = Record::Post(Post {
        title: "Педагог-психолог".to_owned(),
        group: PostGroup::Teaching,
    });
    register.put(at(RecordKind::Post, 2), Some(second));
    let wanted = Record::Employment(EmploymentRecord {
        person: PersonId(person),
        post: PostId(post),
        from: from.map(day),
        ..EmploymentRecord::default()
    });
    let change = new(&register, wanted);
    let found = match checked(&register, &change) {
        Err(Refusal::Invalid { faults }) => faults,
        other => {
            other.unwrap();
            Vec::new()
        }
    };
    let found: Vec<_> = found.into_iter().map(|it| (it.field, it.fault)).collect();
    assert_eq!(found, expected);
}

fn overlap() -> Vec<(String, Fault)> {
    let with = at(RecordKind::Employment, 1);
    one("from", Fault::Overlaps { with })
}

#[test]
fn a_post_that_somebody_has_is_not_removed() {
    let register = school();
    let change = to(&register, at(RecordKind::Post, 1), None);
    assert!(matches!(
        checked(&register, &change),
        Err(Refusal::InUse { .. })
    ));
}
