//! All conflicts decided by one key, and what is not among them.

use super::*;

/// How many is said before; what was refused or held is no conflict.
#[rstest]
#[case::mine(
    'm',
    Resolution::Mine,
    "Записать ваше поверх того, что на сервере, в 2 конфликтах?"
)]
#[case::theirs('s', Resolution::Theirs, "Оставить как на сервере в 2 конфликтах?")]
fn all_conflicts_are_decided_by_one_key_after_a_question(
    #[case] key: char,
    #[case] wanted: Resolution,
    #[case] question: &str,
) {
    let mut stage = stage();
    stage.desk.queue.troubles[2].kind = stage.desk.queue.troubles[0].kind.clone();
    stage.settle();
    let all = |stage: &Stage| {
        let last = stage.effects.last();
        last.and_then(|effect| match effect {
            Effect::Resolve { shown, resolution } => Some((*resolution, shown.clone())),
            _ => None,
        })
    };
    stage.press(KeyCode::Char(key), KeyModifiers::ALT);
    assert!(screen(&stage).contains(question), "{}", screen(&stage));
    stage.key(KeyCode::Esc);
    assert_eq!(all(&stage), None);
    stage.press(KeyCode::Char(key), KeyModifiers::ALT);
    stage.key(KeyCode::Enter);
    let conflicts = [0, 2].map(|at| stage.desk.queue.troubles[at].clone());
    assert_eq!(all(&stage), Some((wanted, conflicts.to_vec())));
    stage.desk.queue.troubles.remove(0);
    stage.settle();
    stage.press(KeyCode::Char(key), KeyModifiers::ALT);
    assert_eq!(
        stage.notice(),
        "Здесь нет нескольких конфликтов: решать разом нечего."
    );
}

#[test]
fn mine_that_one_may_not_write_is_not_among_all_of_mine() {
    let mut stage = stage();
    stage.desk.queue.troubles[2].kind = stage.desk.queue.troubles[0].kind.clone();
    for page in stage.desk.pages.lessons.values_mut() {
        page.relation = Relation {
            class_teacher: true,
            ..Relation::default()
        };
    }
    stage.settle();
    stage.press(KeyCode::Char('m'), KeyModifiers::ALT);
    assert!(
        !screen(&stage).contains("Записать ваше"),
        "{}",
        screen(&stage)
    );
    let why = stage.notice();
    let words =
        "Ни в одном из конфликтов записать ваше нельзя. Ваши здесь причины и отметки за период";
    assert!(why.starts_with(words), "{why}");
    stage.press(KeyCode::Char('s'), KeyModifiers::ALT);
    assert!(
        screen(&stage).contains("в 2 конфликтах?"),
        "{}",
        screen(&stage)
    );
}

#[test]
fn all_of_mine_says_where_it_may_not_be_written() {
    let mut stage = stage();
    stage.desk.queue.troubles[2].kind = stage.desk.queue.troubles[0].kind.clone();
    for page in stage.desk.pages.lessons.values_mut() {
        page.relation = Relation {
            class_teacher: true,
            ..Relation::default()
        };
    }
    // What a class teacher may write.
    let pupil = PAGES.lesson.members[1].pupil;
    let reason = Some(AbsenceReason::stated(ReasonKind::Illness));
    stage.desk.queue.troubles[2].change.edit = Edit::Reason {
        pupil,
        step: FromTo::new(None, reason),
    };
    stage.desk.queue.troubles[2].stands = Content::Reason(None);
    stage.settle();
    stage.press(KeyCode::Char('m'), KeyModifiers::ALT);
    let shown = screen(&stage);
    let question = "Записать ваше поверх того, что на сервере, в 1 конфликте? \
                    Ещё в 1 конфликте ваше записать нельзя: он останется.";
    assert!(shown.contains(question), "{shown}");
    stage.key(KeyCode::Enter);
    assert_eq!(resolved(&stage), [(2, Resolution::Mine)]);
}

/// The lesson has not begun: what a key would be refused, «моё» would be too.
#[test]
fn mine_that_is_locked_is_not_offered_either() {
    let mut stage = stage();
    for page in stage.desk.pages.lessons.values_mut() {
        page.sheet.lesson.date = page.sheet.lesson.date + chrono::Days::new(1);
    }
    stage.settle();
    let foot = stage.rows().0.pop().unwrap();
    assert!(!foot.contains("F4"), "{foot}");
    stage.key(KeyCode::F(4));
    assert!(resolved(&stage).is_empty());
    let why = stage.notice();
    assert!(why.contains("Порядка"), "{why}");
}
