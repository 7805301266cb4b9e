//! The days of a pupil in a group, and what was written on other days.

use super::people::{CLASS_7A, CLASS_7B, free, line, listed, moved, opened};
use super::years::next_year;
use super::*;
use journal::view::JournalPage;

on_both_databases!(
    who_left_and_came_back_has_one_row,
    what_stands_outside_the_days_is_seen_and_can_be_taken_away,
    who_never_was_in_the_class_is_seen_by_what_was_written,
    marks_outside_the_days_are_in_no_average_of_a_lesson,
    who_is_not_in_the_class_is_not_among_the_absent,
    a_group_of_classes_keeps_its_grade_when_its_pupils_go_on,
);

/// Has a mark of 11 November, in this lesson.
const WRITTEN: LessonId = LessonId(1003);

fn row(page: &JournalPage, pupil: PupilId) -> Vec<Member> {
    let members = page.grid.members.iter();
    members.filter(|row| row.pupil == pupil).cloned().collect()
}

async fn left(store: &Case, n: u64, pupil: PupilId, on: &str) {
    let leave = line(pupil, MovementSort::Leave, on, None);
    let (_, done) = moved(store, n, OrderSort::Departure, leave).await;
    assert_eq!(done.totals.created, 2, "{done:?}");
}

async fn came(store: &Case, n: u64, pupil: PupilId, on: &str) {
    let back = line(pupil, MovementSort::Enrol, on, Some(CLASS_7B));
    let (_, done) = moved(store, n, OrderSort::Enrolment, back).await;
    assert_eq!(done.totals.created, 2, "{done:?}");
}

async fn written(store: &Case, edits: Vec<Edit>) -> Vec<ChangeOutcome> {
    let numbered = (1..).zip(edits);
    let changes = numbered.map(|(n, edit)| {
        let change = change(n, WRITTEN, crate::fixture::at(NOW), edit);
        submitted(n, change)
    });
    let batch = batch(ORLOVA, NOW, changes.collect());
    match store.apply_changes(batch).await.unwrap() {
        BatchOutcome::Stored { outcomes, .. } => outcomes,
        other => panic!("{other:?}"),
    }
}

fn stranger(pupil: PupilId) -> ChangeOutcome {
    Invalid::NotAMember(pupil).into()
}

async fn who_left_and_came_back_has_one_row(store: Case) {
    let before = opened(&store, ALGEBRA_7B).await.grid.members.len();
    left(&store, 10, BELOVA, "2026-11-12").await;
    came(&store, 20, BELOVA, "2026-11-17").await;
    let page = opened(&store, ALGEBRA_7B).await;
    assert_eq!(page.grid.members.len(), before);
    let [row] = &*row(&page, BELOVA) else {
        panic!("{:?}", page.grid.members)
    };
    let away = DaySpan::new(day("2026-11-12"), day("2026-11-16"));
    assert_eq!((row.from, row.until, &*row.away), (None, None, &[away][..]));
    assert!(!listed(&store, MONDAY).await.contains(&BELOVA));
    let there = listed(&store, SUBSTITUTED).await;
    let times = there.iter().filter(|pupil| **pupil == BELOVA).count();
    assert_eq!(times, 1);
}

async fn what_stands_outside_the_days_is_seen_and_can_be_taken_away(store: Case) {
    let move_to = line(BELOVA, MovementSort::Move, "2026-11-11", Some(CLASS_7A));
    moved(&store, 10, OrderSort::Transfer, move_to).await;
    let page = opened(&store, ALGEBRA_7B).await;
    let [row] = &*row(&page, BELOVA) else {
        panic!("{:?}", page.grid.members)
    };
    assert_eq!(row.until, Some(day("2026-11-10")));
    let entry = page.grid.sheet(WRITTEN).unwrap().entry(BELOVA);
    assert!(entry.is_some(), "kept");
    assert_eq!(page.grid.tally(row).count, 0, "in no average");
    let mended = mark(BELOVA, TEST, Some("5"), "4");
    let away = mark(BELOVA, TEST, Some("5"), "");
    let another = mark(BELOVA, TEST, None, "5");
    let outcomes = written(&store, vec![mended, away, another]).await;
    assert_eq!(outcomes[0], stranger(BELOVA));
    let taken = matches!(outcomes[1], ChangeOutcome::Applied { .. });
    assert!(taken, "{outcomes:?}");
    assert_eq!(outcomes[2], stranger(BELOVA));
    let page = opened(&store, ALGEBRA_7B).await;
    let entry = page.grid.sheet(WRITTEN).unwrap().entry(BELOVA);
    assert_eq!(entry, None);
}

