//! Topic and homework: written, copied, kept as drafts.

use crate::input::{SIZE, entry, lesson_stage, pupil};
use crate::journal_keys::journal_stage;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::Edit;
use offline::PageKey;
use zhurnal::effect::Effect;
use zhurnal::i18n::Language;
use zhurnal::ui::screen::homework::HomeworkScreen;
use zhurnal::ui::screen::lesson::LessonScreen;
use zhurnal::ui::screen::topic::TopicScreen;

#[test]
fn the_topic_comes_from_the_plan_with_one_key() {
    let mut stage = lesson_stage();
    stage.press(KeyCode::Char('t'), KeyModifiers::CONTROL);
    let topic = stage.lesson().sheet.topic.clone().expect("a topic");
    let plan = &PAGES.lesson.plan;
    let next = plan
        .items
        .iter()
        .find(|item| Some(item.number) == plan.next)
        .unwrap();
    assert_eq!(
        (topic.text, topic.item),
        (next.title.clone(), Some(next.id))
    );
}

#[test]
fn the_homework_of_a_lesson_that_is_not_here_waits_for_its_page() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = journal_stage();
    let page = stage.desk.pages.lessons.remove(&lesson).unwrap();
    stage.key(KeyCode::F(3));
    let wanted = PageKey::Lesson(lesson);
    assert!(matches!(stage.effects[..], [Effect::Open(page)] if page == wanted));
    stage.letters("§ 12");
    stage.desk.pages.lessons.insert(lesson, page);
    stage.page_came();
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert_eq!(stage.lesson().sheet.homework[&0].text, "§ 12");
}

#[test]
fn a_draft_is_restored_over_what_stands_there_by_now() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(3)).letters("§ 12").key(KeyCode::F(6));
    let theirs = journal::Homework {
        text: "§ 1".into(),
        ..journal::Homework::default()
    };
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.homework.insert(0, theirs.clone());
    stage.ui.reset(Box::new(LessonScreen::new(lesson)));
    stage.key(KeyCode::F(3));
    assert!(stage.notice().contains("уже другое"), "{}", stage.notice());
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    // The writer was shown what stands there: no conflict with it.
    let Edit::Homework { step, .. } = &stage.entered[0].edit else {
        panic!("no homework")
    };
    assert_eq!(step.old, Some(theirs));
    assert_eq!(step.new.as_ref().unwrap().text, "§ 12");
    stage.key(KeyCode::F(3));
    assert!(stage.notice().is_empty(), "{}", stage.notice());
}

#[test]
fn a_typed_topic_is_not_lost_by_escape() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::with(Language::Ru, SIZE, |desk, _| {
        Box::new(TopicScreen::new(lesson, desk))
    });
    stage.letters("Повторение").key(KeyCode::Esc);
    assert!(stage.entered.is_empty());
    stage.key(KeyCode::Enter);
    assert_eq!(
        stage.lesson().sheet.topic.as_ref().unwrap().text,
        "Повторение"
    );
}

#[test]
fn homework_is_written_copied_and_never_cut() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let open = || {
        Stage::with(Language::Ru, SIZE, |desk, _| {
            Box::new(HomeworkScreen::new(lesson, desk))
        })
    };
    let mut stage = open();
    stage.letters("§ 12").key(KeyCode::Enter).letters("№ 431");
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    let homework = &stage.lesson().sheet.homework[&0];
    assert_eq!(homework.text, "§ 12\n№ 431");
    assert_eq!(homework.due, PAGES.lesson.next_dates.first().copied());

    let mut stage = open();
    stage.press(KeyCode::Char('d'), KeyModifiers::CONTROL);
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    let previous = PAGES
        .lesson
        .recent
        .iter()
        .rev()
        .find_map(|sheet| sheet.homework.get(&0));
    assert_eq!(
        stage.lesson().sheet.homework[&0].text,
        previous.unwrap().text.trim_end()
    );

    let mut stage = open();
    stage
        .paste(&"я".repeat(10_000))
        .press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert!(stage.entered.is_empty());
    assert!(stage.notice().contains("10000"), "{}", stage.notice());

    // Shortened, it goes in: the text is still there.
    let mut stage = open();
    stage
        .paste(&"я".repeat(4_003))
        .press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert!(stage.entered.is_empty());
    for _ in 0..3 {
        stage.key(KeyCode::Backspace);
    }
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert_eq!(
        stage.lesson().sheet.homework[&0].text.chars().count(),
        4_000
    );
}

