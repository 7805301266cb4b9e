//! A gesture is taken back, as far as nothing came after it.

use crate::support::*;
use journal::register::*;
use proptest::prelude::*;

fn subject(title: &str) -> Record {
    Record::Subject(SubjectRecord {
        title: title.to_owned(),
        short: String::new(),
    })
}

/// Puts records one after another; how each moved.
fn moved(register: &mut Register, steps: &[(i64, Option<String>)]) -> Vec<Moved> {
    let steps = steps.iter().map(|(id, title)| {
        let record = at(RecordKind::Subject, *id);
        let before = register.get(record).cloned();
        let after = title.as_deref().map(subject);
        register.put(record, after.clone());
        Moved {
            record,
            before,
            after,
        }
    });
    steps.collect()
}

fn follow(register: &mut Register, moves: &[Moved]) {
    for one in moves {
        assert_eq!(register.get(one.record), one.before.as_ref());
        register.put(one.record, one.after.clone());
    }
}

fn said(register: &Register) -> Vec<(RecordRef, Record)> {
    let all = register.all();
    all.map(|(at, record)| (at, record.clone())).collect()
}

proptest! {
    #[test]
    fn the_inverse_leads_back_and_its_inverse_forth(
        first in prop::collection::vec((1_i64..6, prop::option::of("[а-в]")), 0..8),
        gesture in prop::collection::vec((1_i64..6, prop::option::of("[а-в]")), 0..12),
    ) {
        let mut register = Register::default();
        moved(&mut register, &first);
        let before = said(&register);
        let forth = moved(&mut register, &gesture);
        let after = said(&register);
        let back = inverse(forth);
        follow(&mut register, &back);
        prop_assert_eq!(said(&register), before);
        let again = inverse(back.clone());
        prop_assert_eq!(again.len(), back.len(), "each record once");
        follow(&mut register, &again);
        prop_assert_eq!(said(&register), after);
    }
}

/// A building goes after its rooms, which were made after it.
#[test]
fn what_came_last_goes_first() {
    let made = |kind, id| Moved {
        record: at(kind, id),
        before: None,
        after: Some(Record::blank(kind)),
    };
    let back = inverse(vec![
        made(RecordKind::Building, 1),
        made(RecordKind::Room, 1),
        made(RecordKind::Room, 2),
    ]);
    let order: Vec<_> = back.iter().map(|one| one.record).collect();
    let rooms = [2, 1].map(|id| at(RecordKind::Room, id));
    assert_eq!(order, [rooms[0], rooms[1], at(RecordKind::Building, 1)]);
}
