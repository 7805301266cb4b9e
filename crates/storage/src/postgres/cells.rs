//! Writing what stands in cells: one statement for each kind, arrays for the rows.

use super::tx::{Link, Sent, prepared};
use crate::batch::Touched;
use crate::codec;
use crate::store::StoreError;
use journal::{Attendance, Audience, Cell, LessonId, SchoolId, Sheet};
use std::collections::{BTreeSet, HashMap};
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;

/// The statements that write cells.
pub struct CellStatements {
    put_attendance: Statement,
    drop_attendance: Statement,
    put_reason: Statement,
    drop_reason: Statement,
    put_mark: Statement,
    drop_mark: Statement,
    drop_named: Statement,
    put_homework: Statement,
    drop_homework: Statement,
    put_named: Statement,
    head: Statement,
}

impl CellStatements {
    pub async fn prepare(link: &Link) -> Result<Self, StoreError> {
        Ok(Self {
            put_attendance: prepared(link, PUT_ATTENDANCE).await?,
            drop_attendance: prepared(link, &drop_of("attendance", "pupil_id")).await?,
            put_reason: prepared(link, PUT_REASON).await?,
            drop_reason: prepared(link, &drop_of("absence_reason", "pupil_id")).await?,
            put_mark: prepared(link, PUT_MARK).await?,
            drop_mark: prepared(link, DROP_MARK).await?,
            drop_named: prepared(link, &drop_of("homework_pupil", "slot")).await?,
            put_homework: prepared(link, PUT_HOMEWORK).await?,
            drop_homework: prepared(link, &drop_of("homework", "slot")).await?,
            put_named: prepared(link, PUT_NAMED).await?,
            head: prepared(link, HEAD).await?,
        })
    }
}

fn drop_of(table: &str, key: &str) -> String {
    format!(
        "DELETE FROM {table} t USING unnest($2::bigint[], $3::bigint[]) AS u (l, k) \
         WHERE t.school_id = $1 AND t.lesson_id = u.l AND t.{key} = u.k"
    )
}

const PUT_ATTENDANCE: &str = "INSERT INTO attendance (school_id, lesson_id, pupil_id, state) \
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[]) \
     ON CONFLICT (school_id, lesson_id, pupil_id) DO UPDATE SET state = excluded.state";
const PUT_REASON: &str = "INSERT INTO absence_reason \
     (school_id, lesson_id, pupil_id, kind, standing, document, document_received) \
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], \
     $7::bigint[]) \
     ON CONFLICT (school_id, lesson_id, pupil_id) DO UPDATE SET kind = excluded.kind, \
     standing = excluded.standing, document = excluded.document, \
     document_received = excluded.document_received";
const PUT_MARK: &str = "INSERT INTO mark \
     (school_id, lesson_id, pupil_id, work_kind_id, nth, value, weight, comment) \
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], \
     $7::bigint[], $8::text[]) \
     ON CONFLICT (school_id, lesson_id, pupil_id, work_kind_id, nth) DO UPDATE SET \
     value = excluded.value, weight = excluded.weight, comment = excluded.comment";
const DROP_MARK: &str = "DELETE FROM mark t \
     USING unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) AS u (l, p, w, n) \
     WHERE t.school_id = $1 AND t.lesson_id = u.l AND t.pupil_id = u.p \
     AND t.work_kind_id = u.w AND t.nth = u.n";
const PUT_HOMEWORK: &str = "INSERT INTO homework \
     (school_id, lesson_id, slot, text, for_all, none_set, due, nature, links) \
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], \
     $7::bigint[], $8::text[], $9::text[]) \
     ON CONFLICT (school_id, lesson_id, slot) DO UPDATE SET text = excluded.text, \
     for_all = excluded.for_all, none_set = excluded.none_set, due = excluded.due, \
     nature = excluded.nature, links = excluded.links";
const PUT_NAMED: &str = "INSERT INTO homework_pupil (school_id, lesson_id, slot, pupil_id) \
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[])";
const HEAD: &str = "UPDATE lesson t SET form = u.form, roll_by = u.by, roll_at = u.at, \
     topic = u.topic, topic_item = u.item, excuse = u.excuse \
     FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[], \
     $8::text[]) AS u (l, form, by, at, topic, item, excuse) \
     WHERE t.school_id = $1 AND t.lesson_id = u.l";

