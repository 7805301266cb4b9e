//! Applying, inverting and refusing changes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_imports,
    reason = "a test may panic; its helpers too"
)]

use chrono::{NaiveDate, NaiveTime};
use journal::*;
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeSet;
use uuid::Uuid;

#[path = "apply/letters.rs"]
mod letters;

fn sheet() -> Sheet {
    Sheet::new(Lesson {
        id: LessonId(10),
        journal: JournalId(1),
        date: NaiveDate::from_ymd_opt(2026, 11, 16).unwrap(),
        number: 2,
        starts: NaiveTime::from_hms_opt(9, 25, 0).unwrap(),
        ends: NaiveTime::from_hms_opt(10, 10, 0).unwrap(),
        room: Some("21".into()),
        teacher: PersonId(7),
    })
}

fn change(edit: Edit) -> Change {
    Change {
        id: ChangeId(Uuid::from_u128(1)),
        gesture: GestureId(Uuid::from_u128(2)),
        made_at: Timestamp(1_000),
        sheet: LessonId(10).into(),
        edit,
        ground: None,
        beside: None,
        after: None,
    }
}

const TEACHER: PersonId = PersonId(7);
const WORK: WorkRef = WorkRef {
    kind: WorkKindId(1),
    nth: 0,
};

fn apply(sheet: &mut Sheet, edit: Edit) -> Result<(), Refused> {
    sheet.apply(&change(edit), TEACHER, |pupil| pupil.0 < 5)
}

#[rstest]
#[case("5", false)]
#[case("4/5", false)]
#[case("point:2026-11-20", false)]
#[case("pass", true)]
#[case("fail", true)]
#[case("exempt", true)]
#[case("not-attested", true)]
fn a_journal_without_marks_takes_no_grade_and_no_point(#[case] value: &str, #[case] taken: bool) {
    let mut sheet = sheet();
    let edit = |old, new| Edit::Mark {
        pupil: PupilId(1),
        work: WORK,
        step: FromTo::new(old, new),
    };
    sheet.without_marks = true;
    let answer = apply(&mut sheet, edit(None, mark(value)));
    if taken {
        assert_eq!(answer, Ok(()));
    } else {
        assert_eq!(answer, Err(Refused::Invalid(Invalid::WithoutMarks)));
        assert_eq!(sheet.entry(PupilId(1)), None);
    }
    assert_eq!(
        apply(
            &mut sheet,
            attendance(2, Attendance::Present, Attendance::Absent)
        ),
        Ok(())
    );
    // What was given before the school said so can be taken away.
    sheet.without_marks = false;
    let _ = apply(&mut sheet, edit(None, mark("2")));
    sheet.without_marks = true;
    let stands = sheet
        .entry(PupilId(1))
        .and_then(|entry| entry.mark(WORK))
        .cloned();
    assert_eq!(apply(&mut sheet, edit(stands, None)), Ok(()));
}

fn attendance(pupil: i64, old: Attendance, new: Attendance) -> Edit {
    Edit::Attendance {
        pupil: PupilId(pupil),
        step: FromTo::new(old, new),
    }
}

fn mark(value: &str) -> Option<Mark> {
    value.parse().ok().map(|value| Mark::new(value, 1))
}

fn mark_edit(pupil: i64, old: Option<Mark>, new: Option<Mark>) -> Edit {
    Edit::Mark {
        pupil: PupilId(pupil),
        work: WORK,
        step: FromTo::new(old, new),
    }
}

fn homework(text: &str, audience: Audience) -> Edit {
    let homework = Homework {
        text: text.into(),
        audience,
        ..Homework::default()
    };
    Edit::Homework {
        slot: 0,
        step: FromTo::new(None, Some(homework)),
    }
}

fn reason(old: Option<AbsenceReason>, new: Option<AbsenceReason>) -> Edit {
    Edit::Reason {
        pupil: PupilId(1),
        step: FromTo::new(old, new),
    }
}

