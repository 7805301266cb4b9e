//! Another's lesson and journal: that they are only read is said before a key is pressed.

use crate::stage::{PAGES, Stage};
use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{
    AbsenceReason, Attendance, Entry, Homework, ReasonKind, Regulation, Relation, Role, Roles,
    Standing,
};
use rstest::rstest;
use zhurnal::desk::link::Line;
use zhurnal::desk::notice::Notice;
use zhurnal::i18n::Language;
use zhurnal::ui::layer::Layer;
use zhurnal::ui::screen::journal::JournalScreen;
use zhurnal::ui::screen::lesson::LessonScreen;

/// A screen as somebody sees it whom the journal is nothing to but this.
fn anothers(screen: Box<dyn Layer>, role: Role, relation: Relation) -> Stage {
    let mut stage = Stage::new(Language::Ru, (80, 24), screen);
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![role]);
    let lesson = PAGES.lesson.sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.relation = relation;
    page.sheet.topic = None;
    page.sheet.homework.clear();
    let mut page = PAGES.journal.clone();
    page.relation = relation;
    stage.desk.pages.journals.insert(page.journal, page);
    stage.settle();
    stage
}

fn lesson(role: Role, relation: Relation) -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    anothers(Box::new(LessonScreen::new(lesson)), role, relation)
}

fn journal(role: Role, relation: Relation) -> Stage {
    let screen = JournalScreen::new(PAGES.journal.journal, None);
    anothers(Box::new(screen), role, relation)
}

fn deputys() -> [Stage; 2] {
    let deputy = |of: fn(Role, Relation) -> Stage| of(Role::Deputy, Relation::default());
    [deputy(lesson), deputy(journal)]
}

#[test]
fn whoever_only_reads_is_told_so_by_the_screen_that_opens() {
    let why = format!(
        "Только чтение: записывает {} (",
        PAGES.lesson.teacher.initialed()
    );
    let [lesson, journal] = deputys();
    for (mut stage, topic) in [(lesson, "F2 тема целиком"), (journal, "F2 тема")] {
        let (rows, _) = stage.rows();
        assert!(rows[0].contains(" · только чтение"), "{rows:#?}");
        assert!(rows[21].trim().starts_with(&why), "{rows:#?}");
        for hint in ["Alt+H история", "Ctrl+F найти", topic, "F3 д/з"] {
            assert!(rows[23].contains(hint), "{hint}: {}", rows[23]);
        }
        for hint in ["отменить", "перекличка", "комментарий"] {
            assert!(!rows[23].contains(hint), "{hint}: {}", rows[23]);
        }
        stage.key(KeyCode::Down);
        let (rows, _) = stage.rows();
        assert!(
            !rows[21].contains("Только чтение"),
            "it is said once: {rows:#?}"
        );
    }
}

#[test]
fn of_a_selection_no_entry_is_promised_to_whoever_only_reads() {
    for mut stage in deputys() {
        for _ in 0..2 {
            stage.press(KeyCode::Down, KeyModifiers::SHIFT);
        }
        let line = stage.rows().0[21].trim().to_owned();
        assert_eq!(line, "Выделено 3 ученика.");
    }
}

#[test]
fn another_s_journal_hints_at_the_period_before_on_a_narrow_screen_too() {
    let stage = journal(Role::Deputy, Relation::default());
    let (rows, _) = stage.rows();
    assert!(rows[23].contains("{ раньше"), "{}", rows[23]);
}

#[test]
fn another_s_digits_and_letters_are_refused_at_once_and_so_is_the_plan() {
    for mut stage in deputys() {
        for typed in ["3", "н", "1", ".", "x", "="] {
            stage.letters(typed);
            let said = stage.notice();
            assert!(
                said.starts_with("Только чтение: записывает "),
                "{typed}: {said}"
            );
        }
        for key in ['t', 'z'] {
            stage.press(KeyCode::Char(key), KeyModifiers::CONTROL);
            let said = stage.notice();
            assert!(said.starts_with("Только чтение: "), "Ctrl+{key}: {said}");
        }
        assert!(stage.entered.is_empty() && stage.effects.is_empty());
    }
}

