//! Lists: found as one types, moved in with few bytes, described by columns.

use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::view::{AccountRow, AccountsPage};
use journal::{LessonId, PersonId, PersonName, Role, Roles};
use offline::{ListKey, ListPage, PageKey};
use ratatui::Terminal;
use std::borrow::Cow;
use std::cell::Cell;
use std::io::Write;
use std::rc::Rc;
use zhurnal::desk::Desk;
use zhurnal::effect::Effect;
use zhurnal::i18n::{Language, Texts};
use zhurnal::terminal::Depth;
use zhurnal::terminal::output::Output;
use zhurnal::terminal::tty::SizeSource;
use zhurnal::ui::list::{Column, ListScreen, ListSource, Width};
use zhurnal::ui::route::Route;
use zhurnal::ui::screen::accounts::AccountsScreen;

/// A record as a register has it: its fields are described elsewhere.
struct Record {
    id: u32,
    fields: Vec<String>,
}

/// What is said of a field, once.
struct FieldSpec {
    head: &'static str,
    width: Width,
    priority: u8,
}

static FIELDS: [FieldSpec; 4] = [
    FieldSpec {
        head: "column-group",
        width: Width::Fit(13),
        priority: 0,
    },
    FieldSpec {
        head: "column-subject",
        width: Width::Flex(12),
        priority: 0,
    },
    FieldSpec {
        head: "column-room",
        width: Width::Fixed(6),
        priority: 1,
    },
    FieldSpec {
        head: "column-topic-text",
        width: Width::Rest(10),
        priority: 2,
    },
];

/// Records that a test may take away behind the list's back.
struct Records {
    all: Vec<Record>,
    hidden: Rc<Cell<Option<u32>>>,
}

impl Records {
    fn new(count: u32) -> Self {
        let subjects = ["Алгебра", "Физика", "Вероятность и статистика", "Химия"];
        let record = |id: u32| Record {
            id,
            fields: vec![
                format!(
                    "{}{}",
                    5 + id / 20,
                    ["А", "Б", "В", "Г"][id as usize / 5 % 4]
                ),
                subjects[id as usize % 4].to_owned(),
                (id % 37 + 1).to_string(),
                format!("Учитель {id}"),
            ],
        };
        Self {
            all: (0..count).map(record).collect(),
            hidden: Rc::default(),
        }
    }
}

impl ListSource for Records {
    type Row = Record;
    type Id = u32;

    fn columns(&self) -> Vec<Column<Record>> {
        let column = |(at, spec): (usize, &FieldSpec)| {
            Column::new(spec.head, spec.width, move |record: &Record, _| {
                Cow::Borrowed(record.fields[at].as_str())
            })
            .priority(spec.priority)
            .searched()
            .ordered(move |record| record.fields[at].clone())
        };
        FIELDS.iter().enumerate().map(column).collect()
    }

    fn rows<'a>(&'a self, _desk: &'a Desk) -> Vec<&'a Record> {
        let rows = self.all.iter();
        rows.filter(|row| Some(row.id) != self.hidden.get())
            .collect()
    }

    fn id(&self, row: &Record) -> u32 {
        row.id
    }

    fn title(&self, _desk: &Desk, _texts: &Texts) -> String {
        "Журналы".to_owned()
    }

    fn route(&self, _row: &Record, _desk: &Desk) -> Option<Route> {
        Some(Route::Lesson(PAGES.lesson.sheet.lesson.id))
    }

    fn words(&self, row: &Record, _desk: &Desk, _texts: &Texts) -> Option<String> {
        Some(format!("{} {}", row.fields[0], row.fields[1]))
    }
}

fn list(count: u32, size: (u16, u16)) -> Stage {
    let screen = ListScreen::new(Records::new(count));
    Stage::new(Language::Ru, size, Box::new(screen))
}

/// The row under the cursor.
fn current(stage: &Stage) -> String {
    let (rows, cursor) = stage.rows();
    let cursor = cursor.expect("a row under the cursor");
    rows[usize::from(cursor.y)].trim().to_owned()
}

