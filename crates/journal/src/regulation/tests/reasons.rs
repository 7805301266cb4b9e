//! Who gives the reasons of absences.

use super::*;

#[test]
fn the_class_teacher_confirms_reasons_and_the_subject_teacher_states_them() {
    let on = |relation, standing| {
        judge(
            "solo-kommunar-2",
            Role::Teacher,
            relation,
            reason(standing),
            "2026-10-01 10:00",
        )
    };
    assert!(on(OWN, Standing::Stated).accepts());
    assert!(on(CLASS, Standing::Confirmed).accepts());
    assert!(on(CLASS, Standing::Announced).accepts());
    for standing in [Standing::Confirmed, Standing::Announced] {
        let refused = on(OWN, standing);
        assert_eq!(refused.clause().unwrap().id, "SOLO2-8.5.1a", "{standing:?}");
    }
}

/// But the pupil may come after all.
#[test]
fn no_subject_teacher_puts_another_reason_in_the_place_of_one_that_was_announced() {
    let announced = Some(AbsenceReason {
        standing: Standing::Announced,
        ..AbsenceReason::stated(ReasonKind::Valid)
    });
    let becomes = |relation, new: Option<AbsenceReason>| {
        let edit = Edit::Reason {
            pupil: PupilId(1),
            step: FromTo::new(announced.clone(), new),
        };
        let at = "2026-10-01 10:00";
        judge("solo-kommunar-2", Role::Teacher, relation, edit, at)
    };
    let truant = || Some(AbsenceReason::stated(ReasonKind::Invalid));
    let refused = becomes(OWN, truant());
    assert_eq!(refused.clause().unwrap().id, "SOLO2-8.5.1a");
    assert!(becomes(CLASS, truant()).accepts());
    assert!(becomes(OWN, None).accepts(), "the pupil came");
}

/// «The pupil came» is undone like anything else.
#[rstest]
#[case::undo_of_ones_own(OWN, true, true)]
#[case::undo_of_anothers(OWN, false, false)]
#[case::undo_of_the_class_teacher(CLASS, true, true)]
fn what_was_announced_stands_again_when_that_the_pupil_came_is_taken_back(
    #[case] relation: Relation,
    #[case] takes_back: bool,
    #[case] taken: bool,
) {
    let announced = AbsenceReason {
        standing: Standing::Announced,
        ..AbsenceReason::stated(ReasonKind::Valid)
    };
    let edit = Edit::Reason {
        pupil: PupilId(1),
        step: FromTo::new(None, Some(announced)),
    };
    let undo = Change {
        ground: Some(Ground::Settles {
            change: ChangeId(uuid::Uuid::from_u128(1)),
        }),
        ..change(edit)
    };
    let lesson = lesson();
    let years = years(YearState::Open);
    let context = Context {
        relation,
        takes_back: takes_back.then_some(Timestamp(0)),
        ..context(Occasion::Lesson(&lesson), at("2026-10-01 10:00"), &years)
    };
    let actor = Actor {
        person: PersonId(7),
        roles: Roles(vec![Role::Teacher]),
    };
    let regulation = Regulation::shipped("solo-kommunar-2").unwrap();
    assert_eq!(regulation.judge(&actor, &undo, &context).accepts(), taken);
}
