//! Orders on the movement of pupils: what holds of them, and whom they move.

#[path = "orders_meanwhile.rs"]
mod meanwhile;
#[path = "orders_whole_class.rs"]
mod whole_class;

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

/// The form of an order, as its list opens it.
fn opened(stage: &mut Stage, id: Option<i64>) {
    let route = Route::Record(RecordKind::Order, id.map(RecordId));
    let mut cx = zhurnal::ui::layer::Cx {
        desk: &mut stage.desk,
        texts: &stage.texts,
        effects: &mut stage.effects,
    };
    let form = zhurnal::ui::screen::open::open(&route, &mut cx);
    stage.ui.open(form);
    stage.settle();
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
    opened(&mut stage, Some(1));
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
            conditional: false,
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
    opened(&mut stage, None);
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
        all_join: false,
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
        ..Moves::default()
    };
    stage.amended(seen);
    assert_eq!(count_sent(&stage), 1, "asked, and not written");
    let shown = screen(&stage);
    assert!(shown.contains("7А → 7Б с 12.10.2026"), "{shown}");
    stage.key(KeyCode::Enter);
    assert_eq!(count_sent(&stage), 2);
}

/// Абрамов and Белова are in 7А since 1 September; there are 7А, 7Б and the orders.
fn pupils() -> Register {
    pupils_and(&Register::default())
}

/// The same with more records.
fn pupils_and(more: &Register) -> Register {
    let mut register = orders();
    for (at, record) in more.all() {
        register.put(at, Some(record.clone()));
    }
    for (id, title) in [(1, "7А"), (2, "7Б")] {
        let class = Record::Class(ClassRecord {
            year: YearId(1),
            grade: 7,
            title: title.to_owned(),
        });
        register.put(at(RecordKind::Class, id), Some(class));
    }
    for (id, last) in [(1, "Абрамов"), (2, "Белова")] {
        let name = PersonName {
            last: last.to_owned(),
            ..PersonName::default()
        };
        let person = Some(Record::Person(PersonRecord { name }));
        register.put(at(RecordKind::Person, id), person);
        let line = Record::Movement(MovementRecord {
            pupil: ::journal::PupilId(id),
            day: day("2026-09-01"),
            class: Some(::journal::ClassId(1)),
            ..MovementRecord::default()
        });
        register.put(at(RecordKind::Movement, id), Some(line));
    }
    register
}

fn with(register: &Register) -> Stage {
    let mut stage = list(RecordKind::Room);
    for kind in RecordKind::ALL {
        show(&mut stage, register, *kind);
    }
    stage
}

fn with_pupils() -> Stage {
    with(&pupils())
}

fn with_pupils_and(more: &Register) -> Stage {
    with(&pupils_and(more))
}

/// A transfer of both to 7Б, key by key.
fn typed(stage: &mut Stage) {
    opened(stage, None);
    stage.letters("8-п").key(KeyCode::Enter).letters("16.11");
    stage
        .key(KeyCode::Enter)
        .letters("перевод в др")
        .key(KeyCode::Enter);
    for _ in 0..4 {
        stage.key(KeyCode::Enter);
    }
    for last in ["абр", "бел"] {
        stage.letters(last).key(KeyCode::Enter);
        stage.letters("7б").key(KeyCode::Enter);
        stage.letters("18.11").key(KeyCode::Enter);
        stage
            .key(KeyCode::Enter)
            .letters("заявление")
            .key(KeyCode::Enter);
    }
}

fn gesture(stage: &Stage) -> (Vec<Amendment>, bool) {
    let sent = stage.effects.iter().rev().find_map(|effect| match effect {
        Done::Amend { amend, dry_run } => Some((amend.amendments.clone(), *dry_run)),
        _ => None,
    });
    sent.expect("a gesture")
}

