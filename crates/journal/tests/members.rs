//! Who is in the list of a journal on which day, and what counts by it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic; its helpers too"
)]

use chrono::{Days, NaiveDate, NaiveTime};
use journal::register::DaySpan;
use journal::{
    Attendance, Grid, JournalId, Lesson, LessonId, Mark, MarkValue, Member, PersonId, PersonName,
    PlacedMark, PupilId, Sheet, Tally, WorkKindId, WorkRef, view::TodayLesson,
};
use proptest::prelude::*;
use rstest::rstest;

const PUPIL: PupilId = PupilId(1);

/// The nth day of November 2026.
fn day(nth: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    first + Days::new(u64::from(nth) - 1)
}

fn shown() -> DaySpan {
    DaySpan::new(day(1), day(30))
}

type Stays = [(Option<u32>, Option<u32>)];

fn member(stays: &Stays) -> Member {
    let days = stays
        .iter()
        .map(|(from, until)| (from.map(day), until.map(day)));
    let days: Vec<_> = days.collect();
    Member::staying(PUPIL, PersonName::default(), &days, shown())
}

/// A lesson on the nth day, in which the pupil has a mark.
fn sheet(nth: u32, grade: &str) -> Sheet {
    let lesson = Lesson {
        id: LessonId(i64::from(nth)),
        journal: JournalId(1),
        date: day(nth),
        number: 1,
        starts: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
        ends: NaiveTime::from_hms_opt(9, 15, 0).unwrap(),
        room: None,
        teacher: PersonId(7),
    };
    let mut sheet = Sheet::new(lesson);
    let work = WorkRef {
        kind: WorkKindId(1),
        nth: 0,
    };
    let mark = Mark::new(grade.parse().unwrap(), 1);
    let entry = sheet.entries.entry(PUPIL).or_default();
    entry.marks.push(PlacedMark { work, mark });
    sheet
}

#[rstest]
#[case(&[(None, None)], "{}")]
#[case(&[(Some(3), None)], r#"{"from":"2026-11-03"}"#)]
#[case(&[(None, Some(9))], r#"{"until":"2026-11-09"}"#)]
// Stays that touch are one.
#[case(&[(None, Some(9)), (Some(10), None)], "{}")]
#[case(
    &[(Some(2), Some(9)), (Some(12), None)],
    r#"{"from":"2026-11-02","away":[{"first":"2026-11-10","last":"2026-11-11"}]}"#
)]
#[case(&[], r#"{"away":[{"first":"2026-11-01","last":"2026-11-30"}]}"#)]
fn one_row_tells_all_stays(#[case] stays: &Stays, #[case] told: &str) {
    let mut json = serde_json::to_value(member(stays)).unwrap();
    let fields = json.as_object_mut().unwrap();
    fields.remove("pupil");
    fields.remove("name");
    assert_eq!(
        json,
        serde_json::from_str::<serde_json::Value>(told).unwrap()
    );
}

#[test]
fn nobody_belongs_within_days_away() {
    let row = member(&[(None, Some(9)), (Some(20), None)]);
    assert!(!row.belongs_within((day(10), day(19))));
    assert!(row.belongs_within((day(9), day(12))));
    assert!(row.belongs_within((day(12), day(20))));
    assert!(!member(&[]).belongs_within((day(1), day(30))));
    assert!(!member(&[(Some(12), None)]).belongs_within((day(1), day(11))));
}

#[test]
fn marks_outside_the_stays_are_in_no_average() {
    let sheets = vec![sheet(2, "5"), sheet(5, "2"), sheet(9, "4"), sheet(12, "3")];
    let grid = Grid {
        sheets,
        ..Grid::default()
    };
    let row = member(&[(Some(2), Some(4)), (Some(9), Some(11))]);
    let tally = grid.tally(&row);
    assert_eq!((tally.count, tally.sum), (2, 9), "5 and 4");
    assert_eq!(grid.tally(&member(&[])), Tally::default());
}

#[test]
fn who_is_not_in_the_list_is_neither_absent_nor_marked() {
    let mut sheet = sheet(2, "5");
    let gone = sheet.entries.entry(PupilId(2)).or_default();
    gone.attendance = Attendance::Absent;
    let mut row = row(&sheet, 1);
    row.recount(&sheet, |pupil| pupil == PUPIL);
    assert_eq!((row.marks, row.absent), (1, 0));
    row.recount(&sheet, |pupil| pupil != PUPIL);
    assert_eq!((row.marks, row.absent), (0, 1));
}

#[test]
fn a_work_is_unmarked_while_somebody_who_was_there_has_neither_mark_nor_point() {
    let mut sheet = sheet(2, "5");
    let work = sheet.entries[&PUPIL].marks[0].work;
    let mut row = row(&sheet, 3);
    let mut owed = |sheet: &Sheet| {
        row.recount(sheet, |_| true);
        (row.unmarked.clone(), row.point_due)
    };
    assert_eq!(owed(&sheet), (vec![work.kind], None));
    let due = sheet.lesson.date;
    let point = Mark::new(MarkValue::Point { due }, 1);
    let other = sheet.entries.entry(PupilId(2)).or_default();
    other.marks.push(PlacedMark { work, mark: point });
    assert_eq!(owed(&sheet), (vec![work.kind], Some(due)));
    let away = sheet.entries.entry(PupilId(3)).or_default();
    away.attendance = Attendance::Absent;
    assert_eq!(owed(&sheet), (vec![], Some(due)), "who was away has none");
}

fn row(sheet: &Sheet, pupils: u32) -> TodayLesson {
    TodayLesson {
        lesson: sheet.lesson.clone(),
        subject: String::new(),
        group: String::new(),
        grade: None,
        topic: None,
        roll_called: false,
        homework: false,
        marks: 0,
        pupils,
        absent: 0,
        unmarked: Vec::new(),
        point_due: None,
        excused: false,
        last_bell: None,
    }
}

proptest! {
    /// Whatever the stays and in whichever order they are told.
    #[test]
    fn a_tally_is_of_the_marks_inside_the_stays(
        stays in proptest::collection::vec((1_u32..28, 0_u32..9), 1..5),
    ) {
        let stays: Vec<_> = stays.into_iter().map(|(from, long)| (from, from + long)).collect();
        let told: Vec<_> = stays.iter().map(|(from, until)| (Some(*from), Some(*until))).collect();
        let row = member(&told);
        let inside = |nth: u32| stays.iter().any(|(from, until)| (*from..=*until).contains(&nth));
        let sheets: Vec<Sheet> = (1..=30).map(|nth| sheet(nth, "4")).collect();
        let grid = Grid { sheets, ..Grid::default() };
        let expected = (1..=30).filter(|nth| inside(*nth)).count();
        prop_assert_eq!(usize::try_from(grid.tally(&row).count).unwrap(), expected);
        for nth in 1..=30 {
            prop_assert_eq!(row.belongs_on(day(nth)), inside(nth));
            prop_assert_eq!(row.belongs_within((day(nth), day(nth))), inside(nth));
        }
    }
}
