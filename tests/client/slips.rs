//! Slips of the finger: what was entered before them stays or is plainly gone, and the next key
//! goes where the cursor is.

use crate::input::{SIZE, entry, lesson_stage};
use crate::journal_keys::journal_stage;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::Attendance;
use rstest::rstest;

/// The mark of a row, as the school writes it.
pub fn mark(stage: &Stage, row: usize) -> String {
    let codes = &PAGES.rules.codes;
    let marks = entry(stage, row).marks;
    marks
        .iter()
        .map(|mark| codes.mark(mark.mark.value))
        .collect()
}

#[test]
fn a_slip_says_what_fits_in_the_column() {
    let mut stage = lesson_stage();
    stage.letters("р");
    assert!(
        stage
            .notice()
            .starts_with("«р» не годится и ничего не меняет. Явка: н, о, б, п."),
        "{}",
        stage.notice()
    );
    stage.key(KeyCode::Right).letters("щ");
    assert!(
        stage.notice().contains("Отметки: 1–5"),
        "{}",
        stage.notice()
    );
}

#[test]
fn a_mark_after_the_last_pupil_is_not_his() {
    let mut stage = lesson_stage();
    let last = stage.lesson().members.len() - 1;
    stage.key(KeyCode::Right);
    stage
        .press(KeyCode::End, KeyModifiers::CONTROL)
        .letters("543");
    assert_eq!(mark(&stage, last), "5");
    assert_eq!(
        stage.notice(),
        "Это последний ученик, записано: 5. Исправить: стрелка, затем код."
    );
    // Letters of the roll neither, and a slip is still a slip.
    stage.letters("щ");
    assert!(
        stage.notice().starts_with("«щ» не годится"),
        "{}",
        stage.notice()
    );
    stage.letters("н");
    assert_eq!(entry(&stage, last).attendance, Attendance::Present);
    // An arrow is a decision, also one that leads nowhere.
    stage.key(KeyCode::Down).letters("4");
    assert_eq!(mark(&stage, last), "4");
    // What belongs to the entry still goes into it.
    stage.letters("/5");
    assert_eq!(mark(&stage, last), "4/5");
    stage
        .key(KeyCode::Backspace)
        .key(KeyCode::Up)
        .key(KeyCode::Down)
        .letters("3");
    assert_eq!(mark(&stage, last), "3");
}

/// With a mark just entered for the last pupil.
pub fn marked_last(mut stage: Stage) -> (Stage, usize) {
    let last = stage.lesson().members.len() - 1;
    stage
        .press(KeyCode::End, KeyModifiers::CONTROL)
        .letters("5");
    assert_eq!(mark(&stage, last), "5");
    (stage, last)
}

pub fn in_marks() -> Stage {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right);
    stage
}

pub fn said(stage: &Stage) -> String {
    let row = usize::from(SIZE.1) - 3;
    stage.rows().0[row].trim().to_owned()
}

#[rstest]
#[case::enter(KeyCode::Enter)]
#[case::tab(KeyCode::Tab)]
fn enter_after_the_entry_of_the_last_pupil_stays_with_him(#[case] key: KeyCode) {
    for stage in [in_marks(), journal_stage()] {
        let (mut stage, last) = marked_last(stage);
        assert!(
            said(&stage).ends_with(" — 5. Это последний ученик."),
            "{}",
            said(&stage)
        );
        for _ in 0..2 {
            stage.key(key);
            assert_eq!(stage.notice(), "Это последний ученик.");
        }
        let before = stage.entered.len();
        stage.letters("4");
        assert_eq!(stage.entered.len(), before, "{:?}", stage.entered);
        assert_eq!(mark(&stage, last), "5");
    }
}

#[test]
fn enter_at_the_end_of_the_roll_names_the_key_that_confirms_it() {
    let mut stage = lesson_stage();
    let last = stage.lesson().members.len();
    let words = "Это последний ученик. F4 — подтвердить перекличку.";
    stage.letters(&format!("{last}н")).key(KeyCode::Enter);
    assert_eq!(stage.notice(), words);
    // The next number is a number, and no mark of the next column.
    stage.letters("3н");
    assert_eq!(entry(&stage, 2).attendance, Attendance::Absent);
    assert!(entry(&stage, 0).marks.is_empty());
    // Whoever walks to the end without an entry stays in the roll too.
    stage
        .press(KeyCode::End, KeyModifiers::CONTROL)
        .key(KeyCode::Enter);
    assert_eq!(stage.notice(), words);
    stage.letters("о");
    let late = entry(&stage, last - 1).attendance;
    assert!(matches!(late, Attendance::Late { .. }), "{late:?}");
    // The roll is confirmed: Enter goes on to the next column, as in any other.
    stage
        .key(KeyCode::F(4))
        .key(KeyCode::Enter)
        .key(KeyCode::Up)
        .key(KeyCode::Down)
        .key(KeyCode::Enter)
        .letters("4");
    assert_eq!(mark(&stage, 0), "4");
}

