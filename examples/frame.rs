//! Prints a screen of the program as text or as a picture (SVG), from the demonstration school:
//!
//! ```text
//! cargo run --example frame -- lesson --size 120x36 --lang ru --svg > lesson.svg
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    dead_code,
    reason = "an example shares the stage of the tests"
)]

#[path = "../tests/client/stage.rs"]
mod stage;
#[path = "frame/svg.rs"]
mod svg;

use crossterm::event::KeyCode;
use stage::{PAGES, Stage};
use zhurnal::i18n::Language;
use zhurnal::ui::screen::homework::HomeworkScreen;
use zhurnal::ui::screen::journal::JournalScreen;
use zhurnal::ui::screen::lesson::LessonScreen;
use zhurnal::ui::screen::today::TodayScreen;
use zhurnal::ui::screen::topic::TopicScreen;
use zhurnal::ui::testing::render;

const USAGE: &str = "frame lesson|journal|today|topic|homework|help \
                     [--size 120x36] [--lang ru|en] [--svg] [--keys LETTERS]";

struct Wish {
    screen: String,
    size: (u16, u16),
    language: Language,
    svg: bool,
    keys: String,
}

fn wish() -> Option<Wish> {
    let mut wish = Wish {
        screen: "lesson".into(),
        size: (100, 30),
        language: Language::Ru,
        svg: false,
        keys: String::new(),
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--size" => {
                let (cols, rows) = args
                    .next()?
                    .split_once('x')
                    .map(|(c, r)| (c.to_owned(), r.to_owned()))?;
                wish.size = (cols.parse().ok()?, rows.parse().ok()?);
            }
            "--lang" if args.next()?.as_str() == "en" => wish.language = Language::En,
            "--lang" => {}
            "--svg" => wish.svg = true,
            "--keys" => wish.keys = args.next()?,
            screen if !screen.starts_with('-') => screen.clone_into(&mut wish.screen),
            _ => return None,
        }
    }
    Some(wish)
}

fn set(wish: &Wish) -> Option<Stage> {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let (language, size) = (wish.language, wish.size);
    Some(match wish.screen.as_str() {
        "lesson" => Stage::new(language, size, Box::new(LessonScreen::new(lesson))),
        "journal" => {
            let screen = JournalScreen::new(PAGES.journal.journal, Some(lesson));
            Stage::new(language, size, Box::new(screen))
        }
        "today" => Stage::new(language, size, Box::new(TodayScreen::default())),
        "topic" => Stage::with(language, size, |desk, _| {
            Box::new(TopicScreen::new(lesson, desk))
        }),
        "homework" => Stage::with(language, size, |desk, _| {
            Box::new(HomeworkScreen::new(lesson, desk))
        }),
        "help" => {
            let mut stage = Stage::new(language, size, Box::new(LessonScreen::new(lesson)));
            stage.key(KeyCode::F(1));
            stage
        }
        _ => return None,
    })
}

fn main() {
    let Some((wish, mut stage)) =
        wish().and_then(|wish| Some((set(&wish)?, wish)).map(|(s, w)| (w, s)))
    else {
        eprintln!("{USAGE}");
        std::process::exit(2);
    };
    for key in wish.keys.chars() {
        match key {
            '↓' => stage.key(KeyCode::Down),
            '→' => stage.key(KeyCode::Right),
            '↑' => stage.key(KeyCode::Up),
            letter => stage.letters(&letter.to_string()),
        };
    }
    let (buffer, cursor) = stage.paint();
    if wish.svg {
        print!("{}", svg::picture(&buffer, cursor));
    } else {
        print!("{}", render(&buffer));
    }
}
