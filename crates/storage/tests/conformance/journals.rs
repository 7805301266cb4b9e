//! «Журналы»: who may read which, and how far they are filled in.

use crate::fixture::*;
use crate::stage::on_both_databases;
use journal::view::JournalsPage;
use journal::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{BatchOutcome, Bundle, Store, Versioned};

type Case = Arc<dyn Store>;

const NOW: &str = "2026-11-16T11:00";

on_both_databases!(
    a_reader_lists_what_a_reader_may_open,
    lessons_that_are_over_are_counted,
    what_is_past_its_term_is_counted_apart_from_what_may_lack_yet,
    the_last_bell_of_the_class_is_what_a_term_runs_from,
    what_came_late_is_counted_by_lesson,
    the_class_teacher_of_a_primary_class_marks_its_periods,
    a_period_is_listed_by_its_id,
    a_first_grade_lacks_no_homework,
);

async fn list(store: &Case, person: PersonId, period: Option<PeriodId>) -> Option<JournalsPage> {
    let listed = store.journals(&reader(person), period, at(NOW)).await;
    listed.unwrap()
}

async fn a_reader_lists_what_a_reader_may_open(store: Case) {
    for person in [ORLOVA, ZIMIN, LEBEDEVA, DEPUTY, ADMIN, PARENT] {
        let reader = reader(person);
        let page = list(&store, person, None).await.unwrap();
        let listed: Vec<JournalId> = page.journals.iter().map(|row| row.journal).collect();
        for id in (1..=5).map(JournalId) {
            let opened = store.open_journal(&reader, id, None, day("2026-11-16"), None);
            let opened = opened.await.unwrap().is_some();
            assert_eq!(listed.contains(&id), opened, "{person} {id}");
        }
    }
    let titles = |page: JournalsPage| -> Vec<String> {
        let title = |row: view::JournalRow| format!("{} {}", row.group, row.subject);
        page.journals.into_iter().map(title).collect()
    };
    let own = titles(list(&store, ORLOVA, None).await.unwrap());
    let all = titles(list(&store, DEPUTY, None).await.unwrap());
    let class = [
        "7Б Алгебра",
        "7Б · группа 1 Английский",
        "7Б · группа 2 Английский",
    ];
    assert_eq!(own, class, "her own, and those of her class");
    let school = [
        "7А Алгебра",
        "7А и 7Б Шахматы",
        class[0],
        class[1],
        class[2],
    ];
    assert_eq!(all, school);
}

async fn lessons_that_are_over_are_counted(store: Case) {
    let page = list(&store, DEPUTY, None).await.unwrap();
    assert_eq!(page.period.id, PeriodId(2));
    let of = |id| page.journals.iter().find(|row| row.journal == id).unwrap();
    let algebra = of(ALGEBRA_7B);
    assert_eq!((algebra.held, algebra.filled, algebra.late), (4, 1, 0));
    assert_eq!(algebra.last_entry, Some(at("2026-11-11T09:50")));
    assert_eq!(algebra.teachers[0].last, "Орлова");
    assert_eq!(algebra.grade, Some(7));
    let chess = of(CHESS);
    assert_eq!((chess.held, chess.filled), (0, 0), "it begins at 13:15");
    assert_eq!((chess.last_entry, chess.grade), (None, Some(7)));
}

fn overdue(page: &JournalsPage, journal: JournalId) -> (u32, u32) {
    let row = page.journals.iter().find(|row| row.journal == journal);
    let row = row.unwrap();
    (row.held - row.filled, row.overdue)
}

/// Homework until 18:00 of the day, roll and topic for two days more (SP14-T3.4c, 12b, T3.1b).
async fn what_is_past_its_term_is_counted_apart_from_what_may_lack_yet(store: Case) {
    let mut bundle = school(2);
    "sergiev-posad-14".clone_into(&mut bundle.school.regulation);
    store.import(bundle).await.unwrap();
    let mut deputy = reader(DEPUTY);
    deputy.school = SchoolId(2);
    let on = async |moment: &str, journal| {
        let listed = store.journals(&deputy, None, at(moment)).await;
        overdue(&listed.unwrap().unwrap(), journal)
    };
    assert_eq!(on(NOW, ALGEBRA_7B).await, (3, 2), "today's may lack yet");
    assert_eq!(on("2026-11-16T18:00", ALGEBRA_7B).await, (3, 2));
    assert_eq!(on("2026-11-16T18:01", ALGEBRA_7B).await, (3, 3));
    assert_eq!(on("2026-11-13T17:00", ALGEBRA_7B).await, (2, 1));
    // The lesson of the 12th has its homework.
    assert_eq!(on("2026-11-14T23:59", ALGEBRA_7A).await, (1, 0));
    assert_eq!(on("2026-11-15T00:00", ALGEBRA_7A).await, (1, 1));
}

/// Homework within 90 minutes of the class's last lesson (SGO154-2.7e), which ends at 14:00.
async fn the_last_bell_of_the_class_is_what_a_term_runs_from(store: Case) {
    for (moment, past) in [("12:30", 2), ("15:30", 2), ("15:31", 3)] {
        let moment = at(&format!("2026-11-16T{moment}"));
        let listed = store.journals(&reader(ORLOVA), None, moment).await.unwrap();
        assert_eq!(
            overdue(&listed.unwrap(), ALGEBRA_7B),
            (3, past),
            "{moment:?}"
        );
    }
}

