//! The rows of a school around what stands in its lessons.

use crate::codec;
use crate::intake::Intake;
use crate::postgres::tx::Link;
use crate::records;
use crate::store::StoreError;
use futures_util::pin_mut;
use journal::school::School;
use journal::{SchoolId, Sheet};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};

type Field = Box<dyn ToSql + Sync + Send>;

fn field(value: impl ToSql + Sync + Send + 'static) -> Field {
    Box::new(value)
}

/// A row of the named columns: numbers by `i`, texts by `t`.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$(field($value)),*] };
}

/// Copies rows into `table`; the columns are named with their types, `i` or `t`.
async fn copy(
    link: &Link,
    table: &str,
    columns: &[(&str, char)],
    rows: Vec<Vec<Field>>,
) -> Result<(), StoreError> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let sql = format!("COPY {table} ({}) FROM STDIN BINARY", names.join(", "));
    let kind = |letter| {
        if letter == 't' {
            Type::TEXT
        } else {
            Type::INT8
        }
    };
    let types: Vec<Type> = columns.iter().map(|(_, letter)| kind(*letter)).collect();
    let writer = BinaryCopyInWriter::new(link.copy_in(&sql).await?, &types);
    pin_mut!(writer);
    for row in rows {
        let values: Vec<&(dyn ToSql + Sync)> = row.iter().map(|value| &**value as _).collect();
        writer.as_mut().write(&values).await?;
    }
    writer.finish().await?;
    Ok(())
}

/// Writes everything but the lessons.
pub async fn write(link: &Link, intake: &Intake) -> Result<(), StoreError> {
    let school = &intake.rows.school;
    head(link, school).await?;
    register(link, school.id.0, intake).await?;
    people(link, school.id.0, intake).await?;
    classes(link, school.id.0, intake).await?;
    journals(link, school.id.0, intake).await
}

async fn head(link: &Link, school: &School) -> Result<(), StoreError> {
    link.execute(
        "INSERT INTO school \
         (school_id, title, offset_minutes, regulation, year_starts, year_ends) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            &school.id.0,
            &school.title,
            &i64::from(school.time.offset_minutes),
            &school.regulation,
            &codec::of_date(school.year_starts),
            &codec::of_date(school.year_ends),
        ],
    )
    .await?;
    Ok(())
}

async fn register(link: &Link, s: i64, intake: &Intake) -> Result<(), StoreError> {
    const RECORD: [(&str, char); 5] = [
        ("school_id", 'i'),
        ("kind", 't'),
        ("record_id", 'i'),
        ("seq", 'i'),
        ("body", 't'),
    ];
    let bodies = records::texts(&intake.rows.records)?.into_iter();
    let rows = bodies.map(|(at, body)| row![s, at.kind.word(), at.id.0, 0_i64, body]);
    copy(link, "record", &RECORD, rows.collect()).await
}

async fn people(link: &Link, s: i64, intake: &Intake) -> Result<(), StoreError> {
    const PERSON: [(&str, char); 6] = [
        ("school_id", 'i'),
        ("person_id", 'i'),
        ("last_name", 't'),
        ("first_name", 't'),
        ("middle_name", 't'),
        ("roles", 't'),
    ];
    const ACCOUNT: [(&str, char); 7] = [
        ("school_id", 'i'),
        ("person_id", 'i'),
        ("login", 't'),
        ("login_key", 't'),
        ("password_hash", 't'),
        ("must_change", 'i'),
        ("access_n", 'i'),
    ];
    const GUARDIAN: [(&str, char); 3] = [("school_id", 'i'), ("parent_id", 'i'), ("pupil_id", 'i')];
    let rows = intake.people.iter().map(|person| {
        let name = person.name.clone();
        let roles = codec::of_roles(&person.roles);
        row![s, person.id.0, name.last, name.first, name.middle, roles]
    });
    copy(link, "person", &PERSON, rows.collect()).await?;
    let rows = intake.people.iter().filter_map(|person| {
        let (login, hash) = (person.login.clone()?, person.password_hash.clone()?);
        let (key, must) = (login.to_lowercase(), i64::from(person.must_change_password));
        Some(row![s, person.id.0, login, key, hash, must, 0_i64])
    });
    copy(link, "account", &ACCOUNT, rows.collect()).await?;
    let rows = intake
        .guardians
        .iter()
        .map(|row| row![s, row.parent.0, row.pupil.0]);
    copy(link, "guardian", &GUARDIAN, rows.collect()).await
}

