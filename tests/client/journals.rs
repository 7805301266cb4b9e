//! «Журналы» and «История»: found as one types, opened, and told who changed what.

use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::register::{SchoolYear, YearState};
use journal::view::{JournalRow, JournalsPage, Late, Logged};
use journal::{
    Attendance, Change, ChangeId, Clause, Edit, FromTo, GestureId, JournalId, Mark, PersonId,
    PersonName, PupilId, Relation, Role, Roles, SchoolYears, WorkRef,
};
use offline::{ListKey, ListPage, PageKey};
use protocol::SheetLog;
use rstest::rstest;
use school::DemoSpec;
use uuid::Uuid;
use zhurnal::effect::Effect;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::history::History;
use zhurnal::ui::screen::journals::JournalsScreen;
use zhurnal::ui::screen::lesson::LessonScreen;

fn name(last: &str) -> PersonName {
    PersonName {
        last: last.to_owned(),
        first: "Анна".to_owned(),
        middle: "Игоревна".to_owned(),
    }
}

fn row(id: i64, group: &str, subject: &str, teacher: &str) -> JournalRow {
    JournalRow {
        journal: JournalId(id),
        subject: subject.to_owned(),
        group: group.to_owned(),
        grade: Some(7),
        teachers: vec![name(teacher)],
        held: 14,
        filled: if id == 2 { 12 } else { 14 },
        overdue: 0,
        late: u32::from(id == 2),
        last_entry: Some(DemoSpec::NOW),
        relation: Relation::default(),
    }
}

fn asks_for(stage: &Stage, wanted: PageKey) -> bool {
    let asks = |effect: &Effect| matches!(effect, Effect::Open(page) if *page == wanted);
    stage.effects.iter().any(asks)
}

/// The list of three journals.
pub fn journals() -> Stage {
    journals_in(Language::Ru)
}

pub fn journals_in(language: Language) -> Stage {
    let mut stage = Stage::new(language, (80, 24), Box::new(JournalsScreen::default()));
    let page = JournalsPage {
        period: PAGES.journal.period.clone(),
        journals: vec![
            row(1, "7А", "Алгебра", "Лебедева"),
            row(2, "7Б", "Алгебра", "Орлова"),
            row(3, "7Б", "Иностранный язык (английский)", "Зимина"),
        ],
    };
    let lists = &mut stage.desk.pages.lists;
    lists.insert(ListKey::Journals(None), ListPage::Journals(page));
    stage.settle();
    stage
}

#[test]
fn a_journal_is_found_by_half_of_what_one_knows_in_either_layout() {
    for typed in ["7б алг", "7, fku", "орл"] {
        let mut stage = journals();
        stage.letters(typed);
        let (rows, _) = stage.rows();
        let screen = rows.join("\n");
        assert!(screen.contains("1/3"), "{typed}: {screen}");
        assert!(screen.contains("Орлова А. И."), "{typed}: {screen}");
        stage.key(KeyCode::Enter);
        assert!(
            asks_for(&stage, PageKey::Journal(JournalId(2), None)),
            "{typed}"
        );
    }
}

#[test]
fn what_a_journal_lacks_stands_beside_it_in_words_too() {
    let mut stage = journals();
    stage.key(KeyCode::Down);
    let (rows, _) = stage.rows();
    let words = "7Б · Алгебра: Орлова А. И.; не заполнено 2 из 14, поздно 1";
    assert!(rows.iter().any(|row| row.contains(words)), "{rows:#?}");
    let summary = "не заполнен 1 журнал";
    assert!(rows.iter().any(|row| row.contains(summary)), "{rows:#?}");
}