/// Rows of cells as columns, one field a column.
#[derive(Default)]
pub struct CellColumns {
    attendance: (Vec<i64>, Vec<i64>, Vec<String>),
    present: (Vec<i64>, Vec<i64>),
    reasons: Reasons,
    no_reason: (Vec<i64>, Vec<i64>),
    marks: Marks,
    no_mark: (Vec<i64>, Vec<i64>, Vec<i64>, Vec<i64>),
    slots: (Vec<i64>, Vec<i64>),
    homework: Homeworks,
    no_homework: (Vec<i64>, Vec<i64>),
    named: (Vec<i64>, Vec<i64>, Vec<i64>),
    heads: Heads,
}

#[derive(Default)]
struct Reasons {
    key: (Vec<i64>, Vec<i64>),
    kind: Vec<&'static str>,
    standing: Vec<&'static str>,
    document: Vec<Option<String>>,
    received: Vec<Option<i64>>,
}

#[derive(Default)]
struct Marks {
    key: (Vec<i64>, Vec<i64>, Vec<i64>, Vec<i64>),
    value: Vec<String>,
    weight: Vec<i64>,
    comment: Vec<Option<String>>,
}

#[derive(Default)]
struct Homeworks {
    key: (Vec<i64>, Vec<i64>),
    text: Vec<String>,
    for_all: Vec<i64>,
    none_set: Vec<i64>,
    due: Vec<Option<i64>>,
    nature: Vec<Option<&'static str>>,
    links: Vec<Option<String>>,
}

#[derive(Default)]
struct Heads {
    lesson: Vec<i64>,
    form: Vec<&'static str>,
    by: Vec<Option<i64>>,
    at: Vec<Option<i64>>,
    topic: Vec<Option<String>>,
    item: Vec<Option<i64>>,
    excuse: Vec<Option<String>>,
}

impl CellColumns {
    /// Some cells as they stand in their lessons.
    pub fn of(cells: &BTreeSet<(LessonId, Cell)>, lessons: &HashMap<LessonId, Touched>) -> Self {
        let mut columns = Self::default();
        for (lesson, cell) in cells {
            if let Some(touched) = lessons.get(lesson) {
                columns.add(&touched.sheet, *cell);
            }
        }
        columns
    }

    /// Adds a cell as it stands in its sheet.
    pub fn add(&mut self, sheet: &Sheet, cell: Cell) {
        let lesson = sheet.lesson.id.0;
        match cell {
            Cell::Attendance { pupil } => match sheet.attendance(pupil) {
                Attendance::Present => pair(&mut self.present, lesson, pupil.0),
                state => {
                    self.attendance.0.push(lesson);
                    self.attendance.1.push(pupil.0);
                    self.attendance.2.push(state.to_string());
                }
            },
            Cell::Reason { pupil } => {
                match sheet.entry(pupil).and_then(|entry| entry.reason.as_ref()) {
                    None => pair(&mut self.no_reason, lesson, pupil.0),
                    Some(reason) => {
                        let document = reason.document.as_ref();
                        pair(&mut self.reasons.key, lesson, pupil.0);
                        self.reasons.kind.push(reason.kind.word());
                        self.reasons.standing.push(reason.standing.word());
                        self.reasons
                            .document
                            .push(document.map(|paper| paper.title.clone()));
                        let received = document.map(|paper| codec::of_date(paper.received));
                        self.reasons.received.push(received);
                    }
                }
            }
            Cell::Mark { pupil, work } => {
                let mark = sheet.entry(pupil).and_then(|entry| entry.mark(work));
                let key = match mark {
                    None => &mut self.no_mark,
                    Some(mark) => {
                        self.marks.value.push(mark.value.to_string());
                        self.marks.weight.push(mark.weight.into());
                        self.marks.comment.push(mark.comment.clone());
                        &mut self.marks.key
                    }
                };
                key.0.push(lesson);
                key.1.push(pupil.0);
                key.2.push(work.kind.0);
                key.3.push(work.nth.into());
            }
            Cell::Homework { slot } => self.homework(sheet, slot),
            _ => self.head(sheet),
        }
    }

    fn homework(&mut self, sheet: &Sheet, slot: u8) {
        let lesson = sheet.lesson.id.0;
        pair(&mut self.slots, lesson, slot.into());
        let Some(homework) = sheet.homework.get(&slot) else {
            pair(&mut self.no_homework, lesson, slot.into());
            return;
        };
        pair(&mut self.homework.key, lesson, slot.into());
        self.homework.text.push(homework.text.clone());
        self.homework
            .for_all
            .push(i64::from(homework.audience == Audience::All));
        self.homework
            .none_set
            .push(i64::from(homework.is_none_set()));
        self.homework.due.push(homework.due.map(codec::of_date));
        self.homework
            .nature
            .push(homework.nature.map(journal::Nature::word));
        self.homework.links.push(codec::of_links(&homework.links));
        if let Audience::Pupils(pupils) = &homework.audience {
            for pupil in pupils {
                self.named.0.push(lesson);
                self.named.1.push(slot.into());
                self.named.2.push(pupil.0);
            }
        }
    }

