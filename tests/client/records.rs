//! Forms: fields described by values, gone through with Enter, read kindly, kept as drafts.

use crate::seat::Seat;
use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use offline::{Draft, DraftKey};
use std::cell::RefCell;
use std::rc::Rc;
use testkit::fixture::PASSWORD;
use zhurnal::desk::Desk;
use zhurnal::i18n::{Language, Texts};
use zhurnal::ui::form::{
    Choice, Entered, FieldId, Form, FormField, FormScreen, FormSource, InputKind,
};
use zhurnal::ui::layer::{Cx, Layer, Outcome};

/// What was saved, a record after a record.
type Saved = Rc<RefCell<Vec<Vec<Entered>>>>;

const IDS: [&str; 5] = ["building", "number", "seats", "since", "note"];

/// A room as a register will have it.
struct Room {
    saved: Saved,
}

fn key() -> DraftKey {
    DraftKey::form("room/21")
}

impl FormSource for Room {
    fn title(&self, _desk: &Desk, _texts: &Texts) -> String {
        "Кабинеты › 21".to_owned()
    }

    fn fields(&self, _desk: &Desk, _texts: &Texts) -> Option<Vec<FormField>> {
        let field = |id, label, kind| FormField::new(id, label, "list-empty", kind);
        let building = |(id, label): (&str, &str)| Choice {
            id: id.to_owned(),
            label: label.to_owned(),
        };
        let buildings = [
            ("1", "Основное здание"),
            ("2", "Мастерские"),
            ("3", "Бассейн"),
        ];
        let buildings = buildings.map(building).to_vec();
        Some(vec![
            field("building", "column-group", InputKind::Reference(buildings))
                .with(Entered::Choice("1".to_owned()))
                .required()
                .carried(),
            field("number", "column-room", InputKind::Line(10))
                .with(Entered::Text("21".to_owned()))
                .required(),
            field("closed", "column-roll", InputKind::Line(10))
                .with(Entered::Text("открыт".to_owned()))
                .locked("закрывает директор, п. 4.2"),
            field("seats", "column-marks", InputKind::Number(1, 60)),
            field("since", "column-time", InputKind::Day),
            field("note", "column-topic", InputKind::Text(200, 3)),
        ])
    }

    /// № 13 is taken in the main building.
    fn check(&self, form: &Form, _desk: &Desk, texts: &Texts) -> Vec<(FieldId, String)> {
        let taken = form.value("number", texts) == Entered::Text("13".to_owned());
        let elsewhere = form.value("building", texts) != Entered::Choice("1".to_owned());
        let fault = ("number".into(), "такой кабинет уже есть".to_owned());
        (taken && !elsewhere).then_some(fault).into_iter().collect()
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        let values = IDS.map(|id| form.value(id, cx.texts)).to_vec();
        self.saved.borrow_mut().push(values);
        Outcome::CloseWhenKept
    }

    fn draft(&self) -> Option<DraftKey> {
        Some(key())
    }

    fn begins_next(&self) -> bool {
        true
    }
}

fn form() -> (Stage, Saved) {
    let saved = Saved::default();
    let screen = FormScreen::new(Room {
        saved: Rc::clone(&saved),
    });
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(screen));
    stage.settle();
    (stage, saved)
}

/// The line of a field, by its label.
fn line(stage: &Stage, label: &str) -> String {
    let rows = stage.rows().0;
    let found = rows.iter().find(|row| row.trim_start().starts_with(label));
    found.expect("the field").trim().to_owned()
}

fn words(stage: &Stage) -> String {
    stage.rows().0[21].trim().to_owned()
}

fn foot(stage: &Stage) -> String {
    stage.rows().0[22].clone()
}