#[rstest]
#[case::comment(&[KeyCode::F(9), KeyCode::Char('х'), KeyCode::Enter])]
#[case::no_comment(&[KeyCode::F(9), KeyCode::Esc])]
#[case::topic(&[KeyCode::F(2), KeyCode::Esc])]
#[case::homework(&[KeyCode::F(3), KeyCode::Esc])]
#[case::search_given_up(&[KeyCode::Char('\\'), KeyCode::Char('а'), KeyCode::Esc])]
#[case::search_of_nobody(&[KeyCode::Char('\\'), KeyCode::Enter])]
#[case::a_slip(&[KeyCode::Char('щ'), KeyCode::F(9), KeyCode::Esc])]
#[case::space(&[KeyCode::Char(' ')])]
fn after_the_last_pupil_no_form_makes_the_next_code_his(#[case] keys: &[KeyCode]) {
    for (name, stage) in [("lesson", in_marks()), ("journal", journal_stage())] {
        let (mut stage, last) = marked_last(stage);
        for key in keys {
            stage.key(*key);
        }
        stage.letters("3");
        assert_eq!(mark(&stage, last), "5", "{name}, {keys:?}");
        assert!(
            stage.notice().starts_with("Это последний ученик"),
            "{name}, {keys:?}: {}",
            stage.notice()
        );
    }
}

#[rstest]
#[case::plus("5+")]
#[case::minus("5-")]
#[case::slip("5щ")]
fn a_refused_key_leaves_the_comment_to_the_mark_just_made(#[case] typed: &str) {
    let mut stage = in_marks();
    stage.letters("44").key(KeyCode::Up).key(KeyCode::Up);
    stage.letters(typed).key(KeyCode::F(9)).letters("хорошо");
    stage.key(KeyCode::Enter);
    let comment = |row: usize| entry(&stage, row).marks[0].mark.comment.clone();
    assert_eq!(comment(0).as_deref(), Some("хорошо"));
    assert_eq!(comment(1), None);
}

#[test]
fn a_comment_that_was_left_is_come_back_to_by_the_same_key() {
    let mut stage = in_marks();
    stage.letters("5").key(KeyCode::F(9)).letters("текст");
    stage.key(KeyCode::Esc);
    assert!(stage.notice().contains("F9"), "{}", stage.notice());
    stage.key(KeyCode::F(9)).key(KeyCode::Enter);
    let comment = entry(&stage, 0).marks[0].mark.comment.clone();
    assert_eq!(comment.as_deref(), Some("текст"));
    // The next code goes on down the column.
    stage.letters("4");
    assert_eq!(mark(&stage, 1), "4");
}

#[rstest]
#[case::minus("4-", " — 4.")]
#[case::slip("5ц", " — 5.")]
fn backspace_after_a_refused_key_speaks_of_the_entry_and_not_of_the_next_cell(
    #[case] typed: &str,
    #[case] ends: &str,
) {
    let mut stage = in_marks();
    stage.letters(typed).key(KeyCode::Backspace);
    let name = stage.lesson().members[0].name.listed();
    let words = format!("Стирать нечего, осталось: {name}{ends}");
    assert_eq!(stage.notice(), words);
    assert!(stage.effects.is_empty());
}

#[test]
fn backspace_after_what_stood_there_already_takes_nothing_and_names_it() {
    let mut stage = lesson_stage();
    stage.letters("н").key(KeyCode::Up).letters("н");
    stage.key(KeyCode::Backspace);
    let name = stage.lesson().members[0].name.listed();
    assert_eq!(
        stage.notice(),
        format!("Стирать нечего, осталось: {name} — н.")
    );
    assert!(stage.effects.is_empty());
}

#[test]
fn what_was_announced_is_not_filled_over() {
    let mut stage = lesson_stage();
    let announced = (0..stage.lesson().members.len())
        .find(|row| entry(&stage, *row).reason.is_some())
        .expect("somebody is announced");
    let before = entry(&stage, announced);
    stage.letters("1о7=");
    assert_eq!(entry(&stage, announced), before);
    let next = entry(&stage, announced + 1).attendance;
    assert_eq!(next, Attendance::Late { minutes: 7 });
}