#[test]
fn of_what_another_has_not_written_the_term_is_said_and_no_key() {
    let stage = lesson(Role::Deputy, Relation::default());
    let (rows, _) = stage.rows();
    for (row, missing) in [
        (1, "Тема  не записана; срок до "),
        (2, "Д/З  не записано; срок до "),
    ] {
        assert!(rows[row].trim().starts_with(missing), "{rows:#?}");
        assert!(rows[row].contains("п. 3."), "{rows:#?}");
        assert!(!rows[row].contains("F2") && !rows[row].contains("F3"));
    }
}

#[test]
fn a_class_teacher_is_told_what_is_the_own_part() {
    let relation = Relation {
        class_teacher: true,
        ..Relation::default()
    };
    let mut stage = lesson(Role::Teacher, relation);
    let (rows, _) = stage.rows();
    assert!(rows[0].contains(" · причины и итоги"), "{rows:#?}");
    let why = "Ваши здесь причины и отметки за период; остальное записывает ";
    assert!(rows[21].trim().starts_with(why), "{rows:#?}");
    // A digit begins the number of a pupil whose reason is confirmed.
    stage.letters("3");
    assert!(stage.rows().0[21].contains("№ 3"), "{:#?}", stage.rows().0);
    stage.letters("н");
    assert!(stage.notice().starts_with(why), "{}", stage.notice());
}

fn of_class_teacher() -> Stage {
    let relation = Relation {
        class_teacher: true,
        ..Relation::default()
    };
    lesson(Role::Teacher, relation)
}

/// Marks the first pupil of the lesson, as the teacher does.
fn mark_first(stage: &mut Stage, entry: Option<Entry>) -> String {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    let first = &page.members[0];
    page.sheet.entries.remove(&first.pupil);
    if let Some(entry) = entry {
        page.sheet.entries.insert(first.pupil, entry);
    }
    let name = first.name.listed();
    stage.settle();
    name
}

fn absent() -> Entry {
    Entry {
        attendance: Attendance::Absent,
        ..Entry::default()
    }
}

fn announced() -> Entry {
    let reason = AbsenceReason::stated(ReasonKind::Valid);
    Entry {
        reason: Some(AbsenceReason {
            standing: Standing::Announced,
            ..reason
        }),
        ..Entry::default()
    }
}

/// It is the absence that is not theirs to write.
#[rstest]
#[case::present(None)]
#[case::announced(Some(announced()))]
fn a_reason_is_given_after_the_absence_is_marked(#[case] entry: Option<Entry>) {
    let mut stage = of_class_teacher();
    let name = mark_first(&mut stage, entry);
    stage.letters("б");
    let teacher = PAGES.lesson.teacher.initialed();
    let why = format!("{name}: отсутствие не отмечено. Сначала его отмечает {teacher} (п. ");
    assert!(stage.notice().starts_with(&why), "{}", stage.notice());
    let way = "), потом вы — причину.";
    assert!(stage.notice().ends_with(way), "{}", stage.notice());
    assert!(stage.entered.is_empty());
    mark_first(&mut stage, Some(absent()));
    stage.letters("б");
    assert_eq!(stage.entered.len(), 1, "{}", stage.notice());
}

/// Codes that are another's to write are not offered.
#[test]
fn a_class_teacher_is_offered_the_codes_of_reasons_only() {
    let mut stage = of_class_teacher();
    mark_first(&mut stage, Some(absent()));
    stage.letters("щ");
    let offered = "«щ» не годится и ничего не меняет. Явка: н, б, п.";
    assert!(stage.notice().starts_with(offered), "{}", stage.notice());
    stage.letters("/");
    let line = |stage: &Stage| stage.rows().0[21].clone();
    stage.key(KeyCode::Esc);
    stage.letters("1");
    assert!(line(&stage).contains("(н, б, п)"), "{}", line(&stage));
    stage.key(KeyCode::Esc);
    mark_first(&mut stage, None);
    stage.letters("щ");
    let why = "«щ» не годится и ничего не меняет. Ваши здесь причины и отметки за период; ";
    assert!(stage.notice().starts_with(why), "{}", stage.notice());
    stage.letters("1");
    assert!(!line(&stage).contains("(н, "), "{}", line(&stage));
    stage.key(KeyCode::Esc);
    // Of an announcement neither answer is offered, for one of them is another's.
    mark_first(&mut stage, Some(announced()));
    stage.key(KeyCode::Delete);
    assert!(!stage.notice().contains("«н»"), "{}", stage.notice());
}