#[test]
fn the_first_writer_stands() {
    let mut sheet = sheet();
    apply(&mut sheet, mark_edit(1, None, mark("5"))).unwrap();
    let refused = apply(&mut sheet, mark_edit(1, None, mark("3"))).unwrap_err();
    assert_eq!(
        refused,
        Refused::Conflict {
            cell: Cell::Mark {
                pupil: PupilId(1),
                work: WORK
            },
            now: Box::new(Content::Mark(mark("5")))
        }
    );
    assert_eq!(
        sheet.entry(PupilId(1)).unwrap().mark(WORK),
        mark("5").as_ref()
    );
}

#[test]
fn who_says_the_same_does_not_disagree() {
    let mut sheet = sheet();
    let absent = || attendance(1, Attendance::Present, Attendance::Absent);
    apply(&mut sheet, absent()).unwrap();
    apply(&mut sheet, absent()).unwrap();
    assert_eq!(sheet.attendance(PupilId(1)), Attendance::Absent);
}

#[test]
fn nobody_absent_is_not_the_same_as_not_taken() {
    let mut sheet = sheet();
    assert_eq!(sheet.roll_call, None);
    apply(
        &mut sheet,
        Edit::RollCall {
            step: FromTo::new(false, true),
        },
    )
    .unwrap();
    assert_eq!(
        sheet.roll_call,
        Some(RollCall {
            by: TEACHER,
            at: Timestamp(1_000)
        })
    );
    assert!(sheet.entries.is_empty());
}

#[test]
fn a_reason_leaves_the_fact_alone() {
    let mut sheet = sheet();
    apply(
        &mut sheet,
        attendance(1, Attendance::Present, Attendance::Absent),
    )
    .unwrap();
    let reason = AbsenceReason::stated(ReasonKind::Illness);
    apply(
        &mut sheet,
        Edit::Reason {
            pupil: PupilId(1),
            step: FromTo::new(None, Some(reason)),
        },
    )
    .unwrap();
    assert_eq!(sheet.attendance(PupilId(1)), Attendance::Absent);
    apply(
        &mut sheet,
        Edit::Reason {
            pupil: PupilId(1),
            step: FromTo::new(Some(AbsenceReason::stated(ReasonKind::Illness)), None),
        },
    )
    .unwrap();
    assert_eq!(sheet.attendance(PupilId(1)), Attendance::Absent);
}

#[rstest]
#[case::whole_lesson(45, true)]
#[case::longer_than_the_lesson(46, false)]
#[case::not_late_at_all(0, false)]
fn late_never_longer_than_the_lesson(#[case] minutes: u16, #[case] allowed: bool) {
    let edit = attendance(1, Attendance::Present, Attendance::Late { minutes });
    assert_eq!(apply(&mut sheet(), edit).is_ok(), allowed);
}

#[rstest]
#[case::stranger(attendance(9, Attendance::Present, Attendance::Absent))]
#[case::weightless(mark_edit(1, None, Some(Mark::new("5".parse().unwrap(), 0))))]
#[case::too_heavy(mark_edit(1, None, Some(Mark::new("5".parse().unwrap(), 11))))]
#[case::point_in_the_past(mark_edit(1, None, mark("point:2026-11-15")))]
#[case::empty_topic(Edit::Topic { step: FromTo::new(None, Some(Topic { text: "  ".into(), item: None })) })]
#[case::escape_in_topic(Edit::Topic { step: FromTo::new(None, Some(Topic { text: "\u{1b}[2J".into(), item: None })) })]
#[case::long_homework(homework(&"я".repeat(4_001), Audience::All))]
#[case::nobody_named(homework("§ 1", Audience::Pupils(BTreeSet::new())))]
#[case::stranger_named(homework("§ 1", Audience::Pupils(BTreeSet::from([PupilId(9)]))))]
fn impossible_changes_leave_the_sheet_untouched(#[case] edit: Edit) {
    let mut sheet = sheet();
    let refused = apply(&mut sheet, edit).unwrap_err();
    assert!(matches!(refused, Refused::Invalid(_)), "{refused:?}");
    assert_eq!(sheet, self::sheet());
}

