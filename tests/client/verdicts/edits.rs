//! Random edits of what stands on the desk, and when they are made.

use super::chance::Chance;
use super::world::{QUARTERS, TIME, date, group_of, pupils};
use chrono::{NaiveTime, TimeDelta};
use journal::{
    AbsenceReason, Attendance, Cell, Content, Document, Edit, Excuse, Homework, JournalId, Lesson,
    LessonForm, Mark, PeriodId, PeriodMark, ReasonKind, SheetId, Standing, Timestamp, Topic,
    WorkKindId, WorkRef,
};
use zhurnal::desk::pages::Spot;

/// Near one of the moments at which a verdict may turn.
pub fn moment(chance: &mut Chance, lesson: &Lesson) -> Timestamp {
    let (first, last) = lesson.bells(TIME);
    let day = TIME.instant(lesson.date.and_time(NaiveTime::MIN));
    let (_, _, ends) = chance.one(&QUARTERS);
    let of_a_period = TIME.end_of_day(date(ends));
    let around = chance.one(&[first, last, day, day, of_a_period]);
    let days = chance.one(&[
        0, 0, 0, 0, 1, 1, 2, 3, 5, 7, 8, 14, 15, 21, 22, 30, 31, 60, -1, -7,
    ]);
    let hours = chance.one(&[0, 0, 0, 1, 2, 4, 8, 16]);
    let minutes = chance.one(&[0, 0, 0, 1, -1, -14, -16, 45, 90]);
    let seconds = chance.one(&[0, 0, 1, -1]);
    let passed = TimeDelta::days(days)
        + TimeDelta::hours(hours)
        + TimeDelta::minutes(minutes)
        + TimeDelta::seconds(seconds);
    around.plus(passed)
}

/// Of a lesson, or of a term.
pub fn sheet(chance: &mut Chance, lesson: &Lesson) -> SheetId {
    if chance.often(70) {
        return lesson.id.into();
    }
    let period = PeriodId(chance.one(&QUARTERS).0);
    let journal = lesson.journal;
    SheetId::Term { journal, period }
}

/// An edit of what stands there; `in_grid`: one that the grid of a journal makes.
pub fn edit(
    chance: &mut Chance,
    journal: JournalId,
    spot: &Spot<'_>,
    in_grid: bool,
) -> Option<Edit> {
    let pupil = chance.one(&pupils(group_of(journal)));
    let is_of_term = spot.sheet.lesson().is_none();
    let kinds = if in_grid { 6 } else { 13 };
    let work = WorkRef::first(WorkKindId(chance.below(3) + 1));
    let cell = match chance.below(kinds) {
        _ if is_of_term => Cell::PeriodMark { pupil },
        0 | 1 => Cell::Mark { pupil, work },
        2 | 3 => Cell::Attendance { pupil },
        4 | 5 => Cell::Reason { pupil },
        6 | 7 => Cell::Topic,
        8 | 9 => Cell::Homework {
            slot: u8::try_from(chance.below(2)).unwrap(),
        },
        10 => Cell::RollCall,
        11 => Cell::Form,
        _ => Cell::Excuse,
    };
    let old = spot.sheet.content(cell);
    let new = content(chance, cell);
    (old != new).then(|| Edit::between(cell, old, new).unwrap())
}

fn content(chance: &mut Chance, cell: Cell) -> Content {
    let is_empty = chance.often(30);
    match cell {
        Cell::PeriodMark { .. } => {
            let value = if is_empty {
                "none"
            } else {
                chance.one(&["3", "4", "5"])
            };
            Content::PeriodMark(value.parse::<PeriodMark>().unwrap())
        }
        Cell::Mark { .. } => {
            let value = chance.one(&["2", "4", "5"]).parse().unwrap();
            Content::Mark((!is_empty).then(|| Mark::new(value, 1)))
        }
        Cell::Attendance { .. } => Content::Attendance(chance.one(&[
            Attendance::Present,
            Attendance::Absent,
            Attendance::Exempt,
            Attendance::Late { minutes: 5 },
            // Longer than the lesson.
            Attendance::Late { minutes: 99 },
        ])),
        Cell::Reason { .. } => Content::Reason((!is_empty).then(|| reason(chance))),
        Cell::Topic => {
            let text = chance.one(&["Дроби", "Степени"]).to_owned();
            Content::Topic((!is_empty).then_some(Topic { text, item: None }))
        }
        Cell::Homework { .. } => {
            let text = chance.one(&["№ 5", "№ 6"]).to_owned();
            let homework = Homework {
                text,
                ..Homework::default()
            };
            Content::Homework((!is_empty).then_some(homework))
        }
        Cell::RollCall => Content::RollCall(chance.often(70)),
        Cell::Form => Content::Form(chance.one(LessonForm::ALL)),
        Cell::Excuse => {
            let words = chance.one(&["болел", "не было сети"]).to_owned();
            Content::Excuse((!is_empty).then_some(Excuse { words }))
        }
    }
}

fn reason(chance: &mut Chance) -> AbsenceReason {
    let standing = chance.one(&[Standing::Stated, Standing::Announced, Standing::Confirmed]);
    let received = date("2026-09-01") + TimeDelta::days(chance.below(268));
    let has_paper = standing == Standing::Confirmed && chance.often(50);
    AbsenceReason {
        kind: chance.one(&[ReasonKind::Illness, ReasonKind::Valid, ReasonKind::Invalid]),
        standing,
        document: has_paper.then(|| Document {
            title: "справка".to_owned(),
            received,
        }),
    }
}