/// Who asks a teacher why a journal is not filled in first sees whether it was to be.
#[test]
fn what_is_past_its_term_is_told_apart_from_what_may_be_written_yet() {
    let mut stage = journals();
    let key = ListKey::Journals(None);
    let Some(ListPage::Journals(page)) = stage.desk.pages.lists.get_mut(&key) else {
        panic!("no list")
    };
    page.journals[1].overdue = 1;
    page.journals[2].filled = 13;
    stage.settle();
    stage.key(KeyCode::Down);
    let (rows, _) = stage.rows();
    let screen = rows.join("\n");
    assert!(rows[1].contains("Не запол. Просроч. Поздно"), "{screen}");
    for (row, figures) in [(3, ["2", "1", "1"]), (4, ["1", "0", "0"])] {
        let words: Vec<&str> = rows[row].split_whitespace().collect();
        let mut beside = words.windows(3);
        assert!(beside.any(|three| three == figures), "{screen}");
    }
    let words = "не заполнено 2 из 14, просрочено 1, поздно 1";
    assert!(screen.contains(words), "{screen}");
    let summary = "не заполнены 2 журнала, с просрочкой 1";
    assert!(screen.contains(summary), "{screen}");
}

/// At 80 columns the list's own keys are there, and what has no column is in the line in words.
#[test]
fn on_a_narrow_screen_the_keys_of_the_list_and_the_last_entry_stay() {
    let mut stage = journals();
    let key = ListKey::Journals(None);
    let Some(ListPage::Journals(page)) = stage.desk.pages.lists.get_mut(&key) else {
        panic!("no list")
    };
    page.journals[1].group = "7Б элективный".to_owned();
    page.journals[1].teachers[0].last = "Константинова".to_owned();
    stage.settle();
    stage.key(KeyCode::Down);
    let (rows, _) = stage.rows();
    for hint in ["Alt+V порядок", "Alt+D справочники", "Ctrl+PgUp раньше"] {
        assert!(rows[23].contains(hint), "{hint}: {}", rows[23]);
    }
    assert!(!rows[1].contains("Записано"), "{}", rows[1]);
    let words = "7Б элективный: не заполнено 2 из 14, поздно 1, записано 16.11 09:26 · Алгебра";
    assert_eq!(rows[21].trim(), words);
}

#[test]
fn another_period_is_asked_for_with_one_key() {
    let mut stage = journals();
    let periods = &stage.desk.rules.as_ref().unwrap().periods;
    let shown = periods
        .iter()
        .position(|one| one.id == PAGES.journal.period.id);
    let before = periods[shown.unwrap() - 1].id;
    stage.press(KeyCode::PageUp, KeyModifiers::CONTROL);
    let key = ListKey::Journals(Some(before));
    assert!(asks_for(&stage, PageKey::List(key)));
    // A journal is opened over the period that its figures are of.
    let page = stage.desk.pages.lists[&ListKey::Journals(None)].clone();
    stage.desk.pages.lists.insert(key, page);
    stage.settle();
    stage.key(KeyCode::Enter);
    let wanted = PageKey::Journal(JournalId(1), Some(before));
    assert!(asks_for(&stage, wanted), "{:?}", stage.effects);
}

/// No figures are shown, so that nobody takes it for missing rights where there is nothing.
#[rstest]
#[case::a_teacher(
    Role::Teacher,
    false,
    "Журналов у вас нет: их даёт администратор или завуч."
)]
#[case::a_deputy(Role::Deputy, false, "Журналов, которые вам можно читать, нет.")]
#[case::of_another_year(Role::Deputy, true, "За 2025/26 журналов нет.")]
#[case::of_ones_own_of_another_year(Role::Teacher, true, "За 2025/26 журналов нет.")]
fn an_empty_list_says_why_it_is_empty(
    #[case] role: Role,
    #[case] before: bool,
    #[case] says: &str,
) {
    let mut stage = journals();
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![role]);
    let year = |title: &str, starts: &str, ends: &str, state| SchoolYear {
        title: title.to_owned(),
        starts: starts.parse().unwrap(),
        ends: ends.parse().unwrap(),
        state,
    };
    let years = [
        year("2025/26", "2025-09-01", "2026-05-26", YearState::Closed),
        year("2026/27", "2026-09-01", "2027-05-26", YearState::Open),
    ];
    stage.desk.rules.as_mut().unwrap().years = SchoolYears::new(years);
    let mut period = PAGES.journal.period.clone();
    if before {
        period.starts = "2025-11-09".parse().unwrap();
    }
    let journals = Vec::new();
    let page = ListPage::Journals(JournalsPage { period, journals });
    stage.desk.pages.lists.insert(ListKey::Journals(None), page);
    stage.settle();
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains(says), "{screen}");
}