#[test]
fn a_form_is_filled_in_with_enter_alone() {
    let (mut stage, saved) = form();
    // The building stays, the number is another; what is locked is passed over.
    stage.key(KeyCode::Enter).letters("а").key(KeyCode::Enter);
    assert!(words(&stage).starts_with("Отм."), "{}", words(&stage));
    stage.letters("30").key(KeyCode::Enter);
    stage.letters("gn").key(KeyCode::Enter);
    stage
        .letters("у окна")
        .key(KeyCode::Enter)
        .letters("две доски");
    assert!(line(&stage, "Каб. *").contains("21а"));
    assert!(line(&stage, "Каб. *").ends_with("было 21"));
    assert!(
        line(&stage, "Время").contains("20.11.2026 пт"),
        "{}",
        line(&stage, "Время")
    );
    assert!(line(&stage, "Явка").contains("— закрывает директор, п. 4.2"));
    assert!(foot(&stage).contains("изменено: 4"), "{}", foot(&stage));
    stage.press(KeyCode::Char('ы'), KeyModifiers::CONTROL);
    let friday = "2026-11-20".parse().unwrap();
    assert_eq!(
        *saved.borrow(),
        [vec![
            Entered::Choice("1".to_owned()),
            Entered::Text("21а".to_owned()),
            Entered::Number(30),
            Entered::Day(friday),
            Entered::Text("у окна\nдве доски".to_owned()),
        ]]
    );
    assert!(
        stage.desk.drafts.get(&key()).is_none(),
        "nothing is begun any more"
    );
}

#[test]
fn a_reference_is_found_as_one_types() {
    let (mut stage, saved) = form();
    // In the other layout, and the list under the field is gone with the choice.
    stage.letters(",fc");
    assert!(stage.rows().0.join("\n").contains("Бассейн"));
    assert!(!stage.rows().0.join("\n").contains("Мастерские"));
    stage.key(KeyCode::Enter);
    assert!(line(&stage, "Класс *").contains("Бассейн"));
    assert!(line(&stage, "Класс *").ends_with("было Основное здание"));
    // F4 opens the whole list; an arrow goes within it.
    stage
        .key(KeyCode::Up)
        .key(KeyCode::F(4))
        .key(KeyCode::Up)
        .key(KeyCode::Enter);
    assert!(line(&stage, "Класс *").contains("Мастерские"));
    // What nobody is called is no choice.
    stage.key(KeyCode::Up).letters("ъъ").key(KeyCode::Tab);
    assert!(line(&stage, "Класс *").contains("! такого нет в списке"));
    assert!(saved.borrow().is_empty());
}

#[test]
fn all_mistakes_are_told_at_once_and_none_holds_one_fast() {
    let (mut stage, saved) = form();
    stage
        .key(KeyCode::Tab)
        .key(KeyCode::Backspace)
        .key(KeyCode::Backspace);
    stage.letters("13").key(KeyCode::Tab);
    assert!(line(&stage, "Каб. *").contains("! такой кабинет уже есть"));
    stage.letters("600").key(KeyCode::Tab).letters("31.02");
    // Going back is never barred, and looks at nothing.
    stage
        .key(KeyCode::Up)
        .key(KeyCode::Up)
        .key(KeyCode::Down)
        .key(KeyCode::Down);
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert!(saved.borrow().is_empty());
    assert!(line(&stage, "Отм.").contains("! число от 1 до 60"));
    assert!(line(&stage, "Время").contains("! такого дня нет"));
    assert!(foot(&stage).contains("3 ошибки: Каб."), "{}", foot(&stage));
    assert!(
        words(&stage).contains("такой кабинет уже есть"),
        "the cursor is there"
    );
}