#[test]
fn a_long_line_edited_in_a_burst_is_the_line_that_was_typed() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let open = || {
        Stage::with(Language::Ru, (80, 24), |desk, _| {
            Box::new(HomeworkScreen::new(lesson, desk))
        })
    };
    // Edits and moves among wrapped rows, painted at once or after every key: the same.
    let keys: Vec<KeyCode> = std::iter::repeat_n(KeyCode::Backspace, 40)
        .chain([
            KeyCode::Up,
            KeyCode::Up,
            KeyCode::Char('ж'),
            KeyCode::Delete,
        ])
        .chain([KeyCode::Down, KeyCode::Char('э')])
        .collect();
    let mut slow = open();
    let mut burst = open();
    for stage in [&mut slow, &mut burst] {
        stage.paste(&"слово и ещё ".repeat(100));
    }
    for key in &keys {
        slow.key(*key);
    }
    burst.burst(&keys);
    assert_eq!(slow.rows(), burst.rows());
    assert!(burst.rows().0.join("").contains('ж'));
}

#[test]
fn homework_for_named_pupils_has_its_own_place() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::with(Language::Ru, SIZE, |desk, _| {
        Box::new(HomeworkScreen::new(lesson, desk))
    });
    stage.press(KeyCode::Char('g'), KeyModifiers::CONTROL);
    stage.letters(" ").key(KeyCode::Down).letters(" ");
    stage.key(KeyCode::Enter);
    stage
        .letters("доклад")
        .press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    let homework = &stage.lesson().sheet.homework;
    assert_eq!(homework.keys().copied().collect::<Vec<_>>(), [1]);
    let named = std::collections::BTreeSet::from([pupil(0), pupil(1)]);
    assert_eq!(homework[&1].audience, journal::Audience::Pupils(named));
}

#[test]
fn what_was_just_typed_goes_to_the_pupils_that_are_then_named() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::with(Language::Ru, (80, 24), |desk, _| {
        Box::new(HomeworkScreen::new(lesson, desk))
    });
    let ctrl = KeyModifiers::CONTROL;
    // Left without a choice, the form is as it was.
    stage.letters("доклад").press(KeyCode::Char('g'), ctrl);
    stage.letters(" ").key(KeyCode::Esc);
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("всему классу"), "{screen}");
    assert!(screen.contains("доклад"), "{screen}");

    stage.press(KeyCode::Char('g'), ctrl);
    stage.letters(" ").key(KeyCode::Down).letters(" ");
    stage.key(KeyCode::Enter);
    assert_eq!(
        stage.notice(),
        "Написанное задано 2 ученикам, а не всему классу."
    );
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("доклад"), "{screen}");
    stage.press(KeyCode::Char('s'), ctrl);
    let homework = &stage.lesson().sheet.homework;
    assert_eq!(homework.keys().copied().collect::<Vec<_>>(), [1]);
    assert_eq!(homework[&1].text, "доклад");
    assert_eq!(homework[&1].due, PAGES.lesson.next_dates.first().copied());
}

#[test]
fn what_is_saved_for_all_stays_with_all_when_pupils_are_named() {
    let mut stage = lesson_stage();
    let ctrl = KeyModifiers::CONTROL;
    stage.key(KeyCode::F(3)).letters("§ 12");
    stage.press(KeyCode::Char('s'), ctrl);
    stage.key(KeyCode::F(3)).letters(" доклад");
    stage.press(KeyCode::Char('g'), ctrl);
    stage.letters(" ").key(KeyCode::Enter).key(KeyCode::Down);
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("№ 2 из 2: "), "{screen}");
    assert!(screen.contains("Заданий у урока: 2."), "{screen}");
    stage.key(KeyCode::BackTab).key(KeyCode::Left);
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("№ 1 из 2: всему классу"), "{screen}");
    let words = "Заданий у урока: 2. Другое: стрелки. Ctrl+G — выбрать учеников.";
    assert!(screen.contains(words), "{screen}");
    stage.press(KeyCode::Char('s'), ctrl);
    let homework = &stage.lesson().sheet.homework;
    assert_eq!(homework[&0].text, "§ 12");
    assert_eq!(homework[&1].text, "доклад");
}

#[test]
fn what_came_while_a_form_was_open_is_not_overwritten_in_silence() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::with(Language::Ru, SIZE, |desk, _| {
        Box::new(HomeworkScreen::new(lesson, desk))
    });
    let theirs = journal::Homework {
        text: "§ 1".into(),
        ..journal::Homework::default()
    };
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.homework.insert(0, theirs.clone());
    // Untouched, the form takes nothing back.
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert!(stage.entered.is_empty());
    let mut stage = Stage::with(Language::Ru, SIZE, |desk, _| {
        Box::new(HomeworkScreen::new(lesson, desk))
    });
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.homework.insert(0, theirs);
    stage
        .letters("§ 2")
        .press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    // Written over nothing, as the writer saw it: the server will call it a conflict.
    let Edit::Homework { step, .. } = &stage.entered[0].edit else {
        panic!("no homework")
    };
    assert_eq!(step.old, None);
}

