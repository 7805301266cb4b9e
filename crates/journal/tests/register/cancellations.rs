//! Orders that cancel each other.

use crate::support::*;
use journal::register::*;

/// Of a chain of thousands the server would not see the end.
#[test]
fn an_order_is_cancelled_by_one_and_chains_of_orders_are_short() {
    let mut register = school();
    let cancels = |id: i64, of| {
        Record::Order(OrderRecord {
            cancels: Some(OrderId(of)),
            ..order_of(&format!("{id}-о"), "20.10.2026", OrderSort::Cancelling)
        })
    };
    let faults = |register: &Register, id: i64, of| {
        register.faults(at(RecordKind::Order, id), &cancels(id, of))
    };
    let first = order_of("2-у", "09.10.2026", OrderSort::Transfer);
    register.put(at(RecordKind::Order, 2), Some(Record::Order(first)));
    let limit = 6;
    for id in 3..=2 + limit {
        assert_eq!(faults(&register, id, id - 1), [], "{id}");
        register.put(at(RecordKind::Order, id), Some(cancels(id, id - 1)));
    }
    let with = at(RecordKind::Order, 3);
    let twice = FieldFault::new("cancels", Fault::NotUnique { with });
    assert_eq!(faults(&register, 20, 2), [twice]);
    let limit = usize::try_from(limit).unwrap();
    let too_often = [FieldFault::new(
        "cancels",
        Fault::CancelledTooOften { limit },
    )];
    assert_eq!(faults(&register, 9, 8), too_often);
    // Linked from the other end the chain is as long.
    register.put(at(RecordKind::Order, 9), Some(cancels(9, 8)));
    register.put(at(RecordKind::Order, 3), None);
    assert_eq!(faults(&register, 3, 2), too_often);
}

/// A stack would be full of it.
#[test]
fn a_chain_that_is_there_already_is_read_to_an_end() {
    let mut register = school();
    for id in 2..20_000 {
        let order = OrderRecord {
            cancels: (id > 2).then_some(OrderId(id - 1)),
            ..order_of(&format!("{id}-о"), "20.10.2026", OrderSort::Cancelling)
        };
        register.put(at(RecordKind::Order, id), Some(Record::Order(order)));
    }
    assert_eq!(register.cancelling(OrderId(19_999)), None);
    assert_eq!(
        register.cancelling(OrderId(2)),
        None,
        "of so many a few count"
    );
}
