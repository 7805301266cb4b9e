//! Orders while others write too, and while the server writes; and one that is not taken back.

use super::*;

/// Абрамов goes to 7Б by 7-п, which is an order that holds.
fn line(on: &str, reason: &str) -> Record {
    Record::Movement(MovementRecord {
        pupil: ::journal::PupilId(1),
        sort: MovementSort::Move,
        day: day(on),
        class: Some(::journal::ClassId(2)),
        order: Some(OrderId(3)),
        reason: reason.to_owned(),
        ..MovementRecord::default()
    })
}

/// Somebody adds a word to the reason of the line of 7-п, and has asked to save it.
fn with_line(register: &mut Register) -> Stage {
    let stands = line("2026-11-18", "заявление");
    register.put(at(RecordKind::Movement, 3), Some(stands));
    let mut stage = with(register);
    opened(&mut stage, Some(3));
    for _ in 0..11 {
        stage.key(KeyCode::Tab);
    }
    stage.key(KeyCode::End).letters(" отца");
    save(&mut stage);
    let (sent, _) = gesture(&stage);
    assert_eq!(sent.len(), 1, "{}", screen(&stage));
    assert_eq!(sent[0].record, at(RecordKind::Movement, 3));
    stage
}

fn first_was_another(now: Option<Record>) -> Amended {
    let conflict = AmendmentOutcome::Conflict {
        now: now.map(Box::new),
        by: Some(name()),
        at: Some(::school::DemoSpec::NOW),
    };
    answer(conflict, Vec::new())
}

#[test]
fn of_two_writers_of_a_line_both_are_shown_and_one_may_go_on() {
    let mut stage = with_line(&mut pupils());
    let theirs = line("2026-11-19", "заявление матери");
    stage.amended(first_was_another(Some(theirs.clone())));
    let shown = screen(&stage);
    assert!(shown.contains("«заявление матери»"), "{shown}");
    assert!(shown.contains("19.11.2026"), "what only they changed");
    save(&mut stage);
    assert_eq!(count_sent(&stage), 2, "{}", screen(&stage));
    let (sent, _) = gesture(&stage);
    assert_eq!(sent[0].expected, Some(theirs));
    assert_eq!(sent[0].wanted, Some(line("2026-11-19", "заявление отца")));
}

#[test]
fn a_line_that_was_removed_meanwhile_is_made_anew() {
    let mut register = pupils();
    let mut stage = with_line(&mut register);
    stage.amended(first_was_another(None));
    let said = stage.notice();
    assert!(said.contains("Запись уже убрана (Шилова Л. А."), "{said}");
    register.put(at(RecordKind::Movement, 3), None);
    for kind in RecordKind::ALL {
        show(&mut stage, &register, *kind);
    }
    save(&mut stage);
    assert_eq!(count_sent(&stage), 2, "{}", screen(&stage));
    let (sent, _) = gesture(&stage);
    assert_eq!(sent[0].record, at(RecordKind::Movement, 4));
    assert_eq!(sent[0].expected, None);
    assert_eq!(sent[0].wanted, Some(line("2026-11-18", "заявление отца")));
}

/// What cannot be read yet is typed on too: a line with a name alone, half a day.
#[rstest]
#[case::begun_line(&[], "абр", "Абрамов")]
#[case::half_a_day(&[KeyCode::Tab, KeyCode::Tab], "99.99", "99.99")]
fn what_is_begun_after_the_preview_was_left_outlives_the_answer(
    #[case] to: &[KeyCode],
    #[case] typed_on: &str,
    #[case] shown: &str,
) {
    let mut stage = with_pupils();
    typed(&mut stage);
    save(&mut stage);
    stage.amended(each(SEEN, 3));
    stage.key(KeyCode::Enter).key(KeyCode::Esc);
    for key in to {
        stage.key(*key);
    }
    stage.letters(typed_on).key(KeyCode::Tab);
    let count = |stage: &Stage| screen(stage).matches(shown).count();
    let before = count(&stage);
    assert!(before > 0, "{}", screen(&stage));
    stage.amended(each(WRITTEN, 3));
    let said = stage.notice();
    assert!(said.contains("ещё не записано: Ctrl+S"), "{said}");
    assert_eq!(count(&stage), before, "{}", screen(&stage));
    let draft = stage.desk.drafts.get(&DraftKey::form("order/5"));
    assert!(draft.is_some(), "kept of the order that stands now");
}

/// What stood there already is nothing to take back, and what was written before it still is.
#[test]
fn an_order_that_stood_there_already_is_not_offered_to_be_taken_back() {
    let mut stage = with_pupils();
    typed(&mut stage);
    save(&mut stage);
    let (before, _) = gesture(&stage);
    let before: Vec<Amendment> = before.into_iter().take(1).collect();
    stage.desk.written = Some(before.clone());
    stage.amended(each(AmendmentOutcome::Unchanged, 3));
    let said = stage.notice();
    assert!(
        said.contains("Записано") && !said.contains("Ctrl+Z"),
        "{said}"
    );
    assert_eq!(stage.desk.written, Some(before));
}

/// Written, and its undo asked for: the lines go before the order.
fn taken_back() -> Stage {
    let mut stage = with_pupils();
    let list = Records::of(RecordKind::Order, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(list));
    stage.settle();
    typed(&mut stage);
    save(&mut stage);
    stage.amended(each(SEEN, 3));
    stage.key(KeyCode::Enter);
    stage.amended(each(WRITTEN, 3));
    stage.press(KeyCode::Char('z'), KeyModifiers::CONTROL);
    stage
}

fn not_taken_back(untaken: Vec<Untaken>) -> Amended {
    let refused = GestureOutcome {
        fate: GestureFate::Refused,
        totals: Totals::default(),
        consequences: Consequences::default(),
        untaken,
    };
    refused.told(3)
}

fn breaks(place: usize, record: RecordRef) -> Untaken {
    let with = at(RecordKind::Movement, 2);
    let fault = FieldFault::new("day", Fault::BreaksMovement { with });
    let refusal = Refusal::Invalid {
        faults: vec![fault],
    };
    let outcome = AmendmentOutcome::Refused { refusal };
    Untaken {
        place,
        record,
        outcome,
    }
}

/// An undo goes through the records from the last to the first: why one stays is said of that one.
#[rstest]
fn why_it_is_not_taken_back_is_said_of_the_record_that_stays(#[values(true, false)] all: bool) {
    let mut stage = taken_back();
    let mut untaken = vec![breaks(0, at(RecordKind::Movement, 4))];
    if all {
        untaken.push(breaks(1, at(RecordKind::Movement, 3)));
        untaken.push(breaks(2, at(RecordKind::Order, 5)));
    }
    stage.effects.clear();
    stage.amended(not_taken_back(untaken));
    let said = stage.notice();
    let of = "Не отменено из-за записи «Белова · переведён в класс · 18.11.2026». С какого дня: ";
    assert!(said.starts_with(of), "{said}\n{}", screen(&stage));
    for kind in [RecordKind::Order, RecordKind::Movement] {
        let page = PageKey::List(ListKey::Records(kind));
        let asks = |effect: &Done| matches!(effect, Done::Open(asked) if *asked == page);
        assert!(stage.effects.iter().any(asks), "{kind} is asked for anew");
    }
}