    fn head(&mut self, sheet: &Sheet) {
        let heads = &mut self.heads;
        if heads.lesson.contains(&sheet.lesson.id.0) {
            return;
        }
        heads.lesson.push(sheet.lesson.id.0);
        heads.form.push(sheet.form.word());
        heads.by.push(sheet.roll_call.map(|roll| roll.by.0));
        heads.at.push(sheet.roll_call.map(|roll| roll.at.0));
        heads
            .topic
            .push(sheet.topic.as_ref().map(|topic| topic.text.clone()));
        heads
            .item
            .push(sheet.topic.as_ref().and_then(|t| t.item).map(|item| item.0));
        let excuse = sheet.excuse.as_ref();
        heads.excuse.push(excuse.map(|excuse| excuse.words.clone()));
    }

    /// The statements that write them; those without rows are left out.
    pub fn send<'a>(
        &'a self,
        link: &'a Link,
        school: &'a SchoolId,
        statements: &'a CellStatements,
    ) -> Vec<Sent<'a>> {
        let (s, r, m) = (&school.0, &self.reasons, &self.marks);
        let (h, heads) = (&self.homework, &self.heads);
        let (a, no) = (&self.attendance, &self.no_mark);
        let rows: [(usize, &Statement, Vec<&(dyn ToSql + Sync)>); 11] = [
            (
                a.0.len(),
                &statements.put_attendance,
                vec![s, &a.0, &a.1, &a.2],
            ),
            two(&statements.drop_attendance, s, &self.present),
            (
                r.kind.len(),
                &statements.put_reason,
                vec![
                    s,
                    &r.key.0,
                    &r.key.1,
                    &r.kind,
                    &r.standing,
                    &r.document,
                    &r.received,
                ],
            ),
            two(&statements.drop_reason, s, &self.no_reason),
            (
                m.value.len(),
                &statements.put_mark,
                vec![
                    s, &m.key.0, &m.key.1, &m.key.2, &m.key.3, &m.value, &m.weight, &m.comment,
                ],
            ),
            (
                no.0.len(),
                &statements.drop_mark,
                vec![s, &no.0, &no.1, &no.2, &no.3],
            ),
            two(&statements.drop_named, s, &self.slots),
            (
                h.text.len(),
                &statements.put_homework,
                vec![
                    s,
                    &h.key.0,
                    &h.key.1,
                    &h.text,
                    &h.for_all,
                    &h.none_set,
                    &h.due,
                    &h.nature,
                    &h.links,
                ],
            ),
            two(&statements.drop_homework, s, &self.no_homework),
            (
                self.named.0.len(),
                &statements.put_named,
                vec![s, &self.named.0, &self.named.1, &self.named.2],
            ),
            (
                heads.lesson.len(),
                &statements.head,
                vec![
                    s,
                    &heads.lesson,
                    &heads.form,
                    &heads.by,
                    &heads.at,
                    &heads.topic,
                    &heads.item,
                    &heads.excuse,
                ],
            ),
        ];
        let full = rows.into_iter().filter(|(count, ..)| *count > 0);
        full.map(|(_, statement, values)| execute(link, statement, values))
            .collect()
    }
}

fn pair(columns: &mut (Vec<i64>, Vec<i64>), lesson: i64, key: i64) {
    columns.0.push(lesson);
    columns.1.push(key);
}

type Rows<'a> = (usize, &'a Statement, Vec<&'a (dyn ToSql + Sync)>);

fn two<'a>(statement: &'a Statement, s: &'a i64, keys: &'a (Vec<i64>, Vec<i64>)) -> Rows<'a> {
    (keys.0.len(), statement, vec![s, &keys.0, &keys.1])
}

/// A statement to be sent with others.
pub fn execute<'a>(
    link: &'a Link,
    statement: &'a Statement,
    values: Vec<&'a (dyn ToSql + Sync)>,
) -> Sent<'a> {
    Box::pin(async move { link.execute(statement, &values).await.map(|_| ()) })
}
