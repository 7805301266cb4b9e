//! The roll call of a whole class on the smallest usual terminal.

use crate::input::{entry, lesson_stage};
use crate::stage::{PAGES, Stage, teacher};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Attendance, ReasonKind, Relation, Role, Roles};
use zhurnal::desk::notice::{Notice, Tone};
use zhurnal::i18n::Language;
use zhurnal::ui::screen::lesson::LessonScreen;

/// The lesson at 80×24 with so many pupils, of whom nobody is announced.
fn roll_stage(pupils: usize, size: (u16, u16)) -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, size, Box::new(LessonScreen::new(lesson)));
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.entries.clear();
    let mut more = page.members.clone();
    for (member, id) in more.iter_mut().zip(90_000..) {
        member.pupil = journal::PupilId(id);
        member.name.last.push_str("ова");
    }
    page.members.extend(more);
    page.members.truncate(pupils);
    for (number, member) in (1..).zip(&mut page.members) {
        member.number = Some(number);
    }
    stage.settle();
    stage
}

fn everybody_is_seen(stage: &Stage) {
    let screen = stage.rows().0.join("\n");
    for member in &stage.lesson().members {
        assert!(
            screen.contains(&member.name.listed()),
            "{}\n{screen}",
            member.name.listed()
        );
    }
}

#[test]
fn three_absent_by_number_one_late_one_ill_in_sixteen_keys() {
    let mut stage = roll_stage(27, (80, 24));
    let mut count = 0;
    for key in "3н9н15н20о1224б".chars() {
        stage.key(KeyCode::Char(key));
        count += 1;
        everybody_is_seen(&stage);
    }
    stage.key(KeyCode::F(4));
    assert_eq!(count + 1, 16);
    let sheet = &stage.lesson().sheet;
    assert_eq!(sheet.roll_call.map(|roll| roll.by), Some(teacher()));
    for row in [2, 8, 14] {
        assert_eq!(entry(&stage, row).attendance, Attendance::Absent);
    }
    assert_eq!(
        entry(&stage, 19).attendance,
        Attendance::Late { minutes: 12 }
    );
    let ill = entry(&stage, 23).reason.map(|reason| reason.kind);
    assert_eq!(ill, Some(ReasonKind::Illness));
    assert_eq!(sheet.entries.len(), 5, "{:?}", sheet.entries);
}

/// One rule of numbers: a pupil has one № in a period, in the roll and in the grid; whoever left or
/// is still to come keeps it, and it is nobody else's.
#[test]
fn a_number_typed_is_the_number_seen_though_one_is_missing() {
    let mut stage = roll_stage(27, (80, 24));
    let lesson = PAGES.lesson.sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.members.remove(1);
    stage.settle();
    let third = stage.lesson().members[1].name.listed();
    let shown = stage.rows().0.join("\n");
    assert!(shown.contains(&format!(" 3 {third}")), "{shown}");
    stage.letters("3н");
    // In the list as it was: the third.
    assert_eq!(entry(&stage, 2).attendance, Attendance::Absent);
    stage.letters("2н");
    let said = stage.notice();
    assert!(said.contains("Ученика № 2 в списке нет"), "{said}");
    assert_eq!(stage.lesson().sheet.entries.len(), 1);
    // A page that was kept before there were numbers counts its rows.
    for member in &mut stage.desk.pages.lessons.get_mut(&lesson).unwrap().members {
        member.number = None;
    }
    stage.settle();
    stage.letters("2о");
    let late = entry(&stage, 2).attendance;
    assert!(matches!(late, Attendance::Late { .. }), "{late:?}");
}

#[test]
fn a_class_of_thirty_and_of_thirty_four_stands_whole_at_80x24() {
    for pupils in [28, 30, 34] {
        let stage = roll_stage(pupils, (80, 24));
        everybody_is_seen(&stage);
    }
}

#[test]
fn a_sentence_of_two_lines_does_not_move_the_roll() {
    for pupils in 27..=30 {
        let mut stage = roll_stage(pupils, (80, 24));
        let at = |stage: &Stage| {
            let rows = stage.rows().0;
            let members = &stage.lesson().members;
            let row = |name: String| rows.iter().position(|row| row.contains(&name));
            let rows = members.iter().map(|member| row(member.name.listed()));
            rows.collect::<Vec<_>>()
        };
        let before = at(&stage);
        let long = "Окно правки закрыто. ".repeat(5);
        stage.desk.say(Notice::new(Tone::Error, long));
        stage.settle();
        assert_eq!(at(&stage), before, "{pupils} pupils");
    }
}

