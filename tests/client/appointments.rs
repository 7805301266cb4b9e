//! A journal that goes from one teacher to another: who writes which of its lessons, and what the
//! other is told.

use crate::stage::{PAGES, Stage, teacher};
use ::journal::regulation::Access;
use ::journal::view::Appointment;
use ::journal::{
    Change, ChangeId, Edit, FromTo, GestureId, PersonId, PersonName, Relation, SheetId,
};
use chrono::{Days, NaiveDate};
use crossterm::event::KeyCode;
use protocol::Problem;
use rstest::rstest;
use zhurnal::i18n::Language;
use zhurnal::i18n::dates::short_date;
use zhurnal::ui::layer::Layer;
use zhurnal::ui::messages::{moment, refusal, refused};
use zhurnal::ui::screen::journal::JournalScreen;
use zhurnal::ui::screen::lesson::LessonScreen;

fn today() -> NaiveDate {
    PAGES.lesson.sheet.lesson.date
}

fn yesterday() -> NaiveDate {
    today() - Days::new(1)
}

fn tomorrow() -> NaiveDate {
    today() + Days::new(1)
}

type Stay = (Option<NaiveDate>, Option<NaiveDate>);

fn appointment(teacher: PersonId, last: &str, (from, until): Stay) -> Appointment {
    Appointment {
        teacher,
        name: PersonName {
            last: last.to_owned(),
            first: "Анна".to_owned(),
            middle: "Ильинична".to_owned(),
        },
        from,
        until,
    }
}

/// Both pages as whoever sits here sees them, who teaches the journal on these days, and another on
/// those.
fn stage(
    language: Language,
    screen: Box<dyn Layer>,
    relation: Relation,
    own: Stay,
    other: Option<Stay>,
) -> Stage {
    let mut stage = Stage::new(language, (80, 24), screen);
    let mut teachings = vec![appointment(teacher(), "Соколова", own)];
    teachings.extend(other.map(|days| appointment(PersonId(77), "Лебедева", days)));
    // Whoever stands in the row before that gives the lesson for another.
    let in_row = |date: NaiveDate| match own.0 {
        Some(from) if date < from => PersonId(77),
        _ => teacher(),
    };
    let mut lesson = PAGES.lesson.clone();
    lesson.sheet.lesson.teacher = in_row(today());
    lesson.relation = relation;
    lesson.teachings.clone_from(&teachings);
    stage
        .desk
        .pages
        .lessons
        .insert(lesson.sheet.lesson.id, lesson);
    let mut page = PAGES.journal.clone();
    page.relation = relation;
    page.teachings = teachings;
    for sheet in &mut page.grid.sheets {
        sheet.lesson.teacher = in_row(sheet.lesson.date);
    }
    stage.desk.pages.journals.insert(page.journal, page);
    stage.settle();
    stage
}

const TAUGHT: Relation = Relation {
    own_journal: false,
    substitute: false,
    taught: true,
    class_teacher: false,
    primary: false,
    opened: None,
};

fn lesson_screen() -> Box<dyn Layer> {
    Box::new(LessonScreen::new(PAGES.lesson.sheet.lesson.id))
}

#[rstest]
#[case::over_and_followed(
    (None, Some(yesterday())),
    Some((Some(today()), None)),
    "по ВЧЕРА журнал вели вы, теперь Лебедева А. И."
)]
#[case::over_and_vacant(
    (None, Some(yesterday())),
    None,
    "вы вели журнал по ВЧЕРА; продлить может завуч."
)]
#[case::to_come(
    (Some(tomorrow()), None),
    Some((None, Some(today()))),
    "журнал ваш с ЗАВТРА, до этого Лебедева А. И."
)]
#[case::to_come_and_vacant(
    (Some(tomorrow()), None),
    None,
    "журнал ваш с ЗАВТРА; дни меняет завуч."
)]
fn who_teaches_on_other_days_is_told_on_which_and_who_writes(
    #[case] own: Stay,
    #[case] other: Option<Stay>,
    #[case] words: &str,
) {
    let mut stage = stage(Language::Ru, lesson_screen(), TAUGHT, own, other);
    let words = words.replace("ВЧЕРА", &short_date(yesterday()));
    let words = words.replace("ЗАВТРА", &short_date(tomorrow()));
    let words = format!("Только чтение: {words}");
    let (rows, _) = stage.rows();
    assert!(rows[0].contains(" · только чтение"), "{rows:#?}");
    assert!(rows[21].trim().starts_with("Только чтение: "), "{rows:#?}");
    stage.letters("5");
    assert_eq!(stage.notice(), words);
    let shown = stage.rows().0.join("\n");
    let last = words.rsplit_once(' ').unwrap().1;
    assert!(shown.contains(last), "all of it is seen: {shown}");
    assert!(stage.entered.is_empty());
}