async fn what_came_late_is_counted_by_lesson(store: Case) {
    let lesson = LessonId(1004);
    let made = |n, edit| submitted(n, change(n, lesson, at(NOW), edit));
    let changes = vec![
        made(1, roll_call()),
        made(2, absence(BELOVA, "present", "absent")),
    ];
    let outcome = store.apply_changes(batch(ORLOVA, NOW, changes)).await;
    let BatchOutcome::Stored { outcomes, .. } = outcome.unwrap() else {
        panic!("nothing was stored")
    };
    let is_late = |outcome: &ChangeOutcome| {
        matches!(
            outcome,
            ChangeOutcome::Applied {
                verdict: Verdict::Late { .. },
                ..
            }
        )
    };
    // The roll was called late, and with it it was said of each who is there.
    assert!(
        is_late(&outcomes[0]) && !is_late(&outcomes[1]),
        "{outcomes:?}"
    );
    let page = list(&store, ORLOVA, None).await.unwrap();
    let row = page.journals.iter().find(|row| row.journal == ALGEBRA_7B);
    assert_eq!(row.unwrap().late, 1);
    assert_eq!(row.unwrap().last_entry, Some(at(NOW)));
    let (orlova, on) = (reader(ORLOVA), day("2026-11-16"));
    let page = store.open_journal(&orlova, ALGEBRA_7B, None, on, None);
    let Some(Versioned::Page { page, .. }) = page.await.unwrap() else {
        panic!("no page")
    };
    let page = page.read().unwrap();
    assert_eq!(page.late, BTreeSet::from([lesson]));
}

/// English of the own class, which is a third grade in school 2 and a seventh in 3 (SOLO2-8.7b).
async fn the_class_teacher_of_a_primary_class_marks_its_periods(store: Case) {
    for (id, grade) in [(2, 3), (3, 7)] {
        let mut bundle = school(id);
        "solo-kommunar-2".clone_into(&mut bundle.school.regulation);
        for class in &mut bundle.classes {
            class.grade = grade;
        }
        store.import(bundle).await.unwrap();
        let step = FromTo::new("none".parse().unwrap(), "5".parse().unwrap());
        let pupil = ABRAMOV;
        let sheet = SheetId::Term {
            journal: ENGLISH_1,
            period: PeriodId(2),
        };
        let change = change(1, MONDAY, at(NOW), Edit::PeriodMark { pupil, step });
        let changes = vec![submitted(1, Change { sheet, ..change })];
        let batch = storage::Batch {
            school: SchoolId(id),
            ..batch(ORLOVA, NOW, changes)
        };
        let outcome = store.apply_changes(batch).await.unwrap();
        let BatchOutcome::Stored { outcomes, .. } = outcome else {
            panic!("nothing was stored")
        };
        let is_applied = matches!(outcomes[..], [ChangeOutcome::Applied { .. }]);
        assert_eq!(is_applied, grade == 3, "{outcomes:?}");
    }
}

async fn a_period_is_listed_by_its_id(store: Case) {
    let page = list(&store, ORLOVA, Some(PeriodId(1))).await.unwrap();
    assert_eq!((page.journals[0].held, page.journals[0].filled), (1, 0));
    assert_eq!(list(&store, ORLOVA, Some(PeriodId(404))).await, None);
}

/// School 2: 7А is a first grade there, and its lesson of the 12th has all but homework.
fn with_a_first_grade() -> Bundle {
    let mut bundle = school(2);
    for class in &mut bundle.classes {
        class.grade = if class.title == "7А" { 1 } else { 7 };
    }
    let first = SheetId::from(LessonId(4001));
    let is_homework = |edit: &Edit| matches!(edit, Edit::Homework { .. });
    let history = &mut bundle.history;
    history.retain(|past| past.change.sheet != first || !is_homework(&past.change.edit));
    history.push(past(13, 4001, LEBEDEVA, "2026-11-12T09:02", roll_call()));
    bundle
}

async fn a_first_grade_lacks_no_homework(store: Case) {
    store.import(with_a_first_grade()).await.unwrap();
    let of = |person| {
        let mut reader = reader(person);
        reader.school = SchoolId(2);
        reader
    };
    let deputy = of(DEPUTY);
    let listed = store.journals(&deputy, None, at(NOW)).await.unwrap();
    for row in listed.unwrap().journals {
        let opened = store.open_journal(&deputy, row.journal, None, day("2026-11-16"), None);
        let Some(Versioned::Page { page, .. }) = opened.await.unwrap() else {
            panic!("a journal that is listed opens")
        };
        let page = page.read().unwrap();
        assert_eq!(page.grade, row.grade, "{}", row.group);
        let sheets = page.grid.sheets.iter();
        let over = sheets.filter(|sheet| sheet.lesson.bells(SchoolTime::MOSCOW).1 <= at(NOW));
        let whole = over.filter(|sheet| !sheet.missing(page.grade).any());
        let whole = u32::try_from(whole.count()).unwrap();
        assert_eq!(row.filled, whole, "{}", row.group);
        if row.journal == ALGEBRA_7A {
            assert_eq!((row.grade, row.filled), (Some(1), 1));
        }
    }
    let teacher = of(LEBEDEVA);
    let today = store.today(&teacher, day("2026-11-16"), at(NOW));
    let today = today.await.unwrap();
    assert!(today.unfilled.is_empty(), "{:?}", today.unfilled);
    let grades = today.lessons.iter().map(|row| row.grade);
    assert_eq!(grades.collect::<Vec<_>>(), [Some(1), Some(7)]);
}
