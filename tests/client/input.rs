//! What keys enter, in both layouts.

use crate::stage::{PAGES, Stage, teacher};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Attendance, Change, Edit, Entry, PupilId};
use rstest::rstest;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::journal::JournalScreen;
use zhurnal::ui::screen::lesson::LessonScreen;

pub const SIZE: (u16, u16) = (120, 36);

pub fn lesson_stage() -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    Stage::new(Language::Ru, SIZE, Box::new(LessonScreen::new(lesson)))
}

pub fn pupil(row: usize) -> PupilId {
    PAGES.lesson.members[row].pupil
}

pub fn entry(stage: &Stage, row: usize) -> Entry {
    stage
        .lesson()
        .sheet
        .entry(pupil(row))
        .cloned()
        .unwrap_or_default()
}

/// What stands in the first rows, as the school's letters.
fn column(stage: &Stage, rows: usize) -> Vec<String> {
    let codes = &PAGES.rules.codes;
    (0..rows)
        .map(|row| {
            let entry = entry(stage, row);
            let mut text = codes.attendance(entry.attendance, entry.reason.as_ref());
            for placed in &entry.marks {
                text.push_str(&codes.mark(placed.mark.value));
            }
            text
        })
        .collect()
}

#[test]
fn three_absent_and_one_late_in_twelve_keys() {
    let mut stage = lesson_stage();
    assert!(stage.lesson().members.len() >= 25, "a class of a real size");
    let mut keys = 0;
    let mut press = |stage: &mut Stage, code| {
        keys += 1;
        stage.key(code);
    };
    // Rows 2, 3, 5 are absent, row 7 is late.
    press(&mut stage, KeyCode::Down);
    press(&mut stage, KeyCode::Char('н'));
    press(&mut stage, KeyCode::Char('н'));
    press(&mut stage, KeyCode::Down);
    press(&mut stage, KeyCode::Char('н'));
    press(&mut stage, KeyCode::Down);
    press(&mut stage, KeyCode::Char('о'));
    press(&mut stage, KeyCode::F(4));
    assert!(keys <= 12, "{keys} keys");
    let sheet = &stage.lesson().sheet;
    assert_eq!(sheet.roll_call.map(|roll| roll.by), Some(teacher()));
    let absent: Vec<usize> = (0..8)
        .filter(|row| entry(&stage, *row).attendance == Attendance::Absent)
        .collect();
    assert_eq!(absent, [1, 2, 4]);
    assert_eq!(entry(&stage, 6).attendance, Attendance::Late { minutes: 1 });
    // The store keeps back what is only said once more and is this person's own word.
    let moves = |change: &&Change| change.edit.expected() != change.edit.wanted();
    let moved: Vec<_> = stage.entered.iter().filter(moves).collect();
    assert_eq!(moved.len(), 5, "exactly these changes: {moved:?}");
}

#[rstest]
#[case::russian_layout("нобп", "54/5.")]
#[case::english_layout_same_keys("yj,g", "54|5/")]
#[case::english_slash("yj,g", "54/5/")]
#[case::caps_lock("НОБП", "54/5.")]
#[case::lookalikes("hoбп", "54/5.")]
fn the_same_physical_keys_give_the_same_cells(#[case] roll: &str, #[case] marks: &str) {
    let mut stage = lesson_stage();
    stage.letters(roll);
    assert_eq!(column(&stage, 5), ["н", "о1", "б", "п", ""]);
    stage
        .press(KeyCode::Home, KeyModifiers::CONTROL)
        .key(KeyCode::Right);
    for _ in 0..10 {
        stage.key(KeyCode::Down);
    }
    stage.letters(marks);
    assert_eq!(&column(&stage, 14)[10..], ["5", "4/5", ".", ""]);
}

#[test]
fn in_one_column_of_the_journal_all_of_them_give_the_same_cells_in_both_layouts() {
    let typed = |letters: &str| {
        let mut stage = Stage::new(
            Language::Ru,
            SIZE,
            Box::new(JournalScreen::new(
                PAGES.journal.journal,
                Some(PAGES.lesson.sheet.lesson.id),
            )),
        );
        stage.letters(letters);
        column(&stage, 8)
    };
    let russian = typed("нобп54/5.");
    assert_eq!(russian, ["н", "о1", "б", "п", "5", "4/5", ".", ""]);
    assert_eq!(typed("yj,g54|5/"), russian);
}

#[test]
fn a_mark_in_the_column_of_attendance_is_not_taken() {
    for mark in [".", "з", "5н"] {
        let mut stage = lesson_stage();
        let before = stage.lesson().sheet.entries.len();
        stage.letters(mark);
        if mark == "5н" {
            // A digit is a list number there.
            assert_eq!(entry(&stage, 4).attendance, Attendance::Absent);
            continue;
        }
        assert_eq!(stage.lesson().sheet.entries.len(), before);
        assert!(stage.entered.is_empty());
        assert!(stage.notice().contains("явка"), "{}", stage.notice());
    }
}

