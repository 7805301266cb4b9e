//! A pupil who goes on within a period in another class: marks, averages, the mark for the period.

use super::people::{CLASS_7A, CLASS_7B, free, line, moved, opened, order};
use super::*;
use crate::terms::taken_back;
use journal::view::{Carried, JournalPage};

on_both_databases!(
    marks_go_with_a_pupil_to_the_journal_that_goes_on,
    the_mark_for_a_period_is_given_where_the_pupil_is_at_its_end,
    who_leaves_the_school_is_marked_where_he_was,
    a_subject_that_the_new_class_does_not_learn_is_marked_in_the_old,
    a_move_that_is_taken_back_leaves_nothing_behind,
    a_pupil_has_one_number_in_the_roll_and_in_the_grid,
);

/// The lessons of that Monday are over.
const TAUGHT: &str = "2026-11-16T14:30";
/// Two lessons of 7Б in the second quarter.
const NINTH: LessonId = LessonId(1002);
const ELEVENTH: LessonId = LessonId(1003);

async fn transferred(store: &Case, n: u64, on: &str, class: ClassId) -> RecordRef {
    let there = line(BELOVA, MovementSort::Move, on, Some(class));
    let (order, done) = moved(store, n, OrderSort::Transfer, there).await;
    assert_eq!(done.totals.created, 2, "{done:?}");
    order
}

fn row(page: &JournalPage) -> &Member {
    let mut members = page.grid.members.iter();
    members.find(|row| row.pupil == BELOVA).unwrap()
}

async fn written(
    store: &Case,
    n: u64,
    person: PersonId,
    sheet: impl Into<SheetId>,
    edit: Edit,
) -> ChangeOutcome {
    let one = submitted_at(n, sheet.into(), edit);
    sent(store, (person, 100 + n), one).await
}

fn submitted_at(n: u64, sheet: SheetId, edit: Edit) -> storage::Submitted {
    let change = change(n, MONDAY, crate::fixture::at(TAUGHT), edit);
    storage::Submitted {
        n: 1,
        ..submitted(n, Change { sheet, ..change })
    }
}

/// From a device of its own.
async fn sent(
    store: &Case,
    (person, of): (PersonId, u64),
    one: storage::Submitted,
) -> ChangeOutcome {
    let batch = storage::Batch {
        device: device(of),
        ..batch(person, TAUGHT, vec![one])
    };
    match store.apply_changes(batch).await.unwrap() {
        BatchOutcome::Stored { mut outcomes, .. } => outcomes.remove(0),
        other => panic!("{other:?}"),
    }
}

fn quarter(journal: JournalId) -> SheetId {
    let period = PeriodId(2);
    SheetId::Term { journal, period }
}

fn for_quarter(pupil: PupilId, old: &str, new: &str) -> Edit {
    let step = FromTo::new(old.parse().unwrap(), new.parse().unwrap());
    Edit::PeriodMark { pupil, step }
}

fn is_applied(outcome: &ChangeOutcome) -> bool {
    matches!(outcome, ChangeOutcome::Applied { .. })
}

async fn marks_go_with_a_pupil_to_the_journal_that_goes_on(store: Case) {
    transferred(&store, 10, "2026-11-12", CLASS_7A).await;
    let page = opened(&store, ALGEBRA_7A).await;
    let carried = Carried {
        group: "7Б".into(),
        date: day("2026-11-11"),
        mark: Mark::new("5".parse().unwrap(), 3),
    };
    assert_eq!(page.carried(BELOVA), std::slice::from_ref(&carried));
    // The new journal's own mark, and one that her former teacher enters late.
    let new = mark(BELOVA, ORAL, None, "4");
    let new = written(&store, 1, LEBEDEVA, MONDAY_7A, new).await;
    let late = mark(BELOVA, ORAL, None, "3");
    let late = written(&store, 2, ORLOVA, NINTH, late).await;
    assert!(is_applied(&new) && is_applied(&late), "{new:?} {late:?}");
    let page = opened(&store, ALGEBRA_7A).await;
    let dates = page.carried(BELOVA).iter().map(|carried| carried.date);
    let dates: Vec<_> = dates.collect();
    assert_eq!(dates, [day("2026-11-09"), day("2026-11-11")]);
    let tally = page.tally(row(&page));
    // 5 × 3 + 4 × 1 + 3 × 1 over 5.
    assert_eq!((tally.count, tally.weighted, tally.weight), (3, 22, 5));
    let reader = reader(LEBEDEVA);
    let lesson = store.open_lesson(&reader, MONDAY_7A, None);
    let Some(Versioned::Page { page: lesson, .. }) = lesson.await.unwrap() else {
        panic!("no lesson")
    };
    let lesson = lesson.read().unwrap();
    let outside = lesson.standing[&BELOVA];
    assert_eq!((outside.count, outside.weighted), (2, 18), "but its own");
    // In the old journal, the marks of her days there, and none that comes from the new one.
    let old = opened(&store, ALGEBRA_7B).await;
    assert_eq!(old.carried(BELOVA), []);
    assert_eq!(old.tally(row(&old)).count, 2);
}

