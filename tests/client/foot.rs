//! At 80 columns nothing at the foot of the screen is cut: the words of the cursor, the status,
//! the keys.

use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{
    AbsenceReason, Attendance, Entry, Mark, MarkValue, PlacedMark, ReasonKind, RollCall, Standing,
    WorkRef,
};
use rstest::rstest;
use zhurnal::desk::link::Line;
use zhurnal::i18n::Language;
use zhurnal::ui::layer::Layer;
use zhurnal::ui::screen::journal::JournalScreen;
use zhurnal::ui::screen::lesson::LessonScreen;
use zhurnal::ui::screen::password::Password;
use zhurnal::ui::screen::sign_in::{Guest, SignInScreen};
use zhurnal::ui::screen::today::TodayScreen;

const SIZE: (u16, u16) = (80, 24);
const CTRL: KeyModifiers = KeyModifiers::CONTROL;

/// Words that end with the sign by themselves.
const IN_PROGRESS: [&str; 7] = [
    "соединение…",
    "connecting…",
    "Вход…",
    "Signing in…",
    "загружается…",
    "Loading the lesson…",
    "Loading the journal…",
];

fn assert_whole(stage: &Stage, where_: &str) {
    let rows = stage.rows().0;
    for row in &rows[21..] {
        let words = IN_PROGRESS
            .iter()
            .fold(row.clone(), |row, words| row.replace(words, ""));
        assert!(!words.contains('…'), "{where_}:\n{}", rows.join("\n"));
    }
}

fn on(language: Language, screen: Box<dyn Layer>) -> Stage {
    Stage::new(language, SIZE, screen)
}

fn lesson(language: Language) -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    on(language, Box::new(LessonScreen::new(lesson)))
}

fn journal(language: Language) -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let screen = JournalScreen::new(PAGES.journal.journal, Some(lesson));
    on(language, Box::new(screen))
}

/// Everything that can stand of a pupil in a lesson: attendance, reason, marks.
fn entries() -> Vec<Entry> {
    let kinds = &PAGES.rules.work_kinds;
    let heavy = kinds.iter().max_by_key(|kind| kind.weight).unwrap();
    let mark = |value: &str, weight, work| {
        let value: MarkValue = value.parse().unwrap();
        let mark = Mark {
            comment: Some("не доделал две задачи из пяти, пересдаст в пятницу".into()),
            ..Mark::new(value, weight)
        };
        PlacedMark { work, mark }
    };
    let (first, second) = (WorkRef::first(kinds[0].id), WorkRef::first(heavy.id));
    let marks = [
        Vec::new(),
        vec![mark("4/5", 1, first)],
        vec![mark("not-attested", heavy.weight, second)],
        vec![mark("point:2026-11-20", 1, first)],
        vec![mark("4/5", 1, first), mark("3/4", heavy.weight, second)],
    ];
    let attendances = [
        Attendance::Present,
        Attendance::Absent,
        Attendance::Late { minutes: 45 },
        Attendance::Exempt,
    ];
    let kinds = [ReasonKind::Illness, ReasonKind::Valid, ReasonKind::Invalid];
    let standings = [Standing::Announced, Standing::Stated, Standing::Confirmed];
    let mut reasons = vec![None];
    for kind in kinds {
        reasons.extend(standings.map(|standing| {
            Some(AbsenceReason {
                standing,
                ..AbsenceReason::stated(kind)
            })
        }));
    }
    let mut all = Vec::new();
    for attendance in attendances {
        for reason in &reasons {
            for marks in &marks {
                all.push(Entry {
                    attendance,
                    reason: reason.clone(),
                    marks: marks.clone(),
                });
            }
        }
    }
    all
}

const NAMES: [(&str, &str); 2] = [
    ("Константинопольский", "Владислав"),
    ("Константинопольская-Преображенская", "Александра"),
];