/// As people enter days: whoever comes to a filled field types another one over it.
#[test]
fn a_day_and_a_number_are_typed_over_and_a_text_is_gone_on_with() {
    let (mut stage, saved) = form();
    stage.key(KeyCode::Tab);
    assert!(
        words(&stage).contains("Ctrl+U — стереть всё"),
        "{}",
        words(&stage)
    );
    stage
        .letters("а")
        .key(KeyCode::Tab)
        .letters("3")
        .letters("0");
    stage
        .key(KeyCode::Tab)
        .letters("25.12.2026")
        .key(KeyCode::Up);
    stage.key(KeyCode::Down);
    assert!(
        words(&stage).contains("Набор заменит прежнее"),
        "{}",
        words(&stage)
    );
    stage.letters("31.12.2026");
    // What was refused is typed over too; a key of editing keeps it.
    stage.key(KeyCode::Up).letters("600");
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert!(line(&stage, "Отм.").contains("! число от 1 до 60"));
    stage.key(KeyCode::Backspace).letters("0");
    assert!(
        line(&stage, "Отм.").contains("600"),
        "{}",
        line(&stage, "Отм.")
    );
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    stage.letters("25");
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    let saved = saved.borrow();
    let day = "2026-12-31".parse().unwrap();
    assert_eq!(saved[0][1], Entered::Text("21а".to_owned()));
    assert_eq!(saved[0][2..4], [Entered::Number(25), Entered::Day(day)]);
}

#[test]
fn of_a_day_that_is_none_it_is_said_how_days_are_written() {
    let (mut stage, _) = form();
    for _ in 0..3 {
        stage.key(KeyCode::Tab);
    }
    stage.letters("25.12.202630").key(KeyCode::Tab);
    let said = line(&stage, "Время");
    let how = "такого дня нет; пишите так: 5, 5.9, 05.09.26, пт";
    assert!(
        said.contains(how) || said.contains("! такого дня нет; пишите"),
        "{said}"
    );
    stage.key(KeyCode::Up);
    assert!(words(&stage).contains(how), "{}", words(&stage));
}

#[test]
fn escape_restores_the_field_first_and_asks_before_it_leaves() {
    let (mut stage, _) = form();
    stage
        .key(KeyCode::Tab)
        .letters("б")
        .key(KeyCode::Tab)
        .letters("5");
    stage.key(KeyCode::Esc);
    assert!(!line(&stage, "Отм.").contains('5'));
    stage.key(KeyCode::Esc);
    assert!(stage.ui.top().is_some_and(Layer::is_popup), "it asks");
    stage.key(KeyCode::Esc).key(KeyCode::Up).key(KeyCode::Esc);
    assert!(
        line(&stage, "Каб. *").ends_with("21"),
        "{}",
        line(&stage, "Каб. *")
    );
    assert!(stage.desk.drafts.get(&key()).is_none());
    stage.key(KeyCode::Esc);
    assert!(
        !stage.rows().0.join("\n").contains("Кабинеты"),
        "left without a question"
    );
}

#[test]
fn a_draft_is_kept_and_offered_back() {
    let (mut stage, saved) = form();
    stage.key(KeyCode::Tab).letters("в");
    let kept = [("number".to_owned(), "21в".to_owned())];
    assert_eq!(
        stage.desk.drafts.get(&key()),
        Some(&Draft::Form(kept.into()))
    );
    let again = FormScreen::new(Room { saved });
    stage.ui.reset(Box::new(again));
    stage.settle();
    assert!(
        words(&stage).starts_with("Черновик восстановлен"),
        "{}",
        words(&stage)
    );
    assert!(line(&stage, "Каб. *").contains("21в"));
    assert!(line(&stage, "Каб. *").ends_with("было 21"));
}

#[test]
fn days_are_turned_with_signs_and_pages() {
    let (mut stage, _) = form();
    for _ in 0..3 {
        stage.key(KeyCode::Tab);
    }
    stage.letters("5.9");
    assert!(line(&stage, "Время").contains("05.09.2026 сб"));
    stage.letters("+");
    assert!(line(&stage, "Время").contains("06.09.2026 вс"));
    stage.letters("--").key(KeyCode::PageDown);
    assert!(line(&stage, "Время").contains("04.10.2026 вс"));
}

#[test]
fn the_next_record_begins_with_what_is_carried() {
    let (mut stage, saved) = form();
    stage.letters("масте").key(KeyCode::Enter).letters("7");
    stage.press(KeyCode::Char('т'), KeyModifiers::CONTROL);
    assert_eq!(saved.borrow().len(), 1);
    assert!(line(&stage, "Класс *").contains("Мастерские"), "carried");
    assert!(
        line(&stage, "Каб. *").ends_with("21"),
        "as a new one begins"
    );
}