fn each(outcome: AmendmentOutcome, count: usize) -> Amended {
    let mut amended = answer(outcome.clone(), Vec::new());
    amended.outcomes = vec![outcome; count];
    amended.consequences.moves = Moves {
        pupils: 2,
        named: vec![moved("Абрамов", (Some("7А"), Some("7Б")))],
        ..Moves::default()
    };
    amended
}

/// SOLO2-10.1a, SP14-T2.8d: an order and its lines are entered together, seen together and written as
/// one.
#[test]
fn an_order_is_entered_with_its_lines_and_sent_as_one() {
    let mut stage = with_pupils();
    typed(&mut stage);
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("directories_order_with_lines", stage.rows().0.join("\n"));
    });
    save(&mut stage);
    let (sent, dry_run) = gesture(&stage);
    assert!(dry_run && sent.len() == 3, "{}", screen(&stage));
    assert!(sent.iter().all(|one| one.gesture == sent[0].gesture));
    let order = at(RecordKind::Order, 5);
    assert_eq!(sent[0].record, order);
    for (one, (id, pupil)) in sent[1..].iter().zip([(3, 1), (4, 2)]) {
        assert_eq!(one.record, at(RecordKind::Movement, id));
        let Some(Record::Movement(line)) = &one.wanted else {
            panic!("no line")
        };
        assert_eq!(line.order, Some(OrderId(5)));
        assert_eq!((line.pupil.0, line.sort), (pupil, MovementSort::Move));
        assert_eq!(line.class, Some(::journal::ClassId(2)));
        assert_eq!((line.day, &*line.reason), (day("2026-11-18"), "заявление"));
    }
    stage.amended(each(SEEN, 3));
    let shown = screen(&stage);
    assert!(shown.contains("Абрамов Илья: 7А → 7Б"), "{shown}");
    assert!(shown.contains("Книга движения: "), "{shown}");
    stage.key(KeyCode::Enter);
    assert!(!gesture(&stage).1, "and then it is written");
    stage.amended(each(WRITTEN, 3));
    let said = stage.notice();
    assert!(
        said.contains("8-п") && said.contains("и 2 строки"),
        "{said}"
    );
    assert_eq!(stage.desk.drafts.get(&DraftKey::form("order/new")), None);
}

#[test]
fn lines_begun_and_left_are_there_again() {
    let mut stage = with_pupils();
    typed(&mut stage);
    let before = screen(&stage);
    stage.press(KeyCode::Char('d'), KeyModifiers::ALT);
    opened(&mut stage, None);
    let rows = |screen: &str| -> Vec<String> {
        let rows = screen.lines().filter(|row| row.contains("18.11.2026"));
        rows.map(|row| row.trim_end().to_owned()).collect()
    };
    assert_eq!(rows(&screen(&stage)), rows(&before));
    assert_eq!(rows(&before).len(), 2, "{before}");
}

#[test]
fn what_is_wrong_in_a_line_is_told_in_its_cell_before_the_server_is_asked() {
    let mut stage = with_pupils();
    typed(&mut stage);
    // Back to the class of the second line: the one she is in already.
    stage.key(KeyCode::Up).key(KeyCode::Tab).letters("7а");
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0, "{}", screen(&stage));
    let words = stage.rows().0.remove(21);
    assert!(
        words.contains("Класс: ") && !words.contains("в какой класс"),
        "{words}"
    );
}

#[test]
fn numbers_that_others_took_are_passed_by_together() {
    let mut stage = with_pupils();
    typed(&mut stage);
    save(&mut stage);
    let mut taken = each(SEEN, 3);
    taken.outcomes[1] = AmendmentOutcome::Refused {
        refusal: Refusal::Id,
    };
    stage.amended(taken);
    let (sent, dry_run) = gesture(&stage);
    let ids: Vec<i64> = sent.iter().map(|one| one.record.id.0).collect();
    assert_eq!((ids, dry_run), (vec![6, 4, 5], true));
}