/// Entered before the pupil's days in the group were put right.
#[test]
fn what_stands_of_a_stranger_can_be_taken_away_and_no_more() {
    let mut sheet = sheet();
    let absent = attendance(9, Attendance::Present, Attendance::Absent);
    let entered = sheet.apply(&change(absent), TEACHER, |_| true);
    assert_eq!(entered, Ok(()));
    let late = attendance(9, Attendance::Absent, Attendance::Late { minutes: 5 });
    let stranger = Err(Refused::Invalid(Invalid::NotAMember(PupilId(9))));
    assert_eq!(apply(&mut sheet, late), stranger);
    let nothing = attendance(9, Attendance::Present, Attendance::Present);
    assert_eq!(apply(&mut sheet, nothing), stranger);
    let away = attendance(9, Attendance::Absent, Attendance::Present);
    assert_eq!(apply(&mut sheet, away), Ok(()));
    assert_eq!(sheet, self::sheet());
}

#[test]
fn homework_may_have_lines_and_may_be_none() {
    let mut sheet = sheet();
    apply(&mut sheet, homework("§ 12\n№ 431–434", Audience::All)).unwrap();
    assert!(!sheet.homework[&0].is_none_set());
    assert!(Homework::default().is_none_set());
}

fn linked(old: Option<&str>, new: &str) -> Edit {
    let linked = |link: &str| Homework {
        text: "§ 12".into(),
        links: vec![link.to_owned()],
        ..Homework::default()
    };
    Edit::Homework {
        slot: 0,
        step: FromTo::new(old.map(linked), Some(linked(new))),
    }
}

#[rstest]
#[case::web("https://school.example/12.pdf", true)]
#[case::plain_web("HTTP://school.example", true)]
#[case::script("javascript:alert(1)", false)]
#[case::script_like_web("javascript://school.example/%0Aalert(1)", false)]
#[case::data("data:text/html,<b>", false)]
#[case::file("file:///etc/passwd", false)]
#[case::bare("school.example", false)]
#[case::blank("", false)]
fn a_link_of_a_homework_leads_to_the_web(#[case] link: &str, #[case] allowed: bool) {
    let outcome = apply(&mut sheet(), linked(None, link));
    let expected = Err(Refused::Invalid(Invalid::NotAWebLink));
    assert_eq!(outcome, if allowed { Ok(()) } else { expected });
}

#[test]
fn a_link_that_came_in_otherwise_can_be_taken_away() {
    let mut sheet = sheet();
    let Edit::Homework { step, .. } = linked(None, "file:///etc/passwd") else {
        return;
    };
    sheet
        .homework
        .extend(step.new.map(|homework| (0, homework)));
    let mended = linked(Some("file:///etc/passwd"), "https://school.example");
    assert_eq!(apply(&mut sheet, mended), Ok(()));
}