#[test]
fn what_is_not_in_the_vocabulary_is_told_and_enters_nothing() {
    let mut stage = lesson_stage();
    stage.letters("щ");
    assert!(stage.entered.is_empty());
    assert!(stage.notice().contains("«щ»"), "{}", stage.notice());
}

#[test]
fn codes_one_after_the_other_are_entered_however_fast() {
    let mut stage = lesson_stage();
    stage.letters("нобпн-б");
    assert_eq!(column(&stage, 7), ["н", "о1", "б", "п", "н", "", "б"]);
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right);
    stage.letters("ннзосвзчн/аб5");
    assert_eq!(column(&stage, 7), ["н", "нз", "осв", "зч", "н/а", "б", "5"]);
    // A slip of the finger does not swallow a mark.
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("щ5");
    assert_eq!(column(&stage, 1), ["5"]);
}

#[test]
fn minutes_late_may_be_typed_and_never_exceed_the_lesson() {
    let mut stage = lesson_stage();
    stage.letters("о12");
    assert_eq!(
        entry(&stage, 0).attendance,
        Attendance::Late { minutes: 12 }
    );
    // «о99» is no lateness of a lesson of 45 minutes: the 9 after «о9» is a list number again.
    stage.letters("о99").key(KeyCode::Esc);
    assert_eq!(entry(&stage, 1).attendance, Attendance::Late { minutes: 9 });
    let gestures: std::collections::BTreeSet<_> = stage
        .entered
        .iter()
        .take(2)
        .map(|change| change.gesture)
        .collect();
    assert_eq!(gestures.len(), 1, "о12 is one gesture");
}

#[test]
fn a_selection_takes_the_letter_as_one_gesture() {
    let mut stage = lesson_stage();
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    stage.letters("б");
    assert_eq!(column(&stage, 4), ["б", "б", "б", ""]);
    let gestures: std::collections::BTreeSet<_> =
        stage.entered.iter().map(|change| change.gesture).collect();
    assert_eq!(
        (stage.entered.len(), gestures.len()),
        (5, 1),
        "fact and reason of three pupils, one of them announced as ill beforehand"
    );
}

#[test]
fn a_column_is_filled_with_the_value_under_the_cursor() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Down).letters("н");
    stage
        .press(KeyCode::Home, KeyModifiers::CONTROL)
        .key(KeyCode::Right);
    stage.letters("5").key(KeyCode::Up).letters("=");
    let rows = stage.lesson().members.len();
    let marks = (0..rows)
        .filter(|row| !entry(&stage, *row).marks.is_empty())
        .count();
    assert_eq!(marks, rows - 1, "all but the absent one");
}

#[test]
fn the_entry_just_made_is_repeated_and_the_cells_are_counted() {
    let mut stage = lesson_stage();
    let rows = stage.lesson().members.len();
    // Nothing is entered yet: nothing to repeat, and that is said.
    stage.press(KeyCode::End, KeyModifiers::CONTROL);
    stage.letters("=");
    assert!(stage.entered.is_empty());
    assert!(
        stage.notice().starts_with("Повторять нечего"),
        "{}",
        stage.notice()
    );
    // After an entry the cursor is below it already.
    stage.press(KeyCode::Home, KeyModifiers::CONTROL);
    stage.key(KeyCode::Right).letters("5=");
    // Whoever was announced as absent gets no mark so.
    let filled = format!("5 — {} ученикам; u — отменить.", rows - 2);
    assert_eq!(stage.notice(), filled + " Предупреждённые пропущены: 1.");
    stage.letters("=");
    assert!(
        stage.notice().starts_with("Ниже нет пустых клеток"),
        "{}",
        stage.notice()
    );
    // Absence for a reason is two changes and one cell.
    let mut stage = lesson_stage();
    stage.letters("б");
    stage
        .key(KeyCode::Up)
        .press(KeyCode::Down, KeyModifiers::SHIFT);
    stage.press(KeyCode::Down, KeyModifiers::SHIFT).letters("=");
    assert_eq!(stage.notice(), "б — 2 ученикам; u — отменить.");
}

