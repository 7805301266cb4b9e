//! Records that are removed, and what keeps one from it.

use super::*;
use crate::terms::taken_back;

on_both_databases!(
    the_id_of_a_removed_record_is_only_given_back_to_it,
    no_other_record_gets_the_id_of_a_removed_one,
    a_period_with_marks_is_not_removed,
    what_stood_in_a_removed_period_stays_in_its_log,
);

async fn the_id_of_a_removed_record_is_only_given_back_to_it(store: Case) {
    let at = of(RecordKind::Subject, 4);
    applied(&store, amendment(1, at, None, Some(subject("Химия")))).await;
    applied(&store, amendment(2, at, Some(subject("Химия")), None)).await;
    let page = list(&store, RecordKind::Subject).await;
    assert_eq!(page.records.len(), 3);
    assert_eq!(page.free_id, RecordId(5));
    let back = amendment(3, at, None, Some(subject("Химия")));
    applied(&store, back).await;
    assert_eq!(record(&store, at).await, subject("Химия"));
}

async fn no_other_record_gets_the_id_of_a_removed_one(store: Case) {
    let at = of(RecordKind::Subject, 4);
    let chemistry = subject("Химия");
    applied(&store, amendment(1, at, None, Some(chemistry.clone()))).await;
    applied(&store, amendment(2, at, Some(chemistry), None)).await;
    // Whatever is read anew knows it still.
    let above = of(RecordKind::Subject, 5);
    applied(&store, amendment(3, above, None, Some(subject("Физика")))).await;
    let other = amendment(4, at, None, Some(subject("Астрономия")));
    let done = amended(&store, ADMIN, vec![other]).await;
    let refusal = Refusal::Id;
    assert_eq!(done.outcomes, [AmendmentOutcome::Refused { refusal }]);
}

/// A mark for the second quarter.
pub fn period_mark(n: u64, when: &str, pupil: PupilId, old: &str, new: &str) -> storage::Submitted {
    let step = FromTo::new(old.parse().unwrap(), new.parse().unwrap());
    let edit = Edit::PeriodMark { pupil, step };
    let sheet = SheetId::Term {
        journal: ALGEBRA_7B,
        period: PeriodId(2),
    };
    let change = change(n, MONDAY, crate::fixture::at(when), edit);
    submitted(n, Change { sheet, ..change })
}

async fn a_period_with_marks_is_not_removed(store: Case) {
    let at = of(RecordKind::Period, 2);
    // What was taken back does not count.
    let set = period_mark(2, NOW, BELOVA, "none", "4");
    let back = taken_back(3, &set, NOW);
    let marks = vec![period_mark(1, NOW, ABRAMOV, "none", "5"), set, back];
    let written = store.apply_changes(batch(ORLOVA, NOW, marks)).await;
    let BatchOutcome::Stored { outcomes, .. } = written.unwrap() else {
        panic!()
    };
    let applied = |it: &ChangeOutcome| matches!(it, ChangeOutcome::Applied { .. });
    assert!(outcomes.iter().all(applied), "{outcomes:?}");
    let was = record(&store, at).await;
    let removal = amendment(1, at, Some(was), None);
    let seen = store.amend(gesture(ADMIN, vec![removal]), true).await;
    let seen = seen.unwrap();
    let [
        AmendmentOutcome::Refused {
            refusal: Refusal::InUse { found, .. },
        },
    ] = &*seen.outcomes
    else {
        panic!("{seen:?}")
    };
    assert_eq!((found.marks, found.journals), (1, 1));
}

async fn what_stood_in_a_removed_period_stays_in_its_log(store: Case) {
    let at = of(RecordKind::Period, 2);
    let set = period_mark(1, NOW, BELOVA, "none", "2");
    let back = taken_back(2, &set, NOW);
    let marks = vec![set, back];
    let written = store.apply_changes(batch(ORLOVA, NOW, marks)).await;
    assert!(matches!(written, Ok(BatchOutcome::Stored { .. })));
    let was = record(&store, at).await;
    applied(&store, amendment(1, at, Some(was), None)).await;
    let log = async |period: i64| {
        let sheet = SheetId::Term {
            journal: ALGEBRA_7B,
            period: PeriodId(period),
        };
        let read = store.sheet_log(&reader(ORLOVA), sheet, 0, 99).await;
        read.unwrap().map(|rows| rows.changes.len())
    };
    assert_eq!(log(2).await, Some(2));
    assert_eq!(log(9).await, None, "one that never was");
}
