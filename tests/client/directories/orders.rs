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

fn moved(last: &str, place: (Option<&str>, Option<&str>)) -> PupilMoves {
    let class = |title: &str| ClassPlace {
        class: title.to_owned(),
        attached: false,
    };
    PupilMoves {
        pupil: ::journal::PersonId(7),
        name: PersonName {
            last: last.to_owned(),
            first: "Илья".to_owned(),
            ..PersonName::default()
        },
        classes: vec![ClassMove {
            days: DaySpan::new(day("2026-10-12"), chrono::NaiveDate::MAX),
            was: place.0.map(class),
            becomes: place.1.map(class),
        }],
        groups: vec![GroupMove {
            days: DaySpan::new(day("2026-10-12"), chrono::NaiveDate::MAX),
            group: "7Б · группа 1".to_owned(),
            joins: false,
        }],
        ungrouped: vec!["Английский язык".to_owned()],
    }
}

/// A cancelling order is written; the server tells whom it moves back.
fn cancelling(language: Language) -> Stage {
    let mut stage = stage_of(language, &[Role::Admin], |_| {
        Box::new(DirectoriesScreen::default())
    });
    show(&mut stage, &orders(), RecordKind::Order);
    let form = RecordForm::of(RecordKind::Order, None, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(form));
    stage.settle();
    stage
        .letters("10-о")
        .key(KeyCode::Tab)
        .letters("20.10.2026");
    stage.key(KeyCode::Tab);
    stage.letters(match language {
        Language::Ru => "отмена",
        Language::En => "taken",
    });
    for _ in 0..3 {
        stage.key(KeyCode::Tab);
    }
    stage.letters("7-п");
    save(&mut stage);
    assert_eq!(count_sent(&stage), 1, "{}", screen(&stage));
    let mut seen = answer(SEEN, Vec::new());
    seen.consequences.moves = Moves {
        pupils: 202,
        named: vec![
            moved("Абрамов", (Some("7Б"), Some("7А"))),
            moved("Яшин", (Some("7Б"), None)),
        ],
        lists: vec![ListMoves {
            title: "7Б".to_owned(),
            came: 0,
            left: 2,
            journals: vec!["Алгебра".to_owned(), "Физика".to_owned()],
        }],
    };
    let outside = Effect {
        kind: EffectKind::EntriesOutside {
            list: at(RecordKind::Class, 2),
        },
        days: DaySpan::new(day("2026-10-12"), chrono::NaiveDate::MAX),
        found: danger().found,
    };
    seen.consequences.effects.push(outside);
    stage.amended(seen);
    stage
}

/// SP14-T2.8d, SOLO2-10.1a: who is moved by a cancellation is seen before it is agreed to: from
/// where to where and from which day, groups, journals, and what is written on days taken away.
#[rstest]
fn whom_a_cancellation_moves_is_seen_before_it_is_agreed_to(
    #[values(Language::Ru, Language::En)] language: Language,
) {
    let mut stage = cancelling(language);
    let name = format!("directories_cancelling_{language:?}").to_lowercase();
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, stage.rows().0.join("\n"));
    });
    let writes = count_sent(&stage);
    save(&mut stage);
    assert_eq!(count_sent(&stage), writes, "not without its own key");
    stage.key(KeyCode::F(9));
    assert_eq!(count_sent(&stage), writes + 1);
}

/// A new line moves somebody: it is no record that its form has shown whole.
#[test]
fn a_new_line_that_moves_somebody_is_not_written_unseen() {
    let mut stage = form(RecordKind::Building, None);
    stage.letters("Бассейн");
    save(&mut stage);
    let mut seen = answer(SEEN, Vec::new());
    seen.consequences.moves = Moves {
        pupils: 1,
        named: vec![moved("Абрамов", (Some("7А"), Some("7Б")))],
        lists: Vec::new(),
    };
    stage.amended(seen);
    assert_eq!(count_sent(&stage), 1, "asked, and not written");
    let shown = screen(&stage);
    assert!(shown.contains("7А → 7Б с 12.10.2026"), "{shown}");
    stage.key(KeyCode::Enter);
    assert_eq!(count_sent(&stage), 2);
}