fn title(stage: &Stage) -> String {
    stage.rows().0[0].trim().to_owned()
}

#[test]
fn letters_digits_and_brackets_find_and_command_nothing() {
    for (typed, shown, first) in [
        ("7б алг", "1/200", "7Б    Алгебра"),
        ("7, fku", "1/200", "7Б    Алгебра"),
        ("хим 5г", "2/200", "5Г    Химия"),
        ("[bv 5u", "2/200", "5Г    Химия"),
    ] {
        let mut stage = list(200, (80, 24));
        stage.letters(typed);
        assert!(title(&stage).contains(shown), "{typed}: {}", title(&stage));
        assert!(title(&stage).contains(typed), "{}", title(&stage));
        assert!(
            current(&stage).contains(first),
            "{typed}: {}",
            current(&stage)
        );
        assert!(stage.effects.is_empty() && stage.notice().is_empty());
    }
}

#[test]
fn escape_goes_one_step_and_the_cursor_stays_on_its_record() {
    let mut stage = list(200, (80, 24));
    stage.letters("8в физ").key(KeyCode::Down);
    let found = current(&stage);
    assert!(found.contains("8В    Физика"), "{found}");
    stage.key(KeyCode::Esc);
    assert!(
        title(&stage).starts_with("Журналы · 200"),
        "{}",
        title(&stage)
    );
    assert_eq!(
        current(&stage),
        found,
        "all are shown, and it is still this one"
    );
    // A filter that it answers to keeps it too.
    stage.letters("физ");
    assert_eq!(current(&stage), found);
    stage.key(KeyCode::Backspace).key(KeyCode::Esc);
    stage.key(KeyCode::Enter);
    assert!(stage.rows().0.join("\n").contains("Урок · "));
    stage.key(KeyCode::Esc);
    assert_eq!(current(&stage), found, "back where one was");
}

/// Back from a row the filter stands, and what is typed then is another search; a space or
/// Backspace goes on with it.
#[test]
fn a_letter_after_coming_back_begins_another_search() {
    let back = || {
        let mut stage = list(200, (80, 24));
        stage.letters("7б").key(KeyCode::Enter).key(KeyCode::Esc);
        assert!(title(&stage).contains("«7б»"), "{}", title(&stage));
        assert!(title(&stage).ends_with("буква — новый поиск"));
        stage
    };
    let mut stage = back();
    stage.letters("хим");
    assert!(title(&stage).contains("«хим»"), "{}", title(&stage));
    let mut stage = back();
    stage.letters(" алг");
    assert!(title(&stage).contains("«7б алг»"), "{}", title(&stage));
    let mut stage = back();
    stage.key(KeyCode::Backspace).letters("а");
    assert!(title(&stage).contains("«7а»"), "{}", title(&stage));
    let mut stage = back();
    stage.key(KeyCode::Esc);
    assert!(title(&stage).starts_with("Журналы · 200"));
    assert!(!title(&stage).contains("новый поиск"));
}

/// What had no room in the row stands in the line under the list.
#[test]
fn what_a_row_leaves_out_is_told_under_the_list() {
    let words = |cols| list(40, (cols, 24)).rows().0.join("\n");
    assert!(words(40).contains("Тема урока: Учитель 0"), "{}", words(40));
    assert!(!words(80).contains("Тема урока:"), "{}", words(80));
}

#[test]
fn nothing_found_says_what_it_hides_and_esc_brings_it_back() {
    let mut stage = list(33, (80, 24));
    stage.key(KeyCode::End);
    let last = current(&stage);
    stage.letters("ъъъ");
    let screen = stage.rows().0.join(" ");
    assert!(
        screen.contains("По «ъъъ» не нашлось ничего, а всего строк: 33."),
        "{screen}"
    );
    stage.key(KeyCode::Enter);
    assert_eq!(stage.notice(), "Ничего не нашлось: Esc — показать все.");
    stage.key(KeyCode::Esc);
    assert_eq!(current(&stage), last);
    let stage = list(0, (80, 24));
    assert!(stage.rows().0.join(" ").contains("Здесь пока ничего нет."));
}

