//! What is said of an entry that was taken back.

use crate::input::lesson_stage;
use crate::seat::Seat;
use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Attendance, Change, ChangeId, Content, Edit, FromTo, GestureId, PersonName};
use offline::{Gesture, Kept, Undone};
use testkit::fixture::RUNNING;
use zhurnal::ui::describe;

/// What is said when the changes that were entered from `from` on are taken back, as one gesture.
fn said(stage: &mut Stage, from: usize) -> String {
    let changes: Vec<Change> = stage.entered[from..].to_vec();
    let gesture = changes[0].gesture;
    assert!(changes.iter().all(|change| change.gesture == gesture));
    let back = changes.iter().rev().map(|change| {
        let nobody = (ChangeId(uuid::Uuid::nil()), GestureId(uuid::Uuid::nil()));
        change.invert(nobody.0, nobody.1, change.made_at)
    });
    let undone = Undone {
        changes: back.collect(),
        gesture: Gesture {
            id: gesture,
            changes,
        },
        withdrawn: Vec::new(),
        closed: Vec::new(),
        conceded: std::collections::BTreeSet::new(),
    };
    stage.desk.put(&undone.changes);
    describe::undone(&undone, false, &stage.desk, &stage.texts)
}

/// A mark of the first pupil, with its window open.
fn in_the_window_of_a_mark() -> Stage {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("5").key(KeyCode::Up);
    stage.key(KeyCode::F(9));
    stage
}

#[test]
fn the_undo_of_a_comment_says_the_comment() {
    let mut stage = in_the_window_of_a_mark();
    stage.letters("много ошибок").key(KeyCode::Enter);
    let words = said(&mut stage, 1);
    assert!(
        words.ends_with(" · комментарий: «много ошибок», снова пусто"),
        "{words}"
    );
    assert!(!words.contains("отметка"), "{words}");
}

#[test]
fn the_undo_of_a_weight_says_the_weight() {
    let mut stage = in_the_window_of_a_mark();
    stage.key(KeyCode::Tab);
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    stage.letters("3").key(KeyCode::Enter);
    let words = said(&mut stage, 1);
    assert!(words.ends_with(" · вес: 3, снова 1"), "{words}");
}

#[test]
fn an_absence_and_its_reason_are_one_entry() {
    let mut stage = lesson_stage();
    stage.letters("б");
    assert_eq!(stage.entered.len(), 2, "the absence and its reason");
    let name = stage.lesson().members[0].name.listed();
    assert_eq!(
        said(&mut stage, 0),
        format!(
            "Отменено: {name} · 7Б Алгебра 16.11 · явка: отсутствует, снова не отмечена · \
             причина: болезнь, со слов учителя, снова пусто"
        )
    );
}

/// Before the roll is called nobody has said that the pupil is there, on neither side.
#[test]
fn the_undo_of_an_emptied_lateness_says_that_it_was_not_marked() {
    let mut stage = lesson_stage();
    stage.letters("о12").key(KeyCode::Up).pause(2.0);
    let from = stage.entered.len();
    stage.key(KeyCode::Delete);
    let words = said(&mut stage, from);
    assert!(
        words.contains(" · явка: не отмечена, снова опоздание"),
        "{words}"
    );
}

#[test]
fn what_was_not_taken_back_since_another_says_it_too_is_said_to_stay() {
    let mut stage = lesson_stage();
    stage.letters("б").key(KeyCode::Up);
    let undo = |change: &Change| {
        let nobody = (ChangeId(uuid::Uuid::nil()), GestureId(uuid::Uuid::nil()));
        change.invert(nobody.0, nobody.1, change.made_at)
    };
    let kept = |by: Option<&PersonName>| {
        let undos = stage.entered.iter().map(undo);
        let kept: Vec<Kept> = undos
            .map(|change| Kept {
                stands: change.edit.expected(),
                change,
                by: by.cloned(),
                others_taken: 0,
            })
            .collect();
        describe::kept(&kept, &stage.desk, &stage.texts)
    };
    let name = stage.lesson().members[0].name.listed();
    let what = format!(
        "Осталось: {name} · 7Б Алгебра 16.11 · явка: отсутствует · \
         причина: болезнь, со слов учителя."
    );
    let own = stage.desk.me.as_ref().map(|me| me.name.clone());
    let from_elsewhere = format!("{what} Так записано и в другом окне или с другого компьютера.");
    assert_eq!(kept(own.as_ref()), from_elsewhere);
    let other = stage.lesson().members[0].name.clone();
    let by = format!("{what} Так записано и другим: {}", other.initialed());
    assert!(by.ends_with('.'), "initials");
    assert_eq!(kept(Some(&other)), by);
}