/// A class teacher sees the journals of others of the own class, and keeps there the lessons that are
/// given in another's place, as on the screen of the lesson.
#[test]
fn a_class_teacher_keeps_a_lesson_of_another_in_the_journal_too() {
    let mut stage = Stage::new(Language::Ru, (80, 24), lesson_screen());
    let mut page = PAGES.journal.clone();
    page.relation = Relation {
        class_teacher: true,
        taught: false,
        ..TAUGHT
    };
    page.teachings = vec![appointment(PersonId(77), "Лебедева", (None, None))];
    let mut own = Vec::new();
    for (nth, sheet) in (0..).zip(&mut page.grid.sheets) {
        let given = nth == 0;
        sheet.lesson.teacher = if given { teacher() } else { PersonId(77) };
        own.push((sheet.lesson.id, given));
    }
    stage.desk.pages.lessons.clear();
    stage.desk.pages.journals.insert(page.journal, page);
    for (lesson, given) in own {
        let access = stage.desk.access(lesson);
        assert_eq!(access == Some(Access::Keeps), given, "{lesson}: {access:?}");
    }
}

/// Between two appointments of one's own, of which one goes on.
#[test]
fn a_day_between_is_told_by_its_date() {
    let mut journal = PAGES.journal.clone();
    let days: Vec<NaiveDate> = journal
        .grid
        .sheets
        .iter()
        .map(|it| it.lesson.date)
        .collect();
    let (first, between) = (days[0], days[1]);
    assert!(first < between && between < today());
    journal.relation = Relation {
        own_journal: true,
        taught: false,
        ..TAUGHT
    };
    journal.teachings = vec![
        appointment(teacher(), "Соколова", (None, Some(first))),
        appointment(teacher(), "Соколова", (Some(today()), None)),
    ];
    let screen = Box::new(JournalScreen::new(journal.journal, None));
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    let sheet = SheetId::Lesson(journal.grid.sheets[1].lesson.id);
    stage.desk.pages.journals.insert(journal.journal, journal);
    stage.settle();
    let verdict = stage.desk.only_looks(sheet).unwrap();
    let words = refused(&verdict, sheet, &stage.desk, &stage.texts);
    let day = short_date(between);
    let expected = format!("Только чтение: {day} журнал не ваш; дни меняет завуч.");
    assert_eq!(words, expected);
}

/// In the grid each column is by its own day, whatever the page as a whole is.
#[test]
fn in_the_journal_the_days_before_and_after_are_only_read() {
    let screen = Box::new(JournalScreen::new(PAGES.journal.journal, None));
    let own = Relation {
        own_journal: true,
        taught: false,
        ..TAUGHT
    };
    let since = (Some(today()), None);
    let before = (None, Some(yesterday()));
    let stage = stage(Language::Ru, screen, own, since, Some(before));
    let sheets = &PAGES.journal.grid.sheets;
    assert!(sheets.len() > 2);
    for sheet in sheets {
        let lesson = &sheet.lesson;
        let expected = if lesson.date < today() {
            Access::Reads
        } else {
            Access::Keeps
        };
        let access = stage.desk.access(SheetId::Lesson(lesson.id));
        assert_eq!(access, Some(expected), "{lesson:?}");
    }
    let at = stage.desk.pages.spot(sheets[0].lesson.id).unwrap();
    let names: Vec<_> = at.keepers().iter().map(|name| name.last.clone()).collect();
    assert_eq!(names, ["Лебедева"], "whose day it was");
}