#[test]
fn space_ticks_a_pupil_and_stays() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = Stage::with(Language::Ru, SIZE, |desk, _| {
        Box::new(HomeworkScreen::new(lesson, desk))
    });
    stage.press(KeyCode::Char('g'), KeyModifiers::CONTROL);
    stage.letters(" ").key(KeyCode::Down).letters(" ");
    let ticks = |stage: &Stage| stage.rows().0.join("\n").matches("[x]").count();
    assert_eq!(ticks(&stage), 2);
    stage.letters(" ");
    assert_eq!(ticks(&stage), 1, "the same pupil again");
    stage.key(KeyCode::Enter).letters("доклад");
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    let named = std::collections::BTreeSet::from([pupil(0)]);
    let audience = &stage.lesson().sheet.homework[&1].audience;
    assert_eq!(*audience, journal::Audience::Pupils(named));
}

#[test]
fn letters_find_a_pupil_to_be_ticked_in_either_layout() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let row = 9;
    let name = PAGES.lesson.members[row].name.last.to_lowercase();
    let part: String = name.chars().take(3).collect();
    let keys: String = part
        .chars()
        .map(|letter| zhurnal::input::layout::to_command(letter).unwrap_or(letter))
        .collect();
    for typed in [&part, &keys] {
        let mut stage = Stage::with(Language::Ru, SIZE, |desk, _| {
            Box::new(HomeworkScreen::new(lesson, desk))
        });
        stage.press(KeyCode::Char('g'), KeyModifiers::CONTROL);
        stage.letters(typed).letters(" ").key(KeyCode::Enter);
        stage.letters("доклад");
        stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
        let named = std::collections::BTreeSet::from([pupil(row)]);
        let audience = &stage.lesson().sheet.homework[&1].audience;
        assert_eq!(*audience, journal::Audience::Pupils(named), "{typed}");
    }
    let mut stage = Stage::with(Language::Ru, SIZE, |desk, _| {
        Box::new(HomeworkScreen::new(lesson, desk))
    });
    stage.press(KeyCode::Char('g'), KeyModifiers::CONTROL);
    // A letter too many leads to nobody else.
    stage.letters(&part).letters("ъ").letters(" ");
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("не нашлось ничего"), "{screen}");
    assert!(!screen.contains("[x]"), "{screen}");
    // A tick ends the search: what is typed then finds the next one.
    stage.key(KeyCode::Esc).letters(&part).letters(" ");
    let other = &PAGES.lesson.members[row + 1].name;
    stage.letters(&other.last.to_lowercase()).letters(" ");
    // Also those that the search hides are counted.
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("отмечено 2"), "{screen}");
    stage.key(KeyCode::Enter);
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains(&other.initialed()), "{screen}");
    let screen = stage.rows().0.join("\n");
    let name = PAGES.lesson.members[row].name.initialed();
    assert!(screen.contains(&name), "{name}\n{screen}");
}

#[test]
fn a_homework_copied_again_does_not_stand_there_twice() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let ctrl = KeyModifiers::CONTROL;
    let text = |stage: &mut Stage| {
        stage.press(KeyCode::Char('s'), ctrl);
        stage.lesson().sheet.homework[&0].text.clone()
    };
    let open = || {
        Stage::with(Language::Ru, SIZE, |desk, _| {
            Box::new(HomeworkScreen::new(lesson, desk))
        })
    };
    let mut recent = PAGES.lesson.recent.iter().rev();
    let previous = recent.find_map(|sheet| sheet.homework.get(&0));
    let previous = previous.unwrap().text.trim_end().to_owned();
    let mut stage = open();
    for _ in 0..3 {
        stage.press(KeyCode::Char('d'), ctrl);
    }
    assert_eq!(text(&mut stage), previous);
    // What is begun already stays, and the copy after it comes once.
    let mut stage = open();
    stage.letters("§ 1");
    stage.press(KeyCode::Char('d'), ctrl);
    stage.press(KeyCode::Char('d'), ctrl);
    assert_eq!(text(&mut stage), format!("§ 1\n{previous}"));
    // What has been written on is a text of one's own.
    let mut stage = open();
    stage.press(KeyCode::Char('d'), ctrl).letters("!");
    stage.press(KeyCode::Char('d'), ctrl);
    assert_eq!(text(&mut stage), format!("{previous}!\n{previous}"));
    // A copy is taken back as one change.
    let mut stage = open();
    stage.letters("§ 1").press(KeyCode::Char('d'), ctrl);
    stage.press(KeyCode::Char('z'), ctrl);
    assert_eq!(text(&mut stage), "§ 1");
}

