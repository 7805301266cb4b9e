//! Keys with pauses between them: a key changes the open entry or the cell under the cursor, and
//! nothing that is finished.

use crate::input::{SIZE, entry, lesson_stage};
use crate::journal_keys::journal_stage;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use rstest::rstest;
use zhurnal::effect::{Effect, Undoing};

/// Types letters; a digit in brackets is a pause of so many seconds.
fn type_with_pauses(stage: &mut Stage, keys: &str) {
    for part in keys.split(['[', ']']) {
        match part.parse::<f32>() {
            Ok(seconds) if keys.contains(&format!("[{part}]")) => stage.pause(seconds),
            _ => stage.letters(part),
        };
    }
}

fn cells(stage: &Stage, rows: usize) -> Vec<String> {
    let codes = &PAGES.rules.codes;
    let cell = |row| {
        let entry = entry(stage, row);
        let marks = entry
            .marks
            .iter()
            .map(|placed| codes.mark(placed.mark.value));
        let attendance = codes.attendance(entry.attendance, entry.reason.as_ref());
        attendance + &marks.collect::<String>()
    };
    (0..rows).map(cell).collect()
}

fn line(stage: &Stage) -> String {
    let row = usize::from(SIZE.1) - 3;
    stage.rows().0[row].trim().to_owned()
}

#[rstest]
// A stray key takes no finished entry away, whenever it comes.
#[case::stray_after_ill("б[3]р", &["б", ""])]
#[case::stray_after_valid("п[0.1]р", &["п", ""])]
#[case::stray_after_late("о12[2]ж", &["о12", ""])]
// A letter that could have gone on with the entry is the next pupil's after the pause.
#[case::passed_after_absent("н[2]з", &["н", ""])]
#[case::number_after_late("о7[2]7б", &["о7", "", "", "", "", "", "б"])]
#[case::number_after_space("о1 3н", &["о1", "", "н"])]
// Nobody is 45 minutes late of a lesson that has begun a minute ago; and whether 5 is a pupil nobody
// knows.
#[case::minutes_that_have_not_passed("2о4[0.9]5н", &["", "о4", "", "", ""])]
#[case::nor_is_it_anothers_letter("2о2[0.3]5[0.3]нн", &["", "о2", "н", "", ""])]
#[case::a_number_after_a_pause("2о4[1.6]5н", &["", "о4", "", "", "н"])]
#[case::a_number_after_a_space("2о4 5н", &["", "о4", "", "", "н"])]
#[case::number_that_cannot_be_minutes("о12" , &["о12", ""])]
#[case::in_time_it_grows("о[1.4]1[1.4]2", &["о12", ""])]
#[case::too_late_it_does_not("о[1.6]3н", &["о1", "", "н"])]
fn in_attendance(#[case] keys: &str, #[case] expected: &[&str]) {
    let mut stage = lesson_stage();
    type_with_pauses(&mut stage, keys);
    assert_eq!(cells(&stage, expected.len()), expected, "{keys}");
}

#[rstest]
#[case::stray_after_double("4/5[3]ч", &["4/5", ""])]
#[case::stray_after_exempt("осв[3]у", &["осв", ""])]
#[case::stray_after_point(".[0.2]6", &[".", ""])]
#[case::passed_after_absent("н[2]зч", &["н", "зч"])]
#[case::mark_after_late("о[2]54", &["о1", "5", "4"])]
#[case::point_in_the_other_layout("/[2]3", &[".", "3"])]
#[case::point_after_point_in_the_other_layout("/[2]/[2]3", &[".", ".", "3"])]
#[case::slash_too_late_for_its_mark("5[2]/[2]3", &["5", "3", ""])]
#[case::slow_double("4[2]/5", &["4", "", ""])]
#[case::slow_double_then_a_mark("4[2]/53", &["4", "3", ""])]
#[case::point_after_a_mark("5[2].[2]3", &["5", ".", "3"])]
#[case::slash_too_late_for_not_attested("н[2]/а", &["н", "", ""])]
#[case::much_too_late_for_not_attested("н[30]/а5", &["н", "5", ""])]
#[case::slash_twice("4//5", &["4/5", "", ""])]
#[case::slash_twice_slowly("4[1]/[1]/[1]5", &["4/5", "", ""])]
#[case::slash_twice_in_not_attested("н//а", &["н/а", ""])]
#[case::slash_twice_too_late("4[2]//5", &["4", "", ""])]
#[case::a_beginning_waits("4/[9]5", &["4/5", ""])]
#[case::a_beginning_that_does_not_go_on("4/63", &["4", "3"])]
#[case::a_beginning_then_a_code("4/б", &["4", "б"])]
#[case::broken_off_exempt("осб", &["о1", "б"])]
#[case::a_slip_swallows_no_mark("щ5", &["5", ""])]
#[case::not_passed("нз", &["нз", ""])]
#[case::not_attested("н/а5", &["н/а", "5"])]
fn in_marks(#[case] keys: &str, #[case] expected: &[&str]) {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right);
    type_with_pauses(&mut stage, keys);
    assert_eq!(cells(&stage, expected.len()), expected, "{keys}");
}

