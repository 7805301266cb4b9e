//! What is typed while the server is asked, or is not there, and what becomes of a draft.

use super::*;
use zhurnal::desk::link::Line;

#[test]
fn what_is_typed_after_the_preview_was_left_outlives_the_answer() {
    let mut stage = previewed(Language::Ru);
    stage.key(KeyCode::F(9)).key(KeyCode::Esc);
    stage.key(KeyCode::Up).key(KeyCode::Up).key(KeyCode::End);
    stage.letters(" новая");
    assert!(screen(&stage).contains(" новая"), "{}", screen(&stage));
    stage.amended(answer(WRITTEN, vec![danger()]));
    let said = stage.notice();
    assert!(said.contains("ещё не записано: Ctrl+S"), "{said}");
    assert!(screen(&stage).contains(" новая"), "{}", screen(&stage));
}

#[test]
fn what_is_typed_while_the_server_counts_goes_into_the_next_record() {
    let mut stage = form(RecordKind::Building, None);
    stage.letters("Бассейн");
    stage.press(KeyCode::Char('n'), KeyModifiers::CONTROL);
    stage.letters("Тир");
    assert!(screen(&stage).contains("Бассейн "), "{}", screen(&stage));
    stage.amended(answer(SEEN, Vec::new())).page_came();
    stage.amended(answer(WRITTEN, Vec::new())).page_came();
    save(&mut stage);
    let Some(Record::Building(next)) = sent(&stage).0.wanted else {
        panic!("no building")
    };
    assert_eq!(next.title, "Тир");
}

#[test]
fn what_is_typed_while_a_record_is_written_goes_into_no_other_form() {
    let mut stage = list(RecordKind::Building);
    stage.key(KeyCode::Insert).letters("Бассейн");
    save(&mut stage);
    stage.letters("Тир");
    // The server counts, and no page is on its way.
    let waits = stage.notice();
    assert!(waits.starts_with("Ждём сервер: 3 клавиши"), "{waits}");
    stage.amended(answer(SEEN, Vec::new()));
    stage.amended(answer(WRITTEN, Vec::new()));
    let said = stage.notice();
    assert!(said.contains("Не введено: 3 клавиши"), "{said}");
    stage.key(KeyCode::Insert).page_came();
    assert!(!screen(&stage).contains("Тир"), "{}", screen(&stage));
    save(&mut stage);
    assert_eq!(count_sent(&stage), 2, "it is empty");
}

#[test]
fn without_the_server_nothing_is_sent_and_the_draft_stays() {
    let mut stage = form(RecordKind::Building, Some(2));
    stage.desk.link.line = Line::Offline;
    stage.letters(" во дворе");
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0);
    assert!(stage.notice().contains("меняется только вместе с ним"));
    assert!(
        stage
            .desk
            .drafts
            .get(&DraftKey::form("building/2"))
            .is_some()
    );
}

/// A form that is begun, left by a key for another place and given up there is given up.
#[test]
fn what_is_given_up_does_not_come_back_from_beneath() {
    let mut stage = list(RecordKind::Room);
    stage.key(KeyCode::Insert).letters("Тир-1");
    stage.press(KeyCode::Char('d'), KeyModifiers::ALT);
    stage.letters("кабин").key(KeyCode::Enter);
    stage.key(KeyCode::Insert);
    assert!(screen(&stage).contains("Тир-1"), "{}", screen(&stage));
    // Out of the field that is changed there is nothing to restore but the field: on to the next.
    stage
        .key(KeyCode::Tab)
        .key(KeyCode::Esc)
        .key(KeyCode::Delete);
    let key = DraftKey::form("room/new");
    assert_eq!(stage.desk.drafts.get(&key), None);
    for _ in 0..8 {
        assert!(!screen(&stage).contains("Тир-1"), "{}", screen(&stage));
        stage.key(KeyCode::Esc);
    }
    assert_eq!(stage.desk.drafts.get(&key), None);
}

/// Under the number of one that was removed no other comes: what is typed makes a new record.
#[test]
fn a_record_that_was_removed_meanwhile_is_made_anew() {
    let mut stage = form(RecordKind::Room, Some(2));
    stage.letters("а");
    save(&mut stage);
    let conflict = AmendmentOutcome::Conflict {
        now: None,
        by: Some(name()),
        at: Some(::school::DemoSpec::NOW),
    };
    stage.amended(answer(conflict, Vec::new()));
    let said = stage.notice();
    assert!(said.contains("Запись уже убрана (Шилова Л. А."), "{said}");
    save(&mut stage);
    let (asked, _, _) = sent(&stage);
    assert_eq!(asked.record, at(RecordKind::Room, 4));
    assert_eq!(asked.expected, None);
    assert_eq!(asked.wanted, Some(room(1, "9а", 12)));
    let drafts = ["room/2", "room/new"].map(DraftKey::form);
    let drafts = drafts.map(|key| stage.desk.drafts.get(&key).is_some());
    assert_eq!(drafts, [false, true]);
}

/// The list of before is on the screen still, and the cursor at another record in it.
#[test]
fn until_what_was_written_is_in_the_list_no_key_means_another_record() {
    let written = || {
        let mut stage = list(RecordKind::Building);
        stage.key(KeyCode::Insert).letters("Бассейн");
        save(&mut stage);
        stage.amended(answer(SEEN, Vec::new()));
        stage.amended(answer(WRITTEN, Vec::new()));
        stage
    };
    let mut stage = written();
    let before = count_sent(&stage);
    for code in [KeyCode::Delete, KeyCode::Enter] {
        stage.key(code);
        let said = stage.notice();
        assert!(said.starts_with("Записанного в списке ещё нет"), "{said}");
        assert_eq!(count_sent(&stage), before);
    }
    // Who goes to a row, or types one's name, means that one.
    stage.key(KeyCode::Down).key(KeyCode::Delete);
    assert_eq!(count_sent(&stage), before + 1, "{}", stage.notice());
    let mut stage = written();
    stage.letters("маст").key(KeyCode::Delete);
    assert_eq!(count_sent(&stage), before + 1, "{}", stage.notice());
}
