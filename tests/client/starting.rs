//! A client that nobody has signed in to yet.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use journal::register::RecordKind;
use offline::{AccountFolder, HttpSettings};
use std::sync::Arc;
use testkit::TestClock;
use tokio::sync::mpsc::unbounded_channel;
use zhurnal::app::account::Accounts;
use zhurnal::app::message::Message;
use zhurnal::app::{App, Appearance};
use zhurnal::i18n::{Language, Texts};
use zhurnal::input::keymap::Keymap;
use zhurnal::terminal::{Depth, GlyphSet, TerminalEvent};
use zhurnal::theme::Theme;
use zhurnal::ui::route::Route;
use zhurnal::ui::screen::register::import::Import;

/// Whoever has lost their session meanwhile is told so; the form stays.
#[tokio::test]
async fn a_table_that_nobody_has_signed_in_for_is_told() {
    tokio::task::LocalSet::new()
        .run_until(async {
            let dir = tempfile::tempdir().unwrap();
            let clock = Arc::new(TestClock::standing(testkit::fixture::now()));
            let settings = HttpSettings::new("http://127.0.0.1:9", "zhurnal/test");
            let accounts = Accounts::new(settings, dir.path().to_owned(), false, clock, [1; 32]);
            let (messages, _incoming) = unbounded_channel();
            let mut app = App::new(appearance(), accounts, Vec::new(), messages);
            app.start(None);
            app.ui.open(Box::new(Import::of(RecordKind::Room)));
            let mut press = |code, modifiers| {
                let key = KeyEvent::new(code, modifiers);
                app.handle(Message::Terminal(TerminalEvent::Key(key)));
            };
            for letter in "rooms.csv".chars() {
                press(KeyCode::Char(letter), KeyModifiers::NONE);
            }
            press(KeyCode::Char('s'), KeyModifiers::CONTROL);
            let said = app.desk.notice.as_ref().map(|notice| notice.text.clone());
            let expected = appearance().texts.get("import-not-signed-in").into_owned();
            assert_eq!(said, Some(expected));
            assert!(app.ui.is_seen(&Route::Import(RecordKind::Room)));
        })
        .await;
}

fn appearance() -> Appearance {
    Appearance {
        texts: Texts::new(Language::Ru),
        theme: Theme::embedded("default", Depth::Palette256),
        glyphs: GlyphSet::Unicode,
        keymap: Keymap::default(),
    }
}

#[tokio::test]
async fn a_memory_that_cannot_be_opened_is_told_at_the_start() {
    tokio::task::LocalSet::new()
        .run_until(async {
            let url = "http://127.0.0.1:9";
            let dir = tempfile::tempdir().unwrap();
            let folder = AccountFolder::of(dir.path(), url, "orlova");
            std::fs::create_dir_all(folder.path().parent().unwrap()).unwrap();
            std::fs::write(folder.path(), "no folder").unwrap();
            let clock = Arc::new(TestClock::standing(testkit::fixture::now()));
            let settings = HttpSettings::new(url, "zhurnal/test");
            let accounts = Accounts::new(settings, dir.path().to_owned(), false, clock, [1; 32]);
            let appearance = appearance();
            let expected = appearance.texts.get("store-cannot-open").into_owned();
            let (messages, _incoming) = unbounded_channel();
            let mut app = App::new(appearance, accounts, Vec::new(), messages);
            app.start(Some("orlova"));
            assert!(app.ui.top().unwrap().is_sign_in());
            let said = app.desk.notice.as_ref().map(|notice| notice.text.clone());
            assert_eq!(said, Some(expected));
        })
        .await;
}