/// As the cell is read: it is not marked before the roll is called, and nobody asks for a reason.
#[test]
fn what_stays_of_an_emptied_cell_is_said_as_it_is_read() {
    let mut stage = lesson_stage();
    stage.letters("б").key(KeyCode::Up).pause(2.0);
    let from = stage.entered.len();
    stage.key(KeyCode::Delete);
    let nobody = (ChangeId(uuid::Uuid::nil()), GestureId(uuid::Uuid::nil()));
    let kept = stage.entered[from..].iter().map(|change| Kept {
        change: change.invert(nobody.0, nobody.1, change.made_at),
        stands: change.edit.wanted(),
        by: None,
        others_taken: 0,
    });
    let kept: Vec<Kept> = kept.collect();
    assert_eq!(kept.len(), 2, "the absence and its reason");
    let words = describe::kept(&kept, &stage.desk, &stage.texts);
    assert!(words.contains(" · явка: не отмечена. Так"), "{words}");
}

#[test]
fn where_others_were_taken_back_that_is_said_beside_what_stays() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("5");
    let nobody = (ChangeId(uuid::Uuid::nil()), GestureId(uuid::Uuid::nil()));
    let made = &stage.entered[0];
    let kept = Kept {
        change: made.invert(nobody.0, nobody.1, made.made_at),
        stands: made.edit.wanted(),
        by: None,
        others_taken: 2,
    };
    let words = describe::kept(&[kept], &stage.desk, &stage.texts);
    assert!(words.starts_with("Осталось: "), "{words}");
    assert!(words.ends_with(". Остальное отменено: 2."), "{words}");
}

#[test]
fn what_another_has_written_over_is_named_with_the_other() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("5");
    let nobody = (ChangeId(uuid::Uuid::nil()), GestureId(uuid::Uuid::nil()));
    let made = &stage.entered[0];
    let kept = |by: Option<&PersonName>| Kept {
        change: made.invert(nobody.0, nobody.1, made.made_at),
        stands: Content::Mark(None),
        by: by.cloned(),
        others_taken: 0,
    };
    let said = |by| describe::kept(&[kept(by)], &stage.desk, &stage.texts);
    let name = stage.lesson().members[0].name.listed();
    let what = format!("Не отменено, осталось: {name} · 7Б Алгебра 16.11 · отметка: пусто.");
    let own = stage.desk.me.as_ref().map(|me| me.name.clone());
    let from_elsewhere =
        format!("{what} Поверх вашего записано в другом окне или с другого компьютера.");
    assert_eq!(said(own.as_ref()), from_elsewhere);
    let other = stage.lesson().members[0].name.clone();
    let by = format!(
        "{what} Поверх вашего записано другим: {}",
        other.initialed()
    );
    assert_eq!(said(Some(&other)), by);
}

/// Another has emptied the cell before.
#[test]
fn what_stands_no_more_is_not_said_to_be_undone() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("5");
    let made = stage.entered[0].clone();
    let nobody = (ChangeId(uuid::Uuid::nil()), GestureId(uuid::Uuid::nil()));
    let undone = Undone {
        changes: vec![made.invert(nobody.0, nobody.1, made.made_at)],
        gesture: Gesture {
            id: made.gesture,
            changes: vec![made],
        },
        withdrawn: Vec::new(),
        closed: Vec::new(),
        conceded: std::collections::BTreeSet::new(),
    };
    assert!(!describe::is_undone_already(&undone, &stage.desk));
    stage.desk.put(&undone.changes);
    assert!(describe::is_undone_already(&undone, &stage.desk));
    let name = stage.lesson().members[0].name.listed();
    let told = format!(
        "Ваша запись отозвана: {name} · 7Б Алгебра 16.11 · отметка: 5, стоит пусто. \
         Это записано поверх неё и осталось."
    );
    let said = describe::undone(&undone, true, &stage.desk, &stage.texts);
    assert_eq!(said, told);
}