#[test]
fn a_longer_code_that_is_refused_leaves_what_was_entered() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("4/6");
    assert_eq!(cells(&stage, 2), ["4", ""]);
    let name = PAGES.lesson.members[0].name.listed();
    let kept = format!("«4/6» не годится, осталось записанное: {name} — 4.");
    assert_eq!(stage.notice(), kept);
}

/// Its second half is no entry; what was entered before it stands, and is said to.
#[rstest]
#[case::late_for_a_fraction(1, "4[2]/5", "«/5»", "4")]
#[case::late_for_not_attested(1, "н[2]/а", "«/а»", "н")]
#[case::not_attested_in_the_roll(0, "н/а", "«/а»", "н")]
#[case::ill_in_the_roll(0, "б/5", "«/5»", "б")]
#[case::late_in_the_roll(0, "о/5", "«/5»", "о1")]
fn what_follows_a_refused_slash_says_what_stands(
    #[case] column: usize,
    #[case] keys: &str,
    #[case] refused: &str,
    #[case] stands: &str,
) {
    let mut stage = lesson_stage();
    for _ in 0..column {
        stage.key(KeyCode::Right);
    }
    type_with_pauses(&mut stage, keys);
    let name = PAGES.lesson.members[0].name.listed();
    let kept = format!("{refused} не годится, осталось записанное: {name} — {stands}.");
    assert_eq!(stage.notice(), kept);
    assert_eq!(cells(&stage, 2), [stands, ""]);
}

#[test]
fn the_line_names_whoever_was_written_and_whoever_comes_next() {
    let name = |row: usize| PAGES.lesson.members[row].name.listed();
    let mut stage = lesson_stage();
    stage.letters("о12");
    let written = format!("Записано: {} — о12. Дальше: {}", name(0), name(1));
    assert_eq!(line(&stage), written);
    stage.letters("20");
    assert!(
        line(&stage).starts_with(&format!("№ 20 — {}", name(19))),
        "{}",
        line(&stage)
    );
    stage.key(KeyCode::Esc).key(KeyCode::Right).letters("4/");
    assert!(
        line(&stage).starts_with(&format!("{}: «4/» — ещё не всё, записанное", name(1))),
        "{}",
        line(&stage)
    );
}

#[test]
fn a_list_number_leads_to_its_pupil_and_none_to_nobody() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Down).letters("24б");
    assert_eq!(cells(&stage, 24)[23], "б");
    // No such pupil: neither he nor whoever is under the cursor.
    let before = cells(&stage, 27);
    stage.letters("35н");
    assert_eq!(cells(&stage, 27), before);
    assert!(
        stage.notice().starts_with("Ученика № 35 в списке нет"),
        "{}",
        stage.notice()
    );
    // Backspace corrects it; Esc leads back.
    stage.letters("35").key(KeyCode::Backspace).letters("н");
    assert_eq!(cells(&stage, 3)[2], "н");
    stage.letters("9").key(KeyCode::Esc).letters("п");
    assert_eq!(cells(&stage, 4)[3], "п");
}

#[test]
fn backspace_takes_back_the_entry_just_made_and_no_other() {
    let mut stage = lesson_stage();
    let gestures = |stage: &mut Stage| {
        let effects = stage.effects.drain(..);
        effects
            .filter(|effect| matches!(effect, Effect::Undo(Undoing::This(_))))
            .count()
    };
    stage.letters("н").key(KeyCode::Backspace);
    assert_eq!(gestures(&mut stage), 1);
    let (_, cursor) = stage.rows();
    let top = lesson_stage().rows().1;
    assert_eq!(cursor, top, "the cursor is where it was");
    stage.key(KeyCode::Backspace);
    assert_eq!(gestures(&mut stage), 0);
    assert!(
        stage.notice().starts_with("Backspace стирает только что"),
        "{}",
        stage.notice()
    );
    // After a move, or a key that was refused, nothing was just entered.
    stage
        .letters("н")
        .key(KeyCode::Down)
        .key(KeyCode::Backspace);
    stage.letters("нр").key(KeyCode::Backspace);
    stage
        .key(KeyCode::Right)
        .letters("5-")
        .key(KeyCode::Backspace);
    assert_eq!(gestures(&mut stage), 0);
}