#[rstest]
fn the_words_of_every_cell(#[values(Language::Ru, Language::En)] language: Language) {
    let id = PAGES.lesson.sheet.lesson.id;
    let (mut of_lesson, mut of_journal) = (lesson(language), journal(language));
    for (last, first) in NAMES {
        let with = |roll_called| entries().into_iter().map(move |entry| (entry, roll_called));
        for (entry, roll_called) in with(false).chain(with(true)) {
            for stage in [&mut of_lesson, &mut of_journal] {
                let pages = &mut stage.desk.pages;
                let page = pages.lessons.get_mut(&id).unwrap();
                let grid = &mut pages.journals.get_mut(&PAGES.journal.journal).unwrap().grid;
                for members in [&mut page.members, &mut grid.members] {
                    let name = &mut members[0].name;
                    (name.last, name.first) = (last.into(), first.into());
                }
                let pupil = page.members[0].pupil;
                for sheet in [&mut page.sheet, grid.sheet_mut(id).unwrap()] {
                    sheet.entries.insert(pupil, entry.clone());
                    sheet.roll_call = roll_called.then_some(RollCall {
                        by: PAGES.me.person,
                        at: school::demo::DemoSpec::NOW,
                    });
                }
                stage.settle();
                assert_whole(stage, &format!("{entry:?}"));
            }
        }
    }
    // The earlier lessons beside this one, and a selection.
    for _ in 0..6 {
        of_lesson.key(KeyCode::Right);
        assert_whole(&of_lesson, "an earlier lesson");
    }
    for mut stage in [of_lesson, of_journal] {
        stage.press(KeyCode::Char('a'), CTRL);
        assert_whole(&stage, "a selection");
    }
}

#[rstest]
fn what_is_being_typed_and_what_was_written(
    #[values(Language::Ru, Language::En)] language: Language,
) {
    let id = PAGES.lesson.sheet.lesson.id;
    let roll: &[&str] = &["12", "3н", "ос", "о45", "б"];
    let marks: &[&str] = &["ос", "о45", "б", "нз", "4/5", "."];
    for (mut stage, codes) in [(lesson(language), roll), (journal(language), marks)] {
        let pages = &mut stage.desk.pages;
        let page = pages.lessons.get_mut(&id).unwrap();
        let journal = pages.journals.get_mut(&PAGES.journal.journal).unwrap();
        for members in [&mut page.members, &mut journal.grid.members] {
            for member in members.iter_mut() {
                let (last, first) = NAMES[1];
                (member.name.last, member.name.first) = (last.into(), first.into());
            }
        }
        for typed in codes {
            for letter in typed.chars() {
                stage.key(KeyCode::Char(letter));
                if stage.notice().is_empty() {
                    assert_whole(&stage, typed);
                    let line = stage.rows().0[21].clone();
                    assert!(line.contains(NAMES[1].0), "{typed}: {line}");
                }
            }
            stage.key(KeyCode::Down);
        }
    }
}

