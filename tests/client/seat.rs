//! The whole client in this process, against the real server: its screen is in memory.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use journal::{Attendance, Clock, Entry, LessonId, MarkValue, PupilId, Sheet, Timestamp};
use offline::seal::Plain;
use offline::{AccountFolder, HttpSettings, IdSource, Store};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rusqlite::Connection;
use std::sync::Arc;
use std::time::Duration;
use testkit::fixture::{PASSWORD, RUNNING};
use testkit::{TestClock, TestServer};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use zhurnal::app::account::Accounts;
use zhurnal::app::message::Message;
use zhurnal::app::{App, Appearance};
use zhurnal::i18n::{Language, Texts};
use zhurnal::input::keymap::Keymap;
use zhurnal::terminal::{Depth, GlyphSet, TerminalEvent};
use zhurnal::theme::Theme;
use zhurnal::ui::screen::sign_in::Guest;

/// A client at its server, with a clock that a test moves.
pub struct Seat {
    pub app: App,
    terminal: Terminal<TestBackend>,
    messages: UnboundedReceiver<Message>,
    pub clock: Arc<TestClock>,
    pub server: TestServer,
    /// The client's memory, read as another window of it would.
    pub disk: Store,
    folder: AccountFolder,
    _dir: tempfile::TempDir,
}

impl Seat {
    pub async fn sign_in(seed: u64) -> Self {
        Self::sign_in_at(testkit::fixture::now(), RUNNING, seed).await
    }

    /// Signs in at a moment at which this lesson runs.
    pub async fn sign_in_at(now: Timestamp, lesson: LessonId, seed: u64) -> Self {
        let clock = Arc::new(TestClock::standing(now));
        let server = TestServer::builder().clock(clock.clone()).start();
        let dir = tempfile::tempdir().unwrap();
        let settings = HttpSettings::new(server.url(), "zhurnal/test");
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let accounts = Accounts::new(settings, dir.path().to_owned(), false, clock.clone(), bytes);
        let appearance = Appearance {
            texts: Texts::new(Language::Ru),
            theme: Theme::embedded("default", Depth::Palette256),
            glyphs: GlyphSet::Unicode,
            keymap: Keymap::default(),
        };
        let (sender, messages) = unbounded_channel();
        let mut app = App::new(appearance, accounts, Vec::new(), sender);
        app.start_as(&Guest {
            title: "orlova".to_owned(),
            login: "orlova".to_owned(),
            password: PASSWORD.to_owned(),
        });
        let folder = AccountFolder::of(dir.path(), &server.url(), "orlova");
        let terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        bytes[31] = 1;
        let disk = Store::open(
            &folder,
            Box::new(Plain),
            &mut IdSource::new(bytes),
            clock.now(),
        );
        let mut seat = Self {
            app,
            terminal,
            messages,
            disk: disk.unwrap(),
            folder,
            clock,
            server,
            _dir: dir,
        };
        seat.until("the lesson", |seat| {
            let page = seat.app.desk.pages.lessons.contains_key(&lesson);
            let screen = seat
                .app
                .ui
                .top()
                .is_some_and(|top| top.awaits(&seat.app.desk).is_none());
            page && screen && !seat.app.ui.top().unwrap().is_sign_in()
        })
        .await;
        seat.paint();
        seat
    }

