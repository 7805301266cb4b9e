//! A desk with the pages of the small demonstration school, and keys to press on it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use journal::register::Amended;
use journal::view::{JournalPage, LessonPage, Me, Rules, TodayPage};
use journal::{Change, Clock, PersonId, Role, SchoolTime, Timestamp};
use offline::{IdSource, ServerClock};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use school::demo::{DemoSpec, Size};
use std::rc::Rc;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use storage::{Accounts, Journals, Reader, SqliteOptions, SqliteStore, Versioned};
use zhurnal::action::Action;
use zhurnal::desk::Desk;
use zhurnal::desk::link::{Line, Link};
use zhurnal::effect::Effect;
use zhurnal::i18n::{Language, Texts};
use zhurnal::input::keymap::Keymap;
use zhurnal::terminal::{Depth, GlyphSet};
use zhurnal::theme::Theme;
use zhurnal::ui::ahead::Typed;
use zhurnal::ui::layer::{Cx, Layer};
use zhurnal::ui::widget::Look;
use zhurnal::ui::{Keys, Ui};

/// Pages as the teacher of the running lesson sees them.
pub struct Pages {
    pub me: Me,
    pub rules: Rules,
    pub today: TodayPage,
    pub lesson: LessonPage,
    pub journal: JournalPage,
}

/// A clock that stands.
#[derive(Debug)]
struct Standing(Timestamp);

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

pub static PAGES: LazyLock<Pages> = LazyLock::new(|| {
    let spec = DemoSpec {
        size: Size::Small,
        ..DemoSpec::new("sergiev-posad-14", "none")
    };
    let bundle = school::demo::build(&spec);
    let logins = school::accounts::demo_logins(&bundle, spec.now);
    let teacher = logins
        .iter()
        .find(|login| login.role_flag == "teacher")
        .unwrap()
        .person;
    let school = bundle.school.id;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("school.db");
        let store = SqliteStore::open(path, SqliteOptions::default()).unwrap();
        store.import(bundle).await.unwrap();
        let reader = Reader {
            school,
            person: teacher,
            roles: journal::Roles(vec![Role::Teacher]),
            at: spec.now,
        };
        let date = SchoolTime::MOSCOW.local(spec.now).date();
        let today = store.today(&reader, date, spec.now).await.unwrap();
        let running = today
            .lessons
            .iter()
            .find(|row| {
                let (starts, ends) = row.lesson.bells(SchoolTime::MOSCOW);
                starts <= spec.now && spec.now < ends
            })
            .unwrap();
        let (lesson, journal) = (running.lesson.id, running.lesson.journal);
        let page = |versioned| match versioned {
            Some(Versioned::Page { page, .. }) => page,
            other => panic!("{other:?}"),
        };
        let lesson = page(store.open_lesson(&reader, lesson, None).await.unwrap());
        let journal = store
            .open_journal(&reader, journal, None, date, None)
            .await
            .unwrap();
        let Some(Versioned::Page { page: journal, .. }) = journal else {
            panic!("no journal")
        };
        Pages {
            me: store.me(school, teacher, spec.now).await.unwrap().unwrap(),
            rules: store.rules(school).await.unwrap().unwrap(),
            today,
            lesson: lesson.read().unwrap(),
            journal: journal.read().unwrap(),
        }
    })
});

/// The desk, the layers, and everything that was entered.
pub struct Stage {
    pub desk: Desk,
    pub ui: Ui,
    pub entered: Vec<Change>,
    pub effects: Vec<Effect>,
    pub texts: Texts,
    theme: Theme,
    keymap: Keymap,
    pub area: Rect,
}

impl Stage {
    /// The stage of a language and a size with this screen on it.
    pub fn new(language: Language, (cols, rows): (u16, u16), screen: Box<dyn Layer>) -> Self {
        Self::with(language, (cols, rows), |_, _| screen)
    }

    /// As [`Stage::new`], with a screen made for the desk.
    pub fn with(
        language: Language,
        (cols, rows): (u16, u16),
        screen: impl FnOnce(&Desk, &Texts) -> Box<dyn Layer>,
    ) -> Self {
        let clock = Arc::new(Standing(DemoSpec::NOW));
        let server_clock = Rc::new(ServerClock::new(clock));
        let mut desk = Desk::new(server_clock, IdSource::new([7; 32]));
        let pages = &*PAGES;
        desk.me = Some(pages.me.clone());
        desk.take_rules(pages.rules.clone());
        desk.pages.today = Some(pages.today.clone());
        desk.pages
            .lessons
            .insert(pages.lesson.sheet.lesson.id, pages.lesson.clone());
        desk.pages
            .journals
            .insert(pages.journal.journal, pages.journal.clone());
        desk.link = Link {
            line: Line::Online,
            settled_at: Some(DemoSpec::NOW),
            ..Link::default()
        };
        let texts = Texts::new(language);
        let ui = Ui::new(screen(&desk, &texts));
        let mut stage = Self {
            desk,
            ui,
            entered: Vec::new(),
            effects: Vec::new(),
            texts,
            theme: Theme::embedded("default", Depth::Palette256),
            keymap: Keymap::default(),
            area: Rect::new(0, 0, cols, rows),
        };
        stage.settle();
        stage
    }

