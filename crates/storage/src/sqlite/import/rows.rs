//! The rows of a school around its lessons.

use crate::codec;
use crate::intake::Intake;
use crate::records;
use crate::store::StoreError;
use journal::school::School;
use journal::{SchoolId, Sheet};
use rusqlite::{Connection, ToSql, params};

fn all<T>(
    c: &Connection,
    sql: &str,
    rows: impl IntoIterator<Item = T>,
    mut insert: impl FnMut(
        &mut dyn FnMut(&[&dyn ToSql]) -> Result<(), StoreError>,
        T,
    ) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = c.prepare(sql)?;
    let mut execute = |row: &[&dyn ToSql]| -> Result<(), StoreError> {
        statement.execute(row)?;
        Ok(())
    };
    rows.into_iter()
        .try_for_each(|row| insert(&mut execute, row))
}

/// Writes everything but the lessons.
pub fn write(c: &Connection, intake: &Intake) -> Result<(), StoreError> {
    let school = &intake.rows.school;
    head(c, school)?;
    register(c, school.id, intake)?;
    people(c, school.id, intake)?;
    classes(c, school.id, intake)?;
    journals(c, school.id, intake)
}

fn head(c: &Connection, school: &School) -> Result<(), StoreError> {
    c.execute(
        "INSERT INTO school \
         (school_id, title, offset_minutes, regulation, year_starts, year_ends) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            school.id.0,
            school.title,
            school.time.offset_minutes,
            school.regulation,
            codec::of_date(school.year_starts),
            codec::of_date(school.year_ends),
        ],
    )?;
    Ok(())
}

fn register(c: &Connection, s: SchoolId, intake: &Intake) -> Result<(), StoreError> {
    let bodies = records::texts(&intake.rows.records)?;
    all(
        c,
        "INSERT INTO record (school_id, kind, record_id, seq, body) VALUES (?1, ?2, ?3, 0, ?4)",
        &bodies,
        |put, (at, body)| put(params![s.0, at.kind.word(), at.id.0, body]),
    )
}

fn people(c: &Connection, s: SchoolId, intake: &Intake) -> Result<(), StoreError> {
    all(
        c,
        "INSERT INTO person (school_id, person_id, last_name, first_name, middle_name, roles) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &intake.people,
        |put, row| {
            let (name, roles) = (&row.name, codec::of_roles(&row.roles));
            put(params![
                s.0,
                row.id.0,
                name.last,
                name.first,
                name.middle,
                roles
            ])
        },
    )?;
    let accounts = intake.people.iter().filter_map(|row| {
        Some((
            row.id,
            row.login.as_ref()?,
            row.password_hash.as_ref()?,
            row.must_change_password,
        ))
    });
    all(
        c,
        "INSERT INTO account (school_id, person_id, login, login_key, password_hash, \
         must_change, access_n) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
        accounts,
        |put, (id, login, hash, must_change)| {
            put(params![
                s.0,
                id.0,
                login,
                login.to_lowercase(),
                hash,
                must_change
            ])
        },
    )?;
    all(
        c,
        "INSERT INTO guardian (school_id, parent_id, pupil_id) VALUES (?1, ?2, ?3)",
        &intake.guardians,
        |put, row| put(params![s.0, row.parent.0, row.pupil.0]),
    )
}

fn classes(c: &Connection, s: SchoolId, intake: &Intake) -> Result<(), StoreError> {
    let rows = &intake.rows;
    all(
        c,
        "INSERT INTO class (school_id, class_id, grade, title, class_teacher_id) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        &rows.classes,
        |put, row| {
            let teacher = row.class_teacher.map(|person| person.0);
            put(params![s.0, row.id.0, row.grade, row.title, teacher])
        },
    )?;
    all(
        c,
        "INSERT INTO enrolment (school_id, class_id, pupil_id, starts, until) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        &rows.enrolments,
        |put, row| {
            let from = row.from.map_or(0, codec::of_date);
            put(params![
                s.0,
                row.class.0,
                row.pupil.0,
                from,
                row.until.map(codec::of_date)
            ])
        },
    )?;
    all(
        c,
        "INSERT INTO study_group (school_id, group_id, title, class_id) VALUES (?1, ?2, ?3, ?4)",
        &rows.groups,
        |put, row| {
            put(params![
                s.0,
                row.id.0,
                row.title,
                row.class.map(|class| class.0)
            ])
        },
    )?;
    all(
        c,
        "INSERT INTO membership (school_id, group_id, pupil_id, starts, until) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        &rows.memberships,
        |put, row| {
            let from = row.from.map_or(0, codec::of_date);
            put(params![
                s.0,
                row.group.0,
                row.pupil.0,
                from,
                row.until.map(codec::of_date)
            ])
        },
    )
}

fn journals(c: &Connection, s: SchoolId, intake: &Intake) -> Result<(), StoreError> {
    let rows = &intake.rows;
    all(
        c,
        "INSERT INTO journal (school_id, journal_id, subject_id, group_id, without_marks) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        &rows.journals,
        |put, row| {
            put(params![
                s.0,
                row.id.0,
                row.subject,
                row.group.0,
                row.without_marks
            ])
        },
    )?;
    let teachers = rows.journals.iter().flat_map(|journal| {
        journal
            .teachers
            .iter()
            .zip(0_i64..)
            .map(move |(teacher, at)| (journal.id, at, teacher))
    });
    all(
        c,
        "INSERT INTO journal_teacher (school_id, journal_id, position, person_id) \
         VALUES (?1, ?2, ?3, ?4)",
        teachers,
        |put, (journal, at, teacher)| put(params![s.0, journal.0, at, teacher.0]),
    )?;
    all(
        c,
        "INSERT INTO plan_item (school_id, journal_id, number, plan_item_id, section, title, \
         homework, work_kind_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &intake.plans,
        |put, row| {
            let work = row.work.map(|work| work.0);
            let texts = (&row.section, &row.title, &row.homework);
            put(params![
                s.0,
                row.journal.0,
                row.number,
                row.id.0,
                texts.0,
                texts.1,
                texts.2,
                work
            ])
        },
    )
}

/// Writes a lesson's own row.
pub fn lesson(c: &Connection, school: SchoolId, sheet: &Sheet) -> Result<(), StoreError> {
    let lesson = &sheet.lesson;
    c.prepare_cached(
        "INSERT INTO lesson (school_id, lesson_id, journal_id, date, number, starts, ends, room, \
         teacher_id, form, roll_by, roll_at, topic, topic_item) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        school.0,
        lesson.id.0,
        lesson.journal.0,
        codec::of_date(lesson.date),
        lesson.number,
        codec::of_time(lesson.starts),
        codec::of_time(lesson.ends),
        lesson.room,
        lesson.teacher.0,
        codec::of_form(sheet.form),
        sheet.roll_call.map(|roll| roll.by.0),
        sheet.roll_call.map(|roll| roll.at.0),
        sheet.topic.as_ref().map(|topic| topic.text.as_str()),
        sheet
            .topic
            .as_ref()
            .and_then(|topic| topic.item)
            .map(|item| item.0),
    ])?;
    Ok(())
}
