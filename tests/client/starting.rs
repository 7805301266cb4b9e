//! The start of a client whose memory cannot be opened.

use offline::{AccountFolder, HttpSettings};
use std::sync::Arc;
use testkit::TestClock;
use tokio::sync::mpsc::unbounded_channel;
use zhurnal::app::account::Accounts;
use zhurnal::app::{App, Appearance};
use zhurnal::i18n::{Language, Texts};
use zhurnal::input::keymap::Keymap;
use zhurnal::terminal::{Depth, GlyphSet};
use zhurnal::theme::Theme;

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
            let texts = Texts::new(Language::Ru);
            let expected = texts.get("store-cannot-open").into_owned();
            let appearance = Appearance {
                texts,
                theme: Theme::embedded("default", Depth::Palette256),
                glyphs: GlyphSet::Unicode,
                keymap: Keymap::default(),
            };
            let (messages, _incoming) = unbounded_channel();
            let mut app = App::new(appearance, accounts, Vec::new(), messages);
            app.start(Some("orlova"));
            assert!(app.ui.top().unwrap().is_sign_in());
            let said = app.desk.notice.as_ref().map(|notice| notice.text.clone());
            assert_eq!(said, Some(expected));
        })
        .await;
}
