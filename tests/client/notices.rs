//! Every sentence to the person can be read whole on the smallest usual terminal.

use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use fluent_syntax::ast::Entry;
use zhurnal::desk::notice::{Notice, Tone};
use zhurnal::i18n::{Language, Value};
use zhurnal::ui::screen::lesson::LessonScreen;

const CLAUSE: &str = "п. 2.7 Порядка ведения электронного журнала, приказ № 154 от 30.08.2026";
const WHY: &str = "Слишком много неверных паролей: вход закрыт до 16.11 14:50.";
const PATH: &str = "/home/uchitel/Документы/Школа № 14/.config/zhurnal/config.toml";

const TOPIC: &str = "Решение систем линейных уравнений с двумя переменными способом подстановки и \
     сложения. Обобщающее повторение, подготовка к контрольной работе";

/// A long value for every variable that a sentence names.
fn values() -> Vec<(&'static str, Value<'static>)> {
    let what = "Константинопольская-Преображенская Александра · 11А Основы безопасности и защиты \
                Родины 16.11 · домашнее задание: пусто → § 12, № 431–434, повторить определения и…";
    vec![
        ("letter", "щ".into()),
        ("typed", "молодецмолодецмолодец".into()),
        ("topic", TOPIC.into()),
        ("count", 1234.into()),
        ("minutes", 45.into()),
        ("lesson", 45.into()),
        ("length", 10_000.into()),
        ("limit", 4_000.into()),
        ("weight", 10.into()),
        ("number", 102.into()),
        ("total", 102.into()),
        ("columns", 60.into()),
        ("rows", 15.into()),
        ("line", 1234.into()),
        ("column", 80.into()),
        ("pending", 1234.into()),
        ("troubles", 1234.into()),
        ("value", "4/5".into()),
        ("due", "16.11 14:50".into()),
        ("since", "16.11 14:50".into()),
        ("at", "16.11 14:50".into()),
        ("date", "16.11".into()),
        ("clause", CLAUSE.into()),
        ("cited", format!(" ({CLAUSE})").into()),
        ("why", WHY.into()),
        ("where", "в уроке и журнале".into()),
        ("what", what.into()),
        ("whom", "всему классу".into()),
        ("mine", what.into()),
        ("now", what.into()),
        ("old", what.into()),
        ("new", what.into()),
        ("kind", "домашнее задание".into()),
        ("paper", "справка № 1234 из поликлиники".into()),
        ("by", "Преображенская-Константинопольская А. В.".into()),
        ("row", "2 [x] Преображенская Александра — пришёл".into()),
        ("code", "(б)".into()),
        ("codes", "н, о, б, п".into()),
        ("part", "длиннаяфамилиядлиннаяфамилия".repeat(9).into()),
        ("name", "Константин".into()),
        ("whose", "Преображенская Александра — 4/5".into()),
        ("words", "Записано: Преображенская Александра — 4/5".into()),
        ("was", "не аттестован".into()),
        ("work", "Контр.".into()),
        ("made", "Записано: Преображенская Александра — 4/5".into()),
        (
            "reason",
            "уважительная причина, подтвердил классный руководитель".into(),
        ),
        ("typed", "о1".into()),
        ("mine", "отсутствует".into()),
        ("ours", "№ 145, 146; повторить правило. ".repeat(12).into()),
        ("theirs", "опоздание 12 минут".into()),
        ("of", 27.into()),
        ("who", "учитель, психолог, завуч, директор".into()),
        ("names", "Абрамов Илья, Белова Анна".into()),
        ("group", "11А".into()),
        ("subject", "Основы безопасности и защиты Родины".into()),
        ("role", "муниципальный орган управления".into()),
        ("room", "21".into()),
        ("starts", "09:25".into()),
        ("ends", "10:10".into()),
        ("period", "2 полугодие".into()),
        ("average", "4,33".into()),
        ("section", "Алгебраические выражения".into()),
        ("server", "http://journal.school14.example:8470".into()),
        ("path", PATH.into()),
        ("file", PATH.into()),
        ("place", PATH.into()),
        (
            "detail",
            "invalid type: string, expected a boolean or a number".into(),
        ),
        ("key", "keys.grid.ctrl-shift-right".into()),
        ("leave", "Ctrl+Enter или Esc".into()),
        ("low", "1".into()),
        ("high", "8760".into()),
        ("usual", "12".into()),
        ("done", "yes".into()),
        ("near", "keys.grid.shift-right".into()),
        ("choices", "unicode, ascii, cp866".into()),
        ("known", "1 — Зареченская школа, 2 — Лицей № 1580".into()),
        ("title", "Зареченская средняя школа".into()),
        ("span", "2 дня 3 часа".into()),
        ("list", "Представители учеников".into()),
        ("until", "01.12 00:00".into()),
        (
            "said",
            "Окно правки закрыто 08.10 23:59 (п. 13 Порядка).".into(),
        ),
        ("comment", "забыл тетрадь дома".into()),
        ("source", "theme = [[[\"dark\"]]]".into()),
    ]
}

