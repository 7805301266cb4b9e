//! «История» of a sheet: nothing is left out, and nothing looks like what it is not.

use crate::journals::logged;
use crate::stage::{PAGES, Stage};
use journal::view::Logged;
use journal::{Change, Edit, FromTo, PupilId, SheetId, Topic};
use offline::{ListKey, ListPage};
use protocol::SheetLog;
use rstest::rstest;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::history::History;

/// «История» of the term with these marks for the period.
fn of_term(marks: &[(PupilId, &str, &str)], pupil: Option<PupilId>) -> String {
    let sheet = PAGES.journal.term_id();
    let made = marks.iter().zip(1..).map(|((pupil, old, new), seq)| {
        let edit = Edit::PeriodMark {
            pupil: *pupil,
            step: FromTo::new(old.parse().unwrap(), new.parse().unwrap()),
        };
        let logged = logged(seq, edit, false);
        let change = Change {
            sheet,
            ..logged.change.clone()
        };
        Logged { change, ..logged }
    });
    shown(sheet, made.collect(), pupil)
}

/// A text longer than a line is not cut: what was and what is are both read.
#[rstest]
#[case::wide(80, 24)]
#[case::small(60, 15)]
#[case::too_small_for_a_list(40, 12)]
fn what_was_and_what_is_are_read_to_their_ends(#[case] cols: u16, #[case] rows: u16) {
    let (old, new) = (
        "Смежные и вертикальные углы, их свойства и построение",
        "Признаки равенства треугольников, решение задач по готовым чертежам",
    );
    let topic = |text: &str| {
        let text = text.to_owned();
        Some(Topic { text, item: None })
    };
    let edit = Edit::Topic {
        step: FromTo::new(topic(old), topic(new)),
    };
    let lesson = PAGES.lesson.sheet.lesson.id.into();
    let mut stage = of_sheet(lesson, vec![logged(1, edit, false)], None);
    stage.resize(cols, rows);
    // Above the status it is said too, in one line.
    let last = usize::from(rows) - if cols < 60 { 0 } else { 3 };
    let shown = stage.rows().0[..last].join(" ");
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains(&format!("тема: {old} → {new}")), "{shown}");
}

fn shown(sheet: SheetId, changes: Vec<Logged>, pupil: Option<PupilId>) -> String {
    of_sheet(sheet, changes, pupil).rows().0.join("\n")
}

fn of_sheet(sheet: SheetId, changes: Vec<Logged>, pupil: Option<PupilId>) -> Stage {
    let screen = Box::new(History::of(sheet, pupil));
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    let log = SheetLog {
        changes,
        more: false,
    };
    let lists = &mut stage.desk.pages.lists;
    lists.insert(ListKey::SheetLog(sheet), ListPage::SheetLog(log));
    stage.settle();
    stage
}

#[test]
fn the_empty_history_of_a_period_speaks_of_the_period() {
    let pupil = PAGES.journal.grid.members[0].pupil;
    let other = PAGES.journal.grid.members[1].pupil;
    let screen = of_term(&[], None);
    assert!(
        screen.contains("Отметок за этот период ещё не ставили."),
        "{screen}"
    );
    let screen = of_term(&[(other, "none", "5")], Some(pupil));
    let words = "Этому ученику отметку за этот период не ставили. Весь период — Alt+H.";
    assert!(screen.contains(words), "{screen}");
    assert!(!screen.contains("урок"), "{screen}");
}

/// Two places have said the same: the second is in the log, and has moved nothing.
#[rstest]
#[case::a_mark_for_the_period("none", "3", "отметка за период: пусто → 3")]
#[case::the_same_again("3", "3", "отметка за период: 3, стояло уже")]
fn what_stood_already_is_no_step(#[case] old: &str, #[case] new: &str, #[case] words: &str) {
    let pupil = PAGES.journal.grid.members[0].pupil;
    let screen = of_term(&[(pupil, old, new)], None);
    assert!(screen.contains(words), "{screen}");
}

#[test]
fn the_same_attendance_is_no_step() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let absent = Edit::Attendance {
        pupil: PAGES.lesson.members[0].pupil,
        step: FromTo::new("absent".parse().unwrap(), "absent".parse().unwrap()),
    };
    let screen = shown(lesson.into(), vec![logged(1, absent, false)], None);
    assert!(screen.contains("явка: отсутствует, стояло уже"), "{screen}");
}