/// The server lets go of the own word all the same, and «История» tells so.
#[test]
fn the_undo_of_what_another_has_emptied_withdraws_the_own_word_and_says_so() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut seat = Seat::sign_in(85).await;
        seat.press(KeyCode::Right, KeyModifiers::NONE);
        seat.press(KeyCode::Char('5'), KeyModifiers::NONE);
        seat.app.close_entry();
        let taken = |seat: &Seat| seat.app.desk.link.pending == 0;
        seat.until("the end of the queue", taken).await;
        let mut elsewhere = seat.server.signed_in("orlova").await;
        let log = elsewhere.log(RUNNING).await.unwrap();
        let mine = log.changes.last().unwrap().change.edit.clone();
        let mut emptied = seat.server.pen().change(RUNNING, mine.clone().inverse());
        emptied.made_at = seat.app.desk.now();
        elsewhere.push(vec![emptied]).await.unwrap();
        let is_empty = |seat: &Seat| seat.sheet().entries.values().all(|it| it.marks.is_empty());
        seat.until("the empty cell", is_empty).await;
        seat.press(KeyCode::Char('u'), KeyModifiers::NONE);
        let said = seat.app.desk.notice.clone().unwrap().text;
        assert!(said.starts_with("Ваша запись отозвана: "), "{said}");
        seat.until("the end of the queue", taken).await;
        let log = elsewhere.log(RUNNING).await.unwrap();
        let last = log.changes.last().unwrap();
        let edit = &last.change.edit;
        assert_eq!(edit.cell(), mine.cell(), "the log tells of it");
        assert_eq!(
            (edit.expected(), edit.wanted()),
            (mine.expected(), mine.expected())
        );
        assert_eq!(log.changes.len(), 3);
    });
}

/// «б» over «н»: the absence is only said once more.
#[test]
fn what_was_said_once_more_is_no_entry_of_an_undo() {
    let mut stage = lesson_stage();
    stage.letters("н").key(KeyCode::Up).pause(2.0);
    let from = stage.entered.len();
    stage.letters("б");
    let words = said(&mut stage, from);
    assert!(words.contains("причина: болезнь"), "{words}");
    assert!(!words.contains("явка"), "{words}");
}

#[test]
fn where_the_roll_was_called_the_pupil_is_present_again() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    let from = stage.entered.len();
    stage.letters("н");
    let words = said(&mut stage, from);
    assert!(
        words.ends_with(" · явка: отсутствует, снова присутствует"),
        "{words}"
    );
}

#[test]
fn entries_of_several_pupils_are_counted_by_pupil() {
    let mut stage = lesson_stage();
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    stage.letters("б");
    assert!(stage.entered.len() > 3, "absences and reasons");
    assert_eq!(said(&mut stage, 0), "Отменены 3 записи.");
}

#[test]
fn the_undo_of_a_confirmed_roll_call_says_that_it_is_not_confirmed() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    assert_eq!(stage.entered.len(), 2, "one was announced");
    assert_eq!(
        said(&mut stage, 0),
        "Перекличка снова не подтверждена; отменена 1 запись."
    );
}

#[test]
fn the_undo_of_what_the_server_did_not_take_names_what_stands_there() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("3").key(KeyCode::Up);
    // Ours was a 5 in an empty cell, and the server has the 3.
    let mut ours = stage.entered[0].clone();
    if let journal::Edit::Mark { step, .. } = &mut ours.edit {
        let value = "5".parse().unwrap();
        *step = journal::FromTo::new(None, Some(journal::Mark::new(value, 1)));
    }
    let undone = Undone {
        changes: Vec::new(),
        withdrawn: Vec::new(),
        closed: vec![ours.id],
        conceded: std::collections::BTreeSet::new(),
        gesture: Gesture {
            id: ours.gesture,
            changes: vec![ours],
        },
    };
    let words = describe::undone(&undone, false, &stage.desk, &stage.texts);
    assert!(words.ends_with(" · отметка: 5, снова 3"), "{words}");
}