#[test]
fn what_entry_says_of_a_code_fits_in_one_line() {
    let keys: [(KeyCode, &str); 5] = [
        (KeyCode::Down, "щ"),
        (KeyCode::Down, "35н"),
        (KeyCode::Right, "щ"),
        (KeyCode::Right, "-"),
        (KeyCode::Right, "4-"),
    ];
    for (go, typed) in keys {
        let mut stage = roll_stage(27, (80, 24));
        stage.key(go).letters(typed);
        let said = stage.notice();
        assert!(!said.is_empty() && said.chars().count() <= 78, "{said}");
    }
    let mut stage = roll_stage(27, (80, 24));
    stage.press(KeyCode::End, KeyModifiers::CONTROL);
    let said = stage.letters("нн").notice();
    assert!(said.starts_with("Это последний ученик"), "{said}");
    assert!(said.chars().count() <= 78, "{said}");
}

#[test]
fn the_marks_come_after_the_roll_and_to_the_right_of_it() {
    let mut stage = roll_stage(27, (80, 24));
    let head = |stage: &Stage| stage.rows().0.join("\n").contains("Ответ");
    assert!(!head(&stage));
    // To the marks of the same pupil, and back.
    stage.key(KeyCode::Down).key(KeyCode::Right).letters("4");
    assert!(head(&stage));
    assert_eq!(entry(&stage, 1).marks.len(), 1);
    stage.key(KeyCode::Left);
    assert!(!head(&stage));
    stage.key(KeyCode::F(4));
    assert!(head(&stage));
}

#[test]
fn a_selection_goes_through_the_blocks() {
    let mut stage = roll_stage(27, (80, 24));
    for _ in 0..12 {
        stage.key(KeyCode::Down);
    }
    for _ in 0..3 {
        stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    }
    stage.letters("н");
    let absent = |row| entry(&stage, row).attendance == Attendance::Absent;
    let rows: Vec<usize> = (0..27).filter(|row| absent(*row)).collect();
    assert_eq!(rows, [12, 13, 14, 15]);
}

#[test]
fn the_row_of_the_cursor_is_pointed_at() {
    let mut stage = roll_stage(27, (80, 24));
    stage.letters("20");
    let name = stage.lesson().members[19].name.listed();
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains(&format!("▸{name}")), "{screen}");
}

/// A mark for two tasks, typed into the roll: nobody looks for a pupil by it.
#[test]
fn a_slash_after_a_number_finds_nobody_and_says_that_marks_go_elsewhere() {
    let mut stage = lesson_stage();
    stage.letters("4/");
    assert!(
        stage.notice().starts_with("Здесь явка: "),
        "{}",
        stage.notice()
    );
    stage.letters("5");
    assert_eq!(
        stage.notice(),
        "«5» не прочитано вместе с «/» и ничего не меняет."
    );
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
    assert!(stage.rows().0[0].contains("Урок"), "{}", stage.rows().0[0]);
    // At rest it asks for what it asks for elsewhere.
    stage.key(KeyCode::Up).letters("/");
    assert!(stage.rows().0[0].contains("Найти"), "{}", stage.rows().0[0]);
}

/// «н/а» is a mark, and no search for who has an «а».
#[test]
fn a_slash_right_after_an_absence_finds_nobody() {
    let mut stage = lesson_stage();
    stage.letters("н/");
    assert!(
        stage.notice().starts_with("Здесь явка: "),
        "{}",
        stage.notice()
    );
    stage.letters("а");
    assert_eq!(stage.entered.len(), 1, "{:?}", stage.entered);
    assert!(stage.rows().0[0].contains("Урок"), "{}", stage.rows().0[0]);
}

/// A deputy calls no roll: the marks of the lesson stand beside it, also while it is not confirmed.
#[test]
fn whoever_only_reads_sees_the_marks_beside_the_roll() {
    let mut stage = roll_stage(27, (80, 24));
    stage.key(KeyCode::Right).letters("5").key(KeyCode::Left);
    let screen = |stage: &Stage| stage.rows().0.join("\n");
    assert!(!screen(&stage).contains("Ответ"), "{}", screen(&stage));
    let lesson = PAGES.lesson.sheet.lesson.id;
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Deputy]);
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.relation = Relation::default();
    stage.settle();
    assert!(screen(&stage).contains("Ответ"), "{}", screen(&stage));
    let first = stage.lesson().members[0].name.listed();
    let rows = stage.rows().0;
    let row = rows.iter().find(|row| row.contains(&first)).unwrap();
    assert!(row.contains('5'), "{row}");
    // They are only read.
    stage.key(KeyCode::Down).key(KeyCode::Right).letters("4");
    assert!(entry(&stage, 1).marks.is_empty());
}
