//! Whose a sheet is, and what of it.

use super::*;

#[test]
fn in_a_sheet_that_is_not_anothers_only_confirmed_reasons_can_be_forbidden() {
    let roll_call = Edit::RollCall {
        step: FromTo::new(false, true),
    };
    let period_mark = Edit::PeriodMark {
        pupil: PupilId(3),
        step: FromTo::new(PeriodMark::default(), "5".parse().unwrap()),
    };
    let stated = reason(Standing::Stated);
    let of_lessons = [mark(None, Some(5)), absent(), stated, roll_call];
    for id in Regulation::shipped_ids() {
        let regulation = Regulation::shipped(id).unwrap();
        for role in Role::ALL {
            let actor = Actor {
                person: PersonId(7),
                roles: Roles(vec![*role]),
            };
            for relation in [OWN, SUBSTITUTE, TAUGHT, CLASS, NONE] {
                let anothers = |kind| regulation.is_anothers(&actor, kind, relation);
                let forbids = |edit| regulation.forbids(&actor, edit, relation);
                let lesson = anothers(SheetKind::Lesson);
                assert_eq!(lesson, forbids(&of_lessons[3]), "the roll is its keeper's");
                assert_eq!(anothers(SheetKind::Term), forbids(&period_mark));
                let access = regulation.access(&actor, SheetKind::Lesson, relation);
                let writes = [
                    forbids(&of_lessons[1]).is_none(),
                    forbids(&of_lessons[2]).is_none(),
                ];
                let of_access = match access {
                    Access::Keeps | Access::Attendance => [true, true],
                    Access::Reasons => [false, true],
                    Access::Reads => [false, false],
                };
                assert_eq!(writes, of_access, "{id} {role:?} {relation:?}");
                if lesson.is_none() {
                    assert!(of_lessons.iter().all(|edit| forbids(edit).is_none()));
                    assert!(!relation.class_teacher, "only the class's lessons");
                }
            }
        }
    }
}
