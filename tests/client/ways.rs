//! From screen to screen and back, and where the cursor is then.

use crate::input::{SIZE, entry, lesson_stage};
use crate::journal_keys::journal_stage;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Attendance, Cell};
use offline::PageKey;
use zhurnal::effect::Effect;
use zhurnal::i18n::Language;
use zhurnal::ui::route::Route;
use zhurnal::ui::screen::journal::JournalScreen;
use zhurnal::ui::screen::lesson::LessonScreen;
use zhurnal::ui::screen::today::TodayScreen;

const CTRL: KeyModifiers = KeyModifiers::CONTROL;

fn title(stage: &Stage) -> String {
    stage.rows().0[0].trim().to_owned()
}

fn cursor(stage: &Stage) -> (u16, u16) {
    let at = stage.rows().1.expect("a cursor");
    (at.x, at.y)
}

/// The row of the screen in which the cursor is.
fn row(stage: &Stage) -> String {
    let (rows, at) = stage.rows();
    rows[usize::from(at.expect("a cursor").y)].clone()
}

fn small_lesson() -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    Stage::new(Language::Ru, (80, 24), Box::new(LessonScreen::new(lesson)))
}

/// A lesson's page of the same journal on another day.
fn another_lesson(stage: &mut Stage) -> journal::LessonId {
    let sheet = PAGES.journal.grid.sheets[0].clone();
    let id = sheet.lesson.id;
    let mut page = PAGES.lesson.clone();
    page.sheet = sheet;
    stage.desk.pages.lessons.insert(id, page);
    id
}

#[test]
fn escape_in_the_search_gives_the_cell_back_and_enter_stays() {
    let mut stage = small_lesson();
    stage.key(KeyCode::Down).key(KeyCode::Right);
    let before = stage.rows();
    let last = PAGES.lesson.members.last().unwrap().name.last.clone();
    stage.key(KeyCode::Char('\\')).letters(&last);
    assert!(row(&stage).contains("Найти"), "{}", row(&stage));
    stage.key(KeyCode::Esc);
    assert_eq!(stage.rows(), before, "the cell and what was in view");
    stage.key(KeyCode::Char('\\')).letters(&last);
    stage.key(KeyCode::Enter);
    assert!(row(&stage).contains(&last), "{}", row(&stage));
    // What was typed and deleted has found nobody, and says nothing of nobody.
    stage.key(KeyCode::Char('\\')).letters("щ");
    assert!(stage.notice().contains("щ"), "{}", stage.notice());
    stage.key(KeyCode::Backspace);
    assert_eq!(stage.notice(), "");
}

#[test]
fn a_new_work_is_marked_from_the_first_pupil() {
    let mut stage = lesson_stage();
    for _ in 0..5 {
        stage.key(KeyCode::Down);
    }
    stage.key(KeyCode::F(7)).letters("к").key(KeyCode::Enter);
    stage.letters("5");
    assert_eq!(entry(&stage, 0).marks.len(), 1);
    assert_eq!(entry(&stage, 5).marks.len(), 0);
}

#[test]
fn the_window_of_a_mark_names_pupil_mark_and_work() {
    let mut stage = lesson_stage();
    let name = PAGES.lesson.members[0].name.listed();
    stage.key(KeyCode::Right).letters("4/5").key(KeyCode::Up);
    stage.key(KeyCode::F(9));
    let screen = stage.rows().0.join("\n");
    let work = &PAGES.rules.work_kinds[0].title;
    let title = format!(" {name} · отметка 4/5 · {work} ");
    assert!(screen.contains(&title), "{title}\n{screen}");
}

#[test]
fn a_long_name_leaves_room_for_mark_and_work_in_the_window() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = lesson_stage();
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.members[0].name.last = "Константинопольская-Преображенская".into();
    page.members[0].name.first = "Александра".into();
    stage.desk.pages.journals.clear();
    stage.key(KeyCode::Right).letters("5").key(KeyCode::Up);
    stage.key(KeyCode::F(9));
    let screen = stage.rows().0.join("\n");
    let short = &PAGES.rules.work_kinds[0].short;
    let rest = format!("… · отметка 5 · {short} ");
    assert!(screen.contains(&rest), "{rest}\n{screen}");
}