/// The preview of an order can be left while it is being written.
#[test]
fn what_is_typed_after_the_preview_of_an_order_was_left_outlives_the_answer() {
    let mut stage = with_pupils();
    typed(&mut stage);
    save(&mut stage);
    stage.amended(each(SEEN, 3));
    stage.key(KeyCode::Enter).key(KeyCode::Esc);
    stage.key(KeyCode::BackTab).letters(" отца");
    stage.amended(each(WRITTEN, 3));
    let said = stage.notice();
    assert!(said.contains("ещё не записано: Ctrl+S"), "{said}");
    assert!(!screen(&stage).contains("больше нет"), "{}", screen(&stage));
    assert_eq!(stage.desk.drafts.get(&DraftKey::form("order/new")), None);
    // The rest is what changes of the line that stands.
    save(&mut stage);
    let (sent, dry_run) = gesture(&stage);
    assert!(dry_run && sent.len() == 1, "{sent:?}");
    assert_eq!(sent[0].record, at(RecordKind::Movement, 4));
    let reason = |record: &Option<Record>| match record {
        Some(Record::Movement(line)) => (line.reason.clone(), line.order),
        other => panic!("{other:?}"),
    };
    let order = Some(OrderId(5));
    assert_eq!(reason(&sent[0].expected), ("заявление".to_owned(), order));
    let wanted = ("заявление отца".to_owned(), order);
    assert_eq!(reason(&sent[0].wanted), wanted);
    stage.amended(each(WRITTEN, 1));
    assert!(stage.notice().contains("Записано"), "{}", stage.notice());
}

/// What was written in one form is taken back as one, seen before it is.
/// What another window has written already moves nothing, and is nothing to take back.
#[test]
fn an_order_that_stands_already_is_not_taken_back() {
    let mut stage = with_pupils();
    let list = Records::of(RecordKind::Order, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(list));
    stage.settle();
    typed(&mut stage);
    save(&mut stage);
    stage.amended(each(AmendmentOutcome::Unchanged, 3));
    assert!(!stage.notice().contains("Ctrl+Z"), "{}", stage.notice());
    assert_eq!(stage.desk.written, None);
}

#[test]
fn an_order_with_its_lines_is_taken_back_as_one() {
    let mut stage = with_pupils();
    let list = Records::of(RecordKind::Order, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(list));
    stage.settle();
    stage.press(KeyCode::Char('z'), KeyModifiers::CONTROL);
    assert!(
        stage.notice().contains("Отменять нечего"),
        "{}",
        stage.notice()
    );
    typed(&mut stage);
    save(&mut stage);
    stage.amended(each(SEEN, 3));
    stage.key(KeyCode::Enter);
    stage.amended(each(WRITTEN, 3));
    assert!(stage.notice().contains("Ctrl+Z"), "{}", stage.notice());
    let written = gesture(&stage).0[0].gesture;
    let undoes = |stage: &Stage| -> Vec<bool> {
        let undoes = stage.effects.iter().filter_map(|effect| match effect {
            Done::UndoAmended { of, dry_run, .. } if *of == written => Some(*dry_run),
            _ => None,
        });
        undoes.collect()
    };
    stage.press(KeyCode::Char('z'), KeyModifiers::CONTROL);
    assert_eq!(undoes(&stage), [true]);
    stage.amended(each(SEEN, 3));
    let shown = screen(&stage);
    assert!(shown.contains("Отмена записанного › 8-п"), "{shown}");
    stage.key(KeyCode::Enter);
    assert_eq!(undoes(&stage), [true, false]);
    stage.amended(each(WRITTEN, 3));
    assert!(
        stage.notice().contains("Отменено, записей: 3"),
        "{}",
        stage.notice()
    );
    stage.press(KeyCode::Char('z'), KeyModifiers::CONTROL);
    assert!(
        stage.notice().contains("Отменять нечего"),
        "{}",
        stage.notice()
    );
}
