//! What has happened until now.

use crate::{Index, at, hash, spec};
use journal::{
    Attendance, Edit, Lesson, LessonId, MarkValue, MarkWord, PupilId, Sheet, SheetId, Timestamp,
};
use rstest::rstest;
use school::calendar::SchoolYear;
use school::{DemoSpec, Size, demo};
use std::collections::{HashMap, HashSet};

#[rstest]
#[case(Size::Small, 2026, DemoSpec::NOW)]
#[case(Size::Small, 9, at("2026-11-18T13:30"))]
#[case(Size::Small, 9, at("2027-02-24T16:00"))]
#[case(Size::Small, 9, at("2026-09-01T08:35"))]
#[case(Size::School, 2026, DemoSpec::NOW)]
fn the_history_is_a_valid_log(#[case] size: Size, #[case] seed: u64, #[case] now: Timestamp) {
    let bundle = demo::build(&DemoSpec {
        now,
        ..spec(size, seed)
    });
    let index = Index::new(&bundle);
    let lessons: HashMap<LessonId, &Lesson> = bundle.lessons.iter().map(|l| (l.id, l)).collect();
    let year = SchoolYear::beginning(2026);
    for lesson in &bundle.lessons {
        assert!(year.is_school_day(lesson.date), "{lesson:?}");
    }
    let mut ids = HashSet::new();
    let mut seen = HashSet::new();
    for page in bundle
        .history
        .chunk_by(|a, b| a.change.sheet == b.change.sheet)
    {
        let sheet = page[0].change.sheet;
        assert!(
            seen.insert(sheet),
            "the changes of {sheet} do not stand together"
        );
        let Some(lesson) = sheet.lesson() else {
            continue;
        };
        let lesson = lessons[&lesson];
        let members = index.members_on(lesson);
        let mut sheet = Sheet::new(lesson.clone());
        let mut last = Timestamp(0);
        for past in page {
            let change = &past.change;
            assert!(last <= change.made_at);
            last = change.made_at;
            assert!(change.made_at <= past.received_at && past.received_at <= now);
            assert!(ids.insert(change.id), "an id twice");
            assert_eq!(change.id.0.get_version_num(), 7);
            assert_eq!(
                sheet.content(change.edit.cell()),
                change.edit.clone().into_contents().0,
                "{change:?}"
            );
            sheet
                .apply(change, past.by, |pupil| members.contains(&pupil))
                .unwrap();
            let reason = matches!(change.edit, Edit::Reason { .. });
            assert!(reason || past.by == lesson.teacher);
            assert!(reason || change.made_at >= lesson.bells(bundle.school.time).0);
        }
        for (pupil, entry) in &sheet.entries {
            if matches!(entry.attendance, Attendance::Absent | Attendance::Exempt) {
                assert!(entry.marks.is_empty(), "{pupil} was away: {entry:?}");
            }
        }
    }
}

#[rstest]
#[case::in_the_second_quarter(DemoSpec::NOW, 1)]
#[case::in_the_third(at("2027-02-24T16:00"), 2)]
#[case::on_the_first_day(at("2026-09-01T08:35"), 0)]
fn every_quarter_that_is_over_is_marked(#[case] now: Timestamp, #[case] over: usize) {
    let spec = spec(Size::Small, 2026);
    let bundle = demo::build(&DemoSpec { now, ..spec });
    let index = Index::new(&bundle);
    let mut marked: HashMap<SheetId, HashMap<PupilId, MarkValue>> = HashMap::new();
    for past in &bundle.history {
        let Edit::PeriodMark { pupil, step } = &past.change.edit else {
            continue;
        };
        let sheet = past.change.sheet;
        let before = marked.entry(sheet).or_default();
        let twice = before.insert(*pupil, step.new.value().unwrap());
        assert!(step.old.value().is_none() && twice.is_none(), "{past:?}");
        let period = sheet.period().unwrap();
        let period = bundle.periods.iter().find(|row| row.id == period).unwrap();
        let made = bundle.school.time.local(past.change.made_at).date();
        assert_eq!(made, period.ends);
    }
    for journal in &bundle.journals {
        for (period, nth) in bundle.periods.iter().zip(0..) {
            let sheet = SheetId::Term {
                journal: journal.id,
                period: period.id,
            };
            let pupils = marked.remove(&sheet).unwrap_or_default();
            let pupils: HashSet<PupilId> = pupils.into_keys().collect();
            let days = (period.starts, period.ends);
            let all = index.members_within(journal.id, days);
            let is_marked = nth < over && !journal.without_marks;
            let expected = if is_marked { all } else { HashSet::new() };
            assert_eq!(pupils, expected, "{sheet}");
        }
    }
    assert!(marked.is_empty());
}

#[test]
fn the_first_grade_has_no_marks_and_the_others_have_all_kinds() {
    let bundle = demo::build(&spec(Size::School, 2026));
    let first: HashSet<i64> = bundle
        .classes
        .iter()
        .filter(|class| class.grade == 1)
        .map(|class| class.id.0)
        .collect();
    let grade_one = |lesson: LessonId| {
        let lesson = &bundle.lessons[usize::try_from(lesson.0 - 1).unwrap()];
        let journal = &bundle.journals[usize::try_from(lesson.journal.0 - 1).unwrap()];
        let group = &bundle.groups[usize::try_from(journal.group.0 - 1).unwrap()];
        first.contains(&group.class.unwrap().0)
    };
    let (mut points, mut doubles, mut exempt, mut comments) = (0, 0, 0, 0);
    let mut grades = [0u32; 6];
    let (mut late, mut away, mut confirmed) = (0, 0, 0);
    for past in &bundle.history {
        match &past.change.edit {
            Edit::Mark { step, .. } => {
                assert!(!grade_one(past.change.sheet.lesson().unwrap()));
                let Some(mark) = &step.new else { continue };
                comments += u32::from(mark.comment.is_some());
                match mark.value {
                    MarkValue::Grade(grade) => grades[usize::from(grade.value())] += 1,
                    MarkValue::Double(..) => doubles += 1,
                    MarkValue::Word(MarkWord::Exempt) => exempt += 1,
                    MarkValue::Point { .. } => points += 1,
                    MarkValue::Word(_) => {}
                }
            }
            Edit::Attendance { step, .. } => match step.new {
                Attendance::Late { .. } => late += 1,
                Attendance::Absent => away += 1,
                _ => {}
            },
            Edit::Reason { step, .. } => {
                let reason = step.new.as_ref().unwrap();
                confirmed += u32::from(reason.document.is_some());
            }
            _ => {}
        }
    }
    assert!(points > 20 && doubles > 500 && exempt > 20 && comments > 200);
    assert!(late > 500 && away > 5_000 && confirmed > 2_000);
    assert!(
        grades[5] > 5_000 && grades[4] > grades[3] && grades[2] > 300,
        "{grades:?}"
    );
    assert_eq!(grades[1], 0);
}

#[test]
fn the_same_seed_gives_the_same_school_and_another_seed_another() {
    let one = hash(&demo::build(&spec(Size::Small, 2026)));
    assert_eq!(one, hash(&demo::build(&spec(Size::Small, 2026))));
    assert_ne!(one, hash(&demo::build(&spec(Size::Small, 2027))));
}