/// Two may be called the same: who keeps a day is told by the person, not by the name.
#[test]
fn a_namesake_of_another_day_keeps_nothing() {
    let screen = Box::new(JournalScreen::new(PAGES.journal.journal, None));
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    let mut page = PAGES.journal.clone();
    page.teachings = vec![
        appointment(teacher(), "Лебедева", (Some(today()), None)),
        appointment(PersonId(77), "Лебедева", (None, Some(yesterday()))),
    ];
    let names = page.teachings.iter().map(|one| one.name.clone());
    page.teachers = names.collect();
    let sheet = page.grid.sheets[0].lesson.clone();
    assert!(sheet.date < today());
    stage.desk.pages.lessons.clear();
    stage.desk.pages.journals.insert(page.journal, page);
    assert_eq!(stage.desk.pages.spot(sheet.id).unwrap().keepers().len(), 1);
}

/// The head tells of the column under the cursor: in another's the journal is only read.
#[test]
fn the_head_of_the_journal_follows_the_cursor() {
    let screen = Box::new(JournalScreen::new(PAGES.journal.journal, None));
    let own = Relation {
        own_journal: true,
        taught: false,
        ..TAUGHT
    };
    let (since, before) = ((Some(today()), None), (None, Some(yesterday())));
    let mut stage = stage(Language::Ru, screen, own, since, Some(before));
    let head = |stage: &Stage| stage.rows().0[0].clone();
    stage.key(KeyCode::Home);
    assert!(head(&stage).contains("только чтение"), "{}", head(&stage));
    let sheets = PAGES.journal.grid.sheets.iter();
    for _ in sheets.filter(|sheet| sheet.lesson.date < today()) {
        stage.key(KeyCode::Right);
    }
    assert!(!head(&stage).contains("только чтение"), "{}", head(&stage));
    stage.key(KeyCode::Left);
    assert!(head(&stage).contains("только чтение"), "{}", head(&stage));
}

/// What the page of the day before says is narrowed by the day at the desk.
#[test]
fn an_appointment_that_ends_while_the_page_is_open_is_over() {
    let own = Relation {
        own_journal: true,
        taught: false,
        ..TAUGHT
    };
    let mut stage = stage(
        Language::En,
        lesson_screen(),
        own,
        (None, Some(yesterday())),
        None,
    );
    stage.key(KeyCode::Down);
    stage.letters("5");
    let words = format!(
        "Read only: the journal was yours until {}; a deputy can extend it.",
        short_date(yesterday())
    );
    assert_eq!(stage.notice(), words);
}

/// What was written while the journal was theirs and came when the server could not know that any
/// more is told so, and not as if it had been another's.
#[test]
fn what_came_too_late_says_when_it_was_written() {
    let mut stage = stage(
        Language::Ru,
        lesson_screen(),
        TAUGHT,
        (None, Some(yesterday())),
        None,
    );
    let lesson = PAGES.lesson.sheet.lesson.id;
    let edit = Edit::RollCall {
        step: FromTo::new(false, true),
    };
    // The lesson is of the day of the last appointment.
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.lesson.date = yesterday();
    let problem = Problem::refused(stage.desk.only_looks(lesson).unwrap());
    let words = |made_at, stage: &Stage| {
        let change = Change {
            id: ChangeId(uuid::Uuid::nil()),
            gesture: GestureId(uuid::Uuid::nil()),
            made_at,
            sheet: lesson.into(),
            edit: edit.clone(),
            ground: None,
            beside: None,
            after: None,
        };
        refusal(&problem, &change, &stage.desk, &stage.texts)
    };
    let a_day_ago = stage.desk.now().plus(-chrono::TimeDelta::days(1));
    let expected = format!(
        "Записано {}, когда журнал вели вы, но дошло слишком поздно: сервер считает по времени \
         получения.",
        moment(a_day_ago, &stage.desk)
    );
    assert_eq!(words(a_day_ago, &stage), expected);
    let today = words(stage.desk.now(), &stage);
    assert!(today.starts_with("Только чтение: "), "{today}");
}