#[rstest]
fn every_screen_and_window(#[values(Language::Ru, Language::En)] language: Language) {
    let long = "Алгебра и начала математического анализа (углублённый уровень)";
    let mut stage = on(language, Box::new(TodayScreen::default()));
    let page = stage.desk.pages.today.as_mut().unwrap();
    page.lessons
        .iter_mut()
        .for_each(|row| row.subject = long.into());
    stage.settle();
    for _ in 0..PAGES.today.lessons.len() + PAGES.today.unfilled.len() {
        assert_whole(&stage, "the list of the day");
        stage.key(KeyCode::Down);
    }
    let guest = Guest {
        title: "Учитель".into(),
        login: "orlova".into(),
        password: "demo".into(),
    };
    let server = "https://journal.example";
    let sign_in = SignInScreen::new(server, "", vec![guest]);
    let mut stage = on(language, Box::new(sign_in));
    for _ in 0..4 {
        assert_whole(&stage, "signing in");
        stage.key(KeyCode::Tab);
    }
    assert_whole(
        &on(language, Box::new(Password::demanded(None))),
        "a new password",
    );

    let windows: [(&str, &[(KeyCode, KeyModifiers)], usize); 9] = [
        ("help", &[(KeyCode::F(1), KeyModifiers::NONE)], 3),
        ("palette", &[(KeyCode::Char('p'), CTRL)], 40),
        ("search", &[(KeyCode::Char('f'), CTRL)], 1),
        ("works", &[(KeyCode::F(7), KeyModifiers::NONE)], 12),
        ("topic", &[(KeyCode::F(2), KeyModifiers::NONE)], 16),
        ("homework", &[(KeyCode::F(3), KeyModifiers::NONE)], 1),
        (
            "pupils",
            &[
                (KeyCode::F(3), KeyModifiers::NONE),
                (KeyCode::Char('g'), CTRL),
            ],
            2,
        ),
        ("announced", &[(KeyCode::F(4), KeyModifiers::NONE)], 2),
        ("queue", &[(KeyCode::F(8), KeyModifiers::NONE)], 2),
    ];
    for (name, keys, downs) in windows {
        let mut stage = lesson(language);
        let id = PAGES.lesson.sheet.lesson.id;
        let page = stage.desk.pages.lessons.get_mut(&id).unwrap();
        page.plan
            .items
            .iter_mut()
            .for_each(|item| item.section = long.into());
        for (code, modifiers) in keys {
            stage.press(*code, *modifiers);
        }
        for _ in 0..downs {
            assert_whole(&stage, name);
            stage.key(KeyCode::Down);
        }
    }

    // A long part of a name.
    let mut stage = lesson(language);
    let id = PAGES.lesson.sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&id).unwrap();
    page.members[3].name.last = NAMES[1].0.into();
    stage.key(KeyCode::F(3)).press(KeyCode::Char('g'), CTRL);
    for letter in NAMES[1].0.chars() {
        stage.key(KeyCode::Char(letter));
        assert_whole(&stage, "a name is typed");
    }
    // The lines of the homework, alone and among several, and what is asked on leaving it.
    let mut stage = lesson(language);
    stage.key(KeyCode::F(3)).letters("§ 12");
    for _ in 0..2 {
        for _ in 0..5 {
            assert_whole(&stage, "a line of the homework");
            stage.key(KeyCode::Tab);
        }
        stage.key(KeyCode::Esc);
        assert_whole(&stage, "the question");
        stage.key(KeyCode::Enter).key(KeyCode::F(3)).letters("!");
        stage.press(KeyCode::Char('g'), CTRL).letters(" ");
        stage.key(KeyCode::Enter);
    }
    // The window of a mark.
    let mut stage = lesson(language);
    stage.key(KeyCode::Right).letters(".").key(KeyCode::Up);
    stage.key(KeyCode::F(9));
    for _ in 0..3 {
        assert_whole(&stage, "the window of a mark");
        stage.key(KeyCode::Tab);
    }
}

#[rstest]
fn the_status_in_every_state(#[values(Language::Ru, Language::En)] language: Language) {
    let lines = [
        Line::Connecting,
        Line::Online,
        Line::Offline,
        Line::Busy,
        Line::SignedOut,
        Line::OtherServer,
        Line::OtherVersion,
    ];
    for stage in [&mut lesson(language), &mut journal(language)] {
        stage.key(KeyCode::Down).letters("нбо");
        for line in lines {
            for (pending, troubles, clock_off) in [
                (0, 0, None),
                (12, 0, None),
                (1234, 1, None),
                (1234, 12, Some(-200_000)),
            ] {
                let link = &mut stage.desk.link;
                (link.line, link.pending) = (line, pending);
                (link.troubles, link.clock_off) = (troubles, clock_off);
                stage.settle();
                assert_whole(stage, &format!("{line:?}"));
            }
        }
    }
}

#[rstest]
fn a_page_that_is_not_here(#[values(Language::Ru, Language::En)] language: Language) {
    let lines = [
        Line::Connecting,
        Line::Online,
        Line::Offline,
        Line::SignedOut,
    ];
    for stage in [&mut lesson(language), &mut journal(language)] {
        stage.desk.pages.lessons.clear();
        stage.desk.pages.journals.clear();
        for line in lines {
            stage.desk.link.line = line;
            stage.settle();
            assert_whole(stage, &format!("{line:?}"));
        }
    }
}

/// The server takes the rest of the queue hours later: the status says when, in both languages whole.
#[rstest]
#[case(Language::Ru, "3 в очереди, сервер примет с ")]
#[case(Language::En, "3 queued, taken from ")]
fn the_status_says_until_when_the_queue_waits(#[case] language: Language, #[case] words: &str) {
    let mut stage = crate::input::lesson_stage();
    stage.texts = zhurnal::i18n::Texts::new(language);
    let link = &mut stage.desk.link;
    (link.line, link.pending) = (Line::Online, 3);
    let until = stage.desk.now().plus(chrono::TimeDelta::hours(3));
    stage.desk.link.waits_until = Some(until);
    let shown = stage.rows().0.join("\n");
    assert!(shown.contains(words), "{shown}");
    assert_whole(&stage, "waits");
}