#[test]
fn a_record_that_goes_gives_its_place_to_the_next() {
    let source = Records::new(5);
    let hidden = Rc::clone(&source.hidden);
    let screen = Box::new(ListScreen::new(source));
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    stage.key(KeyCode::Down).key(KeyCode::Down);
    assert!(current(&stage).contains("Учитель 2"));
    hidden.set(Some(0));
    stage.settle();
    assert!(
        current(&stage).contains("Учитель 2"),
        "the cursor is on the record"
    );
    hidden.set(None);
    stage.settle();
    hidden.set(Some(2));
    stage.settle();
    assert!(current(&stage).contains("Учитель 3"), "{}", current(&stage));
}

#[test]
fn a_page_turns_at_the_edge() {
    let mut stage = list(60, (80, 24));
    let screen = |stage: &Stage| stage.rows().0[1..20].join("\n");
    let mut pages = 1;
    let mut before = screen(&stage).replace('▸', " ");
    for _ in 0..59 {
        stage.key(KeyCode::Down);
        let now = screen(&stage).replace('▸', " ");
        pages += usize::from(now != before);
        before = now;
    }
    assert_eq!(pages, 4, "60 rows of which 19 are seen at once");
}

#[test]
fn what_has_no_room_goes_and_the_key_stays() {
    let heads = |cols| list(40, (cols, 24)).rows().0[1].clone();
    assert!(heads(120).contains("Тема урока"));
    assert!(heads(80).contains("Тема урока"));
    assert!(!heads(60).contains("Тема урока") || heads(60).contains("Класс"));
    for cols in [60, 80, 120] {
        assert!(heads(cols).contains("Класс") && heads(cols).contains("Предмет"));
    }
    let small = list(40, (40, 12)).rows().0.join("\n");
    assert!(
        small.contains("5А Алгебра"),
        "the words of the row: {small}"
    );
}

#[test]
fn rows_are_put_in_order_in_a_window() {
    let mut stage = list(30, (80, 24));
    stage
        .letters("учитель")
        .press(KeyCode::Char('м'), KeyModifiers::ALT);
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("Порядок строк"), "{screen}");
    // The window is a list too: a column is found as one types.
    stage.letters("пред").key(KeyCode::Enter);
    let shown = title(&stage);
    assert!(shown.ends_with("30/30 · «учитель» · Предмет ↑"), "{shown}");
    // What the order was asked for comes first.
    assert!(current(&stage).contains("Алгебра"), "{}", current(&stage));
    // The same again turns it round, and those that are alike stay as they were.
    stage
        .press(KeyCode::Char('v'), KeyModifiers::ALT)
        .key(KeyCode::Enter);
    assert!(title(&stage).ends_with("Предмет ↓"));
    assert!(current(&stage).contains("Химия") && current(&stage).contains("Учитель 3"));
    stage.key(KeyCode::Down);
    assert!(current(&stage).contains("Учитель 7"), "{}", current(&stage));
}