#[test]
fn what_was_deleted_in_a_text_is_taken_back() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let ctrl = KeyModifiers::CONTROL;
    let mut stage = Stage::with(Language::Ru, SIZE, |desk, _| {
        Box::new(TopicScreen::new(lesson, desk))
    });
    stage.letters("Повторение");
    stage.press(KeyCode::Char('u'), ctrl);
    stage.press(KeyCode::Char('z'), ctrl).key(KeyCode::Enter);
    let topic = stage.lesson().sheet.topic.clone();
    assert_eq!(topic.expect("a topic").text, "Повторение");

    let mut stage = Stage::with(Language::Ru, SIZE, |desk, _| {
        Box::new(HomeworkScreen::new(lesson, desk))
    });
    stage.letters("§ 12, № 431");
    stage.press(KeyCode::Char('u'), ctrl);
    assert!(!stage.rows().0.join("").contains("431"));
    stage.press(KeyCode::Char('z'), ctrl);
    stage.press(KeyCode::Char('s'), ctrl);
    assert_eq!(stage.lesson().sheet.homework[&0].text, "§ 12, № 431");

    // In the window of a mark; with nothing left to take back it says so.
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("5").key(KeyCode::Up);
    stage.key(KeyCode::F(9)).letters("не доделал");
    for _ in 0..2 {
        stage.press(KeyCode::Char('w'), ctrl);
    }
    for _ in 0..2 {
        stage.press(KeyCode::Char('z'), ctrl);
    }
    assert!(stage.rows().0.join("").contains("не доделал"));
    for _ in 0..3 {
        stage.press(KeyCode::Char('z'), ctrl);
    }
    assert_eq!(stage.notice(), "Отменять нечего.");
}

#[test]
fn an_individual_homework_alone_is_one_and_not_two() {
    let mut stage = lesson_stage();
    let ctrl = KeyModifiers::CONTROL;
    stage.key(KeyCode::F(3)).letters("доклад");
    stage.press(KeyCode::Char('g'), ctrl);
    stage.letters(" ").key(KeyCode::Enter);
    stage.press(KeyCode::Char('s'), ctrl);
    let screen = stage.rows().0.join("\n");
    assert!(screen.contains("Д/З  1 индивидуальное"), "{screen}");
    stage.key(KeyCode::F(3));
    let screen = stage.rows().0.join("\n");
    assert!(!screen.contains("из 2"), "{screen}");
    // It is what the form opens at, and not an empty one for the class.
    assert!(screen.contains("доклад"), "{screen}");
}

#[test]
fn a_comment_that_was_not_entered_is_there_again() {
    let lesson = PAGES.lesson.sheet.lesson.id;
    let mut stage = lesson_stage();
    stage
        .key(KeyCode::Right)
        .letters("5")
        .key(KeyCode::F(9))
        .letters("много");
    // The terminal is gone in the middle of the word; the draft is what is on the disk.
    stage.ui.reset(Box::new(LessonScreen::new(lesson)));
    stage.settle();
    stage.key(KeyCode::Right).key(KeyCode::F(9));
    let words = |stage: &Stage| stage.rows().0[usize::from(SIZE.1) - 3].clone();
    assert!(
        words(&stage).contains("снова то, что не было записано"),
        "{}",
        words(&stage)
    );
    stage.letters(" ошибок").key(KeyCode::Enter);
    let mark = entry(&stage, 0).marks[0].mark.clone();
    assert_eq!(mark.comment.as_deref(), Some("много ошибок"));
    assert!(stage.desk.drafts.take_unsaved().len() == 1);
    stage.key(KeyCode::F(9));
    assert!(!words(&stage).contains("снова то"), "{}", words(&stage));
}

#[test]
fn a_comment_that_is_left_twice_is_given_up() {
    let mut stage = lesson_stage();
    stage
        .key(KeyCode::Right)
        .letters("5")
        .key(KeyCode::F(9))
        .letters("много");
    stage.key(KeyCode::Esc);
    assert!(
        stage.notice().contains("F9 — вернуться"),
        "{}",
        stage.notice()
    );
    stage.key(KeyCode::Up).key(KeyCode::F(9)).key(KeyCode::Esc);
    assert!(stage.notice().contains("отброшено"), "{}", stage.notice());
    stage.key(KeyCode::F(9)).key(KeyCode::Enter);
    assert_eq!(entry(&stage, 0).marks[0].mark.comment, None);
}

#[test]
fn the_key_that_saves_answers_the_question_whether_to_save() {
    let mut stage = lesson_stage();
    let ctrl = KeyModifiers::CONTROL;
    stage.key(KeyCode::F(3)).letters("доклад").key(KeyCode::Esc);
    assert!(stage.rows().0.join(" ").contains("Не записано"));
    stage.press(KeyCode::Char('s'), ctrl);
    assert_eq!(stage.entered.len(), 1, "{:?}", stage.entered);
    assert!(!stage.rows().0.join(" ").contains("Не записано"));
}
