//! «Итог» of the journal: marks for a period are typed as any other.

#[path = "period_marks/sent.rs"]
mod sent;

use crate::journal_keys::journal_stage;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{
    Cell, Change, ChangeId, Content, Edit, FromTo, GestureId, PeriodId, PeriodMark, PupilId,
    Relation, Role, Roles, SheetId,
};
use rstest::rstest;
use testkit::fixture::pupil;
use uuid::Uuid;
use zhurnal::effect::{Effect, Undoing};
use zhurnal::i18n::Language;
use zhurnal::ui::describe;
use zhurnal::ui::layer::Layer;
use zhurnal::ui::route::Route;
use zhurnal::ui::screen::journal::JournalScreen;

/// The journal with the cursor in «Итог» of the first pupil.
fn stage() -> Stage {
    let mut stage = journal_stage();
    stage.key(KeyCode::End);
    stage
}

fn name(row: usize) -> String {
    PAGES.journal.grid.members[row].name.listed()
}

fn member(row: usize) -> PupilId {
    PAGES.journal.grid.members[row].pupil
}

fn term() -> SheetId {
    PAGES.journal.term_id()
}

fn mark(value: &str) -> PeriodMark {
    value.parse().unwrap()
}

/// What stands in «Итог» of each of the first pupils.
fn stands(stage: &Stage, rows: usize) -> Vec<String> {
    let page = &stage.desk.pages.journals[&PAGES.journal.journal];
    let content = |row| page.term.content(Cell::PeriodMark { pupil: member(row) });
    let shown = (0..rows).map(|row| match content(row) {
        Content::PeriodMark(mark) => mark.to_string(),
        other => panic!("{other:?}"),
    });
    shown.collect()
}

fn words(stage: &Stage) -> String {
    stage.rows().0[usize::from(stage.area.height) - 3]
        .trim()
        .to_owned()
}

#[test]
fn codes_are_typed_down_the_column() {
    let mut stage = stage();
    stage.letters("5н/азчОСВ2");
    assert_eq!(
        stands(&stage, 6),
        ["5", "not-attested", "pass", "exempt", "2", "none"]
    );
    let of_term =
        |change: &Change| change.sheet == term() && matches!(change.edit, Edit::PeriodMark { .. });
    assert!(stage.entered.iter().all(of_term), "{:?}", stage.entered);
    let lessons = |stage: &Stage| {
        let page = &stage.desk.pages.journals[&PAGES.journal.journal];
        page.grid.sheets.clone()
    };
    assert_eq!(lessons(&stage), PAGES.journal.grid.sheets);
}

#[test]
fn the_line_says_who_was_written_and_for_which_period() {
    let mut stage = stage();
    stage.letters("4");
    let (first, second) = (name(0), name(1));
    assert_eq!(
        words(&stage),
        format!("Записано: {first} — 4 (2 четверть). Дальше: {second}")
    );
    stage.key(KeyCode::Up).letters("5");
    assert_eq!(
        words(&stage),
        format!("Записано: {first} — 5 (2 четверть) (было: 4). Дальше: {second}")
    );
}

#[test]
fn the_line_says_what_a_mark_is_decided_by() {
    let mut stage = stage();
    let graded = PAGES.journal.grid.members.iter();
    let mut graded = graded.enumerate();
    let (row, member) = graded
        .find(|(_, member)| PAGES.journal.grid.tally(member).count > 1)
        .unwrap();
    for _ in 0..row {
        stage.key(KeyCode::Down);
    }
    let tally = PAGES.journal.grid.tally(member);
    let (whole, hundredths) = tally.weighted_mean().unwrap().parts();
    let name = member.name.listed();
    assert_eq!(
        words(&stage),
        format!(
            "{name}, 2 четверть: итога нет · средневзвешенный балл {whole},{hundredths:02} по {} отметкам",
            tally.count
        )
    );
}

#[rstest]
#[case::absent_in_the_end("нн")]
#[case::two_grades("4/")]
#[case::a_point(".")]
#[case::present("-")]
#[case::ill("б")]
fn what_is_no_mark_for_a_period_is_refused(#[case] typed: &str) {
    let mut stage = stage();
    stage.letters(typed);
    let at_most = usize::from(typed.starts_with('4'));
    assert_eq!(stage.entered.len(), at_most, "{:?}", stage.entered);
    let lessons = stage.entered.iter().filter(|change| change.sheet != term());
    assert_eq!(lessons.count(), 0);
}

