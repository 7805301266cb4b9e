//! What is said of what waits and of what was not taken.

use super::*;
use journal::Standing;

#[test]
fn a_long_homework_is_read_to_its_end() {
    let mut stage = stage();
    let text = (1..=400)
        .map(|n| format!("№{n}"))
        .collect::<Vec<_>>()
        .join(" ");
    let homework = Homework {
        text,
        ..Homework::default()
    };
    stage.desk.queue.troubles[0].change.edit = Edit::Homework {
        slot: 0,
        step: FromTo::new(None, Some(homework)),
    };
    stage.settle();
    stage.key(KeyCode::Enter);
    assert!(
        screen(&stage).contains("PgDn листать"),
        "{}",
        screen(&stage)
    );
    let mut seen = String::new();
    for _ in 0..20 {
        seen.push_str(&screen(&stage));
        stage.key(KeyCode::PageDown);
    }
    assert!((1..=400).all(|n| seen.contains(&format!("№{n}"))));
    assert!(
        seen.contains("На сервере: "),
        "and what stands on the server"
    );
    stage.key(KeyCode::Enter);
    assert_eq!(resolved(&stage).len(), 1);
}

#[test]
fn the_sentence_of_what_was_not_taken_says_what_happened() {
    let stage = stage();
    let words = |at: usize| {
        zhurnal::ui::messages::trouble(&stage.desk.queue.troubles[at], &stage.desk, &stage.texts)
    };
    let name = PAGES.lesson.members[1].name.listed();
    let of_whom = format!("Конфликт, {name}: ");
    assert!(words(0).starts_with(&of_whom), "{}", words(0));
    assert!(words(1).contains("п. 13 Порядка") && words(1).ends_with("Решить — F8."));
    assert!(words(2).starts_with("Запись отложена"));
    let unreadable = Problem::new(Code::NotFound);
    let mut trouble = stage.desk.queue.troubles[1].clone();
    trouble.kind = TroubleKind::Refused {
        problem: Box::new(unreadable),
    };
    let told = zhurnal::ui::messages::trouble(&trouble, &stage.desk, &stage.texts);
    assert!(told.contains("Такой записи нет"), "{told}");
}

/// Of a lesson that is not here a conflict about no pupil says what it is about.
#[test]
fn a_conflict_about_a_lesson_that_is_not_here_is_named_too() {
    let mut stage = stage();
    let mut trouble = stage.desk.queue.troubles[1].clone();
    trouble.kind = stage.desk.queue.troubles[0].kind.clone();
    stage.desk.pages.lessons.clear();
    stage.desk.pages.today = None;
    stage.desk.pages.journals.clear();
    let told = zhurnal::ui::messages::trouble(&trouble, &stage.desk, &stage.texts);
    assert!(told.starts_with("Конфликт, перекличка: "), "{told}");
}

/// Whoever keeps the lesson does not only read it: it is the reason that is another's.
#[test]
fn a_reason_from_outside_is_said_to_be_the_class_teachers() {
    let stage = stage();
    let mut reason = AbsenceReason::stated(ReasonKind::Illness);
    reason.standing = Standing::Confirmed;
    let clause = Some(Clause::cited(
        "SP14-13".to_owned(),
        "п. 13 Порядка".to_owned(),
    ));
    let mut trouble = stage.desk.queue.troubles[1].clone();
    trouble.change.edit = Edit::Reason {
        pupil: PAGES.lesson.members[1].pupil,
        step: FromTo::new(Some(reason), None),
    };
    trouble.kind = TroubleKind::Refused {
        problem: Box::new(Problem::refused(Verdict::Forbidden { clause })),
    };
    let told = zhurnal::ui::messages::trouble(&trouble, &stage.desk, &stage.texts);
    assert!(
        told.contains("меняет классный руководитель (п. 13 Порядка)"),
        "{told}"
    );
    assert!(!told.contains("Только чтение"), "{told}");
}

#[test]
fn what_only_waits_takes_one_line() {
    let mut stage = stage();
    for member in &PAGES.lesson.members[..3] {
        let edit = Edit::Attendance {
            pupil: member.pupil,
            step: FromTo::new(Attendance::Present, Attendance::Absent),
        };
        let gesture = stage.desk.gesture();
        let edits = vec![(PAGES.lesson.sheet.lesson.id, edit)];
        stage.desk.record(gesture, edits, None);
    }
    stage.desk.queue.pending = stage.desk.take_unsaved();
    stage.settle();
    stage
        .key(KeyCode::Down)
        .key(KeyCode::Down)
        .key(KeyCode::Down);
    let (rows, cursor) = stage.rows();
    // Title, a line, three troubles of two lines, three that wait.
    assert_eq!(cursor.unwrap().y, 8);
    for (row, member) in rows[8..11].iter().zip(&PAGES.lesson.members) {
        assert!(row.contains(&member.name.last), "{rows:#?}");
    }
    let said = rows.iter().filter(|row| row.contains("Ждёт отправки"));
    assert_eq!(said.count(), 1, "of the one under the cursor: {rows:#?}");
}

