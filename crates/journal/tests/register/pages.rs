//! Pages of records: what they carry, and that a form can check by it.

use crate::support::*;
use journal::register::*;
use journal::view::RecordsPage;
use journal::{GroupId, PersonName, PupilId};

fn person(last: String) -> Record {
    let name = PersonName {
        last,
        first: "Александра".to_owned(),
        middle: "Константиновна".to_owned(),
    };
    Record::Person(PersonRecord { name })
}

/// A school with so many people, of whom the first thirty are each in a group.
fn of_thousands() -> Register {
    let mut register = school();
    for id in 1000..4000 {
        let record = person(format!("Новикова-{id}"));
        register.put(at(RecordKind::Person, id), Some(record));
    }
    let group = RecordKind::Group.at(register.free_id(RecordKind::Group));
    register.put(group, Some(Record::blank(RecordKind::Group)));
    for nth in 0..30 {
        let place = MembershipRecord {
            group: GroupId(group.id.0),
            pupil: PupilId(1000 + nth),
            ..MembershipRecord::default()
        };
        let record = Record::Membership(place);
        register.put(at(RecordKind::Membership, 1000 + nth), Some(record));
    }
    register
}

fn people(page: &RecordsPage) -> usize {
    let people = page.referred.iter();
    people
        .filter(|line| line.record.kind() == RecordKind::Person)
        .count()
}

#[test]
fn of_thousands_a_page_of_another_kind_carries_those_that_it_names() {
    let register = of_thousands();
    let page = RecordsPage::of(&register, RecordKind::Membership);
    // And the class teacher, whom a class names.
    assert_eq!(people(&page), 31);
    let bytes = serde_json::to_vec(&page).unwrap().len();
    assert!(bytes < 20_000, "{bytes} bytes");
    let own = RecordsPage::of(&register, RecordKind::Person);
    assert!(own.records.len() > 3000);
    let others = [RecordKind::Group, RecordKind::Movement, RecordKind::Room];
    for kind in others {
        assert!(people(&RecordsPage::of(&register, kind)) < 10, "{kind}");
    }
}

/// With the lists of thousands a form checks as the server does: what stands in order for one does
/// for the other, and what is missing is missing for both.
#[test]
fn a_page_with_the_lists_of_thousands_is_enough_to_check_by() {
    let register = of_thousands();
    let mut checked = 0;
    for kind in RecordKind::ALL {
        let mut part = RecordsPage::of(&register, *kind).register();
        let thousands = kind.named().into_iter();
        for named in thousands.filter(|named| named.is_of_thousands() && named != kind) {
            let own = RecordsPage::of(&register, named).register();
            part.share(&own, named);
        }
        for (at, record) in register.of(*kind) {
            assert_eq!(
                part.faults(at, record),
                register.faults(at, record),
                "{at:?}"
            );
            checked += 1;
        }
    }
    assert!(checked > 3000);
    // Whoever is named nowhere yet can be named.
    let mut part = RecordsPage::of(&register, RecordKind::Membership).register();
    let new = part.free_id(RecordKind::Membership);
    let group = GroupId(part.of(RecordKind::Group).last().unwrap().0.id.0);
    let place = |pupil| {
        Record::Membership(MembershipRecord {
            group,
            pupil,
            ..MembershipRecord::default()
        })
    };
    let at = RecordKind::Membership.at(new);
    let other = place(PupilId(3000));
    assert_ne!(part.faults(at, &other), register.faults(at, &other));
    let own = RecordsPage::of(&register, RecordKind::Person).register();
    part.share(&own, RecordKind::Person);
    assert_eq!(part.faults(at, &other), register.faults(at, &other));
    let nobody = place(PupilId(77_777));
    assert_eq!(part.faults(at, &nobody), register.faults(at, &nobody));
}