/// The ids of the messages in these parts of a language.
fn ids(language: &str) -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/i18n/parts");
    let mut all = Vec::new();
    for part in ["cli", "lesson", "problems", "screens", "server"] {
        let text = std::fs::read_to_string(format!("{folder}/{part}.{language}.ftl")).unwrap();
        let resource = fluent_syntax::parser::parse(text.as_str()).unwrap();
        let ids = resource.body.iter().filter_map(|entry| match entry {
            Entry::Message(message) => message.value.as_ref().map(|_| message.id.name),
            _ => None,
        });
        // Of the command line only its notes are said on the screen.
        all.extend(
            ids.filter(|id| part != "cli" || id.starts_with("notes-"))
                .map(str::to_owned),
        );
    }
    all
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn every_notice_is_readable_whole_at_80_columns() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let counts = [("unfilled", 20.into()), ("overdue", 12.into())];
    let values: Vec<_> = values().into_iter().chain(counts).collect();
    for (language, name) in [(Language::Ru, "ru"), (Language::En, "en")] {
        let mut stage = Stage::new(language, (80, 24), Box::new(LessonScreen::new(lesson)));
        let ids = ids(name);
        assert!(ids.len() > 150, "the files were read");
        for id in ids {
            let text = stage.texts.format(&id, &values).into_owned();
            assert!(!text.contains("{$"), "{id} lacks a value: {text}");
            stage.desk.say(Notice::new(Tone::Error, text.clone()));
            stage.settle();
            let (rows, cursor) = stage.rows();
            let screen = squeezed(&rows.join(" "));
            assert!(
                screen.contains(&squeezed(&text)),
                "{id}: {text}\n{}",
                rows.join("\n")
            );
            // The cell that it is about is still there, and so is the state of the queue.
            let row = usize::from(cursor.expect("a cell").y);
            assert!(
                rows[row].contains(&PAGES.lesson.members[0].name.last),
                "{id}"
            );
            assert!(rows[22].contains("09:26"), "{id}\n{}", rows.join("\n"));
        }
    }
}

#[test]
fn the_cursor_is_not_hidden_by_a_sentence() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(LessonScreen::new(lesson)));
    // In the list of marks, which is longer than the screen.
    stage
        .press(KeyCode::End, KeyModifiers::CONTROL)
        .key(KeyCode::Right);
    let (_, before) = stage.rows();
    stage
        .desk
        .say(Notice::new(Tone::Error, format!("{WHY} {WHY} {WHY}")));
    stage.settle();
    let (rows, after) = stage.rows();
    let (before, after) = (before.unwrap().y, after.unwrap().y);
    assert!(after < before);
    let last = &PAGES.lesson.members.last().unwrap().name.last;
    assert!(rows[usize::from(after)].contains(last));
}