#[test]
fn a_comment_that_was_refused_ends_the_entry() {
    let mut stage = lesson_stage();
    stage.letters("б").key(KeyCode::F(9)).key(KeyCode::Esc);
    stage.key(KeyCode::Backspace);
    assert!(stage.effects.is_empty(), "{:?}", stage.effects);
}

#[test]
fn what_waits_goes_first() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("4/").key(KeyCode::Delete);
    assert_eq!(cells(&stage, 2), ["4", ""]);
    stage.letters("з").key(KeyCode::Backspace).letters("5");
    assert_eq!(cells(&stage, 2), ["4", "5"]);
}

#[test]
fn a_comment_is_for_the_mark_just_entered() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("4").key(KeyCode::F(9));
    stage.letters("много ошибок, 5 из 9").key(KeyCode::Enter);
    let mark = &entry(&stage, 0).marks[0].mark;
    assert_eq!(mark.comment.as_deref(), Some("много ошибок, 5 из 9"));
    assert_eq!(cells(&stage, 4), ["4", "", "", ""]);
}

#[test]
fn a_comment_where_there_is_no_mark_is_typed_into_nothing() {
    let mut stage = lesson_stage();
    let before = cells(&stage, 12);
    stage.key(KeyCode::F(9)).letters("много ошибок, 5 из 9");
    assert_eq!(cells(&stage, 12), before);
    assert!(stage.effects.is_empty(), "{:?}", stage.effects);
    stage.key(KeyCode::Enter).letters("н");
    assert_eq!(cells(&stage, 1), ["н"]);
}

#[test]
fn in_a_lesson_that_is_over_late_waits_for_its_minutes() {
    let mut stage = journal_stage();
    let days = stage.rows().0.len();
    assert!(days > 0);
    stage.key(KeyCode::Left);
    let before = stage.entered.len();
    stage.letters("о");
    assert_eq!(stage.entered.len(), before, "no bell tells how late");
    stage.letters("7");
    assert_eq!(stage.entered.len(), before + 1);
}

#[rstest]
#[case::absent(KeyCode::Enter, true)]
#[case::came(KeyCode::Char('п'), false)]
#[case::came_in_the_other_layout(KeyCode::Char('g'), false)]
fn announced_absences_are_asked_for_when_the_roll_is_confirmed(
    #[case] answer: KeyCode,
    #[case] is_absent: bool,
) {
    let mut stage = lesson_stage();
    let members = &PAGES.lesson.members;
    let announced = (0..members.len())
        .find(|row| entry(&stage, *row).reason.is_some())
        .expect("somebody is announced");
    stage.key(KeyCode::F(4));
    assert!(stage.lesson().sheet.roll_call.is_none(), "asked first");
    let screen = stage.rows().0.join("\n");
    assert!(
        screen.contains(&members[announced].name.listed()),
        "{screen}"
    );
    stage.key(answer);
    let sheet = &stage.lesson().sheet;
    assert!(sheet.roll_call.is_some());
    let after = entry(&stage, announced);
    let absent = after.attendance == journal::Attendance::Absent;
    assert_eq!((absent, after.reason.is_some()), (is_absent, is_absent));
}

#[test]
fn going_back_from_the_question_confirms_nothing() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(4)).key(KeyCode::Esc);
    assert!(stage.entered.is_empty());
}

#[test]
fn undo_asks_for_what_was_done_here() {
    let mut stage = lesson_stage();
    stage.press(KeyCode::Char('z'), KeyModifiers::CONTROL);
    let here = PAGES.lesson.sheet.lesson.id;
    let is_here = |effect: &Effect| matches!(effect, Effect::Undo(Undoing::NewestIn(lessons)) if *lessons == [here.into()]);
    assert!(stage.effects.iter().any(is_here), "{:?}", stage.effects);
}

#[test]
fn the_line_says_what_was_written_and_not_what_stood_beside_it() {
    let name = PAGES.lesson.members[0].name.listed();
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("5").key(KeyCode::Up);
    stage.letters("н");
    assert!(
        line(&stage).starts_with(&format!("Записано: {name} — н.")),
        "{}",
        line(&stage)
    );
    // Of a selection, only those to whom it went: the first is absent.
    let mut stage = lesson_stage();
    stage.letters("н").key(KeyCode::Up).key(KeyCode::Right);
    for _ in 0..3 {
        stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    }
    stage.letters("4");
    assert_eq!(cells(&stage, 4), ["н", "4", "4", "4"]);
    assert!(
        line(&stage) == "Записано: 3 ученика — 4. Отсутствующие пропущены: 1.",
        "{}",
        line(&stage)
    );
}

#[test]
fn a_letter_over_two_works_writes_an_absence_once() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(7)).key(KeyCode::Down);
    stage.key(KeyCode::Enter).key(KeyCode::Left);
    stage.press(KeyCode::Right, KeyModifiers::SHIFT);
    let before = stage.entered.len();
    stage.letters("н");
    assert_eq!(stage.entered.len(), before + 1, "{:?}", stage.entered);
}

