//! Every screen with its styles, in both languages and two sizes.

use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use rstest::rstest;
use zhurnal::desk::link::Line;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::homework::HomeworkScreen;
use zhurnal::ui::screen::journal::JournalScreen;
use zhurnal::ui::screen::lesson::LessonScreen;
use zhurnal::ui::screen::queue::QueueScreen;
use zhurnal::ui::screen::sign_in::{Guest, SignInScreen};
use zhurnal::ui::screen::today::TodayScreen;
use zhurnal::ui::screen::topic::TopicScreen;
use zhurnal::ui::testing::render_with_styles;

fn stage(screen: &str, language: Language, size: (u16, u16)) -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    match screen {
        "sign-in" => {
            let guest = Guest {
                title: "Учитель · Орлова Т. А.".into(),
                login: "orlova".into(),
                password: "demo".into(),
            };
            let screen = SignInScreen::new("https://journal.example", "", vec![guest]);
            Stage::new(language, size, Box::new(screen))
        }
        "today" => Stage::new(language, size, Box::new(TodayScreen::default())),
        "lesson" => {
            let mut stage = Stage::new(language, size, Box::new(LessonScreen::new(lesson)));
            stage.key(KeyCode::Down).letters("нбо");
            stage
        }
        "journal" => {
            let screen = JournalScreen::new(PAGES.journal.journal, Some(lesson));
            Stage::new(language, size, Box::new(screen))
        }
        "topic" => Stage::with(language, size, |desk, _| {
            Box::new(TopicScreen::new(lesson, desk))
        }),
        "homework" => Stage::with(language, size, |desk, _| {
            Box::new(HomeworkScreen::new(lesson, desk))
        }),
        "queue" => {
            let mut stage = Stage::new(language, size, Box::new(LessonScreen::new(lesson)));
            stage.letters("нб");
            stage.desk.queue.pending = stage.entered.clone();
            stage.desk.link.line = Line::Offline;
            stage.desk.link.pending = stage.entered.len();
            stage.ui.open(Box::new(QueueScreen::default()));
            stage.key(KeyCode::Down);
            stage
        }
        "help" => {
            let mut stage = Stage::new(language, size, Box::new(LessonScreen::new(lesson)));
            stage.key(KeyCode::F(1));
            stage
        }
        "palette" => {
            let mut stage = Stage::new(language, size, Box::new(LessonScreen::new(lesson)));
            stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
            stage
        }
        other => panic!("no screen {other}"),
    }
}

#[rstest]
fn screens(
    #[values(
        "sign-in", "today", "lesson", "journal", "topic", "homework", "queue", "help", "palette"
    )]
    screen: &str,
    #[values(Language::Ru, Language::En)] language: Language,
    #[values((80, 24), (120, 36))] size: (u16, u16),
) {
    let stage = stage(screen, language, size);
    let (buffer, cursor) = stage.paint();
    let name = format!("{screen}_{language:?}_{}x{}", size.0, size.1).to_lowercase();
    let cursor = cursor.map_or("none".to_owned(), |at| format!("{},{}", at.x, at.y));
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, format!("cursor {cursor}\n{}", render_with_styles(&buffer)));
    });
}

#[rstest]
fn a_small_terminal_says_so_and_where_one_is(
    #[values((40, 12), (20, 5), (1, 1), (59, 40), (200, 3))] size: (u16, u16),
    #[values(
        "sign-in", "today", "lesson", "journal", "topic", "homework", "queue", "help"
    )]
    screen: &str,
) {
    let stage = stage(screen, Language::Ru, size);
    let (buffer, _) = stage.paint();
    if size.0 >= 20 && size.1 >= 5 {
        let text = zhurnal::ui::testing::render(&buffer);
        assert!(!text.trim().is_empty());
    }
}

#[test]
fn the_state_of_the_roll_is_the_last_to_leave_the_status_line() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, (60, 15), Box::new(LessonScreen::new(lesson)));
    let status = |stage: &Stage| stage.rows().0.remove(13);
    assert!(status(&stage).ends_with("перекличка НЕ подтверждена "));
    stage.letters("нбо");
    stage.desk.link.line = Line::Offline;
    stage.desk.link.pending = 12;
    stage.desk.link.troubles = 3;
    stage.desk.link.clock_off = Some(3600);
    let line = status(&stage);
    assert!(line.contains("нет сети, 12 в очереди"), "{line}");
    assert!(line.ends_with("✗ перекличка "), "{line}");
    stage.key(KeyCode::F(4));
    let line = status(&stage);
    assert!(line.ends_with("✓ перекличка "), "{line}");
}

#[test]
fn what_cannot_be_seen_is_not_entered() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, (59, 15), Box::new(LessonScreen::new(lesson)));
    stage.letters("н").key(KeyCode::F(4)).paste("5");
    assert!(stage.entered.is_empty());
    assert!(
        stage.notice().contains("увеличьте окно"),
        "{}",
        stage.notice()
    );
    stage.key(KeyCode::Down);
    assert!(stage.notice().is_empty());
}

#[rstest]
#[case::narrow(80, "", 3)]
#[case::wide(120, "", 7)]
#[case::beside_another_work(80, "к", 1)]
fn as_many_of_the_last_lessons_are_shown_as_there_is_room_for(
    #[case] cols: u16,
    #[case] work: &str,
    #[case] days: usize,
) {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let screen = LessonScreen::new(lesson);
    let mut stage = Stage::new(Language::Ru, (cols, 36), Box::new(screen));
    if !work.is_empty() {
        stage.key(KeyCode::F(7)).letters(work).key(KeyCode::Enter);
    }
    let rows = stage.rows().0;
    let head = rows.iter().find(|row| row.contains("Явка"));
    let head = head.expect("a head");
    let recent = PAGES.lesson.recent.iter().rev().take(days).rev();
    let dates: Vec<String> = recent
        .map(|sheet| sheet.lesson.date.format("%d.%m").to_string())
        .collect();
    assert_eq!(dates.len(), days);
    let is_date = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let shown: Vec<&str> = head.split_whitespace().filter(is_date).collect();
    assert_eq!(shown, dates, "{head}");
}

/// A lesson of some other day is not told from today's by its name.
#[test]
fn the_smallest_terminal_says_which_day_a_lesson_is_of() {
    let lesson = &PAGES.lesson.sheet.lesson;
    let screen = Box::new(LessonScreen::new(lesson.id));
    let stage = Stage::new(Language::Ru, (60, 15), screen);
    let title = stage.rows().0[0].clone();
    assert!(
        title.contains(&lesson.date.format("%d.%m").to_string()),
        "{title}"
    );
}