/// The order is of the list and the person, not of the screen; a third time takes it away.
#[test]
fn a_list_comes_in_the_order_of_the_last_time() {
    let account = |id: i64, name: &str, login: &str| AccountRow {
        person: PersonId(id),
        name: PersonName::whole(name),
        roles: Roles(vec![Role::Teacher]),
        classes: Vec::new(),
        own_class: false,
        login: Some(login.to_owned()),
        voided: false,
        administrators_own: false,
        must_change_password: false,
        password_given_at: None,
        signed_in_at: None,
        used_at: None,
    };
    let accounts = vec![account(1, "Акимов", "yakov"), account(2, "Белов", "anna")];
    let page = ListPage::Accounts(AccountsPage { accounts });
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(AccountsScreen::default()));
    stage.desk.pages.lists.insert(ListKey::Accounts, page);
    let order = |stage: &mut Stage, typed: &str| {
        stage.press(KeyCode::Char('v'), KeyModifiers::ALT);
        stage.letters(typed).key(KeyCode::Enter);
        matches!(stage.effects.last(), Some(Effect::KeepOrders))
    };
    let again = |stage: &mut Stage| {
        stage.ui.reset(Box::new(AccountsScreen::default()));
        stage.settle();
        (title(stage), current(stage))
    };
    assert!(order(&mut stage, "логин"));
    let (heading, first) = again(&mut stage);
    assert!(
        heading.ends_with("Логин ↑") && first.contains("anna"),
        "{heading} {first}"
    );
    assert!(order(&mut stage, "") && again(&mut stage).0.ends_with("Логин ↓"));
    assert!(order(&mut stage, ""));
    let (heading, first) = again(&mut stage);
    assert!(
        heading.ends_with("· 2") && first.contains("yakov"),
        "{heading} {first}"
    );
}

/// Counts the bytes that a terminal is sent.
#[derive(Clone, Default)]
struct Line(Rc<Cell<usize>>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Wire {
    line: Line,
    terminal: Terminal<Output<Line>>,
}

impl Wire {
    fn new(stage: &Stage) -> Self {
        let (line, size) = (Line::default(), SizeSource::Fixed(stage.area.as_size()));
        let output = Output::new(line.clone(), size, Depth::Palette256);
        let terminal = Terminal::new(output).unwrap();
        let mut wire = Self { line, terminal };
        wire.bytes(stage);
        wire
    }

    /// What it takes to show the stage as it is now.
    fn bytes(&mut self, stage: &Stage) -> usize {
        let before = self.line.0.get();
        self.terminal
            .draw(|frame| {
                let (buffer, cursor) = stage.paint();
                frame.buffer_mut().clone_from(&buffer);
                if let Some(cursor) = cursor {
                    frame.set_cursor_position(cursor);
                }
            })
            .unwrap();
        self.line.0.get() - before
    }
}

#[test]
fn a_move_in_a_list_is_a_few_bytes() {
    let mut stage = list(200, (80, 24));
    let mut wire = Wire::new(&stage);
    let mut moves: Vec<usize> = Vec::new();
    for _ in 0..19 {
        stage.key(KeyCode::Down);
        moves.push(wire.bytes(&stage));
    }
    let turned = moves.pop().unwrap();
    let most = moves.iter().max().unwrap();
    let mean = moves.iter().sum::<usize>() / moves.len();
    let mut keys = Vec::new();
    for letter in "7б алг".chars() {
        stage.letters(&letter.to_string());
        keys.push(wire.bytes(&stage));
    }
    assert!(mean <= 60, "{mean} on the mean, {most} at most: {moves:?}");
    assert!(
        turned < 2_500 && keys.iter().all(|bytes| *bytes < 3_000),
        "{turned} {keys:?}"
    );
}

#[test]
fn what_a_list_asks_for_is_asked_once() {
    let mut stage = list(3, (80, 24));
    stage.key(KeyCode::Enter);
    let lesson: LessonId = PAGES.lesson.sheet.lesson.id;
    let asked = stage
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Open(PageKey::Lesson(id)) if *id == lesson));
    assert_eq!(asked.count(), 1);
    stage.press(KeyCode::Char('z'), KeyModifiers::CONTROL);
}

#[test]
fn what_is_typed_at_once_goes_to_the_first_answer_and_a_chosen_row_is_kept() {
    let mut stage = list(12, (80, 24));
    // Many rows have the letter; it finds those of which it begins a word.
    stage.letters("и");
    assert!(current(&stage).contains("Вероятность и статистика"));
    let mut stage = list(12, (80, 24));
    stage.key(KeyCode::Down);
    let chosen = current(&stage);
    stage.letters("ф");
    assert_eq!(current(&stage), chosen, "chosen, and it answers");
}