#[test]
fn a_form_is_read_on_a_low_and_on_a_wide_screen() {
    for size in [(60, 15), (80, 24), (120, 36)] {
        let (mut stage, _) = form();
        stage.resize(size.0, size.1);
        for _ in 0..4 {
            stage.key(KeyCode::Tab);
        }
        stage.letters("заметка");
        let (rows, cursor) = stage.rows();
        let at = usize::from(cursor.expect("the cursor").y);
        assert!(rows[at].contains("заметка"), "{size:?}: {rows:#?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn anybody_changes_the_own_password_at_any_time() {
    let tasks = tokio::task::LocalSet::new();
    tasks
        .run_until(Box::pin(async {
            let mut seat = Seat::sign_in(71).await;
            let plain = KeyModifiers::NONE;
            let typed = |seat: &mut Seat, text: &str| {
                for letter in text.chars() {
                    seat.press(KeyCode::Char(letter), plain);
                }
                seat.press(KeyCode::Enter, plain);
            };
            let notice = |seat: &Seat| {
                let notice = seat.app.desk.notice.as_ref();
                notice.map(|notice| notice.text.clone()).unwrap_or_default()
            };
            seat.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
            typed(&mut seat, "свой пароль");
            // Two new ones that differ never leave this machine.
            typed(&mut seat, "не тот");
            typed(&mut seat, "Снег-лежит-22");
            typed(&mut seat, "Снег-лежит-23");
            assert!(!seat.app.ui.top().unwrap().is_popup());
            typed(&mut seat, "Снег-лежит-22");
            typed(&mut seat, "Снег-лежит-22");
            seat.until("an answer", |seat| !notice(seat).is_empty())
                .await;
            assert!(notice(&seat).starts_with("Старый пароль неверный."));
            typed(&mut seat, PASSWORD);
            typed(&mut seat, "Снег-лежит-22");
            typed(&mut seat, "Снег-лежит-22");
            seat.until("an answer", |seat| notice(seat).contains("изменён"))
                .await;
            let top = seat.app.ui.top().unwrap();
            assert!(top.lesson().is_some(), "back where one was");
        }))
        .await;
}

/// What is wrong stays as long as it is wrong: looking at it, going through the letters, typing on
/// does not take it away, and mending it does.
#[test]
fn a_mistake_is_told_until_it_is_mended() {
    let (mut stage, _) = form();
    stage.key(KeyCode::Tab);
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    stage.letters("13").key(KeyCode::Tab);
    let told = |stage: &Stage| line(stage, "Каб. *").contains("такой кабинет уже есть");
    assert!(told(&stage), "{}", line(&stage, "Каб. *"));
    stage.press(KeyCode::BackTab, KeyModifiers::SHIFT);
    stage.key(KeyCode::Left).key(KeyCode::Home);
    assert!(told(&stage), "the cursor has only moved");
    assert!(words(&stage).contains("такой кабинет уже есть"));
    stage.key(KeyCode::End).letters("а");
    assert!(!told(&stage), "13а is free");
    assert!(!foot(&stage).contains("ошибк"), "{}", foot(&stage));
}

/// Fields are judged by one another: where the other one was wrong, mending that mends both.
#[test]
fn a_mistake_goes_when_the_other_field_is_mended() {
    let (mut stage, saved) = form();
    stage.key(KeyCode::Tab);
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    stage.letters("13");
    stage.press(KeyCode::Char('ы'), KeyModifiers::CONTROL);
    assert!(line(&stage, "Каб. *").contains("такой кабинет уже есть"));
    assert_eq!(saved.borrow().len(), 0);
    stage.press(KeyCode::BackTab, KeyModifiers::SHIFT);
    stage.letters("маст").key(KeyCode::Enter);
    let number = line(&stage, "Каб. *");
    assert!(!number.contains("такой кабинет уже есть"), "{number}");
    assert!(foot(&stage).contains("изменено: 2"), "{}", foot(&stage));
}
