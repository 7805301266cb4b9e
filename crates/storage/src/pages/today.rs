//! «Сегодня».

use crate::directory::{Directory, Given, giver};
use crate::store::Reader;
use chrono::NaiveDate;
use journal::view::{TodayLesson, TodayPage};
use journal::{Lesson, Sheet, Timestamp};

/// Days in which unfilled lessons are looked for.
pub const TODAY_LOOKS_BACK: u64 = 14;
const UNFILLED: usize = 20;

/// Whether a lesson is of a reader's day: theirs to give, and to write.
pub fn is_of_day(directory: &Directory, reader: &Reader, lesson: &Lesson) -> bool {
    // A lesson of no journal is nobody's else.
    let Some(card) = directory.journal(lesson.journal) else {
        return lesson.teacher == reader.person;
    };
    let relation = directory.relation(reader, card, Some(Given::of(lesson)));
    let writes = relation.own_journal || relation.substitute;
    let on = directory.school.time.local(reader.at).date();
    writes && giver(card, lesson, Some(on)) == reader.person
}

/// Builds the page of a day from a teacher's lessons of that day and of the two weeks before, in
/// order of time.
pub fn today_page(
    directory: &Directory,
    date: NaiveDate,
    now: Timestamp,
    sheets: &[Sheet],
) -> TodayPage {
    let mut today: Vec<&Sheet> = sheets
        .iter()
        .filter(|sheet| sheet.lesson.date == date)
        .collect();
    today.sort_by_key(|sheet| (sheet.lesson.starts, sheet.lesson.number, sheet.lesson.id));
    let over = |sheet: &Sheet| sheet.lesson.bells(directory.school.time).1 <= now;
    let unfilled = sheets
        .iter()
        .rev()
        .filter(|sheet| sheet.lesson.date < date && over(sheet))
        .map(|sheet| row(directory, sheet))
        .filter(|row| row.lacks(&directory.work_kinds))
        .take(UNFILLED);
    TodayPage {
        date,
        lessons: today
            .into_iter()
            .map(|sheet| row(directory, sheet))
            .collect(),
        unfilled: unfilled.collect(),
    }
}

fn row(directory: &Directory, sheet: &Sheet) -> TodayLesson {
    let card = directory.journal(sheet.lesson.journal);
    let group = card.and_then(|card| directory.group_of(card));
    let mut row = TodayLesson {
        lesson: sheet.lesson.clone(),
        subject: card
            .map(|card| directory.subject(card.subject))
            .unwrap_or_default(),
        group: group.map(|group| group.title.clone()).unwrap_or_default(),
        grade: group.and_then(|group| group.grade),
        topic: None,
        roll_called: false,
        homework: false,
        marks: 0,
        pupils: group.map_or(0, |group| group.count(sheet.lesson.date)),
        absent: 0,
        unmarked: Vec::new(),
        point_due: None,
        excused: false,
        last_bell: None,
    };
    let date = sheet.lesson.date;
    row.recount(sheet, |pupil| {
        group.is_some_and(|group| group.holds(pupil, date))
    });
    row
}