#[test]
fn no_code_is_offered_where_the_lesson_is_locked() {
    let relation = Relation {
        own_journal: true,
        ..Relation::default()
    };
    let mut stage = lesson(Role::Teacher, relation);
    let id = PAGES.lesson.sheet.lesson.id;
    let rules = stage.desk.rules.as_mut().unwrap();
    rules.regulation = journal::Regulation::shipped("sgo-154").unwrap();
    let page = stage.desk.pages.lessons.get_mut(&id).unwrap();
    let day = page.sheet.lesson.date - TimeDelta::days(45);
    page.sheet.lesson.date = day;
    stage.settle();
    for column in [KeyCode::Home, KeyCode::Right] {
        stage.key(column).letters("щ");
        let why = "«щ» не годится и ничего не меняет. Записать можно было до ";
        assert!(stage.notice().starts_with(why), "{}", stage.notice());
    }
}

/// Else the history that is asked for next is another's.
#[test]
fn a_lesson_opens_on_the_pupil_of_the_cell() {
    let opened = |mut stage: Stage, row: usize| {
        for _ in 1..row {
            stage.key(KeyCode::Down);
        }
        stage.press(KeyCode::Char('o'), KeyModifiers::CONTROL);
        let (rows, _) = stage.rows();
        assert!(rows[0].contains("Урок · "), "{rows:#?}");
        let cursor = rows.iter().find(|line| line.contains('▸')).unwrap();
        let number = cursor.replace(' ', "");
        assert!(number.contains(&format!("{row}▸")), "{cursor}");
        stage
    };
    let mut stage = opened(journal(Role::Deputy, Relation::default()), 5);
    // Also if the lesson lies beneath, left on another pupil.
    stage.press(KeyCode::Home, KeyModifiers::CONTROL);
    stage.key(KeyCode::F(5));
    opened(stage, 4);
}

/// What does not fit goes part by part, and the cell is the last to be said in letters.
#[test]
fn a_narrow_line_says_the_cell_in_words() {
    let mut stage = journal(Role::Teacher, PAGES.journal.relation);
    let grid = &mut stage.desk.pages.journals;
    let mut page = grid.get(&PAGES.journal.journal).unwrap().clone();
    for sheet in &mut page.grid.sheets {
        (sheet.roll_call, sheet.topic) = (None, None);
        sheet.homework.clear();
    }
    stage.desk.pages.journals.insert(page.journal, page);
    stage.settle();
    stage.key(KeyCode::Down);
    let line = stage.rows().0[21].trim().to_owned();
    let name = PAGES.journal.grid.members[1].name.listed();
    let cell = format!("{name}, 16.11: явка не отмечена; болезнь, предупредили заранее");
    assert_eq!(line, cell);
}

/// A refusal names who can, and the place in the words of its clause where there is one.
#[test]
fn what_a_role_is_not_given_says_whose_it_is() {
    let deputy = Role::Deputy;
    let mut stage = lesson(deputy, Relation::default());
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    stage.letters("журнал доступа").key(KeyCode::Enter);
    let who = "Журнал доступа вам не открыт, его читают: администратор, директор.";
    assert_eq!(stage.notice(), who);
    let mut stage = lesson(Role::District, Relation::default());
    for (key, who) in [
        ('j', "Журналы вам не открыты, их читают: "),
        (
            'd',
            "Справочники вам не открыты, их читают: администратор, ",
        ),
    ] {
        stage.press(KeyCode::Char(key), KeyModifiers::ALT);
        assert!(stage.notice().starts_with(who), "{}", stage.notice());
    }
}

#[test]
fn that_a_page_has_not_come_is_not_said_when_it_has() {
    let mut stage = lesson(Role::Deputy, Relation::default());
    let id = PAGES.lesson.sheet.lesson.id;
    let page = stage.desk.pages.lessons.remove(&id).unwrap();
    stage.desk.link.line = Line::Offline;
    stage.key(KeyCode::Down);
    let nowhere = "Страница не пришла, ввести некуда";
    assert!(stage.notice().starts_with(nowhere), "{}", stage.notice());
    stage.page_came();
    assert!(stage.notice().starts_with(nowhere), "{}", stage.notice());
    let told = stage.desk.notice.clone().unwrap();
    stage.desk.pages.lessons.insert(id, page);
    stage.page_came();
    assert_eq!(stage.notice(), "");
    // The words alone are nothing to go by.
    let other = Notice::new(told.tone, told.text);
    stage.desk.say(other.clone());
    stage.page_came();
    assert_eq!(stage.desk.notice, Some(other));
}