#[test]
fn escape_leads_from_a_lesson_back_to_the_journal_it_was_opened_from() {
    let mut stage = lesson_stage();
    stage.ui.reset(Box::new(TodayScreen::default()));
    let lesson = PAGES.lesson.sheet.lesson.id;
    stage.ui.open(Box::new(LessonScreen::new(lesson)));
    stage.settle();
    another_lesson(&mut stage);
    stage.key(KeyCode::F(5));
    for _ in 0..PAGES.journal.grid.sheets.len() {
        stage.key(KeyCode::Left);
    }
    stage.key(KeyCode::Down);
    let before = stage.rows();
    stage.press(KeyCode::Char('o'), CTRL);
    assert!(title(&stage).starts_with("Урок"), "{}", title(&stage));
    stage.key(KeyCode::Esc);
    assert_eq!(stage.rows(), before, "the journal, the same cell");
    stage.key(KeyCode::Esc);
    let there = title(&stage);
    assert!(there.starts_with("Урок · 7Б · Алгебра"), "{there}");
    assert!(there.contains("16 ноября"), "{there}");
}

#[test]
fn going_to_and_fro_between_lesson_and_journal_is_no_way_of_many_steps_back() {
    let mut stage = lesson_stage();
    stage.ui.reset(Box::new(TodayScreen::default()));
    let lesson = PAGES.lesson.sheet.lesson.id;
    stage.ui.open(Box::new(LessonScreen::new(lesson)));
    stage.settle();
    another_lesson(&mut stage);
    stage.key(KeyCode::F(5));
    for _ in 0..PAGES.journal.grid.sheets.len() {
        stage.key(KeyCode::Left);
    }
    for _ in 0..6 {
        stage.key(KeyCode::F(5));
    }
    assert!(title(&stage).starts_with("Журнал"), "{}", title(&stage));
    stage.key(KeyCode::Esc);
    assert!(title(&stage).contains("16 ноября"), "{}", title(&stage));
    stage.key(KeyCode::Esc);
    assert!(title(&stage).starts_with("Сегодня"), "{}", title(&stage));
    // From the lesson that the journal lies over one goes back to it, not to another one like it.
    stage.key(KeyCode::Enter).key(KeyCode::F(5));
    stage.press(KeyCode::Char('o'), CTRL).key(KeyCode::Esc);
    assert!(title(&stage).starts_with("Сегодня"), "{}", title(&stage));
}

#[test]
fn in_another_period_one_comes_for_its_last_lesson() {
    let mut stage = journal_stage();
    stage.letters("{");
    let other = stage.effects.iter().find_map(|effect| match effect {
        Effect::Open(PageKey::Journal(_, period)) => *period,
        _ => None,
    });
    let mut page = PAGES.journal.clone();
    page.period.id = other.expect("the period before");
    for (sheet, day) in page.grid.sheets.iter_mut().zip(1..) {
        sheet.lesson.date = chrono::NaiveDate::from_ymd_opt(2026, 9, day).unwrap();
    }
    let last = page.grid.sheets.last().unwrap().lesson.id;
    stage.desk.pages.journals.insert(page.journal, page);
    stage.settle();
    stage.key(KeyCode::F(2)).letters("Повторение");
    stage.key(KeyCode::Enter);
    stage.press(KeyCode::Char('o'), CTRL);
    let opened = stage.effects.iter().rev().find_map(|effect| match effect {
        Effect::Open(PageKey::Lesson(lesson)) => Some(*lesson),
        _ => None,
    });
    assert_eq!(opened, Some(last));
    // Of the running period it is the last lesson that has begun.
    let mut stage = journal_stage();
    let now = PAGES.journal.period.id;
    stage.letters("{");
    let mut page = PAGES.journal.clone();
    page.period.id = other.unwrap();
    stage.desk.pages.journals.insert(page.journal, page);
    stage.settle();
    stage.letters("}");
    let mut page = PAGES.journal.clone();
    page.period.id = now;
    stage.desk.pages.journals.insert(page.journal, page);
    stage.settle();
    let line = stage.rows().0.remove(usize::from(SIZE.1) - 3);
    assert!(line.contains("16.11"), "{line}");
}