#[test]
fn a_lesson_to_come_has_nobody_present() {
    let mut stage = Stage::new(
        Language::Ru,
        SIZE,
        Box::new(JournalScreen::new(PAGES.journal.journal, None)),
    );
    // The last lesson stands before the period's own column.
    stage.key(KeyCode::End).key(KeyCode::Left);
    let words = |stage: &Stage| stage.rows().0[usize::from(SIZE.1) - 3].trim().to_owned();
    let sheets = &PAGES.journal.grid.sheets;
    let last = &sheets.last().unwrap().lesson;
    assert!(
        last.date > PAGES.lesson.sheet.lesson.date,
        "a lesson to come"
    );
    assert!(
        words(&stage).ends_with("урок ещё не проведён"),
        "{}",
        words(&stage)
    );
    let held = sheets
        .iter()
        .rposition(|sheet| sheet.lesson.date < PAGES.lesson.sheet.lesson.date);
    for _ in held.unwrap() + 1..sheets.len() {
        stage.key(KeyCode::Left);
    }
    assert!(
        !words(&stage).contains("ещё не проведён"),
        "{}",
        words(&stage)
    );
}

#[test]
fn delete_empties_and_half_a_name_finds() {
    let mut stage = lesson_stage();
    stage.letters("б").key(KeyCode::Up).key(KeyCode::Delete);
    assert_eq!(column(&stage, 1), [""]);
    assert_eq!(stage.entered.len(), 4);
    let name = PAGES.lesson.members[9].name.last.clone();
    let part: String = name.to_lowercase().chars().take(4).collect();
    stage
        .press(KeyCode::Char('f'), KeyModifiers::CONTROL)
        .letters(&part)
        .key(KeyCode::Enter);
    stage.letters("н");
    let found = PAGES
        .lesson
        .members
        .iter()
        .position(|member| member.name.last.to_lowercase().starts_with(&part))
        .unwrap();
    assert_eq!(entry(&stage, found).attendance, Attendance::Absent);
}

#[test]
fn the_cursor_goes_to_a_new_column_also_if_it_is_the_last() {
    let mut stage = lesson_stage();
    let lesson = PAGES.lesson.sheet.lesson.id;
    // No lesson before this one: nothing stands to the right of the marks.
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.recent.clear();
    stage
        .key(KeyCode::F(7))
        .key(KeyCode::End)
        .key(KeyCode::Enter);
    stage.letters("4");
    let kind = PAGES.rules.work_kinds.last().unwrap().id;
    let mark = stage.entered.iter().find_map(|change| match &change.edit {
        Edit::Mark { work, .. } => Some(work.kind),
        _ => None,
    });
    assert_eq!(mark, Some(kind), "{:?}", stage.entered);
}

#[test]
fn a_second_work_gets_its_own_column() {
    let mut stage = lesson_stage();
    stage
        .key(KeyCode::F(7))
        .key(KeyCode::Down)
        .key(KeyCode::Down)
        .key(KeyCode::Enter);
    stage.letters("4");
    let kind = PAGES.rules.work_kinds[2].id;
    let mark = stage.entered.iter().find_map(|change| match &change.edit {
        Edit::Mark { work, step, .. } => Some((*work, step.new.clone())),
        _ => None,
    });
    let (work, mark) = mark.expect("a mark");
    assert_eq!(work.kind, kind);
    assert_eq!(mark.unwrap().weight, PAGES.rules.work_kinds[2].weight);
}

#[test]
fn the_cursor_stays_on_its_work_when_another_comes_before_it() {
    let mut stage = lesson_stage();
    let kinds = &PAGES.rules.work_kinds;
    // A column of the third kind; the second comes from elsewhere, to the left of it.
    stage
        .key(KeyCode::F(7))
        .key(KeyCode::Down)
        .key(KeyCode::Down)
        .key(KeyCode::Enter);
    let lesson = PAGES.lesson.sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    let theirs = Edit::Mark {
        pupil: pupil(5),
        work: journal::WorkRef::first(kinds[1].id),
        step: journal::FromTo::new(None, Some(journal::Mark::new("4".parse().unwrap(), 1))),
    };
    let nobody = journal::RollCall {
        by: journal::PersonId(0),
        at: journal::Timestamp(0),
    };
    page.sheet.put(&theirs, nobody);
    stage.settle();
    stage.letters("5");
    let Edit::Mark { work, .. } = &stage.entered[0].edit else {
        panic!("no mark")
    };
    assert_eq!(work.kind, kinds[2].id);
}

#[test]
fn a_word_that_begins_like_an_absence_leaves_no_absence() {
    for (word, value) in [("осв", "осв"), ("нз", "нз"), ("н/а", "н/а"), ("зч", "зч")]
    {
        let mut stage = lesson_stage();
        stage.key(KeyCode::Right).letters(word);
        assert_eq!(column(&stage, 1), [value], "{word}");
    }
}

#[test]
fn enter_after_an_entry_does_not_skip_a_pupil() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right);
    for word in ["5", "4/5", "3"] {
        stage.letters(word).key(KeyCode::Enter);
    }
    assert_eq!(column(&stage, 4), ["5", "4/5", "3", ""]);
}
