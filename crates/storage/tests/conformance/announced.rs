//! What a class teacher has announced, under the entries of whoever gives the lesson.

use crate::batches::{Case, NOW, apply};
use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::*;
use storage::Batch;

on_every_backend!(
    nobody_announces_by_an_undo_of_nothing,
    nobody_announces_by_an_undo_of_what_wrote_nothing,
    what_was_announced_comes_back_from_under_own_entries,
    what_was_announced_comes_back_from_under_anothers_entry,
);

/// Who gives the lesson may say that the pupil came, and take that back; but not invent that
/// somebody had announced it.
async fn nobody_announces_by_an_undo_of_nothing(store: Case) {
    const LESSON: LessonId = LessonId(4002);
    let pupil = PupilId(201);
    let reason = |old: Option<AbsenceReason>, new: Option<AbsenceReason>| Edit::Reason {
        pupil,
        step: FromTo::new(old, new),
    };
    let stated = || Some(AbsenceReason::stated(ReasonKind::Illness));
    let announced = stated().map(|reason| AbsenceReason {
        standing: Standing::Announced,
        ..reason
    });
    let said = change(1, LESSON, at(NOW), reason(None, stated()));
    let unsaid = change(2, LESSON, at(NOW), reason(stated(), None));
    let named = unsaid.id;
    let forged = Change {
        ground: Some(Ground::Settles { change: named }),
        ..change(3, LESSON, at(NOW), reason(None, announced))
    };
    let numbered = (1..).zip([said, unsaid, forged]);
    let changes = numbered.map(|(n, change)| submitted(n, change)).collect();
    let outcomes = apply(&store, batch(LEBEDEVA, NOW, changes)).await;
    let forbidden = matches!(
        &outcomes[2],
        ChangeOutcome::Refused {
            problem: ChangeRefusal::Judged {
                verdict: Verdict::Forbidden { .. }
            }
        }
    );
    assert!(forbidden, "{outcomes:?}");
}

/// It says that it took a reason away where there was none, and is the first of an own chain.
async fn nobody_announces_by_an_undo_of_what_wrote_nothing(store: Case) {
    const LESSON: LessonId = LessonId(4002);
    let reason = |old: Option<AbsenceReason>, new: Option<AbsenceReason>| Edit::Reason {
        pupil: PupilId(201),
        step: FromTo::new(old, new),
    };
    let stated = || Some(AbsenceReason::stated(ReasonKind::Illness));
    let announced = stated().map(|reason| AbsenceReason {
        standing: Standing::Announced,
        ..reason
    });
    let nothing = change(1, LESSON, at(NOW), reason(stated(), None));
    let said = change(2, LESSON, at(NOW), reason(None, stated()));
    let unsaid = back(3, &said);
    let forged = Change {
        ground: Some(Ground::Settles { change: nothing.id }),
        after: Some(nothing.id),
        ..change(4, LESSON, at(NOW), reason(None, announced))
    };
    let numbered = (1..).zip([nothing, said, unsaid, forged]);
    let changes = numbered.map(|(n, change)| submitted(n, change)).collect();
    let outcomes = apply(&store, batch(LEBEDEVA, NOW, changes)).await;
    assert!(
        matches!(
            outcomes[..],
            [
                ..,
                ChangeOutcome::Applied { .. },
                ChangeOutcome::Refused { .. }
            ]
        ),
        "{outcomes:?}"
    );
}

/// The class teacher has announced it; who gives the lesson says that the pupil came, then that the
/// pupil is ill, and takes back the one and the other.
async fn what_was_announced_comes_back_from_under_own_entries(store: Case) {
    let [came, ill] = announced_and_written_over(&store).await;
    let back = [back(4, &ill), back(5, &came)];
    let changes = (1..).zip([came, ill].into_iter().chain(back));
    let changes = changes.map(|(n, change)| submitted(n, change)).collect();
    let outcomes = apply(&store, batch(LEBEDEVA, NOW, changes)).await;
    let is_applied = |outcome: &ChangeOutcome| matches!(outcome, ChangeOutcome::Applied { .. });
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
}

async fn what_was_announced_comes_back_from_under_anothers_entry(store: Case) {
    let [came, ill] = announced_and_written_over(&store).await;
    let desk = |n, change: &Change| batch(LEBEDEVA, NOW, vec![submitted(n, change.clone())]);
    let other = |n, change: &Change| Batch {
        device: device(9),
        ..desk(n, change)
    };
    let [not_came, not_ill, not_came_after_all] = [back(4, &came), back(5, &ill), back(6, &came)];
    let turns = [
        (desk(1, &came), true),
        (other(1, &ill), true),
        (desk(2, &not_came), false),
        (other(2, &not_ill), true),
        (desk(3, &not_came_after_all), true),
    ];
    for (turn, is_taken) in turns {
        let outcomes = apply(&store, turn).await;
        let is_applied = matches!(outcomes[..], [ChangeOutcome::Applied { .. }]);
        assert_eq!(is_applied, is_taken, "{outcomes:?}");
    }
}

/// Zimin has announced an absence; a teacher marks that the pupil is there, and then as ill.
async fn announced_and_written_over(store: &Case) -> [Change; 2] {
    const LESSON: LessonId = LessonId(4002);
    let reason = |old: Option<AbsenceReason>, new: Option<AbsenceReason>| Edit::Reason {
        pupil: PupilId(201),
        step: FromTo::new(old, new),
    };
    let stated = || Some(AbsenceReason::stated(ReasonKind::Illness));
    let announced = || {
        stated().map(|reason| AbsenceReason {
            standing: Standing::Announced,
            ..reason
        })
    };
    let said = change(1, LESSON, at(NOW), reason(None, announced()));
    let outcomes = apply(store, batch(ZIMIN, NOW, vec![submitted(1, said)])).await;
    assert!(
        matches!(outcomes[0], ChangeOutcome::Applied { .. }),
        "{outcomes:?}"
    );
    [
        change(2, LESSON, at(NOW), reason(announced(), None)),
        change(3, LESSON, at(NOW), reason(None, stated())),
    ]
}

fn back(n: u64, of: &Change) -> Change {
    of.invert(ChangeId(uuid(1, n)), GestureId(uuid(2, n)), at(NOW))
}