#[test]
fn the_topic_comes_from_the_plan_in_the_journal_too() {
    let mut stage = journal_stage();
    stage.press(KeyCode::Char('t'), CTRL);
    let topic = stage.lesson().sheet.topic.clone().expect("a topic");
    assert!(topic.item.is_some());
}

#[test]
fn without_the_plan_on_the_desk_the_form_of_the_topic_goes_to_it_when_it_comes() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = journal_stage();
    let page = stage.desk.pages.lessons.remove(&lesson).unwrap();
    stage.press(KeyCode::Char('t'), CTRL);
    let wanted = PageKey::Lesson(lesson);
    assert!(matches!(stage.effects[..], [Effect::Open(page)] if page == wanted));
    assert!(stage.entered.is_empty(), "nothing is entered unseen");
    let next = page.plan.next;
    stage.desk.pages.lessons.insert(lesson, page);
    stage.page_came();
    stage.key(KeyCode::Enter);
    let topic = stage.lesson().sheet.topic.clone().expect("a topic");
    let items = &PAGES.lesson.plan.items;
    let item = items.iter().find(|item| Some(item.number) == next).unwrap();
    assert_eq!(topic.item, Some(item.id));
}

#[test]
fn topic_and_homework_of_a_lesson_are_entered_in_the_list_of_the_day() {
    let mut stage = Stage::new(Language::Ru, SIZE, Box::new(TodayScreen::default()));
    stage.key(KeyCode::F(2)).letters("Повторение");
    stage.key(KeyCode::Enter);
    assert!(title(&stage).starts_with("Сегодня"), "{}", title(&stage));
    stage.key(KeyCode::F(3)).letters("§ 12");
    stage.press(KeyCode::Char('s'), CTRL);
    assert!(title(&stage).starts_with("Сегодня"), "{}", title(&stage));
    let sheet = &stage.lesson().sheet;
    assert_eq!(sheet.topic.as_ref().unwrap().text, "Повторение");
    assert_eq!(sheet.homework[&0].text, "§ 12");
    // Of a lesson whose page is not here it is asked for.
    stage.key(KeyCode::Down).key(KeyCode::F(3));
    let asked = |effect: &Effect| matches!(effect, Effect::Open(PageKey::Lesson(_)));
    assert!(stage.effects.iter().any(asked));
}

/// A class that does not fit on the screen.
fn small_journal() -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let screen = JournalScreen::new(PAGES.journal.journal, Some(lesson));
    Stage::new(Language::Ru, (80, 24), Box::new(screen))
}

#[test]
fn a_whole_column_is_selected_and_entered_without_moving_the_view() {
    let mut stage = small_journal();
    stage.key(KeyCode::Down);
    let before = cursor(&stage);
    let name: String = stage.rows().0[4].chars().take(20).collect();
    stage.press(KeyCode::Char('a'), CTRL);
    assert_eq!(cursor(&stage), before);
    stage.letters("н");
    let pupils = stage.lesson().members.len();
    let absent = |row| entry(&stage, row).attendance == Attendance::Absent;
    assert!((0..pupils).all(absent));
    assert_eq!(cursor(&stage), before);
    assert!(stage.rows().0[4].starts_with(&name), "{name}");
}

#[test]
fn a_window_that_grows_back_shows_the_first_pupils_again() {
    for mut stage in [small_lesson(), small_journal()] {
        for _ in 0..8 {
            stage.key(KeyCode::Down);
        }
        let before = stage.rows();
        stage.resize(60, 15).resize(20, 5).resize(80, 24);
        assert_eq!(stage.rows(), before);
        stage.resize(40, 12).key(KeyCode::Down);
        stage.resize(80, 24).key(KeyCode::Up);
        assert_eq!(stage.rows(), before);
    }
}

/// The pupil and the column under the cursor.
fn cell(stage: &Stage) -> (String, u16) {
    (row(stage), cursor(stage).0)
}