    /// Everything is durable here.
    fn close_forms(&mut self) {
        let closed = self.effects.iter().find_map(|effect| match effect {
            Effect::CloseForm(draft) => Some(draft.clone()),
            _ => None,
        });
        if let Some(draft) = closed {
            self.effects.clear();
            if let Some(draft) = draft {
                self.desk.drafts.set(draft, None);
            }
            let mut cx = Cx {
                desk: &mut self.desk,
                texts: &self.texts,
                effects: &mut self.effects,
            };
            self.ui.close_top(&mut cx);
        }
    }

    /// Lets the layers take over what a test has changed.
    pub fn settle(&mut self) {
        self.ui.settle(self.area, &self.desk, &self.texts);
    }

    /// The terminal has another size now.
    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        self.area = Rect::new(0, 0, cols, rows);
        self.settle();
        self
    }

    /// Presses a key.
    pub fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) -> &mut Self {
        self.take(code, modifiers);
        self.settle();
        self
    }

    /// So long nothing is pressed.
    pub fn pause(&mut self, seconds: f32) -> &mut Self {
        let now = self.desk.pressed_at() + Duration::from_secs_f32(seconds);
        self.desk.set_pressed_at(now);
        self
    }

    /// Presses keys that come together: nothing is settled or painted in between.
    pub fn burst(&mut self, codes: &[KeyCode]) -> &mut Self {
        for code in codes {
            self.take(*code, KeyModifiers::NONE);
        }
        self.settle();
        self
    }

    fn take(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        let keys = Keys {
            keymap: &self.keymap,
            glyphs: GlyphSet::Unicode,
        };
        let mut cx = Cx {
            desk: &mut self.desk,
            texts: &self.texts,
            effects: &mut self.effects,
        };
        self.ui.key(KeyEvent::new(code, modifiers), keys, &mut cx);
        self.entered.extend(self.desk.take_unsaved());
        self.close_forms();
    }

    /// Does an action, as the palette does.
    pub fn act(&mut self, action: Action) -> &mut Self {
        let keys = Keys {
            keymap: &self.keymap,
            glyphs: GlyphSet::Unicode,
        };
        let mut cx = Cx {
            desk: &mut self.desk,
            texts: &self.texts,
            effects: &mut self.effects,
        };
        self.ui.act(action, keys, &mut cx);
        self.entered.extend(self.desk.take_unsaved());
        self.close_forms();
        self.settle();
        self
    }

    /// Presses a key without modifiers.
    pub fn key(&mut self, code: KeyCode) -> &mut Self {
        self.press(code, KeyModifiers::NONE)
    }

    /// Types letters one by one.
    pub fn letters(&mut self, letters: &str) -> &mut Self {
        for letter in letters.chars() {
            self.key(KeyCode::Char(letter));
        }
        self
    }

    /// What was typed ahead is typed, as the loop does it when a page has come.
    pub fn page_came(&mut self) -> &mut Self {
        self.settle();
        self.ui.forget_outlived(&mut self.desk);
        for typed in self.ui.take_ahead(&self.desk) {
            match typed {
                Typed::Key(key, pressed) => {
                    self.desk.set_pressed_at(pressed);
                    self.press(key.code, key.modifiers)
                }
                Typed::Paste(text) => self.paste(&text),
            };
        }
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        let keys = Keys {
            keymap: &self.keymap,
            glyphs: GlyphSet::Unicode,
        };
        let mut cx = Cx {
            desk: &mut self.desk,
            texts: &self.texts,
            effects: &mut self.effects,
        };
        self.ui.paste(text, keys, &mut cx);
        self.entered.extend(self.desk.take_unsaved());
        self.close_forms();
        self.settle();
        self
    }

    /// The server answers what was asked of it.
    pub fn amended(&mut self, answer: Amended) -> &mut Self {
        let keys = Keys {
            keymap: &self.keymap,
            glyphs: GlyphSet::Unicode,
        };
        let mut cx = Cx {
            desk: &mut self.desk,
            texts: &self.texts,
            effects: &mut self.effects,
        };
        assert!(self.ui.amended(&Ok(answer), keys, &mut cx), "nobody waits");
        self.settle();
        self
    }

    /// The screen as it is painted, and where the cursor is.
    pub fn paint(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(self.area);
        let look = Look {
            theme: &self.theme,
            glyphs: GlyphSet::Unicode.glyphs(),
            texts: &self.texts,
        };
        let keys = Keys {
            keymap: &self.keymap,
            glyphs: GlyphSet::Unicode,
        };
        let cursor = self
            .ui
            .paint(&self.desk, keys, look, self.area, &mut buffer);
        (buffer, cursor)
    }

    /// The rows of the screen as plain text, and where the cursor is.
    pub fn rows(&self) -> (Vec<String>, Option<Position>) {
        let (buffer, cursor) = self.paint();
        let width = usize::from(self.area.width);
        let symbols = buffer.content().chunks(width);
        let rows = symbols.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect());
        (rows.collect(), cursor)
    }

    /// The page of the running lesson as it is on the desk.
    pub fn lesson(&self) -> &LessonPage {
        &self.desk.pages.lessons[&PAGES.lesson.sheet.lesson.id]
    }

    /// What the line above the status says.
    pub fn notice(&self) -> String {
        self.desk
            .notice
            .as_ref()
            .map(|notice| notice.text.clone())
            .unwrap_or_default()
    }
}

/// The teacher of the running lesson.
pub fn teacher() -> PersonId {
    PAGES.me.person
}