async fn who_never_was_in_the_class_is_seen_by_what_was_written(store: Case) {
    let never = line(BELOVA, MovementSort::NoShow, "2026-09-01", None);
    let (_, done) = moved(&store, 10, OrderSort::Enrolment, never).await;
    assert_eq!(done.totals.created, 2, "{done:?}");
    let page = opened(&store, ALGEBRA_7B).await;
    let [row] = &*row(&page, BELOVA) else {
        panic!("{:?}", page.grid.members)
    };
    assert!(!row.belongs_within((page.period.starts, page.period.ends)));
    assert_eq!(row.name.last, "Белова");
    let names: Vec<_> = page
        .grid
        .members
        .iter()
        .map(|row| &*row.name.last)
        .collect();
    assert_eq!(names[..2], ["Абрамов", "Белова"]);
    let outcomes = written(&store, vec![mark(BELOVA, TEST, Some("5"), "")]).await;
    let taken = matches!(outcomes[0], ChangeOutcome::Applied { .. });
    assert!(taken, "{outcomes:?}");
    let page = opened(&store, ALGEBRA_7B).await;
    assert_eq!(self::row(&page, BELOVA), [], "nothing of hers is left");
}

async fn standing(store: &Case, pupil: PupilId) -> Option<Tally> {
    let deputy = reader(DEPUTY);
    let page = store.open_lesson(&deputy, SUBSTITUTED, None);
    let Some(Versioned::Page { page, .. }) = page.await.unwrap() else {
        panic!("no lesson")
    };
    let page = page.read().unwrap();
    page.standing.get(&pupil).copied()
}

async fn marks_outside_the_days_are_in_no_average_of_a_lesson(store: Case) {
    assert_eq!(standing(&store, BELOVA).await.unwrap().count, 1);
    left(&store, 10, BELOVA, "2026-11-10").await;
    came(&store, 20, BELOVA, "2026-11-12").await;
    assert!(listed(&store, SUBSTITUTED).await.contains(&BELOVA));
    assert_eq!(standing(&store, BELOVA).await, None);
}

async fn who_is_not_in_the_class_is_not_among_the_absent(store: Case) {
    let now = crate::fixture::at("2026-11-16T16:00");
    let absent = async || {
        let reader = reader(ORLOVA);
        let page = store.today(&reader, day("2026-11-11"), now).await.unwrap();
        let row = page.lessons.iter().find(|row| row.lesson.id == WRITTEN);
        let row = row.unwrap();
        (row.pupils, row.absent, row.marks)
    };
    assert_eq!(absent().await, (5, 1, 2));
    left(&store, 10, VOLKOV, "2026-11-11").await;
    assert_eq!(absent().await, (4, 0, 2));
}

async fn a_group_of_classes_keeps_its_grade_when_its_pupils_go_on(store: Case) {
    let grade = opened(&store, CHESS).await.grade;
    assert_eq!(grade, Some(7));
    next_year(&store).await;
    let class = free(&store, RecordKind::Class).await;
    let made = Record::Class(ClassRecord {
        year: YearId(2),
        grade: 8,
        title: "8Б".into(),
    });
    applied(&store, amendment(10, class, None, Some(made))).await;
    let on = Some(ClassId(class.id.0));
    let promoted = line(ABRAMOV, MovementSort::Promote, "2027-09-01", on);
    let (_, done) = moved(&store, 20, OrderSort::Promotion, promoted).await;
    assert_eq!(done.totals.created, 2, "{done:?}");
    assert_eq!(opened(&store, CHESS).await.grade, grade);
}