#[test]
fn a_lesson_that_is_returned_to_keeps_its_column_and_its_cursor() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, SIZE, Box::new(TodayScreen::default()));
    let at = |stage: &Stage| stage.ui.top().and_then(zhurnal::ui::layer::Layer::lesson);
    stage.key(KeyCode::Enter);
    assert_eq!(at(&stage), Some(lesson), "the one that runs");
    stage.key(KeyCode::Right).letters("54");
    let left = cell(&stage);
    for leave in [KeyCode::Esc, KeyCode::F(6)] {
        stage.key(leave).key(KeyCode::Enter);
        assert_eq!(at(&stage), Some(lesson));
        assert_eq!(cell(&stage), left, "{leave:?}");
    }
    stage.letters("3");
    let marks = |row: usize| entry(&stage, row).marks.len();
    assert_eq!([0, 1, 2, 3].map(marks), [1, 1, 1, 0]);
    // Behind the last pupil nothing is his, also when one comes back.
    stage.press(KeyCode::End, CTRL).letters("5");
    let before = stage.entered.len();
    stage.key(KeyCode::Esc).key(KeyCode::Enter).letters("2");
    assert_eq!(stage.entered.len(), before, "{}", stage.notice());
}

#[test]
fn a_column_opened_for_a_work_is_there_when_one_comes_back() {
    let mut stage = Stage::new(Language::Ru, SIZE, Box::new(TodayScreen::default()));
    stage.key(KeyCode::Enter).key(KeyCode::F(7)).letters("к");
    stage.key(KeyCode::Enter).key(KeyCode::Down);
    let left = cell(&stage);
    stage.key(KeyCode::F(6)).key(KeyCode::Enter);
    assert_eq!(cell(&stage), left);
}

#[test]
fn turning_to_another_lesson_says_which_and_turning_back_is_where_one_was() {
    let mut stage = Stage::new(Language::Ru, SIZE, Box::new(TodayScreen::default()));
    let running = PAGES.lesson.sheet.lesson.id;
    let day = PAGES.today.lessons.clone();
    let here = day.iter().position(|row| row.lesson.id == running).unwrap();
    let other = day.get(here + 1).or_else(|| day.get(here - 1)).unwrap();
    let mut page = PAGES.lesson.clone();
    page.sheet.lesson = other.lesson.clone();
    stage.desk.pages.lessons.insert(other.lesson.id, page);
    stage
        .key(KeyCode::Enter)
        .key(KeyCode::Right)
        .key(KeyCode::Down);
    let left = cell(&stage);
    let (there, back) = if here + 1 < day.len() {
        (KeyCode::Right, KeyCode::Left)
    } else {
        (KeyCode::Left, KeyCode::Right)
    };
    stage.press(there, CTRL);
    assert_eq!(
        stage.notice(),
        format!(
            "Другой урок: {}, {}, {}-й.",
            other.group, other.subject, other.lesson.number
        )
    );
    stage.press(back, CTRL);
    assert_eq!(cell(&stage), left);
}

#[test]
fn the_journal_of_a_lesson_opens_at_the_pupil_of_the_lesson() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("543").key(KeyCode::F(5));
    assert!(title(&stage).contains("Журнал"), "{}", title(&stage));
    let name = &PAGES.lesson.members[3].name.last;
    assert!(row(&stage).contains(name), "{}", row(&stage));
}

/// Whether a place is seen is asked after every key.
#[test]
fn to_ask_whether_a_place_is_seen_moves_no_cursor() {
    let mut stage = lesson_stage();
    let lesson = &PAGES.lesson;
    stage.key(KeyCode::Right).letters("5");
    let before = stage.rows();
    let cell = Route::Cell {
        sheet: lesson.sheet.lesson.id.into(),
        cell: Cell::Attendance {
            pupil: lesson.members[7].pupil,
        },
    };
    assert!(stage.ui.is_seen(&cell));
    assert!(!stage.ui.is_seen(&Route::Queue));
    stage.settle();
    assert_eq!(stage.rows(), before);
}