#[test]
fn an_answer_is_of_those_who_were_asked_for() {
    let mut stage = lesson_stage();
    let lesson = PAGES.lesson.sheet.lesson.id;
    stage.key(KeyCode::F(4));
    // Another absence is announced while the question stands.
    let reason = journal::AbsenceReason {
        standing: journal::Standing::Announced,
        ..journal::AbsenceReason::stated(journal::ReasonKind::Valid)
    };
    let step = journal::FromTo::new(None, Some(reason));
    let pupil = PAGES.lesson.members[9].pupil;
    let nobody = journal::RollCall {
        by: journal::PersonId(0),
        at: journal::Timestamp(0),
    };
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet
        .put(&journal::Edit::Reason { pupil, step }, nobody);
    stage.key(KeyCode::Enter);
    assert!(stage.lesson().sheet.roll_call.is_some());
    assert_eq!(
        stage.lesson().sheet.attendance(pupil),
        journal::Attendance::Present
    );
}

#[test]
fn a_slash_long_after_an_entry_of_the_roll_is_the_search() {
    let mut stage = lesson_stage();
    type_with_pauses(&mut stage, "о[10]/");
    let is_search = zhurnal::ui::layer::Layer::is_popup;
    assert!(stage.ui.top().is_some_and(is_search));
    // Back from it, nothing was just entered.
    stage.key(KeyCode::Esc).key(KeyCode::Backspace);
    assert!(stage.effects.is_empty(), "{:?}", stage.effects);
}

#[test]
fn delete_leaves_what_was_announced() {
    let mut stage = lesson_stage();
    let members = &PAGES.lesson.members;
    let announced = (0..members.len())
        .find(|row| entry(&stage, *row).reason.is_some())
        .expect("somebody is announced");
    for _ in 0..announced {
        stage.key(KeyCode::Down);
    }
    let before = entry(&stage, announced);
    // Nothing was marked there: nothing goes.
    stage.key(KeyCode::Delete);
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
    let said = stage.notice();
    assert!(said.contains("удалять нечего"), "{said}");
    // What was marked goes, what was announced stands again.
    stage.letters("н").key(KeyCode::Up).key(KeyCode::Delete);
    assert_eq!(entry(&stage, announced), before);
    let name = members[announced].name.listed();
    assert_eq!(stage.notice(), format!("Удалено: {name} — б."));
}

#[rstest]
#[case::enter(KeyCode::Enter)]
#[case::tab(KeyCode::Tab)]
fn a_list_number_and_enter_lead_to_its_pupil(#[case] key: KeyCode) {
    let mut stage = lesson_stage();
    stage.letters("12").key(key).letters("н");
    assert_eq!(cells(&stage, 13)[11..], ["н", ""]);
}

#[test]
fn what_stood_there_before_is_named() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("4").key(KeyCode::Up);
    stage.letters("2");
    let name = PAGES.lesson.members[0].name.listed();
    let said = format!("Записано: {name} — 2 (было: 4). Дальше:");
    assert!(line(&stage).starts_with(&said), "{}", line(&stage));
}

#[test]
fn undo_gives_up_what_waits_before_anything_that_stands() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("5").key(KeyCode::Down);
    for half in ["з", "4/"] {
        stage.letters(half);
        stage.press(KeyCode::Char('z'), KeyModifiers::CONTROL);
        assert!(stage.effects.is_empty(), "{half}: {:?}", stage.effects);
    }
    let mut stage = lesson_stage();
    stage.letters("4н3").letters("u");
    assert!(stage.effects.is_empty(), "{:?}", stage.effects);
    assert_eq!(cells(&stage, 4)[3], "н");
}

#[test]
fn what_was_announced_of_one_is_not_repeated_for_another() {
    let mut stage = lesson_stage();
    let members = &PAGES.lesson.members;
    let announced = (0..members.len())
        .find(|row| entry(&stage, *row).reason.is_some())
        .expect("somebody is announced");
    for _ in 0..announced {
        stage.key(KeyCode::Down);
    }
    stage.press(KeyCode::Down, KeyModifiers::SHIFT).letters("=");
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
}

/// What was refused behind the last pupil is refused for a moment, not for the rest of the roll.
#[test]
fn after_a_pause_at_the_end_of_the_list_a_number_is_read() {
    let mut stage = lesson_stage();
    let last = stage.lesson().members.len();
    stage.letters(&format!("{last}б")).pause(2.0).letters("н");
    stage.pause(2.0).letters("11н");
    assert_eq!(cells(&stage, 11)[10], "н");
}