#[test]
fn a_change_reads_back_as_it_was_written() {
    let change = change(mark_edit(1, mark("4/5"), mark("point:2026-11-20")));
    let json = serde_json::to_string(&change).unwrap();
    assert!(
        json.contains(r#""kind":"mark""#) && json.contains(r#""value":"4/5""#),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<Change>(&json).unwrap(), change);
    let mut sheet = sheet();
    apply(&mut sheet, mark_edit(1, None, mark("5"))).unwrap();
    let json = serde_json::to_string(&sheet).unwrap();
    assert_eq!(serde_json::from_str::<Sheet>(&json).unwrap(), sheet);
}

fn any_attendance() -> impl Strategy<Value = Attendance> {
    prop_oneof![
        Just(Attendance::Present),
        Just(Attendance::Absent),
        Just(Attendance::Exempt),
        (1u16..=45).prop_map(|minutes| Attendance::Late { minutes }),
    ]
}

fn any_mark() -> impl Strategy<Value = Option<Mark>> {
    let values = [
        "5",
        "4/5",
        "2",
        "exempt",
        "pass",
        "fail",
        "not-attested",
        "point:2026-12-01",
    ];
    proptest::option::of(
        (proptest::sample::select(values.to_vec()), 1u8..=10)
            .prop_map(|(value, weight)| Mark::new(value.parse().unwrap(), weight)),
    )
}

/// Contents of a random kind wanted in a random cell.
fn any_wish() -> impl Strategy<Value = (Cell, Content)> {
    let pupil = (1i64..5).prop_map(PupilId);
    prop_oneof![
        (pupil.clone(), any_attendance())
            .prop_map(|(pupil, a)| (Cell::Attendance { pupil }, Content::Attendance(a))),
        (pupil.clone(), any_mark(), 0u8..2).prop_map(|(pupil, mark, nth)| {
            let work = WorkRef {
                kind: WorkKindId(1),
                nth,
            };
            (Cell::Mark { pupil, work }, Content::Mark(mark))
        }),
        (pupil, any::<bool>()).prop_map(|(pupil, ill)| {
            let reason = ill.then(|| AbsenceReason::stated(ReasonKind::Illness));
            (Cell::Reason { pupil }, Content::Reason(reason))
        }),
        any::<bool>().prop_map(|on| (Cell::RollCall, Content::RollCall(on))),
        "[а-я]{1,9}".prop_map(|text| {
            (
                Cell::Topic,
                Content::Topic(Some(Topic { text, item: None })),
            )
        }),
        any::<bool>().prop_map(|far| {
            let form = if far {
                LessonForm::Distance
            } else {
                LessonForm::InPerson
            };
            (Cell::Form, Content::Form(form))
        }),
    ]
}

fn wished(sheet: &Sheet, (cell, new): (Cell, Content)) -> Change {
    change(Edit::between(cell, sheet.content(cell), new).unwrap())
}

proptest! {
    #[test]
    fn undoing_in_reverse_order_restores_the_sheet(
        wishes in proptest::collection::vec(any_wish(), 1..40)
    ) {
        let start = sheet();
        let mut sheet = start.clone();
        let mut done = Vec::new();
        for wish in wishes {
            let change = wished(&sheet, wish);
            sheet.apply(&change, TEACHER, |_| true).unwrap();
            done.push(change);
        }
        for change in done.iter().rev() {
            let undo = change.invert(ChangeId(Uuid::nil()), change.gesture, Timestamp(2));
            sheet.apply(&undo, TEACHER, |_| true).unwrap();
        }
        prop_assert_eq!(sheet, start);
    }

    #[test]
    fn a_second_time_changes_nothing(wishes in proptest::collection::vec(any_wish(), 1..20)) {
        let mut sheet = sheet();
        for wish in wishes {
            let change = wished(&sheet, wish);
            sheet.apply(&change, TEACHER, |_| true).unwrap();
            let once = sheet.clone();
            sheet.apply(&change, TEACHER, |_| true).unwrap();
            prop_assert_eq!(&sheet, &once);
        }
    }

    #[test]
    fn contents_and_cells_fit_or_are_refused(a in any_wish(), b in any_wish()) {
        let same_kind = std::mem::discriminant(&a.0) == std::mem::discriminant(&b.0);
        let edit = Edit::between(a.0, a.1.clone(), b.1);
        prop_assert_eq!(edit.is_some(), same_kind);
        if let Some(edit) = edit {
            prop_assert_eq!(edit.cell(), a.0);
            prop_assert_eq!(edit.expected(), a.1.clone());
            prop_assert_eq!(edit.clone().inverse().wanted(), a.1);
        }
    }
}