/// Quickly or after a pause: it is no search, its digit no mark of the next pupil.
#[rstest]
#[case::at_once(0.1)]
#[case::after_a_pause(5.0)]
fn a_fraction_is_no_mark_for_a_period_and_finds_nobody(#[case] pause: f32) {
    let mut stage = stage();
    let first = name(0);
    stage.letters("4").pause(pause).letters("/");
    assert_eq!(
        stage.notice(),
        format!("Итог — одна отметка, дроби в нём нет. Записано: {first} — 4 (2 четверть).")
    );
    assert!(!stage.ui.top().unwrap().is_popup());
    stage.letters("5");
    assert_eq!(
        stage.notice(),
        format!("«/5» не годится, осталось записанное: {first} — 4 (2 четверть).")
    );
    assert_eq!(stands(&stage, 2), ["4", "none"]);
    stage.letters("3");
    assert_eq!(stands(&stage, 2), ["4", "3"]);
    // Led elsewhere, the same key asks for a pupil again.
    stage.key(KeyCode::Up).letters("/");
    assert!(stage.ui.top().unwrap().is_popup());
}

/// The longest names have room for it on 80 columns.
#[test]
fn what_another_place_has_written_over_is_said_without_the_period_twice() {
    let mut stage = stage();
    stage.letters("4");
    let mut theirs = stage.entered[0].clone();
    theirs.id = ChangeId(Uuid::from_u128(1));
    theirs.edit = Edit::PeriodMark {
        pupil: member(0),
        step: FromTo::new(mark("4"), mark("5")),
    };
    stage.desk.put(&[theirs]);
    stage.settle();
    assert_eq!(
        words(&stage),
        format!(
            "{}: теперь 5. Вашу запись (4) заменили в другом окне или с другого компьютера.",
            name(0)
        )
    );
}

#[test]
fn a_beginning_waits_and_is_taken_back_by_escape() {
    let mut stage = stage();
    stage.letters("н/");
    assert!(words(&stage).contains("ещё не всё"), "{}", words(&stage));
    stage.key(KeyCode::Esc);
    assert!(stage.entered.is_empty());
    // With nothing begun, the same key asks for a pupil.
    stage.letters("/");
    assert!(stage.ui.top().unwrap().is_popup());
}

#[test]
fn delete_empties_the_cell_and_backspace_takes_the_entry_back() {
    let mut stage = stage();
    stage.letters("3").key(KeyCode::Up).key(KeyCode::Delete);
    assert_eq!(stands(&stage, 1), ["none"]);
    assert_eq!(
        stage.notice(),
        format!("Удалено: {} — 3 (2 четверть).", name(0))
    );
    stage.key(KeyCode::Delete);
    assert_eq!(stage.notice(), "Здесь удалять нечего.");
    stage.letters("4");
    let gesture = stage.entered.last().unwrap().gesture;
    stage.key(KeyCode::Backspace);
    let last = stage.effects.last();
    assert!(
        matches!(last, Some(Effect::Undo(Undoing::This(undone))) if *undone == gesture),
        "{last:?}"
    );
}

#[test]
fn undo_means_this_sheet_too() {
    let mut stage = stage();
    stage.letters("4").letters("u");
    let here = |effect: &Effect| matches!(effect, Effect::Undo(Undoing::NewestIn(sheets)) if sheets.contains(&term()));
    assert!(stage.effects.iter().any(here), "{:?}", stage.effects);
    let change = stage.entered[0].clone();
    let undone = offline::Undone {
        changes: vec![change.invert(
            ChangeId(Uuid::nil()),
            GestureId(Uuid::nil()),
            change.made_at,
        )],
        gesture: offline::Gesture {
            id: change.gesture,
            changes: vec![change],
        },
        withdrawn: Vec::new(),
        closed: Vec::new(),
        conceded: std::collections::BTreeSet::new(),
    };
    stage.desk.put(&undone.changes);
    assert_eq!(
        describe::undone(&undone, false, &stage.desk, &stage.texts),
        format!(
            "Отменено: {} · 7Б Алгебра, 2 четверть · отметка за период: 4, снова пусто",
            name(0)
        )
    );
}

#[test]
fn a_mark_is_repeated_down_the_column_and_in_a_selection() {
    let mut stage = stage();
    stage.letters("4").key(KeyCode::Up).letters("=");
    let rows = PAGES.journal.grid.members.len();
    assert!(stands(&stage, rows).iter().all(|mark| mark == "4"));
    stage.press(KeyCode::Down, KeyModifiers::SHIFT).letters("5");
    assert_eq!(stands(&stage, 3), ["5", "5", "4"]);
}