    pub async fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        while !is_so(self) {
            let message = tokio::time::timeout(Duration::from_mins(1), self.messages.recv()).await;
            let message = message.unwrap_or_else(|_| panic!("no {what}"));
            self.app.handle(message.unwrap());
            self.app.keep();
        }
    }

    /// The file of the client's memory, for what no window does by itself.
    pub fn file(&self) -> Connection {
        Connection::open(self.folder.path().join("journal.sqlite")).unwrap()
    }

    /// Whether the disk refuses that a second change is closed, or any, in the middle of a
    /// transaction, as when it is full.
    pub fn refuse_to_close(&self, after: Option<usize>) {
        let disk = self.file();
        let trigger = after.map(|after| {
            format!(
                "CREATE TRIGGER full BEFORE UPDATE ON outbox
                 WHEN NEW.state = 'closed'
                 AND (SELECT count(*) FROM outbox WHERE state = 'closed') >= {after}
                 BEGIN SELECT RAISE(ABORT, 'full'); END;"
            )
        });
        let set = format!(
            "DROP TRIGGER IF EXISTS full; {}",
            trigger.unwrap_or_default()
        );
        disk.execute_batch(&set).unwrap();
    }

    /// Whether the disk refuses to take what is entered, as when it is full.
    pub fn refuse_entries(&self, is_full: bool) {
        let disk = self.file();
        let trigger = "CREATE TRIGGER full BEFORE INSERT ON outbox
                       BEGIN SELECT RAISE(ABORT, 'full'); END;";
        let set = if is_full { trigger } else { "" };
        let set = format!("DROP TRIGGER IF EXISTS full; {set}");
        disk.execute_batch(&set).unwrap();
    }

    pub fn paint(&mut self) {
        self.terminal.draw(|frame| self.app.paint(frame)).unwrap();
    }

    /// What came from outside, without waiting for it.
    pub async fn hear(&mut self) {
        tokio::task::yield_now().await;
        while let Ok(message) = self.messages.try_recv() {
            self.app.handle(message);
        }
        self.app.keep();
    }

    pub fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        let key = KeyEvent::new(code, modifiers);
        self.app.handle(Message::Terminal(TerminalEvent::Key(key)));
        self.app.keep();
        self.paint();
    }

    pub fn sheet(&self) -> &Sheet {
        &self.app.desk.pages.lessons[&RUNNING].sheet
    }

    /// The sheets on the desk, of its lesson or of its journal.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        let pages = &self.app.desk.pages;
        let journals = pages.journals.values();
        let of_journals = journals.flat_map(|page| &page.grid.sheets);
        let lessons = pages.lessons.values().map(|page| &page.sheet);
        lessons.chain(of_journals)
    }

    /// The column of the screen that the terminal's cursor is in.
    pub fn column(&mut self) -> u16 {
        self.terminal.get_cursor_position().unwrap().x
    }

    fn screen(&self) -> Vec<Vec<String>> {
        let buffer = self.terminal.backend().buffer();
        let cells = buffer.content().chunks(usize::from(buffer.area.width));
        cells
            .map(|row| row.iter().map(|cell| cell.symbol().to_owned()).collect())
            .collect()
    }

    pub fn line(&self, y: usize) -> String {
        self.screen()[y].concat()
    }

    pub fn named(&self, name: &str) -> Option<PupilId> {
        let members = &self.app.desk.pages.lessons[&RUNNING].members;
        let member = members.iter().find(|member| member.name.listed() == name);
        member.map(|member| member.pupil)
    }

    pub fn name(&self, pupil: PupilId) -> String {
        self.app.desk.pupil_name(pupil).unwrap_or_default()
    }

    /// The pupil at whom the sign points, as a person reads the screen: the active cell is theirs.
    pub fn under_cursor(&self) -> Option<PupilId> {
        let screen = self.screen();
        let signs = screen.iter().zip(0..).filter_map(|(row, y)| {
            let x = row.iter().position(|sign| sign == "▸")?;
            Some((x, y))
        });
        let (x, y) = signs.last()?;
        self.pupil_at(x + 1, y)
    }

    /// The pupil whose cell the terminal's cursor is in: where what is typed is shown.
    pub fn typed_into(&mut self) -> Option<PupilId> {
        let at = self.terminal.get_cursor_position().unwrap();
        self.pupil_at(at.x.into(), at.y.into())
    }

    fn pupil_at(&self, column: usize, y: usize) -> Option<PupilId> {
        let row = &self.screen()[y];
        let members = &self.app.desk.pages.lessons[&RUNNING].members;
        let starts = members.iter().filter_map(|member| {
            let name: Vec<String> = member.name.listed().chars().map(String::from).collect();
            let x = row.windows(name.len()).position(|window| window == name)?;
            (x <= column).then_some((x, member.pupil))
        });
        starts.max_by_key(|(x, _)| *x).map(|(_, pupil)| pupil)
    }

    /// The marks of an entry and the attendance, as they are written.
    pub fn codes(&self, entry: &Entry) -> (Vec<String>, String) {
        let codes = self.app.desk.codes().unwrap();
        let marks = entry.marks.iter().map(|placed| match placed.mark.value {
            MarkValue::Point { .. } => "точка".to_owned(),
            value => codes.mark(value),
        });
        let attendance = codes.attendance(entry.attendance, entry.reason.as_ref());
        let attendance = if entry.attendance == Attendance::Present {
            "присутствует".to_owned()
        } else {
            attendance
        };
        (marks.collect(), attendance)
    }
}
