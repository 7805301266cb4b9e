//! An absence and its reason: what is said of one cell is said of the other as it was seen.

use super::*;

fn ill(standing: Standing) -> AbsenceReason {
    AbsenceReason {
        standing,
        ..AbsenceReason::stated(ReasonKind::Illness)
    }
}

/// A pupil of whom `first` is written, and then `second` by whoever saw `seen` beside its cell.
fn taken(first: &[Edit], second: Edit, seen: Option<Content>) -> bool {
    let mut sheet = sheet();
    for edit in first {
        apply(&mut sheet, edit.clone()).unwrap();
    }
    let second = Change {
        beside: seen,
        after: None,
        ..change(second)
    };
    let before = sheet.clone();
    let answer = sheet.apply(&second, TEACHER, |_| true);
    if answer.is_err() {
        assert!(
            matches!(answer, Err(Refused::Conflict { .. })),
            "{answer:?}"
        );
        assert_eq!(sheet, before);
    }
    answer.is_ok()
}

#[rstest]
#[case::seen(None, true)]
#[case::by_a_teacher(Some(ill(Standing::Stated)), false)]
#[case::by_a_parent(Some(ill(Standing::Announced)), true)]
#[case::by_the_class_teacher(Some(ill(Standing::Confirmed)), true)]
fn an_absence_ends_if_its_reason_is_the_one_that_was_seen(
    #[case] meanwhile: Option<AbsenceReason>,
    #[case] expected: bool,
) {
    let absent = attendance(1, Attendance::Present, Attendance::Absent);
    let back = attendance(1, Attendance::Absent, Attendance::Present);
    let first = [absent, reason(None, meanwhile)];
    let seen = Some(Content::Reason(None));
    assert_eq!(taken(&first, back.clone(), seen), expected);
    assert!(taken(&first, back, None), "who says nothing of it means it");
}

#[rstest]
#[case::nobody(&[], true)]
#[case::marked_absent(&[attendance(1, Attendance::Present, Attendance::Absent)], false)]
fn what_was_announced_goes_if_nobody_marked_the_pupil(
    #[case] meanwhile: &[Edit],
    #[case] expected: bool,
) {
    let announced = Some(ill(Standing::Announced));
    let mut first = vec![reason(None, announced.clone())];
    first.extend_from_slice(meanwhile);
    let seen = Some(Content::Attendance(Attendance::Present));
    assert_eq!(taken(&first, reason(announced, None), seen), expected);
}

#[test]
fn an_answer_to_what_was_announced_and_gone_is_a_conflict() {
    let announced = Some(ill(Standing::Announced));
    let first = [
        reason(None, announced.clone()),
        reason(announced.clone(), None),
    ];
    let absent = attendance(1, Attendance::Present, Attendance::Absent);
    let seen = Some(Content::Reason(announced));
    assert!(!taken(&first, absent, seen));
}

/// That there is no reason was said of an absence, which another has ended meanwhile; or of a pupil
/// who came, whom another has marked late.
#[test]
fn that_there_is_no_reason_is_said_of_the_attendance_that_was_seen() {
    let ill = || Some(ill(Standing::Stated));
    let absent = attendance(1, Attendance::Present, Attendance::Absent);
    let back = attendance(1, Attendance::Absent, Attendance::Present);
    let gone = [
        absent.clone(),
        reason(None, ill()),
        back,
        reason(ill(), None),
    ];
    let of_an_absence = Some(Content::Attendance(Attendance::Absent));
    assert!(!taken(&gone, reason(ill(), None), of_an_absence.clone()));
    let stays = [absent, reason(None, ill()), reason(ill(), None)];
    assert!(taken(&stays, reason(ill(), None), of_an_absence.clone()));
    // The absence was not the writer's to mark.
    assert!(!taken(&[], reason(None, ill()), of_an_absence));
}

#[test]
fn two_who_say_the_same_do_not_disagree_about_what_is_beside() {
    let absent = attendance(1, Attendance::Present, Attendance::Absent);
    let first = [absent.clone(), reason(None, Some(ill(Standing::Stated)))];
    assert!(taken(&first, absent, Some(Content::Reason(None))));
}
