//! A school of two lessons.

use chrono::{NaiveDate, NaiveTime};
use journal::regulation::{Regulation, WorkDays};
use journal::view::{
    AccountsPage, JournalPage, JournalRow, JournalsPage, LessonPage, PlanWindow, RecordLog, Rules,
    TodayLesson, TodayPage,
};
use journal::{
    CodeTable, Grid, JournalId, Lesson, LessonId, Member, Period, PeriodId, PersonId, PersonName,
    PupilId, Relation, SchoolTime, SchoolYears, Sheet, Timestamp,
};
use offline::{ListKey, PageKey};
use std::collections::BTreeMap;

pub const FIRST: LessonId = LessonId(1);
pub const SECOND: LessonId = LessonId(2);
pub const LESSONS: [LessonId; 2] = [FIRST, SECOND];
pub const JOURNAL: JournalId = JournalId(7);
pub const PUPILS: [PupilId; 4] = [PupilId(101), PupilId(102), PupilId(103), PupilId(104)];
pub const ORLOVA: PersonId = PersonId(10);
pub const PETROV: PersonId = PersonId(11);

/// 16 November 2026, 09:26 in Moscow.
pub const NOW: Timestamp = Timestamp(1_794_810_360_000_000);

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 16).unwrap()
}

pub fn name(last: &str) -> PersonName {
    PersonName {
        last: last.to_owned(),
        ..PersonName::default()
    }
}

pub fn sheets() -> BTreeMap<LessonId, Sheet> {
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    LESSONS
        .into_iter()
        .zip([(9, 25), (10, 25)])
        .map(|(id, (hour, minute))| {
            let lesson = Lesson {
                id,
                journal: JOURNAL,
                date: day(),
                number: 2,
                starts: at(hour, minute),
                ends: at(hour + 1, minute - 15),
                room: None,
                teacher: ORLOVA,
            };
            (id, Sheet::new(lesson))
        })
        .collect()
}

fn members() -> Vec<Member> {
    PUPILS
        .into_iter()
        .map(|pupil| Member {
            pupil,
            name: name("Ученик"),
            number: None,
            from: None,
            until: None,
            away: Vec::new(),
        })
        .collect()
}

/// The page as the server composes it.
pub fn compose(sheets: &BTreeMap<LessonId, Sheet>, key: PageKey) -> Option<Vec<u8>> {
    let body = match key {
        PageKey::Today(date) => serde_json::to_vec(&TodayPage {
            date,
            lessons: sheets
                .values()
                .filter(|s| s.lesson.date == date)
                .map(row)
                .collect(),
            unfilled: Vec::new(),
        }),
        PageKey::Lesson(lesson) => serde_json::to_vec(&LessonPage {
            sheet: sheets.get(&lesson)?.clone(),
            subject: "Алгебра".to_owned(),
            group: "7Б".to_owned(),
            teacher: name("Орлова"),
            teachings: Vec::new(),
            members: members(),
            standing: BTreeMap::new(),
            recent: sheets
                .values()
                .filter(|s| s.lesson.id < lesson)
                .cloned()
                .collect(),
            plan: PlanWindow::default(),
            next_dates: Vec::new(),
            parallels: Vec::new(),
            relation: Relation::default(),
            last_bell: None,
        }),
        PageKey::Journal(journal, _) if journal == JOURNAL => serde_json::to_vec(&JournalPage {
            term: journal::TermCells::default(),
            carried: std::collections::BTreeMap::new(),
            moved: std::collections::BTreeMap::new(),
            late: std::collections::BTreeSet::new(),
            journal,
            subject: "Алгебра".to_owned(),
            group: "7Б".to_owned(),
            grade: Some(7),
            teachers: vec![name("Орлова")],
            teachings: Vec::new(),
            period: period(),
            grid: Grid {
                members: members(),
                sheets: sheets.values().cloned().collect(),
            },
            relation: Relation::default(),
        }),
        PageKey::List(ListKey::Journals(_)) => serde_json::to_vec(&JournalsPage {
            period: period(),
            journals: vec![JournalRow {
                journal: JOURNAL,
                subject: "Алгебра".to_owned(),
                group: "7Б".to_owned(),
                grade: Some(7),
                teachers: vec![name("Орлова")],
                held: 2,
                filled: called(sheets),
                overdue: 0,
                late: 0,
                last_entry: None,
                relation: Relation::default(),
            }],
        }),
        PageKey::List(ListKey::Accounts) => serde_json::to_vec(&AccountsPage {
            accounts: Vec::new(),
        }),
        PageKey::List(ListKey::RecordLog(_)) => serde_json::to_vec(&RecordLog {
            amendments: Vec::new(),
            more: false,
        }),
        PageKey::Journal(..) | PageKey::Class(..) | PageKey::List(_) => return None,
    };
    Some(body.unwrap())
}

/// Lessons whose roll was called.
fn called(sheets: &BTreeMap<LessonId, Sheet>) -> u32 {
    sheets
        .values()
        .map(|sheet| u32::from(sheet.roll_call.is_some()))
        .sum()
}

fn row(sheet: &Sheet) -> TodayLesson {
    let mut row = TodayLesson {
        lesson: sheet.lesson.clone(),
        subject: "Алгебра".to_owned(),
        group: "7Б".to_owned(),
        grade: Some(7),
        topic: None,
        roll_called: false,
        homework: false,
        marks: 0,
        pupils: 4,
        absent: 0,
        unmarked: Vec::new(),
        point_due: None,
        excused: false,
        last_bell: None,
    };
    row.recount(sheet, |pupil| PUPILS.contains(&pupil));
    row
}

fn period() -> Period {
    Period {
        id: PeriodId(2),
        title: "2 четверть".to_owned(),
        starts: NaiveDate::from_ymd_opt(2026, 11, 9).unwrap(),
        ends: NaiveDate::from_ymd_opt(2026, 12, 29).unwrap(),
    }
}

pub fn rules() -> Rules {
    let id = Regulation::shipped_ids().next().unwrap();
    Rules {
        regulation: Regulation::shipped(id).unwrap(),
        codes: CodeTable::shipped("sgo").unwrap(),
        work_kinds: Vec::new(),
        periods: vec![period()],
        time: SchoolTime::MOSCOW,
        years: SchoolYears::default(),
        work_days: WorkDays::default(),
    }
}