/// The running lesson, as somebody sees it who may only read it.
fn read_only(homework: &str) -> Stage {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::new(Language::Ru, (80, 24), Box::new(LessonScreen::new(lesson)));
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Deputy]);
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.relation = Relation::default();
    page.sheet.topic = None;
    let homework = Homework {
        text: homework.to_owned(),
        ..Homework::default()
    };
    page.sheet.homework.insert(0, homework);
    stage.settle();
    stage
}

#[test]
fn who_only_reads_reads_a_long_homework_whole_and_can_type_nothing() {
    let long: Vec<String> = (1..=40)
        .map(|n| format!("§ {n}, вопросы после параграфа"))
        .collect();
    let mut stage = read_only(&long.join("\n"));
    stage.key(KeyCode::F(3));
    let mut seen = String::new();
    for _ in 0..4 {
        seen.push_str(&stage.rows().0.join("\n"));
        stage.letters("нет").key(KeyCode::PageDown);
    }
    for line in &long {
        assert!(seen.contains(line), "{line}: {seen}");
    }
    let keeper = PAGES.lesson.teacher.initialed();
    let why = format!("Только чтение: записывает {keeper} (");
    assert!(seen.contains(&why), "{seen}");
    stage.key(KeyCode::Esc).key(KeyCode::F(2));
    assert!(stage.rows().0.join("\n").contains("Тема не записана."));
    let foot = stage.rows().0.pop().unwrap();
    assert!(!foot.contains("листать"), "there is one line: {foot}");
    stage.letters("тема").key(KeyCode::F(3));
    assert!(
        stage.rows().0.join("\n").contains(&long[0]),
        "the other one"
    );
    stage.key(KeyCode::F(2)).key(KeyCode::Enter);
    assert!(stage.entered.is_empty());
    assert!(stage.rows().0[0].contains("Урок · "), "closed");
}

#[test]
fn who_only_reads_is_offered_nothing_that_writes_and_is_told_who_can() {
    let mut stage = read_only("№ 5");
    let teacher = PAGES.lesson.teacher.initialed();
    let foot = stage.rows().0.pop().unwrap();
    for word in ["F4", "F7", "F9"] {
        assert!(!foot.contains(word), "{foot}");
    }
    stage.key(KeyCode::Right);
    for key in [
        KeyCode::F(7),
        KeyCode::F(4),
        KeyCode::Delete,
        KeyCode::Char('5'),
    ] {
        stage.key(key);
        let notice = stage.notice();
        assert!(notice.contains("Только чтение"), "{key:?}: {notice}");
        assert!(
            notice.contains(&format!("записывает {teacher}")),
            "{notice}"
        );
        assert!(!stage.ui.top().unwrap().is_popup(), "{key:?}");
    }
    // Letters go on being typed where a field was asked for: a window takes them.
    stage.key(KeyCode::F(9));
    let screen = stage.rows().0.join("\n");
    assert!(
        screen.contains(&format!("записывает {teacher}")),
        "{screen}"
    );
    assert!(stage.entered.is_empty());
}

/// By any regulation, whose clauses are of any length.
#[test]
fn no_clause_is_cut_on_the_smallest_usual_terminal() {
    for id in Regulation::shipped_ids() {
        for mut stage in deputys() {
            let mut rules = PAGES.rules.clone();
            rules.regulation = Regulation::shipped(id).unwrap();
            stage.desk.take_rules(rules);
            stage.desk.notice = None;
            for key in [KeyCode::Home, KeyCode::Right, KeyCode::Down] {
                stage.key(key);
                stage.settle();
                for row in stage.rows().0 {
                    let count = |sign| row.matches(sign).count();
                    assert_eq!(count('('), count(')'), "{id}: {row}");
                }
            }
        }
    }
}
