//! The rows of a school around what stands in its lessons, the same for both databases.

use super::Intake;
use crate::cases::start_passwords::opens;
use crate::codec;
use crate::records;
use crate::sql::{Value, values};
use crate::store::StoreError;
use chrono::NaiveDate;
use journal::register::{RecordKind, RecordRef, Trust};
use journal::{Attendance, Cell, SchoolId, Sheet};

/// Rows of a table.
pub struct Table<'a> {
    pub name: &'static str,
    /// Their names, with commas.
    pub columns: &'static str,
    /// The values, in the order of the columns.
    pub rows: Vec<Vec<Value<'a>>>,
}

/// Texts that are made for the rows.
pub struct Texts {
    records: Vec<(RecordRef, String)>,
    login_keys: Vec<Option<String>>,
}

impl Texts {
    /// Those of a school.
    pub fn of(intake: &Intake) -> Result<Self, StoreError> {
        let people = || intake.people.iter();
        let key = |login: &Option<String>| login.as_ref().map(|login| login.to_lowercase());
        Ok(Self {
            records: records::texts(&intake.rows.records)?,
            login_keys: people().map(|one| key(&one.login)).collect(),
        })
    }
}

/// Everything but the lessons, in the order in which rows refer to others.
pub fn tables<'a>(intake: &'a Intake, texts: &'a Texts) -> Vec<Table<'a>> {
    let mut tables = vec![school(intake), records(intake, texts)];
    tables.extend(people(intake, texts));
    tables.extend(journals(intake));
    tables
}

fn table<'a>(
    name: &'static str,
    columns: &'static str,
    rows: impl IntoIterator<Item = Vec<Value<'a>>>,
) -> Table<'a> {
    Table {
        name,
        columns,
        rows: rows.into_iter().collect(),
    }
}

fn school(intake: &Intake) -> Table<'_> {
    let school = &intake.rows.school;
    let row = values![
        school.id,
        school.title.as_str(),
        i64::from(school.time.offset_minutes),
        school.regulation.as_str(),
    ];
    let columns = "school_id, title, offset_minutes, regulation";
    table("school", columns, [row.to_vec()])
}

fn records<'a>(intake: &Intake, texts: &'a Texts) -> Table<'a> {
    let s = intake.rows.school.id;
    let records = texts.records.iter();
    let rows =
        records.map(|(at, body)| values![s, at.kind.word(), at.id.0, 0, body.as_str()].to_vec());
    table("record", "school_id, kind, record_id, seq, body", rows)
}

fn people<'a>(intake: &'a Intake, texts: &'a Texts) -> [Table<'a>; 2] {
    let s = intake.rows.school.id;
    let people = || intake.people.iter();
    let persons = people().map(|one| values![s, one.id].to_vec());
    let accounts = people().zip(&texts.login_keys).filter_map(|(one, key)| {
        let (login, key) = (one.login.as_deref()?, key.as_deref()?);
        let (hash, must) = (one.password_hash.as_deref()?, one.must_change_password);
        let trust = intake.rows.records.trust_of(one.id, NaiveDate::MIN);
        let own = !must && trust == Trust::Administrator;
        let (must, own) = (i64::from(must), i64::from(own));
        Some(values![s, one.id, login, key, hash, must, opens(trust), own, 0].to_vec())
    });
    [
        table("person", "school_id, person_id", persons),
        table(
            "account",
            "school_id, person_id, login, login_key, password_hash, must_change, opens, admin_own, \
             access_n",
            accounts,
        ),
    ]
}

fn journals(intake: &Intake) -> [Table<'_>; 2] {
    let s = intake.rows.school.id;
    let journals = intake.rows.records.of(RecordKind::Journal);
    let journals = journals.filter_map(|(at, record)| {
        let without_marks = records::without_marks(record)?;
        Some(values![s, at.id.0, i64::from(without_marks)].to_vec())
    });
    let plans = intake.plans.iter().map(|row| {
        let (number, homework) = (i64::from(row.number), row.homework.as_deref());
        let (section, title) = (row.section.as_str(), row.title.as_str());
        values![
            s,
            row.journal,
            number,
            row.id,
            section,
            title,
            homework,
            row.work
        ]
        .to_vec()
    });
    [
        table("journal", "school_id, journal_id, without_marks", journals),
        table(
            "plan_item",
            "school_id, journal_id, number, plan_item_id, section, title, homework, work_kind_id",
            plans,
        ),
    ]
}

/// The own rows of some lessons.
pub fn lessons(school: SchoolId, sheets: &[Sheet]) -> Table<'_> {
    let rows = sheets.iter().map(|sheet| {
        let (lesson, topic) = (&sheet.lesson, sheet.topic.as_ref());
        values![
            school,
            lesson.id,
            lesson.journal,
            codec::of_date(lesson.date),
            i64::from(lesson.number),
            codec::of_time(lesson.starts),
            codec::of_time(lesson.ends),
            lesson.room.as_deref(),
            lesson.teacher,
            sheet.form.word(),
            sheet.roll_call.map(|roll| roll.by),
            sheet.roll_call.map(|roll| roll.at),
            topic.map(|topic| topic.text.as_str()),
            topic.and_then(|topic| topic.item),
            sheet.excuse.as_ref().map(|excuse| excuse.words.as_str()),
        ]
        .to_vec()
    });
    let columns = "school_id, lesson_id, journal_id, date, number, starts, ends, room, \
         teacher_id, form, roll_by, roll_at, topic, topic_item, excuse";
    table("lesson", columns, rows)
}

/// The cells of a sheet in which something stands, but those of the lesson's own row.
pub fn filled(sheet: &Sheet) -> impl Iterator<Item = Cell> {
    let of_pupils = sheet.entries.iter().flat_map(|(pupil, entry)| {
        let pupil = *pupil;
        let absent = entry.attendance != Attendance::Present;
        let attendance = absent.then_some(Cell::Attendance { pupil });
        let reason = entry.reason.is_some().then_some(Cell::Reason { pupil });
        let marks = entry.marks.iter().map(move |placed| Cell::Mark {
            pupil,
            work: placed.work,
        });
        attendance.into_iter().chain(reason).chain(marks)
    });
    let slots = sheet.homework.keys();
    of_pupils.chain(slots.map(|slot| Cell::Homework { slot: *slot }))
}