#[test]
fn a_code_that_waits_for_a_selection_names_all_of_it() {
    let mut stage = in_marks();
    for _ in 0..2 {
        stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    }
    stage.letters("4/");
    assert_eq!(
        said(&stage),
        "3 ученика: «4/» — ещё не всё, записанное стоит"
    );
    // A comment is for one mark, and which one is not said.
    stage.letters("5").key(KeyCode::F(9));
    let screen = stage.rows().0.join(" ");
    assert!(screen.contains("Комментарий пишут к одной"), "{screen}");
}

#[test]
fn a_mark_for_an_exempt_pupil_is_taken_and_told() {
    let mut stage = lesson_stage();
    stage.letters("осв").key(KeyCode::Up);
    stage.key(KeyCode::Right).letters("4");
    let name = stage.lesson().members[0].name.listed();
    assert_eq!(
        stage.notice(),
        format!("{name}: освобождён от занятия, «4» записано.")
    );
}

#[test]
fn a_late_pupil_of_a_lesson_that_is_over_waits_for_minutes_in_words() {
    let mut stage = journal_stage();
    stage.key(KeyCode::Left).letters("о");
    assert!(
        said(&stage).ends_with("«о» — опоздал на сколько минут? Пока не записано"),
        "{}",
        said(&stage)
    );
}

/// What was entered first was not taken.
pub fn refuse_the_first(stage: &mut Stage) {
    let change = stage.entered[0].clone();
    stage.desk.queue.troubles.push(offline::Trouble {
        letters: None,
        kind: offline::TroubleKind::Conflict {
            now: change.edit.expected(),
            by: None,
            at: None,
        },
        was: change.edit.expected(),
        stands: change.edit.expected(),
        change,
        beside: None,
        earlier: Vec::new(),
        answered_at: journal::Timestamp(0),
    });
}

#[test]
fn a_mark_in_conflict_is_settled_before_it_is_commented() {
    let mut stage = in_marks();
    stage.letters("4").key(KeyCode::Up);
    refuse_the_first(&mut stage);
    stage.key(KeyCode::F(9));
    let told = stage.rows().0.join(" ");
    assert!(told.contains("Отметка в конфликте"), "{told}");
}

#[test]
fn a_topic_over_a_conflict_says_that_it_is_settled() {
    let mut stage = lesson_stage();
    stage
        .key(KeyCode::F(2))
        .letters("Корни")
        .key(KeyCode::Enter);
    refuse_the_first(&mut stage);
    stage
        .key(KeyCode::F(2))
        .letters(" и степени")
        .key(KeyCode::Enter);
    assert!(stage.notice().ends_with("; не принято было: Корни"));
}

#[test]
fn an_entry_over_a_conflict_says_that_it_is_settled() {
    let mut stage = in_marks();
    stage.letters("4").key(KeyCode::Up);
    refuse_the_first(&mut stage);
    stage.letters("2");
    let told = "— 2 (было: 4). Прежний конфликт здесь закрыт; не принято было: 4";
    assert!(stage.notice().ends_with(told), "{}", stage.notice());
}

/// What the server has is typed where ours was not taken: nobody disagrees any more.
#[test]
fn who_types_what_stands_ends_the_conflict_about_it() {
    let mut stage = in_marks();
    stage.letters("4").key(KeyCode::Up);
    refuse_the_first(&mut stage);
    let change = stage.entered[0].clone();
    stage.letters("4");
    let name = stage.lesson().members[0].name.listed();
    assert_eq!(
        stage.notice(),
        format!("Уже стоит: {name} — 4. Прежний конфликт здесь закрыт.")
    );
    let letter = (change.sheet, change.edit.cell().letter());
    assert_eq!(stage.desk.queue.take_agreed(), [letter].into());
    // It is a word of one's own.
    assert_eq!(stage.entered.len(), 2);
    assert_eq!(stage.entered[1].edit.expected(), change.edit.wanted());
    // In another cell nobody has agreed to anything.
    stage.pause(2.0).letters("5").key(KeyCode::Up).letters("5");
    assert!(stage.desk.queue.take_agreed().is_empty());
}

/// A cell of the journal shows the attendance of its pupil too.
#[test]
fn who_empties_an_empty_cell_of_the_journal_ends_the_conflict_about_attendance() {
    let mut stage = crate::journal_keys::journal_stage();
    stage.letters("н").key(KeyCode::Up);
    refuse_the_first(&mut stage);
    let change = stage.entered[0].clone();
    let fresh = uuid::Uuid::from_u128(1);
    let (id, gesture) = (journal::ChangeId(fresh), journal::GestureId(fresh));
    let theirs = change.invert(id, gesture, change.made_at);
    stage.desk.put(&[theirs]);
    stage.settle();
    stage.key(KeyCode::Delete);
    let letter = (change.sheet, change.edit.cell().letter());
    assert_eq!(stage.desk.queue.take_agreed(), [letter].into());
}