#[test]
fn who_only_reads_is_told_so_before_what_stands() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(LessonScreen::new(lesson)));
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Deputy]);
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    assert!(page.sheet.roll_call.is_some());
    page.relation = Relation::default();
    stage.key(KeyCode::F(4));
    let notice = stage.notice();
    assert!(notice.contains("Только чтение"), "{notice}");
}

/// Of a log nothing is left out.
#[test]
fn history_names_the_work_the_weight_and_the_comment_of_a_mark() {
    let pupil = PAGES.lesson.members[0].pupil;
    let kind = &PAGES.rules.work_kinds[1];
    let mut mark = Mark::new("5".parse().unwrap(), 3);
    mark.comment = Some("Пересказ близко к тексту".to_owned());
    let edit = Edit::Mark {
        pupil,
        work: WorkRef::first(kind.id),
        step: FromTo::new(Some(mark), None),
    };
    let mut stage = history_of(vec![logged(1, edit, false)], None);
    stage.resize(120, 36);
    let screen = stage.rows().0.join("\n");
    let words = format!(
        "отметка ({}): 5, вес 3, «Пересказ близко к тексту» → пусто",
        kind.short
    );
    assert!(screen.contains(&words), "{screen}");
    assert!(screen.contains(&PAGES.lesson.members[0].name.listed()));
    assert!(
        !screen.contains("сделано"),
        "it was made in the minute of receipt: {screen}"
    );
    // What has no room in a line is read in a window.
    stage.resize(80, 24);
    let (rows, _) = stage.rows();
    assert!(!rows.join("\n").contains(&words), "{rows:#?}");
    assert!(rows[23].contains("Enter целиком"), "{}", rows[23]);
    stage.key(KeyCode::Enter);
    let window = shown(&stage);
    assert!(window.contains(&words), "{window}");
    assert!(window.contains("Кто: Орлова А. И."), "{window}");
    stage.key(KeyCode::Esc);
    assert!(stage.rows().0[0].contains("История · "));
}

/// What a window shows, its lines joined as they were before they were wrapped.
fn shown(stage: &Stage) -> String {
    let (rows, _) = stage.rows();
    let lines = rows.iter().filter_map(|row| row.trim().strip_prefix('│'));
    let lines: Vec<&str> = lines
        .map(|line| line.trim_end_matches('│').trim())
        .collect();
    lines.join(" ")
}

pub fn logged(seq: i64, edit: Edit, late: bool) -> Logged {
    let received_at = DemoSpec::NOW.plus(chrono::TimeDelta::minutes(if late { 2 } else { 0 }));
    Logged {
        seq,
        change: Change {
            id: ChangeId(Uuid::from_u128(seq.unsigned_abs().into())),
            gesture: GestureId(Uuid::from_u128(1)),
            made_at: DemoSpec::NOW,
            sheet: PAGES.lesson.sheet.lesson.id.into(),
            edit,
            ground: None,
            beside: None,
            after: None,
        },
        by: PersonId(1),
        by_name: name("Орлова"),
        journal: PAGES.journal.journal,
        received_at,
        in_time_by_device: false,
        void: None,
        late: late.then(|| Late {
            due: DemoSpec::NOW,
            clause: Clause::cited("SP14-8d".to_owned(), "п. 8 Порядка".to_owned()),
        }),
    }
}