async fn classes(link: &Link, s: i64, intake: &Intake) -> Result<(), StoreError> {
    const CLASS: [(&str, char); 5] = [
        ("school_id", 'i'),
        ("class_id", 'i'),
        ("grade", 'i'),
        ("title", 't'),
        ("class_teacher_id", 'i'),
    ];
    const ENROLMENT: [(&str, char); 5] = [
        ("school_id", 'i'),
        ("class_id", 'i'),
        ("pupil_id", 'i'),
        ("starts", 'i'),
        ("until", 'i'),
    ];
    const GROUP: [(&str, char); 4] = [
        ("school_id", 'i'),
        ("group_id", 'i'),
        ("title", 't'),
        ("class_id", 'i'),
    ];
    const MEMBERSHIP: [(&str, char); 5] = [
        ("school_id", 'i'),
        ("group_id", 'i'),
        ("pupil_id", 'i'),
        ("starts", 'i'),
        ("until", 'i'),
    ];
    let school = &intake.rows;
    let rows = school.classes.iter().map(|class| {
        let teacher = class.class_teacher.map(|person| person.0);
        row![
            s,
            class.id.0,
            i64::from(class.grade),
            class.title.clone(),
            teacher
        ]
    });
    copy(link, "class", &CLASS, rows.collect()).await?;
    let rows = school.enrolments.iter().map(|e| {
        let (from, until) = (
            e.from.map_or(0, codec::of_date),
            e.until.map(codec::of_date),
        );
        row![s, e.class.0, e.pupil.0, from, until]
    });
    copy(link, "enrolment", &ENROLMENT, rows.collect()).await?;
    let rows = school
        .groups
        .iter()
        .map(|g| row![s, g.id.0, g.title.clone(), g.class.map(|class| class.0)]);
    copy(link, "study_group", &GROUP, rows.collect()).await?;
    let rows = school.memberships.iter().map(|m| {
        let (from, until) = (
            m.from.map_or(0, codec::of_date),
            m.until.map(codec::of_date),
        );
        row![s, m.group.0, m.pupil.0, from, until]
    });
    copy(link, "membership", &MEMBERSHIP, rows.collect()).await
}

async fn journals(link: &Link, s: i64, intake: &Intake) -> Result<(), StoreError> {
    const JOURNAL: [(&str, char); 5] = [
        ("school_id", 'i'),
        ("journal_id", 'i'),
        ("subject_id", 'i'),
        ("group_id", 'i'),
        ("without_marks", 'i'),
    ];
    const TEACHER: [(&str, char); 4] = [
        ("school_id", 'i'),
        ("journal_id", 'i'),
        ("position", 'i'),
        ("person_id", 'i'),
    ];
    const PLAN: [(&str, char); 8] = [
        ("school_id", 'i'),
        ("journal_id", 'i'),
        ("number", 'i'),
        ("plan_item_id", 'i'),
        ("section", 't'),
        ("title", 't'),
        ("homework", 't'),
        ("work_kind_id", 'i'),
    ];
    let school = &intake.rows;
    let rows = school
        .journals
        .iter()
        .map(|j| row![s, j.id.0, j.subject, j.group.0, i64::from(j.without_marks)]);
    copy(link, "journal", &JOURNAL, rows.collect()).await?;
    let rows = school.journals.iter().flat_map(|journal| {
        let teachers = journal.teachers.iter().zip(0_i64..);
        teachers.map(move |(teacher, at)| row![s, journal.id.0, at, teacher.0])
    });
    copy(link, "journal_teacher", &TEACHER, rows.collect()).await?;
    let rows = intake.plans.iter().map(|plan| {
        let (number, work) = (i64::from(plan.number), plan.work.map(|work| work.0));
        let (section, title) = (plan.section.clone(), plan.title.clone());
        row![
            s,
            plan.journal.0,
            number,
            plan.id.0,
            section,
            title,
            plan.homework.clone(),
            work
        ]
    });
    copy(link, "plan_item", &PLAN, rows.collect()).await
}

/// Writes the own rows of some lessons.
pub async fn lessons(link: &Link, school: SchoolId, sheets: &[Sheet]) -> Result<(), StoreError> {
    const LESSON: [(&str, char); 14] = [
        ("school_id", 'i'),
        ("lesson_id", 'i'),
        ("journal_id", 'i'),
        ("date", 'i'),
        ("number", 'i'),
        ("starts", 'i'),
        ("ends", 'i'),
        ("room", 't'),
        ("teacher_id", 'i'),
        ("form", 't'),
        ("roll_by", 'i'),
        ("roll_at", 'i'),
        ("topic", 't'),
        ("topic_item", 'i'),
    ];
    let rows = sheets.iter().map(|sheet| {
        let lesson = &sheet.lesson;
        let topic = sheet.topic.as_ref();
        row![
            school.0,
            lesson.id.0,
            lesson.journal.0,
            codec::of_date(lesson.date),
            i64::from(lesson.number),
            codec::of_time(lesson.starts),
            codec::of_time(lesson.ends),
            lesson.room.clone(),
            lesson.teacher.0,
            codec::of_form(sheet.form),
            sheet.roll_call.map(|roll| roll.by.0),
            sheet.roll_call.map(|roll| roll.at.0),
            topic.map(|topic| topic.text.clone()),
            topic.and_then(|topic| topic.item).map(|item| item.0),
        ]
    });
    copy(link, "lesson", &LESSON, rows.collect()).await
}