#[test]
fn who_saves_a_topic_as_it_stands_ends_the_conflict_about_it() {
    let mut stage = lesson_stage();
    stage
        .key(KeyCode::F(2))
        .letters("Корни")
        .key(KeyCode::Enter);
    refuse_the_first(&mut stage);
    stage.key(KeyCode::F(2)).key(KeyCode::Enter);
    assert_eq!(stage.notice(), "Прежний конфликт здесь закрыт.");
    assert_eq!(stage.desk.queue.take_agreed().len(), 1);
}

#[test]
fn who_saves_a_homework_as_it_stands_ends_the_conflict_about_it() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(3)).letters("§ 12");
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    refuse_the_first(&mut stage);
    stage.key(KeyCode::F(3));
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert_eq!(stage.notice(), "Прежний конфликт здесь закрыт.");
    assert_eq!(stage.desk.queue.take_agreed().len(), 1);
}

#[test]
fn a_letter_for_several_names_what_became_of_the_announced_too() {
    let mut stage = lesson_stage();
    let announced = (0..stage.lesson().members.len())
        .find(|row| entry(&stage, *row).reason.is_some())
        .expect("somebody is announced");
    for _ in 1..announced {
        stage.key(KeyCode::Down);
    }
    stage.press(KeyCode::Down, KeyModifiers::SHIFT).letters("н");
    assert!(
        said(&stage).starts_with("Записано: 2 ученика — б, н."),
        "{}",
        said(&stage)
    );
}

#[test]
fn whoever_takes_back_the_last_mark_may_enter_another() {
    let (mut stage, last) = marked_last(in_marks());
    let before = stage.entered.len();
    stage.letters("u").letters("4");
    assert_eq!(stage.entered.len(), before + 1, "{}", stage.notice());
    assert_eq!(mark(&stage, last), "4");
}

#[test]
fn the_last_row_of_marks_speaks_of_marks_only() {
    let mut stage = lesson_stage();
    let last = stage.lesson().members.len() - 1;
    stage
        .press(KeyCode::End, KeyModifiers::CONTROL)
        .letters("п");
    let (mut stage, _) = {
        stage.key(KeyCode::Right).key(KeyCode::Up);
        marked_last(stage)
    };
    stage.key(KeyCode::Enter);
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    let entry = page.sheet.entries.get_mut(&page.members[last].pupil);
    entry.unwrap().marks.clear();
    stage.letters("4");
    assert_eq!(
        stage.notice(),
        "Это последний ученик. Исправить: стрелка, затем код."
    );
}

#[test]
fn the_digits_of_a_code_refused_at_the_end_are_no_list_number() {
    let mut stage = lesson_stage();
    let last = stage.lesson().members.len();
    stage.letters(&format!("{last}н")).pause(2.0);
    stage.letters("о");
    assert!(stage.notice().starts_with("Это последний ученик"));
    for digit in ["1", "2"] {
        stage.letters(digit);
        assert_eq!(
            stage.notice(),
            format!(
                "«{digit}» не прочитано: это конец списка. Номер по списку набирают после пробела."
            )
        );
    }
    stage.letters("н");
    assert_eq!(entry(&stage, 11).attendance, Attendance::Present);
    assert_eq!(entry(&stage, 0).attendance, Attendance::Present);
    // After a space it is one.
    stage.letters(" 12н");
    assert_eq!(entry(&stage, 11).attendance, Attendance::Absent);
}

#[test]
fn a_slash_after_a_pause_is_no_point_of_the_next_pupil_and_its_digit_no_mark() {
    let mut stage = in_marks();
    let name = stage.lesson().members[0].name.listed();
    stage.letters("4").pause(2.0).letters("/");
    assert_eq!(
        stage.notice(),
        format!(
            "Записано: {name} — 4. «/» после паузы не прочитано: 4/5 набирают сразу, точку — \
             клавишей «.»."
        )
    );
    stage.letters("5");
    assert_eq!(
        stage.notice(),
        format!("«/5» не годится, осталось записанное: {name} — 4.")
    );
    assert_eq!(stage.entered.len(), 1);
    // What comes after that is the next pupil's.
    stage.letters("3");
    assert_eq!(mark(&stage, 1), "3");
}