/// «История» with these changes in the lesson's log.
fn history_of(changes: Vec<Logged>, pupil: Option<PupilId>) -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let screen = Box::new(History::of(lesson.into(), pupil));
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    let log = SheetLog {
        changes,
        more: false,
    };
    let lists = &mut stage.desk.pages.lists;
    lists.insert(ListKey::SheetLog(lesson.into()), ListPage::SheetLog(log));
    stage.settle();
    stage
}

#[test]
fn history_tells_who_when_from_what_and_how_late() {
    let pupil = PAGES.lesson.members[0].pupil;
    let absent = Edit::Attendance {
        pupil,
        step: FromTo::new("present".parse().unwrap(), "absent".parse().unwrap()),
    };
    let called = Edit::RollCall {
        step: FromTo::new(false, true),
    };
    let changes = vec![logged(1, absent, true), logged(2, called, false)];
    let stage = history_of(changes.clone(), Some(pupil));
    let screen = stage.rows().0.join("\n");
    let name = PAGES.lesson.members[0].name.listed();
    assert!(screen.contains(&name), "{screen}");
    assert!(screen.contains("не отмечена → "), "{screen}");
    assert!(screen.contains("позже срока"), "{screen}");
    assert!(screen.contains("п. 8 Порядка"), "{screen}");
    assert!(!screen.contains("перекличка"), "of one pupil: {screen}");
    // Of another pupil nothing was written, and of the whole lesson there is.
    let other = PAGES.lesson.members[1].pupil;
    let mut stage = history_of(changes, Some(other));
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("Весь урок — Alt+H"), "{screen}");
    stage.press(KeyCode::Char('h'), KeyModifiers::ALT);
    assert!(stage.rows().0.join("\n").contains("перекличка"));
}

#[test]
fn in_the_history_of_a_pupil_the_key_of_the_whole_lesson_is_called_so() {
    let pupil = PAGES.lesson.members[0].pupil;
    let edit = Edit::Attendance {
        pupil,
        step: FromTo::new(Attendance::Present, Attendance::Absent),
    };
    let stage = history_of(vec![logged(1, edit, false)], Some(pupil));
    let foot = stage.rows().0.pop().unwrap();
    assert!(foot.contains("Alt+H весь урок"), "{foot}");
}

/// As the rows come, and as every other moment is put in order.
#[test]
fn by_the_time_of_receipt_the_newest_comes_first() {
    let called = |done: bool| Edit::RollCall {
        step: FromTo::new(!done, done),
    };
    let changes = vec![
        logged(1, called(true), false),
        logged(2, called(false), true),
    ];
    let mut stage = history_of(changes, None);
    let rows = |stage: &Stage| stage.rows().0[2..6].join("\n");
    let as_they_come = rows(&stage);
    stage.press(KeyCode::Char('v'), KeyModifiers::ALT);
    stage.letters("получ").key(KeyCode::Enter);
    assert!(stage.rows().0[0].contains("Получено ↓"));
    assert_eq!(rows(&stage), as_they_come);
}

/// One arrow has one sense, whichever end one looks for; the cursor is where the order begins.
#[test]
fn an_arrow_says_which_way_the_values_go() {
    for (typed, heading, first) in [
        ("предмет", "Предмет ↑", "7А"),
        ("не зап", "Не запол. ↓", "7Б"),
        ("поздно", "Поздно ↓", "7Б"),
        ("записано", "Записано ↓", "7А"),
    ] {
        let mut stage = journals();
        stage.key(KeyCode::End);
        stage.press(KeyCode::Char('v'), KeyModifiers::ALT);
        stage.letters(typed).key(KeyCode::Enter);
        let (rows, _) = stage.rows();
        assert!(rows[0].contains(heading), "{heading}: {}", rows[0]);
        let current = rows.iter().find(|row| row.contains('▸')).unwrap();
        assert!(current.contains(first), "{typed}: {rows:#?}");
        assert!(rows[2].contains('▸'), "{typed}: {rows:#?}");
    }
}