#[test]
fn the_undo_of_what_is_in_conflict_says_that_it_is_over_and_what_stands() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("3").key(KeyCode::Up);
    let theirs = stage.entered[0].clone();
    let mut ours = theirs.clone();
    if let Edit::Mark { step, .. } = &mut ours.edit {
        let value = "5".parse().unwrap();
        *step = FromTo::new(None, Some(journal::Mark::new(value, 1)));
    }
    let undone = Undone {
        changes: Vec::new(),
        withdrawn: Vec::new(),
        closed: vec![ours.id],
        conceded: [(ours.sheet, ours.edit.cell())].into(),
        gesture: Gesture {
            id: ours.gesture,
            changes: vec![ours],
        },
    };
    let words = describe::undone(&undone, false, &stage.desk, &stage.texts);
    assert!(
        words.starts_with("Конфликт закрыт, стоит как на сервере: "),
        "{words}"
    );
    assert!(words.ends_with(" · отметка: 3 (у вас было 5)"), "{words}");
}

/// What was entered before the start is mended by its code: an undo does not reach there.
#[test]
fn where_an_undo_does_not_reach_it_is_said_how_to_mend() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut seat = Seat::sign_in(61).await;
        let undo = |seat: &mut Seat| {
            seat.press(KeyCode::Char('u'), KeyModifiers::NONE);
            seat.app.desk.notice.clone().unwrap().text
        };
        assert_eq!(undo(&mut seat), "Отменять нечего.");
        // Of another run: this window does not remember it.
        let edit = Edit::RollCall {
            step: FromTo::new(false, true),
        };
        let change = seat.server.pen().change(RUNNING, edit);
        seat.disk.append(&[change], false).unwrap();
        assert_eq!(
            undo(&mut seat),
            "Отменять нечего: отменяется записанное после запуска программы. Прежнее исправляют: \
             код поверх или Delete."
        );
    });
}

/// Of a letter that is in conflict the reason moved, and only the absence is: one entry.
#[test]
fn the_undo_of_a_letter_whose_absence_alone_is_in_conflict_is_an_entry() {
    let mut stage = lesson_stage();
    stage.letters("н").key(KeyCode::Up).pause(2.0);
    let from = stage.entered.len();
    stage.letters("б");
    let changes: Vec<Change> = stage.entered[from..].to_vec();
    let fact = changes
        .iter()
        .find(|change| matches!(change.edit, Edit::Attendance { .. }))
        .unwrap();
    let undone = Undone {
        changes: Vec::new(),
        withdrawn: Vec::new(),
        closed: vec![fact.id],
        conceded: [(fact.sheet, fact.edit.cell())].into(),
        gesture: Gesture {
            id: fact.gesture,
            changes: changes.clone(),
        },
    };
    let words = describe::undone(&undone, false, &stage.desk, &stage.texts);
    assert!(
        words.starts_with("Конфликт закрыт, стоит как на сервере: "),
        "{words}"
    );
}

/// It stood there already: nothing of this person's is there to be taken back.
#[test]
fn who_has_only_said_it_again_hears_that_there_is_nothing_to_undo() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut seat = Seat::sign_in(62).await;
        let pupil = seat.app.desk.pages.lessons[&RUNNING].members[0].pupil;
        let pen = seat.server.pen();
        let step = FromTo::new(Attendance::Present, Attendance::Absent);
        let change = pen.change(RUNNING, Edit::Attendance { pupil, step });
        seat.app.desk.put(&[change]);
        let home = KeyModifiers::CONTROL;
        seat.press(KeyCode::Home, home);
        seat.press(KeyCode::Char('н'), KeyModifiers::NONE);
        let said = seat.app.desk.notice.clone().map(|notice| notice.text);
        assert_eq!(said, None);
        assert!(seat.disk.has_entries().unwrap());
        seat.press(KeyCode::Char('u'), KeyModifiers::NONE);
        let said = seat.app.desk.notice.clone().unwrap().text;
        assert_eq!(said, "Отменять нечего.");
    });
}