#[test]
fn the_sum_says_how_many_lines_so_many_entries_are() {
    let mut stage = crate::input::lesson_stage();
    stage.letters("б").key(KeyCode::Down).letters("н");
    stage.desk.queue.pending = stage.entered.clone();
    stage.key(KeyCode::F(8));
    let shown = screen(&stage);
    let words = "3 строки: в очереди 2, конфликтов 0";
    assert!(shown.contains(words), "{shown}");
    let unmarked = "явка: не отмечена → отсутствует";
    assert_eq!(shown.matches(unmarked).count(), 2, "{shown}");
}

/// A held mark sent again is written over what another has written there since.
#[test]
fn what_came_since_is_shown_before_ours_is_sent_again() {
    let mut stage = stage();
    let (pupil, work) = (
        PAGES.lesson.members[1].pupil,
        WorkRef::first(PAGES.rules.work_kinds[0].id),
    );
    let trouble = &mut stage.desk.queue.troubles[2];
    trouble.change.edit = Edit::Mark {
        pupil,
        work,
        step: FromTo::new(None, Some(mark("4"))),
    };
    (trouble.was, trouble.stands) = (Content::Mark(None), Content::Mark(None));
    stage.settle();
    stage.key(KeyCode::End).key(KeyCode::F(4));
    assert_eq!(
        resolved(&stage),
        [(2, Resolution::Mine)],
        "nothing is in its way"
    );
    stage.desk.queue.troubles[2].stands = Content::Mark(Some(mark("5")));
    stage.settle();
    stage.key(KeyCode::F(4));
    assert_eq!(resolved(&stage).len(), 1, "it was only shown");
    let shown = screen(&stage);
    assert!(shown.contains("На сервере теперь: 5"), "{shown}");
    stage.key(KeyCode::F(4));
    assert_eq!(resolved(&stage), [(2, Resolution::Mine); 2]);
}

/// Of an absence its reason too: ours would be written over another's.
#[test]
fn a_reason_that_came_since_is_shown_before_ours_is_sent_again() {
    let mut stage = stage();
    let letter = |kind| Letter {
        attendance: Attendance::Absent,
        reason: Some(AbsenceReason::stated(kind)),
    };
    let trouble = &mut stage.desk.queue.troubles[2];
    trouble.change.edit = Edit::Attendance {
        pupil: PAGES.lesson.members[1].pupil,
        step: FromTo::new(Attendance::Present, Attendance::Absent),
    };
    trouble.was = Content::Attendance(Attendance::Present);
    trouble.stands = Content::Attendance(Attendance::Absent);
    trouble.letters = Some(Letters {
        was: Letter {
            attendance: Attendance::Present,
            reason: None,
        },
        ours: letter(ReasonKind::Illness),
        theirs: letter(ReasonKind::Valid),
    });
    stage.settle();
    stage.key(KeyCode::End).key(KeyCode::F(4));
    assert!(resolved(&stage).is_empty());
    let shown = screen(&stage);
    assert!(
        shown.contains("На сервере теперь: отсутствует (уважительная"),
        "{shown}"
    );
}

/// The refusal of the server, whose clause comes without its words, names who keeps the journal.
#[test]
fn a_refusal_in_anothers_journal_names_who_keeps_it() {
    let mut stage = stage();
    for page in stage.desk.pages.lessons.values_mut() {
        page.relation = Relation::default();
    }
    stage.desk.me.as_mut().unwrap().roles = journal::Roles(vec![journal::Role::Deputy]);
    let clause = PAGES.rules.regulation.rights.management.clone();
    assert!(!clause.as_ref().unwrap().words.is_empty());
    let verdict = Verdict::Forbidden { clause }.in_short();
    let mut trouble = stage.desk.queue.troubles[1].clone();
    trouble.kind = TroubleKind::Refused {
        problem: Box::new(Problem::refused(verdict)),
    };
    let told = zhurnal::ui::messages::trouble(&trouble, &stage.desk, &stage.texts);
    let teacher = PAGES.lesson.teacher.initialed();
    assert!(told.contains(&teacher), "{told}");
}