/// Put in order by class or teacher, the journals of one stand together under a head.
#[test]
fn journals_are_grouped_by_class_and_by_teacher() {
    for (typed, heads) in [
        ("класс", ["7А", "7Б"]),
        ("учитель", ["Зимина А. И.", "Лебедева А. И."]),
    ] {
        let mut stage = journals();
        stage.press(KeyCode::Char('v'), KeyModifiers::ALT);
        stage.letters(typed).key(KeyCode::Enter);
        let (rows, _) = stage.rows();
        for head in heads {
            let alone = rows.iter().filter(|row| row.trim() == head);
            assert_eq!(alone.count(), 1, "{head}: {rows:#?}");
        }
    }
}

#[test]
fn where_nothing_was_held_no_journal_is_called_filled() {
    for (journals_are, summary) in [(true, "уроков ещё не было"), (false, "журналов нет")]
    {
        let mut stage = journals();
        let key = ListKey::Journals(None);
        let Some(ListPage::Journals(page)) = stage.desk.pages.lists.get_mut(&key) else {
            panic!("no list")
        };
        for row in &mut page.journals {
            (row.held, row.filled) = (0, 0);
        }
        page.journals.retain(|_| journals_are);
        stage.settle();
        let (rows, _) = stage.rows();
        assert!(rows[22].contains(summary), "{rows:#?}");
        assert!(!rows[22].contains("заполнены"), "{rows:#?}");
    }
}

/// The window of orders begins where one is.
#[test]
fn the_window_of_orders_stands_on_the_order_in_force() {
    let mut stage = journals();
    stage.press(KeyCode::Char('v'), KeyModifiers::ALT);
    stage.letters("поздно").key(KeyCode::Enter);
    assert!(
        stage.rows().0[0].contains("Поздно ↓"),
        "{}",
        stage.rows().0[0]
    );
    stage.press(KeyCode::Char('v'), KeyModifiers::ALT);
    let words = stage.rows().0[21].clone();
    assert!(words.contains("Поздно"), "{words}");
    stage.key(KeyCode::Enter);
    assert!(
        stage.rows().0[0].contains("Поздно ↑"),
        "{}",
        stage.rows().0[0]
    );
}

#[test]
fn a_class_with_a_space_is_that_class_and_a_teacher_is_found_by_the_given_name() {
    for (typed, found) in [
        ("7 б алг", "7Б"),
        ("7 а алг", "7А"),
        ("лебедева анна иг", "7А"),
    ] {
        let mut stage = journals();
        stage.letters(typed);
        let screen = stage.rows().0.join("\n");
        assert!(screen.contains("1/3"), "{typed}: {screen}");
        assert!(screen.contains(&format!("{found}  ")), "{typed}: {screen}");
    }
}

/// A deputy has no lessons of the day: the list is where one begins, and Esc ends there.
#[test]
fn for_who_keeps_no_journal_the_list_lies_under_everything() {
    let mut stage = journals();
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Deputy]);
    let title = |stage: &Stage| stage.rows().0[0].trim().to_owned();
    stage.key(KeyCode::Esc);
    assert!(title(&stage).starts_with("Журналы · "), "{}", title(&stage));
    stage.letters("7б").key(KeyCode::Enter);
    stage.press(KeyCode::Char('о'), KeyModifiers::ALT);
    assert!(title(&stage).contains("2/3 · «7б»"), "{}", title(&stage));
    stage.key(KeyCode::F(6));
    assert!(title(&stage).starts_with("Сегодня"), "{}", title(&stage));
    stage.key(KeyCode::Esc);
    assert!(title(&stage).contains("2/3 · «7б»"), "{}", title(&stage));
}