async fn the_mark_for_a_period_is_given_where_the_pupil_is_at_its_end(store: Case) {
    let early = submitted_at(1, quarter(ALGEBRA_7B), for_quarter(BELOVA, "none", "4"));
    let away = storage::Submitted {
        n: 2,
        ..taken_back(3, &early, TAUGHT)
    };
    let early = sent(&store, (ORLOVA, 101), early).await;
    assert!(is_applied(&early), "{early:?}");
    transferred(&store, 10, "2026-11-12", CLASS_7A).await;
    let old = opened(&store, ALGEBRA_7B).await;
    assert_eq!(old.moved[&BELOVA], "7А");
    assert!(!old.gives_term_mark(row(&old)));
    let mend = for_quarter(BELOVA, "4", "5");
    let mend = written(&store, 2, ORLOVA, quarter(ALGEBRA_7B), mend).await;
    assert_eq!(mend, Invalid::NotAMember(BELOVA).into());
    let away = sent(&store, (ORLOVA, 101), away).await;
    assert!(is_applied(&away), "{away:?}");
    let new = opened(&store, ALGEBRA_7A).await;
    assert!(new.moved.is_empty() && new.gives_term_mark(row(&new)));
    let there = for_quarter(BELOVA, "none", "5");
    let there = written(&store, 4, LEBEDEVA, quarter(ALGEBRA_7A), there).await;
    assert!(is_applied(&there), "{there:?}");
    // And back: now the old journal goes on, with what she got meanwhile.
    let given = mark(BELOVA, ORAL, None, "4");
    let given = written(&store, 5, LEBEDEVA, MONDAY_7A, given).await;
    assert!(is_applied(&given), "{given:?}");
    transferred(&store, 20, "2026-11-17", CLASS_7B).await;
    let old = opened(&store, ALGEBRA_7B).await;
    let away = DaySpan::new(day("2026-11-12"), day("2026-11-16"));
    assert_eq!(row(&old).away, [away]);
    assert!(old.gives_term_mark(row(&old)));
    assert_eq!(old.tally(row(&old)).count, 2, "5 here, 4 there");
    let new = opened(&store, ALGEBRA_7A).await;
    assert_eq!(new.moved[&BELOVA], "7Б");
}

async fn who_leaves_the_school_is_marked_where_he_was(store: Case) {
    let leave = line(VOLKOV, MovementSort::Leave, "2026-11-21", None);
    let (_, done) = moved(&store, 10, OrderSort::Departure, leave).await;
    assert_eq!(done.totals.created, 2, "{done:?}");
    assert!(opened(&store, ALGEBRA_7B).await.moved.is_empty());
    let edit = for_quarter(VOLKOV, "none", "4");
    let given = written(&store, 1, ORLOVA, quarter(ALGEBRA_7B), edit).await;
    assert!(is_applied(&given), "{given:?}");
}

async fn a_subject_that_the_new_class_does_not_learn_is_marked_in_the_old(store: Case) {
    transferred(&store, 10, "2026-11-12", CLASS_7A).await;
    let english = opened(&store, ENGLISH_1).await;
    assert!(english.moved.is_empty(), "{:?}", english.moved);
    assert!(english.gives_term_mark(row(&english)));
    let edit = for_quarter(BELOVA, "none", "4");
    let given = written(&store, 1, ZIMIN, quarter(ENGLISH_1), edit).await;
    assert!(is_applied(&given), "{given:?}");
}

async fn a_move_that_is_taken_back_leaves_nothing_behind(store: Case) {
    let before = opened(&store, ALGEBRA_7A).await;
    let transfer = transferred(&store, 10, "2026-11-12", CLASS_7A).await;
    assert!(!opened(&store, ALGEBRA_7A).await.carried.is_empty());
    let back = Record::Order(OrderRecord {
        cancels: Some(OrderId(transfer.id.0)),
        ..order("21-у", OrderSort::Cancelling)
    });
    let at = free(&store, RecordKind::Order).await;
    applied(&store, amendment(20, at, None, Some(back))).await;
    assert_eq!(opened(&store, ALGEBRA_7A).await, before);
    let old = opened(&store, ALGEBRA_7B).await;
    assert!(old.moved.is_empty());
    let entry = old.grid.sheet(ELEVENTH).unwrap().entry(BELOVA);
    assert!(entry.is_some());
}

/// Who comes or leaves within the period has a number in all of it, and the others keep theirs.
async fn a_pupil_has_one_number_in_the_roll_and_in_the_grid(store: Case) {
    transferred(&store, 10, "2026-11-12", CLASS_7A).await;
    let orlova = reader(ORLOVA);
    let grid = opened(&store, ALGEBRA_7B).await.grid.members;
    let numbers: Vec<_> = grid.iter().map(|member| member.number).collect();
    let places: Vec<_> = (1..).map(Some).take(grid.len()).collect();
    assert_eq!(numbers, places);
    for (lesson, has_her) in [(ELEVENTH, true), (MONDAY, false)] {
        let page = store.open_lesson(&orlova, lesson, None).await.unwrap();
        let Some(Versioned::Page { page, .. }) = page else {
            panic!("no {lesson}")
        };
        let page = page.read().unwrap();
        let roll = page.members.iter();
        let roll: Vec<_> = roll.map(|member| (member.pupil, member.number)).collect();
        assert_eq!(roll.iter().any(|(pupil, _)| *pupil == BELOVA), has_her);
        let here = grid
            .iter()
            .filter(|member| has_her || member.pupil != BELOVA);
        let here: Vec<_> = here.map(|member| (member.pupil, member.number)).collect();
        assert_eq!(roll, here, "{lesson}");
    }
}