#[test]
fn what_a_period_does_not_take_goes_into_the_lessons_of_a_selection_alone() {
    let mut stage = stage();
    stage.key(KeyCode::Left);
    stage.press(KeyCode::Right, KeyModifiers::SHIFT);
    let lesson = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    let last = lesson.unwrap().grid.sheets.last_mut().unwrap();
    // Begun: the roll of a lesson to come cannot be called.
    last.lesson.date = PAGES.lesson.sheet.lesson.date;
    last.lesson.starts = PAGES.lesson.sheet.lesson.starts;
    let last = last.lesson.id;
    stage.letters("б");
    assert!(!stage.entered.is_empty(), "{}", stage.notice());
    let of_lesson = |change: &Change| change.sheet == last.into();
    assert!(stage.entered.iter().all(of_lesson), "{:?}", stage.entered);
}

#[test]
fn a_comment_is_refused_in_words() {
    let mut stage = stage();
    stage.letters("4").key(KeyCode::F(9));
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("у итоговой"), "{screen}");
}

#[test]
fn what_belongs_to_a_lesson_says_that_none_is_here() {
    for key in [KeyCode::F(2), KeyCode::F(3), KeyCode::F(4)] {
        let mut stage = stage();
        stage.key(key);
        assert!(
            stage.notice().starts_with("Здесь нет урока"),
            "{key:?}: {}",
            stage.notice()
        );
    }
}

#[test]
fn whoever_keeps_another_journal_hears_the_clause() {
    let mut stage = stage();
    let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    page.unwrap().relation = Relation::default();
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Deputy]);
    stage.letters("5");
    assert!(stage.entered.is_empty());
    let said = stage.notice();
    assert!(
        said.contains("п. 1.3 Порядка") && said.contains("Орлова"),
        "{said}"
    );
}

#[test]
fn the_class_teacher_marks_periods_where_the_profile_says_so() {
    let class_teacher = Relation {
        class_teacher: true,
        ..Relation::default()
    };
    let mut stage = stage();
    let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    page.unwrap().relation = class_teacher;
    stage.letters("5");
    assert_eq!(stands(&stage, 1), ["5"], "{}", stage.notice());
    // The lesson beside it stays closed.
    stage.key(KeyCode::Left).letters("5");
    assert_eq!(stage.entered.len(), 1);
}

#[test]
fn a_mark_that_comes_late_says_the_clause() {
    let mut stage = stage();
    let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    page.unwrap().period.ends = "2026-11-06".parse().unwrap();
    stage.letters("5");
    let said = stage.notice();
    assert!(
        said.contains("13.11 23:59") && said.contains("п. 13 Порядка"),
        "{said}"
    );
}

#[test]
fn whoever_was_not_there_in_the_period_has_no_cell() {
    let mut stage = stage();
    let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    let member = &mut page.unwrap().grid.members[0];
    member.until = Some("2026-10-01".parse().unwrap());
    stage.letters("5");
    assert!(stage.entered.is_empty());
}

#[test]
fn a_journal_without_marks_has_no_such_column() {
    let mut stage = stage();
    let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    for sheet in &mut page.unwrap().grid.sheets {
        sheet.without_marks = true;
    }
    stage.settle();
    stage.key(KeyCode::End);
    let screen = stage.rows().0.join("\n");
    assert!(!screen.contains("Итог"), "{screen}");
    stage.letters("5");
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
}

#[rstest]
#[case::wide("wide", (120, 36), Language::Ru)]
#[case::narrow("narrow", (80, 24), Language::Ru)]
#[case::english("english", (80, 24), Language::En)]
fn the_column_on_the_screen(
    #[case] name: &str,
    #[case] size: (u16, u16),
    #[case] language: Language,
) {
    let screen = JournalScreen::new(PAGES.journal.journal, None);
    let mut stage = Stage::new(language, size, Box::new(screen));
    stage.key(KeyCode::End).letters("54н/а2").key(KeyCode::Up);
    let rows = stage.rows().0;
    let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
    insta::assert_snapshot!(format!("period_marks_{name}"), rows.join("\n"));
}

#[test]
fn who_comes_from_the_queue_sees_the_period_of_the_mark() {
    let journal = PAGES.journal.journal;
    let screen = JournalScreen::new(journal, None);
    let over = |period| Route::Journal {
        journal,
        at: None,
        period,
    };
    let last_quarter = SheetId::Term {
        journal,
        period: PeriodId(1),
    };
    assert!(!screen.is_at(&Route::to(last_quarter)), "another page");
    assert!(screen.is_at(&over(None)));
    let screen = screen.over(Some(PeriodId(1)));
    assert!(screen.is_at(&Route::to(last_quarter)));
}
