//! Orders on the movement of pupils: what holds of them, and whom they move.

use super::*;

fn order(number: &str, date: &str, sort: OrderSort) -> OrderRecord {
    OrderRecord {
        number: number.to_owned(),
        date: day(date),
        sort,
        ..OrderRecord::default()
    }
}

/// 5-п is cancelled by 9-о, 6-п is being prepared, 7-п holds.
fn orders() -> Register {
    let mut register = register();
    let transfer = |number| order(number, "2026-10-09", OrderSort::Transfer);
    let cancelling = OrderRecord {
        cancels: Some(OrderId(1)),
        ..order("9-о", "2026-10-20", OrderSort::Cancelling)
    };
    let draft = OrderRecord {
        state: OrderState::Draft,
        ..transfer("6-п")
    };
    let all = [transfer("5-п"), draft, transfer("7-п"), cancelling];
    for (id, order) in (1..).zip(all) {
        register.put(at(RecordKind::Order, id), Some(Record::Order(order)));
    }
    register
}

/// SOLO2-10.1a: an order stays in the list, and says what holds of it.
#[test]
fn the_list_of_orders_says_which_are_cancelled_and_by_which() {
    let mut stage = list(RecordKind::Room);
    show(&mut stage, &orders(), RecordKind::Order);
    let list = Records::of(RecordKind::Order, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(list));
    stage.settle();
    let row = |number: &str| {
        let rows = stage.rows().0;
        let of = |row: &&String| row.trim_start_matches(['▸', ' ']).starts_with(number);
        rows.iter().find(of).cloned().expect(number)
    };
    assert!(row("5-п").contains("отменён: № 9-о"), "{}", row("5-п"));
    assert!(!row("5-п").contains("действует"), "{}", row("5-п"));
    assert!(row("6-п").contains("проект"), "{}", row("6-п"));
    assert!(row("7-п").contains("действует"), "{}", row("7-п"));
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("directories_orders", stage.rows().0.join("\n"));
    });
    // And so does its form.
    let form = RecordForm::of(
        RecordKind::Order,
        Some(RecordId(1)),
        &stage.desk,
        &stage.texts,
    );
    stage.ui.open(Box::new(form));
    stage.settle();
    assert!(
        screen(&stage).contains("отменён: № 9-о"),
        "{}",
        screen(&stage)
    );
}
